"""What lies around the figures of a period, read once for many units: history, events, spans.

History is read when a check asks about a period, as one text per unit, and taken apart only for
the units asked about, so that a year of a thousand units costs little and opening them nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, overload

import msgspec

from desktop.models.activities.activities import Activity
from desktop.models.errors import Refusal
from desktop.models.figures.cells import number_of, period_cells
from desktop.models.figures.checks.facts import ALONE, Around, Group, Happened, Later, Span, shape
from desktop.models.figures.moves import moves_between
from desktop.models.figures.revisions import read_revision
from desktop.models.packs.pack_types import Form
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, months_of, periods_between, previous
from desktop.models.store.keys import cell_key, prefix_range, return_key, split_cell_key
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.units.units import Tree, Unit

DEPTH = 12
"""How many earlier periods the checks may look at."""
TERM = 6 * 366
"""How many days back a unit's own periods are read: a term and a little."""
_FIELD, _ENTRY = "\x1f", "\x1e"


class Past(Sequence[Mapping[str, int]]):
    """A unit's numbers of earlier periods by code, newest first, read when asked for.

    `packed` gives each period's cells by unit, for all units together.
    """

    __slots__ = ("_packed", "_read", "_unit")

    def __init__(self, packed: Sequence[Later[dict[str, str]]], unit: str) -> None:
        self._packed, self._unit = packed, unit
        self._read: list[Mapping[str, int] | None] = [None] * len(packed)

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, place: int) -> Mapping[str, int]: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Mapping[str, int]]: ...

    def __getitem__(self, place: int | slice) -> Mapping[str, int] | Sequence[Mapping[str, int]]:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        known = self._read[place]
        if known is None:
            packed = self._packed[place].get().get(self._unit, "")
            known = self._read[place] = dict(_unpacked(packed))
        return known


def _unpacked(packed: str) -> Iterator[tuple[str, int]]:
    for entry in packed.split(_ENTRY) if packed else ():
        code, _sep, raw = entry.partition(_FIELD)
        number = int(raw) if raw.isdigit() else number_of(load(raw))
        if number is not None:
            yield code, number


class Surroundings(msgspec.Struct, frozen=True):
    """What lies around the units of one form and period, and around all of them together.

    `past` are the periods before, newest first.
    """

    rows: Mapping[str, Around]
    topmost: bool
    own: str
    past: Sequence[Later[dict[str, str]]] = ()

    def of(self, unit: str) -> Around:
        """Return what lies around one unit."""
        return self.rows.get(unit, ALONE)

    def read_ahead(self, most: int = DEPTH) -> Iterator[None]:
        """Read the periods before that a check would wait for, one at a time."""
        for one in self.past[:most]:
            if not one.known:
                one.get()
                yield

    def group(
        self, packs: Packs, form: str, period: Period, units: Sequence[Unit],
        values: Mapping[str, Mapping[str, Any]], *, complete: bool = True,
    ) -> Group:  # fmt: skip
        """Return the units as the checks over several of them see them.

        Both sides of a move are seen where no office stands above and the figures are `complete`.
        """
        return Group(form, period, packs, units, values, self.topmost and complete, self.own)


def surroundings(
    reader: Reader, tree: Tree, form: Form, period: Period, units: Sequence[Unit]
) -> Surroundings:
    """Read what the checks may look at beyond the units' own figures of the period."""
    ids = [unit.id for unit in units]
    past = _history(reader, form, period)
    events = _events(reader, period)
    activities = activities_of(reader)
    of_months = Later(lambda: _of_months(reader, period))
    rows = {}
    for unit in ids:
        rows[unit] = Around(
            history=Past(past, unit),
            events=events.get(unit, ()),
            known=_known(reader, tree, form, period, unit, of_months),
            spans=Later(lambda unit=unit: _spans(reader, form, period, unit))  # type: ignore[misc]
            if form.scope != "unit_rows" else None,
            activities=activities,
            own=reader.own_unit,
        )  # fmt: skip
    return Surroundings(rows, _is_topmost(reader, tree), reader.own_unit, past)


def _is_topmost(reader: Reader, tree: Tree) -> bool:
    """Tell whether our office stands at the top of what its register knows as the province."""
    own = tree.units.get(reader.own_unit)
    if own is None:
        return True
    above = tree.units.get(own.parent) if own.parent else None
    return above is None or tree.role(above) == "national"


def _history(reader: Reader, form: Form, period: Period) -> list[Later[dict[str, str]]]:
    """Return, per earlier period, unit → its cells of the form as one text, read when asked for.

    The oldest is the first of which anything is known.
    """
    codes = sorted(shape(reader.packs, form.id).codes)
    names: list[str] = []
    before = period
    for _step in range(DEPTH):
        try:
            before = previous(before, reader.packs.schemes)
        except Refusal:
            break
        names.append(before.id)
    while names and not _any_cell(reader, names[-1], codes):
        names.pop()
    return [
        Later(lambda name=name: _packed(reader, name, codes))  # type: ignore[misc]
        for name in names
    ]


def whole_history(reader: Reader, period: Period, unit: str) -> list[Mapping[str, int]]:
    """Return a unit's numbers of the periods before in every form, newest first."""
    found: list[Mapping[str, int]] = []
    for _step in range(DEPTH):
        try:
            period = previous(period, reader.packs.schemes)
        except Refusal:
            break
        found.append(_numbers(reader.fields("cell", cell_key(unit, period.id))))
    while found and not found[-1]:
        found.pop()
    return found


