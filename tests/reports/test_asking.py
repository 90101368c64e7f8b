"""Every number printed in a report leads to the figure it is: its trace adds up to the number."""

from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from desktop.formats.cells import cell_text
from desktop.formats.layout import shipped_layout
from desktop.formats.pdf import write_pdf
from desktop.formats.pdf_flow import PlacedNumber
from desktop.formats.table import Figure
from desktop.models.figures.sums.trace import Trace, sides
from desktop.models.outline.targets import Target
from desktop.models.plans.unit_targets import set_unit_targets
from desktop.models.store.reader import Reader
from desktop.reports.answering import answer
from desktop.reports.asking import Question
from desktop.tasks.figures.reports import PlacedReport, placed_report, report_document
from tests.models.figures.sums.story import MONTHS, SINCE, Story
from tests.models.offices import enter

TARGETS = (("D18", 20, ""), ("D03", 70, "%"), ("C40", 500, "đoàn viên"))
CARE = {"E07": 4, "E07D": 2_000_000, "E13": 9, "E13N": 5}
SHARES = ("plan", "plan_percent", "growth_A03", "growth_A03N", "growth_A05")


def comes_to(found: Trace) -> Fraction:
    """What the parts of a trace come to, by its sides alone."""
    sums = sides(found)
    if "plan" in sums and len(sums) > 1:
        over = Fraction(sums["plan"]) * Fraction(sums.get("denominator", 1))
        return Fraction(sums.get("numerator", 0)) / (over or 1)
    if "numerator_before" in sums:
        return _share(sums, "") - _share(sums, "_before")
    if {"numerator", "denominator"} & sums.keys():
        return _share(sums, "")
    return Fraction(sums.get("", 0))


def _share(sums: Any, when: str) -> Fraction:
    over = Fraction(sums.get(f"denominator{when}", 0))
    return Fraction(sums.get(f"numerator{when}", 0)) / (over or 1)


def not_led(store: Reader, found: PlacedReport, top: str = "") -> list[str]:
    """The numbers of a report whose trace has no parts, or parts that come to something else.

    A share may be printed as such or as so many per cent; a target of so many per cent too.
    """
    wrong, asked = [], dict[Question, Fraction]()
    for placed, question in found.numbers:
        where = f"{placed.row.role.name} {placed.row.code} {placed.column.code} {question}"
        if question not in asked:
            made = answer(store, question, top)
            if not made.parts:
                wrong.append(f"{where}: nothing")
            asked[question] = comes_to(made)
        shown = placed.cell.value if isinstance(placed.cell, Figure) else placed.cell
        printed = Fraction(str(shown) if isinstance(shown, Decimal) else shown or 0)
        value = asked[question]
        share = placed.column.code in SHARES or "R" in _types(store, question)
        if not any(
            printed == value * one for one in ((1, 100, Fraction(1, 100)) if share else (1,))
        ):
            wrong.append(f"{where}: {printed} ≠ {value}")
    return wrong


def _types(store: Reader, question: Question) -> set[str]:
    known = store.packs.indicators.get(question.code)
    return {known.type} if known is not None else set()


def unasked(
    store: Reader, form: str, period: str, found: PlacedReport, top: str = ""
) -> set[tuple[str, str]]:
    """(row, column) of the numbers that lead nowhere, but for those that number the lines."""
    listed: list[PlacedNumber] = []
    document = report_document(store, form, period, top)
    write_pdf(document, shipped_layout(), BytesIO(), numbers=listed)
    led = {(one.page, one.left, one.bottom) for one, _question in found.numbers}
    return {
        (one.row.code, one.column.code) for one in listed
        if one.column.code != "stt" and (one.page, one.left, one.bottom) not in led
    }  # fmt: skip


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


def test_sections_and_rows_of_the_top_lead_to_what_they_add_up(tmp_path: Path) -> None:
    story = Mixed(tmp_path / "so", 37)
    asked: set[tuple[str, str]] = set()
    with story.store as store:
        story.tell()
        for period in MONTHS[1:]:
            found = placed_report(store, "F3", period, "", shipped_layout())
            assert not not_led(store, found), period
            assert not unasked(store, "F3", period, found), period
            asked |= {
                (f"{one.row.role.name} {question.narrow.only or one.row.code}", one.column.code)
                for one, question in found.numbers
            }
    flows = {code for row, code in asked if row == "SUBTOTAL " and code.startswith("C1")}
    assert len(flows) > 1
    assert {code for row, code in asked if row == "BODY T"} > {"opening_A05", "B01", "B03", "B07"}
    assert {row for row, _code in asked} >= {"BODY moved", "BODY inside"}


@pytest.mark.parametrize("top", ["", "X1"])
def test_the_trace_of_a_printed_number_comes_to_that_number(tmp_path: Path, top: str) -> None:
    story = Story(tmp_path / "so", 8)
    with story.store as store:
        story.tell()
        enter(store, "2026-03", story.communes[0], reason="bổ sung", **CARE)
        enter(store, "2025-03", story.communes[0], reason="bổ sung", D18=3, D01=9, D02=4)
        enter(store, "2026-03", story.communes[0], reason="bổ sung", D18=7, D01=8, D02=5)
        wanted = {code: Target(value=Decimal(n), unit=unit) for code, n, unit in TARGETS}
        set_unit_targets(store, 2026, {store.own_unit: wanted, story.communes[0]: wanted})
        for form, period in FORMS:
            found = placed_report(store, form, period, top, shipped_layout())
            wrong = not_led(store, found, top)
            assert not wrong, "\n".join(wrong[:20])
            assert not unasked(store, form, period, found, top)
            assert len(found.numbers) > 5
            _inside_their_pages(found)


def _inside_their_pages(found: PlacedReport) -> None:
    long, short = 842.0, 596.0
    for one, _question in found.numbers:
        assert 0 < one.left < one.right < long
        assert 0 < one.bottom < one.top < long
        assert min(one.right, one.top) < short
        assert cell_text(one.cell, one.column)
