"""The collector of cycles rests within the block, and works again whatever happens there."""

import gc
from collections.abc import Iterator

import pytest

from desktop.models.collector import without_collector


@pytest.fixture(autouse=True)
def _collecting() -> Iterator[None]:
    was = gc.isenabled()
    gc.enable()
    yield
    (gc.enable if was else gc.disable)()


def test_it_rests_within_and_works_behind() -> None:
    with without_collector():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), without_collector():
        raise ZeroDivisionError
    assert gc.isenabled()


def test_within_another_it_goes_on_resting() -> None:
    with without_collector():
        with without_collector():
            pass
        assert not gc.isenabled()


def test_where_it_rests_already_nobody_wakes_it() -> None:
    gc.disable()
    with without_collector():
        pass
    assert not gc.isenabled()


def test_a_function_is_run_without_it() -> None:
    @without_collector()
    def collecting() -> bool:
        return gc.isenabled()

    assert (collecting(), collecting(), gc.isenabled()) == (False, False, True)
