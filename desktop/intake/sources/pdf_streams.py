"""PDF streams that unpack without end, found before anything unpacks them."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from desktop.intake.sources import files

_STREAM = re.compile(rb"stream\r?\n")
_SMALLEST = 500  # deflate packs a thousand to one at best
_MOST = 100_000_000
_MOST_IN_ALL = 300_000_000
_STEP = 1_000_000
# Every letter costs hundreds of bytes once a page is taken apart; a full page has ten thousand.
_MOST_LETTERS = 800_000
_SHOWN = re.compile(rb"\((?:\\.|[^\\()])*+\)|<([0-9A-Fa-f\s]*+)>", re.DOTALL)
_SHOWS = re.compile(rb"T[jJ]\b")
_NO_PAGE = re.compile(
    rb"/Image\b|/Length1\b|Type1C|CIDFontType0C|/OpenType|/XRef|/ObjStm|/Metadata"
)
_HEAD = 600


def check_streams(path: Path) -> None:
    """Raise `Refusal` when a stream holds more, or shows more letters, than any page does."""
    data = path.read_bytes()
    total = 0
    for found in _STREAM.finditer(data):
        end = data.find(b"endstream", found.end())
        if end - found.end() < _SMALLEST:
            continue
        head = data[max(0, found.start() - _HEAD) : found.start()].rpartition(b" obj")[2]
        is_page = not _NO_PAGE.search(head)
        size = letters = 0
        for piece in _pieces(memoryview(data)[found.end() : end]):
            size += len(piece)
            letters += _letters(piece) if is_page else 0
            if size > _MOST or letters > _MOST_LETTERS:
                raise files.too_large()
        total += size
        if total > _MOST_IN_ALL:
            raise files.too_large()


def _letters(piece: bytes) -> int:
    """Return about how many letters a piece of a page's content shows; each may have two bytes."""
    if not _SHOWS.search(piece):
        return 0
    return sum(
        len(one[1]) // 4 if one[1] is not None else len(one[0]) - 2
        for one in _SHOWN.finditer(piece)
    )


def _pieces(packed: memoryview) -> Iterator[bytes]:
    """Yield what a stream unpacks to, a little at a time; one packed otherwise as it stands."""
    opener = zlib.decompressobj()
    rest: bytes | memoryview = packed
    begun = False
    try:
        while True:
            piece = opener.decompress(rest, _STEP)
            rest = opener.unconsumed_tail
            begun = True
            yield piece
            if not piece or opener.eof:
                return
    except zlib.error:
        if not begun:
            yield from (bytes(packed[at : at + _STEP]) for at in range(0, len(packed), _STEP))
