"""`everywhere` really changes place, notices a difference, and comes back."""

import locale
import os
import time

import pytest

from tests.support.places import LOCALES, TIME_ZONES, Everywhere


def test_each_locale_meets_each_time_zone(everywhere: Everywhere) -> None:
    seen = everywhere.answers(lambda: (os.environ["LC_ALL"], os.environ["TZ"]))
    assert len(set(seen.values())) == len(LOCALES) * len(TIME_ZONES)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the clock's zone cannot be set here")
def test_a_difference_in_time_zone_is_noticed(everywhere: Everywhere) -> None:
    with pytest.raises(AssertionError, match="America/New_York"):
        everywhere.same(lambda: time.localtime(0).tm_hour)


def test_a_difference_in_number_format_is_noticed(everywhere: Everywhere) -> None:
    if everywhere.compiled is None:
        pytest.skip("the system has no sources of locales to compile (package locales)")
    with pytest.raises(AssertionError, match="de_DE"):
        everywhere.same(lambda: locale.str(1.5))


def test_afterwards_everything_is_as_before(everywhere: Everywhere) -> None:
    before = (dict(os.environ), locale.setlocale(locale.LC_ALL), time.localtime(0))
    assert everywhere.same(lambda: 42) == 42
    assert (dict(os.environ), locale.setlocale(locale.LC_ALL), time.localtime(0)) == before
