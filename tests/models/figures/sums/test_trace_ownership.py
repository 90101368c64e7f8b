"""Every number of an ownership type is traced: its opening, what came, who turned, its end."""

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from desktop.models.figures.returns.returns import lock
from desktop.models.figures.sums.by_ownership import by_ownership
from desktop.models.figures.sums.ownership_line import OwnershipLine, by_band
from desktop.models.figures.sums.trace import Narrow, Trace, summed, trace
from desktop.models.figures.sums.trace_words import lines_of
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.store import Store
from desktop.models.units.units import set_attribute, tree_on
from tests.models.figures.sums.story import MONTHS, Story
from tests.models.figures.sums.test_by_ownership import lumped, set_attribute_of
from tests.models.offices import commune, enter
from tests.models.raw_journal import Journal, span
from tests.models.register.test_reorganise_property import MONTHS as WORLD_MONTHS
from tests.models.register.test_reorganise_property import World


def of_type(store: Store, period: str, code: str, kind: str, unit: str = "") -> Trace:
    return trace(store, period, unit, code, narrow=Narrow(band=kind))


def assert_traced(store: Store, period: str, unit: str = "") -> int:
    """Each number of each line is the sum of the parts it is traced to; return how many were."""
    traced = 0
    for women in (False, True):
        lines = by_ownership(store, period, unit, women=women)
        bands = by_band(store.packs, lines)
        stock = "A03N" if women else "A03"
        for kind, line in {**{kind or "?": one for kind, one in lines.items()}, **bands}.items():
            for code, number in _numbers(line, stock).items():
                if number:
                    found = of_type(store, period, code, kind, unit)
                    told = (period, unit, kind, code, lines_of(found))
                    assert found.total.value == summed(found.parts) == number, told
                    traced += 1
    return traced


def _numbers(line: OwnershipLine, stock: str) -> dict[str, int]:
    return {
        f"opening:{stock}": line.opening, stock: line.closing, **line.came, **line.left,
        f"turned:{stock}": line.turned_to - line.turned_from, f"closing:{stock}": line.expected,
        f"difference:{stock}": line.expected - line.closing,
    }  # fmt: skip


def turned(folder: Path) -> Store:
    """Two unions of NQD with 10 and 20 members, FDI since 10/02."""
    store, ids = commune(folder, unions=2)
    for number, unit in enumerate(ids, 1):
        enter(store, "2026-01", unit, C00=10 * number, A03=10 * number, A01=60)
    lock(store, "F1", "2026-01", reason="đủ")
    carry_out(store, Order("ownership", date(2026, 2, 10), ("CS-1", "CS-2"), into="FDI",
                           decision="2/QĐ"))  # fmt: skip
    enter(store, "2026-02", ids[0], A03=13, A01=60, C11=3)
    return store


def test_an_opening_by_type_leads_to_the_closing_before(tmp_path: Path) -> None:
    with closing(turned(tmp_path)) as store:
        found = of_type(store, "2026-02", "opening:A03", "NQD")
        assert {(part.unit, part.value, part.kind, part.form, part.period)
                for part in found.parts} == {("CS-1", 10, "revision", "F1", "2026-01"),
                                             ("CS-2", 20, "revision", "F1", "2026-01")}  # fmt: skip
        none = of_type(store, "2026-02", "opening:A03", "FDI")
        assert (none.total.value, [part.value for part in none.parts]) == (0, [0])
        assert "đầu kỳ không có đoàn viên thuộc loại hình này" in lines_of(none)[1]


def test_a_change_of_type_leads_to_its_event(tmp_path: Path) -> None:
    with closing(turned(tmp_path)) as store:
        for kind, sign, code in (("NQD", -1, "C21"), ("FDI", 1, "C13")):
            found = of_type(store, "2026-02", "turned:A03", kind)
            assert {(part.unit, part.value, part.indicator, part.kind) for part in found.parts} == {
                ("CS-1", 10 * sign, code, "event"), ("CS-2", 20 * sign, code, "event"),
            }  # fmt: skip
            assert all(part.op and part.person and part.at for part in found.parts)
            head, said = lines_of(found)[:2]
            assert "báo cáo" not in head, "nobody reports it"
            assert "đổi loại hình, quyết định 2/QĐ, 10/02/2026" in said
            assert "từ DN ngoài nhà nước sang DN vốn nước ngoài" in said
        assert_traced(store, "2026-02")


def test_a_type_changed_in_the_register_alone_leads_to_who_wrote_it(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=1)
    with store:
        enter(store, "2026-01", ids[0], C00=10, A03=10, A01=12)
        with store.step("Loại hình"):
            set_attribute(store, ids[0], "ownership", "HTX", date(2026, 2, 3))
        (part,) = of_type(store, "2026-02", "turned:A03", "HTX").parts
        assert (part.value, part.kind) == (10, "register")
        assert part.op is not None
        assert "đổi loại hình trong danh sách đơn vị" in part.note


def test_the_month_a_type_ended_in_says_how(tmp_path: Path) -> None:
    with closing(turned(tmp_path / "doi")) as store:
        found = of_type(store, "2026-02", "A03", "NQD")
        assert (found.total.value, {part.unit for part in found.parts}) == (0, {"CS-1", "CS-2"})
        assert "10/02/2026" in lines_of(found)[1]
    store, ids = commune(tmp_path / "giai-the", unions=2)
    with store:
        set_attribute_of(store, ids[1], "FDI")
        for unit in ids:
            enter(store, "2026-01", unit, C00=10, A03=10, A01=12)
        carry_out(store, Order("dissolve", date(2026, 2, 10), ("CS-2",), decision="3/QĐ"))
        found = of_type(store, "2026-02", "A03", "FDI")
        assert (found.total.value, [part.unit for part in found.parts]) == (0, ["CS-2"])
        assert "giải thể, quyết định 3/QĐ" in lines_of(found)[1]
        assert_traced(store, "2026-02")


