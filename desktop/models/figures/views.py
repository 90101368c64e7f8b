"""What the level that adds up sees of each unit: accepted, submitted or live figures.

A locked figure never changes from below: once a revision is accepted, it stands until the
level above reopens it. Once a period is closed, what stood then counts, and nothing where nothing
had come, until a word is said on what came since. Where this office has said nothing, the revision
counts that the office below it has accepted or closed the period with, so that both add up to the
same. Figures typed but not locked count only in the office that types them, and not where the
period is closed: what stood then counts in every office that has heard of it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from desktop.models.figures.begun import is_cleared
from desktop.models.figures.cells import CELLS_AS_TEXT, split_code
from desktop.models.figures.frozen import UNKNOWN, Closings, Frozen
from desktop.models.figures.precedence import Verdict, Verdicts, deciding, last_word, stands
from desktop.models.figures.told import told_by, told_periods
from desktop.models.figures.vetted import Vetted, vetted_words
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import (
    cell_key,
    prefix_range,
    return_key,
    split_cell_key,
    split_return_key,
)
from desktop.models.store.machines import machine_units
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.models.units.topmost import is_topmost

PartState = Literal["accepted", "submitted", "live", "carried", "missing"]
_FEW = 50
"""Up to how many units are looked up one by one; for more a whole period is read."""
FIRM = ("accepted", "submitted")
"""The states of what was locked."""
WORST = ("accepted", "submitted", "live", "carried", "missing")


class View(msgspec.Struct, frozen=True):
    """A unit's figures of one form and period, and how firm they are.

    `returned` tells of a revision that was sent back: it counts until the unit locks another one,
    no firmer than what is still being typed. `waits` is the newest revision where another one
    counts until a word is said on it, 0 where none waits.
    """

    state: PartState
    values: Mapping[str, Any]
    rev: int
    op: str
    returned: bool = False
    waits: int = 0


class _Winner(msgspec.Struct, frozen=True):
    hlc: str
    op: str
    value: Any
    store: str = ""


def period_views(
    reader: Reader, period: str, scope: Scope | None = None
) -> dict[str, dict[str, View]]:
    """Return unit → form → view of a period.

    `scope` is the present register, for callers that read several periods.
    """
    scope = scope or Scope.of(reader)
    words = Words.of(reader, period, scope, f"{period}|")
    found: dict[str, dict[str, View]] = {}
    for key, by_rev in _winners(reader, "submit", period + "|").items():
        unit, form, _period = split_return_key(key)
        view = words.view(unit, form, key, by_rev)
        if view is not None:
            found.setdefault(unit, {})[form] = view
    live = _live(reader, period, scope, found)
    for unit, forms in live.items():
        for form, values in forms.items():
            if not words.is_frozen(unit, form, period):
                found.setdefault(unit, {})[form] = View("live", values, 0, "")
    return found


def form_views(reader: Reader, period: str, units: Collection[str], form: str) -> dict[str, View]:
    """Return unit → view of a form and period, of those of the units that have one, by id."""
    if len(units) > _FEW:
        units = told_by(reader, period, units)
    if len(units) <= _FEW:
        scope = Scope.of(reader)
        found = {unit: form_view(reader, period, unit, form, scope) for unit in units}
    else:
        views = period_views(reader, period)
        found = {unit: views[unit].get(form) for unit in units if unit in views}
    return {unit: view for unit, view in sorted(found.items()) if view is not None}


def form_view(
    reader: Reader, period: str, unit: str, form: str, scope: Scope | None = None
) -> View | None:
    """Return the view of one unit and form as `period_views` does, None where there is none.

    For a few units: a month of a province is a hundred thousand figures to read.
    """
    key = return_key(unit, form, period)
    scope = scope or Scope.of(reader)
    by_rev = _winners(reader, "submit", key).get(key, {})
    words = Words.of(reader, period, scope, key, unit)
    view = words.view(unit, form, key, by_rev)
    if view is not None or words.is_frozen(unit, form, period):
        return view
    typed = _live(reader, period, scope, {}, unit=unit).get(unit, {}).get(form)
    return View("live", typed, 0, "") if typed is not None else None


def any_counts(reader: Reader, period: str, units: Collection[str]) -> bool:
    """Tell whether anything counts that any of some units (ids) gave for a period.

    Nearly always something of the first that told anything does: not all of the period is read,
    nor are the others looked up.
    """
    if period not in told_periods(reader):
        return False
    listed = sorted(units)
    told = sorted(told_by(reader, period, listed[:1]) or told_by(reader, period, listed))
    forms = reader.packs.forms
    if told and any(form_view(reader, period, told[0], form) is not None for form in forms):
        return True
    return bool(told) and not period_views(reader, period).keys().isdisjoint(units)


class Decided(msgspec.Struct, frozen=True):
    """What the words on a return leave standing: a revision, 0 for none, as an operation wrote it.

    `op` "": as the revision stands now. `accepted` is False for what only stood at a closing.
    """

    rev: int
    op: str = ""
    accepted: bool = True


Openings = Iterable[tuple[int, str]]
"""Words that opened a return's period again: rank of the office, clock."""


