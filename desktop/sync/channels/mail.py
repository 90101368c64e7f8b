"""Mail: a letter with the bundle in it, as an .eml file to open or straight to a mail server."""

from __future__ import annotations

import base64
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from typing import TYPE_CHECKING, Any

from desktop.i18n import _
from desktop.sync.channels.parcel import CHUNK, Delivered, Parcel, Progress
from desktop.sync.channels.tls import causes, trusting, unreached
from desktop.sync.channels.trouble import SendRefusal

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.sync.channels.channel import Channel

STALL_SECONDS = 60.0
MOST_MAIL = 18 * 1024 * 1024
"""Raw bytes that still pass where a letter may have 25 MB: base64 adds a third."""

_OWN_NAME = "[127.0.0.1]"
"""Said in greeting: the computer's real name is nobody's business, and costs a look-up."""

_NUL = "\0"
_FULL = frozenset({422, 431, 452, 552})


def letter(parcel: Parcel, subject: str, at: datetime, sender: str = "", to: str = "") -> bytes:
    """Return a whole letter with the bundle attached; without a sender it opens as a draft.

    Refuses E_SEND_TOO_BIG above MOST_MAIL bytes. The same bundle gives the same Message-ID, so
    a mail server sees that a letter sent twice is one.
    """
    if parcel.size > MOST_MAIL:
        raise SendRefusal("E_SEND_TOO_BIG", f"{parcel.size} bytes", size=parcel.told_size)
    message = EmailMessage(policy=SMTP_POLICY)
    message["Subject"] = subject
    if sender:
        message["From"] = Address(addr_spec=sender)
    else:
        message["X-Unsent"] = "1"
    if to:
        message["To"] = Address(addr_spec=to)
    message["Date"] = at
    message["Message-ID"] = f"<{parcel.id[:32]}@socongdoan.invalid>"
    message.set_content(
        _(
            "Kính gửi công đoàn cấp trên,\n\nGói số liệu {name} ở tệp đính kèm. Mở chương trình, "
            "vào Gửi – nhận, bấm Nhận gói và chọn tệp này.\n"
        ).format(name=parcel.name)
    )
    # A sealed bundle is no archive: a gateway that opens those would find it damaged.
    subtype = "zip" if parcel.name.endswith(".zip") else "octet-stream"
    message.add_attachment(
        parcel.path.read_bytes(), maintype="application", subtype=subtype, filename=parcel.name
    )
    return bytes(message)


def send(
    channel: Channel,
    password: str,
    parcel: Parcel,
    progress: Progress,
    subject: str,
    at: datetime,
    stall: float = STALL_SECONDS,
) -> Delivered:
    """Give a letter to the mail server; done when the server has taken it.

    Raises SendRefusal; what `progress` raises passes through.
    """
    text = letter(parcel, subject, at, channel.sender, channel.to)
    with _server(channel, password, stall, progress) as server:
        most = int(server.esmtp_features.get("size") or "0")
        if 0 < most < len(text):
            raise SendRefusal("E_SEND_TOO_BIG", f"server takes {most}", size=parcel.told_size)
        server.sendmail(channel.sender, [channel.to], text)
    return Delivered()


def try_out(channel: Channel, password: str, stall: float = STALL_SECONDS) -> Delivered:
    """Log in and name sender and receiver, without sending a letter."""
    with _server(channel, password, stall, lambda _done, _total: None) as server:
        for code, answer, error in (
            (*server.mail(channel.sender), smtplib.SMTPSenderRefused),
            (*server.rcpt(channel.to), smtplib.SMTPRecipientsRefused),
        ):
            if code >= 300:
                raise _sender_or_receiver(error, code, answer, channel)
        server.rset()
    return Delivered()


def _sender_or_receiver(error: type, code: int, answer: bytes, channel: Channel) -> Exception:
    if error is smtplib.SMTPSenderRefused:
        return smtplib.SMTPSenderRefused(code, answer, channel.sender)
    return smtplib.SMTPRecipientsRefused({channel.to: (code, answer)})


@contextmanager
def _server(
    channel: Channel, password: str, stall: float, progress: Progress
) -> Iterator[_Telling | _TellingTls]:
    state = _Told(progress)
    try:
        server = _connected(channel, stall, state)
        try:
            if channel.user:
                _log_in(server, channel.user, password)
            state.counting = True
            yield server
            with suppress(smtplib.SMTPException, OSError):
                server.quit()  # not after a failure: in the middle of a letter it would be text
        finally:
            server.close()
    except (smtplib.SMTPException, OSError) as error:
        raise _told(error, channel, state) from error


