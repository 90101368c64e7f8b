"""Counts of one or two people in sensitive columns do not leave with a sheet."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from desktop.formats.document import Document, PaperKind
from desktop.formats.table import CellKind, Column, Figure, Role, Row, Table
from desktop.models.errors import Refusal
from desktop.models.figures.returns.return_history import return_history
from desktop.models.figures.returns.returns import lock
from desktop.reports.own_form import FormMapping, UnitRows
from desktop.reports.return_sheet import return_sheet
from desktop.tasks.figures.own_forms import FilledForm, fill_form, told_of
from desktop.tasks.figures.reports import (
    human_sheets,
    make_consolidated,
    make_report,
    placed_report,
)
from desktop.tasks.figures.small_cells import choose_when, hide_small, when_hidden
from desktop.tasks.figures.supplements import make_supplement
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


def test_neither_a_form_of_others_nor_its_sums_tell_of_one_person(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 4)
    book = Workbook()
    book.active.title = "Biểu 01"
    for row in range(4, 8):
        book.active.cell(row, 2, f"CĐCS số {row - 3}")
    book.active["D8"] = "=SUM(D4:D7)"
    book.save(template := tmp_path / "biểu.xlsx")
    rows = UnitRows(first=4, last=7, name="B", columns={"C": "A03", "D": "A03T"})
    cells = {"A1": "A03T", "A2": "A03D @CS-1", "F2": "A03T lũy kế"}
    mapping = FormMapping(cells=cells, units=(rows,))

    def fill(name: str) -> FilledForm:
        return fill_form(store, template, mapping, "2026", tmp_path / name)

    def shown(name: str, *places: str) -> list[object]:
        sheet = load_workbook(fill(name).path).active
        return [sheet[place].value for place in places]

    with store:
        for unit, minority in zip(ids, (1, 40, 9, 0), strict=True):
            enter(store, "2026", unit, A01=50, A03=45, A03T=minority, A03D=2)
        places = ("C4", "D4", "D5", "D6", "D7", "A1", "F2", "A2")
        assert shown("a.xlsx", *places) == [45, 1, 40, 9, 0, 50, 50, 2]
        choose_when(store, "all")
        assert shown("b.xlsx", *places) == [45, "< 3", 40, "ẩn", 0, 50, 50, "< 3"]
        done = fill("c.xlsx")
        assert done.filled.hidden == {"Biểu 01": ["D4", "D6", "A2"]}
        told = done.below["Biểu 01"]
        assert told.startswith("Tạm tính: ")
        assert "không ghi số" in told
        assert told.endswith("Công thức của biểu không tính các ô này.")
        assert "3 ô không ghi số" in told_of(done)[-1]
        enter(store, "2026", ids[1], A03T=0)
        enter(store, "2026", ids[2], A03T=0)
        assert shown("d.xlsx", *places[1:7]) == ["< 3", 0, 0, 0, "ẩn", "ẩn"]


def test_a_total_without_rows_stays_unless_it_is_of_one_union(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 3)
    Workbook().save(template := tmp_path / "biểu.xlsx")
    mapping = FormMapping(cells={"A1": "A03T"})
    with store:
        choose_when(store, "all")
        for unit, written in zip(ids, ("< 3", 2, 2), strict=True):
            enter(store, "2026", unit, A01=50, A03=45, A03T=1 if unit != ids[2] else 0)
            done = fill_form(store, template, mapping, "2026", tmp_path / "x.xlsx")
            assert load_workbook(done.path).active["A1"].value == written


def test_a_supplement_and_a_qr_sheet_tell_no_count_of_one_person(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        enter(store, "2026", ids[0], A01=50, A01N=20, A03=45, A03N=20, A03T=9, A03D=5)
        assert lock(store, "F2", "2026", ids).locked
        enter(store, "2026", ids[0], A03T=2, A03D=6, reason="Đếm lại")
        assert lock(store, "F2", "2026", ids).locked
        said = texts(make_supplement(store, "F2", "2026", "CS-1", tmp_path / "bs.xlsx"))
        assert {9, 2, -7, 5, 6, 1} <= said
        choose_when(store, "all")
        said = texts(make_supplement(store, "F2", "2026", "CS-1", tmp_path / "bs.xlsx"))
        assert {5, 6, "ẩn"} <= said
        assert not {9, 2 - 9} & said
        assert any("số sau là 1 hoặc 2 người" in str(one) for one in said)
        found = return_history(store, "F2", "2026", ids[0])
        for hide in (False, True):
            paper = return_sheet(store, found, found.revisions[-1], "1" * 40, "ab" * 8, "Tỉnh",
                                 hide_small=hide)  # fmt: skip
            table = next(block for block in paper.blocks if isinstance(block, Table))
            (row,) = (one for one in table.rows if one.code == "A03T")
            assert row.cells[4] == ("< 3" if hide else 2)
