"""Two machines of one office, two values of one thing: both shown, one chosen, everywhere."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.errors import Refusal
from desktop.models.store.history import redo, undo
from desktop.models.store.keys import cell_key
from desktop.models.store.ops import read_op
from desktop.models.store.store import Store
from desktop.sync.conflicts import disagreements, find, resolve
from tests.models.offices import empty_office
from tests.sync.offices import BASE, BASE_2, World, clock, put_cells, send, take, world

PERIOD = "2026-10"
NAME = f"cell:{cell_key(BASE_2, PERIOD)}:A03"


@dataclass
class Twins:
    """The world, and a copy of the commune's office that went on by itself."""

    w: World
    copy: Store


@pytest.fixture
def twins(tmp_path: Path) -> Iterator[Twins]:
    """A commune whose office was copied by hand; both wrote one cell."""
    w = world(tmp_path / "w")
    put_cells(w.commune, BASE_2, PERIOD, A03=1)
    w.commune.close()
    shutil.copytree(w.commune.folder, tmp_path / "bản sao")
    w.commune = Store.open(w.commune.folder, clock=clock(40))
    copy = Store.open(tmp_path / "bản sao", clock=clock(50))
    put_cells(w.commune, BASE_2, PERIOD, A03=5)
    put_cells(copy, BASE_2, PERIOD, A03=6)
    take(w.province, send(w.commune, w.out))
    take(w.province, send(copy, w.out / "bản sao"))
    yield Twins(w, copy)
    copy.close()
    w.close()


def test_both_values_are_shown_with_who_and_when(twins: Twins) -> None:
    (found,) = disagreements(twins.w.province)
    assert found.name == NAME
    assert [side.value for side in found.sides] == [6, 5]
    assert [side.wins for side in found.sides] == [True, False]
    assert {side.unit for side in found.sides} == {"Công đoàn P-A"}
    assert all(side.at.startswith("2026-11-02") for side in found.sides)
    assert twins.w.province.get("cell", cell_key(BASE_2, PERIOD), "A03") == 6


def test_only_the_office_whose_word_it_is_may_choose(twins: Twins) -> None:
    (found,) = disagreements(twins.w.province)
    assert "thuộc quyền của đơn vị khác" in found.objection
    with pytest.raises(Refusal) as info:
        resolve(twins.w.province, found, found.sides[1].op)
    assert info.value.code == "E_NOT_OURS"
    assert len(disagreements(twins.w.province)) == 1


@pytest.mark.parametrize("chosen", [5, 6])
def test_a_choice_ends_it_everywhere(twins: Twins, chosen: int) -> None:
    w = twins.w
    take(w.commune, send(w.province, w.out, "P-A", full=True))  # brings the copy's work home
    (found,) = disagreements(w.commune)
    assert found.objection == ""
    side = next(side for side in found.sides if side.value == chosen)
    resolve(w.commune, find(w.commune, NAME), side.op[:8])
    assert disagreements(w.commune) == []
    take(w.province, send(w.commune, w.out))
    assert disagreements(w.province) == []
    assert w.province.get("cell", cell_key(BASE_2, PERIOD), "A03") == chosen
    take(twins.copy, send(w.province, w.out, "P-A", full=True))
    assert twins.copy.get("cell", cell_key(BASE_2, PERIOD), "A03") == chosen
    assert twins.copy.conflicts() == []


def test_what_is_settled_or_unknown_is_refused(twins: Twins) -> None:
    w = twins.w
    take(w.commune, send(w.province, w.out, "P-A", full=True))
    (found,) = disagreements(w.commune)
    for op in ("", found.sides[0].op[:7], "0" * 64):
        with pytest.raises(Refusal):
            resolve(w.commune, found, op)
    resolve(w.commune, found, found.sides[0].op)
    with pytest.raises(Refusal) as info:
        resolve(w.commune, found, found.sides[1].op)
    assert info.value.code == "E_NO_CONFLICT"
    with pytest.raises(Refusal):
        find(w.commune, NAME)


def test_the_same_value_twice_is_no_conflict(tmp_path: Path) -> None:
    w = world(tmp_path / "w")
    w.commune.close()
    shutil.copytree(w.commune.folder, tmp_path / "bản sao")
    w.commune = Store.open(w.commune.folder, clock=clock(40))
    with Store.open(tmp_path / "bản sao", clock=clock(50)) as copy:
        put_cells(w.commune, BASE_2, PERIOD, A03=5)
        put_cells(copy, BASE_2, PERIOD, A03=5)
        take(w.province, send(w.commune, w.out))
        take(w.province, send(copy, w.out / "bản sao"))
        assert disagreements(w.province) == []
    w.close()


