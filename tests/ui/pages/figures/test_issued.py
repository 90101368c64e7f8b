"""Giving a form out of the window, and dropping it there when it comes home."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from desktop.models.figures.cells import cells
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.import_dialog import ImportFigures
from desktop.ui.pages.figures.issued import EACH, TOGETHER, FormCameHome, GiveForms, ask_whom
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.ui.pages.figures.driving import figures

Open = Callable[..., tuple[Shell, Reader, list[str]]]
PERIOD = "2026-11"


def dialog_of(shell: Shell, kind: type) -> object:
    shell.settle()
    return next(one for one in shell.findChildren(kind) if one.isVisible())  # type: ignore[type-var]


def given_to_all(
    shell: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[FiguresPage, Path]:
    """The page, and the form it gave out for all the unions together."""
    page, target = figures(shell, PERIOD, "F1"), folder / "F1.xlsx"
    monkeypatch.setattr(page.desk, "choose_target", lambda *_a, **_k: target)
    ask_whom(page)
    giving = dialog_of(shell, GiveForms)
    assert isinstance(giving, GiveForms)
    giving.whom.show_value(TOGETHER)
    giving.perform()
    shell.settle()
    return page, target


def put(path: Path, column: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    row = place = 0
    for line in sheet.iter_rows():
        for cell in line:
            text = str(cell.value or "")
            if text.startswith("row:") and text != "row:period" and not row:
                row = cell.row
            if text == f"col:{column}":
                place = cell.column
    sheet.cell(row, place).value = value
    book.save(path)


def test_a_form_given_to_all_comes_home_by_dropping_it(
    open_commune: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, reader, _units = open_commune()
    page, target = given_to_all(shell, tmp_path, monkeypatch)
    assert target.is_file()
    put(target, "A03", 41)
    page.import_file(target)
    shell.settle()
    home = dialog_of(shell, FormCameHome)
    assert isinstance(home, FormCameHome)
    assert not any(one.isVisible() for one in shell.findChildren(ImportFigures))
    assert "1 ô" in home.deed_button.text()
    home.perform()
    shell.settle()
    values = {
        cell.value
        for row in page.sheet.typed_rows  # type: ignore[union-attr]
        for code, cell in cells(reader, row.unit.id, PERIOD).items()
        if code == "A03"
    }
    assert values == {41}


def test_a_note_is_shown_and_becomes_the_comment_of_its_cell(
    open_commune: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, _reader, _units = open_commune()
    page, target = given_to_all(shell, tmp_path, monkeypatch)
    put(target, "note", "chờ đối chiếu với bảo hiểm")
    page.import_file(target)
    shell.settle()
    home = dialog_of(shell, FormCameHome)
    assert isinstance(home, FormCameHome)
    assert home.deed_button.text() == "Nhận 1 ghi chú"
    (row,) = home.rows.rows()
    assert "chờ đối chiếu với bảo hiểm" in row.reasons[-1]
    assert home.why.text() == "\n".join(row.reasons)
    assert home.why.isVisible()
    home.perform()
    shell.settle()
    noted = [row.comments for row in page.sheet.typed_rows if row.comments]  # type: ignore[union-attr]
    assert [list(one.values()) for one in noted] == [["chờ đối chiếu với bảo hiểm"]]


def test_every_union_gets_a_file_of_its_own(
    open_commune: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, PERIOD, "F3")
    monkeypatch.setattr(page.desk, "choose_folder", lambda *_a, **_k: tmp_path / "biểu")
    ask_whom(page)
    giving = dialog_of(shell, GiveForms)
    assert isinstance(giving, GiveForms)
    assert giving.whom.value() == EACH
    giving.perform()
    shell.settle()
    rows = page.sheet.typed_rows  # type: ignore[union-attr]
    assert len(list((tmp_path / "biểu").glob("*.xlsx"))) == len(rows)


def test_a_forged_form_is_named_in_the_dialog(
    open_commune: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, _reader, _units = open_commune()
    page, target = given_to_all(shell, tmp_path, monkeypatch)
    book = openpyxl.load_workbook(target)
    for row in book["_meta"].iter_rows():
        if row[0].value == "period":
            row[1].value = "2026-12"
    book.save(target)
    page.import_file(target)
    shell.settle()
    asked = dialog_of(shell, ImportFigures)
    assert isinstance(asked, ImportFigures)
    assert "đã bị sửa" in asked.error.text()


def test_a_row_somebody_added_is_told_before_anything_is_taken(
    open_commune: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, _reader, _units = open_commune()
    page, target = given_to_all(shell, tmp_path, monkeypatch)
    put(target, "A03", -4)
    book = openpyxl.load_workbook(target)
    sheet = book.worksheets[0]
    codes = {str(c.value): (c.row, c.column) for line in sheet.iter_rows() for c in line}
    row = max(at for text, (at, _column) in codes.items() if text.startswith("row:"))
    sheet.insert_rows(row)
    sheet.cell(row, 2).value = "CĐCS Trường Mới Thêm"
    sheet.cell(row, codes["col:A03"][1]).value = 12
    book.save(target)
    page.import_file(target)
    shell.settle()
    home = dialog_of(shell, FormCameHome)
    assert isinstance(home, FormCameHome)
    assert home.told.text().endswith("1 ô không nhận; 1 chỗ ghi thêm không nhận.")
    told = home.refused.text()
    assert "-4 là số âm; dòng" in told
    assert "“CĐCS Trường Mới Thêm: 12”: Dòng thêm vào không có mã nên không nhận." in told
    home.reject()
