"""Five levels relay and add up without counting anything twice, whatever way bundles took."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from desktop.models.figures.returns.verdicts import accept, send_back
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.sums.trace import summed, trace
from desktop.models.store.keys import return_key
from desktop.models.store.store import Store
from desktop.sync.messages import BundleRefusal
from tests.sync.levels import MONTHS, TREE, UNITS, Levels, levels, move
from tests.sync.offices import digest, send

BASES = [code for code, place in TREE.items() if place.kind == "CDCS"]
UP = ("K-1", "K", "N", "X-1", "X", "D", "T")
AUGUST, SEPTEMBER, OCTOBER = MONTHS


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Levels]:
    """Five levels, every base union's three months locked where it is typed."""
    found = levels(tmp_path)
    random = Random(5)
    for month in MONTHS:
        for code in BASES:
            found.say(code, month, random.randrange(1, 10**6))
    yield found
    found.close()


def members(store: Store, month: str, unit: str = "") -> int:
    """Return the total of members an office gives for a unit's tree."""
    found = totals(store, month, unit).get("A03")
    assert found is None or isinstance(found.value, int)
    return found.value if found else 0  # type: ignore[return-value]


def test_every_level_adds_up_to_what_lies_below_it(built: Levels) -> None:
    built.pass_up(*UP)
    for code, store in built.offices.items():
        for month in MONTHS:
            assert members(store, month) == built.truth(code, month), (code, month)
    # And the levels above say the same of a level below as it says itself.
    for code in ("N", "K", "X", "K-1", "D", "D-2"):
        assert members(built.offices["TW"], OCTOBER, code) == built.truth(code, OCTOBER)


def test_base_unions_under_the_province_stand_beside_its_communes(built: Levels) -> None:
    built.pass_up("D")  # nobody else has sent anything yet
    assert members(built.offices["T"], OCTOBER) == built.truth("T", OCTOBER, known=("D", "D-2"))
    with pytest.raises(BundleRefusal) as refused:
        built.deliver(built.send("D"), "X")
    assert refused.value.code == "E_UNKNOWN_SENDER"


@pytest.mark.parametrize("seed", range(4))
def test_late_doubled_and_disordered_bundles_count_once(built: Levels, seed: int) -> None:
    random = Random(seed)
    waiting: list[tuple[str, Path]] = []
    for lap in range(2):
        for code in ("K-1", "K", "N", "X-1", "X", "D"):
            above = built.manager(code, date.max)
            waiting.append((above, built.send(code, full=bool(lap))))
            if above != "T":
                built.deliver(waiting[-1][1], above)
        built.say(random.choice(("K-1", "X-1", "D", "X-2")), random.choice(MONTHS), lap + 7)
    for code in ("K-1", "K", "N", "X-1", "X", "D"):
        waiting.append((built.manager(code, date.max), built.send(code)))
        if waiting[-1][0] != "T":
            built.deliver(waiting[-1][1], waiting[-1][0])
    to_province = [path for above, path in waiting if above == "T"] * 2
    random.shuffle(to_province)
    for path in to_province:
        built.deliver(path, "T")
    for month in MONTHS:
        assert members(built.offices["T"], month) == built.truth("T", month)


def test_one_union_s_returns_arriving_by_two_ways_count_once(built: Levels) -> None:
    """K-1 goes from the zone to the commune; both relay its old months to the province."""
    built.pass_up(*UP[:-1])
    told = {month: members(built.offices["K"], month) for month in MONTHS}
    move(built, "K-1", "X", date(2026, 11, 1))
    for above, below in (("T", "N"), ("N", "K"), ("K", "K-1"), ("T", "X"), ("X", "K-1")):
        built.deliver(send(built.offices[above], built.out, below), below)
    built.say("K-1", SEPTEMBER, 5_000_000)  # a month of the time under the zone
    came = built.deliver(built.send("K-1", full=True), "X")
    assert (came.rejected, came.warnings) == ((), ())
    for code in ("X", "K", "N", "X"):
        built.deliver(built.send(code, full=True), built.manager(code, date.max))
    built.pass_up("T")
    for code in ("T", "TW", "X"):
        for month in MONTHS:
            assert members(built.offices[code], month) == built.truth(code, month), (code, month)
    # The former manager keeps what it knew; its months are the province's to restate.
    assert {month: members(built.offices["K"], month) for month in MONTHS} == told
    assert members(built.offices["T"], SEPTEMBER, "K") == built.truth("K", SEPTEMBER)


