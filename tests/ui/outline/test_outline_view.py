"""Typing in the outline: keys, composing keyboards, undo, pasting, choosing."""

from collections.abc import Iterator
from itertools import count

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.outline.outline_edits import Edit
from desktop.models.plans.outline_editor import OutlineEditor
from desktop.models.plans.plan_draft import PlanDraft, draft_item
from desktop.models.plans.plan_head import PlanHead
from desktop.ui.outline.outline_view import OutlineView
from tests.support.keyboard import compose, press, type_text

pytestmark = pytest.mark.usefixtures("app")
KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier


class Sheet:
    """A view on a small outline, and what it sent to the store."""

    def __init__(self, *tops: object, width: int = 900) -> None:
        self.sent: list[Edit] = []
        numbers = count(1)
        outline = PlanDraft(PlanHead(), tops).outline()  # type: ignore[arg-type]
        self.editor = OutlineEditor(outline, lambda: f"n{next(numbers)}", self.sent.append)
        self.view = OutlineView("Nội dung")
        self.view.resize(width, 600)
        self.view.show()
        self.view.show_editor(self.editor)
        self.view.setFocus()
        QApplication.processEvents()

    def lines(self) -> list[str]:
        """The outline as it is, the text being typed included."""
        return [
            "  " * row.depth
            + f"{row.label} {''.join(t for t, _ in self.editor.text_of(row.id))}".rstrip()
            for row in self.editor.outline
        ]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        press(self.view, key, modifiers)

    def at(self, place: int, caret: int = 0) -> None:
        self.view.put_caret(self.editor.outline.rows[place].id, caret)


@pytest.fixture
def sheet() -> Iterator[Sheet]:
    made = Sheet(
        draft_item("NHIỆM VỤ", "roman", draft_item("Tuyên truyền", "arabic"),
                   draft_item("Thi đua", "arabic")),
        draft_item("TỔ CHỨC", "roman"),
    )  # fmt: skip
    yield made
    made.view.close()
    made.view.deleteLater()


def test_accented_letters_are_typed_where_the_caret_is(sheet: Sheet) -> None:
    sheet.at(1, 12)
    type_text(sheet.view, ", giáo dục đoàn viên")
    assert sheet.lines()[1] == "  1. Tuyên truyền, giáo dục đoàn viên"
    assert sheet.sent == []


def test_a_composed_word_is_shown_and_taken_over_once(sheet: Sheet) -> None:
    sheet.at(2, 7)
    QApplication.sendEvent(sheet.view, QInputMethodEvent(" đươ", []))
    assert sheet.view._laid[2].preedit == " đươ"
    assert sheet.lines()[2] == "  2. Thi đua"
    compose(sheet.view, " đượ", " được")
    assert sheet.view._laid[2].preedit == ""
    assert sheet.lines()[2] == "  2. Thi đua được"


def test_a_keyboard_that_corrects_with_backspaces_leaves_the_word_it_means(sheet: Sheet) -> None:
    sheet.at(2, 7)
    type_text(sheet.view, " tieng")
    for _letter in "eng":
        sheet.press(KEY.Key_Backspace)
    type_text(sheet.view, "ếng")
    assert sheet.lines()[2] == "  2. Thi đua tiếng"


def test_decomposed_letters_become_one_letter_and_the_caret_stays_after_it(sheet: Sheet) -> None:
    sheet.at(2, 7)
    type_text(sheet.view, "e\u0302\u0301x")
    assert sheet.lines()[2] == "  2. Thi đuaếx"
    assert sheet.editor.caret == 9


def test_a_replacement_by_the_input_method_takes_out_what_it_names(sheet: Sheet) -> None:
    sheet.at(2, 7)
    event = QInputMethodEvent()
    event.setCommitString("đuổi", -3, 3)
    QApplication.sendEvent(sheet.view, event)
    assert sheet.lines()[2] == "  2. Thi đuổi"


