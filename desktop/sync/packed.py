"""Packed values: the JSON of one operation in as few bytes as a QR code can hold.

A head byte tells what follows (docs/bundle-format.md, section on the QR sheet). The coding is
lossless for what an operation may hold: whole numbers, text, lists, objects, true, false, null.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from desktop.models.clock import VIETNAM
from desktop.models.store.ops import SAFE_INTEGER
from desktop.sync.sheet_words import CODES, WORDS

_SMALL: Final = 0x60  # 00–5F: the number itself
_NULL, _FALSE, _TRUE, _BIG, _MINUS, _LIST, _OBJECT, _TEXT = range(0x60, 0x68)
_UUID, _HEX, _MOMENT, _AGAIN, _CODE, _BAR, _DASH, _FIGURES = range(0x68, 0x70)
_MIDDLE: Final = 0x70  # 70–7F: four bits of a number, a byte follows
_WORD: Final = 0x80  # 80–FF: one of the words
_MIDDLE_END: Final = _SMALL + 16 * 256
_DEEPEST: Final = 12
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST: Final = 253_402_300_799_999  # the last millisecond of the year 9999

_WORD_PLACE: Final[Mapping[str, int]] = {word: place for place, word in enumerate(WORDS)}
_CODE_PLACE: Final[Mapping[str, int]] = {code: place for place, code in enumerate(CODES)}
_UUIDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HEXES = re.compile(r"([0-9a-f]{2}){4,}")
_MOMENTS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+07:00")


class Unpackable(ValueError):
    """Bytes that are no packed value; the text says why, for the log."""


def pack(value: Any) -> bytes:
    """Return a value's packed bytes. Raises TypeError for what an operation cannot hold."""
    packer = _Packer()
    packer.put(value)
    return bytes(packer.out)


def unpack(data: bytes) -> Any:
    """Return the value these bytes are, all of them. Raises Unpackable."""
    reader = _Reader(data)
    try:
        value = reader.value(0)
    except (IndexError, UnicodeDecodeError, OverflowError) as error:
        raise Unpackable(str(error)) from None
    if reader.at != len(data):
        raise Unpackable("bytes behind the value")
    return value


