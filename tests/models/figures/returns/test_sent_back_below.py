"""A return that the office below sent back after it came: both offices tell one truth."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.agenda.agenda_words import waiting_for_review
from desktop.models.figures.returns.board import (
    BoardCell,
    BoardReturn,
    read_board,
    returns_of,
    sent_back,
)
from desktop.models.figures.returns.board_units import Trees
from desktop.models.figures.returns.board_words import cell_words
from desktop.models.figures.returns.closing import outlook
from desktop.models.figures.returns.returns import ReturnStatus, statuses
from desktop.models.figures.returns.reviewing import reminder
from desktop.models.figures.returns.verdicts import accept, send_back
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.views import View, period_views
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import return_key
from desktop.models.store.store import Store
from desktop.reports import f5
from tests.reports.looking import subtitle
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    FOUNDED,
    OTHER,
    World,
    put_cells,
    send,
    take,
    told_world,
)

PERIOD = "2026-10"
TODAY = date(2026, 11, 23)


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """A commune that passed up all its unions' returns of October."""
    made = told_world(tmp_path)
    put_cells(made.commune, BASE_2, PERIOD, A03=20)
    for form in ("F1", "F3"):
        lock(made.commune, BASE_2, form, A03=20)
        lock(made.base, BASE, form, A03=10)
    up(made)
    yield made
    made.close()


def lock(store: Store, unit: str, form: str, revision: int = 1, **values: int) -> None:
    with store.step("Chốt") as step:
        told = {"values": values, "at": store.now()}
        step.put("submit", return_key(unit, form, PERIOD), str(revision), told)


def up(w: World) -> None:
    take(w.commune, send(w.base, w.out))
    take(w.province, send(w.commune, w.out))


def corrected(w: World) -> None:
    """The province accepts the base union's F1; a correction of it comes up afterwards."""
    accept(w.province, "F1", PERIOD, "P-A-01")
    lock(w.base, BASE, "F1", 2, A03=11)
    up(w)


def cell(store: Store) -> BoardCell:
    month = parse_period(PERIOD, store.packs.schemes)
    board = read_board(store, [month], TODAY)
    return next(row for row in board.rows if row.unit.id == COMMUNE).cells[0]


def asked(store: Store, *, unit: str = "") -> str:
    month = parse_period(PERIOD, store.packs.schemes)
    return reminder(read_board(store, [month], TODAY), month, "Tỉnh Thử", TODAY, unit)


def view(store: Store) -> View:
    return period_views(store, PERIOD)[BASE]["F1"]


def status(store: Store) -> ReturnStatus:
    return next(s for s in statuses(store, PERIOD, ["F1"]) if s.unit.id == BASE)


def told(store: Store) -> BoardReturn:
    found = returns_of(store, PERIOD, COMMUNE)
    return next(one for one in found if (one.unit, one.form) == (BASE, "F1"))


def test_the_province_counts_it_as_the_commune_does_and_says_who_sent_it_back(w: World) -> None:
    assert (cell(w.province).standing, totals(w.province, PERIOD)["A03"].reported) == (4, 2)
    send_back(w.commune, "F1", PERIOD, "P-A-01", "Xem lại số nữ")
    assert totals(w.commune, PERIOD)["A03"].reported == 1
    up(w)
    assert view(w.province) == view(w.commune)
    assert totals(w.province, PERIOD)["A03"].reported == 1
    one = status(w.province)
    assert (one.state, one.back_at, one.reason) == ("returned", "Công đoàn P-A", "Xem lại số nữ")
    here = told(w.province)
    assert (here.state, here.back_at, here.reason) == (
        "returned", "Công đoàn P-A", "Xem lại số nữ",
    )  # fmt: skip


