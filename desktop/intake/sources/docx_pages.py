"""The sheets of a Word file: paper and margins of each section, as the file states them."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.intake.sources.docx_package import Package, W

if TYPE_CHECKING:
    from lxml.etree import _Element

SIDES = ("top", "bottom", "left", "right")
_MM_PER_INCH = 25.4
# A measure is a count of twips, or a number with its unit (ECMA-376, 17.18.81 and 22.9.2.14).
_PER_INCH = {"": 1440.0, "pt": 72.0, "pc": 6.0, "pi": 6.0, "in": 1.0, "cm": 2.54, "mm": 25.4}
_MEASURE = re.compile(r"(-?\d+(?:\.\d+)?)(pt|pc|pi|in|cm|mm)?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One section's paper, in millimetres; a side whose margin is not stated is left out."""

    width: float
    height: float
    margins: dict[str, float]


def sheets(path: Path) -> list[Sheet]:
    """Return the sheets whose size is stated; none for a file that is not a Word package.

    Raises Refusal for a package that cannot be read.
    """
    if not zipfile.is_zipfile(path):
        return []
    with Package(path) as package:
        root = package.part("word/document.xml")
    if root is None:
        return []
    return [sheet for section in root.iter(W + "sectPr") if (sheet := _sheet(section))]


def _sheet(section: "_Element") -> Sheet | None:
    size, edges = section.find(W + "pgSz"), section.find(W + "pgMar")
    width, height = _mm(size, "w"), _mm(size, "h")
    if width is None or height is None:
        return None
    found = {side: _mm(edges, side) for side in SIDES}
    return Sheet(width, height, {side: mm for side, mm in found.items() if mm is not None})


def _mm(node: "_Element | None", name: str) -> float | None:
    stated = None if node is None else _MEASURE.fullmatch(node.get(W + name, "").strip())
    if stated is None:
        return None
    return float(stated[1]) / _PER_INCH[stated[2] or ""] * _MM_PER_INCH