def _packed(reader: Reader, period: str, codes: Sequence[str]) -> dict[str, str]:
    where, parameters = _cells_of(period, codes)
    rows = reader.rows(
        f"SELECT key, group_concat(field || '{_FIELD}' || value, '{_ENTRY}') {where} GROUP BY key",
        parameters,
    )
    return {split_cell_key(key)[0]: packed for key, packed in rows}


def _any_cell(reader: Reader, period: str, codes: Sequence[str]) -> bool:
    where, parameters = _cells_of(period, codes)
    return bool(reader.rows(f"SELECT 1 {where} LIMIT 1", parameters))


def _cells_of(period: str, codes: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return where the cells of a period stand; of all codes unless they are few."""
    few = f" AND field IN ({','.join('?' * len(codes))})" if len(codes) <= 12 else ""
    return (
        "FROM leaf WHERE kind = 'cell' AND key >= ? AND key < ?"
        f" AND winner = 1 AND value <> 'null'{few}",
        (*prefix_range(period + "|"), *(codes if few else ())),
    )


def _events(reader: Reader, period: Period) -> dict[str, tuple[Happened, ...]]:
    """Return unit → its events within the period's window, in the order of their days.

    An event of the day after closes the window: a unit that ended then had its last day here.
    """
    listed = []
    low, high = period.data_from.isoformat(), (period.data_to + timedelta(1)).isoformat()
    for key, fields in reader.records("event").items():
        if low <= str(fields.get("date", "")) <= high:
            listed.append((str(fields["date"]), key, fields))
    splits = any(fields.get("kind") == "split" for _day, _key, fields in listed)
    moved = {
        one.event for one in moves_between(reader, period.data_from, period.data_to)
    } if splits else set()  # fmt: skip
    found: dict[str, tuple[Happened, ...]] = {}
    for day, key, fields in sorted(listed, key=lambda one: one[0]):
        kind = str(fields.get("kind", ""))
        # on the day after the window there is nothing to tell yet
        unsaid = kind == "split" and fields.get("members") is None and key not in moved
        event = Happened(kind, str(fields.get("decision") or ""), unsaid and day < high)
        concerned = [*(fields.get("units") or ()), *(fields.get("to") or ())]
        for name in dict.fromkeys(reader.unit(str(u)) for u in concerned):
            found[name] = (*found.get(name, ()), event)
    return found


def _known(
    reader: Reader, tree: Tree, form: Form, period: Period, unit: str,
    of_months: Later[dict[str, dict[str, int]]],
) -> Later[Mapping[str, int]] | None:  # fmt: skip
    """Return figures held elsewhere: a longer period's in its months, an office's in its tree."""
    if form.scope != "unit_rows":
        return Later(lambda: _of_tree(reader, tree, period, unit))
    if period.scheme == "THANG":
        return None
    return Later(lambda: of_months.get().get(unit, {}))


def _of_tree(reader: Reader, tree: Tree, period: Period, unit: str) -> Mapping[str, int]:
    from desktop.models.figures.sums.rollup import totals

    if unit not in tree.units:
        return {}
    try:
        found = totals(reader, period.id, unit)
    except Refusal:
        return {}
    return {code: total.value for code, total in found.items() if isinstance(total.value, int)}


def _of_months(reader: Reader, period: Period) -> dict[str, dict[str, int]]:
    """Return unit → code → the last month's stock or the sum of the months' flows."""
    indicators = reader.packs.indicators
    found: dict[str, dict[str, int]] = {}
    for month in months_of(period, reader.packs.schemes):
        for unit, held in period_cells(reader, month.id).items():
            mine = found.setdefault(unit, {})
            for code, raw in held.items():
                number, indicator = number_of(raw), indicators.get(code)
                if number is None or indicator is None:
                    continue
                mine[code] = number + (mine.get(code, 0) if indicator.type == "F" else 0)
    return found


def activities_of(reader: Reader) -> Later[Mapping[str, Activity]]:
    """Return the office's activities by id, read when a check asks for one."""
    from desktop.models.activities.activities import list_activities

    return Later(lambda: {one.id: one for one in list_activities(reader)})


def _spans(reader: Reader, form: Form, period: Period, unit: str) -> tuple[Span, ...]:
    """Return every period of the term for which a unit entered something, oldest first.

    What came as a locked return alone counts as it was locked last.
    """
    found = []
    for one in _periods_back(reader, period):
        locked = _locked(reader, form, one, unit)
        held = {**(locked[-1] if locked else {}), **reader.fields("cell", cell_key(unit, one.id))}
        values = _numbers(held)
        if values:
            found.append(Span(one, values, _numbers(locked[0]) if locked else {}))
    return tuple(found)


def _numbers(held: Mapping[str, Any]) -> dict[str, int]:
    return {code: n for code, raw in held.items() if (n := number_of(raw)) is not None}


def _periods_back(reader: Reader, period: Period) -> Iterable[Period]:
    since = period.data_from - timedelta(TERM)
    listed = {
        one.id: one
        for scheme in reader.packs.schemes
        if "-X-" not in scheme.pattern
        for one in periods_between(since, period.data_to, scheme)
    }
    return sorted(listed.values(), key=lambda one: (one.data_to, one.data_from))


def _locked(reader: Reader, form: Form, period: Period, unit: str) -> list[Mapping[str, Any]]:
    """Return the values of a unit's revisions of the form, oldest first."""
    key = return_key(unit, form.id, period.id)
    rows = reader.rows(
        "SELECT field, value, op FROM leaf WHERE kind = 'submit' AND key = ? AND winner = 1"
        " AND value <> 'null'",
        (key,),
    )
    found = sorted((read_revision(key, *row) for row in rows), key=lambda one: one.rev)
    return [one.values for one in found]