def test_what_a_union_of_several_types_opens_and_turns_with_is_traced(tmp_path: Path) -> None:
    store, lump = lumped(tmp_path)
    with store:
        apart = of_type(store, "2026-02", "turned:A03", "HTX")
        assert [(part.value, part.indicator) for part in apart.parts] == [(20, "A03;LH=HTX")]
        assert "lần đầu ghi riêng từng loại hình" in lines_of(apart)[1]
        lock(store, "F1", "2026-02", [lump], reason="theo loại hình")
        carry_out(store, Order("ownership", date(2026, 3, 20), ("CS-1",), into="SN"))
        (part,) = of_type(store, "2026-03", "opening:A03", "HTX").parts
        assert (part.value, part.indicator, part.period) == (20, "A03;LH=HTX", "2026-02")
        enter(store, "2026-04", lump, A03=63, C11=3, **{"A03;LH=SN": 41, "A03;LH=HTX": 22})
        for period in ("2026-01", "2026-02", "2026-03", "2026-04", "2026-Q1", "2026-Q2"):
            assert assert_traced(store, period)


def test_a_first_month_told_by_type_opens_with_what_it_says(tmp_path: Path) -> None:
    store, (lump, _other) = commune(tmp_path, unions=2)
    with store:
        enter(store, "2026-01", lump, A03=60, C11=4, **{
            "C11;LH=FDI": 4, "A03;LH=NQD": 36, "A03;LH=FDI": 24})  # fmt: skip
        parts = of_type(store, "2026-01", "opening:A03", "FDI").parts
        assert [(part.indicator, part.value) for part in parts] == [
            ("C11;LH=FDI", -4), ("A03;LH=FDI", 24),
        ] or [(part.indicator, part.value) for part in parts] == [
            ("A03;LH=FDI", 24), ("C11;LH=FDI", -4),
        ]  # fmt: skip
        assert_traced(store, "2026-01")


@pytest.mark.parametrize("seed", range(2))
def test_lines_of_random_histories_are_the_sums_of_their_parts(tmp_path: Path, seed: int) -> None:
    story = Story(tmp_path / "so", seed + 300)
    with closing(story), story.store as store:
        story.tell()
        for day in (date(2026, 2, 11), date(2026, 3, 5), date(2026, 4, 20)):
            units = story.by.sample(story.living(day), 2)
            codes = tuple(tree_on(store, day).units[unit].code for unit in units)
            kind = story.by.choice(("FDI", "HTX"))
            for code in codes:
                if tree_on(store, day).by_code(code).ownership != kind:
                    carry_out(store, Order("ownership", day, (code,), into=kind), sure=True)
        assert sum(assert_traced(store, period) for period in (*MONTHS, "2026-Q1", "2026-H1"))
        journal = Journal(store.folder)
        for month in MONTHS[1:]:
            for code, told in _by_the_journal(journal, month, store.own_unit).items():
                for kind, numbers in told.items():
                    found = of_type(store, month, code, kind)
                    mine = {
                        unit: sum(part.value for part in found.parts if part.unit == unit)
                        for unit in numbers
                    }  # fmt: skip
                    assert mine == numbers, (month, code, kind)


def _by_the_journal(journal: Journal, month: str, top: str) -> dict[str, dict[str, dict[str, int]]]:
    """Code → type → unit → number, as the raw lines have it."""
    first, last = span(month)
    eve = first - timedelta(1)
    opening: dict[str, dict[str, int]] = {}
    turning: dict[str, dict[str, int]] = {}
    for unit in journal.under(top, eve):
        number, code = journal.opening(unit, first), journal.at(unit, "code", last)
        old, new = (journal.at(unit, "ownership", day) for day in (eve, last))
        if number and old:
            opening.setdefault(old, {})[code] = number
            if unit in journal.under(top, last) and new != old:
                turning.setdefault(old, {})[code] = -number
                turning.setdefault(new, {})[code] = number
    return {"opening:A03": opening, "turned:A03": turning}


@settings(max_examples=3, deadline=None, phases=[Phase.generate])
@given(st.integers(0, 100_000))
def test_lines_after_any_events_are_the_sums_of_their_parts(tmp_path_factory, seed: int) -> None:  # type: ignore[no-untyped-def]
    world = World(tmp_path_factory.mktemp("loaihinh"), seed)
    with world.store as store:
        for number, month in enumerate(WORLD_MONTHS[:3]):
            world.month(month, first=not number)
            day = date.fromisoformat(WORLD_MONTHS[number + 1] + "-02")
            tree = tree_on(store, day)
            for unit in world.chance.sample(sorted(world.ledger.under("T", day)), 2):
                if unit in world.base:
                    other = "FDI" if tree.by_code(unit).ownership == "NQD" else "NQD"
                    carry_out(store, Order("ownership", day, (unit,), into=other))
        for period in (*WORLD_MONTHS[:4], "2026-Q1"):
            for top in ("T", "X1", "X2", "X3"):
                last = date(2026, 3, 31) if "Q" in period else date.fromisoformat(period + "-28")
                if top == "T" or world.ledger.stands(top, last):
                    assert_traced(store, period, top)
