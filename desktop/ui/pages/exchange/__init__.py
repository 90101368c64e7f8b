"""Gửi – nhận: bundles and their states, the board of the units below, connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.pages.exchange.exchange_page import ExchangePage

if TYPE_CHECKING:
    from desktop.ui.desk import Desk
    from desktop.ui.page import Page


def page(desk: Desk) -> Page:
    """Make the page."""
    return ExchangePage(desk)
