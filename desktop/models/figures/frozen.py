"""What a closing froze: the words that close a period or open it again, and what stood by them.

The word names, of every return below the unit it closes, the operation that counted by what its
office had seen: `stands`, unit → form → [revision, operation]. While it is in force the totals of
every office that holds it take just that, whatever came or comes later, in any order. Upwards
the same word goes in a field of its own, `<form>@<unit of the office that says it>`, as `vetted`
does. Words of older programs lack `stands`: they shut a period, and freeze nothing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Self

import msgspec

from desktop.models.packs.periods import Period
from desktop.models.store.keys import prefix_range, split_cell_key
from desktop.models.store.machines import machine_units
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope

CLOSING = "closing"
ALL_FORMS = "*"
UNKNOWN = -1
"""The rank of an office that stands above a unit no more."""

Stands = Mapping[str, Any]
"""Unit → form → [revision, operation] of what counted when a period was closed, as it was told."""


class Word(msgspec.Struct, frozen=True):
    """What an office (unit id, "" unknown) said of a unit's period: closed or opened, when, why.

    `stands` is None in a word that opens, and in one of an older program.
    """

    hlc: str
    closed: bool
    reason: str = ""
    office: str = ""
    op: str = ""
    stands: Stands | None = None


class Frozen(msgspec.Struct, frozen=True):
    """A closing in force for a return: what stood, revision 0 and "" where nothing had come.

    `rank` is how high its office stands above the unit, `office` which one it is.
    """

    hlc: str
    rank: int
    office: str
    rev: int
    op: str


class _Said(msgspec.Struct, frozen=True):
    """A word with the unit and the form (or `ALL_FORMS`) it was said of."""

    unit: str
    form: str
    word: Word


class Closings:
    """The words that close or open one period, as one office reads them."""

    def __init__(
        self, scope: Scope, day: str, said: Iterable[_Said], passed: Iterable[_Said] = ()
    ) -> None:
        self._scope, self._day = scope, day
        self._said, self._passed = _by_unit(said), _by_unit(passed)
        self._paths: dict[str, dict[str, int]] = {}

    @classmethod
    def of(
        cls, reader: Reader, period: Period, scope: Scope | None = None, *, unit: str = ""
    ) -> Self:
        """Read the words on a period; on the way of one `unit` alone, for who asks for few."""
        scope = scope or Scope.of(reader)
        day = period.data_to.isoformat()
        words, own = _words(reader, scope, period.id), reader.own_unit
        if unit and words:
            way = set(scope.path(unit, day))
            words = [one for one in words if one[0].unit in way]
        said = [one for one, office in words if not office]
        passed = [one for one, office in words if office and scope.is_below(office, own)]
        return cls(scope, day, said, passed)

    def __bool__(self) -> bool:
        """Tell whether anything was said at all."""
        return bool(self._said or self._passed)

    def units(self) -> Collection[str]:
        """Return the units a word by this office, or by one above it, was said of."""
        return self._said.keys()

    def forms(self) -> frozenset[str]:
        """Return the forms, or `ALL_FORMS`, such a word was said of."""
        return frozenset(one.form for words in self._said.values() for one in words)

    def closed_by(self, office: str) -> set[tuple[str, str]]:
        """Return (unit, form or `ALL_FORMS`) an office closed and has not opened itself."""
        return {
            (one.unit, one.form)
            for words in self._said.values()
            for one in words
            if one.word.closed and one.word.office in (office, "")
        }

    def last(self, unit: str, form: str) -> Word | None:
        """Return the closing in force for a return, None while it is open."""
        found = self._in_force(self._said, unit, form)
        return found[1] if found is not None else None

    def frozen(self, unit: str, form: str) -> Frozen | None:
        """Return what stands by a closing in force, of this office or of one above it."""
        found = self._in_force(self._said, unit, form) if self._said else None
        return self._entry(self._said, unit, form, *found) if found is not None else None

    def frozen_below(self, unit: str, form: str) -> Frozen | None:
        """Return what stands by a closing in force of an office below this one."""
        found = self._in_force(self._passed, unit, form) if self._passed else None
        return self._entry(self._passed, unit, form, *found) if found is not None else None

    def openings(self, unit: str, form: str, *, below: bool = False) -> list[tuple[int, str]]:
        """Return (rank of the office, clock) of the words that opened a return again.

        Of this office and those above it, with `below` also of those below it.
        """
        found = []
        for said in (self._said, self._passed) if below else (self._said,):
            for rank, word in self._on_the_way(said, unit, form):
                if not word.closed:
                    found.append((rank, word.hlc))
        return found

    def rank(self, unit: str, office: str) -> int:
        """Return how high an office stands above a unit, `UNKNOWN` where it does not."""
        return self._path(unit).get(office, UNKNOWN)

    def _path(self, unit: str) -> dict[str, int]:
        if unit not in self._paths:
            way = self._scope.path(unit, self._day)
            self._paths[unit] = {above: n for n, above in enumerate(way)}
        return self._paths[unit]

    def _in_force(
        self, said: Mapping[str, list[_Said]], unit: str, form: str
    ) -> tuple[int, Word] | None:
        """Return the closed word of the highest office that no newer one of as high a one opened.

        With the rank of its office. Of several of one office the newest is taken.
        """
        told = list(self._on_the_way(said, unit, form))
        opened = [(rank, word.hlc) for rank, word in told if not word.closed]
        closed = [
            (rank, word.hlc, word.op, word)
            for rank, word in told
            if word.closed and not any(word.hlc < later and rank <= by for by, later in opened)
        ]
        if not closed:
            return None
        rank, _hlc, _op, word = max(closed, key=lambda one: one[:3])
        return rank, word

    def _on_the_way(
        self, said: Mapping[str, list[_Said]], unit: str, form: str
    ) -> Iterator[tuple[int, Word]]:
        """Yield the words said of a return, or of all above it, with the rank of their offices."""
        for above, place in self._path(unit).items():
            for one in said.get(above, ()):
                if one.form in (form, ALL_FORMS):
                    # An office that stands there no more: whoever closes stands above the unit.
                    yield self._path(unit).get(one.word.office, place + 1), one.word

    def _entry(
        self, said: Mapping[str, list[_Said]], unit: str, form: str, rank: int, word: Word
    ) -> Frozen | None:
        if word.stands is None:
            return None
        held = word.stands.get(unit)
        if held is None:  # it stood under another unit when its office closed the period
            others = [
                one.word
                for words in said.values()
                for one in words
                if one.word.closed and one.word.office == word.office
                and one.form in (form, ALL_FORMS) and unit in (one.word.stands or ())
            ]  # fmt: skip
            newest = max(others, key=lambda one: one.hlc, default=None)
            held = (newest.stands or {}).get(unit) if newest is not None else None
        rev, op = _pair(held.get(form) if isinstance(held, dict) else None)
        return Frozen(word.hlc, rank, word.office, rev, op)


def _by_unit(said: Iterable[_Said]) -> dict[str, list[_Said]]:
    found: dict[str, list[_Said]] = {}
    for one in said:
        found.setdefault(one.unit, []).append(one)
    return found


def _pair(told: Any) -> tuple[int, str]:
    """Return (revision, operation) as a word names them, (0, "") where it names none."""
    match told:
        case [int() as rev, str() as op]:
            return rev, op
    return 0, ""


def _words(reader: Reader, scope: Scope, period: str) -> list[tuple[_Said, str]]:
    """Return what was said of a period, with the office that passed it on upwards, "" none.

    Kept while nobody says more: a closing names every return of its month.
    """
    # One remembered value for all periods: those of other things are not pushed out.
    known: dict[str, list[tuple[_Said, str]]] = reader.remembered_of(
        (CLOSING, "enrol", "alias"), "closings", dict
    )
    if period not in known:
        known[period] = list(_read_words(reader, scope, period))
    return known[period]


def _read_words(reader: Reader, scope: Scope, period: str) -> Iterator[tuple[_Said, str]]:
    machines: Mapping[str, str] | None = None
    for key, field, value, hlc, store, op in reader.rows(
        "SELECT key, field, value, hlc, store, op FROM leaf WHERE kind = ?"
        " AND key >= ? AND key < ? AND winner = 1 AND value <> 'null'",
        (CLOSING, *prefix_range(f"{period}|")),
    ):
        if machines is None:
            machines = machine_units(reader)
        form, _at, office = field.partition("@")
        body = load(value)
        if not isinstance(body, dict):
            continue
        office = scope.resolve(office) if office else ""
        closed = body.get("state") == "closed"
        stands = _stands(scope, body.get("stands")) if closed else None
        word = Word(
            hlc, closed, str(body.get("reason", "")), office or machines.get(store, ""), op, stands
        )
        yield _Said(split_cell_key(key)[0], form, word), office


def _stands(scope: Scope, table: Any) -> Stands | None:
    """Return what a word names by the lasting ids of units, None where it names nothing."""
    if not isinstance(table, dict):
        return None
    if not scope.aliases:
        return table
    return {scope.resolve(unit): forms for unit, forms in table.items()}


def last_clock(reader: Reader, period: str) -> str:
    """Return the greatest clock of a word on a period held here: a new one comes after them all.

    Under whatever key it stands, and by whatever clock it was said.
    """
    low, high = prefix_range(f"{period}|")
    rows = reader.rows(
        "SELECT max(hlc) FROM leaf WHERE kind IN ('review', 'vetted', ?) AND key >= ? AND key < ?",
        (CLOSING, low, high),
    )
    return rows[0][0] or ""
