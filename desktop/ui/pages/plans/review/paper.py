"""The two papers of a review: rows that point at each other, under the mouse and when chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPropertyAnimation, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QShowEvent

from desktop.i18n import _
from desktop.intake.reading import Span, Target
from desktop.intake.review.rows import Kind, Row
from desktop.intake.review.sheet import ReviewSheet
from desktop.models.outline.rich_text import tidy
from desktop.models.outline.targets import Target as Figure
from desktop.models.outline.targets import format_target, number_of
from desktop.ui.outline.paper_row import PaperRow
from desktop.ui.outline.paper_view import PaperView

GLIDE_MS = 160
DWELL_MS = 250
"""How long the mouse rests on a row before the other side scrolls to it."""


class LinkedPaper(PaperView):
    """A paper whose rows belong to rows elsewhere. `hovered(id)` follows the mouse, "" when it
    leaves; `rested(id)` when it stays.
    """

    hovered = Signal(str)
    rested = Signal(str)

    def __init__(self, name: str, *, margin: bool = True, many: bool = False) -> None:
        super().__init__(name, margin=margin, many=many)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self._over = ""
        self._waits = False
        self._marks: Mapping[str, tuple[int, int]] = {}
        self._dwell = QTimer(self)
        self._dwell.setSingleShot(True)
        self._dwell.setInterval(DWELL_MS)
        self._dwell.timeout.connect(lambda: self._over and self.rested.emit(self._over))
        self._glide = QPropertyAnimation(self.verticalScrollBar(), b"value", self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.finished.connect(self._rest.start)

    def point(self, row_ids: Sequence[str], *, scroll: bool = True) -> None:
        """Tint rows; scroll gently until the first is in sight."""
        self._lit = frozenset(row_ids)
        shown = [one for one in row_ids if one in self._at]
        if scroll and shown:
            self._glide_to(shown[0], shown[-1])
        self.viewport().update()

    def lit(self) -> frozenset[str]:
        """Return the ids of the tinted rows."""
        return self._lit

    def mark_words(self, marks: Mapping[str, tuple[int, int]]) -> None:
        """Show stretches of text (row → first character, end) as selected."""
        if marks != self._marks:
            self._marks = dict(marks)
            self.viewport().update()

    def marks(self) -> Mapping[str, tuple[int, int]]:
        """Return the stretches shown as selected."""
        return self._marks

    def marked(self, row_id: str) -> tuple[int, int] | None:
        """Return the ends of the selected characters of a row."""
        return self._marks.get(row_id)

    def _lay_out(self) -> None:
        """Break lines only where they are seen: a paper out of sight is laid out when shown."""
        if self.isVisible() or not self._rows:
            super()._lay_out()
            self._waits = False
        else:
            self._waits = True
            self._laid, self._tops = [], []

    def _top_row(self) -> tuple[str, float] | None:
        return super()._top_row() if self.isVisible() else None

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out what was put here meanwhile."""
        super().showEvent(event)
        if self._waits:
            self._lay_out()
            if self._current:
                self.show_row(self._current)

    def show_row(self, row_id: str) -> None:
        """Scroll so far that the row is in sight, as soon as the paper is."""
        if not self._waits:
            super().show_row(row_id)

    def place_at(self, y: float) -> int:
        """Return the number of the row at a height; -1 when there is none."""
        return -1 if self._waits else super().place_at(y)

    def _glide_to(self, first: str, last: str) -> None:
        if self._waits:
            return
        self._break_near(self._at[last])
        self._break_near(self._at[first])
        bar, room = self.verticalScrollBar(), self.viewport().height()
        air = room // 8
        top = self._tops[self._at[first]]
        place = self._at[last]
        bottom = self._tops[place] + self._laid[place].height
        target = bar.value()
        if bottom + air > target + room:
            target = int(bottom + air - room)
        target = min(target, max(int(top) - air, 0))
        target = min(max(target, bar.minimum()), bar.maximum())
        self._glide.stop()
        if target == bar.value():
            return
        if not self.isVisible():
            bar.setValue(target)
            return
        self._glide.setStartValue(bar.value())
        self._glide.setEndValue(target)
        self._glide.start()

    def _break_more(self) -> None:
        """Let the paper come to rest first."""
        if self._glide.state() is not QPropertyAnimation.State.Running:
            super()._break_more()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which row is under the mouse."""
        place = self.place_at(event.position().y())
        self._hover(self._rows[place].id if place >= 0 else "")
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is over no row any more."""
        self._hover("")
        super().leaveEvent(event)

    def _hover(self, row_id: str) -> None:
        if row_id != self._over:
            self._over = row_id
            self.hovered.emit(row_id)
            self._dwell.start() if row_id else self._dwell.stop()


