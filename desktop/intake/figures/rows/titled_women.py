"""A table below another of the same head whose title says that it counts the women of those."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.sheets.grid import Grid, Row, is_empty, shown
from desktop.models.text import vi_number

_NOT_ALL: Final = frozenset({"men", "total", "ratio", "plan"})
_LONGEST: Final = 200
_WORDS: Final = frozenset({"number", "unit", "note", "code", "area", "kind"})


def of_women(
    grid: Grid, header: Header, above: Header, reader: HeadingReader, codes: frozenset[str]
) -> Header:
    """Return a head with its indicators those of women, where it is word by word the one `above`,
    the line over it says women and no more, and none over that one does; else itself.

    Its stocks are then none of the members' and are not compared.
    """
    told = set(header.codes())
    alike = [one.path for one in header.columns] == [one.path for one in above.columns]
    if not alike or told != set(above.codes()) or not all(f"{one}N" in codes for one in told):
        return header
    title = next((row for row in grid.rows[: header.first][::-1] if _filled(row)), [])
    if not _says_women([title], reader, alone=True) or _says_women(
        grid.rows[: above.first], reader, alone=False
    ):
        return header
    return replace(header, columns=[_women_of(column) for column in header.columns])


def ask_for_more_women(lines: Sequence[Line]) -> None:
    """Ask for the rows of a unit where one table tells more women than another of the same unit
    tells people."""
    wholes: dict[tuple[str, str], Line] = {}
    for line in lines:
        for role, count in line.counts.items():
            if line.match.unit is not None and count.value is not None:
                wholes.setdefault((line.match.unit.id, role), line)
    for line in lines:
        unit = line.match.unit.id if line.match.unit is not None else ""
        for role, count in line.counts.items():
            whole = wholes.get((unit, role.removesuffix("N")))
            if role.startswith("code:") and whole is not None and whole.section is not line.section:
                _compare(line, count.value or 0, whole, role.removesuffix("N"))


def _compare(line: Line, women: int, whole: Line, role: str) -> None:
    told = whole.counts[role].value or 0
    if role in line.counts or women <= told:
        return
    line.ask = whole.ask = _("Bảng nữ ghi {women}, bảng tổng số chỉ ghi {told}.").format(
        women=vi_number(women), told=vi_number(told)
    )


def _women_of(column: Column) -> Column:
    if column.code:
        return replace(column, role=f"code:{column.code}N")
    return column if column.role in _WORDS else replace(column, role="other")


def _says_women(rows: Iterable[Row], reader: HeadingReader, *, alone: bool) -> bool:
    """Whether a line of one cell tells women: `alone`, nothing that is not understood beside."""
    texts = [shown(cell) for row in rows if _filled(row) == 1 for cell in row
             if isinstance(cell, str) and not is_empty(cell)]  # fmt: skip
    said = [reader.sense(text) for text in texts if len(text) < _LONGEST]
    return any("women" in one.concepts and not (alone and (one.left or one.concepts & _NOT_ALL))
               for one in said)  # fmt: skip


def _filled(row: Row) -> int:
    return sum(not is_empty(cell) for cell in row)
