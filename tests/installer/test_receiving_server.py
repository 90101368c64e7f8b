"""The receiving server as its script sets it up, started on loopback and attacked."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from desktop.models.store.store import Store
from desktop.sync.channels import webdav
from desktop.sync.channels.channel import Channel
from desktop.sync.channels.parcel import Parcel, nothing
from desktop.sync.channels.tls import trusting
from desktop.sync.channels.trouble import SendRefusal
from desktop.tasks.exchange.connection import take_connection
from tests.support import servers
from tests.support.relay import Relay
from tests.sync.offices import PROVINCE, office

SCRIPT = Path(__file__).resolve().parents[2] / "installer" / "server" / "receiving-server"
MODULES = (
    "mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "alias",
    "allowmethods", "dav", "dav_fs", "dir", "rewrite", "reqtimeout", "ssl", "socache_shmcb",
)  # fmt: skip
NAME = "CDX_P-A_baocao_20261121-0915_a22c7608.zip"


@dataclass(frozen=True, slots=True)
class Installed:
    """The running server below its own prefix."""

    prefix: Path
    port: int

    @property
    def settings(self) -> Path:
        """Where the script keeps what it was told."""
        return self.prefix / "etc" / "socongdoan-server"

    def inbox(self, name: str) -> Path:
        """Where an office's bundles arrive."""
        return self.prefix / "srv" / "socongdoan" / "gui" / name

    def connection(self, name: str) -> dict[str, object]:
        """What the office is given."""
        told = json.loads((self.settings / "connections" / f"ket-noi-{name}.json").read_text())
        assert isinstance(told, dict)
        return told

    def channel(self, name: str, port: int | None = None) -> tuple[Channel, str]:
        """Return an office's channel and password."""
        told = self.connection(name)
        settings = dict(told["channel"])  # type: ignore[call-overload]
        if port is not None:
            settings["address"] = f"https://localhost:{port}/gui/{name}/"
        return Channel(**settings), str(told["password"])

    def client(self, name: str, password: str | None = None) -> httpx.Client:
        """Return a client that says whatever a hostile office may say."""
        channel, known = self.channel("p-a" if name == "nhan" else name)
        return httpx.Client(
            verify=trusting(channel.ca, "localhost"), auth=(name, password or known),
            trust_env=False, base_url=f"https://localhost:{self.port}",
        )  # fmt: skip

    def reader(self) -> httpx.Client:
        """Return the receiving office's client."""
        password = (self.settings / "doc-hop-nhan.txt").read_text().split()[2]
        return self.client("nhan", password)


