"""Consolidations kept as workbooks are compared by what the books were then."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.store.keys import return_key
from desktop.models.store.store import Store
from desktop.tasks.figures.reports import make_consolidated
from desktop.tasks.figures.saved_totals import compare_saved, moment_words, read_saved
from tests.reports.building import OCTOBER, SEPTEMBER, by_code, locked, province


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    """A small province."""
    with province(tmp_path) as store:
        yield store


def correct(store: Store, code: str, rev: int, members: int) -> None:
    """Lock another revision."""
    with store.step("Chốt lại") as step:
        key = return_key(by_code(store, code), "F1", OCTOBER)
        step.put("submit", key, str(rev), {"values": {"A03": members}})


def test_two_workbooks_tell_what_happened_between_them(office: Store, tmp_path: Path) -> None:
    locked(office, OCTOBER, "P-A-01")
    first = make_consolidated(office, OCTOBER, tmp_path / "một.xlsx").path
    correct(office, "P-A-01", 2, 55)
    second = make_consolidated(office, OCTOBER, tmp_path / "hai.xlsx").path
    correct(office, "P-A-01", 3, 66)
    found = compare_saved(office, first, second)
    cells = {(c.unit, c.indicator): (c.was, c.now) for c in found.cells}
    assert cells["P-A-01", "A03"][1] == 55
    later = {(c.unit, c.indicator): (c.was, c.now) for c in compare_saved(office, second).cells}
    assert later["P-A-01", "A03"] == (55, 66)
    assert compare_saved(office, second, second).cells == ()


def test_a_workbook_of_a_past_day_says_so_itself(office: Store, tmp_path: Path) -> None:
    locked(office, OCTOBER, "P-A-01")
    day = date(2026, 12, 1)
    saved = read_saved(make_consolidated(office, OCTOBER, tmp_path / "a.xlsx", known_on=day).path)
    assert (saved.moment, saved.period) == (day, OCTOBER)
    assert moment_words(saved.moment) == "hết ngày 01/12/2026"


def test_workbooks_that_do_not_belong_together_are_refused(office: Store, tmp_path: Path) -> None:
    one = make_consolidated(office, OCTOBER, tmp_path / "10.xlsx").path
    other = make_consolidated(office, SEPTEMBER, tmp_path / "9.xlsx").path
    part = make_consolidated(office, OCTOBER, tmp_path / "xã.xlsx", "P-A").path
    for second in (other, part):
        with pytest.raises(Refusal) as refused:
            compare_saved(office, one, second)
        assert refused.value.code == "E_NOT_SAME"


def test_a_workbook_the_books_no_longer_give_is_refused(office: Store, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    locked(office, OCTOBER, "P-A-01")
    saved = make_consolidated(office, OCTOBER, tmp_path / "a.xlsx").path
    with closing(sqlite3.connect(office.folder / "office.db")) as raw, raw:
        raw.execute("DELETE FROM leaf WHERE kind = 'submit'")
    with pytest.raises(Refusal) as refused:
        compare_saved(office, saved)
    assert refused.value.code == "E_OTHER_BOOKS"


def test_any_other_workbook_is_refused(office: Store, tmp_path: Path) -> None:
    from desktop.tasks.figures.reports import make_report

    with pytest.raises(Refusal) as refused:
        compare_saved(office, make_report(office, "F1", OCTOBER, tmp_path / "f1.xlsx"))
    assert refused.value.code == "E_NOT_TOTALS"
