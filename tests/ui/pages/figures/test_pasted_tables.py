"""A pasted block that is somebody's table is read as one first; by its place on request."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.models.figures.cells import cells
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.import_dialog import ImportFigures
from desktop.ui.pages.figures.paste_dialog import PasteDialog
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.support.keyboard import press
from tests.ui.pages.figures.driving import KEY, at, figures, grid, paste_dialog
from tests.ui.test_store_thread import until

CONTROL = Qt.KeyboardModifier.ControlModifier
Open = Callable[..., tuple[Shell, Reader, list[str]]]
OCTOBER = "2026-10"


def paste(shell: Shell, page: FiguresPage, code: str, *lines: str) -> None:
    view = grid(page)
    view.go_to(*at(page, code))
    QApplication.clipboard().setText("\n".join(lines))
    press(view, KEY.Key_V, CONTROL)
    page.entering.finish_reading()
    shell.settle()


def table() -> ImportFigures:
    """The reader of tables that is open, its reading done; no preview of places beside it."""
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert not [one for one in shown if isinstance(one, PasteDialog)]
    (found,) = [one for one in shown if isinstance(one, ImportFigures)]
    until(lambda: found.reading is not None or not found.error.isHidden())
    return found


def values(found: ImportFigures) -> list[dict[str, int | None]]:
    assert found.reading is not None
    return [dict(row.values) for row in found.reading.rows if row.unit_id]


def test_heads_that_say_other_columns_open_the_reader_of_tables(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    assert page.sheet is not None
    names = [row.unit.name for row in page.sheet.rows]
    heads = "Tên đơn vị\tTổng số CNVCLĐ\tTrong đó nữ\tTổng số đoàn viên\tTrong đó nữ"
    paste(shell, page, "A01", heads, *(f"{name}\t102\t41\t81\t31" for name in names))
    found = table()
    right = {"A01": 102, "A01N": 41, "A03": 81, "A03N": 31}
    assert values(found) == [right] * len(names)
    found.deed_button.click()
    shell.settle()
    held = {code: cell.value for code, cell in cells(reader, units[0], OCTOBER).items()}
    assert held == right


def test_the_table_can_be_laid_by_its_place_after_all(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    assert page.sheet is not None
    paste(shell, page, "A01", "Tên đơn vị\tĐoàn viên", f"{page.sheet.rows[0].unit.name}\t81")
    found = table()
    found.by_place.click()
    shell.settle()
    assert cells(reader, units[0], OCTOBER) == {}
    dialog = paste_dialog()
    dialog.deed_button.click()
    shell.settle()
    assert cells(reader, units[0], OCTOBER)["A01"].value == 81


def test_titles_groups_and_subtotals_are_a_table(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    assert page.sheet is not None
    first, second, third = (row.unit.name for row in page.sheet.rows)
    paste(
        shell, page, "A01",
        "Tên đơn vị\tTổng số lao động",
        "Khối trường học\t", f"{first}\t102", f"{second}\t101", "Cộng khối trường\t203",
        "Khối khác\t", f"{third}\t99", "Cộng khối khác\t99", "Tổng cộng\t302",
    )  # fmt: skip
    found = table()
    assert [one["A01"] for one in values(found)] == [102, 101, 99]
    assert found.reading is not None
    assert all(one.match for one in found.reading.control_totals)


def test_a_name_that_is_not_exact_is_matched_as_in_a_file(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    assert page.sheet is not None
    first, second, _third = (row.unit.name for row in page.sheet.rows)
    bare = second.removeprefix("CĐCS ")
    paste(shell, page, "A01", f"{first}\t102", f"Công đoàn cơ sở {bare}\t101")
    found = table()
    assert [one["A01"] for one in values(found)] == [102, 101]


@pytest.mark.parametrize("total", ["", "Tổng cộng\t302"])
def test_exact_names_under_the_right_head_land_at_once(open_commune: Open, total: str) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    assert page.sheet is not None
    names = [row.unit.name for row in page.sheet.rows]
    lines = [f"{name}\t{number}" for name, number in zip(names, (102, 101, 99), strict=True)]
    paste(shell, page, "A01", "Đơn vị\tTS", *lines, *filter(None, (total,)))
    assert [cells(reader, unit, OCTOBER)["A01"].value for unit in units] == [102, 101, 99]
