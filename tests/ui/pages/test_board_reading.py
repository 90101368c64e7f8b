"""The board is read beside the window, month by month, and can be stopped between two."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.figures.returns.board import RECENT
from desktop.models.store.store import Store
from desktop.ui.jobs import Cancelled, part_by_part
from desktop.ui.pages.exchange import work
from tests.ui.pages.offices import make_province

TODAY = date(2026, 11, 3)


def test_each_month_is_told_as_it_is_read(tmp_path: Path) -> None:
    make_province(tmp_path / "tỉnh")
    said: list[tuple[int, int]] = []
    with Store.open(tmp_path / "tỉnh") as reader:
        shown = work.read_all(reader, RECENT, TODAY, lambda *told: said.append(told))
        assert said == [(n, 12) for n in range(1, 13)]
        assert len(shown.board.months) == 12


def test_reading_stops_when_it_is_asked_to(tmp_path: Path) -> None:
    make_province(tmp_path / "tỉnh")
    said: list[tuple[int, int]] = []
    told = part_by_part(lambda *one: said.append(one), lambda: len(said) == 3)
    with Store.open(tmp_path / "tỉnh") as reader, pytest.raises(Cancelled):
        work.read_all(reader, RECENT, TODAY, told)
    assert len(said) == 3
