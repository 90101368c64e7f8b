"""Forms through another program: saved by LibreOffice they come home, filled ones reckon."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter

from desktop.models.store.store import Store
from desktop.reports.own_form import FormMapping
from desktop.tasks.figures.issued_forms import issue_form
from desktop.tasks.figures.issued_home import open_form
from desktop.tasks.figures.own_forms import fill_form
from tests.reports.building import OCTOBER, province
from tests.support.office import Office

NOVEMBER = "2026-11"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    store = province(tmp_path)
    yield store
    store.close()


def filled(store: Store, folder: Path) -> Path:
    """The form of P-A with three cells of its school filled in."""
    path = issue_form(store, "F1", NOVEMBER, "P-A", folder / "biểu.xlsx").path
    book = openpyxl.load_workbook(path)
    sheet: Any = book.worksheets[0]
    places = {c.value: (c.row, c.column) for line in sheet.iter_rows() for c in line if c.value}
    for code, value in (("A01", 1205), ("A03", 1100), ("A03N", 1300)):
        sheet.cell(places["row:P-A-01"][0], places[f"col:{code}"][1]).value = value
    book.save(path)
    return path


@pytest.mark.parametrize("suffix", ["ods", "xls", "xlsx"])
def test_a_form_saved_by_another_program_comes_home(
    office: Store, tmp_path: Path, office_tools: Office, suffix: str
) -> None:
    saved = office_tools.convert(filled(office, tmp_path), suffix, tmp_path / "khác")
    found = open_form(office, saved)
    assert {code: entry.value for (_unit, code), entry in found.entries.items()} == {
        "A01": 1205, "A03": 1100, "A03N": 1300}  # fmt: skip
    assert not found.refused


def test_the_checks_in_the_sheet_say_what_is_wrong(
    office: Store, tmp_path: Path, office_tools: Office
) -> None:
    saved = office_tools.convert(filled(office, tmp_path), "ods", tmp_path / "khác")
    sheet = python_calamine.CalamineWorkbook.from_path(saved).get_sheet_by_index(0).to_python()
    texts = {str(cell) for row in sheet for cell in row}
    assert any(text.startswith("Đoàn viên nữ nhiều hơn") for text in texts)
    assert any(text.startswith("Cần xem lại cột Kiểm tra: 1") for text in texts)
    assert {1205, 1100, 1300} <= {cell for row in sheet[-14:] for cell in row}


def test_a_filled_form_shows_totals_of_its_new_figures(
    office: Store, tmp_path: Path, office_tools: Office
) -> None:
    template = tmp_path / "tỉnh.xlsx"
    book = xlsxwriter.Workbook(str(template))
    sheet, other = book.add_worksheet("Biểu"), book.add_worksheet("Tổng")
    sheet.write_formula("B3", "=B1+B2", None, 7)
    other.write_formula("A1", "=Biểu!B1*2", None, 7)
    book.close()
    done = fill_form(office, template, FormMapping(cells={"B1": "A03", "B2": "A03N"}), OCTOBER,
                     tmp_path / "điền.xlsx").path  # fmt: skip
    saved = office_tools.convert(done, "ods", tmp_path / "khác")
    read = python_calamine.CalamineWorkbook.from_path(saved)
    first, second = (read.get_sheet_by_index(n).to_python() for n in (0, 1))
    members, women, both = (row[1] for row in first[:3])
    assert (members, both) == (314, members + women)
    assert second[0][0] == 628
