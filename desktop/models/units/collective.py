"""Which collective of an office speaks and signs: by the size of its executive committee."""

from typing import Final

STANDING: Final = "Ban Thường vụ"
COMMITTEE: Final = "Ban Chấp hành"
STANDING_FROM: Final = 9
"""An executive committee of this many members elects a standing committee (Điều lệ, Điều 13)."""


def collective_of(members: int | None, *, base: bool) -> str:
    """Return which collective signs, by the size of the executive committee.

    Unknown, a base union's executive committee and an upper union's standing committee do.
    """
    if members is None:
        return COMMITTEE if base else STANDING
    return STANDING if members >= STANDING_FROM else COMMITTEE


def members_of(text: str) -> int | None:
    """Return the number of members a setting tells, None when it tells none."""
    return int(text) if text.isascii() and text.isdigit() else None
