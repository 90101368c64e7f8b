"""Running text told apart from the short lines around it."""

import re

from desktop.intake.source import Line
from desktop.intake.words import any_of, is_caps, plain, tables


def is_opening(bare: str) -> bool:
    """Whether plain text begins with a word that openings begin with."""
    return bool(re.match(any_of(tables().opening_words), bare))


def is_prose(text: str, line: Line) -> bool:
    """Whether the text is a sentence of the opening, not a name or a title."""
    if is_caps(text):
        return False
    bare = plain(text).strip(" *-–+")
    return len(text) > 90 or (len(text) > 40 and is_opening(bare)) or bare.startswith("can cu")
