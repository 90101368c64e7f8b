"""What is shown when the program itself is at fault: the work goes on, the details can be sent."""

from __future__ import annotations

import platform
import sys
import traceback

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.i18n import _
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.layout import space


class CrashDialog(Dialog):
    """Says that something went wrong and that the work saved so far is safe."""

    def __init__(self, parent: QWidget | None, error: BaseException) -> None:
        self._details = details(error)
        text = QPlainTextEdit(self._details)
        text.setReadOnly(True)
        text.setMinimumHeight(space("xxl") * 6)
        text.setAccessibleName(_("Chi tiết lỗi"))
        super().__init__(
            parent,
            _("Có lỗi trong chương trình"),
            _(
                "Việc vừa làm chưa thực hiện được. Những gì đã lưu vẫn còn nguyên; có thể làm "
                "tiếp. Để được sửa, xin sao chép phần chi tiết dưới đây gửi người hỗ trợ."
            ),
            text,
            deed_text=_("Sao chép chi tiết"),
            deed=self._copy,
        )
        self.cancel_button.setText(_("Làm tiếp"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)


def details(error: BaseException) -> str:
    """Return what a developer needs: versions and the trace, no data of the office."""
    trace = "".join(traceback.format_exception(error))
    system = f"Python {sys.version.split()[0]}, Qt {qVersion()}, {platform.platform()}"
    return f"{system}\n\n{trace}"
