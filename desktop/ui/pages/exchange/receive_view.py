"""Receiving: what each file would change, shown before anything is taken in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.text import vi_number, with_counts
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import column, row, rule, space, splitter
from desktop.ui.widgets.table import Column, ListTable
from desktop.ui.widgets.tree import Node, TreeTable

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from desktop.models.agenda.change_lines import ChangeLine
    from desktop.sync.importer import ImportResult

MOST_DIFFERENCES = 3_000
_SHARES = (2, 3)
_GRANT = ("E_GRANT_FILE", "E_UNKNOWN_SENDER")
_UNSURE = (
    *("E_UNKNOWN_SENDER", "E_UNSIGNED"),
    *("E_UNVERIFIED_UNIT", "E_UNVERIFIED_CODE", "E_UNVERIFIED_ENROLLED"),
)
_SEALED = ("E_SEALED_PHRASE", "E_PHRASE")
_OWN = "E_OWN_ENDED"
_KEPT = "E_QR_KEPT"


@dataclass(frozen=True, slots=True)
class Reading:
    """One file with what importing it would change, or did (`done`).

    `differences` is None until somebody looks at the file; `checked` says that the rules have
    been asked about what it brings.
    """

    result: ImportResult
    unit: str
    differences: tuple[ChangeLine, ...] | None
    done: bool = False
    checked: bool = True

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.result.path)

    @property
    def can_be_taken(self) -> bool:
        """Whether taking the file in would do something."""
        return not self.done and (self.result.status == "imported" or self.is_kept)

    @property
    def is_kept(self) -> bool:
        """Whether it is a sheet that waits for its key."""
        return self.result.code == _KEPT

    @property
    def place(self) -> int:
        """Where it stands in the list: what needs a person first, then what can be taken in."""
        result = self.result
        if result.status == "refused" and not self.is_kept:
            return 0
        asks = result.warnings or result.conflicts or result.pending or not result.verified
        if asks or self.is_kept:
            return 1
        return 2 if result.status == "imported" else 3


class ReceiveView(QWidget):
    """The files, what would change, and two buttons; afterwards the results, until read."""

    def __init__(
        self,
        take: Callable[[Sequence[Path]], object],
        close: Callable[[], object],
        to_links: Callable[[Reading], object],
        unverified: Callable[[Reading, Sequence[Path]], object],
        by_phrase: Callable[[Reading, Sequence[Path]], object],
        looked: Callable[[], object],
        own_save: Callable[[Reading, Sequence[Path]], object] = lambda _one, _every: None,
    ) -> None:
        super().__init__()
        self._take, self._to_links, self._looked = take, to_links, looked
        self._close = close
        self._unverified, self._by_phrase, self._own_save = unverified, by_phrase, own_save
        self._readings: tuple[Reading, ...] = ()
        self._unread = 0
        self._asked = ""
        self._turn: dict[str, int] = {}
        self._judging = True
        self.title = section_title("")
        self.told = PlainLabel("", tone="muted", wrap=True)
        self.files = ListTable(_file_columns(), key=lambda one: one.result.path,
                               name=_("Các tệp"))  # fmt: skip
        self.files.chosen.connect(self._chosen)
        self.words = PlainLabel("", wrap=True, selectable=True)
        self.busy = PlainLabel(_("Đang kiểm số liệu của gói…"), tone="muted")
        self.links = button(_("Sang phần Kết nối"), self._connect, icon="key")
        self.unsure = button(_("Nhận gói chưa xác thực…"), lambda: self._again(self._unverified))
        self.sealed = button(_("Nhập cụm mật khẩu…"), lambda: self._again(self._by_phrase))
        self.own = button(_("Nhận gói của máy cũ…"), lambda: self._again(self._own_save))
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
        self.parts = splitter(self.files, below, upright=True, shares=_SHARES)
        foot = row(None, self.close_button, self.take_button, margin="m")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(rule())
        box.addWidget(self.parts, 1)
        box.addWidget(rule())
        box.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the files away; what is being taken in goes on."""
        if event.key() == Qt.Key.Key_Escape and self._judging:
            self._close()
        else:
            super().keyPressEvent(event)

    def _worded(self) -> QVBoxLayout:
        buttons = row(self.links, self.unsure, self.sealed, self.own, None)
        inside = column(self.words, self.busy, buttons, gap="s")
        inside.setContentsMargins(space("l"), 0, space("l"), 0)
        return inside

    def show_progress(self, readings: Sequence[Reading], of: int, *, taking: bool) -> None:
        """Show the files read (or taken in) so far, each in its place as it comes."""
        told = _("Đã đọc {n} trên {of} tệp. Chưa có gì thay đổi.")
        if taking:
            told = _("Đã nhập xong {n} trên {of} tệp.")
        self.title.setText(_("Đang nhập") if taking else _("Đang đọc các tệp"))
        self.told.setText(with_counts(told, n=len(readings), of=of))
        self.take_button.setEnabled(False)
        if taking:
            self._readings = tuple(self._merged(readings))
            self.close_button.setText(_("Dừng"))
        else:
            self._readings = tuple(readings)
            self.take_button.setText(_("Nhập"))
            self.take_button.setVisible(True)
            self.close_button.setText(_("Thôi"))
        before = self.files.current()
        self._list_files()
        if before is None and self._readings:
            self.files.go_to(self._readings[0].result.path)
            self.files.setFocus()
        if self.files.current() is not before:  # else whoever reads its lines goes on reading
            self._show_one(self.files.current())

    def show_preview(self, readings: Sequence[Reading], unread: int = 0) -> None:
        """Show what importing the files would change; nothing has been.

        `unread` files were not read any more, for it was stopped.
        """
        self.title.setText(_("Xem trước khi nhập"))
        self._turn = {one.result.path: place for place, one in enumerate(readings)}
        self._unread = unread
        self._show(readings)
        self._offer(_("Thôi"))

    def show_results(self, readings: Sequence[Reading], *, stopped: bool = False) -> None:
        """Show what became of every file of the preview; stays until closed.

        `readings` are the files that were to be taken in; what could not be keeps its reason.
        What was left when it was `stopped` can still be taken.
        """
        every = self._merged(readings)
        good = sum(one.done and one.result.status == "imported" for one in every)
        self.title.setText(_("Kết quả nhập"))
        told = _("Đã nhập {good} trên {of} tệp.")
        if any(one.result.status == "refused" for one in every):
            told += " " + _("Tệp không nhập được không làm đổi gì trong sổ.")
        self._show(every)
        if stopped and any(one.can_be_taken for one in every):
            told = _("Đã dừng. Đã nhập trọn {good} trên {of} tệp; các tệp còn lại chưa nhập.")
            self._offer(_("Đóng"))
        else:
            self.take_button.setVisible(False)
            self.close_button.setText(_("Đóng"))
        self.told.setText(with_counts(told, good=good, of=len(every)))

    def _merged(self, readings: Sequence[Reading]) -> list[Reading]:
        taken = {one.result.path: one for one in readings}
        every = [_with_lines(taken.pop(one.result.path, one), one) for one in self._readings]
        return [*every, *taken.values()]

    def _offer(self, close: str) -> None:
        good = sum(one.can_be_taken and not one.is_kept for one in self._readings)
        kept = sum(one.can_be_taken and one.is_kept for one in self._readings)
        words = _("Nhập {n} gói").format(n=good) if good else _("Nhập")
        self.take_button.setText(
            words if good or not kept else _("Giữ lại {n} phiếu").format(n=kept)
        )
        self.take_button.setVisible(True)
        self.take_button.setEnabled(good + kept > 0)
        self.close_button.setText(close if good + kept else _("Đóng"))
        if not any(one.done for one in self._readings):
            self._tell()

    def _tell(self) -> None:
        """Say how many files can be taken, how many ask for a look or are still being judged."""
        every = self._readings
        good = sum(one.can_be_taken and not one.is_kept for one in every)
        told = [_("Chưa có gì thay đổi. {good} trên {of} tệp nhập được.").format(
            good=good, of=len(every) + self._unread)]  # fmt: skip
        if self._unread:
            told.append(_("Đã dừng: còn {n} tệp chưa đọc.").format(n=self._unread))
        unsure = sum(one.place == 1 for one in every)
        if unsure and len(every) > 1:
            told.append(_("{n} tệp cần xem lại.").format(n=unsure))
        waiting = sum(not one.checked for one in every)
        if waiting and len(every) > 1:
            told.append(_("Đang kiểm số liệu: {n} trên {of} tệp.").format(
                n=len(every) - waiting, of=len(every)))  # fmt: skip
        self.told.setText(" ".join(told))

    def current(self) -> Reading | None:
        """Return the file whose contents are shown."""
        chosen = self.files.current()
        return chosen if isinstance(chosen, Reading) else None

    def unchecked(self) -> list[Reading]:
        """Return the files the rules have not been asked about yet, in the order shown."""
        return [one for one in self.files.rows() if not one.checked]

    def show_looked_into(self, reading: Reading) -> None:
        """Show a file again, now that more is known of it; the others stay where they are."""
        same = reading.result.path
        self._readings = tuple(
            reading if one.result.path == same else one for one in self._readings
        )
        if all(one.checked for one in self._readings):
            self._readings = _ordered(self._readings)
        self.files.set_rows(self._readings)
        if not reading.done:
            self._offer(self.close_button.text())
        current = self.current()
        if current is not None and current.result.path == same:
            self._show_one(current)

    def _show(self, readings: Sequence[Reading]) -> None:
        self._readings, self._judging = _ordered(readings), True
        self._list_files()
        if self._readings:
            asked, self._asked = self._asked, ""
            if not asked or not self.files.go_to(asked):
                self.files.go_to(self._readings[0].result.path)
            self.files.setFocus()
        self._show_one(self.current())

    def _list_files(self) -> None:
        """List the files; a few of them leave their empty room to what they would change."""
        before = len(self.files.rows())
        self.files.set_rows(self._readings)
        self.files.setMaximumHeight(self.files.whole_height())
        if before != len(self._readings):
            self.parts.setSizes([share * self.height() for share in _SHARES])

    def _chosen(self, reading: Reading | None) -> None:
        self._show_one(reading)
        self._looked()

    def _show_one(self, reading: Reading | None) -> None:
        result = reading.result if reading is not None else None
        sentences = []
        if result is not None:
            sentences = [f"{result.message} {result.next_step}".strip(), *result.warnings]
        told = [one for one in sentences if one]
        tone = "attention" if result is not None and result.warnings else "muted"
        if result is not None and not result.message:
            told.insert(0, _contents(result))
        if reading is not None and reading.done and reading.differences:
            # What another file of the batch brought first is new no more when this one is taken.
            listed = _("Danh sách dưới đây là lúc xem trước: {n} chỗ.")
            told.append(listed.format(n=vi_number(len(reading.differences))))
        self.words.setText("\n".join(told))
        self.words.setVisible(bool(told))
        stopped = result is not None and result.status == "refused" and result.code != _KEPT
        self.words.set_tone("blocked" if stopped else tone)
        self.links.setVisible(result is not None and result.code in _GRANT)
        self.unsure.setVisible(result is not None and result.code in _UNSURE)
        self.sealed.setVisible(result is not None and result.code in _SEALED)
        self.own.setVisible(result is not None and result.code == _OWN)
        waits = reading is not None and reading.differences is None
        self.busy.setVisible(waits and self._judging)
        rows = (reading.differences if reading is not None else None) or ()
        nodes = [Node(one, [Node(part) for part in one.inside]) for one in rows]
        self.differences.tree_model.set_roots(nodes)  # closed: another file is another list
        self.differences.setVisible(bool(rows))

    def _again(self, ask: Callable[[Reading, Sequence[Path]], object]) -> None:
        chosen = self.files.current()
        if isinstance(chosen, Reading):
            self._asked = chosen.result.path  # read again, its sentence is what is waited for
            ask(chosen, [one.path for one in self._readings])

    def _connect(self) -> None:
        chosen = self.files.current()
        if isinstance(chosen, Reading):
            self._to_links(chosen)

    def _go(self) -> None:
        taken = [one for one in self._readings if one.can_be_taken]
        # As they were handed in: shown first is what asks for a look, often the later bundle.
        taken.sort(key=lambda one: self._turn.get(one.result.path, 0))
        if taken:
            self.take_button.setEnabled(False)
            self._judging = False
            self.busy.hide()
            self._take([one.path for one in taken])


