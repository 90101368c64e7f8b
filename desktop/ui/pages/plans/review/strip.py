"""Below the proposal: the chosen rows' label, level, kind and text to correct."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.intake.review.rows import Kind, Row
from desktop.models.text import nfc
from desktop.ui.half_typed import HalfTyped, TypedFields
from desktop.ui.pages.plans.review.paper import kind_name
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.fields import Choice, TextArea, TextField
from desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from desktop.ui.widgets.layout import row, space

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from desktop.ui.pages.plans.review.view import ReviewView

KINDS: Final[tuple[Kind, ...]] = ("item", "text", "heading", "basis", "recipient", "rejected")
"""What a row can be made, in the order of their keys 1 … 6."""


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

    def __init__(self, view: ReviewView, kept: HalfTyped) -> None:
        super().__init__()
        self._view = view
        self._typed = TypedFields(kept, self._where)
        self._ids: list[str] = []
        self.label = TextField(hint=_("không"))
        self.label.setAccessibleName(_("Nhãn"))
        self.label.setFixedWidth(self.label.fontMetrics().averageCharWidth() * 10)
        self._typed.watch("label", self.label)
        self.label.committed.connect(self._put_label)
        self.kind = Choice(
            ((f"{n} · {kind_name(kind)}", kind) for n, kind in enumerate(KINDS, start=1)),
            name=_("Loại dòng (phím 1 … 6)"),
        )
        self.kind.chosen.connect(lambda kind: kind and view.set_kind(kind))
        self.text = _Text(self)
        self.text.setAccessibleName(_("Nội dung mục"))
        self._typed.watch("text", self.text)
        self.text.committed.connect(self._put_text)
        self.out = icon_button("outdent", _("Nâng cấp"), lambda: view.shift(-1), shortcut="Backtab")
        self.into = icon_button("indent", _("Lùi cấp"), lambda: view.shift(1), shortcut="Tab")
        self.agree = button(_("Đúng"), view.accept, icon="check")
        self.agree.setToolTip(_("Đúng như văn bản, sang chỗ cần xem tiếp (Enter)"))
        self.cut = button(_("Tách"), self.split, icon="split")
        self.cut.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cut.setToolTip(_("Tách làm hai tại con trỏ trong ô nội dung (Ctrl+Enter)"))
        self.join = button(_("Gộp"), view.merge, icon="merge")
        self.join.setToolTip(_("Gộp các dòng đang chọn, hoặc gộp với dòng trên (M)"))
        self.leave_out = button(_("Bỏ"), view.drop, icon="trash")
        self.leave_out.setToolTip(_("Không nhận dòng này, hoặc nhận lại (Delete)"))
        self.told = ElidedLabel("", level="small", tone="muted")
        upper = row(
            PlainLabel(_("Nhãn"), tone="muted"), self.label, self.out, self.into, self.kind, None,
            gap="xs",
        )  # fmt: skip
        lower = row(self.agree, self.cut, self.join, self.leave_out, None, gap="xs")
        box = QVBoxLayout(self)
        box.setContentsMargins(space("m"), space("s"), space("m"), space("s"))
        box.setSpacing(space("xs"))
        box.addLayout(upper)
        box.addWidget(self.text)
        box.addLayout(lower)
        box.addWidget(self.told)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show the chosen rows; several share label, level and kind, the text is one row's."""
        with self._typed.showing():
            self._show_rows(rows)

    def _where(self) -> tuple[str, str]:
        single = len(self._ids) == 1
        return self._view.place() if single else "", f"row/{''.join(self._ids)}/"

    def _show_rows(self, rows: Sequence[Row]) -> None:
        self._ids = [one.id for one in rows]
        sheet = self._view.sheet
        single = len(rows) == 1
        self.setEnabled(bool(rows))
        labels = {one.block.label for one in rows}
        self.label.show_text(labels.pop() if len(labels) == 1 else "")
        kinds = {sheet.state.kind(one) for one in rows} if sheet is not None else set()
        kind = kinds.pop() if len(kinds) == 1 else None
        other = [] if kind in KINDS else [(kind_name(kind) if kind else _("(khác nhau)"), None)]
        self.kind.set_options(
            [*other, *((f"{n} · {kind_name(k)}", k) for n, k in enumerate(KINDS, start=1))]
        )
        self.kind.show_value(kind if kind in KINDS else None)
        inside = single and not rows[0].in_head
        self.text.setEnabled(inside)
        self.label.setEnabled(bool(rows) and not any(one.in_head for one in rows))
        self.cut.setEnabled(inside)
        self.text.show_text(rows[0].block.text if single else "")
        self.leave_out.setText(_("Nhận lại") if kind == "rejected" else _("Bỏ"))
        self.told.setText(self._words(rows, kind))

    def _words(self, rows: Sequence[Row], kind: Kind | None) -> str:
        if not rows:
            return ""
        if len(rows) > 1:
            return _("Đang chọn {n} dòng; sửa nhãn, cấp, loại cho cả {n}.").format(n=len(rows))
        sheet = self._view.sheet
        if sheet is not None and (reasons := sheet.reasons(rows[0].id)):
            return " ".join(reasons)
        if kind == "rejected":
            return _("Dòng này sẽ không được nhận; Delete để nhận lại.")
        if kind in ("head", "recipient"):
            return _("Sửa ở trang “Phần đầu, nơi nhận, chữ ký”, hoặc đổi loại dòng.")
        return _("F8: chỗ cần xem · Enter: đúng · Tab: cấp · M: gộp · F2: sửa · 1–6: loại")

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
