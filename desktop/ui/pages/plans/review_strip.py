"""Below the proposal: the chosen row's label, level and text to correct."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.text import nfc
from desktop.ui.pages.plans.review_sheet import Row
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.fields import TextArea, TextField
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import row, space

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from desktop.ui.pages.plans.review import ReviewView


class _Text(TextArea):
    """The text; Ctrl+Enter cuts it in two, Enter keeps it and goes back."""

    def __init__(self, strip: ReviewStrip) -> None:
        super().__init__(lines=3)
        self._strip = strip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter never makes a line here: a row is one paragraph."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._strip.split()
            else:
                self.commit()
                self._strip.leave()
            return
        super().keyPressEvent(event)


class ReviewStrip(QWidget):
    """Corrects what is chosen in the view it belongs to."""

    def __init__(self, view: ReviewView) -> None:
        super().__init__()
        self._view = view
        self._ids: list[str] = []
        self.label = TextField(hint=_("không"))
        self.label.setAccessibleName(_("Nhãn"))
        self.label.setFixedWidth(self.label.fontMetrics().averageCharWidth() * 11)
        self.label.committed.connect(self._put_label)
        self.text = _Text(self)
        self.text.setAccessibleName(_("Nội dung mục"))
        self.text.committed.connect(self._put_text)
        self.out = icon_button("outdent", _("Nâng cấp"), lambda: view.shift(-1), shortcut="Backtab")
        self.into = icon_button("indent", _("Lùi cấp"), lambda: view.shift(1), shortcut="Tab")
        self.agree = button(_("Đúng"), view.accept, icon="check")
        self.agree.setToolTip(_("Đúng như văn bản, sang chỗ cần xem tiếp (Enter)"))
        self.cut = button(_("Tách"), self.split, icon="split")
        self.cut.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cut.setToolTip(_("Tách làm hai tại con trỏ trong ô nội dung (Ctrl+Enter)"))
        self.join = button(_("Gộp"), view.merge, icon="merge")
        self.join.setToolTip(_("Gộp các mục đang chọn, hoặc gộp với mục trên (M)"))
        self.leave_out = button(_("Bỏ"), view.drop, icon="trash")
        self.leave_out.setToolTip(_("Không nhận dòng này, hoặc nhận lại (Delete)"))
        self.told = PlainLabel("", level="small", tone="muted", wrap=True)
        bar = row(
            PlainLabel(_("Nhãn"), tone="muted"),
            self.label,
            self.out,
            self.into,
            self.agree,
            self.cut,
            self.join,
            self.leave_out,
            None,
            gap="xs",
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(space("m"), space("s"), space("m"), space("s"))
        box.setSpacing(space("s"))
        box.addLayout(bar)
        box.addWidget(self.text)
        box.addWidget(self.told)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show the chosen rows; several share label and level, the text is one row's."""
        self._ids = [one.id for one in rows]
        single = len(rows) == 1
        self.setEnabled(bool(rows))
        labels = {one.block.label for one in rows}
        self.label.show_text(labels.pop() if len(labels) == 1 else "")
        self.text.setEnabled(single)
        self.cut.setEnabled(single)
        self.text.show_text(rows[0].block.text if single else "")
        if not single and rows:
            self.told.setText(
                _("Đang chọn {n} dòng; sửa nhãn, cấp cho cả {n}.").format(n=len(rows))
            )
        else:
            self.told.setText(_doubt(rows[0]) if rows else "")

    def split(self) -> None:
        """Cut the row at the cursor of the text."""
        self.text.commit()
        typed = self.text.toPlainText()
        before = nfc(typed[: self.text.textCursor().position()])
        self._view.split(len(" ".join(before.split())) if before.strip() else 0)

    def leave(self) -> None:
        """Go back to the rows."""
        self._view.paper.setFocus()

    def _put_text(self, text: str) -> None:
        sheet = self._view.sheet
        if sheet is not None and len(self._ids) == 1:
            self._view.after(sheet.set_text(self._ids[0], text))

    def _put_label(self, text: str) -> None:
        sheet = self._view.sheet
        if sheet is not None and self._ids:
            self._view.after(sheet.set_label(self._ids, text))


def _doubt(one: Row) -> str:
    if one.dropped:
        return _("Dòng này sẽ không được nhận.")
    if one.block.kind == "furniture":
        return _("Số trang, dòng kẻ …: không thuộc nội dung. Bấm “Bỏ” lần nữa nếu cần nhận.")
    if one.doubtful and one.is_item:
        return _("Thứ tự nhãn không liền với mục trước: xem lại nhãn và cấp.")
    if one.doubtful:
        return _("Chưa chắc, so lại với văn bản gốc.")
    return _("N: chỗ cần xem tiếp · Enter: đúng · Tab, Shift+Tab: cấp · M: gộp · F2: sửa nội dung")
