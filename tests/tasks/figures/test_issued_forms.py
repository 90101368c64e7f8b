"""A form given to a unit comes home: read by its codes, whatever was moved."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from desktop.intake.issued_form import looks_issued
from desktop.models.errors import Refusal
from desktop.models.figures.cells import MOST_COUNTED, cells
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.history import undo
from desktop.models.store.store import Store
from desktop.tasks.figures.figures_import import preview, source_of
from desktop.tasks.figures.issued_forms import issue_form, issue_forms
from desktop.tasks.figures.issued_home import open_form, take_form
from tests.reports.building import OCTOBER, by_code, locked, province, type_in
from tests.tasks.figures.filled_form import NOVEMBER, Filled, given, held, home


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    store = province(tmp_path)
    yield store
    store.close()


def test_a_form_comes_home_as_one_step(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path)
    form.put("P-A-01", A01=52, A01N=30, A03=50, A03N=29).put("P-A-02", A01="1.205", A03=184)
    change = take_form(office, home(office, form))
    assert held(office, "P-A-01") == {"A01": 52, "A01N": 30, "A03": 50, "A03N": 29}
    assert held(office, "P-A-02") == {"A01": 1205, "A03": 184}
    assert held(office, "P-A-03") == {}
    assert source_of(office, change.step)["name"] == "biểu.xlsx"  # type: ignore[index]
    undo(office)
    assert held(office, "P-A-01") == {}


def test_a_base_union_gets_a_row_per_indicator(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F3", "P-A-01")
    form.put("C11", value=4).put("C11N", value=3).put("C23", value=0)
    take_form(office, home(office, form))
    assert held(office, "P-A-01") == {"C11": 4, "C11N": 3, "C23": 0}


def test_its_own_lines_are_no_rows_added(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F1", "P-A-01")
    form.put("A01", value=52).put("A01N", value=30).put("A03", value=50).put("A03N", value=29)
    rows, columns = form.places()
    form.sheet.cell(rows["A01"] + 1, columns["value"]).value = 22  # “Trong đó nam”, as counted
    assert home(office, form).reading.ignored_rows == ()


def test_a_dash_in_it_is_not_applicable_as_in_the_grid(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F3", "P-A-01").put("C11", value=4).put("C11N", value="-")
    found = home(office, form)
    assert (len(found.entries), found.refused) == (2, ())
    take_form(office, found)
    assert held(office, "P-A-01") == {"C11": 4, "C11N": None}


def test_a_form_without_a_figure_says_so(office: Store, tmp_path: Path) -> None:
    found = home(office, given(office, tmp_path))
    assert found.remarks == ("Các ô vàng của biểu còn trống, chưa có số nào để nhận.",)


def test_its_columns_are_counted_in_the_face_it_is_written_in(
    office: Store, tmp_path: Path
) -> None:
    form = given(office, tmp_path)  # else a reader without that of the library's widens them all
    assert openpyxl.load_workbook(form.path)._fonts[0].name == "Times New Roman"


def test_activities_of_a_union_come_home_too(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F4", "P-A-01")
    take_form(office, home(office, form.put("F01", value=2).put("F01L", value=80)))
    assert held(office, "P-A-01") == {"F01": 2, "F01L": 80}


def test_an_empty_cell_clears_nothing(office: Store, tmp_path: Path) -> None:
    take_form(office, home(office, given(office, tmp_path).put("P-A-01", A01=52, A03=50)))
    again = given(office, tmp_path).put("P-A-01", A03=51)
    take_form(office, home(office, again))
    assert held(office, "P-A-01") == {"A01": 52, "A03": 51}


def test_not_applicable_is_kept_as_such(office: Store, tmp_path: Path) -> None:
    take_form(office, home(office, given(office, tmp_path).put("P-A-02", A01=10, A01N="x")))
    assert cells(office, by_code(office, "P-A-02"), NOVEMBER)["A01N"].state == "na"


def test_the_same_form_again_changes_nothing(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path).put("P-A-01", A03=50)
    take_form(office, home(office, form))
    again = home(office, form)
    assert not again.changed
    assert not take_form(office, again).changes


def sorted_rows(form: Filled) -> None:
    rows, _columns = form.places()
    first, last = rows["P-A-01"], max(rows[code] for code in rows if code != "period")
    lines = [[c.value for c in row] for row in form.sheet.iter_rows(first, last)]
    for number, values in enumerate(reversed(lines)):
        for column, value in enumerate(values, start=1):
            form.sheet.cell(first + number, column).value = value


def inserted(form: Filled) -> None:
    form.sheet.insert_cols(3, 2)
    form.sheet.insert_rows(2, 3)
    form.sheet.insert_rows(form.places()[0]["P-A-02"], 1)


def moved_column(form: Filled) -> None:
    _rows, columns = form.places()
    source, target = columns["A03"], form.sheet.max_column + 4
    for row in range(1, form.sheet.max_row + 1):
        form.sheet.cell(row, target).value = form.sheet.cell(row, source).value
        form.sheet.cell(row, source).value = None


@pytest.mark.parametrize("change", [sorted_rows, inserted, moved_column])
def test_whatever_was_moved_is_read_by_code(
    office: Store, tmp_path: Path, change: Callable[[Filled], None]
) -> None:
    form = given(office, tmp_path)
    for merged in list(form.sheet.merged_cells.ranges):
        form.sheet.unmerge_cells(str(merged))
    form.put("P-A-01", A01=52, A03=50, A03N=29).put("P-A-03", A01=21, A03=20)
    _rows, columns = form.places()
    if change is moved_column:  # its title stays above it
        head = form.cell("P-A-01", "A03").row
        titles = [r for r in range(1, head) if form.sheet.cell(r, columns["A03"]).value == "Tổng"]
        assert titles
    change(form)
    take_form(office, home(office, form))
    assert held(office, "P-A-01") == {"A01": 52, "A03": 50, "A03N": 29}
    assert held(office, "P-A-03") == {"A01": 21, "A03": 20}


def test_a_column_under_another_title_is_refused(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path).put("P-A-01", A03=50, A03N=20)
    place = form.cell("P-A-01", "A03N").column
    for row in range(1, 14):
        if form.sheet.cell(row, place).value == "Nữ":
            form.sheet.cell(row, place).value = "Đảng viên"
    found = home(office, form)
    assert {code for _unit, code in found.entries} == {"A03"}
    assert [cell.code for cell in found.refused] == ["A03N"]


@pytest.mark.parametrize("text", ["-3", "12,5", "khoảng 20", 1.234, "120/98", "=1/0"])
def test_what_is_no_count_is_refused_with_its_place(
    office: Store, tmp_path: Path, text: object
) -> None:
    found = home(office, given(office, tmp_path).put("P-A-01", A01=52, A03=text))
    assert {code for _unit, code in found.entries} == {"A01"}
    assert [(cell.code, cell.unit) for cell in found.refused] == [
        ("A03", "CĐCS Trường THCS Nguyễn Huệ")
    ]


def test_a_row_somebody_added_is_told_of_and_never_taken(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path).put("P-A-01", A03=50)
    row = form.places()[0]["P-A-02"]
    form.sheet.insert_rows(row)
    form.sheet.cell(row, 2).value = "CĐCS Trường mới"
    form.sheet.cell(row, form.places()[1]["A03"]).value = 33
    found = home(office, form)
    assert ["33" in one.text for one in found.reading.ignored_rows] == [True]
    assert {entry.value for entry in found.entries.values()} == {50}


def copied_row(form: Filled, row: str, **values: object) -> int:
    """Copy a row below everything, and change what stands in some columns of the copy."""
    source, target = form.places()[0][row], form.sheet.max_row + 1
    for column in range(1, form.sheet.max_column + 1):
        form.sheet.cell(target, column).value = form.sheet.cell(source, column).value
    for name, value in values.items():
        form.sheet.cell(target, form.places()[1][name]).value = value
    return target


def test_of_a_row_and_its_copy_neither_is_taken_where_they_differ(
    office: Store, tmp_path: Path
) -> None:
    form = given(office, tmp_path).put("P-A-01", A01=60, A03=50)
    copied_row(form, "P-A-01", A03=77)
    found = home(office, form)
    assert {entry.value for entry in found.entries.values()} == {60}
    (row,) = [one for one in found.reading.rows if one.status == "warned"]
    assert (row.values["A01"], row.values["A03"]) == (60, None)
    assert sorted(one.source for one in found.refused) == ["50", "77"]
    assert all("ghi 50" in one.why and "ghi 77" in one.why for one in found.refused)


def test_a_copied_sheet_shows_what_is_taken_and_says_where_it_differs(
    office: Store, tmp_path: Path
) -> None:
    form = given(office, tmp_path, "F1", "P-A-01").put("A01", value=60).put("A03", value=50)
    copy = form.book.copy_worksheet(form.sheet)
    copy.title = "Bản 2"
    where = form.cell("A03", "value").coordinate
    copy[where].value = 55
    found = home(office, form)
    (row,) = found.reading.rows
    assert (row.values["A01"], row.values["A03"]) == (60, None)
    assert {code for _unit, code in found.entries} == {"A01"}
    assert {one.place for one in found.refused} == {where, f"{where} ở trang “Bản 2”"}


def test_a_copy_that_says_the_same_says_nothing(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path).put("P-A-01", A01=60, A03=50)
    copied_row(form, "P-A-01", A01=None)
    found = home(office, form)
    assert {entry.value for entry in found.entries.values()} == {60, 50}
    assert not found.refused
    (row,) = [one for one in found.reading.rows if one.values.get("A03") == 50]
    assert row.status == "accepted"


def test_what_stands_in_a_copy_alone_is_taken_with_a_word(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path).put("P-A-01", A01=60)
    copied_row(form, "P-A-01", A03=50)
    found = home(office, form)
    assert {entry.value for entry in found.entries.values()} == {60, 50}
    assert any("chỉ có ở bản chép" in why for row in found.reading.rows for why in row.reasons)


def test_a_number_it_replaces_is_told(office: Store, tmp_path: Path) -> None:
    type_in(office, by_code(office, "P-A-01"), NOVEMBER, A01=77, A03=50)
    form = given(office, tmp_path).put("P-A-01", A01=60, A03=50)
    (row,) = [one for one in home(office, form).reading.rows if one.values.get("A01") == 60]
    assert row.status == "warned"
    assert "A01: đang có 77, nhận thì thành 60." in row.reasons
    assert not any("A03:" in why for why in row.reasons)


@pytest.mark.parametrize("unit", ["P-A-01", "P-A"])
@pytest.mark.parametrize("form", ["F1", "F2", "F3", "F4"])
def test_a_form_as_it_went_out_tells_of_nothing_added(
    office: Store, tmp_path: Path, form: str, unit: str
) -> None:
    type_in(office, by_code(office, "P-A-01"), NOVEMBER, C00=48, C00N=29)
    out = issue_form(office, form, NOVEMBER, unit, tmp_path / "biểu.xlsx").path
    assert open_form(office, out).reading.ignored_rows == ()


def test_a_union_somebody_added_is_told_whatever_it_is_called(
    office: Store, tmp_path: Path
) -> None:
    form = given(office, tmp_path).put("P-A-01", A03=50)
    row = form.places()[0]["P-A-02"]
    form.sheet.insert_rows(row)
    form.sheet.cell(row, 2).value = "Công ty TNHH Mới"
    form.sheet.cell(row, form.places()[1]["A03"]).value = 33
    (added,) = home(office, form).reading.ignored_rows
    assert added.text == "Công ty TNHH Mới: 33"


def test_words_below_the_table_and_comments_are_told(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F1", "P-A-01").put("A01", value=60)
    last = form.sheet.max_row
    form.sheet.cell(last + 2, 2).value = "Ghi thêm: có 12 đoàn viên nghỉ thai sản"
    form.sheet.cell(last + 3, 5).value = "Nguyễn Thị Hoa"  # who signs
    form.cell("A01", "value").comment = Comment("xem lại", "cơ sở")
    told = {(one.source_row, one.text) for one in home(office, form).reading.ignored_rows}
    assert told == {(last + 2, "Ghi thêm: có 12 đoàn viên nghỉ thai sản"),
                    (form.places()[0]["A01"], "xem lại")}  # fmt: skip


def test_a_name_that_was_emptied_is_called_so(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path).put("P-A-01", A03=50, name=None)
    (cell,) = home(office, form).refused
    assert "đã bị xóa" in cell.why


def test_a_locked_return_takes_nothing_without_a_reason(office: Store, tmp_path: Path) -> None:
    issued = issue_form(office, "F1", OCTOBER, "P-A", tmp_path / "10.xlsx").path
    form = Filled(issued).put("P-A-01", A01=60, A03=55)
    locked(office, OCTOBER, "P-A-01")
    found = home(office, form)
    assert not found.entries
    assert all("chốt" in cell.why for cell in found.refused)
    change = take_form(office, open_form(office, form.path, reason="đơn vị rà soát"),
                       reason="đơn vị rà soát")  # fmt: skip
    assert change.changes


def test_only_entry_cells_are_open_and_the_identity_is_out_of_sight(
    office: Store, tmp_path: Path
) -> None:
    form = given(office, tmp_path)
    assert form.sheet.protection.sheet
    assert form.book["_meta"].sheet_state == "veryHidden"
    assert not form.cell("P-A-01", "A03").protection.locked
    assert form.cell("P-A-01", "name").protection.locked
    rows, columns = form.places()
    assert form.sheet.row_dimensions[form.sheet.max_row].hidden is not True
    assert form.sheet.column_dimensions["A"].hidden is not True
    tokens = openpyxl.utils.get_column_letter(
        next(c.column for c in form.sheet[rows["P-A-01"]] if c.value == "row:P-A-01")
    )
    assert form.sheet.column_dimensions[tokens].hidden
    lists = [v for v in form.sheet.data_validations.dataValidation if v.type == "list"]
    assert len(lists) == 4
    assert {v.type for v in form.sheet.data_validations.dataValidation} == {"list", "custom"}
    counts = [v for v in form.sheet.data_validations.dataValidation if v.type == "custom"]
    assert all(f"<={MOST_COUNTED})" in str(v.formula1) for v in counts)
    checks = [
        rule.formula[0] for found in form.sheet.conditional_formatting for rule in found.rules
    ]
    first = min(row for code, row in rows.items() if code != "period")
    women = form.sheet.cell(first, columns["A03N"]).coordinate
    assert any(f"${women}" in text for text in checks)
    assert form.sheet.page_setup.orientation == "landscape"
    assert form.sheet.print_title_rows


def test_a_movement_form_reckons_its_closing(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F3", "P-A-01")
    texts = {
        row[1].value: row[4].value
        for row in form.sheet.iter_rows()
        if isinstance(row[1].value, str)
    }
    assert texts["Đầu kỳ"] == 50 or isinstance(texts["Đầu kỳ"], int)
    assert str(texts["Cuối kỳ"]).startswith("=N(")
    assert "SUM(" in str(texts["Cộng đoàn viên tăng"])


def test_forms_for_every_union_go_into_a_folder(office: Store, tmp_path: Path) -> None:
    made = issue_forms(office, "F3", NOVEMBER, tmp_path / "giao biểu")
    assert {one.unit.code for one in made} == {"P-A-01", "P-A-02", "P-A-03", "P-A-04", "P-B-01",
                                               "T-01"}  # fmt: skip
    form = Filled(next(one.path for one in made if one.unit.code == "T-01"))
    take_form(office, home(office, form.put("C24", value=2)))
    assert held(office, "T-01") == {"C24": 2}


def test_a_form_that_cannot_be_written_is_not_given(office: Store, tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        issue_form(office, "F1", NOVEMBER, "P-A", tmp_path / "không có" / "x.xlsx")
    assert not office.records("issued_form")


def test_a_form_nothing_is_typed_into_is_refused(office: Store, tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        issue_form(office, "F5", NOVEMBER, "P-A", tmp_path / "x.xlsx")


def test_importing_an_issued_form_reads_it_by_its_codes(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path).put("P-A-01", A03=50, A01=52)
    sorted_rows(form)
    reading = preview(office, form.save(), "F1", NOVEMBER)
    assert {row.unit: row.values["A03"] for row in reading.rows if row.values["A03"]} == {
        "CĐCS Trường THCS Nguyễn Huệ": 50}  # fmt: skip
    with pytest.raises(Refusal) as told:
        preview(office, form.path, "F1", OCTOBER)
    assert told.value.code == "E_FORM_OTHER"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"a;b\n", b"\xd0\xcf\x11\xe0" * 99])
def test_what_is_no_form_does_not_look_like_one(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "tệp.xlsx"
    path.write_bytes(data)
    assert not looks_issued(path)


def test_swapped_codes_of_two_columns_are_refused(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path).put("P-A-01", A01=40, A03=38)
    _rows, columns = form.places()
    head = next(
        cell.row for row in form.sheet.iter_rows() for cell in row if cell.value == "col:A03"
    )
    form.sheet.cell(head, columns["A01"]).value = "col:A03"
    form.sheet.cell(head, columns["A03"]).value = "col:A01"
    found = home(office, form)
    assert not found.entries
    assert all("còn mã ẩn là của" in cell.why for cell in found.refused)


def test_a_form_as_it_went_out_raises_no_doubt(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path).put("P-A-01", A01=60, A01N=30, A03=50, A03N=29)
    (row,) = [r for r in home(office, form).reading.rows if r.values.get("A03") is not None]
    assert (row.status, row.reasons) == ("accepted", ())


def test_a_closed_period_is_told_before_taking(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path).put("P-A-01", A03=50)
    with office.step("Khóa sổ") as step:
        step.put("closing", f"{NOVEMBER}|{office.own_unit}", "*", {"state": "closed"})
    found = open_form(office, form.save(), reason="rà soát")
    assert not found.entries
    assert "khóa" in found.refused[0].why


def test_a_movement_form_for_all_unions_comes_home_without_doubt(
    office: Store, tmp_path: Path
) -> None:
    form = given(office, tmp_path, "F3").put("P-A-01", C11=3, C11N=2, C23=1, C23N=1)
    found = home(office, form)
    assert not [cell.note for row in found.reading.rows for cell in row.cells if cell.note]
    assert len(found.entries) == 4


@pytest.mark.parametrize("form", ["F1", "F2", "F3", "F4"])
@pytest.mark.parametrize("unit", ["P-A", "P-A-01", "QT"])
@pytest.mark.parametrize("period", ["2026-11", "2026-Q4", "2026-H2", "2026", "2027-X-tet"])
def test_every_form_goes_out_for_every_kind_of_period(
    office: Store, tmp_path: Path, form: str, unit: str, period: str
) -> None:
    path = tmp_path / "x.xlsx"
    told = ""
    try:
        issue_form(office, form, period, unit, path)
    except Refusal as refusal:
        told = refusal.code
    assert told in ("", "E_FORM", "E_SCOPE")
    assert bool(told) != path.exists()
    assert told or not open_form(office, path).entries


def test_another_ownership_type_is_told_and_not_taken(office: Store, tmp_path: Path) -> None:
    alone = given(office, tmp_path, "F1", "P-A-02").put("A03", value=180)
    assert alone.cell("@ownership", "value").value == "FDI – DN vốn nước ngoài"
    found = home(office, alone.put("@ownership", value="NQD – DN ngoài nhà nước"))
    assert len(found.entries) == 1
    assert found.remarks == (
        "CĐCS Công ty TNHH May Hòa Thọ: biểu ghi loại hình NQD, sổ đơn vị ghi FDI.",
    )
    together = given(office, tmp_path).put("P-A-01", **{"@ownership": "FDI – DN vốn nước ngoài"})
    assert "loại hình FDI" in home(office, together).remarks[0]
    unknown = given(office, tmp_path).put("P-A-01", **{"@ownership": "Doanh nghiệp lạ"})
    assert "loại hình “Doanh nghiệp lạ”" in home(office, unknown).remarks[0]


def test_of_a_bomb_no_more_is_unpacked_than_a_form_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b" " * 20_000_000)
    unpacked = []
    read = zipfile.ZipFile.read

    def counted(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
        unpacked.append(part.file_size)
        return read(archive, part)

    monkeypatch.setattr(zipfile.ZipFile, "read", counted)
    assert not looks_issued(path)
    assert sum(unpacked) <= 60_000_000


def test_a_unit_merged_since_takes_nothing_and_says_where_it_went(
    office: Store, tmp_path: Path
) -> None:
    form = given(office, tmp_path).put("P-A-01", A01=52, A03=50).put("P-A-02", A01=60, A03=55)
    carry_out(office, Order("merge", date(2026, 11, 10), ("P-A-01",), into="P-A-02"))
    found = home(office, form)
    rows = {row.unit: row for row in found.reading.rows}
    (merged,) = [row for row in rows.values() if row.status == "refused"]
    assert "đã sáp nhập vào" in merged.reasons[0]
    assert merged.reasons[0].endswith("từ 10/11/2026.")
    take_form(office, found)
    assert held(office, "P-A-02") == {"A01": 60, "A03": 55}
    assert {unit for unit, _code in found.entries} == {by_code(office, "P-A-02")}


def test_a_form_of_a_unit_that_ended_names_the_unit(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F1", "P-A-01").put("A01N", value=30)
    carry_out(office, Order("merge", date(2026, 11, 10), ("P-A-01",), into="P-A-02"))
    (cell,) = home(office, form).refused
    assert cell.unit == "CĐCS Trường THCS Nguyễn Huệ"
