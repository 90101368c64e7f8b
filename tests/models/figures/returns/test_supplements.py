"""Supplementary returns: what changed, why, by whom, and what stands against the accepted one."""

import re
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from desktop.models.errors import Refusal
from desktop.models.figures.cells import period_cells
from desktop.models.figures.closure import shut_units
from desktop.models.figures.opening import openings
from desktop.models.figures.returns.closing import close, open_month
from desktop.models.figures.returns.earlier import changed_openings
from desktop.models.figures.returns.return_history import as_json, return_history
from desktop.models.figures.returns.returns import lock, statuses
from desktop.models.figures.returns.supplements import returns_changed, supplement
from desktop.models.figures.returns.verdicts import accept, reopen, send_back
from desktop.models.figures.returns.words_said import said_words, words_in, words_on
from desktop.models.figures.revisions import revisions, title_of
from desktop.models.packs.periods import parse_period
from desktop.models.store import history
from desktop.models.store.keys import cell_key
from desktop.models.store.store import Store
from desktop.models.units.persons import enter_as
from desktop.models.units.scope import Scope
from tests.models.offices import commune, enter

GOOD = {"C00": 10, "C00N": 4, "A01": 12, "A01N": 5, "A03": 10, "A03N": 4}
OCTOBER = "2026-10"


def locked(folder: Path) -> tuple[Store, str]:
    """Return an office with one locked return of October."""
    store, (unit, *_rest) = commune(folder)
    enter(store, OCTOBER, unit, **GOOD)
    assert lock(store, "F1", OCTOBER, [unit]).locked
    return store, unit


def revised(store: Store, unit: str) -> None:
    enter(store, OCTOBER, unit, A01=15, reason="Đếm lại sổ lương")
    assert lock(store, "F1", OCTOBER, [unit]).locked


def test_a_supplement_tells_each_changed_figure(tmp_path: Path) -> None:
    store, unit = locked(tmp_path)
    with store:
        revised(store, unit)
        listed = revisions(store, OCTOBER, "F1")[unit, "F1"]
        (one,) = supplement(store.packs, listed, 2)
        assert (one.code, one.was, one.now, one.step) == ("A01", 12, 15, 3)
        assert (one.reason, one.role, one.at[:10]) == ("Đếm lại sổ lương", "office", "2026-11-02")
        assert listed[-1].reason == "Đếm lại sổ lương"
        assert supplement(store.packs, listed, 1) == ()
        assert (title_of(1), title_of(3)) == ("Báo cáo lần đầu", "Báo cáo bổ sung lần 2")


def test_a_change_nobody_explained_is_not_locked(tmp_path: Path) -> None:
    store, unit = locked(tmp_path)
    with store:
        with store.step("Sửa ở máy khác") as step:
            step.put("cell", cell_key(unit, OCTOBER), "A01", 15)
        done = lock(store, "F1", OCTOBER, [unit])
        assert done.locked == ()
        assert [(f.rule, f.codes) for f in done.blocked] == [("V00", ("A01",))]
        assert lock(store, "F1", OCTOBER, [unit], reason="Rà soát").locked
        (one,) = supplement(store.packs, revisions(store, OCTOBER)[unit, "F1"], 2)
        assert one.reason == "Rà soát"


def test_what_was_sent_back_is_explained_by_what_was_asked(tmp_path: Path) -> None:
    store, unit = locked(tmp_path)
    with store:
        send_back(store, "F1", OCTOBER, unit, "Sai số nữ")
        enter(store, OCTOBER, unit, A01N=6)
        assert lock(store, "F1", OCTOBER, [unit]).locked
        (one,) = supplement(store.packs, revisions(store, OCTOBER)[unit, "F1"], 2)
        assert "Sai số nữ" in one.reason


def test_an_old_reason_does_not_explain_a_later_change(tmp_path: Path) -> None:
    store, unit = locked(tmp_path)
    with store:
        revised(store, unit)
        send_back(store, "F1", OCTOBER, unit, "Xem lại")
        enter(store, OCTOBER, unit, A01=14)
        assert lock(store, "F1", OCTOBER, [unit]).locked
        (one,) = supplement(store.packs, revisions(store, OCTOBER)[unit, "F1"], 3)
        assert "Xem lại" in one.reason


def test_changes_are_told_against_what_was_accepted(tmp_path: Path) -> None:
    store, unit = locked(tmp_path)
    with store:
        accept(store, "F1", OCTOBER, unit)
        assert returns_changed(store, OCTOBER) == {}
        revised(store, unit)
        enter(store, OCTOBER, unit, A01N=6, reason="Thêm một nữ")
        assert lock(store, "F1", OCTOBER, [unit]).locked
        rev, changes = returns_changed(store, OCTOBER)[unit, "F1"]
        assert rev == 1
        assert [(c.code, c.was, c.now, c.reason) for c in changes] == [
            ("A01", 12, 15, "Đếm lại sổ lương"), ("A01N", 5, 6, "Thêm một nữ"),
        ]  # fmt: skip
        accept(store, "F1", OCTOBER, unit)
        assert returns_changed(store, OCTOBER) == {}


