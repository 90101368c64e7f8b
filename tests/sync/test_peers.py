"""Two PCs of one office, and the whole of an office in one bundle."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.store.digest import digest
from desktop.models.store.doctor import examine
from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.store import Store
from desktop.sync.importer import preview_bundle
from desktop.sync.inspect import explain, inspect_bundle
from desktop.sync.messages import BundleRefusal
from desktop.sync.peers import make_full_save, make_peer_bundle
from desktop.sync.records import made
from desktop.sync.revocation import revoke
from tests.sync.offices import (
    BASE,
    COMMUNE,
    World,
    enrol,
    lock,
    office,
    put_cells,
    send,
    take,
    world,
)

PERIOD = "2026-10"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    built = world(tmp_path)
    yield built
    built.close()


@pytest.fixture
def second(w: World, tmp_path: Path) -> Iterator[Store]:
    """A second PC of the commune, enrolled by the province; the first knows of it."""
    store = office(tmp_path, "commune-2", 9, COMMUNE)
    enrol(w.province, store, "P-A", tmp_path)
    take(w.commune, send(w.province, w.out, "P-A"))
    swap(w.commune, store, w.out)
    yield store
    store.close()


def figure(store: Store, unit: str, code: str = "A03") -> object:
    return store.get("cell", cell_key(unit, PERIOD), code)


def swap(one: Store, other: Store, out: Path) -> None:
    for giver, taker in ((one, other), (other, one)):
        result = take(taker, make_peer_bundle(giver, out).path)
        assert (result.skipped, [w for w in result.warnings if "Thiếu" in w]) == (0, [])


def test_what_each_types_and_receives_reaches_the_other(w: World, second: Store) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    put_cells(second, COMMUNE, PERIOD, A04=2)
    lock(w.base, BASE, PERIOD, A03=7)
    take(second, send(w.base, w.out))
    swap(w.commune, second, w.out)
    for store in (w.commune, second):
        assert (figure(store, COMMUNE), figure(store, COMMUNE, "A04")) == (1, 2)
        assert store.get("submit", return_key(BASE, "F1", PERIOD), "1")["values"] == {"A03": 7}
        assert examine(store) == []
    assert digest(w.commune)["digest"] == digest(second)["digest"]


def test_a_preview_tells_what_the_bundle_brings_whoever_wins(w: World, second: Store) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    put_cells(second, COMMUNE, PERIOD, A03=2)  # the later clock: in use on both
    cell = ("cell", cell_key(COMMUNE, PERIOD), "A03")
    told = []
    for giver, taker in ((w.commune, second), (second, w.commune)):
        seen = preview_bundle(taker, make_peer_bundle(giver, w.out).path)
        (change,) = [one for one in seen.differences if one.register == cell]
        assert change.conflict
        told.append((change.before, change.after, change.beaten))
    assert sorted(told, key=str) == [(1, 2, None), (2, 2, 1)]


def test_different_values_of_one_cell_are_told_on_both(w: World, second: Store) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    put_cells(second, COMMUNE, PERIOD, A03=2)
    swap(w.commune, second, w.out)
    assert len(w.commune.conflicts()) == len(second.conflicts()) == 1
    assert figure(w.commune, COMMUNE) == figure(second, COMMUNE)


def test_a_bundle_holds_what_the_other_has_not_acknowledged(w: World, second: Store) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    lost = make_peer_bundle(w.commune, w.out)
    put_cells(w.commune, COMMUNE, PERIOD, A03=2)
    swap(w.commune, second, w.out)
    put_cells(w.commune, COMMUNE, PERIOD, A03=3)
    small = make_peer_bundle(w.commune, w.out)
    assert small.counts["ops"] <= lost.counts["ops"]  # A03 = 1 and 2 are known over there
    take(second, small.path)
    take(second, lost.path)
    assert figure(second, COMMUNE) == 3
    take(w.commune, make_peer_bundle(second, w.out).path)
    assert [one.received is not None for one in made(w.commune) if one.id == small.id] == [True]
    assert make_peer_bundle(w.commune, w.out, full=True).counts["ops"] > small.counts["ops"]


def test_a_third_pc_loses_nothing(w: World, second: Store, tmp_path: Path) -> None:
    swap(w.commune, second, w.out)
    put_cells(w.commune, COMMUNE, PERIOD, A03=5)
    swap(w.commune, second, w.out)
    third = office(tmp_path, "commune-3", 10, COMMUNE)
    enrol(w.province, third, "P-A", tmp_path)
    take(w.commune, send(w.province, w.out, "P-A"))
    take(third, make_peer_bundle(w.commune, w.out).path)
    assert figure(third, COMMUNE) == 5
    third.close()


def test_the_upper_level_gets_the_work_of_both_from_either(w: World, second: Store) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    put_cells(second, COMMUNE, PERIOD, A04=2)
    take(second, make_peer_bundle(w.commune, w.out).path)
    assert take(w.province, send(second, w.out)).skipped == 0
    assert (figure(w.province, COMMUNE), figure(w.province, COMMUNE, "A04")) == (1, 2)


def test_the_order_of_the_bundles_does_not_matter(w: World, second: Store, tmp_path: Path) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    bundles = [make_peer_bundle(w.commune, w.out).path]
    lock(w.base, BASE, PERIOD, A03=7)
    bundles.append(send(w.base, w.out))
    take(w.commune, bundles[-1])
    put_cells(w.commune, COMMUNE, PERIOD, A03=2)
    bundles.append(make_peer_bundle(w.commune, w.out).path)
    digests = set()
    for number, order in enumerate(itertools.permutations(bundles)):
        copy = _copy_of(second, tmp_path / f"copy{number}")
        for path in (*order, order[0]):
            take(copy, path)
        digests.add(digest(copy)["digest"])
        copy.close()
    assert len(digests) == 1


def _copy_of(store: Store, folder: Path) -> Store:
    import shutil

    store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(store.folder, folder, ignore=shutil.ignore_patterns("office.lock"))
    return Store.open(folder, clock=store.clock)


def test_an_office_with_one_pc_has_nobody_to_share_with(w: World) -> None:
    with pytest.raises(BundleRefusal) as refused:
        make_peer_bundle(w.commune, w.out)
    assert refused.value.code == "E_NO_PEER"


def test_nobody_else_takes_a_bundle_between_pcs(w: World, second: Store) -> None:
    path = make_peer_bundle(w.commune, w.out).path
    for store in (w.province, w.base, w.other):
        with pytest.raises(BundleRefusal) as refused:
            take(store, path)
        assert refused.value.code in ("E_AUDIENCE", "E_UNKNOWN_SENDER")


def test_the_whole_of_an_office_brings_a_new_pc_up_to_date(w: World, tmp_path: Path) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    lock(w.base, BASE, PERIOD, A03=7)
    take(w.commune, send(w.base, w.out))
    saved = make_full_save(w.commune, w.out)
    assert saved.path.name.startswith("CDX_P-A_saoluu_")
    new = office(tmp_path, "commune-2", 9, COMMUNE)
    with pytest.raises(BundleRefusal) as refused:
        take(new, saved.path)
    assert refused.value.code == "E_UNKNOWN_SENDER"
    enrol(w.province, new, "P-A", tmp_path)
    result = take(new, saved.path)
    assert (result.status, result.skipped) == ("imported", 0)
    assert figure(new, COMMUNE) == 1
    assert new.get("submit", return_key(BASE, "F1", PERIOD), "1")["values"] == {"A03": 7}
    told = inspect_bundle(saved.path, lambda _key: None)
    assert "gói đầy đủ" in explain(told)
    new.close()


def test_the_save_of_a_revoked_pc_holds_what_was_known_before(w: World, tmp_path: Path) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    take(w.province, send(w.commune, w.out))
    saved = make_full_save(w.commune, w.out)
    put_cells(w.commune, COMMUNE, PERIOD, A03=2)
    later = make_full_save(w.commune, w.out)
    revoke(w.province, "P-A")
    new = office(tmp_path, "commune-2", 9, COMMUNE)
    enrol(w.province, new, "P-A", tmp_path)
    assert take(new, saved.path).status == "imported"
    assert figure(new, COMMUNE) == 1
    with pytest.raises(BundleRefusal) as refused:
        take(new, later.path)
    assert refused.value.code == "E_OWN_ENDED"
    new.close()
