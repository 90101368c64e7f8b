"""What one who only reads hears of others' writing: enough, and no more than concerns it."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.store import heard, history
from desktop.models.store.ops import Op, read_op
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.store.undone import rebuild, refold, take_out
from desktop.models.store.withdrawing import withdraw
from desktop.models.units.scope import Scope
from desktop.models.units.units import set_attribute, tree_on
from tests.models.offices import FOUNDED, commune, empty_office

AREA = "area@2025-07-01"
Office = tuple[Store, Reader, list[str]]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with its writer and one who only reads."""
    store, units = commune(tmp_path / "office")
    with store, Reader.open_reader(tmp_path / "office") as reader:
        yield store, reader, list(units)


def of_another(folder: Path, unit: str) -> list[Op]:
    """What another machine told of a unit that nobody told before."""
    with empty_office(folder, seed=2) as other:
        with other.step("Ghi địa bàn") as step:
            step.put("unit", unit, AREA, "Khu 1")
        return [read_op(raw) for (raw,) in other.rows("SELECT raw FROM op")]


def test_a_number_typed_by_another_leaves_the_register_as_read(office: Office) -> None:
    store, reader, (unit, *_others) = office
    scope, tree = Scope.of(reader), tree_on(reader, FOUNDED)
    for number in (12, 13):
        set_cells(store, "2026-11", {(unit, "A03"): Entry(number)})
        assert Scope.of(reader) is scope
        assert tree_on(reader, FOUNDED) is tree


def test_machine_state_kept_by_another_leaves_the_register_as_read(office: Office) -> None:
    store, reader, _units = office
    tree = tree_on(reader, FOUNDED)
    store.remember("place", 3)
    assert tree_on(reader, FOUNDED) is tree


def test_a_step_undone_by_another_is_heard(office: Office) -> None:
    store, reader, (unit, *_others) = office
    before = Scope.of(reader).label(unit)
    set_attribute(store, unit, "name", "Tên mới", FOUNDED)
    assert Scope.of(reader).label(unit) == "Tên mới"
    history.undo(store)
    assert Scope.of(reader).label(unit) == before


def test_an_alias_moves_every_kind(office: Office) -> None:
    store, reader, (unit, *_others) = office
    scope = Scope.of(reader)
    with store.step("Nhận mã của tuyến trên") as step:
        step.put("alias", "own-id", "unit", unit)
    assert Scope.of(reader) is not scope
    assert Scope.of(reader).resolve("own-id") == unit


@pytest.mark.parametrize("way", ["withdrawn", "undone", "built again"])
def test_lines_that_leave_the_journal_are_heard(office: Office, tmp_path: Path, way: str) -> None:
    store, reader, (unit, *_others) = office
    assert AREA not in Scope.of(reader).units[unit]
    lines = of_another(tmp_path / "other", unit)
    with store.step("Nhận") as step:
        step.take(lines, "b")
    set_cells(store, "2026-11", {(unit, "A03"): Entry(1)})  # what leaves is not the newest line
    assert Scope.of(reader).units[unit][AREA] == "Khu 1"
    with store.step("Bỏ ra", barrier="import"):
        if way == "withdrawn":
            withdraw(store, lines, "Máy này không được ghi.")
        elif way == "undone":
            refold(store, take_out(store, "b"))
        else:
            take_out(store, "b")
            rebuild(store)
    assert AREA not in Scope.of(reader).units[unit]


def test_a_large_bundle_may_concern_anything(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, reader, units = office
    monkeypatch.setattr(heard, "_MANY", 2)
    tree = tree_on(reader, FOUNDED)
    set_cells(store, "2026-11", {(unit, "A03"): Entry(1) for unit in units[:3]})
    assert tree_on(reader, FOUNDED) is not tree
    assert tree_on(reader, FOUNDED).units == tree.units


def test_new_lines_are_looked_for_by_their_place_however_long_the_journal(office: Office) -> None:
    _store, reader, _units = office
    for query, parameters in ((heard._KINDS, (0,)), (heard._TOP, ())):
        (plan,) = reader.rows("EXPLAIN QUERY PLAN " + query, parameters)
        assert str(plan[-1]).startswith("SEARCH op"), plan


DEEDS = st.lists(
    st.sampled_from(["cell", "name", "undo", "redo", "alias", "machine", "read"]), max_size=14
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS)
def test_what_is_remembered_is_what_would_be_read(
    tmp_path_factory: pytest.TempPathFactory, deeds: Sequence[str]
) -> None:
    folder = tmp_path_factory.mktemp("heard") / "office"
    store, (unit, *_others) = commune(folder)
    with store, Reader.open_reader(folder) as reader:
        for number, deed in enumerate(deeds):
            with suppress(Refusal):  # even the founding of the unit may have been undone
                _do(store, unit, deed, number)
            with Reader.open_reader(folder) as fresh:
                assert Scope.of(reader) == Scope.of(fresh)
                assert tree_on(reader, FOUNDED).units == tree_on(fresh, FOUNDED).units


def _do(store: Store, unit: str, deed: str, number: int) -> None:
    match deed:
        case "cell":
            set_cells(store, "2026-11", {(unit, "A03"): Entry(number)})
        case "name":
            set_attribute(store, unit, "name", f"Tên {number}", FOUNDED)
        case "undo" if history.next_undo(store):
            history.undo(store)
        case "redo" if history.next_redo(store):
            history.redo(store)
        case "alias":
            with store.step("Mã") as step:
                step.put("alias", f"own-{number}", "unit", unit)
        case "machine":
            store.remember("place", number)
