"""The office's abbreviations and its own words, in one small window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline import spelling
from desktop.models.plans import snippets
from desktop.models.plans.snippets import Snippet
from desktop.ui.desk import Desk
from desktop.ui.dialogs.base import Dialog
from desktop.ui.half_typed import TypedForm
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, row, space
from desktop.ui.widgets.table import Column, ListTable


class WritingLists(Dialog):
    """Adds, words anew and takes away; each is a step that can be undone."""

    def __init__(self, parent: QWidget | None, desk: Desk) -> None:
        self._desk = desk
        self.snippets = ListTable(
            [
                Column(_("Gõ"), lambda one: one.name, 12),
                Column(_("Thành"), lambda one: one.text, 0, tooltip=lambda one: one.text),
                Column(_("Nguồn"), _source, 14),
            ],
            key=lambda one: one.name,
            name=_("Chữ tắt"),
        )
        self.name = TextField(hint=_("cđcs"))
        self.name.setMaximumWidth(space("xxl") * 3)
        self.text = TextField(hint=_("công đoàn cơ sở"))
        self.words = ListTable(
            [Column(_("Từ"), lambda one: one, 0)],
            key=lambda one: one,
            name=_("Từ riêng của đơn vị"),
        )
        self.word = TextField(hint=_("Tên riêng, từ chuyên môn"))
        self.told = PlainLabel("", tone="blocked", wrap=True)
        self.told.hide()
        tabs = QTabWidget()
        tabs.addTab(self._snippets_side(), _("Chữ tắt"))
        tabs.addTab(self._words_side(), _("Từ riêng của đơn vị"))
        body = QWidget()
        body.setLayout(column(tabs, self.told))
        super().__init__(
            parent,
            _("Chữ tắt và từ riêng"),
            _("Gõ chữ tắt rồi nhấn dấu cách hoặc Tab để bung ra. Từ riêng không bị coi là sai "
              "chính tả."),
            body,
        )  # fmt: skip
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(space("xxl") * 22, space("xxl") * 17)
        desk.changed.connect(self._changed)
        kept, fields = desk.half_typed, {"name": self.name, "text": self.text}
        self._snippet_typed = TypedForm(kept, "writing-lists", fields)
        self._word_typed = TypedForm(kept, "writing-lists", {"word": self.word})
        self.show_now()

    def _snippets_side(self) -> QWidget:
        side = QWidget()
        put = button(_("Đặt chữ tắt"), self._put)
        drop = button(_("Bỏ chữ tắt đang chọn"), self._drop)
        self.snippets.chosen.connect(self._fill)
        arrow = PlainLabel("→", tone="muted")
        side.setLayout(
            column(
                self.snippets, row(self.name, arrow, self.text, put), row(drop, None), margin="s"
            )
        )
        self.text.returnPressed.connect(self._put)
        return side

    def _words_side(self) -> QWidget:
        side = QWidget()
        add = button(_("Thêm từ"), self._add_word)
        drop = button(_("Bỏ từ đang chọn"), self._drop_word)
        side.setLayout(column(self.words, row(self.word, add), row(drop, None), margin="s"))
        self.word.returnPressed.connect(self._add_word)
        return side

    def show_now(self) -> None:
        """Read both lists again."""
        self.snippets.set_rows(list(snippets.read_snippets(self._desk.read).values()))
        self.words.set_rows(spelling.read_words(self._desk.read))

    def _changed(self, change: Any) -> None:
        if change.keys(snippets.SNIPPET) or change.keys(spelling.WORD):
            self.show_now()

    def _fill(self, one: Snippet | None) -> None:
        if one is not None:
            self.name.show_text(one.name)
            self.text.show_text(one.text)
            self._snippet_typed.begin()
            self._snippet_typed.forget()

    def _put(self) -> None:
        name, text = self.name.typed(), self.text.typed()
        self._do(lambda store: snippets.set_snippet(store, name, text), self._snippet_typed.forget)

    def _drop(self) -> None:
        one = self.snippets.current()
        if one is not None:
            self._do(lambda store: snippets.drop_snippet(store, one.name))

    def _add_word(self) -> None:
        word = self.word.typed()
        self._do(lambda store: spelling.add_word(store, word), self._word_typed.forget)

    def _drop_word(self) -> None:
        word = self.words.current()
        if word is not None:
            self._do(lambda store: spelling.drop_word(store, word))

    def _do(self, verb: Callable[[Any], object], then: Callable[[], object] = lambda: None) -> None:
        self.told.hide()
        done = self.while_open(lambda _change: then())
        self._desk.do(verb, done, on_refusal=self.while_open(self._refused))

    def _refused(self, refusal: Refusal) -> None:
        self.told.setText(str(refusal))
        self.told.show()


def _source(one: Snippet) -> str:
    return _("Đơn vị") if one.own else _("Kèm chương trình")
