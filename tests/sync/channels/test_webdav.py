"""Bundles to real WebDAV servers: whole or not at all, whatever happens to the line."""

import os
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from desktop.sync.channels import webdav
from desktop.sync.channels.parcel import Parcel, nothing
from desktop.sync.channels.tls import trusting
from desktop.sync.channels.trouble import SendRefusal
from tests.support import servers
from tests.support.certificates import Authority
from tests.support.relay import Relay
from tests.support.servers import PASSWORD, USER, Server
from tests.sync.channels.conftest import SIZE, channel_to

STALL = 3.0


def send(
    server: Server, authority: Authority, parcel: Parcel, port: int | None = None
) -> webdav.Delivered:
    """Send through the server's own port or a relay's."""
    channel = channel_to(server, authority, port)
    return webdav.send(channel, PASSWORD, parcel, nothing, stall=STALL)


def refused(
    server: Server, authority: Authority, parcel: Parcel, port: int | None = None
) -> SendRefusal:
    """Expect sending to fail in a known way."""
    with pytest.raises(SendRefusal) as info:
        send(server, authority, parcel, port)
    return info.value


def arrived(server: Server, parcel: Parcel) -> Path:
    """Return where the bundle lies at the receiver's."""
    return server.inbox / parcel.name


def test_a_bundle_arrives_whole_and_only_once(
    server: Server, authority: Authority, parcel: Parcel
) -> None:
    done: list[int] = []
    channel = channel_to(server, authority)
    webdav.send(channel, PASSWORD, parcel, lambda now, _of: done.append(now), stall=STALL)
    assert arrived(server, parcel).read_bytes() == parcel.path.read_bytes()
    assert not list(server.inbox.glob("*.part"))
    assert done == sorted(done)
    assert done[-1] == SIZE
    before = arrived(server, parcel).stat().st_mtime_ns
    done.clear()
    webdav.send(channel, PASSWORD, parcel, lambda now, _of: done.append(now), stall=STALL)
    assert done == [], "what is there already is not sent again"
    assert arrived(server, parcel).stat().st_mtime_ns == before


