"""Rows named as the office that stands above the others: their sum, or its own members alone."""

from collections.abc import Callable, Sequence

from desktop.i18n import _
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.rows.groups import is_sum
from desktop.intake.figures.rows.lines import Line
from desktop.models.packs.packs import Packs


def is_above(packs: Packs, unit: Known | None) -> bool:
    """Whether a unit stands above base unions."""
    kind = packs.unit_kinds.get(unit.kind) if unit is not None else None
    return kind is not None and kind.role in ("upper", "province", "national")


def settle_office_rows(lines: Sequence[Line], is_upper: Callable[[Line], bool], own: str) -> None:
    """Tell the total of a table that is named as the office itself.

    It is one where its figures add up those of the table's units, or of all its rows.
    """
    for line in office_rows(lines, is_upper, own):
        beside = _beside(line, lines)
        known = [one for one in beside if one.match.unit is not None]
        if any(rows and is_sum(line, rows) for rows in (known, beside)):
            line.kind, line.why = "total", _("dòng cộng")


def office_rows(lines: Sequence[Line], is_upper: Callable[[Line], bool], own: str) -> list[Line]:
    """Return the rows of data that name the office.

    That is the unit with the id `own`; where none is known, the only one above base unions
    among several of them.
    """
    upper = [line for line in lines if line.kind == "data" and line.has_figures and is_upper(line)]
    named = {line.match.unit.id for line in upper if line.match.unit is not None}
    if not own and len(named) == 1:
        own = named.pop()
    return [line for line in upper if line.match.unit is not None and line.match.unit.id == own]


def may_be_total(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a figure of the office's row is larger than that of every other unit beside it."""
    beside = [one for one in _beside(line, lines) if one.match.unit is not None]
    for role, count in line.counts.items():
        if not role.startswith("code:") or not count.value:
            continue
        told = [one.counts[role].value or 0 for one in beside if role in one.counts]
        if told and count.value > max(told):
            return True
    return False


def _beside(line: Line, lines: Sequence[Line]) -> list[Line]:
    """Return the other rows of data of the same table, those of the same unit left out."""
    own = line.match.unit
    return [
        one for one in lines
        if one.kind == "data" and one is not line and one.section is line.section
        and (one.match.unit is None or own is None or one.match.unit.id != own.id)
    ]  # fmt: skip


def own_part_only(unit: Known) -> str:
    """Return the words that a figure of an upper unit is to be its own part alone."""
    return _("Chỉ ghi phần của chính {unit}, không ghi tổng của cấp dưới.").format(unit=unit.name)
