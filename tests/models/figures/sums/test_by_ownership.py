"""Each ownership type has an equation of its own; changing it is a pair that adds nothing."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from desktop.models.errors import Refusal
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.sums.by_ownership import by_band, by_ownership
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.sums.trace import Narrow, trace
from desktop.models.register.reorganise import Order, carry_out
from desktop.models.store.store import Store
from desktop.models.units.units import set_attribute, tree_on
from tests.models.offices import FOUNDED, commune, enter
from tests.models.register.test_reorganise_property import MONTHS, World

DAY = date(2026, 2, 10)


def set_attribute_of(store: Store, unit: str, kind: str) -> None:
    with store.step("Loại hình") as step:
        set_attribute(store, unit, "ownership", kind, FOUNDED)
    assert step.change is not None


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


def test_each_type_of_a_lump_opens_with_what_it_closed_with(tmp_path: Path) -> None:
    store, (lump, other) = commune(tmp_path, unions=2)
    with store:
        enter(store, "2026-01", other, C00=10, A03=10)
        enter(store, "2026-01", lump, C00=60, A03=60, **{"A03;LH=NQD": 40, "A03;LH=FDI": 20})
        enter(store, "2026-02", lump, A03=64, C11=4, **{
            "C11;LH=FDI": 4, "A03;LH=NQD": 34, "A03;LH=FDI": 30})  # fmt: skip
        for period in ("2026-02", "2026-Q1"):
            lines = by_ownership(store, period)
            fdi = lines["FDI"]
            assert (fdi.opening, fdi.came, fdi.closing) == (20, {"C11": 4}, 30), period
            assert (fdi.closing - fdi.expected, fdi.off) == (6, {lump: 6}), period
            assert (lines["NQD"].opening, lines["NQD"].closing) == (50, 44), period
            assert lines["NQD"].off == {lump: -6}, period
        assert by_ownership(store, "2026-01")["FDI"].opening == 20
        carried = by_ownership(store, "2026-03")
        assert [(one.opening, one.closing) for one in carried.values()] == [(44, 44), (30, 30)]


def test_a_lump_that_becomes_one_type_turns_its_others(tmp_path: Path) -> None:
    store, (lump, _other) = commune(tmp_path, unions=2)
    with store:
        enter(store, "2026-01", lump, C00=60, A03=60, **{"A03;LH=NQD": 40, "A03;LH=FDI": 20})
        enter(store, "2026-02", lump, A03=62, C11=2)
        lines = by_ownership(store, "2026-02")
        assert (lines["FDI"].opening, lines["FDI"].turned_from, lines["FDI"].closing) == (20, 20, 0)
        assert (lines["NQD"].opening, lines["NQD"].turned_to, lines["NQD"].closing) == (40, 20, 62)
        assert all(line.expected == line.closing for line in lines.values())


def test_types_are_added_up_by_sector(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=4)
    with store:
        for unit, kind in zip(ids, ("DNNN", "SN", "FDI", "ND"), strict=True):
            set_attribute_of(store, unit, kind)
            enter(store, "2026-01", unit, C00=10, A03=12, C11=2)
        bands = by_band(store.packs, by_ownership(store, "2026-01"))
        assert {band: (one.opening, one.came, one.closing) for band, one in bands.items()} == {
            "state": (20, {"C11": 4}, 24), "non_state": (10, {"C11": 2}, 12),
        }  # fmt: skip


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


def test_what_a_type_closes_with_is_traced_to_its_unions(tmp_path: Path) -> None:
    store, (lump, other, foreign) = commune(tmp_path, unions=3)
    with store:
        set_attribute_of(store, foreign, "FDI")
        for unit, members in ((other, 10), (foreign, 7)):
            enter(store, "2026-01", unit, C00=members, A03=members, C11=0)
        enter(store, "2026-01", lump, C00=56, A03=60, C11=4, **{
            "C11;LH=FDI": 4, "A03;LH=NQD": 36, "A03;LH=FDI": 24})  # fmt: skip
        lines = by_ownership(store, "2026-01")
        for kind, units in (("NQD", {"CS-1": 36, "CS-2": 10}), ("FDI", {"CS-1": 24, "CS-3": 7})):
            found = trace(store, "2026-01", "", "A03", narrow=Narrow(band=kind))
            assert {part.unit: part.value for part in found.parts} == units
            assert found.total.value == lines[kind].closing
        came = trace(store, "2026-01", "", "C11", narrow=Narrow(band="FDI"))
        assert came.total.value == lines["FDI"].came["C11"] == 4
        with pytest.raises(Refusal, match="Không có loại hình mã “XYZ”"):
            trace(store, "2026-01", "", "A03", narrow=Narrow(band="XYZ"))
