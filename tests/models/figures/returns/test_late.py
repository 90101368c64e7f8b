"""The review queue: what came into what was accepted or closed, and the word on it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.agenda.agenda import read_agenda
from desktop.models.errors import Refusal
from desktop.models.figures.returns import closing
from desktop.models.figures.returns.board import BoardCell, read_board, returns_of
from desktop.models.figures.returns.board_words import cell_words, closed_words
from desktop.models.figures.returns.closing import close, open_month, outlook
from desktop.models.figures.returns.closing_words import outlook_words
from desktop.models.figures.returns.late import Late, late_returns
from desktop.models.figures.returns.late_words import changes_words, counts_words, why_words
from desktop.models.figures.returns.reviewing import accept_late, reminder, send_back_late
from desktop.models.figures.returns.verdicts import accept, send_back
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.views import period_views
from desktop.models.packs.periods import parse_period
from desktop.models.store.history import undo
from desktop.models.store.keys import cell_key
from desktop.models.store.store import Store
from desktop.models.units.units import tree_on
from desktop.reports.f5 import owed, state_table
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    PROVINCE,
    World,
    lock,
    put_cells,
    send,
    take,
    told_world,
)

PERIOD = "2026-10"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    made = told_world(tmp_path)
    yield made
    made.close()


def told(w: World, revision: int, number: int, period: str = PERIOD) -> None:
    """The commune locks a revision of its second union, and the province receives it."""
    lock(w.commune, BASE_2, period, revision, A03=number)
    take(w.province, send(w.commune, w.out))


def waiting(store: Store) -> list[tuple[str, str, int, str, int]]:
    return [
        (one.code, one.period.id, one.rev, one.why, one.accepted) for one in late_returns(store)
    ]


def counted(store: Store) -> tuple[str, int]:
    view = period_views(store, PERIOD)[BASE_2]["F1"]
    return view.state, view.values["A03"]


def the_one(store: Store) -> Late:
    (one,) = late_returns(store)
    return one


def test_a_correction_of_what_was_accepted_waits_and_says_what_it_changes(w: World) -> None:
    told(w, 1, 100)
    assert waiting(w.province) == [], "a first return waits on the board, not here"
    accept(w.province, "F1", PERIOD, "P-A-02")
    told(w, 2, 90)
    assert waiting(w.province) == [("P-A-02", PERIOD, 2, "accepted", 1)]
    one = the_one(w.province)
    assert [(change.was, change.now) for change in one.changes] == [(100, 90)]
    assert (why_words(one), changes_words(one)) == ("sửa báo cáo lần đầu đã duyệt", "1 số đổi")
    assert counted(w.province) == ("accepted", 100)
    accept_late(w.province, [one])
    assert counted(w.province) == ("accepted", 90)
    assert waiting(w.province) == []


def test_turned_back_it_changes_nothing_and_the_next_one_waits_again(w: World) -> None:
    told(w, 1, 100)
    accept(w.province, "F1", PERIOD, "P-A-02")
    told(w, 2, 90)
    send_back_late(w.province, late_returns(w.province), "Xem lại dòng 12")
    assert (waiting(w.province), counted(w.province)) == ([], ("accepted", 100))
    take(w.commune, send(w.province, w.out, "P-A"))
    told(w, 3, 95)
    assert waiting(w.province) == [("P-A-02", PERIOD, 3, "accepted", 1)]
    assert counted(w.province) == ("accepted", 100)


def shown(store: Store) -> BoardCell:
    """The first unit's month on the board."""
    month = parse_period(PERIOD, store.packs.schemes)
    board = read_board(store, [month], date(2026, 11, 20))
    return board.rows[0].cells[board.column(PERIOD)]


