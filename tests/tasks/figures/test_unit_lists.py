"""A list of units to move: names are found as an import finds them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.models.register.orders import Order
from desktop.models.register.parent_proposals import proposals
from desktop.models.register.reorganise import carry_out
from desktop.models.register.unit_paste import add_units, read_units, to_correct
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, tree_on
from desktop.tasks.figures.unit_lists import alike_to, read_moves
from tests.models.offices import FOUNDED, commune

DAY = date(2026, 2, 10)
NAMES = (
    "CĐCS Công ty TNHH May Sông Thanh", "CĐCS Trường Tiểu học Hoa Mai",
    "CĐCS Bệnh viện Đa khoa Bình An", "Nghiệp đoàn xe ôm chợ Đông",
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    store, _ids = commune(tmp_path, unions=0)
    with store:
        for number, name in enumerate(NAMES, 1):
            found_unit(store, name=name, kind="CDCS", parent=store.own_unit, since=FOUNDED,
                       code=f"B-{number}")  # fmt: skip
        for number, place in enumerate(("phường Đông Hồ", "xã Suối Đá"), 1):
            found_unit(store, name=f"Công đoàn {place}", kind="CDP", parent=store.own_unit,
                       since=FOUNDED, code=f"X-{number}")  # fmt: skip
        yield store


def test_shortened_names_of_units_and_parents_are_known(office: Store) -> None:
    block = [
        ["TT", "Tên CĐCS", "Chuyển về"],
        ["1", "Cty TNHH May Sông Thanh", "CĐ P. Đông Hồ"],
        ["2", "CĐCS TH Hoa Mai", "CĐ phường Đông Hồ"],
        ["3", "BVĐK Bình An", "CĐ xã Suối Đá"],
    ]
    lines = read_moves(office, block, DAY)
    assert [(one.state, one.unit_name, one.parent_name) for one in lines[1:]] == [
        ("ready", NAMES[0], "Công đoàn phường Đông Hồ"),
        ("ready", NAMES[1], "Công đoàn phường Đông Hồ"),
        ("ready", NAMES[2], "Công đoàn xã Suối Đá"),
    ]


def test_a_name_that_is_only_likely_is_proposed_not_moved(office: Store) -> None:
    (line,) = read_moves(office, [["May S.Thanh", "X-1"]], DAY)
    assert line.state == "asked"
    meant = tree_on(office, DAY).by_code("B-1").id
    assert proposals([line])[1][0] == meant


def test_a_former_name_is_asked_about_with_what_became_of_it(office: Store) -> None:
    order = Order("rename", date(2026, 1, 10), ("B-2",), name="CĐCS Trường Tiểu học Hoa Đào")
    carry_out(office, order)
    (line,) = read_moves(office, [["CĐCS Trường Tiểu học Hoa Mai", "X-1"]], DAY)
    assert line.state == "asked"
    assert "Hoa Đào" in line.note
    assert proposals([line])[1][0] == tree_on(office, DAY).by_code("B-2").id


def test_a_name_nobody_bears_is_still_asked_about(office: Store) -> None:
    (line,) = read_moves(office, [["Cty Lạ Hoắc", "X-1"]], DAY)
    assert (line.state, line.unit, line.unit_choices) == ("asked", "", ())


def test_new_units_are_compared_with_those_elsewhere_in_the_register(office: Store) -> None:
    parent = tree_on(office, DAY).by_code("X-1").id
    alike = alike_to(office, parent, DAY)
    block = [["CĐCS Trường Tiểu học Hoa Mai"], ["Cty TNHH May Sông Thanh"], ["CĐCS Trường Mới"],
             ["CĐCS Trường Tiểu học Hoa Mai"], ["CĐCS Trường Tiểu học Hoa Lan"]]  # fmt: skip
    lines = read_units(office, block, parent, DAY, alike=alike)
    assert [line.outcome for line in lines] == ["asked", "asked", "added", "skipped", "added"]
    above = tree_on(office, DAY).units[office.own_unit].name
    assert lines[0].known == (f"{NAMES[1]}, thuộc {above}",)
    answered = [replace(lines[0], answer="add"), replace(lines[1], answer="same"), *lines[2:]]
    assert add_units(office, answered, parent, DAY) == 3
    assert to_correct(block, answered) == ""
    assert to_correct(block, lines).splitlines() == [block[0][0], block[1][0]]
