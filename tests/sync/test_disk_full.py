"""A full disk in the middle of importing, undoing or making a bundle changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.store.doctor import examine
from desktop.models.store.store import Store
from desktop.sync.importer import import_bundle
from desktop.sync.undo import undo_bundle
from tests.sync.offices import BASE_2, World, digest, put_cells, send, take, world

PERIOD = "2026-10"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """A small province; the commune has typed enough to need new pages anywhere."""
    made = world(tmp_path)
    for month in range(1, 13):
        values = {f"X{number:03d}": number for number in range(60)}
        put_cells(made.commune, BASE_2, f"2026-{month:02d}", **values)
    yield made
    made.close()


@contextmanager
def full(store: Store, room: int = 0) -> Iterator[None]:
    """Let the office's file grow by no more than `room` pages, as on a full disk."""
    ((pages,),) = store.rows("PRAGMA page_count")
    store.rows(f"PRAGMA max_page_count = {pages + room}")
    try:
        yield
    finally:
        store.rows("PRAGMA max_page_count = 1073741823")


def refused() -> pytest.RaisesExc[Refusal]:
    """Expect the refusal that tells of a full disk."""
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == "E_DISK_FULL")


@pytest.mark.parametrize("room", [0, 3, 20])
def test_an_import_that_finds_no_room_changes_nothing(w: World, room: int) -> None:
    path = send(w.commune, w.out)
    before = digest(w.province)
    with full(w.province, room), refused():
        import_bundle(w.province, path, backup=None)
    assert digest(w.province) == before
    assert examine(w.province) == []
    assert take(w.province, path).status == "imported"


@pytest.mark.parametrize("room", [0, 3, 20])
def test_undoing_that_finds_no_room_changes_nothing(w: World, room: int) -> None:
    result = take(w.province, send(w.commune, w.out))
    before = digest(w.province)
    with full(w.province, room), refused():
        undo_bundle(w.province, str(result.id))
    assert digest(w.province) == before
    assert examine(w.province) == []
    undo_bundle(w.province, str(result.id))
    assert examine(w.province) == []


def test_a_bundle_that_cannot_be_noted_is_not_left_behind(w: World) -> None:
    send(w.commune, w.out)
    known = sorted(w.out.rglob("*"))
    before = w.commune.rows("SELECT count(*) FROM op")
    ((pages,),) = w.commune.rows("PRAGMA freelist_count")
    assert pages == 0
    made, tries = 0, 60
    with full(w.commune), refused():
        while made < tries:  # the last page may still have room for a few
            send(w.commune, w.out)
            made += 1
    assert len(list(w.out.rglob("*.zip"))) == made + len([p for p in known if p.suffix == ".zip"])
    assert w.commune.rows("SELECT count(*) FROM op")[0][0] == before[0][0] + made
    assert examine(w.commune) == []
