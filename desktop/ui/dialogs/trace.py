""" "Số này ở đâu ra?": every total of a unit and period, and what the chosen one is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.sums.trace_words import (
    activity_words,
    headline,
    part_words,
    total_words,
    value_text,
)
from desktop.models.packs.ownership_kinds import type_words
from desktop.models.packs.periods import parse_period
from desktop.models.text import lowered, short_date, vi_number
from desktop.models.units.scope import Scope
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.buttons import link
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space, splitter
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.models.figures.sums.total import Total
    from desktop.models.figures.sums.trace import Trace
    from desktop.models.figures.sums.trace_parts import TracedActivity, TracePart
    from desktop.models.packs.packs import Packs
    from desktop.models.store.reader import Reader
    from desktop.reports.asking import Question
    from desktop.ui.desk import Desk


MOST_LINKS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which unit ("" our own) and period, as known on which day, which total first.

    Without a code the first total that the `form` shows as its own comes first. `question` is the
    number of a report that is asked about; its code, period and unit are then those asked for.
    With a `band` it is the line of an ownership type, or of several, whose numbers are offered.
    """

    period: str
    unit: str = ""
    known_on: date | None = None
    code: str = ""
    form: str = ""
    question: Question | None = None
    band: str = ""
    women: bool = False

    def about(self, code: str) -> Question:
        """Return what the number asked about, or another total of the same unit, asks."""
        from desktop.models.figures.sums.trace import Narrow
        from desktop.reports.asking import Question

        if self.band:
            return Question(code, self.period, narrow=Narrow(band=self.band))
        if self.question is not None and code == self.code:
            return self.question
        since = self.question is not None and self.question.since_year_began
        return Question(code, self.period, since_year_began=since)


@dataclass(frozen=True, slots=True)
class Offered:
    """A total that can be asked about."""

    code: str
    name: str
    total: Total | None


def _about(reader: Reader, asked: Asked) -> str:
    """Return whose numbers these are, of when, and as known on which day."""
    scope = Scope.of(reader)
    unit = scope.label(scope.by_code(asked.unit) or asked.unit or reader.own_unit)
    try:
        title = lowered(parse_period(asked.period, reader.packs.schemes).title)
    except Refusal:
        title = asked.period
    if asked.known_on is not None:
        title = _("{period}, như đã biết đến hết ngày {day}").format(
            period=title, day=short_date(asked.known_on)
        )
    if asked.band:
        unit = f"{unit}, {type_words(reader.packs, asked.band)}"
    return _("{unit}, {period}.").format(unit=unit, period=title)


