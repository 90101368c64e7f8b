"""F3 whose closing is not F1's stock says which of the two is not locked, and of whom."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.formats.table import Role, Table
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.store.store import Store
from desktop.reports import f3
from tests.models.months import enter, make_commune
from tests.reports.looking import tables, unit_row

MONTH = "2026-10"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Store, dict[str, str]]]:
    store, ids = make_commune(tmp_path)
    enter(store, [ids["X-01"], ids["X-02"]], MONTH)
    yield store, ids
    store.close()


def _members(store: Store) -> Table:
    return tables(f3.build(store, MONTH))[0]


def _below(table: Table) -> list[str]:
    return [str(row.cells[0]) for row in table.rows if row.role is Role.NOTE]


def test_an_unlocked_list_is_named_where_it_differs(office: tuple[Store, dict[str, str]]) -> None:
    store, ids = office
    assert lock(store, "F3", MONTH, [ids["X-01"], ids["X-02"]]).blocked == ()
    assert not any("Chênh lệch" in said for said in _below(_members(store)))
    set_cells(store, MONTH, {(ids["X-01"], "A03"): Entry(43)})
    members = _members(store)
    row, other = unit_row(members, "X-01"), unit_row(members, "X-02")
    assert row["difference_A03"] == -3
    assert "biểu F1 chưa chốt" in row["note"]
    assert "F1" not in (other["note"] or "")
    (said,) = [said for said in _below(members) if said.startswith("Chênh lệch")]
    assert said == "Chênh lệch: CĐCS X-01. Biểu F1 chưa chốt; chốt xong thì đối chiếu lại."


def test_unlocked_movements_are_named_once(office: tuple[Store, dict[str, str]]) -> None:
    store, ids = office
    assert lock(store, "F1", MONTH, [ids["X-01"], ids["X-02"]]).blocked == ()
    assert lock(store, "F3", MONTH, [ids["X-02"]]).blocked == ()
    set_cells(store, MONTH, {(ids["X-01"], "C11"): Entry(5)})
    members = _members(store)
    assert unit_row(members, "X-01")["note"] == "chưa chốt"
    (said,) = [said for said in _below(members) if said.startswith("Chênh lệch")]
    assert said == "Chênh lệch: CĐCS X-01. Biểu F3 chưa chốt; chốt xong thì đối chiếu lại."
