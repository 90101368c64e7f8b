"""The forms of the first screen: what an office must know of its unit, and what comes after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.packs import load_packs
from desktop.tasks import moment
from desktop.ui.first_start import in_the_middle
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.fields import Choice, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import row, space

USUAL = ("CDX", "CDP", "CDCS", "NDCS", "CDDK", "KCN", "LXP")
"""The kinds most people are, offered first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person said of the own unit; only name and kind are needed."""

    name: str
    kind: str
    above: str = ""
    place: str = ""
    above_code: str = ""


def kinds_on(day: date) -> list[tuple[str, str]]:
    """Return (name, code) of the kinds of unit that keep an office, the usual ones first."""
    kinds = [
        kind
        for kind in load_packs().unit_kinds.values()
        if kind.own_plans and (kind.valid_to is None or kind.valid_to >= day)
    ]
    order = {code: place for place, code in enumerate(USUAL)}
    kinds.sort(key=lambda kind: order.get(kind.code, len(order)))
    return [(kind.name, kind.code) for kind in kinds]


class OfficeForm(QWidget):
    """Asks for the own unit; `done(Asked)` may raise a Refusal, shown under the name."""

    def __init__(
        self,
        title: str,
        sentence: str,
        done_text: str,
        done: Callable[[Asked], object],
        back: Callable[[], object],
    ) -> None:
        super().__init__()
        self._done = done
        self.name = TextField(hint=_("Công đoàn xã …"))
        self.kind = Choice(kinds_on(moment.today()), name=_("Loại đơn vị"))
        self.above = TextField(hint=_("Liên đoàn Lao động tỉnh …"))
        self.place = TextField()
        self.above_code = TextField()
        self.problem = PlainLabel("", tone="blocked", wrap=True)
        self.problem.hide()
        inside = QVBoxLayout()
        inside.setSpacing(space("m"))
        inside.addStretch(2)
        inside.addLayout(row(link(_("‹ Quay lại"), back), None))
        inside.addWidget(PlainLabel(title, level="display", tone="strong", wrap=True))
        inside.addWidget(PlainLabel(sentence, tone="muted", wrap=True))
        for one in self._rows():
            inside.addWidget(one)
        inside.addWidget(self.problem)
        self.deed = button(done_text, self.perform, look="primary")
        inside.addLayout(row(self.deed, None))
        inside.addStretch(3)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(in_the_middle(inside))
        self.setFocusProxy(self.name)
        for field in (self.name, self.above, self.place, self.above_code):
            field.returnPressed.connect(self.perform)

    def perform(self) -> None:
        """Hand over what was typed."""
        asked = Asked(
            self.name.typed(),
            self.kind.value() or "",
            self.above.typed(),
            self.place.typed(),
            self.above_code.typed(),
        )
        try:
            self._done(asked)
        except Refusal as refusal:
            self.problem.setText(str(refusal))
            self.problem.show()

    def _rows(self) -> list[FormRow]:
        return [
            FormRow(_("&Tên đầy đủ của đơn vị"), self.name),
            FormRow(_("&Loại đơn vị"), self.kind),
            FormRow(_("&Công đoàn cấp trên"), self.above, hint=_("In ở góc trái văn bản.")),
            FormRow(
                _("&Địa danh ghi trên văn bản"),
                self.place,
                hint=_("Để trống thì lấy theo tên đơn vị, ví dụ “Đồi Chè, ngày …”."),
            ),
            FormRow(_("&Mã của cấp trên"), self.above_code, hint=_("Nếu đã biết.")),
        ]


class Working(QWidget):
    """Long work of the first screen: what is being done, a bar, a way to stop it."""

    def __init__(self, title: str, total: int, stop: Callable[[], object]) -> None:
        super().__init__()
        self.step = PlainLabel("", tone="muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, total)
        self.bar.setAccessibleName(title)
        self.stop = button(_("Thôi"), stop)
        inside = QVBoxLayout()
        inside.setSpacing(space("m"))
        inside.addStretch(2)
        inside.addWidget(PlainLabel(title, level="display", tone="strong", wrap=True))
        inside.addWidget(PlainLabel(_("Mất khoảng mười mấy giây."), tone="muted"))
        inside.addSpacing(space("s"))
        inside.addWidget(self.bar)
        inside.addWidget(self.step)
        inside.addLayout(row(self.stop, None))
        inside.addStretch(3)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(in_the_middle(inside))

    def show_progress(self, done: int, text: str) -> None:
        """Show how far the work is."""
        self.bar.setValue(done)
        self.step.setText(text)


class RequestDone(QWidget):
    """The request file was written: what to do with it, and the way into the office."""

    def __init__(self, file: str, fingerprint: str, enter: Callable[[], object]) -> None:
        super().__init__()
        inside = QVBoxLayout()
        inside.setSpacing(space("m"))
        inside.addStretch(2)
        inside.addWidget(PlainLabel(_("Đã ghi tệp đăng ký"), level="display", tone="strong"))
        for sentence in (
            _("1. Gửi tệp này cho cấp trên qua Zalo, thư hoặc USB: {file}").format(file=file),
            _("2. Khi cấp trên gọi lại, đọc cho họ dãy số này để đối chiếu:"),
        ):
            inside.addWidget(PlainLabel(sentence, wrap=True, selectable=True))
        inside.addWidget(PlainLabel(fingerprint, level="title", tone="brand", selectable=True))
        inside.addWidget(
            PlainLabel(
                _(
                    "3. Nhận được tệp cấp phép thì mở trang Gửi – nhận, phần kết nối. Trong lúc "
                    "chờ vẫn làm kế hoạch và ghi hoạt động được."
                ),
                wrap=True,
            )
        )
        inside.addLayout(row(button(_("Mở sổ"), enter, look="primary"), None))
        inside.addStretch(3)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(in_the_middle(inside))