def test_enter_splits_tab_and_shift_tab_change_the_level(sheet: Sheet) -> None:
    sheet.at(1, 6)
    sheet.press(KEY.Key_Return)
    assert sheet.lines()[1:3] == ["  1. Tuyên", "  2. truyền"]
    sheet.press(KEY.Key_Tab)
    assert sheet.lines()[2] == "    1.1. truyền"
    press(sheet.view, KEY.Key_Backtab, SHIFT)
    assert sheet.lines()[2] == "  2. truyền"
    assert [edit.label for edit in sheet.sent] == ["Tách mục", "Lùi cấp mục", "Nâng cấp mục"]


def test_alt_arrows_move_the_item_and_labels_follow(sheet: Sheet) -> None:
    sheet.at(2)
    sheet.press(KEY.Key_Up, ALT)
    assert sheet.lines()[1:3] == ["  1. Thi đua", "  2. Tuyên truyền"]
    sheet.press(KEY.Key_Down, ALT)
    assert sheet.lines()[1:3] == ["  1. Tuyên truyền", "  2. Thi đua"]


def test_backspace_at_the_start_joins_to_the_item_above(sheet: Sheet) -> None:
    sheet.at(2)
    sheet.press(KEY.Key_Backspace)
    assert sheet.lines()[1] == "  1. Tuyên truyền Thi đua"
    assert sheet.editor.caret == len("Tuyên truyền ")


def test_control_b_marks_the_selected_words_bold(sheet: Sheet) -> None:
    sheet.at(1)
    for _letter in range(5):
        sheet.press(KEY.Key_Right, SHIFT)
    sheet.press(KEY.Key_B, CONTROL)
    assert sheet.editor.outline.rows[1].item.text == (("Tuyên", "b"), (" truyền", ""))
    sheet.press(KEY.Key_I, CONTROL)
    assert sheet.editor.outline.rows[1].item.text == (("Tuyên", "bi"), (" truyền", ""))


def test_several_lines_are_pasted_as_items(sheet: Sheet) -> None:
    sheet.at(2, 7)
    QGuiApplication.clipboard().setText("a) Phát động\r\nb) Sơ kết\n")
    sheet.press(KEY.Key_V, CONTROL)
    assert sheet.lines()[2:5] == ["  2. Thi đua", "    a) Phát động", "    b) Sơ kết"]
    assert len(sheet.sent) == 1


def test_one_line_is_pasted_into_the_text(sheet: Sheet) -> None:
    sheet.at(2, 3)
    QGuiApplication.clipboard().setText("  yêu nước \n")
    sheet.press(KEY.Key_V, CONTROL)
    assert sheet.lines()[2] == "  2. Thiyêu nước đua"


def test_several_items_are_chosen_deleted_and_shifted_together(sheet: Sheet) -> None:
    sheet.at(1)
    sheet.press(KEY.Key_Down, SHIFT)
    assert len(sheet.editor.selected()) == 2
    sheet.press(KEY.Key_Delete)
    assert sheet.lines() == ["I. NHIỆM VỤ", "II. TỔ CHỨC"]


