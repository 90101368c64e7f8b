"""The names, sizes and limits of a bundle, in one place (docs/bundle-format.md)."""

import re
from typing import Final

FORMAT: Final = "cd-sync"
VERSION: Final = 1
MIMETYPE: Final = b"application/vnd.socongdoan.sync-bundle"
SIGNED_PREFIX: Final = b"cd-sync-bundle/1\n"

MIMETYPE_NAME: Final = "mimetype"
MANIFEST_NAME: Final = "manifest.json"
SIGNATURE_NAME: Final = "manifest.sig"
OPS_NAME: Final = "records/ops.jsonl"
HEAD_NAMES: Final = (MIMETYPE_NAME, MANIFEST_NAME, SIGNATURE_NAME)

SIGNATURE_BYTES: Final = 64
MAX_BUNDLE: Final = 300 * 1024 * 1024
MAX_ENTRIES: Final = 5_000
MAX_MANIFEST: Final = 4 * 1024 * 1024
MAX_FILE: Final = 200 * 1024 * 1024
MAX_TOTAL: Final = 1024 * 1024 * 1024
MAX_LINE: Final = 1024 * 1024
MAX_INT: Final = 2**53 - 1

KIND_UP: Final = "baocao"
KIND_DOWN: Final = "chidao"
KIND_PEERS: Final = "noibo"
KIND_FULL: Final = "saoluu"
KIND_REQUEST: Final = "dangky"
KIND_GRANT: Final = "capphep"
REQUEST_START: Final = b'{"request":{'
"""How the file of a request for enrolment begins, which is no bundle."""
KIND_SHEET: Final = "phieu"
"""A QR sheet stands among the bundles with their states: made, sent, received, consolidated."""

_ENTRY = re.compile(r"(?:records|blobs|human|meta)/([A-Za-z0-9][A-Za-z0-9._-]{0,119})")
_BLOB = re.compile(r"blobs/[0-9a-f]{64}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def is_entry_name(name: str) -> bool:
    """Tell whether a payload entry may bear this name (no path tricks, no device names)."""
    matched = _ENTRY.fullmatch(name)
    if matched is None or name.endswith("."):
        return False
    if name.startswith("blobs/"):
        return _BLOB.fullmatch(name) is not None
    return _RESERVED.fullmatch(matched[1]) is None
