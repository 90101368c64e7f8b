"""Bytes as decimal digits: what a QR code holds densest and any keyboard types unchanged.

A scanner that types is a keyboard. Letters would be turned by Telex (AA, DD, W, S …) and by
VNI, digits after letters too; digits alone are left as they are. Only the Vietnamese layout of
Windows types other characters on the digit keys, one for each, so that they are turned back.
"""

import re
from typing import Final

from desktop.sync.sheet_messages import SheetRefusal

MARK: Final = "2807"
"""Every sheet begins so: 28 July, the day of the Vietnamese trade unions."""
VERSION: Final = "1"
HEAD: Final = len(MARK) + len(VERSION) + 4
MOST_TYPED: Final = 20_000
"""Longer text is no sheet, whatever it begins with."""
MOST_TYPED_AT_ONCE: Final = 1_000_000
"""A day's sheets, one after the other."""

_BLOCK: Final = 7
_DIGITS: Final = (0, 3, 5, 8, 10, 13, 15, 17)
"""How many digits hold 0, 1 … 7 bytes: 10^17 > 256^7."""
_BYTES: Final = {digits: count for count, digits in enumerate(_DIGITS)}

_LAYOUT: Final = {
    "\u0103": "1", "\u00e2": "2", "\u00ea": "3", "\u00f4": "4", "\u0300": "5",
    "\u0309": "6", "\u0303": "7", "\u0301": "8", "\u0323": "9", "\u0111": "0",
    "\u0102": "1", "\u00c2": "2", "\u00ca": "3", "\u00d4": "4", "\u0110": "0",
}  # fmt: skip
"""Keys 1 … 0 of Windows' Vietnamese layout (KBDVNTC), plain and with Caps Lock."""
_PARTED: Final = str.maketrans(_LAYOUT)
_UNSEEN: Final = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0x200B, 0x2010), 0xFEFF))
"""What scanners and editors put around a text and nobody sees: marks of byte order, STX, ETX."""
_NAMED: Final = re.compile(r"\]Q[0-9]")
"""What a scanner set to name the kind of code types before it (ISO/IEC 15424)."""


def to_digits(data: bytes) -> str:
    """Return the text of a sheet: mark, version, its own length in four digits, blocks."""
    blocks = [data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK)]
    body = "".join(f"{int.from_bytes(one):0{_DIGITS[len(one)]}d}" for one in blocks)
    return f"{MARK}{VERSION}{HEAD + len(body):04d}{body}"


def from_typed(text: str) -> bytes:
    """Return the bytes of a sheet's text as a scanner typed it or somebody pasted it.

    Spaces and line ends are passed over, and so is what the text was copied with: the same
    text twice in a row counts once. Refuses E_QR_NONE, E_QR_SHORT, E_QR_TYPED, E_QR_NEWER.
    """
    typed = plain_digits(text)
    length = _length(typed)
    if len(typed) > length and typed == typed[:length] * (len(typed) // length):
        typed = typed[:length]
    if len(typed) != length:
        raise SheetRefusal("E_QR_SHORT", f"{len(typed)}/{length}", got=len(typed), of=length)
    return _bytes(typed[HEAD:])


def typed_sheets(text: str) -> list[str]:
    """Return what was typed sheet by sheet, each once; what is not whole stands as it is.

    A new sheet begins on the line after a whole one, and on any line that begins with the mark.
    """
    found: list[str] = []
    now = ""
    for line in text[:MOST_TYPED_AT_ONCE].splitlines():
        piece = _translated(line)
        if now and (piece.startswith(MARK) or _is_whole(now)):
            found.append(now)
            now = ""
        now += piece
    return list(dict.fromkeys([*found, now] if now else found))


def missing(typed: str) -> tuple[int, int]:
    """Return (digits there, digits a sheet must have) of one sheet being typed; 0 of unknown."""
    known = len(typed) >= HEAD and typed[:HEAD].isdecimal()
    return len(typed), int(typed[HEAD - 4 : HEAD]) if known else 0


def _is_whole(typed: str) -> bool:
    got, of = missing(typed)
    return bool(of) and got >= of


def _translated(text: str) -> str:
    bare = "".join(text.split()).translate(_UNSEEN)
    bare = _NAMED.sub("", bare, count=1).translate(_PARTED)
    return "".join(str(int(one)) if one.isdecimal() else one for one in bare)


def plain_digits(text: str) -> str:
    """Return the digits of what was typed. Refuses E_QR_TYPED where other characters stand."""
    if len(text) > MOST_TYPED:
        raise SheetRefusal("E_QR_NONE", f"{len(text)} characters")
    digits = _translated(text)
    if not digits.startswith(MARK):
        raise SheetRefusal("E_QR_NONE", "mark")
    if not digits.isdecimal():
        strange = sorted({one for one in digits if not one.isdecimal()})
        raise SheetRefusal("E_QR_TYPED", " ".join(f"{ord(one):04X}" for one in strange[:9]))
    return digits


def _length(typed: str) -> int:
    if len(typed) < HEAD:
        raise SheetRefusal("E_QR_SHORT", f"{len(typed)} digits", got=len(typed), of="?")
    if typed[len(MARK) : len(MARK) + 1] != VERSION:
        raise SheetRefusal("E_QR_NEWER", version=typed[len(MARK)])
    return max(int(typed[HEAD - 4 : HEAD]), HEAD)


def _bytes(body: str) -> bytes:
    whole = _DIGITS[_BLOCK]
    data = bytearray()
    for at in range(0, len(body), whole):
        block = body[at : at + whole]
        count = _BYTES.get(len(block))
        if count is None or int(block) >= 256**count:
            raise SheetRefusal("E_QR_TYPED", f"block at {at}")
        data += int(block).to_bytes(count)
    return bytes(data)
