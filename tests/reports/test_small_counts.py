"""Nobody works out one or two people of a union from what a table still tells."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.formats.table import CellKind, Column, Role, Row, Table
from desktop.models.figures.sums.differences import CellChange
from desktop.reports.difference_list import _cells
from desktop.reports.small_counts import HIDDEN, hidden_in, left_out

COLUMNS = (Column("Tên", 20), Column("DTTS", 8, CellKind.COUNT, code="A03T"))


def table(*sections: list[int]) -> Table:
    rows = []
    for number, section in enumerate(sections):
        rows.append(Row((f"{number}. Xã",), Role.GROUP))
        rows += [Row((f"CĐCS {number}", value)) for value in section]
        rows.append(Row(("Cộng", sum(section)), Role.SUBTOTAL))
    rows.append(Row(("TỔNG CỘNG", sum(map(sum, sections))), Role.TOTAL))
    return Table(COLUMNS, tuple(rows))


def written(one: Table) -> list[object]:
    return [row.cells[1] for row in one.rows if len(row.cells) == 2]


def test_a_single_small_one_takes_the_least_other_number_along() -> None:
    assert written(hidden_in(table([1, 40, 7, 0]))) == [HIDDEN, 40, left_out(), 0, 48, 48]
    assert "không ghi số" in str(hidden_in(table([1, 40])).rows[-1].cells[0])


def test_ones_and_twos_hide_each_other() -> None:
    assert written(hidden_in(table([1, 2, 40]))) == [HIDDEN, HIDDEN, 40, 43, 43]


def test_where_nothing_else_hides_it_the_sums_are_left_out() -> None:
    out = left_out()
    assert written(hidden_in(table([1, 0], [9, 4]))) == [HIDDEN, 0, out, 9, 4, 13, out]
    assert written(hidden_in(table([1], [2], [5]))) == [HIDDEN, out, HIDDEN, out, 5, 5, 8]


def test_a_table_without_small_counts_stays_as_it_is() -> None:
    same = table([3, 0], [5])
    assert hidden_in(same) is same


def test_the_list_of_differences_tells_neither_number_of_a_small_one() -> None:
    change = CellChange("X-01", "CĐCS", "A03T", "Dân tộc thiểu số", "2026", 2, 9)
    assert _cells(change, hide_small=True)[4:6] == (left_out(), left_out())
    assert _cells(change, hide_small=False)[4:6] == (2, 9)


def solutions(sections: list[list[object]], sums: list[object], total: object) -> set[object]:
    """Every way to fill what is left out, with numbers up to 8, that the sums allow."""
    cells = [cell for section in sections for cell in section]
    rooms = [(1, 2) if c == HIDDEN else range(3, 9) if c == left_out() else (c,) for c in cells]
    found = set()
    for filled in product(*rooms):
        rest = list(filled)
        came = [sum(rest.pop(0) for _ in section) for section in sections]  # type: ignore[misc]
        fits = all(told in (left_out(), one) for told, one in zip(sums, came, strict=True))
        if fits and total in (left_out(), sum(came)):
            found.add(filled)
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.integers(0, 6), min_size=1, max_size=3), min_size=1, max_size=2))
def test_every_small_count_may_be_one_or_two_for_all_that_is_told(told: list[list[int]]) -> None:
    column = written(hidden_in(table(*told)))
    sections, sums = [], []
    for section in told:
        sections.append([column.pop(0) for _ in section])
        sums.append(column.pop(0))
    ways = solutions(sections, sums, column.pop(0))
    cells = [cell for section in sections for cell in section]
    for place, cell in enumerate(cells):
        if cell == HIDDEN:
            assert {way[place] for way in ways} == {1, 2}  # type: ignore[index]
