"""What a file of one form brings to another: the stocks it shows whose home is there.

They are taken in the same step. Whether they may be is judged as if the file had been opened with
that form; what stands against them there never keeps back the form that was chosen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from desktop.i18n import _
from desktop.intake.figures.form_codes import home_of, taken_along
from desktop.intake.figures.result import CellReading, FiguresReading, Landing, ReadRow
from desktop.models.figures.cells import Entry, period_cells
from desktop.models.packs.home_periods import home_period
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.reader import Reader
from desktop.models.text import lowered
from desktop.models.units.units import tree_on
from desktop.tasks.figures.figures_history import beside_history
from desktop.tasks.figures.within_office import wants_reason, within_office

Place = tuple[str, str]
"""(form, period id)."""
Entries = dict[tuple[str, str], Entry]
"""(unit, code) → what lands."""


def homes_of(
    packs: Packs, form: str, period: Period, today: date | None = None
) -> dict[str, Period]:
    """Return the other forms that take figures a form shows of them, each with its period.

    A month that has not begun by `today` takes none.
    """
    found = {}
    for home in packs.forms.values():
        into = home_period(home, period, packs.schemes) if home.entry else None
        if home.id == form or into is None:
            continue
        if into == period or today is None or into.data_from <= today:
            found[home.id] = into
    return found


def places_of(packs: Packs, reading: FiguresReading, homes: Mapping[str, Period]) -> list[Place]:
    """Return where figures of a file go besides its own form, or would but for a person's word."""
    codes = _codes(packs, reading, homes)
    return list(dict.fromkeys(
        (home_of(packs, reading.form, cell.code), codes[cell.code].id)
        for row in reading.rows for cell in row.cells if cell.code in codes
    ))  # fmt: skip


def beside_homes(
    reader: Reader, reading: FiguresReading, places: Sequence[Place], reason: str
) -> FiguresReading:
    """Return the reading judged for the other forms it lands in, too.

    A row that is kept out there leaves its cells for comparing and says why, where they would
    change anything; one that brings nothing else is refused.
    """
    for place in () if reading.own else places:
        at = [n for n, row in enumerate(reading.rows) if _brings(row, place)]
        held = period_cells(reader, place[1])
        asked = [reading.rows[n] for n in at]
        there = _judged_there(reader, reading, asked, place, held, reason)
        judged = dict(zip(at, there.rows, strict=True))
        rows = tuple(
            _with(row, judged[n], held.get(row.unit_id, {}), place, reader.packs)
            if n in judged else row
            for n, row in enumerate(reading.rows)
        )  # fmt: skip
        notes = tuple(dict.fromkeys((*reading.notes, *there.notes)))
        reading = replace(reading, rows=rows, notes=notes)
    return reading


def with_landings(
    packs: Packs, reading: FiguresReading, homes: Mapping[str, Period], places: Sequence[Place],
    own: int, new: Callable[[str, Entries], Entries] = lambda _period, entries: entries,
) -> FiguresReading:  # fmt: skip
    """Return the reading with how many cells go into which form, where there are several.

    `own` cells go into the form chosen; `new` tells the entries of a period that change anything.
    Where the others were left out by hand, what they would take is counted.
    """
    if not places:
        return reading
    taken = _left_out(packs, reading, homes) if reading.own else entries_elsewhere(reading)
    found = []
    for form, period in places:
        entries = taken.get((form, period), {})
        cells = len(new(period, entries))
        same = len(entries) - cells
        found.append(Landing(form, period, cells, _words(packs, period), same))
    return replace(reading, landings=(*found, Landing(reading.form, reading.period, own)))


def entries_elsewhere(reading: FiguresReading) -> dict[Place, Entries]:
    """Return (form, period) → what lands in other forms than the one chosen."""
    found: dict[Place, Entries] = {}
    for row, cell in _numbers(reading):
        if cell.into:
            entries = found.setdefault((cell.home, cell.into), {})
            entries[row.unit_id, cell.code] = Entry(cell.value)
    return found


