"""Every number printed in a report leads to the figure it is: its trace adds up to the number."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from desktop.formats.cells import cell_text
from desktop.formats.layout import shipped_layout
from desktop.formats.table import Figure
from desktop.models.errors import Refusal
from desktop.models.figures.sums.trace import parts_of, trace
from desktop.models.store.store import Store
from desktop.reports.asking import Question
from desktop.tasks.figures.reports import PlacedReport, placed_report
from tests.models.figures.sums.story import SINCE, Story
from tests.models.offices import enter

CARE = {"E07": 4, "E07D": 2_000_000, "E13": 9, "E13N": 5}
DERIVED = (
    "plan",
    "plan_percent",
    "change",
    "total_money",
    "growth_",
    "difference_",
    "men_",
    "net_A05",
)
"""Reckoned from the figure they lead to, not the figure itself."""


def told(store: Store, question: Question, unit: str) -> Any:
    """What the trace behind a number comes to; None where there is nothing to trace."""
    try:
        found = trace(store, question.period, question.unit or unit, question.code,
                      since_year_began=question.since_year_began)  # fmt: skip
    except Refusal as refusal:
        if refusal.code != "E_NOTHING":
            raise
        return None
    if question.parts:
        return sum(one.value for one in parts_of(found, question.parts))
    if found.total.numerator is not None:
        return Fraction(found.total.numerator, found.total.denominator or 1)
    return found.total.value


FORMS = (
    ("F1", "2026-04"), ("F2", "2026-H1"), ("F3", "2026-04"), ("F4", "2026-03"), ("F6", "2026-H1"),
)  # fmt: skip


class Mixed(Story):
    """A story in which some unions stand under the top itself, and others come to it."""

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder, seed)
        for number in (1, 2):
            self._union(f"V{number}", self.store.own_unit, SINCE)
        self.communes.append(self.store.own_unit)


@pytest.mark.parametrize("seed", [30, 37])
def test_sections_and_rows_of_the_top_lead_to_what_they_add_up(tmp_path: Path, seed: int) -> None:
    story = Mixed(tmp_path / "so", seed)
    asked: set[tuple[str, str]] = set()
    with story.store as store:
        story.tell()
        for period in ("2026-03", "2026-04"):
            for placed, question in placed_report(
                store, "F3", period, "", shipped_layout()
            ).numbers:
                code = placed.column.code
                if code.startswith(DERIVED):
                    continue
                shown = placed.cell
                printed = shown.value if isinstance(shown, Figure) else shown
                told_there = told(store, question, "")
                where = f"{period} {placed.row.role} {placed.row.code} {code} {question}"
                assert (printed or 0) == (told_there or 0), where
                assert not printed or told_there is not None, where
                asked.add((f"{placed.row.role.name} {placed.row.code}", code))
    flows = {code for row, code in asked if row == "SUBTOTAL " and code.startswith("C1")}
    assert len(flows) > 1
    assert ("BODY T", "A05") in asked or ("BODY T", "closing_A05") in asked


def test_the_trace_of_a_printed_number_comes_to_that_number(tmp_path: Path) -> None:
    story = Story(tmp_path / "so", 8)
    with story.store as store:
        story.tell()
        enter(store, "2026-03", story.communes[0], reason="bổ sung", **CARE)
        for form, period in FORMS:
            found = placed_report(store, form, period, "", shipped_layout())
            checked, wrong = 0, []
            for placed, question in found.numbers:
                if not placed.column.code.startswith(DERIVED):
                    shown = placed.cell
                    printed = shown.value if isinstance(shown, Figure) else shown
                    value = told(store, question, "")
                    checked += 1
                    if (printed or 0) != (value or 0):
                        where = f"{form} {placed.row.code} {placed.column.code}"
                        wrong.append(f"{where}: {printed} ≠ {value}")
            assert not wrong, "\n".join(wrong[:20])
            assert checked > (5 if form == "F6" else 25)
            _inside_their_pages(found)


def _inside_their_pages(found: PlacedReport) -> None:
    long, short = 842.0, 596.0
    for one, _question in found.numbers:
        assert 0 < one.left < one.right < long
        assert 0 < one.bottom < one.top < long
        assert min(one.right, one.top) < short
        assert cell_text(one.cell, one.column)
