"""Icons of one family: line drawings on a 24-pixel grid, coloured by token when drawn."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.models import resources
from desktop.ui import theme as themes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton

SIZE = 20
FADED = 0.45


def drawing(name: str, colour: str) -> QByteArray:
    """Return the SVG of that name with its ink set to the colour."""
    return QByteArray(_source(name).replace("currentColor", colour).encode())


@cache
def _source(name: str) -> str:
    """Return the drawing as it is shipped: one file serves every ink, state and density."""
    return resources.path(f"icons/{name}.svg").read_text(encoding="utf-8")


def pixmap(
    name: str, colour: str, size: int = SIZE, density: float = 1.0, opacity: float = 1.0
) -> QPixmap:
    """Return the icon as a picture of `size` logical pixels."""
    shape = _shape(name, round(size * density))
    ink = QColor(colour)
    ink.setAlphaF(opacity)
    picture = QImage(shape.size(), shape.format())
    picture.fill(ink)  # a painter's fill would have the toolkit make its classes of gradients
    painter = QPainter(picture)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, shape)
    painter.end()
    picture.setDevicePixelRatio(density)
    return QPixmap.fromImage(picture)


def drawn(name: str, colour: str, size: int = SIZE, density: float = 1.0) -> QPixmap:
    """Return the icon in a token's colour, for what paints itself; drawn once in a theme."""
    theme = themes.current()
    key = (name, colour, size, density)
    if key not in theme.pixmaps:
        theme.pixmaps[key] = pixmap(name, theme.tokens.colour(colour), size, density)
    return theme.pixmaps[key]


@cache
def _shape(name: str, edge: int) -> QImage:
    """Return the drawing in black: drawn once, every ink is laid over it."""
    shape = QImage(edge, edge, QImage.Format.Format_ARGB32_Premultiplied)
    shape.fill(Qt.GlobalColor.transparent)
    painter = QPainter(shape)
    QSvgRenderer(drawing(name, "black")).render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    return shape


def icon(name: str, colour: str = "ink.normal", size: int = SIZE) -> QIcon:
    """Return the icon in a token's colour, dimmed when disabled, branded when checked."""
    theme = themes.current()
    key = (name, colour, size)
    if key not in theme.icons:
        theme.icons[key] = _made(theme, name, colour, size)
    return theme.icons[key]


def _made(theme: themes.Theme, name: str, colour: str, size: int) -> QIcon:
    result = QIcon()
    checked = "brand" if colour.startswith("ink") else colour
    for ratio in _densities():
        ink, disabled = theme.tokens.colour(colour), theme.tokens.colour("ink.disabled")
        plain = chosen = pixmap(name, ink, size, ratio)
        if checked != colour:
            chosen = pixmap(name, theme.tokens.colour(checked), size, ratio)
        # A thin line drawn in the ink of disabled words still looks like one to press.
        faded = pixmap(name, disabled, size, ratio, FADED)
        for picture, mode, state in (
            (plain, QIcon.Mode.Normal, QIcon.State.Off),
            (chosen, QIcon.Mode.Normal, QIcon.State.On),
            (faded, QIcon.Mode.Disabled, QIcon.State.Off),
            (faded, QIcon.Mode.Disabled, QIcon.State.On),
        ):
            result.addPixmap(picture, mode, state)
    return result


def _densities() -> set[float]:
    return {screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}


def set_icon(
    button: QAbstractButton, name: str, colour: str = "ink.normal", size: int = SIZE
) -> None:
    """Give a button its icon, drawn again whenever the theme changes."""
    button.setProperty("icon_name", name)
    button.setIconSize(QSize(size, size))

    def restyle() -> None:
        button.setIcon(icon(button.property("icon_name"), colour, size))

    themes.follow_for(button, restyle)
