"""A channel's settings: where bundles go from this computer. Passwords are kept elsewhere.

They are machine state, not journaled: an address, a drive letter or a proxy belongs to one
computer and must not follow the office's figures to another.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

import msgspec

from desktop.i18n import _
from desktop.models.store.reader import Reader
from desktop.sync.channels.trouble import channel_refusal

if TYPE_CHECKING:
    from desktop.models.store.store import Store

Kind = Literal["webdav", "smtp", "folder"]
KINDS: Final[tuple[Kind, ...]] = ("webdav", "smtp", "folder")
SYSTEM_PROXY, NO_PROXY = "", "none"
MAIL_PORTS: Final = {"tls": 465, "starttls": 587, "none": 25}

_PLACE = "channels"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
"""The dot-atom form of RFC 5322, 3.4.1: what mail servers give out."""

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\[?[0-9a-fA-F:]+\]?")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_MAX_CA = 256 * 1024


class Channel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where and how bundles for the level above are handed over.

    `address` is the folder's https address (webdav), the mail server's host (smtp) or a path
    (folder). `ca` is the PEM text of a private authority, trusted beside the system's. `proxy`
    is "" for the system's own, "none", or http://host:port. `security` is of mail only: tls,
    starttls, none. `auto`: a bundle made for the level above is sent at once.
    """

    kind: Kind
    address: str = ""
    port: int = 0
    user: str = ""
    ca: str = ""
    proxy: str = SYSTEM_PROXY
    security: str = "tls"
    sender: str = ""
    to: str = ""
    auto: bool = True

    @property
    def host(self) -> str:
        """Return the name of the machine it reaches; the folder for a folder."""
        if self.kind == "webdav":
            return urlsplit(self.address).hostname or self.address
        return self.address

    @property
    def label(self) -> str:
        """Return what people call it."""
        told = {
            "webdav": _("máy chủ {host}"), "smtp": _("thư đến {to}"), "folder": _("thư mục {host}"),
        }  # fmt: skip
        return told[self.kind].format(host=self.host, to=self.to)


def kind_label(kind: str) -> str:
    """Return what people call a way of sending; "tay" is by hand."""
    names = {
        "webdav": _("máy chủ"), "smtp": _("thư điện tử"), "folder": _("thư mục chung"),
        "tay": _("trao tay"), "usb": "USB", "zalo": "Zalo", "email": _("thư điện tử"),
    }  # fmt: skip
    return names.get(kind, kind)


def channels(reader: Reader) -> dict[str, Channel]:
    """Return the channels set on this computer by kind; what cannot be read is left out."""
    told = reader.machine(_PLACE)
    known = told.get("known", {}) if isinstance(told, dict) else {}
    found: dict[str, Channel] = {}
    for kind, value in known.items():
        try:
            found[kind] = msgspec.convert(value, Channel)
        except msgspec.ValidationError:
            continue  # set by another version; it is asked for again
    return found


def chosen(reader: Reader) -> Channel | None:
    """Return the channel in use for the level above, None while bundles go by hand."""
    told = reader.machine(_PLACE)
    kind = told.get("chosen", "") if isinstance(told, dict) else ""
    return channels(reader).get(kind)


def choose(store: "Store", channel: Channel) -> Channel:
    """Check a channel, keep it and use it from now on; return it as kept.

    Refuses E_CHANNEL with what is missing or wrong.
    """
    checked = check(channel)
    known = channels(store) | {channel.kind: checked}
    kept = {kind: msgspec.to_builtins(one) for kind, one in known.items()}
    store.remember(_PLACE, {"chosen": channel.kind, "known": kept})
    return checked


def use_none(store: "Store") -> None:
    """Send by hand again; what was set stays known."""
    kept = {kind: msgspec.to_builtins(one) for kind, one in channels(store).items()}
    store.remember(_PLACE, {"chosen": "", "known": kept})


def check(channel: Channel) -> Channel:
    """Return the channel tidied. Refuses E_CHANNEL where it could never work."""
    checks: dict[str, Callable[[Channel], Channel]] = {
        "webdav": _checked_web, "smtp": _checked_mail, "folder": _checked_folder,
    }  # fmt: skip
    tidy = {
        name: getattr(channel, name).strip()
        for name in ("address", "user", "proxy", "sender", "to")
    }
    return checks[channel.kind](_checked_proxy(msgspec.structs.replace(channel, **tidy)))


