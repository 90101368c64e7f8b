"""A shared folder: whole or nothing, never over another file."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from desktop.sync.channels import folder
from desktop.sync.channels.channel import Channel
from desktop.sync.channels.parcel import Parcel, nothing
from desktop.sync.channels.trouble import SendRefusal


@pytest.fixture
def shared(tmp_path: Path) -> Channel:
    """A shared folder with an accented name."""
    place = tmp_path / "Thư mục chung"
    place.mkdir()
    return Channel(kind="folder", address=str(place))


def why(channel: Channel, parcel: Parcel) -> SendRefusal:
    with pytest.raises(SendRefusal) as info:
        folder.send(channel, parcel, nothing)
    return info.value


def test_a_bundle_arrives_whole_and_twice_changes_nothing(shared: Channel, parcel: Parcel) -> None:
    folder.try_out(shared)
    folder.send(shared, parcel, nothing)
    place = Path(shared.address)
    assert [one.name for one in place.iterdir()] == [parcel.name]
    assert (place / parcel.name).read_bytes() == parcel.path.read_bytes()
    before = (place / parcel.name).stat().st_mtime_ns
    folder.send(shared, parcel, nothing)
    assert (place / parcel.name).stat().st_mtime_ns == before


def test_another_file_of_that_name_stays(shared: Channel, parcel: Parcel) -> None:
    target = Path(shared.address) / parcel.name
    target.write_bytes(b"other")
    assert why(shared, parcel).code == "E_SEND_TAKEN"
    assert target.read_bytes() == b"other"


def test_a_folder_that_is_gone(shared: Channel, parcel: Parcel) -> None:
    Path(shared.address).rmdir()
    assert why(shared, parcel).code == "E_SEND_NOT_THERE"
    with pytest.raises(SendRefusal):
        folder.try_out(shared)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "E_SEND_QUOTA"), (errno.EDQUOT, "E_SEND_QUOTA"),
        (errno.EACCES, "E_SEND_RIGHTS"), (errno.EROFS, "E_SEND_RIGHTS"),
        (errno.EIO, "E_SEND_NOT_THERE"),
    ],
)  # fmt: skip
def test_nothing_half_is_left(
    shared: Channel, parcel: Parcel, number: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_descriptor: int) -> Any:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    assert why(shared, parcel).code == code
    assert list(Path(shared.address).iterdir()) == []


def test_a_copy_that_reads_back_differently_is_not_believed(
    shared: Channel, parcel: Parcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = folder._hash
    monkeypatch.setattr(folder, "_hash", lambda p: "0" if p.suffix == ".part" else real(p))
    assert why(shared, parcel).code == "E_SEND_SIZE"
    assert list(Path(shared.address).iterdir()) == []


def test_stopping_by_hand_leaves_nothing(shared: Channel, parcel: Parcel) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        folder.send(shared, parcel, stop)
    assert list(Path(shared.address).iterdir()) == []
