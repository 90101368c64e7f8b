"""Two machines of one office, two values of one thing: both shown, one chosen, everywhere."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.store.keys import cell_key
from desktop.models.store.store import Store
from desktop.sync.conflicts import disagreements, find, resolve
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
