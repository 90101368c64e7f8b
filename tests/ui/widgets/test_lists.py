from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from desktop.models.text import vi_number
from desktop.ui.machine_state import MachineState
from desktop.ui.widgets.labels import ElidedLabel
from desktop.ui.widgets.table import Column, ListTable
from desktop.ui.widgets.tree import Node, TreeTable
from tests.support.keyboard import press

KEY = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True)
class Unit:
    id: str
    name: str
    members: int


UNITS = [Unit("a", "Đông", 1200), Unit("b", "An", 30), Unit("c", "Ấp", 9)]
COLUMNS = [
    Column("Đơn vị", lambda unit: unit.name, 0),
    Column("Số", lambda unit: vi_number(unit.members), 10, right=True, order=lambda u: u.members),
]


@pytest.fixture
def table() -> ListTable:
    made = ListTable(COLUMNS, key=lambda unit: unit.id, name="Đơn vị", many=True)
    made.set_rows(UNITS)
    return made


def names(table: ListTable) -> list[str]:
    return [unit.name for unit in table.rows()]


def test_texts_sort_as_in_a_vietnamese_dictionary_and_numbers_by_value(table: ListTable) -> None:
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert names(table) == ["An", "Ấp", "Đông"]
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert names(table) == ["Ấp", "An", "Đông"]


def test_a_list_that_grows_is_not_drawn_anew(table: ListTable) -> None:
    table.go_to("b")
    anew, grown, other = (
        QSignalSpy(signal)
        for signal in (
            table.rows_model.modelReset, table.rows_model.rowsInserted, table.rows_model.dataChanged
        )
    )  # fmt: skip
    table.set_rows([UNITS[0], Unit("b", "An", 31), UNITS[2], Unit("d", "Mới", 1)])
    assert names(table) == ["Đông", "An", "Ấp", "Mới"]
    assert (anew.count(), grown.count(), other.count()) == (0, 1, 1)
    assert other.at(0)[0].row() == other.at(0)[1].row() == 1
    assert table.current().members == 31
    assert [unit.id for unit in table.selected()] == ["b"]
    table.set_rows([UNITS[2], UNITS[0]])
    assert (anew.count(), names(table)) == (1, ["Ấp", "Đông"])


def test_many_rows_that_tell_something_else_are_told_as_one_area(table: ListTable) -> None:
    before = [Unit(str(n), "An", 1) for n in range(60)]
    table.set_rows(before)
    told = QSignalSpy(table.rows_model.dataChanged)
    after = [Unit(str(n), "An", 2) if n % 2 else one for n, one in enumerate(before)]
    table.set_rows(after)
    assert [told.at(n)[at].row() for n in range(told.count()) for at in (0, 1)] == [1, 59]
    table.set_rows([*after[:10], Unit("x", "Mới", 1), *after[11:59], before[59]])
    assert [one.members for one in table.rows()[9:12]] == [2, 1, 2]
    assert told.at(told.count() - 1)[0].row() == 59


def test_a_list_in_an_order_of_its_own_grows_where_a_row_belongs(table: ListTable) -> None:
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    table.go_to("c")
    table.set_rows([*UNITS, Unit("d", "Mới", 20), Unit("e", "Nữa", 9000)])
    assert names(table) == ["Ấp", "Mới", "An", "Đông", "Nữa"]
    table.set_rows([*UNITS, Unit("d", "Mới", 20), Unit("e", "Nữa", 9000), Unit("f", "G", 9001)])
    assert names(table)[-1] == "G"
    assert table.current().id == "c"


def test_selection_and_order_survive_new_rows(table: ListTable) -> None:
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    table.go_to("b")
    told = QSignalSpy(table.chosen)
    table.set_rows([Unit("d", "Mới", 5000), *UNITS])
    assert names(table) == ["Mới", "Đông", "An", "Ấp"]
    assert table.current().id == "b"
    assert [unit.id for unit in table.selected()] == ["b"]
    assert told.count() == 0


def test_losing_the_chosen_row_is_told(table: ListTable) -> None:
    table.go_to("b")
    told = QSignalSpy(table.chosen)
    table.set_rows([UNITS[0]])
    assert told.at(told.count() - 1)[0] is None


def test_a_row_that_comes_or_goes_in_the_middle_is_not_drawn_anew(table: ListTable) -> None:
    table.go_to("c")
    anew, told = QSignalSpy(table.rows_model.modelReset), QSignalSpy(table.chosen)
    table.set_rows([UNITS[0], Unit("d", "Mới", 1), UNITS[1], UNITS[2]])
    assert names(table) == ["Đông", "Mới", "An", "Ấp"]
    table.set_rows([UNITS[0], UNITS[1], UNITS[2]])
    assert names(table) == ["Đông", "An", "Ấp"]
    assert (anew.count(), told.count(), table.current().id) == (0, 0, "c")


