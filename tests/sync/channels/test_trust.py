"""Certificates, clocks, login pages, gateways: what is wrong is told in its own words."""

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.sync.channels import webdav
from desktop.sync.channels.channel import Channel
from desktop.sync.channels.parcel import Parcel, nothing
from desktop.sync.channels.trouble import SendRefusal
from tests.support.certificates import Authority, Certificate
from tests.support.relay import Relay
from tests.support.servers import free_port


class Answers(BaseHTTPRequestHandler):
    """Answers every question with what the test says: status, headers, body."""

    protocol_version = "HTTP/1.1"
    status, headers_out, body = 200, (("Content-Type", "text/html"),), b"<html>wifi</html>"

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        while length > 0:
            length -= len(self.rfile.read(min(length, 65536)))
        self.send_response(self.status)
        for name, value in self.headers_out:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(self.body)

    do_GET = do_HEAD = do_PUT = do_PROPFIND = do_MOVE = do_OPTIONS = do_CONNECT = _answer  # noqa: N815

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@contextmanager
def answering(
    status: int, *headers: tuple[str, str], body: bytes = b"", tls: Certificate | None = None
) -> Iterator[int]:
    """Run a server that answers everything alike; gives its port."""
    kind = type("Fixed", (Answers,), {"status": status, "headers_out": headers, "body": body})
    made = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    made.daemon_threads = True
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls.file, tls.key)
        made.socket = context.wrap_socket(made.socket, server_side=True)
    made.handle_error = lambda *_a: None  # type: ignore[method-assign]
    with _serving(made):
        yield made.server_address[1]


@contextmanager
def _serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def told(address: str, parcel: Parcel, **settings: Any) -> SendRefusal:
    """Return why a bundle could not be sent to an address."""
    channel = Channel(kind="webdav", address=address, **settings)
    with pytest.raises(SendRefusal) as info:
        webdav.send(channel, "", parcel, nothing, stall=2.0)
    assert "Traceback" not in str(info.value)
    return info.value


@pytest.mark.parametrize(
    ("issue", "code", "word"),
    [
        (lambda a: a.issue("expired", -40, -1), "E_SEND_CERT_DATE", "đồng hồ máy này"),
        (lambda a: a.issue("early", 1, 40), "E_SEND_CLOCK", "ngày giờ của máy"),
        (lambda a: a.issue("other", name="may-khac.vn"), "E_SEND_CERT_NAME", "tên khác"),
    ],
)
def test_a_certificate_that_does_not_hold_is_told_apart(
    issue: Callable[[Authority], Certificate],
    code: str,
    word: str,
    authority: Authority,
    parcel: Parcel,
) -> None:
    with answering(404, tls=issue(authority)) as port:
        refusal = told(f"https://localhost:{port}/", parcel, ca=authority.pem)
    assert refusal.code == code
    assert word in str(refusal)
    assert refusal.lasting


def test_an_authority_nobody_knows_is_refused_and_never_skipped(
    authority: Authority, parcel: Parcel, tmp_path: Path
) -> None:
    with answering(404, tls=authority.issue("unknown")) as port:
        address = f"https://localhost:{port}/"
        assert told(address, parcel).code == "E_SEND_CERT"
        stranger = Authority(tmp_path / "lạ")
        assert told(address, parcel, ca=stranger.pem).code == "E_SEND_CERT"


def test_the_private_authority_is_asked_beside_the_systems(
    authority: Authority, parcel: Parcel
) -> None:
    with answering(404, tls=authority.issue("known")) as port:
        refusal = told(f"https://localhost:{port}/", parcel, ca=authority.pem)
    assert refusal.code == "E_SEND_NOT_THERE", "the handshake went well, the folder is not there"


