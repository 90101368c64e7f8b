"""Whether a field holds words that were typed and not handed over yet: those are never replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import TextArea, TextField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def being_typed(field: QWidget) -> bool:
    """Say whether the keyboard is in the field and its text differs from what was shown."""
    target = field.line if isinstance(field, DateField) else field
    changes = isinstance(target, TextField | TextArea) and target.is_changed()
    return target.hasFocus() and changes