def _ordered(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return them as they are listed: among hundreds, nobody finds below what asks for a look."""
    return tuple(sorted(readings, key=lambda one: one.place))


def _with_lines(taken: Reading, before: Reading) -> Reading:
    """Keep what the preview told of a file: its lines, and what the rules said."""
    if before.done and before.result.status == taken.result.status:
        return before
    if not taken.done or taken.result.status != "imported":
        return taken
    rules = [one for one in before.result.warnings if one not in taken.result.warnings]
    result = replace(
        taken.result, warnings=(*taken.result.warnings, *rules), findings=before.result.findings
    )
    return Reading(result, taken.unit, before.differences or taken.differences, done=True)


def _file_columns() -> tuple[Column, ...]:
    def counted(title: str, name: str, width: int, *, told: bool = False) -> Column:
        def number(one: Reading) -> int:
            return int(getattr(one.result, name))

        tip = (lambda one: one.result.tally.told(name)) if told else None
        return Column(title, lambda one: vi_number(number(one)), width, right=True, order=number,
                      tooltip=tip)  # fmt: skip

    return (
        # Two files of one sender begin alike and differ at their end: both are to be seen.
        Column(_("Tệp"), lambda one: one.path.name, 0, tooltip=lambda one: str(one.path),
               middle=True),
        Column(_("Đơn vị"), lambda one: one.unit, 24, middle=True, least=14),
        Column(_("Kết quả"), _status, 19, tone=_tone, icon=_icon,
               order=lambda one: (one.place, _status(one)),
               tooltip=lambda one: one.result.message),
        counted(_("Mới"), "new", 6, told=True),
        counted(_("Thay đổi"), "changed", 8, told=True),
        counted(_("Không đổi"), "unchanged", 9, told=True),
        counted(_("Bỏ qua"), "skipped", 7, told=True),
        counted(_("Chờ duyệt"), "pending", 9),
        counted(_("Khác nhau"), "conflicts", 9),
    )  # fmt: skip


def _difference_columns() -> tuple[Column, ...]:
    return (
        # Whose it is tells the lines apart, and takes the room; what is brought is mostly short.
        Column(_("Nội dung"), lambda one: one.subject, 0, middle=True),
        Column(_("Đang có"), lambda one: one.before, 14, tooltip=lambda one: one.before),
        Column(_("Trong gói"), lambda one: one.after, 28, tooltip=lambda one: one.after),
        Column(_("Ghi chú"), lambda one: one.note, 18, tone=lambda _one: "attention",
               tooltip=lambda one: one.note),
    )  # fmt: skip


def _contents(result: ImportResult) -> str:
    """Return "Mới: 12 ô số liệu, 1 báo cáo đã chốt. Thay đổi: 1 hoạt động."."""
    names = (("new", _("Mới")), ("changed", _("Thay đổi")), ("skipped", _("Bỏ qua")))
    parts = ((name, result.tally.told(what)) for what, name in names)
    return " ".join(f"{name}: {told}." for name, told in parts if told)


def _status(one: Reading) -> str:
    if one.is_kept:
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
    if one.done:
        return _("đã nhập")
    return _("nhập được, cần xem") if one.place == 1 else _("nhập được")


def _tone(one: Reading) -> str:
    if one.is_kept:
        return "attention"
    tones = {"imported": "attention" if one.place == 1 else "done", "refused": "blocked"}
    return tones.get(one.result.status, "ink.muted")


def _icon(one: Reading) -> str:
    if one.place == 1 and not one.done:
        return "info"
    icons = {"imported": "done", "refused": "info" if one.is_kept else "blocked"}
    return icons.get(one.result.status, "info")
