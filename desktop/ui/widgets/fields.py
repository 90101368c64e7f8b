"""Fields for typing. Nothing is checked, changed or completed while a word is being typed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from desktop.models.errors import Refusal
from desktop.models.text import fold, nfc, one_line, vi_number
from desktop.ui import icons
from desktop.ui import theme as themes
from desktop.ui.typed import parse_number
from desktop.ui.widgets.labels import restyle
from desktop.ui.widgets.line_field import LineField


class TextField(LineField):
    """A line of text. `committed(str)` follows when it is left or Enter is pressed, changed.

    The text handed over is NFC without spaces at its ends.
    """

    committed = Signal(str)
    refused = Signal(str)

    def __init__(self, text: str = "", *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setPlaceholderText(hint)
        self._kept = text
        self.editingFinished.connect(self.commit)

    def value(self) -> Any:
        """Return what is typed, as the field's type; may raise Refusal."""
        return self.typed()

    def typed(self) -> str:
        """Return the text as typed: NFC, on one line, without anything hidden."""
        return one_line(self.text())

    def pending(self) -> str:
        """Return what was typed and not handed over yet, "" for nothing."""
        return self.typed() if self.is_changed() else ""

    def is_changed(self) -> bool:
        """Say whether the text differs from what was there."""
        return self.typed() != self._kept

    def retype(self, text: str) -> None:
        """Put in what was typed before and not handed over."""
        self.setText(text)

    def show_text(self, text: str) -> None:
        """Set the text without it counting as typed; the cursor goes to the start."""
        self._kept = text
        self.setText(text)
        self.setCursorPosition(0)
        self.mark("")

    def mark(self, sentence: str) -> None:
        """Show that the text was refused, and why; "" takes the mark away."""
        bad = bool(sentence)
        if bool(self.property("bad")) != bad:
            self.setProperty("bad", bad)
            restyle(self)
        self.setToolTip(sentence)
        self.refused.emit(sentence)

    def commit(self) -> None:
        """Check and hand over what was typed, if it differs from what was there."""
        if not self.is_changed():
            self.mark("")
            return
        try:
            value = self.value()
        except Refusal as refusal:
            self.mark(str(refusal))
            return
        self.show_text(self.written(value))
        self.handed_over(value)

    def written(self, value: Any) -> str:
        """Return the value as the field shows it."""
        return str(value)

    def handed_over(self, value: Any) -> None:
        """Emit the field's signal."""
        self.committed.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the old text back."""
        if event.key() == Qt.Key.Key_Escape and self.is_changed():
            self.show_text(self._kept)
            return
        super().keyPressEvent(event)


class NumberField(TextField):
    """A number written the Vietnamese way; `number_committed(Decimal | None)`."""

    number_committed = Signal(object)

    def __init__(self, value: Decimal | int | None = None, *, decimals: int = 0) -> None:
        super().__init__()
        self._decimals = decimals
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.show_number(value)

    def value(self) -> Decimal | None:
        """Return the number typed; None when empty; raises Refusal."""
        return parse_number(self.typed(), self._decimals)

    def show_number(self, value: Decimal | int | None) -> None:
        """Show a number, or nothing for None."""
        self.show_text(self.written(value))

    def written(self, value: Any) -> str:
        """Return the number as 1.234,5."""
        return "" if value is None else vi_number(value, self._decimals)

    def handed_over(self, value: Any) -> None:
        """Emit the number."""
        self.number_committed.emit(value)


SEARCH_PAUSE = 1.5
"""Seconds after which letters typed begin a new search."""
_KEY = Qt.KeyboardModifier


class Choice(QComboBox):
    """One of some; `chosen(object)` follows only a person's choice, never `show_value`.

    Letters typed go to the first option that begins with them or else holds them, tone marks
    aside: the names of unions all begin alike.
    """

    chosen = Signal(object)

    def __init__(self, options: Iterable[tuple[str, Any]] = (), *, name: str = "") -> None:
        super().__init__()
        self._typed, self._typed_at = "", 0.0
        self.view().installEventFilter(self)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(16)
        self.set_options(options)
        self.activated.connect(lambda index: self.chosen.emit(self.itemData(index)))

    def set_options(self, options: Iterable[tuple[str, Any]]) -> None:
        """Replace what can be chosen, keeping the choice when it is still there."""
        kept = self.currentData()
        self.blockSignals(True)
        self.clear()
        for text, value in options:
            self.addItem(text, value)
        self.blockSignals(False)
        self.show_value(kept)

    def value(self) -> Any:
        """Return what is chosen; None when there is nothing."""
        return self.currentData()

    def show_value(self, value: Any) -> None:
        """Show a choice without telling anyone; unknown values leave the first."""
        places = (i for i in range(self.count()) if self.itemData(i) == value)
        self.setCurrentIndex(next(places, 0 if self.count() else -1))

    def words_in(self, option: QStyleOptionComboBox) -> str:
        """Return the words of the choice as far as the field has room for them."""
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option,
            QStyle.SubControl.SC_ComboBoxEditField, self,
        )  # fmt: skip
        return self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Search by letters; everything else as any list of choices."""
        place = self._found(event)
        if place is None:
            super().keyPressEvent(event)
        elif place >= 0 and place != self.currentIndex():
            self.setCurrentIndex(place)
            self.activated.emit(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Search in the open list in the same way; Enter takes what was found."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            place = self._found(event)
            if place is not None:
                if place >= 0:
                    self.view().setCurrentIndex(self.model().index(place, self.modelColumn()))
                return True
        return super().eventFilter(watched, event)

    def _found(self, event: QKeyEvent) -> int | None:
        """Return the option the letters typed so far lead to, -1 for none; None for other keys."""
        now, text = time.monotonic(), event.text()
        if now - self._typed_at > SEARCH_PAUSE:
            self._typed = ""
        if event.key() == Qt.Key.Key_Backspace and self._typed:
            self._typed = self._typed[:-1]
        elif text.isprintable() and (text.strip() or (text and self._typed)):
            if event.modifiers() & (_KEY.ControlModifier | _KEY.AltModifier):
                return None
            self._typed += text
        else:
            return None
        self._typed_at = now
        wanted = fold(self._typed)
        texts = [self.itemText(place) for place in range(self.count())]
        names = [fold(text) for text in texts]
        begins = (place for place, name in enumerate(names) if name.startswith(wanted))
        holds = (place for place, name in enumerate(names) if wanted in name)
        found = next(begins, next(holds, -1))
        if found < 0:
            from desktop.models.units.unit_search import nearest_text  # only where one seeks

            found = nearest_text(texts, self._typed)
        return found

    def wheelEvent(self, event: Any) -> None:
        """Scrolling a page never changes a choice it passes over."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow in the ink of the theme; words the field has no room for end in dots."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.words_in(option)  # type: ignore[attr-defined]
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        size = 14
        token = "ink.muted" if self.isEnabled() else "ink.disabled"
        picture = icons.drawn("chevron-down", token, size, self.devicePixelRatioF())
        edge = themes.current().tokens.space["s"]
        place = QPoint(self.width() - size - edge, (self.height() - size) // 2)
        painter.drawPixmap(place, picture)


class TextArea(QPlainTextEdit):
    """Several lines of plain text; `committed(str)` follows when it is left, changed.

    Esc gives the old text back, Ctrl+Z then what was typed; `given_up` follows each Esc.
    """

    committed = Signal(str)
    given_up = Signal()

    def __init__(self, text: str = "", *, hint: str = "", lines: int = 4) -> None:
        super().__init__(text)
        self._kept = text
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        height = self.fontMetrics().lineSpacing() * lines
        self.setFixedHeight(height + 2 * themes.current().tokens.space["s"])

    def value(self) -> str:
        """Return the text, NFC, stripped."""
        return nfc(self.toPlainText()).strip()

    def pending(self) -> str:
        """Return what was typed and not handed over yet, "" for nothing."""
        return self.value() if self.is_changed() else ""

    def is_changed(self) -> bool:
        """Say whether the text differs from what was there."""
        return self.value() != self._kept

    def retype(self, text: str) -> None:
        """Put in what was typed before and not handed over; the keyboard can take it back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the old text back."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        changed = self.is_changed()
        if changed:
            self.retype(self._kept)
        event.setAccepted(changed)
        self.given_up.emit()

    def show_text(self, text: str) -> None:
        """Set the text without it counting as typed."""
        self._kept = text
        self.setPlainText(text)

    def focusOutEvent(self, event: Any) -> None:
        """Hand the text over."""
        super().focusOutEvent(event)
        self.commit()

    def commit(self) -> None:
        """Hand over what was typed, if it differs from what was there."""
        if self.is_changed():
            self._kept = self.value()
            self.committed.emit(self._kept)


class KeyWatch(QObject):
    """Lets a list be driven from a text box: hands over the keys `take` wants."""

    def __init__(self, box: QWidget, take: Callable[[int], bool]) -> None:
        super().__init__(box)
        self._take = take
        box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow a key press that was taken."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take(event.key())
        return False


def given(field: QWidget, text: str, checked: Callable[[str], str]) -> str:
    """Return a text as `checked` takes it; where that refuses, the keyboard goes to its field."""
    try:
        return checked(text)
    except Refusal:
        field.setFocus()
        raise