def test_a_history_tells_every_revision_and_word(tmp_path: Path) -> None:
    store, unit = locked(tmp_path)
    with store:
        accept(store, "F1", OCTOBER, unit)
        revised(store, unit)
        reopen(store, "F1", OCTOBER, unit, "Thanh tra yêu cầu")
        told = as_json(return_history(store, "F1", OCTOBER, unit))
        assert [one["rev"] for one in told["revisions"]] == [1, 2]
        assert told["revisions"][0]["values"] == {
            code: number for code, number in GOOD.items() if not code.startswith("C")
        }
        assert [s["state"] for s in told["revisions"][0]["said"]] == ["accepted"]
        assert [s["state"] for s in told["revisions"][1]["said"]] == ["reopened"]
        assert told["accepted"] == 1
        with pytest.raises(Refusal, match="chưa chốt"):
            return_history(store, "F3", OCTOBER, unit)


def test_every_word_on_one_revision_is_told_in_order(tmp_path: Path) -> None:
    store, unit = locked(tmp_path)
    with store:
        enter_as(store, "Trần Văn An")
        send_back(store, "F1", OCTOBER, unit, "Xem số nữ")
        accept(store, "F1", OCTOBER, unit)
        enter_as(store, "Nguyễn Thị Lan")
        send_back(store, "F1", OCTOBER, unit, "Xem lại lần nữa")
        (only,) = return_history(store, "F1", OCTOBER, unit).revisions
        own = Scope.of(store).label(store.own_unit)
        assert [(s.state, s.reason, s.office, s.person) for s in only.said] == [
            ("returned", "Xem số nữ", own, "Trần Văn An"), ("accepted", "", own, "Trần Văn An"),
            ("returned", "Xem lại lần nữa", own, "Nguyễn Thị Lan"),
        ]  # fmt: skip
        assert [s.at for s in only.said] == sorted(s.at for s in only.said)
        assert re.fullmatch(
            rf"trả lại, \d\d:\d\d \d\d/\d\d/\d{{4}}, {own} \(Nguyễn Thị Lan\): Xem lại lần nữa",
            said_words(only.said[-1]),
        )
        told = words_in(store, OCTOBER, [unit])[unit, "F1"]
        assert told == only.said == words_on(store, unit, "F1", OCTOBER)


def test_an_undone_lock_leaves_no_supplement(tmp_path: Path) -> None:
    store, unit = locked(tmp_path)
    with store:
        revised(store, unit)
        history.undo(store)
        assert [r.rev for r in revisions(store, OCTOBER)[unit, "F1"]] == [1]
        history.undo(store)
        assert lock(store, "F1", OCTOBER, [unit]).locked
        assert [r.rev for r in revisions(store, OCTOBER)[unit, "F1"]] == [1]


def state_of(store: Store, unit: str) -> str:
    found = next(s for s in statuses(store, OCTOBER, ["F1"]) if s.unit.id == unit)
    return found.state


def test_a_closed_period_opens_only_with_a_reason(tmp_path: Path) -> None:
    store, unit = locked(tmp_path)
    with store:
        close(store, OCTOBER, reason="Đã quyết toán")
        with pytest.raises(Refusal, match="khóa sổ") as refused:
            enter(store, OCTOBER, unit, A01=15, reason="Đếm lại")
        assert refused.value.code == "E_CLOSED"
        with pytest.raises(Refusal, match="lý do"):
            reopen(store, "F1", OCTOBER, unit, " ")
        reopen(store, "F1", OCTOBER, unit, "Sai sổ lương")
        assert state_of(store, unit) == "returned"
        enter(store, OCTOBER, unit, A01=15)
        assert lock(store, "F1", OCTOBER, [unit]).locked
        close(store, OCTOBER, unit="CS-1", form="F1")
        with pytest.raises(Refusal, match="khóa sổ"):
            enter(store, OCTOBER, unit, A01=16, reason="Lại sai")


def test_a_whole_month_is_opened_again_with_a_reason(tmp_path: Path) -> None:
    store, (unit, other, _third) = commune(tmp_path)
    with store:
        enter(store, OCTOBER, unit, **GOOD)
        with pytest.raises(Refusal, match="không khóa sổ"):
            open_month(store, OCTOBER, "Thanh tra yêu cầu")
        close(store, OCTOBER)
        with pytest.raises(Refusal, match="lý do"):
            open_month(store, OCTOBER, "  ")
        open_month(store, OCTOBER, "Thanh tra yêu cầu")
        enter(store, OCTOBER, unit, A01=15)
        enter(store, OCTOBER, other, **GOOD)
        assert state_of(store, unit) == "entering"
        close(store, OCTOBER)
        with pytest.raises(Refusal, match="khóa sổ"):
            enter(store, OCTOBER, unit, A01=16)