def test_a_late_first_one_turned_back_is_told_alike_when_it_comes_again(w: World) -> None:
    close(w.province, PERIOD)
    told(w, 1, 125)
    send_back(w.province, "F1", PERIOD, "P-A-02", "Xem lại")
    lock(w.commune, BASE_2, PERIOD, 2, A03=126)
    result = take(w.province, send(w.commune, w.out))
    assert (result.pending, result.pending_first) == (1, 1)
    late = the_one(w.province)
    assert (why_words(late), changes_words(late), counts_words(late)) == (
        "nộp sau khi khóa sổ", "1 số đổi", "chưa được tính",
    )  # fmt: skip
    assert shown(w.province).after_closing == 1
    assert BASE_2 not in period_views(w.province, PERIOD)
    accept(w.province, "F1", PERIOD, "P-A-02")
    assert (shown(w.province).after_closing, late_returns(w.province)) == (0, [])


def test_what_writes_over_an_accepted_revision_waits_too(w: World) -> None:
    told(w, 1, 100)
    accept(w.province, "F1", PERIOD, "P-A-02")
    told(w, 1, 7)
    assert waiting(w.province) == [("P-A-02", PERIOD, 1, "accepted", 1)]
    assert why_words(the_one(w.province)) == "ghi đè lên báo cáo lần đầu đã duyệt"
    send_back_late(w.province, late_returns(w.province), "Không sửa số đã duyệt")
    assert (waiting(w.province), counted(w.province)) == ([], ("accepted", 100))


def test_what_comes_after_the_period_was_closed_waits(w: World) -> None:
    close(w.province, PERIOD)
    told(w, 1, 100)
    assert waiting(w.province) == [("P-A-02", PERIOD, 1, "closed", 0)]
    one = the_one(w.province)
    assert (why_words(one), changes_words(one)) == ("nộp sau khi khóa sổ", "lần đầu gửi")
    month, today = parse_period(PERIOD, w.province.packs.schemes), date(2026, 11, 20)
    (row, *_rest) = read_board(w.province, [month], today).rows
    assert ", 1 nộp sau khi khóa sổ, chưa được tính" in cell_words(row.cells[0])
    mine = [told for told in returns_of(w.province, PERIOD, COMMUNE) if told.rev]
    assert [(told.after_closing, told.state) for told in mine] == [(True, "received")]
    (status,) = [s for s in owed(w.province, month, tree_on(w.province, month.data_to), COMMUNE)
                 if s.rev]  # fmt: skip
    tree = tree_on(w.province, month.data_to)
    top = tree.units[status.unit.parent or ""]
    table = state_table(w.province, w.province.packs.forms["F5"], month, tree, top, [status],
                        today)  # fmt: skip
    assert "đã nhận, nộp sau khi khóa sổ, chưa được tính" in table.rows[0].cells
    accept_late(w.province, late_returns(w.province))
    assert waiting(w.province) == []


def test_what_stood_at_the_closing_counts_until_a_word_is_said(w: World) -> None:
    told(w, 1, 100)
    close(w.province, PERIOD)
    assert (waiting(w.province), counted(w.province)) == ([], ("submitted", 100))
    told(w, 2, 90)
    assert waiting(w.province) == [("P-A-02", PERIOD, 2, "closed", 0)]
    one = the_one(w.province)
    assert (one.stands, counts_words(one)) == (1, "đang tính báo cáo lần đầu")
    assert why_words(one) == "sửa sau khi khóa sổ"
    assert [(change.was, change.now) for change in one.changes] == [(100, 90)]
    assert counted(w.province) == ("submitted", 100)
    send_back_late(w.province, [one], "Không sửa số đã khóa")
    assert (waiting(w.province), counted(w.province)) == ([], ("submitted", 100))


def test_undo_tells_what_takes_a_closing_and_an_opening_back(w: World) -> None:
    told(w, 1, 100)
    close(w.province, PERIOD)
    with pytest.raises(Refusal, match="Hãy mở lại kỳ đó"):
        undo(w.province)
    open_month(w.province, PERIOD, "Sửa")
    with pytest.raises(Refusal, match="Hãy khóa sổ kỳ đó lần nữa"):
        undo(w.province)


