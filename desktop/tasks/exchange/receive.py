"""Receiving bundles: each file on its own, a verified backup before many changes."""

from collections.abc import Iterable
from pathlib import Path

from desktop.models.store.store import Store
from desktop.sync.importer import ImportResult, import_files


def receive(store: Store, files: Iterable[Path], *, dry_run: bool = False) -> list[ImportResult]:
    """Import bundles, or with `dry_run` only tell what each would change.

    A file that is refused never blocks the others; its result says why.
    """
    return import_files(store, files, dry_run=dry_run)
