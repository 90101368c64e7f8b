"""The workbook holds texts as texts and numbers as numbers, and prints on A4."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from desktop.formats.cleaning import clean
from desktop.formats.document import (
    Closing,
    Document,
    FormHead,
    Letterhead,
    PaperKind,
    Paragraph,
    Signature,
    runs,
)
from desktop.formats.registry import render, write
from desktop.formats.table import CellKind, Column, Figure, Role, Row, Table
from desktop.formats.xlsx_plan import sheet_names
from desktop.formats.xlsx_sheet import cell_string
from desktop.models.errors import Refusal
from tests.formats import samples
from tests.formats.golden import assert_golden
from tests.formats.reading import opened_xlsx, part, pdf_pages, text_boxes
from tests.support.office import Office

NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "{=1}",
    "=cmd|' /C calc'!A0",
    "http://x.vn",
    "\t=1",
    "mailto:a@b.vn",
    "internal:Sheet1!A1",
    '=HYPERLINK("file:///x")',
    "_x0041_",
    "'=1",
]


def described(book: Any) -> str:
    """Return every sheet as lines: print setup, merges, hidden rows, cells with formats."""
    lines = []
    for sheet in book:
        setup = sheet.page_setup
        lines += [
            f"== {sheet.title} {sheet.sheet_state}",
            f"paper {setup.paperSize} {setup.orientation} fit {setup.fitToWidth}x"
            f"{setup.fitToHeight} repeat {sheet.print_title_rows} freeze {sheet.freeze_panes}",
            "merged " + " ".join(sorted(str(area) for area in sheet.merged_cells.ranges)),
            "hidden " + " ".join(str(n) for n, d in sheet.row_dimensions.items() if d.hidden),
        ]
        lines += [
            f"{cell.coordinate} {cell.data_type} {cell.number_format} {cell.value}"
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        ]
    return "\n".join(lines) + "\n"


def one_table(*cells: Any, kind: CellKind = CellKind.TEXT) -> Document:
    columns = tuple(Column(f"Cột {n}", 1, kind) for n in range(len(cells)))
    return Document(PaperKind.FORM, (Table(columns, (Row(cells),)),), "x")


@pytest.mark.parametrize("name", ["members_report", "programme"])
def test_the_content_of_each_workbook_is_the_reviewed_one(name: str) -> None:
    book = opened_xlsx(getattr(samples, name)(), {"unit": "cd-001", "revision": 1})
    assert_golden(f"{name}.xlsx.txt", described(book))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(samples.members_report(), ".xlsx") == render(samples.members_report(), ".xlsx")


@given(st.lists(st.sampled_from(NASTY) | st.text(max_size=40), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_no_text_ever_becomes_a_formula_or_a_link(texts: list[str]) -> None:
    document = one_table(*texts)
    data = render(document, ".xlsx")
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    row = list(opened_xlsx(document).worksheets[0].iter_rows(values_only=True))[1]
    # Excel takes the escape _x005F_ back by itself; this reader leaves it to its caller.
    assert [unescape(value or "") for value in row] == [clean(text) for text in texts]


def test_numbers_are_numbers_with_their_format() -> None:
    columns = (
        Column("a", 1, CellKind.COUNT),
        Column("b", 1, CellKind.PERCENT, decimals=2),
        Column("c", 1, CellKind.DECIMAL, decimals=1),
        Column("d", 1, CellKind.MONEY),
    )
    cells = (1234, Fraction(13, 16), Decimal("1234.5"), Figure(None))
    row = Row((*cells[:3], 5_060_000))
    blank = Row((None, Figure(None), 0, ""))
    document = Document(PaperKind.FORM, (Table(columns, (row, blank)),), "x")
    sheet = opened_xlsx(document).worksheets[0]
    assert [c.value for c in sheet[2]] == [1234, 0.8125, 1234.5, 5_060_000]
    assert [c.number_format for c in sheet[2]] == ["#,##0", "0.00%", "#,##0.0", "#,##0"]
    assert [c.value for c in sheet[3]] == [None, None, 0, None]


def test_numbers_too_large_for_a_spreadsheet_keep_every_digit() -> None:
    sheet = opened_xlsx(one_table(2**53 + 1, kind=CellKind.MONEY)).worksheets[0]
    assert sheet["A2"].value == "9.007.199.254.740.993"


def test_long_texts_end_in_a_visible_mark() -> None:
    text = cell_string("ê😀" * 20_000)
    assert len(text.encode("utf-16-le")) // 2 <= 32_767
    assert text.endswith("[…]")


def test_a_sheet_name_is_as_short_as_excel_counts() -> None:
    (name,) = sheet_names(["0" * 22 + "\U00010000" * 5])
    assert len(name.encode("utf-16-le")) <= 62


def test_sheet_names_are_short_legal_and_unlike() -> None:
    names = sheet_names(["Số liệu " * 9, "Số liệu " * 9, "a/b:c*[d]?", "'", "_META", "History"])
    assert len({name.casefold() for name in names}) == 6
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert "history" not in names


def test_codes_and_meta_are_kept_hidden() -> None:
    book = opened_xlsx(samples.members_report(2), {"unit": "cd-001", "revision": 3})
    sheet, meta = book.worksheets
    hidden = [n for n, d in sheet.row_dimensions.items() if d.hidden]
    assert [c.value for c in sheet[hidden[0]]][2:6] == ["A03", "A04", "A05", "A06"]
    assert meta.sheet_state == "hidden"
    assert list(meta.iter_rows(values_only=True)) == [("unit", "cd-001"), ("revision", "3")]


def test_row_codes_stand_in_a_hidden_column() -> None:
    rows = (Row(("Nhóm",), Role.GROUP), Row(("Tổng số", 5), code="A03"))
    table = Table((Column("Chỉ tiêu", 3), Column("Kỳ này", 1, CellKind.COUNT)), rows)
    sheet = opened_xlsx(Document(PaperKind.FORM, (table,), "x")).worksheets[0]
    assert sheet["C3"].value == "A03"
    assert sheet.column_dimensions["C"].hidden


def test_a_document_without_tables_is_refused() -> None:
    document = Document(PaperKind.NAMED, (Paragraph(runs("x")),), "x")
    with pytest.raises(Refusal) as refused:
        render(document, ".xlsx")
    assert refused.value.code == "E_NO_TABLE"


def test_head_texts_cannot_be_formulas_either() -> None:
    head = FormHead("=1", "=2", "=3", "=4", ("=5",), ("=6",))
    letter = Letterhead("=1", "=2", 1, "=X", "=Huế", date(2027, 1, 5))
    for block in (head, letter):
        table = Table((Column("=7", 1), Column("=8", 1)), (), "=9", "=10", ("=11", "=12"), "=13")
        data = render(Document(PaperKind.FORM, (block, table), "=14"), ".xlsx", meta={"=a": "=b"})
        assert "<f>" not in part(data, "xl/worksheets/sheet1.xml")
        assert "<f>" not in part(data, "xl/worksheets/sheet2.xml")


def test_one_narrow_column_still_makes_a_sheet() -> None:
    blocks = (
        *samples.members_report(1).blocks[:1],
        one_table("x").blocks[0],
        samples.members_report(1).blocks[2],
    )
    sheet = opened_xlsx(Document(PaperKind.FORM, blocks, "x")).worksheets[0]
    assert any(cell.value == "x" for row in sheet.iter_rows() for cell in row)


def test_a_spreadsheet_program_prints_it_one_page_wide(
    tmp_path: Path, office_tools: Office
) -> None:
    write(samples.members_report(60), tmp_path / "Biểu F1.xlsx", meta={"unit": "x"})
    printed = office_tools.convert(tmp_path / "Biểu F1.xlsx", "pdf", tmp_path / "ra")
    pages = pdf_pages(printed.read_bytes())
    assert all("Tên công đoàn cơ sở" in page and "Ghi chú" in page for page in pages)
    assert [page.splitlines()[0] for page in pages[1:]] == [
        str(number) for number in range(2, len(pages) + 1)
    ]
    assert not pages[0].startswith("1\n")
    assert "Nguyễn Thị Hạnh" in pages[-1]
    assert "A03" not in "".join(pages)


def test_pages_are_numbered_above_from_the_second_and_each_sheet_by_itself() -> None:
    sheet = part(render(samples.members_report(60), ".xlsx"), "xl/worksheets/sheet1.xml")
    assert 'differentFirst="1" scaleWithDoc="0"' in sheet
    assert '<oddHeader>&amp;C&amp;"Times New Roman,Regular"&amp;14&amp;P</oddHeader>' in sheet
    assert "firstHeader" not in sheet
    assert "oddFooter" not in sheet
    assert 'useFirstPageNumber="1"' in sheet


def test_the_label_of_a_total_is_centred_over_cells_that_stay_unmerged() -> None:
    columns = (Column("STT", 5), Column("Tên", 40), Column("Số", 10, CellKind.COUNT))
    total = Row(("TỔNG CỘNG", None, 3), Role.TOTAL, 2)
    table = Table(columns, (Row((1, "CĐCS", 3)), total))
    sheet = opened_xlsx(Document(PaperKind.FORM, (table,), "x")).worksheets[0]
    (label,) = [cell for cell in sheet["A"] if cell.value == "TỔNG CỘNG"]
    beside = sheet.cell(label.row, 2)
    assert [c.alignment.horizontal for c in (label, beside)] == ["centerContinuous"] * 2
    assert not sheet.merged_cells.ranges


def test_place_and_date_above_a_signature_are_as_large_as_the_rules_say() -> None:
    signed = Closing((None, Signature(("CHỦ TỊCH",), "Lê A", place_date="Đông Hà, ngày 02")))
    table = Table((Column("Đơn vị", 40), Column("Số", 40)), (Row(("CĐCS", 1)),))
    sheet = opened_xlsx(Document(PaperKind.FORM, (table, signed), "x")).worksheets[0]
    (dated,) = [c for row in sheet.iter_rows() for c in row if str(c.value).startswith("Đông Hà")]
    assert (dated.font.sz, dated.font.i) == (14, True)


def test_a_rule_stands_below_the_issuer_and_is_no_cell() -> None:
    data = render(samples.members_report(3), ".xlsx")
    drawing = part(data, "xl/drawings/drawing1.xml")
    assert drawing.count("<xdr:sp ") == 1
    assert "<a:t>" not in drawing.replace("<a:t></a:t>", "")


@pytest.mark.parametrize(("rows", "kept"), [(10, (0, [])), (18, (1, [])), (22, (0, [25]))])
def test_signatures_are_not_parted_from_each_other_nor_from_the_last_rows(
    rows: int, kept: tuple[int, list[int]]
) -> None:
    closing = Closing((Signature(("NGƯỜI LẬP BIỂU",), ""), Signature(("CHỦ TỊCH",), "Lê Văn A")))
    table = Table((Column("Đơn vị", 40), Column("Số", 10)), (Row(("CĐCS", 1)),) * rows)
    head = FormHead("Cấp trên", "Đơn vị", "Biểu F1", "Danh sách")
    sheet = opened_xlsx(Document(PaperKind.FORM, (head, table, closing), "x", landscape=True))[
        "Bảng"
    ]
    pages, breaks = kept
    assert sheet.page_setup.fitToHeight in ((pages,) if pages != 1 else (None, 1))
    assert [one.id for one in sheet.row_breaks.brk] == breaks


def test_a_long_note_is_broken_within_the_table() -> None:
    note = (
        "So cùng tập 30 CĐCS: tổng số đoàn viên 3.239 / 3.278 (−39), phát triển 22 / 38 (−16). " * 3
    )
    rows = (Row(("CĐCS", 1)), Row((note,), Role.NOTE), Row(("Một dòng.",), Role.NOTE))
    table = Table((Column("Đơn vị", 40), Column("Số", 10)), rows)
    sheet = opened_xlsx(Document(PaperKind.FORM, (table,), "x")).worksheets[0]
    (row,) = [cell.row for cell in sheet["A"] if cell.value == note]
    assert f"A{row}:B{row}" in [str(area) for area in sheet.merged_cells.ranges]
    assert sheet.cell(row, 1).alignment.wrap_text
    assert sheet.row_dimensions[row].height > 2 * sheet.sheet_format.defaultRowHeight
    assert f"A{row + 1}:B{row + 1}" not in [str(area) for area in sheet.merged_cells.ranges]


@pytest.mark.parametrize(
    ("landscape", "width", "rows"), [(False, 60, 3), (True, 400, 3), (True, 60, 18)]
)
def test_on_paper_there_is_room_to_sign_and_to_stamp(
    tmp_path: Path, office_tools: Office, landscape: bool, width: int, rows: int
) -> None:
    closing = Closing(
        (
            Signature(("NGƯỜI LẬP BIỂU",), "Trần B", note="(Ký tên)"),
            Signature(("CHỦ TỊCH",), "Lê A"),
        )
    )
    table = Table(
        (Column("Đơn vị", width), *[Column("Số", 10)] * 20), (Row(("C", *[1] * 20)),) * rows
    )
    document = Document(PaperKind.FORM, (table, closing), "x", landscape=landscape)
    write(document, tmp_path / "F.xlsx")
    printed = office_tools.convert(tmp_path / "F.xlsx", "pdf", tmp_path / "out").read_bytes()
    page = len(pdf_pages(printed)) - 1
    ((_left, above, _right, _top),) = text_boxes(printed, page, "CHỦ TỊCH")
    ((_left, _bottom, _right, below),) = text_boxes(printed, page, "Lê A")
    assert (above - below) / 72 * 25.4 >= 30


@pytest.mark.parametrize("above", [26, 53])
def test_a_title_is_not_the_last_row_of_a_page(
    tmp_path: Path, office_tools: Office, above: int
) -> None:
    rows = (Row(("CĐCS", 1)),) * above + (Row(("B. Nhóm hai",), Role.GROUP),) + (Row(("X", 2)),) * 6
    table = Table((Column("Đơn vị", 40), Column("Số", 10)), rows)
    document = Document(PaperKind.FORM, (table,), "x", landscape=True)
    write(document, tmp_path / "F4.xlsx")
    pages = pdf_pages(
        office_tools.convert(tmp_path / "F4.xlsx", "pdf", tmp_path / "out").read_bytes()
    )
    (page,) = [page for page in pages if "B. Nhóm hai" in page]
    assert "X" in page.partition("B. Nhóm hai")[2]


def test_a_workbook_that_is_no_report_is_not_protected() -> None:
    rows = (Row((1,)), Row((1,), Role.TOTAL))
    document = Document(PaperKind.FORM, (Table((Column("Số", 1, CellKind.COUNT),), rows),), "Bảng")
    (sheet,) = opened_xlsx(document).worksheets
    assert not sheet.protection.sheet
