"""Figures from a file: shown row by row, corrected, taken as one step that one undo takes back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.intake.figures.result import TOGETHER, CellReading, FiguresReading, ReadRow
from desktop.models.figures.cells import cells
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.import_dialog import ImportFigures
from desktop.ui.pages.figures.import_looks import Looks
from desktop.ui.pages.figures.import_parts import summary
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.ui.pages.figures.driving import KEY, at, figures, grid, in_store
from tests.ui.test_store_thread import until

Open = Callable[..., tuple[Shell, Reader, list[str]]]
TABLE = """BẢNG SỐ LIỆU THÁNG 10

STT,Tên CĐCS,Tổng CNVCLĐ,Trong đó nữ,Tổng số đoàn viên,Đoàn viên nữ
1,CĐCS Trường 1,102,41,80,30
2,Trường THCS Xa Lạ,99,40,80,30
3,CĐCS Trường 3,101,42,80,30
Tổng cộng,,302,123,240,90
"""


def opened(shell: Shell, page: FiguresPage, path: Path | None) -> ImportFigures:
    page.import_file(path)
    shell.settle()
    return dialog()


def dialog() -> ImportFigures:
    (found,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, ImportFigures)]
    return found


def written(folder: Path, text: str = TABLE) -> Path:
    path = folder / "bảng tháng 10.csv"
    path.write_text(text, encoding="utf-8")
    return path


def statuses(found: ImportFigures) -> dict[int, str]:
    assert found.reading is not None
    return {row.source_row: row.status for row in found.reading.rows}


def test_every_row_is_shown_and_what_stands_is_taken_as_one_step(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    found = opened(shell, page, written(tmp_path))
    assert statuses(found)[5] == "refused"
    assert found.focusWidget() is found.rows  # Enter looks into a row, it chooses no other file
    assert cells(reader, units[0], "2026-10") == {}
    found.perform()
    shell.settle()
    assert cells(reader, units[0], "2026-10")["A01"].value == 102
    assert cells(reader, units[1], "2026-10") == {}
    assert cells(reader, units[2], "2026-10")["A01N"].value == 42
    assert page.grid is not None
    assert page.window().focusWidget() is page.grid.cells  # else Enter asks for a file again
    assert shell.messages.strips()
    shell.undo()
    shell.settle()
    assert not shell.messages.strips()  # what it told is no longer so
    assert all("A01" not in cells(reader, unit, "2026-10") for unit in units)


def test_a_row_is_told_its_unit_and_another_is_left_out(open_commune: Open, tmp_path: Path) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    found = opened(shell, page, written(tmp_path))
    found.rows.go_to(5)
    found.units.chosen.emit(units[1])
    shell.settle()
    assert statuses(found)[5] != "refused"
    found.rows.go_to(4)
    found._skip()
    shell.settle()
    found.perform()
    shell.settle()
    assert cells(reader, units[1], "2026-10")["A01"].value == 99
    assert "A01" not in cells(reader, units[0], "2026-10")


def test_a_column_is_told_what_it_holds(open_commune: Open, tmp_path: Path) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    text = TABLE.replace("Tổng CNVCLĐ", "Cột lạ").replace("Trong đó nữ", "Cột lạ nữa")
    found = opened(shell, page, written(tmp_path, text))
    found.columns.go_to("C")
    found.role.chosen.emit("A01")
    shell.settle()
    assert found.reading is not None
    assert {one.letter: one.role for one in found.reading.columns}["C"] == "A01"
    found.perform()
    shell.settle()
    assert cells(reader, units[0], "2026-10")["A01"].value == 102


def test_a_file_dropped_on_the_page_opens_the_preview(open_commune: Open, tmp_path: Path) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(written(tmp_path)))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    page._main.dropEvent(event)
    shell.settle()
    assert len(statuses(dialog())) == 3


def test_a_file_that_is_no_table_is_refused_in_one_sentence(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    picture = tmp_path / "ảnh.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    found = opened(shell, page, picture)
    assert found.error.text()
    assert not found.deed_button.isEnabled()


def test_rows_of_locked_returns_ask_for_a_reason(open_commune: Open, tmp_path: Path) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, "2026-09", "F1")
    found = opened(shell, page, written(tmp_path, TABLE.replace("THÁNG 10", "THÁNG 9")))
    assert set(statuses(found).values()) == {"refused"}
    found.rows.go_to(4)
    said = "Báo cáo của đơn vị đã chốt; ghi lý do thì nhận được."
    assert found.why.text() == said  # in full, and no code in it
    assert not found._reason_row.isHidden()
    found.reason.setText("Đơn vị gửi lại")
    found.reason.commit()
    shell.settle()
    assert statuses(found)[4] != "refused"
    found.perform()
    shell.settle()
    assert cells(reader, units[0], "2026-09")["A01"].value == 102
    assert reader.fields("reason", f"2026-09|{units[0]}")["A01"] == "Đơn vị gửi lại"


def test_sheets_under_one_header_are_offered_together_and_corrected_row_by_row(
    open_commune: Open, tmp_path: Path
) -> None:
    made = Workbook()
    made.remove(made.active)
    head = ["STT", "Tên đơn vị", "Tổng số CNVCLĐ", "Trong đó nữ", "Tổng số đoàn viên", "ĐV nữ"]
    for name, listed in (("Cụm 1", (1, 2)), ("Cụm 2", (3, 1))):
        sheet = made.create_sheet(name)
        for line in (head, *([n, f"CĐCS Trường {n}", 100 + n, 40, 80, 30] for n in listed)):
            sheet.append(line)
    made["Cụm 2"]["C3"] = 99
    path = tmp_path / "hai cụm.xlsx"
    made.save(path)
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    found = opened(shell, page, path)
    assert len(found.rows.rows()) == 2
    assert "“Cả 2 trang cùng biểu”" in found.remarks.text()
    found.sheets.chosen.emit(TOGETHER)
    shell.settle()
    assert found.sheets.currentText() == "Cả 2 trang cùng biểu"
    assert not found.remarks.isVisible()
    status = {row.place: row.status for row in found.rows.rows()}
    assert (status["Cụm 1: 2"], status["Cụm 2: 3"]) == ("refused", "refused")
    found.rows.go_to(("Cụm 2", 3))
    found._skip()
    shell.settle()
    found.perform()
    shell.settle()
    assert [cells(reader, unit, "2026-10")["A01"].value for unit in units] == [101, 102, 103]
    shell.undo()
    shell.settle()
    assert all("A01" not in cells(reader, unit, "2026-10") for unit in units)


def unit_sheets(path: Path) -> Path:
    made = Workbook()
    made.remove(made.active)
    for number in (1, 2, 3):
        sheet = made.create_sheet(f"Phiếu {number}")
        for line in (["PHIẾU THÁNG 10/2026"], ["Tên CĐCS", f"CĐCS Trường {number}"],
                     ["Tổng số CNVCLĐ", 100 + number], ["Tổng số đoàn viên", 80]):  # fmt: skip
            sheet.append(line)
    made.create_sheet("HƯỚNG DẪN").append(["Mỗi CĐCS điền một trang."])
    made.save(path)
    return path


def test_sheets_of_units_are_read_together_and_one_may_be_chosen_alone(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    found = opened(shell, page, unit_sheets(tmp_path / "phiếu.xlsx"))
    places = [row.place for row in found.rows.rows()]
    assert places == ["Phiếu 1: cột B", "Phiếu 2: cột B", "Phiếu 3: cột B"]
    assert found.sheets.currentText() == "Cả 3 trang cùng biểu"
    assert "Đọc cùng 3 trang. Trang không đọc: HƯỚNG DẪN." in found.told.text()
    found.sheets.chosen.emit("Phiếu 2")
    shell.settle()
    assert [row.unit for row in found.rows.rows()] == ["CĐCS Trường 2"]
    assert not found.sheets.isHidden()
    assert "“Cả 3 trang cùng biểu”" in found.remarks.text()
    found.sheets.chosen.emit(TOGETHER)
    shell.settle()
    found.perform()  # what is remarked of them all stands above the rows: this is the consent
    shell.settle()
    assert [cells(reader, unit, "2026-10")["A01"].value for unit in units] == [101, 102, 103]
    shell.undo()
    shell.settle()
    assert all("A01" not in cells(reader, unit, "2026-10") for unit in units)


def test_rows_only_for_comparing_are_counted_apart() -> None:
    rows = (
        ReadRow(4, "A", "accepted", (CellReading("A01", "D4", "50", 50, home="F1"),)),
        ReadRow(5, "A", "accepted", (CellReading("E07", "D5", "3", 3),)),
    )
    told = FiguresReading("F4", "2026-10", "phiếu.xlsx", "", "A", ("A",), (), rows, (), ())
    assert "1 dòng nhận được" in summary(told, Looks())
    assert "1 dòng chỉ để đối chiếu" in summary(told, Looks())


MESSY = """PHỤ LỤC SỐ LIỆU\t\t\t
STT\tTên CĐCS\tTổng số đoàn viên\tTổng CNVCLĐ
1\tCĐCS Trường 1\t80\t1.02
2\tCĐCS Trường Cũ Kỹ\t80\t99
3\tCĐCS Trường 3\t80\t101
\tTổng cộng\t240\t302
"""


def test_a_block_too_messy_for_the_grid_opens_where_tables_are_read(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    QApplication.clipboard().setText(MESSY)
    QTest.keyClick(view, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    page.entering.finish_reading()
    shell.settle()
    found = dialog()
    until(lambda: found.reading is not None)
    assert statuses(found) == {3: "warned", 4: "refused", 5: "accepted"}
    assert all("A03" not in cells(reader, unit, "2026-10") for unit in units)
    found.perform()
    shell.settle()
    assert cells(reader, units[2], "2026-10")["A03"].value == 80
    assert cells(reader, units[2], "2026-10")["A01"].value == 101  # by its head, not its place
    assert cells(reader, units[0], "2026-10")["A03"].value == 80
    assert "A01" not in cells(reader, units[0], "2026-10")
    shell.undo()
    shell.settle()
    assert all("A03" not in cells(reader, unit, "2026-10") for unit in units)


def test_the_import_window_takes_a_copied_table(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    found = opened(shell, page, None)
    QApplication.clipboard().clear()
    found._paste()
    assert "Chưa sao chép" in found.error.text()
    QApplication.clipboard().setText(MESSY)
    QTest.keyClick(found, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    shell.settle()
    assert found.reading is not None
    assert found.reading.source == "Bảng đã sao chép"


def test_who_took_a_merged_unit_over_is_one_click_away(open_commune: Open, tmp_path: Path) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    order = Order("merge", date(2026, 9, 1), (units[1],), into=units[0])
    in_store(shell, lambda store: carry_out(store, order))
    text = "TT,Tên CĐCS,Tổng số đoàn viên\n1,CĐCS Trường 2,80\n2,CĐCS Trường 3,70\n"
    found = opened(shell, page, written(tmp_path, text))
    found.rows.go_to(2)
    assert "đã sáp nhập vào CĐCS Trường 1 từ 01/9/2026" in found.why.text()
    assert found.heir.text() == "Ghi cho CĐCS Trường 1"
    assert found.heir.isVisible()
    QTest.mouseClick(found.heir, Qt.MouseButton.LeftButton)
    shell.settle()
    assert statuses(found)[2] != "refused"
    assert not found.heir.isVisible()
    found.perform()
    shell.settle()
    assert cells(reader, units[0], "2026-10")["A03"].value == 80


def test_rows_of_merged_unions_are_added_only_when_asked(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    order = Order("merge", date(2026, 9, 1), (units[1],), into=units[0])
    in_store(shell, lambda store: carry_out(store, order))
    text = (
        "Tên CĐCS,Tổng CNVCLĐ,Trong đó nữ,Tổng số đoàn viên,Đoàn viên nữ\n"
        "CĐCS Trường 1,102,41,80,30\nCĐCS Trường 2,99,,79,31\nCĐCS Trường 3,101,42,80,30\n"
    )
    found = opened(shell, page, written(tmp_path, text))
    assert not found.sum.isVisible()
    found.rows.go_to(3)
    QTest.mouseClick(found.heir, Qt.MouseButton.LeftButton)
    shell.settle()
    assert (statuses(found)[2], statuses(found)[3]) == ("refused", "refused")
    found.rows.go_to(3)
    assert found.sum.isVisible()
    assert found.sum.text() == "Cộng 2 dòng này"
    QTest.mouseClick(found.sum, Qt.MouseButton.LeftButton)
    shell.settle()
    assert found.reading is not None
    assert 3 in [row.source_row for row in found.reading.ignored_rows]
    (row,) = [row for row in found.reading.rows if row.source_row == 2]
    assert row.values == {"A01": 201, "A01N": 41, "A03": 159, "A03N": 61}
    assert row.status != "refused"
    found.perform()
    shell.settle()
    assert cells(reader, units[0], "2026-10")["A03"].value == 159


def test_one_union_told_of_twice_is_not_offered_as_a_sum(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    text = (
        "Tên CĐCS,Tổng CNVCLĐ,Tổng số đoàn viên\n"
        "CĐCS Trường 1,102,80\nTrường 1,103,81\nCĐCS Trường 3,101,80\n"
    )
    found = opened(shell, page, written(tmp_path, text))
    found.rows.go_to(2)
    assert statuses(found)[2] == "refused"
    assert not found.sum.isVisible()
    found.reject()


def test_a_pasted_block_tells_where_a_merged_unit_went(open_commune: Open) -> None:
    shell, _reader, units = open_commune()
    page = figures(shell, form="F1")
    order = Order("merge", date(2026, 9, 1), (units[1],), into=units[0])
    in_store(shell, lambda store: carry_out(store, order))
    view = grid(page)
    view.go_to(*at(page, "A01"))
    QApplication.clipboard().setText("CĐCS Trường 1\t80\nCĐCS Trường 2\t70")
    QTest.keyClick(view, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    page.entering.finish_reading()
    shell.settle()
    found = dialog()
    until(lambda: found.reading is not None)
    assert found.reading is not None
    told = " ".join(why for one in found.reading.rows for why in one.reasons)
    assert "đã sáp nhập vào CĐCS Trường 1 từ 01/9/2026" in told


def test_a_number_not_understood_is_typed_and_enter_behind_it_takes_nothing(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    found = opened(shell, page, written(tmp_path, TABLE.replace(",102,", ",khoảng 100,")))
    found.rows.go_to(4)
    found.cells.go_to(("A01", found.cells.rows()[0].place))
    found.cells.opened.emit(found.cells.current())  # Enter or a double click
    assert found.focusWidget() is found.number
    assert found.number.text() == ""
    QTest.keyClicks(found.number, "102")
    QTest.keyClick(found.number, KEY.Key_Return)
    shell.settle()
    QTest.keyClick(found.number, KEY.Key_Return)  # once more, out of habit
    shell.settle()
    assert found.isVisible()
    assert "A01" not in cells(reader, units[0], "2026-10")
    assert found.number.text() == "102"
    found.perform()
    shell.settle()
    assert cells(reader, units[0], "2026-10")["A01"].value == 102


def test_a_row_left_out_can_be_taken_again(open_commune: Open, tmp_path: Path) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    found = opened(shell, page, written(tmp_path))
    found.rows.go_to(4)
    found._skip()
    shell.settle()
    assert 4 not in statuses(found)
    (line,) = [one for one in found.ignored.rows() if one.place == "4"]
    found.ignored.go_to((line.place, ""))
    assert found._again.isEnabled()
    found._again.click()
    shell.settle()
    assert statuses(found)[4] != "refused"
    assert not found._again.isEnabled()
    found.perform()
    shell.settle()
    assert cells(reader, units[0], "2026-10")["A01"].value == 102


def test_enter_in_a_list_goes_to_what_changes_its_line(open_commune: Open, tmp_path: Path) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    found = opened(shell, page, written(tmp_path))
    for tab, table, part in ((0, found.rows, found.units), (1, found.columns, found.role)):
        found.tabs.setCurrentIndex(tab)
        table.setFocus()
        QTest.keyClick(table, KEY.Key_Return)
        shell.settle()
        assert found.isVisible()
        assert found.focusWidget() is part
    assert cells(reader, units[0], "2026-10") == {}


def test_a_file_of_another_time_is_taken_only_after_a_yes(
    open_commune: Open, tmp_path: Path
) -> None:
    shell, reader, units = open_commune()
    text = TABLE.replace("THÁNG 10", "THÁNG 10 NĂM 2025")
    found = opened(shell, figures(shell, form="F1"), written(tmp_path, text))
    assert "“BẢNG SỐ LIỆU THÁNG 10 NĂM 2025”" in found.remarks.text()
    assert found.agreed.isVisible()
    found.perform()
    assert "Vẫn nhận vào tháng 10/2026" in found.error.text()
    assert "A01" not in cells(reader, units[0], "2026-10")
    found.agreed.setChecked(True)
    found.perform()
    shell.settle()
    assert "A01" in cells(reader, units[0], "2026-10")
