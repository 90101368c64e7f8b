"""One sentence for each way a file cannot be read as a table, and what to do next."""

from collections.abc import Callable, Mapping
from typing import Final

from desktop.i18n import _
from desktop.models.errors import Refusal


def not_a_table() -> Refusal:
    """The refusal of a file that is neither a workbook nor a text table."""
    return Refusal(
        _("Tệp này không đọc được như một bảng số liệu."),
        next_step=_("Dùng tệp .xlsx, .xls, .ods hoặc .csv; mở bằng Excel, lưu lại rồi chọn lại."),
        code="E_WORKBOOK",
    )


def broken() -> Refusal:
    """The refusal of a damaged or cut workbook."""
    return Refusal(
        _("Tệp bị hỏng hoặc bị cắt ngang nên không đọc được."),
        next_step=_("Chép hoặc tải lại tệp; nếu vẫn vậy, mở bằng Excel rồi lưu thành .xlsx."),
        code="E_TRUNCATED",
    )


def locked() -> Refusal:
    """The refusal of a workbook with a password."""
    return Refusal(
        _("Tệp có mật khẩu nên không đọc được."),
        next_step=_("Mở bằng Excel, bỏ mật khẩu, lưu lại rồi chọn lại."),
        code="E_LOCKED",
    )


def too_large() -> Refusal:
    """The refusal of a table beyond any real one."""
    return Refusal(
        _("Tệp quá lớn so với một bảng số liệu."),
        next_step=_("Giữ lại phần cần nhận trong một tệp mới rồi chọn lại."),
        code="E_TOO_LARGE",
    )


def strange_letters() -> Refusal:
    """The refusal of text in no known encoding."""
    return Refusal(
        _("Không nhận ra bảng mã chữ Việt của tệp này."),
        next_step=_("Mở tệp bằng Excel rồi lưu thành .xlsx, hoặc lưu lại với mã UTF-8."),
        code="E_ENCODING",
    )


def blank() -> Refusal:
    """The refusal of a file of no bytes."""
    return Refusal(
        _("Tệp trống, không có gì để đọc."),
        next_step=_("Chọn tệp khác, hoặc mở bằng Excel, lưu lại rồi chọn lại."),
        code="E_EMPTY",
    )


_SAID: Final[Mapping[str, Callable[[], Refusal]]] = {
    "E_EMPTY": blank,
    "E_TOO_LARGE": too_large,
    "E_TRUNCATED": broken,
    "E_PASSWORD": locked,
    "E_FORMAT": not_a_table,
    "E_BINARY": not_a_table,
    "E_ENCODING": strange_letters,
}


def about_tables(refusal: Refusal) -> Refusal:
    """Return a refusal of a text document in the words of a table; others as they are."""
    made = _SAID.get(refusal.code)
    return made() if made is not None else refusal
