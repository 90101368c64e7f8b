"""Which attachments a bundle carries: each once, and no file larger than the way allows."""

import re
from collections.abc import Mapping
from typing import Final

from desktop.models.store.keys import LOCAL
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.sync import records
from desktop.sync.messages import BundleRefusal
from desktop.sync.selection import texts_in

LIMITS: Final[Mapping[str, int]] = {
    "mail": 18_000_000,  # a mail provider counts the encoded message, a third larger
    "zalo": 200_000_000,
    "usb": 200_000_000,
}
"""Profile → most bytes of one file."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_BUNDLE_OWN = 64 * 1024


def owed(reader: Reader, to: str, stores: set[str]) -> dict[str, int]:
    """Return hash → bytes of the attachments the receiver has not acknowledged yet.

    They are those that the present activities of these stores name and this office holds; what
    went in a bundle that was received is not sent again.
    """
    had = {
        one for bundle in records.made(reader) if bundle.to == to and bundle.received
        for one in sent_in(reader, bundle.id)
    }  # fmt: skip
    rows = reader.rows(
        "SELECT leaf.value, op.store FROM leaf JOIN op ON op.store = leaf.store AND op.id = leaf.op"
        " WHERE leaf.kind = 'activity' AND op.stream <> ?",
        (LOCAL,),
    )
    named = {
        text for value, store in rows if store in stores
        for text in texts_in(load(value)) if _SHA256.fullmatch(text)
    }  # fmt: skip
    folder = reader.folder / "blobs"
    held = (one for one in sorted(named - had) if (folder / one).is_file())
    return {one: (folder / one).stat().st_size for one in held}


def sent_in(reader: Reader, bundle: str) -> list[str]:
    """Return the attachments a bundle made here carried."""
    record = reader.get(records.BUNDLE, bundle, "made")
    told = record.get("blobs") if isinstance(record, dict) else None
    return [str(one) for one in told] if isinstance(told, list) else []


def split(sizes: Mapping[str, int], limit: int, before: int) -> list[tuple[str, ...]]:
    """Return the attachments of the first bundle, then of each further one.

    `before` are the bytes the first holds besides. Refuses E_BLOB_TOO_BIG for one that fits
    into no bundle of its own.
    """
    room = limit - _BUNDLE_OWN
    for size in sizes.values():
        if size > room:
            raise BundleRefusal(
                "E_BLOB_TOO_BIG", megabytes=-(-size // 1_000_000), most=limit // 1_000_000
            )
    parts: list[list[str]] = [[]]
    used = before
    for one, size in sizes.items():
        if used + size > room:
            parts.append([])
            used = 0
        parts[-1].append(one)
        used += size
    return [tuple(part) for part in parts]
