"""Columns share the page, and the words of their titles stay in one piece."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.formats.document import Document, PaperKind
from desktop.formats.faces import face, width_pt
from desktop.formats.table import CellKind, Column, Role, Row, Table
from desktop.formats.table_widths import column_widths
from tests.formats.reading import opened_xlsx, pdf_bytes, pdf_pages

EDGES = 4.0


def test_columns_whose_titles_fit_keep_their_shares() -> None:
    columns = (Column("Tên", 30), Column("Số", 10, CellKind.COUNT))
    assert column_widths(columns, 400, 9, EDGES) == [300, 100]


def test_a_column_of_words_gives_a_narrow_one_what_its_title_needs() -> None:
    columns = (Column("Tên đơn vị", 60), Column("Số", 36, CellKind.COUNT),
               Column("Tổng số CNVCLĐ", 4, CellKind.COUNT))  # fmt: skip
    name, figure, narrow = column_widths(columns, 400, 9, EDGES)
    assert narrow >= width_pt("CNVCLĐ", face(bold=True), 9) + EDGES
    assert figure == 144
    assert abs(name + figure + narrow - 400) < 1e-6


@given(
    st.lists(st.tuples(st.text(max_size=12), st.floats(0, 50), st.booleans()), max_size=30),
    st.floats(50, 800),
)
def test_the_columns_fill_the_page_whatever_they_are(
    columns: list[tuple[str, float, bool]], whole: float
) -> None:
    made = [
        Column(title, width, CellKind.COUNT if counted else CellKind.TEXT)
        for title, width, counted in columns
    ]
    widths = column_widths(made, whole, 9, EDGES)
    assert all(width >= 0 for width in widths)
    if any(width for _title, width, _counted in columns):
        assert abs(sum(widths) - whole) < 0.01


def test_no_title_is_broken_within_a_word_on_paper_or_in_a_workbook() -> None:
    narrow = [Column("Tổng số CNVCLĐ", 2, CellKind.COUNT) for _ in range(4)]
    table = Table((Column("STT", 4), Column("Tên", 30), *narrow), (Row((1, "A", *range(4))),))
    document = Document(PaperKind.FORM, (table,), "x", landscape=True)
    assert pdf_pages(pdf_bytes(document))[0].count("CNVCLĐ") == 4
    sheet = opened_xlsx(document).worksheets[0]
    needed = width_pt("CNVCLĐ", face(bold=True), 12) / 5.25
    assert all(sheet.column_dimensions[name].width >= needed for name in "CDEF")


def test_a_total_is_as_wide_as_its_number() -> None:
    columns = (Column("Đơn vị", 80), Column("Tổng", 7, CellKind.COUNT), Column("Ghi chú", 40))
    plain = column_widths(columns, 400, 9, EDGES)
    rows = (Row(("CĐCS", 105, "người/CĐCS")), Row(("Cộng", 1_115_090, None), Role.TOTAL))
    wide = column_widths(columns, 400, 9, EDGES, rows)
    needed = width_pt("1.115.090", face(bold=True), 9) + EDGES
    assert plain[1] < needed <= wide[1]
    assert sum(wide) == pytest.approx(400)


def test_a_label_over_several_columns_widens_none() -> None:
    columns = (Column("A", 10), Column("Tên", 40), Column("Số", 10, CellKind.COUNT))
    rows = (Row(("TỔNGCỘNG", None, 5), Role.TOTAL, label_span=2),)
    assert column_widths(columns, 400, 9, EDGES, rows) == column_widths(columns, 400, 9, EDGES)


def test_columns_without_a_word_make_room_for_names_in_one_line() -> None:
    columns = (Column("STT", 6, CellKind.COUNT), Column("Tên đơn vị", 30), Column("Địa chỉ", 30),
               Column("Ghi chú", 20))  # fmt: skip
    name = "CĐCS Công ty Cổ phần Cấp nước Hưng Thịnh"
    rows = [Row((n, name, None, None)) for n in range(1, 21)]
    widths = column_widths(columns, 400, 9, EDGES, rows)
    plain = column_widths(columns, 400, 9, EDGES)
    assert widths[1] >= width_pt(name, face(), 9) + EDGES > plain[1]
    assert all(width >= own / 2 for width, own in zip(widths, plain, strict=True))
    assert abs(sum(widths) - 400) < 1e-6


def test_one_long_remark_among_many_rows_takes_no_room_from_the_others() -> None:
    columns = (Column("Tên đơn vị", 30), Column("Địa chỉ", 20), Column("Ghi chú", 20))
    rows = [Row(("CĐCS", None, "Đã bị trả lại, chờ nộp lại " * 9 if n == 3 else None))
            for n in range(40)]  # fmt: skip
    assert column_widths(columns, 400, 9, EDGES, rows) == column_widths(columns, 400, 9, EDGES)
