"""Dialogs open tall enough for what they say."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column


def test_no_line_of_a_dialog_is_cut(app: QApplication) -> None:
    lines = PlainLabel("\n".join(f"Mục {number}" for number in range(8)), wrap=True)
    sentence = PlainLabel("Công đoàn cơ sở báo cáo kết quả thực hiện. " * 8, wrap=True)
    field, body = TextField("01"), QWidget()
    body.setLayout(column(lines, sentence, field, None, gap="s"))
    dialog = Dialog(None, "Ban hành", "Nội dung giữ nguyên như đã ký. " * 6, body)
    dialog.show()
    app.processEvents()
    for label in dialog.findChildren(PlainLabel):
        if label.isVisible():
            assert label.height() >= label.heightForWidth(label.width())
    assert field.height() >= field.minimumSizeHint().height()
    dialog.close()


def test_no_line_is_cut_beside_a_table_that_gives_way(app: QApplication) -> None:
    lines = PlainLabel("Cột này đứng dưới nhóm khác, còn mã ẩn là của nhóm này. " * 12, wrap=True)
    table, below, body = (
        QWidget(),
        PlainLabel("Xin ghi vào một bản khác. " * 12, wrap=True),
        QWidget(),
    )
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    table.setMinimumHeight(120)
    body.setLayout(column(lines, table, below, gap="s"))
    dialog = Dialog(None, "Nhận biểu", "Ô trống không xóa số đã có.", body)
    dialog.show()
    app.processEvents()
    for label in (lines, below):
        assert label.height() >= label.heightForWidth(label.width())
    assert table.height() >= 120
    dialog.close()


def test_a_wide_body_is_shown_whole_on_a_small_screen(app: QApplication) -> None:
    wide = QWidget()
    wide.setMinimumWidth(app.primaryScreen().availableGeometry().width() * 8 // 10)
    dialog = Dialog(None, "Ý kiến góp ý", "", wide)
    dialog.show()
    app.processEvents()
    assert dialog.rect().contains(wide.geometry())
    dialog.close()


def test_a_body_taller_than_the_screen_scrolls_and_the_buttons_stay(app: QApplication) -> None:
    screen = app.primaryScreen().availableGeometry()
    first, last, tall = TextField("01"), TextField("02"), QWidget()
    tall.setLayout(column(first, last, gap="s"))
    tall.setMinimumHeight(screen.height() + 200)
    dialog = Dialog(None, "Chuyển nhiều đơn vị", "", tall, deed_text="Chuyển", deed=lambda: None)
    first.setFocus()
    dialog.show()
    app.processEvents()
    assert dialog.height() <= screen.height()
    assert dialog.geometry().bottom() <= screen.bottom()
    assert dialog.rect().contains(dialog.deed_button.geometry())
    assert first.isVisible()
    assert dialog.focusWidget() is first
    dialog.close()


def test_enter_presses_the_button_the_keyboard_is_at() -> None:
    done: list[str] = []
    dialog = Dialog(None, "Đổi khóa", deed_text="Đổi khóa", deed=lambda: done.append("đổi"))
    dialog.show()
    dialog.cancel_button.setFocus()
    QTest.keyClick(dialog.cancel_button, Qt.Key.Key_Return)
    assert (dialog.isVisible(), done) == (False, [])
    dialog.show()
    dialog.deed_button.setFocus()
    QTest.keyClick(dialog.deed_button, Qt.Key.Key_Enter)
    assert (dialog.isVisible(), done) == (False, ["đổi"])


def test_a_question_is_as_tall_as_its_words(app: QApplication) -> None:
    told = "Xóa ở 1 chỗ. Trong danh sách đoàn viên thì không lấy lại được. " * 3
    dialog = Dialog(None, "Xóa dữ liệu của một người", told, deed_text="Xóa", deed=lambda: None)
    dialog.show()
    QTest.qWait(20)
    words = [one for one in dialog.findChildren(PlainLabel) if one.isVisible()]
    empty = dialog.height() - sum(one.height() for one in words) - dialog.deed_button.height()
    assert empty < 120
    dialog.close()
