"""Labels. Always plain text: what a file or a person wrote is never read as markup."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui import icons
from desktop.ui import theme as themes


class PlainLabel(QLabel):
    """A label that shows exactly its characters.

    `level`: small normal large title display. `tone`: normal strong muted brand attention
    blocked done.
    """

    def __init__(
        self,
        text: str = "",
        *,
        level: str = "normal",
        tone: str = "normal",
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("level", level)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if wrap:
            self.setMinimumWidth(1)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(text)

    def set_tone(self, tone: str) -> None:
        """Change the meaning of the ink."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


class ElidedLabel(PlainLabel):
    """One line that ends in "…" where there is no room; the whole text is its tooltip.

    `middle`: what differs at its end, such as a file's name, is cut in the middle instead.
    """

    _whole = ""

    def __init__(
        self, text: str = "", *, level: str = "normal", tone: str = "normal", middle: bool = False
    ) -> None:
        modes = Qt.TextElideMode
        self._cut = modes.ElideMiddle if middle else modes.ElideRight
        super().__init__(text, level=level, tone=tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self, text: str, whole: str = "") -> None:
        """Show a text; `whole`, where there is more to tell, is always its tooltip."""
        changes, self._whole = whole != self._whole, whole
        self.setText(text)
        if changes:
            self._offer_whole()

    def setText(self, text: str) -> None:
        """Show a text; the same again costs nothing."""
        if text != self.text():
            super().setText(text)
            self._offer_whole()

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters is enough."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 4), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as a tooltip when it does not fit."""
        super().resizeEvent(event)
        self._offer_whole()

    def _offer_whole(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.width()
        told = self._whole or ("" if fits else self.text())
        if told != self.toolTip():
            self.setToolTip(told)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text cut to the room there is."""
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), self._cut, room.width())
        QPainter(self).drawText(room, int(self.alignment()), text)


class Pill(PlainLabel):
    """A word on a tint: the state of something. `kind`: plain brand attention blocked done."""

    def __init__(self, text: str, kind: str = "plain") -> None:
        super().__init__(text, level="small")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.setProperty("pill", kind)

    def show_state(self, text: str, kind: str) -> None:
        """Change the word and its meaning."""
        self.setText(text)
        self.setProperty("pill", kind)
        restyle(self)


class StateDots(QWidget):
    """A row of dots, the first `reached` of them filled: the states of a bundle."""

    def __init__(self, names: tuple[str, ...], reached: int = 0) -> None:
        super().__init__()
        self._names, self._reached = names, reached
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_reached(reached)
        themes.current().changed.connect(self.update)

    def show_reached(self, reached: int) -> None:
        """Fill the first `reached` dots."""
        self._reached = reached
        told = ", ".join(self._names[:reached]) or "–"
        self.setToolTip(told)
        self.setAccessibleName(told)
        self.update()

    def sizeHint(self) -> QSize:
        """One grid step of dot and gap for each state."""
        step = themes.current().tokens.space["l"]
        return QSize(step * len(self._names), step)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots joined by a line."""
        theme = themes.current()
        step, size = theme.tokens.space["l"], theme.tokens.space["s"] + 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line.strong"))
        painter.drawLine(step // 2, step // 2, step * len(self._names) - step // 2, step // 2)
        for index in range(len(self._names)):
            filled = index < self._reached
            painter.setPen(theme.colour("done" if filled else "line.strong"))
            painter.setBrush(theme.colour("done" if filled else "surface.page"))
            left, top = index * step + (step - size) // 2, (step - size) // 2
            painter.drawEllipse(left, top, size, size)


class IconLabel(QLabel):
    """An icon that is not a button, drawn again when the theme changes."""

    def __init__(self, name: str, colour: str = "ink.muted", size: int = icons.SIZE) -> None:
        super().__init__()
        self._name, self._colour, self._size = name, colour, size
        self.setFixedSize(size, size)
        themes.follow(self.restyle)

    def show_icon(self, name: str, colour: str) -> None:
        """Change the drawing."""
        self._name, self._colour = name, colour
        self.restyle()

    def restyle(self) -> None:
        """Draw in the colours of the theme in use."""
        density = self.devicePixelRatioF()
        self.setPixmap(icons.drawn(self._name, self._colour, self._size, density))


def restyle(widget: QWidget) -> None:
    """Make the stylesheet look at the widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def section_title(text: str, *, level: str = "large") -> PlainLabel:
    """Return the title of a part of a page."""
    return PlainLabel(text, level=level, tone="strong")
