"""Channels as they are set: what could never work is refused, passwords lie elsewhere."""

import base64
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import msgspec
import pytest

from desktop.models.errors import Refusal
from desktop.models.store.backup import backup
from desktop.models.store.store import Store
from desktop.sync.channels import channel as channels
from desktop.sync.channels import passwords
from desktop.sync.channels.channel import Channel
from desktop.sync.channels.trouble import SendRefusal
from desktop.tasks.exchange.connection import take_connection
from tests.support.certificates import Authority
from tests.sync.offices import PROVINCE, office

SECRET = "mật-khẩu-không-được-lộ"


class Chain(keyring.backend.KeyringBackend):
    """A keyring in memory."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def chain() -> Iterator[Chain]:
    """A working keyring, put away again."""
    before, made = keyring.get_keyring(), Chain()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def no_chain() -> Iterator[None]:
    """A computer without a keyring."""
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An office."""
    made = office(tmp_path, "sổ", 1, PROVINCE)
    yield made
    made.close()


def dav(**more: str) -> Channel:
    return Channel(kind="webdav", address="https://nhan.ldld.example/gui/p-a", user="p-a", **more)  # type: ignore[arg-type]


def test_what_is_set_is_kept_and_tidied(store: Store) -> None:
    assert channels.chosen(store) is None
    kept = channels.choose(store, dav())
    assert kept.address == "https://nhan.ldld.example/gui/p-a/"
    assert channels.chosen(store) == kept
    mail = Channel(kind="smtp", address="smtp.example", sender="a@b.vn", to="c@d.vn")
    assert channels.choose(store, mail).port == 465
    channels.use_none(store)
    assert channels.chosen(store) is None
    assert set(channels.channels(store)) == {"webdav", "smtp"}, "known for the next time"


@pytest.mark.parametrize(
    "wrong",
    [
        Channel(kind="webdav"),
        Channel(kind="webdav", address="http://nhan.ldld.example/"),
        Channel(kind="webdav", address="https://u:p@nhan.example/"),
        Channel(kind="webdav", address="https://nhan example/"),
        Channel(kind="webdav", address="https://nhan.example:99999/"),
        Channel(kind="webdav", address="https://nhan.example/?a=1"),
        Channel(kind="webdav", address="file:///etc/"),
        Channel(kind="webdav", address="https://a.example/", proxy="socks5://x:1"),
        Channel(kind="webdav", address="https://a.example/", proxy="http://u:p@x:1"),
        Channel(kind="smtp", address="smtp.example", sender="a", to="c@d.vn"),
        Channel(kind="smtp", address="smtp.example", sender="a@b.vn", to="c@d.vn, e@f.vn"),
        Channel(kind="smtp", address="smtp.example", sender="a@b.vn\nBcc: x@y.vn", to="c@d.vn"),
        Channel(kind="smtp", address="smtp.example", sender="a@b.vn", to="c@d.vn", security="none"),
        Channel(kind="smtp", address="smtp.example", sender="a@b.vn", to="c@d.vn", port=70000),
        Channel(kind="smtp", address="a b", sender="a@b.vn", to="c@d.vn"),
        Channel(kind="folder"),
        Channel(kind="folder", address="gói"),
    ],
    ids=lambda one: f"{one.kind} {one.address} {one.proxy} {one.sender}"[:50],
)
def test_what_could_never_work_is_refused(store: Store, wrong: Channel) -> None:
    with pytest.raises(Refusal) as info:
        channels.choose(store, wrong)
    assert info.value.code == "E_CHANNEL"
    assert info.value.next_step
    assert channels.channels(store) == {}


def test_settings_of_another_version_are_asked_for_again(store: Store) -> None:
    channels.choose(store, dav())
    told = store.machine("channels")
    store.remember("channels", {**told, "known": {"webdav": {"kind": "tia laser"}}})
    assert channels.channels(store) == {}
    assert channels.chosen(store) is None
    store.remember("channels", "gì đó")
    assert channels.chosen(store) is None


