"""PDF streams that unpack without end, found before anything unpacks them."""

import base64
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from desktop.intake.sources import files
from desktop.intake.sources.pdf_forms import draws_without_end, object_number

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
# Where the dictionary of a stream is looked for before it.
_HEAD = 4_000
_FILTERS = re.compile(rb"/(ASCII85Decode|A85|ASCIIHexDecode|AHx|FlateDecode|Fl|LZWDecode|LZW)\b")
# A byte packed by this way stands for so many at most.
_LZW_RATIO = 1_365


def check_streams(path: Path) -> None:
    """Raise `Refusal` when a stream holds more, or shows more letters, than any page does, or
    when forms draw one another without end.
    """
    data = path.read_bytes()
    total = 0
    forms: dict[int, bytes] = {}
    for found in _STREAM.finditer(data):
        end = data.find(b"endstream", found.end())
        place, _obj, head = data[max(0, found.start() - _HEAD) : found.start()].rpartition(b" obj")
        filters = len(_FILTERS.findall(head))
        if end - found.end() < _SMALLEST and filters < 2 and b"/Form" not in head:
            continue
        is_page = not _NO_PAGE.search(head)
        size = letters = 0
        drawn = bytearray()
        for piece in unpacked(memoryview(data)[found.end() : end], head):
            size += len(piece)
            letters += _letters(piece) if is_page else 0
            if size > _MOST or letters > _MOST_LETTERS:
                raise files.too_large()
            if is_page and len(drawn) < _STEP:
                drawn += piece
        total += size
        if total > _MOST_IN_ALL:
            raise files.too_large()
        if is_page and b"/Form" in head and b"Do" in drawn:
            forms[object_number(place)] = head + b"stream" + bytes(drawn)
    if forms and draws_without_end(forms, data):
        raise files.too_large()


def _letters(piece: bytes) -> int:
    """Return about how many letters a piece of a page's content shows; each may have two bytes."""
    if not _SHOWS.search(piece):
        return 0
    return sum(
        len(one[1]) // 4 if one[1] is not None else len(one[0]) - 2
        for one in _SHOWN.finditer(piece)
    )


def unpacked(packed: memoryview, head: bytes) -> Iterator[bytes]:
    """Yield what a stream unpacks to, a little at a time, by the filters its dictionary names.

    Raises `Refusal` when a step on the way is larger than any page.
    """
    names = [one.decode()[:2] for one in _FILTERS.findall(head.rpartition(b"/Filter")[2])]
    pieces: Iterator[bytes] = (
        bytes(packed[at : at + _STEP]) for at in range(0, len(packed), _STEP)
    )
    for name in names or ["Fl"]:
        if name == "LZ" and len(packed) * _LZW_RATIO > _MOST:
            raise files.too_large()
        if name in ("AS", "A8", "AH"):
            pieces = iter([_from_letters(b"".join(pieces), hexadecimal=b"Hex" in head)])
        elif name == "Fl":
            pieces = _inflated(_bounded(pieces))
    return pieces


def _bounded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > _MOST:
            raise files.too_large()
        yield piece


def _from_letters(data: bytes, *, hexadecimal: bool) -> bytes:
    """Return bytes written as letters; what cannot be understood is passed over."""
    try:
        if hexadecimal:
            return bytes.fromhex(data.partition(b">")[0].decode("ascii"))
        return base64.a85decode(data.strip().removesuffix(b"~>"))
    except ValueError:
        return data


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what was packed; bytes that were not packed this way as they stand."""
    opener = zlib.decompressobj()
    begun = False
    for piece in pieces:
        rest = piece
        try:
            while rest and not opener.eof:
                out = opener.decompress(rest, _STEP)
                rest = opener.unconsumed_tail
                begun = True
                yield out
        except zlib.error:
            if begun:
                return
            yield piece
            yield from pieces
            return
