"""Checking a reading: the source at the left, what was understood at the right, linked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.intake.reading import Reading, Span
from desktop.models.rich_text import tidy
from desktop.models.targets import Target, format_target, number_of
from desktop.ui.desk import Desk
from desktop.ui.outline.paper_row import PaperRow
from desktop.ui.outline.paper_view import PaperView
from desktop.ui.pages.plans.review_fields import ReviewFields
from desktop.ui.pages.plans.review_sheet import ReviewSheet, Row
from desktop.ui.pages.plans.review_strip import ReviewStrip
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from desktop.ui.widgets.layout import row, rule, space, splitter

CONTENT, FIELDS = range(2)


class _Proposal(PaperView):
    """The rows; keys are handed to the view that owns them first."""

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


class ReviewView(QWidget):
    """Checks one reading; the page asks for `sheet.result()` when it is accepted."""

    def __init__(self, desk: Desk, back: Callable[[], object]) -> None:
        super().__init__()
        self._desk = desk
        self.sheet: ReviewSheet | None = None
        self.title = ElidedLabel("", level="large", tone="strong")
        self.told = PlainLabel("", tone="muted")
        top = row(link(_("‹ Danh sách"), back), self.title, self.told, gap="m")
        top.setStretch(1, 1)
        top.setContentsMargins(space("xl"), space("s"), space("l"), space("s"))
        self.source = PaperView(_("Văn bản gốc"), margin=False)
        self.source.chosen.connect(self._source_chosen)
        self.paper = _Proposal(self._key, self._own_key)
        self.paper.chosen.connect(lambda _id: self._row_chosen())
        self.strip = ReviewStrip(self)
        self.fields = ReviewFields(desk.read.packs, self.show_state, self._look)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.addTab(_("Nội dung"))
        self.tabs.addTab(_("Phần đầu, nơi nhận, chữ ký"))
        self.next = button(_("Chỗ cần xem tiếp (N)"), self.next_doubtful, icon="flag")
        bar = row(self.tabs, None, self.next)
        bar.setContentsMargins(space("m"), 0, space("m"), 0)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.paper, 1)
        inside.addWidget(rule())
        inside.addWidget(self.strip)
        self.stack = QStackedWidget()
        self.stack.addWidget(content)
        self.stack.addWidget(self.fields)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        right = QWidget()
        whole = QVBoxLayout(right)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        whole.addWidget(rule())
        whole.addWidget(self.stack, 1)
        left = QWidget()
        read = QVBoxLayout(left)
        read.setContentsMargins(0, 0, 0, 0)
        read.setSpacing(0)
        heading = PlainLabel(_("Văn bản gốc"), tone="muted")
        heading.setContentsMargins(space("xl"), space("s"), 0, space("s"))
        heading.setMinimumHeight(self.tabs.sizeHint().height())
        read.addWidget(heading)
        read.addWidget(rule())
        read.addWidget(self.source, 1)
        left.setMinimumWidth(space("xxl") * 7)
        split = splitter(left, right, shares=(2, 3))
        split.setSizes([2000, 3000])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addWidget(rule())
        box.addWidget(split, 1)

    # showing

    def show_reading(self, reading: Reading, name: str) -> None:
        """Check another reading; begins at the first doubtful place."""
        self.sheet = ReviewSheet(reading)
        self.title.setText(name)
        self.source.set_rows(
            [
                PaperRow(str(n), str(n), tidy([(line, "")]), 0, "recipients")
                for n, line in enumerate(reading.source_lines, start=1)
            ]
        )
        self.fields.show_sheet(self.sheet)
        self.show_rows()
        first = self.sheet.next_doubtful("") or next((r.id for r in self.sheet.rows), "")
        if first:
            self.paper.go_to(first)
        self._row_chosen()
        self.tabs.setCurrentIndex(CONTENT)
        self.paper.setFocus()

    def show_rows(self) -> None:
        """Show the rows as they are now."""
        if self.sheet is not None:
            self.paper.set_rows([_shown(one) for one in self.sheet.rows])
            self.show_state()

    def show_state(self) -> None:
        """Say how many places are still to be looked at."""
        sheet = self.sheet
        if sheet is None:
            return
        rows, fields = len(sheet.doubtful_rows()), len(sheet.doubtful_fields())
        self.tabs.setTabText(CONTENT, _("Nội dung") + (f" ({rows})" if rows else ""))
        head = _("Phần đầu, nơi nhận, chữ ký")
        self.tabs.setTabText(FIELDS, head + (f" ({fields})" if fields else ""))
        items = sum(one.is_item for one in sheet.rows if not one.dropped)
        left = rows + fields
        told = _("{n} mục; còn {m} chỗ cần xem").format(n=items, m=left)
        self.told.setText(told if left else _("{n} mục; đã xem đủ").format(n=items))
        self.told.set_tone("attention" if left else "done")
        self.next.setEnabled(bool(left))

    # linking

    def _row_chosen(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        chosen = [sheet.row(row_id) for row_id in self.paper.selected()]
        if chosen:
            self._look(Span(chosen[0].block.span.first, chosen[-1].block.span.last))
        self.strip.show_rows(chosen)

    def _look(self, span: Span | None) -> None:
        lines = range(span.first, span.last + 1) if span is not None else ()
        self.source.light([str(number) for number in lines])

    def _source_chosen(self, line: str) -> None:
        found = self.sheet.rows_of_line(int(line)) if self.sheet is not None else []
        if found:
            self.tabs.setCurrentIndex(CONTENT)
            self.paper.go_to(found[0], tell=False)
            self._row_chosen()

    # keys and verbs

    def _own_key(self, event: QKeyEvent) -> bool:
        standard = QKeySequence.StandardKey
        return event.matches(standard.Undo) or event.matches(standard.Redo)

    def _key(self, event: QKeyEvent) -> bool:
        sheet = self.sheet
        if sheet is None:
            return False
        if event.matches(QKeySequence.StandardKey.Undo):
            self.after(sheet.undo())
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.after(sheet.redo())
        elif (deed := self._deeds().get(event.key())) is not None and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            deed()
        else:
            return False
        return True

    def _deeds(self) -> dict[int, Callable[[], Any]]:
        key = Qt.Key
        return {
            key.Key_N: self.next_doubtful,
            key.Key_Return: self.accept,
            key.Key_Enter: self.accept,
            key.Key_Tab: lambda: self.shift(1),
            key.Key_Backtab: lambda: self.shift(-1),
            key.Key_Delete: self.drop,
            key.Key_M: self.merge,
            key.Key_F2: self.strip.text.setFocus,
        }

    def accept(self) -> None:
        """Agree with the chosen rows and go on to the next doubtful one."""
        sheet = self.sheet
        if sheet is None or not self.paper.selected():
            return
        sheet.accept(self.paper.selected())
        self.show_rows()
        following = sheet.next_doubtful(self.paper.current())
        if following:
            self.paper.go_to(following)

    def next_doubtful(self) -> None:
        """Go to the next place to look at: a row, then a field."""
        sheet = self.sheet
        if sheet is None:
            return
        following = sheet.next_doubtful(self.paper.current())
        if following:
            self.tabs.setCurrentIndex(CONTENT)
            self.paper.go_to(following)
            self.paper.setFocus()
        elif sheet.doubtful_fields():
            self.tabs.setCurrentIndex(FIELDS)
            self.fields.go_to_doubtful()

    def shift(self, step: int) -> None:
        """Move the chosen rows a level in or out."""
        if self.sheet is not None:
            self.after(self.sheet.shift(self.paper.selected(), step))

    def drop(self) -> None:
        """Leave the chosen rows out, or take them in again."""
        sheet = self.sheet
        if sheet is not None:
            chosen = self.paper.selected()
            gone = all(_out(sheet.row(row_id)) for row_id in chosen)
            self.after(sheet.drop(chosen, dropped=not gone))

    def merge(self) -> None:
        """Join the chosen rows, or the one to the row above."""
        if self.sheet is not None:
            self.land(self.sheet.merge(self.paper.selected()))

    def split(self, at: int) -> None:
        """Cut the chosen row in two."""
        if self.sheet is not None and len(self.paper.selected()) == 1:
            self.land(self.sheet.split(self.paper.current(), at))

    def land(self, row_id: str) -> None:
        """Show what came of it and go to a row; "" when nothing was done."""
        if row_id:
            self.show_rows()
            self.paper.go_to(row_id)
            self._row_chosen()

    def after(self, done: bool) -> None:
        """Show what came of a correction."""
        if done and self.sheet is not None:
            self.show_rows()
            self.fields.show_sheet(self.sheet)
            self._row_chosen()


def _out(one: Row) -> bool:
    return one.dropped or one.block.kind == "furniture"


def _shown(one: Row) -> PaperRow:
    block = one.block
    edge = ""
    if one.doubtful:
        edge = "blocked" if block.confidence <= 0.5 else "attention"
    elif one.seen and not one.dropped:
        edge = "done"
    bold = block.heading or (block.depth == 0 and one.is_item)
    style = "clause_title" if bold else "clause"
    targets = "; ".join(
        format_target(
            Target(
                comparator=t.comparator,
                value=number_of(t.value),
                value_max=number_of(t.value_max),
                unit=t.unit,
                stage=t.stage or "",
            )
        )
        for t in one.targets
    )
    indent = block.depth if one.is_item else block.depth + (block.zone == "body")
    if block.zone == "opening" or _out(one):
        indent = 0
    return PaperRow(
        one.id,
        block.label if one.is_item else "",
        tidy([(block.text, "")]),
        indent,
        style,
        aside=_("CT: {t}").format(t=targets) if targets else "",
        edge=edge,
        faded=block.kind == "furniture",
        struck=one.dropped,
    )
