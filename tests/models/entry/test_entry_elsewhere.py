"""Base unions with an office of their own: shown in the entry sheet and counted, never typed."""

from pathlib import Path

import pytest

from desktop.models.entry.cell_marks import CellMark
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_lock import lock_state
from desktop.models.entry.entry_paste import read_paste
from desktop.models.entry.entry_words import cell_words
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.sums.rollup import totals
from desktop.models.store.keys import return_key
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import vi_number
from desktop.models.units.units import found_unit
from tests.models.entering import SINCE, column, commune, place, save

SEPTEMBER, OCTOBER = "2026-09", "2026-10"


def give_office(store: Store, unit: str) -> None:
    """The unit types for itself from its first day on."""
    with store.step("Cấp sổ") as step:
        step.put("assign", unit, "office@2025-07-01", unit)


def receive(store: Store, unit: str, values: dict[str, int]) -> ChangeSet:
    """A return of October as it comes out of a bundle."""
    body = {"form": "F1", "version": "2026.1", "values": values}
    with store.step("Nhận") as step:
        step.put("submit", return_key(unit, "F1", OCTOBER), "1", body)
    return step.change


def opened(folder: Path, *, sent: bool) -> tuple[Store, EntrySheet, list[str]]:
    """A commune of three unions; the first has an office and sent October, or only September."""
    store, units = commune(folder, 3, before=SEPTEMBER)
    if sent:
        receive(store, units[0], {"A01": 120, "A01N": 50, "A03": 95, "A03N": 41})
    give_office(store, units[0])
    return store, EntrySheet.load(store, "F1", OCTOBER), units


@pytest.mark.parametrize("sent", [True, False])
@pytest.mark.parametrize("code", ["A01", "A01N", "A03", "A03N"])
def test_the_total_is_the_one_of_the_report(tmp_path: Path, code: str, *, sent: bool) -> None:
    store, sheet, units = opened(tmp_path, sent=sent)
    save(store, sheet, sheet.take(sheet.confirm_estimates()))
    assert lock(store, "F1", OCTOBER, units[1:]).blocked == ()
    value = totals(store, OCTOBER)[code].value
    assert value is not None
    assert sheet.total(column(sheet, code)) == vi_number(value)
    store.close()


@pytest.mark.parametrize("code", ["A01", "A03", "A03N"])
def test_the_total_of_a_half_year_counts_its_months(tmp_path: Path, code: str) -> None:
    store, units = commune(tmp_path, 3, before="2026-11")
    give_office(store, units[0])
    sheet = EntrySheet.load(store, "F2", "2026-H2")
    value = totals(store, "2026-H2")[code].value
    assert value is not None
    assert sheet.total(column(sheet, code)) == vi_number(value)
    assert sheet.text(2, column(sheet, code)) != ""
    store.close()


def test_members_of_an_occupational_union_stand_in_their_column_as_in_the_report(
    tmp_path: Path,
) -> None:
    store, _units = commune(tmp_path, 1, before="2026-11")
    unit = found_unit(
        store, name="Nghiệp đoàn Xe ôm", kind="NDCS", parent=store.own_unit, since=SINCE,
        code="ND-1", ownership="ND",
    )  # fmt: skip
    set_cells(store, "2026-11", {(unit, "C00"): Entry(30), (unit, "A03"): Entry(30)})
    sheet = EntrySheet.load(store, "F2", "2026-H2")
    cell = place(sheet, unit, "A06M")
    assert (sheet.text(*cell), sheet.total(cell[1])) == ("30", "30")
    assert CellMark.ELSEWHERE in sheet.mark(*cell)
    assert cell_words(sheet, *cell).startswith("Lấy số đoàn viên")
    assert totals(store, "2026-H2")["A06M"].value == 30
    save(store, sheet, sheet.edit(*cell, "28"))
    assert (sheet.total(cell[1]), CellMark.ELSEWHERE in sheet.mark(*cell)) == ("28", False)
    assert totals(store, "2026-H2")["A06M"].value == 28
    store.close()


def test_stocks_carried_stand_beside_the_movements_of_every_row(tmp_path: Path) -> None:
    store, sheet, _units = opened(tmp_path, sent=False)
    assert sheet.total(column(sheet, "A03")) != ""
    movement = EntrySheet.load(store, "F3", OCTOBER)
    assert movement.total(column(movement, "A03")) == vi_number(totals(store, OCTOBER)["A03"].value)
    store.close()


