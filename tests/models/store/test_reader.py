"""What a reader remembers, and when it reads again."""

from datetime import timedelta
from pathlib import Path

import pytest

from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
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


def test_a_number_typed_leaves_the_register_of_units_as_read(tmp_path: Path) -> None:
    store, (unit, *_others) = commune(tmp_path / "office")
    with store:
        scope, tree = Scope.of(store), tree_on(store, FOUNDED)
        set_cells(store, "2026-11", {(unit, "A03"): Entry(12)})
        assert Scope.of(store) is scope
        assert tree_on(store, FOUNDED) is tree


def test_a_unit_renamed_after_a_step_taken_back_is_seen(tmp_path: Path) -> None:
    store, (unit, *_others) = commune(tmp_path / "office")
    with store:
        for name in ("Một", "Hai"):
            set_attribute(store, unit, "name", name, FOUNDED)
            assert Scope.of(store).label(unit) == name
            with pytest.raises(ZeroDivisionError):
                _rename_and_fail(store, unit)
            assert tree_on(store, FOUNDED).units[unit].name == name


def test_an_alias_learnt_is_seen_by_whoever_read_the_register(tmp_path: Path) -> None:
    store, (unit, *_others) = commune(tmp_path / "office")
    with store:
        assert Scope.of(store).resolve("own-id") == "own-id"
        with store.step("Nhận mã của tuyến trên") as step:
            step.put("alias", "own-id", "unit", unit)
        assert Scope.of(store).resolve("own-id") == unit


def test_few_trees_are_kept_at_once(tmp_path: Path) -> None:
    store, (unit, *_others) = commune(tmp_path / "office")
    days = [FOUNDED + timedelta(days=number) for number in range(1, 40)]
    with store:
        for day in days:
            set_attribute(store, unit, "name", f"Công đoàn ngày {day}", day)
        first = tree_on(store, FOUNDED)
        for day in days:
            tree_on(store, day)
        assert tree_on(store, FOUNDED) is not first
        assert tree_on(store, FOUNDED).units == first.units


def test_between_two_changes_the_units_of_all_days_are_built_once(tmp_path: Path) -> None:
    store, (unit, *_others) = commune(tmp_path / "office")
    eve, day = FOUNDED + timedelta(days=29), FOUNDED + timedelta(days=30)
    with store:
        set_attribute(store, unit, "name", "Công đoàn đổi tên", day)
        before, after = tree_on(store, eve), tree_on(store, day)
        assert tree_on(store, FOUNDED).units is before.units
        assert (tree_on(store, FOUNDED).on, before.on) == (FOUNDED, eve)
        assert tree_on(store, FOUNDED).children(None) == before.children(None)
        assert before.units[unit].name != after.units[unit].name == "Công đoàn đổi tên"
        assert tree_on(store, day + timedelta(days=9)).units is after.units


def test_a_piece_of_reading_asks_once_and_sees_changes_after_it(tmp_path: Path) -> None:
    store, (unit, *_others) = commune(tmp_path / "office")
    with store, Reader.open_reader(tmp_path / "office") as reader:
        with reader.asking_once():
            before = tree_on(reader, FOUNDED)
            set_attribute(store, unit, "name", "Công đoàn cơ sở đổi tên", FOUNDED)
            assert tree_on(reader, FOUNDED) is before
        assert tree_on(reader, FOUNDED).units[unit].name == "Công đoàn cơ sở đổi tên"


def test_a_piece_within_a_piece_is_of_the_moment_the_outer_one_began(tmp_path: Path) -> None:
    store, (unit, *_others) = commune(tmp_path / "office")
    with store, Reader.open_reader(tmp_path / "office") as reader:
        with reader.asking_once():
            before = tree_on(reader, FOUNDED)
            set_attribute(store, unit, "name", "Công đoàn cơ sở đổi tên", FOUNDED)
            with reader.asking_once():
                assert tree_on(reader, FOUNDED) is before
            assert tree_on(reader, FOUNDED) is before
        assert tree_on(reader, FOUNDED) is not before
