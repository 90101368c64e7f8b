"""A reader of QR sheets written from docs/bundle-format.md alone, nothing of the program's code."""

import hashlib
import json
import re
import unicodedata
import zlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

PAGE = Path(__file__).parents[2] / "docs" / "bundle-format.md"
_BYTES = {3: 1, 5: 2, 8: 3, 10: 4, 13: 5, 15: 6, 17: 7}


class Refused(Exception):
    """What this reader does not take."""


def _lists() -> tuple[list[str], list[str]]:
    section = PAGE.read_text(encoding="utf-8").split("## 10. The QR sheet")[1]
    first, second = re.findall(r"places 0 to \d+:\n\n((?:    .*\n)+)", section)
    return first.split(), second.split()


WORDS, CODES = _lists()


def read_sheet(text: str, public: bytes) -> tuple[str, str, bytes]:
    """Return (identity, unit's code, canonical line) of a genuine sheet."""
    seen = "".join(one for one in text if unicodedata.category(one) not in ("Cc", "Cf"))
    digits = re.sub(r"^\]Q[0-9]", "", "".join(seen.split()))
    if digits[:5] != "28071" or int(digits[5:9]) != len(digits):
        raise Refused("mark or length")
    data = b""
    for at in range(9, len(digits), 17):
        block = digits[at : at + 17]
        data += int(block).to_bytes(_BYTES[len(block)], "big")
    if zlib.crc32(data[:-4]) != int.from_bytes(data[-4:], "big") or data[1] > 1:
        raise Refused("checksum or version")
    signed, signature = data[:-68], data[-68:-4]
    if hashlib.sha256(public).digest()[:8] != signed[2:10]:
        raise Refused("key")
    try:
        VerifyKey(public).verify(b"cd-sync-qr/1\n" + signed, signature)
    except BadSignatureError:
        raise Refused("signature") from None
    end = 11 + signed[10]
    packed = Packed(signed[end + 4 :])
    body = packed.value()
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    identity = hashlib.sha256(canonical.encode()).hexdigest()
    if packed.rest or bytes.fromhex(identity)[:4] != signed[end : end + 4]:
        raise Refused("operation")
    line = f'{{"id":"{identity}",{canonical[1:]}'
    return hashlib.sha256(signed).hexdigest(), signed[11:end].decode("ascii"), line.encode()


class Packed:
    """The values of section 10.3, one after the other."""

    def __init__(self, rest: bytes) -> None:
        self.rest = rest
        self.seen: list[str] = []

    def take(self, count: int) -> bytes:
        """Return the next bytes."""
        found, self.rest = self.rest[:count], self.rest[count:]
        if len(found) != count:
            raise Refused("cut short")
        return found

    def count(self) -> int:
        """Return the next count."""
        number, place = 0, 0
        while True:
            byte = self.take(1)[0]
            number += (byte & 127) << place
            if byte < 128:
                return number
            place += 7

    def value(self) -> Any:
        """Return the next value."""
        head = self.take(1)[0]
        if head < 0x60:
            return head
        if 0x70 <= head < 0x80:
            return 96 + 256 * (head - 0x70) + self.take(1)[0]
        if head <= 0x62:
            return (None, False, True)[head - 0x60]
        if head == 0x63:
            return 4192 + self.count()
        if head == 0x64:
            return -1 - self.count()
        if head == 0x65:
            return [self.value() for _ in range(self.count())]
        if head == 0x66:
            return {self.value(): self.value() for _ in range(self.count())}
        if head == 0x6F:
            found, place = {}, -1
            for _number in range(self.count()):
                place += 1 + self.count()
                found[CODES[place]] = self.value()
            return found
        return self.text(head)

    def text(self, head: int) -> str:
        """Return the text a head begins."""
        if head >= 0x80:
            return WORDS[head - 0x80]
        if head == 0x6B:
            return self.seen[self.count()]
        if head == 0x6C:
            return CODES[self.count()]
        if head in (0x6D, 0x6E):
            return ("|" if head == 0x6D else "-").join(self.value() for _ in range(self.count()))
        if head == 0x67:
            text = self.take(self.count()).decode("utf-8")
        elif head == 0x68:
            text = re.sub(
                r"(.{8})(.{4})(.{4})(.{4})(.{12})", r"\1-\2-\3-\4-\5", self.take(16).hex()
            )
        elif head == 0x69:
            text = self.take(self.count()).hex()
        else:
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=self.count())
            local = moment.astimezone(timezone(timedelta(hours=7)))
            text = local.isoformat(timespec="milliseconds")
        self.seen.append(text)
        return text
