"""Digits read over the phone: the same exactly when both ends hold the same returns."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.figures.returns.phone_check import PhoneCheck, phone_check
from desktop.models.figures.returns.verdicts import accept
from tests.sync.levels import MONTHS, Levels, levels
from tests.sync.offices import put_cells

OCTOBER = MONTHS[-1]


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Levels]:
    """Five levels with October locked in a few places."""
    found = levels(tmp_path)
    for number, code in enumerate(("X-1", "X-2", "K-1", "K-2", "D")):
        found.say(code, OCTOBER, 10 + number)
    yield found
    found.close()


def check(built: Levels, office: str, unit: str = "") -> PhoneCheck:
    """Return what an office reads out."""
    return phone_check(built.offices[office], OCTOBER, unit)


def test_both_ends_read_the_same_once_the_bundle_was_taken_in(built: Levels) -> None:
    built.pass_up("X-1")
    assert check(built, "X").digits != check(built, "T", "X").digits
    built.pass_up("X")
    here, there = check(built, "X"), check(built, "T", "X")
    assert (here.digits, here.units) == (there.digits, there.units)
    assert [len(part) for part in here.digits.split()] == [5] * 6
    assert {one.unit: one.returns for one in here.units} == {
        "X-1": (("F1", 1),), "X-2": (("F1", 1),),
    }  # fmt: skip


def test_typing_and_verdicts_change_nothing(built: Levels) -> None:
    built.pass_up("X-1", "X")
    before = check(built, "T", "X").digits
    accept(built.offices["T"], "F1", OCTOBER, "X-1")
    put_cells(built.offices["T"], built.offices["D"].own_unit, OCTOBER, A03=1)
    assert check(built, "T", "X").digits == before == check(built, "X").digits


def test_the_unit_that_differs_is_found_by_its_own_digits(built: Levels) -> None:
    built.pass_up("X-1", "X")
    built.say("X-2", OCTOBER, 99)
    here, there = check(built, "X"), check(built, "T", "X")
    assert here.digits != there.digits
    told = {one.unit: one.digits for one in there.units}
    assert [one.unit for one in here.units if told[one.unit] != one.digits] == ["X-2"]


def test_the_top_reads_the_same_for_a_unit_five_levels_down(built: Levels) -> None:
    built.pass_up("K-1", "K", "N", "T")
    said = {office: check(built, office, "K-1").digits for office in ("K-1", "K", "N", "T", "TW")}
    assert len(set(said.values())) == 1