def test_select_all_takes_the_item_first_then_everything(sheet: Sheet) -> None:
    sheet.at(1, 3)
    sheet.press(KEY.Key_A, CONTROL)
    assert sheet.editor.selection() == (0, 12)
    sheet.press(KEY.Key_A, CONTROL)
    assert len(sheet.editor.selected()) == 4
    sheet.press(KEY.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().splitlines()[0] == "I. NHIỆM VỤ"


def test_control_z_takes_back_words_until_the_item_is_left(sheet: Sheet) -> None:
    sheet.at(2, 7)
    type_text(sheet.view, " năm mới")
    sheet.press(KEY.Key_Z, CONTROL)
    assert sheet.lines()[2] == "  2. Thi đua năm"
    sheet.press(KEY.Key_Z, CONTROL)
    assert sheet.lines()[2] == "  2. Thi đua"
    sheet.press(KEY.Key_Y, CONTROL)
    assert sheet.lines()[2] == "  2. Thi đua năm"
    sheet.press(KEY.Key_Up)
    assert [edit.label for edit in sheet.sent] == ["Sửa nội dung mục"]
    override = QKeyEvent(QEvent.Type.ShortcutOverride, KEY.Key_Z, CONTROL)
    override.ignore()
    QApplication.sendEvent(sheet.view, override)
    assert not override.isAccepted(), "the window's undo takes steps back"


def test_leaving_the_editor_keeps_what_was_typed(sheet: Sheet) -> None:
    sheet.at(3, 7)
    type_text(sheet.view, " THỰC HIỆN")
    sheet.view.clearFocus()
    assert len(sheet.sent) == 1
    assert sheet.editor.outline.rows[3].item.plain == "TỔ CHỨC THỰC HIỆN"


def test_arrows_cross_the_ends_of_lines_and_items() -> None:
    sheet = Sheet(draft_item("một hai ba bốn năm " * 12, "arabic"), draft_item("hết", "arabic"))
    sheet.at(0, 3)
    sheet.press(KEY.Key_Down)
    assert sheet.editor.caret > 3
    assert sheet.editor.outline.at(sheet.editor.item or "") == 0
    sheet.press(KEY.Key_End)
    sheet.press(KEY.Key_End, CONTROL)
    assert sheet.editor.outline.at(sheet.editor.item or "") == 1
    sheet.press(KEY.Key_Home)
    sheet.press(KEY.Key_Left)
    assert sheet.editor.outline.at(sheet.editor.item or "") == 0
    sheet.view.close()


def test_a_click_puts_the_caret_and_a_click_on_the_label_takes_the_item(sheet: Sheet) -> None:
    area = sheet.view.row_area(sheet.editor.outline.rows[2].id)
    laid = sheet.view._laid[2]
    inside = QPoint(int(laid.left + 30), area.top() + 8)
    QTest.mouseClick(sheet.view.viewport(), Qt.MouseButton.LeftButton, pos=inside)
    assert sheet.editor.outline.at(sheet.editor.item or "") == 2
    assert sheet.editor.caret > 0
    assert sheet.editor.first is None
    label = QPoint(int(laid.label_left + 3), area.top() + 8)
    QTest.mouseClick(sheet.view.viewport(), Qt.MouseButton.LeftButton, pos=label)
    sheet.press(KEY.Key_Delete)
    assert sheet.lines()[1:] == ["  1. Tuyên truyền", "II. TỔ CHỨC"]


def test_an_issued_outline_is_read_but_not_changed(sheet: Sheet) -> None:
    sheet.view.show_editor(sheet.editor, writable=False)
    before = sheet.lines()
    type_text(sheet.view, "x")
    compose(sheet.view, "x", "xã")
    for key in (KEY.Key_Return, KEY.Key_Tab, KEY.Key_Delete, KEY.Key_Backspace):
        sheet.press(key)
    assert sheet.lines() == before
    assert sheet.sent == []


def test_an_empty_outline_takes_the_first_letter_as_an_item() -> None:
    sheet = Sheet()
    compose(sheet.view, "M", "Mục")
    assert sheet.lines() == ["I. Mục"]
    sheet.view.close()


def test_an_item_that_is_only_room_left_open_is_typed_over_on_entry() -> None:
    sheet = Sheet(draft_item("MỤC", "roman"), draft_item("…", "roman"))
    sheet.press(KEY.Key_Down)
    assert sheet.editor.selection() == (0, 1)
    type_text(sheet.view, "Tuyên truyền")
    assert sheet.lines() == ["I. MỤC", "II. Tuyên truyền"]
    sheet.view.close()


def test_the_first_room_left_open_in_a_sentence_is_chosen_on_request() -> None:
    sheet = Sheet(draft_item("MỤC", "roman"), draft_item("Có … đoàn viên, … nữ.", "roman"))
    sheet.at(1)
    assert sheet.editor.selection() == (0, 0)
    sheet.view.choose_room()
    type_text(sheet.view, "1.250")
    assert sheet.lines()[1] == "II. Có 1.250 đoàn viên, … nữ."
    sheet.view.close()
