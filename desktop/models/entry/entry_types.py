"""A base union begins to tell its members by ownership type, adds a type, or tells them as one."""

from desktop.i18n import _
from desktop.models.entry.entry import Assignments, EntrySheet
from desktop.models.entry.entry_row import EntryRow
from desktop.models.errors import Refusal
from desktop.models.figures.begun import is_cleared
from desktop.models.figures.cells import CLEARED, Entry
from desktop.models.figures.kinds import split_target, target_code


def types_told(row: EntryRow) -> list[str]:
    """Return the ownership types a row tells any figure by, in the packs' order."""
    held = {
        split_target(code)[1] for code, raw in row.values.items()
        if raw is not None and not is_cleared(raw)
    }  # fmt: skip
    return [kind for kind in row.sheet.packs.ownerships if kind in held]


def types_to_add(sheet: EntrySheet, place: int) -> list[tuple[str, str]]:
    """Return (code, short name) of the types a row may tell its members by from now on.

    None where the form holds no members, or another office types them.
    """
    row, packs = sheet.rows[place], sheet.facts.packs
    kind = packs.unit_kinds.get(row.unit.kind)
    if row.elsewhere or not _codes(sheet) or (kind is not None and kind.role != "base"):
        return []
    known = {row.unit.ownership, *types_told(row)}
    if not row.unit.ownership:
        return []
    return [
        (code, one.short) for code, one in packs.ownerships.items()
        if code not in known and one.holds_on(sheet.period.data_to)
    ]  # fmt: skip


def told_by_type(sheet: EntrySheet, place: int, kind: str) -> Assignments:
    """Return what lets a row tell its members by one type more: none of it yet, all others as they
    were. Raises Refusal while the members themselves are not entered.
    """
    row, told = sheet.rows[place], types_told(sheet.rows[place])
    numbers = {code: row.facts().number(code) for code in _codes(sheet)}
    known = {code: number for code, number in numbers.items() if number is not None}
    if not known:
        raise Refusal(
            _("Chưa có số đoàn viên để tách theo loại hình."),
            next_step=_("Nhập hoặc xác nhận số đoàn viên của đơn vị này trước."), code="E_EMPTY",
        )  # fmt: skip
    found: Assignments = {}
    for code, number in known.items():
        if all(row.values.get(target_code(code, one)) is None for one in told):
            own = {target_code(code, row.unit.ownership): Entry(number)}
            others = {target_code(code, one): Entry(0) for one in told}
            found |= {(row.unit.id, part): entry for part, entry in (others | own).items()}
        found[row.unit.id, target_code(code, kind)] = Entry(0)
    return found


def told_as_one(sheet: EntrySheet, place: int) -> Assignments:
    """Return what takes a row's figures by type away; their wholes stay as they are."""
    row, packs = sheet.rows[place], sheet.facts.packs
    return {
        (row.unit.id, code): CLEARED for code, raw in row.values.items()
        if split_target(code)[1] in packs.ownerships and raw is not None and not is_cleared(raw)
        and split_target(code)[0] in sheet.codes
    }  # fmt: skip


def _codes(sheet: EntrySheet) -> list[str]:
    """Return the members and women a sheet has cells to type for."""
    stocks = {code for one in sheet.facts.packs.equations.values() for code in one.stocks}
    return [one.code for one in sheet.columns if one.kind == "typed" and one.code in stocks
            and "LH" in sheet.facts.packs.indicators[one.code].by]  # fmt: skip