def new_entries(reader: Reader, period: str, entries: Entries) -> Entries:
    """Return the entries that change what the office holds."""
    held = period_cells(reader, period)
    return {(unit, code): entry for (unit, code), entry in entries.items()
            if held.get(unit, {}).get(code) != entry.value}  # fmt: skip


def _left_out(
    packs: Packs, reading: FiguresReading, homes: Mapping[str, Period]
) -> dict[Place, Entries]:
    codes = _codes(packs, reading, homes)
    found: dict[Place, Entries] = {}
    for row, cell in _numbers(reading):
        if cell.code in codes:
            entries = found.setdefault((cell.home, codes[cell.code].id), {})
            entries[row.unit_id, cell.code] = Entry(cell.value)
    return found


def _numbers(reading: FiguresReading) -> Iterator[tuple[ReadRow, CellReading]]:
    """Yield the cells with a number that may land, each with its row."""
    for row in reading.of("accepted", "warned"):
        for cell in row.cells:
            if cell.taken and cell.value is not None:
                yield row, cell


def _codes(packs: Packs, reading: FiguresReading, homes: Mapping[str, Period]) -> dict[str, Period]:
    """Return code → where it goes; a table of another time brings nothing to another period."""
    codes = taken_along(packs, reading.form, homes)
    return {code: one for code, one in codes.items()
            if not reading.elsewhen or one.id == reading.period}  # fmt: skip


def _brings(row: ReadRow, place: Place) -> bool:
    found = any((cell.home, cell.into) == place for cell in row.cells)
    return found and bool(row.unit_id) and row.status != "refused"


def _judged_there(
    reader: Reader, reading: FiguresReading, rows: Sequence[ReadRow], place: Place,
    held: Mapping[str, Mapping[str, Any]], reason: str,
) -> FiguresReading:  # fmt: skip
    """Return what of the rows is of a place, as a reading of that form."""
    form, period_id = place
    period = parse_period(period_id, reader.packs.schemes)
    told = replace(reading, form=form, period=period_id, notes=(),
                   rows=tuple(_of(row, place) for row in rows))  # fmt: skip
    told = within_office(reader, told, period, held, reason)
    tree = tree_on(reader, period.data_to)
    return beside_history(reader, told, tree, period, held, seen_alone=False)


def _of(row: ReadRow, place: Place) -> ReadRow:
    """Return what of a row is of a place, as nothing had been said of it."""
    cells = tuple(replace(cell, home="", into="", note="") for cell in row.cells
                  if (cell.home, cell.into) == place)  # fmt: skip
    return replace(row, cells=cells, status="accepted", reasons=(), opening=None, note="")


def _with(
    row: ReadRow, there: ReadRow, held: Mapping[str, Any], place: Place, packs: Packs
) -> ReadRow:
    """Return a row with what is said of its part of a place; `held` is what stands there."""
    if there.status == "refused":
        changes = {code for code, value in there.values.items()
                   if value is not None and held.get(code) != value}  # fmt: skip
        return _kept_out(row, there, place, packs) if changes else row
    new = tuple(reason for reason in there.reasons if reason not in row.reasons)
    return replace(row, status="warned", reasons=(*row.reasons, *new)) if new else row


def _kept_out(row: ReadRow, there: ReadRow, place: Place, packs: Packs) -> ReadRow:
    form, period = place[0], _words(packs, place[1])
    locked = _("Báo cáo {form} {period} của đơn vị đã chốt, số của biểu đó chưa nhận; ghi lý do "
               "thì nhận được.")  # fmt: skip
    said = tuple(
        locked.format(form=form, period=period) if wants_reason(why) else
        _("Biểu {form} {period}: {why}").format(form=form, period=period, why=why)
        for why in there.reasons
    )  # fmt: skip
    cells = tuple(replace(cell, into="") if (cell.home, cell.into) == place else cell
                  for cell in row.cells)  # fmt: skip
    rest = any(cell.lands and cell.value is not None for cell in cells)
    return replace(row, cells=cells, status="warned" if rest else "refused",
                   reasons=(*said, *row.reasons))  # fmt: skip


def _words(packs: Packs, period_id: str) -> str:
    return lowered(parse_period(period_id, packs.schemes).title)
