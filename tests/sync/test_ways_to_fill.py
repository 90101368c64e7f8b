"""How a commune fills the province's forms travels with its figures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from desktop.reports.own_form import FormMapping
from desktop.tasks.figures.own_forms import remember_mapping
from tests.sync.offices import World, send, take, world


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """A small province, everybody enrolled."""
    made = world(tmp_path)
    yield made
    made.close()


def test_a_way_to_fill_a_form_is_not_told_as_of_a_newer_version(w: World, tmp_path: Path) -> None:
    form = tmp_path / "Biểu của tỉnh.xlsx"
    book = xlsxwriter.Workbook(str(form))
    book.add_worksheet("Biểu").write("A1", "Đoàn viên")
    book.close()
    remember_mapping(w.commune, form, FormMapping(sheet="Biểu", cells={"B1": "A03"}))
    result = take(w.province, send(w.commune, w.out))
    assert result.status == "imported"
    assert not result.warnings