def script(prefix: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run the script below a prefix."""
    return subprocess.run(
        ["sh", str(SCRIPT), "--prefix", str(prefix), *map(str, arguments)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[Installed]:
    """Install below a folder of its own and start Apache with what was written there."""
    command = servers.program("apache")
    prefix = Path(tempfile.mkdtemp(prefix="socongdoan-receiving-"))
    prefix.chmod(0o755)
    for below in ("etc", "var", "srv"):
        (prefix / below).mkdir()
    port = servers.free_port()
    done = script(prefix, "--port", port, "--quota", 3, "install", "localhost", "p-a", "p-b")
    assert done.returncode == 0, done.stderr
    main = prefix / "apache.conf"
    main.write_text(
        f"ServerName localhost\nServerRoot {prefix}\nPidFile {prefix}/apache.pid\n"
        f"ErrorLog {prefix}/error.log\n{servers.apache_modules(*MODULES)}"
        f"{servers.apache_account()}Include {prefix}/etc/apache2/sites-available/socongdoan.conf\n"
    )
    for folder, _folders, _files in os.walk(prefix):
        if folder.endswith(("/etc", "/var", "/srv", "/var/lib", "/var/log", "/var/log/apache2")):
            Path(folder).chmod(0o755)
    try:
        with servers.started([command, "-f", str(main), "-DFOREGROUND"], prefix, port):
            yield Installed(prefix, port)
    finally:
        shutil.rmtree(prefix, ignore_errors=True)


@pytest.fixture(autouse=True)
def empty(server: Installed) -> None:
    """Start each test with empty inboxes."""
    for name in ("p-a", "p-b"):
        for file in server.inbox(name).iterdir():
            file.unlink()
    script(server.prefix, "tidy")


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    """A bundle-sized file."""
    path = tmp_path / "gói.zip"
    path.write_bytes(os.urandom(400_000))
    return Parcel("a22c7608", path, NAME, 400_000)


def send(server: Installed, parcel: Parcel, port: int | None = None) -> None:
    channel, password = server.channel("p-a", port)
    webdav.send(channel, password, parcel, nothing, stall=3.0)


def test_the_connection_file_is_all_an_office_needs(
    server: Installed, parcel: Parcel, tmp_path: Path
) -> None:
    store: Store = office(tmp_path, "sổ", 1, PROVINCE)
    file = server.settings / "connections" / "ket-noi-p-a.json"
    channel = take_connection(store, file, in_file=True)
    store.close()
    password = str(server.connection("p-a")["password"])
    assert webdav.try_out(channel, password, stall=3.0).note == ""
    webdav.send(channel, password, parcel, nothing, stall=3.0)
    arrived = server.inbox("p-a") / NAME
    assert arrived.read_bytes() == parcel.path.read_bytes()
    before = arrived.stat().st_mtime_ns
    webdav.send(channel, password, parcel, nothing, stall=3.0)
    assert arrived.stat().st_mtime_ns == before


@pytest.mark.parametrize("percent", [10, 50, 90])
def test_a_cut_line_leaves_no_bundle(server: Installed, parcel: Parcel, percent: int) -> None:
    with (
        Relay(server.port, cut_up=parcel.size * percent // 100) as line,
        pytest.raises(SendRefusal) as info,
    ):
        send(server, parcel, line.port)
    assert info.value.code in ("E_SEND_CUT", "E_SEND_GONE")
    assert not (server.inbox("p-a") / NAME).exists()
    send(server, parcel)
    assert (server.inbox("p-a") / NAME).read_bytes() == parcel.path.read_bytes()


def test_an_office_only_writes_and_only_its_own(server: Installed, parcel: Parcel) -> None:
    send(server, parcel)
    own, other = f"/gui/p-a/{NAME}", f"/gui/p-b/{NAME}"
    base = f"https://localhost:{server.port}"
    moves = {"Destination": f"{base}{own}", "Overwrite": "F"}
    tries: list[tuple[str, str, dict[str, str], bytes]] = [
        ("GET", own, {}, b""), ("HEAD", own, {}, b""), ("GET", "/gui/p-a/", {}, b""),
        ("GET", "/gui/", {}, b""), ("GET", "/", {}, b""), ("GET", "/nhan/p-a/", {}, b""),
        ("PROPFIND", "/gui/p-a/", {"Depth": "1"}, b""), ("PROPFIND", "/gui/p-a/", {}, b""),
        ("PROPFIND", "/gui/p-a/", {"Depth": "infinity"}, b""),
        ("PROPFIND", "/gui/", {"Depth": "0"}, b""), ("PROPFIND", "/nhan/", {"Depth": "1"}, b""),
        ("PROPFIND", "/gui/p-b/", {"Depth": "0"}, b""),
        ("PUT", own, {}, b"x"), ("PUT", other + ".part", {}, b"x"),
        ("PUT", "/gui/p-a/x.html.part", {}, b"x"), ("PUT", "/gui/p-a/.htaccess", {}, b"x"),
        ("PUT", "/gui/p-a/sub/x.zip.part", {}, b"x"), ("PUT", "/gui/x.zip.part", {}, b"x"),
        ("PUT", "/nhan/p-a/x.zip.part", {}, b"x"),
        ("PUT", "/gui/p-a/..%2fp-b/x.zip.part", {}, b"x"),
        ("PUT", "/gui/p-a/../p-b/x.zip.part", {}, b"x"),
        ("DELETE", own, {}, b""), ("DELETE", "/gui/p-a/", {}, b""),
        ("MKCOL", "/gui/p-a/d", {}, b""),
        ("COPY", own, {"Destination": f"{base}/gui/p-a/b.zip"}, b""), ("LOCK", own, {}, b""),
        ("PROPPATCH", own, {}, b""), ("POST", own, {}, b"x"), ("TRACE", own, {}, b""),
        ("MOVE", own, {"Destination": f"{base}/gui/p-a/b.zip", "Overwrite": "F"}, b""),
        ("MOVE", own + ".part", {**moves, "Overwrite": "T"}, b""),
        ("MOVE", own + ".part", {"Destination": moves["Destination"]}, b""),
        ("MOVE", own + ".part", {**moves, "Overwrite": "f"}, b""),
        ("MOVE", "/gui/p-a/y.zip.part", {**moves, "Destination": f"{base}/gui/p-b/y.zip"}, b""),
        ("MOVE", "/gui/p-a/y.zip.part", {**moves, "Destination": f"{base}/gui/p-a/z.zip"}, b""),
    ]  # fmt: skip
    with server.client("p-a") as client:
        for name in (own, "/gui/p-a/y.zip"):
            assert client.put(name + ".part", content=b"y").status_code == 201
        for method, path, headers, content in tries:
            answer = client.request(method, path, headers=headers, content=content)
            assert answer.status_code in {400, 401, 403, 404, 405, 409}, (method, path, answer)
            assert b"%PDF" not in answer.content
    assert (server.inbox("p-a") / NAME).read_bytes() == parcel.path.read_bytes()
    assert sorted(one.name for one in server.inbox("p-a").iterdir()) == [
        NAME, NAME + ".part", "y.zip.part",
    ]  # fmt: skip
    assert list(server.inbox("p-b").iterdir()) == []
    for wrong in ("sai", ""):
        with server.client("p-a", wrong or "x") as client:
            assert client.put("/gui/p-a/z.zip.part", content=b"z").status_code == 401
    with httpx.Client(verify=False, trust_env=False) as nobody:
        assert nobody.put(f"{base}/gui/p-a/z.zip.part", content=b"z").status_code == 401


def test_the_receiving_office_reads_all_and_changes_nothing(
    server: Installed, parcel: Parcel
) -> None:
    send(server, parcel)
    with server.reader() as client:
        listed = client.request("PROPFIND", "/nhan/p-a/", headers={"Depth": "1"})
        assert listed.status_code == 207
        assert NAME in listed.text
        assert client.get(f"/nhan/p-a/{NAME}").content == parcel.path.read_bytes()
        for method in ("PUT", "DELETE", "MOVE", "MKCOL"):
            assert client.request(method, f"/nhan/p-a/{NAME}").status_code in {403, 405}
        assert client.put("/gui/p-a/x.zip.part", content=b"x").status_code in {401, 403}
    assert (server.inbox("p-a") / NAME).exists()


def test_a_full_inbox_is_told_and_opens_again(server: Installed, parcel: Parcel) -> None:
    (server.inbox("p-a") / "cũ.zip").write_bytes(bytes(3 * 1024 * 1024))
    assert script(server.prefix, "tidy").returncode == 0
    with pytest.raises(SendRefusal) as info:
        send(server, parcel)
    assert (info.value.code, info.value.lasting) == ("E_SEND_QUOTA", False)
    (server.inbox("p-a") / "cũ.zip").unlink()
    script(server.prefix, "tidy")
    send(server, parcel)


def test_leftovers_go_after_a_week_and_bundles_never(server: Installed) -> None:
    old = time.time() - 8 * 86_400
    for name in ("cũ.zip.part", "mới.zip.part", NAME):
        (server.inbox("p-a") / name).write_bytes(b"x")
    for name in ("cũ.zip.part", NAME):
        os.utime(server.inbox("p-a") / name, (old, old))
    script(server.prefix, "tidy")
    assert sorted(one.name for one in server.inbox("p-a").iterdir()) == [NAME, "mới.zip.part"]


def test_offices_are_added_listed_and_removed(server: Installed, parcel: Parcel) -> None:
    assert script(server.prefix, "add", "p-c").returncode == 0
    assert "p-c" in script(server.prefix, "list").stdout
    channel, password = server.channel("p-c")
    webdav.send(channel, password, parcel, nothing, stall=3.0)
    script(server.prefix, "password", "p-c")
    with pytest.raises(SendRefusal) as info:
        webdav.try_out(channel, password, stall=3.0)
    assert info.value.code == "E_SEND_LOGIN"
    _same, renewed = server.channel("p-c")
    webdav.try_out(channel, renewed, stall=3.0)
    assert script(server.prefix, "remove", "p-c").returncode == 0
    with pytest.raises(SendRefusal):
        webdav.try_out(channel, renewed, stall=3.0)
    assert (server.inbox("p-c") / NAME).exists(), "what was received stays"


def test_setting_up_again_keeps_offices_passwords_and_authority(server: Installed) -> None:
    before = {
        path: path.read_bytes()
        for path in server.settings.rglob("*")
        if path.is_file() and path.name != "quota"
    }
    done = script(server.prefix, "--port", server.port, "install", "localhost", "p-a", "p-b")
    assert done.returncode == 0, done.stderr
    assert {path: path.read_bytes() for path in before} == before


def test_secrets_are_for_root_and_the_server_alone(server: Installed) -> None:
    for name in ("ca.key", "server.key", "connections/ket-noi-p-a.json", "doc-hop-nhan.txt"):
        assert (server.settings / name).stat().st_mode & 0o077 == 0, name
    assert (server.settings / "passwords").stat().st_mode & 0o007 == 0
    assert (
        str(server.connection("p-a")["password"]) not in (server.settings / "passwords").read_text()
    )


def test_the_certificates_hold_under_the_strictest_rules(server: Installed) -> None:
    files = (server.settings / "ca.pem", server.settings / "server.pem")
    command = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        ("install",), ("install", "a b"), ("install", "localhost", "../x"), ("add", "P-A"),
        ("add", "nhan"), ("add", "-x"), ("password", "p-z"), ("remove", ""), ("fly",), (),
        ("--nonsense", "list"),
    ],
)  # fmt: skip
def test_wrong_use_is_refused(server: Installed, wrong: tuple[str, ...]) -> None:
    before = (server.settings / "passwords").read_bytes()
    done = script(server.prefix, *wrong)
    assert done.returncode in {1, 2}
    assert done.stderr
    assert (server.settings / "passwords").read_bytes() == before
