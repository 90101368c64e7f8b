"""Columns of ownership types where each union's own is marked: “Loại hình: Nhà nước | Trong nước |
Ngoài nước”. The register keeps the types; a row marked otherwise says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Header
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.rows.ticks import is_tick
from desktop.intake.figures.sheets.grid import Grid, is_empty, letter, shown
from desktop.models.packs.ownership_kinds import types_of
from desktop.models.packs.packs import Packs
from desktop.models.text import fold, one_line
from desktop.models.units.units import Unit

_OVER: Final = "loai hinh"
_FOREIGN: Final = "FDI"
_SECTORS: Final = {
    "nha nuoc": "state", "khu vuc nha nuoc": "state", "kvnn": "state", "cong lap": "state",
    "trong nuoc": "home", "dn trong nuoc": "home",
    "ngoai nha nuoc": "non_state", "khu vuc ngoai nha nuoc": "non_state", "tu nhan": "non_state",
    "ngoai nuoc": _FOREIGN, "nuoc ngoai": _FOREIGN, "von nuoc ngoai": _FOREIGN,
}  # fmt: skip
"""“Trong nước” beside “Nhà nước” are the domestic ones of the others."""
_APART: Final = frozenset({"ND"})
"""No employment relation: in none of the sectors for sure."""
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class _Marked:
    """A column, what is written over it and the types it stands for."""

    at: int
    name: str
    types: frozenset[str]


def marked_types(
    grid: Grid, header: Header, lines: Sequence[Line], packs: Packs, units: Mapping[str, Unit]
) -> tuple[dict[int, str], str]:
    """Return row number → what is to be said of its mark, and what is said once of the columns;
    ({}, "") for a sheet without such columns."""
    columns = list(_columns(grid, header, packs))
    if len(columns) < _FEWEST or not all(_holds_marks(grid, lines, one.at) for one in columns):
        return {}, ""
    told = {grid.lines[line.at]: said for line in lines if line.kind == "data"
            and (said := _told(grid, line, columns, packs, units))}  # fmt: skip
    note = _("Cột loại hình đánh dấu ({columns}) chỉ để so với sổ đơn vị; loại hình sửa ở trang "
             "Đơn vị.").format(columns=", ".join(letter(one.at) for one in columns))  # fmt: skip
    return told, note


def _columns(grid: Grid, header: Header, packs: Packs) -> Iterator[_Marked]:
    """Yield the columns of types below “Loại hình”, whose own line may not be known for a head."""
    rows = grid.rows[header.first : header.last + 2]
    for n, row in enumerate(rows):
        first = next((at for above in rows[:n] for at, cell in enumerate(above)
                      if isinstance(cell, str) and _OVER in fold(cell)), len(row))  # fmt: skip
        for at, cell in enumerate(row[first:], first):
            types = _types(fold(shown(cell)).strip(" .:()"), packs)
            if not types:
                break
            yield _Marked(at, one_line(shown(cell)), types)


def _types(text: str, packs: Packs) -> frozenset[str]:
    sector = _SECTORS.get(text)
    if sector == "home":
        return types_of(packs, "non_state") - {_FOREIGN}
    if sector is not None:
        return types_of(packs, sector)
    return frozenset(
        one.code for one in packs.ownerships.values()
        if text in {fold(told) for told in (one.code, one.name, one.short, *one.aliases)}
    )  # fmt: skip


def _holds_marks(grid: Grid, lines: Sequence[Line], at: int) -> bool:
    """Whether a column holds nothing but marks in rows of data."""
    return all(_is_blank(grid, line, at) or is_tick(grid, line, at)
               for line in lines if line.kind == "data")  # fmt: skip


def _is_blank(grid: Grid, line: Line, at: int) -> bool:
    row = grid.rows[line.at]
    return at >= len(row) or is_empty(row[at])


def _told(grid: Grid, line: Line, columns: Sequence[_Marked], packs: Packs,
          units: Mapping[str, Unit]) -> str:  # fmt: skip
    marked = [one for one in columns if is_tick(grid, line, one.at)]
    unit = units.get(line.match.unit.id) if line.match.unit is not None else None
    if unit is None or not marked:
        return ""
    names = ", ".join(f"“{one.name}”" for one in marked)
    if len(marked) > 1:
        return _("Đánh dấu {n} loại hình: {names}.").format(n=len(marked), names=names)
    own = packs.ownerships.get(unit.ownership)
    if own is None or own.code in _APART or own.code in marked[0].types:
        return ""
    return _("Bảng đánh dấu loại hình {names}, sổ đơn vị ghi “{own}”; bảng đúng thì sửa ở trang "
             "Đơn vị.").format(names=names, own=own.short)  # fmt: skip
