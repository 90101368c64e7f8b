"""The province's own form named by clicking in the window, then filled."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from PySide6.QtCore import Qt

from desktop.tasks.figures.own_forms import remembered_mapping
from desktop.ui.pages.reports.own_form import NameCells, choose_form
from desktop.ui.shell import Shell
from tests.support.keyboard import press, type_text
from tests.ui.pages.offices import (
    PERIOD,
    connect,
    enter_month,
    front,
    make_commune,
    make_province,
    window,
)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def commune(tmp_path: Path) -> Path:
    (tmp_path / "tệp").mkdir()
    make_province(tmp_path / "tỉnh")
    make_commune(tmp_path / "xã")
    connect(tmp_path / "tỉnh", tmp_path / "xã", tmp_path / "tệp")
    enter_month(tmp_path / "xã", locked=False)
    return tmp_path / "xã"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "Biểu của tỉnh.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Biểu 01")
    sheet.merge_range("A1:D1", "BÁO CÁO")
    sheet.write("A5", "Đoàn viên")
    sheet.write_formula("C5", "=B5*2", None, 0)
    sheet.insert_textbox("F2", "Hộp chữ")
    book.close()
    return path


def naming(shell: Shell, form: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, NameCells]:
    if shell.front_id() != "reports":
        shell.go("reports")
        shell.settle()
    page = front(shell)
    page._ask()
    shell.settle()
    page.options.period.show_value(PERIOD)
    monkeypatch.setattr(shell.desk, "choose_file", lambda *_a, **_k: form)
    choose_form(page)
    shell.settle()
    return page, next(one for one in shell.findChildren(NameCells) if one.isVisible())


def click(dialog: NameCells, row: int, column: int) -> None:
    dialog.table.setCurrentIndex(dialog.picture.index(row - 1, column - 1))


def test_cells_are_named_once_and_filled_again(
    commune: Path, form: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window(commune) as shell:
        _page, dialog = naming(shell, form, monkeypatch)
        assert not dialog.deed_button.isEnabled()
        click(dialog, 5, 2)
        dialog.search.setText("A03")
        dialog._offer()
        dialog.source.show_value("A03")
        dialog.put_cell()
        click(dialog, 1, 1)
        dialog.search.setText("")
        dialog._offer()
        dialog.source.show_value("{unit}")
        dialog.put_cell()
        assert dialog.picture.data(dialog.picture.index(4, 1)) == "« A03 »"
        out = tmp_path / "đã điền.xlsx"
        monkeypatch.setattr(shell.desk, "choose_target", lambda *_a, **_k: out)
        dialog.perform()
        shell.settle()
        sheet = openpyxl.load_workbook(out)["Biểu 01"]
        assert isinstance(sheet["B5"].value, int)
        assert sheet["B5"].value > 0
        assert sheet["C5"].value == "=B5*2"
        assert str(sheet["A1"].value).startswith("Công đoàn")
        assert remembered_mapping(shell.desk.read, form) is not None
        _page, again = naming(shell, form, monkeypatch)
        assert again.draft.source_at("Biểu 01", "B5") == "A03"
        click(again, 5, 2)
        again.clear()
        assert again.draft.source_at("Biểu 01", "B5") == ""
        again.reject()


def test_cells_of_a_form_that_changed_are_shown_where_their_words_are_now(
    commune: Path, form: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window(commune) as shell:
        _page, dialog = naming(shell, form, monkeypatch)
        click(dialog, 5, 2)
        dialog.source.show_value("A03")
        dialog.put_cell()
        monkeypatch.setattr(shell.desk, "choose_target", lambda *_a, **_k: tmp_path / "ra.xlsx")
        dialog.perform()
        shell.settle()
        book = openpyxl.load_workbook(form)
        book["Biểu 01"].insert_rows(5)
        book["Biểu 01"]["A5"], book["Biểu 01"]["C6"] = "Lao động", None
        later = tmp_path / "sau" / form.name
        later.parent.mkdir()
        book.save(later)
        _page, again = naming(shell, later, monkeypatch)
        assert again.draft.source_at("Biểu 01", "B5") == ""
        assert again.draft.source_at("Biểu 01", "B6") == "A03"
        assert again.error.isVisible()
        assert "Biểu 01!B5 nay ở Biểu 01!B6" in again.error.text()
        again.reject()


def test_a_cell_with_a_formula_is_refused_when_it_is_named(
    commune: Path, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window(commune) as shell:
        _page, dialog = naming(shell, form, monkeypatch)
        click(dialog, 5, 3)
        dialog.source.show_value("A03")
        dialog.put_cell()
        assert "có công thức" in dialog.error.text()
        assert dialog.error.isVisible()
        assert dialog.draft.source_at("Biểu 01", "C5") == ""
        click(dialog, 5, 2)
        dialog.put_cell()
        assert not dialog.error.isVisible()
        assert dialog.draft.source_at("Biểu 01", "B5") == "A03"
        dialog.reject()


def test_what_was_named_is_kept_where_the_form_cannot_be_filled(
    commune: Path, form: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window(commune) as shell:
        _page, dialog = naming(shell, form, monkeypatch)
        click(dialog, 5, 2)
        dialog.source.show_value("A03")
        dialog.put_cell()
        dialog.draft.set_cell("Biểu 01", "C5", "A03")
        monkeypatch.setattr(shell.desk, "choose_target", lambda *_a, **_k: tmp_path / "ra.xlsx")
        dialog.perform()
        shell.settle()
        assert not (tmp_path / "ra.xlsx").exists()
        kept = remembered_mapping(shell.desk.read, form)
        assert kept is not None


def test_cells_named_and_not_filled_wait_for_the_next_opening(
    commune: Path, form: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window(commune) as shell:
        _page, dialog = naming(shell, form, monkeypatch)
        assert dialog.went_on.isHidden()
        click(dialog, 5, 2)
        dialog.source.show_value("A03")
        dialog.put_cell()
        monkeypatch.setattr(shell.desk, "choose_target", lambda *_a, **_k: None)
        dialog.perform()
        assert dialog.isVisible()  # nowhere to write to is no reason to lose the clicks
        dialog.reject()
        shell.settle()
    with window(commune) as shell:
        _page, dialog = naming(shell, form, monkeypatch)
        assert dialog.draft.cells == {("Biểu 01", "B5"): "A03"}
        assert dialog.went_on.isVisible()
        dialog.take_back()
        assert not dialog.draft.cells
        click(dialog, 5, 2)
        dialog.put_cell()
        monkeypatch.setattr(shell.desk, "choose_target", lambda *_a, **_k: tmp_path / "ra.xlsx")
        dialog.perform()
        shell.settle()
        assert (tmp_path / "ra.xlsx").exists()
        _page, dialog = naming(shell, form, monkeypatch)
        assert dialog.went_on.isHidden()


def test_a_column_of_unions_needs_a_last_row(
    commune: Path, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window(commune) as shell:
        _page, dialog = naming(shell, form, monkeypatch)
        click(dialog, 10, 3)
        dialog.source.show_value("A03")
        dialog.put_column()
        assert "dòng cuối" in dialog.error.text()
        dialog.last.setText("60")
        dialog.put_column()
        assert dialog.draft.source_at("Biểu 01", "C33") == "A03"
        dialog.reject()


def test_a_merged_cell_is_named_by_its_first_and_a_mistake_is_taken_back_by_keys(
    commune: Path, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window(commune) as shell:
        _page, dialog = naming(shell, form, monkeypatch)
        asked: list[object] = []
        monkeypatch.setattr(shell.desk, "choose_target", lambda *a, **_k: asked.append(a))
        click(dialog, 1, 3)
        dialog.source.show_value("{unit}")
        press(dialog.table, Qt.Key.Key_Return)
        assert dialog.draft.source_at("Biểu 01", "A1") == "{unit}"
        assert dialog.draft.source_at("Biểu 01", "C1") == ""
        press(dialog.table, Qt.Key.Key_Delete)
        assert not dialog.draft.cells
        press(dialog.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert dialog.draft.source_at("Biểu 01", "A1") == "{unit}"
        type_text(dialog.search, "A03")
        press(dialog.search, Qt.Key.Key_Return)
        dialog.source.show_value("A03")
        click(dialog, 10, 3)
        type_text(dialog.last, "20")
        press(dialog.last, Qt.Key.Key_Return)
        assert dialog.draft.source_at("Biểu 01", "C15") == "A03"
        press(dialog.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert not dialog.draft.columns
        assert dialog.draft.source_at("Biểu 01", "A1") == "{unit}"
        assert not asked  # Enter in a field never fills the form
        dialog.reject()


def test_words_of_a_form_are_shown_whole_and_told_beside(
    commune: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long, longer = (
        "Kết nạp tại CĐCS đã có",
        "Kết nạp, công nhận tại CĐCS, nghiệp đoàn thành lập mới",
    )
    path = tmp_path / "Biểu rộng.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Biểu 01")
    sheet.merge_range("A1:D1", "BÁO CÁO SỐ LIỆU THÁNG CỦA TOÀN TỈNH, CÁC NGÀNH VÀ KHU CÔNG NGHIỆP")
    sheet.write_row("A3", [long, longer, "1"])
    book.close()
    with window(commune) as shell:
        _page, dialog = naming(shell, path, monkeypatch)
        table, model = dialog.table, dialog.picture
        measure = table.fontMetrics()
        assert table.columnWidth(0) > measure.horizontalAdvance(long)
        assert table.columnWidth(1) < measure.horizontalAdvance(longer)
        assert table.rowHeight(2) >= table.sizeHintForRow(2)
        assert table.rowHeight(0) < table.rowHeight(2)
        assert model.data(model.index(2, 1), Qt.ItemDataRole.ToolTipRole) == longer
        click(dialog, 3, 2)
        dialog.source.show_value("A03")
        dialog.put_cell()
        assert model.data(model.index(2, 1), Qt.ItemDataRole.ToolTipRole) == f"{longer}\n« A03 »"
        dialog.reject()


def test_a_cell_may_take_the_figure_of_a_unit_named_in_the_window(
    commune: Path, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window(commune) as shell:
        _page, dialog = naming(shell, form, monkeypatch)
        click(dialog, 5, 2)
        dialog.source.show_value("A03")
        unit = dialog.whose.itemText(1)
        dialog.whose.setCurrentIndex(1)
        dialog.kind.show_value("FDI")
        dialog.put_cell()
        source = dialog.draft.source_at("Biểu 01", "B5")
        assert source == f"A03;LH=FDI @{dialog.whose.value()}"
        assert unit
        dialog.reject()
