"""What can go wrong on the way: one sentence, what to do next, and whether waiting helps."""

from collections.abc import Mapping

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal


class Trouble(msgspec.Struct, frozen=True):
    """One known failure; `lasting`: it stays until a person does something about it."""

    text: str
    next_step: str
    lasting: bool = False


class SendRefusal(Refusal):
    """A bundle could not be handed over; it waits in the outbox. `detail` is for the log."""

    def __init__(self, code: str, detail: str = "", **fields: object) -> None:
        told = troubles()[code]
        super().__init__(
            told.text.format(**fields), next_step=told.next_step.format(**fields), code=code
        )
        self.detail = detail
        self.lasting = told.lasting


def channel_refusal(text: str, next_step: str) -> Refusal:
    """Return the refusal of settings that could never work."""
    return Refusal(text, next_step=next_step, code="E_CHANNEL")


def troubles() -> Mapping[str, Trouble]:
    """Return every code with its words."""
    return _reaching() | _trusting() | _storing() | _mailing()


def _reaching() -> dict[str, Trouble]:
    again = _("Chương trình tự thử lại; gói trên máy vẫn còn nguyên.")
    return {
        "E_SEND_NO_NETWORK": Trouble(
            _("Máy chưa có mạng, hoặc không tìm thấy máy chủ {host}."),
            _("Xem lại dây mạng, wifi. ") + again,
        ),
        "E_SEND_GONE": Trouble(_("Máy chủ {host} không trả lời."), again),
        "E_SEND_CUT": Trouble(_("Đường truyền bị ngắt khi đã gửi được {percent}%."), again),
        "E_SEND_SLOW": Trouble(_("Đường truyền quá chậm, đứng lại ở {percent}%."), again),
        "E_SEND_BUSY": Trouble(_("Máy chủ {host} đang bận hoặc trục trặc ({status})."), again),
        "E_SEND_PROXY": Trouble(
            _("Máy chủ trung gian (proxy) không cho qua."),
            _("Xem lại mục proxy trong Cài đặt, phần Gửi qua mạng, hoặc hỏi người quản mạng."),
        ),
        "E_SEND_PORTAL": Trouble(
            _("Mạng đang dùng đòi đăng nhập: nơi trả lời không phải máy chủ {host}."),
            _("Mở trình duyệt, đăng nhập wifi rồi bấm Gửi ngay."),
        ),
        "E_SEND_MOVED": Trouble(
            _("Máy chủ báo đã chuyển sang địa chỉ {address}."),
            _("Hỏi cấp trên; nếu đúng thì sửa địa chỉ trong Cài đặt, phần Gửi qua mạng."),
            lasting=True,
        ),
    }  # fmt: skip


def _trusting() -> dict[str, Trouble]:
    return {
        "E_SEND_CERT": Trouble(
            _("Không tin được máy chủ {host}: chứng chỉ không do nơi máy này biết cấp."),
            _("Nếu đang dùng wifi công cộng thì đăng nhập wifi trước. Nếu là máy chủ riêng của "
              "cấp trên thì chọn tệp chứng chỉ được giao trong Cài đặt."),
            lasting=True,
        ),
        "E_SEND_CERT_NAME": Trouble(
            _("Chứng chỉ của máy chủ mang tên khác, không phải {host}."),
            _("Xem lại địa chỉ; nếu đang dùng wifi công cộng thì đăng nhập wifi trước."),
            lasting=True,
        ),
        "E_SEND_CERT_DATE": Trouble(
            _("Chứng chỉ của máy chủ {host} hết hạn, hoặc đồng hồ máy này sai (đang là {now})."),
            _("Xem lại ngày giờ của máy. Nếu đúng thì báo cấp trên gia hạn chứng chỉ."),
            lasting=True,
        ),
        "E_SEND_CLOCK": Trouble(
            _("Chứng chỉ của máy chủ {host} chưa đến ngày dùng: đồng hồ máy này chạy chậm "
              "(đang là {now})."),
            _("Chỉnh lại ngày giờ của máy rồi bấm Gửi ngay."),
            lasting=True,
        ),
        "E_SEND_TLS": Trouble(
            _("Không lập được đường truyền an toàn với máy chủ {host}."),
            _("Xem lại địa chỉ và cổng; nếu đúng thì báo cấp trên."),
            lasting=True,
        ),
        "E_SEND_LOGIN": Trouble(
            _("Máy chủ {host} không nhận tên đăng nhập hoặc mật khẩu."),
            _("Nhập lại trong Cài đặt, phần Gửi qua mạng."),
            lasting=True,
        ),
        "E_SEND_NO_PASSWORD": Trouble(
            _("Máy này chưa giữ mật khẩu của {user}."),
            _("Nhập mật khẩu trong Cài đặt, phần Gửi qua mạng."),
            lasting=True,
        ),
    }  # fmt: skip


