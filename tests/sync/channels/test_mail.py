"""Letters: an .eml any mail program opens, and a real mail server that takes or refuses it."""

import email
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

from desktop.models.clock import VIETNAM
from desktop.sync.channels import mail
from desktop.sync.channels.channel import Channel
from desktop.sync.channels.parcel import Parcel, nothing
from desktop.sync.channels.trouble import SendRefusal
from tests.support.certificates import Authority
from tests.support.relay import Relay
from tests.support.servers import PASSWORD, USER, free_port

# The test server is told of passwords and of TLS in two places, and warns about one of them.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

AT = datetime(2026, 11, 21, 9, 15, tzinfo=VIETNAM)
SENDER, RECEIVER = "cdp.a@congdoan.example", "ldld@congdoan.example"


@pytest.fixture
def parcel(parcel: Parcel) -> Parcel:
    """A smaller bundle: the test server reads letters line by line."""
    parcel.path.write_bytes(parcel.path.read_bytes()[:400_000])
    return replace(parcel, size=400_000)


class Letterbox:
    """Takes letters; refuses what the test says."""

    def __init__(self, refuse: str = "") -> None:
        self.letters: list[Envelope] = []
        self._refuse = refuse

    async def handle_MAIL(  # noqa: N802 - the server's own names
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self._refuse == "sender":
            return "553 not yours"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        told = {"receiver": "550 unknown", "full": "452 mailbox full", "later": "451 try later"}
        if self._refuse in told:
            return told[self._refuse]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self._refuse == "virus":
            return "554 looks like a virus"
        self.letters.append(envelope)
        return "250 taken"


def _knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    right = data.login == USER.encode() and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False)


@contextmanager
def mail_server(
    authority: Authority, security: str = "tls", refuse: str = "", most: int = 33_554_432
) -> Iterator[tuple[Letterbox, Channel]]:
    """Run a mail server with TLS and one account; gives its letters and the channel to it."""
    issued = authority.issue("mail")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(issued.file, issued.key)
    box, port = Letterbox(refuse), free_port()
    lines: dict[str, Any] = {
        "tls": {"ssl_context": context, "auth_require_tls": False},
        "starttls": {"tls_context": context, "require_starttls": True},
        "none": {"auth_require_tls": False},
    }
    controller = Controller(
        box, hostname="127.0.0.1", port=port, authenticator=_knows, auth_required=True,
        data_size_limit=most, server_hostname="localhost", **lines[security],
    )  # fmt: skip
    controller.start()
    try:
        yield box, Channel(
            kind="smtp", address="localhost", port=port, user=USER, ca=authority.pem,
            security=security, sender=SENDER, to=RECEIVER,
        )  # fmt: skip
    finally:
        controller.stop()


def post(channel: Channel, parcel: Parcel, password: str = PASSWORD, stall: float = 3.0) -> None:
    mail.send(channel, password, parcel, nothing, "Gói số 7 của CĐP Lê Chân", AT, stall=stall)


def why(channel: Channel, parcel: Parcel, password: str = PASSWORD) -> SendRefusal:
    with pytest.raises(SendRefusal) as info:
        post(channel, parcel, password)
    return info.value


def read(text: bytes) -> EmailMessage:
    made = email.message_from_bytes(text, policy=policy.default)
    assert isinstance(made, EmailMessage)
    return made


def bundle_in(letter: EmailMessage) -> tuple[str, bytes]:
    (attached,) = letter.iter_attachments()
    content = attached.get_content()
    assert isinstance(content, bytes)
    return str(attached.get_filename()), content


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_bundle_arrives_by_mail(authority: Authority, parcel: Parcel, security: str) -> None:
    with mail_server(authority, security) as (box, channel):
        mail.try_out(channel, PASSWORD, stall=3.0)
        assert box.letters == [], "a trial sends no letter"
        post(channel, parcel)
    (envelope,) = box.letters
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, [RECEIVER])
    assert isinstance(envelope.content, bytes)
    letter = read(envelope.content)
    assert letter["Subject"] == "Gói số 7 của CĐP Lê Chân"
    assert letter["X-Unsent"] is None
    assert bundle_in(letter) == (parcel.name, parcel.path.read_bytes())


def test_the_file_opens_as_a_draft_with_the_bundle_in_it(parcel: Parcel) -> None:
    text = mail.letter(parcel, "Gói số 7", AT, to=RECEIVER)
    letter = read(text)
    assert letter["X-Unsent"] == "1"
    assert (letter["To"], letter["From"]) == (RECEIVER, None)
    assert bundle_in(letter)[1] == parcel.path.read_bytes()
    body = letter.get_body()
    assert body is not None
    assert "bấm Nhận gói" in body.get_content()
    assert mail.letter(parcel, "Gói số 7", AT)[:200] == mail.letter(parcel, "Gói số 7", AT)[:200]
    assert all(len(line) <= 998 for line in text.split(b"\r\n"))


