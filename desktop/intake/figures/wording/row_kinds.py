"""What a row of a sheet is by its words: a total, the signatures, a heading, a numbered line."""

import re
from collections.abc import Iterable
from typing import Final, Literal

from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.text import fold, nfc

Total = Literal["", "total", "subtotal"]

_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(r"\d{1,4}(?:[.,]\d{1,3}){0,2}[.)]?")
_GROUP_NUMBER: Final = re.compile(r"(?:[IVX]{1,5}|[A-HĐ])(?:[.)/-]|\.\d{1,2}[.)]?)?")
_LEADING_GROUP: Final = re.compile(r"^(?:[IVX]{1,5}|[A-HĐ])\s*[.)/:-]\s*(?!\w\b)\S")
_LEADING_NUMBER: Final = re.compile(r"^\d{1,4}\s*[.)/-]\s*\D")
_SPACED: Final = re.compile(r"(?<=^tổng)(?=\w)")
_ROMAN: Final = frozenset(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "a", "b", "c", "d"))
_UNITS: Final = ["don", "vi"]
_OF_PAGES: Final = frozenset(("trang", "sang", "chuyen"))
"""“Cộng trang”, “Mang sang”, “Cộng chuyển trang”."""
_EXAMPLE: Final = re.compile(r"\W*(?:vd|vi du|dong mau|mau)\b(?! (?:so|bieu|giao)\b)")
_DAY_LINE: Final = re.compile(
    r"\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b|^(?!.*\b(?:den|tu)\b).*\bngay \d{1,2} \d{1,2} \d{4}$"
)
"""“Đông Hà, ngày 05 tháng 11 năm 2026”, “Đông Hà, ngày 05/11/2026”."""


def total_kind(text: str, words: Vocabulary) -> Total:
    """Return whether a label names a total of all or of a part; "" for anything else.

    "Tổng công ty" and "Công ty" are no totals: "cộng" and "công" are told apart.
    """
    toned = _WORD.findall(nfc(text).lower())
    if len(toned) > 3 and all(len(word) == 1 for word in toned):
        toned = _SPACED.sub(" ", "".join(toned)).split()  # "T Ổ N G   C Ộ N G"
    folded = [fold(word) for word in toned]
    if folded and (_GROUP_NUMBER.fullmatch(toned[0].upper()) or toned[0].isdigit()):
        toned, folded = toned[1:], folded[1:]
    joined = " ".join(folded)
    for phrase in sorted(words.total, key=len, reverse=True):
        length = len(phrase.split())
        if not (joined == phrase or joined.startswith(phrase + " ")):
            continue
        if not phrase.startswith(("toan", "ca ")) and any(f == "cong" and t == "công" for f, t in
               zip(folded[:length], toned[:length], strict=True)):  # fmt: skip
            return ""
        rest = folded[length:]
        if rest[:1] == ["ty"] or len(rest) > 12:
            return ""
        if phrase != "luy ke" and not _is_total_rest(rest, phrase, words):
            return ""
        if rest[:1] == ["toan"] or (len(rest) > 1 and (set(rest) <= _ROMAN or "+" in text)):
            return "total"  # "cộng toàn xã", "tổng cộng (I+II)", "cộng (MN+TH)"
        told = rest[:-2] if rest[-2:] == _UNITS else rest  # "các đơn vị" is no group VI
        of_page = not _OF_PAGES.isdisjoint(phrase.split())
        return "subtotal" if of_page or set(told) & words.subtotal else "total"
    return ""


def _is_total_rest(rest: list[str], phrase: str, words: Vocabulary) -> bool:
    if not rest or rest[0].isdigit():
        return True
    if phrase.startswith("toan"):
        return len(rest) <= 6
    return rest[0] in words.after_total


def is_closing(text: str, words: Vocabulary) -> bool:
    """Tell whether a text belongs to the block of signatures and notes under a table."""
    folded = " ".join(_WORD.findall(fold(text)))
    if _DAY_LINE.search(folded):
        return True
    return any(folded == phrase or folded.startswith(phrase + " ") for phrase in words.closing)


def is_numbered(number: str, name: str) -> bool:
    """Tell whether a row carries a plain running number: 7, 07, "7." before its name."""
    return bool(_NUMBER.fullmatch(number.strip()) or _LEADING_NUMBER.match(name.strip()))


def is_example(texts: Iterable[str]) -> bool:
    """Tell whether a row shows how to fill a form in: VD, “ví dụ”, “dòng mẫu”."""
    return any(_EXAMPLE.match(fold(text)) for text in texts)


def is_group_numbered(number: str, name: str) -> bool:
    """Tell whether a row carries a number of groups: I, II, A."""
    bare = number.strip()
    return bool(
        (bare and _GROUP_NUMBER.fullmatch(bare)) or (not bare and _LEADING_GROUP.match(name))
    )


def is_group_name(text: str, words: Vocabulary) -> bool:
    """Tell whether a name begins as headings of groups do: Cụm 1, Khối doanh nghiệp."""
    folded = _WORD.findall(fold(text))
    while folded and (folded[0] in ("i", "ii", "iii", "iv", "v", "vi", "a", "b", "c")):
        folded = folded[1:]
    return bool(folded) and folded[0] in (
        "cum", "khoi", "nhom", "khu", "loai", "phan", "muc", "linh", "nganh"
    )  # fmt: skip
