"""Vietnamese from before Unicode: TCVN3 (ABC), VNI Windows and VIQR, to composed Unicode.

The texts come as the Latin-1 characters that stand for the old fonts' bytes. Tables are our
own; TCVN3 agrees with TCVN 5712:1993.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Literal

Encoding = Literal["tcvn3", "vni", "viqr"]

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: TCVN's order
_ABC = {
    "a": 0xB5, "ă": 0xBB, "â": 0xC7, "e": 0xCC, "ê": 0xD2, "i": 0xD7, "o": 0xDF,
    "ô": 0xE5, "ơ": 0xEA, "u": 0xEF, "ư": 0xF5, "y": 0xFA,
}  # fmt: skip
# Five codes in a row from the first, save where 8-bit code pages keep places for others.
_ABC_LEAPS = {
    "ắ": 0xBE, "ặ": 0xC6, "ẻ": 0xCE, "ẽ": 0xCF, "é": 0xD0, "ẹ": 0xD1, "ỉ": 0xD8, "ĩ": 0xDC,
    "í": 0xDD, "ị": 0xDE, "ỏ": 0xE1, "õ": 0xE2, "ó": 0xE3, "ọ": 0xE4, "ủ": 0xF1, "ũ": 0xF2,
    "ú": 0xF3, "ụ": 0xF4,
}  # fmt: skip
_ABC_PLAIN = {
    0xA1: "Ă", 0xA2: "Â", 0xA3: "Ê", 0xA4: "Ô", 0xA5: "Ơ", 0xA6: "Ư", 0xA7: "Đ", 0xA8: "ă",
    0xA9: "â", 0xAA: "ê", 0xAB: "ô", 0xAC: "ơ", 0xAD: "ư", 0xAE: "đ",
}  # fmt: skip


def _tcvn3() -> dict[int, str]:
    table = dict(_ABC_PLAIN)
    for base, first in _ABC.items():
        for place, tone in enumerate(_TONES):
            letter = unicodedata.normalize("NFC", base + tone)
            table[_ABC_LEAPS.get(letter, first + place)] = letter
    return table


TCVN3: Mapping[int, str] = _tcvn3()

_VNI_ALONE = {
    "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ö": "ư", "ô": "ơ",
    "Í": "Í", "Ì": "Ì", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "Î": "Ỵ", "Ñ": "Đ", "Ö": "Ư", "Ô": "Ơ",
}  # fmt: skip
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HAT = {"á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323", "â": ""}
_BREVE = {"é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323", "ê": ""}


def _vni() -> dict[str, str]:
    table = dict(_VNI_ALONE)
    for base, letter in (
        ("a", "a"), ("e", "e"), ("o", "o"), ("u", "u"), ("y", "y"), ("ô", "ơ"), ("ö", "ư"),
    ):  # fmt: skip
        for mark, tone in _VNI_TONES.items():
            table[base + mark] = letter + tone
    for base, letter in (("a", "â"), ("e", "ê"), ("o", "ô")):
        for mark, tone in _HAT.items():
            table[base + mark] = letter + tone
    for mark, tone in _BREVE.items():
        table["a" + mark] = "ă" + tone
    pairs = {}
    for key, value in table.items():
        letter = unicodedata.normalize("NFC", value)
        # A capital's mark is a capital too in most fonts, but typists mix them.
        pairs[key] = letter
        pairs[key.upper()] = letter.upper()
        if len(key) == 2:
            pairs[key[0].upper() + key[1]] = letter.upper()
            pairs[key[0] + key[1].upper()] = letter
    return pairs


VNI: Mapping[str, str] = _vni()
_VNI_FIND = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))

_VIQR_TONES = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_VIQR_FIND = re.compile(
    r"(dd|DD|Dd)|([aAeEoO])\^|([aA])\(|([oOuU])[+*]|([aAeEiIoOuUyY])(?=['`?~.])"
)
_VIQR_TONE = re.compile(r"([aăâeêioôơuưyAĂÂEÊIOÔƠUƯY])(['`?~]|\.(?=[a-zA-Z.,;:]|\s+[a-z(]))")

_TCVN3_FONT = re.compile(r"^\.?\s*vn(?:[a-z]|\s|$)", re.I)
_VNI_FONT = re.compile(r"^vni[\s-]", re.I)
_CAPITAL_FONT = re.compile(r"^\.?\s*vn.*h(?:\s+(?:bold|italic|regular))*$", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_OLD_CHARS = re.compile(r"[\u0080-\u00ff\u0178\u0192\u0152\u0153\u0160\u0161\u017d\u017e]")
_UNICODE_ONLY = re.compile(r"[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_MAYBE_OLD = re.compile(r"[\u0080-\u00ff]|[aeouAEOU][\^(+]|[aeiouy]['`?~.][a-z]|dd")
_BASES = frozenset("ABCDEFGHIKLMNOPQRSTUVXYĂÂÊÔƠƯĐJWZ")
_COMMON = re.compile(
    r"\b(?:công|đoàn|và|của|các|người|động|lao|thực|hiện|năm|cho|được|trong|tổ|chức|kế|"
    r"hoạch|là|với|ngày|cơ|sở|viên|việc|nội|dung|đến|về|số|tháng|tỉnh|huyện|điều)\b"
)
_MIN_HITS = 3


def of_font(name: str | None) -> tuple[Encoding | None, bool]:
    """Return the encoding a font's name stands for, and whether it prints only capitals."""
    if not name:
        return None, False
    bare = name.rpartition("+")[2].strip("\"' ")
    if _VNI_FONT.match(bare):
        return "vni", False
    if _TCVN3_FONT.match(bare) and not re.match(r"vni", bare, re.I):
        return "tcvn3", bool(_CAPITAL_FONT.match(bare))
    return None, False


