"""Beside a review: what is to be looked at, the least sure first, and what the row holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.intake.reading import Citation, Deadline, Duty, Target
from desktop.intake.review.doubts import Doubt
from desktop.intake.review.rows import Row
from desktop.intake.review.sheet import Edit, ReviewSheet
from desktop.models.packs.packs import Packs
from desktop.models.plans.reference import slip_words
from desktop.models.text import short_date
from desktop.ui.pages.plans.review.facts import HandForm, TargetForm
from desktop.ui.pages.plans.review.fields import field_name
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import column, row, rule, scrolled, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINES = 7


class ReviewPanel(QWidget):
    """`go(doubt)` goes to a place, `agree()` agrees with it, `apply(edit)` corrects, `look`
    shows the words of a target in the source, `go_rows` shows rows.
    """

    def __init__(
        self,
        packs: Packs,
        go: Callable[[Doubt], object],
        agree: Callable[[], object],
        apply: Callable[[Edit], object],
        look: Callable[[Target], object],
        go_rows: Callable[[Sequence[str]], object],
    ) -> None:
        super().__init__()
        self._apply = apply
        self._sheet: ReviewSheet | None = None
        self.title = section_title(_("Cần xem"))
        self.queue = ListTable(
            [
                Column(
                    _("Chỗ, vì sao"), self._line, 0, tone=lambda one: _tone(one.sure), tooltip=_all
                ),
            ],
            key=lambda one: one.id,
            name=_("Những chỗ cần xem"),
            sortable=False,
        )
        self.queue.horizontalHeader().hide()
        self.queue.clicked.connect(lambda _index: go(self.queue.current()))
        self.queue.opened.connect(go)
        self.reasons = PlainLabel("", wrap=True)
        self.agree = button(_("Đúng, sang chỗ sau"), agree, icon="check")
        self.agree.setToolTip(_("Đúng như đã đọc (Enter) · F8: chỗ sau · Shift+F8: chỗ trước"))
        self.targets = TargetForm(packs, apply, look)
        self.hands = HandForm(apply, go_rows)
        self.facts = QWidget()
        self._facts = QVBoxLayout(self.facts)
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setSpacing(space("s"))
        edge = space("l")
        top = column(self.title, self.queue, self.reasons, row(self.agree, None), gap="s")
        top.setContentsMargins(edge, edge, edge, space("s"))
        below = column(self.targets, self.hands, self.facts, None, gap="l")
        below.setContentsMargins(edge, space("m"), edge, edge)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addWidget(rule())
        self.of_row = scrolled(below)
        box.addWidget(self.of_row, 1)
        box.addStretch()

    def show_sheet(self, sheet: ReviewSheet) -> None:
        """Show what is to be looked at now."""
        self._sheet = sheet
        found = sheet.doubts()
        self.queue.set_rows(found)
        self.title.setText(_("Cần xem: {n}").format(n=len(found)) if found else _("Đã xem đủ"))
        self.queue.setVisible(bool(found))
        line = self.queue.verticalHeader().defaultSectionSize()
        self.queue.setFixedHeight(line * min(len(found), _LINES) + 2)

    def show_place(self, doubt_id: str) -> None:
        """Mark a place in the queue and tell why; "" or one that is sure marks none.

        A place of the head has none of what is read from a row.
        """
        self.of_row.setVisible(not doubt_id.startswith("field:"))
        selection = self.queue.selectionModel()
        selection.blockSignals(True)
        there = self.queue.go_to(doubt_id)
        if not there:
            self.queue.clearSelection()
        selection.blockSignals(False)
        found = [one for one in self.queue.rows() if one.id == doubt_id]
        self.reasons.setText("\n".join(found[0].reasons) if found else "")
        self.reasons.setVisible(bool(found))
        self.agree.setEnabled(bool(found))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show what was read from the chosen row."""
        one = rows[0] if len(rows) == 1 else None
        self.targets.show_row(one)
        if self._sheet is None:
            return
        self.hands.show_row(self._sheet, one)
        while self._facts.count():
            taken = self._facts.takeAt(0)
            if (widget := taken.widget() if taken is not None else None) is not None:
                widget.hide()
                widget.deleteLater()
        found = self._sheet.facts(one.id) if one is not None else []
        if found:
            self._facts.addWidget(section_title(_("Đọc thêm trong mục"), level="normal"))
        for name, fact in found:
            told = PlainLabel("\n".join(fact_words(fact)), level="small", wrap=True)
            self._facts.addWidget(told)
            self._facts.addWidget(
                link(_("Không phải"), lambda n=name: self._apply(Edit("drop_fact", name=n)))
            )
        self.facts.setVisible(bool(found))

    def _line(self, one: Doubt) -> str:
        """Return place and reason as one line: a short place leaves the reason its room."""
        return f"{self._place(one)} – {' '.join(one.reasons)}"

    def _place(self, one: Doubt) -> str:
        if one.field:
            return field_name(one.field)
        assert self._sheet is not None
        made = self._sheet.row(one.row)
        label = made.block.label.rstrip(".")
        return _("{label} (dòng {n})").format(label=label, n=made.block.span.first).strip()


def fact_words(fact: Any) -> Iterable[str]:
    """Return a duty, deadline or other fact in words, a line each."""
    match fact:
        case Deadline():
            again = _(" (định kỳ)") if fact.recurring else ""
            yield _("Thời hạn: {text}").format(text=fact.text) + _day(fact.date) + again
        case Duty():
            what = _("Báo cáo") if fact.report else _("Nhiệm vụ")
            yield _("{what} của {unit}: {text}").format(what=what, unit=fact.unit, text=fact.text)
            if fact.to:
                yield _("Gửi: {to}").format(to=" ".join(filter(None, (fact.to, fact.through))))
            if fact.due:
                yield _("Thời hạn: {text}").format(text=fact.due) + _day(fact.date)
            if fact.emails or fact.phones:
                yield ", ".join((*fact.emails, *fact.phones))
        case Citation():
            yield _("Viện dẫn: {text}").format(text=fact.text)
            if fact.slips:
                yield "; ".join(slip_words(fact.slips))
        case _:
            yield str(getattr(fact, "text", ""))


def _day(iso: str | None) -> str:
    from datetime import date

    return f" ({short_date(date.fromisoformat(iso))})" if iso else ""


def _tone(sure: float) -> str:
    return "blocked" if sure <= 0.5 else "attention"


def _all(one: Doubt) -> str:
    return "\n".join(one.reasons)
