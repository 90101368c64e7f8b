"""Single slips on whole returns with a history: the cell that slipped is proposed first."""

import random
from collections.abc import Iterator

import pytest

from desktop.models.entry.entry_repairs import columns_in_order
from desktop.models.figures.checks.repairs import Row, is_mendable, propose
from desktop.models.figures.checks.rules import judge_unit
from tests.models.figures.judging import PACKS, facts

CAME, LEFT = ("C11", "C12", "C13", "C14", "C16"), ("C21", "C22", "C23", "C24", "C25")
COLUMNS = columns_in_order(PACKS)
KEYS = {"0": "1", "1": "02", "2": "135", "3": "26", "4": "157", "5": "2468", "6": "359",
        "7": "48", "8": "579", "9": "68"}  # fmt: skip
Numbers = dict[str, int]


def months(by: random.Random, count: int = 7) -> list[Numbers]:
    """A union's months, the newest first: its movements add up, its workers hardly change."""
    workers = by.choice((12, 25, 48, 80, 150, 420, 900)) + by.randint(0, 30)
    members = round(workers * by.uniform(0.75, 0.98))
    women = round(members * by.uniform(0.2, 0.75))
    working_women = round(workers * women / members)
    found: list[Numbers] = []
    for _month in range(count):
        moves: Numbers = {}
        for codes, sign in ((CAME, 1), (LEFT, -1)):
            for code in by.sample(codes, by.choice((0, 1, 1, 2))):
                moves[code] = by.randint(1, max(1, min(members // 8, 25)))
                moves[code + "N"] = min(by.randint(0, moves[code]), women // 4)
                members += sign * moves[code]
                women += sign * moves[code + "N"]
        workers = max(members, workers + by.randint(-2, 3))
        working_women = min(workers, max(women, working_women + by.randint(-1, 1)))
        found.insert(0, {**moves, "A01": workers, "A01N": working_women, "A03": members,
                         "A03N": women})  # fmt: skip
    return found


def slipped(by: random.Random, number: int) -> int:
    """The number with one slip of the keyboard."""
    digits = str(number)
    place = by.randrange(len(digits))
    before, digit, behind = digits[:place], digits[place], digits[place + 1 :]
    typed = by.choice((
        digits + "0", digits.removesuffix("0") or "0", before + digit + digit + behind,
        before + behind[:1] + digit + behind[1:], before + by.choice(KEYS[digit]) + behind,
        (before + behind) or "0",
    ))  # fmt: skip
    return int(typed)


def slips(by: random.Random, count: int, cells: str) -> Iterator[tuple[list[Numbers], str, int]]:
    """(months, code, what was typed for it) of cells of a form."""
    while count:
        told = months(by)
        mine = [code for code in told[0] if PACKS.indicators[code].home == cells]
        code = by.choice(mine) if mine else ""
        typed = slipped(by, told[0][code]) if code else 0
        if code and typed != told[0][code]:
            count -= 1
            yield told, code, typed


@pytest.mark.parametrize(
    ("form", "cells", "first_cell", "first"),
    [("F1", "F1", 0.90, 0.80), ("F3", "F3", 0.87, 0.87), ("F1", "F3", 0.85, 0.85)],
)
def test_the_cell_that_slipped_comes_first_where_anything_is_said(
    form: str, cells: str, first_cell: float, first: float
) -> None:
    by, said, same_cell, same = random.Random(5), 0, 0, 0
    for told, code, typed in slips(by, 250, cells):
        opened = {"members": told[1]["A03"], "members_women": told[1]["A03N"]}

        def seen(
            values: Numbers, before: list[Numbers] = told[1:], opened: Numbers = opened
        ) -> Row:
            return Row.of(facts(form, values, openings=opened, history=before))

        wrong = seen({**told[0], code: typed})
        right = {(one.rule, one.codes) for one in judge_unit(seen(told[0]).facts, hints=True)}
        new = [one for one in judge_unit(wrong.facts, hints=True)
               if (one.rule, one.codes) not in right]  # fmt: skip
        if not new:
            continue
        said += 1
        found = propose(wrong, columns=COLUMNS)
        same_cell += bool(found) and [c for _u, c, _v in found[0].changes] == [code]
        same += bool(found) and found[0].changes == (("u1", code, told[0][code]),)
    assert said > 200
    assert same_cell >= first_cell * said
    assert same >= first * said


@pytest.mark.parametrize(
    ("values", "before", "code", "meant", "because"),
    [
        ({"A01": 480, "A03": 45, "A03N": 20}, {"A01": 47, "A03": 44}, "A01", 48, "kỳ trước 47"),
        ({"A01": 52, "A03": 500}, {"A01": 519, "A03": 498}, "A01", 520, "kỳ trước 519"),
        ({"A01": 432, "A01N": 20, "A03": 400}, {"A01": 430, "A01N": 201}, "A01N", 200, "kỳ trước"),
        ({"A01": 480, "A03": 45}, {}, "A01", 48, "Tỷ lệ đoàn viên bất thường"),
        ({"A01": 6, "A03": 45}, {}, "A01", 60, "Đoàn viên nhiều hơn lao động"),
    ],
)
def test_a_stock_no_movement_explains_is_suggested_with_its_reason(
    values: Numbers, before: Numbers, code: str, meant: int, because: str
) -> None:
    row = facts("F1", values, history=[before] if before else ())
    assert any(is_mendable(PACKS, one) for one in judge_unit(row, hints=True))
    best = propose(Row.of(row))[0]
    assert (best.changes, best.suggested) == ((("u1", code, meant),), True)
    assert because in best.told


def test_a_number_like_last_months_is_let_stand() -> None:
    row = facts("F1", {"A01": 90, "A03": 40}, history=[{"A01": 91, "A03": 41}])
    assert [one.rule for one in judge_unit(row)] == ["V09"]
    assert propose(Row.of(row)) == []
