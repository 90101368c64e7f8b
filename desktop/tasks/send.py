"""Sending: a bundle for another office, with the readable sheets inside and beside it."""

from pathlib import Path

from desktop.models.store import Store
from desktop.sync.export import HumanSheet, MadeBundle, make_bundle
from desktop.tasks.reports import human_sheets


def send(store: Store, out: Path, *, to: str | None = None, full: bool = False) -> MadeBundle:
    """Make a bundle for the level above, or for the enrolled unit `to` (code or id) below.

    Upward it carries the sheets of the returns locked in the newest period. Raises Refusal
    where there is nobody to send to or the folder cannot be written; nothing is left then.
    """
    sheets = [] if to else [HumanSheet(name, data) for name, data in human_sheets(store)]
    return make_bundle(store, out, to, sheets, full=full)
