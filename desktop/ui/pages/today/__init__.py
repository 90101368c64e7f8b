"""Hôm nay: what is due, what is followed, what is new."""

from __future__ import annotations

from desktop.ui.desk import Desk
from desktop.ui.page import Page
from desktop.ui.pages.today.today_page import TodayPage


def page(desk: Desk) -> Page:
    """Make the page."""
    return TodayPage(desk)
