"""What an upper office's word on a return looks like in the registers."""

from typing import Any

REVIEW = "review"


def is_accepted(value: Any) -> bool:
    """Tell whether a review register's value accepts the revision it stands for."""
    state = value.get("state") if isinstance(value, dict) else value
    return state == "accepted"


def number(revision: str) -> int:
    """Return the number of a revision; 0 for what is none."""
    return int(revision) if revision.isascii() and revision.isdigit() else 0
