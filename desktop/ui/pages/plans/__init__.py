"""Kế hoạch: the list, the editor, and receiving papers from above."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.ui.desk import Desk
    from desktop.ui.page import Page


def page(desk: Desk) -> Page:
    """Return the page."""
    from desktop.ui.pages.plans.plans_page import PlansPage

    return PlansPage(desk)