def test_a_correction_sent_back_by_the_office_below_waits_for_nobody_above(w: World) -> None:
    lock(w.base, BASE, PERIOD, 1, A03=5)
    take(w.commune, send(w.base, w.out))
    take(w.province, send(w.commune, w.out))
    accept(w.province, "F1", PERIOD, "P-A-01")
    lock(w.base, BASE, PERIOD, 2, A03=6)
    take(w.commune, send(w.base, w.out))
    take(w.province, send(w.commune, w.out))
    assert [one.rev for one in late_returns(w.province)] == [2]
    send_back(w.commune, "F1", PERIOD, "P-A-01", "Xem lại")
    take(w.province, send(w.commune, w.out))
    assert late_returns(w.province) == []
    assert not totals(w.province, PERIOD)["A03"].waiting
    month = parse_period(PERIOD, w.province.packs.schemes)
    tree = tree_on(w.province, month.data_to)
    listed = [s for s in owed(w.province, month, tree, PROVINCE) if s.rev]
    table = state_table(w.province, w.province.packs.forms["F5"], month, tree,
                        tree.units[PROVINCE], listed, month.due)  # fmt: skip
    said = [str(cell) for row in table.rows for cell in row.cells]
    told = "báo cáo bổ sung lần 1, Công đoàn P-A đã trả lại; đang tính báo cáo lần đầu"
    assert any(told in cell for cell in said), said


def test_closed_again_it_is_refused_and_what_waits_stays(w: World) -> None:
    close(w.province, PERIOD)
    told(w, 1, 100)
    with pytest.raises(Refusal) as info:
        close(w.province, PERIOD)
    assert info.value.code == "E_CLOSED"
    (one,) = late_returns(w.province)
    assert (one.stands, counts_words(one)) == (0, "chưa được tính")
    close_again = outlook(w.province, "2026-09")
    assert [unit.code for unit in close_again.units] == ["P-A", "P-B"]


def test_what_was_sent_back_before_the_closing_is_asked_of_nobody(w: World) -> None:
    told(w, 1, 100)
    send_back(w.province, "F1", PERIOD, "P-A-02", "Sai")
    month, today = parse_period(PERIOD, w.province.packs.schemes), date(2026, 11, 20)
    before = read_board(w.province, [month], today)
    found = outlook(w.province, PERIOD)
    assert (found.complete, found.owing) == before.reported(PERIOD)
    assert [row.unit.code for row in before.missing(PERIOD)] == ["P-A"]
    close(w.province, PERIOD)
    assert read_board(w.province, [month], today).missing(PERIOD) == []
    found = read_agenda(w.province, today)
    assert found.offices is not None
    assert (found.offices.sent, found.offices.of) == before.reported(PERIOD)
    assert found.offices.missing == ()
    assert not [task for task in found.tasks if task.kind == "missing"]


def test_who_sent_nothing_and_who_has_to_send_again_are_named_apart(w: World) -> None:
    told(w, 1, 100)
    send_back(w.province, "F1", PERIOD, "P-A-02", "Sai")
    found = outlook(w.province, PERIOD)
    lacking = [(one.unit.code, one.came, one.owed) for one in found.lacking]
    assert (lacking, [one.unit.code for one in found.sent_back], found.returned) == (
        [("P-A", 1, 4)], ["P-A"], 1,
    )  # fmt: skip
    assert outlook_words(found)[:3] == [
        "0 trên 1 đơn vị đã gửi đủ.",
        "Chưa gửi đủ: Công đoàn P-A (còn thiếu 3 trên 4 báo cáo).",
        "Đã trả lại, chờ nộp lại: Công đoàn P-A (1 báo cáo). Khóa sổ thì số tổng giữ số đang có,"
        " đơn vị không sửa được nữa.",
    ]
    assert [told for told in outlook_words(found) if "chưa duyệt" in told] == []


def test_what_is_closed_already_is_told_beside_the_counts_of_the_rest(w: World) -> None:
    told(w, 1, 100)
    close(w.province, PERIOD, unit="P-B")
    (counts, *_rest) = outlook_words(outlook(w.province, PERIOD))
    assert counts == "0 trên 1 đơn vị đã gửi đủ, không kể 1 đơn vị đã khóa sổ từ trước."


