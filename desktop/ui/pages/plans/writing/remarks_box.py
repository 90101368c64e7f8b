"""Comments on the chosen item, in the panel beside the editor."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.plans.comments import Comment
from desktop.ui.half_typed import HalfTyped
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.fields import TextArea
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import frame, row, space

_LAID_OUT_MS = 30
NEW, REWORDED = "remark/", "reworded/"
"""Half-typed comments: a new one by its item, one worded anew by its own id."""


class RemarksBox(QWidget):
    """Shows the comments of one item, open ones first, and adds to them.

    `add(item, text)`, `settle(comment, settled)`, `drop(comment)` and `edit(comment, text)`
    are the verbs. One comment at a time is worded anew, in its place. Words not handed over
    yet wait at their item, and at their comment, until one comes back, also in another run
    of the program; Esc gives them up.
    """

    def __init__(
        self,
        add: Callable[[str, str], object],
        settle: Callable[[str, bool], object],
        drop: Callable[[str], object],
        edit: Callable[[str, str], object],
        kept: HalfTyped,
    ) -> None:
        super().__init__()
        self._add, self._settle, self._drop, self._edit = add, settle, drop, edit
        self._editing = ""
        self.editor: TextArea | None = None
        self.keeper: QWidget | None = None
        self._half_typed, self._place = kept, ""
        self._item = ""
        self._shown: tuple[Comment, ...] | None = None
        self.title = section_title(_("Ý kiến"))
        self.text = TextArea(lines=2)
        self.text.setPlaceholderText(_("Ghi ý kiến cho mục này (không in)"))
        self.text.setAccessibleName(_("Ý kiến mới"))
        self.text.textChanged.connect(self._note_new)
        self.text.given_up.connect(lambda: self.text.retype(""))
        self.button = button(_("Thêm ý kiến"), self.hand_over)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(space("s"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, space("s"), 0, 0)
        box.setSpacing(space("s"))
        box.addWidget(self.title)
        box.addLayout(self._list)
        box.addWidget(self.text)
        box.addLayout(row(None, self.button))

    def show_item(self, place: str, item: str, comments: Sequence[Comment]) -> None:
        """Show the comments of an item ("": none is chosen); half-typed words wait at `place`."""
        if (place, item) != (self._place, self._item):
            self._place, self._item = place, item
            self._editing, self._shown = "", None
            self._empty()
            words = self._half_typed.at(place)
            self.text.show_text(words.get(NEW + item, "") if item else "")
        self.text.setEnabled(bool(item))
        self.button.setEnabled(bool(item))
        mine = [one for one in comments if one.item == item] if item else []
        if self._editing not in [one.id for one in mine]:
            waiting = self._half_typed.at(place)
            self._editing = next((one.id for one in mine if REWORDED + one.id in waiting), "")
        shown = tuple(sorted(mine, key=lambda one: one.resolved))
        if shown == self._shown:
            return
        self._shown = shown
        self._lay_out()

    def _lay_out(self) -> None:
        shown = self._shown or ()
        self._empty()
        for one in shown:
            self._list.addWidget(self._card(one))
        still = sum(not one.resolved for one in shown)
        self.title.setText(_("Ý kiến ({n} chưa xử lý)").format(n=still) if still else _("Ý kiến"))

    def edit(self, comment: str) -> None:
        """Word a comment anew, in its place; "" ends it and leaves it as it was."""
        if not comment:
            self._half_typed.note(self._place, REWORDED + self._editing, "")
        self._editing = comment
        self._lay_out()
        if self.editor is not None:
            self.editor.setFocus()
            # the panel has room for the new card only when it was laid out anew
            QTimer.singleShot(_LAID_OUT_MS, self, lambda: self._scroll_to(self.keeper))

    def _note_new(self) -> None:
        """Note a new comment as far as it is typed."""
        if self._item:
            text = self.text.toPlainText() if self.text.value() else ""
            self._half_typed.note(self._place, NEW + self._item, text)

    def _note(self) -> None:
        """Note the new words of the comment being edited as far as they are typed."""
        one = next((one for one in self._shown or () if one.id == self._editing), None)
        if one is not None and self.editor is not None:
            typed = self.editor.toPlainText()
            name = REWORDED + one.id
            self._half_typed.note(self._place, name, typed if typed != one.text else "")

    def keep(self) -> None:
        """Keep the new words of the comment being edited."""
        comment, text = self._editing, ""
        if self.editor is not None:
            text = str(self.editor.value()).strip()
        if not text:
            return
        self._editing = ""
        self._half_typed.note(self._place, REWORDED + comment, "")
        self._shown = None
        self._edit(comment, text)

    def _empty(self) -> None:
        self.editor = self.keeper = None
        while (part := self._list.takeAt(0)) is not None:
            widget = part.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _card(self, one: Comment) -> QWidget:
        who = one.author or _("Người soạn")
        head = PlainLabel(f"{who} · {_moment(one.at)}", level="small", tone="muted", wrap=True)
        tone = "muted" if one.resolved else "normal"
        if one.id == self._editing:
            return self._edited(one, head)
        words = PlainLabel(one.text, tone=tone, wrap=True, selectable=True)
        text = _("Mở lại") if one.resolved else _("Đã xử lý")
        settle = link(text, lambda: self._settle(one.id, not one.resolved))
        drop = link(_("Xóa"), lambda: self._drop(one.id))
        box = QVBoxLayout()
        box.setContentsMargins(space("s"), space("s"), space("s"), space("s"))
        box.setSpacing(space("xs"))
        for part in (head, words):
            box.addWidget(part)
        if one.resolved:
            box.addWidget(PlainLabel(_("✓ Đã xử lý"), level="small", tone="done"))
        change = link(_("Sửa"), lambda: self.edit(one.id))
        box.addLayout(row(settle, change, drop, None, gap="m"))
        return frame(box, "sunken")

    def _edited(self, one: Comment, head: QWidget) -> QWidget:
        waiting = self._half_typed.at(self._place)
        self.editor = TextArea(waiting.get(REWORDED + one.id, one.text), lines=3)
        self.editor.setAccessibleName(_("Sửa ý kiến"))
        self.editor.textChanged.connect(self._note)
        self.editor.given_up.connect(lambda: self.edit(""))
        box = QVBoxLayout()
        box.setContentsMargins(space("s"), space("s"), space("s"), space("s"))
        box.setSpacing(space("xs"))
        box.addWidget(head)
        box.addWidget(self.editor)
        self.keeper = button(_("Ghi lại"), self.keep)
        box.addLayout(row(None, button(_("Thôi"), lambda: self.edit("")), self.keeper))
        return frame(box, "sunken")

    def come_into_sight(self) -> None:
        """Scroll the panel so far that a comment can be written."""
        self._scroll_to(self.button)

    def _scroll_to(self, part: QWidget | None) -> None:
        if part is None:
            return
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(part, 0, space("xl"))

    def hand_over(self) -> None:
        """Add what was typed."""
        text = str(self.text.value()).strip()
        if text and self._item:
            self._add(self._item, text)
            self.text.show_text("")


def _moment(at: str) -> str:
    return f"{at[8:10]}/{at[5:7]}/{at[:4]} {at[11:16]}".strip() if len(at) >= 10 else at
