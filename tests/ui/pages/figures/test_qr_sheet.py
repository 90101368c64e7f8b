"""Printing the QR sheet of the row of the cursor, once it is locked."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.models.store.reader import Reader
from desktop.ui.shell import Shell
from tests.ui.pages.figures.driving import figures

Open = Callable[..., tuple[Shell, Reader, list[str]]]


def deed(shell: Shell):
    """Return the action of the page as its menu holds it."""
    hosted = shell._host.front
    assert hosted is not None
    return next(made for declared, made in hosted.declared if declared.id == "qr-sheet")


def test_the_sheet_of_a_locked_row_is_asked_for_by_name(
    open_commune: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    assert not page.locking.has_locked()
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    assert page.locking.has_locked()
    asked: list[str] = []
    monkeypatch.setattr(
        shell.desk, "choose_target", lambda _title, name, _filters: asked.append(name)
    )
    assert deed(shell).isEnabled()
    deed(shell).trigger()
    shell.settle()
    (name,) = asked
    assert name.startswith("phieu-qr-F1-2026-10-")
    assert name.endswith(".pdf")


def test_without_a_level_above_one_sentence_says_why(
    open_commune: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    out = tmp_path / "phiếu.pdf"
    monkeypatch.setattr(shell.desk, "choose_target", lambda *_args: out)
    page.locking.qr_sheet()
    shell.settle()
    texts = [strip.message.text for strip in shell.messages.strips()]
    assert any("chưa được cấp trên cấp phép" in text for text in texts), texts
    assert not out.exists()
