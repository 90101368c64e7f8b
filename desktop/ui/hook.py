"""Defects that nothing caught, in slots and timers: shown instead of ending the program."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def install_hook(window: QWidget) -> None:
    """Show defects that no one caught, in slots and timers, instead of ending the program."""
    shown: list[object] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        from desktop.ui.dialogs.crash import CrashDialog, details

        print(details(error), file=sys.stderr)
        if shown:
            return
        dialog = CrashDialog(window, error)
        shown.append(dialog)
        dialog.finished.connect(lambda _result: shown.clear())
        dialog.open()

    sys.excepthook = hook
