"""Cells of a province's form are known by the words they stand beside, or asked for again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from desktop.models.errors import Refusal
from desktop.models.store.store import Store
from desktop.models.text import fold
from desktop.reports.own_form import FormMapping, UnitRows
from desktop.tasks.figures import own_forms
from desktop.tasks.figures.form_words import Moves
from tests.reports.building import OCTOBER, province

ROWS = ("Lao động", "Trong đó: nữ", "Đoàn viên", "Trong đó: nữ", "Trong đó: đảng viên")
MAPPING = FormMapping(
    cells={"A2": "{period}", "C6": "A01", "C7": "A01N", "C8": "A03", "C9": "A03N", "C10": "A05",
           "D8": "A03 lũy kế"}
)  # fmt: skip
Change = Callable[[Any], None]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    store = province(tmp_path)
    yield store
    store.close()


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """The province's form of this month."""
    path = tmp_path / "tinh.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Biểu 01"
    sheet["A1"], sheet["A2"] = "BÁO CÁO", "Tháng 10/2026"
    sheet["C4"] = "Số liệu"
    sheet.merge_cells("C4:D4")
    for place, words in zip("ABCD", ("STT", "Chỉ tiêu", "Kỳ này", "Lũy kế"), strict=True):
        sheet[f"{place}5"] = words
    for at, words in enumerate(ROWS, 6):
        sheet[f"A{at}"], sheet[f"B{at}"] = at - 5, words
    units = book.create_sheet("Biểu 02")
    units["A3"], units["B3"], units["C3"], units["D3"] = "STT", "Đơn vị", "Đoàn viên", "Nữ"
    units["B12"] = "Cộng"
    book.save(path)
    return path


def changed(template: Path, change: Change) -> Path:
    """The form as it comes next month, under its name."""
    later = template.parent / "sau" / template.name
    later.parent.mkdir()
    book = openpyxl.load_workbook(template)
    change(book)
    book.save(later)
    return later


def moves(office: Store, template: Path, change: Change, mapping: FormMapping = MAPPING) -> Moves:
    own_forms.remember_mapping(office, template, mapping)
    found = own_forms.remembered_mapping(office, changed(template, change))
    assert found is not None
    return found


def insert_row(book: Any) -> None:
    book["Biểu 01"].insert_rows(8)
    book["Biểu 01"]["B8"] = "Lao động khu vực nhà nước"


def insert_title(book: Any) -> None:
    sheet = book["Biểu 01"]
    sheet.unmerge_cells("C4:D4")
    sheet.insert_rows(1)
    sheet["A1"] = "Kèm theo công văn"
    sheet.merge_cells("C5:D5")


def insert_column(book: Any) -> None:
    sheet = book["Biểu 01"]
    sheet.unmerge_cells("C4:D4")
    sheet.insert_cols(3)
    sheet["C5"] = "Kế hoạch"
    sheet.merge_cells("D4:E4")


def other_period(book: Any) -> None:
    book["Biểu 01"]["A2"] = "Quý IV năm 2026"
    book["Biểu 01"]["A11"] = "Người lập biểu"


def swap_columns(book: Any) -> None:
    book["Biểu 01"]["C5"], book["Biểu 01"]["D5"] = "Lũy kế", "Kỳ này"


def swap_lines(book: Any) -> None:
    book["Biểu 01"]["B6"], book["Biểu 01"]["B8"] = "Đoàn viên", "Lao động"


def test_a_form_with_a_row_put_in_is_not_filled_unasked(office: Store, template: Path) -> None:
    own_forms.remember_mapping(office, template, MAPPING)
    with pytest.raises(Refusal) as told:
        own_forms.mapping_for(office, changed(template, insert_row))
    assert told.value.code == "E_FORM_CHANGED"
    assert "Biểu 01!C9" in str(told.value)


def test_cells_move_along_with_a_row_put_in(office: Store, template: Path) -> None:
    found = moves(office, template, insert_row)
    assert found.mapping.cells == {
        "A2": "{period}", "C6": "A01", "C7": "A01N", "Biểu 01!C9": "A03", "Biểu 01!C10": "A03N",
        "Biểu 01!C11": "A05", "Biểu 01!D9": "A03 lũy kế",
    }  # fmt: skip
    assert len(found.moved) == 4
    assert not found.lost


