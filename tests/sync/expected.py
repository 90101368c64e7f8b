"""What a month of the small province must add up to, computed anew from its raw registers."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.reader import Reader
from tests.sync.offices import BASE, BASE_2, COMMUNE, OTHER, PARENTS

PERIOD = "2026-10"


def locked_values(store: Reader) -> dict[str, int | None]:
    """Return unit → figure of the returns accepted last, or closed, and whose words are held."""
    return {
        unit: standing(store, unit)
        for unit, word in said_here(store).items()
        if not word[0] or _written(store, word[1])  # not undone
    }


def said_here(store: Reader) -> dict[str, "Word"]:
    """Return unit → what the province's own last word on its return leaves standing, for good."""
    words = {unit: _word_here(store, unit, for_good=True) for unit in (BASE, BASE_2, OTHER)}
    return {unit: word for unit, word in words.items() if word is not None}


def standing(store: Reader, unit: str) -> int | None:
    """Return the A03 of a unit that counts above.

    What the last word accepted or left standing, what stood when the month was closed, what the
    commune stands for in the same ways; else the newest.
    """
    key = return_key(unit, "F1", PERIOD)
    returns = {int(rev): body for rev, body in store.fields("submit", key).items()}
    if not returns:
        return None
    words = [_word_here(store, unit), _word_below(store, unit)]
    for word in words:
        if word is None or (word[0] and word[0] not in returns and not word[2]):
            continue
        rev, op, firm = word
        body = _written(store, op)
        if body is None and not firm and rev:
            body = returns[rev]  # what was accepted was undone, and its revision came otherwise
        return int(body["values"]["A03"]) if body is not None else None
    return int(returns[max(returns)]["values"]["A03"])


def _written(store: Reader, op: str) -> Any:
    rows = store.rows("SELECT raw FROM op WHERE id = ?", (op,))
    return msgspec.json.decode(rows[0][0])["v"] if rows else None


Word = tuple[int, str, bool]
"""The revision a word leaves standing (0: none), its operation, and whether by a closing."""


def _word_here(store: Reader, unit: str, *, for_good: bool = False) -> Word | None:
    """Return what the province's last word on a return leaves standing, None for none.

    `for_good`: whatever else comes, not until a later revision does.
    """
    key = return_key(unit, "F1", PERIOD)
    said = _said(store, "review", key, [int(rev) for rev in store.fields("review", key)])
    told = [_closing(store, above, name) for above in _way(unit) for name in ("F1", "*")]
    said = _not_over(store, said, unit, told, for_good=for_good)
    return _left_standing(said, max((one for one in told if one), default=None, key=_clock), unit)


def _not_over(
    store: Reader, said: Sequence[tuple[str, int, Any]], unit: str,
    told: Iterable[tuple[str, Any] | None], *, for_good: bool = False,
) -> list[tuple[str, int, Any]]:  # fmt: skip
    """Return the words that hold: of what a closing left, until the month is opened after it."""
    opened = max((one[0] for one in told if one and one[1]["state"] == "open"), default="")
    newest = max(map(int, store.fields("submit", return_key(unit, "F1", PERIOD))), default=0)
    return [
        one for one in said
        if not (one[2].get("closed") and (for_good or one[1] < newest) and one[0] < opened)
    ]  # fmt: skip


def _word_below(store: Reader, unit: str) -> Word | None:
    """Return what the commune's last word leaves standing, unless the province judged it."""
    key = return_key(unit, "F1", PERIOD)
    said = _said(
        store, "vetted", key,
        [int(name.partition("@")[0]) for name in store.fields("vetted", key)],
        f"@{COMMUNE}",
    )[-1:]  # fmt: skip
    told = [_closing(store, unit, f"{name}@{COMMUNE}") for name in ("F1", "*")]
    closing = max((one for one in told if one), default=None, key=_clock)
    here = [_closing(store, one, name) for one in _way(unit) for name in ("F1", "*")]
    word = _left_standing(_not_over(store, said, unit, [*told, *here]), closing, unit)
    above = _said(store, "review", key, [int(rev) for rev in store.fields("review", key)])
    judged = above[-1][1] if above else 0
    if word is None:
        return None
    closed = closing is not None and closing[1]["state"] == "closed"
    spoken = word[0] if closed or not said else said[-1][1]
    return word if spoken > judged or not (judged or word[0]) else None


def _clock(one: tuple[str, Any]) -> str:
    return one[0]


def _way(unit: str) -> Iterator[str]:
    above: str | None = unit
    while above is not None:
        yield above
        above = PARENTS.get(above)


def _said(
    store: Reader, kind: str, key: str, revisions: Iterable[int], suffix: str = ""
) -> list[tuple[str, int, Any]]:
    """Return (clock, revision, verdict) of a return, the last one at the end."""
    return sorted(
        (store.leaves(kind, key, f"{rev}{suffix}")[-1].hlc, rev,
         store.get(kind, key, f"{rev}{suffix}"))
        for rev in revisions
    )  # fmt: skip


def _closing(store: Reader, unit: str, name: str) -> tuple[str, Any] | None:
    key = cell_key(unit, PERIOD)
    leaves = store.leaves("closing", key, name)
    return (leaves[-1].hlc, store.get("closing", key, name)) if leaves else None


def _left_standing(
    said: Sequence[tuple[str, int, Any]], closing: tuple[str, Any] | None, unit: str
) -> Word | None:
    shut = closing is not None and closing[1]["state"] == "closed"
    if closing is not None and shut:
        said = [one for one in said if one[0] > closing[0]]
    if said:
        _hlc, rev, verdict = said[-1]
        if verdict["state"] == "accepted":
            return rev, verdict["op"], False
        if verdict.get("stands") is not None:
            return verdict["stands"], verdict.get("op", ""), verdict.get("closed", False)
    if closing is not None and shut:
        rev, op = closing[1]["stands"].get(unit, {}).get("F1", (0, ""))
        return rev, op, True
    return None
