"""What the sample's unions tell of themselves at half-years and years (F2): boards, groups, who
their members are."""

from collections.abc import Mapping
from random import Random

from desktop.models.entry.entry_columns import entry_columns
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.tasks.sample.sample_data import SampleUnion

FORM = "F2"
_BOARDS = ((20, 3), (60, 5), (150, 7), (300, 9))
"""Members below a number → how many sit on the board; more have the largest."""
_LARGEST_BOARD = 11
_A_GROUP = 35
_WOMEN_FOR_A_BOARD = 10


def make_up(packs: Packs, period: Period, union: SampleUnion, groups: int | None = None) -> (
    dict[str, int]
):  # fmt: skip
    """Return what a union tells of itself in a period, code → number; nothing where none is asked.

    `groups` is how many union groups the register knows of it, where it knows any. What a union is
    like stays alike from one time to the next.
    """
    form = packs.forms[FORM]
    if period.scheme not in form.schemes:
        return {}
    told = _all(union, groups)
    asked = [one.code for one in entry_columns(packs, form, period) if one.kind == "typed"]
    return {code: told[code] for code in asked if code in told}


def _all(union: SampleUnion, groups: int | None) -> Mapping[str, int]:
    rng = Random(f"make-up {union.code}")
    members, women = union.members, union.members_women
    board = next((seats for below, seats in _BOARDS if members < below), _LARGEST_BOARD)
    board = min(board, members)
    of_women = min(women, board * women // members) if members else 0
    return {
        "A03D": members * rng.randint(4, 30) // 100,
        "A03T": members * rng.randint(0, 9) // 100,
        "A03X": members * rng.randint(25, 60) // 100,
        "A06M": members if union.kind == "NDCS" else 0,
        "A07": 0,
        "A07B": 0,
        "A07T": members // _A_GROUP if groups is None else groups,
        "A10": board,
        "A10N": of_women,
        "A11": min(3 if board > _BOARDS[0][1] else 1, members),
        "A12": 0,
        "A12K": board,
        "A13": int(women >= _WOMEN_FOR_A_BOARD),
    }
