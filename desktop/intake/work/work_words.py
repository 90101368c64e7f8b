"""What stands in the cells of a work programme: times of the year, costs, titles of columns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from desktop.models.text import fold, one_line, short_date

_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTH: Final = re.compile(r"(?:thang|thg|th|t)\.?\s*0?(1[0-2]|[1-9])(?:\s*[/-]\s*(20\d\d))?")
_MONTH_OF: Final = re.compile(r"\bthang\s*0?(1[0-2]|[1-9])(?!\d)")
_QUARTER: Final = re.compile(r"(?:quy|q)\.?\s*([1-4]|i{1,3}|iv)(?:\s*[/-]\s*(20\d\d))?")
_QUARTER_OF: Final = re.compile(r"\bquy\s*([1-4]|iii|iv|ii|i)\b")
_DAY: Final = re.compile(
    r"(?<![\d/])(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(20\d\d))?(?![\d/])"
)
_BARE_MONTH: Final = re.compile(r"0?(1[0-2]|[1-9])(?:\s*[/-]\s*(20\d\d))")
_ALL_YEAR: Final = re.compile(
    r"(?:cac )?(?:cong viec |nhiem vu |viec )?(?:ca nam|trong nam|thuong xuyen|hang thang|"
    r"hang nam|hang quy|quanh nam|dinh ky)(?: trong nam)?"
)
_MILLION: Final = re.compile(r"(?:trieu|tr)\b")
_THOUSAND: Final = re.compile(r"(?:nghin|ngan|1[.,]?000 ?d|k)\b")
_NUMBER: Final = re.compile(r"\d[\d.,\s]*")
_EMPTY: Final = frozenset({"", "-", "–", "—", "0", "x", "khong"})

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("stt", "tt", "so tt", "so thu tu"),
    "note": ("ghi chu", "luu y"),
    "partner": ("phoi hop", "don vi phoi hop", "co quan phoi hop", "bo phan phoi hop"),
    "cost": ("kinh phi", "du toan", "so tien", "du kien kinh phi", "kinh phi du kien", "chi phi"),
    "month": ("thang", "quy", "thang quy", "thang thuc hien", "thang nam", "ky"),
    "group": ("nhom nhiem vu", "nhom", "linh vuc", "mang cong tac", "mat cong tac"),
    "due": (
        *("thoi gian", "thoi han", "thoi diem", "tien do", "ngay", "han hoan thanh"),
        *("thoi gian hoan thanh", "han"),
    ),
    "lead": (
        *("chu tri", "nguoi thuc hien", "don vi thuc hien", "thuc hien", "phu trach"),
        *("nguoi phu trach", "bo phan thuc hien", "don vi chu tri", "phan cong"),
    ),
    "task": (
        *("noi dung", "cong viec", "nhiem vu", "ten cong viec", "viec", "hoat dong"),
        *("ten hoat dong", "noi dung cong viec"),
    ),
}
"""Field → titles, folded; a title that begins or ends with one of them is meant too."""


@dataclass(frozen=True, slots=True)
class Time:
    """When something is done: a month, a quarter, or (both None) the whole year.

    `text` is what is left to print: "" where the month or quarter says it all.
    """

    month: int | None = None
    quarter: int | None = None
    text: str = ""
    year: int | None = None


def column_of(title: str) -> str:
    """Return the field a column's title means, "" for none."""
    bare = " ".join(re.sub(r"\(.*?\)|[/,.:;*-]", " ", fold(title)).split())
    if not bare:
        return ""
    for field, names in COLUMNS.items():
        if bare in names:
            return field
    for field, names in COLUMNS.items():
        if field not in ("number", "month") and any(
            bare.startswith(f"{name} ") or bare.endswith(f" {name}") for name in names
        ):
            return field
    return ""


def month_column(title: str) -> int | None:
    """Return the month a column of ticks stands for ("T1", "Tháng 3"), None for none."""
    bare = fold(title).strip(" .")
    found = _MONTH.fullmatch(bare) or _MONTH.fullmatch(bare.rpartition(" ")[2])
    return int(found[1]) if found else None


