"""Printing the QR sheet of the row of the cursor, once it is locked."""

from collections.abc import Callable

import pytest

from desktop.models.store.reader import Reader
from desktop.ui.dialogs.base import Dialog
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.ui.pages.figures.driving import figures

Open = Callable[..., tuple[Shell, Reader, list[str]]]


def deed(shell: Shell):
    """Return the action of the page as its menu holds it."""
    hosted = shell._host.front
    assert hosted is not None
    return next(made for declared, made in hosted.declared if declared.id == "qr-sheet")


def locked(open_commune: Open) -> tuple[Shell, FiguresPage]:
    """A page of F1 with every row locked."""
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    assert not page.locking.has_locked()
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    return shell, page


def test_the_sheet_of_a_locked_row_is_asked_for_by_name(
    open_commune: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, page = locked(open_commune)
    assert page.locking.has_locked()
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        "desktop.ui.pages.figures.locking.show_qr_sheet", lambda _desk, *of: asked.append(of)
    )
    assert deed(shell).isEnabled()
    deed(shell).trigger()
    shell.settle()
    (of,) = asked
    assert of[:2] == ("F1", "2026-10")


def test_without_a_level_above_one_sentence_says_why(open_commune: Open) -> None:
    shell, page = locked(open_commune)
    page.locking.qr_sheet()
    shell.settle()
    texts = [strip.message.text for strip in shell.messages.strips()]
    assert any("chưa được cấp trên cấp phép" in text for text in texts), texts
    assert not shell.findChildren(Dialog)
