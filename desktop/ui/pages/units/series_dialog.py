"""A figure of a unit over periods: on the map of then, on today's map, for the same unions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.sums.series import MAP_NAMES, MAPS, Point, periods_of, series
from desktop.models.outline.targets import PERCENT
from desktop.models.packs.periods import parse_period
from desktop.models.store.reader import Reader
from desktop.models.text import vi_number, with_counts
from desktop.models.units.units import Unit
from desktop.ui.dialogs.base import Dialog
from desktop.ui.pages.units.dialogs import stacked
from desktop.ui.pages.units.period_choice import PeriodChoice
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.desk import Desk

BACK = 12
"""Periods shown before the last one: a year of months and its month of last year."""
_FIRST = ("A03", "A01", "C40", "C41", "A05", "A04")


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One period with its point on every map."""

    period: str
    points: Mapping[str, Point]


class SeriesDialog(Dialog):
    """Indicator, first and last period above; a row for each period below."""

    def __init__(self, parent: QWidget | None, desk: Desk, unit: Unit, day: date) -> None:
        self._desk, self._unit, self._asked = desk, unit, 0
        packs = desk.read.packs
        codes = [*_FIRST, *(c for c in packs.indicators if c not in _FIRST)]
        self.code = Choice([(f"{c}  {packs.indicators[c].name}", c) for c in codes
                            if c in packs.indicators])  # fmt: skip
        labels = (_("Từ kỳ"), _("Đến kỳ"))
        # of a unit that ended: what it had, and the first period it saw no more
        ended = unit.valid_to + timedelta(1) if unit.valid_to is not None else None
        self.periods = PeriodChoice(packs, day, labels, BACK, ended)
        self.table = ListTable(
            (
                Column(_("Kỳ"), lambda line: parse_period(line.period, packs.schemes).title, 18),
                *(
                    Column(MAP_NAMES[name],
                           lambda line, name=name: _shown(line.points[name], self._sign()),
                           0, right=True, tooltip=lambda line, name=name: _tip(line.points[name]))
                    for name in MAPS
                ),
            ),
            key=lambda line: line.period, name=_("Số liệu qua các kỳ"), sortable=False,
        )  # fmt: skip
        self.table.setMinimumHeight(space("xxl") * 8)
        self.note = PlainLabel("", tone="muted", wrap=True)
        body = stacked(
            FormRow(_("Chỉ tiêu"), self.code), self.periods, self.table, self.note,
        )  # fmt: skip
        super().__init__(parent, _("So sánh qua các kỳ"), unit.name, body)
        self.setMinimumWidth(space("xxl") * 25)
        self.code.chosen.connect(lambda _code: self.look())
        self.periods.changed.connect(self.look)
        self.look()

    def _sign(self) -> str:
        """Return the sign behind a ratio in per cent."""
        unit = self._desk.read.packs.indicators[str(self.code.value())].unit
        return PERCENT if unit == PERCENT else ""

    def look(self) -> None:
        """Add up the periods, off the main thread, and show them."""
        self._asked += 1
        asked, unit, code = self._asked, self._unit.id, str(self.code.value())
        first, last = self.periods.ids()
        self.note.set_tone("muted")
        self.note.setText(_("Đang tính…"))
        self._desk.job(
            _("So sánh qua các kỳ"),
            lambda reader, _told, _stopped: series_lines(reader, unit, code, first, last),
            self.while_open(lambda lines: asked == self._asked and self._show(lines)),
            on_refusal=self.while_open(self._refused),
        )  # fmt: skip

    def _show(self, lines: Sequence[SeriesLine]) -> None:
        self.table.set_rows(lines)
        self.note.setText(
            _("Theo đầu mối hiện nay: các CĐCS đang thuộc đơn vị, kể cả khi còn ở nơi khác; đoàn"
              " viên do thành lập, giải thể vẫn tính là tăng, giảm, còn tiếp nhận, bàn giao, sáp"
              " nhập giữa các CĐCS ấy thì không. Cùng tập CĐCS: những CĐCS có mặt ở mọi kỳ, với"
              " cả đoàn viên nhận về khi sáp nhập. Dấu * là số tạm tính, kèm số"
              " đơn vị đã báo cáo. Sao chép bảng sang Excel bằng Ctrl+C.")
        )  # fmt: skip
        QTimer.singleShot(0, self, self.fit)  # once the note's lines are known

    def _refused(self, refusal: Refusal) -> None:
        self.table.set_rows([])
        self.note.set_tone("blocked")
        self.note.setText(str(refusal))
        QTimer.singleShot(0, self, self.fit)  # once the note's lines are known


def series_lines(reader: Reader, unit: str, code: str, first: str, last: str) -> list[SeriesLine]:
    """Return a line for each period with its point on every map."""
    periods = periods_of(reader, first, last)
    found = {name: series(reader, unit, code, periods, name).points for name in MAPS}
    return [
        SeriesLine(points[0].period, dict(zip(MAPS, points, strict=True)))
        for points in zip(*(found[name] for name in MAPS), strict=True)
    ]


def _shown(point: Point, percent: str) -> str:
    if point.value is None:
        return "–"
    told = vi_number(point.value, 2) if isinstance(point.value, Decimal) else vi_number(point.value)
    told += percent
    if point.is_told:
        return told
    return f"{told} * {vi_number(point.reported)}/{vi_number(point.of)}"


def _tip(point: Point) -> str:
    told = _("{n} CĐCS").format(n=point.units)
    if not point.is_told:
        told += with_counts(
            _("; tạm tính, {a}/{b} đơn vị đã báo cáo"), a=point.reported, b=point.of
        )
        told += _(" đến {month}").format(month=point.until) if point.until else ""
    return told
