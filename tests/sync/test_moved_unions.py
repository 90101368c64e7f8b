"""A union that comes from elsewhere brings the figures of its former office to its new one."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.sums.trace import trace
from desktop.models.store.doctor import examine
from desktop.models.store.ops import read_op
from desktop.models.store.refusals import told_refused
from desktop.models.units.unit_events import record_event
from tests.sync.building import entries_of
from tests.sync.levels import UNITS, Levels, levels, move
from tests.sync.offices import forged, lock, put_cells, send, take

SEPTEMBER, OCTOBER, NOVEMBER = "2026-09", "2026-10", "2026-11"
MOVED = date(2026, 11, 1)
K_2, X_2 = UNITS["K-2"], UNITS["X-2"]


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Levels]:
    """Commune X has locked X-2 and zone K its K-2; the province has both."""
    found = levels(tmp_path)
    lock(found.offices["K"], K_2, OCTOBER, A03=50, A03N=20, A01=60)
    put_cells(found.offices["X"], X_2, OCTOBER, A03=31)
    lock(found.offices["X"], X_2, OCTOBER, A03=30, A03N=10, A01=40)
    found.pass_up("K", "N", "X")
    yield found
    found.close()


def downwards(built: Levels) -> None:
    for above, below in (("T", "N"), ("N", "K")):
        take(built.offices[below], send(built.offices[above], built.out, below))


def same_as_above(built: Levels, *months: str) -> dict[str, object]:
    """Compare the zone's totals with those every level above gives of it; return the last."""
    shown: dict[str, object] = {}
    for month in months:
        own = {code: one.value for code, one in totals(built.offices["K"], month).items()}
        for above in ("N", "T"):
            told = totals(built.offices[above], month, UNITS["K"])
            assert {code: one.value for code, one in told.items()} == own, (above, month)
        shown = dict(own)
    return shown


def figures_in(path: Path) -> set[str]:
    """Return the units whose figures a bundle brings."""
    lines = dict(entries_of(path))["records/ops.jsonl"].splitlines()
    ops = [read_op(line) for line in lines]
    return {op.key.rpartition("|")[2] for op in ops if op.kind in ("cell", "submit")}


def test_a_union_moved_to_another_branch_opens_there_with_its_last_closing(
    built: Levels,
) -> None:
    move(built, "X-2", "K", MOVED)
    downwards(built)
    shown = same_as_above(built, OCTOBER, NOVEMBER)
    assert (shown["A03"], shown["A03N"], shown["C15"], shown["C15N"]) == (80, 30, 30, 10)
    zone, top = built.offices["K"], built.offices["T"]
    (arrived,) = [p for p in trace(zone, NOVEMBER, UNITS["K"], "C15").parts if p.op]
    assert arrived.op in {p.op for p in trace(top, NOVEMBER, UNITS["K"], "C15").parts}
    lock(zone, X_2, NOVEMBER, A03=33, A03N=11, A01=40)
    lock(zone, K_2, NOVEMBER, A03=50, A03N=20, A01=60)
    built.pass_up("K", "N")
    assert same_as_above(built, OCTOBER, NOVEMBER)["A03"] == 83


def test_its_figures_are_sent_until_received_and_again_where_they_changed(built: Levels) -> None:
    move(built, "X-2", "K", MOVED)
    top, branch = built.offices["T"], built.offices["N"]
    assert figures_in(send(top, built.out, "N")) == {X_2}  # got lost on its way
    downwards(built)
    built.pass_up("K", "N")
    assert figures_in(send(top, built.out, "N")) == set()
    put_cells(built.offices["X"], X_2, OCTOBER, A03=31)
    put_cells(built.offices["X"], X_2, OCTOBER, A03=32)
    lock(built.offices["X"], X_2, OCTOBER, 2, A03=32, A03N=10, A01=40)
    built.pass_up("X")
    downwards(built)
    assert same_as_above(built, OCTOBER, NOVEMBER)["C15"] == 32
    for store in (branch, built.offices["K"]):
        assert not store.conflicts()  # what stood in between came along
        assert examine(store) == []


def test_members_of_a_union_merged_from_elsewhere_are_known(built: Levels) -> None:
    top = built.offices["T"]
    with top.step("Sáp nhập") as step:
        step.put("unit", X_2, f"alive@{date(2026, 11, 10)}", False)
        record_event(top, "merge", date(2026, 11, 10), [X_2], to=[K_2], decision="5/QĐ")
    downwards(built)
    shown = same_as_above(built, OCTOBER, NOVEMBER)
    assert (shown["A03"], shown["C15"]) == (80, 30)


def test_from_above_comes_only_what_the_former_office_might_write(built: Levels) -> None:
    """The office above relays, it does not make up: a month is its owner's to tell."""
    move(built, "X-2", "K", MOVED)
    downwards(built)
    top, zone = built.offices["T"], built.offices["K"]
    lock(built.offices["X"], X_2, NOVEMBER, A03=99)
    (line,) = built.offices["X"].rows("SELECT raw FROM op WHERE key LIKE '2026-11|F1|%'")
    branch = built.offices["N"]
    done = take(zone, forged(branch, list(line), UNITS["K"], built.out))
    assert (done.new, done.skipped) == (0, 1)
    assert totals(top, NOVEMBER, UNITS["K"])["A03"].value == totals(zone, NOVEMBER)["A03"].value


