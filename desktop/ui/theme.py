"""The theme in use: palette, stylesheet and font of the whole program, switched live."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap

from desktop.models import resources
from desktop.ui.stylesheet import stylesheet
from desktop.ui.tokens import Tokens, load, mix

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

SYSTEM_FONTS = Path("/usr/share/fonts/truetype/noto")
FACES = ("Regular", "Bold", "Italic")


class ThemeChoice(Enum):
    """What a person may choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Keeps the application in one theme; `changed` follows each switch.

    Code that paints asks `tokens`, `colour()` and `font()`; it holds no colour of its own.
    """

    changed = Signal()
    in_use: ClassVar[Theme | None] = None
    """The one the running application was given; asked for a thousand times by one page."""

    def __init__(
        self,
        app: QApplication,
        choice: ThemeChoice = ThemeChoice.SYSTEM,
        *,
        text_scale: float = 1.0,
    ) -> None:
        super().__init__(app)
        self._app, self._choice, self._text_scale = app, choice, text_scale
        self.icons: dict[tuple[str, str, int], QIcon] = {}
        self.pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        Theme.in_use = self
        load_fonts()
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.tokens = load(self._name(), text_scale=text_scale)
        self._apply()

    @property
    def choice(self) -> ThemeChoice:
        """What was chosen."""
        return self._choice

    def choose(self, choice: ThemeChoice, *, text_scale: float | None = None) -> None:
        """Switch at once; `text_scale` 1.0–1.5 enlarges text and space."""
        self._choice = choice
        if text_scale is not None:
            self._text_scale = text_scale
        self.tokens = load(self._name(), text_scale=self._text_scale)
        self.icons.clear()
        self.pixmaps.clear()
        self._apply()
        self.changed.emit()

    def colour(self, name: str) -> QColor:
        """Return a token's colour, by its dotted name."""
        return QColor(self.tokens.colour(name))

    def font(self, level: str = "normal", *, bold: bool = False) -> QFont:
        """Return the interface font at a step of the type scale."""
        font = QFont(self.tokens.family)
        font.setPixelSize(self.tokens.type[level])
        font.setBold(bold)
        return font

    def _name(self) -> str:
        if self._choice is not ThemeChoice.SYSTEM:
            return self._choice.value
        scheme = self._app.styleHints().colorScheme()
        return "dark" if scheme == Qt.ColorScheme.Dark else "light"

    def _system_changed(self) -> None:
        if self._choice is ThemeChoice.SYSTEM:
            self.choose(ThemeChoice.SYSTEM)

    def _apply(self) -> None:
        self._app.setFont(self.font())
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(stylesheet(self.tokens))


def current() -> Theme:
    """Return the theme the running application was given."""
    if Theme.in_use is None:
        raise RuntimeError("no theme was set up")
    return Theme.in_use


def follow(restyle: Callable[[], object]) -> None:
    """Call the widget's bound method now and after each switch; it ends with the widget."""
    current().changed.connect(restyle)
    restyle()


def follow_for(owner: QObject, restyle: Callable[[], object]) -> None:
    """Like `follow` for a plain function: it ends when `owner` is destroyed."""
    relay = _Relay(owner, restyle)
    current().changed.connect(relay.pass_on)
    restyle()


class _Relay(QObject):
    """Carries the switch to a function; dies with its owner, and the connection with it."""

    def __init__(self, owner: QObject, restyle: Callable[[], object]) -> None:
        super().__init__(owner)
        self._restyle = restyle

    def pass_on(self) -> None:
        self._restyle()


def load_fonts() -> None:
    """Make the shipped Noto Sans known; the system's copy where the shipped one is missing."""
    for face in FACES:
        name = f"NotoSans-{face}.ttf"
        shipped = resources.path(f"fonts/{name}")
        place = shipped if shipped.exists() else SYSTEM_FONTS / name
        if place.exists():
            QFontDatabase.addApplicationFont(str(place))


def palette(tokens: Tokens) -> QPalette:
    """Return the palette for what the stylesheet does not reach."""
    roles = QPalette.ColorRole
    result = QPalette()
    for role, name in (
        (roles.Window, "surface.page"),
        (roles.Base, "surface.page"),
        (roles.AlternateBase, "surface.raised"),
        (roles.Button, "surface.raised"),
        (roles.ToolTipBase, "surface.raised"),
        (roles.WindowText, "ink.normal"),
        (roles.Text, "ink.strong"),
        (roles.ButtonText, "ink.normal"),
        (roles.ToolTipText, "ink.normal"),
        (roles.BrightText, "brand.on"),
        (roles.PlaceholderText, "ink.muted"),
        (roles.Highlight, "brand"),
        (roles.HighlightedText, "brand.on"),
        (roles.Link, "brand"),
        (roles.LinkVisited, "brand"),
        (roles.Accent, "brand"),
        (roles.Light, "surface.page"),
        (roles.Midlight, "surface.sunken"),
        (roles.Mid, "line.hair"),
        (roles.Dark, "line.strong"),
    ):
        result.setColor(role, QColor(tokens.colour(name)))
    result.setColor(roles.Shadow, QColor(mix(tokens.shadow.colour, tokens.surface["page"], 0.5)))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.colour("ink.disabled")))
    return result