def _storing() -> dict[str, Trouble]:
    return {
        "E_SEND_RIGHTS": Trouble(
            _("Tài khoản này không được ghi vào {place}."),
            _("Xin cấp trên mở quyền ghi."),
            lasting=True,
        ),
        "E_SEND_NOT_THERE": Trouble(
            _("Không có thư mục {place} ở nơi nhận."),
            _("Xem lại địa chỉ, cắm ổ hoặc nối mạng; nếu đúng thì báo cấp trên."),
            lasting=True,
        ),
        "E_SEND_NOT_DAV": Trouble(
            _("Địa chỉ {place} không phải nơi nhận tệp (WebDAV)."),
            _("Chép nguyên địa chỉ cấp trên giao vào Cài đặt, phần Gửi qua mạng."),
            lasting=True,
        ),
        "E_SEND_QUOTA": Trouble(
            _("Nơi nhận đã đầy, chưa ghi được gói."),
            _("Báo cấp trên dọn hộp nhận; chương trình tự thử lại."),
        ),
        "E_SEND_TOO_BIG": Trouble(
            _("Gói {size} lớn hơn mức nơi nhận cho phép."),
            _("Gửi gói này bằng USB hoặc Zalo, hoặc tạo gói không kèm tệp."),
            lasting=True,
        ),
        "E_SEND_SIZE": Trouble(
            _("Nơi nhận chưa giữ đủ gói ({there} trên {size} byte)."),
            _("Chương trình tự gửi lại từ đầu."),
        ),
        "E_SEND_TAKEN": Trouble(
            _("Ở nơi nhận đã có tệp khác cùng tên {name}; không ghi đè."),
            _("Báo cấp trên xem lại tệp đó, hoặc tạo gói mới."),
            lasting=True,
        ),
        "E_SEND_NO_CHANNEL": Trouble(
            _("Cách gửi của gói này không còn đặt trên máy."),
            _("Đặt lại trong Cài đặt, phần Gửi qua mạng, rồi bấm Gửi ngay."),
            lasting=True,
        ),
        "E_SEND_LOST": Trouble(
            _("Bản lưu của gói này không còn trong sổ."),
            _("Tạo gói mới; gói mới gồm cả những gì cấp trên chưa nhận."),
            lasting=True,
        ),
    }  # fmt: skip


def _mailing() -> dict[str, Trouble]:
    return {
        "E_SEND_RECIPIENT": Trouble(
            _("Máy chủ thư không nhận địa chỉ người nhận {to}."),
            _("Xem lại địa chỉ thư của cấp trên trong Cài đặt."),
            lasting=True,
        ),
        "E_SEND_SENDER": Trouble(
            _("Máy chủ thư không cho gửi bằng địa chỉ {sender}."),
            _("Xem lại địa chỉ thư của mình trong Cài đặt."),
            lasting=True,
        ),
        "E_SEND_MAIL": Trouble(
            _("Máy chủ thư {host} từ chối thư ({status})."),
            _("Gửi bằng USB hoặc Zalo, hoặc hỏi người quản máy chủ thư."),
            lasting=True,
        ),
    }  # fmt: skip