def convert(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """Return the text in Unicode; `capitals`: the font printed capitals for small letters."""
    found = _CONVERTERS[encoding](text)
    return found.upper() if capitals else found


def share(text: str) -> float:
    """Return the share of words that every Vietnamese text uses, from 0 to 1."""
    words = len(_WORD.findall(text))
    hits = len(_COMMON.findall(text.casefold()))
    return hits / words if hits >= _MIN_HITS and words else 0.0


def guess(text: str) -> Encoding | None:
    """Return the old encoding a text is in, None when it reads better as it stands."""
    sample = text[:60_000]
    if len(_UNICODE_ONLY.findall(sample[:3_000])) > 60 or not _MAYBE_OLD.search(sample):
        return None  # the common case, quickly told
    if len(_UNICODE_ONLY.findall(sample)) * 20 > len(_OLD_CHARS.findall(sample)):
        return None
    best: tuple[float, Encoding | None] = (max(0.02, share(sample) * 1.5), None)
    for encoding in _BY_TEXT:
        if encoding == "viqr" and _OLD_CHARS.search(sample):
            continue
        best = max(best, (share(convert(sample, encoding)), encoding), key=lambda pair: pair[0])
    return best[1]


def mended(text: str) -> str:
    """Return a text converted line by line when an old encoding is found in it."""
    encoding = guess(text) or _guess_lines(text)
    if encoding is None:
        return text
    if encoding == "viqr":
        return convert(text, encoding)
    return "".join(
        row if _UNICODE_ONLY.search(row) else convert(row, encoding)
        for row in text.splitlines(keepends=True)
    )


def _guess_lines(text: str) -> Encoding | None:
    """The encoding of the lines that hold old letters among lines in Unicode."""
    rows = [
        row
        for row in text[:60_000].splitlines()
        if len(_OLD_CHARS.findall(row)) > 3 and not _UNICODE_ONLY.search(row)
    ]
    return guess("\n".join(rows)) if rows else None


def _from_tcvn3(text: str) -> str:
    return _even_words(text.translate(TCVN3))


def _from_vni(text: str) -> str:
    return _VNI_FIND.sub(lambda found: VNI[found[0]], text)


def _from_viqr(text: str) -> str:
    def letter(found: re.Match[str]) -> str:
        if found[1]:
            return "đ" if found[1] == "dd" else "Đ"
        for group, mark in ((2, "\u0302"), (3, "\u0306"), (4, "\u031b")):
            if found[group]:
                return unicodedata.normalize("NFC", found[group] + mark)
        return found[0]

    based = _VIQR_FIND.sub(letter, text)
    return _VIQR_TONE.sub(
        lambda found: unicodedata.normalize("NFC", found[1] + _VIQR_TONES[found[2]]), based
    )


def _even_words(text: str) -> str:
    """TCVN3 has no capitals with tone marks: "§OµN" is typed for ĐOÀN. Make such words whole."""
    return "\n".join(_even_line(row) for row in text.split("\n"))


def _even_line(row: str) -> str:
    words = _WORD.findall(row)
    sure = [_case(word) for word in words]
    upper, lower = sure.count("upper"), sure.count("lower")
    if not upper:
        return row

    def even(found: re.Match[str]) -> str:
        case = _case(found[0])
        whole = case == "upper" or (case == "open" and upper > lower)
        return found[0].upper() if whole else found[0]

    return _WORD.sub(even, row)


def _case(word: str) -> str:
    """Whether the letters that have capitals in TCVN3 are all capitals: upper, lower, open."""
    plain = [char for char in word if char.upper() in _BASES]
    caps = sum(char.isupper() for char in plain)
    if not plain or (caps == 1 and len(plain) == 1):
        return "open"
    return "upper" if caps == len(plain) else "lower"


_CONVERTERS: Mapping[Encoding, Callable[[str], str]] = {
    "tcvn3": _from_tcvn3,
    "vni": _from_vni,
    "viqr": _from_viqr,
}
_BY_TEXT: tuple[Encoding, ...] = ("tcvn3", "vni", "viqr")
