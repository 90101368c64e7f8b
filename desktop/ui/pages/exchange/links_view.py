"""Connections: our own key and the level above, and the offices below that were enrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.agenda.news import written_day
from desktop.models.text import fold
from desktop.ui.pages.exchange.bundle_panel import written_moment
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import column, frame, row, rule, scrolled, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.sync.enrol import EnrolRequest, Grant
    from desktop.tasks.exchange.exchange_view import ExchangeView


MOST_LINES = 10
"""Rows of the list of offices shown at once; it scrolls beyond."""


@dataclass(frozen=True, slots=True)
class LinkVerbs:
    """What the page does when asked here."""

    make_request: Callable[[], object]
    choose_grant: Callable[[], object]
    accept_grant: Callable[[Path], object]
    choose_request: Callable[[], object]
    give_grant: Callable[[Path, str], object]
    compare: Callable[[], object]


class LinksView(QWidget):
    """Each step says whose digits to read to whom; nothing is believed before that."""

    def __init__(self, verbs: LinkVerbs) -> None:
        super().__init__()
        self._verbs = verbs
        self.parent_words = PlainLabel("", tone="strong", wrap=True)
        self.own_key = PlainLabel("", level="title", tone="strong", selectable=True)
        self.request_button = button(_("Tạo tệp yêu cầu cấp phép"), verbs.make_request, icon="key")
        self.grant_button = button(_("Nhận tệp cấp phép"), verbs.choose_grant, icon="receive")
        self.grant = _Compared(_("Nhận cấp phép"))
        self.asked = _Compared(_("Cấp phép và lưu tệp"))
        self.unit = Choice(name=_("Đơn vị trong danh sách của cơ quan mình"))
        self.asked.add(FormRow(_("Đơn vị trong danh sách của cơ quan mình"), self.unit))
        self.linked = ListTable(_columns(), key=lambda one: (one.unit, one.fingerprint),
                                name=_("Đơn vị đã cấp phép"))  # fmt: skip
        self.digest = PlainLabel("", level="title", tone="strong", selectable=True, wrap=True)
        self.digest_words = PlainLabel("", tone="muted", wrap=True)
        self._below = self._below_part()
        whole = column(self._above_part(), self._below, self._digest_part(), None, gap="xl")
        whole.setContentsMargins(space("xl"), space("l"), space("xl"), space("xl"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(whole))

    def _above_part(self) -> QWidget:
        told = _("Dãy số khóa của máy này. Đọc qua điện thoại khi cấp trên hoặc đơn vị hỏi:")
        self._above_words = PlainLabel(told, tone="muted", wrap=True)
        self._above_title = section_title(_("Với cấp trên"))
        return frame(
            column(
                self._above_title,
                rule(),
                self.parent_words,
                self._above_words,
                self.own_key,
                row(self.request_button, self.grant_button, None),
                self.grant,
            ),
            "",
        )

    def _below_part(self) -> QWidget:
        give = button(_("Cấp phép cho đơn vị"), self._verbs.choose_request, icon="plus")
        told = _("Chọn tệp yêu cầu đơn vị gửi lên, đối chiếu dãy số khóa rồi cấp phép.")
        return frame(
            column(
                section_title(_("Các đơn vị gửi gói về đây")),
                rule(),
                row(PlainLabel(told, tone="muted", wrap=True)),
                row(give, None),
                self.asked,
                self.linked,
            ),
            "",
        )

    def _digest_part(self) -> QWidget:
        compute = button(_("Tính mã đối chiếu"), self._verbs.compare, icon="eye")
        told = _(
            "Hai máy đã nhập cùng các gói thì ra cùng một mã. Đọc qua điện thoại để đối chiếu."
        )
        return frame(
            column(
                section_title(_("Đối chiếu toàn sổ")),
                rule(),
                PlainLabel(told, tone="muted", wrap=True),
                row(compute, None),
                self.digest,
                self.digest_words,
            ),
            "",
        )

    def show_view(self, view: ExchangeView) -> None:
        """Show who is connected."""
        top = view.role in ("national", "province")
        told = _("Chưa kết nối. Tạo tệp yêu cầu, gửi lên cấp trên, rồi nhận tệp cấp phép.")
        if view.parent:
            told = _("Đã kết nối với {unit}.").format(unit=view.parent)
        self._above_title.setText(_("Khóa của máy này") if top else _("Với cấp trên"))
        self.parent_words.setVisible(not top)
        self.parent_words.setText(told)
        self.own_key.setText(view.fingerprint or _("chưa có khóa"))
        for part in (self.request_button, self.grant_button):
            part.setVisible(not top)
        self._below.setVisible(view.role in ("national", "province", "upper"))
        self.linked.set_rows(view.linked)
        self.linked.setVisible(bool(view.linked))
        lines = min(len(view.linked), MOST_LINES) + 1
        self.linked.setFixedHeight(
            lines * self.linked.verticalHeader().defaultSectionSize() + space("m")
        )

    def show_grant(self, path: Path, found: Grant) -> None:
        """Show a grant to be compared before it is taken."""
        origin = found.bundle.manifest.origin
        told = _("{unit} cấp phép. Gọi điện cho {unit}, nghe đọc dãy số khóa và so với:").format(
            unit=origin.name
        )
        self.grant.show_digits(told, found.fingerprint, lambda: self._verbs.accept_grant(path))

    def show_request(
        self, path: Path, asked: EnrolRequest, units: Sequence[tuple[str, str]]
    ) -> None:
        """Show a request to be compared, with the unit it most likely is."""
        name = asked.unit.name or asked.unit.code or _("Đơn vị không ghi tên")
        told = _("{unit} xin cấp phép ({at}). Gọi điện cho đơn vị, nghe đọc dãy số và so với:")
        self.unit.set_options(units)
        likely = [code for text, code in units if fold(asked.unit.name) and
                  fold(asked.unit.name) in fold(text)]  # fmt: skip
        same = [code for _text, code in units if code in (asked.unit.code, asked.unit.id)]
        self.unit.show_value(next(iter(same + likely), units[0][1] if units else None))
        self.asked.show_digits(
            told.format(unit=name, at=written_moment(asked.created)),
            asked.fingerprint,
            lambda: self._verbs.give_grant(path, str(self.unit.value())),
        )

    def show_digest(self, digits: str, ops: str) -> None:
        """Show the computed digest."""
        self.digest.setText(digits)
        self.digest_words.setText(_("Tính trên {n} lần ghi.").format(n=ops))

    def close_steps(self) -> None:
        """Put away what was being compared."""
        self.grant.hide()
        self.asked.hide()


class _Compared(QWidget):
    """Digits to compare, a tick that it was done, and only then the deed."""

    def __init__(self, deed_text: str) -> None:
        super().__init__()
        self._deed: Callable[[], object] = lambda: None
        self.told = PlainLabel("", wrap=True)
        self.digits = PlainLabel("", level="title", tone="brand", selectable=True)
        self.tick = QCheckBox(_("Tôi đã nghe đọc dãy số này qua điện thoại và thấy khớp"))
        self.deed_button = button(deed_text, lambda: self._deed(), look="primary")
        self.tick.toggled.connect(self.deed_button.setEnabled)
        self._inner = column(self.told, self.digits, gap="s", margin="m")
        self._inner.addWidget(self.tick)
        self._inner.addLayout(row(self.deed_button, button(_("Thôi"), self.hide), None))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame(self._inner, "boxed"))
        self.hide()

    def add(self, part: QWidget) -> None:
        """Put something between the digits and the tick."""
        self._inner.insertWidget(2, part)

    def show_digits(self, told: str, digits: str, deed: Callable[[], object]) -> None:
        """Show digits that have not been compared yet."""
        self._deed = deed
        self.told.setText(told)
        self.digits.setText(digits)
        self.tick.setChecked(False)
        self.deed_button.setEnabled(False)
        self.show()


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Đơn vị"), lambda one: one.name, 0),
        Column(_("Mã"), lambda one: one.code, 16),
        Column(_("Dãy số khóa"), lambda one: one.fingerprint, 40),
        Column(_("Số liệu từ"), lambda one: written_day(one.since) if one.since else "", 13),
        Column(_("Gói mới nhất"), lambda one: written_day(one.last) if one.last else _("chưa có"),
               14, order=lambda one: one.last),
    )  # fmt: skip
