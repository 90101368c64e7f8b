"""Targets go down to the office they are for and stand beside its own."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.models.outline.targets import Target
from desktop.models.plans.unit_targets import both_targets, set_unit_targets, unit_targets
from desktop.models.store.store import Store
from tests.sync.offices import BASE, COMMUNE, OTHER, World, digest, send, take, world


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """A small province, everybody enrolled."""
    made = world(tmp_path)
    yield made
    made.close()


def goal(value: int) -> Target:
    return Target(">=", Decimal(value), unit="đoàn viên")


def values(store: Store, unit: str) -> tuple[Decimal | None, Decimal | None]:
    both = both_targets(store, 2027, unit)["C40"]
    return (both.given and both.given.value, both.own and both.own.value)


def test_what_is_given_stands_beside_what_the_office_set_itself(w: World) -> None:
    set_unit_targets(w.commune, 2027, {COMMUNE: {"C40": goal(50)}})
    set_unit_targets(w.province, 2027, {COMMUNE: {"C40": goal(60)}, OTHER: {"C40": goal(40)}})
    take(w.commune, send(w.province, w.out, "P-A"))
    assert values(w.commune, COMMUNE) == (60, 50)
    assert unit_targets(w.commune, 2027, COMMUNE)["C40"].value == 60
    assert both_targets(w.commune, 2027, OTHER) == {}  # another commune's is none of its business
    set_unit_targets(w.commune, 2027, {COMMUNE: {"C40": goal(70)}})
    take(w.province, send(w.commune, w.out))
    assert values(w.province, COMMUNE) == values(w.commune, COMMUNE) == (60, 70)


def test_a_new_number_from_above_takes_the_place_of_the_one_it_gave_before(w: World) -> None:
    for value in (60, 65):
        set_unit_targets(w.province, 2027, {COMMUNE: {"C40": goal(value)}})
        take(w.commune, send(w.province, w.out, "P-A"))
    assert values(w.commune, COMMUNE) == (65, None)
    set_unit_targets(w.province, 2027, {COMMUNE: {"C40": None}})
    take(w.commune, send(w.province, w.out, "P-A"))
    assert both_targets(w.commune, 2027, COMMUNE) == {}


def test_it_goes_on_down_and_nobody_gives_targets_to_itself(w: World) -> None:
    set_unit_targets(w.commune, 2027, {BASE: {"C40": goal(9)}})
    take(w.base, send(w.commune, w.out, "P-A-01"))
    assert values(w.base, BASE) == (9, None)
    with w.commune.step("Tự giao") as step:
        step.put("target", f"2027|{COMMUNE}", "given:C40", {"comparator": ">=", "value": 1})
    before = digest(w.province)
    take(w.province, send(w.commune, w.out))
    assert "C40" not in both_targets(w.province, 2027, COMMUNE)
    assert digest(w.province) != before  # kept as rejected, with the reason
