"""What was accepted stands, whatever an office writes over it afterwards."""

import shutil
from collections.abc import Iterator

import pytest

from desktop.models.figures.returns.verdicts import accept_all
from tests.sync.country import Country, folder_for_offices, found, living
from tests.sync.offices import BASE_2


@pytest.fixture
def country() -> Iterator[Country]:
    """A province whose commune has one accepted return of 10 members."""
    ready = folder_for_offices()
    found(ready)
    with living(ready) as made:
        made.lock("commune", BASE_2, 10)
        made.deliver(made.send("commune"))
        accept_all(made.stores["province"], "2026-10", [(BASE_2, "F1")])
        yield made
    shutil.rmtree(ready, ignore_errors=True)


def test_writing_over_an_accepted_revision_waits_for_a_word(country: Country) -> None:
    country.rewrite("commune", BASE_2, 99)
    done = country.deliver(country.send("commune"))
    assert done.pending == 1
    assert country.total() == 10
    country.judge(BASE_2, accept=True)
    assert country.total() == 99


def test_the_same_return_again_waits_for_nothing(country: Country) -> None:
    assert country.deliver(country.send("commune")).pending == 0
