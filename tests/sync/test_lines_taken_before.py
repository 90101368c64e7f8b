"""Lines that do not read, taken by an earlier program: the upgrade sets them aside.

The office then stands as if it had refused them on arrival, and whoever asks is told of them.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.models.figures.revisions import revisions
from desktop.models.store import schema
from desktop.models.store.doctor import examine
from desktop.models.store.keys import OFFICE, cell_key, return_key
from desktop.models.store.store import Store
from desktop.models.units.unit_events import all_events
from desktop.models.units.units import tree_on
from desktop.sync.refused import not_counted
from desktop.tasks.exchange.unread import unread_lines
from tests.sync.offices import BASE_2, COMMUNE, World, digest, forged, put_cells, send, take, world

PERIOD = "2026-10"
RETURN, CELLS = return_key(BASE_2, "F1", PERIOD), cell_key(BASE_2, PERIOD)
BAD: tuple[tuple[str, str, str, Any], ...] = (
    ("submit", RETURN, "x", {"values": {"A03": 1}}), ("submit", RETURN, "1", {"values": [1]}),
    ("cell", CELLS, "A03", "x"),
    ("unit", BASE_2, "alive@2026-02-31", True), ("unit", BASE_2, "name@2026-10-01", 7),
    ("assign", BASE_2, "office@", COMMUNE), ("event", "e1", "units", 7),
    ("vetted", RETURN, f"x@{COMMUNE}", {"state": "accepted"}),
    ("closing", CELLS, f"*@{COMMUNE}", {"state": "closed", "stands": {"x": 7}}),
)  # fmt: skip
HEADS = "SELECT * FROM head WHERE stream <> 'local' ORDER BY store, stream, id"
_ROW = "DELETE FROM _sqlite_migrations WHERE name = ?"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    made = world(tmp_path)
    yield made
    made.close()


@pytest.fixture
def poisoned(w: World) -> Path:
    """A bundle of the commune with good lines and all of the bad ones, before and after them."""
    put_cells(w.commune, BASE_2, PERIOD, A01=40, A03=4)
    with w.commune.step("x") as step:
        for row in BAD:
            step.put(*row, stream=OFFICE)
    put_cells(w.commune, BASE_2, PERIOD, A01=41)
    lines = [raw for (raw,) in w.commune.rows(
        "SELECT raw FROM op WHERE store = ? AND stream = ? ORDER BY n",
        (w.commune.store_id, OFFICE))]  # fmt: skip
    return forged(w.commune, lines, w.province.own_unit, w.out)


def earlier(monkeypatch: pytest.MonkeyPatch, office: Store, bundle: Path) -> Path:
    """Import with a program to which everything reads; return the folder of a file of its age."""
    folder = office.folder.with_name("trước")
    shutil.copytree(office.folder, folder)
    with monkeypatch.context() as then:
        for module in ("absorb", "ownership"):
            then.setattr(f"desktop.sync.{module}.is_readable", lambda _op: True)
        then.setattr("desktop.sync.absorb.all_read", lambda _ops: True)
        with Store.open(folder, clock=office.clock) as store:
            assert take(store, bundle).skipped == 0
    age(folder)
    return folder


def age(folder: Path, *more: str) -> None:
    """Make a file one as it was before the newest migration, and do some more to it."""
    connection = sqlite3.connect(folder / "office.db")
    connection.execute(_ROW, (schema.MIGRATIONS[-1].name,))
    connection.execute(f"PRAGMA user_version = {schema.MIGRATIONS[-2].version}")
    for statement in more:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_poisoned_book_opens_as_if_the_lines_had_been_refused(
    w: World, poisoned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = earlier(monkeypatch, w.province, poisoned)
    assert take(w.province, poisoned).skipped > 0
    with Store.open(folder, clock=w.province.clock) as store:
        assert digest(store) == digest(w.province)
        assert store.rows(HEADS) == w.province.rows(HEADS)
        assert examine(store) == []
        told = {(one.kind, one.field, one.reason) for one in not_counted(store)}
        assert told == {(one.kind, one.field, one.reason) for one in not_counted(w.province)}
        assert {(kind, field) for kind, field, _reason in told} == {(a, c) for a, _b, c, _d in BAD}
        assert store.get("cell", CELLS, "A01") == 41
        assert store.get("cell", CELLS, "A03") == 4
        assert revisions(store, PERIOD) == {}
        all_events(store)
        tree_on(store, w.province.clock.now().date())
        told_lines = unread_lines(store)
        assert len(told_lines) == len(BAD)
        assert all("P-A" in line for line in told_lines)
        send(store, w.out, COMMUNE)
        assert take(store, send(w.commune, w.out)).status == "imported"


def test_what_waits_is_done_at_the_next_opening(
    w: World, poisoned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = earlier(monkeypatch, w.province, poisoned)
    with monkeypatch.context() as cut:
        cut.setattr("desktop.models.store.upgrade.Fold.rebuild", lambda _fold: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Store.open(folder)
    with Store.open(folder) as store:
        assert len(not_counted(store)) == len(BAD)
        assert examine(store) == []


def test_a_damaged_line_is_left_to_the_doctor(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A01=40)
    w.province.close()
    with Store.open(w.province.folder, clock=w.province.clock) as store:
        take(store, send(w.commune, w.out))
    age(w.province.folder, "UPDATE op SET raw = x'7b' WHERE bundle IS NOT NULL AND kind = 'cell'")
    with Store.open(w.province.folder) as store:
        assert len(examine(store)) > 0
        assert not_counted(store) == []