def decided(
    said: Verdicts, frozen: Frozen | None, newest: int = 0, opened: Openings = (),
    judged: Collection[int] = (),
) -> Decided | None:  # fmt: skip
    """Return what counts by the words on a return and a closing in force; None: by none of them.

    Between a word and a closing the higher office's goes before, of one office the later. What a
    word left standing because the period was closed is over once that is `opened` again, for a
    revision that came after the one it was said of (`newest`). Of revisions that were `judged`
    further above nothing is decided.
    """
    heard = [
        one for one in said
        if (frozen is None or _goes_before(one[0], one[3], frozen))
        and not _is_over(one, newest, opened)
    ]  # fmt: skip
    word = deciding(heard, judged)
    if word is not None:
        named = word[2].get("op")
        op = named if isinstance(named, str) else ""
        return Decided(stands(word[1], word[2]), op, not word[2].get("closed"))
    if frozen is None:
        return None
    accepted = any(
        stands(rev, verdict) == frozen.rev
        and verdict.get("op") in (None, frozen.op)
        and not verdict.get("closed")
        for _hlc, rev, verdict, _rank in said
    )
    return Decided(frozen.rev, frozen.op, bool(frozen.rev) and accepted)


def decided_here(reader: Reader, period: Period, unit: str, form: str) -> Decided | None:
    """Return what the words of this office, and of those above it, leave standing of a return."""
    key, scope = return_key(unit, form, period.id), Scope.of(reader)
    newest = max(map(int, _winners(reader, "submit", key).get(key, {})), default=0)
    return Words.of(reader, period.id, scope, key, unit).decided(unit, form, key, newest)


def closed_below(reader: Reader, period: Period, unit: str, form: str) -> Decided | None:
    """Return what an office below left standing by a closing in force, None where none did."""
    key, scope = return_key(unit, form, period.id), Scope.of(reader)
    words = Words.of(reader, period.id, scope, key, unit)
    if not words.closings or words.closings.frozen_below(unit, form) is None:
        return None
    return words.passed_on(unit, form)


def _is_over(one: Verdict, newest: int, opened: Openings) -> bool:
    """Tell of a word said in a closed period whether that was opened since, as a month that was
    never closed: by the opening that goes with the word itself only its unit may send again.
    """
    hlc, rev, verdict, rank = one
    if not verdict.get("closed") or newest <= rev:
        return False
    return any(hlc < later and rank <= by for by, later in opened)


def _goes_before(hlc: str, rank: int, frozen: Frozen) -> bool:
    """Tell of a word whether it beats a closing; of an office nobody knows by the clock alone."""
    return rank > frozen.rank or (rank in (frozen.rank, UNKNOWN) and hlc > frozen.hlc)


