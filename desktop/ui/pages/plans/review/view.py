"""Checking a reading: the source at the left, what was understood at the right, linked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.intake.reading import Reading, Span, Target
from desktop.intake.review.doubts import Doubt
from desktop.intake.review.kept import LeftOut
from desktop.intake.review.rows import Row
from desktop.intake.review.sheet import Edit, ReviewSheet
from desktop.models.errors import Refusal
from desktop.ui.desk import Desk
from desktop.ui.half_typed import TypedFields
from desktop.ui.pages.plans.review.fields import ReviewFields
from desktop.ui.pages.plans.review.keeper import ReviewKeeper
from desktop.ui.pages.plans.review.panel import ReviewPanel
from desktop.ui.pages.plans.review.paper import Proposal, ShownRows, clause_marks
from desktop.ui.pages.plans.review.source import SourcePane
from desktop.ui.pages.plans.review.strip import KINDS, ReviewStrip
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from desktop.ui.widgets.layout import row, rule, space, splitter
from desktop.ui.widgets.undo_keys import redoes, undoes

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

CONTENT, FIELDS = range(2)


class ReviewView(QWidget):
    """Checks one reading; the page asks for `sheet.result()` when it is accepted. `panel`
    belongs at its right.
    """

    def __init__(self, desk: Desk, back: Callable[[], object]) -> None:
        super().__init__()
        self.sheet: ReviewSheet | None = None
        self._desk = desk
        self._shown = ShownRows()
        self.keeper = ReviewKeeper(desk)
        self.title = ElidedLabel("", level="large", tone="strong")
        self.told = PlainLabel("", tone="muted")
        top = row(link(_("‹ Danh sách"), back), self.title, self.told, gap="m")
        top.setStretch(1, 1)
        top.setContentsMargins(space("xl"), space("s"), space("l"), space("s"))
        self.left = SourcePane(self.bring_back, self._look_at_left_out)
        self.source = self.left.paper
        self.source.chosen.connect(self._source_chosen)
        self.source.hovered.connect(self._source_hovered)
        self.source.rested.connect(self._source_rested)
        self.paper = Proposal(self._key, self._own_key)
        self.paper.chosen.connect(lambda _id: self._row_chosen())
        self.paper.hovered.connect(self._row_hovered)
        self.paper.rested.connect(lambda row_id: self._row_hovered(row_id, scroll=True))
        self.strip = ReviewStrip(self, desk.half_typed)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.addTab(_("Nội dung"))
        self.tabs.addTab(_("Phần đầu, nơi nhận, chữ ký"))
        self.next = button(_("Cần xem tiếp (F8)"), self.next_doubtful, icon="flag")
        self._lay_out(top)
        self.tabs.currentChanged.connect(self._turn)

    def _lay_out(self, top: Any) -> None:
        bar = row(self.tabs, None, self.next)
        bar.setContentsMargins(space("m"), 0, space("m"), 0)
        # From the outside in: each box put around the fields later would cost them again.
        split = splitter(shares=())
        box = _stacked(self, rule(), split, stretch=1)
        box.insertLayout(0, top)
        right = QWidget()
        for side, share in ((self.left, 2), (right, 3)):
            split.addWidget(side)
            split.setStretchFactor(split.count() - 1, share)
        self.stack = QStackedWidget()
        whole = _stacked(right, rule(), self.stack, stretch=1)
        whole.insertLayout(0, bar)
        content = QWidget()
        self.stack.addWidget(content)
        _stacked(content, self.paper, rule(), self.strip, stretch=0)
        self.left.heading.setMinimumHeight(self.tabs.sizeHint().height())
        split.setSizes([2000, 3000])

    @cached_property
    def fields(self) -> ReviewFields:
        """The paper's head and foot."""
        made = ReviewFields(
            self._desk.read.packs,
            self.show_all, self._look_at_field, self._hover_span, self.accept,
            TypedFields(self._desk.half_typed, lambda: (self.place(), "field/")),
        )  # fmt: skip
        self.stack.addWidget(made)
        return made

    @cached_property
    def panel(self) -> ReviewPanel:
        """What is to be looked at and why; targets and duties of the chosen row."""
        return ReviewPanel(
            self._desk.read.packs,
            self.go_to, self.accept, self.apply, self._look_at_target, self._go_rows,
        )  # fmt: skip

    def make_more(self) -> bool:
        """Make a part that is not there yet; False when all are."""
        missing = next((one for one in ("fields", "panel") if one not in self.__dict__), "")
        return bool(missing and getattr(self, missing))

    # showing

    def show_reading(
        self, reading: Reading, name: str, review_id: str = "", log: Sequence[Edit] = ()
    ) -> None:
        """Check a reading, from where its log ends; begins at the least sure place."""
        again = bool(review_id) and review_id == self.keeper.review_id
        place = self.paper.current() if again else ""
        sheet = self.sheet = ReviewSheet(reading, log, self._keep)
        self.keeper.begin(review_id, log)
        self.title.setText(name)
        self.left.show_lines(reading.source_lines, reading.pages)
        self.show_all()
        if again and sheet.has(place):
            self.paper.go_to(place)
        elif sheet.rows:
            self.paper.go_to(self._left_over(sheet) or _first(sheet))
        self._row_chosen()
        if not again:
            self.tabs.setCurrentIndex(CONTENT)
            self.paper.setFocus()

    def _left_over(self, sheet: ReviewSheet) -> str:
        """Return the row an earlier run left half corrected, "" when there is none."""
        names = [name.split("/") for name in self._desk.half_typed.earlier(self.place())]
        return next((row for kind, row, *_f in names if kind == "row" and sheet.has(row)), "")

    def come_into_sight(self) -> None:
        """Scroll both sides to the place that is looked at, once the view has its size."""
        place = self.paper.current()
        if self.sheet is not None and self.sheet.has(place):
            self.paper.show_row(place)
            self._look(_span([self.sheet.row(place)]))

    def show_file(self, path: str) -> None:
        """Offer the pages of the file that was read, when it is a PDF that is still there."""
        file = Path(path) if path else None
        pages = self.sheet is not None and self.sheet.reading.kind == "pdf"
        if file is None or not pages or not file.is_file():
            self.left.offer_pages(None)
            return

        def load(show: Callable[[bytes], object]) -> None:
            self._desk.job(
                _("Mở {name}").format(name=file.name),
                lambda _store, _progress, _cancelled: _bytes(file),
                show,
            )

        self.left.offer_pages(load)

    def show_all(self) -> None:
        """Show everything as it is now."""
        sheet = self.sheet
        if sheet is None:
            return
        doubts = {one.row: one.sure for one in sheet.doubts() if one.row}
        self.paper.set_rows(self._shown.rows(sheet, doubts))
        self.fields.show_sheet(sheet)
        self.left.show_left_out(sheet)
        self.panel.show_sheet(sheet)
        self._show_counts(sheet)
        self.panel.show_place(self.current())

    def _show_counts(self, sheet: ReviewSheet) -> None:
        found = sheet.doubts()
        rows = sum(bool(one.row) for one in found)
        fields = len(found) - rows
        self.tabs.setTabText(CONTENT, _("Nội dung") + (f" ({rows})" if rows else ""))
        head = _("Phần đầu, nơi nhận, chữ ký")
        self.tabs.setTabText(FIELDS, head + (f" ({fields})" if fields else ""))
        items = sum(one.is_item for one in sheet.rows if not one.dropped)
        told = _("{n} mục · Cần xem: {m}").format(n=items, m=len(found))
        self.told.setText(told if found else _("{n} mục; đã xem đủ").format(n=items))
        self.told.set_tone("attention" if found else "done")
        self.next.setEnabled(bool(found))

    def _turn(self, part: int) -> None:
        self.stack.setCurrentIndex(part)
        if self.sheet is not None and "panel" in self.__dict__:
            self.panel.show_place(self.current())

    def place(self) -> str:
        """Return the place half-typed words of this review wait at, "" where none is kept."""
        return f"review/{self.keeper.review_id}" if self.keeper.review_id else ""

    def current(self) -> str:
        """Return the place that is looked at: a row's id, or "field:" and a field's name."""
        if self.tabs.currentIndex() == FIELDS and (name := self._field):
            return f"field:{name}"
        return self.paper.current()

    # linking

    _field = ""

    def _row_chosen(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        chosen = [sheet.row(row_id) for row_id in self.paper.selected()]
        self._look(_span(chosen))
        self.strip.show_rows(chosen)
        self.panel.show_rows(chosen)
        self._mark(self.panel.targets.current())
        self.panel.show_place(self.paper.current())
        self.paper.point(_handed(sheet, chosen), scroll=False)

    def _look(self, span: Span | None, *, scroll: bool = True) -> None:
        lines = range(span.first, span.last + 1) if span is not None else ()
        self.source.point([str(number) for number in lines], scroll=scroll)
        if span is None or self.sheet is None:
            return
        reading = self.sheet.reading
        page = reading.page_of(span.first)
        self.left.tell_page(page, max(reading.pages, default=0))
        if scroll:
            self.left.seek(reading.source_lines[span.first - 1], page)

    def _mark(self, target: Target | None) -> None:
        """Show the words a target was read from as selected in the source."""
        lines = self.sheet.reading.source_lines if self.sheet is not None else ()
        self.source.mark_words(clause_marks(lines, target.span, target.text) if target else {})

    def _look_at_target(self, target: Target) -> None:
        self._look(target.span)
        self._mark(target)

    def _look_at_field(self, name: str, span: Span | None) -> None:
        self._field = name
        self.source.mark_words({})
        self._look(span)
        self.panel.show_place(f"field:{name}")

    def _look_at_left_out(self, one: LeftOut | None) -> None:
        if one is None:
            return
        self._look(one.span)
        if one.id and self.tabs.currentIndex() == CONTENT:
            self.paper.point([one.id])

    def _hover_span(self, span: Span | None) -> None:
        """Tint what belongs to the thing under the mouse; without one, to what is chosen."""
        sheet = self.sheet
        if span is None and sheet is not None and self.stack.currentIndex() == CONTENT:
            chosen = [sheet.row(one) for one in self.paper.selected()]
            span = _span(chosen)
            self.paper.point(_handed(sheet, chosen), scroll=False)
        self._look(span, scroll=False)

    def _row_hovered(self, row_id: str, *, scroll: bool = False) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        if row_id and sheet.has(row_id):
            self._look(sheet.row(row_id).block.span, scroll=scroll)
        else:
            self._hover_span(None)

    def _source_hovered(self, line: str) -> None:
        found = self.sheet.rows_of_line(int(line)) if self.sheet is not None and line else []
        if found:
            self.paper.point(found, scroll=False)
        elif not line:
            self._hover_span(None)

    def _source_rested(self, line: str) -> None:
        if self.sheet is not None:
            self.paper.point(self.sheet.rows_of_line(int(line)))

    def _source_chosen(self, line: str) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        name = self.fields.field_of_line(int(line))
        if name and self.tabs.currentIndex() == FIELDS:
            self.fields.go_to(name)
        elif found := sheet.rows_of_line(int(line)):
            self._go_rows(found[:1])

    def _go_rows(self, rows: Sequence[str]) -> None:
        if rows:
            self.tabs.setCurrentIndex(CONTENT)
            self.paper.go_to(rows[0], tell=False)
            for row_id in rows[1:]:
                self.paper.go_to(row_id, tell=False, extend=True)
            self._row_chosen()

    # keys and verbs

    def _own_key(self, event: QKeyEvent) -> bool:
        return undoes(event) or redoes(event)

    def _key(self, event: QKeyEvent) -> bool:
        sheet = self.sheet
        if sheet is None:
            return False
        if undoes(event):
            self.after(sheet.undo())
        elif redoes(event):
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
            **{
                key.Key_1 + n: (lambda kind=kind: self.set_kind(kind))
                for n, kind in enumerate(KINDS)
            },
        }

    def accept(self) -> None:
        """Agree with what is looked at and go on to the next place to look at."""
        sheet, here = self.sheet, self.current()
        if sheet is None:
            return
        following = sheet.next_doubt(here)
        if here.startswith("field:"):
            done = sheet.accept_field(here.partition(":")[2])
        else:
            done = bool(self.paper.selected()) and sheet.accept(self.paper.selected())
        if done:
            self.show_all()
        left = {one.id for one in sheet.doubts()}
        if following is None or following.id not in left:
            following = sheet.next_doubt("")
        if following is not None and following.id != here:
            self.go_to(following)
        elif done:
            self._row_chosen()

    def go_to(self, doubt: Doubt) -> None:
        """Go to a place to look at."""
        if doubt.field:
            self.tabs.setCurrentIndex(FIELDS)
            self._field = doubt.field
            self.fields.go_to(doubt.field)
        else:
            self.tabs.setCurrentIndex(CONTENT)
            self.paper.go_to(doubt.row, tell=False)
            self.paper.setFocus()
            self._row_chosen()

    def next_doubtful(self, step: int = 1) -> None:
        """Go to the next (or, step -1, previous) place to look at."""
        found = self.sheet.next_doubt(self.current(), step) if self.sheet is not None else None
        if found is not None:
            self.go_to(found)
        elif self.sheet is not None:
            self._desk.message(_("Đã xem đủ; không còn chỗ nào cần xem."))

    def shift(self, step: int) -> None:
        """Move the chosen rows a level in or out; say why when they cannot be."""
        sheet, chosen = self.sheet, self.paper.selected()
        if sheet is None or not chosen:
            return
        done = sheet.shift(chosen, step)
        self.after(done)
        if not done:
            self._desk.message(_unmoved([sheet.row(one) for one in chosen], step))

    def set_kind(self, kind: str) -> None:
        """Take the chosen rows for something else."""
        if self.sheet is not None:
            self.after(self.sheet.set_kind(self.paper.selected(), kind))

    def drop(self) -> None:
        """Leave the chosen rows out, or take them in again."""
        sheet, chosen = self.sheet, self.paper.selected()
        if sheet is None:
            return
        if all(sheet.row(row_id).dropped for row_id in chosen):
            self.after(sheet.bring_back(chosen))
        else:
            self.after(sheet.drop(chosen))

    def bring_back(self, rows: Sequence[str]) -> None:
        """Take in again what was left out of rows."""
        if self.sheet is not None and self.sheet.bring_back(rows):
            self.show_all()
            self._go_rows(rows[:1])

    def merge(self) -> None:
        """Join the chosen rows, or the one to the row above."""
        if self.sheet is not None:
            self.land(self.sheet.merge(self.paper.selected()))

    def split(self, at: int) -> None:
        """Cut the chosen row in two."""
        if self.sheet is not None and len(self.paper.selected()) == 1:
            self.land(self.sheet.split(self.paper.current(), at))

    def apply(self, edit: Edit) -> None:
        """Make a correction of the panel."""
        if self.sheet is not None:
            self.after(self.sheet.apply(edit))

    def land(self, row_id: str) -> None:
        """Show what came of it and go to a row; "" when nothing was done."""
        if row_id:
            self.show_all()
            self._go_rows([row_id])

    def after(self, done: bool) -> None:
        """Show what came of a correction."""
        if done and self.sheet is not None:
            self.show_all()
            self._row_chosen()

    def _keep(self, edit: Edit) -> None:
        assert self.sheet is not None
        self.keeper.keep(edit, len(self.sheet.doubts()))


