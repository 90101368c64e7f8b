"""What the other rows of a sheet tell of a name that several units of the register may bear."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.names.mistaken_names import likely_units
from desktop.intake.figures.names.near_names import is_toneless
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known, Match
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.sheets.grid import Grid, shown

_LEVELS: Final = frozenset({"thcs", "thpt"})
_LEAST: Final = 2
_MOST_LOST: Final = 300
"""A sheet with more names of nobody is of another register."""


def settle_names(lines: Sequence[Line], grid: Grid, book: NameBook) -> None:
    """Let the rows around tell whose row it is where a name fits several units.

    A column of places tells units of one name apart, whatever it is headed. Who writes "THCS"
    for some schools does not mean them by "TH". Where all others a proper name fits have rows of
    their own in the same table, the one left is meant, and so is the only unit without a row that
    a name is but for one mistake (0060); a person is asked to look.
    """
    data = [line for line in lines if line.kind == "data" and line.name]
    _doubt_bare_names(data)
    if all(line.match.sure for line in data):
        return
    taken = _taken(data)
    levels = _LEVELS & {word for line in data for word in book.key(line.name).folded}
    for line in data:
        found = line.match
        if found.sure or not found.candidates or found.said:
            continue
        if found.unit is not None:
            if all(_is_none(one, levels, book) for one in found.candidates):
                line.match = Match(found.unit, sure=True)
        elif found.why == "two":
            placed = _at_its_place(line, data, grid, book)
            if placed is not None:
                line.match = Match(placed, sure=True)
            elif not found.by_kind and found.all_told:
                left = [one for one in found.candidates if one.id not in taken[id(line.section)]]
                if len(left) == 1:
                    line.match = Match(left[0], why="left")
    _undo_mistakes(data, book)


def _doubt_bare_names(data: Sequence[Line]) -> None:
    """Ask for names that only their missing marks tell from others where no name bears marks."""
    matched = [line for line in data if line.match.unit is not None]
    bare = [line for line in matched if is_toneless(line.name, _name(line))]
    if not bare or any(not line.name.isascii() for line in data):
        return
    for line in matched:
        unit = line.match.unit
        if unit is not None and line.match.sure and line.match.candidates:
            line.match = Match(None, why="two", candidates=(unit, *line.match.candidates))


def _name(line: Line) -> str:
    return line.match.unit.name if line.match.unit is not None else ""


def _undo_mistakes(data: Sequence[Line], book: NameBook) -> None:
    """Give rows of nobody the units that their names are but for a mistake and no row is yet."""
    lost = [line for line in data if line.match.unit is None and line.match.why == "none"
            and not line.match.said]  # fmt: skip
    if len(lost) > _MOST_LOST:
        return
    found: list[tuple[Line, Known]] = []
    taken = _taken(data)
    for line in lost:
        units = likely_units(line.name, line.area, line.match.candidates, book)
        if len(units) == 1 and units[0].id not in taken[id(line.section)]:
            found.append((line, units[0]))
        elif len(units) == 1:
            _doubt_named_twice(line, units[0], data, book)
    claimed = Counter((id(line.section), unit.id) for line, unit in found)
    for line, unit in found:
        if claimed[id(line.section), unit.id] == 1:
            line.match = Match(unit, why="mistaken")


def _doubt_named_twice(lost: Line, unit: Known, data: Sequence[Line], book: NameBook) -> None:
    """Ask whose row another is whose unit a row with less of its name may be too: “HTX” beside
    “HTX Triệu Đại”, the only one there is."""
    begun, whole = (book.key(text).folded for text in (lost.name, unit.name))
    if whole[: len(begun)] != begun:
        return
    said = _("Dòng khác chỉ ghi “{name}” có thể cũng là đơn vị này.").format(name=lost.name[:60])
    for line in data:
        if line.section is lost.section and line.match.unit == unit:
            line.match = Match(unit, said=said)


def _is_none(unit: Known, levels: frozenset[str], book: NameBook) -> bool:
    """Whether a sheet that tells some levels of schools by their names calls this one so."""
    own = _LEVELS & set(book.key(unit.name).folded)
    return bool(own) and own <= levels


def _taken(data: Sequence[Line]) -> Mapping[int, set[str]]:
    """Return the units that have rows, by the id of their section."""
    found: dict[int, set[str]] = defaultdict(set)
    for line in data:
        if line.match.unit is not None:
            found[id(line.section)].add(line.match.unit.id)
    return found


def _at_its_place(line: Line, data: Sequence[Line], grid: Grid, book: NameBook) -> Known | None:
    """Return the one candidate whose place a cell of the row names, in a column of places."""
    if line.section is None:
        return None
    for at, place in _places(line, grid, book):
        near = [one for one in line.match.candidates if book.place(one) == place]
        if len(near) != 1 or not line.match.all_told:
            continue
        told = Counter(
            bool(found) for one in data if one.section is line.section
            for n, found in _places(one, grid, book) if n == at
        )  # fmt: skip
        if told[True] >= _LEAST and told[True] * 2 >= sum(told.values()):
            return near[0]
    return None


def _places(line: Line, grid: Grid, book: NameBook) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the cells of text beside a row's name with the place of the register each is."""
    for at, cell in enumerate(grid.rows[line.at]):
        if isinstance(cell, str) and line.section is not None and at != line.section.unit:
            text = shown(cell)
            if text and not text.isdigit():
                yield at, book.place_of(text)