def test_a_pasted_line_too_many_names_the_union_that_types_for_itself(tmp_path: Path) -> None:
    store, sheet, units = opened(tmp_path, sent=True)
    read = read_paste(sheet, 0, [["61"], ["62"], ["13"]], [column(sheet, "A01")])
    name = sheet.rows[2].unit.short
    assert sheet.rows[2].unit.id == units[0]
    assert [one.note for one in read.of("refused")] == [
        f"Dòng 3 không có chỗ: {name} tự nhập, không dán vào được."
        " Xem các dòng có đúng thứ tự đơn vị trong bảng không."
    ]
    store.close()


def test_it_stands_last_greyed_with_what_it_sent(tmp_path: Path) -> None:
    store, sheet, units = opened(tmp_path, sent=True)
    assert [row.unit.id for row in sheet.rows] == [*units[1:], units[0]]
    place = column(sheet, "A03")
    assert sheet.text(2, place) == "95"
    assert sheet.mark(2, place) == CellMark.READ_ONLY | CellMark.ELSEWHERE
    assert sheet.row_mark(2) == CellMark.ELSEWHERE
    assert cell_words(sheet, 2, place).startswith(sheet.row_note(2))
    assert "tự nhập ở sổ của mình" in sheet.row_note(2)
    assert sheet.row_note(0) == ""
    assert sheet.total_name == "Tổng cộng, kể cả 1 đơn vị tự nhập"
    store.close()


def test_stocks_of_the_month_before_are_told_as_such(tmp_path: Path) -> None:
    store, sheet, _units = opened(tmp_path, sent=False)
    place = column(sheet, "A03")
    assert sheet.text(2, place) == "80"
    assert cell_words(sheet, 2, place).endswith("Lấy số kỳ trước.")
    store.close()


def test_nothing_can_be_typed_or_pasted_into_it(tmp_path: Path) -> None:
    store, sheet, _units = opened(tmp_path, sent=True)
    place = column(sheet, "A03")
    with pytest.raises(Refusal, match="không nhập ở đây"):
        sheet.edit(2, place, "7")
    assert sheet.clear([(2, place)]) == sheet.not_applicable([(2, place)]) == {}
    name = sheet.rows[2].unit.name
    read = read_paste(sheet, 0, [[name, "90"]], [place])
    assert read.assignments == {}
    assert read.of("doubtful")[0].note == "Khối dán ghi 90, đơn vị tự nhập ghi 95."
    store.close()


def test_a_line_of_totals_below_the_typed_rows_is_still_a_control_sum(tmp_path: Path) -> None:
    store, sheet, _units = opened(tmp_path, sent=True)
    place = column(sheet, "A01")
    read = read_paste(sheet, 0, [["10"], ["20"], ["30"]], [place])
    assert [cell.note for cell in read.cells][-1] == "Dòng cộng, khớp."
    store.close()


def test_locking_asks_nothing_of_it(tmp_path: Path) -> None:
    store, sheet, units = opened(tmp_path, sent=False)
    save(store, sheet, sheet.take(sheet.confirm_estimates()))
    assert set(lock_state(sheet).ready) == set(units[1:])
    assert lock_state(sheet).missing == ()
    assert sheet.estimates_left() == 0
    store.close()


def test_a_return_that_arrives_is_shown(tmp_path: Path) -> None:
    store, sheet, units = opened(tmp_path, sent=False)
    assert sheet.apply(store, receive(store, units[0], {"A01": 130, "A03": 99}))
    assert sheet.text(2, column(sheet, "A03")) == "99"
    store.close()


def test_unions_below_an_upper_office_have_no_row_and_the_total_says_so(tmp_path: Path) -> None:
    store, units = commune(tmp_path, 2)
    below = found_unit(
        store, name="Công đoàn khu", kind="CDX", parent=store.own_unit, since=SINCE, code="K"
    )
    found_unit(
        store, name="CĐCS Xưởng", kind="CDCS", parent=below, since=SINCE, code="K-1",
        ownership="SN",
    )  # fmt: skip
    give_office(store, below)
    sheet = EntrySheet.load(store, "F1", OCTOBER)
    assert {row.unit.id for row in sheet.rows} == set(units)
    assert sheet.total_name == "Cộng các đơn vị ở bảng này"
    assert sheet.total_note.startswith("Chưa kể 1 công đoàn cơ sở")
    store.close()


def test_where_everybody_types_for_themselves_there_is_no_row(tmp_path: Path) -> None:
    store, units = commune(tmp_path, 1)
    give_office(store, units[0])
    assert EntrySheet.load(store, "F1", OCTOBER).rows == []
    store.close()