class _Packer:
    def __init__(self) -> None:
        self.out = bytearray()
        self._seen: dict[str, int] = {}

    def put(self, value: Any) -> None:
        match value:
            case None | True | False:
                self.out.append(_NULL if value is None else _TRUE if value else _FALSE)
            case int():
                self._number(value)
            case str():
                self._text(value)
            case list() | tuple():
                self._head(_LIST, len(value))
                for one in value:
                    self.put(one)
            case dict():
                self._object(value)
            case _:
                raise TypeError(f"{type(value).__name__} is not packed")

    def _number(self, value: int) -> None:
        if value < 0:
            self._head(_MINUS, -1 - value)
        elif value < _SMALL:
            self.out.append(value)
        elif value < _MIDDLE_END:
            high, low = divmod(value - _SMALL, 256)
            self.out += bytes((_MIDDLE + high, low))
        else:
            self._head(_BIG, value - _MIDDLE_END)

    def _object(self, value: Mapping[str, Any]) -> None:
        names = sorted(value)
        if names and all(name in _CODE_PLACE for name in names):
            self._head(_FIGURES, len(names))
            before = -1
            for name in names:
                self._count(_CODE_PLACE[name] - before - 1)
                before = _CODE_PLACE[name]
                self.put(value[name])
            return
        self._head(_OBJECT, len(names))
        for name in names:
            self._text(name)
            self.put(value[name])

    def _text(self, text: str) -> None:
        if text in _WORD_PLACE:
            self.out.append(_WORD + _WORD_PLACE[text])
        elif text in _CODE_PLACE:
            self._head(_CODE, _CODE_PLACE[text])
        elif text in self._seen:
            self._head(_AGAIN, self._seen[text])
        else:
            self._fresh(text)

    def _fresh(self, text: str) -> None:
        if _UUIDS.fullmatch(text):
            self.out.append(_UUID)
            self.out += bytes.fromhex(text.replace("-", ""))
        elif _HEXES.fullmatch(text):
            self._head(_HEX, len(text) // 2)
            self.out += bytes.fromhex(text)
        elif (moment := _milliseconds(text)) is not None:
            self._head(_MOMENT, moment)
        elif "|" in text:
            self._parts(_BAR, text.split("|"))
            return
        elif text.count("-") == 1 and _HEXES.fullmatch(text.partition("-")[2]):
            self._parts(_DASH, text.split("-"))
            return
        else:
            written = text.encode()
            self._head(_TEXT, len(written))
            self.out += written
        self._seen[text] = len(self._seen)

    def _parts(self, head: int, parts: list[str]) -> None:
        self._head(head, len(parts))
        for part in parts:
            self._text(part)

    def _head(self, head: int, number: int) -> None:
        self.out.append(head)
        self._count(number)

    def _count(self, number: int) -> None:
        """Append a number seven bits at a time, the lowest first, the last byte below 80."""
        while number > 0x7F:
            self.out.append(0x80 | number & 0x7F)
            number >>= 7
        self.out.append(number)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0
        self._seen: list[str] = []

    def value(self, depth: int) -> Any:
        if depth > _DEEPEST:
            raise Unpackable("too deep")
        head = self._byte()
        if head < _SMALL:
            return head
        if head >= _WORD or head in (_CODE, _AGAIN, _TEXT, _UUID, _HEX, _MOMENT, _BAR, _DASH):
            return self._text(head)
        if head >= _MIDDLE:
            return _SMALL + (head - _MIDDLE) * 256 + self._byte()
        match head:
            case 0x60:
                return None
            case 0x61 | 0x62:
                return head == _TRUE
            case 0x63:
                return self._whole(_MIDDLE_END + self._count())
            case 0x64:
                return self._whole(-1 - self._count())
            case 0x65:
                return [self.value(depth + 1) for _ in range(self._few())]
            case 0x66:
                return self._object(depth)
        return self._figures(depth)

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for _number in range(self._few()):
            name = self._text(self._byte())
            if name in found:
                raise Unpackable("a name occurs twice")
            found[name] = self.value(depth + 1)
        return found

    def _figures(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        place = -1
        for _number in range(self._few()):
            place += self._count() + 1
            found[CODES[place]] = self.value(depth + 1)
        return found

    def _text(self, head: int, inside: int = 0) -> str:
        if head >= _WORD:
            return WORDS[head - _WORD]
        match head:
            case 0x6C:
                return CODES[self._count()]
            case 0x6B:
                return self._seen[self._count()]
            case 0x6D | 0x6E:
                if inside > 1:
                    raise Unpackable("too deep")
                parts = [self._text(self._byte(), inside + 1) for _ in range(self._few())]
                return ("|" if head == _BAR else "-").join(parts)
            case 0x68:
                text = str(UUID(bytes=self._bytes(16)))
            case 0x69:
                text = self._bytes(self._few()).hex()
            case 0x6A:
                text = _moment(self._count())
            case 0x67:
                text = self._bytes(self._few()).decode()
            case _:
                raise Unpackable(f"{head:#x} is no text")
        self._seen.append(text)
        return text

    def _byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def _bytes(self, count: int) -> bytes:
        found = self.data[self.at : self.at + count]
        self.at += count
        if len(found) != count:
            raise Unpackable("cut short")
        return found

    def _few(self) -> int:
        """Return a count of things that are still to come: no more than there are bytes."""
        count = self._count()
        if count > len(self.data) - self.at:
            raise Unpackable("cut short")
        return count

    def _count(self) -> int:
        number = shift = 0
        while True:
            byte = self._byte()
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7
            if shift > 56:
                raise Unpackable("number out of range")

    @staticmethod
    def _whole(number: int) -> int:
        if abs(number) > SAFE_INTEGER:
            raise Unpackable("number out of range")
        return number


def _milliseconds(text: str) -> int | None:
    """Return a moment of Vietnam's clock in milliseconds since 1970, None for other text."""
    if not _MOMENTS.fullmatch(text):
        return None
    try:
        since = datetime.fromisoformat(text) - _EPOCH
    except ValueError:
        return None
    number = since // timedelta(milliseconds=1)
    return number if 0 <= number <= _LATEST and _moment(number) == text else None


def _moment(number: int) -> str:
    if number > _LATEST:
        raise Unpackable("moment out of range")
    moment = _EPOCH + timedelta(milliseconds=number)
    return moment.astimezone(VIETNAM).isoformat(timespec="milliseconds")
