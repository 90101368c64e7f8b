"""Rows put straight into the sheet's file are the same cells the library would have written."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.formats.document import Document, PaperKind
from desktop.formats.layout import shipped_layout
from desktop.formats.table import Align, CellKind, Column, Figure, Role, Row, Table
from desktop.formats.xlsx import write_xlsx
from desktop.formats.xlsx_rows import BodyRows, letters

COLUMNS = (
    Column("TT", 5, align=Align.CENTER), Column("Tên", 20), Column("Số", 8, CellKind.COUNT),
    Column("%", 8, CellKind.PERCENT, decimals=2),
)  # fmt: skip
_TEXT = st.text(max_size=40).filter(lambda t: "<r>" not in t) | st.sampled_from(
    ["a & b < c", "_x0041_", " trước", "sau ", "hai\ndòng", "=1+1", "chữ " * 60]
)
_NUMBER = st.integers(-(10**17), 10**17) | st.integers(0, 999)
_CELL = st.none() | _TEXT | _NUMBER
_ROW = st.tuples(st.none() | st.integers(1, 9999), _CELL, _CELL,
                 st.none() | st.fractions(0, 5).map(lambda f: Fraction(f).limit_denominator(99))
                 | st.integers(0, 9).map(lambda n: Figure(n, italic=True)))  # fmt: skip


def _read(path: Path) -> tuple[list[object], dict[int, float | None]]:
    from openpyxl import load_workbook

    sheet = load_workbook(path).worksheets[0]
    found: list[object] = [
        (cell.coordinate, cell.data_type, cell.value, cell.number_format, cell.font.b,
         cell.font.i, cell.alignment.horizontal, cell.border.left.style)
        for row in sheet.iter_rows() for cell in row
    ]  # fmt: skip
    return found, {n: d.height for n, d in sheet.row_dimensions.items()}


@settings(max_examples=15, deadline=None)
@given(rows=st.lists(_ROW, max_size=6), coded=st.booleans(), mixed=st.booleans())
def test_they_hold_the_same_cells_formats_and_heights(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, ...]], coded: bool,
    mixed: bool,
) -> None:  # fmt: skip
    made = [Row(cells, code=f"U-{n}" if coded else "") for n, cells in enumerate(rows)]  # type: ignore[arg-type]
    if mixed:
        made.insert(len(made) // 2, Row(("I. Nhóm",), Role.GROUP))
        made.append(Row(("Tổng", None, 3, None), Role.TOTAL, label_span=2))
    table = Table(COLUMNS, tuple(made), name="F1")
    document = Document(PaperKind.FORM, (table,), "F1", "CĐ", landscape=True)
    folder = tmp_path_factory.mktemp("xlsx")
    write_xlsx(document, shipped_layout(), folder / "quick.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BodyRows, "takes", lambda *_args: False)
        write_xlsx(document, shipped_layout(), folder / "plain.xlsx")
    assert _read(folder / "quick.xlsx") == _read(folder / "plain.xlsx")


def test_a_row_is_as_tall_as_its_text_needs_in_the_column_it_gets(tmp_path: Path) -> None:
    """A note that just fits is one line, as in F2; a name too long for its column is two."""
    shares = (10.7, 51.8, 28.4, 16.7, 14.8, 13.2, 13.2, 13.2, 16.7, 14.8, 13.2, 13.2, 12.7, 27.4)
    columns = tuple(Column(str(n), share) for n, share in enumerate(shares))
    blank = ("–",) * 11
    rows = tuple(
        Row(("1", name, *blank, note)) for name, note in (
            ("CĐCS Trạm Y tế An Bình", "chưa có biểu F2"),
            ("CĐCS Công ty Cổ phần Cấp nước Cẩm Lệ", ""),
        )
    )  # fmt: skip
    document = Document(
        PaperKind.FORM, (Table(columns, rows, name="F2"),), "F2", "CĐ", landscape=True
    )
    write_xlsx(document, shipped_layout(), tmp_path / "F2.xlsx")
    from openpyxl import load_workbook

    book = load_workbook(tmp_path / "F2.xlsx")
    sheet = book.worksheets[0]
    place = next(cell.row for row in sheet.iter_rows() for cell in row
                 if cell.value == "chưa có biểu F2")  # fmt: skip
    usual = sheet.row_dimensions[place].height or sheet.sheet_format.defaultRowHeight
    assert usual < 20
    assert sheet.row_dimensions[place + 1].height > 1.5 * usual
    # The widths of columns are counted in digits of the face the cells are written in.
    assert book._fonts[0].name == shipped_layout().font


def test_columns_are_named_as_spreadsheets_do() -> None:
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
