"""Which formulas of an .xls take their result from another workbook.

A reference to another sheet names an entry of the EXTERNSHEET record, and that a SUPBOOK record:
this workbook, an add-in, or another file ([MS-XLS], 2.4.271, 2.4.105, 2.5.198).
"""

import struct
from typing import Final

SUPBOOK: Final = 0x01AE
EXTERNSHEET: Final = 0x0017
_OWN: Final = (0x0401, 0x3A01)
_ABROAD: Final = frozenset({0x39, 0x3A, 0x3B, 0x3C, 0x3D})
_LENGTHS: Final = {
    0x01: 4, 0x02: 4, 0x1C: 1, 0x1D: 1, 0x1E: 2, 0x1F: 8,
    0x20: 7, 0x21: 2, 0x22: 3, 0x23: 4, 0x24: 4, 0x25: 8, 0x26: 6, 0x27: 6, 0x28: 6, 0x29: 2,
    0x2A: 4, 0x2B: 8, 0x2C: 4, 0x2D: 8,
    0x39: 6, 0x3A: 6, 0x3B: 10, 0x3C: 6, 0x3D: 10,
}  # fmt: skip
"""Bytes after a token's own; operators, brackets and a left-out argument have none."""
_TEXT: Final = 0x17
_ATTRIBUTE: Final = 0x19
_CHOOSE: Final = 0x04
_CLASSES: Final = 0x20


class LinkReader:
    """Collects a workbook's references in the order of its records, then judges formulas."""

    def __init__(self) -> None:
        self._foreign: list[bool] = []
        self._books: list[int] = []

    def note(self, kind: int, body: bytes) -> None:
        """Take in a SUPBOOK or EXTERNSHEET record; any other is passed over."""
        if kind == SUPBOOK and len(body) >= 4:
            self._foreign.append(struct.unpack_from("<H", body, 2)[0] not in _OWN)
        elif kind == EXTERNSHEET and len(body) >= 2:
            count = min(struct.unpack_from("<H", body)[0], (len(body) - 2) // 6)
            self._books += [struct.unpack_from("<H", body, 2 + 6 * n)[0] for n in range(count)]

    def leads_away(self, formula: bytes) -> bool:
        """Tell whether the body of a FORMULA record refers to another workbook.

        Reading stops at a token that is not known: what stands before it was judged.
        """
        if not any(self._foreign) or len(formula) < 22:
            return False
        end = min(22 + struct.unpack_from("<H", formula, 20)[0], len(formula))
        at = 22
        while at < end:
            token = formula[at]
            kind = token if token < _CLASSES else (token & 0x1F) | _CLASSES
            abroad = kind in _ABROAD and at + 3 <= end
            if abroad and self._is_foreign(struct.unpack_from("<H", formula, at + 1)[0]):
                return True
            length = _length(formula, at, kind)
            if length is None:
                return False
            at += 1 + length
        return False

    def _is_foreign(self, entry: int) -> bool:
        if entry >= len(self._books) or self._books[entry] >= len(self._foreign):
            return False
        return self._foreign[self._books[entry]]


def _length(formula: bytes, at: int, kind: int) -> int | None:
    """Return how many bytes follow a token's own, None for one that is not known."""
    if kind in _LENGTHS:
        return _LENGTHS[kind]
    if 0x03 <= kind <= 0x16:
        return 0
    if kind == _TEXT and at + 2 < len(formula):
        return 2 + formula[at + 1] * (2 if formula[at + 2] & 1 else 1)
    if kind == _ATTRIBUTE and at + 3 < len(formula):
        more: int = struct.unpack_from("<H", formula, at + 2)[0]
        return 3 + (2 * (more + 1) if formula[at + 1] & _CHOOSE else 0)
    return None
