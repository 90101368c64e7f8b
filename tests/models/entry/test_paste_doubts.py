"""Sums and slips seen in the numbers of a block alone."""

import pytest

from desktop.models.entry.paste_doubts import adds_up, slipped, stand_aside, towering

KNOWN = [(420, 180, 400), (64, 20, 50), (150, 90, 120), (33, 10, 30)]
NOW = [(422, 181, 401), (66, 21, 51), (150, 92, 121), (35, 11, 30)]


@pytest.mark.parametrize(
    ("lines", "sum_line"),
    [
        ([(40,), (30,), (20,), (90,)], "surely"),
        ([(40, 4), (30, 0), (20, 1), (90, 5)], "surely"),
        ([(40, 4), (30, 0), (20, 1), (90, 6)], "none"),  # few lines: only the exact sum
        ([(40,), (30,), (20,), (50,), (60,), (210,)], "surely"),  # 200, mistyped
        ([(40,), (30,), (20,), (50,), (60,), (120,)], "none"),
        ([(40,), (50,), (90,)], "none"),
        ([(40, 4, 1), (30, 0, 46331), (20, 1, 0), (90, 5, 3)], "surely"),
        ([(40, 1), (30, 46331), (20, 0), (90, 3)], "none"),  # one right, one wrong
        ([(40, 1), (30, 2), (20, 0), (90, None)], "none"),
        ([(3, 0, 0), (2, 0, 1), (4, 5, 0), (9, 5, 1)], "perhaps"),
        ([(30, 0, 0), (2, 0, 1), (40, 5, 0), (72, 5, 1)], "surely"),
        ([(0,), (0,), (0,), (0,)], "none"),
        ([(1,), (2,), (0,), (3,)], "perhaps"),
        ([(90,), (0,), (0,), (90,)], "none"),
        ([(40,), (30,), (20,), (None,)], "none"),
        ([], "none"),
    ],
)
def test_a_line_of_sums(lines: list[tuple[int | None, ...]], sum_line: str) -> None:
    assert adds_up(lines) == sum_line


def test_lines_in_their_place_have_not_slipped() -> None:
    assert slipped(NOW, KNOWN) == {}


def test_lines_that_slipped_down_or_up_are_named_with_whose_they_are() -> None:
    assert slipped([NOW[0], NOW[0], NOW[1], NOW[2]], KNOWN) == {1: 0, 2: 1, 3: 2}
    assert slipped([NOW[0], NOW[2], NOW[3], ()], KNOWN) == {1: 2, 2: 3}


def test_a_single_line_has_to_be_unlike_its_own_in_all_of_three_numbers() -> None:
    assert slipped([NOW[0], NOW[1], NOW[3], ()], KNOWN) == {2: 3}
    assert slipped([one[:2] for one in (NOW[0], NOW[1], NOW[3], ())], KNOWN) == {}
    assert slipped([NOW[0], NOW[1], (35, 92, 30), ()], KNOWN) == {}


@pytest.mark.parametrize(
    ("column", "found"),
    [
        ((3, 0, 46331, 7), [(2, 0)]),
        ((3, 0, 900, 7), []),
        ((300, 120, 5200, 70), []),
        ((0, 0, 2000, 0), [(2, 0)]),
        ((3, 46331, 7), []),
        ((46331, 46330, 3, 7), []),
        ((), []),
    ],
)
def test_a_number_that_towers_over_its_column(column: tuple[int, ...], found: list[object]) -> None:
    assert towering([(one,) for one in column]) == found


def test_a_line_one_column_aside_leaves_its_first_or_last_place_blank() -> None:
    lines = [(3, 1, 0, 2), (1, 0, 0, 1), (2, 2, 1, 0), (4, 0, 0, 0)]
    assert stand_aside([*lines, (None, 3, 1, 0)]) == [4]
    assert stand_aside([(1, 0, 2, None), *lines]) == [0]
    assert stand_aside([*lines, (None, 3, 1, 0), (None, 1, 1, 0)]) == []
    assert stand_aside([*lines, (None, None, None, 5), (None, None, None, None)]) == []
    assert stand_aside(lines) == []
    assert stand_aside([*lines[:3], (None, 3, 1, 0)]) == []
    assert stand_aside([(3,), (2,), (1,), (4,), (None,)]) == []
    assert stand_aside([]) == []