def test_nobody_is_reminded_of_a_closed_month(w: World) -> None:
    told(w, 1, 100)
    month, today = parse_period(PERIOD, w.province.packs.schemes), date(2026, 11, 20)
    before = read_board(w.province, [month], today)
    assert [row.unit.code for row in before.missing(PERIOD)] == ["P-A"]
    close(w.province, PERIOD)
    board = read_board(w.province, [month], today)
    assert board.missing(PERIOD) == []
    assert reminder(board, month, "Tỉnh", today) == ""
    assert closed_words(board, PERIOD) == "Đã khóa sổ."
    send_back(w.province, "F1", PERIOD, "P-A-02", "Sai")
    again = read_board(w.province, [month], today)
    assert [row.unit.code for row in again.missing(PERIOD)] == ["P-A"], "it was opened"


def test_a_period_that_has_not_ended_is_not_closed(w: World) -> None:
    for period in ("2026-11", "2027-03"):
        with pytest.raises(Refusal) as info:
            close(w.province, period)
        assert info.value.code == "E_PERIOD_FAR"


def test_words_of_an_older_program_shut_and_freeze_nothing(w: World) -> None:
    told(w, 1, 100)
    with w.province.step("Khóa sổ bằng bản cũ") as step:
        step.put("closing", cell_key(COMMUNE, PERIOD), "*", {"state": "closed"})
    told(w, 2, 90)
    (one,) = late_returns(w.province)
    assert (one.why, one.provisional, counted(w.province)) == ("closed", True, ("submitted", 90))
    with pytest.raises(Refusal):
        close(w.province, PERIOD, unit="P-A")


