"""Golden texts of reports; `UPDATE_GOLDEN=1` rewrites them, and the change is reviewed."""

import os
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "golden" / "reports"


def assert_golden(name: str, text: str) -> None:
    """Compare with the golden file, or write it when asked to."""
    path = _FOLDER / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"{path} is missing; UPDATE_GOLDEN=1 writes it"
    assert text == path.read_text(encoding="utf-8")
