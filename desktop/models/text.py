"""Vietnamese text and numbers, independent of the system's locale."""

import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

_MARKED = "".join(
    unicodedata.normalize("NFC", base + tone)
    for base in "aăâeêioôơuưy"
    for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
)
SMALLS = "a-zđ" + _MARKED
"""The small letters of Vietnamese, for use inside a character class of a pattern."""
CAPITALS = "A-ZĐ" + _MARKED.upper()
"""Its capitals; a range such as À-Ỹ holds small letters too."""


def nfc(text: str) -> str:
    """Return the text in composed Unicode, the only form that is stored or printed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Return the text composed, on one line, without anything that cannot be seen.

    Line breaks, tabs and odd spaces become single spaces; control characters, zero-width
    ones and those that turn the direction of writing go.
    """
    text = nfc(text)
    if not text.isprintable():
        text = "".join(_seen(letter) for letter in text)
    return " ".join(text.split())


def seen_lines(text: str) -> str:
    """Return the text composed, its lines kept, without anything else that cannot be seen."""
    text = nfc(text)
    if text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(_seen(letter) for letter in line) for line in lines)


def _seen(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind[0] == "Z" or letter.isspace():
        return " "
    return "" if kind[0] == "C" else letter


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return a search key: no case, no tone marks, đ as d, single spaces."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.split())


_BASES = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: dictionary order


@lru_cache(maxsize=8192)
def _word_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters: list[int] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFC", word.casefold()):
        parts = unicodedata.normalize("NFD", char)
        tone = next((_TONES.index(p) + 1 for p in parts if p in _TONES), 0)
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
        found = _BASES.find(base)
        letters.append(found + 100 if found >= 0 else min(ord(base[0]), 99))
        tones.append(tone)
    return tuple(letters), tuple(tones)


@lru_cache(maxsize=8192)
def sort_key(text: str) -> tuple[object, ...]:
    """Return a key that sorts as a Vietnamese dictionary does (letters first, then tones)."""
    return tuple(_word_key(word) for word in nfc(text).split())


def same_key(text: str) -> tuple[object, ...]:
    """Return a key that is one for texts spelt alike: with their marks, whatever the case.

    Where in a syllable its tone is written makes no difference: "Hoà" is "Hòa".
    """
    words = (_word_key(word) for word in nfc(text).split())
    return tuple((letters, tuple(tone for tone in tones if tone)) for letters, tones in words)


def name_key(full_name: str) -> tuple[object, ...]:
    """Return a key that sorts people by given name, then the rest of the name."""
    words = nfc(full_name).split()
    return tuple(_word_key(word) for word in words[-1:] + words[:-1])


def vi_number(value: int | Decimal, decimals: int = 0) -> str:
    """Write a number the Vietnamese way: 1.234,5, −12. Half is rounded up, away from zero."""
    exact = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, part = f"{abs(exact):,f}".partition(".")
    sign = "\N{MINUS SIGN}" if exact < 0 else ""
    return sign + whole.replace(",", ".") + ("," + part if part else "")


def vi_value(value: int | Decimal | None) -> str:
    """Write a figure: a count as 1.234, a share with two decimals, "–" where there is none."""
    if value is None:
        return "–"
    return vi_number(value, 2) if isinstance(value, Decimal) else vi_number(value)


def vi_signed(value: int) -> str:
    """Write a difference: +16, −16, 0."""
    return ("+" if value > 0 else "") + vi_number(value)


def for_spreadsheet(text: str) -> str:
    """Return a shown text on one line as a spreadsheet takes it: −12 would stay a word there."""
    flat = " ".join(text.split())
    if flat[:1] == "\N{MINUS SIGN}" and flat[1:2].isdigit():
        return "-" + flat[1:]
    return flat


def vi_ratio(numerator: int, denominator: int, decimals: int = 2) -> str:
    """Write numerator/denominator as a percentage, "–" when the denominator is zero.

    Computed from the raw parts, rounded half-up (V18; figures.md, section 12).
    """
    if denominator == 0:
        return "–"
    return vi_number(percent(numerator, denominator, decimals), decimals) + "%"


def percent(numerator: int, denominator: int, decimals: int = 2) -> Decimal:
    """Return 100 × numerator / denominator, rounded half-up; the denominator is not zero."""
    share = Fraction(numerator * 100, denominator)
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(
        Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP
    )


def long_date(day: date, *, place: str = "") -> str:
    """Write "ngày 05 tháng 01 năm 2027": zero before days 1–9 and months 1–2 only."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    written = f"ngày {day.day:02d} tháng {month} năm {day.year}"
    return f"{place}, {written}" if place else written


def short_date(day: date) -> str:
    """Write "05/01/2027" by the same zero rule: 28/7/2021, 02/10/2019."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def lowered(title: str) -> str:
    """Return a title as it stands inside a sentence ("tháng 10/2026"), an abbreviation as it is."""
    if title[1:2].isupper():
        return title
    return title[:1].lower() + title[1:]


def with_counts(words: str, **fields: object) -> str:
    """Fill words in; whole numbers are counts, written 1.841 (numbers of lines are no counts)."""
    shown = {
        name: vi_number(value) if type(value) is int else value for name, value in fields.items()
    }
    return words.format(**shown)
