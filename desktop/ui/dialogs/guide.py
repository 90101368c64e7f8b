"""The one-page guide: how a month is done, beside the window so that one can follow it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.models import resources
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.documents import SafeTextBrowser
from desktop.ui.widgets.layout import space


class Guide(Dialog):
    """The guide in a window of its own; the program goes on under it."""

    def __init__(self, parent: QWidget | None) -> None:
        text = SafeTextBrowser()
        text.setAccessibleName(_("Hướng dẫn một trang"))
        text.setHtml(resources.path("help/mot-trang.html").read_text(encoding="utf-8"))
        text.document().setDocumentMargin(space("m"))
        text.setMinimumSize(space("xxl") * 16, space("xxl") * 8)  # it scrolls by itself
        super().__init__(parent, _("Hướng dẫn một trang"), body=text)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(space("xxl") * 24, space("xxl") * 21)
