"""Cells that waited while the store was busy: kept at once, undone one by one."""

from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry, cells
from desktop.models.store.history import undo
from desktop.ui.pages.figures.writing import Write, write_cells
from tests.models.offices import commune

OCTOBER = "2026-10"


def test_what_waited_is_undone_cell_by_cell(tmp_path: Path) -> None:
    store, (first, second, *_rest) = commune(tmp_path / "office")
    block = {(first, "C12"): Entry(4), (second, "C12"): Entry(4)}
    with store:
        change = write_cells(store, [
            Write(OCTOBER, {(first, "C11"): Entry(3)}), Write(OCTOBER, {(first, "C12"): Entry(4)}),
            Write(OCTOBER, block),
        ])  # fmt: skip
        assert {one.key.rpartition("|")[2] for one in change.changes} == {first, second}
        undo(store)
        assert "C12" not in cells(store, second, OCTOBER)
        assert cells(store, first, OCTOBER)["C12"].value == 4
        undo(store)
        assert set(cells(store, first, OCTOBER)) == {"C11"}


def test_what_waited_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    store, (first, *_rest) = commune(tmp_path / "office")
    with store:
        wrong = Write(OCTOBER, {(first, "C12"): Entry(-1)})
        with pytest.raises(Refusal):
            write_cells(store, [Write(OCTOBER, {(first, "C11"): Entry(3)}), wrong])
        assert cells(store, first, OCTOBER) == {}
