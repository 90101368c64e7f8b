"""Every total equals an independent calculation over the raw journal, on random histories.

In every other history one commune has an office of its own, whose bundles come late and in any
order. The quick run takes some histories; `SCD_HISTORIES=200` takes as many as asked for.
"""

import os
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from desktop.models.figures.sums.rollup import cumulate, totals
from desktop.models.figures.sums.series import series
from desktop.models.store.store import Store
from tests.models.figures.sums.late import LateStory
from tests.models.figures.sums.story import LONG, MONTHS, Story
from tests.models.independent import Among, Totals, cumulated, differences
from tests.models.raw_journal import Journal, span

HISTORIES = int(os.environ.get("SCD_HISTORIES", "8"))
COUNTED_BESIDE = {"A06M", "B01M", "B02M"}
"""Copies of other figures, judged by tests of their own."""
COMPARED = ("A01", "A03", "A03N", "A04", "C11", "C28", "C40", "C41", "B03", "B05", "D18")


def story_of(folder: Path, seed: int) -> Story:
    """A history of one office, or every other time of two."""
    return LateStory(folder, seed) if seed % 2 else Story(folder / "so", seed)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_every_total_equals_the_independent_calculation(tmp_path: Path, seed: int) -> None:
    story = story_of(tmp_path, seed)
    with closing(story), story.store as store:
        story.tell()
        wrong = _wrong(store, Journal(store.folder), [*MONTHS, *LONG])
        for month in ("2026-03", "2026-H1"):
            plain = cumulated(Journal(store.folder), month, store.own_unit).values
            ours = {c: t.value for c, t in cumulate(store, month).totals(store.packs).items()}
            wrong += [f"lũy kế {month} {one}" for one in differences(ours, plain, COUNTED_BESIDE)]
        assert not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("seed", range(max(HISTORIES // 3, 2)))
def test_every_total_as_known_on_a_day_equals_that_of_the_journal_till_then(
    tmp_path: Path, seed: int
) -> None:
    story = story_of(tmp_path, seed + 1000)
    with closing(story), story.store as store:
        story.tell()
        wrong = []
        for day in story.days[2::2]:
            journal = Journal(store.folder, day)
            wrong += _wrong(store, journal, ["2026-01", "2026-02", "2026-Q1"], day)
        assert not wrong, "\n".join(wrong[:20])


def _wrong(
    store: Store, journal: Journal, periods: list[str], known_on: date | None = None
) -> list[str]:
    found = []
    for period in periods:
        day = span(period)[1]
        some = [u for u in journal.under(store.own_unit, day) if not journal.is_base(u, day)]
        some += [u for u in journal.under(store.own_unit, day) if journal.is_base(u, day)][:1]
        for unit in some:
            ours = {c: t.value for c, t in
                    totals(store, period, unit, known_on=known_on).items()}  # fmt: skip
            plain = Totals(journal, period, unit).values
            code = journal.at(unit, "code", day)
            told = differences(ours, plain, COUNTED_BESIDE)
            found += [f"{period} {code} ({known_on or 'nay'}): {one}" for one in told]
    return found


@pytest.mark.parametrize("seed", range(max(HISTORIES // 4, 2)))
def test_a_series_on_each_map_equals_the_sums_of_its_own_units(tmp_path: Path, seed: int) -> None:
    story = story_of(tmp_path, seed + 2000)
    with closing(story), story.store as store:
        story.tell()
        journal, wrong, known = Journal(store.folder), [], 0
        for top in (store.own_unit, story.communes[0]):
            heirs = journal.put_on_the_map_of(span(MONTHS[-1])[1], top)
            stayed = journal.stayed(top, [span(month)[1] for month in MONTHS])
            for code in COMPARED:
                for kind, chosen in (("then", None), ("today", heirs), ("same", stayed)):
                    points = series(store, top, code, MONTHS, kind, today=span(MONTHS[-1])[1])
                    for point in points.points:
                        plain = (Totals(journal, point.period, top) if chosen is None
                                 else Among(journal, point.period, chosen))  # fmt: skip
                        told = differences({code: point.value} if point.value is not None else {},
                                           {code: plain.values[code]} if code in plain.values
                                           else {})  # fmt: skip
                        known += point.value is not None
                        wrong += [f"{kind} {point.period}: {one}" for one in told]
        assert not wrong, "\n".join(wrong[:20])
        assert known > len(MONTHS) * len(COMPARED)