def test_values_of_an_office_below_are_left_to_it(tmp_path: Path) -> None:
    w = world(tmp_path / "w")
    w.base.close()
    shutil.copytree(w.base.folder, tmp_path / "bản sao")
    w.base = Store.open(w.base.folder, clock=clock(40))
    with Store.open(tmp_path / "bản sao", clock=clock(50)) as copy:
        put_cells(w.base, BASE, PERIOD, A03=5)
        put_cells(copy, BASE, PERIOD, A03=6)
        take(w.commune, send(w.base, w.out))
        take(w.commune, send(copy, w.out / "bản sao"))
        (found,) = disagreements(w.commune)
        assert found.objection
    w.close()


def told(store: Store) -> list[tuple[str, object, str, str, str]]:
    """Return what the list of conflicts says, without the ids that undo writes anew."""
    return [
        (one.name, side.value, side.store, side.role, side.at)
        for one in disagreements(store)
        for side in one.sides
    ]


@pytest.fixture
def chooser(twins: Twins) -> Store:
    """The commune, which knows of both values."""
    take(twins.w.commune, send(twins.w.province, twins.w.out, "P-A", full=True))
    return twins.w.commune


@pytest.mark.parametrize("chosen", [5, 6])
def test_undoing_a_choice_opens_both_values_again(
    twins: Twins, chooser: Store, chosen: int
) -> None:
    before = told(chooser)
    assert [value for _name, value, *_who in before] == [6, 5]
    side = next(s for s in find(chooser, NAME).sides if s.value == chosen)
    resolve(chooser, find(chooser, NAME), side.op)
    undo(chooser)
    assert told(chooser) == before
    assert chooser.get("cell", cell_key(BASE_2, PERIOD), "A03") == 6
    redo(chooser)
    assert told(chooser) == []
    assert chooser.get("cell", cell_key(BASE_2, PERIOD), "A03") == chosen
    undo(chooser)
    assert told(chooser) == before
    take(twins.w.province, send(chooser, twins.w.out))
    assert told(twins.w.province) == before
    take(twins.copy, send(twins.w.province, twins.w.out, "P-A", full=True))
    assert told(twins.copy) == before
    again = find(twins.copy, NAME)
    resolve(twins.copy, again, next(s.op for s in again.sides if s.value == 5))
    take(twins.w.province, send(twins.copy, twins.w.out))
    assert told(twins.w.province) == []
    assert twins.w.province.get("cell", cell_key(BASE_2, PERIOD), "A03") == 5


def test_undoing_what_was_typed_over_two_values_opens_them_again(chooser: Store) -> None:
    before = told(chooser)
    put_cells(chooser, BASE_2, PERIOD, A03=9)
    assert told(chooser) == []
    undo(chooser)
    assert told(chooser) == before


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_choice_taken_back_arrives_in_any_order(data: st.DataObject) -> None:
    """The same lines, shuffled and in pieces, give the same open values everywhere."""
    with TemporaryDirectory() as folder:
        one = empty_office(Path(folder) / "một", seed=1)
        other = empty_office(Path(folder) / "hai", seed=2)
        values = data.draw(st.lists(st.integers(0, 3), min_size=2, max_size=2, unique=True))
        for store, value in zip((one, other), values, strict=True):
            with store.step("Nhập") as step:
                step.put("cell", "k|u", "A", value)
        (raw,) = other.rows("SELECT raw FROM op")[0]
        with one.step("Nhận gói", barrier="import") as step:
            step.take([read_op(raw)], "gói")
        before = one.conflicts(), [leaf.value for leaf in one.leaves("cell", "k|u", "A")]
        with one.step("Chọn") as step:
            step.put("cell", "k|u", "A", data.draw(st.sampled_from(values)))
        for _turn in range(data.draw(st.integers(0, 2))):
            undo(one)
            redo(one)
        undo(one)
        assert (one.conflicts(), [x.value for x in one.leaves("cell", "k|u", "A")]) == before
        lines = [read_op(line) for (line,) in one.rows("SELECT raw FROM op")]
        lines = data.draw(st.permutations(lines))
        cut = data.draw(st.integers(0, len(lines)))
        with empty_office(Path(folder) / "ba", seed=3) as third:
            for part in (lines[:cut], lines[cut:]):
                with third.step("Nhận gói", barrier="import") as step:
                    step.take(part, "gói")
            assert third.leaves("cell", "k|u", "A") == one.leaves("cell", "k|u", "A")
        one.close()
        other.close()
