"""Titles are turned where that lets all columns of a table stand beside each other."""

from dataclasses import replace

import pytest

from desktop.formats.document import Document, FormHead, PaperKind
from desktop.formats.faces import face, width_pt
from desktop.formats.layout import shipped_layout
from desktop.formats.table import CellKind, Column, Role, Row, Table
from desktop.formats.table_turned import beside, turned_height, turned_lines
from tests.formats.reading import (
    opened_pdf,
    opened_xlsx,
    part,
    pdf_bytes,
    pdf_pages,
    render,
    text_boxes,
)

LAYOUT = shipped_layout()
WHOLE = LAYOUT.text_width_mm(landscape=True) * 72 / 25.4
HEAD = FormHead("Cấp trên", "Đơn vị", "Biểu F3", "Biến động", ("Kỳ báo cáo: Tháng 10/2026",))


def wide(figure: int = 28, columns: int = 23) -> Table:
    """Columns of movements under two titles, their own titles wider than their numbers."""
    middle = [
        Column(f"Chuyển đến ngoài tỉnh {n}", 8, CellKind.COUNT,
               groups=("Tăng trong kỳ" if n < 10 else "Giảm trong kỳ",))
        for n in range(columns - 2)
    ]  # fmt: skip
    first = (Column("STT", 5, CellKind.COUNT), Column("Tên đơn vị", 34))
    ends = [Column(title, 8, CellKind.COUNT) for title in ("Đầu kỳ", "Cuối kỳ")]
    made = (*first, ends[0], *middle, ends[1])
    figures = (figure,) * (len(made) - 2)
    rows = [Row((n, f"CĐCS số {n}", *figures)) for n in range(1, 37)]
    return Table(made, (*rows, Row(("TỔNG CỘNG", None, *figures), Role.TOTAL, 2)), name="F3")


def paper(table: Table) -> Document:
    return Document(PaperKind.FORM, (HEAD, table), "x", landscape=True)


def test_a_table_of_few_columns_is_left_as_it_is() -> None:
    table = wide()
    assert beside(replace(table, columns=table.columns[:20]), LAYOUT, WHOLE) is None


def test_all_columns_fit_the_page_and_those_of_a_group_are_turned_alike() -> None:
    table = beside(wide(), LAYOUT, WHOLE)
    assert table is not None
    assert sum(column.width for column in table.columns) == pytest.approx(WHOLE)
    turned = {column.groups: column.turned for column in table.columns}
    assert turned[("Tăng trong kỳ",)]
    assert turned[("Giảm trong kỳ",)]
    assert not table.columns[2].turned  # “Đầu kỳ” is no wider than what stands below it
    number = width_pt("28", face(), 9)
    assert all(column.width > number for column in table.columns)


def test_numbers_too_long_for_one_page_leave_it_to_parts() -> None:
    assert beside(wide(12_345_678), LAYOUT, WHOLE) is None
    assert sum("(tiếp theo)" in page for page in pdf_pages(pdf_bytes(paper(wide(12_345_678)))))


def test_a_turned_title_is_broken_where_it_would_be_too_high() -> None:
    lines = turned_lines("Chuyển đến ngoài tỉnh, ngoài ngành, ngoài nước", 9)
    assert len(lines) == 2
    assert turned_height("Nghỉ hưu", 9) < turned_height("Nghỉ hưu trước tuổi", 9)


def test_on_paper_they_run_upwards_in_letters_of_nine_points() -> None:
    data = pdf_bytes(paper(wide()))
    assert len(pdf_pages(data)) == 2
    assert all("Chuyển đến" in page and "Cuối" in page for page in pdf_pages(data))
    ((left, bottom, right, top), *_others) = text_boxes(data, 0, "ngoài tỉnh 3")
    assert top - bottom > 3 * (right - left)
    with opened_pdf(data) as pdf:
        sizes = {o.get_font_size() for page in pdf for o in page.get_objects() if o.type == 1}
    assert min(sizes) == 9


def test_word_turns_them_and_gives_their_row_its_height() -> None:
    text = part(render(paper(wide()), ".docx"), "word/document.xml")
    assert text.count('<w:textDirection w:val="btLr"/>') == 21
    assert '<w:trHeight w:val="' in text


def test_a_workbook_turns_them_on_one_page() -> None:
    sheet = opened_xlsx(paper(wide())).worksheets[0]
    turned = [c for row in sheet.iter_rows() for c in row if c.alignment.textRotation == 90]
    assert len([c for c in turned if c.value]) == 21
    assert sheet.row_dimensions[turned[0].row].height > turned_height("Chuyển đến ngoài tỉnh 3", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert not sheet.col_breaks.brk
