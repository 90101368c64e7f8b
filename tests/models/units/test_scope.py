"""The register of units, read again unit by unit after a change."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.models.store.office import create_office
from desktop.models.store.store import Step, Store
from desktop.models.store.undone import rebuild
from desktop.models.units.scope import Scope

UNITS = [f"u{n}" for n in range(8)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An office of eight units, each of which may stand anywhere."""
    with create_office(tmp_path / "office") as made:
        with made.step("Lập danh sách") as step:
            for unit in UNITS:
                step.put("unit", unit, "alive@2025-01-01", True)
        yield made


def _told(scope: Scope) -> dict[str, Any]:
    return {
        "units": list(scope.units.items()),
        "assigned": list(scope.assigned.items()),
        "aliases": scope.aliases,
        "above": {unit: scope.ever_above(unit) for unit in UNITS},
        "parents": {unit: scope.parent(unit, "2025-06-01") for unit in UNITS},
    }


def _change(step: Step, rng: random.Random) -> None:
    unit, other = rng.choice(UNITS), rng.choice([*UNITS, None])
    day = rng.choice(("2025-01-01", "2025-05-01", "2025-09-01"))
    kind, field, value = rng.choice((
        ("unit", f"parent@{day}", other), ("unit", f"parent@{day}", other),
        ("unit", f"name@{day}", rng.choice(("A", "B", None))),
        ("unit", "alive@2025-01-01", rng.choice((True, None))),
        ("assign", f"office@{day}", other), ("assign", "note", rng.choice(("x", None))),
        ("cell", "A01", rng.randrange(9)),
    ))  # fmt: skip
    step.put(kind, f"2025-05|{unit}" if kind == "cell" else unit, field, value)
    if rng.random() < 0.02:
        step.put("alias", f"own{rng.randrange(3)}", "unit", unit)


@pytest.mark.parametrize("seed", range(6))
def test_the_register_renewed_is_the_register_read(store: Store, seed: int) -> None:
    """After any changes, taken back or not, in the step and after it."""
    rng = random.Random(seed)
    for _step in range(60):
        with store.step("Sửa", rehearse=rng.random() < 0.3) as step:
            for _n in range(rng.randrange(1, 4)):
                _change(step, rng)
                if rng.random() < 0.7:
                    assert _told(Scope.of(store)) == _told(Scope._read(store))
            if rng.random() < 0.05:
                rebuild(store)
        assert _told(Scope.of(store)) == _told(Scope._read(store))


def test_one_unit_changed_does_not_read_the_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    Scope.of(store)
    with store.step("Sửa") as step:
        step.put("unit", "u1", "parent@2025-01-01", "u0")
        step.put("assign", "u1", "office@2025-01-01", "u1")
        monkeypatch.setattr(Store, "records", None)
        assert Scope.of(store).parent("u1") == "u0"
        assert Scope.of(store).assigned["u1"] == [("2025-01-01", "u1")]


def test_nothing_remembered_outlives_the_building_of_everything(tmp_path: Path) -> None:
    """Also in an office just opened, where nothing was written before it."""
    with create_office(tmp_path / "office") as made, made.step("Lập danh sách") as step:
        step.put("unit", "u0", "alive@2025-01-01", True)
    with Store.open(tmp_path / "office") as store:
        assert Scope.of(store).units == {"u0": {"alive@2025-01-01": True}}
        with store.step("Dựng lại"):
            store._execute("DELETE FROM op WHERE kind = 'unit'")
            rebuild(store)
            assert Scope.of(store).units == {}
