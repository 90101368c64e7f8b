"""Words typed and not handed over yet: where they wait, and whether a field holds some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import TextArea, TextField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


HEAD: Final = "head/"
ITEM: Final = "item/"
CELL: Final = "cell/"
"""How the names of half-typed words begin: fields of the paper, of an item, of the programme."""


def place_of(plan: str) -> str:
    """Return the place half-typed words of a plan wait at."""
    return f"plan/{plan}" if plan else ""


def being_typed(field: QWidget) -> bool:
    """Say whether the keyboard is in the field and its text differs from what was shown: such
    words are never replaced.
    """
    target = field.line if isinstance(field, DateField) else field
    changes = isinstance(target, TextField | TextArea) and target.is_changed()
    return target.hasFocus() and changes
