"""Counts of one or two people in sensitive columns do not leave with a sheet."""

from pathlib import Path

import pytest

from desktop.formats.document import Document, PaperKind
from desktop.formats.table import CellKind, Column, Figure, Role, Row, Table
from desktop.models.errors import Refusal
from desktop.tasks.figures.reports import (
    human_sheets,
    make_consolidated,
    make_report,
    placed_report,
)
from desktop.tasks.figures.small_cells import choose_when, hide_small, when_hidden
from desktop.tasks.papers.layout_settings import sheet_layout
from tests.formats.reading import pdf_pages
from tests.models.offices import commune, enter


def test_only_small_counts_of_units_in_sensitive_columns_are_hidden() -> None:
    columns = tuple(Column(code, 1, CellKind.COUNT, code=code) for code in ("A03", "A03T", "A03D"))
    rows = (
        Row((2, 2, Figure(1))), Row((9, 1, 0)), Row((1, None, 2)), Row((12, 3, 3), Role.TOTAL)
    )  # fmt: skip
    (table,) = hide_small(Document(PaperKind.FORM, (Table(columns, rows),), "x")).blocks
    assert isinstance(table, Table)
    assert [row.cells for row in table.rows] == [
        (2, "< 3", "< 3"), (9, "< 3", 0), (1, None, "< 3"), (12, 3, 3),
    ]  # fmt: skip


def texts(data: Path) -> set[object]:
    from openpyxl import load_workbook

    book = load_workbook(data)
    return {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


def test_the_office_chooses_when(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 2)
    with store:
        for unit, minority in zip(ids, (1, 40), strict=True):
            enter(store, "2026", unit, A01=50, A03=45, A03T=minority)
        assert when_hidden(store) == "sheets"
        out = make_report(store, "F2", "2026", tmp_path / "f2.xlsx")
        assert "< 3" not in texts(out)
        whole = make_consolidated(store, "2026", tmp_path / "tong-hop.xlsx").path
        assert "< 3" not in texts(whole)
        (sheet,) = human_sheets(store, "2026")
        (tmp_path / "kem.xlsx").write_bytes(sheet.data)
        assert "< 3" in texts(tmp_path / "kem.xlsx")
        choose_when(store, "all")
        assert "< 3" in texts(make_report(store, "F2", "2026", tmp_path / "f2.xlsx"))
        whole = make_consolidated(store, "2026", tmp_path / "tong-hop.xlsx").path
        assert {"< 3", "ẩn", 41} <= texts(whole), "its total stays, and does not tell of the one"
        looked_at = placed_report(store, "F2", "2026", "", sheet_layout(store))
        assert any("< 3" in page for page in pdf_pages(looked_at.pdf))
        choose_when(store, "off")
        assert "< 3" not in texts(make_report(store, "F2", "2026", tmp_path / "f2.xlsx"))
        with pytest.raises(Refusal):
            choose_when(store, "luôn")
