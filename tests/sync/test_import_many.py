"""Importing much and often: one backup for a batch, one look for a bundle, the same result."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from desktop.models.store.held import Name, held_ids, held_ops
from desktop.models.store.ops import Op, load, make_op, read_op
from desktop.models.units.scope import Scope
from desktop.sync.chains import chain, is_whole, rejected_links
from desktop.tasks.exchange.receive import receive
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


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    made = world(tmp_path)
    yield made
    made.close()


def test_one_backup_from_before_serves_a_whole_batch(w: World) -> None:
    for store, unit in ((w.commune, COMMUNE), (w.other, OTHER)):
        put_cells(store, unit, "2026-10", **{f"A{n}": n for n in range(60)})
    files = [send(w.commune, w.out), send(w.other, w.out)]
    backups = w.province.folder / "backups"
    before = set(backups.iterdir()) if backups.exists() else set()
    assert [one.status for one in receive(w.province, files)] == ["imported", "imported"]
    (made,) = set(backups.iterdir()) - before
    assert made.name.startswith("truoc-khi-nhap-")


def test_what_a_step_took_back_is_not_remembered(w: World) -> None:
    field = "name@2026-01-01"
    known = Scope.of(w.province).label(COMMUNE)
    with w.province.step("thử", rehearse=True) as step:
        assert Scope.of(w.province).label(COMMUNE) == known
        step.put("unit", COMMUNE, field, "Tên khác")
        assert Scope.of(w.province).label(COMMUNE) == "Tên khác"
    assert Scope.of(w.province).label(COMMUNE) == known


def test_what_a_failed_step_wrote_is_not_remembered(w: World) -> None:
    known = Scope.of(w.province).label(COMMUNE)

    def fail() -> None:
        with w.province.step("thử") as step:
            step.put("unit", COMMUNE, "name@2026-01-01", "Tên khác")
            assert Scope.of(w.province).label(COMMUNE) == "Tên khác"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert Scope.of(w.province).label(COMMUNE) == known


def test_a_chain_known_by_its_end_is_one_without_gap_or_fork(w: World) -> None:
    put_cells(w.commune, BASE_2, "2026-10", A03=1, A04=2, A05=3)
    take(w.province, send(w.commune, w.out))
    store, stream = w.commune.store_id, "office"
    assert len(w.province.rows("SELECT id FROM head WHERE store = ?", (store,))) == 1
    last = chain(w.province, store, stream).links[-1]
    assert is_whole(w.province, store, stream, [last.id])
    assert not is_whole(w.province, store, stream, ["f" * 64])
    assert not is_whole(w.province, "nobody", stream)
    body = _following(read_op(last.raw), last.id, last.n + 1)
    _taken(w, body)
    assert is_whole(w.province, store, stream, [last.id, body.id])
    fork = _following(read_op(last.raw), last.id, last.n + 1, value=9)
    _taken(w, fork)
    assert not is_whole(w.province, store, stream)
    assert len(chain(w.province, store, stream).heads()) == 2


def test_a_chain_with_a_gap_is_looked_at(w: World) -> None:
    put_cells(w.commune, BASE_2, "2026-10", A03=1)
    take(w.province, send(w.commune, w.out))
    store = w.commune.store_id
    last = chain(w.province, store, "office").links[-1]
    _taken(w, _following(read_op(last.raw), "e" * 64, last.n + 2))
    assert not is_whole(w.province, store, "office")


def test_thousands_are_asked_for_at_once(w: World) -> None:
    held = [Name(*row) for row in w.province.rows("SELECT store, id FROM op")]
    strange = [Name(held[0].store, f"{n:064x}") for n in range(12_000)]
    assert held_ids(w.province.rows, [*strange, *held]) == {one.id for one in held}
    elsewhere = [Name("nobody", one.id) for one in held]
    assert held_ids(w.province.rows, elsewhere) == set()
    assert held_ids(w.province.rows, []) == set()


def test_only_what_the_journal_may_have_of_a_chain_is_looked_for(w: World) -> None:
    put_cells(w.commune, BASE_2, "2026-10", A03=1, A04=2, A05=3)
    take(w.province, send(w.commune, w.out))
    held = [read_op(raw) for (raw,) in w.province.rows("SELECT raw FROM op ORDER BY n")]
    last = [op for op in held if op.store == w.commune.store_id and op.stream == "office"][-1]
    fork = _following(last, held[0].id, last.n, value=9)
    new = [_following(last, last.id, last.n + 1 + n) for n in range(3)]
    asked: list[str] = []

    def ask(query: str, parameters: Sequence[Any]) -> Iterable[tuple[Any, ...]]:
        asked.extend(str(one) for one in parameters)
        return w.province.rows(query, parameters)

    assert held_ops(ask, [*held, fork, *new]) == {op.id for op in held}
    looked_for = " ".join(asked)
    assert fork.id in looked_for
    assert [op.id for op in new if op.id in looked_for] == []


def _following(op: Op, prev: str, number: int, value: int = 5) -> Op:
    return make_op({
        "base": [], "f": "A09", "hlc": op.hlc, "k": f"2026-10|{BASE}", "kind": "cell", "n": number,
        "pack": "core@1", "prev": prev, "role": "office", "step": "s", "store": op.store,
        "stream": op.stream, "v": value, "wall": "2026-11-02T08:00:00", "who": "p",
    })  # fmt: skip


def _taken(w: World, op: Op) -> None:
    with w.province.step("Nhận") as step:
        step.take([op], "gói")


def test_rejected_lines_are_looked_through_once_however_many_chains_a_bundle_tells_of(
    w: World,
) -> None:
    put_cells(w.commune, COMMUNE, "2026-10", A03=1)
    asked = list[int]()
    for count in (2, 60):
        last = read_op(w.commune.rows("SELECT raw FROM op WHERE kind = 'cell'")[0][0])
        body = load(_following(last, "e" * 64, count).raw)
        del body["id"]
        lines = [make_op({**body, "stream": f"down:{n}\t"}).raw for n in range(count)]
        looks: list[str] = []
        w.province._db.set_trace_callback(looks.append)
        assert take(w.province, forged(w.commune, lines, PROVINCE, w.out)).skipped == 1
        w.province._db.set_trace_callback(None)
        asked.append(sum("FROM rejected" in look and "json_extract" in look for look in looks))
        names = [(last.store, f"down:{n}\t") for n in range(count)]
        found = rejected_links(w.province, [*names, ("nobody", "office")])
        assert sorted(found) == sorted(names)
        for store, stream in names:
            assert chain(w.province, store, stream, found) == chain(w.province, store, stream)
    assert asked[0] == asked[1]
