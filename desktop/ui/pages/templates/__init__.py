"""Mẫu: packs, templates as the pages they make, and the lists behind figures and forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.ui.desk import Desk
    from desktop.ui.page import Page


def page(desk: Desk) -> Page:
    """Return the page."""
    from desktop.ui.pages.templates.templates_page import TemplatesPage

    return TemplatesPage(desk)
