"""Old Office containers (OLE): which streams a file holds and how each begins."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.i18n import _
from desktop.intake.sources import files
from desktop.models.errors import Refusal

_END = 0xFFFFFFFA  # this and above: no next sector
_MAX_SECTORS = 200_000
_WORD_MAGIC = 0xA5EC
_ENCRYPTED = 0x0100


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    start: int
    size: int


def check_word(path: Path) -> None:
    """Raise `Refusal` unless the file is a whole .doc without a password."""
    data = path.read_bytes()
    try:
        entries = {entry.name: entry for entry in _directory(data)}
    except (struct.error, IndexError, ValueError):
        raise files.broken() from None
    if "EncryptedPackage" in entries or "EncryptionInfo" in entries:
        raise locked()
    word = entries.get("WordDocument")
    if word is None:
        raise files.unsupported("ole")
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if word.size < 4096 or (word.start + 1) * size + 12 > len(data):
        raise files.broken()
    begin = (word.start + 1) * size
    magic, flags = struct.unpack_from("<H8xH", data, begin)
    if magic != _WORD_MAGIC:
        raise files.broken()
    if flags & _ENCRYPTED:
        raise locked()


def locked() -> Refusal:
    """The refusal of a file with a password."""
    return Refusal(
        _("Tệp này đặt mật khẩu."),
        next_step=_("Bỏ mật khẩu trong Word, lưu lại rồi mở lần nữa."),
        code="E_PASSWORD",
    )


def _directory(data: bytes) -> Iterator[_Entry]:
    """Yield the entries of the directory; raises ValueError where the file is cut."""
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise ValueError(shift)
    size = 1 << shift
    table = _table(data, size)
    sector = struct.unpack_from("<I", data, 48)[0]
    for _count in range(_MAX_SECTORS):
        if sector >= _END:
            return
        begin = (sector + 1) * size
        block = data[begin : begin + size]
        if len(block) < size:
            raise ValueError(sector)
        for at in range(0, size, 128):
            length = struct.unpack_from("<H", block, at + 64)[0]
            if 2 <= length <= 64 and block[at + 66]:
                name = block[at : at + length - 2].decode("utf-16-le", "replace")
                start, count = struct.unpack_from("<II", block, at + 116)
                yield _Entry(name, start, count)
        sector = table[sector]
    raise ValueError(sector)


def _table(data: bytes, size: int) -> list[int]:
    """Return the table of which sector follows which."""
    places = list(struct.unpack_from("<109I", data, 76))
    table: list[int] = []
    for place in places:
        if place >= _END or len(table) > _MAX_SECTORS:
            break
        begin = (place + 1) * size
        block = data[begin : begin + size]
        if len(block) < size:
            raise ValueError(place)
        table.extend(struct.unpack(f"<{size // 4}I", block))
    return table
