"""What a sheet says all its units are: “Các trường mầm non” above names that several units bear."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.names.units_known import Match
from desktop.intake.figures.rows.group_names import GroupedNames
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.sheets.grid import Grid, Row, is_empty, shown
from desktop.models.text import nfc

_LONGEST: Final = 150
_FEWEST: Final = 2
_MANY: Final = 3
_SHORT: Final = {"HTX": "Hợp tác xã", "TYT": "Trạm Y tế", "MN": "Mầm non"}
_OF_ALL: Final = re.compile(r"\b((?:các|khối|nhóm|bậc|cấp)\s+\w.*)$", re.IGNORECASE)
_ALL: Final = re.compile(r"^(?:các|khối|nhóm|bậc|cấp)\s+", re.IGNORECASE)
_TIME: Final = re.compile(
    r"\s*[-–,(]?\s*(?:trong\s+)?(?:tháng|quý|kỳ|năm|6 tháng|9 tháng)\s*[\d/IVX].*$", re.IGNORECASE
)
_OF_PLACE: Final = re.compile(
    r"\s+(?:xã|phường|trên địa bàn|trực thuộc|thuộc|của)(?!\w).*$", re.IGNORECASE
)


def settle_by_kind(
    lines: Sequence[Line], grid: Grid, titles: Sequence[Row], grouped: GroupedNames
) -> None:
    """Let the kind a title, a sheet's name or the heading over the names tells settle names that
    fit several units.

    Only where all units of the sheet are of that kind, and each such name is one of them.
    """
    data = [line for line in lines if line.kind == "data" and line.name]
    if not any(line.match.why == "two" for line in data):
        return
    for kind in dict.fromkeys(_kinds(grid, titles, data)):
        own = {unit.id for unit in grouped.units_of(kind)}
        if len(own) < _FEWEST or grouped.is_all(own):
            continue
        told = {line.at: line.match if _is_of(line, own) else _one_of(kind, line.name, own, grouped)
                for line in data}  # fmt: skip
        if not all(told.values()) or len({_unit(one) for one in told.values()}) < len(told):
            continue
        for line in data:
            if not _is_of(line, own) and (unit := getattr(told[line.at], "unit", None)):
                said = _("Bảng của “{kind}”; đọc là {unit}.").format(kind=kind, unit=unit.name)
                line.match = Match(unit, said=said)
        return


def _one_of(kind: str, name: str, own: set[str], grouped: GroupedNames) -> Match | None:
    """Return the unit of a kind that a name means; “Trường Sơn” of no school by both together."""
    found = grouped.among(kind, name, "") or grouped.beneath(_ALL.sub("", kind), name, "")
    return found if found is not None and _unit(found) in own else None


def _kinds(grid: Grid, titles: Sequence[Row], data: Sequence[Line]) -> Iterator[str]:
    for row in titles:
        for cell in row:
            if isinstance(cell, str) and not is_empty(cell) and len(cell) < _LONGEST:
                found = _OF_ALL.search(_OF_PLACE.sub("", _TIME.sub("", nfc(shown(cell)))))
                if found is not None:
                    yield _in_full(found[1])
    if not grid.text_file:
        yield _in_full(grid.name)
    yield _of_others(data)
    section = data[0].section
    if section is not None and 0 <= section.unit < len(section.header.columns):
        yield from map(_in_full, section.header.columns[section.unit].path[-1:])


def _in_full(text: str) -> str:
    """Return a kind with its first letters written out, where those stand for one kind alone."""
    for short, full in _SHORT.items():
        text = re.sub(rf"\b{short}\b", full, text)
    return text


def _of_others(data: Sequence[Line]) -> str:
    """Return how the names of all units that are told for sure begin, "" for fewer than three or
    fewer than of the others."""
    names = [line.match.unit.name.split() for line in data
             if line.match.sure and line.match.unit is not None]  # fmt: skip
    if len(names) < _MANY or len(names) * 2 < len(data):
        return ""
    alike = takewhile(lambda words: len(set(words)) == 1, zip(*names, strict=False))
    begun = [words[0] for words in alike]
    return " ".join(begun[1:]) if len(begun) > _FEWEST else ""


def _is_of(line: Line, own: set[str]) -> bool:
    return line.match.unit is not None and line.match.sure and line.match.unit.id in own


def _unit(match: Match | None) -> str:
    return match.unit.id if match is not None and match.unit is not None else ""
