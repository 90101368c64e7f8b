"""The guard lets this machine through and nothing else; homes are never shared."""

import os
import socket
from pathlib import Path

import pytest

from tests.support.isolation import NetworkUsed, is_near


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "", b"127.0.0.1"])
def test_this_machine_is_near(host: str | bytes) -> None:
    assert is_near(host)


@pytest.mark.parametrize("host", ["93.184.216.34", "example.org", "10.0.0.1", "::2", "0.0.0.1"])
def test_everything_else_is_far(host: str) -> None:
    assert not is_near(host)


def test_connecting_and_asking_for_names_raises() -> None:
    with socket.socket() as wire, pytest.raises(NetworkUsed):
        wire.connect(("93.184.216.34", 80))
    with pytest.raises(NetworkUsed):
        socket.getaddrinfo("example.org", 443)
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire,
        pytest.raises(NetworkUsed),
    ):
        wire.sendto(b"x", ("93.184.216.34", 53))


def test_loopback_works() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as wire,
    ):
        assert wire.getpeername() == server.getsockname()


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_home_of_its_own(own_home: Path, turn: int) -> None:
    assert Path.home() == own_home
    assert list(own_home.iterdir()) == []
    assert Path(os.environ["SOCONGDOAN_HOME"]).is_relative_to(own_home)
    (own_home / "left behind").touch()
