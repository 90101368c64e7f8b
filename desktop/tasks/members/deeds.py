"""What the logs of personal data call what was done, and how a line of them reads."""

from collections.abc import Mapping
from datetime import datetime

from desktop.i18n import _


def deed_names() -> Mapping[str, str]:
    """Return deed → how it is called."""
    return {
        "on": _("bật danh sách"), "open": _("mở danh sách"), "add": _("thêm"),
        "correct": _("sửa"), "delete": _("xóa"), "fields": _("chọn mục được giữ"),
        "idle": _("đổi thời gian tự khóa"), "import": _("nhận từ tệp"), "export": _("xuất ra tệp"),
        "print": _("in"),
        "passphrase": _("đổi mật khẩu"), "backup": _("chép ra tệp"),
        "restore": _("lấy lại từ tệp"), "find": _("tìm"), "hand-over": _("giao dữ liệu"),
    }  # fmt: skip


def moment_of(at: str) -> str:
    """Return an ISO moment as 22/11/2026 02:44."""
    return datetime.fromisoformat(at).strftime("%d/%m/%Y %H:%M")


def log_line(at: str, deed: str, count: int) -> str:
    """Return a line as people read it: "22/11/2026 02:44  mở danh sách (14)"."""
    return f"{moment_of(at)}  {deed_names().get(deed, deed)} ({count})"
