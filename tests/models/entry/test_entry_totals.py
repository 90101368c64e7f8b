"""The totals below the movement sheet are those of the printed form, whatever happened."""

from datetime import date
from pathlib import Path

import pytest

from desktop.formats.table import Cell, Figure
from desktop.models.entry.cell_marks import CellMark
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_words import cell_words, equation_lines
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.revisions import entry_form
from desktop.models.register.events import merge_units, reparent_units
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.store import Store
from desktop.models.text import vi_number
from desktop.models.units.units import found_unit
from desktop.reports.unit_columns import figure_of, form_columns
from desktop.reports.unit_figures import UnitFigures
from tests.models.entering import SINCE, column, commune, place, save
from tests.models.figures.sums.story import MONTHS, Story
from tests.models.offices import enter

OCTOBER = "2026-10"


def printed(cell: Cell) -> str:
    """Return a cell of the printed form as the sheet shows it, "0" for nothing."""
    number = cell.value if isinstance(cell, Figure) else cell
    if number is None or isinstance(number, str):
        return "0"
    return vi_number(number) if isinstance(number, int) else "share"


def different(store: Store, sheet: EntrySheet) -> list[str]:
    """Return the columns whose total is not that of the printed form."""
    figures = UnitFigures.read(store, sheet.period.id)
    line = figures.total(figures.rollup, figures.was)
    form = entry_form(store, sheet.form.id)
    paper = {c.id: c for c in form_columns(form, sheet.period.scheme, personal=False)}
    found = []
    for n, one in enumerate(sheet.columns):
        if one.kind == "attribute" or one.id not in paper:
            continue
        wanted, shown = printed(figure_of(paper[one.id], store.packs)(line)), sheet.total(n) or "0"
        if wanted not in ("share", shown):
            found.append(f"{sheet.period.id} {one.id}: {shown}, biểu in {wanted}")
    return found


def merged(folder: Path) -> tuple[Store, list[str]]:
    """A commune of three unions of 80 members, the third taken in by the second on 10/10."""
    store, units = commune(folder, before="2026-09")
    merge_units(store, [units[2]], units[1], date(2026, 10, 10), decision="7/QĐ")
    return store, units


def test_a_union_taken_in_is_counted_once(tmp_path: Path) -> None:
    store, units = merged(tmp_path)
    sheet = EntrySheet.load(store, "F3", OCTOBER)
    assert different(store, sheet) == []
    assert sheet.total(column(sheet, "closing_A03")) == "240"
    assert sheet.total(column(sheet, "net_A03")) == "0"
    enter(store, OCTOBER, units[1], A03=160, A03N=60, A01=200, A01N=80, C11=0, C11N=0)
    sheet = EntrySheet.load(store, "F3", OCTOBER)
    assert different(store, sheet) == []
    assert sheet.total(column(sheet, "A03")) == "240"
    assert lock(store, "F1", OCTOBER, [units[1]]).blocked == ()
    assert lock(store, "F3", OCTOBER, [units[1]]).blocked == ()
    assert different(store, EntrySheet.load(store, "F3", OCTOBER)) == []
    store.close()


def test_what_an_event_moved_stands_in_its_column_and_is_not_typed(tmp_path: Path) -> None:
    store, units = merged(tmp_path)
    sheet = EntrySheet.load(store, "F3", OCTOBER)
    came, left = place(sheet, units[1], "C15"), place(sheet, units[2], "C27")
    assert (sheet.text(*came), sheet.text(*left)) == ("80", "80")
    assert not sheet.may_type(*came)
    assert CellMark.ELSEWHERE in sheet.mark(*came)
    assert "do sự kiện tổ chức ghi" in cell_words(sheet, *came)
    assert sheet.text(came[0], column(sheet, "C10")) == "80"
    assert sheet.text(left[0], column(sheet, "closing_A03")) == "0"
    assert sheet.text(left[0], column(sheet, "A03")) == ""
    told = equation_lines(sheet.rows[came[0]])[0].text
    assert told == "đầu kỳ 80 + tăng 80 − giảm 0 = cuối kỳ 160, kể cả +80 theo sự kiện tổ chức"
    assert "không tính 80 người đi theo CĐCS" in sheet.total_note
    store.close()