def _unmoved(rows: Sequence[Row], step: int) -> str:
    if not any(one.is_item for one in rows):
        return _("Chỉ mục có nhãn mới có cấp; đổi dòng thành mục bằng phím 1.")
    if step > 0:
        return _("Chưa lùi được: mục ngay trên phải cùng cấp hoặc sâu hơn.")
    return _("Mục đang chọn đã ở cấp ngoài cùng.")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise Refusal(
            _("Không mở được tệp {name}.").format(name=file.name),
            next_step=_("Vẫn soát được theo từng dòng chữ."),
        ) from None


def _span(rows: Sequence[Row]) -> Span | None:
    if not rows:
        return None
    spans = [one.block.span for one in rows]
    return Span(min(s.first for s in spans), max(s.last for s in spans))


def _first(sheet: ReviewSheet) -> str:
    """Return the row to begin at: the least sure, else the first of the text that is taken over."""
    doubtful = next((one.row for one in sheet.doubts() if one.row), "")
    taken = (r.id for r in sheet.rows if not r.in_head and sheet.state.kind(r) != "rejected")
    return doubtful or next(taken, sheet.rows[0].id)


def _handed(sheet: ReviewSheet, chosen: Sequence[Row]) -> list[str]:
    """Return the rows the chosen row hands to somebody."""
    if len(chosen) != 1:
        return []
    return [item for hand in sheet.hands(chosen[0].id) for item in hand.items]


def _stacked(holder: QWidget, *parts: QWidget, stretch: int) -> QVBoxLayout:
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    for number, part in enumerate(parts):
        box.addWidget(part, 1 if number == stretch else 0)
    return box
