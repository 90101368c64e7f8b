"""*Cài đặt*: how the program looks, what papers say of the office, backups, offices, history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.pages.settings.page import SettingsPage

if TYPE_CHECKING:
    from desktop.ui.desk import Desk


def page(desk: Desk) -> SettingsPage:
    """Return the page."""
    return SettingsPage(desk)
