"""Each ownership type has an equation of its own; changing it is a pair that adds nothing."""

from datetime import date
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from desktop.models.figures.returns.returns import lock
from desktop.models.figures.sums.by_ownership import by_ownership
from desktop.models.figures.sums.rollup import totals
from desktop.models.register.reorganise import Order, carry_out
from desktop.models.units.units import tree_on
from tests.models.offices import commune, enter
from tests.models.register.test_reorganise_property import MONTHS, World

DAY = date(2026, 2, 10)


def test_a_union_that_turned_private_leaves_one_type_for_another(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=2)
    with store:
        for number, unit in enumerate(ids, 1):
            enter(store, "2026-01", unit, C00=10 * number, A03=10 * number, A01=60,
                  C00N=number, A03N=number)  # fmt: skip
        lock(store, "F1", "2026-01", reason="đủ")
        carry_out(store, Order("ownership", DAY, ("CS-1",), into="FDI", decision="2/QĐ"))
        enter(store, "2026-02", ids[0], A03=13, A01=60, C11=3)
        lines = by_ownership(store, "2026-02")
        assert (lines["NQD"].opening, lines["NQD"].turned_from, lines["NQD"].closing) == (
            30,
            10,
            20,
        )
        assert (lines["FDI"].opening, lines["FDI"].turned_to, lines["FDI"].closing) == (0, 10, 13)
        assert lines["FDI"].came == {"C11": 3}
        assert all(line.expected == line.closing for line in lines.values())
        women = by_ownership(store, "2026-02", women=True)
        assert (women["NQD"].turned_from, women["FDI"].turned_to) == (1, 1)
        assert totals(store, "2026-02")["C41"].value == 3


@settings(max_examples=8, deadline=None, phases=[Phase.generate])
@given(st.integers(0, 100_000))
def test_every_type_closes_after_any_events(tmp_path_factory, seed: int) -> None:  # type: ignore[no-untyped-def]
    world = World(tmp_path_factory.mktemp("loaihinh"), seed)
    with world.store as store:
        for number, month in enumerate(MONTHS[:3]):
            world.month(month, first=not number)
            day = date.fromisoformat(MONTHS[number + 1] + "-02")
            tree = tree_on(store, day)
            for unit in world.chance.sample(sorted(world.ledger.under("T", day)), 2):
                if unit in world.base:
                    other = "FDI" if tree.by_code(unit).ownership == "NQD" else "NQD"
                    carry_out(store, Order("ownership", day, (unit,), into=other))
        for month in MONTHS[1:3]:
            for top in ("T", *(u for u in ("X1", "X2", "X3"))):
                if top != "T" and not world.ledger.stands(top, date.fromisoformat(month + "-28")):
                    continue
                lines = by_ownership(store, month, top)
                assert all(line.expected == line.closing for line in lines.values()), (month, top)
                whole = totals(store, month, top)
                closing = whole["A03"].value if "A03" in whole else 0
                assert sum(line.closing for line in lines.values()) == closing
                turned = sum(line.turned_to - line.turned_from for line in lines.values())
                assert turned == 0
