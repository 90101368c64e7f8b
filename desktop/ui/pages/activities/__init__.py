"""*Hoạt động*: what the office did, from one typed line to a record with all its links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.pages.activities.page import ActivitiesPage

if TYPE_CHECKING:
    from desktop.ui.desk import Desk


def page(desk: Desk) -> ActivitiesPage:
    """Return the page."""
    return ActivitiesPage(desk)