class Words(msgspec.Struct):
    """What was said of the returns of a period, here, above and below.

    `judged_by_nobody` is the topmost office's own unit (id), "" in any other: what it locked of the
    members it manages itself waits for no word.
    """

    reader: Reader
    verdicts: Mapping[str, Sequence[tuple[int, _Winner]]]
    passed: Mapping[tuple[str, str], Sequence[Vetted]]
    closings: Closings
    offices: Mapping[str, str]
    judged_by_nobody: str = ""

    @classmethod
    def of(cls, reader: Reader, period: str, scope: Scope, keys: str, unit: str = "") -> "Words":
        """Read the words on returns whose keys begin so; `unit`: whose they all are."""
        when = parse_period(period, reader.packs.schemes)
        return cls(
            reader, _reviews(reader, keys),
            vetted_words(reader, period, scope, key=keys if unit else ""),
            Closings.of(reader, when, scope, unit=unit), machine_units(reader),
            reader.own_unit if is_topmost(reader, scope) else "",
        )  # fmt: skip

    def view(
        self, unit: str, form: str, key: str, by_rev: Mapping[str, _Winner]
    ) -> View | None:  # fmt: skip
        """Return what counts of a return, None where nothing does."""
        revisions = {int(rev): winner for rev, winner in by_rev.items() if winner.value is not None}
        if not revisions:
            return None
        newest = max(revisions)
        if self._is_plainly_accepted(key, newest, revisions[newest]):
            return _view("accepted", newest, revisions[newest])
        found = self._counted(unit, form, key, revisions)
        if found is None or found.op == revisions[newest].op:
            return found
        if self.sent_back(unit, form, key, newest):
            return found
        return msgspec.structs.replace(found, waits=newest)

    def _is_plainly_accepted(self, key: str, newest: int, now: _Winner) -> bool:
        """Tell whether one word alone was said of a return: that its newest revision counts as it
        stands. So it is of nearly all, and what offices above and below say need not be weighed.
        """
        words = self.verdicts.get(key, ())
        if len(words) != 1 or self.closings:
            return False
        rev, word = words[0]
        said = word.value
        return (
            rev == newest
            and said.get("state") == "accepted"
            and not said.get("closed")
            and said.get("op") in (None, "", now.op)
        )

    def sent_back(self, unit: str, form: str, key: str, rev: int) -> bool:
        """Tell whether the last word on a revision, here, above or below, sent it back."""
        said = [*self._said(unit, form, key), *self._below(unit, form)]
        last = last_word(one for one in said if one[1] == rev)
        return last is not None and last[2].get("state") == "returned"

    def _counted(
        self, unit: str, form: str, key: str, revisions: Mapping[int, _Winner]
    ) -> View | None:  # fmt: skip
        newest = max(revisions)
        word = self.decided(unit, form, key, newest)
        if word is not None:
            view, known = self._standing(word, revisions)
            if known:
                return view
        judged = {one[1] for one in self._said(unit, form, key)}
        word = self.passed_on(unit, form, judged, newest)
        if word is not None:
            view, known = self._standing(word, revisions)
            if known:
                return view and msgspec.structs.replace(view, state="submitted")
        own = unit == self.judged_by_nobody
        found = _view("accepted" if own else "submitted", newest, revisions[newest])
        if self.sent_back(unit, form, key, newest):
            return msgspec.structs.replace(found, state="live", returned=True)
        return found

    def decided(self, unit: str, form: str, key: str, newest: int = 0) -> Decided | None:
        """Return what the words from here and above leave standing of a return.

        `newest` is its newest revision, 0 for what is standing while none comes.
        """
        if not self.closings:
            return decided(self._said(unit, form, key), None)
        frozen, opened = self.closings.frozen(unit, form), self.closings.openings(unit, form)
        return decided(self._said(unit, form, key), frozen, newest, opened)

    def is_frozen(self, unit: str, form: str, period: str) -> bool:
        """Tell whether a closing, or a word after one, leaves nothing else to count of a return.

        Of figures that nobody had locked when the period was closed, too.
        """
        key = return_key(unit, form, period)
        return bool(self.closings) and self.decided(unit, form, key) is not None

    def _said(self, unit: str, form: str, key: str) -> Verdicts:
        words = [
            (word.hlc, rev, word.value, self.offices.get(word.store, ""))
            for rev, word in self.verdicts.get(key, ())
        ]
        alone = len({office for *_word, office in words}) < 2 and (unit, form) not in self.passed
        if alone and not self.closings:  # there is nobody to go before
            return [(hlc, rev, value, 0) for hlc, rev, value, _office in words]
        rank = self.closings.rank
        return [(hlc, rev, value, rank(unit, office)) for hlc, rev, value, office in words]

    def _below(self, unit: str, form: str) -> Verdicts:
        return [one.verdict for one in self.passed.get((unit, form), ())]

    def passed_on(
        self, unit: str, form: str, judged: Collection[int] = (), newest: int = 0
    ) -> Decided | None:
        """Return what the offices below leave standing of what was not `judged` here or above."""
        frozen = self.closings.frozen_below(unit, form) if self.closings else None
        said = self._below(unit, form)
        opened = self.closings.openings(unit, form, below=True) if self.closings else ()
        if frozen is None:
            return decided(said, None, newest, opened, judged)
        word = decided(said, frozen, newest, opened)
        if word is None or word.rev in judged or (judged and not word.rev):
            return None
        return word

    def _standing(
        self, word: Decided, revisions: Mapping[int, _Winner]
    ) -> tuple[View | None, bool]:
        """Return what a word leaves standing, and whether that is known here."""
        if not word.rev:
            return None, True
        now = revisions.get(word.rev)
        if now is None:
            return None, not word.accepted
        if word.op and word.op != now.op:
            written = _written(self.reader, word.op)
            if written is None and not word.accepted:
                return None, True  # what stood at the closing is not in these books
            now = written or now
        return _view("accepted" if word.accepted else "submitted", word.rev, now), True


