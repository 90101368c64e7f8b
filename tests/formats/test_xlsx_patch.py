"""Filling somebody's workbook: the cells land, everything else stays byte for byte."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.formats.xlsx_patch import Value, patch_workbook
from desktop.formats.xlsx_scan import column_name, split_reference
from desktop.models.errors import Refusal

SHEET = "Biểu 01"


def rich_workbook() -> bytes:
    """A form with a chart, a text box, a button, a picture, comments, macros, print setup."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    other = book.add_worksheet("Khác")
    percent = book.add_format({"num_format": "0.00%", "border": 1})
    bold = book.add_format({"bold": True, "bg_color": "#FFEE88"})
    sheet.merge_range("A1:F1", "BÁO CÁO SỐ LIỆU <&> “quý”", bold)
    for row, name in enumerate(("Đoàn viên", "Nữ", "Lao động", "Tỷ lệ"), start=4):
        sheet.write(row, 0, name)
        sheet.write(row, 1, row, bold)
    sheet.write("B9", 0, percent)
    sheet.write_formula("C5", "=B5+B6", None, 9)
    sheet.write_formula("C6", "=SUM(B5:B7)", None, 15)
    other.write_formula("A1", "='Biểu 01'!B5*2", None, 8)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{SHEET}'!$B$5:$B$7"})
    sheet.insert_chart("H2", chart)
    sheet.insert_textbox("H20", "Hộp chữ của tỉnh")
    sheet.insert_button("H30", {"macro": "Gui", "caption": "Gửi"})
    sheet.write_comment("A5", "Ghi chú của tỉnh")
    sheet.data_validation("B5", {"validate": "integer", "criteria": ">=", "value": 0})
    sheet.conditional_format("B5:B7", {"type": "cell", "criteria": ">", "value": 5,
                                       "format": bold})  # fmt: skip
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0, 3)
    sheet.print_area("A1:F40")
    sheet.set_header("&C&Tỉnh")
    sheet.set_column("E:E", 20, bold)
    sheet.protect("mật khẩu")
    book.define_name("Tong", f"='{SHEET}'!$C$5")
    book.close()
    return with_part(out.getvalue(), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(range(256)))


def with_part(source: bytes, name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info))
        new.writestr(name, data)
    return out.getvalue()


def openpyxl_workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    sheet["B5"], sheet["B9"] = 4, 0.5
    sheet["B9"].number_format = "0.0%"
    sheet["C5"] = "=B5*2"
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(sheet, min_col=2, min_row=5, max_row=6))
    sheet.add_chart(chart, "H2")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def cells(data: bytes, sheet: str = SHEET) -> dict[str, Any]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        c.coordinate: c.value for row in book[sheet].iter_rows() for c in row if c.value is not None
    }


def without_order() -> bytes:
    """The same form where nothing says that formulas are to be reckoned when it is opened."""
    source = rich_workbook()
    book = parts(source)["xl/workbook.xml"]
    bare = re.sub(rb"<calcPr[^>]*/>", b"", book)
    assert bare != book
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info, bare if info.filename == "xl/workbook.xml" else old.read(info))
    return out.getvalue()


@pytest.mark.parametrize("made", [rich_workbook, openpyxl_workbook, without_order])
def test_only_the_sheet_and_the_order_to_reckon_change(made: Callable[[], bytes]) -> None:
    before = made()
    after = patch_workbook(before, {SHEET: {"B5": 161_636}})
    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    differing = {name for name in old if old[name] != new[name]}
    told_already = b'fullCalcOnLoad="1"' in old["xl/workbook.xml"]
    wanted = {"xl/worksheets/sheet1.xml", *(() if told_already else ("xl/workbook.xml",))}
    if made is not openpyxl_workbook:  # the second sheet reckons with the first
        wanted.add("xl/worksheets/sheet2.xml")
    assert differing == wanted
    assert b'fullCalcOnLoad="1"' in new["xl/workbook.xml"]
    assert cells(after)["B5"] == 161_636


def test_within_the_sheet_only_the_cells_named_change() -> None:
    before = rich_workbook()
    after = patch_workbook(before, {SHEET: {"B5": 7, "B6": "chữ"}})
    old, new = (parts(data)["xl/worksheets/sheet1.xml"] for data in (before, after))
    blank = [rb'<c r="B5"[^>]*>.*?</c>', rb'<c r="B6"[^>]*>.*?</c>',
             rb"(?<=</f>)<v>9</v>", rb"(?<=</f>)<v>15</v>"]  # fmt: skip
    for pattern in blank:
        old, new = (re.sub(pattern, b"", xml, count=1) for xml in (old, new))
    assert old == new


def test_charts_boxes_buttons_comments_and_macros_are_still_there() -> None:
    after = parts(patch_workbook(rich_workbook(), {SHEET: {"B5": 1}}))
    kept = {"xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "xl/drawings/vmlDrawing1.vml",
            "xl/comments1.xml", "xl/vbaProject.bin"}  # fmt: skip
    assert kept <= after.keys()
    assert "Hộp chữ của tỉnh".encode() in after["xl/drawings/drawing1.xml"]
    sheet = after["xl/worksheets/sheet1.xml"]
    for element in (b"<pageSetup", b"<sheetProtection", b"<dataValidation", b"<legacyDrawing",
                    b"<conditionalFormatting", b"<headerFooter"):  # fmt: skip
        assert element in sheet