class TraceDialog(Dialog):
    """Totals at the left; at the right, unit by unit, the revision, person, bundle, activities."""

    def __init__(self, parent: QWidget | None, desk: Desk, asked: Asked) -> None:
        self.desk, self.asked = desk, asked
        self.found: Trace | None = None
        self._wanted = ""
        self.totals = ListTable(_total_columns(), key=lambda one: one.code, sortable=False,
                                name=_("Các số tổng hợp"))  # fmt: skip
        self.parts = ListTable(_part_columns(), key=_part_key, name=_("Số này gồm"))
        self.told = PlainLabel("", wrap=True)
        self.source = PlainLabel("", tone="muted", wrap=True)
        self.links = QWidget()
        self._links_box = QVBoxLayout(self.links)
        self._links_box.setContentsMargins(0, 0, 0, 0)
        self._links_box.setSpacing(0)
        self.links.hide()
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(space("m"), 0, 0, 0)
        box.setSpacing(space("s"))
        box.addWidget(self.told)
        box.addWidget(self.parts, 1)
        box.addWidget(self.source)
        box.addWidget(self.links)
        body = splitter(self.totals, right, shares=(1, 2))
        body.setMinimumSize(space("xxl") * 31, space("xxl") * 12)
        told = _("Chọn một số bên trái để xem từng đơn vị đã báo thế nào, ai nhập, từ gói nào.")
        super().__init__(
            parent, _("Số này ở đâu ra?"), f"{_about(desk.read, asked)} {told}", body
        )  # fmt: skip
        self.totals.chosen.connect(self._chosen)
        self.parts.chosen.connect(self._show_source)
        self.desk.job(
            _("Đọc số tổng hợp"), lambda store, *_rest: offered(store, asked),
            self.while_open(self._show_totals), on_refusal=self.while_open(self._refused),
        )  # fmt: skip

    def _show_totals(self, found: tuple[Offered, ...]) -> None:
        self.totals.set_rows(found)
        codes = [one.code for one in found]
        at_home = [c for c in codes if shown_in(self.desk.read.packs, self.asked.form, c)]
        first = self.asked.code if self.asked.code in codes else next(iter([*at_home, *codes]), "")
        if first:
            self.totals.go_to(first)
            self.ask(first)
        else:
            self.told.setText(_("Chưa có số liệu nào trong kỳ này."))

    def _chosen(self, one: Any) -> None:
        if isinstance(one, Offered):
            self.ask(one.code)

    def _show_source(self, part: Any) -> None:
        """Say in full where the chosen unit's part comes from."""
        self.source.setText("" if part is None else f"{part.name}: {part_words(part)}")
        self._show_links(part.activities if part is not None else ())

    def _show_links(self, activities: Sequence[TracedActivity]) -> None:
        """Each activity a figure was taken from is one click away; a deleted one is only told."""
        while (item := self._links_box.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        for one in activities[:MOST_LINKS]:
            words = activity_words(one)
            if not _stands(self.desk.read, one.id):
                told = _("{activity} (đã xóa)").format(activity=words)
                self._links_box.addWidget(PlainLabel(told, tone="muted", wrap=True))
                continue
            self._links_box.addWidget(link(words, lambda key=one.id: self.open_activity(key)))
        self.links.setVisible(bool(activities))

    def open_activity(self, activity: str) -> None:
        """Go to an activity on its page; the trace is closed."""
        self.accept()
        self.desk.go("activities", activity)

    def ask(self, code: str) -> None:
        """Read what a total is made of."""
        from desktop.reports.answering import answer

        asked, self._wanted = self.asked, code

        def show(found: Trace) -> None:
            if code != self._wanted:
                return  # another total was chosen meanwhile
            self.found = found
            self.told.setText(headline(found))
            one_code = len({part.indicator for part in found.parts}) == 1
            self.parts.setColumnHidden(_CODE, one_code)  # the source has its room
            self.parts.set_rows(found.parts)
            self.parts.go_to(_part_key(found.parts[0]))

        self.follow(self.desk.job(
            _("Tìm nguồn của số"),
            lambda store, *_rest: answer(store, asked.about(code), asked.unit, asked.known_on),
            self.while_open(show), on_refusal=self.while_open(self._refused),
        ))  # fmt: skip

    def _refused(self, refusal: Refusal) -> None:
        self.error.setText(str(refusal))
        self.error.show()


def offered(reader: Reader, asked: Asked) -> tuple[Offered, ...]:
    """Return every total of the period, in the order of the catalogue."""
    from desktop.models.figures.sums.rollup import cumulate, totals
    from desktop.models.figures.sums.trace_formulas import title_of
    from desktop.models.figures.sums.trace_ownership import numbers_of

    if asked.band:
        line = numbers_of(reader, asked.period, asked.unit, asked.band, women=asked.women)
        return tuple(Offered(one, title_of(reader.packs, one), total) for one, total in line)
    if asked.about("").since_year_began:
        rolled = cumulate(reader, asked.period, asked.unit, known_on=asked.known_on)
        found = rolled.totals(reader.packs)
    else:
        found = totals(reader, asked.period, asked.unit, known_on=asked.known_on)
    packs = reader.packs
    first = ()
    if asked.code and asked.code not in found:
        first = (Offered(asked.code, title_of(packs, asked.code), None),)
    places = {code: n for n, code in enumerate(reader.packs.indicators)}
    names = reader.packs.indicators
    return first + tuple(
        Offered(code, _name(names[code.partition(";")[0]].name, code), total)
        for code, total in sorted(
            found.items(), key=lambda one: (places[one[0].partition(";")[0]], one[0])
        )
    )


def shown_in(packs: Packs, form_id: str, code: str) -> bool:
    """Tell whether a total is at home in a form, or in the groups that a form only reads."""
    known, form = packs.indicators.get(code.partition(";")[0]), packs.forms.get(form_id)
    if known is None or form is None:
        return False
    return known.home == form_id or (not form.entry and known.group in form.groups)


def _stands(reader: Reader, activity: str) -> bool:
    """Tell whether an activity can still be opened here."""
    from desktop.models.activities.activities import read_activity

    try:
        read_activity(reader, activity)
    except Refusal:
        return False
    return True


def _name(name: str, code: str) -> str:
    part = code.partition(";LH=")[2]
    return f"{name} – {part}" if part else name


def _part_key(part: TracePart) -> tuple[str, ...]:
    return part.unit, part.indicator, part.period, part.kind, part.side


def _total_columns() -> tuple[Column, ...]:
    return (
        Column(_("Chỉ tiêu"), lambda one: one.name, 0, middle=True),
        Column(_("Số"), lambda one: "" if one.total is None else value_text(one.total), 10,
               right=True,
               tooltip=lambda one: "" if one.total is None else total_words(one.total)),
    )  # fmt: skip


_CODE = 1
"""The column of the codes among the parts."""


def _part_columns() -> tuple[Column, ...]:
    return (
        Column(_("Đơn vị"), lambda one: one.name, 33, middle=True, least=24),
        Column(_("Chỉ tiêu"), lambda one: one.indicator, 9, whole=True),
        Column(_("Số"), lambda one: vi_number(one.value), 7, right=True,
               order=lambda one: one.value),
        Column(_("Từ đâu"), part_words, 0, tooltip=part_words),
    )  # fmt: skip