def whole_period(text: str) -> Time | None:
    """Return the time a heading or a cell names and nothing else, None where it is not one."""
    bare = re.sub(r"\(.*?\)", "", fold(text)).strip(" .:-–")
    bare = re.sub(r"^(?:trong |cong tac |cong viec |nhiem vu |viec )(?=thang|quy)", "", bare)
    bare = re.sub(r"\s+nam (20\d\d)$", r"/\1", bare)
    if found := _MONTH.fullmatch(bare) or _BARE_MONTH.fullmatch(bare):
        return Time(month=int(found[1]), year=_year(found[2]))
    if found := _QUARTER.fullmatch(bare):
        return Time(quarter=_quarter(found[1]), year=_year(found[2]))
    return Time() if _ALL_YEAR.fullmatch(bare) else None


def time_of(cell: Any) -> Time | None:
    """Return when a cell says something is done; None where no month can be told from it."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return Time(month=cell.month, text=short_date(cell), year=cell.year)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Time(month=int(cell)) if cell in range(1, 13) else None
    text = one_line(str(cell))
    bare = fold(text)
    if (whole := whole_period(text)) is not None:
        timeless = whole == Time() and bare not in ("ca nam", "trong nam")
        return Time(text=text) if timeless else whole
    if bare.isdecimal() and int(bare) in range(1, 13):
        return Time(month=int(bare))
    days = [found for found in _DAY.finditer(bare) if 1 <= int(found[2]) <= 12]
    if days:  # a span ends in the month it is due
        last = days[-1]
        return Time(month=int(last[2]), text=text, year=_year(last[3]))
    if found := _MONTH_OF.search(bare):
        return Time(month=int(found[1]), text=text)
    if found := _QUARTER_OF.search(bare):
        return Time(quarter=_quarter(found[1]), text=text)
    return None


def money_of(cell: Any, unit: int = 1) -> int | None:
    """Return whole đồng; `unit` is what one in this column stands for (1.000.000 for triệu).

    None for an empty cell. Raises ValueError for words or what cannot be an amount.
    """
    if isinstance(cell, bool):
        raise ValueError(cell)
    if isinstance(cell, int | float):
        return _whole(Decimal(str(cell)) * unit) or None
    bare = fold(str(cell)).strip(" .")
    if bare in _EMPTY:
        return None
    number = _NUMBER.search(bare)
    rest = (bare[: number.start()] + " " + bare[number.end() :]).strip() if number else bare
    own = 1_000_000 if _MILLION.search(rest) else 1_000 if _THOUSAND.search(rest) else None
    left = re.sub(r"trieu|tr\b|nghin|ngan|k\b|dong|vnd|vnđ|\bd\b|[().]", "", rest).strip()
    if number is None or left:
        raise ValueError(cell)
    return _whole(_decimal(number[0]) * (own or unit))


def money_unit(title: str) -> int:
    """Return what one in a column of costs stands for, by its title."""
    bare = fold(title)
    if _MILLION.search(bare):
        return 1_000_000
    return 1_000 if _THOUSAND.search(bare) else 1


def _decimal(text: str) -> Decimal:
    """Read "5.000.000", "5,000,000", "12,5" and "12.5"; groups of three are thousands."""
    bare = re.sub(r"\s", "", text).strip(".,")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", bare):
        bare = re.sub(r"[.,]", "", bare)
    elif bare.count(",") == 1 and "." in bare.partition(",")[0]:
        bare = bare.replace(".", "").replace(",", ".")
    else:
        bare = bare.replace(",", ".")
    try:
        return Decimal(bare)
    except InvalidOperation:
        raise ValueError(text) from None


def _whole(value: Decimal) -> int:
    if not value.is_finite() or not 0 <= value < 10**15:
        raise ValueError(value)
    return int(value.to_integral_value())


def _quarter(text: str) -> int:
    return _ROMAN.get(text) or int(text)


def _year(text: str | None) -> int | None:
    return int(text) if text else None
