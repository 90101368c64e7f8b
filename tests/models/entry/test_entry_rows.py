"""Rows of an entry sheet are chosen by their names and states, and ordered by their figures."""

from pathlib import Path

import pytest

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_paste import read_paste
from desktop.models.entry.entry_rows import BY_NAME, matching, ordered
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.store.reader import Reader
from tests.models.offices import commune

OCTOBER = "2026-10"
FIGURES = (30, None, 7, 30)


@pytest.fixture
def sheet(tmp_path: Path) -> EntrySheet:
    store, units = commune(tmp_path, len(FIGURES))
    cells = {(u, "A01"): Entry(n) for u, n in zip(units, FIGURES, strict=True) if n is not None}
    set_cells(store, OCTOBER, cells)
    store.close()
    return EntrySheet.load(Reader.open_reader(store.folder), "F1", OCTOBER)


def test_a_name_is_found_without_tone_marks_by_each_of_its_words(sheet: EntrySheet) -> None:
    names = [row.unit.name for row in sheet.rows]
    words = names[2].split()
    assert matching(sheet) == [0, 1, 2, 3]
    assert matching(sheet, f"{words[-1]} {words[0]}".upper()) == [2]
    assert matching(sheet, "khongcoaiten") == []


def test_rows_nobody_told_and_rows_flagged_are_chosen(sheet: EntrySheet) -> None:
    assert matching(sheet, only="untold") == [1]
    sheet.rows[3].flags = frozenset({"A01"})
    assert matching(sheet, only="flagged") == [3]
    asking = {one.row for one in sheet.problems()}
    assert set(matching(sheet, only="asking")) == asking


def test_an_order_is_by_the_figures_the_empty_ones_last_either_way(sheet: EntrySheet) -> None:
    (by,) = (one.id for one in sheet.columns if one.code == "A01" and one.kind == "typed")
    assert ordered(sheet, range(4), by, falling=False) == [2, 0, 3, 1]
    assert ordered(sheet, range(4), by, falling=True) == [0, 3, 2, 1]
    assert ordered(sheet, range(4), "gone", falling=True) == [0, 1, 2, 3]


def test_names_are_ordered_as_in_a_dictionary(sheet: EntrySheet) -> None:
    found = ordered(sheet, range(4), BY_NAME, falling=True)
    assert found == ordered(sheet, range(4), BY_NAME, falling=False)[::-1]


def test_a_block_takes_the_rows_shown_and_no_other(sheet: EntrySheet) -> None:
    (place,) = (
        n for n, one in enumerate(sheet.columns) if one.code == "A01" and one.kind == "typed"
    )
    read = read_paste(sheet, 3, [["41"], ["42"], ["43"]], [place], own=True, shown=(3, 0))
    assert {unit: entry.value for (unit, _code), entry in read.assignments.items()} == {
        sheet.rows[3].unit.id: 41, sheet.rows[0].unit.id: 42,
    }  # fmt: skip
    assert [one.note for one in read.of("refused")] == [
        "Dòng 3 nằm ngoài các dòng đang lọc; bỏ lọc rồi dán lại."
    ]


def test_a_name_that_is_not_shown_takes_nothing(sheet: EntrySheet) -> None:
    (place,) = (
        n for n, one in enumerate(sheet.columns) if one.code == "A01" and one.kind == "typed"
    )
    names = [row.unit.name for row in sheet.rows]
    block = [[names[0], "41"], [names[1], "42"]]
    read = read_paste(sheet, 0, block, [place], shown=(0, 2))
    assert [unit for unit, _code in read.assignments] == [sheet.rows[0].unit.id]
    (refused,) = read.of("refused")
    assert refused.note == f"“{names[1]}” không hiện vì đang lọc: bỏ lọc rồi dán lại."
