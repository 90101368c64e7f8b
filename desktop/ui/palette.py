"""The list below the search box: found while typing, taken only when chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.ui import icons
from desktop.ui import theme as themes
from desktop.ui.commands import Command, matching
from desktop.ui.widgets.fields import KeyWatch
from desktop.ui.widgets.search_field import SearchField

COMMAND = int(Qt.ItemDataRole.UserRole)


class Palette(QFrame):
    """Belongs to a search box; `source()` gives the commands, `search(text)` more of them."""

    def __init__(
        self,
        box: SearchField,
        window: QWidget,
        source: Callable[[], Sequence[Command]],
        search: Callable[[str], Sequence[Command]],
    ) -> None:
        super().__init__(window)
        self._field, self._source, self._search = box, source, search
        self.setProperty("look", "popup")
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_Lines(self._list))
        self._list.setAccessibleName(_("Kết quả tìm"))
        self._list.itemClicked.connect(self._take)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._list)
        self._cast_shadow()
        KeyWatch(box, self._key)
        self.hide()

    def open(self) -> None:
        """Put the cursor in the box and show everything."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self.look_for(self._field.text())

    def found(self) -> list[Command]:
        """Return the commands listed now."""
        return [self._list.item(i).data(COMMAND) for i in range(self._list.count())]

    def look_for(self, text: str) -> None:
        """Show what goes with the text as long as somebody is in the box."""
        if not self._field.hasFocus():
            self.hide()
            return
        commands = [*self._source(), *(self._search(text) if text.strip() else ())]
        self._list.clear()
        for command in matching(commands, text):
            line = QListWidgetItem(command.text)
            line.setData(COMMAND, command)
            self._list.addItem(line)
        if self._list.count() == 0:
            self._list.addItem(_nothing(text))
        else:
            self._list.setCurrentRow(0)
        self._place()

    def _place(self) -> None:
        window = self.parentWidget()
        line = self._list.sizeHintForRow(0)
        space = themes.current().tokens.space
        width = max(self._field.width(), space["xxl"] * 15)
        corner = self._field.mapTo(window, QPoint(self._field.width(), self._field.height()))
        height = min(line * self._list.count() + 4, window.height() - corner.y() - space["xl"])
        self.setGeometry(QRect(corner.x() - width, corner.y() + space["xs"], width, height))
        self.show()
        self.raise_()

    def _key(self, key: int) -> bool:
        if not self.isVisible():
            return False
        steps = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}
        if key in steps:
            row = (self._list.currentRow() + steps[key]) % self._list.count()
            self._list.setCurrentRow(row)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.close_list()
        else:
            return False
        return True

    def close_list(self) -> None:
        """Hide the list and empty the box."""
        self._field.clearFocus()
        self._field.clear()
        self.hide()

    def _take(self, line: QListWidgetItem | None) -> None:
        command = line.data(COMMAND) if line is not None else None
        if command is None:
            return
        self.close_list()
        command.run()

    def _cast_shadow(self) -> None:
        shadow = themes.current().tokens.shadow
        colour = themes.current().colour("ink.strong")
        colour.setAlphaF(shadow.opacity)
        effect = QGraphicsDropShadowEffect(self)
        effect.setBlurRadius(shadow.blur)
        effect.setOffset(0, shadow.offset)
        effect.setColor(colour)
        self.setGraphicsEffect(effect)


def _nothing(text: str) -> QListWidgetItem:
    line = QListWidgetItem(_("Không tìm thấy “{text}”").format(text=text.strip()))
    line.setFlags(Qt.ItemFlag.NoItemFlags)
    return line


class _Lines(QStyledItemDelegate):
    """Draws a command: icon, words, and at the right where it belongs or its keys."""

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        """One comfortable line."""
        tokens = themes.current().tokens
        return QSize(0, tokens.type["normal"] + 2 * tokens.space["s"] + tokens.space["xs"])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        """Draw one line."""
        command = index.data(COMMAND)  # type: ignore[attr-defined]
        if command is None:
            super().paint(painter, option, index)  # type: ignore[arg-type]
            return
        theme = themes.current()
        space = theme.tokens.space
        area = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("brand.soft"))
        room = area.adjusted(space["m"], 0, -space["m"], 0)
        if command.icon:
            picture = icons.icon(command.icon, "ink.muted", 18).pixmap(18)
            painter.drawPixmap(room.left(), area.center().y() - 8, picture)
        room.setLeft(room.left() + space["xl"] + space["xs"])
        keys = QKeySequence(command.keys).toString(QKeySequence.SequenceFormat.NativeText)
        where = keys or command.where
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("ink.muted"))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, where)
        room.setRight(room.right() - option.fontMetrics.horizontalAdvance(where) - space["m"])
        painter.setPen(theme.colour("ink.strong"))
        text = option.fontMetrics.elidedText(
            command.text, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, middle, text)
