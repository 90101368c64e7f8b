"""F1 and F3 of an office that manages members itself: its row moves and closes as a union's."""

from pathlib import Path

from desktop.models.figures.returns.returns import lock
from desktop.models.figures.sums.trace import Narrow, trace
from desktop.models.store.store import Store
from desktop.reports import f1, f3
from tests.reports import building
from tests.reports.building import OCTOBER, SEPTEMBER
from tests.reports.looking import cells, subtitle, tables, total_row, unit_row

OWN = {"C00": 5, "C00N": 2, "A01": 9, "A01N": 4, "A03": 5, "A03N": 2}


def office(folder: Path) -> Store:
    """An office with one union of 50 and five members of its own, both locked for September."""
    store = building.office(folder)
    unit = building.union(store, "A", "CĐCS A", store.own_unit, ownership="NQD")
    building.type_in(store, unit, SEPTEMBER, C00=50, C00N=20, A03=50, A03N=20, A01=60, A01N=25)
    building.type_in(store, store.own_unit, SEPTEMBER, **OWN)
    for form in ("F1", "F3"):
        assert lock(store, form, SEPTEMBER).blocked == ()
    building.type_in(store, unit, OCTOBER, A03=50, A03N=20, A01=60, A01N=25)
    assert lock(store, "F1", OCTOBER, [unit]).blocked == ()
    return store


def _said(store: Store) -> str:
    return subtitle(f1.build(store, OCTOBER))


def test_its_movement_opens_closes_and_adds_up(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        building.type_in(
            store, store.own_unit, OCTOBER, C11=2, C11N=1, A03=7, A03N=3, A01=9, A01N=4
        )
        code = store.fields("unit", store.own_unit)
        own = next(value for name, value in code.items() if name.startswith("code@"))
        members, women, *_rest = tables(f3.build(store, OCTOBER))
        for table, end, wanted in ((members, "", (5, 2, 7)), (women, "N", (2, 1, 3))):
            row, total = unit_row(table, own), total_row(table)
            told = tuple(row[f"{name}{end}"] for name in ("opening_A03", "C11", "closing_A03"))
            assert told == wanted
            assert row[f"difference_A03{end}"] == total[f"difference_A03{end}"] == 0
        assert total_row(members)["opening_A03"] == 55
        assert total_row(members)["A03"] == total_row(members)["closing_A03"] == 57
        found = trace(store, OCTOBER, own, "opening:A03", narrow=Narrow(units=(own,)))
        assert [part.value for part in found.parts] == [5]


def test_paper_says_how_firm_its_part_is(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        part = "phần trực tiếp quản lý của 01 công đoàn"
        assert f"1/1 CĐCS đã báo cáo; {part} lấy số kỳ trước" in _said(store)
        building.type_in(store, store.own_unit, OCTOBER, A03=5, A03N=2, A01=9, A01N=4)
        assert f"Tạm tính: 1/1 CĐCS đã báo cáo; {part} lấy số đang nhập, chưa chốt" in _said(store)
        (table,) = tables(f1.build(store, OCTOBER))
        note = next(cells(table, row)["note"] for row in table.rows if row.cells[0] is None)
        assert note == "trực tiếp quản lý, không tính là CĐCS; chưa chốt"
        assert lock(store, "F1", OCTOBER).blocked == ()
        assert "1/1 CĐCS đã báo cáo" in _said(store)
        assert part not in _said(store)
