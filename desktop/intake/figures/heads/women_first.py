"""A lone “Nữ” right before its whole: “Nữ | CNVCLĐ | Đoàn viên | ĐV nữ”."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.sheets.formulas import Calculator
from desktop.intake.figures.sheets.grid import Formula, Grid
from desktop.intake.figures.wording.numbers import CountReader

_STOCKS: Final = ("A01", "A03")
_OPEN: Final = frozenset({"", "unclear"})
_SAMPLE: Final = 200
_FEWEST_ROWS: Final = 2


def women_first(
    header: Header, reader: HeadingReader, codes: frozenset[str], grid: Grid
) -> None:  # fmt: skip
    """Take a bare “nữ” before one whole for its women, where nothing else can be meant.

    The other whole has a column of its own women, and no row has more women than there are.
    """
    for women in header.columns:
        whole = header.columns[women.at + 1] if women.at + 1 < len(header.columns) else None
        if whole is None or whole.code not in _STOCKS or f"{whole.code}N" not in codes:
            continue
        if not _is_open(women, whole.code, header, reader) or women.path[:-1] != whole.path[:-1]:
            continue
        if _never_more(grid, header, women.at, whole.at, CountReader(reader.words)):
            said = _("Cột “{name}” đứng trước “{whole}”, không dòng nào nhiều hơn; hiểu là nữ của "
                     "cột đó.").format(name=women.path[-1], whole=whole.path[-1])  # fmt: skip
            header.columns[women.at] = replace(women, role=f"code:{whole.code}N", guess=said)
            _leave_one(header, women.role)


def _is_open(women: Column, code: str, header: Header, reader: HeadingReader) -> bool:
    """Whether a column says no more than “nữ”, is of nothing yet, and the whole behind it alone
    has no women."""
    sense = reader.sense(women.path[-1]) if women.path else None
    if sense is None or sense.concepts != {"women"} or sense.left or sense.codes or sense.span:
        return False
    other = next(one for one in _STOCKS if one != code)
    told = {column.role.partition(":")[2]: column for column in header.columns
            if column.at != women.at and not column.guess}  # fmt: skip
    if f"{code}N" in told or not {other, f"{other}N"} <= told.keys():
        return False
    return women.role in _OPEN or women.role == f"double:{other}N"


def _leave_one(header: Header, double: str) -> None:
    """Take the one column left of two that were of one meaning."""
    left = [column for column in header.columns if column.role == double]
    if double.startswith("double:") and len(left) == 1:
        header.columns[left[0].at] = replace(left[0], role=f"code:{double[7:]}")


def _never_more(
    grid: Grid, header: Header, women: int, whole: int, counts: CountReader
) -> bool:  # fmt: skip
    pairs = list(_pairs(grid, header, women, whole, counts))
    return len(pairs) >= _FEWEST_ROWS and all(one <= all_ for one, all_ in pairs)


def _pairs(
    grid: Grid, header: Header, women: int, whole: int, counts: CountReader
) -> Iterator[tuple[int, int]]:
    """Yield what two columns tell in every row where both are counts."""
    calculator = Calculator(grid)
    for row in grid.rows[header.last + 1 : header.last + 1 + _SAMPLE]:
        if max(women, whole) >= len(row):
            continue
        one, all_ = (counts.read(calculator.value(cell) if isinstance(cell, Formula) else cell)
                     for cell in (row[women], row[whole]))  # fmt: skip
        if one.value is not None and all_.value is not None:
            yield one.value, all_.value
