"""A new version of the upper paper: each change, its words, and what happens to ours."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.documents.plan_update import Action, Change, action_name, change_name
from desktop.documents.word_diff import word_diff
from desktop.i18n import _
from desktop.tasks.papers.plan_update import Planned, is_another
from desktop.ui.pages.plans.comparing.diff_text import DiffText
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import ElidedLabel, PlainLabel, section_title
from desktop.ui.widgets.layout import STRETCH, column, row, rule, space, splitter
from desktop.ui.widgets.table import Column, ListTable

_KEYS: dict[str, Action] = {"Ctrl+1": "keep", "Ctrl+2": "take", "Ctrl+3": "both"}


class UpdateView(QWidget):
    """`apply(choices by place)` takes the update over, `back()` leaves all as it was."""

    def __init__(
        self, apply: Callable[[dict[str, Action]], object], back: Callable[[], object]
    ) -> None:
        super().__init__()
        self._apply = apply
        self.planned: Planned | None = None
        self.actions: dict[str, Action] = {}
        self.title = ElidedLabel("", level="large", tone="strong")
        top = row(link(_("‹ Kế hoạch"), back), self.title, None, gap="m")
        top.setContentsMargins(space("xl"), space("s"), space("l"), space("s"))
        self.told = PlainLabel("", wrap=True)
        self.unlike = PlainLabel(
            _("Văn bản này rất khác bản đã nhận, có thể không phải bản mới của nó. Xem kỹ trước "
              "khi cập nhật."), tone="attention", wrap=True,
        )  # fmt: skip
        self.head = PlainLabel("", tone="muted", wrap=True)
        self.take = button(_("Cập nhật kế hoạch"), self.confirm, icon="check", look="primary")
        self.keep_all = button(_("Giữ tất cả của mình"), lambda: self._all("keep"))
        self.take_all = button(_("Lấy tất cả theo bản mới"), lambda: self._all("take"))
        self.table = ListTable(
            [
                Column(_("Thay đổi"), lambda one: change_name(one.kind), 24, tone=_tone),
                Column(_("Mục cấp trên"), lambda one: one.where, 20),
                Column(_("Nội dung"), _words, 0, tooltip=_words),
                Column(_("Với kế hoạch của mình"), self._action_words, 30),
            ],
            key=lambda one: one.key,
            name=_("Các thay đổi của bản mới"),
            sortable=False,
        )
        self.table.chosen.connect(self._show)
        self.old = DiffText(_("Bản cũ"), strike=True)
        self.new = DiffText(_("Bản mới"))
        self.ours = DiffText(_("Của đơn vị"))
        self.action = Choice(name=_("Với kế hoạch của mình"))
        self.action.chosen.connect(lambda value: self._choose(value))
        self.note = PlainLabel("", tone="muted", wrap=True)
        deeds = row(self.keep_all, self.take_all, STRETCH, self.take)
        head = column(self.unlike, self.told, self.head, deeds, gap="s")
        head.setContentsMargins(space("xl"), 0, space("xl"), space("s"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addLayout(head)
        box.addWidget(rule())
        box.addWidget(splitter(self.table, self._detail(), upright=True, shares=(3, 2)), 1)
        for keys, action in _KEYS.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda a=action: self._choose(a))

    def _detail(self) -> QWidget:
        page = QWidget()
        sides = splitter(
            _titled(_("Bản cũ của cấp trên"), self.old),
            _titled(_("Bản mới của cấp trên"), self.new),
            _titled(_("Trong kế hoạch của mình"), self.ours, last=True),
            shares=(1, 1, 1),
        )
        self.keys = PlainLabel("", tone="muted")
        told = PlainLabel(_("Với kế hoạch của mình:"))
        choose = row(told, self.action, self.keys, STRETCH, gap="m")
        inside = column(choose, self.note, gap="s")
        inside.setContentsMargins(space("xl"), space("s"), space("xl"), space("xs"))
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(inside)
        box.addWidget(sides, 1)
        return page

    @property
    def is_another(self) -> bool:
        """Whether the paper shown is hardly a new version of the one the plan is drawn from."""
        return self.planned is not None and is_another(self.planned)

    def show_planned(self, planned: Planned, title: str) -> None:
        """Show what an update would do to a plan."""
        self.planned = planned
        changes = planned.update.changes
        self.actions = {one.key: one.action for one in changes}
        self.title.setText(_("Bản mới của kế hoạch cấp trên · {title}").format(title=title))
        same = sum(one.kind == "same" for one in planned.update.matches)
        edited = sum(one.edited for one in changes)
        told = _("{n} thay đổi liên quan đến kế hoạch của mình; {same} mục giữ nguyên.").format(
            n=len(changes), same=same
        )
        if edited:
            told += " " + _("{n} mục đã sửa riêng được giữ lại.").format(n=edited)
        self.told.setText(told)
        self.unlike.setVisible(self.is_another)
        fields = {"subject": _("trích yếu"), "opening": _("mở đầu"), "closing": _("kết thúc")}
        named = [fields[name] for name in planned.head if name in fields]
        self.head.setText(_("Theo văn bản mới, sửa cả: {fields}.").format(fields=", ".join(named)))
        self.head.setVisible(bool(named))
        self.table.set_rows(list(changes))
        if changes:
            self.table.go_to(changes[0].key)
        self._show(self.table.current())
        self.table.setFocus()

    def confirm(self) -> None:
        """Take the update over with the choices made."""
        if self.planned is not None:
            places = {one.key: str(n) for n, one in enumerate(self.planned.update.changes, 1)}
            self._apply({places[key]: action for key, action in self.actions.items()})

    def _show(self, change: Change | None) -> None:
        known = change is not None
        for part in (self.action, self.note, self.old, self.new, self.ours):
            part.setEnabled(known)
        if change is None:
            self.keys.setText("")
            for text in (self.old, self.new, self.ours):
                text.show_pieces(())
            return
        old, new = word_diff(change.old_text, change.new_text)
        if not change.old_text:
            new = ((change.new_text, True),)
        self.old.show_pieces(old)
        self.new.show_pieces(new)
        self.ours.show_pieces(((change.our_text or _("(chưa có mục nào)"), False),))
        names = [(action_name(change.kind, one), one) for one in change.actions]
        self.action.set_options(names)
        self.action.show_value(self.actions[change.key])
        self.action.setEnabled(len(names) > 1)
        self.note.setText(_note(change))
        self.keys.setText(_keys(change))

    def _choose(self, action: Action) -> None:
        change = self.table.current()
        if change is not None and action in change.actions:
            self.actions[change.key] = action
            self.action.show_value(action)
            self.table.viewport().update()

    def _all(self, action: Action) -> None:
        for change in self.planned.update.changes if self.planned else ():
            if action in change.actions:
                self.actions[change.key] = action
        self.table.viewport().update()
        self._show(self.table.current())

    def _action_words(self, change: Change) -> str:
        return action_name(change.kind, self.actions.get(change.key, change.action))


def _titled(title: str, text: DiffText, *, last: bool = False) -> QWidget:
    page = QWidget()
    box = column(section_title(title, level="normal"), text, gap="xs")
    side = space("xl") if last else space("s")
    box.setContentsMargins(space("xl"), space("xs"), side, space("s"))
    box.setStretch(1, 1)
    page.setLayout(box)
    return page


def _words(change: Change) -> str:
    return (change.new_text or change.old_text).replace("\n", " / ")


def _tone(change: Change) -> str:
    return "attention" if change.kind in ("removed", "not_ours") or change.edited else "ink.normal"


def _keys(change: Change) -> str:
    """Return the keys that choose, in short; none where there is nothing to choose."""
    leaves = change.kind in ("removed", "not_ours")
    short = {"keep": _("giữ"), "take": _("bỏ") if leaves else _("lấy"), "both": _("cả hai")}
    if change.kind in ("new", "now_ours"):
        short |= {"keep": _("không thêm"), "take": _("thêm")}
    told = [f"{keys} {short[one]}" for keys, one in _KEYS.items() if one in change.actions]
    return " · ".join(told) if len(told) > 1 else ""


def _note(change: Change) -> str:
    if change.kind == "moved":
        return _("Chỉ đổi chỗ hoặc đổi số; mục của mình tự nối theo.")
    if change.kind == "cited":
        return _("Câu của mình nêu số, ngày của bản cũ.")
    if change.kind == "joined":
        return _("Các mục của mình cùng nối với mục mới.")
    if change.kind in ("removed", "not_ours"):
        return _("Mục của mình được giữ, kèm ghi chú, trừ khi chọn bỏ; bỏ rồi vẫn lấy lại được.")
    if change.edited:
        return _("Mục của mình đã được sửa so với bản soạn ban đầu.")
    return ""
