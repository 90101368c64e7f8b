"""What other programs put on the clipboard: a page, .csv, a message, a file, a picture."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.models.figures.cells import cells
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.support.keyboard import press
from tests.ui.pages.figures.driving import KEY, at, figures, grid
from tests.ui.pages.figures.test_import import TABLE, written
from tests.ui.pages.figures.test_pasted_tables import table, values

CONTROL = Qt.KeyboardModifier.ControlModifier
Open = Callable[..., tuple[Shell, Reader, list[str]]]
OCTOBER = "2026-10"


def page_of(*rows: tuple[object, ...]) -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<html><body><table>" + "".join(f"<tr>{row}</tr>" for row in lines) + "</table></body>"


def paste(shell: Shell, page: FiguresPage, data: QMimeData) -> None:
    view = grid(page)
    view.go_to(*at(page, "A01"))
    QApplication.clipboard().setMimeData(data)
    press(view, KEY.Key_V, CONTROL)
    page.entering.finish_reading()
    shell.settle()


def given(kind: str, text: str) -> QMimeData:
    data = QMimeData()
    data.setData(kind, text.encode())
    return data


@pytest.mark.parametrize(("kind", "text"), [
    ("text/html", page_of((102,), (101,), (99,))),
    ("text/csv", "102;\n101;\n99;\n"),
    ("text/plain", "102\r\n101\r\n99\r\n"),
])  # fmt: skip
def test_a_column_lands_whatever_it_was_copied_as(open_commune: Open, kind: str, text: str) -> None:
    shell, reader, units = open_commune()
    paste(shell, figures(shell, form="F1"), given(kind, text))
    assert [cells(reader, unit, OCTOBER)["A01"].value for unit in units] == [102, 101, 99]
    shell.undo()
    shell.settle()
    assert all("A01" not in cells(reader, unit, OCTOBER) for unit in units)


@pytest.mark.parametrize("lines", [
    ("{0}: LĐ 102 (nữ 41), ĐV 80, nữ 30", "{1}: LĐ 99 (nữ 40), ĐV 80, nữ 30"),
    ("Tên CĐCS;CNVCLĐ;Nữ;Đoàn viên;Nữ", "{0};102;41;80;30", "{1};99;40;80;30"),
])  # fmt: skip
def test_lines_of_words_are_read_as_a_message_or_a_table(
    open_commune: Open, lines: tuple[str, ...]
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    assert page.sheet is not None
    names = [row.unit.name for row in page.sheet.rows]
    paste(shell, page, given("text/plain", "\n".join(line.format(*names) for line in lines)))
    assert values(table()) == [
        {"A01": 102, "A01N": 41, "A03": 80, "A03N": 30},
        {"A01": 99, "A01N": 40, "A03": 80, "A03N": 30},
    ]


def test_lines_laid_out_by_spaces_are_cells(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    assert page.sheet is not None
    names = [row.unit.name for row in page.sheet.rows]
    paste(shell, page, given("text/plain", f"{names[0]}   102\n{names[1]}    99\n"))
    assert [cells(reader, unit, OCTOBER)["A01"].value for unit in units[:2]] == [102, 99]


def test_a_file_copied_in_its_folder_opens_the_preview(open_commune: Open, tmp_path: Path) -> None:
    shell, _reader, _units = open_commune()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(written(tmp_path, TABLE)))])
    paste(shell, figures(shell, form="F1"), data)
    assert len(values(table())) == 2


def test_what_cannot_be_pasted_is_told(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    told: list[str] = []
    grid(page).refused.connect(lambda _row, _column, sentence: told.append(sentence))
    data = QMimeData()
    data.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    paste(shell, page, data)
    assert told[-1].startswith("Đã sao chép một tấm ảnh, không phải bảng.")
    paste(shell, page, QMimeData())
    assert told[-1] == "Chưa sao chép số nào. Chọn bảng ở Excel, bấm Ctrl+C."
