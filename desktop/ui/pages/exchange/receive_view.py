"""Receiving: what each file would change, shown before anything is taken in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.text import vi_number
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import column, row, rule, space, splitter
from desktop.ui.widgets.table import Column, ListTable
from desktop.ui.widgets.tree import Node, TreeTable

if TYPE_CHECKING:
    from desktop.models.agenda.change_lines import ChangeLine
    from desktop.sync.importer import ImportResult

MOST_DIFFERENCES = 3_000
_GRANT = ("E_GRANT_FILE", "E_UNKNOWN_SENDER")
_UNSURE = ("E_UNKNOWN_SENDER", "E_UNSIGNED", "E_UNVERIFIED_UNIT", "E_UNVERIFIED_ENROLLED")
_SEALED = ("E_SEALED_PHRASE", "E_PHRASE")
_KEPT = "E_QR_KEPT"


@dataclass(frozen=True, slots=True)
class Reading:
    """One file with what importing it would change, or did (`done`)."""

    result: ImportResult
    unit: str
    differences: tuple[ChangeLine, ...]
    done: bool = False

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.result.path)


class ReceiveView(QWidget):
    """The files, what would change, and two buttons; afterwards the results, until read."""

    def __init__(
        self,
        take: Callable[[Sequence[Path]], object],
        close: Callable[[], object],
        to_links: Callable[[Reading], object],
        unverified: Callable[[Reading, Sequence[Path]], object],
        by_phrase: Callable[[Reading, Sequence[Path]], object],
    ) -> None:
        super().__init__()
        self._take, self._to_links = take, to_links
        self._unverified, self._by_phrase = unverified, by_phrase
        self._readings: tuple[Reading, ...] = ()
        self.title = section_title("")
        self.told = PlainLabel("", tone="muted", wrap=True)
        self.files = ListTable(_file_columns(), key=lambda one: one.result.path,
                               name=_("Các tệp"), sortable=False)  # fmt: skip
        self.files.chosen.connect(self._show_one)
        self.words = PlainLabel("", wrap=True, selectable=True)
        self.links = button(_("Sang phần Kết nối"), self._connect, icon="key")
        self.unsure = button(_("Nhận gói chưa xác thực…"), lambda: self._again(self._unverified))
        self.sealed = button(_("Nhập cụm mật khẩu…"), lambda: self._again(self._by_phrase))
        self.differences = TreeTable(_difference_columns(), name=_("Nội dung thay đổi"))
        self.take_button = button(_("Nhập"), self._go, look="primary", icon="check")
        self.close_button = button(_("Thôi"), close)
        head = column(self.title, self.told, gap="xs", margin="l")
        below = QWidget()
        low = QVBoxLayout(below)
        low.setContentsMargins(0, space("s"), 0, 0)
        low.setSpacing(space("s"))
        low.addLayout(self._worded())
        low.addWidget(self.differences, 1)
        low.addStretch()  # the words stay on top where there is nothing to list
        parts = splitter(self.files, below, upright=True, shares=(2, 3))
        foot = row(None, self.close_button, self.take_button, margin="m")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(rule())
        box.addWidget(parts, 1)
        box.addWidget(rule())
        box.addLayout(foot)

    def _worded(self) -> QVBoxLayout:
        inside = column(self.words, row(self.links, self.unsure, self.sealed, None), gap="s")
        inside.setContentsMargins(space("l"), 0, space("l"), 0)
        return inside

    def show_preview(self, readings: Sequence[Reading]) -> None:
        """Show what importing the files would change; nothing has been."""
        good = sum(one.result.status == "imported" for one in readings)
        self.title.setText(_("Xem trước khi nhập"))
        self.told.setText(
            _("Chưa có gì thay đổi. {good} trên {of} tệp nhập được.").format(
                good=good, of=len(readings)
            )
        )
        kept = sum(one.result.code == _KEPT for one in readings)
        words = _("Nhập {n} gói").format(n=good) if good else _("Nhập")
        self.take_button.setText(
            words if good or not kept else _("Giữ lại {n} phiếu").format(n=kept)
        )
        self.take_button.setVisible(True)
        self.take_button.setEnabled(good + kept > 0)
        self.close_button.setText(_("Thôi") if good + kept else _("Đóng"))
        self._show(readings)

    def show_results(self, readings: Sequence[Reading]) -> None:
        """Show what became of every file of the preview; stays until closed.

        `readings` are the files that were to be taken in; what could not be keeps its reason.
        """
        taken = {one.result.path: one for one in readings}
        every = [taken.pop(one.result.path, one) for one in self._readings] + [*taken.values()]
        good = sum(one.done and one.result.status == "imported" for one in every)
        self.title.setText(_("Kết quả nhập"))
        told = _("Đã nhập {good} trên {of} tệp. Tệp không nhập được không làm đổi gì trong sổ.")
        self.told.setText(told.format(good=good, of=len(every)))
        self.take_button.setVisible(False)
        self.close_button.setText(_("Đóng"))
        self._show(every)

    def _show(self, readings: Sequence[Reading]) -> None:
        # Among hundreds, what asks for something would never be found below.
        self._readings = tuple(sorted(readings, key=lambda one: one.result.status != "refused"))
        self.files.set_rows(self._readings)
        self._show_one(None)
        if self._readings:
            self.files.go_to(self._readings[0].result.path)
            self._show_one(self._readings[0])
            self.files.setFocus()

    def _show_one(self, reading: Reading | None) -> None:
        result = reading.result if reading is not None else None
        sentences = []
        if result is not None:
            sentences = [f"{result.message} {result.next_step}".strip(), *result.warnings]
        told = [one for one in sentences if one]
        tone = "attention" if result is not None and result.warnings else "muted"
        if result is not None and not result.message:
            told.insert(0, _contents(result))
        self.words.setText("\n".join(told))
        self.words.setVisible(bool(told))
        stopped = result is not None and result.status == "refused" and result.code != _KEPT
        self.words.set_tone("blocked" if stopped else tone)
        self.links.setVisible(result is not None and result.code in _GRANT)
        self.unsure.setVisible(result is not None and result.code in _UNSURE)
        self.sealed.setVisible(result is not None and result.code in _SEALED)
        rows = reading.differences if reading is not None else ()
        nodes = [Node(one, [Node(part) for part in one.inside]) for one in rows]
        self.differences.tree_model.set_roots(nodes)  # closed: another file is another list
        self.differences.setVisible(bool(rows))

    def _again(self, ask: Callable[[Reading, Sequence[Path]], object]) -> None:
        chosen = self.files.current()
        if isinstance(chosen, Reading):
            ask(chosen, [one.path for one in self._readings])

    def _connect(self) -> None:
        chosen = self.files.current()
        if isinstance(chosen, Reading):
            self._to_links(chosen)

    def _go(self) -> None:
        paths = [
            one.path
            for one in self._readings
            if one.result.status == "imported" or one.result.code == _KEPT
        ]
        if paths:
            self.take_button.setEnabled(False)
            self._take(paths)


def _file_columns() -> tuple[Column, ...]:
    def count(name: str) -> Callable[[Reading], str]:
        return lambda one: vi_number(getattr(one.result, name))

    def told(name: str) -> Callable[[Reading], str]:
        return lambda one: one.result.tally.told(name)

    return (
        Column(_("Tệp"), lambda one: one.path.name, 0, tooltip=lambda one: str(one.path)),
        Column(_("Đơn vị"), lambda one: one.unit, 26),
        Column(_("Kết quả"), _status, 20, tone=_tone, icon=_icon,
               tooltip=lambda one: one.result.message),
        Column(_("Mới"), count("new"), 8, right=True, tooltip=told("new")),
        Column(_("Thay đổi"), count("changed"), 9, right=True, tooltip=told("changed")),
        Column(_("Không đổi"), count("unchanged"), 10, right=True, tooltip=told("unchanged")),
        Column(_("Bỏ qua"), count("skipped"), 8, right=True, tooltip=told("skipped")),
        Column(_("Chờ duyệt"), count("pending"), 10, right=True),
        Column(_("Khác nhau"), count("conflicts"), 10, right=True),
    )  # fmt: skip


def _difference_columns() -> tuple[Column, ...]:
    return (
        Column(_("Nội dung"), lambda one: one.subject, 0, tooltip=lambda one: one.subject),
        Column(_("Đang có"), lambda one: one.before, 22, tooltip=lambda one: one.before),
        Column(_("Trong gói"), lambda one: one.after, 22, tooltip=lambda one: one.after),
        Column(_("Ghi chú"), lambda one: one.note, 16, tone=lambda _one: "attention"),
    )


def _contents(result: ImportResult) -> str:
    """Return "Mới: 12 ô số liệu, 1 báo cáo đã chốt. Thay đổi: 1 hoạt động."."""
    names = (("new", _("Mới")), ("changed", _("Thay đổi")), ("skipped", _("Bỏ qua")))
    parts = ((name, result.tally.told(what)) for what, name in names)
    return " ".join(f"{name}: {told}." for name, told in parts if told)


def _status(one: Reading) -> str:
    if one.result.code == _KEPT:
        return _("đã giữ lại, chờ khóa") if one.done else _("giữ lại, chờ khóa")
    words = {
        "imported": _imported(one),
        "already": _("đã nhập trước đây"),
        "refused": _("không nhập được"),
    }
    return words.get(one.result.status, one.result.status)


def _imported(one: Reading) -> str:
    if not one.result.verified:
        return _("chưa xác thực")
    return _("đã nhập") if one.done else _("nhập được")


def _tone(one: Reading) -> str:
    if one.result.code == _KEPT:
        return "attention"
    tones = {"imported": "done" if one.result.verified else "attention", "refused": "blocked"}
    return tones.get(one.result.status, "ink.muted")


def _icon(one: Reading) -> str:
    icons = {"imported": "done", "refused": "info" if one.result.code == _KEPT else "blocked"}
    return icons.get(one.result.status, "info")
