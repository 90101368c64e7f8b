"""The modules of the page's views, loaded beside the window before each is shown."""

from collections.abc import Sequence
from importlib import import_module

BOARD_FIRST = ("board_view", "board_panel")
BUNDLES_FIRST = ("bundles_view", "bundle_panel")
_VIEWS = (
    *BOARD_FIRST, *BUNDLES_FIRST, "comparing", "conflicts_view", "late_view", "links_view",
    "receive_view",
)  # fmt: skip


def load(names: Sequence[str] = _VIEWS) -> None:
    """Import views (default: every one); called on a job's thread, so the window stays quick."""
    for name in names:
        import_module(f"desktop.ui.pages.exchange.{name}")
