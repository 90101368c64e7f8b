"""An industry union's second line is shown, and added nowhere."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.sums.second_line import second_line, set_second
from desktop.models.store.store import Store
from desktop.reports.consolidated import consolidate
from tests.reports.looking import cells, tables
from tests.sync.levels import MONTHS, Levels, levels

OCTOBER, SEPTEMBER = MONTHS[2], MONTHS[1]


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Levels]:
    """Five levels with October locked everywhere; X-1 and D are coordinated by the industry."""
    found = levels(tmp_path)
    for number, code in enumerate(("K-1", "K-2", "X-1", "X-2", "D", "D-2"), 1):
        found.say(code, OCTOBER, 10**number)
    found.pass_up("K-1", "K", "N", "X-1", "X", "D")
    for code in ("X-1", "D"):
        set_second(found.offices["T"], code, "N", date(2026, 10, 1))
    yield found
    found.close()


def everything(store: Store, unit: str = "") -> dict[str, object]:
    """Return every total of October by code."""
    return {code: (t.value, t.reported, t.of) for code, t in totals(store, OCTOBER, unit).items()}


def test_no_total_of_anybody_knows_of_it(built: Levels) -> None:
    province = built.offices["T"]
    for code in ("T", "N", "K", "X", "D"):
        found = totals(province, OCTOBER, code)["A03"].value
        assert found == built.truth(code, OCTOBER), code
    before = {code: everything(province, code) for code in ("T", "N", "X")}
    for code in ("X-1", "D"):
        set_second(province, code, "", date(2026, 10, 1))
    assert {code: everything(province, code) for code in ("T", "N", "X")} == before


def test_it_is_shown_with_who_manages_and_its_figures(built: Levels) -> None:
    found = second_line(built.offices["T"], OCTOBER, "N")
    told = {one.unit.code: (one.by, one.managed_by, one.totals["A03"].value) for one in found}
    assert told == {
        "X-1": ("Công đoàn N", "Công đoàn X", 10**3), "D": ("Công đoàn N", "Công đoàn T", 10**5),
    }  # fmt: skip
    assert second_line(built.offices["T"], OCTOBER) == []  # all of it lies below the province
    assert second_line(built.offices["T"], SEPTEMBER, "N") == []  # not yet then


def test_the_workbook_has_a_sheet_of_it_that_nothing_adds_up(built: Levels) -> None:
    found = consolidate(built.offices["T"], OCTOBER, "N")
    sheet = next(table for table in tables(found.document) if table.name == "Tuyến hai")
    assert [cells(sheet, row)["A03"] for row in sheet.rows] == [10**5, 10**3]
    first = tables(found.document)[0]
    assert cells(first, first.rows[-1])["A03"] == built.truth("N", OCTOBER) == 110
    whole = consolidate(built.offices["T"], OCTOBER)
    assert "Tuyến hai" not in [table.name for table in tables(whole.document)]


def test_the_link_travels_down_with_the_register(built: Levels) -> None:
    from tests.sync.offices import send

    built.deliver(send(built.offices["T"], built.out, "N"), "N")
    built.deliver(send(built.offices["T"], built.out, "X"), "X")
    assert totals(built.offices["N"], OCTOBER)["A03"].value == 110
    assert totals(built.offices["X"], OCTOBER)["A03"].value == built.truth("X", OCTOBER)


def test_who_cannot_coordinate_is_refused(built: Levels) -> None:
    province = built.offices["T"]
    for unit, to in (("X-1", "X"), ("X-1", "K-1"), ("D", "T"), ("X-1", "không có")):
        with pytest.raises(Refusal):
            set_second(province, unit, to, date(2026, 10, 1))
