"""Whether a file's figures of other forms go into them along with those of the form chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.intake.figures.result import FiguresReading


class OtherForms(QCheckBox):
    """Names those forms; hidden where the file tells nothing of any.

    `left_out(own)` follows a click: `own` where only the form chosen takes its figures.
    """

    left_out = Signal(bool)

    def __init__(self) -> None:
        super().__init__("")
        self.clicked.connect(lambda on: self.left_out.emit(not on))
        self.hide()

    def ask(self, reading: FiguresReading) -> None:
        """Show where a reading goes."""
        others = [one for one in reading.landings if one.form != reading.form]
        self.setText(_("&Nhận cả vào {places}").format(
            places=", ".join(one.place for one in others)))  # fmt: skip
        self.setToolTip(
            _("Biểu {form} chỉ hiện các số này, nơi nhập là biểu {homes}. Bỏ dấu (Alt+N) thì chỉ "
              "nhận số của biểu {form}; lần sau cùng nơi gửi cũng vậy.").format(
                form=reading.form, homes=", ".join(one.form for one in others))
        )  # fmt: skip
        self.setChecked(not reading.own)
        self.setVisible(bool(others))
