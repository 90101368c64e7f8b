"""A year against the year before equals the sums of the journal, on random histories with events.

The quick run takes some histories; `SCD_HISTORIES=200` takes as many as asked for.
"""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.models.figures.sums.compare import compare_year
from desktop.models.figures.sums.total import Total
from tests.models.figures.sums.story import Story
from tests.models.independent import Among, Totals, differences
from tests.models.raw_journal import Journal, span

SEEDS = range(max(int(os.environ.get("SCD_HISTORIES", "8")) // 4, 2))
COPIES = {"A06M", "B01M", "B02M"}
"""Copies of other figures, judged by tests of their own."""
COMPARED = ("2026-01", "2026-02", "2026-03", "2026-Q1")


class TwoYears(Story):
    """Sixteen months, so that a quarter can be set beside that of the year before."""

    months = ("2024-12", *(f"2025-{n:02}" for n in range(1, 13)), "2026-01", "2026-02", "2026-03")
    long = ("2025-Q1", "2025-H1")
    since = date(2024, 1, 1)
    begins = date(2024, 12, 2)


def told(totals: Mapping[str, Total]) -> dict[str, Any]:
    """Values by code."""
    return {code: one.value for code, one in totals.items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_both_years_and_the_same_unions_of_both_are_what_the_journal_says(
    tmp_path: Path, seed: int
) -> None:
    story = TwoYears(tmp_path / "so", seed + 5000)
    with story.store as store:
        story.tell()
        journal, wrong, restated = Journal(store.folder), [], 0
        for top in (store.own_unit, *story.communes):
            for period in COMPARED:
                found = compare_year(store, period, top)
                day, before = span(period)[1], span(found.earlier)[1]
                assert found.earlier == period.replace("2026", "2025")
                same = [u for u in journal.under(top, day) if journal.stands(u, before)]
                assert sorted(found.units) == sorted(same)
                assert found.base == sum(journal.is_base(u, day) for u in same)
                was = journal.stands(top, before)
                sides = {
                    "now": (told(found.now), Totals(journal, period, top).values),
                    "before": (told(found.before),
                               Totals(journal, found.earlier, top).values if was else {}),
                    "same now": (told(found.same_now),
                                 Among(journal, period, same).values),
                    "same before": (told(found.same_before),
                                    Among(journal, found.earlier, same).values),
                }  # fmt: skip
                once = found.same_before.get("A03")
                restated += once is not None and once != found.before.get("A03")
                for side, (ours, plain) in sides.items():
                    listed = differences(ours, plain, COPIES)
                    code = journal.at(top, "code", day)
                    wrong += [f"{period} {code} {side}: {one}" for one in listed]
        assert not wrong, "\n".join(wrong[:20])
        assert restated > 0
