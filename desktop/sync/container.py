"""Writing a bundle file: the exact layout, signed, whole or not at all."""

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from desktop.sync.files import atomic_file
from desktop.sync.keys import Signer
from desktop.sync.layout import (
    MANIFEST_NAME,
    MAX_BUNDLE,
    MAX_ENTRIES,
    MAX_FILE,
    MAX_TOTAL,
    MIMETYPE,
    MIMETYPE_NAME,
    OPS_NAME,
    SIGNATURE_NAME,
    SIGNED_PREFIX,
    is_entry_name,
)
from desktop.sync.manifest import FileEntry, Manifest, encode
from desktop.sync.messages import BundleRefusal

_EPOCH = (1980, 1, 1, 0, 0, 0)
_CHUNK = 256 * 1024
MOST_OF_CODES, MOST_OF_RECEIVER = 40, 20
"""Letters of a file's name that tell of offices, and of the receiver among them."""


@dataclass(frozen=True, slots=True)
class Part:
    """One payload entry to be written; `content` is its bytes or the file that holds them."""

    path: str
    content: bytes | Path
    type: str
    derived: bool = False

    def open(self) -> BinaryIO:
        """Return the content as a readable stream."""
        if isinstance(self.content, bytes):
            return io.BytesIO(self.content)
        return self.content.open("rb")


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle on disk: its file, identity (hex) and complete manifest."""

    path: Path
    id: str
    manifest: Manifest


def ops_part(data: bytes) -> Part:
    """Return the entry that carries the operations."""
    return Part(OPS_NAME, data, "ops")


def human_part(name: str, data: bytes) -> Part:
    """Return a sheet for people, never imported; `name` is plain ASCII."""
    return Part(f"human/{name}", data, "human", derived=True)


def blob_part(file: Path, sha256: str) -> Part:
    """Return an attachment named by its hash."""
    return Part(f"blobs/{sha256}", file, "blob")


def write_bundle(
    folder: Path,
    manifest: Manifest,
    parts: Sequence[Part],
    pair: Signer,
    made: datetime,
    *,
    extra: Mapping[str, Any] | None = None,
    name: str = "",
    to: str = "",
) -> Written:
    """Write the signed bundle into the folder under its own name, or under `name`.

    `to` is the receiver's code, where the name is to tell it.
    `manifest.files` is filled in here; `extra` members join the manifest. The same manifest,
    parts and key give the same identity. Refuses E_TOO_BIG, E_DISK_FULL, E_WRITE;
    never leaves half a file.
    """
    _check(parts)
    try:
        complete = msgspec.structs.replace(manifest, files=tuple(map(_described, parts)))
    except OSError as error:
        raise BundleRefusal("E_READ", str(error), file=error.filename or "") from error
    if sum(entry.size for entry in complete.files) > MAX_TOTAL:
        raise BundleRefusal("E_TOO_BIG", "all entries together")
    data = encode(complete, extra)
    bundle_id = hashlib.sha256(data).hexdigest()
    path = folder / (name or file_name(complete.origin.code, complete.kind, made, bundle_id, to))
    with atomic_file(path) as file:
        _write_zip(file, data, pair.sign(SIGNED_PREFIX + data), parts)
        if file.seek(0, io.SEEK_END) > MAX_BUNDLE:
            raise BundleRefusal("E_TOO_BIG", "the file")
    return Written(path, bundle_id, complete)


def file_name(code: str, kind: str, made: datetime, bundle_id: str, to: str = "") -> str:
    """Return CDX_<code>_<kind>_<yyyyMMdd-HHmm>_<8 hex>.zip, plain ASCII.

    With the code of the receiver, <code>-den-<receiver>: a province answers a hundred units.
    """
    safe, receiver = _plain_code(code) or "donvi", _plain_code(to)[:MOST_OF_RECEIVER]
    if receiver:
        tail = f"-den-{receiver}"
        safe = safe[: MOST_OF_CODES - len(tail)] + tail
    stamp = f"{made.year:04d}{made.month:02d}{made.day:02d}-{made.hour:02d}{made.minute:02d}"
    return f"CDX_{safe[:MOST_OF_CODES]}_{kind}_{stamp}_{bundle_id[:8]}.zip"


def _plain_code(code: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", code).strip("-")


def _check(parts: Sequence[Part]) -> None:
    names = [part.path for part in parts]
    if len({name.casefold() for name in names}) != len(names):
        raise ValueError("two entries of one name")
    for name in names:
        if not is_entry_name(name):
            raise ValueError(f"not a name for an entry: {name!r}")
    if len(parts) + 3 > MAX_ENTRIES:
        raise BundleRefusal("E_TOO_BIG", f"{len(parts)} entries")


def _described(part: Part) -> FileEntry:
    digest, size = hashlib.sha256(), 0
    with part.open() as stream:
        while piece := stream.read(_CHUNK):
            digest.update(piece)
            size += len(piece)
    if size > MAX_FILE:
        raise BundleRefusal("E_TOO_BIG", part.path)
    return FileEntry(part.path, size, digest.hexdigest(), part.type, part.derived)


def _write_zip(file: BinaryIO, manifest: bytes, signature: bytes, parts: Sequence[Part]) -> None:
    with zipfile.ZipFile(file, "w", allowZip64=False) as archive:
        archive.writestr(_info(MIMETYPE_NAME, zipfile.ZIP_STORED), MIMETYPE)
        archive.writestr(_info(MANIFEST_NAME, zipfile.ZIP_STORED), manifest)
        archive.writestr(_info(SIGNATURE_NAME, zipfile.ZIP_STORED), signature)
        for part in parts:
            with (
                archive.open(_info(part.path, zipfile.ZIP_DEFLATED), "w") as target,
                part.open() as stream,
            ):
                while piece := stream.read(_CHUNK):
                    target.write(piece)


def _info(name: str, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = method
    info.create_system = 0  # the same bytes whatever system wrote them
    info.external_attr = 0x20
    return info
