"""A strict view of the plain zip a bundle travels in: nothing hidden, nothing ambiguous.

Only the shape that the writer makes is read: entries one after another from the first byte,
each described the same way twice, the directory right behind, and nothing else in the file.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from desktop.sync.layout import (
    HEAD_NAMES,
    MANIFEST_NAME,
    MAX_BUNDLE,
    MAX_ENTRIES,
    MAX_FILE,
    MAX_TOTAL,
    REQUEST_START,
)
from desktop.sync.messages import BundleRefusal

STORED, DEFLATED = 0, 8
CHUNK = 256 * 1024

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_ALLOWED_FLAGS = 0x0006 | 0x0800  # deflate effort, names in UTF-8
_MAX_NAME = 200
_REGULAR = 0o10  # the file type in a Unix mode: a plain file, not a link or a device


@dataclass(frozen=True, slots=True)
class Entry:
    """One member of the archive; sizes in bytes, `start` is where its data begins."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int


class Archive:
    """The checked directory of an open bundle file."""

    def __init__(self, file: BinaryIO) -> None:
        """Check the whole structure. Refuses E_NOT_BUNDLE, E_TRUNCATED, E_TOO_BIG, E_UNSAFE."""
        self._file = file
        length = file.seek(0, os.SEEK_END)
        if length > MAX_BUNDLE:
            raise BundleRefusal("E_TOO_BIG", f"{length} bytes")
        self._refuse_other_files(length)
        count, directory, directory_size = self._read_end(length)
        self.entries = self._read_directory(count, directory, directory_size)
        self._check_whole()

    def stream(self, name: str, cap: int) -> Iterator[bytes]:
        """Yield the content of an entry in pieces, never more than `cap` bytes in all.

        Refuses E_TOO_BIG before reading when more is declared, E_TRUNCATED when the data is
        not exactly what the directory declares.
        """
        entry = self.entries[name]
        if entry.size > cap:
            raise BundleRefusal("E_TOO_BIG", f"{name}: {entry.size} bytes declared")
        seen, crc = 0, 0
        for piece in self._inflated(entry):
            seen += len(piece)
            if seen > entry.size:
                raise BundleRefusal("E_UNSAFE", f"{name}: more data than declared")
            crc = zlib.crc32(piece, crc)
            yield piece
        if seen != entry.size or crc != entry.crc:
            raise BundleRefusal("E_TRUNCATED", f"{name}: size or checksum")

    def read(self, name: str, cap: int) -> bytes:
        """Return the whole content of an entry of at most `cap` bytes."""
        return b"".join(self.stream(name, cap))

    def _refuse_other_files(self, length: int) -> None:
        self._file.seek(0)
        start = self._file.read(32)
        magic = start[:4]
        if length < _END.size and b"PK\3\4".startswith(magic):
            raise BundleRefusal("E_TRUNCATED", f"{length} bytes")
        if start.startswith(REQUEST_START):
            raise BundleRefusal("E_REQUEST_FILE")
        if magic != b"PK\3\4":
            raise BundleRefusal("E_NOT_BUNDLE", "first bytes")

    def _read_end(self, length: int) -> tuple[int, int, int]:
        self._file.seek(length - _END.size)
        end = _END.unpack(self._file.read(_END.size))
        magic, disk, first_disk, here, count, size, start, comment = end
        if magic != b"PK\5\6" or comment:
            raise BundleRefusal("E_TRUNCATED", "no end record at the end")
        if disk or first_disk or here != count or start + size + _END.size != length:
            raise BundleRefusal("E_UNSAFE", "end record does not fit the file")
        if count < len(HEAD_NAMES):
            raise BundleRefusal("E_NOT_BUNDLE", f"{count} entries")
        if count > MAX_ENTRIES or size > count * (46 + _MAX_NAME):
            raise BundleRefusal("E_UNSAFE", f"{count} entries")
        return count, start, size

    def _read_directory(self, count: int, start: int, size: int) -> dict[str, Entry]:
        self._file.seek(start)
        data = self._file.read(size)
        if MANIFEST_NAME.encode() not in data:  # any other .zip: nothing was tampered with
            raise BundleRefusal("E_NOT_BUNDLE", "no manifest.json")
        entries: dict[str, Entry] = {}
        at, position = 0, 0
        for _number in range(count):
            fields, name, at = _central_entry(data, at)
            entry, position = self._located(fields, name, position)
            if name.casefold() in entries:
                raise BundleRefusal("E_UNSAFE", "a name occurs twice")
            entries[name.casefold()] = entry
        if at != size or position != start:
            raise BundleRefusal("E_UNSAFE", "bytes that belong to no entry")
        return {entry.name: entry for entry in entries.values()}

    def _located(self, fields: tuple[int, ...], name: str, position: int) -> tuple[Entry, int]:
        version, flags, method, stamp, day, crc, packed, size, offset = fields
        if offset != position:
            raise BundleRefusal("E_UNSAFE", f"{name}: overlap or gap")
        self._file.seek(offset)
        wanted = _LOCAL.pack(
            b"PK\3\4", version, flags, method, stamp, day, crc, packed, size, len(name), 0
        )
        if self._file.read(len(wanted) + len(name)) != wanted + name.encode():
            raise BundleRefusal("E_UNSAFE", f"{name}: described in two ways")
        begin = offset + len(wanted) + len(name)
        return Entry(name, method, crc, packed, size, begin), begin + packed

    def _check_whole(self) -> None:
        names = tuple(self.entries)[: len(HEAD_NAMES)]
        if names[:2] == HEAD_NAMES[:2] and HEAD_NAMES[2] not in self.entries:
            raise BundleRefusal("E_NO_SIGNATURE", "no manifest.sig")
        if names != HEAD_NAMES:
            raise BundleRefusal("E_NOT_BUNDLE", "first three entries")
        if any(self.entries[name].method != STORED for name in HEAD_NAMES):
            raise BundleRefusal("E_UNSAFE", "first three entries are stored, not packed")
        sizes = [entry.size for entry in self.entries.values()]
        if max(sizes) > MAX_FILE or sum(sizes) > MAX_TOTAL:
            raise BundleRefusal("E_TOO_BIG", f"{sum(sizes)} bytes declared")

    def _inflated(self, entry: Entry) -> Iterator[bytes]:
        if entry.method == STORED:
            yield from self._packed(entry)
            return
        engine = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for packed in self._packed(entry):
                if engine.eof:
                    raise BundleRefusal("E_UNSAFE", f"{entry.name}: data after the end")
                yield engine.decompress(packed, CHUNK)
                while engine.unconsumed_tail:
                    yield engine.decompress(engine.unconsumed_tail, CHUNK)
            while not engine.eof:
                piece = engine.decompress(b"", CHUNK)
                if not piece:
                    raise BundleRefusal("E_TRUNCATED", f"{entry.name}: data ends early")
                yield piece
        except zlib.error as error:
            raise BundleRefusal("E_TRUNCATED", f"{entry.name}: {error}") from error
        if engine.unused_data:
            raise BundleRefusal("E_UNSAFE", f"{entry.name}: data after the end")

    def _packed(self, entry: Entry) -> Iterator[bytes]:
        left, position = entry.packed, entry.start
        while left:
            self._file.seek(position)
            piece = self._file.read(min(CHUNK, left))
            if not piece:
                raise BundleRefusal("E_TRUNCATED", f"{entry.name}: file ends early")
            left -= len(piece)
            position += len(piece)
            yield piece