def values_of(reader: Reader, op: str) -> Mapping[str, Any] | None:
    """Return the values an operation locked, None while it is not in the books."""
    written = _written(reader, op)
    return written.value.get("values", {}) if written is not None else None


def _written(reader: Reader, op: str) -> _Winner | None:
    """Return what an operation wrote, None while it is not in the books."""
    for (raw,) in reader.rows("SELECT raw FROM op WHERE id = ? AND kind = 'submit'", (op,)):
        body = load(raw)
        if isinstance(body.get("v"), dict):
            return _Winner(str(body["hlc"]), op, body["v"])
    return None


def _view(state: PartState, rev: int, winner: _Winner) -> View:
    return View(state, winner.value.get("values", {}), rev, winner.op)


def _live(
    reader: Reader,
    period: str,
    scope: Scope,
    locked: Mapping[str, Collection[str]],
    *,
    unit: str = "",
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return unit → form → code → value of cells typed in this office's own scope.

    Those of the forms a unit has `locked` are left out, and what was cleared again: it is as if
    nobody had typed it. `unit`: of that one alone.
    """
    own, indicators = reader.own_unit, reader.packs.indicators
    day = parse_period(period, reader.packs.schemes).data_to
    homes: dict[str, str | None] = {}
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for key, cells in _entered(reader, cell_key(unit, period)):
        whose, _period = split_cell_key(key)
        shut = locked.get(whose, ())
        mine: dict[str, dict[str, Any]] = {}
        for code, told in cells.items():
            if type(told) is dict and is_cleared(told):
                continue
            if code not in homes:
                indicator = indicators.get(split_code(code)[0])
                homes[code] = indicator.home if indicator is not None else None
            home = homes[code]
            if home is not None and home not in shut:
                mine.setdefault(home, {})[code] = told
        if mine:  # most units have locked everything: whose they are is not asked
            owner = scope.owner(whose, day)
            if owner == own or owner not in scope.assigned:
                found[whose] = mine
    return found


def _entered(reader: Reader, keys: str) -> Iterable[tuple[str, dict[str, Any]]]:
    """Yield (cell key, code → value) of what is entered under keys that begin so."""
    for key, cells in reader.rows(
        f"SELECT key, {CELLS_AS_TEXT} FROM leaf WHERE kind = 'cell' AND key >= ? AND key < ?"
        " AND winner = 1 AND value <> 'null' GROUP BY key ORDER BY key",
        prefix_range(keys),
    ):
        yield key, load(cells)


def _reviews(reader: Reader, keys: str) -> dict[str, list[tuple[int, _Winner]]]:
    """Return key → (revision, word), two of one revision where two offices spoke unheard."""
    found: dict[str, list[tuple[int, _Winner]]] = {}
    for key, field, value, op, hlc, store in reader.rows(
        "SELECT key, field, value, op, hlc, store FROM leaf"
        " WHERE kind = 'review' AND key >= ? AND key < ?",
        prefix_range(keys),
    ):
        said = load(value)
        if isinstance(said, dict):
            found.setdefault(key, []).append((int(field), _Winner(hlc, op, said, store)))
    return found


def _winners(reader: Reader, kind: str, keys: str) -> dict[str, dict[str, _Winner]]:
    found: dict[str, dict[str, _Winner]] = {}
    for key, field, value, op, hlc, store in reader.rows(
        "SELECT key, field, value, op, hlc, store FROM leaf"
        " WHERE kind = ? AND key >= ? AND key < ? AND winner = 1",
        (kind, *prefix_range(keys)),
    ):
        found.setdefault(key, {})[field] = _Winner(hlc, op, load(value), store)
    return found
