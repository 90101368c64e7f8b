"""What the list of units counts beside each of them."""

from datetime import date
from pathlib import Path

from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.register.unit_register import suspension
from desktop.models.units.units import found_unit, set_attribute, tree_on
from desktop.ui.pages.units.listing import nodes
from desktop.ui.pages.units.unit_tree import _name, _tip, _tone
from tests.models.offices import FOUNDED, commune, enter


def test_an_office_above_has_more_than_this_register_knows(tmp_path: Path) -> None:
    store, _ids = commune(tmp_path, unions=3)
    with store:
        above = found_unit(store, name="Liên đoàn Lao động tỉnh", kind="LDT", parent=None,
                           since=FOUNDED, code="T")  # fmt: skip
        set_attribute(store, store.own_unit, "parent", above, FOUNDED)
        (root,) = nodes(store, tree_on(store, date(2026, 10, 31)))
        assert (root.value.unit.id, root.value.unions, root.value.members) == (above, "", "")
        assert "cấp trên" in _tip(root.value)
        assert root.children[0].value.unions == "3"


def test_a_union_that_paused_is_marked_while_it_has(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=2)
    with store:
        carry_out(store, Order("suspend", date(2026, 9, 15), (ids[0],), decision="QĐ 7"))
        carry_out(store, Order("resume", date(2026, 11, 1), (ids[0],), decision="QĐ 8"))
        shown = {
            day: {
                line.value.unit.id: (_name(line.value), _tone(line.value))
                for line in nodes(store, tree_on(store, day))[0].children
            }
            for day in (date(2026, 9, 1), date(2026, 10, 31), date(2026, 11, 2))
        }
        name = tree_on(store, date(2026, 10, 31)).units[ids[0]].name
        assert [shown[day][ids[0]][0] for day in shown] == [name, f"{name} (tạm dừng)", name]
        day = date(2026, 10, 31)
        assert shown[day][ids[0]][1] == "ink.disabled" != shown[day][ids[1]][1]
        told = suspension(store, tree_on(store, day).units[ids[0]], day)
        assert told == "tạm dừng hoạt động từ 15/9/2026"


def test_members_of_earlier_months_are_marked_and_told(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=2)
    with store:
        for unit in ids:
            enter(store, "2026-10", unit, A03=40)
        (root,) = nodes(store, tree_on(store, date(2026, 10, 31)))
        assert (root.value.members, root.value.tentative) == ("80", "")
        enter(store, "2026-11", ids[0], A03=41)
        (root,) = nodes(store, tree_on(store, date(2026, 11, 23)))
        lines = {one.value.unit.id: one.value for one in root.children}
        assert root.value.members == "81 *"
        assert root.value.tentative == (
            "Tạm tính: 1/2 CĐCS đã có số đoàn viên tháng 11/2026, còn lại lấy số gần nhất đã báo."
        )
        assert [lines[unit].members for unit in ids] == ["41", "40 *"]