def test_a_chosen_row_that_goes_leaves_none_chosen_in_its_place(table: ListTable) -> None:
    table.go_to("b")
    anew, told = QSignalSpy(table.rows_model.modelReset), QSignalSpy(table.chosen)
    table.set_rows([UNITS[0], UNITS[2]])
    assert (anew.count(), table.current(), table.selected()) == (0, None, [])
    assert (told.count(), told.at(0)[0]) == (1, None)


def test_a_chosen_row_that_moves_stays_chosen(table: ListTable) -> None:
    table.go_to("a")
    told = QSignalSpy(table.chosen)
    table.set_rows([UNITS[1], UNITS[2], UNITS[0]])
    assert (names(table), table.current().id) == (["An", "Ấp", "Đông"], "a")
    assert ([unit.id for unit in table.selected()], told.count()) == (["a"], 0)


@settings(max_examples=60)
@given(lists=st.lists(st.lists(
    st.builds(Unit, st.sampled_from("abcdefgh"), st.just("Tên"), st.integers(0, 2)),
    unique_by=lambda unit: unit.id, max_size=8,
), min_size=2, max_size=6), chosen=st.sampled_from("abcdefgh"))  # fmt: skip
def test_what_is_shown_and_chosen_after_any_lists_is_the_last(
    lists: list[list[Unit]], chosen: str
) -> None:
    made = ListTable(COLUMNS, key=lambda unit: unit.id, name="Đơn vị", many=True)
    known = False
    for rows in lists:
        made.set_rows(rows)
        model, there = made.rows_model, chosen in {unit.id for unit in rows}
        shown = [model.data(model.index(n, 1)) for n in range(model.rowCount())]
        assert shown == [str(unit.members) for unit in rows]
        current = made.current()
        assert (current.id if current is not None else None) == (
            chosen if known and there else None
        )
        assert [unit.id for unit in made.selected()] == ([chosen] if known and there else [])
        known = made.go_to(chosen)


def test_rows_are_copied_as_excel_takes_them(table: ListTable) -> None:
    press(table, KEY.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "Đơn vị\tSố\nĐông\t1.200\nAn\t30\nẤp\t9"
    table.go_to("b")
    press(table, KEY.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "Đơn vị\tSố\nAn\t30"


def test_home_and_end_choose_the_first_and_last_row(table: ListTable) -> None:
    press(table, KEY.Key_End)
    assert table.current() == table.rows()[-1]
    press(table, KEY.Key_Home)
    assert table.current() == table.rows()[0]


def test_enter_opens_the_row(table: ListTable) -> None:
    told = QSignalSpy(table.opened)
    table.go_to("c")
    press(table, KEY.Key_Return)
    assert told.at(0)[0].id == "c"


def test_column_widths_are_remembered() -> None:
    state = MachineState(None)
    first = ListTable(COLUMNS, name="Đơn vị", state=state)
    first.horizontalHeader().resizeSection(1, 222)
    again = ListTable(COLUMNS, name="Đơn vị", state=state)
    assert again.columnWidth(1) == 222


def forest() -> list[Node]:
    leaves = [Node(UNITS[1]), Node(UNITS[2])]
    return [Node(UNITS[0], leaves)]


def test_a_tree_keeps_what_was_open_and_chosen() -> None:
    tree = TreeTable(COLUMNS, key=lambda unit: unit.id)
    tree.set_roots(forest())
    assert tree.isExpanded(tree.model().index(0, 0))
    assert tree.go_to("c")
    tree.set_roots(forest())
    assert tree.current().id == "c"
    tree.collapseAll()
    tree.set_roots(forest())
    assert tree.model().rowCount(tree.model().index(0, 0)) == 2


def test_a_tree_is_copied_with_its_levels() -> None:
    tree = TreeTable(COLUMNS, key=lambda unit: unit.id)
    tree.set_roots(forest())
    assert tree.tsv().splitlines()[1:] == ["Đông\t1.200", "  An\t30", "  Ấp\t9"]


def test_a_tree_opens_and_tells() -> None:
    tree = TreeTable(COLUMNS, key=lambda unit: unit.id)
    tree.set_roots(forest())
    opened, chosen = QSignalSpy(tree.opened), QSignalSpy(tree.chosen)
    tree.go_to("b")
    press(tree, KEY.Key_Return)
    assert opened.at(0)[0].id == chosen.at(0)[0].id == "b"


def test_the_row_the_keyboard_comes_to_is_marked() -> None:
    made = ListTable(COLUMNS, key=lambda unit: unit.id, name="Đơn vị")
    made.set_rows(UNITS)
    coming = QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason)
    QCoreApplication.sendEvent(made, coming)
    assert made.current() == UNITS[0]
    assert made.selected() == [UNITS[0]]


def test_names_are_cut_in_the_middle_and_whole_in_their_tip() -> None:
    columns = [Column("Đơn vị", lambda unit: unit.name, 0, middle=True), COLUMNS[1]]
    listed, tree = ListTable(columns), TreeTable(columns)
    listed.set_rows(UNITS)
    tree.tree_model.set_roots([Node(one) for one in UNITS])
    for view, model in ((listed, listed.rows_model), (tree, tree.tree_model)):
        cut = []
        for place in (0, 1):
            option = QStyleOptionViewItem()
            option.textElideMode = Qt.TextElideMode.ElideRight  # as a view begins
            index = model.index(0, place)
            view.itemDelegateForIndex(index).initStyleOption(option, index)
            cut.append(option.textElideMode is Qt.TextElideMode.ElideMiddle)
        assert cut == [True, False]
        assert model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole) == "Đông"