def read_authority(path: Path) -> str:
    """Return the PEM text of a private authority's certificate file. Refuses E_CHANNEL."""
    import ssl

    try:
        data = path.read_bytes()[: _MAX_CA + 1]
        text = data.decode("ascii") if b"-----BEGIN" in data else ssl.DER_cert_to_PEM_cert(data)
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=text)
    except (OSError, ValueError) as error:
        raise channel_refusal(
            _("Tệp {name} không phải chứng chỉ dùng được.").format(name=path.name),
            _("Chọn đúng tệp chứng chỉ (.crt, .pem) mà cấp trên giao."),
        ) from error
    return text


def from_json(data: Any) -> Channel:
    """Return a channel of plain values, as a connection file holds them. Refuses E_CHANNEL."""
    try:
        return check(msgspec.convert(data, Channel))
    except msgspec.ValidationError as error:
        raise channel_refusal(
            _("Tệp kết nối không đúng."), _("Xin cấp trên tạo lại tệp kết nối.")
        ) from error


def _checked_web(channel: Channel) -> Channel:
    try:
        parts = urlsplit(channel.address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    host = parts.hostname or ""
    if not host or _HOST.fullmatch(host) is None or parts.username or parts.query or port == 0:
        raise channel_refusal(
            _("Địa chỉ máy chủ “{address}” không đúng.").format(address=channel.address[:80]),
            _("Chép nguyên địa chỉ cấp trên giao, ví dụ https://may-chu/gui/ten-don-vi/."),
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOCAL):
        raise channel_refusal(
            _("Địa chỉ máy chủ phải bắt đầu bằng https://, nếu không mật khẩu bị lộ trên đường."),
            _("Hỏi cấp trên địa chỉ https của nơi nhận."),
        )
    address = parts._replace(fragment="").geturl()
    return msgspec.structs.replace(channel, address=address.rstrip("/") + "/", port=0)


def refuse_no_address(name: str, next_step: str) -> None:
    """Refuse what is not one e-mail address, telling it and what to do next."""
    if _ADDRESS.fullmatch(name) is None:
        shown = "".join(one if one.isprintable() else " " for one in name[:80])
        told = _("“{name}” không phải địa chỉ thư điện tử.").format(name=shown)
        raise channel_refusal(told, next_step)


def _checked_mail(channel: Channel) -> Channel:
    wrong = _("Xem lại mục Cài đặt, phần Gửi qua mạng.")
    if _HOST.fullmatch(channel.address) is None:
        told = _("Tên máy chủ thư “{host}” không đúng.").format(host=channel.address[:80])
        raise channel_refusal(told, wrong)
    for name in (channel.sender, channel.to):
        refuse_no_address(name, wrong)
    if channel.security not in MAIL_PORTS or not 0 <= channel.port < 65536:
        raise channel_refusal(_("Cổng hoặc cách bảo mật của máy chủ thư không đúng."), wrong)
    if channel.security == "none" and channel.address not in _LOCAL:
        raise channel_refusal(
            _("Máy chủ thư phải dùng TLS hoặc STARTTLS, nếu không mật khẩu bị lộ trên đường."),
            wrong,
        )
    return msgspec.structs.replace(channel, port=channel.port or MAIL_PORTS[channel.security])


def _checked_folder(channel: Channel) -> Channel:
    if not channel.address or "\0" in channel.address or not Path(channel.address).is_absolute():
        raise channel_refusal(
            _("Chưa chọn thư mục để gửi vào."), _("Chọn thư mục chung mà cấp trên giao.")
        )
    return channel


def _checked_proxy(channel: Channel) -> Channel:
    if channel.proxy in (SYSTEM_PROXY, NO_PROXY):
        return channel
    try:
        parts = urlsplit(channel.proxy)
        sound = parts.scheme == "http" and parts.hostname and parts.port and not parts.username
    except ValueError:
        sound = False
    if not sound:
        raise channel_refusal(
            _("Máy chủ trung gian (proxy) “{proxy}” không đúng.").format(proxy=channel.proxy[:80]),
            _("Ghi như http://10.0.0.1:3128, hoặc để trống để dùng của máy tính."),
        )
    return channel
