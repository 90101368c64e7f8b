"""A list of many units and their new parents: read, asked about, moved as one step."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.register.bulk_reparent import move_to_parents, preview_parents
from desktop.models.register.events import events_of
from desktop.models.register.parent_lines import NameFinder, answered, bare, read_parents
from desktop.models.register.parent_proposals import answer_all, proposals, spread_parent
from desktop.models.store.history import undo
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, set_attribute, tree_on
from tests.models.offices import clock, enter

SINCE, DAY = date(2023, 1, 1), date(2025, 7, 1)


@pytest.fixture
def province(tmp_path: Path):
    store = create_office(tmp_path / "tinh", clock=clock())
    with store:
        own = store.own_unit
        found_unit(store, name="Liên đoàn Lao động tỉnh Thử", kind="LDT", parent=None,
                   since=SINCE, unit=own, code="T")  # fmt: skip
        district = found_unit(store, name="Liên đoàn Lao động huyện Cũ", kind="LDH", parent=own,
                              since=SINCE, code="H")  # fmt: skip
        for number in range(1, 5):
            found_unit(store, name=f"CĐCS Trường số {number}", kind="CDCS", parent=district,
                       since=SINCE, code=f"B-{number}")  # fmt: skip
        for code in ("A", "B"):
            found_unit(store, name=f"Công đoàn xã Suối {code}", kind="CDX", parent=own,
                       since=DAY, code=f"X-{code}")  # fmt: skip
        for number in range(1, 5):
            unit = tree_on(store, DAY).by_code(f"B-{number}").id
            enter(store, "2025-06", unit, C00=number, A03=number, A01=9)
        yield store


BLOCK = [
    ["STT", "Tên CĐCS", "Chuyển về"],
    ["1", "CĐCS Trường số 1", "Công đoàn xã Suối A"],
    ["2", "Trường số 2", "xã Suối A"],
    ["3", "B-3", "X-B"],
    ["", "", ""],
    ["4", "Trường số 9", "X-B"],
    ["5", "Trường số 4", "xã Lạ Hoắc"],
    ["6", "trường SỐ 1", "X-B"],
]


def states(store: Store) -> list[str]:
    return [line.state for line in read_parents(store, BLOCK, DAY)]


def test_each_line_is_read_asked_skipped_or_refused(province: Store) -> None:
    assert states(province) == [
        "skipped", "ready", "ready", "ready", "skipped", "asked", "asked", "refused",
    ]  # fmt: skip
    lines = read_parents(province, BLOCK, DAY)
    assert lines[2].parent_name == "Công đoàn xã Suối A"
    assert lines[7].note == "Đã có ở dòng 2."


def test_what_was_asked_is_answered(province: Store) -> None:
    line = read_parents(province, BLOCK, DAY)[6]
    parent = tree_on(province, DAY).by_code("X-B").id
    assert answered(province, line, DAY, parent=parent).state == "ready"


def test_names_without_a_parent_go_to_the_chosen_one(province: Store) -> None:
    parent = tree_on(province, DAY).by_code("X-A").id
    lines = read_parents(province, [["Trường số 1"], ["B-2"]], DAY, parent)
    assert [(line.state, line.parent) for line in lines] == [("ready", parent)] * 2
    assert read_parents(province, [["B-2"]], DAY)[0].state == "asked"


def test_all_are_moved_in_one_step_and_the_emptied_district_ends(province: Store) -> None:
    whole = [["Đơn vị", "Cấp quản lý mới"], *([f"B-{n}", "X-A" if n < 3 else "X-B"]
                                              for n in range(1, 5))]  # fmt: skip
    lines = read_parents(province, whole, DAY)
    told = preview_parents(province, lines, DAY)
    assert told.events == ()
    assert told.moved["X-A"] == {"C15": 3, "B07": 2}
    assert told.moved["H"] == {"C27": 10, "B08": 4}
    before = province.records("unit")
    done = move_to_parents(province, lines, DAY, decision="301/QĐ", end_emptied=True)
    assert (len(done.events), done.ended) == (3, ("H",))
    tree = tree_on(province, DAY)
    assert [u.code for u in tree.children(tree.by_code("X-A").id)] == ["B-1", "B-2"]
    assert tree.find("H") is None
    assert {event.decision for event in events_of(province)} == {"301/QĐ"}
    undo(province)
    assert province.records("unit") == before


def test_two_units_are_not_put_under_each_other(province: Store) -> None:
    later = date(2025, 8, 1)
    lines = read_parents(province, [["X-A", "X-B"], ["X-B", "X-A"]], later)
    before = province.records("unit")
    with pytest.raises(Refusal):
        move_to_parents(province, lines, later)
    assert province.records("unit") == before


def test_a_unit_that_ended_before_is_told_so(province: Store) -> None:
    unit = tree_on(province, DAY).by_code("B-1").id
    set_attribute(province, unit, "alive", False, date(2025, 6, 1))
    (line,) = read_parents(province, [["Trường số 1", "X-A"]], DAY)
    assert (line.state, line.note) == ("refused", "Đơn vị này đã kết thúc trước ngày đó.")


def test_nothing_to_move_is_refused(province: Store) -> None:
    with pytest.raises(Refusal):
        move_to_parents(province, read_parents(province, [["không có", "X-A"]], DAY), DAY)


def test_a_list_of_which_nothing_moves_says_why_line_by_line(province: Store) -> None:
    lines = read_parents(province, [["B-1", "P-XaLa"], ["B-2", "P-XaLa"]], DAY)
    assert [(one.state, one.parent_name, one.note) for one in lines] == [
        ("asked", "P-XaLa", "Không có cấp quản lý “P-XaLa”, chọn một.")
    ] * 2
    with pytest.raises(Refusal) as refused:
        move_to_parents(province, lines, DAY)
    assert "dòng 1 (B-1 | P-XaLa): không có cấp quản lý “P-XaLa”" in refused.value.message
    assert "dòng 2" in refused.value.message


def test_only_a_line_that_names_no_parent_is_told_so(province: Store) -> None:
    (line,) = read_parents(province, [["1", "B-1", "CĐCS Trường số 1"]], DAY)
    assert line.note == "Chưa ghi cấp quản lý mới."
    (line,) = read_parents(province, [["B-1", "xa-la", "ghi chú"]], DAY)
    assert line.note == "Không nhận ra cấp quản lý nào ở dòng này, chọn một."
    (line,) = read_parents(
        province, [["B-1", "ghi chú"]], DAY, tree_on(province, DAY).by_code("X-A").id
    )
    assert (line.state, line.parent_name) == ("ready", "Công đoàn xã Suối A")


def test_a_name_is_known_without_its_beginning(province: Store) -> None:
    assert bare("CĐCS Công ty Dệt") == "cong ty det"
    assert bare("Công đoàn cơ sở Trường Mầm non") == "truong mam non"
    finder = NameFinder(list(tree_on(province, DAY).units.values()))
    assert [u.code for u in finder.find("công đoàn cơ sở truong so 3")] == ["B-3"]
    assert {u.code for u in finder.near("trường số")} == {"B-1", "B-2", "B-3", "B-4"}


PLACES = [["Trường số 1", "Suối A"], ["số 2", "Suối A"], ["Trường số 3", "Suối"], ["số", "Suối B"]]


def test_bare_places_are_proposed_and_taken_together(province: Store) -> None:
    lines = read_parents(province, PLACES, DAY)
    assert [line.state for line in lines] == ["asked"] * 4
    tree = tree_on(province, DAY)
    first, second = tree.by_code("X-A").id, tree.by_code("X-B").id
    offered = proposals(lines)
    assert {number: parent for number, (_unit, parent) in offered.items()} == {1: first, 2: first}
    made = answer_all(province, lines, DAY, offered)
    assert [line.state for line in made] == ["ready", "ready", "asked", "asked"]
    assert made[1].unit_name == "CĐCS Trường số 2"
    told = spread_parent(lines, lines[2], second)
    assert told == {3: ("", second)}


def test_what_a_place_is_told_holds_for_every_line_that_names_it(province: Store) -> None:
    lines = read_parents(province, [[f"B-{n}", "xã Lạ Hoắc"] for n in range(1, 5)], DAY)
    parent = tree_on(province, DAY).by_code("X-B").id
    made = answer_all(province, lines, DAY, spread_parent(lines, lines[0], parent))
    assert [line.state for line in made] == ["ready"] * 4


def test_a_unit_that_two_answers_name_is_moved_once(province: Store) -> None:
    tree = tree_on(province, DAY)
    unit = tree.by_code("B-1").id
    lines = read_parents(province, [["số", "X-A"], ["số", "X-B"], ["B-2", "X-A"]], DAY)
    other = tree.by_code("B-2").id
    made = answer_all(province, lines, DAY, {1: (unit, ""), 2: (unit, "")})
    assert [line.state for line in made] == ["ready", "refused", "ready"]
    again = answer_all(province, lines, DAY, {1: (other, "")})
    assert [line.state for line in again] == ["refused", "asked", "ready"]


def test_units_called_alike_are_told_apart_by_who_manages_them(province: Store) -> None:
    above = tree_on(province, DAY).by_code("X-A").id
    found_unit(province, name="CĐCS Trường số 1", kind="CDCS", parent=above, since=DAY, code="A-1")
    (free,) = read_parents(province, [["CĐCS Trường số 1"]], DAY)
    assert sorted(name for name, _unit in free.unit_choices) == [
        "CĐCS Trường số 1 (A-1), Công đoàn xã Suối A",
        "CĐCS Trường số 1 (B-1), Liên đoàn Lao động huyện Cũ",
    ]
    (line,) = read_parents(province, [["CĐCS Trường số 1", "X-A"]], DAY)
    assert line.state == "asked"  # never moved unasked
    assert [name for name, _unit in line.unit_choices] == [
        "CĐCS Trường số 1 (B-1), Liên đoàn Lao động huyện Cũ"
    ]
    assert proposals([line])[1][0] == tree_on(province, DAY).by_code("B-1").id


def test_a_row_without_a_code_is_found_by_its_name(province: Store) -> None:
    block = [
        ["Mã", "Đơn vị", "Chuyển về"],
        ["B-1", "CĐCS Trường số 1", "X-A"],
        ["", "Trường số 2", "X-A"],
        ["B-9", "CĐCS Trường số 3", "X-B"],  # a code nobody bears: the name is known
        ["B-4", "CĐCS Trường số 3", "X-B"],
        ["", "CĐCS Trường", "X-B"],
    ]
    lines = read_parents(province, block, DAY)
    assert [line.state for line in lines] == [
        "skipped", "ready", "ready", "ready", "asked", "asked",
    ]  # fmt: skip
    assert [line.unit_name for line in lines[1:4]] == [
        f"CĐCS Trường số {n}" for n in (1, 2, 3)
    ]  # fmt: skip
    assert "hai đơn vị khác nhau" in lines[4].note
    assert len(lines[4].unit_choices) == 2
    assert len(lines[5].unit_choices) == 4


def test_a_column_of_former_managers_names_no_unit(province: Store) -> None:
    block = [["Mã", "Đơn vị", "Huyện cũ", "Chuyển về"], ["", "Trường số 1", "H", "X-A"]]
    (_title, line) = read_parents(province, block, DAY)
    assert (line.state, line.unit_name) == ("ready", "CĐCS Trường số 1")


def test_why_an_upper_unit_does_not_end_is_said(province: Store) -> None:
    some = read_parents(province, [["B-1", "X-A"], ["B-2", "X-A"]], DAY)
    seen = preview_parents(province, some, DAY, end_emptied=True)
    assert (seen.ended, len(seen.kept)) == ((), 1)
    assert seen.kept[0].startswith(
        "Liên đoàn Lao động huyện Cũ không kết thúc: còn 2 đơn vị trực thuộc"
    )
    assert move_to_parents(province, some, DAY, end_emptied=True).kept == seen.kept
    rest = read_parents(province, [["B-3", "X-A"], ["B-4", "X-B"]], DAY)
    assert preview_parents(province, rest, DAY, end_emptied=True).ended == ("H",)
    own = read_parents(province, [["X-A", "X-B"]], DAY)
    assert preview_parents(province, own, DAY, end_emptied=True).ended == ()
