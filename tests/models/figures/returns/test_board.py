"""The board of units and months, and the verbs and words that go with it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.returns.board import (
    Board,
    last_months,
    read_board,
    returns_of,
    sent_back,
)
from desktop.models.figures.returns.board_words import cell_words
from desktop.models.figures.returns.return_history import return_history
from desktop.models.figures.returns.reviewing import accept_all, reminder, send_back_all
from desktop.models.figures.returns.rule_words import rule_said
from desktop.models.figures.returns.verdicts import accept
from desktop.models.packs.periods import parse_period
from desktop.models.store.history import undo
from desktop.models.store.keys import return_key
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, set_attribute
from tests.models.months import SINCE, came, make_commune, make_province

PERIOD = "2026-10"
IN_TIME, LATE = date(2026, 11, 4), date(2026, 11, 6)
Province = tuple[Store, dict[str, str]]


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    """A province with two communes."""
    store, ids = make_province(tmp_path)
    yield store, ids
    store.close()


def board_on(store: Store, today: date = IN_TIME, count: int = 2) -> Board:
    """Return the board of the months up to November."""
    return read_board(store, last_months(store, "2026-11", count), today)


def states(store: Store, today: date = IN_TIME) -> dict[str, str]:
    """Return unit code → state of October."""
    board = board_on(store, today)
    at = board.column(PERIOD)
    return {row.unit.code: row.cells[at].state for row in board.rows}


def test_rows_are_the_units_directly_below_in_order(province: Province) -> None:
    store, _ids = province
    board = board_on(store)
    assert [row.unit.code for row in board.rows] == ["X-A", "X-B"]
    assert [month.id for month in board.months] == [PERIOD, "2026-11"]
    assert [row.cells[0].owed for row in board.rows] == [4, 2]
    assert all(row.enrolled for row in board.rows)


def test_a_base_union_straight_below_the_province_is_listed_without_an_office(
    province: Province,
) -> None:
    store, ids = province
    alone = found_unit(
        store, name="CĐCS Tổng công ty", kind="CDCS", parent=ids["T"], since=SINCE, code="T-01",
        ownership="DNNN",
    )  # fmt: skip
    (row,) = [one for one in board_on(store).rows if one.unit.code == "T-01"]
    assert (row.enrolled, [cell.owed for cell in row.cells]) == (False, [2, 2])
    assert states(store, LATE)["T-01"] == "overdue"
    month = parse_period(PERIOD, store.packs.schemes)
    assert "CĐCS Tổng công ty" in reminder(board_on(store, LATE), month, "LĐLĐ tỉnh Thử", LATE)
    came(store, alone, PERIOD)
    assert states(store)["T-01"] == "received"


def test_a_union_that_was_taken_back_goes_on_in_its_row(tmp_path: Path) -> None:
    store, ids = make_commune(tmp_path)
    with store:
        assert board_on(store).rows == ()  # its own grid tells of those it types for
        with store.step("Giao") as step:
            step.put("assign", ids["X-01"], "office@2026-01-01", ids["X-01"])
            step.put("assign", ids["X-01"], "office@2026-11-01", ids["X"])
        (row,) = board_on(store).rows
        assert [cell.owed for cell in row.cells] == [2, 2]


def test_a_union_typed_for_is_listed_only_where_nobody_signed_for_it(tmp_path: Path) -> None:
    store, ids = make_commune(tmp_path)
    with store:
        came(store, ids["X-02"], PERIOD)  # by its own machine's bundle or typed here: no row
        with store.step("Nhận gói chưa xác thực") as step:
            body = {"form": "F1", "values": {"A03": 40}, "unverified": {"name": "CĐCS Nhỏ"}}
            step.put("submit", return_key(ids["X-01"], "F1", PERIOD), "1", body)
        board = board_on(store, LATE)
        (row,) = board.rows
        assert row.unit.code == "X-01"
        assert [(cell.owed, cell.unverified) for cell in row.cells] == [(1, 1), (0, 0)]
        assert "1 chưa xác thực" in cell_words(row.cells[0])
        # What it has not sent is typed in the grid, not asked of it.
        assert board.missing(PERIOD) == []
        assert board.missing("2026-11") == []
        accept_all(store, PERIOD, returns_of(store, PERIOD, ids["X-01"]))
        assert states(store)["X-01"] == "accepted"
        lock_again = {"form": "F1", "values": {"A03": 40}}
        with store.step("Chốt lại") as step:
            step.put("submit", return_key(ids["X-01"], "F1", PERIOD), "2", lock_again)
        assert board_on(store).rows == ()


def test_a_month_goes_from_missing_over_partial_to_received_and_accepted(
    province: Province,
) -> None:
    store, ids = province
    assert states(store)["X-A"] == "missing"
    assert states(store, LATE)["X-A"] == "overdue"
    came(store, ids["X-A-01"], PERIOD)
    assert states(store)["X-A"] == "partial"
    came(store, ids["X-A-02"], PERIOD)
    assert states(store)["X-A"] == "received"
    accept_all(store, PERIOD, returns_of(store, PERIOD, ids["X-A"]))
    assert states(store) == {"X-A": "accepted", "X-B": "missing"}


def test_a_running_month_asks_for_nothing_yet(province: Province) -> None:
    store, _ids = province
    board = board_on(store)
    assert {row.cells[board.column("2026-11")].state for row in board.rows} == {"ahead"}


def test_one_return_sent_back_shows_in_the_cell_until_a_new_revision_comes(
    province: Province,
) -> None:
    store, ids = province
    came(store, ids["X-B-01"], PERIOD)
    first = returns_of(store, PERIOD, ids["X-B"])[0]
    send_back_all(store, PERIOD, [first], "Kiểm tra số nữ")
    assert states(store)["X-B"] == "returned"
    told = returns_of(store, PERIOD, ids["X-B"])[0]
    assert (told.state, told.reason) == ("returned", "Kiểm tra số nữ")
    with store.step("Bổ sung") as step:
        key = f"{PERIOD}|{first.form}|{first.unit}"
        step.put("submit", key, "2", {"form": first.form, "values": {"A03": 41}})
    again = returns_of(store, PERIOD, ids["X-B"])[0]
    assert (again.state, again.rev) == ("received", 2)
    assert states(store)["X-B"] == "received"


def test_lateness_counts_from_the_moment_of_locking(province: Province) -> None:
    store, ids = province
    came(store, ids["X-B-01"], PERIOD)  # the clock stands on 3 November
    came(store, ids["X-B-01"], "2026-09")
    assert {one.on_time for one in returns_of(store, PERIOD, ids["X-B"])} == {True}
    assert {one.on_time for one in returns_of(store, "2026-09", ids["X-B"])} == {False}
    board = read_board(store, last_months(store, PERIOD, 2), IN_TIME)
    assert [cell.late for cell in board.rows[1].cells] == [2, 0]


def test_a_computer_that_runs_ahead_makes_nobody_late(province: Province) -> None:
    store, ids = province
    now = store.clock.now()
    store.clock.jump_to(date(2026, 12, 24))  # type: ignore[attr-defined]
    with store.step("Ghi thử") as step:
        step.put("setting", "test", "text", "x")
    store.clock.moment = now  # type: ignore[attr-defined]
    came(store, ids["X-B-01"], PERIOD)
    (first, *_rest) = returns_of(store, PERIOD, ids["X-B"])
    assert (first.locked_at[:16], first.on_time) == (f"{now:%Y-%m-%dT%H:%M}", True)
    assert read_board(store, last_months(store, PERIOD, 1), IN_TIME).rows[1].cells[0].late == 0
    accept(store, "F1", PERIOD, "X-B-01")
    (said,) = return_history(store, "F1", PERIOD, "X-B-01").revisions[0].said
    assert said.at[:16] == f"{now:%Y-%m-%dT%H:%M}"


def test_a_unit_counts_where_it_stood_that_month(province: Province) -> None:
    store, ids = province
    set_attribute(store, ids["X-A-02"], "parent", ids["X-B"], date(2026, 11, 1))
    board = board_on(store)
    owed = {row.unit.code: [cell.owed for cell in row.cells] for row in board.rows}
    assert owed == {"X-A": [4, 2], "X-B": [2, 4]}


def test_before_its_founding_a_unit_owes_nothing(province: Province) -> None:
    store, _ids = province
    months = [parse_period("2025-06", store.packs.schemes), *last_months(store, "2025-07", 1)]
    board = read_board(store, months, IN_TIME)
    assert months[1].data_from == SINCE
    assert [cell.state for cell in board.rows[0].cells] == ["none", "overdue"]


def test_accepting_and_sending_back_cannot_be_undone_and_need_returns(province: Province) -> None:
    store, ids = province
    with pytest.raises(Refusal, match="Không có báo cáo nào"):
        accept_all(store, PERIOD, returns_of(store, PERIOD, ids["X-A"]))
    came(store, ids["X-B-01"], PERIOD)
    found = returns_of(store, PERIOD, ids["X-B"])
    with pytest.raises(Refusal, match="Chưa ghi lý do"):
        send_back_all(store, PERIOD, found, "  ")
    accept_all(store, PERIOD, found)
    with pytest.raises(Refusal, match="Không hoàn tác được"):
        undo(store)


def test_the_word_travels_down_to_the_office_below(province: Province) -> None:
    store, ids = province
    came(store, ids["X-B-01"], PERIOD)
    accept_all(store, PERIOD, returns_of(store, PERIOD, ids["X-B"]))
    streams = store.rows("SELECT DISTINCT stream FROM op WHERE kind = 'review'")
    assert streams == [(f"down:{ids['X-B']}",)]


def test_the_reminder_lists_those_with_nothing_first_and_both_dates(province: Province) -> None:
    store, ids = province
    came(store, ids["X-A-01"], PERIOD)
    board = board_on(store, LATE)
    month = board.months[board.column(PERIOD)]
    lines = reminder(board, month, "LĐLĐ tỉnh Thử", LATE).splitlines()
    assert lines[0].startswith("Đến ngày 06/11/2026, LĐLĐ tỉnh Thử chưa nhận đủ")
    assert lines[1] == "1. Công đoàn xã X-B: chưa gửi"
    told = "mới có 2 trên 4 báo cáo; còn thiếu F1, F3 của CĐCS X-A-02"
    assert lines[2] == f"2. Công đoàn xã X-A: {told}"
    assert "05/11/2026" in lines[3]
    assert "15/11/2026" in lines[3]
    assert board.reported(PERIOD) == (0, 2)


def test_nobody_is_reminded_when_all_came(province: Province) -> None:
    store, ids = province
    for base in ("X-A-01", "X-A-02", "X-B-01"):
        came(store, ids[base], PERIOD)
    board = board_on(store)
    assert reminder(board, board.months[0], "LĐLĐ tỉnh Thử", LATE) == ""
    assert board.reported(PERIOD) == (2, 2)


def test_a_return_sent_back_is_not_sent_until_it_comes_again(province: Province) -> None:
    store, ids = province
    for base in ("X-A-01", "X-A-02", "X-B-01"):
        came(store, ids[base], PERIOD)
    first = returns_of(store, PERIOD, ids["X-B"])[0]
    send_back_all(store, PERIOD, [first], "Kiểm tra số nữ")
    board = board_on(store)
    assert board.reported(PERIOD) == (1, 2)
    assert [row.unit.code for row in board.missing(PERIOD)] == ["X-B"]
    cell = board.missing(PERIOD)[0].cells[board.column(PERIOD)]
    assert (cell.reported, cell.standing, cell.complete) == (2, 1, False)
    with store.step("Bổ sung") as step:
        body = {"form": first.form, "values": {"A03": 41}}
        step.put("submit", f"{PERIOD}|{first.form}|{first.unit}", "2", body)
    assert board_on(store).reported(PERIOD) == (2, 2)


def test_only_what_another_office_sent_back_is_ours_to_mend(province: Province) -> None:
    store, ids = province
    came(store, ids["X-B-01"], PERIOD)
    month = parse_period(PERIOD, store.packs.schemes)
    send_back_all(store, PERIOD, returns_of(store, PERIOD, ids["X-B"]), "Kiểm tra")
    assert sent_back(store, month) == 0


def test_the_warnings_a_return_explains_are_told_with_their_reasons(province: Province) -> None:
    store, ids = province
    came(store, ids["X-B-01"], PERIOD)
    with store.step("Nhận") as step:
        body = {"form": "F1", "values": {"A03": 40}, "reasons": {"V11": "Mới tách"}}
        step.put("submit", return_key(ids["X-B-01"], "F1", PERIOD), "2", body)
    (first, *_rest) = returns_of(store, PERIOD, ids["X-B"])
    ((told, why),) = first.warned
    assert why == "Mới tách"
    assert "{" not in told
    assert told != "V11"


def test_a_rule_is_named_without_the_numbers_of_a_case(province: Province) -> None:
    packs = province[0].packs
    assert rule_said(packs, "V10") == "Biến động quá …% – ghi lý do"
    assert rule_said(packs, "V05") == "Đầu kỳ khác cuối kỳ trước"
    assert rule_said(packs, "X-1") == "X-1"