def test_cells_move_along_with_a_line_above_the_title(office: Store, template: Path) -> None:
    found = moves(office, template, insert_title)
    places = {place.rpartition("!")[2]: source for place, source in found.mapping.cells.items()}
    assert places == {"A3": "{period}", "C7": "A01", "C8": "A01N", "C9": "A03", "C10": "A03N",
                      "C11": "A05", "D9": "A03 lũy kế"}  # fmt: skip


def test_cells_move_along_with_a_column_put_in(office: Store, template: Path) -> None:
    found = moves(office, template, insert_column)
    places = {place.rpartition("!")[2]: source for place, source in found.mapping.cells.items()}
    assert places == {"A2": "{period}", "D6": "A01", "D7": "A01N", "D8": "A03", "D9": "A03N",
                      "D10": "A05", "E8": "A03 lũy kế"}  # fmt: skip


def test_another_period_changes_no_form(office: Store, template: Path) -> None:
    assert moves(office, template, other_period).none


@pytest.mark.parametrize("change", [swap_columns, swap_lines])
def test_lines_and_columns_that_changed_places_are_never_taken_for_each_other(
    office: Store, template: Path, change: Change
) -> None:
    found = moves(office, template, change)
    assert not found.none
    kept = {place for place in found.mapping.cells if "!" not in place}
    touched = {"C8", "D8"} if change is swap_columns else {"C6", "C8"}
    assert not kept & touched


def test_a_part_below_another_line_is_told(office: Store, template: Path) -> None:
    mapping = FormMapping(cells={"C10": "A05"})

    def reword(book: Any) -> None:
        book["Biểu 01"]["B9"] = "Người lao động"

    found = moves(office, template, reword, mapping)
    assert found.doubted == ["Biểu 01!C10"]


def test_rows_of_units_move_along_with_their_table(office: Store, template: Path) -> None:
    rows = UnitRows(first=4, last=11, name="B", columns={"C": "A03", "D": "A03N"}, sheet="Biểu 02")

    def longer(book: Any) -> None:
        book["Biểu 02"].insert_rows(10)
        book["Biểu 02"].insert_rows(1)

    found = moves(office, template, longer, FormMapping(units=(rows,)))
    (now,) = found.mapping.units
    assert (now.first, now.last, now.columns) == (5, 13, rows.columns)


def test_names_of_units_are_no_words_of_the_form(office: Store, template: Path) -> None:
    rows = UnitRows(first=4, last=11, name="B", columns={"C": "A03"}, sheet="Biểu 02")

    def named(book: Any) -> None:
        book["Biểu 02"]["B4"] = "CĐCS Trường THCS Nguyễn Huệ"

    assert moves(office, template, named, FormMapping(units=(rows,))).none


def test_what_was_kept_without_words_goes_on(office: Store, template: Path) -> None:
    told = {"name": template.name, "mapping": msgspec.to_builtins(MAPPING)}
    with office.step("Ghi cách điền") as step:
        step.put(own_forms.OWN_FORM, f"name:{fold(template.stem)}", "form", told)
    assert own_forms.mapping_for(office, changed(template, insert_row)) == MAPPING


def test_the_same_cells_given_again_for_a_changed_form_are_refused(
    office: Store, template: Path
) -> None:
    later = changed(template, insert_row)
    own_forms.check_still_fits(office, later, MAPPING)
    own_forms.remember_mapping(office, template, MAPPING)
    with pytest.raises(Refusal):
        own_forms.check_still_fits(office, later, MAPPING)
    own_forms.check_still_fits(office, later, FormMapping(cells={"C9": "A03"}))
    own_forms.remember_mapping(office, later, MAPPING)  # somebody looked
    own_forms.check_still_fits(office, later, MAPPING)
    assert own_forms.mapping_for(office, later) == MAPPING


def test_no_words_of_a_form_are_kept_in_the_open(office: Store, template: Path) -> None:
    own_forms.remember_mapping(office, template, MAPPING)
    kept = [record["form"]["words"] for record in office.records(own_forms.OWN_FORM).values()]
    assert kept[0] == kept[1]
    assert "oàn viên" not in str(kept)
    assert OCTOBER not in str(kept)
