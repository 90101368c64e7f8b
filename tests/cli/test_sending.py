"""Sending by the command line: set a channel, queue, send, fail, cancel; find what arrived."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.running import Pair, ask, refused, run, wrong
from tests.support import servers
from tests.support.certificates import Authority
from tests.support.relay import Relay


@pytest.fixture
def made(pair: Pair) -> str:
    """A commune with one bundle made; its id."""
    pair.month("P-A-01")
    pair.lock()
    pair.send()
    return str(ask(pair.commune, "outbox")["bundles"][0]["id"])


@contextmanager
def receiving(tmp_path: Path) -> Iterator[tuple[servers.Server, Path]]:
    """Run a real server; gives it and its authority's certificate."""
    authority = Authority(tmp_path / "chứng chỉ")
    folder = tmp_path / "máy chủ"
    folder.mkdir()
    with servers.running("wsgidav", folder, authority.issue("here")) as server:
        yield server, authority.folder / "ca.pem"


def test_a_bundle_goes_to_a_real_server(pair: Pair, made: str, tmp_path: Path) -> None:
    secret = tmp_path / "mk.txt"
    secret.write_text(servers.PASSWORD + "\n", encoding="utf-8")
    with receiving(tmp_path) as (server, ca):
        settings = (
            "channel", "set", "webdav", "--address", server.address(), "--user", servers.USER,
            "--ca", ca, "--password-file", secret,
        )  # fmt: skip
        assert "kho mật khẩu" in refused("--store", pair.commune, *settings)
        told = ask(pair.commune, *settings, "--keep-in-file")["channel"]
        assert (told["kind"], told["user"], told["ca"]) == ("webdav", servers.USER, True)
        assert servers.PASSWORD not in json.dumps(told, ensure_ascii=False)
        assert ask(pair.commune, "channel", "test") == {"ok": True, "note": None}
        (row,) = ask(pair.commune, "outbox", "send")["bundles"]
        assert (row["id"], row["state"], row["tries"]) == (made, "sent", 1)
        (file,) = server.inbox.glob("CDX_*.zip")
        assert ask(pair.commune, "outbox")["bundles"][0]["state"] == "sent"
        assert ask(pair.commune, "outbox", "send") == {"bundles": []}
    found = ask(pair.province, "inbox", server.inbox)["found"]
    assert [(one["id"], one["from"]) for one in found] == [(made, "Công đoàn phường A")]
    assert ask(pair.province, "bundle", "import", file, "--yes")["files"][0]["status"] == "imported"
    assert ask(pair.province, "inbox", server.inbox)["found"] == []


def test_a_process_killed_while_sending_goes_on_at_the_next_start(
    pair: Pair, made: str, tmp_path: Path
) -> None:
    secret = tmp_path / "mk.txt"
    secret.write_text(servers.PASSWORD, encoding="utf-8")
    with receiving(tmp_path) as (server, ca):
        with Relay(server.port, freeze_up=2_500) as line:  # within the body, after the login
            ask(
                pair.commune, "channel", "set", "webdav", "--address", server.address(line.port),
                "--user", servers.USER, "--ca", ca, "--password-file", secret, "--keep-in-file",
            )  # fmt: skip
            command = [sys.executable, "-m", "desktop", "--store", pair.commune, "outbox", "send"]
            sending = subprocess.Popen(command, stderr=subprocess.PIPE)
            wait_until(lambda: line.up >= 2_500)
            sending.kill()
            sending.communicate()
        assert not list(server.inbox.glob("*.zip"))
        (told,) = ask(pair.commune, "outbox")["bundles"]
        assert (told["state"], told["queue"]["state"], told["queue"]["tries"]) == (
            "made", "sending", 1,
        )  # fmt: skip
        ask(pair.commune, "channel", "set", "webdav", "--address", server.address())
        again = run("--store", pair.commune, "outbox", "send", "--json")
        assert again.code == 0, again
        (row,) = again.json["bundles"]
        assert (row["state"], row["tries"]) == ("sent", 2)
        (file,) = server.inbox.glob("*.zip")
        assert file.read_bytes() == Path(told["file"]).read_bytes()


