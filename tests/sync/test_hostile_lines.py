"""Genuine bundles with lines no program writes: an enrolled office may be faulty or dishonest.

What does not read, or was never its to write, is kept aside; every page still opens.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.models.agenda.change_words import ChangeWords
from desktop.models.clock import LAST_HLC
from desktop.models.figures.revisions import revisions
from desktop.models.figures.sums.rollup import totals
from desktop.models.store.doctor import examine
from desktop.models.store.keys import OFFICE, cell_key, return_key
from desktop.models.store.ops import SAFE_INTEGER, load, make_op
from desktop.models.store.store import Store
from desktop.models.units.tree_shape import DEEPEST
from desktop.models.units.unit_events import all_events, record_event
from desktop.models.units.units import tree_on
from desktop.sync.export import make_bundle
from desktop.sync.importer import ImportResult, import_bundle
from desktop.sync.manifest import Acks
from desktop.sync.messages import BundleRefusal
from desktop.sync.outbox import outbox
from desktop.sync.refused import not_counted
from desktop.sync.revocation import revoke
from desktop.tasks.exchange.inspecting import inspect
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    FOUNDED,
    PROVINCE,
    World,
    forged,
    lock,
    put_cells,
    send,
    take,
    world,
)

PERIOD = "2026-10"
RETURN = return_key(BASE, "F1", PERIOD)
CELLS = cell_key(BASE, PERIOD)
GOOD = {"form": "F1", "values": {"A03": 1}}


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    made = world(tmp_path)
    yield made
    made.close()


def says(w: World, *rows: tuple[str, str, str, Any]) -> ImportResult:
    """Let the base union sign these lines; return what the commune made of them."""
    with w.base.step("x") as step:
        for kind, key, field, value in rows:
            step.put(kind, key, field, value, stream=OFFICE)
    found = w.base.rows(
        "SELECT raw FROM op WHERE store = ? AND stream = ? ORDER BY n DESC LIMIT ?",
        (w.base.store_id, OFFICE, len(rows)),
    )
    lines = [raw for (raw,) in reversed(found)]
    path = forged(w.base, lines, COMMUNE, w.out)
    shown = import_bundle(w.commune, path, dry_run=True)
    done = take(w.commune, path)
    assert (shown.status, shown.new, shown.skipped) == ("imported", done.new, done.skipped)
    return done


def every_page_opens(w: World) -> None:
    assert revisions(w.commune, PERIOD) == {}
    all_events(w.commune)
    words = ChangeWords.of(w.commune)
    for one in not_counted(w.commune):
        assert words.subject(one.kind, one.key, one.field)
        words.value(one.kind, one.value, one.field)
    send(w.commune, w.out)


@pytest.mark.parametrize(
    ("kind", "key", "field", "value"),
    [
        *(("submit", RETURN, field, GOOD) for field in ("", "x", "0", "-1", "01", " 1", "1.5")),
        *(("submit", RETURN, "1", value) for value in (
            7, "x", [1], {}, {"values": None}, {"values": [1]}, {"values": {"A03": "x"}},
            {"values": {"A03": True}}, {"values": {"A03": [1]}}, {"values": {"A03": {}}},
            GOOD | {"changes": {"A03": 7}}, GOOD | {"opening": {"members": "x"}},
            GOOD | {"reasons": {"V04": [1]}}, GOOD | {"reason": [1]}, GOOD | {"opening": 7},
        )),
        ("submit", f"{PERIOD}|{BASE}", "1", GOOD),
        ("submit", f"{RETURN}|x", "1", GOOD),
        *(("cell", CELLS, "A03", value) for value in ("x", True, [1], {}, {"value": "x"})),
        ("cell", CELLS, "", 3),
        ("cell", f"{CELLS}|x", "A03", 3),
        ("reason", CELLS, "V04", 7),
        ("event", "e1", "units", 7),
        ("vetted", "x", "y", "z"),
        ("review", RETURN, "x", {"state": "accepted"}),
        ("closing", CELLS, "*", {"state": "closed", "stands": {"x": 7}}),
    ],
)  # fmt: skip
def test_what_does_not_read_is_kept_aside(
    w: World, kind: str, key: str, field: str, value: Any
) -> None:
    assert says(w, (kind, key, field, value)).skipped == 1
    every_page_opens(w)


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("unit", "name@2026-10-01", 7), ("unit", "alive@", True), ("unit", "kind@2026-10-01", [1]),
        ("unit", "alive@2026-02-31", True), ("unit", "alive@0000-01-01", True),
        ("unit", "alive@20261001", True),
        ("unit", "alive@2026-10-01", "x"), ("assign", "office@2026-10-01", [COMMUNE]),
        ("assign", "office@2026-10-01", {"a": 1}), ("assign", "office@2026-13-01", COMMUNE),
    ],
)  # fmt: skip
def test_a_unit_that_does_not_read_stops_nobody(
    w: World, kind: str, field: str, value: Any
) -> None:
    with w.commune.step("x") as step:
        step.put(kind, BASE, field, value, stream=OFFICE)
    (line,) = w.commune.rows("SELECT raw FROM op WHERE field = ? AND kind = ?", (field, kind))
    with w.commune.step("its writer could not read it either") as step:
        step.put(kind, BASE, field, None, stream=OFFICE)
    assert take(w.province, forged(w.commune, [line[0]], PROVINCE, w.out)).skipped == 1


def test_what_reads_beside_it_is_taken(w: World) -> None:
    more = GOOD | {
        "of a newer version": {"x": [1]},
        "values": {"A03": {"state": "na"}, "A01": None},
    }
    done = says(
        w, ("cell", CELLS, "A01", {"value": 3, "activities": ["a"], "shares": [3]}),
        ("cell", CELLS, "A03", "x"), ("submit", RETURN, "1", more), ("newer", CELLS, "", [1]),
    )  # fmt: skip
    assert (done.new, done.skipped) == (3, 1)


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("bundle", "taken", {"at": "2026-11-02T08:00:00+07:00"}),
        ("bundle", "received", {"at": "2026-11-02T08:00:00+07:00", "by": PROVINCE}),
        ("peer", "unit", "x"),
        ("setting", "signer_name", "Nguyễn Văn Giả"),
        ("plan", "title", "Kế hoạch giả"),
        ("item", "text", "x"),
        ("work_row", "task", "x"),
        ("contact", "chair_name", "x"),
        ("person", "name", "x"),
        ("outgoing", "number", "7"),
        ("template", "title", "x"),
        ("snippet", "text", "x"),
    ],
)
def test_nobody_writes_what_an_office_keeps_for_itself(
    w: World, kind: str, field: str, value: Any
) -> None:
    """Or a base union could tell a commune that the province has received its bundle."""
    made = send(w.commune, w.out)
    key = made.stem if kind == "bundle" else "x"
    assert says(w, (kind, key, field, value)).skipped == 1
    assert w.commune.get(kind, key, field) is None


def test_whose_a_bundle_is_the_register_tells(w: World) -> None:
    """The name in a manifest is a claim, also behind a good signature."""
    path = forged(w.base, [], COMMUNE, w.out, name="Liên đoàn Lao động tỉnh", unit=PROVINCE)
    told, lines = inspect(path, w.commune)
    assert (told["verified"], told["origin"]["unit"]) == (True, BASE)
    assert "tỉnh" not in "\n".join(lines)
    assert (told["origin"]["code"], told["origin"]["name"]) == ("P-A-01", "Công đoàn P-A-01")
    assert take(w.commune, path).unit == "P-A-01"


def test_a_receipt_speaks_for_its_own_office_alone(w: World) -> None:
    up, down = make_bundle(w.commune, w.out), make_bundle(w.commune, w.out, BASE)
    told = Acks(bundles=(up.id, down.id))
    result = take(w.commune, forged(w.base, [], COMMUNE, w.out, acks=told))
    assert result.received == (down.id,)
    states = {one["id"]: one["state"] for one in outbox(w.commune)["bundles"]}
    assert (states[up.id], states[down.id]) == ("made", "received")
    assert up.id in take(w.commune, forged(w.province, [], COMMUNE, w.out, acks=told)).received


def test_periods_are_set_from_above(w: World) -> None:
    window = {"name": "Kỳ giả", "from": "2026-10-01", "to": "2026-10-10", "due": "2026-10-20"}
    assert says(w, ("period", "2026-X-gia", "window", window)).skipped == 1
    with w.commune.step("x") as step:
        step.put("period", "2026-X-bao", "window", window, stream="down:all")
    assert take(w.base, send(w.commune, w.out, BASE)).skipped == 0
    assert w.base.get("period", "2026-X-bao", "window") == window


@pytest.mark.parametrize("unit", [COMMUNE, BASE, BASE_2])
def test_an_event_is_told_by_an_office_above(w: World, unit: str) -> None:
    rows = (("kind", "end"), ("date", "2026-10-01"), ("units", [unit]), ("members", 5))
    done = says(w, *(("event", "e1", field, value) for field, value in rows))
    assert (done.new, done.skipped) == (0, 1)
    assert all_events(w.commune) == ()


def test_an_event_of_the_commune_goes_up_and_is_nobody_elses(w: World) -> None:
    day = w.commune.clock.now().date()
    event = record_event(w.commune, "rename", day, [BASE], to=[COMMUNE])
    assert take(w.province, send(w.commune, w.out)).skipped == 0
    assert [one.id for one in all_events(w.province)] == [event]
    assert says(w, ("event", event, "members", 5)).skipped == 1
    assert says(w, ("event", event, "units", [])).skipped == 1


def test_a_thing_of_another_office_gets_no_more_fields(w: World) -> None:
    with w.commune.step("x") as step:
        step.put("activity", "a1", "title", "Thăm công nhân")
        step.put("issued_plan", "p1", "1", {"head": {"title": "Kế hoạch"}})
    assert says(w, ("activity", "a1", "people", 9), ("activity", "a2", "title", "x")).skipped == 1
    assert says(w, ("issued_plan", "p1", "2", {"head": {}})).skipped == 1


def alive(w: World) -> None:
    with w.province.step("Ngày lập") as step:
        for unit in (PROVINCE, COMMUNE, BASE, BASE_2):
            step.put("unit", unit, f"alive@{FOUNDED}", True)
    take(w.commune, send(w.province, w.out, "P-A"))


def test_units_founded_below_each_other_for_ever_stop_nobody(w: World) -> None:
    """Each page of the province walks the tree, and each level costs its import another look."""
    alive(w)
    names = [f"{n:04d}" for n in range(3 * DEEPEST)]
    with w.commune.step("x") as step:
        for unit, above in zip(names, [COMMUNE, *names], strict=False):
            step.put_fields("unit", unit, {f"parent@{FOUNDED}": above, f"alive@{FOUNDED}": True})
    result = take(w.province, send(w.commune, w.out))
    assert result.new <= DEEPEST < result.skipped
    assert totals(w.province, PERIOD, "") is not None
    tree = tree_on(w.commune, w.commune.clock.now().date())  # in whose own books all of it is
    assert {unit.id for unit in tree.walk(COMMUNE)} >= {BASE, *names}


def test_an_office_put_below_its_own_part_goes_on(w: World) -> None:
    alive(w)
    with w.province.step("x") as step:
        step.put("unit", COMMUNE, "parent@2026-10-01", BASE)
    assert take(w.commune, send(w.province, w.out, "P-A")).skipped == 0
    lock(w.base, BASE, PERIOD, A03=7)
    take(w.commune, send(w.base, w.out))
    assert totals(w.commune, PERIOD, "")["A03"].value == 7


@pytest.mark.parametrize(("kind", "key", "field", "value"), [
    ("submit", "x", "1", GOOD), ("submit", f"{PERIOD}|{BASE}", "1", GOOD),
    ("submit", RETURN, "x", GOOD), ("cell", "x", "A03", 3), ("cell", CELLS, "A03", [1]),
])  # fmt: skip
def test_what_a_lost_machine_sends_that_does_not_read_is_not_kept_to_be_seen(
    w: World, kind: str, key: str, field: str, value: Any
) -> None:
    revoke(w.commune, w.base.store_id)
    for told in ((kind, key, field, value), ("cell", CELLS, "A01", 3)):
        with w.base.step("x") as step:
            step.put(*told, stream=OFFICE)
        lines = [raw for (raw,) in w.base.rows("SELECT raw FROM op WHERE stream = 'office'")]
        with pytest.raises(BundleRefusal, match="thu hồi"):
            take(w.commune, forged(w.base, lines, COMMUNE, w.out))
        kept = [(one.kind, one.key, one.field) for one in not_counted(w.commune)]
        assert kept == ([told[:3]] if told[2] == "A01" else [])


def reworded(store: Store, **members: Any) -> bytes:
    """Return a line of an office's own chain with other members than it was written with."""
    ((raw,),) = store.rows(
        "SELECT raw FROM op WHERE store = ? AND stream = 'office' ORDER BY n DESC LIMIT 1",
        (store.store_id,),
    )
    body = load(raw)
    del body["id"]
    return make_op(body | members).raw


