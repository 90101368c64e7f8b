import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.grid import moves

SIZE = (5, 4)
FILLED = {(0, 0), (1, 0), (2, 0), (4, 0), (0, 2), (0, 3)}


def filled(row: int, column: int) -> bool:
    return (row, column) in FILLED


@pytest.mark.parametrize(
    ("start", "by", "end"),
    [
        ((0, 0), (1, 0), (2, 0)),  # to the end of the run
        ((2, 0), (1, 0), (4, 0)),  # over the gap to the next filled cell
        ((4, 0), (1, 0), (4, 0)),  # stays at the edge
        ((3, 1), (-1, 0), (0, 1)),  # nothing there: the edge
        ((0, 0), (0, 1), (0, 2)),
        ((0, 3), (0, -1), (0, 2)),
    ],
)
def test_control_arrow_jumps_as_in_excel(
    start: tuple[int, int], by: tuple[int, int], end: tuple[int, int]
) -> None:
    assert moves.jump(start, by, SIZE, filled) == end


def test_tab_goes_on_in_the_next_row_and_stops_at_the_ends() -> None:
    assert moves.next_in_row((0, 3), 1, SIZE) == (1, 0)
    assert moves.next_in_row((1, 0), -1, SIZE) == (0, 3)
    assert moves.next_in_row((0, 0), -1, SIZE) == (0, 0)
    assert moves.next_in_row((4, 3), 1, SIZE) == (4, 3)


def test_enter_returns_to_the_column_where_tabbing_began() -> None:
    entry = moves.Entry()
    for column in (1, 2, 3):
        entry.tab(column)
    assert entry.enter(3) == 1
    assert entry.enter(3) == 3
    entry.tab(2)
    entry.forget()
    assert entry.enter(3) == 3


def test_control_end_is_the_corner_of_what_is_filled() -> None:
    assert moves.last_filled(SIZE, filled) == (4, 3)
    assert moves.last_filled(SIZE, lambda _r, _c: False) == (0, 0)


def test_what_excel_copies_is_split_into_cells() -> None:
    assert moves.parse_block("1\t2\r\n3\t4\r\n") == [["1", "2"], ["3", "4"]]
    assert moves.parse_block('"hai\ndòng"\t5') == [["hai\ndòng", "5"]]
    assert moves.parse_block("1\t2\n3") == [["1", "2"], ["3", ""]]
    assert moves.parse_block("") == []


def test_a_quotation_mark_that_closes_nothing_swallows_no_cells() -> None:
    assert moves.parse_block('A\t5\n"\t6\n"\t7') == [["A", "5"], ['"', "6"], ['"', "7"]]
    assert moves.parse_block('5\n"\n"\n6') == [["5"], ['"'], ['"'], ["6"]]
    assert moves.parse_block('"Tổ 1\t5\n"Tổ 2\t6') == [['"Tổ 1', "5"], ['"Tổ 2', "6"]]
    assert moves.parse_block('"Hoa Sen" xã\t5') == [['"Hoa Sen" xã', "5"]]
    assert moves.parse_block('"a ""b""\nc"\t\n\t5') == [['a "b"\nc', ""], ["", "5"]]
    assert moves.parse_block('"' * 3 + "x" * 200_000 + "\t1")[0][1] == "1"


CELL = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters='"'), max_size=8
)


@given(st.integers(1, 4), st.data())
def test_a_block_survives_the_clipboard(width: int, data: st.DataObject) -> None:
    cell = CELL.map(lambda text: " ".join(text.split())).filter(bool)
    block = data.draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1))
    assert moves.parse_block(moves.write_block(block)) == block


def test_a_block_fills_a_selection_that_is_a_multiple_of_it() -> None:
    assert moves.spread([["1"]], 2, 2) == [["1", "1"], ["1", "1"]]
    assert moves.spread([["1", "2"]], 2, 2) == [["1", "2"], ["1", "2"]]
    assert moves.spread([["1", "2"]], 1, 3) == [["1", "2"]]


@given(
    st.tuples(st.integers(0, 4), st.integers(0, 3)),
    st.tuples(st.integers(-9, 9), st.integers(-9, 9)),
)
def test_a_step_never_leaves_the_grid(start: tuple[int, int], by: tuple[int, int]) -> None:
    row, column = moves.stepped(start, by, SIZE)
    assert 0 <= row < SIZE[0]
    assert 0 <= column < SIZE[1]
