from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QStyle,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice, NumberField, TextArea, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.search_field import SearchField
from tests.support.keyboard import compose, press, type_text

KEY = Qt.Key
TODAY = date(2026, 11, 21)


def test_a_text_is_handed_over_once_composed_and_trimmed() -> None:
    field = TextField("cũ")
    told = QSignalSpy(field.committed)
    field.selectAll()
    type_text(field, "  Đoa\u0300n viên ")
    press(field, KEY.Key_Return)
    press(field, KEY.Key_Return)
    assert told.count() == 1
    assert told.at(0)[0] == "Đoàn viên"


def test_an_input_methods_word_is_not_disturbed_while_it_is_composed() -> None:
    field = SearchField()
    compose(field, "C", "Co", "Cô", "Côn", "Công")
    assert field.text() == "Công"
    assert field.selectedText() == ""
    type_text(field, " đ")
    assert field.text() == "Công đ"


def test_escape_gives_the_old_text_back() -> None:
    field = TextField("cũ")
    type_text(field, "mới")
    press(field, KEY.Key_Escape)
    assert field.text() == "cũ"


def test_escape_gives_several_lines_back_and_ctrl_z_what_was_typed() -> None:
    field = TextArea("một\nhai")
    told, up = QSignalSpy(field.committed), QSignalSpy(field.given_up)
    type_text(field, "không ")
    assert field.pending() == "không một\nhai"
    press(field, Qt.Key.Key_Escape)
    assert (field.toPlainText(), field.pending()) == ("một\nhai", "")
    field.undo()
    assert field.toPlainText() == "không một\nhai"
    press(field, Qt.Key.Key_Escape)
    press(field, Qt.Key.Key_Escape)
    assert (told.count(), up.count()) == (0, 3)


def test_a_number_is_written_the_vietnamese_way_on_commit() -> None:
    field = NumberField()
    told = QSignalSpy(field.number_committed)
    type_text(field, "1234567")
    assert field.text() == "1234567"
    press(field, KEY.Key_Return)
    assert field.text() == "1.234.567"
    assert told.at(0)[0] == Decimal(1234567)


def test_a_refused_number_stays_with_its_reason_beside_it() -> None:
    field = NumberField(5)
    row = FormRow("&Số đoàn viên", field)
    told = QSignalSpy(field.number_committed)
    field.selectAll()
    type_text(field, "475,962")
    press(field, KEY.Key_Return)
    assert field.text() == "475,962"
    assert "không phải số nguyên" in row.error.text()
    assert not row.error.isHidden()
    assert told.count() == 0
    field.selectAll()
    type_text(field, "475.962")
    press(field, KEY.Key_Return)
    assert row.error.isHidden()
    assert told.at(0)[0] == Decimal(475962)


def test_a_form_row_names_its_field_for_screen_readers() -> None:
    field = TextField()
    row = FormRow("&Tên đơn vị", field, hint="Ghi đầy đủ")
    assert field.accessibleName() == "Tên đơn vị"
    assert field.accessibleDescription() == "Ghi đầy đủ"
    (label,) = [one for one in row.findChildren(PlainLabel) if one.buddy() is not None]
    assert label.buddy() is field


def test_a_date_is_typed_in_any_usual_way() -> None:
    field = DateField(today=lambda: TODAY)
    told = QSignalSpy(field.committed)
    type_text(field.line, "5/1")
    press(field.line, KEY.Key_Return)
    assert field.line.text() == "05/01/2026"
    assert told.at(0)[0] == date(2026, 1, 5)


