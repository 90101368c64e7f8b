"""Whose lines are taken: an office writes for its own, passes on what is below, and no more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.ops import seal
from desktop.models.store.store import Store
from desktop.sync.export import make_bundle
from desktop.sync.importer import preview_bundle
from tests.sync.building import op_body
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    OTHER,
    PROVINCE,
    World,
    forged,
    put_cells,
    send,
    take,
    world,
)

PERIOD = "2026-10"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """A small province, everybody enrolled."""
    made = world(tmp_path)
    yield made
    made.close()


def test_siblings_figures_never_go_down(w: World) -> None:
    put_cells(w.other, OTHER, PERIOD, A03=7)
    take(w.province, send(w.other, w.out))
    take(w.commune, send(w.province, w.out, "P-A", full=True))
    assert w.commune.get("cell", cell_key(OTHER, PERIOD), "A03") is None


def test_figures_of_another_unit_are_kept_as_rejected(w: World) -> None:
    put_cells(w.commune, OTHER, PERIOD, A03=999)
    put_cells(w.commune, BASE_2, PERIOD, A03=5)
    result = take(w.province, send(w.commune, w.out))
    assert result.skipped == 1
    assert result.rejected[0][:3] == ("cell", cell_key(OTHER, PERIOD), "A03")
    assert any("không được tính vì" in warning for warning in result.warnings)
    assert w.province.get("cell", cell_key(OTHER, PERIOD), "A03") is None
    assert w.province.get("cell", cell_key(BASE_2, PERIOD), "A03") == 5
    assert w.province.rows("SELECT count(*) FROM rejected") == [(1,)]


def test_rejected_operations_are_acknowledged_and_never_sent_again(w: World) -> None:
    put_cells(w.commune, OTHER, PERIOD, A03=999)
    take(w.province, send(w.commune, w.out))
    take(w.commune, send(w.province, w.out, "P-A"))
    assert make_bundle(w.commune, w.out).counts["ops"] == 0


def test_a_commune_cannot_write_for_a_base_union_that_has_its_own_office(w: World) -> None:
    put_cells(w.commune, BASE, PERIOD, A03=1)
    assert take(w.province, send(w.commune, w.out)).skipped == 1


def test_a_base_union_cannot_accept_its_own_return_or_write_its_register(w: World) -> None:
    with w.base.step("x") as step:
        step.put("review", return_key(BASE, "F1", PERIOD), "1", {"state": "accepted"})
        step.put("unit", BASE, "name@2026-01-01", "Đơn vị khác")
        step.put("enrol", "another-store", "unit", BASE)
        step.put("assign", BASE_2, "office@2026-01-01", BASE)
        step.put("alias", BASE_2, "unit", BASE)
    result = take(w.commune, send(w.base, w.out))
    assert (result.skipped, len(result.rejected)) == (4, 5)  # whose office is whose is one thing
    assert w.commune.get("unit", BASE, "name@2026-01-01") is None


def test_nobody_writes_downwards_through_an_upward_bundle(w: World) -> None:
    with w.base.step("x") as step:
        step.put("target", f"{BASE}|2027", "A03", 1, stream="down:all")
    put_cells(w.base, BASE, PERIOD, A03=1)
    assert take(w.commune, send(w.base, w.out)).skipped == 0
    assert w.commune.get("target", f"{BASE}|2027", "A03") is None


def test_the_figures_of_an_office_cannot_be_changed_from_above(w: World) -> None:
    put_cells(w.base, BASE, PERIOD, A03=42)
    take(w.commune, send(w.base, w.out))
    with w.commune.step("x") as step:
        step.put("cell", cell_key(BASE, PERIOD), "A03", 1, stream="down:all")
    result = take(w.base, send(w.commune, w.out, "P-A-01"))
    assert result.skipped == 1
    assert w.base.get("cell", cell_key(BASE, PERIOD), "A03") == 42


def lines_of(store: Store, kind: str) -> list[bytes]:
    """Return the raw lines of a kind an office wrote itself."""
    query = "SELECT raw FROM op WHERE kind = ? AND store = ? ORDER BY n"
    return [raw for (raw,) in store.rows(query, (kind, store.store_id))]


def test_an_office_cannot_pass_on_the_lines_of_an_office_beside_it(w: World) -> None:
    put_cells(w.other, OTHER, PERIOD, A03=7)
    path = forged(w.commune, lines_of(w.other, "cell"), PROVINCE, w.out)
    result = take(w.province, path)
    assert result.skipped == 1
    assert w.province.get("cell", cell_key(OTHER, PERIOD), "A03") is None
    genuine = take(w.province, send(w.other, w.out))
    assert genuine.skipped == 0
    assert w.province.get("cell", cell_key(OTHER, PERIOD), "A03") == 7


def test_lines_of_a_store_nobody_enrolled_are_kept_outside(w: World) -> None:
    _id, line = seal(op_body(store="nobody", k=cell_key(BASE_2, PERIOD), f="A03"))
    result = take(w.province, forged(w.commune, [line], PROVINCE, w.out))
    assert (result.skipped, result.new) == (1, 0)


def test_down_lines_do_not_go_up_and_figures_do_not_go_down(w: World) -> None:
    with w.commune.step("x") as step:
        step.put("activity", "a1", "title", "Xuống", stream="down:all")
        step.put("activity", "a2", "title", "Trong nhà")
    down_line, office_line = lines_of(w.commune, "activity")
    up = take(w.province, forged(w.commune, [down_line], PROVINCE, w.out))
    assert (up.skipped, up.new) == (1, 0)
    down = take(w.base, forged(w.commune, [office_line, down_line], BASE, w.out))
    assert (down.skipped, down.new) == (1, 1)
    assert w.base.get("activity", "a1", "title") == "Xuống"


def test_what_came_too_early_lights_up_when_the_register_follows(w: World) -> None:
    new = "018e0000-0000-7000-8000-00000000000a"
    put_cells(w.commune, new, PERIOD, A03=9)
    assert take(w.province, send(w.commune, w.out)).skipped == 1
    with w.commune.step("Thành lập") as step:
        step.put_fields("unit", new, {"name@2026-10-01": "CĐCS mới", "parent@2026-10-01": COMMUNE})
    result = take(w.province, send(w.commune, w.out))
    assert result.skipped == 0
    assert w.province.get("cell", cell_key(new, PERIOD), "A03") == 9
    assert w.province.rows("SELECT count(*) FROM rejected") == [(0,)]


def test_what_was_rejected_and_acknowledged_lights_up_later_too(w: World) -> None:
    new = "018e0000-0000-7000-8000-00000000000a"
    put_cells(w.commune, new, PERIOD, A03=9)
    take(w.province, send(w.commune, w.out))
    take(w.commune, send(w.province, w.out, "P-A"))  # so it is never sent again
    with w.commune.step("Thành lập") as step:
        step.put_fields("unit", new, {"name@2026-10-01": "CĐCS mới", "parent@2026-10-01": COMMUNE})
    path = send(w.commune, w.out)
    assert preview_bundle(w.province, path).new == 2  # the figure and the unit
    take(w.province, path)
    assert w.province.get("cell", cell_key(new, PERIOD), "A03") == 9
    assert w.province.rows("SELECT count(*) FROM rejected") == [(0,)]
