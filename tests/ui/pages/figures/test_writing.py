"""Cells that waited while the store was busy: kept at once, undone one by one."""

from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.cells import CLEARED, Entry, cells
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


def test_cells_cut_and_pasted_are_one_step_to_undo(tmp_path: Path) -> None:
    store, (first, _second, *_rest) = commune(tmp_path / "office")
    with store:
        write_cells(store, [Write(OCTOBER, {(first, "C11"): Entry(3), (first, "C12"): Entry(4)})])
        cut = {(first, "C11"): CLEARED, (first, "C12"): CLEARED}
        write_cells(store, [Write(OCTOBER, cut)])
        moved = {(first, "C12"): Entry(3), (first, "C13"): Entry(4)}  # one cell to the right
        change = write_cells(store, [Write(OCTOBER, moved, cut=cut)])
        assert {one.field for one in change.changes} >= {"C11", "C12", "C13"}
        held = cells(store, first, OCTOBER)
        assert {code: held[code].value for code in held} == {"C11": None, "C12": 3, "C13": 4}
        undo(store)
        held = cells(store, first, OCTOBER)
        assert {code: held[code].value for code in held} == {"C11": 3, "C12": 4}


def test_a_cut_is_a_step_of_its_own_once_something_else_was_done(tmp_path: Path) -> None:
    store, (first, second, *_rest) = commune(tmp_path / "office")
    with store:
        write_cells(store, [Write(OCTOBER, {(first, "C11"): Entry(3)})])
        cut = {(first, "C11"): CLEARED}
        write_cells(store, [Write(OCTOBER, cut)])
        write_cells(store, [Write(OCTOBER, {(second, "C11"): Entry(9)})])
        write_cells(store, [Write(OCTOBER, {(first, "C13"): Entry(3)}, cut=cut)])
        undo(store)
        assert "C13" not in cells(store, first, OCTOBER)
        assert cells(store, second, OCTOBER)["C11"].value == 9
        assert cells(store, first, OCTOBER)["C11"].value is None
