"""An ad-hoc period gets its name, its days and its last day on time; or is taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.ad_hoc import (
    AdHoc,
    ad_hoc_periods,
    ad_hoc_schemes,
    id_of_name,
    remove_ad_hoc,
    set_ad_hoc,
)
from desktop.models.packs.periods import Period, is_free, parse_period, period_of
from desktop.models.store.store import Store
from desktop.models.text import short_date
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import row, space

if TYPE_CHECKING:
    from desktop.ui.pages.figures.surface import FiguresPage

NEW = ""
_DUE_AFTER = timedelta(2)


class AdHocDialog(Dialog):
    """Which period, its name and three days; what follows from them stands below."""

    def __init__(self, page: FiguresPage) -> None:
        self._page, self._read = page, page.desk.read
        today = page.desk.today()
        self._today = today
        self._known = {one.period.id: one for one in ad_hoc_periods(self._read)}
        self.which = Choice(self._options(), name=_("Kỳ"))
        self.which.chosen.connect(lambda _period: self._show())
        self.name = TextField(hint=_("Báo cáo nhanh bão số 10"))
        self.first, self.last, self.due = (DateField(today=page.desk.today) for _n in range(3))
        self.last.committed.connect(self._suggest_due)
        self.note = PlainLabel("", level="small", tone="muted", wrap=True)
        self.remove = button(_("Bỏ kỳ này"), self.take_back)
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("s"))
        days = row(
            FormRow(_("Số liệu từ ngày"), self.first),
            FormRow(_("Đến ngày"), self.last),
            FormRow(_("Hạn nộp"), self.due),
        )
        for part in (FormRow(_("Kỳ"), self.which), FormRow(_("Tên kỳ"), self.name)):
            box.addWidget(part)
        box.addLayout(days)
        box.addWidget(self.note)
        box.addLayout(row(self.remove, None))
        super().__init__(
            page.window(), _("Kỳ đột xuất"),
            _("Đặt ngày riêng cho một báo cáo nhanh. Kỳ đặt ở đây được gửi xuống các đơn vị dưới "
              "cùng gói kế tiếp."),
            body, deed_text=_("Đặt kỳ"), deed=lambda: None,
        )  # fmt: skip
        self._show()
        self.name.setFocus()

    def _options(self) -> list[tuple[str, str]]:
        """A new period, those of the schemes for this year and the next, those set before."""
        found = [(_("Kỳ mới, tự đặt tên"), NEW)]
        listed: dict[str, Period] = {}
        for scheme in ad_hoc_schemes(self._read, self._today):
            if not is_free(scheme):
                for year in (self._today.year, self._today.year + 1):
                    period = period_of(scheme, year)
                    if period.data_to >= self._today - timedelta(180):
                        listed[period.id] = period
        listed |= {one.period.id: one.period for one in self._known.values()}
        for period in sorted(listed.values(), key=lambda p: p.data_to, reverse=True):
            one = self._known.get(period.id)
            found.append((_state(period, one), period.id))
        return found

    def _show(self) -> None:
        """Show the days of what is chosen."""
        wanted = str(self.which.value() or NEW)
        one = self._known.get(wanted)
        own_name = wanted == NEW or (one is not None and self._free(one.period))
        self.name.setEnabled(own_name)
        if wanted == NEW:
            self.name.show_text("")
            for field in (self.first, self.last, self.due):
                field.show_date(None)
        else:
            period = parse_period(wanted, self._read.packs.schemes)
            self.name.show_text(period.title)
            self.first.show_date(period.data_from)
            self.last.show_date(period.data_to)
            self.due.show_date(period.due)
        ours = one is None or one.ours
        self.deed_button.setEnabled(ours)
        self.remove.setVisible(one is not None and ours)
        self.note.setText("" if ours else _("Kỳ này do cấp trên đặt; chỉ cấp trên sửa được."))
        self.note.setVisible(not ours)
        self.error.hide()
        self.fit()

    def _free(self, period: Period) -> bool:
        return is_free(self._read.packs.scheme(period.scheme, period.data_from))

    def _suggest_due(self, day: date | None) -> None:
        try:
            empty = self.due.value() is None
        except Refusal:
            return
        if day is not None and empty:
            self.due.show_date(day + _DUE_AFTER)

    def perform(self) -> None:
        """Set the period and go to it; stay with a sentence when it is refused."""
        try:
            period, days, name = self._wanted()
        except Refusal as refusal:
            self._refuse(refusal)
            return

        def write(store: Store) -> str:
            known = period or id_of_name(store, name, days[1].year)
            set_ad_hoc(store, known, *days, name)
            return known

        written, refuse = self.while_open(self._written), self.while_open(self._refuse)
        self._page.desk.do(write, written, on_refusal=refuse)

    def take_back(self) -> None:
        """Take back the days of the period chosen."""
        period = str(self.which.value())
        self._page.desk.do(
            lambda store: remove_ad_hoc(store, period),
            self.while_open(lambda _done: self.accept()),
            on_refusal=self.while_open(self._refuse),
        )

    def _written(self, period: str) -> None:
        self.accept()
        self._page.open_ad_hoc(period)

    def _wanted(self) -> tuple[str, tuple[date, date, date], str]:
        chosen = str(self.which.value() or NEW)
        name = self.name.value() if self.name.isEnabled() else ""
        if chosen == NEW and not name:
            raise Refusal(_("Kỳ đột xuất chưa có tên."), next_step=_("Ghi tên kỳ."))
        first, last, due = (_day(field) for field in (self.first, self.last, self.due))
        return chosen, (first, last, due), name

    def _refuse(self, refusal: Refusal) -> None:
        self.error.setText(str(refusal))
        self.error.show()
        self.fit()


def _day(field: DateField) -> date:
    day = field.value()
    if day is None:
        raise Refusal(_("Chưa đủ ba ngày."), next_step=_("Ghi từ ngày, đến ngày và hạn nộp."))
    return day


def _state(period: Period, one: AdHoc | None) -> str:
    if one is None:
        return period.title
    told = _("{title}: {first} – {last}").format(
        title=period.title, first=short_date(period.data_from), last=short_date(period.data_to)
    )
    return told if one.ours else told + _(" (cấp trên đặt)")
