"""An older office file is brought to the present schema, backed up first, and loses nothing."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from desktop.models.store import schema
from desktop.models.store.backup import verify
from desktop.models.store.digest import digest
from desktop.models.store.doctor import examine
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.store.upgrade import backup_before
from tests.cli.crashing import NEWER, PRESENT, newer_schema
from tests.models.offices import commune


@pytest.fixture
def older(tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """An office of today's schema and its digest; the tests open it with a later one."""
    store, _ids = commune(tmp_path / "sổ")
    with store:
        return store.folder, digest(store)


def version(folder: Path) -> int:
    connection = sqlite3.connect(folder / "office.db")
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def test_a_new_file_has_the_newest_version_and_opens_without_a_backup(
    older: tuple[Path, dict[str, Any]],
) -> None:
    folder, _known = older
    assert version(folder) == schema.newest()
    Store.open(folder).close()
    assert list((folder / "backups").iterdir()) == []


@pytest.mark.parametrize("reading", [False, True])
def test_opening_migrates_folds_again_and_keeps_a_backup(
    older: tuple[Path, dict[str, Any]], reading: bool
) -> None:
    folder, known = older
    with newer_schema():
        with Reader.open_reader(folder) if reading else Store.open(folder) as office:
            assert digest(office) == known
            assert examine(office) == []
            assert office.meta(schema.REFOLD) is None
        assert version(folder) == NEWER[-1].version
        assert verify(backup_before(folder, PRESENT)) == []


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    older: tuple[Path, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, known = older

    def fail(db: Any) -> None:
        db.execute("DROP TABLE leaf")
        raise sqlite3.OperationalError("no")

    broken = schema.Migration("0999_broken", 1999, fail)
    with monkeypatch.context() as later:
        later.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
        with pytest.raises(sqlite3.OperationalError):
            Store.open(folder)
    assert version(folder) == schema.newest()
    with Store.open(folder) as store:
        assert digest(store) == known


def test_a_rebuilding_that_was_cut_off_is_done_at_the_next_opening(
    older: tuple[Path, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, known = older
    with newer_schema():
        with monkeypatch.context() as cut:
            cut.setattr("desktop.models.store.upgrade.Fold.rebuild", lambda _fold: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                Store.open(folder)
        assert version(folder) == NEWER[-1].version
        with Store.open(folder) as store:
            assert digest(store) == known
            assert examine(store) == []


def test_a_file_of_the_first_schema_opens_with_all_it_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as first:
        first.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        store, _ids = commune(tmp_path / "sổ")
        with store:
            known = digest(store)
        assert version(store.folder) == 1000
    with Store.open(store.folder) as office:
        assert digest(office) == known
        assert examine(office) == []
        (plan,) = office.rows("EXPLAIN QUERY PLAN SELECT kind FROM op WHERE bundle = ?", ("x",))
        assert "op_bundle" in plan[3]
        today, _ids = commune(tmp_path / "sổ mới")
        with today:
            assert _names(office) == _names(today)
    assert verify(backup_before(store.folder, 1000)) == []


def _names(reader: Reader) -> list[tuple[Any, ...]]:
    return reader.rows("SELECT type, name, tbl_name FROM sqlite_master ORDER BY 1, 2, 3")


@pytest.mark.parametrize("known", ["id = ?1", "store = 'x' AND id = ?1"])
def test_an_operation_is_found_without_reading_the_journal(
    older: tuple[Path, dict[str, Any]], known: str
) -> None:
    folder, _known = older
    with Store.open(folder) as store:
        ((op,),) = store.rows("SELECT id FROM op LIMIT 1")
        assert store.rows("SELECT id FROM op WHERE id = ?", (op,)) == [(op,)]
        (plan,) = store.rows(f"EXPLAIN QUERY PLAN SELECT raw FROM op WHERE {known}", (op,))
        assert "SEARCH op USING INDEX op_id" in plan[3]


def test_no_operation_is_kept_twice(older: tuple[Path, dict[str, Any]]) -> None:
    folder, _known = older
    with Store.open(folder) as store, pytest.raises(sqlite3.IntegrityError), store.step("x"):
        store._execute(
            "INSERT INTO op SELECT NULL, id, store, stream, n, step, kind, key, field,"
            " accepted_at, bundle, raw FROM op LIMIT 1"
        )


def test_quick_check_knows_every_table_with_rows_in_it(tmp_path: Path) -> None:
    """SQLite 3.40 tells faults of tables whose columns stand in another order than their key."""
    connection = sqlite3.connect(":memory:")
    schema.migrate(connection)
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        filled = {"INTEGER": "9", "BLOB": "x'00'"}
        values = ["'done'" if one[1] == "state" else filled.get(one[2], "'x'") for one in columns]
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join(values)})")
    assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