def test_a_move_that_is_corrected_is_told_to_whom_it_was_told_before(built: Levels) -> None:
    """The word that put the union there is replaced: nothing of it stands below the zone now."""
    move(built, "X-2", "K", MOVED)
    downwards(built)
    move(built, "X-2", "D", MOVED)
    downwards(built)
    shown = same_as_above(built, OCTOBER, NOVEMBER)
    assert (shown["A03"], shown.get("C15")) == (50, None)


def as_of_october(built: Levels, code: str, to: str) -> None:
    """The province tells, after October was locked, that a union stood elsewhere from its 1st."""
    move(built, code, to, date(2026, 10, 1))
    for one in ("X", "D"):
        take(built.offices[one], send(built.offices["T"], built.out, one))
    downwards(built)


def test_a_month_locked_before_its_union_was_moved_counts_alike_everywhere(built: Levels) -> None:
    as_of_october(built, "X-2", "K")
    shown = same_as_above(built, OCTOBER, NOVEMBER)
    assert shown["A03"] == 80, "the zone goes on from what commune X locked"
    zone = built.offices["K"]
    (brought,) = [p for p in trace(zone, OCTOBER, "K", "A03").parts if p.unit == "X-2"]
    assert (brought.value, brought.kind, brought.origin) == (30, "revision", "Công đoàn X")
    assert brought.bundle is not None
    lock(zone, X_2, OCTOBER, 2, A03=31, A03N=11, A01=40)  # and may correct it
    built.pass_up("K", "N")
    assert same_as_above(built, OCTOBER, NOVEMBER)["A03"] == 81
    for store in built.offices.values():
        assert not store.conflicts()
        assert examine(store) == []


def test_a_move_comes_after_what_is_held_of_the_union_by_any_clock(built: Levels) -> None:
    ahead = built.offices["X"]
    ahead.clock.jump_to(date(2027, 3, 1))  # type: ignore[attr-defined]
    lock(ahead, X_2, OCTOBER, 2, A03=29, A03N=10, A01=40)
    built.pass_up("X")
    as_of_october(built, "X-2", "K")
    assert same_as_above(built, OCTOBER)["A03"] == 79


def test_what_was_locked_before_a_move_and_comes_after_it_counts_alike(built: Levels) -> None:
    lock(built.offices["X"], X_2, OCTOBER, 2, A03=33, A03N=10, A01=40)
    late = built.send("X")
    built.offices["T"].clock.jump_to(date(2026, 11, 20))  # type: ignore[attr-defined]
    move(built, "X-2", "K", date(2026, 10, 1))
    downwards(built)
    assert same_as_above(built, OCTOBER)["A03"] == 80
    assert built.deliver(late, "T").skipped == 0
    downwards(built)
    assert same_as_above(built, OCTOBER)["A03"] == 83


def test_what_is_locked_after_a_move_is_refused_alike_and_told(built: Levels) -> None:
    as_of_october(built, "X-2", "K")
    former, top = built.offices["X"], built.offices["T"]
    former.clock.jump_to(date(2026, 12, 1))  # type: ignore[attr-defined]
    lock(former, X_2, OCTOBER, 2, A03=99, A03N=10, A01=40)
    done = built.deliver(built.send("X"), "T")
    assert done.skipped == 1
    downwards(built)
    assert same_as_above(built, OCTOBER)["A03"] == 80
    take(former, send(top, built.out, "X"))
    ((_by, told),) = told_refused(former).values()
    assert told == "số liệu kỳ này thuộc quyền của đơn vị khác"


def test_figures_of_a_union_put_elsewhere_by_mistake_go_to_where_it_stands(built: Levels) -> None:
    as_of_october(built, "X-2", "H")  # a district of the past: the province types for it
    top = built.offices["T"]
    lock(top, X_2, OCTOBER, 2, A03=35, A03N=12, A01=40)
    as_of_october(built, "X-2", "K")
    assert same_as_above(built, OCTOBER, NOVEMBER)["A03"] == 85
    for store in built.offices.values():
        assert not store.conflicts()
        assert examine(store) == []


def test_a_union_put_back_brings_what_the_other_office_locked_meanwhile(built: Levels) -> None:
    move(built, "X-2", "K", date(2026, 10, 1))
    downwards(built)  # commune X never hears of it
    lock(built.offices["K"], X_2, OCTOBER, 2, A03=35, A03N=12, A01=40)
    built.pass_up("K", "N")
    as_of_october(built, "X-2", "X")  # the word that had put it there is replaced
    assert same_as_above(built, OCTOBER)["A03"] == 50
    former, top = built.offices["X"], built.offices["T"]
    told = {code: one.value for code, one in totals(top, OCTOBER, UNITS["X"]).items()}
    assert {code: one.value for code, one in totals(former, OCTOBER).items()} == told
    assert told["A03"] == 35
    for store in built.offices.values():
        assert not store.conflicts()
        assert examine(store) == []
