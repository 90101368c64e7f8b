"""The keys of the outline editor on one page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.i18n import _
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.documents import SafeTextBrowser
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def groups() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the keys by what they are for: (heading, ((keys, what they do), …))."""
    return (
        (_("Mục và cấp"), (
            ("Enter", _("mục mới; giữa dòng thì tách mục; ở mục trống thì nâng cấp")),
            ("Tab · Shift+Tab", _("lùi cấp, nâng cấp")),
            ("Alt+↑ · Alt+↓", _("chuyển mục lên, xuống")),
            ("Backspace", _("ở đầu dòng: nhập vào mục trên")),
            ("Ctrl+.", _("gập hoặc mở mục; Ctrl+Shift+. cho tất cả")),
        )),
        (_("Chọn"), (
            ("Shift+↑ ↓", _("chọn nhiều mục liền nhau")),
            (_("Ctrl+nhấp chuột"), _("chọn thêm từng mục")),
            ("Ctrl+A", _("cả mục; nhấn lần nữa: toàn văn bản")),
            (_("Kéo nhãn mục"), _("chuyển chỗ; giữ Ctrl khi thả để chép")),
        )),
        (_("Chữ"), (
            ("Ctrl+B · Ctrl+I", _("in đậm, in nghiêng")),
            ("Ctrl+C · Ctrl+X · Ctrl+V", _("sao chép, cắt, dán; từ Word thì nhận cả nhãn mục")),
            ("Ctrl+Shift+V", _("dán chữ thường vào dòng")),
            (_("chữ tắt + dấu cách"), _("bung chữ tắt: cđcs thành công đoàn cơ sở")),
            ("Ctrl+Z · Ctrl+Y", _("hoàn tác, làm lại")),
        )),
        (_("Tìm và soát"), (
            ("Ctrl+F · Ctrl+H", _("tìm, thay thế")),
            ("F3 · Shift+F3", _("chỗ sau, chỗ trước")),
            ("F7", _("từ sai chính tả tiếp theo")),
            ("Ctrl+Alt+M", _("ghi ý kiến vào mục")),
            ("F6", _("sang ô thông tin của mục")),
        )),
    )  # fmt: skip


class KeysHelp(Dialog):
    """The keys, beside the window so that one can try them."""

    def __init__(self, parent: QWidget | None) -> None:
        text = SafeTextBrowser()
        text.setAccessibleName(_("Phím tắt khi soạn nội dung"))
        text.setHtml(as_html())
        text.document().setDocumentMargin(space("s"))
        text.setMinimumSize(space("xxl") * 15, space("xxl") * 13)
        super().__init__(parent, _("Phím tắt khi soạn nội dung"), body=text)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(space("xxl") * 19, space("xxl") * 21)


def as_html() -> str:
    """Return the keys as a page."""
    parts = []
    for heading, lines in groups():
        rows = "".join(
            f'<tr><td width="190" style="padding:2px 0"><b>{escape(keys)}</b></td>'
            f'<td style="padding:2px 0">{escape(deed)}</td></tr>'
            for keys, deed in lines
        )
        parts.append(f"<h4>{escape(heading)}</h4><table>{rows}</table>")
    return "".join(parts)
