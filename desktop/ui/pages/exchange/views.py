"""The modules of the page's views, loaded beside the window before the first is shown."""

from importlib import import_module

_VIEWS = (
    "board_view", "board_panel", "bundles_view", "bundle_panel", "comparing", "conflicts_view",
    "late_view", "links_view", "receive_view",
)  # fmt: skip


def load() -> None:
    """Import every view; called on a job's thread, so that the window stays quick."""
    for name in _VIEWS:
        import_module(f"desktop.ui.pages.exchange.{name}")