def test_transfers_told_by_both_sides_are_left_out_and_told(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before="2026-09")
    sheet = EntrySheet.load(store, "F3", OCTOBER)
    save(store, sheet, sheet.edit(*place(sheet, units[0], "C13"), "7"))
    save(store, sheet, sheet.edit(*place(sheet, units[1], "C21"), "5"))
    save(store, sheet, sheet.edit(*place(sheet, units[1], "C11"), "2"))
    assert different(store, sheet) == []
    assert sheet.total(column(sheet, "C13")) == "2"
    assert sheet.total(column(sheet, "C10")) == "4"
    assert "không tính 5 người chuyển" in sheet.total_note
    assert sheet.total_name == "Tổng cộng, trừ chuyển nội bộ"
    store.close()


def test_the_stocks_of_a_unit_that_told_none_are_those_of_before(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before="2026-09")
    enter(store, OCTOBER, units[0], A03=81, A03N=30, C11=1)
    sheet = EntrySheet.load(store, "F3", OCTOBER)
    assert different(store, sheet) == []
    assert sheet.total(column(sheet, "A03")) == "241"
    cell = place(sheet, units[1], "A03")
    assert sheet.text(*cell) == "80"
    assert "Lấy số kỳ trước vì đơn vị chưa có biểu F1" in cell_words(sheet, *cell)
    store.close()


def test_a_union_moved_here_is_no_opening_of_ours(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before="2026-09")
    other = found_unit(store, name="Công đoàn xã khác", kind="CDX", parent=None, since=SINCE,
                       code="KH")  # fmt: skip
    reparent_units(store, [units[0]], other, date(2026, 10, 5))
    assert different(store, EntrySheet.load(store, "F3", OCTOBER)) == []
    reparent_units(store, [units[0]], store.own_unit, date(2026, 11, 5))
    sheet = EntrySheet.load(store, "F3", "2026-11")
    assert different(store, sheet) == []
    assert sheet.total(column(sheet, "C15")) == "80"
    assert "80 người của CĐCS nhận về" in sheet.total_note
    store.close()


@pytest.mark.parametrize("opened", [False, True])
def test_a_new_union_and_one_split_off_count_as_the_form_counts_them(
    tmp_path: Path, *, opened: bool
) -> None:
    store, units = commune(tmp_path, before="2026-09")
    carry_out(store, Order("found", date(2026, 10, 8), ("HP-9",), name="CĐCS Mới",
                           to_parent=store.own_unit, unit_kind="CDCS", members=30))  # fmt: skip
    carry_out(store, Order("split", date(2026, 10, 9), (units[0],), into="HP-8", name="CĐCS Tách",
                           members=20, women=5))  # fmt: skip
    if opened:
        for unit in EntrySheet.load(store, "F3", OCTOBER).rows:
            if unit.unit.code in ("HP-9", "HP-8"):
                enter(store, OCTOBER, unit.unit.id, C00=31, C00N=12)
    sheet = EntrySheet.load(store, "F3", OCTOBER)
    assert different(store, sheet) == []
    store.close()


class Unions(Story):
    """A history in which only base unions tell of members."""

    def _beside(self, month: str) -> None:
        """Nothing beside them."""


@pytest.mark.parametrize("seed", range(6))
def test_the_totals_are_the_printed_ones_in_every_history(tmp_path: Path, seed: int) -> None:
    story = Unions(tmp_path / "so", seed)
    story.tell()
    store = story.store
    wrong = [one for m in MONTHS for one in different(store, EntrySheet.load(store, "F3", m))]
    assert not wrong, "\n".join(wrong[:20])
    story.close()