def test_no_reading_of_a_clock_is_so_late_that_nobody_takes_what_follows(w: World) -> None:
    """Or an office above that writes over it could send nothing more to anybody."""
    name = f"name@{FOUNDED}"
    put_cells(w.commune, COMMUNE, PERIOD, A01=1)
    line = reworded(w.commune, kind="unit", k=BASE_2, f=name, v="Tên giả", hlc=LAST_HLC)
    assert take(w.province, forged(w.commune, [line], PROVINCE, w.out)).changed == 1
    for told in ("Tên đúng", "Tên sau"):
        with w.province.step("x") as step:
            step.put("unit", BASE_2, name, told)
        assert take(w.commune, send(w.province, w.out, "P-A")).skipped == 0
        assert w.commune.get("unit", BASE_2, name) == told


def test_no_number_of_our_own_chain_leaves_no_room_behind_it(w: World) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A01=1)
    told = [
        reworded(w.commune, n=number, f=f"A{place:02d}", base=[])
        for place, number in enumerate((8, SAFE_INTEGER - 1, SAFE_INTEGER), 2)
    ]
    for lines in (told, told[::-1]):
        result = take(w.commune, forged(w.province, lines, COMMUNE, w.out, full=True))
        assert (result.status, result.skipped) == ("imported", 2)
    w.commune.close()
    w.commune = Store.open(w.commune.folder, clock=w.commune.clock)
    put_cells(w.commune, COMMUNE, PERIOD, A01=2, A05=3)
    assert examine(w.commune) == []
    assert take(w.province, send(w.commune, w.out)).status == "imported"
