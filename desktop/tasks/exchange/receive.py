"""Receiving bundles: each file on its own, a verified backup before many changes."""

from collections.abc import Iterable
from pathlib import Path

from desktop.models.errors import Refusal
from desktop.models.store.store import Store
from desktop.sync.evidence import backup_before_import, only_once
from desktop.sync.importer import Backup, ImportResult, import_files
from desktop.sync.sheet_import import import_waiting
from desktop.tasks.exchange.scanning import is_scan, receive_sheets

UNKNOWN = ("E_UNKNOWN_SENDER", "E_UNSIGNED")


def receive(
    store: Store,
    files: Iterable[Path],
    *,
    dry_run: bool = False,
    unverified: bool = False,
    unit: str = "",
    phrase: str = "",
    rules: bool = True,
    backup: Backup | None = None,
    own_save: bool = False,
) -> list[ImportResult]:
    """Import bundles, or with `dry_run` only tell what each would change.

    Pictures, PDFs and texts of QR sheets are taken too; so are those kept aside for want of
    a key, right behind the bundle that brought it. A file that is refused never blocks
    the others; its result says why. With `unverified` those of unknown senders are taken too,
    for `unit` (a code; "" for the one they name). `phrase` opens what a passphrase seals.
    `own_save`: what an ended machine of this very office made is taken, a person says it is theirs.
    A `dry_run` without `rules` does not judge the returns of bundles: several times as fast.
    Who calls this file by file hands in one `backup` made `only_once` for all of them.
    """
    results = []
    backup = backup or only_once(backup_before_import)
    for path in files:
        if is_scan(path):
            results += receive_sheets(store, [path], dry_run=dry_run)
            continue
        result = import_files(
            store, [path], dry_run=dry_run, backup=backup, phrase=phrase, rules=rules,
            own_save=own_save,
        )[0]  # fmt: skip
        if unverified and result.code in UNKNOWN:
            result = _unverified(store, path, unit, dry_run=dry_run, phrase=phrase)
        results.append(result)
        if result.status == "imported" and not dry_run:
            results += import_waiting(store)
    return results


def _unverified(store: Store, path: Path, unit: str, *, dry_run: bool, phrase: str) -> ImportResult:
    from desktop.sync.unverified import import_unverified

    try:
        return import_unverified(store, path, unit, dry_run=dry_run, phrase=phrase)
    except Refusal as refusal:
        return ImportResult(
            path=str(path), code=refusal.code, message=refusal.message,
            next_step=refusal.next_step,
        )  # fmt: skip
