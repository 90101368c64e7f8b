"""A paper in a window of its own: keys, printing, saving, a small screen."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.formats.document import Document, PaperKind, Paragraph, runs
from desktop.models.errors import Refusal
from desktop.ui.dialogs.paper import Paper, PaperDialog, show_paper
from desktop.ui.shell import Shell
from tests.support.keyboard import press
from tests.ui.pages.offices import make_commune, window

pytestmark = pytest.mark.usefixtures("app")
KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def document(_store: Any) -> Document:
    """A paper of two pages or more."""
    lines = tuple(Paragraph(runs(f"Dòng {n}")) for n in range(90))
    return Document(PaperKind.FORM, lines, "Giấy thử", "Công đoàn xã Thử")


def save(_store: Any, out: Path) -> None:
    """Write something, or refuse a name."""
    if out.name == "bận.pdf":
        raise Refusal("Tệp đang mở ở nơi khác.")
    out.write_bytes(b"%PDF")


def shown(shell: Shell, **more: Any) -> PaperDialog:
    """Show the paper and return its window."""
    found: list[PaperDialog] = []
    paper = Paper("giấy thử", "thu.pdf", "Tệp PDF (*.pdf)", document, save, **more)
    show_paper(shell.desk, paper, on_shown=found.append)
    shell.settle()
    return found[0]


@pytest.fixture
def commune(tmp_path: Path) -> Path:
    """An office to stand in."""
    make_commune(tmp_path / "xã")
    return tmp_path / "xã"


def test_the_keyboard_is_on_the_pages_and_enter_behind_a_page_number_closes_nothing(
    commune: Path,
) -> None:
    with window(commune) as shell:
        dialog = shown(shell)
        assert dialog.focusWidget() is dialog.preview.paper
        before = dialog.preview.paper.zoom()
        press(dialog.preview.paper, KEY.Key_Plus, CONTROL)
        assert dialog.preview.paper.zoom() > before
        dialog.preview.page_box.setFocus()
        QTest.keyClicks(dialog.preview.page_box, "2")
        press(dialog.preview.page_box, KEY.Key_Return)
        assert dialog.isVisible()
        press(dialog.preview.paper, KEY.Key_Escape)
        assert not dialog.isVisible()


def test_printing_hands_over_both_ways_and_is_told_of_once_it_was_done(
    commune: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []
    asked: list[tuple[bytes, bytes]] = []
    answer = [False]

    def ask(_parent: Any, data: bytes, _title: str, *, current: int, mirrored: Any) -> bool:
        assert current == 1
        asked.append((data, mirrored()))
        return answer[0]

    monkeypatch.setattr("desktop.ui.widgets.printing.ask_and_print", ask)
    with window(commune) as shell:
        dialog = shown(shell, printed=lambda _store: printed.append("x"))
        QTest.keyClick(dialog.preview.paper, KEY.Key_P, CONTROL)
        shell.settle()
        assert printed == []  # it was called off
        answer[0] = True
        dialog.print()
        shell.settle()
        assert printed == ["x"]
        one, backs = asked[0]
        assert one.startswith(b"%PDF")
        assert one != backs
        dialog.reject()


def test_saving_tells_the_file_or_why_not_and_the_window_stays(
    commune: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with window(commune) as shell:
        dialog = shown(shell)
        monkeypatch.setattr(shell.desk, "choose_target", lambda *_args: tmp_path / "bận.pdf")
        QTest.keyClick(dialog.preview.paper, KEY.Key_S, CONTROL)
        shell.settle()
        assert "Tệp đang mở" in dialog.error.text()
        monkeypatch.setattr(shell.desk, "choose_target", lambda *_args: tmp_path / "được.pdf")
        dialog.save()
        shell.settle()
        assert dialog.told.text() == "Đã lưu được.pdf."
        assert dialog.error.isHidden()
        assert dialog.isVisible()
        dialog.reject()


def test_it_fits_a_small_screen(commune: Path) -> None:
    with window(commune) as shell:
        dialog = shown(shell)
        least = dialog.minimumSizeHint()
        assert (least.width(), least.height()) <= (1093, 560)
        assert least.height() <= 560
        dialog.reject()