def test_a_closing_of_many_returns_is_told_in_several_lines(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for unit in (BASE, BASE_2):
        office = w.base if unit == BASE else w.commune
        lock(office, unit, PERIOD, 1, A03=100)
    take(w.commune, send(w.base, w.out))
    take(w.province, send(w.commune, w.out))
    monkeypatch.setattr(closing, "MOST_IN_A_WORD", 1)
    close(w.province, PERIOD)
    named = [len(word["stands"]) for _k, _f, word in w.province.registers("closing")]
    assert sorted(named) == [0, 0, 1, 1], "P-A, its two unions and P-B"
    told(w, 2, 90)
    lock(w.base, BASE, PERIOD, 2, A03=90)
    take(w.commune, send(w.base, w.out))
    take(w.province, send(w.commune, w.out))
    assert {view["F1"].values["A03"] for view in period_views(w.province, PERIOD).values()} == {100}
    assert len(late_returns(w.province)) == 2


def test_what_came_before_the_closing_waits_on_the_board_alone(w: World) -> None:
    told(w, 1, 100)
    close(w.province, PERIOD)
    assert waiting(w.province) == []


def test_only_who_may_judge_sees_it(w: World) -> None:
    told(w, 1, 100)
    accept(w.province, "F1", PERIOD, "P-A-02")
    take(w.commune, send(w.province, w.out, "P-A"))
    told(w, 2, 90)
    assert waiting(w.commune) == [], "the commune typed it itself"
    lock(w.base, BASE, PERIOD, 1, A03=5)
    take(w.commune, send(w.base, w.out))
    accept(w.commune, "F1", PERIOD, "P-A-01")
    lock(w.base, BASE, PERIOD, 2, A03=6)
    take(w.commune, send(w.base, w.out))
    assert waiting(w.commune) == [("P-A-01", PERIOD, 2, "accepted", 1)]


def test_several_periods_are_judged_in_one_step(w: World) -> None:
    for period in ("2026-09", PERIOD):
        told(w, 1, 100, period)
        accept(w.province, "F1", period, "P-A-02")
        told(w, 2, 90, period)
    found = late_returns(w.province)
    assert [one.period.id for one in found] == [PERIOD, "2026-09"], "the newest first"
    steps = "SELECT count(*) FROM step"
    ((before,),) = w.province.rows(steps)
    accept_late(w.province, found)
    assert w.province.rows(steps) == [(before + 1,)]
    assert waiting(w.province) == []


def test_sending_the_accepted_one_itself_back_leaves_nothing_standing(w: World) -> None:
    told(w, 1, 100)
    accept(w.province, "F1", PERIOD, "P-A-02")
    send_back(w.province, "F1", PERIOD, "P-A-02", "Sai")
    assert (waiting(w.province), counted(w.province)) == ([], ("live", 100))


def test_nothing_chosen_is_said(w: World) -> None:
    with pytest.raises(Refusal) as info:
        accept_late(w.province, [])
    assert info.value.code == "E_NO_RETURN"


def asked(store: Store) -> list[tuple[str, str]]:
    """Return (kind, title) of what the first page asks the office to do with its own returns."""
    kinds = ("returned", "shut", "changed")
    found = read_agenda(store, date(2026, 11, 20)).tasks
    return [(task.kind, task.title) for task in found if task.kind in kinds]


def test_what_was_sent_back_and_then_closed_asks_below_to_have_it_opened(w: World) -> None:
    told(w, 1, 100)
    send_back(w.province, "F1", PERIOD, "P-A-02", "Sai")
    down = send(w.province, w.out, "P-A")
    close(w.province, PERIOD)
    take(w.commune, down)
    assert asked(w.commune) == [("returned", "Sửa báo cáo bị trả lại: Công đoàn P-A-02")]
    take(w.commune, send(w.province, w.out, "P-A"))
    assert asked(w.commune) == [("shut", "Xin cấp trên mở lại tháng 10/2026 đã khóa sổ")]
    (task,) = (
        one for one in read_agenda(w.commune, date(2026, 11, 20)).tasks if one.kind == "shut"
    )
    assert "Biểu F1 của Công đoàn P-A-02, lý do trả lại: Sai." in task.detail
    assert task.subject == {"period": PERIOD, "form": "F1", "unit": BASE_2}
    open_month(w.province, PERIOD, "Cho sửa")
    take(w.commune, send(w.province, w.out, "P-A"))
    assert asked(w.commune) == [("returned", "Sửa báo cáo bị trả lại: Công đoàn P-A-02")]


def test_a_late_one_turned_back_and_closed_again_asks_for_opening(w: World) -> None:
    told(w, 1, 100)
    close(w.province, PERIOD)
    told(w, 2, 90)
    send_back_late(w.province, late_returns(w.province), "Không sửa số đã khóa")
    take(w.commune, send(w.province, w.out, "P-A"))
    assert [kind for kind, _title in asked(w.commune)] == ["returned"], "sending back opens it"
    close(w.province, PERIOD)
    take(w.commune, send(w.province, w.out, "P-A"))
    assert [kind for kind, _title in asked(w.commune)] == ["shut"]


def test_the_province_sends_back_what_the_commune_has_closed_and_it_can_be_mended(
    w: World,
) -> None:
    lock(w.base, BASE, PERIOD, 1, A03=5)
    take(w.commune, send(w.base, w.out))
    close(w.commune, PERIOD)
    lock(w.base, BASE, PERIOD, 2, A03=6)
    take(w.commune, send(w.base, w.out))
    take(w.province, send(w.commune, w.out))
    send_back(w.province, "F1", PERIOD, "P-A-01", "Sai")
    take(w.commune, send(w.province, w.out, "P-A"))
    take(w.base, send(w.commune, w.out, "P-A-01"))
    assert [kind for kind, _title in asked(w.base)] == ["returned"]
    for store in (w.province, w.commune):  # what stood at the closing, not what was turned back
        assert period_views(store, PERIOD)[BASE]["F1"].values["A03"] == 5


def totals_of(store: Store, period: str = PERIOD) -> object:
    """Return what the commune's tree comes to in an office, with the states."""
    found = totals(store, period, "P-A")
    return {code: (one.value, one.state, one.reported, one.of) for code, one in found.items()}


def test_what_locks_late_counts_at_neither_level_until_it_is_accepted(w: World) -> None:
    for unit in (BASE, BASE_2):
        office = w.base if unit == BASE else w.commune
        for period in ("2026-09", PERIOD):
            if (unit, period) != (BASE_2, PERIOD):
                put_cells(office, unit, period, A03=100)
                lock(office, unit, period, A03=100)
    take(w.commune, send(w.base, w.out))
    put_cells(w.commune, BASE_2, PERIOD, A03=70)  # typed, and not locked when it is closed
    take(w.province, send(w.commune, w.out))
    close(w.province, PERIOD)
    assert totals(w.commune, PERIOD, "P-A")["A03"].value == 170, "it has not heard yet"
    down = send(w.province, w.out, "P-A")
    lock(w.commune, BASE_2, PERIOD, A03=70)
    take(w.province, send(w.commune, w.out))
    take(w.commune, down)
    for store in (w.province, w.commune):
        known = totals(store, PERIOD, "P-A")["A03"]
        assert (known.value, known.state, known.reported, known.of) == (200, "carried", 1, 2)
    assert totals_of(w.province) == totals_of(w.commune)
    send_back_late(w.province, late_returns(w.province), "Đã khóa sổ")
    take(w.commune, send(w.province, w.out, "P-A"))
    assert totals_of(w.province) == totals_of(w.commune), "turned back, and open again"
    put_cells(w.commune, BASE_2, PERIOD, A03=71)
    assert totals_of(w.province) == totals_of(w.commune)
    lock(w.commune, BASE_2, PERIOD, 2, A03=71)
    take(w.province, send(w.commune, w.out))
    assert totals_of(w.province) == totals_of(w.commune)
    accept_late(w.province, late_returns(w.province))
    take(w.commune, send(w.province, w.out, "P-A"))
    assert totals_of(w.province) == totals_of(w.commune)
    assert totals(w.commune, PERIOD, "P-A")["A03"].value == 171


def test_what_was_typed_and_never_locked_counts_at_neither_level_once_closed(w: World) -> None:
    lock(w.commune, BASE_2, "2026-09", A03=100)
    put_cells(w.commune, BASE_2, PERIOD, A03=70)
    take(w.province, send(w.commune, w.out))
    close(w.province, PERIOD)
    take(w.commune, send(w.province, w.out, "P-A"))
    assert totals(w.commune, PERIOD, "P-A")["A03"].value == 100
    assert totals_of(w.province) == totals_of(w.commune)
    open_month(w.province, PERIOD, "Cho nhập")
    take(w.commune, send(w.province, w.out, "P-A"))
    assert totals(w.commune, PERIOD, "P-A")["A03"].value == 70, "it is typed on"


def test_closed_by_the_commune_then_by_the_province_both_count_alike_throughout(w: World) -> None:
    lock(w.base, BASE, PERIOD, 1, A03=5)
    take(w.commune, send(w.base, w.out))
    lock(w.commune, BASE_2, PERIOD, 1, A03=7)
    take(w.province, send(w.commune, w.out))
    close(w.commune, PERIOD)
    lock(w.base, BASE, PERIOD, 2, A03=6)
    take(w.commune, send(w.base, w.out))

    def both() -> object:
        take(w.province, send(w.commune, w.out))
        take(w.commune, send(w.province, w.out, "P-A"))
        assert totals_of(w.province) == totals_of(w.commune)
        return totals(w.commune, PERIOD, "P-A")["A03"].value

    assert both() == 12
    assert [one.code for one in late_returns(w.commune)] == ["P-A-01"]
    close(w.province, PERIOD)
    assert both() == 12
    assert [one.code for one in late_returns(w.province)] == ["P-A-01"]
    assert late_returns(w.commune) == [], "the province's word it is now"
    with pytest.raises(Refusal):
        open_month(w.commune, PERIOD, "Sửa")
    accept(w.province, "F1", PERIOD, "P-A-01")
    assert both() == 13
    open_month(w.province, PERIOD, "Sửa")
    assert both() == 13