def wait_until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait for something another process does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_what_fails_waits_says_why_and_can_be_cancelled(
    pair: Pair, made: str, tmp_path: Path
) -> None:
    assert "chưa đặt cách gửi" in refused("--store", pair.commune, "outbox", "send", made[:8])
    assert "chưa đặt cách gửi" in refused("--store", pair.commune, "channel", "test")
    shared = tmp_path / "chung"
    shared.mkdir()
    ask(pair.commune, "channel", "set", "folder", "--address", shared)
    shared.rmdir()
    done = run("--store", pair.commune, "outbox", "send", made[:8], "--json")
    assert done.code == 1
    (row,) = done.json["bundles"]
    assert (row["state"], row["code"]) == ("waiting", "E_SEND_NOT_THERE")
    assert "Không có thư mục" in done.err
    (told,) = ask(pair.commune, "outbox")["bundles"]
    assert (told["state"], told["queue"]["tries"]) == ("made", 1)
    assert "đã thử 1 lần" in run("--store", pair.commune, "outbox").out
    ask(pair.commune, "outbox", "cancel", made[:8])
    assert ask(pair.commune, "outbox")["bundles"][0]["queue"] is None
    assert "không nằm trong hàng" in refused("--store", pair.commune, "outbox", "cancel", made[:8])
    shared.mkdir()
    ask(pair.commune, "outbox", "send", made[:8])
    assert ask(pair.commune, "outbox")["bundles"][0]["state"] == "sent"
    told = refused("--store", pair.commune, "outbox", "cancel", made[:8])
    assert told.startswith("Gói số 1 đã gửi đi lúc ")
    assert "không thôi gửi được nữa" in told
    refused("--store", pair.commune, "outbox", "send", "ffffffff")


@pytest.mark.parametrize("to", ["a@b.vn\nBcc: x@y.vn", "văn phòng", "a@b.vn, c@d.vn", "a..b@c.vn"])
def test_a_letter_to_no_address_is_not_written(
    pair: Pair, made: str, tmp_path: Path, to: str
) -> None:
    out = tmp_path / "thư.eml"
    said = refused("--store", pair.commune, "outbox", "letter", made[:8], "--out", out, "--to", to)
    assert "không phải địa chỉ thư điện tử" in said
    assert not out.exists()


def test_a_letter_is_written_for_the_mail_program(pair: Pair, made: str, tmp_path: Path) -> None:
    out = ask(
        pair.commune, "outbox", "letter", made[:8], "--out", tmp_path, "--to", "a@b.vn"
    )["path"]  # fmt: skip
    assert Path(out).name.startswith("CDX_P-A_baocao_")
    assert Path(out).suffix == ".eml"
    assert b"X-Unsent: 1" in Path(out).read_bytes()
    assert ask(pair.commune, "outbox")["bundles"][0]["state"] == "made", "a draft is not sent"


def test_channels_are_shown_and_left(pair: Pair, tmp_path: Path) -> None:
    assert ask(pair.commune, "channel") == {"channel": None}
    assert "https://" in refused(
        "--store", pair.commune, "channel", "set", "webdav", "--address", "http://nhan.example/"
    )
    ask(pair.commune, "channel", "set", "folder", "--address", tmp_path, "--auto", "off")
    told = ask(pair.commune, "channel")["channel"]
    assert (told["kind"], told["auto"]) == ("folder", False)
    ask(pair.commune, "channel", "set", "folder", "--auto", "on")
    assert ask(pair.commune, "channel")["channel"]["address"] == str(tmp_path)
    ask(pair.commune, "channel", "off")
    assert ask(pair.commune, "channel") == {"channel": None}
    wrong("--store", pair.commune, "channel", "set", "bồ câu")
    wrong("--store", pair.commune, "channel", "set", "folder", "--auto", "maybe")


def test_folders_are_watched(pair: Pair, made: str, tmp_path: Path) -> None:
    place = tmp_path / "Tải xuống"
    place.mkdir()
    told = ask(pair.province, "inbox", "watch", "--folder", place, "--sticks", "off")
    assert told == {"folders": [str(place)], "sticks": False}
    assert ask(pair.province, "inbox")["found"] == []
    file = ask(pair.commune, "outbox")["bundles"][0]["file"]
    shutil.copy(file, place / "CDX (1).zip")
    (one,) = ask(pair.province, "inbox")["found"]
    assert one["id"] == made
    assert made[:8] in run("--store", pair.province, "inbox").out
    ask(pair.province, "inbox", "watch", "--ignore", made)
    assert ask(pair.province, "inbox")["found"] == []
    assert ask(pair.province, "inbox", "watch", "--folder", place, "--off")["folders"] == []
    refused("--store", pair.province, "inbox", "watch", "--folder", tmp_path / "không có")
