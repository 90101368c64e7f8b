"""The words shortened names of units are understood by, from the pack."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from desktop.models import resources
from desktop.models.text import fold

FILE: Final = "packs/core/name_words.json"
Phrase = tuple[str, ...]
Meanings = Mapping[Phrase, tuple[Phrase, ...]]
"""Words in a row → each thing they may stand for."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases to be looked for; `starts` is the length of the longest by its first word."""

    known: Mapping[Phrase, Phrase]
    starts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class NameWords:
    """Everything `name_words.json` says, its words without marks.

    `means` are other words for the same, `always` those of them that never mean anything else,
    `foreign` those that stand behind a name, `common` what
    names a trade and no unit, `trades` (with their marks) and `heads` words of one syllable that
    do so before a name, `offices` what bears the name of its place, `apart` what makes another
    unit, `spare` what says nothing, `whole` what names a group of units.
    """

    means: Meanings
    always: frozenset[Phrase]
    foreign: Meanings
    common: Phrases
    trades: Mapping[str, str]
    heads: frozenset[str]
    offices: tuple[Phrase, ...]
    apart: Phrases
    spare: frozenset[str]
    whole: frozenset[Phrase]
    provinces: Phrases


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """Return the words of the shipped pack."""
    raw = json.loads(resources.path(FILE).read_bytes())
    return NameWords(
        _meanings(raw["means"]), frozenset(tuple(text.split()) for text in raw["always"]),
        _meanings(raw["foreign"]), _phrases(raw["common"]),
        {fold(text): text for text in raw["trades"]}, frozenset(raw["heads"]),
        tuple(tuple(text.split()) for text in raw["offices"]), _phrases(raw["apart"]),
        _words(raw["spare"]), frozenset(tuple(text.split()) for text in raw["whole"]),
        _phrases(raw["provinces"]),
    )  # fmt: skip


def _meanings(texts: Mapping[str, Iterable[str]]) -> Meanings:
    return {
        tuple(short.split()): tuple(tuple(full.split()) for full in fulls)
        for short, fulls in texts.items()
    }


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split())


def _phrases(texts: Iterable[str]) -> Phrases:
    known = {phrase: phrase for phrase in (tuple(text.split()) for text in texts)}
    starts: dict[str, int] = {}
    for phrase in known:
        starts[phrase[0]] = max(starts.get(phrase[0], 0), len(phrase))
    return Phrases(known, starts)
