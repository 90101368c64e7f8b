"""Returns that came late: into what this office had accepted or closed, each waiting for a word.

What was accepted, or counted when the period was closed, stands in the totals until they are
accepted. Turned back, they are the unit's to correct. Only what the office may judge is listed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cache
from typing import Literal

import msgspec

from desktop.models.errors import Refusal
from desktop.models.figures.closure import closed_from_above
from desktop.models.figures.frozen import CLOSING, Closings
from desktop.models.figures.last_words import Ranks, Word, ranks_of
from desktop.models.figures.precedence import deciding, last_word, stands
from desktop.models.figures.returns.supplements import Difference, differences, supplement
from desktop.models.figures.revisions import reviews, revisions_of
from desktop.models.figures.vetted import vetted
from desktop.models.figures.views import Words, decided_here, values_of
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import prefix_range, split_return_key
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.models.units.units import Unit, tree_on

Why = Literal["accepted", "closed"]
MOST = 2_000


class Late(msgspec.Struct, frozen=True):
    """One return (unit id, form, period) whose revision `rev` waits.

    `why`: revision `accepted` was accepted before it came, or the period had been closed for the
    unit (`accepted` is 0 then, unless both). `stands` is the revision that counts meanwhile, 0 for
    none; `provisional` tells that the late one does, where an older program closed the period.
    `changes` is what it would change, `reason` what its office told with it.
    """

    unit: str
    name: str
    code: str
    form: str
    period: Period
    rev: int
    why: Why
    accepted: int = 0
    changes: tuple[Difference, ...] = ()
    stands: int = 0
    provisional: bool = False
    reason: str = ""

    @property
    def is_first(self) -> bool:
        """Tell whether nothing of it had come when its period was closed."""
        before = self.rev > 1 if self.provisional else self.stands > 0
        return self.why == "closed" and not before


class _Waits(msgspec.Struct, frozen=True):
    """Revision `rev` waits; revision `stands` counts, as `op` wrote it ("": as it stands)."""

    rev: int
    why: Why
    stands: int
    op: str = ""
    provisional: bool = False


_Keys = dict[str, _Waits]


def late_returns(reader: Reader) -> list[Late]:
    """Return what waits, the newest period first, in the order of units within it."""
    found = _after_closing(reader) | _after_acceptance(reader)
    scope, trees = Scope.of(reader), cache(lambda day: tree_on(reader, day).units)
    shut = cache(lambda period: closed_from_above(reader, period))
    told = [
        one
        for key, waits in sorted(found.items())[:MOST]
        if not _is_back_below(reader, scope, key, waits.rev)
        and (one := _told(reader, scope, trees, shut, key, waits)) is not None
    ]
    return sorted(told, key=lambda one: one.period.data_to, reverse=True)


def _is_back_below(reader: Reader, scope: Scope, key: str, rev: int) -> bool:
    """Tell whether an office below has sent a revision back: it waits no more, as in totals."""
    unit, form, period = split_return_key(key)
    with suppress(Refusal):  # a period no pack knows any more
        word = vetted(reader, period, scope, key=key).get((unit, form))
        return word is not None and word.rev == rev and not word.accepted
    return False


def _after_acceptance(reader: Reader) -> _Keys:
    """Return (key, newest revision) → of returns of which a word accepts something else."""
    newest: dict[str, tuple[int, str]] = {}
    told: dict[str, dict[str, Word]] = {}
    for key, field, hlc, store, value, rev, op in reader.rows(
        "SELECT said.key, said.field, said.hlc, said.store, said.value, told.field, told.op"
        " FROM leaf AS said"
        # CROSS JOIN keeps the order: there are far more returns than words about them.
        " CROSS JOIN leaf AS told WHERE told.kind = 'submit' AND told.key = said.key"
        " AND told.winner = 1 AND told.value <> 'null'"
        " AND said.kind = 'review' AND said.value <> 'null'"
        # Nearly all words accept the only revision, as it stands: their JSON is not taken apart.
        " AND said.key IN (SELECT said.key FROM leaf AS said CROSS JOIN leaf AS told"
        " WHERE told.kind = 'submit' AND told.key = said.key"
        " AND told.winner = 1 AND told.value <> 'null'"
        " AND said.kind = 'review' AND said.value <> 'null'"
        " AND (told.field <> said.field OR instr(said.value, '\"op\":\"' || told.op || '\"') = 0))"
    ):
        newest[key] = max(newest.get(key, (0, "")), (int(rev), op))
        words = told.setdefault(key, {})
        if hlc not in words:
            words[hlc] = Word(key, int(field), hlc, store, load(value))
    found: _Keys = {}
    ranks = ranks_of(reader)
    for key, words in told.items():
        waits = _beside_accepted(list(words.values()), *newest[key], ranks)
        if waits is not None and not (waits.why == "closed" and _counts_again(reader, key)):
            found[key] = waits
    return found


def _beside_accepted(words: Sequence[Word], rev: int, op: str, ranks: Ranks) -> _Waits | None:
    """Return how the newest revision of a return waits by the words on it, None where it does not.

    It does where nobody has judged it and an earlier one stands, or where it was written over.
    """
    several = len({one.store for one in words}) > 1
    said = [
        (one.hlc, one.rev, one.said, ranks(one.key, one.store) if several else 0) for one in words
    ]
    word = deciding(said)
    if word is None:
        return None
    standing, named = stands(word[1], word[2]), str(word[2].get("op") or "")
    on_newest = last_word(one for one in said if one[1] == rev)
    accepts = on_newest is not None and on_newest[2].get("state") == "accepted"
    written_over = rev == standing == word[1] and named not in ("", op) and accepts
    if on_newest is not None and not written_over:
        return None
    return _Waits(rev, "closed" if word[2].get("closed") is True else "accepted", standing, named)


def _counts_again(reader: Reader, key: str) -> bool:
    """Tell of a return that was turned back in a closed period whether that was opened since."""
    unit, form, period = split_return_key(key)
    try:
        when = parse_period(period, reader.packs.schemes)
    except Refusal:
        return False
    return decided_here(reader, when, unit, form) is None


def _after_closing(reader: Reader) -> _Keys:
    """Return key → what waits beside what a closing in force left standing."""
    found: _Keys = {}
    scope = Scope.of(reader)
    for period in _closed_periods(reader):
        closings = Closings.of(reader, period, scope)
        if not closings:
            continue
        words = Words.of(reader, period.id, scope, f"{period.id}|")
        judged = reviews(reader, period.id)
        for key, (rev, came, op) in _newest(reader, period.id).items():
            unit, form, _period = split_return_key(key)
            last = closings.last(unit, form)
            on_this = [said for _at, number, said in judged.get((unit, form), ()) if number == rev]
            if last is None:
                continue
            if last.stands is None:  # an older program closed it: by this office's own order
                if not on_this and _arrival(reader, last.op) < came:
                    found[key] = _Waits(rev, "closed", rev, op, provisional=True)
                continue
            if on_this and on_this[-1].get("state") == "returned":
                continue
            word = words.decided(unit, form, key, rev)
            if word is not None and (word.rev, word.op or op) != (rev, op):
                why: Why = "accepted" if word.accepted else "closed"
                found[key] = _Waits(rev, why, word.rev, word.op)
    return found


def _closed_periods(reader: Reader) -> Iterator[Period]:
    for (name,) in reader.rows(
        "SELECT DISTINCT substr(key, 1, instr(key, '|') - 1) FROM leaf WHERE kind = ?"
        " AND winner = 1 AND value <> 'null'",
        (CLOSING,),
    ):
        with suppress(Refusal):  # a period no pack knows any more
            yield parse_period(name, reader.packs.schemes)


def _newest(reader: Reader, period: str) -> dict[str, tuple[int, int, str]]:
    """Return key → (newest revision, place of arrival here, operation) of a period's returns."""
    newest: dict[str, tuple[int, int, str]] = {}
    for key, rev, came, op in reader.rows(
        "SELECT leaf.key, leaf.field, op.seq, leaf.op FROM leaf"
        " JOIN op ON op.store = leaf.store AND op.id = leaf.op"
        " WHERE leaf.kind = 'submit' AND leaf.key >= ? AND leaf.key < ?"
        " AND leaf.winner = 1 AND leaf.value <> 'null'",
        prefix_range(f"{period}|"),
    ):
        newest[key] = max(newest.get(key, (0, 0, "")), (int(rev), came, op))
    return newest


