"""Báo cáo: kinds by period, the page as it will print, options and what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.pages.reports.reports_page import ReportsPage

if TYPE_CHECKING:
    from desktop.ui.desk import Desk
    from desktop.ui.page import Page


def page(desk: Desk) -> Page:
    """Make the page."""
    return ReportsPage(desk)
