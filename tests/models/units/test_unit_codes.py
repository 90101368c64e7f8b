"""Codes: what a code names when several units have borne it."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.returns.verdicts import accept
from desktop.models.register.events import end_unit
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.models.units.units import tree_on
from tests.models.offices import commune, enter

DAY = date(2026, 10, 31)
GOOD = {"C00": 10, "C00N": 4, "A01": 12, "A01N": 5, "A03": 10, "A03N": 4}


def give_code(store: Store, unit: str, code: str) -> None:
    """Write a code as it arrives from an office that chose it without knowing of others."""
    with store.step("Nhận mã") as step:
        step.put("unit", unit, "code@2025-07-01", code)


def test_a_code_of_several_units_names_none_of_them(tmp_path: Path) -> None:
    store, (one, two, _three) = commune(tmp_path)
    with store:
        give_code(store, one, "~CDCS-1")
        give_code(store, two, "~CDCS-1")
        enter(store, "2026-10", one, **GOOD)
        lock(store, "F1", "2026-10", [one])
        with pytest.raises(Refusal, match="nhiều đơn vị"):
            tree_on(store, DAY).by_code("~cdcs-1")
        with pytest.raises(Refusal, match="nhiều đơn vị"):
            Scope.of(store).only_by_code("~CDCS-1")
        with pytest.raises(Refusal, match="nhiều đơn vị"):
            accept(store, "F1", "2026-10", "~CDCS-1")
        assert tree_on(store, DAY).by_code(two).id == two
        assert Scope.of(store).only_by_code(two) == two


def test_a_code_taken_over_from_an_ended_unit_names_the_living_one(tmp_path: Path) -> None:
    store, (old, new, _three) = commune(tmp_path)
    with store:
        end_unit(store, old, date(2026, 3, 1), kind="dissolve")
        give_code(store, new, "CS-1")
        assert tree_on(store, DAY, ended_too=True).by_code("CS-1").id == new
        assert Scope.of(store).only_by_code("CS-1") == new


def test_codes_are_looked_up_without_reading_every_unit_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A preview of a province's bundles asks for thousands."""
    units = {f"id-{n}": {"code@2025-07-01": f"CS-{n}"} for n in range(50)}
    units["id-twin"] = {"code@2025-07-01": "CS-1", "alive@2026-01-01": False}
    scope = Scope(units, {})
    asked = 0
    real = Scope.attribute

    def counted(self: Scope, unit: str, name: str, day: str = "9999") -> object:
        nonlocal asked
        asked += name == "code"
        return real(self, unit, name, day)

    monkeypatch.setattr(Scope, "attribute", counted)
    for n in range(2, 50):
        assert scope.by_code(f"CS-{n}") == f"id-{n}"
    assert (scope.by_code("CS-1"), scope.only_by_code("CS-1")) == ("id-twin", "id-twin")
    assert (scope.by_code("nobody"), scope.by_code("id-3")) == (None, "id-3")
    assert asked == len(units)
