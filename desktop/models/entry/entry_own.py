"""The row of members that a unit above base unions manages itself, among the rows of unions."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from desktop.i18n import _
from desktop.models.entry.entry_closed import ELSEWHERE, ceased_note
from desktop.models.entry.paste_doubts import Numbers, adds_up
from desktop.models.figures.own_members import owing_above
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.models.store.keys import split_cell_key
from desktop.models.store.reader import Reader
from desktop.models.units.units import Unit

if TYPE_CHECKING:
    from desktop.models.entry.entry import EntrySheet
    from desktop.models.entry.entry_row import EntryRow


def is_own_part(packs: Packs, form: str, unit: Unit) -> bool:
    """Tell whether a unit's row in a form holds its own members beside the rows of unions."""
    known, kind = packs.forms.get(form), packs.unit_kinds.get(unit.kind)
    above = kind is not None and kind.role not in ("base", "part")
    return above and known is not None and known.scope == "unit_rows"


def row_title(packs: Packs, form: str, unit: Unit) -> str:
    """Return what a unit's row is called in a form."""
    if is_own_part(packs, form, unit):
        return _("Trực tiếp: {unit}").format(unit=unit.name)
    return unit.name


def row_note(row: "EntryRow", period: Period) -> str:
    """Return what there is to say of a row, "" for nothing."""
    if row.elsewhere:
        return ELSEWHERE
    ended = ceased_note(row.unit, period)
    if not is_own_part(row.sheet.packs, row.sheet.form, row.unit):
        return ended
    told = _(
        "Đoàn viên do {unit} trực tiếp quản lý, không thuộc CĐCS nào: chỉ ghi phần này, không"
        " ghi tổng của cấp dưới."
    ).format(unit=row.unit.name)
    return f"{told} {ended}".rstrip()


def moves_rows(
    reader: Reader, sheet: "EntrySheet", cells: Iterable[Any], shown: Collection[str]
) -> bool:
    """Tell whether changed cells make a sheet be read anew: of a period before, or of a unit that
    gains a row by them, for it tells of members of its own.
    """
    strange = set()
    for unit, period in {split_cell_key(one.key) for one in cells}:
        if period < sheet.period.id:
            return True
        if period == sheet.period.id and unit not in shown:
            strange.add(reader.unit(unit))
    if not strange or sheet.form.scope != "unit_rows":
        return False
    owing = owing_above(reader, sheet.form, sheet.period.data_to, sheet.period.id)
    return not strange.isdisjoint(owing - set(shown))


def office_lines(
    sheet: "EntrySheet", rows: Sequence[int], numbers: Sequence[Numbers]
) -> tuple[dict[int, str], dict[int, str]]:
    """Return place → why a pasted line is not taken, and place → what is doubted of one.

    Of lines of the unit above the others (`rows` by place, -1: none), that may be their sum.
    """
    refused: dict[int, str] = {}
    doubted: dict[int, str] = {}
    for place, row in enumerate(rows):
        unit = sheet.rows[row].unit if row >= 0 else None
        if unit is None or not is_own_part(sheet.facts.packs, sheet.form.id, unit):
            continue
        others = [numbers[n] for n, one in enumerate(rows) if one >= 0 and one != row]
        if adds_up([*others, numbers[place]]) == "surely":
            refused[place] = _(
                "Bằng tổng các dòng khác nên không lấy: ở đây chỉ ghi đoàn viên do {unit} trực"
                " tiếp quản lý."
            ).format(unit=unit.name)
        elif _is_larger(numbers[place], others):
            doubted[place] = _(
                "Chỉ ghi phần của chính {unit}, không ghi tổng của cấp dưới."
            ).format(unit=unit.name)
    return refused, doubted


def _is_larger(line: Numbers, others: Sequence[Numbers]) -> bool:
    """Tell whether a number of a line is more than that of every other line."""
    for place, number in enumerate(line):
        told = [one[place] for one in others if place < len(one) and one[place] is not None]
        if number and told and number > max(n for n in told if n is not None):
            return True
    return False
