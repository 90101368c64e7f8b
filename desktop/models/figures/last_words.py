"""The word from above that tells where each revision stands, of all that several offices said.

A register of the journal holds a word of each office that judged a revision; none of them writes
over another office's.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from desktop.models.errors import Refusal
from desktop.models.figures.precedence import last_word
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import split_return_key
from desktop.models.store.machines import machine_units
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope


class Word(msgspec.Struct, frozen=True):
    """What an office above said of revision `rev` of a return; `store` is its installation."""

    key: str
    rev: int
    hlc: str
    store: str
    said: Mapping[str, Any]


def last_words(reader: Reader, low: str, high: str) -> list[Word]:
    """Return, of each revision under keys from `low` to `high`, the word that tells of it."""
    found: dict[tuple[str, int], list[Word]] = {}
    for key, field, hlc, store, value in reader.rows(
        "SELECT key, field, hlc, store, value FROM leaf WHERE kind = 'review'"
        " AND key >= ? AND key < ? AND value <> 'null'",
        (low, high),
    ):
        said = load(value)
        if isinstance(said, dict):
            found.setdefault((key, int(field)), []).append(Word(key, int(field), hlc, store, said))
    ranks = ranks_of(reader)
    return [one[0] if len(one) == 1 else _last_of(one, ranks) for one in found.values()]


def _last_of(said: Sequence[Word], ranks: "Ranks") -> Word:
    by_clock = {one.hlc: one for one in said}
    last = last_word((one.hlc, one.rev, one.said, ranks(one.key, one.store)) for one in said)
    return by_clock[last[0]] if last is not None else said[0]


Ranks = Callable[[str, str], int]
"""Tells of a return's key and an installation how high its office stands above the unit."""


def ranks_of(reader: Reader) -> Ranks:
    """Return what tells how high an office stands above the unit of a return, -1 where it does not.

    Nothing is read before it is asked.
    """
    paths: dict[str, dict[str, int]] = {}
    register: list[Scope] = []

    def rank(key: str, store: str) -> int:
        unit, _form, period = split_return_key(key)
        if key not in paths:
            register[:] = register or [Scope.of(reader)]
            with suppress(Refusal):  # a period no pack knows any more
                day = parse_period(period, reader.packs.schemes).data_to.isoformat()
                paths[key] = {up: n for n, up in enumerate(register[0].path(unit, day))}
        return paths.get(key, {}).get(machine_units(reader).get(store, ""), -1)

    return rank
