"""The grammar of labels: what may stand before an item and which number it carries."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from desktop.intake.words import LOWER, UPPER, is_caps, plain

Family = Literal[
    "part", "chapter", "section", "article", "roman", "upper", "named", "decimal", "lower", "small",
    "bullet",
]  # fmt: skip

ALPHABET = "abcdđeghiklmnopqrstuvxy"
# "Phần thứ nhất" … "thứ mười", "Phần một".
ORDINALS = ("nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "mot")
_WORDS: dict[str, Family] = {
    "phan": "part",
    "chuong": "chapter",
    "muc": "section",
    "tieu muc": "section",
    "dieu": "article",
}


@dataclass(frozen=True, slots=True)
class Label:
    """A label read from the beginning of a line.

    `numbers` is its value: (2, 1) for "2.1", (3,) for "c)", () for a dash. `style` tells
    apart families that stand on different levels: "." for open forms, ")" and "()" for
    brackets, the mark itself for bullets, the word for Phần, Chương, Nhóm… `end` is where the
    item's text begins. `weak` marks a form that also occurs in running text.
    """

    text: str
    family: Family
    numbers: tuple[int, ...]
    style: str
    end: int
    weak: bool = False

    @property
    def level(self) -> str:
        """The key of the levels in one document: items of one key are alike."""
        if self.family == "decimal" and len(self.numbers) > 1:
            return f"decimal{len(self.numbers)}"
        return self.family + self.style

    @property
    def is_bullet(self) -> bool:
        """Whether it carries no number."""
        return self.family == "bullet"

    @property
    def is_high(self) -> bool:
        """Whether it counts beyond 99, as amounts do more often than items."""
        return self.family in ("decimal", "lower") and max(self.numbers, default=0) > 99


# Words that count what a plan holds: "Nhóm 1:", "Nhiệm vụ thứ hai.", "Bước 3 -".
_COUNTED = (
    "nhom(?: nhiem vu| giai phap| chi tieu| viec| noi dung)?|nhiem vu|giai phap|noi dung|"
    "chi tieu|muc tieu|buoc|viec|phan viec|tru cot|(?:khau )?dot pha|hoat dong|hang muc|"
    "tieu chi|chuyen de|cong trinh|giai doan|phong trao|yeu cau|nguyen tac|de xuat|kien nghi"
)
# After the mark: a space, the end, or directly a letter, quote or bracket of the text.
_GO = r"(?=\s|$|[^\W\d_]|[“”\"'‘(\[*])"
_WORD = re.compile(
    r"^(phan|chuong|tieu muc|muc|dieu)\s+(?:(thu\s+\w+|" + "|".join(ORDINALS) + r")|"
    r"([ivxlc]{1,6}|\d{1,3}|[a-h]))(?!\w)\s*([.:)\-–—/]*)\s*(?=.|$)"
)
_NAMED = re.compile(
    rf"^({_COUNTED})\s+(?:thu\s+({'|'.join(ORDINALS)})|([ivx]{{1,4}}|\d{{1,2}}(?:\.\d{{1,2}})?))"
    r"\s*([.:)\]/]+|\s[-–—])(?=\s|$)\s*"
)
_ROMAN = re.compile(
    r"^([IVXLl1]{1,7}|[ivx]{1,5}|[IVX][ivx]{1,4}(?=[.,/]))\s?"
    r"(\.\s?[-–—/]|/\.|\.\.(?!\.)|[-–]/|[./):,]|[-–—](?!\d))\s*" + _GO
)
_WORDED = re.compile(rf"[{UPPER}][{LOWER}]+(?:\s|$)")
_ROMAN_BARE = re.compile(rf"^([IVX]{{1,5}})\s+(?=[{UPPER}]{{2}})")
_JOINED = re.compile(
    r"^([IVX]{1,5}|[A-ZĐ])\s?\.\s?(\d{1,2}(?:\.\d{1,2}){0,3}|[1-9]\d\d(?=[.)]))\s?"
    r"([./)\-–—:]|\.[-–—/])?\s*" + _GO
)
_DECIMAL = re.compile(
    r"^(\d{1,2}(?:\s?\.\s?\d{1,2}){0,5}|[1-9]\d\d(?:\.[1-9]\d?){0,2}|"
    r"\d{1,2}\.[1-9]\d\d(?=[.)]))(\s?\.\s?[-–—/)]|/\.|\.\.(?!\.)|[-–]/|\s?[.)\]/:]|\s?[-–—](?=\s)|"
    r"[-–—](?=[^\W\d_])|,(?=\s))?\s*" + _GO
)
_SHARE = re.compile(r"\s+(?=\d{1,3}(?:,\d{1,2})?\s?%\s)")
_SPACED_SHARE = re.compile(r"(\d{1,2}\s?\.)\s+(?=\d{1,3}(?:,\d{1,2})?\s%)")
# "2.7.100% đoàn viên …": the share begins right after the number's dot.
_GLUED_SHARE = re.compile(r"^(\d{1,2}\.\d{1,2})\.(?=\d{2,3}(?:,\d{1,2})?\s?%\s)")
# "1.a)" and "2.1.b)": a letter glued to the number of the item it lies in.
_LETTERED = re.compile(
    r"^((?:\d{1,2}|[1-9]\d\d)(?:\.\d{1,2}){0,3})\.([a-zđ])(\)\.?|[./](?=\s))\s*" + _GO
)
# "1-1/ Giao ban": a hyphen for the dot of an inner number.
_HYPHENED = re.compile(rf"^(\d{{1,2}})-(\d{{1,2}})\s?[/.)]\s+(?=[{UPPER}])")
_BRACKET = re.compile(
    r"^(?=\([^()]*\)|\[[^\[\]]*\](?!\())[(\[]\s?"
    r"(\d{1,2}|[1-9]\d\d|[a-zđ]|[ivx]{1,5}|[IVX]{1,5})\s?[)\]]\s*[.:]?\s*(?=\S|$)"
)
_LOWER = re.compile(
    r"^([a-zđ])\s?(\.\s?[-–—/]|/\.|[)\]]\.?|[./,:](?!\w*\.\w)|[-–—](?=\s|"
    rf"[{UPPER}]))\s*" + _GO
)
_UPPER = re.compile(r"^([A-ZĐ])\s?(\.\s?[-–—/]|/\.|[./)]|[-–—](?=\s))\s*" + _GO)
_BULLET = re.compile(r"^([-–—−‐‑‒+*•●◦▪■□▫○➢➤►✓✔❖♦◆★·∙➔→§]|\uf0b7|\uf0a7|\uf02d|=>|>)\s*(?=\S|$)")
# "l.2. …": a scanner reads the one of an inner number as a letter.
_SCANNED_ONE = re.compile(r"^l\.\d{1,2}(?:\.\d{1,2})*[.)/]?\s*[^\W\d_]")
_SYMBOL = re.compile(r"[A-ZĐ][A-Za-zĐđ]{0,6}[-–/][A-ZĐ]")
_DASHES = "-–—−‐‑‒\uf02d"
_ROUND = "•●◦▪■□▫○·∙\uf0b7\uf0a7"


def roman(text: str) -> int | None:
    """Return the value of a Roman numeral in either case, None when it is not one."""
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    total = 0
    digits = [values.get(c, 0) for c in text.lower()]
    for index, digit in enumerate(digits):
        if not digit:
            return None
        after = digits[index + 1] if index + 1 < len(digits) else 0
        total += -digit if digit < after else digit
    return total if total and to_roman(total) == text.upper() else None


def to_roman(value: int) -> str:
    """Write a number from 1 to 399 in Roman capitals."""
    written = ""
    for amount, mark in (
        (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
        (4, "IV"), (1, "I"),
    ):  # fmt: skip
        written += mark * (value // amount)
        value %= amount
    return written


def parse(text: str) -> tuple[Label, ...]:
    """Return the readings of the line's beginning as a label, likeliest first.

    Several when letters are ambiguous ("C." is the third letter or a hundred, "i)" the
    ninth letter or a small one); none when the line does not begin with a label.
    """
    if not text:
        return ()
    first = text[0]
    if first.isdigit():
        return _lettered(text) or _hyphened(text) or _decimal(text)
    if first in "([":
        return _bracket(text)
    found = _BULLET.match(text)
    if found:
        return _bullet(text, found)
    if not first.isalpha() or text[:3].lower() == "v/v":
        return ()
    if _SCANNED_ONE.match(text):
        return tuple(replace(found, text="l" + found.text[1:], weak=True)
                     for found in _decimal("1" + text[1:]))  # fmt: skip
    return _word(text) or _named(text) or _joined(text) or (*_roman(text), *_letter(text))


def _word(text: str) -> tuple[Label, ...]:
    found = _WORD.match(plain(text[:60]))
    if not found or not text[0].isupper():
        return ()
    values = _word_values(found[2], found[3])
    rest = text[found.end() :]
    marked = bool(found[4])
    if not marked and rest and not (rest[0].isupper() and is_caps(rest)):
        return ()
    label = text[: found.end()].strip()
    weak = not marked and not is_caps(label + rest, 0.7) and bool(rest)
    family, kind = _WORDS[found[1]], found[1]
    return tuple(Label(label, family, (value,), kind, found.end(), weak) for value in values)


def _named(text: str) -> tuple[Label, ...]:
    found = _NAMED.match(plain(text[:60]))
    if not found or not text[0].isupper():
        return ()
    digits = found[3] or ""
    if "." in digits:
        numbers = tuple(int(part) for part in digits.split("."))
    else:
        numbers = tuple(_word_values(found[2], digits)[:1])
    if not numbers:
        return ()
    label = text[: found.end()].strip()
    return (Label(label, "named", numbers, found[1], found.end()),)


def _word_values(ordinal: str | None, digits: str) -> list[int]:
    """Return the values that "thứ hai", "một", "IV", "3" or "C" may have, likeliest first."""
    if ordinal:
        word = ordinal.split()[-1]
        return [ORDINALS.index(word) % 10 + 1] if word in ORDINALS else []
    if digits.isdigit():
        return [int(digits)]
    value = roman(digits)
    letter = ALPHABET.find(digits) + 1 if len(digits) == 1 else 0
    return [found for found in (value, letter) if found]


def _joined(text: str) -> tuple[Label, ...]:
    found = _JOINED.match(text)
    if not found:
        return ()
    head = roman(found[1]) if len(found[1]) > 1 or found[1] in "IVX" else None
    if head is None:
        head = ALPHABET.find(found[1].lower()) + 1
    parts = tuple(int(part) for part in found[2].split("."))
    if len(parts) > 1 or found[3] or found[1] in "IVX":
        return (Label(found[0].strip(), "decimal", (head, *parts), "", found.end(), not found[3]),)
    return ()


def _roman(text: str) -> tuple[Label, ...]:
    bare = _ROMAN_BARE.match(text)
    if bare and is_caps(text) and (value := roman(bare[1])):
        return (Label(bare[1], "roman", (value,), "", bare.end(), True),)
    found = _ROMAN.match(text)
    if not found:
        return ()
    digits = found[1]
    if "," in found[2] and digits.isupper() and _WORDED.match(text, found.end()):
        value = roman(digits)  # "II , Nội dung": a comma for the dot
        return (Label(found[0].strip(), "roman", (value,), "", found.end(), True),) if value else ()
    if "," in found[2] or not (digits.isupper() or digits.islower() or set(digits) & set("l1")):
        # "III,NHIỆM VỤ", "Ii.MỤC TIÊU": mistyped, true only before a heading in capitals.
        value = roman(digits)
        if value is None or not is_caps(text[found.end() :]):
            return ()
        return (Label(found[0].strip(), "roman", (value,), "", found.end(), True),)
    if digits.islower() and not set(digits) <= set("l1"):
        value = roman(digits)
        closed = ")" in found[2]
        if value is None or len(digits) == 1:
            return ()
        return (Label(found[0].strip(), "small", (value,), ")", found.end(), not closed),)
    # A scanner reads I as l or 1; true only before a heading.
    value = roman(digits) if set(digits) <= set("IVX") else None
    slip = value is None
    if (
        slip
        and (len(digits) > 1 or digits == "l")
        and digits[0] != "L"
        and text[found.end() : found.end() + 1].isupper()
    ):
        value = roman(digits.replace("l", "I").replace("1", "I"))
    if value is None or value > 60:
        return ()
    return (Label(found[0].strip(), "roman", (value,), "", found.end(), slip),)


def _letter(text: str) -> tuple[Label, ...]:
    upper = _UPPER.match(text)
    if upper:
        value = ALPHABET.find(upper[1].lower()) + 1
        if value:
            return (Label(upper[0].strip(), "upper", (value,), "", upper.end(), value > 1),)
    lower = _LOWER.match(text)
    if not lower:
        return ()
    value = ALPHABET.find(lower[1]) + 1
    label = lower[0].strip()
    weak = not {")", "]"} & set(lower[2])
    first = (Label(label, "lower", (value,), ")", lower.end(), weak),) if value else ()
    if value and not weak and text[lower.end() :][:1].isupper():
        # "A)" … "b)" … "C)": a capital printed small, where such capitals were seen.
        first = (*first, Label(label, "upper", (value,), "", lower.end(), value > 1))
    small = roman(lower[1])
    if small:
        return (*first, Label(label, "small", (small,), ")", lower.end(), weak))
    return first


def _bracket(text: str) -> tuple[Label, ...]:
    found = _BRACKET.match(text)
    if not found:
        return ()
    inner, label, end = found[1], found[0].strip(), found.end()
    if inner.isdigit():
        return (Label(label, "decimal", (int(inner),), "()", end),)
    if inner.isupper():
        value = roman(inner)
        return (Label(label, "roman", (value,), "()", end),) if value else ()
    small = roman(inner)
    readings: list[Label] = []
    if small:
        readings.append(Label(label, "small", (small,), "()", end))
    if len(inner) == 1 and (value := ALPHABET.find(inner) + 1):
        readings.append(Label(label, "lower", (value,), "()", end))
    return tuple(readings)


def _lettered(text: str) -> tuple[Label, ...]:
    found = _LETTERED.match(text)
    value = ALPHABET.find(found[2]) + 1 if found else 0
    if not found or not value:
        return ()
    numbers = (*(int(part) for part in found[1].split(".")), value)
    label = found[0].strip()
    return (Label(label, "lower", numbers, ".", found.end(), ")" not in found[3]),)


def _hyphened(text: str) -> tuple[Label, ...]:
    found = _HYPHENED.match(text)
    if not found:
        return ()
    numbers = (int(found[1]), int(found[2]))
    return (Label(found[0].strip(), "decimal", numbers, "", found.end(), weak=True),)


def _decimal(text: str) -> tuple[Label, ...]:
    glued = _GLUED_SHARE.match(text)
    if glued:
        above, last = glued[1].split(".")
        return (Label(glued[0], "decimal", (int(above), int(last)), ".", glued.end(), True),)
    found = _DECIMAL.match(text)
    if not found:
        return ()
    numbers = tuple(int(part) for part in found[1].split("."))
    mark = (found[2] or "").replace(" ", "")
    if len(numbers) == 1 and not mark:
        return ()
    share = _SHARE.match(text, found.end(1)) if len(numbers) > 1 and not mark else None
    if share:  # "1.2 100% doanh nghiệp …"
        return (Label(found[1], "decimal", numbers, ".", share.end(), True),)
    if (
        found.end() == found.end(1)
        and not text[found.end() :][:1].isalpha()
        and found.end() < len(text)
    ):
        # "4. 90 % đoàn viên": item 4 begins with a share.
        spaced = _SPACED_SHARE.match(text)
        return (Label(spaced[1], "decimal", numbers[:1], ".", spaced.end()),) if spaced else ()
    if mark in ("/", "-", "–") and _SYMBOL.match(text, found.end()):
        return ()  # "15/QĐ-LĐLĐ" is a document's number
    if mark == "," and numbers[0] < 10 and found[1][0] == "0" and text[found.end() :][:1].islower():
        return ()  # "… phường 01, trụ sở số 18" wrapped before the number
    style = ")" if ")" in mark or "]" in mark else "."
    weak = len(numbers) == 1 and (mark in (",", ":", "-", "–", "—") or numbers[0] > 40)
    weak = weak or (len(numbers) > 1 and not mark) or numbers[0] == 0
    whole = Label(found[0].strip(), "decimal", numbers, style, found.end(), weak)
    # "1. 2 lớp …" is item 1 that begins with a number, when no item 1.2 fits there.
    apart = re.match(r"(\d{1,2})\s?\.\s(?=\d)", text)
    if len(numbers) > 1 and not mark and apart:
        single = Label(apart[0].strip(), "decimal", numbers[:1], ".", apart.end())
        return (whole, single)
    return (whole,)


def _bullet(text: str, found: re.Match[str]) -> tuple[Label, ...]:
    mark = found[1]
    if text[found.end(1) : found.end(1) + 1] == mark:
        return ()
    style = "-" if mark in _DASHES else "•" if mark in _ROUND else mark
    spaced = text[found.end(1) : found.end(1) + 1].isspace()
    weak = not spaced and text[found.end() : found.end() + 1].isdigit()
    return (Label("-" if mark in _DASHES else mark, "bullet", (), style, found.end(), weak),)
