"""Whom a file's reading is remembered for: as the file tells, or as a person says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop.i18n import _
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from desktop.intake.figures.result import FiguresReading
    from desktop.models.entry.entry import EntrySheet

_LETTERS = 18
"""Letters of a name that are shown at least; the open list shows them all."""


class SenderChoice(QWidget):
    """The sender of a file, open to correction; hidden until a file is read."""

    def __init__(self) -> None:
        super().__init__()
        self.choice = Choice(name=_("Nơi gửi tệp"))
        self.choice.setToolTip(
            _("Cột, đơn vị bạn chọn lại ở đây được dùng cho tệp sau của cùng nơi gửi. "
              "Không đúng nơi gửi thì chọn lại.")
        )  # fmt: skip
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.setMinimumContentsLength(_LETTERS)
        self.told = PlainLabel(_("Nhớ cho:"), tone="muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(space("s"))
        layout.addWidget(self.told)
        layout.addWidget(self.choice, 1)
        self.hide()

    def show_sender(self, reading: FiguresReading, sheet: EntrySheet) -> None:
        """Show whom the reading is remembered for; the units of the sheet may be chosen."""
        from desktop.tasks.figures.file_sender import told_sender

        units = [(row.unit.name, row.unit.name) for row in sheet.typed_rows]
        own = [(reading.sender, reading.sender)] if reading.sender else []
        rest = [(text, name) for text, name in units if name != reading.sender]
        self.choice.set_options([*own, (told_sender(""), ""), *rest])
        self.choice.show_value(reading.sender)
        self.show()
