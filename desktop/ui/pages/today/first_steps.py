"""The three first steps of an office that has nothing in it yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.agenda.agenda import FirstSteps
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import IconLabel, Pill, PlainLabel
from desktop.ui.widgets.layout import column, frame, row, space


class FirstStepsView(QWidget):
    """Three numbered steps; the first one not done has the filled button."""

    def __init__(self, go: Callable[[str], object]) -> None:
        super().__init__()
        self._go = go
        self.inner = QVBoxLayout()
        self.inner.setSpacing(space("m"))
        middle = QHBoxLayout(self)
        middle.addStretch(1)
        whole = QVBoxLayout()
        whole.setSpacing(space("m"))
        whole.addStretch(1)
        whole.addWidget(PlainLabel(_("Ba bước để bắt đầu"), level="display", tone="strong"))
        hint = _("Làm theo thứ tự nào cũng được; mỗi bước dừng lúc nào cũng được.")
        whole.addWidget(PlainLabel(hint, tone="muted", wrap=True))
        whole.addSpacing(space("m"))
        whole.addLayout(self.inner)
        whole.addStretch(2)
        middle.addLayout(whole, 3)
        middle.addStretch(1)

    def show_steps(self, steps: FirstSteps) -> None:
        """Show which steps are done."""
        while (item := self.inner.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        done = (steps.units, steps.plan, steps.figures)
        following = next((n for n, one in enumerate(done) if not one), len(done))
        for number, (page, title, hint, deed) in enumerate(_steps()):
            part = self._step(number, title, hint, deed, page, done[number], number == following)
            self.inner.addWidget(part)

    def _step(
        self, number: int, title: str, hint: str, deed: str, page: str, done: bool, first: bool
    ) -> QWidget:
        mark: QWidget = IconLabel("done", "done", 28)
        if not done:
            mark = PlainLabel(str(number + 1), level="display", tone="brand")
        mark.setFixedWidth(space("xxl"))
        words = column(
            PlainLabel(title, level="large", tone="strong"),
            PlainLabel(hint, tone="muted", wrap=True),
            gap="xs",
        )
        end: QWidget = Pill(_("Đã làm"), "done") if done else button(
            deed, lambda: self._go(page), look="primary" if first else ""
        )  # fmt: skip
        inside = row(mark, words, end, gap="l", margin="l")
        inside.setStretch(1, 1)
        return frame(inside, "boxed")


def _steps() -> tuple[tuple[str, str, str, str], ...]:
    return (
        (
            "units",
            _("Đơn vị của tôi"),
            _("Ghi tên các công đoàn cơ sở trực thuộc: gõ từng dòng hoặc dán từ Excel."),
            _("Thêm đơn vị"),
        ),
        (
            "plans",
            _("Kế hoạch năm"),
            _("Lập từ mẫu có sẵn, hoặc mở văn bản của cấp trên để soạn theo."),
            _("Lập kế hoạch"),
        ),
        (
            "figures",
            _("Số liệu tháng này"),
            _("Nhập số đoàn viên, lao động từng đơn vị; chương trình cộng và kiểm tra."),
            _("Nhập số liệu"),
        ),
    )
