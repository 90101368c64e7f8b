"""A union's figures came unsigned first; then it is enrolled and signs them itself."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.sync import selection
from desktop.sync.conflicts import disagreements, resolve
from desktop.sync.enrol import accept, grant, request
from desktop.sync.export import make_unsigned
from desktop.sync.unverified import import_unverified
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    World,
    lock,
    office,
    put_cells,
    send,
    take,
    world,
)
from tests.sync.test_unverified import OWN, PERIOD, marked

RETURN = return_key(BASE_2, "F1", PERIOD)
CELL = cell_key(BASE_2, PERIOD)


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    made = world(tmp_path)
    yield made
    made.close()


@pytest.fixture
def small(w: World, tmp_path: Path) -> Iterator[Store]:
    """A base union that sent October unsigned; the commune took it."""
    with office(tmp_path, "small", 12, OWN) as store:
        with store.step("Lập sổ") as step:
            step.put_fields("unit", OWN, {"name@2026-11-02": "CĐCS Nhỏ", "code@2026-11-02": "~N",
                                          "kind": "CDCS", "parent@2026-11-02": None})  # fmt: skip
        put_cells(store, OWN, PERIOD, A03=12)
        lock(store, OWN, PERIOD, A03=12)
        w.commune.clock.jump_to(date(2026, 11, 3))  # type: ignore[attr-defined]
        import_unverified(w.commune, make_unsigned(store, w.out).path, "P-A-02")
        take(w.province, send(w.commune, w.out))
        yield store


def enrol(w: World, store: Store, since: date | None = None) -> None:
    request(store, w.folder / "xin.json")
    accept(store, grant(w.commune, w.folder / "xin.json", "P-A-02", w.folder / "phép.zip",
                        since=since).bundle.path)  # fmt: skip


def no_doubt(*stores: Store) -> bool:
    """Tell whether nothing is disputed, rejected or marked anywhere."""
    rejected = [store.rows("SELECT reason FROM rejected") for store in stores]
    return not any([*(s.conflicts() for s in stores), *rejected, *(marked(s) for s in stores)])


def test_the_signed_word_counts_everywhere_and_the_mark_goes(w: World, small: Store) -> None:
    enrol(w, small)
    assert small.conflicts() == []
    result = take(w.commune, send(small, w.out))
    assert (result.skipped, result.conflicts) == (0, 0)
    take(w.province, send(w.commune, w.out))
    for store in (w.commune, w.province):
        body = store.get("submit", RETURN, "1")
        assert (body["values"], "unverified" in body) == ({"A03": 12}, False)
    assert no_doubt(small, w.commune, w.province)
    history = (
        "SELECT count(*) FROM op WHERE kind = 'submit' AND instr(CAST(raw AS TEXT), 'unverified')"
    )
    assert w.province.rows(history) == [(1,)]  # what was taken first is still to be read


def test_what_the_union_corrected_meanwhile_is_its_word(w: World, small: Store) -> None:
    put_cells(small, OWN, PERIOD, A03=13)
    lock(small, OWN, PERIOD, 1, A03=13)
    enrol(w, small)
    take(w.commune, send(small, w.out))
    take(w.province, send(w.commune, w.out))
    for store in (w.commune, w.province):
        assert store.get("submit", RETURN, "1")["values"] == {"A03": 13}
        assert store.get("cell", CELL, "A03") == 13
    assert no_doubt(small, w.commune, w.province)


def test_an_unsigned_return_is_no_word_on_whose_the_period_is(w: World, small: Store) -> None:
    enrol(w, small)
    assert Scope.of(w.commune).owner(BASE_2, date(2026, 10, 31)) == BASE_2


def test_a_day_given_to_a_union_that_is_enrolled_already_is_heeded(w: World, small: Store) -> None:
    enrol(w, small, since=date(2026, 11, 1))
    take(w.commune, send(small, w.out))
    reasons = {reason for (reason,) in w.commune.rows("SELECT reason FROM rejected")}
    assert reasons == {"số liệu kỳ này thuộc quyền của đơn vị khác"}
    enrol(w, small)  # without a day it stays as it is
    assert Scope.of(w.commune).owner(BASE_2, date(2026, 10, 31)) == COMMUNE
    enrol(w, small, since=date(2026, 10, 1))
    assert w.commune.rows("SELECT reason FROM rejected") == []
    take(w.commune, send(small, w.out))
    assert no_doubt(small, w.commune)
    assert w.commune.get("submit", RETURN, "1")["values"] == {"A03": 12}


def test_what_the_commune_locked_itself_stays_the_communes(w: World, small: Store) -> None:
    lock(w.commune, BASE_2, PERIOD, 2, A03=12)
    enrol(w, small)
    assert Scope.of(w.commune).owner(BASE_2, date(2026, 10, 31)) == COMMUNE
    assert Scope.of(w.commune).owner(BASE_2, date(2026, 11, 30)) == BASE_2


def test_an_office_enrolled_long_ago_settles_it_with_the_next_bundle(
    w: World, small: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a grant that told the union nothing of it; the entry was written last, and wins."""
    assert small.leaves("submit", return_key(OWN, "F1", PERIOD), "1")[0].hlc < (
        w.commune.leaves("submit", RETURN, "1")[0].hlc
    )
    with monkeypatch.context() as before:
        before.setattr(selection, "_figures_of_others", lambda *_all: [])
        enrol(w, small)
    take(w.commune, send(small, w.out))
    assert ("submit", RETURN, "1") in w.commune.conflicts()
    result = take(small, send(w.commune, w.out, "P-A-02"))
    assert (small.conflicts(), result.conflicts) == ([], 0)
    take(w.commune, send(small, w.out))
    assert no_doubt(small, w.commune)
    assert w.commune.get("submit", RETURN, "1")["values"] == {"A03": 12}


def test_what_the_office_above_typed_is_shown_to_the_owner_who_chooses(w: World) -> None:
    with office(w.folder, "nhỏ", 13, BASE_2) as store:
        put_cells(store, BASE_2, "2026-11", A03=5, A04=1)
        put_cells(w.commune, BASE_2, "2026-11", A03=6, A06=2)
        enrol(w, store)
        (one,) = disagreements(store)
        assert (one.objection, {side.value for side in one.sides}) == ("", {5, 6})
        assert store.get("cell", cell_key(BASE_2, "2026-11"), "A06") == 2
        (own,) = (side for side in one.sides if side.ours)
        resolve(store, one, own.op)
        take(w.commune, send(store, w.out))
        assert w.commune.conflicts() == []
        assert w.commune.get("cell", cell_key(BASE_2, "2026-11"), "A03") == 5


def test_two_machines_of_a_union_see_what_is_disputed_above(w: World) -> None:
    with office(w.folder, "máy hai", 14, BASE) as second:
        request(second, w.folder / "hai.json")
        given = grant(w.commune, w.folder / "hai.json", "P-A-01", w.folder / "hai.zip")
        accept(second, given.bundle.path)
        for store, value in ((w.base, 21), (second, 22)):
            put_cells(store, BASE, PERIOD, A01=value)
            take(w.commune, send(store, w.out))
        assert [one.objection != "" for one in disagreements(w.commune)] == [True]
        take(w.base, send(w.commune, w.out, "P-A-01"))
        (one,) = disagreements(w.base)
        resolve(w.base, one, one.sides[0].op)
        take(w.commune, send(w.base, w.out))
        assert w.commune.conflicts() == []
