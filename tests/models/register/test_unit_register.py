from datetime import date
from pathlib import Path

import pytest

from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.sums.rollup import totals
from desktop.models.register.events import end_unit, merge_units, rename_unit
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.register.unit_paste import add_units, read_units, to_correct
from desktop.models.register.unit_register import attribute_since, timeline, unit_counts
from desktop.models.store.history import undo
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.models.units.units import set_attribute, tree_on
from tests.models.entering import SINCE, commune

NOVEMBER = date(2026, 11, 15)


def test_counts_add_up_the_tree_as_of_the_day(tmp_path: Path) -> None:
    store, units = commune(tmp_path, 3, before="2026-09")
    counts = unit_counts(store, tree_on(store, NOVEMBER))[store.own_unit]
    assert (counts.unions, counts.members, counts.told) == (3, 240, 3)
    end_unit(store, units[0], date(2026, 11, 1))
    counts = unit_counts(store, tree_on(store, NOVEMBER))[store.own_unit]
    assert (counts.unions, counts.members) == (2, 160)
    rewound = unit_counts(store, tree_on(store, date(2026, 10, 31)))[store.own_unit]
    assert (rewound.unions, rewound.members) == (3, 240)
    store.close()


def test_counts_follow_the_members_whom_events_moved(tmp_path: Path) -> None:
    store, units = commune(tmp_path, 3, before="2026-09")
    merge_units(store, [units[0]], units[1], date(2026, 11, 10))
    order = Order("split", date(2026, 11, 12), (units[2],), name="CĐCS Mới", members=30)
    carry_out(store, order)
    new = next(u.id for u in tree_on(store, NOVEMBER).units.values() if u.name == "CĐCS Mới")
    counts = unit_counts(store, tree_on(store, NOVEMBER))
    assert [counts[one].members for one in (units[1], units[2], new)] == [160, 50, 30]
    assert (counts[store.own_unit].unions, counts[store.own_unit].members) == (3, 240)
    eve = unit_counts(store, tree_on(store, date(2026, 11, 9)))
    assert [eve[one].members for one in units] == [80, 80, 80]
    store.close()


def test_members_told_long_ago_count_as_totals_carry_them(tmp_path: Path) -> None:
    store, _units = commune(tmp_path, 2, before="2026-01")
    counts = unit_counts(store, tree_on(store, NOVEMBER))[store.own_unit]
    assert (counts.unions, counts.members, counts.told) == (2, 160, 2)
    store.close()


def test_members_carried_come_with_what_is_told_of_the_month(tmp_path: Path) -> None:
    store, units = commune(tmp_path, 3, before="2026-10")
    told = {(units[0], "C12"): 7, (units[0], "C24"): 2, (units[2], "C13"): 80}
    set_cells(store, "2026-11", {cell: Entry(number) for cell, number in told.items()})
    counts = unit_counts(store, tree_on(store, NOVEMBER))
    assert [counts[one].members for one in units] == [85, 80, 160]
    assert counts[store.own_unit].members == total_of(store)
    assert counts[store.own_unit].current == 0
    own = {(store.own_unit, "A01"): Entry(12), (store.own_unit, "A03"): Entry(10)}
    set_cells(store, "2026-11", own)  # members the office manages itself
    before, counts = counts, unit_counts(store, tree_on(store, NOVEMBER))
    assert counts[store.own_unit].members == before[store.own_unit].members + 10
    assert counts[store.own_unit].members == total_of(store)
    merge_units(store, [units[1]], units[2], date(2026, 11, 10))
    counts = unit_counts(store, tree_on(store, NOVEMBER))
    assert [counts[one].members for one in (units[0], units[2])] == [85, 240]
    assert counts[store.own_unit].members == total_of(store)
    store.close()


def total_of(store: Store) -> int:
    return int(totals(store, "2026-11")["A03"].value)


def test_the_timeline_tells_each_change_once_newest_first(tmp_path: Path) -> None:
    store, units = commune(tmp_path, 2)
    rename_unit(store, units[0], "CĐCS Trường Hoa Mai", date(2026, 3, 1), decision="5/QĐ")
    set_attribute(store, units[0], "ownership", "SNNCL", date(2026, 6, 1))
    merge_units(store, [units[0]], units[1], date(2026, 9, 1))
    told = [(moment.day, moment.text, moment.decision) for moment in timeline(store, units[0])]
    assert told == [
        (date(2026, 9, 1), "Sáp nhập vào CĐCS Trường 2", ""),
        (date(2026, 6, 1), "Loại hình: Sự nghiệp ngoài công lập", ""),
        (date(2026, 3, 1), "Đổi tên thành CĐCS Trường Hoa Mai", "5/QĐ"),
        (SINCE, "Có trong sổ từ ngày này", ""),
    ]
    store.close()


