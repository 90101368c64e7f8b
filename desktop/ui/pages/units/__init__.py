"""Đơn vị: the tree of units as of a day, what each is and was, and the events that changed it."""

from __future__ import annotations

from desktop.ui.desk import Desk
from desktop.ui.page import Page


def page(desk: Desk) -> Page:
    """Return the page; its parts are imported with it."""
    from desktop.ui.pages.units.surface import UnitsPage

    return UnitsPage(desk)