def test_both_ways_in_either_order_give_the_same_books(tmp_path: Path) -> None:
    digests = set()
    for order in (("X", "N"), ("N", "X")):
        built = levels(tmp_path / order[0])
        built.say("K-1", AUGUST, 11)
        built.pass_up("K-1", "K", "N")
        move(built, "K-1", "X", date(2026, 9, 1))
        for above, below in (("T", "N"), ("N", "K"), ("K", "K-1"), ("T", "X"), ("X", "K-1")):
            built.deliver(send(built.offices[above], built.out, below), below)
        built.say("K-1", OCTOBER, 12)
        built.pass_up("K-1")
        for code in order:
            built.deliver(built.send(code, full=True), "T")
        digests.add(digest(built.offices["T"]))
        assert members(built.offices["T"], OCTOBER) == 12
        built.close()
    assert len(digests) == 1


def test_what_a_level_between_accepts_or_returns_never_adds(built: Levels) -> None:
    built.pass_up(*UP)
    accept(built.offices["K"], "F1", OCTOBER, "K-1")
    send_back(built.offices["X"], "F1", OCTOBER, "X-1", "thiếu nữ")
    for above, below in (("K", "K-1"), ("X", "X-1")):
        built.deliver(send(built.offices[above], built.out, below), below)
    built.say("X-1", OCTOBER, 77)
    built.pass_up(*UP)
    for code in ("T", "X", "N", "TW"):
        assert members(built.offices[code], OCTOBER) == built.truth(code, OCTOBER), code


def test_a_total_of_the_top_leads_to_every_cell_its_writer_and_its_bundle(built: Levels) -> None:
    built.pass_up(*UP)
    top = built.offices["TW"]
    found = trace(top, OCTOBER, "", "A03")
    assert {part.unit: part.value for part in found.parts} == {
        code: built.said[code, OCTOBER] for code in BASES
    }
    assert summed(found.parts) == found.total.value
    wanted = {"K-1": "K-1", "K-2": "K", "X-1": "X-1", "X-2": "X", "D": "D", "D-2": "T"}
    assert {part.unit: part.origin for part in found.parts} == {
        unit: f"Công đoàn {office}" for unit, office in wanted.items()
    }
    for part in found.parts:
        assert part.sender == "Công đoàn T"  # the bundle that came here, whoever locked it
        raw = top.rows("SELECT key FROM op WHERE id = ? AND bundle = ?", (part.op, part.bundle))
        assert raw == [(return_key(UNITS[part.unit], "F1", OCTOBER),)]


def test_a_district_of_the_past_keeps_its_months(tmp_path: Path) -> None:
    """X-1 stood under the district until 30/9; its months stay there, the others go on."""
    built = levels(tmp_path)
    with built.offices["T"].step("Huyện") as step:
        step.put("unit", UNITS["X-2"], "parent@2025-07-01", UNITS["H"])
        step.put("unit", UNITS["X-2"], "parent@2026-10-01", UNITS["X"])
        step.put("unit", UNITS["H"], "alive@2026-10-01", False)
    built.above["X-2"] = [(date(2025, 7, 1), "H"), (date(2026, 10, 1), "X")]
    built.deliver(send(built.offices["T"], built.out, "X"), "X")
    with built.offices["T"].step("Số của huyện") as step:
        for month, number in ((AUGUST, 5), (SEPTEMBER, 6)):
            body = {"values": {"A03": number}}
            step.put("submit", return_key(UNITS["X-2"], "F1", month), "1", body)
            built.said["X-2", month] = number
    built.say("X-2", OCTOBER, 7)
    built.pass_up("X", "T")
    for code in ("T", "TW"):
        for month in MONTHS:
            assert members(built.offices[code], month) == built.truth(code, month)
    assert members(built.offices["T"], SEPTEMBER, "H") == 6
    assert members(built.offices["T"], OCTOBER, "X") == 7
    built.close()
