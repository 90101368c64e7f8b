"""Columns of months alone under a title that says what they count: “Theo dõi số lượng đoàn viên”.

What the title counts is written before each month, so that the columns are read as if they were
headed in full. Where rows of their own say it (“Lao động” over the unions, then “Đoàn viên” over
them again), each begins a table with the same months.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.sheets.grid import Cell, Grid, is_empty, is_number, shown
from desktop.intake.figures.wording.times import TimeReader
from desktop.models.packs.periods import Period
from desktop.models.text import fold, nfc, one_line

_LOOKED_AT: Final = 40
_FEWEST: Final = 2
_MOST_OVER: Final = 2
_LONGEST: Final = 200
_BESIDE: Final = frozenset({"number", "unit", "note", "kind", "area", "code", "total", "of_year",
                            "phone", "person", "sector", "address", "company", "change", "ratio",
                            "plan"})  # fmt: skip
_PARTS: Final = frozenset({"women", "men", "total"})
_OF_WHOM: Final = re.compile(
    r"\s+(?:của|tại|ở|thuộc|trực thuộc|trong|các|tại các|toàn|cđcs|"
    r"(?:công đoàn|cđ) (?:xã|phường|đặc khu|khu|ngành|cơ sở|các|trực)|nghiệp đoàn)(?!\w).*$",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"^(?:(?:biểu|bảng|sổ|phiếu|file|mẫu|danh sách|báo cáo|thống kê|tổng hợp|theo dõi|cập nhật|kê"
    r"|số liệu|tình hình|diễn biến|kết quả|công tác|về|chi tiết)(?!\w)[\s:.–-]*)+", re.IGNORECASE,
)  # fmt: skip
_BY_MONTH: Final = re.compile(
    r"\(?\s*(?:theo|từng|qua|các|hàng|hằng|mỗi|trong|12|tất cả các)\s+(?:từng |các |12 )*tháng"
    r"(?:\s+(?:trong|của|của cả)?\s*năm)?\s*\)?(?!\s*\d)",
    re.IGNORECASE,
)
_MONTHS_ABOVE: Final = re.compile(r"(?:(?:cac|tung) )?thang(?: (?:trong |cua )?nam)?(?: 20\d\d)?")
_YEAR_LEFT: Final = re.compile(r"\s*\(?\s*(?:trong\s+|của\s+)?năm\s*\)?\s*$", re.IGNORECASE)
_NUMBER_LENGTH: Final = 4
"""Letters of a row's own number: “I.”, “2.1”."""
_NUMBERS: Final = 6
"""So many months in a row are no numbers of columns, where the title tells of months."""


def counted_in_title(grids: Sequence[Grid], headings: HeadingReader, period: Period) -> list[Grid]:
    """Return the sheets with what their title counts written before their months."""
    return [_titled(grid, headings, period) for grid in grids]


def _titled(grid: Grid, headings: HeadingReader, period: Period) -> Grid:
    for at, row in enumerate(grid.rows[:_LOOKED_AT]):
        months = _months(grid, at, headings)
        if len(months) < _FEWEST or not _says_no_more(grid, at, months, headings):
            continue
        rows = list(grid.rows)
        if blocks := _blocks(grid, at, headings):
            for block, label in blocks.items():
                rows[at if block == at + 1 else block] = [
                    f"{label} {months[n]}" if n in months else cell for n, cell in enumerate(row)
                ]
            return replace(grid, rows=rows)
        counted = _counted(grid, at, headings, period)
        if not counted:
            return grid
        rows[at] = [f"{counted} {months[n]}" if n in months else cell for n, cell in enumerate(row)]
        return replace(grid, rows=rows)
    return grid


def _blocks(grid: Grid, at: int, headings: HeadingReader) -> dict[int, str]:
    """Return the rows that say what the rows below them count, the first right below the months;
    empty where fewer than two things are told, or one of them twice."""
    told: dict[int, str] = {}
    for place, row in enumerate(grid.rows[at + 1 :], at + 1):
        filled = [cell for cell in row if not is_empty(cell)]
        if not 0 < len(filled) <= _FEWEST or not isinstance(filled[-1], str):
            continue
        if len(filled) == _FEWEST and len(shown(filled[0])) > _NUMBER_LENGTH:
            continue
        label = one_line(filled[-1])
        if told and headings.sense(label).concepts == {"women"}:
            label = f"{list(told.values())[-1]} nữ"
        if headings.role((label,))[0].startswith("code:"):
            told[place] = label
    roles = {headings.role((label,))[0] for label in told.values()}
    return told if at + 1 in told and len(roles) == len(told) >= _FEWEST else {}


def _months(grid: Grid, at: int, headings: HeadingReader) -> dict[int, str]:
    """Return the columns a row of headings dates, each with the words of its month."""
    row = grid.rows[at]
    told = {n: shown(cell) for n, cell in enumerate(row)
            if isinstance(cell, str) and 0 < len(one_line(cell)) < 40}  # fmt: skip
    found = {n: text for n, text in told.items() if _is_month(text, headings)}
    return found or _numbered(grid, at)


