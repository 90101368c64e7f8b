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


def test_columns_are_named_as_spreadsheets_do() -> None:
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
