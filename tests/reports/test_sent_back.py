"""A return sent back counts until another one comes, and every paper says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.figures.returns.returns import lock
from desktop.models.figures.returns.verdicts import accept, send_back
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.sums.trace import trace
from desktop.models.figures.sums.trace_words import lines_of
from desktop.models.store.store import Store
from desktop.reports import f1, f3, f5
from tests.models.months import CLEAN, enter, lock_month, make_commune
from tests.models.offices import enter as type_in
from tests.reports.looking import subtitle, tables, total_row, unit_row

MONTH = "2026-10"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Store, dict[str, str]]]:
    """A commune of two unions, both locked; F1 of the first was sent back."""
    store, ids = make_commune(tmp_path)
    units = [ids["X-01"], ids["X-02"]]
    enter(store, units, MONTH)
    lock_month(store, units, MONTH)
    send_back(store, "F1", MONTH, "X-01", "Xem lại số nữ")
    yield store, ids
    store.close()


def test_the_list_says_what_was_sent_back_and_counts_it_as_not_reported(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, _ids = office
    paper = f1.build(store, MONTH)
    assert "1/2 CĐCS đã báo cáo; 01 CĐCS đã bị trả lại, chờ nộp lại" in subtitle(paper)
    assert unit_row(tables(paper)[0], "X-01")["note"] == "đã trả lại, chờ nộp lại"
    assert not unit_row(tables(paper)[0], "X-02")["note"]
    assert total_row(tables(paper)[0])["A03"] == 2 * CLEAN["A03"]
    assert "2/2 CĐCS đã báo cáo" in subtitle(f3.build(store, MONTH))


def test_as_many_are_counted_as_the_tracking_sheet_counts(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, _ids = office
    assert "3/4 báo cáo đã nộp" in subtitle(f5.build(store, MONTH))  # F4 of a month is not due
    found = totals(store, MONTH)
    assert (found["A03"].state, found["A03"].reported, found["A03"].of) == ("live", 1, 2)
    assert (found["C11"].state, found["C11"].reported) == ("submitted", 2)


def test_the_trace_says_it_of_the_part(office: tuple[Store, dict[str, str]]) -> None:
    store, _ids = office
    told = lines_of(trace(store, MONTH, "", "A03"))
    assert "đã trả lại, chờ nộp lại" in next(line for line in told if line.startswith("X-01"))
    assert "1/2 CĐCS đã báo cáo" in told[0]


def test_what_is_locked_again_is_reported(office: tuple[Store, dict[str, str]]) -> None:
    store, ids = office
    type_in(store, MONTH, ids["X-01"], A01=51)
    assert lock(store, "F1", MONTH, [ids["X-01"]], reason="Đã đếm lại").blocked == ()
    assert "2/2 CĐCS đã báo cáo" in subtitle(f1.build(store, MONTH))


def test_an_accepted_one_stands_while_its_correction_goes_back(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, ids = office
    accept(store, "F1", MONTH, "X-02")
    type_in(store, MONTH, ids["X-02"], A03N=14, C11N=0, reason="Đếm lại")
    assert lock(store, "F1", MONTH, [ids["X-02"]], reason="Đếm lại").blocked == ()
    send_back(store, "F1", MONTH, "X-02", "Không đúng")
    assert "1/2 CĐCS đã báo cáo" in subtitle(f1.build(store, MONTH))
    assert "3/4 báo cáo đã nộp" in subtitle(f5.build(store, MONTH))
