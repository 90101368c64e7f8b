"""Where the files shipped with the program lie."""

from datetime import date
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2] / "resources"


def path(relative: str) -> Path:
    """Return the place of a shipped file, given relative to `resources/`."""
    return _ROOT / relative


@cache
def built_on() -> date | None:
    """Return the day the program was packaged, None where nobody has packaged it.

    Whoever packages it writes the day (ISO) into `resources/built.txt`: no clock that stands
    before it can be right.
    """
    try:
        return date.fromisoformat(path("built.txt").read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
