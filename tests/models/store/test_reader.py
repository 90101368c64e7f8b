"""What a reader remembers, and when it reads again."""

from pathlib import Path

import pytest

from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.models.units.units import set_attribute, tree_on
from tests.models.offices import FOUNDED, commune


def test_the_register_is_read_once_between_two_changes(tmp_path: Path) -> None:
    store, _units = commune(tmp_path / "office")
    with store, Reader.open_reader(tmp_path / "office") as reader:
        assert Scope.of(reader) is Scope.of(reader)
        assert tree_on(reader, FOUNDED) is tree_on(reader, FOUNDED)


def test_a_change_of_another_connection_is_seen_at_once(tmp_path: Path) -> None:
    store, (unit, *_others) = commune(tmp_path / "office")
    with store, Reader.open_reader(tmp_path / "office") as reader:
        before = tree_on(reader, FOUNDED).units[unit].name
        set_attribute(store, unit, "name", "Công đoàn cơ sở đổi tên", FOUNDED)
        assert before != "Công đoàn cơ sở đổi tên"
        assert tree_on(reader, FOUNDED).units[unit].name == "Công đoàn cơ sở đổi tên"


def test_a_store_sees_its_own_changes_within_the_step_and_forgets_them_with_it(
    tmp_path: Path,
) -> None:
    store, (unit, *_others) = commune(tmp_path / "office")
    with store:
        before = Scope.of(store).label(unit)
        with pytest.raises(ZeroDivisionError):
            _rename_and_fail(store, unit)
        assert Scope.of(store).label(unit) == before


def _rename_and_fail(store: Store, unit: str) -> None:
    with store.step("Đổi tên"):
        set_attribute(store, unit, "name", "Tên chưa giữ", FOUNDED)
        assert Scope.of(store).label(unit) == "Tên chưa giữ"
        raise ZeroDivisionError


def test_a_change_while_reading_is_not_hidden_by_what_was_read_before(tmp_path: Path) -> None:
    store, (unit, *_others) = commune(tmp_path / "office")

    with store, Reader.open_reader(tmp_path / "office") as reader:

        def read() -> str:
            found = Scope.of(reader).label(unit)
            set_attribute(store, unit, "name", "Tên mới", FOUNDED)
            return found

        first = reader.remembered("label", read)
        assert first != "Tên mới"
        assert reader.remembered("label", lambda: Scope.of(reader).label(unit)) == "Tên mới"
