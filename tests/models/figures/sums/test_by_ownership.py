"""Each ownership type has an equation of its own; changing it is a pair that adds nothing."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from desktop.models.errors import Refusal
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.sums.by_ownership import by_ownership
from desktop.models.figures.sums.ownership_line import by_band, sum_of
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.sums.trace import Narrow, trace
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.store import Store
from desktop.models.units.units import set_attribute, tree_on
from desktop.ui.pages.units.types_dialog import off_note
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


def lumped(folder: Path) -> tuple[Store, str]:
    """A union of NQD that told its whole in January, and by type from February on."""
    store, (lump, _other) = commune(folder, unions=2)
    enter(store, "2026-01", lump, C00=60, A03=60, A01=60)
    lock(store, "F1", "2026-01", [lump], reason="đủ")
    enter(store, "2026-02", lump, A03=60, A01=60, **{"A03;LH=NQD": 40, "A03;LH=HTX": 20})
    return store, lump


def flat(store: Store, period: str) -> dict[str, tuple[int, int, int]]:
    """Type → opening, turned to it less turned from it, closing."""
    return {
        kind: (line.opening, line.turned_to - line.turned_from, line.closing)
        for kind, line in by_ownership(store, period).items()
    }


def test_types_told_for_the_first_time_open_with_the_whole_that_closed_before(
    tmp_path: Path,
) -> None:
    store, _lump = lumped(tmp_path)
    with store:
        assert flat(store, "2026-01") == {"NQD": (60, 0, 60)}
        assert flat(store, "2026-02") == {"NQD": (60, -20, 40), "HTX": (0, 20, 20)}
        lines = by_ownership(store, "2026-02").values()
        assert all(line.expected == line.closing and not line.off for line in lines)


def test_a_lump_that_changes_its_type_takes_what_it_had_of_it_along(tmp_path: Path) -> None:
    store, lump = lumped(tmp_path)
    with store:
        lock(store, "F1", "2026-02", [lump], reason="theo loại hình")
        carry_out(store, Order("ownership", date(2026, 3, 20), ("CS-1",), into="SN"))
        moved = {"NQD": (40, -40, 0), "HTX": (20, 0, 20), "SN": (0, 40, 40)}
        assert flat(store, "2026-03") == moved
        assert flat(store, "2026-04") == {"HTX": (20, 0, 20), "SN": (40, 0, 40)}
        assert totals(store, "2026-03")["A03;LH=SN"].value == 40
        # What is told under the new type closes; what still stands under the old differs.
        enter(store, "2026-03", lump, A03=60, **{"A03;LH=SN": 40, "A03;LH=HTX": 20})
        assert flat(store, "2026-03") == moved
        assert all(not line.off for line in by_ownership(store, "2026-03").values())


def test_figures_left_under_the_type_a_lump_had_are_a_difference(tmp_path: Path) -> None:
    store, lump = lumped(tmp_path)
    with store:
        carry_out(store, Order("ownership", DAY, ("CS-1",), into="SN"))
        lines = by_ownership(store, "2026-02")
        assert flat(store, "2026-02") == {
            "NQD": (60, -60, 40), "HTX": (0, 0, 20), "SN": (0, 60, 0),
        }  # fmt: skip
        assert {kind: line.off for kind, line in lines.items()} == {
            "NQD": {lump: 40}, "HTX": {lump: 20}, "SN": {lump: -60},
        }  # fmt: skip


def test_each_type_says_how_firm_it_is_and_what_nobody_told(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=3)
    with store:
        set_attribute_of(store, ids[2], "FDI")
        for unit in ids:
            enter(store, "2026-01", unit, C00=10, C00N=0, A03=10, A03N=0, A01=12, A01N=0, C11=0)
        for form in ("F1", "F3"):
            lock(store, form, "2026-01", reason="đủ")
        assert all(line.is_firm for line in by_ownership(store, "2026-01").values())
        enter(store, "2026-02", ids[0], A03=12, A03N=0, A01=12, A01N=0, C11=2, C11N=0)
        for form in ("F1", "F3"):
            lock(store, form, "2026-02", ids[:1], reason="đủ")
        lines = by_ownership(store, "2026-02")
        assert (lines["NQD"].coverage, lines["FDI"].coverage) == ("1/2 CĐCS", "0/1 CĐCS")
        assert not lines["NQD"].is_firm
        assert lines["FDI"].state == "missing"
        assert (lines["NQD"].flow(lines["NQD"].came), lines["NQD"].flow(lines["NQD"].left)) == (
            *(2, None),
        )
        assert lines["FDI"].flow(lines["FDI"].came) is None
        assert sum_of(lines.values()).coverage == "1/3 CĐCS"


def test_movements_told_of_the_whole_alone_are_named_as_what_is_missing(tmp_path: Path) -> None:
    store, (lump, other) = commune(tmp_path, unions=2)
    with store:
        enter(store, "2026-01", other, C00=10, A03=10)
        enter(store, "2026-01", lump, C00=60, A03=60, **{"A03;LH=NQD": 40, "A03;LH=FDI": 20})
        enter(store, "2026-02", lump, A03=64, C11=4, **{"A03;LH=NQD": 41, "A03;LH=FDI": 23})
        lines = by_ownership(store, "2026-02")
        assert {kind: line.off for kind, line in lines.items()} == {
            "NQD": {lump: 1}, "FDI": {lump: 3},
        }  # fmt: skip
        assert sum_of(lines.values()).whole == {lump}
        said = off_note(store, lines.values())
        assert said.startswith("Có lệch ở CĐCS số 1: ")
        assert "tăng, giảm chỉ ghi chung" in said
        enter(store, "2026-02", lump, **{"C11;LH=FDI": 3})
        assert sum_of(by_ownership(store, "2026-02").values()).whole == set()