def _central_entry(data: bytes, at: int) -> tuple[tuple[int, ...], str, int]:
    """Return (fields the local header must repeat + offset, name, next position)."""
    if at + _CENTRAL.size > len(data):
        raise BundleRefusal("E_UNSAFE", "directory ends early")
    fields = _CENTRAL.unpack_from(data, at)
    magic, flags, method = fields[0], fields[3], fields[4]
    packed, size, name_length = fields[8], fields[9], fields[10]
    extra, comment, disk, _internal, external, offset = fields[11:]
    raw_name = data[at + _CENTRAL.size : at + _CENTRAL.size + name_length]
    if magic != b"PK\1\2" or len(raw_name) != name_length or not 0 < name_length <= _MAX_NAME:
        raise BundleRefusal("E_UNSAFE", "directory entry")
    if extra or comment or disk or flags & ~_ALLOWED_FLAGS or method not in (STORED, DEFLATED):
        raise BundleRefusal("E_UNSAFE", "encryption, extra fields or unknown packing")
    if external >> 28 not in (0, _REGULAR):
        raise BundleRefusal("E_UNSAFE", "not a regular file")
    if external & 0x10 or (method == STORED and packed != size):
        raise BundleRefusal("E_UNSAFE", "a folder, or sizes that differ")
    if not raw_name.isascii() or not raw_name.decode("ascii").isprintable():
        raise BundleRefusal("E_UNSAFE", "name is not plain ASCII")
    return (*fields[2:10], offset), raw_name.decode("ascii"), at + _CENTRAL.size + name_length
