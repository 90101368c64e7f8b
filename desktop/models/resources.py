"""Where the files shipped with the program lie."""

from datetime import date
from functools import cache
from pathlib import Path

import msgspec

_ROOT = Path(__file__).resolve().parents[2] / "resources"


def path(relative: str) -> Path:
    """Return the place of a shipped file, given relative to `resources/`."""
    return _ROOT / relative


@cache
def built_on() -> date | None:
    """Return a day on which this program cannot have existed yet the day before; None if unknown.

    No clock that stands before it can be right. Whoever packages the program writes the day
    (ISO) into `resources/built.txt`; where it runs from its source, the month its pack of
    forms was issued in (the pack's version, "2026.11") is what is certain.
    """
    known = [day for day in (_packaged(), _pack_issued()) if day is not None]
    return max(known, default=None)


def _packaged() -> date | None:
    try:
        return date.fromisoformat(path("built.txt").read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None


def _pack_issued() -> date | None:
    try:
        manifest = msgspec.json.decode(path("packs/core/manifest.json").read_bytes())
        year, month = str(manifest["version"]).split(".")[:2]
        return date(int(year), int(month), 1)
    except (OSError, ValueError, KeyError, TypeError):
        return None
