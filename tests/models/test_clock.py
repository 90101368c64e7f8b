"""Hybrid clocks and ids."""

from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.clock import ZERO_HLC, moment_of, next_hlc, uuid7
from tests.models.offices import clock
from tests.support.places import Everywhere


@given(st.lists(st.integers(-5_000, 5_000), max_size=30))
def test_readings_only_rise_though_the_wall_clock_jumps(jumps: list[int]) -> None:
    wall, last = clock(), ZERO_HLC
    for jump in jumps:
        wall.moment += timedelta(milliseconds=jump)
        reading = next_hlc(last, wall.now())
        assert reading > last
        last = reading


def test_a_full_counter_moves_on_by_a_millisecond() -> None:
    now = clock().now()
    milliseconds = int(now.timestamp() * 1000)
    assert next_hlc(f"{milliseconds:012x}ffff", now) == f"{milliseconds + 1:012x}0000"


def test_unit_ids_are_version_7_and_sort_by_time() -> None:
    wall = clock()
    ids = [uuid7(wall) for _number in range(20)]
    assert {UUID(one).version for one in ids} == {7}
    assert ids == sorted(ids)


def test_the_moment_reads_the_same_in_every_place(everywhere: Everywhere) -> None:
    assert everywhere.same(lambda: clock().now().isoformat()).endswith("+07:00")


def test_a_clock_put_right_by_more_than_a_day_starts_anew() -> None:
    now = clock().now()
    wrong = next_hlc(ZERO_HLC, now + timedelta(days=400))
    right = next_hlc(wrong, now)
    assert moment_of(right).date() == now.date()
    assert next_hlc(right, now) > right
    little = next_hlc(ZERO_HLC, now + timedelta(hours=23))
    assert next_hlc(little, now) > little