@pytest.mark.parametrize("percent", range(10, 100, 10))
def test_a_line_cut_on_the_way_leaves_no_bundle_and_the_next_attempt_does(
    server: Server, authority: Authority, parcel: Parcel, percent: int
) -> None:
    with Relay(server.port, cut_up=SIZE * percent // 100) as line:
        refusal = refused(server, authority, parcel, line.port)
    assert refusal.code == "E_SEND_CUT"
    assert not refusal.lasting
    assert not arrived(server, parcel).exists()
    send(server, authority, parcel)
    assert arrived(server, parcel).read_bytes() == parcel.path.read_bytes()
    assert not list(server.inbox.glob(f"{parcel.name}*.part"))


def test_a_lost_answer_to_the_last_question_ends_well_at_the_next_attempt(
    server: Server, authority: Authority, parcel: Parcel, tmp_path: Path
) -> None:
    """The server has put the bundle in place, and the answer to that never comes."""
    twin = parcel.path.with_name("đo.zip")
    twin.write_bytes(parcel.path.read_bytes())
    measured = Parcel(parcel.id, twin, parcel.name.replace("_baocao_", "_thu_do_"), SIZE)
    with Relay(server.port) as line:
        send(server, authority, measured, line.port)
        spoken = line.down
    with Relay(server.port, cut_down=spoken - 60) as line:
        assert refused(server, authority, parcel, line.port).code == "E_SEND_CUT"
    assert arrived(server, parcel).exists()
    send(server, authority, parcel)
    assert arrived(server, parcel).read_bytes() == parcel.path.read_bytes()
    assert not list(server.inbox.glob(f"{parcel.name}*.part"))


def test_a_slow_line_is_only_slow(server: Server, authority: Authority, parcel: Parcel) -> None:
    with Relay(server.port, pause=0.005) as line:
        send(server, authority, parcel, line.port)
    assert arrived(server, parcel).read_bytes() == parcel.path.read_bytes()


def test_a_line_that_stands_still_is_given_up(
    server: Server, authority: Authority, parcel: Parcel
) -> None:
    channel_stall = 0.6
    with Relay(server.port, freeze_up=SIZE // 2) as line:
        channel = channel_to(server, authority, line.port)
        with pytest.raises(SendRefusal) as info:
            webdav.send(channel, PASSWORD, parcel, nothing, stall=channel_stall)
    assert info.value.code == "E_SEND_SLOW"
    assert not arrived(server, parcel).exists()


def test_stopping_by_hand_leaves_no_bundle(
    server: Server, authority: Authority, parcel: Parcel
) -> None:
    class Stopped(Exception):
        pass

    def stop_half_way(done: int, total: int) -> None:
        if done > total // 2:
            raise Stopped

    with pytest.raises(Stopped):
        webdav.send(channel_to(server, authority), PASSWORD, parcel, stop_half_way, stall=STALL)
    assert not arrived(server, parcel).exists()


def put_by_another(server: Server, authority: Authority, parcel: Parcel) -> None:
    """Another machine writes a file of the bundle's name, through the server as well."""
    with httpx.Client(
        verify=trusting(authority.pem, "localhost"), auth=(USER, PASSWORD), trust_env=False
    ) as client:
        answer = client.put(server.address() + parcel.name, content=b"not this bundle")
    assert answer.is_success


def test_another_file_of_that_name_is_never_overwritten(
    server: Server, authority: Authority, parcel: Parcel
) -> None:
    put_by_another(server, authority, parcel)
    refusal = refused(server, authority, parcel)
    assert (refusal.code, refusal.lasting) == ("E_SEND_TAKEN", True)
    assert arrived(server, parcel).read_bytes() == b"not this bundle"


def test_a_file_that_appears_meanwhile_is_not_overwritten_either(
    server: Server, authority: Authority, parcel: Parcel
) -> None:
    """Another machine of the office puts something there after the first look."""

    def appear(done: int, _total: int) -> None:
        if done == SIZE:
            put_by_another(server, authority, parcel)

    with pytest.raises(SendRefusal) as info:
        webdav.send(channel_to(server, authority), PASSWORD, parcel, appear, stall=STALL)
    assert info.value.code == "E_SEND_TAKEN"
    assert arrived(server, parcel).read_bytes() == b"not this bundle"


def test_a_wrong_password_is_told_before_anything_is_sent(
    server: Server, authority: Authority, parcel: Parcel
) -> None:
    done: list[int] = []
    with pytest.raises(SendRefusal) as info:
        webdav.send(
            channel_to(server, authority), "sai", parcel, lambda n, _of: done.append(n), stall=STALL
        )
    assert (info.value.code, info.value.lasting, done) == ("E_SEND_LOGIN", True, [])


def test_a_folder_that_is_not_there_is_told(
    server: Server, authority: Authority, parcel: Parcel
) -> None:
    channel = msgspec.structs.replace(
        channel_to(server, authority), address=f"https://localhost:{server.port}/gui/nhầm/a/"
    )
    with pytest.raises(SendRefusal) as info:
        webdav.send(channel, PASSWORD, parcel, nothing, stall=STALL)
    assert info.value.code == "E_SEND_NOT_THERE", server.name


def test_the_trial_can_be_repeated(server: Server, authority: Authority) -> None:
    channel = channel_to(server, authority)
    assert webdav.try_out(channel, PASSWORD, stall=STALL).note == ""
    webdav.try_out(channel, PASSWORD, stall=STALL)
    with pytest.raises(SendRefusal) as info:
        webdav.try_out(channel, "sai", stall=STALL)
    assert info.value.code == "E_SEND_LOGIN"


def test_a_server_that_asks_for_digest(place: Path, authority: Authority, parcel: Parcel) -> None:
    folder = place / "digest"
    folder.mkdir()
    with servers.running("digest", folder, authority.issue("digest")) as made:
        send(made, authority, parcel)
        assert arrived(made, parcel).read_bytes() == parcel.path.read_bytes()
        with pytest.raises(SendRefusal) as info:
            webdav.try_out(channel_to(made, authority), "sai", stall=STALL)
        assert info.value.code == "E_SEND_LOGIN"


def test_a_server_that_holds_less_than_was_sent_is_not_believed(
    place: Path, authority: Authority, parcel: Parcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quota or a scanner cut the file, and the server answered yes all the same."""
    folder = place / "less"
    folder.mkdir()
    with servers.running("wsgidav", folder, authority.issue("less")) as server:
        asked = webdav._Session._ask

        def ask(self: Any, method: str, name: str, *more: Any) -> Any:
            answer = asked(self, method, name, *more)
            if method == "PUT":
                os.truncate(server.inbox / name, SIZE // 2)
            return answer

        monkeypatch.setattr(webdav._Session, "_ask", ask)
        assert refused(server, authority, parcel).code == "E_SEND_SIZE"
        assert not arrived(server, parcel).exists()
