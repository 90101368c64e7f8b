"""A sheet changed in ways that mean nothing is read as before."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.intake.figures.gathering import Case, cases, read_case

Row = list[str]
Change = Callable[[list[Row], int, random.Random], list[Row]]
_NUMBER = 5
CASES = tuple(
    next(case for case in cases() if case.name == name)
    for name in (
        "officers under a head of their own", "officers that are no members",
        "groups told again under the total",
    )
)  # fmt: skip


def _title(rows: list[Row], head: int, _pick: random.Random) -> list[Row]:
    over = ["TỔNG HỢP CÔNG ĐOÀN CƠ SỞ TRỰC THUỘC", *["~"] * (_width(rows) - 1)]
    return [over, *rows[:head], *rows[head:]]


def _measure(rows: list[Row], head: int, _pick: random.Random) -> list[Row]:
    return [[*[""] * (_width(rows) - 2), "Đơn vị tính: người"], *rows]


def _gap(rows: list[Row], head: int, _pick: random.Random) -> list[Row]:
    return [*rows[:head], [""], *rows[head:]]


def _numbers(rows: list[Row], head: int, pick: random.Random) -> list[Row]:
    mark = pick.choice(["{}", "({})", "[{}]"])
    return [*rows[:head], [mark.format(n + 1) for n in range(_width(rows))], *rows[head:]]


def _spare_column(rows: list[Row], head: int, pick: random.Random) -> list[Row]:
    at = pick.randrange(1, _width(rows))
    return [[*row[:at], "~" if row[at : at + 1] == ["~"] else "", *row[at:]] for row in rows]


def _page(rows: list[Row], head: int, _pick: random.Random) -> list[Row]:
    signed = ["", "Người lập", "", "CHỦ TỊCH"]
    return [*rows[: head + 1], signed, [""], *rows[:head], *rows[head + 1 :]]


def _sums(rows: list[Row], head: int, pick: random.Random) -> list[Row]:
    """Sum up the first two units below them, under a name no list of words holds."""
    first, second = rows[head], rows[head + 1]
    added = [str(int(a) + int(b)) if a.isdigit() and b.isdigit() else ""
             for a, b in zip(first[2:], second[2:], strict=True)]  # fmt: skip
    name = pick.choice(["Tuyến trên", "1. Phía Đông", "Cộng"])
    return [*rows[: head + 2], ["", name, *added], *rows[head + 2 :]]


CHANGES: tuple[Change, ...] = (_title, _measure, _gap, _numbers, _spare_column, _page, _sums)


def _first(rows: list[Row]) -> int:
    """Return the first row of a unit."""
    return next(at for at, row in enumerate(rows) if row[0] == "1" and len(row[1]) > _NUMBER)


def _width(rows: list[Row]) -> int:
    return max(map(len, rows))


def _told(case: Case, path: Path) -> list[tuple[str, dict[str, int | None]]]:
    return [(row.unit_id, row.values) for row in read_case(case, path).rows
            if row.status != "refused"]  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_means_nothing_changes_nothing(tmp_path: Path, case: Case, seed: int) -> None:
    pick, (plain,) = random.Random(seed), case.sheets
    rows = plain.rows
    before = _told(case, case.write(tmp_path))
    assert before
    for change in pick.sample(CHANGES, 2):
        rows = change(rows, _first(rows), pick)
        shown = replace(plain, rows=rows, truth=[])
        path = replace(case, sheets=[shown]).write(tmp_path)
        assert _told(case, path) == before, change.__name__