def test_an_attribute_tells_since_when_it_holds(tmp_path: Path) -> None:
    store, units = commune(tmp_path, 1)
    set_attribute(store, units[0], "area", "Cụm 2", date(2026, 6, 1))
    scope = Scope.of(store)
    assert attribute_since(scope, units[0], "area", date(2026, 5, 31)) == SINCE
    assert attribute_since(scope, units[0], "area", NOVEMBER) == date(2026, 6, 1)
    store.close()


BLOCK = [
    ["STT", "Tên", "Loại", "Loại hình"],
    ["1", "CĐCS Trường Mầm non", "Công đoàn cơ sở", "sự nghiệp công lập"],
    ["2", "Nghiệp đoàn xe ôm", "", "Nghiệp đoàn"],
    ["3", "cđcs trường 1", "CĐCS", "SN"],
    ["4", "CĐCS Công ty A", "lạ", "FDI"],
    ["5", "CĐCS Công ty A", "", ""],
    ["", "", "", ""],
]


def test_every_pasted_line_ends_with_an_outcome(tmp_path: Path) -> None:
    store, _units = commune(tmp_path, 1)
    lines = read_units(store, BLOCK, store.own_unit, NOVEMBER)
    assert [(line.outcome, line.kind, line.ownership) for line in lines] == [
        ("skipped", "", ""),
        ("added", "CDCS", "SN"),
        ("added", "NDCS", "ND"),
        ("skipped", "CDCS", "SN"),
        ("doubtful", "CDCS", "FDI"),
        ("skipped", "CDCS", ""),
        ("skipped", "", ""),
    ]
    assert all(line.note for line in lines if line.outcome != "added")
    store.close()


def test_a_pasted_line_of_a_closed_type_is_refused_alone(tmp_path: Path) -> None:
    store, _units = commune(tmp_path, 1)
    block = [["CĐCS Ủy ban", "CĐCS", "HC100"], ["CĐCS Công ty B", "CĐCS", "FDI"]]
    lines = read_units(store, block, store.own_unit, NOVEMBER)
    assert [line.outcome for line in lines] == ["refused", "added"]
    assert "không còn dùng" in lines[0].note
    add_units(store, lines, store.own_unit, NOVEMBER)
    assert len(tree_on(store, NOVEMBER).children(store.own_unit)) == 2
    store.close()


def test_many_units_are_added_as_one_step(tmp_path: Path) -> None:
    store, _units = commune(tmp_path, 1)
    lines = read_units(store, BLOCK, store.own_unit, NOVEMBER)
    add_units(store, lines, store.own_unit, NOVEMBER)
    names = {unit.name for unit in tree_on(store, NOVEMBER).children(store.own_unit)}
    assert names == {"CĐCS Trường 1", "CĐCS Trường Mầm non", "Nghiệp đoàn xe ôm", "CĐCS Công ty A"}
    undo(store)
    assert len(tree_on(store, NOVEMBER).children(store.own_unit)) == 1
    store.close()


@pytest.mark.parametrize("name", ["x" * 300, "Đơn vị\tlạ"])
def test_odd_names_do_no_harm(tmp_path: Path, name: str) -> None:
    store, _units = commune(tmp_path, 1)
    (line,) = read_units(store, [[name]], store.own_unit, NOVEMBER)
    assert (line.outcome == "refused") == (len(name) > 200)
    store.close()


def test_pasted_lines_are_checked_as_one_new_unit_is(tmp_path: Path) -> None:
    store, _units = commune(tmp_path, 1)
    block = [
        ["Công đoàn xã Suối Cát", "", "SN"],  # a commune's union does not stand under another
        ["CĐCS Trường Mầm non", "Công đoàn xã", "SN"],
        ["!!!", "", "SN"],
        ["Nghiệp đoàn Xe ôm", "Tổ công đoàn", "ND"],
        ["CĐCS Trường Tiểu học", "", "SN"],
    ]
    lines = read_units(store, block, store.own_unit, NOVEMBER)
    refused = [line.number for line in lines if line.outcome == "refused"]
    assert refused[:2] == [2, 3]
    assert lines[4].outcome == "added"
    assert "không thể trực thuộc Công đoàn xã Hướng Phùng. Chọn" in lines[1].note
    assert lines[0].outcome in ("refused", "doubtful")  # whatever it is taken for, it is told
    add_units(store, lines, store.own_unit, NOVEMBER)
    assert to_correct(block, lines).splitlines()[0] == "\t".join(block[refused[0] - 1])
    base = tree_on(store, NOVEMBER).search("cdcs truong tieu hoc")[0].id
    (group,) = read_units(store, [["Tổ Toán"]], base, NOVEMBER)
    assert (group.outcome, store.packs.unit_kinds[group.kind].role) == ("added", "part")
    store.close()


def test_a_pasted_list_before_its_managing_unit_stood_is_refused(tmp_path: Path) -> None:
    store, _units = commune(tmp_path, 1)
    lines = read_units(store, [["CĐCS Trường 9", "", "SN"]], store.own_unit, date(2020, 1, 1))
    assert [line.outcome for line in lines] == ["refused"]
    assert "có trong sổ từ ngày" in lines[0].note
    store.close()
