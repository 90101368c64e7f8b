"""Finding text in a PDF: the places, page by page, in points from the page's lower left."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import Any

Box = tuple[float, float, float, float]
MOST_FOUND = 500


@dataclass(frozen=True, slots=True)
class Sought:
    """Text wanted in a PDF: `version` tells PDFs apart."""

    version: int
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """One place of the text: its page from 0 and a box per line (left, bottom, right, top)."""

    page: int
    boxes: tuple[Box, ...]


def find(document: Any, text: str) -> list[Found]:
    """Return the places of the text in reading order, at most `MOST_FOUND`."""
    found: list[Found] = []
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as content:
            search = content.search(text)
            while (place := search.get_next()) is not None and len(found) < MOST_FOUND:
                count = content.count_rects(*place)
                found.append(Found(number, tuple(content.get_rect(n) for n in range(count))))
            search.close()
    return found
