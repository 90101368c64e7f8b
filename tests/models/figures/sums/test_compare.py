"""A year's difference as both stood, and for the same unions."""

from datetime import date
from pathlib import Path

from desktop.formats.table import Table
from desktop.models.figures.sums.compare import compare_year, moved_note
from desktop.models.figures.sums.total import ratio
from desktop.models.register.events import end_unit, merge_units, reparent_units
from desktop.models.units.units import found_unit
from desktop.reports import f4
from tests.models.offices import commune, enter


def test_the_same_unions_are_compared_whoever_managed_them(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=3)
    with store:
        other = found_unit(store, name="Công đoàn xã Khác", kind="CDX", parent=store.own_unit,
                           since=date(2025, 7, 1), code="K")  # fmt: skip
        for unit, members in zip(ids, (100, 40, 7), strict=True):
            enter(store, "2025-10", unit, C00=members, A01=200, A03=members)
        new = found_unit(store, name="CĐCS mới", kind="CDCS", parent=store.own_unit,
                         since=date(2026, 3, 1), code="M")  # fmt: skip
        end_unit(store, ids[2], date(2026, 2, 1))
        reparent_units(store, [ids[1]], other, date(2026, 4, 1))
        for unit, members in zip((ids[0], ids[1], new), (90, 50, 30), strict=True):
            enter(store, "2026-10", unit, A01=200, A03=members)
        whole = compare_year(store, "2026-10")
        assert (whole.now["A03"].value, whole.before["A03"].value) == (170, 147)
        assert (whole.same_now["A03"].value, whole.same_before["A03"].value) == (140, 140)
        assert (whole.base, whole.of) == (2, 3)
        assert whole.same_now["A04"].value == ratio(140, 400)
        part = compare_year(store, "2026-10", "K")
        assert "A03" not in part.before  # another managed the union then
        assert (part.same_now["A03"].value, part.same_before["A03"].value) == (50, 40)


def test_members_merged_in_since_are_named_beside_the_same_unions(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=2)
    with store:
        for unit, members in zip(ids, (100, 40), strict=True):
            enter(store, "2025-10", unit, C00=members, A01=200, A03=members)
        merge_units(store, [ids[1]], ids[0], date(2026, 2, 10))
        enter(store, "2026-10", ids[0], A01=300, A03=145)
        found = compare_year(store, "2026-10")
        assert (found.same_now["A03"].value, found.same_before["A03"].value) == (145, 100)
        assert [(one.source, one.target, one.members) for one in found.moved] == [
            ("CS-2", "CS-1", 40)
        ]
        assert moved_note(found.moved) == (
            "Cùng phạm vi không trừ đoàn viên đi theo sáp nhập, chia tách giữa hai kỳ: CĐCS số 1"
            " nhận 40 từ CĐCS số 2."
        )
        notes = [str(row.cells[0]) for block in f4.build(store, "2026-10").blocks
                 if isinstance(block, Table) for row in block.rows]  # fmt: skip
        assert moved_note(found.moved) in notes


def test_a_unit_that_did_not_exist_a_year_ago_compares_with_nothing(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=1)
    with store:
        enter(store, "2026-01", ids[0], A03=5)
        found = compare_year(store, "2026-01")
        assert (found.before, found.same_before, found.units) == ({}, {}, ())