class Proposal(LinkedPaper):
    """The rows as understood; keys are handed to the view that owns them first."""

    def __init__(self, take: Callable[[QKeyEvent], bool], own: Callable[[QKeyEvent], bool]) -> None:
        super().__init__(_("Dàn ý đã đọc"), many=True)
        self._take, self._own = take, own

    def event(self, event: QEvent) -> bool:
        """Keep undo from the window, and Tab as a level."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._own(event):
                event.accept()
                return True
            tabs = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            if event.type() == QEvent.Type.KeyPress and event.key() in tabs:
                return self._take(event)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask the owner first."""
        if not self._take(event):
            super().keyPressEvent(event)


def kind_name(kind: Kind) -> str:
    """Return what a kind of row is called."""
    return {
        "item": _("Mục"),
        "text": _("Đoạn văn"),
        "heading": _("Tiêu đề"),
        "row": _("Dòng của bảng"),
        "basis": _("Căn cứ"),
        "recipient": _("Nơi nhận"),
        "head": _("Phần đầu, chữ ký"),
        "rejected": _("Không nhận"),
    }[kind]


def shown_row(sheet: ReviewSheet, row: Row, doubts: Mapping[str, float]) -> PaperRow:
    """Return a row as the paper shows it; `doubts` are the rows to look at, how sure each is."""
    block, kind = row.block, sheet.state.kind(row)
    edge = ""
    if row.id in doubts:
        edge = "blocked" if doubts[row.id] <= 0.5 else "attention"
    elif row.seen and not row.dropped:
        edge = "done"
    style, indent = "clause", block.depth
    if kind in ("head", "recipient"):
        style, indent = "recipients", 0
    elif kind == "heading" or (kind == "item" and (block.heading or block.depth == 0)):
        style = "clause_title"
    if block.zone in ("opening", "furniture"):
        indent = 0
    elif kind in ("text", "heading", "row"):
        indent += 1
    return PaperRow(
        row.id,
        block.label if row.is_item else "",
        tidy([(block.text, "")]),
        indent,
        style,
        aside=_aside(sheet, row, kind),
        edge=edge,
        faded=kind == "rejected",
        struck=kind == "rejected",
    )


class ShownRows:
    """Rows as the paper shows them; one that did not change is not made again."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Any, PaperRow]] = {}

    def rows(self, sheet: ReviewSheet, doubts: Mapping[str, float]) -> list[PaperRow]:
        """Return all rows of a sheet."""
        state = sheet.state
        basis, hands = state.lists["legal_basis"], sheet.hands_by_row()
        found: list[PaperRow] = []
        known, self._known = self._known, {}
        for one in state.rows:
            because = (one, basis, doubts.get(one.id), hands.get(one.id, ()))
            before = known.get(one.id)
            if before is not None and _same(before[0], because):
                shown = before[1]
            else:
                shown = shown_row(sheet, one, doubts)
            self._known[one.id] = (because, shown)
            found.append(shown)
        return found


def _same(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    """Say whether the same row, list, doubt and assignments were shown."""
    return (
        before[0] is after[0]
        and before[1] is after[1]
        and before[2] == after[2]
        and before[3] == after[3]
    )


def _aside(sheet: ReviewSheet, row: Row, kind: Kind) -> str:
    parts: list[str] = []
    if kind in ("basis", "recipient", "heading"):
        parts.append(kind_name(kind))
    if row.targets:
        parts.append(_("CT: {t}").format(t="; ".join(target_words(t) for t in row.targets)))
    parts += dict.fromkeys(_("Giao: {who}").format(who=hand.read.unit)
                           for hand in sheet.hands(row.id))  # fmt: skip
    return " · ".join(parts)


def target_words(target: Target) -> str:
    """Return a target in words: "từ 85% trở lên"."""
    return format_target(
        Figure(
            comparator=target.comparator,
            value=number_of(target.value),
            value_max=number_of(target.value_max),
            unit=target.unit,
            stage=target.stage or "",
        )
    )


def clause_marks(lines: Sequence[str], span: Span, clause: str) -> dict[str, tuple[int, int]]:
    """Return where a clause stands in the source: line → first character, end."""
    wanted = " ".join(clause.split())
    starts: list[tuple[int, int, int]] = []
    joined = ""
    for number in range(span.first, span.last + 1):
        text = lines[number - 1]
        starts.append((number, len(joined), len(text)))
        joined += text + " "
    at = joined.find(wanted) if wanted else -1
    if at < 0:
        return {}
    found: dict[str, tuple[int, int]] = {}
    for number, start, length in starts:
        first, end = max(at - start, 0), min(at + len(wanted) - start, length)
        if first < end:
            found[str(number)] = (first, end)
    return found
