"""What tests of channels share: an authority, real servers, a parcel to send."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.sync.channels.channel import Channel
from desktop.sync.channels.parcel import Parcel
from tests.support import servers
from tests.support.certificates import Authority
from tests.support.servers import Server

SIZE = 1_500_000
"""More than any server or socket buffers, so that a cut really is one."""


@pytest.fixture(scope="session")
def place() -> Iterator[Path]:
    """A folder that a server which gave up root's rights can reach."""
    folder = Path(tempfile.mkdtemp(prefix="socongdoan-servers-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def authority(place: Path) -> Authority:
    """A private authority, as a province would have."""
    return Authority(place / "certificates")


@pytest.fixture(scope="session", params=servers.NAMES)
def server(request: pytest.FixtureRequest, place: Path, authority: Authority) -> Iterator[Server]:
    """Each real server in turn."""
    name = str(request.param)
    folder = place / name
    folder.mkdir()
    with servers.running(name, folder, authority.issue(name)) as made:
        yield made


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    """A bundle-sized file of its own name and content."""
    content = os.urandom(SIZE)
    mark = content[:4].hex()
    path = tmp_path / f"{mark}.zip"
    path.write_bytes(content)
    return Parcel(content[:32].hex(), path, f"CDX_P-A_baocao_20261121-0915_{mark}.zip", SIZE)


def channel_to(server: Server, authority: Authority, port: int | None = None) -> Channel:
    """Return the channel an office would set for a server, through a relay's port when given."""
    address = server.address(port)
    return Channel(kind="webdav", address=address, user=servers.USER, ca=authority.pem)
