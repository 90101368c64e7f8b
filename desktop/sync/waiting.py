"""Returns that a bundle brings and that change no total until somebody says a word, and why."""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from desktop.models.errors import Refusal
from desktop.models.figures.frozen import Closings
from desktop.models.figures.views import Words
from desktop.models.packs.periods import parse_period
from desktop.models.store.held import leaves_of_keys
from desktop.models.store.keys import return_key, split_return_key
from desktop.models.store.ops import Op, load
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.sync.messages import message
from desktop.sync.reviews import REVIEW, is_accepted, number
from desktop.sync.totals import newest_of_each, returns_in

Why = Literal["accepted", "closed", "first"]
_CODES: Mapping[Why, str] = {
    "accepted": "W_AFTER_ACCEPTED", "closed": "W_LATE", "first": "W_LATE_FIRST",
}  # fmt: skip


class Waiting(msgspec.Struct, frozen=True):
    """A revision that waits: it corrects what was accepted, or what stood when its period was
    closed, or it is the first that came, after the closing.
    """

    op: Op
    why: Why


def waiting_words(waiting: Sequence[Waiting]) -> list[str]:
    """Return a sentence per reason to wait, with how many returns do."""
    counts = {why: sum(one.why == why for one in waiting) for why in _CODES}
    told = [message(_CODES[why], count=count) for why, count in counts.items() if count]
    return [f"{one.text} {one.next_step}" for one in told]


def waiting_returns(reader: Reader, ops: Sequence[Op]) -> list[Waiting]:
    """Return the newest locked revision of each return that waits for a word, and why.

    Beside what was accepted: a later revision, or the accepted one as another operation wrote it;
    in a period that was closed, all but what stood then. None of it changes a total. What was
    turned back already waits for nothing, however often it is sent again; nor does a
    revision that came before the accepted one.
    """
    returns = newest_of_each(returns_in(ops))
    accepted: dict[str, dict[str, str]] = {}
    turned_back: set[tuple[str, str]] = set()
    for key, field, *leaf in sorted(
        leaves_of_keys(reader.rows, REVIEW, {op.key for op in returns}), key=lambda row: row[:5]
    ):
        # The last leaf of a register is its winner.
        fields, value = accepted.setdefault(key, {}), load(leaf[-1])
        fields.pop(field, None)
        turned_back.discard((key, field))
        if value is not None and not is_accepted(value):
            turned_back.add((key, field))
        if is_accepted(value):
            fields[field] = str(value.get("op", "")) if isinstance(value, dict) else ""
    shut = {one.op.id: one for one in _closed_beside(reader, returns)}
    found = []
    for op in returns:
        if (op.key, op.field) in turned_back:
            continue
        if op.id in shut:
            found.append(shut[op.id])
        elif _waits(op, accepted.get(op.key, {})):
            found.append(Waiting(op, "accepted"))
    return found


def _closed_beside(reader: Reader, returns: Sequence[Op]) -> list[Waiting]:
    """Return the operations that a closing in force does not count, nor a word after one.

    What came late and was turned back is open again, and what then comes waits as the first did,
    until the period is opened for all.
    """
    scope = Scope.of(reader)
    found: list[Waiting] = []
    for period in sorted({split_return_key(op.key)[2] for op in returns}):
        try:
            when = parse_period(period, reader.packs.schemes)
        except Refusal:
            continue  # of a pack that is not here
        closings = Closings.of(reader, when, scope)
        if not closings:
            continue
        words = Words.of(reader, period, scope, f"{period}|")
        for op in returns:
            unit, form, name = split_return_key(op.key)
            unit = scope.resolve(unit)
            if name == period:
                key, rev = return_key(unit, form, name), number(op.field)
                word = words.decided(unit, form, key, rev)
                if word is None or (word.accepted and closings.frozen(unit, form) is None):
                    continue  # what was accepted is told apart, see `_waits`
                if (word.rev, word.op or op.id) != (number(op.field), op.id):
                    why: Why = "accepted" if word.accepted else "closed"
                    found.append(Waiting(op, why if word.rev else "first"))
    return found


def _waits(op: Op, accepted: Mapping[str, str]) -> bool:
    """Tell whether a revision comes after the accepted ones: revision → who wrote it ("" any)."""
    if not accepted:
        return False
    last = max(accepted, key=number)
    if op.field == last:
        return accepted[last] not in ("", op.id)
    return number(op.field) > number(last)