def _is_month(text: str, headings: HeadingReader) -> bool:
    sense = headings.sense(text)
    return sense.span is not None and not sense.span.is_year and not (
        sense.left or sense.codes or sense.concepts - {"closing", "of_month"}
    )  # fmt: skip


def _numbered(grid: Grid, at: int) -> dict[int, str]:
    """Return the numbers 1 to 12 that stand for months: under “Tháng”, or many of them below a
    title that tells of months."""
    found = {n: _number(cell) for n, cell in enumerate(grid.rows[at]) if _number(cell)}
    places = list(found)
    if len(found) < _FEWEST or any(
        found[n] - found[places[0]] != n - places[0] for n in places
    ):  # fmt: skip
        return {}
    above = [fold(shown(cell)) for row in grid.rows[max(0, at - _MOST_OVER) : at] for cell in row
             if isinstance(cell, str)]  # fmt: skip
    headed = any(_MONTHS_ABOVE.fullmatch(text) for text in above)
    words = [cell for cell in grid.rows[at] if isinstance(cell, str) and not _number(cell)]
    titled = len(found) >= _NUMBERS and any(map(str.strip, words)) and any(
        _BY_MONTH.search(text) for text in _titles(grid, at))  # fmt: skip
    return {n: f"tháng {month}" for n, month in found.items()} if headed or titled else {}


def _number(cell: Cell) -> int:
    text = shown(cell).strip()
    is_one = (is_number(cell) or isinstance(cell, str)) and text.isdigit() and len(text) < 3
    return int(text) if is_one and 1 <= int(text) <= 12 else 0


def _says_no_more(grid: Grid, at: int, months: dict[int, str], headings: HeadingReader) -> bool:
    """Whether nothing but the title can say what the months count: not the row itself, the one
    above them nor the one below."""
    above = grid.rows[at - 1] if at else []
    alone = all(is_empty(cell) or n in months for n, cell in enumerate(grid.rows[at]))
    head = above if alone else grid.rows[at]
    beside = [shown(cell) for n, cell in enumerate(head) if n not in months]
    said = [headings.sense(text) for text in beside if text]
    if not all(_is_text(one.concepts) and not one.codes for one in said):
        return False
    for row in grid.rows[max(0, at - _MOST_OVER) : at]:
        texts = [shown(cell) for cell in row if not is_empty(cell)]
        over = [headings.sense(text) for n, cell in enumerate(row) if n in months
                and (text := shown(cell))]  # fmt: skip
        if len(texts) > 1 and any(one.codes or one.subjects for one in over):
            return False
    below = grid.rows[at + 1] if at + 1 < len(grid.rows) else []
    parts = [headings.sense(shown(below[n])) for n in range(min(months), len(below))
             if isinstance(below[n], str) and any(map(str.isalpha, below[n]))]  # fmt: skip
    return all(one.concepts <= _PARTS and not one.codes for one in parts)


def _is_text(concepts: frozenset[str]) -> bool:
    return bool(concepts & _BESIDE) and not concepts & {"worker", "member"}


def _counted(grid: Grid, at: int, headings: HeadingReader, period: Period) -> str:
    """Return what the title counts, "" where it counts nothing, or several things.

    The sheet's name is asked where no line above the table tells.
    """
    for texts in (_titles(grid, at), () if grid.text_file else (grid.name,)):
        told = {text: role for line in texts
                if (text := _bare(line, period)) and (role := _role(text, headings))}  # fmt: skip
        if told:
            return next(iter(told)) if len(set(told.values())) == 1 and "?" not in (
                told.values()) else ""  # fmt: skip
    return ""


def _titles(grid: Grid, at: int) -> Iterator[str]:
    for row in grid.rows[:at]:
        filled = [cell for cell in row if not is_empty(cell)]
        if 0 < len(filled) <= _FEWEST:
            yield from (shown(cell) for cell in filled
                        if isinstance(cell, str) and len(cell) < _LONGEST)  # fmt: skip


def _bare(title: str, period: Period) -> str:
    """Return a title without its opening words, its times and whose figures it tells."""
    text = _OPENING.sub("", nfc(title).strip())
    text = TimeReader(period).read(_BY_MONTH.sub(" ", text))[0]
    text = _YEAR_LEFT.sub("", " ".join(text.split()))
    text = _OF_WHOM.sub("", f" {text}").strip(" -–:.,()")
    return _YEAR_LEFT.sub("", _OPENING.sub("", text)).strip(" -–:.,()")


def _role(text: str, headings: HeadingReader) -> str:
    """Return which figure a title counts, "?" for several at once, "" for none."""
    sense = headings.sense(text)
    if len(set(sense.subjects)) > 1 or len(set(sense.codes)) > 1 or "change" in sense.concepts:
        return "?"
    role = headings.role((text,))[0]
    return role if role.startswith("code:") else ""