def test_long_columns_give_way_in_a_narrow_window_and_numbers_do_not(app: object) -> None:
    long = [Unit("a", "Công đoàn cơ sở Công ty cổ phần May", 182_900_000)]
    columns = [
        Column("Đơn vị", lambda unit: unit.name, 0, middle=True),
        Column("Nơi nhận", lambda unit: unit.name, 30, least=10),
        Column("Số", lambda unit: vi_number(unit.members), 4, right=True, whole=True),
    ]
    state = MachineState(None)
    table = ListTable(columns, name="Sổ", state=state)
    table.set_rows(long)
    table.resize(460, 200)
    table.show()
    QCoreApplication.processEvents()
    letter = table.fontMetrics().averageCharWidth()
    assert table.horizontalHeader().length() <= table.viewport().width()
    assert table.columnWidth(1) < 30 * letter
    assert table.columnWidth(2) >= table.sizeHintForColumn(2)
    assert state.get("columns:Sổ", None) is None or state.get("columns:Sổ", [])[1] > 30 * letter
    table.resize(1200, 200)  # the room comes back
    QCoreApplication.processEvents()
    assert table.columnWidth(1) >= 30 * letter
    table.close()


def test_a_column_of_numbers_is_as_wide_as_its_widest(
    app: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = [
        Column("Đơn vị", lambda unit: unit.name, 33, middle=True, least=24),
        Column("Mã", lambda unit: unit.id, 9, whole=True),
        Column("Số", lambda unit: vi_number(unit.members), 4, right=True),
        Column("Từ đâu", lambda _unit: "F1, báo cáo lần đầu", 0),
    ]
    table = ListTable(columns, name="Số này gồm")
    table.resize(40 * table.fontMetrics().averageCharWidth(), 200)
    table.setColumnHidden(1, True)
    table.set_rows([Unit("a", "Công đoàn cơ sở Công ty cổ phần May", 2_000_000_000)])
    table.show()
    QCoreApplication.processEvents()
    assert table.columnWidth(2) >= table.sizeHintForColumn(2)
    assert table.isColumnHidden(1)
    before = table.columnWidth(2)
    table.set_rows([Unit("a", "Công đoàn cơ sở Công ty cổ phần May", 2_000_000_000_000)])
    assert table.columnWidth(2) > before
    measured = []
    monkeypatch.setattr(table, "sizeHintForIndex", measured.append)
    table.resize(table.width() - 20, 200)  # measured once for the rows, not at each step
    QCoreApplication.processEvents()
    assert measured == []
    table.close()


def test_a_files_name_is_cut_in_the_middle(app: object) -> None:
    label = ElidedLabel(
        "CDX_P-SongThanh-den-P-SongThanh-02_20261108-0900_1be682dd.zip", middle=True
    )
    label.resize(120, 20)
    picture = label.grab().toImage()
    label.setText("CDX_P-SongThanh-den-P-SongThanh-02_20261108-0900_99999999.zip")
    assert label.grab().toImage() != picture  # they differ at their end only
    assert label.toolTip() == label.text()


@pytest.mark.parametrize("held", [KEY.Key_Control, KEY.Key_Shift])
def test_going_to_a_unit_leaves_no_other_one_chosen_whatever_key_is_held(held: Qt.Key) -> None:
    tree = TreeTable(COLUMNS, key=lambda unit: unit.id)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    tree.set_roots([Node(unit) for unit in UNITS])
    tree.show()
    tree.go_to("a")
    QTest.keyPress(tree, held, CONTROL if held == KEY.Key_Control else SHIFT)
    tree.go_to("c")
    QTest.keyRelease(tree, held)
    chosen = tree.selectionModel().selectedRows()
    assert [tree.tree_model.node(one).value.id for one in chosen] == ["c"]