def test_a_certificate_file_is_read_in_both_forms(tmp_path: Path, authority: Authority) -> None:
    pem = authority.folder / "ca.pem"
    assert channels.read_authority(pem) == authority.pem
    der = tmp_path / "ca.crt"
    der.write_bytes(base64.b64decode("".join(authority.pem.split("-----")[2].split())))
    assert "BEGIN CERTIFICATE" in channels.read_authority(der)
    for content in (
        b"",
        b"word",
        b"-----BEGIN CERTIFICATE-----\nnope\n-----END CERTIFICATE-----\n",
    ):
        der.write_bytes(content)
        with pytest.raises(Refusal) as info:
            channels.read_authority(der)
        assert info.value.code == "E_CHANNEL"
    with pytest.raises(Refusal):
        channels.read_authority(tmp_path / "không có")


def test_a_password_lies_in_the_keyring_alone(store: Store, chain: Chain) -> None:
    channel = channels.choose(store, dav())
    with pytest.raises(SendRefusal) as info:
        passwords.password_of(store, channel)
    assert (info.value.code, info.value.lasting) == ("E_SEND_NO_PASSWORD", True)
    passwords.keep(store, channel, SECRET)
    assert passwords.password_of(store, channel) == SECRET
    other = msgspec.structs.replace(channel, user="p-b")
    with pytest.raises(SendRefusal):
        passwords.password_of(store, other)
    assert not (store.folder / "keys" / passwords.FILE_NAME).exists()
    assert not _holds_the_secret(store.folder)
    passwords.forget(store, channel)
    assert chain.kept == {}
    assert passwords.password_of(store, msgspec.structs.replace(channel, user="")) == ""


@pytest.mark.usefixtures("no_chain")
def test_without_a_keyring_a_private_file_only_when_allowed(store: Store, tmp_path: Path) -> None:
    channel = channels.choose(store, dav())
    with pytest.raises(Refusal) as info:
        passwords.keep(store, channel, SECRET)
    assert info.value.code == "E_NO_KEYRING"
    passwords.keep(store, channel, SECRET, in_file=True)
    file = store.folder / "keys" / passwords.FILE_NAME
    assert file.stat().st_mode & 0o077 == 0
    assert passwords.password_of(store, channel) == SECRET
    out = tmp_path / "sao lưu.zip"
    backup(store, out)
    import zipfile

    with zipfile.ZipFile(out) as made:
        assert not any(passwords.FILE_NAME in name for name in made.namelist())
    passwords.forget(store, channel)
    assert not file.exists()


def test_a_connection_file_sets_everything_at_once(
    store: Store, chain: Chain, tmp_path: Path, authority: Authority
) -> None:
    file = tmp_path / "ket-noi-p-a.json"
    told = {
        "format": "cd-channel", "v": 1, "password": SECRET,
        "channel": {"kind": "webdav", "address": "https://nhan.example/gui/p-a/", "user": "p-a",
                    "ca": authority.pem},
    }  # fmt: skip
    file.write_bytes(msgspec.json.encode(told))
    channel = take_connection(store, file)
    assert channels.chosen(store) == channel
    assert passwords.password_of(store, channel) == SECRET
    assert not _holds_the_secret(store.folder)


@pytest.mark.usefixtures("no_chain")
def test_a_connection_file_that_is_none_sets_nothing(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    sound = {"kind": "webdav", "address": "https://nhan.example/", "user": "p-a"}
    for told in (
        b"{}", b"\xff", b"[" * 5000,
        msgspec.json.encode({"format": "cd-channel", "v": 2, "channel": sound}),
        msgspec.json.encode({"format": "cd-channel", "v": 1, "channel": {"kind": "tia"}}),
        msgspec.json.encode({"format": "cd-channel", "v": 1, "channel": sound, "password": "x"}),
    ):  # fmt: skip
        file.write_bytes(told)
        with pytest.raises(Refusal) as info:
            take_connection(store, file)
        assert info.value.code in ("E_CHANNEL", "E_NO_KEYRING")
    assert channels.channels(store) == {}
    with pytest.raises(Refusal):
        take_connection(store, tmp_path / "không có.json")


def _holds_the_secret(folder: Path) -> bool:
    forms = (SECRET.encode(), base64.b64encode(SECRET.encode()))
    files = [path for path in folder.rglob("*") if path.is_file()]
    return any(form in path.read_bytes() for path in files for form in forms)
