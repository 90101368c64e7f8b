"""Workbooks of reports: ready to print, numbers as numbers, readable again."""

from datetime import date

import pytest

from desktop.formats.text import document_text
from desktop.models.store.store import Store
from desktop.reports.meta import data_digest, meta
from desktop.reports.registry import all_reports
from tests.reports.building import OCTOBER, by_code, locked, type_in
from tests.reports.looking import workbook
from tests.support.places import Everywhere


@pytest.mark.parametrize("form", sorted(all_reports()))
def test_every_sheet_prints_on_landscape_a4_with_repeated_heads(office: Store, form: str) -> None:
    for sheet in workbook(all_reports()[form].build(office, OCTOBER)).worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == "9"
        whole = not sheet.col_breaks.brk
        assert sheet.sheet_properties.pageSetUpPr.fitToPage is (True if whole else None)
        assert not whole or (sheet.page_setup.fitToWidth or 1) == 1
        assert whole or sheet.print_title_cols == "$A:$B"
        assert sheet.print_title_rows
        assert sheet.freeze_panes


def test_numbers_are_numbers_and_ratios_are_percentages(office: Store) -> None:
    sheet = workbook(all_reports()["F4"].build(office, OCTOBER))["F4"]
    found = {row[1].value: row for row in sheet.iter_rows() if row[1].value}
    members = found["Tổng số đoàn viên"][4]
    assert (members.value, members.data_type, members.number_format) == (314, "n", "#,##0")
    ratio = found["Tỷ lệ đoàn viên trên CNVCLĐ"][4]
    assert ratio.number_format == "0.00%"
    assert ratio.value == pytest.approx(314 / 341)


def test_codes_of_columns_and_rows_are_kept_hidden(office: Store) -> None:
    sheet = workbook(all_reports()["F1"].build(office, OCTOBER))["F1"]
    hidden = [number for number, row in sheet.row_dimensions.items() if row.hidden]
    codes = [cell.value for cell in sheet[hidden[0]]]
    assert codes[4:10] == ["A01", "men_A01", "A01N", "A03", "men_A03", "A03N"]
    units = {cell.value for cell in sheet["R"] if cell.value}
    assert sheet.column_dimensions["R"].hidden
    assert {"P-A-01", "P-B-01", "T-01"} <= units


def test_the_hidden_sheet_says_what_the_workbook_was_made_from(office: Store) -> None:
    locked(office, OCTOBER, "P-A-01")
    document = all_reports()["F1"].build(office, OCTOBER)
    book = workbook(document, meta(office, OCTOBER, document, "F1"))
    sheet = book["_meta"]
    assert sheet.sheet_state == "hidden"
    found = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert found["unit_code"] == "QT"
    assert (found["period"], found["form"], found["revision"]) == (OCTOBER, "F1", "1")
    assert found["form_version"] == office.packs.forms["F1"].version
    assert found["sha256"] == data_digest(document)
    assert not found["as_known_on"]
    then = meta(office, OCTOBER, document, "F1", known_on=date(2026, 11, 5))
    assert then["as_known_on"] == "2026-11-05"


@pytest.mark.parametrize(
    ("form", "sheet", "totals"),
    [("F1", "F1", {"TỔNG CỘNG"}), ("F3", "F3 Đoàn viên", {"TỔNG CỘNG"}),
     ("F4", "F4", {"Cộng đoàn viên tăng", "Đoàn viên thực tăng"})],
)  # fmt: skip
def test_totals_are_locked_and_no_other_cell(
    office: Store, form: str, sheet: str, totals: set[str]
) -> None:
    document = all_reports()[form].build(office, OCTOBER)
    made = workbook(document, meta(office, OCTOBER, document, form))
    found, free = set(), 0
    for row in made[sheet].iter_rows():
        cells = [cell for cell in row if cell.has_style]
        locked_cells = [cell for cell in cells if cell.protection.locked]
        title = str(row[0].value if form != "F4" else row[1].value)
        if locked_cells:
            found.add(title)
            assert len(locked_cells) >= len(made[sheet].column_dimensions) // 2
        free += len(cells) - len(locked_cells)
    assert totals <= found
    assert all(one in totals or one.startswith(("Trong đó", "Cộng", "Phát triển")) for one in found)
    assert free > 50
    kept = made[sheet].protection
    assert (kept.sheet, kept.password) == (True, None)
    assert not any((kept.sort, kept.autoFilter, kept.formatColumns, kept.formatRows,
                    kept.formatCells, kept.insertRows, kept.deleteRows))  # fmt: skip
    assert not made[sheet].column_dimensions["A"].protection.locked, "cells nobody wrote"
    assert made["_meta"].protection.sheet


def test_a_sheet_without_totals_is_not_protected(office: Store) -> None:
    document = all_reports()["F5"].build(office, OCTOBER)
    made = workbook(document, meta(office, OCTOBER, document, "F5"))
    assert not made["F5"].protection.sheet


def test_the_digest_follows_the_figures_and_nothing_else(office: Store) -> None:
    build = all_reports()["F1"].build
    before = data_digest(build(office, OCTOBER))
    assert data_digest(build(office, OCTOBER)) == before
    type_in(office, by_code(office, "P-A-01"), OCTOBER, A03=51)
    assert data_digest(build(office, OCTOBER)) != before


@pytest.mark.parametrize("form", sorted(all_reports()))
def test_a_report_is_the_same_in_every_place(
    office: Store, everywhere: Everywhere, form: str
) -> None:
    build = all_reports()[form].build
    text = everywhere.same(lambda: document_text(build(office, OCTOBER)))
    assert "tháng" in text.lower()
