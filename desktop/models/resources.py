"""Where the files shipped with the program lie."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2] / "resources"


def path(relative: str) -> Path:
    """Return the place of a shipped file, given relative to `resources/`."""
    return _ROOT / relative
