"""A line that leads somewhere: a mark, a sentence, what to know about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy

from desktop.ui import icons
from desktop.ui import theme as themes
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.pressed import Pressed
from desktop.ui.widgets.thin_bar import Shares, bar_height, draw_bar

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPaintEvent

_ICON = 18
_WRAPPED = int(Qt.TextFlag.TextWordWrap)
_ENDLESS = 1 << 20


class _Words(NamedTuple):
    text: str
    level: str
    ink: str

    def font(self) -> QFont:
        return themes.current().font(self.level, bold=self.level == "large")


class Line(Pressed):
    """Clicked, or reached with Tab and opened with Enter or Space.

    It paints its words itself: a page of such lines is there many times sooner than one of
    labels in boxes. `number` and `bar` stand between the title and the detail.
    """

    def __init__(
        self,
        title: str,
        detail: str,
        run: Callable[[], object],
        *,
        icon: str = "",
        ink: str = "ink.muted",
        number: str = "",
        bar: Shares | None = None,
    ) -> None:
        super().__init__("line", " ".join(one for one in (title, number) if one), detail, run)
        self._icon, self._ink, self._bar = icon, ink, bar
        self.title, self.detail, self.number = title, detail, number
        self._laid: dict[int, list[tuple[QRect, _Words | Shares]]] = {}
        self._unwrapped: dict[_Words, QRect] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        themes.current().changed.connect(self._lay_anew)

    def open(self) -> None:
        """Go where the line leads."""
        self._run()

    def sizeHint(self) -> QSize:
        """A mark and a few words; the column gives what it has, and the words wrap."""
        return QSize(space("xxl") * 8, space("xxl"))

    def minimumSizeHint(self) -> QSize:
        """As narrow as a mark and a word."""
        return QSize(space("xxl") * 3, 0)

    def heightForWidth(self, width: int) -> int:
        """Return the room the wrapped words take."""
        return self._places(width)[-1][0].bottom() + 1 + space("s") + 1

    def _places(self, width: int) -> list[tuple[QRect, _Words | Shares]]:
        """Return where each part stands in a line of this width, the topmost first."""
        if width not in self._laid:  # a layout asks for several widths before it settles
            self._laid[width] = self._lay(width)
        return self._laid[width]

    def _lay(self, width: int) -> list[tuple[QRect, _Words | Shares]]:
        parts: list[_Words | Shares] = [_Words(self.title, "normal", "ink.strong")]
        parts += [_Words(self.number, "large", "ink.strong")] if self.number else []
        parts += [self._bar] if self._bar is not None else []
        parts += [_Words(self.detail, "small", "ink.muted")] if self.detail else []
        edge = space("s")
        left = edge + (_ICON + edge if self._icon else 0)
        room, top, gap, found = max(width - left - edge, 1), edge, space("xs") // 2, []
        for part in parts:
            tall = bar_height()
            if isinstance(part, Shares):
                top += gap  # the plan's mark stands out of the bar
            else:
                tall = self._tall(part, room)
            found.append((QRect(left, top, room, tall), part))
            top += tall + gap
        return found

    def _tall(self, words: _Words, room: int) -> int:
        """Return the height of words in a room; those that need not wrap are measured once."""
        if words not in self._unwrapped:
            self._unwrapped[words] = self._measured(words, _ENDLESS)
        plain = self._unwrapped[words]
        return plain.height() if plain.width() < room else self._measured(words, room).height()

    def _measured(self, words: _Words, room: int) -> QRect:
        metrics = QFontMetrics(words.font(), self)
        return metrics.boundingRect(QRect(0, 0, room, _ENDLESS), _WRAPPED, words.text)

    def _lay_anew(self) -> None:
        self._laid.clear()
        self._unwrapped.clear()
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark, the words and the bar."""
        super().paintEvent(event)
        theme = themes.current()
        painter = QPainter(self)
        if self._icon:
            picture = icons.drawn(self._icon, self._ink, _ICON, self.devicePixelRatioF())
            painter.drawPixmap(space("s"), space("s"), picture)
        for place, part in self._places(self.width()):
            if isinstance(part, _Words):
                painter.setFont(part.font())
                painter.setPen(theme.colour(part.ink))
                painter.drawText(place, _WRAPPED, part.text)
            else:
                draw_bar(painter, place, part)