@pytest.mark.parametrize(
    ("status", "headers", "body", "code"),
    [
        (302, (("Location", "http://login.wifi.example/?next=x"),), b"", "E_SEND_PORTAL"),
        (307, (("Location", "/login"),), b"", "E_SEND_PORTAL"),
        (511, (), b"", "E_SEND_PORTAL"),
        (200, (("Content-Type", "text/html"),), b"<html>wifi</html>", "E_SEND_PORTAL"),
        (308, (("Location", "/moi/nhan/"),), b"", "E_SEND_MOVED"),
        (503, (), b"", "E_SEND_BUSY"),
        (407, (), b"", "E_SEND_PROXY"),
        (405, (), b"", "E_SEND_NOT_DAV"),
        (403, (), b"", "E_SEND_RIGHTS"),
        (507, (), b"", "E_SEND_QUOTA"),
    ],
)
def test_an_answer_that_is_no_receivers_is_told(
    status: int, headers: tuple[tuple[str, str], ...], body: bytes, code: str, parcel: Parcel
) -> None:
    with answering(status, *headers, body=body) as port:
        refusal = told(f"http://127.0.0.1:{port}/", parcel, proxy="none")
    assert refusal.code == code
    if code == "E_SEND_PORTAL":
        assert "đăng nhập wifi" in refusal.next_step


def test_a_login_page_over_tls_says_to_log_in_first(authority: Authority, parcel: Parcel) -> None:
    with answering(200, body=b"<html>", tls=authority.issue("portal")) as port:
        refusal = told(f"https://localhost:{port}/", parcel)
    assert refusal.code == "E_SEND_CERT"
    assert "đăng nhập wifi" in refusal.next_step


def test_a_server_that_is_gone(parcel: Parcel) -> None:
    refusal = told(f"http://127.0.0.1:{free_port()}/", parcel, proxy="none")
    assert (refusal.code, refusal.lasting) == ("E_SEND_GONE", False)