def test_a_date_can_be_picked_from_the_calendar() -> None:
    field = DateField(date(2026, 10, 5), today=lambda: TODAY)
    field.show()
    told = QSignalSpy(field.committed)
    press(field.line, KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    (month,) = field.findChildren(QCalendarWidget)
    assert month.selectedDate().toPython() == date(2026, 10, 5)
    month.clicked.emit(month.selectedDate().addDays(2))
    assert field.value() == date(2026, 10, 7)
    assert told.at(0)[0] == date(2026, 10, 7)
    field.close()


def test_tab_reaches_the_calendar_of_a_date_and_space_opens_it() -> None:
    field = DateField(date(2026, 10, 5), today=lambda: TODAY)
    field.show()
    field.activateWindow()
    field.setFocus()
    QApplication.processEvents()
    press(field.line, KEY.Key_Tab)
    assert QApplication.focusWidget() is field._open
    press(field._open, KEY.Key_Space)
    assert field.findChildren(QCalendarWidget)
    field.close()


def test_a_choice_tells_only_of_a_persons_choice() -> None:
    choice = Choice([("Tháng 9", 9), ("Tháng 10", 10)])
    told = QSignalSpy(choice.chosen)
    choice.show_value(10)
    assert (choice.value(), told.count()) == (10, 0)
    press(choice, KEY.Key_Up)
    assert choice.value() == 9
    assert told.at(0)[0] == 9
    choice.set_options([("Tháng 8", 8), ("Tháng 9", 9)])
    assert choice.value() == 9


def test_searching_waits_for_a_pause_and_escape_empties() -> None:
    field = SearchField()
    told = QSignalSpy(field.searched)
    type_text(field, "đoàn")
    assert told.count() == 0
    assert told.wait(1000)
    assert told.at(0)[0] == "đoàn"
    assert field.needle() == "doan"
    press(field, KEY.Key_Escape)
    assert field.text() == ""


def test_a_note_is_handed_over_when_left() -> None:
    area = TextArea("cũ")
    told = QSignalSpy(area.committed)
    area.setPlainText("  mới\n")
    area.commit()
    area.commit()
    assert told.count() == 1
    assert told.at(0)[0] == "mới"


@pytest.mark.parametrize("text", ["<b>đậm</b>", "<img src='file:///etc/passwd'>", "a & b"])
def test_a_label_shows_exactly_what_was_written(text: str) -> None:
    label = PlainLabel(text)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == text


def test_stacked_marks_are_not_clipped() -> None:
    label = PlainLabel("Ở Ễ Ộ Ậ Ữ", level="large")
    label.adjustSize()
    QApplication.processEvents()
    drawn = label.grab().toImage()
    ground = drawn.pixelColor(0, 0)
    top = [drawn.pixelColor(x, 0) == ground for x in range(drawn.width())]
    low = [drawn.pixelColor(x, drawn.height() - 1) == ground for x in range(drawn.width())]
    assert all(top)
    assert all(low)


def _unions() -> Choice:
    names = [
        "chưa chọn",
        "CĐCS Trường Mầm non",
        "CĐCS Trạm Y tế Đồi Chè",
        "CĐCS Trường Tiểu học số 2",
    ]
    return Choice([(name, place) for place, name in enumerate(names)])


def test_a_choice_is_searched_by_any_part_of_its_name_without_tone_marks() -> None:
    choice, told = _unions(), []
    choice.chosen.connect(told.append)
    choice.show()
    type_text(choice, "tieu hoc")
    assert (choice.currentText(), told[-1]) == ("CĐCS Trường Tiểu học số 2", 3)
    choice._typed_at = 0.0
    type_text(choice, "đồi")
    assert choice.value() == 2
    choice._typed_at = 0.0
    type_text(choice, "trường mn")
    assert choice.value() == 1, "a short form"
    choice._typed_at = 0.0
    type_text(choice, "phường Đồi Chè")
    assert choice.value() == 2, "whatever its level is called"
    choice._typed_at = 0.0
    type_text(choice, "không có")
    assert choice.value() == 2
    press(choice, Qt.Key.Key_Down)
    assert choice.value() == 3
    choice.hide()


def test_the_open_list_is_searched_too_and_enter_takes_what_was_found() -> None:
    choice, told = _unions(), []
    choice.chosen.connect(told.append)
    choice.show()
    choice.showPopup()
    type_text(choice.view(), "y tế")
    assert choice.view().currentIndex().row() == 2
    assert told == []
    press(choice.view(), Qt.Key.Key_Return)
    assert told == [2]
    choice.hide()


def test_ctrl_z_is_the_windows_until_something_is_typed_in_the_field() -> None:
    window, field = QWidget(), SearchField()
    QVBoxLayout(window).addWidget(field)
    taken: list[int] = []
    QShortcut(QKeySequence.StandardKey.Undo, window, lambda: taken.append(1))
    window.show()
    window.activateWindow()
    field.setFocus()
    QApplication.processEvents()
    QTest.keyClick(field, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert taken == [1]
    QTest.keyClicks(field, "xa")
    QTest.keyClick(field, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (taken, field.text()) == ([1], "")
    window.close()


def test_the_key_of_the_calendar_is_told() -> None:
    field = DateField(TODAY, today=lambda: TODAY)
    assert "Alt+↓" in field.line.accessibleDescription()
    assert "Alt+↓" in field._open.toolTip()


@pytest.mark.usefixtures("theme")
def test_a_choice_shows_its_whole_text_with_the_keyboard_in_it_or_not() -> None:
    whole, other = QWidget(), Choice([("a", 1)])
    field = Choice([("Cả 2 trang cùng biểu", 1)])
    box = QVBoxLayout(whole)
    box.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft)
    box.addWidget(other)
    whole.show()
    for place in (other, field):
        place.setFocus()
        QApplication.processEvents()
        option = QStyleOptionComboBox()
        field.initStyleOption(option)
        room = field.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option,
            QStyle.SubControl.SC_ComboBoxEditField, field,
        )  # fmt: skip
        assert room.width() >= field.fontMetrics().horizontalAdvance(field.currentText())


@pytest.mark.usefixtures("theme")
def test_a_choice_longer_than_its_field_ends_in_dots() -> None:
    field = Choice([("6 tháng đầu năm 2026 · đang nhập", 1)])
    field.resize(field.sizeHint())
    option = QStyleOptionComboBox()
    field.initStyleOption(option)
    assert field.words_in(option) == field.currentText()
    field.resize(field.width() - 30, field.height())
    field.initStyleOption(option)
    assert field.words_in(option).endswith("…")
