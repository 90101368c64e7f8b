"""What a pasted block may not do without a word: lose a figure, or put another in its place."""

from collections.abc import Iterator

import pytest

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_paste import read_paste
from desktop.models.entry.paste_heads import strangers_column
from desktop.models.figures.cells import NOT_APPLICABLE, Entry
from tests.models.entering import column, commune, place, save

SEPTEMBER, OCTOBER = "2026-09", "2026-10"


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, EntrySheet]]:
    """F1 and F3 of three unions, with 319 workers in the second; no test changes them."""
    store, units = commune(tmp_path_factory.mktemp("kể"), before=SEPTEMBER)
    with store:
        first = EntrySheet.load(store, "F1", OCTOBER)
        save(store, first, first.edit(*place(first, units[1], "A01"), "319"))
        yield {"F1": first, "F3": EntrySheet.load(store, "F3", OCTOBER)}


def from_column(sheet: EntrySheet, name: str) -> list[int]:
    return list(range(column(sheet, name), len(sheet.columns)))


@pytest.mark.parametrize("own", [False, True])
def test_a_figure_over_a_movement_of_whole_unions_is_told(
    sheets: dict[str, EntrySheet], own: bool
) -> None:
    sheet = sheets["F3"]
    read = read_paste(sheet, 0, [["3", "4", "5"]], from_column(sheet, "C26"), own=own)
    assert [one.outcome for one in read.cells] == ["lands", "doubtful", "lands"]
    assert read.dropped
    assert "số 4 của khối dán không được nhận" in read.cells[1].note


@pytest.mark.parametrize(("text", "told"), [("205", True), ("Cụm 9", True), ("cụm 1", False)])
def test_what_differs_from_an_attribute_is_told(
    sheets: dict[str, EntrySheet], text: str, told: bool
) -> None:
    sheet = sheets["F1"]
    last = next(n for n, one in enumerate(sheet.columns) if one.kind == "attribute")
    read = read_paste(sheet, 0, [["30", text]], [column(sheet, "A03N"), last])
    assert read.dropped == told
    assert (read.cells[1].outcome == "doubtful") == told
    assert sheet.columns[last].title in read.cells[1].note or not told


def test_what_is_computed_so_is_not_told(sheets: dict[str, EntrySheet]) -> None:
    sheet = sheets["F1"]
    read = read_paste(sheet, 0, [["100", "60", "40"]], from_column(sheet, "A01"), own=True)
    assert not read.dropped
    assert read.certain


def test_a_dash_over_a_figure_is_looked_at_and_changes_nothing(
    sheets: dict[str, EntrySheet],
) -> None:
    sheet = sheets["F1"]
    read = read_paste(sheet, 0, [["98"], ["-"], ["–"]], [column(sheet, "A01")])
    assert [one.outcome for one in read.cells] == ["lands", "doubtful", "doubtful"]
    assert "số 319 đang có vẫn giữ" in read.cells[1].note
    assert "số 100 đang có" in read.cells[2].note  # of the month before, shown grey
    assert [entry.value for entry in read.assignments.values()] == [98]


def test_an_x_that_would_take_a_figure_away_is_looked_at(sheets: dict[str, EntrySheet]) -> None:
    sheet = sheets["F1"]
    read = read_paste(sheet, 1, [["x"]], [column(sheet, "A01")])
    (cell,) = read.of("doubtful")
    assert cell.entry == NOT_APPLICABLE
    assert cell.note.startswith("Thay số 319 đang có bằng “không phát sinh”")
    flow = sheets["F3"]
    assert read_paste(flow, 1, [["x"]], [column(flow, "C11")]).certain


def test_signs_of_our_own_land_as_they_are(sheets: dict[str, EntrySheet]) -> None:
    sheet = sheets["F1"]
    read = read_paste(sheet, 1, [["–"]], [column(sheet, "A01")], own=True)
    assert list(read.assignments.values()) == [NOT_APPLICABLE]
    assert read.certain


def test_only_one_line_beyond_the_sheet_that_tells_more_is_one_of_totals(
    sheets: dict[str, EntrySheet],
) -> None:
    sheet = sheets["F3"]
    some = [["1", "2"], ["2", "1"], ["3", "0"]]
    targets = [column(sheet, "C11"), column(sheet, "C12")]
    total = read_paste(sheet, 0, [*some, ["7", "3"]], targets)
    assert [one.note for one in total.of("doubtful")] == ["Dòng cộng ghi 7, cộng các dòng được 6."]
    less = read_paste(sheet, 0, [*some, ["1", "0"]], targets)
    assert {one.note for one in less.of("refused")} == {"Dòng 4 nằm ngoài bảng."}
    many = read_paste(sheet, 2, [*some, ["7", "3"]], targets)
    assert [one.note for one in many.of("doubtful")] == []
    assert list(many.assignments.values()) == [Entry(1), Entry(2)]


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        (("1|Trường|Mầm non 2|5", "2||Mầm non 3|7"), 2),
        (("BIỂU SỐ 1|||", "1|Trường|Mầm non 2|5", "2||Mầm non 3|7"), 2),
        (("1|2|Phường Sông Thanh|5", "2|3|Phường Sông Thanh|7"), -1),
        (("5|–|7|9", "6|–|8|3"), -1),
    ],
)
def test_names_behind_their_kinds_begin_a_strangers_table(
    rows: tuple[str, ...], column: int
) -> None:
    assert strangers_column([row.split("|") for row in rows]) == column
