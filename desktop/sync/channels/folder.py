"""A shared folder: written as `.part`, read back, put in place without overwriting."""

import errno
import hashlib
import os
from contextlib import suppress
from pathlib import Path

from desktop.sync.channels.channel import Channel
from desktop.sync.channels.parcel import CHUNK, Delivered, Parcel, Progress
from desktop.sync.channels.trouble import SendRefusal
from desktop.sync.files import replace_patiently

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def send(channel: Channel, parcel: Parcel, progress: Progress) -> Delivered:
    """Copy a bundle into the folder; done when what was read back has the same hash.

    Raises SendRefusal; what `progress` raises passes through, and nothing half is left then.
    """
    folder = Path(channel.address)
    if not folder.is_dir():
        raise SendRefusal("E_SEND_NOT_THERE", place=folder)
    target = folder / parcel.name
    wanted = _hash(parcel.path)
    try:
        if target.exists():
            if _hash(target) != wanted:
                raise SendRefusal("E_SEND_TAKEN", name=parcel.name)
            return Delivered()
        _copy(parcel, target, wanted, progress)
    except OSError as error:
        raise _told(error, folder) from error
    return Delivered()


def try_out(channel: Channel) -> Delivered:
    """Write a file of a few bytes and take it away again."""
    folder = Path(channel.address)
    if not folder.is_dir():
        raise SendRefusal("E_SEND_NOT_THERE", place=folder)
    trial = folder / "thu-ket-noi.txt.part"
    try:
        trial.write_bytes(b"thu ket noi\n")
        trial.unlink()
    except OSError as error:
        raise _told(error, folder) from error
    return Delivered()


def _copy(parcel: Parcel, target: Path, wanted: str, progress: Progress) -> None:
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            for piece in parcel.pieces(progress):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if _hash(part) != wanted:
            raise SendRefusal("E_SEND_SIZE", there=part.stat().st_size, size=parcel.size)
        replace_patiently(part, target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _told(error: OSError, folder: Path) -> SendRefusal:
    if error.errno in _FULL:
        return SendRefusal("E_SEND_QUOTA", repr(error))
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return SendRefusal("E_SEND_RIGHTS", repr(error), place=folder)
    return SendRefusal("E_SEND_NOT_THERE", repr(error), place=folder)