def test_no_network(parcel: Parcel, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def fail(*_arguments: object, **_named: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    refusal = told("https://may-chu.example/gui/", parcel, proxy="none")
    assert (refusal.code, refusal.lasting) == ("E_SEND_NO_NETWORK", False)


def test_plain_words_on_a_secure_port(parcel: Parcel) -> None:
    with answering(404) as port:
        assert told(f"https://localhost:{port}/", parcel).code == "E_SEND_TLS"


def test_a_clock_that_is_off_is_noticed(authority: Authority, parcel: Parcel) -> None:
    from datetime import UTC, datetime, timedelta
    from email.utils import format_datetime

    late = format_datetime(datetime.now(UTC) - timedelta(hours=7), usegmt=True)
    kind = (("Content-Type", "application/zip"),)
    there = b"x" * parcel.size

    class Late(Answers):
        status, headers_out, body = 200, kind, there

        def date_time_string(self, timestamp: Any = None) -> str:
            return late

    made = ThreadingHTTPServer(("127.0.0.1", 0), Late)
    made.daemon_threads = True
    with _serving(made):
        address = f"http://127.0.0.1:{made.server_address[1]}/"
        channel = Channel(kind="webdav", address=address, proxy="none")
        sent = webdav.send(channel, "", parcel, nothing, stall=2.0)
    assert "Đồng hồ máy này lệch" in sent.note


def test_a_gateway_is_used_when_set_and_told_when_it_refuses(
    authority: Authority, parcel: Parcel
) -> None:
    with answering(404, tls=authority.issue("behind")) as port:
        address = f"https://localhost:{port}/"
        with Gateway() as gateway:
            through = f"http://127.0.0.1:{gateway.port}"
            assert told(address, parcel, ca=authority.pem, proxy=through).code == "E_SEND_NOT_THERE"
            assert gateway.asked
            assert set(gateway.asked) == {f"localhost:{port}"}
        with answering(407) as refusing:
            through = f"http://127.0.0.1:{refusing}"
            assert told(address, parcel, ca=authority.pem, proxy=through).code == "E_SEND_PROXY"
        through = f"http://127.0.0.1:{free_port()}"
        assert told(address, parcel, ca=authority.pem, proxy=through).code == "E_SEND_PROXY"


def test_the_systems_gateway_is_used_unless_told_otherwise(
    authority: Authority, parcel: Parcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(404, tls=authority.issue("behind-too")) as port, Gateway() as gateway:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{gateway.port}")
        monkeypatch.delenv("HTTPS_PROXY")
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name)
        address = f"https://localhost:{port}/"
        assert told(address, parcel, ca=authority.pem, proxy="none").code == "E_SEND_NOT_THERE"
        assert gateway.asked == []
        assert told(address, parcel, ca=authority.pem).code == "E_SEND_NOT_THERE"
        assert gateway.asked


@pytest.mark.parametrize("known_as", ["http", "path"])
def test_a_server_that_knows_itself_by_another_name(
    known_as: str, authority: Authority, parcel: Parcel
) -> None:
    """Behind a gateway that ends TLS; the answers are those of Apache there."""
    moved: list[str] = []

    class Behind(Answers):
        def _answer(self) -> None:
            target = self.headers.get("Destination", "")
            if self.command == "HEAD":
                self.status = 200 if self.path.endswith(".part") else 404
                self.headers_out = (("Content-Type", "application/zip"),)
                self.body = bytes(parcel.size)
            elif self.command == "MOVE":
                known = target.startswith("http://" if known_as == "http" else "/")
                self.status, self.body = (201, b"") if known else (502, b"")
                moved.append(target)
            else:
                self.status, self.body = 201, b""
            super()._answer()

        do_HEAD = do_PUT = do_MOVE = _answer  # noqa: N815

    made = ThreadingHTTPServer(("127.0.0.1", 0), Behind)
    made.daemon_threads = True
    issued = authority.issue("gateway")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(issued.file, issued.key)
    made.socket = context.wrap_socket(made.socket, server_side=True)
    with _serving(made):
        address = f"https://localhost:{made.server_address[1]}/gui/"
        channel = Channel(kind="webdav", address=address, ca=authority.pem, proxy="none")
        webdav.send(channel, "", parcel, nothing, stall=2.0)
    assert moved[0] == address + parcel.name
    assert len(moved) == (2 if known_as == "http" else 3)


@pytest.mark.parametrize("held", [0, 1, 64 * 1024])
def test_a_server_that_says_yes_and_keeps_less_is_not_believed(held: int, parcel: Parcel) -> None:
    """A full disk, a gateway that cuts: the bundle stays a `.part`, and is sent again."""
    asked: list[str] = []

    class Forgetful(Answers):
        def _answer(self) -> None:
            asked.append(self.command)
            if self.command == "HEAD":
                self.status = 200 if self.path.endswith(".part") else 404
                self.headers_out, self.body = (("Content-Type", "application/zip"),), bytes(held)
            else:
                self.status, self.body = 201, b""
            super()._answer()

        do_HEAD = do_PUT = do_MOVE = _answer  # noqa: N815

    made = ThreadingHTTPServer(("127.0.0.1", 0), Forgetful)
    made.daemon_threads = True
    with _serving(made):
        refusal = told(f"http://127.0.0.1:{made.server_address[1]}/", parcel, proxy="none")
    assert (refusal.code, refusal.lasting) == ("E_SEND_SIZE", False)
    assert asked == ["HEAD", "PUT", "HEAD"], "what is not whole is never put in place"


def test_a_bad_authority_of_a_channel_is_no_traceback(parcel: Parcel) -> None:
    channel = Channel(kind="webdav", address="https://localhost:1/", ca="không phải chứng chỉ")
    with pytest.raises(SendRefusal) as info:
        webdav.send(msgspec.structs.replace(channel), "", parcel, nothing, stall=1.0)
    assert info.value.code == "E_SEND_CERT"


class Gateway(Relay):
    """A proxy that opens a tunnel to this machine for whoever asks, and notes for where."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(0)

    def _accept(self) -> None:
        import socket

        while True:
            try:
                client, _place = self._socket.accept()
            except OSError:
                return
            said = b""
            while b"\r\n\r\n" not in said:
                said += client.recv(4096)
            where = said.split()[1].decode()
            self.asked.append(where)
            server = socket.create_connection(("127.0.0.1", int(where.rpartition(":")[2])))
            client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            self._open += [client, server]
            for pump in (self._upwards, self._downwards):
                thread = threading.Thread(target=pump, args=(client, server), daemon=True)
                self._threads.append(thread)
                thread.start()
