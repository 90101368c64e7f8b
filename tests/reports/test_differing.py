"""F3 whose closing is not F1's stock says which of the two is not locked, and of whom."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from desktop.formats.table import Role, Table
from desktop.models.clock import SteppingClock
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.returns.verdicts import accept
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.store import Store
from desktop.reports import f3
from tests.models.months import CLEAN, enter, lock_month, make_commune
from tests.reports.looking import tables, unit_row

MONTH, LATER = "2026-10", "2026-11"


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


def test_an_opening_that_changed_after_the_month_was_locked_is_named(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, ids = office
    units = [ids["X-01"], ids["X-02"]]
    lock_month(store, units, MONTH)
    accept(store, "F1", MONTH, "X-01")
    cast("SteppingClock", store.clock).jump_to(date(2026, 12, 3))
    stocks = ("A01", "A01N", "A03", "A03N")  # as many as the month before closed with
    flows = {(unit, code): Entry(0) for unit in units for code in ("C11", "C11N")}
    set_cells(store, LATER, flows | {
        (unit, code): Entry(CLEAN[code]) for unit in units for code in stocks
    })  # fmt: skip
    lock_month(store, units, LATER)

    def below() -> list[str]:
        return [said for said in _below(tables(f3.build(store, LATER))[0]) if "đầu kỳ" in said]

    before = below()
    more = {"A03": Entry(CLEAN["A03"] + 2), "C11": Entry(CLEAN["C11"] + 2)}
    held = {(ids["X-01"], code): number for code, number in more.items()}
    set_cells(store, MONTH, held, reason="đếm sót")
    assert lock(store, "F1", MONTH, [ids["X-01"]], reason="đếm sót").blocked == ()
    assert below() == before == []
    accept(store, "F1", MONTH, "X-01")
    was, now = CLEAN["A03"], CLEAN["A03"] + 2
    assert below() == [
        f"Chênh lệch: CĐCS X-01 (đầu tháng 11/2026: {was} → {now}). Số đầu kỳ đã đổi sau khi chốt,"
        " vì báo cáo kỳ trước đã sửa; xem lại biểu của kỳ này rồi chốt lại."
    ]


def test_a_merger_written_after_the_month_was_locked_is_named(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, ids = office
    lock_month(store, [ids["X-01"], ids["X-02"]], MONTH)
    merged = Order("merge", date(2026, 10, 12), ("X-01",), into="X-02", decision="13/QĐ")
    carry_out(store, merged, sure=True)
    members = _members(store)
    assert unit_row(members, "X-02")["difference_A03"] == CLEAN["A03"]
    assert [said for said in _below(members) if said.startswith("Chênh lệch")] == [
        "Chênh lệch: CĐCS X-02 (sáp nhập, quyết định 13/QĐ, 12/10/2026). Sự kiện ghi sau khi chốt,"
        " số đã chốt chưa tính; sửa số đoàn viên ở Biểu F1 rồi chốt lại."
    ]