def _arrival(reader: Reader, op: str) -> int:
    rows = reader.rows("SELECT seq FROM op WHERE id = ?", (op,))
    return int(rows[0][0]) if rows else 0


def _told(
    reader: Reader, scope: Scope, units_on: Callable[[date], Mapping[str, Unit]],
    shut: Callable[[Period], bool], key: str, waits: _Waits,
) -> Late | None:  # fmt: skip
    unit, form, period_id = split_return_key(key)
    try:
        period = parse_period(period_id, reader.packs.schemes)
    except Refusal:
        return None
    day, own = period.data_to, reader.own_unit
    topmost = scope.parent(own, day.isoformat()) is None
    if unit == own or own not in scope.path(unit, day.isoformat()):
        return None
    if (scope.owner(unit, day) == own and not topmost) or shut(period):
        return None  # the level above judges what this office types itself, or what it closed
    known = units_on(day).get(unit)
    if known is None:
        return None
    changes, reason = _changes(reader, unit, form, period.id, waits)
    return Late(
        unit, known.name, known.code, form, period, waits.rev, waits.why,
        waits.stands if waits.why == "accepted" else 0,
        changes, waits.stands, waits.provisional, reason,
    )  # fmt: skip


def _changes(
    reader: Reader, unit: str, form: str, period: str, waits: _Waits
) -> tuple[tuple[Difference, ...], str]:  # fmt: skip
    """Return what a late revision changes against what counts, else the one before; and why."""
    listed = revisions_of(reader, unit, form, period)
    newest = listed[-1]
    before = values_of(reader, waits.op) if waits.op and not waits.provisional else None
    if before is None and 0 < waits.stands < waits.rev:
        before = next((one.values for one in listed if one.rev == waits.stands), None)
    if before is None:
        return supplement(reader.packs, listed, waits.rev), newest.reason
    later = [one for one in listed if waits.stands < one.rev]
    return differences(reader.packs, before, newest, later), newest.reason
