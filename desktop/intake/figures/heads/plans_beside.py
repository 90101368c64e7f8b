"""Plans and results told beside each other: “KH | TH”, “Chỉ tiêu | Thực hiện | Tỷ lệ | Lũy kế”."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, Literal

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.sheets.grid import Cell, Grid, Row, is_number, shown
from desktop.models.text import fold

Way = Literal["", "plan", "result", "ratio", "since", "other"]

ASSUMED: Final = _(
    "Số thực hiện đứng cạnh kế hoạch cả năm mà không ghi thời gian: hiểu là số của kỳ này; "
    "xem có phải số từ đầu năm không."
)
"""Said of a flow whose column could hold all since the year began."""
_LOOKED_AT: Final = 80
_PLAN: Final = re.compile(r"(?:kh|ke hoach|chi tieu)\b.*")
_RESULT: Final = re.compile(
    r"(?:so )?(?:th|kq|thuc hien|ket qua|dat|dat duoc|da dat|ket qua thuc hien|th thuc te)"
    r"(?: (?:trong )?(?:thang|quy|ky|t\d).*)?"
)
_THIS_PERIOD: Final = re.compile(r"\b(?:trong ky|(?:ky|thang|quy) (?:nay|bao cao|bc))\b")
_OTHER_WAY: Final = re.compile(r"ty le|ti le|luy ke|lk\b|%")
_WRITTEN: Final = {"th": "Thực hiện", "kq": "Kết quả", "lk": "Lũy kế", "dat": "Thực hiện",
                   "dat duoc": "Thực hiện", "da dat": "Thực hiện"}  # fmt: skip


def spelled_beside_plans(grids: Iterable[Grid]) -> list[Grid]:
    """Return the sheets with “TH”, “KQ”, “LK” written out in rows that name a plan too.

    “TH” alone is a primary school more often than not.
    """
    return [replace(grid, rows=[_spelled(row) if at < _LOOKED_AT else row
                                for at, row in enumerate(grid.rows)])
            for grid in grids]  # fmt: skip


def _spelled(row: Row) -> Row:
    texts = [fold(shown(cell)).strip(" .:") if isinstance(cell, str) else "" for cell in row]
    if any(map(is_number, row)) or not any(map(_PLAN.fullmatch, texts)):
        return row
    if not _WRITTEN.keys() & set(texts):
        return row
    return [_WRITTEN.get(text, cell) for text, cell in zip(texts, row, strict=True)]


def names_ways(row: Row) -> bool:
    """Whether a row only names plans and results under others' names: “KH | TH | KH | TH”."""
    told = [fold(shown(cell)).strip(" .:") for cell in row if isinstance(cell, str)]
    plans, results = ([text for text in told if one.fullmatch(text)] for one in (_PLAN, _RESULT))
    others = [text for text in told if _OTHER_WAY.match(text)]
    all_told = len(plans) + len(results) + len(others) >= len([*filter(None, told)])
    return len(plans) > 1 and len(results) > 1 and all_told


def way_told(cell: Cell, headings: HeadingReader) -> Way:
    """Return what a cell says the figures beside it are: planned, done, a ratio, of all since.

    "other" is done in another time than the period; "" for any other words.
    """
    text = shown(cell) if isinstance(cell, str) else ""
    if not text or len(text) > 60:
        return ""
    sense = headings.sense(text)
    if sense.codes or sense.subjects or sense.left not in ((), ("th",), ("kq",)):
        return "result" if _RESULT.fullmatch(fold(text).strip(" .:")) else ""
    if "ratio" in sense.concepts:
        return "ratio"
    if "plan" in sense.concepts:
        return "plan"
    if "since_new_year" in sense.concepts:
        return "since"
    if not ("this_time" in sense.concepts or _RESULT.fullmatch(fold(text).strip(" .:"))):
        return ""
    return "result" if sense.relation in ("", "same") else "other"


def plans_and_results(told: Sequence[Way]) -> bool:
    """Whether every one tells a way, some of them a plan and some a result."""
    return "" not in told and "plan" in told and "result" in told


def names_period(text: str) -> bool:
    """Whether a heading says in words that it is of the period reported: “Kỳ này”."""
    return _THIS_PERIOD.search(fold(text)) is not None


def is_assumed(beside: Sequence[str], headings: HeadingReader) -> bool:
    """Whether a result without a time, beside all these, may as well be of the plan's year."""
    said = [headings.sense(text) for text in beside]
    others = [one for one in said if "plan" not in one.concepts]
    return any(map(headings.is_longer_plan, beside)) and all(
        one.span is None and "since_new_year" not in one.concepts for one in others
    )


def assume_period(header: Header, reader: HeadingReader) -> None:
    """Say of flows without a time beside a plan of the year that the period is assumed."""
    for column in header.columns:
        untimed = column.code in reader.words.flows and column.span is None
        if not untimed or column.guess or column.doubtful or names_period(column.heading):
            continue
        beside = [" ".join(other.path) for other in header.columns
                  if other.at != column.at and _are_of_one(other, column, reader)]  # fmt: skip
        if is_assumed(beside, reader):
            header.columns[column.at] = replace(column, guess=ASSUMED)


def _are_of_one(other: Column, column: Column, reader: HeadingReader) -> bool:
    """Whether two columns tell the same thing: below one heading, or by its name in both."""
    if other.path and len(column.path) > 1 and other.path[:-1] == column.path[:-1]:
        return True
    return column.code in reader.sense(" ".join(other.path)).codes
