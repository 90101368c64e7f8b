"""A unit found by elimination is asked for where the figures say that the row is another's."""

from types import SimpleNamespace
from typing import Any

import pytest

from desktop.intake.figures.names.units_known import Known, Match
from desktop.intake.figures.rows.guessed_units import ask_for_guesses
from desktop.intake.figures.wording.numbers import Count
from tests.intake.figures.gathering import UNITS

ONE, TWO = UNITS[0], UNITS[1]


def row(unit: Known, why: str, workers: int, members: int) -> Any:
    counts = {"code:A01": Count(workers), "code:A03": Count(members)}
    return SimpleNamespace(match=Match(unit, why=why), counts=counts, ask="")


@pytest.mark.parametrize(("why", "told", "held", "asked"), [
    ("left", (60, 47), {"A01": 62, "A03": 47}, False),
    ("left", (60, 47), {}, False),
    ("left", (368, 297), {"A01": 60, "A03": 47}, True),
    ("mistaken", (368, 297), {"A01": 60, "A03": 47}, True),
    ("mistaken", (9, 3), {"A01": 3, "A03": 3}, False),
    ("left", (100, 80), {}, True),
    ("", (368, 297), {"A01": 60, "A03": 47}, False),
])  # fmt: skip
def test_a_guess_is_asked_where_the_figures_are_anothers(
    why: str, told: tuple[int, int], held: dict[str, object], asked: bool
) -> None:
    guessed = row(ONE, why, *told)
    ask_for_guesses([row(TWO, "", 100, 80), guessed], lambda _unit: held)
    assert bool(guessed.ask) is asked


def test_a_guess_waits_for_a_row_that_may_be_of_the_same_unit() -> None:
    guessed, refused = row(ONE, "left", 60, 47), row(TWO, "", 11, 8)
    refused.match, refused.name = Match(None, candidates=(ONE,)), "Mầm non Lê Lợi (cơ sở 2)"
    refused.has_figures = True
    ask_for_guesses([refused, guessed], lambda _unit: {})
    assert "Mầm non Lê Lợi (cơ sở 2)" in guessed.ask
    other = row(ONE, "left", 60, 47)
    refused.match = Match(None, candidates=(TWO,))
    ask_for_guesses([refused, other], lambda _unit: {})
    assert other.ask == ""


SCHOOL = Known("x", "CĐCS Trường Tiểu học Hưng Thịnh")


@pytest.mark.parametrize(("name", "why", "asked"), [
    ("Trường tiểu học Kim Đồng", "none", False),
    ("TRƯỜNG TIỂU HỌC KIM ĐỒNG", "none", False),
    ("Trường tiểu học Hưng Thìn", "none", True),
    ("Tiểu học Hùng Thịnh Lộc", "none", True),
    ("Tiểu học HT", "none", True),
    ("Tiểu học Hưng Thịnh (cơ sở hai)", "none", True),
    ("Tiểu học Số 2", "none", True),
    ("Trường tiểu học Kim Đồng", "two", True),
])  # fmt: skip
def test_a_row_of_quite_another_name_stops_no_guess(name: str, why: str, asked: bool) -> None:
    guessed, refused = row(SCHOOL, "mistaken", 42, 34), row(TWO, "", 61, 59)
    guessed.name = "Tiểu học Hưng Thịn"
    refused.match, refused.name = Match(None, why=why, candidates=(SCHOOL,)), name
    refused.has_figures = True
    ask_for_guesses([refused, guessed], lambda _unit: {})
    assert bool(guessed.ask) is asked