def test_cells_keep_their_look() -> None:
    before = rich_workbook()
    after = patch_workbook(before, {SHEET: {"B5": 1, "B6": None, "A1": "MỚI", "E12": 3}})
    old, new = (openpyxl.load_workbook(io.BytesIO(data))[SHEET] for data in (before, after))
    for place in ("B5", "B6", "A1"):
        assert new[place].style_id == old[place].style_id
    assert new["E12"].font.b  # an empty place takes its column's look
    assert new["B6"].value is None


def test_a_cell_within_merged_ones_is_the_one_that_shows() -> None:
    found = cells(patch_workbook(rich_workbook(), {SHEET: {"D1": "QUẢNG TRỊ"}}))
    assert found["A1"] == "QUẢNG TRỊ"


def test_ratios_follow_how_the_cell_shows_them() -> None:
    share = Fraction(161_636, 181_469)
    found = cells(patch_workbook(rich_workbook(), {SHEET: {"B9": share, "D9": share}}))
    assert found["B9"] == pytest.approx(161_636 / 181_469)
    assert found["D9"] == 89.07


@pytest.mark.parametrize("reference", ["C5", "C6"])
def test_a_formula_is_never_written_over(reference: str) -> None:
    with pytest.raises(Refusal) as told:
        patch_workbook(rich_workbook(), {SHEET: {reference: 1}})
    assert told.value.code == "E_FORMULA"
    assert reference in told.value.message


def test_an_unknown_sheet_is_named_with_those_there() -> None:
    with pytest.raises(Refusal) as told:
        patch_workbook(rich_workbook(), {"Biểu 9": {"A1": 1}})
    assert SHEET in told.value.next_step


@pytest.mark.parametrize("text", ["", "7C", "A0", "XFE1", "A1048577", "A1:B2"])
def test_what_names_no_cell_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        patch_workbook(rich_workbook(), {SHEET: {text: 1}})


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 200, b"a;b;c\n"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as told:
        patch_workbook(data, {SHEET: {"A1": 1}})
    assert told.value.code == "E_WORKBOOK"


def sheet_of(xml: str) -> bytes:
    """A workbook whose only sheet is this XML."""
    return with_sheet(openpyxl_workbook(), xml)


def with_sheet(source: bytes, xml: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            mine = info.filename == "xl/worksheets/sheet1.xml"
            new.writestr(info, xml.encode() if mine else old.read(info))
    return out.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    "xml",
    [
        f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="3"/></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="3" ht="9" /><row r="5"><c r="A5"/></row>'
        "</sheetData></worksheet>",
        f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>1</v></c></row><row><c/><c/></row><row>'
        "<c/></row></sheetData></worksheet>",
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="3"><x:c r="A3"><x:v>1</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>",
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="3"><c r="D3"><v>4</v></c></row>'
        '<!-- <c r="C3"/> --></sheetData></worksheet>',
    ],
)
def test_sheets_are_filled_however_they_are_written(xml: str) -> None:
    wanted = {"C3": 5, "A1": "đầu", "B3": 6, "E9": 7}
    after = patch_workbook(sheet_of(xml), {SHEET: wanted})
    found = cells(after)
    assert {place: found[place] for place in wanted} == wanted
    numbers = re.findall(rb'row r="(\d+)"', parts(after)["xl/worksheets/sheet1.xml"])
    assert [int(n) for n in numbers] == sorted(int(n) for n in numbers)
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(after)).get_sheet_by_index(0)
    assert rows.to_python(skip_empty_area=False)[2][2] == 5


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(1, 40), st.integers(1, 30)),
        st.one_of(st.integers(0, 10**12), st.text("aă<&>\"' đ€𝄞\n", min_size=1, max_size=12)),
        max_size=25,
    )
)
def test_whatever_is_put_in_is_read_again(wanted: Mapping[tuple[int, int], Value]) -> None:
    skip = {(1, c) for c in range(2, 7)} | {(5, 3), (6, 3)}
    told = {f"{column_name(c)}{r}": v for (r, c), v in wanted.items() if (r, c) not in skip}
    found = cells(patch_workbook(rich_workbook(), {SHEET: told}))
    assert {place: found[place] for place in told} == told


def test_references_are_read_both_ways() -> None:
    assert split_reference("$AB$12") == (12, 28)
    assert (column_name(1), column_name(26), column_name(27), column_name(16_384)) == (
        "A", "Z", "AA", "XFD")  # fmt: skip
    assert patch_workbook(rich_workbook(), {SHEET: {"b5": Decimal("2.5")}})


def test_no_old_result_of_a_formula_stays() -> None:
    after = patch_workbook(rich_workbook(), {SHEET: {"B5": 1000}})
    book = openpyxl.load_workbook(io.BytesIO(after), data_only=True)
    assert (book[SHEET]["C5"].value, book[SHEET]["C6"].value, book["Khác"]["A1"].value) == (
        None, None, None)  # fmt: skip
    assert cells(after)["C6"] == "=SUM(B5:B7)"
