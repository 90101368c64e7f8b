"""What can be found with Ctrl+K: pages, actions, units and plans. No toolkit here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from desktop.models.text import fold

MOST_SHOWN = 12


class Command(msgspec.Struct, frozen=True):
    """One line of the list: what it is called, where it belongs, what it does.

    `how` tells how well a unit that was sought is meant (`unit_search`); None: by its words.
    """

    text: str
    run: Callable[[], object]
    where: str = ""
    icon: str = ""
    keys: str = ""
    how: int | None = None


def matching(commands: Iterable[Command], typed: str) -> list[Command]:
    """Return the commands that have every word typed, tone marks or not, the closest first."""
    words = fold(typed).split()
    ranked = []
    for order, command in enumerate(commands):
        if command.how is not None:
            rank: int | None = _rank_of_unit(command.how)
        else:
            rank = _rank(fold(command.text), fold(command.where), words)
        if rank is not None:
            ranked.append((rank, order, command))
    ranked.sort(key=lambda entry: entry[:2])
    return [command for _rank_, _order, command in ranked[:MOST_SHOWN]]


def _rank_of_unit(how: int) -> int:
    """Return where a unit that is meant so well stands among what is found by its words."""
    from desktop.models.units import unit_search as sought  # only where something is sought

    ranks = {sought.EXACT: 0, sought.ITSELF: 0, sought.WORDS: 2, sought.CODE: 3}
    return ranks.get(how, 1)


def _rank(text: str, where: str, words: list[str]) -> int | None:
    whole = f"{text} {where}"
    if any(word not in whole for word in words):
        return None
    needle = " ".join(words)
    if text.startswith(needle):
        return 0
    if f" {needle}" in f" {text}":
        return 1
    starts = all(f" {word}" in f" {whole}" for word in words)
    return 2 if starts else 3
