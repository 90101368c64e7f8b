"""Turning declared actions into what the toolkit triggers: shortcuts, menus, buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from desktop.ui.page import Action

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def make(action: Action, owner: QWidget, guard: Callable[[Callable[[], object]], None]) -> QAction:
    """Return the toolkit's action; `guard` runs it and tells of a refusal or defect."""
    made = QAction(action.text, owner)
    made.setObjectName(action.id)
    made.setProperty("primary", action.primary)
    made.setProperty("header", action.header)
    made.setProperty("menu", action.menu)
    made.setProperty("icon_name", action.icon)
    made.setProperty("group", action.group)
    if action.shortcut:
        made.setShortcut(QKeySequence(action.shortcut))
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    made.triggered.connect(lambda: guard(action.run))
    owner.addAction(made)
    update(made, action)
    return made


def update(made: QAction, action: Action) -> None:
    """Ask whether the action can be done now, and say why when it cannot.

    Asked after each cell, so that words which stay are not told to the toolkit again.
    """
    shown = action.shown()
    enabled = shown and action.enabled()
    made.setVisible(shown)
    made.setEnabled(enabled)
    why = "" if enabled or action.why_not is None else action.why_not()
    tip = action.tooltip or action.words
    if made.property("told") == (told := f"{action.words}\n{tip}\n{why}"):
        return
    made.setProperty("told", told)
    made.setText(action.words)
    keys = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    made.setToolTip(why or (f"{tip} ({keys})" if keys else tip))
