"""A table of too many columns is printed in parts, the names beside each."""

import re
from pathlib import Path

from desktop.formats.document import Closing, Document, FormHead, PaperKind, Signature
from desktop.formats.layout import shipped_layout
from desktop.formats.registry import write
from desktop.formats.table import CellKind, Column, Role, Row, Table, counted_marks
from desktop.formats.table_across import across, parts_of
from tests.formats.reading import (
    opened_docx,
    opened_pdf,
    opened_xlsx,
    part,
    pdf_bytes,
    pdf_pages,
    render,
)
from tests.support.office import Office

FIRST = 100_100
MOST = shipped_layout().table.most_columns
HEAD = FormHead("Cấp trên", "Đơn vị", "Biểu F3", "Biến động", ("Kỳ báo cáo: Tháng 10/2026",))
SIGNED = Closing((Signature(("NGƯỜI LẬP BIỂU",), ""), Signature(("CHỦ TỊCH",), "Lê Văn A")))


def number(title: str, *groups: str) -> Column:
    return Column(title, 8, CellKind.COUNT, groups=groups, code=title)


def movement(rows: int = 2) -> Table:
    """25 columns: opening, seven that came, eleven that left, five at the end.

    Their numbers are too long to stand beside each other even below turned titles.
    """
    came = [number(f"Tăng {n}", "Tăng trong kỳ") for n in range(7)]
    left = [number(f"Giảm {n}", "Giảm trong kỳ") for n in range(11)]
    ends = [number(f"Cuối {n}") for n in range(4)]
    columns = (Column("STT", 5, CellKind.COUNT), Column("Tên đơn vị", 34), number("Đầu kỳ"),
               *came, *left, *ends)  # fmt: skip
    figures = tuple(range(FIRST, FIRST + len(columns) - 2))
    body = [Row((n, f"CĐCS số {n}", *figures), code=f"U{n}") for n in range(1, rows + 1)]
    total = Row(("TỔNG CỘNG", None, *figures), Role.TOTAL, 2)
    note = Row(("Một lời ghi chú.",), Role.NOTE)
    marks = counted_marks(len(columns), texts=2)
    return Table(columns, (*body, total, note), "ĐOÀN VIÊN", marks=marks, name="F3")


def paper(rows: int = 2) -> Document:
    return Document(PaperKind.FORM, (HEAD, movement(rows), SIGNED), "x", landscape=True)


def test_parts_hold_whole_groups_and_are_as_even_as_can_be() -> None:
    columns = movement().columns
    assert [(columns[a].title, columns[b].title) for a, b in parts_of(columns, MOST)] == [
        ("Đầu kỳ", "Tăng 6"), ("Giảm 0", "Cuối 3"),
    ]  # fmt: skip
    assert parts_of(columns[:MOST], MOST) == ((0, MOST - 1),)


def test_a_group_wider_than_a_page_is_parted_itself() -> None:
    columns = (Column("STT", 5), Column("Tên", 30), *[number(f"{n}", "Tháng") for n in range(40)])
    assert parts_of(columns, MOST) == ((2, 21), (22, 41))


def test_each_part_names_its_rows_and_no_figure_is_lost_or_told_twice() -> None:
    table = movement()
    first, second = across(table, MOST)
    assert second.caption == "ĐOÀN VIÊN (tiếp theo)"
    assert first.marks[2:] + second.marks[2:] == table.marks[2:]
    for row, one, other in zip(table.rows[:3], first.rows[:3], second.rows[:3], strict=True):
        assert one.cells[:2] == other.cells[:2] == row.cells[:2]
        assert one.cells[2:] + other.cells[2:] == row.cells[2:]
        assert (one.code, other.role) == (row.code, row.role)
    assert [row.role for row in first.rows[3:]] == []  # the note stands once, at the end
    assert [row.role for row in second.rows[3:]] == [Role.NOTE]


def test_no_letter_of_a_wide_table_is_smaller_than_the_least_size() -> None:
    least = shipped_layout().table.size_by_columns[-1][1]
    data = pdf_bytes(paper(40))
    pages = pdf_pages(data)
    assert all("Tên đơn vị" in page for page in pages)
    assert sum("ĐOÀN VIÊN (tiếp theo)" in page for page in pages) == 1
    with opened_pdf(data) as pdf:
        sizes = {obj.get_font_size() for page in pdf for obj in page.get_objects() if obj.type == 1}
    assert least == min(sizes) == 9


def test_word_has_the_same_parts() -> None:
    first, second = opened_docx(paper()).tables[1:3]
    names = [cell.text for cell in first.columns[1].cells]
    assert names[-3:] == ["CĐCS số 1", "CĐCS số 2", "TỔNG CỘNG"]
    assert "CĐCS số 2" in [cell.text for cell in second.columns[1].cells]
    assert {len(first.columns), len(second.columns)} == {10, 17}


def test_a_workbook_keeps_one_table_and_prints_its_parts_beside_each_other() -> None:
    sheet = opened_xlsx(paper()).worksheets[0]
    assert sheet.print_title_cols == "$A:$B"
    assert [one.id for one in sheet.col_breaks.brk] == [10]
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage  # not made smaller to fit one
    scale = sheet.page_setup.scale / 100
    least = min(c.font.sz for row in sheet.iter_rows() for c in row if c.value == FIRST)
    assert scale * least >= 8.5
    titles = [c.value for row in sheet.iter_rows() for c in row if "BIẾN ĐỘNG" in str(c.value)]
    assert titles == ["BIẾN ĐỘNG", "BIẾN ĐỘNG (tiếp theo)"]


def test_a_spreadsheet_program_prints_names_on_each_page(
    tmp_path: Path, office_tools: Office
) -> None:
    write(paper(30), tmp_path / "F3.xlsx")
    printed = office_tools.convert(tmp_path / "F3.xlsx", "pdf", tmp_path / "out").read_bytes()
    pages = pdf_pages(printed)
    assert all("Tên đơn vị" in page for page in pages)
    assert all(("Tăng 3" in page) != ("Giảm 3" in page) for page in pages)
    assert "Lê Văn A" in pages[-1]
    assert "Một lời ghi chú." in "".join(pages)
    assert not any(re.search("#{2,}", page) for page in pages)


def test_a_number_too_wide_for_its_column_is_shown_smaller() -> None:
    styles = part(render(paper(), ".xlsx"), "xl/styles.xml")
    assert 'shrinkToFit="1"' in styles
