"""A unit all of whose figures were cleared again is not begun, wherever it is told."""

from datetime import date
from pathlib import Path

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_flags import set_flags
from desktop.models.entry.entry_lock import lock_state
from desktop.models.entry.entry_quality import sheet_card
from desktop.models.entry.entry_words import set_note
from desktop.models.figures.cells import CLEARED, Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.quality import quality_card
from desktop.models.figures.returns.returns import lock, statuses, would_lock
from desktop.models.store.store import Store
from desktop.ui.pages.figures.months import months
from tests.models.offices import commune

OCTOBER, TODAY = "2026-10", date(2026, 11, 3)


def cleared(folder: Path) -> tuple[Store, str]:
    """A commune with one union whose only figure was taken away again."""
    store, units = commune(folder, 1)
    set_cells(store, OCTOBER, {(units[0], "A01"): Entry(30)})
    set_cells(store, OCTOBER, {(units[0], "A01"): CLEARED})
    return store, units[0]


def told(store: Store, unit: str) -> set[object]:
    """What each place tells of the union in F1: the board, the grid, the months, both cards."""
    sheet = EntrySheet.load(store, "F1", OCTOBER)
    cards = (quality_card(store, "F1", OCTOBER, today=TODAY), sheet_card(sheet, TODAY))
    form = store.packs.forms["F1"]
    (month,) = (m for m in months(store, form, TODAY) if m.period.id == OCTOBER)
    (status,) = (s for s in statuses(store, OCTOBER, ["F1"]) if s.unit.id == unit)
    (row,) = sheet.rows
    said = {status.state, row.state, month.state}
    begun = {bool(card.entered) for card in cards} | {row.begun}
    return said | {"entering" if one else "none" for one in begun}


def test_what_was_cleared_again_is_not_begun(tmp_path: Path) -> None:
    store, unit = cleared(tmp_path)
    assert told(store, unit) == {"none"}
    state = lock_state(EntrySheet.load(store, "F1", OCTOBER))
    assert state.missing == ("1 đơn vị chưa nhập",)
    set_cells(store, OCTOBER, {(unit, "A01"): Entry(0)})
    assert told(store, unit) == {"entering"}


def test_a_comment_or_a_flag_at_a_cleared_cell_keeps_it_begun(tmp_path: Path) -> None:
    store, unit = cleared(tmp_path)
    set_note(store, unit, OCTOBER, "A01", "hỏi lại")
    assert told(store, unit) >= {"entering"}
    set_note(store, unit, OCTOBER, "A01", "")
    assert told(store, unit) == {"none"}
    set_flags(store, OCTOBER, [(unit, "A01")], on=True)
    (status,) = (s for s in statuses(store, OCTOBER, ["F1"]) if s.unit.id == unit)
    assert status.state == "entering"


def test_nothing_is_locked_of_it_and_what_was_locked_stays_told(tmp_path: Path) -> None:
    store, unit = cleared(tmp_path)
    (finding,) = (f for f in would_lock(store, "F3", OCTOBER).blocked if f.unit == unit)
    assert finding.message.startswith("Chưa nhập số liệu")
    set_cells(store, OCTOBER, {(unit, "C11"): Entry(2)})
    assert lock(store, "F3", OCTOBER, [unit], reason="tháng đầu").fresh
    set_cells(store, OCTOBER, {(unit, "C11"): CLEARED}, reason="ghi nhầm")
    (status,) = (s for s in statuses(store, OCTOBER, ["F3"]) if s.unit.id == unit)
    assert status.state == "locked"
    assert not [
        f for f in would_lock(store, "F3", OCTOBER, reason="ghi nhầm").blocked if f.rule == "V00"
    ]
