"""A unit's members by ownership type in a month: each type's movement, changes of type apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.sums.by_ownership import by_ownership
from desktop.models.figures.sums.ownership_line import (
    WHOLE_ALONE,
    OwnershipLine,
    by_band,
    sum_of,
)
from desktop.models.packs.ownership_kinds import BANDS, EVERY, UNSAID
from desktop.models.store.reader import Reader
from desktop.models.text import vi_number
from desktop.models.units.scope import Scope
from desktop.models.units.units import Unit
from desktop.ui.dialogs.base import Dialog
from desktop.ui.pages.units.dialogs import pair, stacked
from desktop.ui.pages.units.period_choice import PeriodChoice
from desktop.ui.widgets.buttons import link
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class TypeLine:
    """One ownership type, a band of them or the sum of all; `band` is what a trace knows it by."""

    name: str
    line: OwnershipLine
    band: str = EVERY


class TypesDialog(Dialog):
    """The period above, a row for each type below."""

    def __init__(self, parent: QWidget | None, desk: Desk, unit: Unit, day: date) -> None:
        self._desk, self._unit, self._asked = desk, unit, 0
        after = unit.valid_to + timedelta(1) if unit.valid_to is not None else None
        whole = after.replace(day=1) - timedelta(1) if after is not None else None
        self.period = PeriodChoice(desk.read.packs, day, (_("Kỳ"),), until=whole)
        self.who = Choice([(_("Đoàn viên"), False), (_("Đoàn viên nữ"), True)])
        self.table = ListTable(
            (
                Column(_("Loại hình"), lambda one: one.name, 0),
                _number(_("Đầu kỳ"), lambda line: line.opening),
                _number(_("Tăng"), lambda line: line.flow(line.came)),
                _number(_("Giảm"), lambda line: line.flow(line.left)),
                _number(_("Đổi loại hình"), lambda line: line.turned_to - line.turned_from, 13),
                _number(_("Cuối kỳ"), lambda line: line.closing),
                _number(_("Lệch"), lambda line: line.closing - line.expected),
                Column(_("Đã báo cáo"), lambda one: one.line.coverage, 14, right=True),
            ),
            key=lambda one: one.name, name=_("Đoàn viên theo loại hình"), sortable=False,
        )  # fmt: skip
        self.note = PlainLabel("", tone="muted", wrap=True)
        self.whence = link(_("Số này ở đâu ra?"), self.trace)
        self.whence.setEnabled(False)
        body = stacked(
            pair(self.period, FormRow(_("Số liệu"), self.who)), self.table, self.whence, self.note,
        )  # fmt: skip
        super().__init__(parent, _("Theo loại hình"), unit.name, body)
        self.setMinimumWidth(space("xxl") * 32)
        self.period.changed.connect(self.look)
        self.who.chosen.connect(lambda _who: self.look())
        self.table.chosen.connect(lambda row: self.whence.setEnabled(row is not None))
        self.table.opened.connect(lambda _row: self.trace())
        self.look()

    def look(self) -> None:
        """Add the period up, off the main thread, and show it."""
        self._asked += 1
        asked, unit, women = self._asked, self._unit.id, bool(self.who.value())
        (period,) = self.period.ids()
        self.note.set_tone("muted")
        self.note.setText(_("Đang tính…"))
        self._desk.job(
            _("Theo loại hình"),
            lambda reader, _told, _stopped: type_lines(reader, period, unit, women=women),
            self.while_open(lambda lines: asked == self._asked and self._show(lines)),
            on_refusal=self.while_open(self._refused),
        )  # fmt: skip

    def trace(self) -> None:
        """Show where the numbers of the chosen line come from."""
        from desktop.ui.dialogs.trace import Asked, TraceDialog

        row = self.table.current()
        if row is None:
            return
        (period,) = self.period.ids()
        women = bool(self.who.value())
        asked = Asked(period, self._unit.code, band=row.band, women=women)
        self.traced = TraceDialog(self, self._desk, asked)
        self.traced.finished.connect(self.traced.deleteLater)
        self.traced.open()

    def _show(self, lines: list[TypeLine]) -> None:
        self.table.set_rows(lines)
        rows = max(len(lines), 1) * self.table.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight(rows + self.table.horizontalHeader().height() + space("s"))
        self.note.set_tone("muted")
        if not lines:
            self.note.setText(_("Kỳ này chưa có số liệu đoàn viên."))
        else:
            off = off_note(self._desk.read, (one.line for one in lines))
            self.note.setText(" ".join(filter(None, (firm_note(lines[-1].line), off))))
        self.fit()

    def _refused(self, refusal: Refusal) -> None:
        self.table.set_rows([])
        self.note.set_tone("blocked")
        self.note.setText(str(refusal))


def type_lines(reader: Reader, period: str, unit: str, *, women: bool) -> list[TypeLine]:
    """Return a line for each ownership type, then for each band of them, then their sum."""
    found = by_ownership(reader, period, unit, women=women)
    types = reader.packs.ownerships
    lines = [TypeLine(types[one].short, found[one], one) for one in types if one in found]
    lines += [
        TypeLine(_("chưa ghi"), line, UNSAID) for one, line in found.items() if one not in types
    ]  # fmt: skip
    bands = by_band(reader.packs, found).items()
    lines += [TypeLine(BANDS[band], line, band) for band, line in bands]
    return [*lines, TypeLine(_("Cộng"), sum_of(found.values()))] if lines else []


def firm_note(total: OwnershipLine) -> str:
    """Say that the numbers are provisional, and why; "" where everybody reported."""
    if total.is_firm:
        return ""
    return _(
        "Tạm tính: {reported}. Đơn vị chưa báo cáo lấy số cuối kỳ trước; tăng, giảm"
        " của đơn vị đó chưa có."
    ).format(reported=total.reported_words)


def off_note(reader: Reader, lines: Iterable[OwnershipLine]) -> str:
    """Say in which unions the movements told by type do not explain their closings, and why."""
    told, scope = list(lines), Scope.of(reader)
    whole = {unit for line in told for unit in line.whole}
    others = {unit for line in told for unit in line.off} - whole
    said = (
        (others, _("Có lệch ở {units}: tăng, giảm theo loại hình chưa khớp cuối kỳ. Xem lại số"
                   " từng loại hình của đơn vị này.")),
        (whole, WHOLE_ALONE),
    )  # fmt: skip
    return " ".join(
        text.format(units=", ".join(sorted(scope.label(unit) for unit in units)))
        for units, text in said if units
    )  # fmt: skip


def _number(title: str, number: Callable[[OwnershipLine], int | None], width: int = 10) -> Column:
    def text(one: TypeLine) -> str:
        found = number(one.line)
        return "" if found is None else vi_number(found)

    return Column(title, text, width, right=True)
