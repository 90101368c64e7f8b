"""The code of a QR sheet: one locked return, signed, in as few bytes as will do.

version, least reader's version      1 byte each
key id                               8 bytes
code of the signer's unit            1 byte of length, then ASCII; a claim, to be told
first four bytes of the op's id      what packing and unpacking must come to
the operation, packed                see packed.py
Ed25519 signature                    64 bytes over the prefix and all before
CRC-32                               4 bytes over all before: errors of typing
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

from desktop.models.store.ops import Op, load, make_op
from desktop.sync.digits import from_typed, to_digits
from desktop.sync.keys import KeyPair, verify
from desktop.sync.lines import parse_ops
from desktop.sync.messages import BundleRefusal
from desktop.sync.packed import Unpackable, pack, unpack
from desktop.sync.reader import KeyFor
from desktop.sync.sheet_messages import SheetRefusal
from desktop.sync.totals import SUBMIT

VERSION: Final = 1
SIGNED_PREFIX: Final = b"cd-sync-qr/1\n"
MOST_DIGITS: Final = 2395
"""What a code of version 25 with error correction M holds (ISO/IEC 18004, table 7)."""

_KEY, _PART, _SIGNATURE, _CHECK = 8, 4, 64, 4
_LEAST: Final = 2 + _KEY + 1 + _PART + _SIGNATURE + _CHECK
_MOST_CODE: Final = 40
_CODE = re.compile(r"[!-~]{1,40}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a genuine sheet says: its identity (hex), who signed it, and the operation."""

    id: str
    key: str
    code: str
    op: Op

    @property
    def revision(self) -> int:
        """Which revision of the return it is."""
        return int(self.op.field)


def seal_sheet(op: Op, pair: KeyPair, code: str) -> tuple[str, str]:
    """Return (identity, digits) of the sheet of a locked return, signed by this office.

    Refuses E_QR_TOO_BIG when one code cannot hold it.
    """
    claimed = "".join(one if _CODE.fullmatch(one) else "-" for one in code)[:_MOST_CODE] or "-"
    body = load(op.raw)
    del body["id"]
    signed = b"".join(
        (bytes((VERSION, VERSION)), bytes.fromhex(pair.id.removeprefix("ed25519:")),
         bytes((len(claimed),)), claimed.encode(), bytes.fromhex(op.id)[:_PART], pack(body))
    )  # fmt: skip
    sealed = signed + pair.sign(SIGNED_PREFIX + signed)
    digits = to_digits(sealed + crc32(sealed).to_bytes(_CHECK))
    if len(digits) > MOST_DIGITS:
        raise SheetRefusal("E_QR_TOO_BIG", needed=len(digits), most=MOST_DIGITS)
    return hashlib.sha256(signed).hexdigest(), digits


def open_sheet(text: str, key_for: KeyFor) -> Sheet:
    """Verify the text of a sheet and return what it says.

    Nothing of it is unpacked before its signature is known to be a trusted key's. Refuses the
    codes of digits.py, E_QR_NEWER, E_QR_UNKNOWN, E_QR_SIGNATURE and E_QR_CONTENT.
    """
    data = from_typed(text)
    if len(data) < _LEAST or crc32(data[:-_CHECK]) != int.from_bytes(data[-_CHECK:]):
        raise SheetRefusal("E_QR_TYPED", "checksum")
    if data[1] > VERSION:
        raise SheetRefusal("E_QR_NEWER", version=data[1])
    signed, signature = data[: -_CHECK - _SIGNATURE], data[-_CHECK - _SIGNATURE : -_CHECK]
    key = f"ed25519:{signed[2 : 2 + _KEY].hex()}"
    at = 2 + _KEY + 1
    end = at + signed[at - 1]
    code = signed[at:end].decode("ascii", "replace")
    if not _CODE.fullmatch(code) or end + _PART > len(signed):
        raise SheetRefusal("E_QR_TYPED", "code of the unit")
    public = key_for(key)
    if public is None:
        raise SheetRefusal("E_QR_UNKNOWN", key, unit=code)
    if not verify(public, SIGNED_PREFIX + signed, signature):
        raise SheetRefusal("E_QR_SIGNATURE", key, unit=code)
    op = _operation(signed[end + _PART :], signed[end : end + _PART], code)
    return Sheet(hashlib.sha256(signed).hexdigest(), key, code, op)


def _operation(packed: bytes, part: bytes, code: str) -> Op:
    """Return the operation, checked as a bundle's line is. Refuses E_QR_CONTENT."""
    try:
        body = unpack(packed)
        if not isinstance(body, dict):
            raise Unpackable("no operation")
        (op,) = parse_ops(make_op(body).raw + b"\n")
        _check_return(op)
    except (Unpackable, BundleRefusal, KeyError, TypeError, ValueError) as error:
        raise SheetRefusal("E_QR_CONTENT", str(error), unit=code) from error
    if bytes.fromhex(op.id)[:_PART] != part:
        raise SheetRefusal("E_QR_CONTENT", "the operation is another", unit=code)
    return op


def _check_return(op: Op) -> None:
    value: Any = op.value
    if op.kind != SUBMIT or op.key.count("|") != 2 or not re.fullmatch(r"[1-9]\d{0,5}", op.field):
        raise Unpackable("no locked return")
    if not isinstance(value, dict) or not isinstance(value.get("values"), dict):
        raise Unpackable("a return without figures")