def test_the_board_the_reminder_and_the_closing_name_it(w: World) -> None:
    send_back(w.commune, "F1", PERIOD, "P-A-01", "Xem lại số nữ")
    up(w)
    found = cell(w.province)
    assert (found.state, found.standing, found.owed, found.below) == ("returned", 3, 4, 1)
    words = cell_words(found)
    assert words.startswith("1 báo cáo cấp dưới đã trả lại để sửa, có 3 trên 4 báo cáo")
    assert "Công đoàn P-A: đã trả lại 1 báo cáo cho cấp dưới sửa, chưa gửi lại" in asked(w.province)
    closing = outlook(w.province, PERIOD)
    assert (closing.complete, closing.returned, closing.waiting) == (0, 1, 3)
    assert "3/4 báo cáo đã nộp" in subtitle(f5.build(w.province, PERIOD))
    month = parse_period(PERIOD, w.province.packs.schemes)
    waits = waiting_for_review(w.province, month, TODAY, Trees(w.province))
    assert [words.partition(" ")[0] for _month, words in waits] == ["3"]


def test_it_is_nothing_that_the_level_above_sent_back(w: World) -> None:
    send_back(w.commune, "F1", PERIOD, "P-A-01", "Xem lại")
    up(w)
    assert sent_back(w.province, parse_period(PERIOD, w.province.packs.schemes)) == 0


def test_what_comes_again_waits_and_the_provinces_own_word_goes_before(w: World) -> None:
    send_back(w.commune, "F1", PERIOD, "P-A-01", "Xem lại")
    up(w)
    lock(w.base, BASE, "F1", 2, A03=11)
    up(w)
    assert (status(w.province).state, cell(w.province).below) == ("received", 0)
    send_back(w.commune, "F1", PERIOD, "P-A-01", "Xem lại nữa")
    up(w)
    assert status(w.province).state == "returned"
    accept(w.province, "F1", PERIOD, "P-A-01")
    assert (status(w.province).state, told(w.province).back_at) == ("accepted", "")


@pytest.mark.parametrize("who", ["province", "commune"])
def test_a_correction_sent_back_is_awaited_while_the_earlier_one_counts(w: World, who: str) -> None:
    corrected(w)
    send_back(getattr(w, who), "F1", PERIOD, "P-A-01", "Không đúng")
    up(w)
    one, found, here = status(w.province), cell(w.province), told(w.province)
    assert (one.state, one.stands, view(w.province).rev) == ("returned", 1, 1)
    assert (here.state, here.stands) == ("returned", 1)
    assert (found.standing, found.owed, found.complete, found.owing) == (4, 4, True, False)
    assert "có 4 trên 4 báo cáo, 1 đang sửa, số đã nhận vẫn tính" in cell_words(found)
    assert "4/4 báo cáo đã nộp" in subtitle(f5.build(w.province, PERIOD))
    text = asked(w.province, unit=COMMUNE)
    assert "quá" not in text
    assert text.splitlines() == [
        "Tỉnh Thử chờ nộp lại báo cáo bổ sung tháng 10/2026 đã trả lại"
        " (số đã nhận trước vẫn tính):",
        "1. Công đoàn P-A: 1 báo cáo",
        "Đề nghị đơn vị sửa hoặc giải thích, chốt lại và gửi gói mới. Trân trọng.",
    ]


def test_beside_what_is_owed_the_reminder_asks_for_corrections_apart(w: World) -> None:
    corrected(w)
    send_back(w.province, "F1", PERIOD, "P-A-01", "Không đúng")
    with w.province.step("Công đoàn xã khác có một CĐCS") as step:
        step.put_fields("unit", "0197b3c1-0000-7000-8000-0000000000bb", {
            f"alive@{FOUNDED}": True, f"kind@{FOUNDED}": "CDCS", f"parent@{FOUNDED}": OTHER,
            "code": "P-B-01", f"name@{FOUNDED}": "CĐCS P-B-01",
        })  # fmt: skip
    lines = asked(w.province).splitlines()
    assert "chưa nhận đủ số liệu" in lines[0]
    assert lines[2].startswith("Tỉnh Thử chờ nộp lại báo cáo bổ sung")
    assert "Hạn nộp" in lines[-1]