def test_a_sealed_bundle_is_not_called_an_archive(parcel: Parcel) -> None:
    sealed = replace(parcel, name=f"{parcel.name}.age")
    for one, kind in ((parcel, "application/zip"), (sealed, "application/octet-stream")):
        (attached,) = read(mail.letter(one, "Gói số 7", AT)).iter_attachments()
        assert (attached.get_content_type(), attached.get_filename()) == (kind, one.name)


def test_a_bundle_too_big_for_mail_is_told_before_anything_is_sent(
    authority: Authority, parcel: Parcel, tmp_path: Path
) -> None:
    big = tmp_path / "lớn.zip"
    with big.open("wb") as file:
        file.truncate(mail.MOST_MAIL + 1)
    with pytest.raises(SendRefusal) as info:
        mail.letter(Parcel("ab", big, "lớn.zip", mail.MOST_MAIL + 1), "x", AT)
    assert (info.value.code, info.value.lasting) == ("E_SEND_TOO_BIG", True)
    assert "18,0 MB" in info.value.message
    with mail_server(authority, most=300_000) as (box, channel):
        assert why(channel, parcel).code == "E_SEND_TOO_BIG"
    assert box.letters == []


@pytest.mark.parametrize(
    ("size", "told"),
    [(0, "1 kB"), (2_049, "3 kB"), (1024 * 1024 - 1, "1024 kB"), (1024 * 1024, "1,0 MB")],
)
def test_a_small_bundle_is_not_told_to_be_of_no_size(tmp_path: Path, size: int, told: str) -> None:
    """Some servers turn away whatever is sent to them, and say that it is too big."""
    assert Parcel("ab", tmp_path / "x", "x.zip", size).told_size == told


@pytest.mark.parametrize(
    ("refuse", "code"),
    [
        ("sender", "E_SEND_SENDER"), ("receiver", "E_SEND_RECIPIENT"), ("full", "E_SEND_QUOTA"),
        ("later", "E_SEND_BUSY"), ("virus", "E_SEND_MAIL"),
    ],
)  # fmt: skip
def test_what_the_mail_server_refuses_is_told(
    authority: Authority, parcel: Parcel, refuse: str, code: str
) -> None:
    with mail_server(authority, refuse=refuse) as (box, channel):
        assert why(channel, parcel).code == code
    assert box.letters == []


def test_a_wrong_password(authority: Authority, parcel: Parcel) -> None:
    with mail_server(authority) as (_box, channel):
        assert why(channel, parcel, "sai").code == "E_SEND_LOGIN"
        with pytest.raises(SendRefusal) as info:
            mail.try_out(channel, "sai", stall=3.0)
        assert info.value.code == "E_SEND_LOGIN"


def test_a_server_without_a_secure_line_gets_no_password(
    authority: Authority, parcel: Parcel
) -> None:
    with mail_server(authority, "none") as (_box, channel):
        refusal = why(msgspec.structs.replace(channel, security="starttls"), parcel)
        assert refusal.code == "E_SEND_TLS"
        refusal = why(msgspec.structs.replace(channel, security="tls"), parcel)
        assert refusal.code == "E_SEND_TLS"


def test_trust_and_absence(authority: Authority, parcel: Parcel) -> None:
    with mail_server(authority) as (_box, channel):
        assert why(msgspec.structs.replace(channel, ca=""), parcel).code == "E_SEND_CERT"
    assert why(channel, parcel).code == "E_SEND_GONE"


@pytest.mark.parametrize("percent", range(10, 100, 10))
def test_a_cut_line_sends_nothing(authority: Authority, parcel: Parcel, percent: int) -> None:
    with mail_server(authority) as (box, channel):
        with Relay(channel.port, cut_up=parcel.size * percent // 100) as line:
            refusal = why(msgspec.structs.replace(channel, port=line.port), parcel)
        assert refusal.code == "E_SEND_CUT"
        assert box.letters == []
        post(channel, parcel)
        assert len(box.letters) == 1


def test_a_line_that_stands_still_is_given_up(authority: Authority, parcel: Parcel) -> None:
    with mail_server(authority) as (box, channel):
        with Relay(channel.port, freeze_up=parcel.size // 2) as line:
            slow = msgspec.structs.replace(channel, port=line.port)
            with pytest.raises(SendRefusal) as info:
                post(slow, parcel, stall=0.6)
        assert info.value.code == "E_SEND_SLOW"
        assert box.letters == []


def test_stopping_by_hand_sends_no_letter(authority: Authority, parcel: Parcel) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done > total // 2:
            raise Stopped

    with mail_server(authority) as (box, channel):
        with pytest.raises(Stopped):
            mail.send(channel, PASSWORD, parcel, stop, "Gói số 7", AT, stall=3.0)
        assert box.letters == []
