"""Two values of one thing, side by side, until one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.text import with_counts
from desktop.tasks.exchange.both_values import whose_words
from desktop.ui.pages.exchange.bundle_panel import clear, written_moment
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.labels import Pill, PlainLabel, section_title
from desktop.ui.widgets.layout import column, frame, row, scrolled, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from desktop.sync.conflicts import Disagreement, Side

MOST = 60
LONG = 40
"""Letters from which a value is told in the size of text."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A disagreement in words; `values` go with its sides."""

    found: Disagreement
    subject: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedWords:
    """A value that does not count and the one that does, in words: where, by whom, why, when."""

    subject: str
    value: str
    stands: str
    by: str
    writer: str
    reason: str
    at: str
    op: str = ""
    kept: bool = False


class ConflictsView(QWidget):
    """`choose(disagreement, side)` keeps one value for good.

    `aside(op)` takes a figure of a revoked machine off the list.
    """

    def __init__(
        self, choose: Callable[[Disagreement, Side], object],
        aside: Callable[[str], object] = lambda _op: None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._choose, self._aside = choose, aside
        self._keeps: list[tuple[int, str, QPushButton]] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(space("m"))
        edge = space("xl")
        self._list.setContentsMargins(edge, space("l"), edge, edge)
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState(
                "merge",
                _("Không có chỗ nào hai máy ghi khác nhau, không có nội dung nào không được tính."),
                hint=_("Khi có, hai giá trị sẽ đứng cạnh nhau ở đây để anh/chị chọn."),
            )
        )
        self._area = scrolled(self._list)
        self._stack.addWidget(self._area)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    def show_conflicts(
        self, conflicts: Sequence[Worded], refused: Sequence[RefusedWords] = ()
    ) -> None:
        """Show the disagreements there are, then what does not count.

        The keyboard stays at its value, or goes to the next disagreement once it was chosen.
        """
        at = self._keyboard()
        clear(self._list)
        self._keeps = []
        for place, one in enumerate(conflicts[:MOST]):
            self._list.addWidget(self._part(one, place))
        if len(conflicts) > MOST:
            told = _("Còn {n} chỗ khác; chọn xong các chỗ trên sẽ hiện tiếp.")
            self._list.addWidget(
                PlainLabel(with_counts(told, n=len(conflicts) - MOST), tone="muted")
            )
        if refused:
            self._list.addWidget(section_title(_("Đã ghi nhưng không được tính")))
            told = _(
                "Nội dung vẫn được giữ và được xét lại sau mỗi lần nhập gói; sửa ở nơi đã ghi."
                " Số của máy đã thu hồi: so hai số, số nào đúng thì nhập lại ở máy mới của đơn vị,"
                " không còn máy nào thì nhập ở đây."
            )
            self._list.addWidget(PlainLabel(told, tone="muted", wrap=True))
            table = self._refused_table(refused)
            self._list.addWidget(table)
            if any(one.kept for one in refused):
                self._list.addLayout(row(self._aside_button(table), None))
        self._list.addStretch(1)
        self._stack.setCurrentIndex(1 if conflicts or refused else 0)
        if at is not None:
            self._return_to(*at)

    def _keyboard(self) -> tuple[int, str] | None:
        """Return (place of the disagreement, operation) of the button the keyboard is at."""
        return next(((place, op) for place, op, keep in self._keeps if keep.hasFocus()), None)

    def _return_to(self, place: int, op: str) -> None:
        same = (keep for _place, known, keep in self._keeps if known == op)
        below = (keep for other, _op, keep in self._keeps if other >= place)
        last = (keep for _place, _op, keep in self._keeps[:1])
        keep = next(same, None) or next(below, None) or next(last, None)
        if keep is not None:
            keep.setFocus(Qt.FocusReason.TabFocusReason)
            QTimer.singleShot(0, keep, lambda: self._area.ensureWidgetVisible(keep))

    def _aside_button(self, table: ListTable) -> QWidget:
        """Return the button for the chosen row, of use for figures of a revoked machine alone."""
        chosen: list[RefusedWords] = []
        deed = button(
            _("Đã đối chiếu, bỏ khỏi danh sách"), lambda: chosen and self._aside(chosen[0].op)
        )
        deed.setEnabled(False)

        def choose(one: RefusedWords | None) -> None:
            chosen[:] = [one] if one is not None and one.kept else []
            deed.setEnabled(bool(chosen))

        table.chosen.connect(choose)
        return deed

    def _refused_table(self, refused: Sequence[RefusedWords]) -> ListTable:
        table = ListTable(
            (
                Column(_("Nội dung"), lambda one: one.subject, 0, tooltip=lambda one: one.subject),
                Column(_("Giá trị"), lambda one: one.value, 13, tooltip=lambda one: one.value),
                Column(_("Đang dùng"), lambda one: one.stands, 13,
                       tooltip=lambda one: one.stands),
                Column(_("Nơi ghi"), lambda one: one.writer, 15,
                       tooltip=lambda one: one.writer),
                Column(_("Nơi không tính"), lambda one: one.by, 14,
                       tooltip=lambda one: one.by),
                Column(_("Lý do"), lambda one: one.reason, 22, tooltip=lambda one: one.reason,
                       tone=lambda _one: "attention"),
                Column(_("Lúc ghi"), lambda one: written_moment(one.at), 15,
                       order=lambda one: one.at),
            ),
            key=lambda one: (one.op, one.subject, one.value, one.by), name=_("Không được tính"),
        )  # fmt: skip
        # Two lines each: a cut value beside a cut one compares badly on a small screen.
        table.setWordWrap(True)
        two_lines = 2 * table.fontMetrics().lineSpacing() + space("s")
        table.verticalHeader().setDefaultSectionSize(two_lines)
        table.set_rows(refused)
        table.setMinimumHeight(space("xxl") * 2 + two_lines * min(1 + len(refused), 7))
        return table

    def _part(self, one: Worded, place: int) -> QWidget:
        sides = row(gap="m")
        for side, value in zip(one.found.sides, one.values, strict=True):
            sides.addWidget(self._side(one.found, side, value, place), 1)
        parts: list[object] = [
            PlainLabel(one.subject, level="large", tone="strong", wrap=True), sides,
        ]  # fmt: skip
        if one.found.objection:
            told = _("Đơn vị có số liệu phải chọn ({why}); giá trị đang dùng được giữ đến khi đó.")
            parts.append(PlainLabel(told.format(why=one.found.objection), tone="muted", wrap=True))
        return frame(column(*parts, gap="s"), "")

    def _side(self, found: Disagreement, side: Side, value: str, place: int) -> QWidget:
        whose = whose_words(side)
        told = _("{whose}; ghi {when}").format(
            whose=whose[:1].upper() + whose[1:], when=written_moment(side.at)
        )
        told = PlainLabel(told, level="small", tone="muted", wrap=True)
        # A number is read across the room; a list of figures line by line.
        level = "title" if len(value) < LONG else "normal"
        listed = value.replace("; ", "\n")
        shown = PlainLabel(listed, level=level, tone="strong", wrap=True, selectable=True)
        parts: list[object] = [row(Pill(_("đang dùng"), "brand"), None)] if side.wins else []
        parts += [told, shown, None]
        if not found.objection:
            keep = button(_("Giữ giá trị này"), lambda: self._choose(found, side))
            keep.setAccessibleName(_("Giữ giá trị này: {value}").format(value=value))
            self._keeps.append((place, side.op, keep))
            parts.append(row(keep, None))
        return frame(column(*parts, margin="m"), "boxed")
