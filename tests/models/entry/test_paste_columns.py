"""A block one column out of place holds the figures of the column beside it: told, not guessed."""

from collections.abc import Iterator

import pytest

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_paste import read_paste
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.store.store import Store
from tests.models.entering import column, commune

SEPTEMBER, OCTOBER = "2026-09", "2026-10"
WORKERS, WOMEN = (100, 57, 230, 41, 88, 19), (40, 30, 90, 12, 51, 7)
MEMBERS, OF_WOMEN = (80, 50, 190, 33, 71, 15), (30, 21, 77, 10, 40, 5)
JOINED, TOLD = (3, 1, 4, 2, 6, 0), "có thể dán lệch một cột"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Six unions with a month before, and who joined in October."""
    store, units = commune(tmp_path_factory.mktemp("lệch"), 6)
    with store:
        stocks = dict(zip(("A01", "A01N", "A03", "A03N"),
                          (WORKERS, WOMEN, MEMBERS, OF_WOMEN), strict=True))  # fmt: skip
        set_cells(store, SEPTEMBER, {
            (unit, code): Entry(numbers[n])
            for n, unit in enumerate(units) for code, numbers in stocks.items()
        })  # fmt: skip
        set_cells(store, OCTOBER, {(u, "C11"): Entry(n)
                                   for u, n in zip(units, JOINED, strict=True)})  # fmt: skip
        yield store


def doubts(store: Store, form: str, first: str, *columns: tuple[int, ...]) -> set[int]:
    """The columns of a block, from 1, that are said to be their neighbour's."""
    sheet = EntrySheet.load(store, form, OCTOBER)
    targets = list(range(column(sheet, first), len(sheet.columns)))
    targets = [n for n in targets if sheet.columns[n].kind == "typed"]
    block = [list(map(str, line)) for line in zip(*columns, strict=True)]
    return {cell.cell for cell in read_paste(sheet, 0, block, targets).cells if TOLD in cell.note}


def test_stocks_one_column_aside_are_looked_at(office: Store) -> None:
    now = tuple(n + 1 for n in WORKERS)
    assert doubts(office, "F1", "A01N", now, WOMEN) == {1, 2}
    assert doubts(office, "F1", "A01", WOMEN) == {1}


def test_in_their_place_nothing_is_said(office: Store) -> None:
    now = tuple(n + 2 for n in WORKERS)
    assert not doubts(office, "F1", "A01", now, WOMEN, MEMBERS, OF_WOMEN)
    assert not doubts(office, "F1", "A03N", OF_WOMEN)


def test_flows_are_told_where_they_stand_beside_already(office: Store) -> None:
    assert doubts(office, "F3", "C12", JOINED) == {1}
    assert not doubts(office, "F3", "C11", JOINED)
    assert not doubts(office, "F3", "C12", (0, 0, 1, 0, 0, 1))
    assert not doubts(office, "F3", "C21", JOINED)


def test_a_few_small_counts_tell_nothing(office: Store) -> None:
    assert not doubts(office, "F1", "A01", (40, 30))
