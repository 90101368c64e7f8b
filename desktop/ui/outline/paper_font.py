"""The face of the printed page on the screen: the shipped Tinos, sized for reading."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from desktop.formats.layout import TextStyle, shipped_layout
from desktop.models import resources
from desktop.ui import theme as themes

FACES = ("Regular", "Bold", "Italic", "BoldItalic")
_READING = 1.25
"""How much larger than the interface's large type the page is shown: Tinos runs small."""


@cache
def family() -> str:
    """Make the shipped face known to the toolkit and return its name."""
    for face in FACES:
        place = resources.path(f"fonts/Tinos-{face}.ttf")
        if place.exists():
            QFontDatabase.addApplicationFont(str(place))
    known = QFontDatabase.families()
    return next((name for name in ("Tinos", "Times New Roman") if name in known), "serif")


def body_pixels() -> int:
    """Return the size of running text in pixels."""
    return round(themes.current().tokens.type["large"] * _READING)


def font_of(style: TextStyle) -> QFont:
    """Return the screen's font for a style of the printed page."""
    return QFont(_font(style, body_pixels()))


@lru_cache(maxsize=64)
def _font(style: TextStyle, body_size: int) -> QFont:
    font = QFont(family())
    body = shipped_layout().style("body").size_pt
    font.setPixelSize(round(body_size * style.size_pt / body))
    font.setBold(style.bold)
    font.setItalic(style.italic)
    if style.caps:
        font.setCapitalization(QFont.Capitalization.AllUppercase)
    return font
