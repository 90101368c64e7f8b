"""Explaining any file of the exchange to a person: bundles, requests, QR sheets; taking none in."""

from pathlib import Path
from typing import Any

from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.sync.inspect import claim, explain, inspect_bundle
from desktop.sync.trust import Trust
from desktop.tasks.exchange.scanning import is_scan, texts_in

Explained = dict[str, Any]


def inspect(
    path: Path, reader: Reader | None = None, *, phrase: str = ""
) -> tuple[Explained, list[str]]:
    """Return (members, Vietnamese lines) of a file; `reader` is the office, None without one.

    Of a picture, PDF or text with several QR sheets the members are the first one's, all of
    them stand in "sheets". Raises Refusal for a picture or PDF without a sheet.
    """
    trust = Trust.of(reader, Scope.of(reader)) if reader is not None else None
    key_for = trust.key_for if trust is not None else _nobody
    if is_scan(path):
        return _sheets(path, key_for, reader)
    if reader is None:
        told = inspect_bundle(path, key_for, phrase=phrase)
    else:
        own = {reader.own_unit, reader.meta("unit") or ""}
        told = inspect_bundle(
            path, key_for, own, trust=trust, office=reader.folder, phrase=phrase,
            scope=Scope.of(reader),
        )  # fmt: skip
    return told, explain(told).splitlines()


def claimed_by(path: Path, reader: Reader, *, phrase: str = "") -> str:
    """Return in a sentence whose a bundle says it is; "" where that cannot be read."""
    try:
        return claim(inspect(path, reader, phrase=phrase)[0])
    except Refusal:
        return ""


def _sheets(path: Path, key_for: Any, reader: Reader | None) -> tuple[Explained, list[str]]:
    from desktop.sync.sheet_inspect import explain_sheet, inspect_sheet, together

    sheets = [inspect_sheet(text, key_for, reader) for text in texts_in(path)]
    lines = [line for one in sheets for line in explain_sheet(one, reader)]
    return together(sheets), lines


def _nobody(_key: str) -> None:
    return None
