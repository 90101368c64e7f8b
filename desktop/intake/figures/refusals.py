"""One sentence for each way a file cannot be read as figures, and what to do next."""

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
        _("Bảng quá lớn so với một bảng số liệu."),
        next_step=_("Giữ lại phần cần nhận trong một tệp mới rồi chọn lại."),
        code="E_TOO_LARGE",
    )


def empty() -> Refusal:
    """The refusal of a workbook without a filled cell."""
    return Refusal(
        _("Tệp không có ô nào ghi số liệu."),
        next_step=_("Chọn tệp đã ghi số liệu."),
        code="E_EMPTY",
    )


def no_header(form: str) -> Refusal:
    """The refusal of a table whose columns say nothing of the form."""
    return Refusal(
        _("Không tìm thấy cột tên đơn vị và cột số liệu nào của biểu {form}.").format(form=form),
        next_step=_("Kiểm tra dòng đầu bảng, hoặc chọn đúng biểu rồi nhận lại."),
        code="E_COLUMNS",
    )


def strange_letters() -> Refusal:
    """The refusal of text in no known encoding."""
    return Refusal(
        _("Không nhận ra bảng mã chữ Việt của tệp này."),
        next_step=_("Mở tệp bằng Excel rồi lưu thành .xlsx, hoặc lưu lại với mã UTF-8."),
        code="E_ENCODING",
    )