def _connected(channel: Channel, stall: float, state: _Told) -> _Telling | _TellingTls:
    context = trusting(channel.ca, channel.address)
    place = (channel.address, channel.port)
    server: _Telling | _TellingTls
    if channel.security == "tls":
        server = _TellingTls(*place, local_hostname=_OWN_NAME, timeout=stall, context=context)
    else:
        server = _Telling(*place, local_hostname=_OWN_NAME, timeout=stall)
    try:
        server.ehlo()
        if channel.security == "starttls":
            if not server.has_extn("starttls"):
                raise SendRefusal("E_SEND_TLS", "no STARTTLS", host=channel.address)
            server.starttls(context=context)
            server.ehlo()
    except BaseException:
        server.close()
        raise
    server.state = state
    state.reached = True
    return server


def _log_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """Log in; smtplib knows ASCII only, and a password may well have accents (RFC 4616)."""
    if (user + password).isascii():
        server.login(user, password)
        return
    known = server.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in known:
        code, answer = server.docmd("AUTH", f"PLAIN {_encoded(_NUL.join(('', user, password)))}")
    elif "LOGIN" in known:
        code, answer = server.docmd("AUTH", f"LOGIN {_encoded(user)}")
        if code == 334:
            code, answer = server.docmd(_encoded(password))
    else:
        raise smtplib.SMTPNotSupportedError("no way to log in")
    if code not in {235, 503}:
        raise smtplib.SMTPAuthenticationError(code, answer)


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


class _Told:
    """How much of the letter is out; what was said before the letter does not count."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.reached, self.counting, self.percent = False, False, 0

    def told(self, done: int, total: int) -> None:
        if self.counting and total > CHUNK:
            self.percent = done * 100 // total
            self.progress(done, total)


class _Pieces:
    """Sends in pieces, so that progress shows and a letter can be stopped."""

    state: _Told | None = None
    sock: Any

    def send(self, s: Any) -> None:
        data = s.encode("ascii") if isinstance(s, str) else s
        for start in range(0, len(data), CHUNK):
            if self.sock is None:
                raise smtplib.SMTPServerDisconnected("please run connect() first")
            self.sock.sendall(data[start : start + CHUNK])
            if self.state is not None:
                self.state.told(min(start + CHUNK, len(data)), len(data))


class _Telling(_Pieces, smtplib.SMTP):
    pass


class _TellingTls(_Pieces, smtplib.SMTP_SSL):
    pass


def _told(error: Exception, channel: Channel, state: _Told) -> SendRefusal:
    """Return what a failed conversation means."""
    host = channel.address
    match error:
        case smtplib.SMTPAuthenticationError() | smtplib.SMTPNotSupportedError():
            return SendRefusal("E_SEND_LOGIN", repr(error), host=host)
        case smtplib.SMTPRecipientsRefused():
            code = max(answer[0] for answer in error.recipients.values())
            if code in _FULL:
                return SendRefusal("E_SEND_QUOTA", repr(error))
            if code < 500:
                return SendRefusal("E_SEND_BUSY", repr(error), host=host, status=code)
            return SendRefusal("E_SEND_RECIPIENT", repr(error), to=channel.to)
        case smtplib.SMTPResponseException() if error.smtp_code in _FULL:
            return SendRefusal("E_SEND_QUOTA", repr(error))
        case smtplib.SMTPSenderRefused() if error.smtp_code >= 500:
            return SendRefusal("E_SEND_SENDER", repr(error), sender=channel.sender)
        case smtplib.SMTPResponseException() if 400 <= error.smtp_code < 500:
            return SendRefusal("E_SEND_BUSY", repr(error), host=host, status=error.smtp_code)
        case smtplib.SMTPResponseException() if error.smtp_code >= 500:
            return SendRefusal("E_SEND_MAIL", repr(error), host=host, status=error.smtp_code)
    if not state.reached:
        return unreached(error, host)
    if any(isinstance(cause, TimeoutError) for cause in causes(error)):
        return SendRefusal("E_SEND_SLOW", repr(error), percent=state.percent)
    return SendRefusal("E_SEND_CUT", repr(error), percent=state.percent)
