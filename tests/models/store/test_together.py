"""Several verbs in one transaction: each a step of its own, all kept or none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.store import history
from desktop.models.store.digest import digest
from desktop.models.store.doctor import examine
from desktop.models.store.history import redo, undo
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from tests.models.offices import empty_office

KEY = "2026-10|u"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with empty_office(tmp_path / "office") as opened:
        yield opened


def sound(store: Store) -> bool:
    """Whether the tables say just what the journal says; the figures are of no real unit."""
    return all("không có trong danh sách" in one for one in examine(store))


def put(store: Store, field: str, value: int) -> None:
    with store.step(f"Nhập {field}") as step:
        step.put("cell", KEY, field, value)


def test_each_is_undone_by_itself_and_they_are_seen_at_once(store: Store) -> None:
    with Reader.open_reader(store.folder) as reader:
        with store.together():
            put(store, "A01", 10)
            put(store, "A03", 9)
            put(store, "A03", 8)
            assert store.get("cell", KEY, "A03") == 8
            assert reader.fields("cell", KEY) == {}
        assert reader.fields("cell", KEY) == {"A01": 10, "A03": 8}
    assert [one.label for one in history.steps(store)] == ["Nhập A03", "Nhập A03", "Nhập A01"]
    undo(store)
    assert store.fields("cell", KEY) == {"A01": 10, "A03": 9}
    undo(store)
    assert store.fields("cell", KEY) == {"A01": 10}
    redo(store)
    assert store.fields("cell", KEY) == {"A01": 10, "A03": 9}
    assert sound(store)


def fail(store: Store) -> None:
    with store.step("Hỏng") as step:
        step.put("cell", KEY, "A04", 1)
        raise OSError("full")


def test_one_that_fails_takes_all_with_it(store: Store) -> None:
    put(store, "A01", 1)
    before = digest(store), store.rows("SELECT count(*) FROM op")

    def both() -> None:
        with store.together():
            put(store, "A01", 10)
            fail(store)

    with pytest.raises(OSError, match="full"):
        both()
    assert (digest(store), store.rows("SELECT count(*) FROM op")) == before
    put(store, "A01", 2)
    assert sound(store)


def test_a_failure_that_is_caught_inside_does_not_pass_for_done(store: Store) -> None:
    def both() -> None:
        with store.together():
            put(store, "A01", 10)
            with pytest.raises(OSError, match="full"):
                fail(store)

    with pytest.raises(RuntimeError, match="half way"):
        both()
    assert store.fields("cell", KEY) == {}


def test_a_rehearsal_has_no_place_among_others(store: Store) -> None:
    def rehearse() -> None:
        with store.together(), store.step("Thử", rehearse=True):
            pass

    with pytest.raises(RuntimeError, match="rehearsal"):
        rehearse()


def test_nothing_written_leaves_no_line(store: Store) -> None:
    with store.together():
        pass
    with store.together(), store.step("Không có gì"):
        pass
    assert history.steps(store) == []
    put(store, "A01", 1)
    assert store.fields("cell", KEY) == {"A01": 1}
