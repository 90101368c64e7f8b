"""What differs between two consolidations, against a comparison by hand."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.errors import Refusal
from desktop.models.figures.sums.differences import as_json, differences
from desktop.models.figures.sums.rollup import totals
from desktop.models.store.as_known import as_known
from desktop.models.store.keys import return_key
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, set_attribute

OCTOBER = "2026-10"
SINCE = date(2025, 7, 1)


class Days(SteppingClock):
    """A clock that is put on a day by hand."""

    def __init__(self) -> None:
        super().__init__(datetime(2026, 11, 1, 8, tzinfo=VIETNAM), seed=3)

    def to(self, day: int) -> None:
        """Go on to a day of November."""
        self.jump_to(date(2026, 11, day))


@pytest.fixture
def days() -> Days:
    """The clock of the office."""
    return Days()


@pytest.fixture
def office(tmp_path: Path, days: Days) -> Iterator[Store]:
    """A province with two communes of three base unions each."""
    with create_office(tmp_path / "tỉnh", clock=days) as store:
        top = found_unit(store, name="LĐLĐ tỉnh", kind="LDT", parent=None, since=SINCE,
                         unit=store.meta("unit"), code="T")  # fmt: skip
        for commune in ("A", "B"):
            above = found_unit(store, name=f"CĐ xã {commune}", kind="CDX", parent=top,
                               since=SINCE, code=commune)  # fmt: skip
            for n in range(3):
                found_unit(store, name=f"CĐCS {commune}{n}", kind="CDCS", parent=above,
                           since=SINCE, code=f"{commune}-{n}")  # fmt: skip
        yield store


def unit(store: Store, code: str) -> str:
    """Return the id of the unit with a code."""
    from desktop.models.units.scope import Scope

    found = Scope.of(store).by_code(code)
    assert found is not None
    return found


def say(store: Store, code: str, rev: int, form: str = "F1", **values: int) -> None:
    """Lock a revision as it would arrive."""
    with store.step("Chốt") as step:
        step.put("submit", return_key(unit(store, code), form, OCTOBER), str(rev),
                 {"values": values})  # fmt: skip


def test_the_cells_of_a_total_add_up_to_its_change(office: Store, days: Days) -> None:
    days.to(3)
    say(office, "A-0", 1, A03=100, A03N=40, A01=120)
    say(office, "B-0", 1, A03=10, A01=20)
    days.to(5)
    say(office, "A-0", 2, A03=130, A03N=40, A01=120)
    say(office, "A-1", 1, A03=7, A01=9)
    say(office, "B-2", 1, "F3", C11=3)
    found = differences(office, OCTOBER, first=date(2026, 11, 4))
    changed = {(c.unit, c.indicator): (c.was, c.now) for c in found.cells}
    assert changed == {
        ("A-0", "A03"): (100, 130), ("A-1", "A03"): (None, 7), ("A-1", "A01"): (None, 9),
        ("B-2", "C11"): (None, 3),
    }  # fmt: skip
    for total in found.totals:
        if total.was is None or not isinstance(total.was.value, int):
            continue
        cells = [c for c in found.cells if c.indicator == total.indicator]
        by_cells = sum((c.now or 0) - (c.was or 0) for c in cells)
        assert total.now is not None
        assert isinstance(total.now.value, int)
        assert by_cells == total.now.value - total.was.value, total.indicator
    moved = {t.indicator: (t.was and t.was.value, t.now and t.now.value) for t in found.totals}
    assert moved["A03"] == (110, 147)


def test_both_sides_say_by_which_revision(office: Store, days: Days) -> None:
    days.to(3)
    say(office, "A-0", 1, A03=100)
    days.to(5)
    say(office, "A-0", 2, A03=130)
    (cell,) = differences(office, OCTOBER, first=date(2026, 11, 4)).cells
    assert cell.before is not None
    assert cell.after is not None
    assert (cell.before.rev, cell.after.rev) == (1, 2)
    assert cell.after.at.startswith("2026-11-05")
    told = as_json(differences(office, OCTOBER, first=date(2026, 11, 4)))["cells"][0]
    assert (told["was"], told["now"], told["after"]["rev"]) == (100, 130, 2)


def test_two_past_days_are_compared_without_what_came_later(office: Store, days: Days) -> None:
    for day, members in ((3, 1), (5, 2), (7, 3)):
        days.to(day)
        say(office, "A-0", day, A03=members)
    found = differences(office, OCTOBER, first=date(2026, 11, 4), second=date(2026, 11, 6))
    assert [(c.was, c.now) for c in found.cells] == [(1, 2)]
    same = differences(office, OCTOBER, first=date(2026, 11, 6), second=date(2026, 11, 6))
    assert (same.cells, same.totals, same.joined, same.left) == ((), (), (), ())


def test_a_moment_within_a_day_is_told_from_the_next(office: Store, days: Days) -> None:
    days.to(3)
    say(office, "A-0", 1, A03=5)
    (moment,) = office.rows("SELECT max(accepted_at) FROM op")[0]
    days.moment += timedelta(hours=1)
    say(office, "A-0", 2, A03=6)
    then = datetime.fromisoformat(moment)
    found = differences(office, OCTOBER, first=then)
    assert [(c.was, c.now) for c in found.cells] == [(5, 6)]
    assert differences(office, OCTOBER, first=date(2026, 11, 3)).cells == ()


def test_a_union_that_changed_its_commune_joins_one_and_leaves_the_other(
    office: Store, days: Days
) -> None:
    days.to(3)
    say(office, "A-0", 1, A03=100)
    say(office, "B-0", 1, A03=10)
    days.to(5)
    set_attribute(office, unit(office, "A-0"), "parent", unit(office, "B"), date(2026, 10, 1))
    first = date(2026, 11, 4)
    of_b = differences(office, OCTOBER, "B", first=first)
    assert (of_b.joined, of_b.left) == (("CĐCS A0",), ())
    assert [(c.unit, c.was, c.now) for c in of_b.cells if c.indicator == "A03"] == [
        ("A-0", None, 100)
    ]
    of_a = differences(office, OCTOBER, "A", first=first)
    assert (of_a.joined, of_a.left) == ((), ("CĐCS A0",))
    assert [
        c for c in differences(office, OCTOBER, first=first).cells if c.indicator == "A03"
    ] == []


def test_random_histories_agree_with_a_comparison_by_hand(office: Store, days: Days) -> None:
    from random import Random

    random = Random(11)
    codes = [f"{c}-{n}" for c in "AB" for n in range(3)]
    revs: dict[str, int] = {}
    for day in range(2, 12):
        days.to(day)
        for code in random.sample(codes, random.randrange(4)):
            revs[code] = revs.get(code, 0) + 1
            say(office, code, revs[code], A03=random.randrange(50), A01=random.randrange(99))
    for _lap in range(12):
        one, other = sorted(random.sample(range(1, 13), 2))
        first, second = date(2026, 11, one), date(2026, 11, other)
        found = differences(office, OCTOBER, first=first, second=second)
        by_hand: dict[tuple[str, str], tuple[int | None, int | None]] = {}
        sides = []
        for then_day in (first, second):
            held: dict[tuple[str, str], int] = {}
            with as_known(office, then_day) as then:
                for code in codes:
                    for ind in ("A03", "A01"):
                        got = totals(then, OCTOBER, code).get(ind)
                        if got is not None and isinstance(got.value, int):
                            held[code, ind] = got.value
            sides.append(held)
        for cell in {**sides[0], **sides[1]}:
            pair = (sides[0].get(cell), sides[1].get(cell))
            if pair[0] != pair[1]:
                by_hand[cell] = pair
        assert {(c.unit, c.indicator): (c.was, c.now) for c in found.cells} == by_hand


def test_before_the_first_unit_there_is_nothing_to_compare(office: Store) -> None:
    with pytest.raises(Refusal) as refused:
        differences(office, OCTOBER, first=date(2026, 10, 1))
    assert refused.value.code == "E_NOTHING"