def test_what_was_never_sent_is_closed_and_opened_too(tmp_path: Path) -> None:
    store, (unit, other, _third) = commune(tmp_path)
    with store:
        enter(store, OCTOBER, other, **GOOD)
        close(store, OCTOBER)
        with pytest.raises(Refusal):
            enter(store, OCTOBER, unit, A01=15)
        done = lock(store, "F1", OCTOBER, [other])
        assert done.locked == ()
        assert "khóa sổ" in done.blocked[0].message
        reopen(store, "F1", OCTOBER, other, "Gửi muộn")
        assert lock(store, "F1", OCTOBER, [other]).locked


def test_a_period_of_which_nothing_was_said_is_never_shut(tmp_path: Path) -> None:
    store, unit = locked(tmp_path)
    with store:
        accept(store, "F1", OCTOBER, unit)
        period = parse_period(OCTOBER, store.packs.schemes)
        assert shut_units(store, "F1", period, [unit]) == {}
        with pytest.raises(Refusal, match="chốt"):
            enter(store, OCTOBER, unit, A01=15)
        enter(store, OCTOBER, unit, A01=15, reason="Đếm lại")


def test_what_a_level_above_closed_for_the_office_it_cannot_open_below(tmp_path: Path) -> None:
    store, unit = locked(tmp_path)
    with store:
        with store.step("Cấp trên khóa sổ") as step:
            word = {"state": "closed", "at": store.now()}
            step.put("closing", cell_key(store.own_unit, OCTOBER), "*", word)
        for deed in (lambda: reopen(store, "F1", OCTOBER, unit, "Tự mở"),
                     lambda: enter(store, OCTOBER, unit, A01=15, reason="Đếm lại")):  # fmt: skip
            with pytest.raises(Refusal, match="khóa sổ"):
                deed()


def reopening(store: Store) -> None:
    """Let every period of the office need reopening once it is accepted or past its closing."""
    schemes = tuple(msgspec.structs.replace(s, late="reopen") for s in store.packs.schemes)
    store._packs = replace(store.packs, schemes=schemes)


def test_a_scheme_may_ask_for_reopening_once_accepted(tmp_path: Path) -> None:
    store, unit = locked(tmp_path)
    with store:
        reopening(store)
        enter(store, OCTOBER, unit, A01=15, reason="Còn hạn")
        assert lock(store, "F1", OCTOBER, [unit]).locked
        accept(store, "F1", OCTOBER, unit)
        with pytest.raises(Refusal, match="đã duyệt"):
            enter(store, OCTOBER, unit, A01=16, reason="Đếm lại")
        reopen(store, "F1", OCTOBER, unit, "Thanh tra")
        enter(store, OCTOBER, unit, A01=16)
        assert lock(store, "F1", OCTOBER, [unit]).locked


def test_a_scheme_may_close_by_its_day_what_was_locked(tmp_path: Path) -> None:
    store, (unit, other, _third) = commune(tmp_path)
    with store:
        reopening(store)
        enter(store, "2026-08", unit, **GOOD)
        assert lock(store, "F1", "2026-08", [unit]).locked
        with pytest.raises(Refusal, match="ngày khóa 15/9/2026"):
            enter(store, "2026-08", unit, A01=16, reason="Đếm lại")
        # What was never sent is still owed.
        enter(store, "2026-08", other, **GOOD)


def test_later_openings_are_flagged_and_not_altered(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        enter(store, "2026-09", unit, **GOOD)
        lock(store, "F1", "2026-09", [unit])
        enter(store, OCTOBER, unit, A01=12, A01N=5, A03=10, A03N=4)
        assert lock(store, "F1", OCTOBER, [unit]).locked
        period = parse_period(OCTOBER, store.packs.schemes)
        assert changed_openings(store, period) == []
        before = revisions(store, OCTOBER)[unit, "F1"][-1].values
        enter(store, "2026-09", unit, A03=11, C00=11, reason="Sót một người")
        assert lock(store, "F1", "2026-09", [unit]).locked
        flags = changed_openings(store, period)
        assert [(f.equation, f.was, f.now) for f in flags] == [("members", 10, 11)]
        assert revisions(store, OCTOBER)[unit, "F1"][-1].values == before
        entered = period_cells(store, OCTOBER)
        corrected = openings(store, period, [unit], entered)[unit]["members"].corrected
        assert corrected is not None
        assert (corrected.period.id, corrected.was) == ("2026-09", 10)
        assert corrected.day.isoformat() == "2026-11-02"
        assert openings(store, period, [unit], entered)[unit]["members_women"].corrected is None
