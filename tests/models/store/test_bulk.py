"""Rows inserted many to a statement: all of them, or none."""

import sqlite3
from collections.abc import Iterator

import pytest

from desktop.models.store.bulk import insert_rows, inserting


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE one (name TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID")
    yield connection
    connection.close()


@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 100, 137])
def test_every_row_is_there_whatever_their_number(database: sqlite3.Connection, count: int) -> None:
    rows = [(f"{number:04}", number) for number in range(count)]
    insert_rows(database, inserting("one", 2), rows)
    assert database.execute("SELECT name, number FROM one ORDER BY name").fetchall() == rows


def test_columns_may_be_named(database: sqlite3.Connection) -> None:
    insert_rows(database, inserting("one (number, name)", 2), [(7, "a")])
    assert database.execute("SELECT * FROM one").fetchall() == [("a", 7)]


@pytest.mark.parametrize("twice", [3, 60])
def test_a_row_that_stands_takes_the_whole_transaction_back(
    database: sqlite3.Connection, twice: int
) -> None:
    database.execute("INSERT INTO one VALUES ('before', 0)")
    rows = [(f"{number:04}", number) for number in range(70)]
    rows[twice] = rows[0]
    database.execute("BEGIN")
    with pytest.raises(sqlite3.IntegrityError):
        insert_rows(database, inserting("one", 2), rows)
    assert not database.in_transaction
    assert database.execute("SELECT name FROM one").fetchall() == [("before",)]
