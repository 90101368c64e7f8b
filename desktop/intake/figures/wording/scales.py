"""What a sheet counts by where it is not by ones: chục người, nghìn đồng."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.intake.figures.sheets.grid import Row, is_empty, shown
from desktop.models.packs.pack_types import Indicator
from desktop.models.text import nfc

_PERSONS: Final = frozenset({"người", "lượt"})
_FACTORS: Final = {
    "chục": 10, "chuc": 10, "trăm": 100, "tram": 100, "nghìn": 1_000, "ngàn": 1_000,
    "nghin": 1_000, "ngan": 1_000, "vạn": 10_000, "triệu": 1_000_000, "trieu": 1_000_000,
    "trđ": 1_000_000, "tr.đ": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000,
}  # fmt: skip
_OF_MONEY: Final = r"(?:đồng|dong|đ|vnđ|vnd)"
_OF_PEOPLE: Final = (
    r"(?:người|nguoi|ng|đoàn viên|doan vien|đv|lao động|lđ|nlđ|cnvclđ|cnlđ|đơn vị người)"
)
_WORDS: Final = re.compile(
    rf"(?<!\w)(chục|chuc|trăm|tram|nghìn|ngàn|nghin|ngan|vạn|triệu|trieu|tỷ|tỉ)\s*"
    rf"(?:({_OF_MONEY})|({_OF_PEOPLE}))(?!\w)"
)
_SHORT_MONEY: Final = re.compile(r"(?<!\w)(trđ|tr\.đ)(?!\w)")
_IN_BRACKETS: Final = re.compile(r"\(\s*(?:đvt\s*:?\s*)?(trđ|tr\.\s?đ|tr\.?\s?đồng)\.?\s*\)")
"""“(tr.đ)” alone; “(tr.đ: nữ)” is “trong đó”."""
_DIGITS_IN_BRACKETS: Final = re.compile(
    rf"\(\s*(?:đvt\s*:?\s*)?(?:x\s*)?(1[.,]?000|1[.,]?000[.,]?000)\s*{_OF_MONEY}\s*\)"
)
"""“Tiền thăm hỏi (1.000đ)”; “(50.000đ)” is what one of them costs."""
_DIGITS: Final = re.compile(
    rf"(?<![\w.,])(?:x\s*)?(10|100|1[.,]?000|10[.,]?000|1[.,]?000[.,]?000)\s*"
    rf"(?:({_OF_MONEY})|({_OF_PEOPLE}))(?!\w)"
)
_DECLARES: Final = re.compile(
    r"(?<!\w)(?:đơn\s*vị\s*tính|don\s*vi\s*tinh|đvt|dvt|đv\s*tính|tính\s*(?:theo|bằng)|đơn\s*vị\s*:"
    r"|đv\s*:|số\s*liệu\s*:)"
)
_BARE: Final = re.compile(rf"\W*(?:x\s*)?[\w.,]+\s*(?:{_OF_MONEY}|{_OF_PEOPLE})\W*")
_MEASURE: Final = re.compile(
    r"(?:x\s*)?(chục|chuc|trăm|tram|nghìn|ngàn|nghin|ngan|vạn|triệu|trieu|trđ|tr\.?\s?đ|tr|tỷ|tỉ|ty"
    rf"|10|100|1[.,]?000|1[.,]?000[.,]?000)\s*({_OF_MONEY}|{_OF_PEOPLE}|lượt(?:\s+người)?)?\.?"
)
_AMOUNT: Final = re.compile(
    r"(\d[\d., ]*)\s*(nghìn|ngàn|nghin|ngan|triệu|trieu|trđ|tr\.?\s?đ|tr|tỷ|tỉ|k)"
    rf"\s*{_OF_MONEY}?\.?"
)
_SHORT: Final = {"tr": 1_000_000, "trđ": 1_000_000, "ty": 1_000_000_000, "k": 1_000}
_MONEY_BY: Final = {1_000: "nghìn đồng", 1_000_000: "triệu đồng", 1_000_000_000: "tỷ đồng"}
_LOOKED_BELOW: Final = 30
_FEW: Final = 2


@dataclass(frozen=True, slots=True)
class Scale:
    """Figures stand for `factor` times as many; `words` as the sheet says it."""

    factor: int
    words: str
    money: bool

    def suits(self, indicator: Indicator | None) -> bool:
        """Whether an indicator is counted in what is scaled: đồng, or persons."""
        if indicator is None:
            return not self.money
        return indicator.money if self.money else (
            not indicator.money and indicator.unit in _PERSONS)  # fmt: skip


def scales_in(text: str) -> tuple[Scale, ...]:
    """Return the measures a heading names: “CNVCLĐ (nghìn người)”, “triệu đồng”."""
    lowered = nfc(" ".join(text.split())).lower()
    found = []
    declared = bool(_DECLARES.search(lowered))
    for match in _WORDS.finditer(lowered):
        found.append(Scale(_FACTORS[match[1]], match[0].strip(), bool(match[2])))
    for match in _SHORT_MONEY.finditer(lowered) if declared else ():
        found.append(Scale(_FACTORS[match[1]], match[0], money=True))
    for match in _IN_BRACKETS.finditer(lowered) if not declared else ():
        found.append(Scale(_FACTORS["trđ"], match[1], money=True))
    for match in _DIGITS_IN_BRACKETS.finditer(lowered) if not declared else ():
        found.append(Scale(_factor(match[1]), match[0].strip("( )"), money=True))
    for match in _DIGITS.finditer(lowered):
        if declared or _BARE.fullmatch(lowered):
            factor = int(re.sub(r"[.,]", "", match[1]))
            found.append(Scale(factor, match[0].strip(), bool(match[2])))
    return tuple(found)


def measure_scale(measure: str, indicator: Indicator | None) -> Scale | None:
    """Return what a row is told in by its own measure: “triệu đồng”, “nghìn”, “trăm lượt”.

    None for a measure of ones, and for one that does not suit what the row counts.
    """
    words = nfc(" ".join(measure.split())).lower().strip("()")
    found = _MEASURE.fullmatch(words)
    if found is None or indicator is None:
        return None
    money = bool(found[2] and re.fullmatch(_OF_MONEY, found[2])) or "đ" in found[1] or (
        not found[2] and indicator.money)  # fmt: skip
    scale = Scale(_factor(found[1]), words, money)
    return scale if scale.suits(indicator) else None


def scale_alone(text: str) -> str:
    """Return a text that is nothing but a scale as a heading tells it: “triệu đồng” for “triệu”;
    "" for any other, and for a measure of ones."""
    words = nfc(" ".join(text.split())).lower().strip("()")
    found = _MEASURE.fullmatch(words)
    if found is None or scales_in(f"({words})"):
        return words if found is not None else ""
    return "" if found[2] or found[1][0].isdigit() else _MONEY_BY.get(_factor(found[1]), "")


def amount_scale(text: str) -> tuple[str, Scale] | None:
    """Return the digits and the measure of a sum of money that says it itself: “4,5 triệu”."""
    found = _AMOUNT.fullmatch(nfc(" ".join(text.split())).lower())
    if found is None:
        return None
    return found[1].strip(), Scale(_factor(found[2]), found[2], money=True)


def _factor(word: str) -> int:
    bare = re.sub(r"[.,\s]", "", word)
    return int(bare) if bare.isdigit() else _FACTORS.get(bare) or _SHORT[bare]


def declared_scales(rows: Sequence[Row], head: int) -> tuple[Scale, ...]:
    """Return the measures a sheet declares above its table's head, or below its rows.

    The declaration nearest above counts; one that names no scale ("ĐVT: người") ends the search.
    A measure alone declares only in a row of its own: “10 người” among figures is one of them.
    """
    for text, alone in _texts(reversed(rows[:head])):
        lowered = nfc(text).lower()
        bare = alone and _BARE.fullmatch(lowered) and scales_in(text)
        if _DECLARES.search(lowered) or bare:
            return scales_in(text)
    for text, _alone in _texts(rows[max(head, len(rows) - _LOOKED_BELOW) :]):
        if _DECLARES.search(nfc(text).lower()) and scales_in(text):
            return scales_in(text)
    return ()


def _texts(rows: Iterable[Row]) -> Iterable[tuple[str, bool]]:
    """Yield the texts of rows, and whether hardly anything else stands in the row."""
    for row in rows:
        alone = sum(not is_empty(cell) for cell in row) <= _FEW
        for cell in row:
            if isinstance(cell, str) and 3 < len(cell) < 200:
                yield shown(cell), alone
