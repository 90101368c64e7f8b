"""Số liệu: a month's figures in a grid, checked while they are typed, locked when complete."""

from __future__ import annotations

from desktop.ui.desk import Desk
from desktop.ui.page import Page


def page(desk: Desk) -> Page:
    """Return the page; its parts are imported with it."""
    from desktop.ui.pages.figures.surface import FiguresPage

    return FiguresPage(desk)
