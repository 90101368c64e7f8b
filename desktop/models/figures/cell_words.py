"""Words in a cell for figures: what each stands for, from one table for typing, pasting, our own
forms that come home, and the sheets of others.

The table is `zero` and `absent` of `column_words.json`, which the reader of sheets looks words up
in as well. Why a dash and “không phát sinh” say less in a sheet of others: decision 0075.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

import msgspec

from desktop.i18n import _
from desktop.models import resources
from desktop.models.text import fold, nfc

Meaning = Literal["zero", "na"]
_TABLE: Final = "packs/core/column_words.json"
_DASHES: Final = frozenset("-–—")
_MONEY: Final = frozenset(("dong", "d", "vnd"))


def is_dash(text: str) -> bool:
    """Tell whether a text is the dash that the grid shows for “không phát sinh”."""
    return text.strip() in _DASHES


def meaning(text: str) -> Meaning | None:
    """Return what a word in a cell stands for: nobody, or that nothing can arise there.

    None for numbers, blanks and everything else.
    """
    if is_dash(text):
        return "na"
    return _words().get(fold(nfc(text))) if any(map(str.isalpha, text)) else None


def counts_people(word: str) -> bool:
    """Tell whether a word behind a number only says what was counted: “120 người”, “15 đv.”."""
    return fold(nfc(word)).strip(" .") in _units()


def way_to_say() -> str:
    """Return how a figure or its absence is written, for whoever wrote something else."""
    return _("Gõ số như 412 hoặc 1.234; không có thì gõ 0, không phát sinh thì gõ x.")


@cache
def _units() -> frozenset[str]:
    told = msgspec.json.decode(resources.path(_TABLE).read_bytes())
    return frozenset(told["units"]) - _MONEY


@cache
def _words() -> Mapping[str, Meaning]:
    told = msgspec.json.decode(resources.path(_TABLE).read_bytes())
    said: dict[str, Meaning] = dict.fromkeys(told["zero"], "zero")
    return said | dict.fromkeys((*told["absent"], *told["not_arisen"]), "na")
