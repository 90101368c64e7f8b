"""A sheet of F2 in the preview: how much goes into F1, and one key that leaves it out."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.figures.cells import cells
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.import_dialog import ImportFigures
from desktop.ui.pages.figures.import_parts import roles
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.ui.pages.figures.driving import KEY, at, figures
from tests.ui.pages.figures.test_import import written

Open = Callable[..., tuple[Shell, Reader, list[str]]]
HALF, MONTH = "2026-H2", "2026-11"
TABLE = """STT,Tên CĐCS,Tổng CNVCLĐ,Tổng số đoàn viên,Đoàn viên nữ,UV BCH
1,CĐCS Trường 1,102,81,30,5
2,CĐCS Trường 2,101,80,30,7
"""
MEMBERS = "STT,Tên CĐCS,Tổng CNVCLĐ,Tổng số đoàn viên\n1,CĐCS Trường 1,102,81\n"


def opened(shell: Shell, page: FiguresPage, path: Path) -> ImportFigures:
    page.import_file(path)
    shell.settle()
    (found,) = [one for one in QApplication.topLevelWidgets()
                if isinstance(one, ImportFigures) and one.isVisible()]  # fmt: skip
    return found


def test_the_preview_tells_how_much_goes_into_which_form_and_one_undo_takes_it_back(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, HALF, "F2")
    found = opened(shell, page, written(tmp_path, TABLE))
    assert "6 ô vào biểu F1 tháng 11/2026, 2 ô vào biểu F2." in found.told.text()
    assert (found.along.isVisible(), found.along.isChecked()) == (True, True)
    assert found.along.text() == "&Nhận cả vào biểu F1 tháng 11/2026"
    assert "không nhận ở biểu F2" not in found.understood.text()
    found.perform()
    shell.settle()
    assert cells(reader, units[0], HALF).keys() == {"A10"}
    assert cells(reader, units[0], MONTH)["A03"].value == 81
    (said,) = [strip.message.text for strip in shell.messages.strips()]
    assert "6 ô vào biểu F1 tháng 11/2026, 2 ô vào biểu F2. Bấm Ctrl+Z" in said
    assert page.grid is not None
    shown = page.grid.cells.model().index(*at(page, "A03"))
    assert shown.data() == "81"  # the form shows at once what its month holds
    shell.undo()
    shell.settle()
    assert not cells(reader, units[0], HALF)
    assert not cells(reader, units[0], MONTH)
    told = shell.status.saved.text()
    assert told.endswith(": biểu F2 6 tháng cuối năm 2026, biểu F1 tháng 11/2026")


def test_alt_n_leaves_the_other_form_out_and_the_sender_keeps_it(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, HALF, "F2")
    found = opened(shell, page, written(tmp_path, TABLE))
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(found, KEY.Key_N, alt)
    QTest.qWait(200)
    shell.settle()
    assert found.corrections.own is True
    assert "6 ô của biểu F1 tháng 11/2026 không nhận, 2 ô vào biểu F2." in found.told.text()
    assert {cell.into for row in found.rows.rows() for cell in row.cells} == {""}
    found.perform()
    shell.settle()
    assert cells(reader, units[0], HALF)["A10"].value == 5
    assert not cells(reader, units[0], MONTH)
    again = opened(shell, page, written(tmp_path, TABLE))
    assert (again.along.isVisible(), again.along.isChecked()) == (True, False)
    assert "Theo lần trước, chỉ nhận số của biểu F2." in again.understood.text()


def test_a_locked_month_asks_for_a_reason_and_stops_nothing(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, reader, units = open_commune(before="2026-11")
    page = figures(shell, HALF, "F2")
    found = opened(shell, page, written(tmp_path, TABLE))
    assert not found._reason_row.isHidden()
    assert "Không có ô nào vào biểu F1 tháng 11/2026, 2 ô vào biểu F2." in found.told.text()
    said = "Báo cáo F1 tháng 11/2026 của đơn vị đã chốt, số của biểu đó chưa nhận"
    assert said in found.remarks.text()  # of every row, so once
    found.perform()
    shell.settle()
    assert cells(reader, units[0], HALF)["A10"].value == 5
    assert cells(reader, units[0], MONTH)["A03"].value == 80
    again = opened(shell, page, written(tmp_path, TABLE))
    again.reason.setText("Đơn vị gửi lại")
    again.reason.commit()
    shell.settle()
    again.perform()
    shell.settle()
    assert cells(reader, units[0], MONTH)["A03"].value == 81


def test_an_import_that_changes_nothing_does_not_offer_to_undo_it(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, HALF, "F2")
    for _twice in range(2):
        opened(shell, page, written(tmp_path, MEMBERS)).perform()
        shell.settle()
    assert cells(reader, units[0], MONTH)["A03"].value == 81
    (said,) = [strip.message.text for strip in shell.messages.strips()]
    assert said == "Sổ đã có đủ các số nhận từ bảng tháng 10.csv, không có gì thay đổi."


def test_a_column_may_be_told_to_be_what_the_form_shows_of_another(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, HALF, "F2")
    assert page.sheet is not None
    assert {"A01", "A03", "A03N"} < {value for _text, value in roles(page.sheet)}
    text = TABLE.replace("Tổng CNVCLĐ", "Cột lạ")
    found = opened(shell, page, written(tmp_path, text))
    found.columns.go_to("C")
    found.role.chosen.emit("A01")
    shell.settle()
    found.perform()
    shell.settle()
    assert cells(reader, units[0], MONTH)["A01"].value == 102


def test_a_row_of_which_nothing_lands_is_not_said_to_be_taken(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, HALF, "F2")
    found = opened(shell, page, written(tmp_path, MEMBERS.replace("102,81", "60,81")))
    (row,) = found.rows.rows()
    assert found.looks.shown(row)[0] == "nhận, cần xem"  # more members than workers
    found.along.click()
    shell.settle()
    (row,) = found.rows.rows()
    assert found.looks.shown(row)[0] == "để đối chiếu, cần xem"
    assert not found.deed_button.isEnabled()
