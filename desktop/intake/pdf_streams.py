"""PDF streams that unpack without end, found before anything unpacks them."""

import re
import zlib
from pathlib import Path

from desktop.intake import files

_STREAM = re.compile(rb"stream\r?\n")
_SMALLEST = 40_000  # deflate packs a thousand to one at best
_MOST = 100_000_000
_MOST_IN_ALL = 300_000_000
_STEP = 1_000_000


def check_streams(path: Path) -> None:
    """Raise `Refusal` when a packed stream holds more than any page of a document."""
    data = path.read_bytes()
    total = 0
    for found in _STREAM.finditer(data):
        end = data.find(b"endstream", found.end())
        if end - found.end() < _SMALLEST:
            continue
        size = _unpacked(memoryview(data)[found.end() : end])
        total += size
        if size > _MOST or total > _MOST_IN_ALL:
            raise files.too_large()


def _unpacked(packed: memoryview) -> int:
    """Count what a stream unpacks to, a little at a time; 0 for one packed otherwise."""
    opener = zlib.decompressobj()
    size = 0
    rest: bytes | memoryview = packed
    try:
        while size <= _MOST:
            piece = opener.decompress(rest, _STEP)
            size += len(piece)
            rest = opener.unconsumed_tail
            if not piece or opener.eof:
                break
    except zlib.error:
        return size
    return size
