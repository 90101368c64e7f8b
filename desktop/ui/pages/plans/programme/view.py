"""The work programme's table: Excel's keys, headings over the full width."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.i18n import _
from desktop.models.text import short_date
from desktop.ui import theme as themes
from desktop.ui.pages.plans.programme import rows as cells
from desktop.ui.pages.plans.programme.model import Index, ProgrammeModel
from desktop.ui.widgets.today_key import TodayKey, is_today_key, today_in_vietnam

_WIDTHS = (7, 0, 13, 13, 13, 14, 12, 16)
_NARROW = (6, 0, 10, 10, 9, 13, 8, 14)
_TASK = 36
"""Letters the work itself is to have before the other columns give way."""
_MOST_LINES = {"task": 6, "lead": 3, "partner": 3, "note": 3}
"""Lines a cell may ask for; the work itself is read here, the rest in the cell's tip."""
_OTHER_LINES = 2
_HINT = QAbstractItemDelegate.EndEditHint
_ONWARD = (_HINT.SubmitModelCache, _HINT.EditNextItem, _HINT.EditPreviousItem)


class _Cells(QStyledItemDelegate):
    """Tells what is being typed in a cell: `typed(index, text)`."""

    typed = Signal(object, str)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell on its ground: the rules of the theme leave it out."""
        ground = index.data(int(Qt.ItemDataRole.BackgroundRole))
        if ground is not None:
            painter.fillRect(option.rect, ground)  # type: ignore[attr-defined]
        super().paint(painter, option, index)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the line to type in."""
        made = super().createEditor(parent, option, index)
        if isinstance(made, QLineEdit):
            cell = QPersistentModelIndex(index)
            made.textEdited.connect(lambda text: self.typed.emit(cell, text))
            TodayKey(made)
        return made


class ProgrammeView(QTableView):
    """`deeds` are what keys do: paste, copy, delete, up, down, fill, sort (by field).

    `typed(index, text)` follows each letter in a cell, `left()` when the cell is left.
    """

    typed = Signal(object, str)
    left = Signal()

    def __init__(self, model: ProgrammeModel, deeds: Mapping[str, Callable[..., object]]) -> None:
        super().__init__()
        self._deeds, self._lines = deeds, model
        self._tabbed: int | None = None
        self._widths: tuple[int, ...] = ()
        self.setModel(model)
        # held here: the toolkit does not own a delegate
        self._cells = _Cells(self)
        self._cells.typed.connect(self.typed)
        self.setItemDelegate(self._cells)
        self.setAccessibleName(_("Chương trình công tác"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(True)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.verticalHeader().hide()
        self._lay_out()
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.timeout.connect(self.restyle)
        model.modelReset.connect(self.restyle)

    def _lay_out(self) -> None:
        tokens = themes.current().tokens
        self.verticalHeader().setDefaultSectionSize(tokens.type["normal"] + 2 * tokens.space["s"])
        header = self.horizontalHeader()
        header.setSectionResizeMode(_WIDTHS.index(0), QHeaderView.ResizeMode.Stretch)
        self._share_out()
        header.setSectionsClickable(True)
        header.setToolTip(_("Bấm để sắp xếp các việc trong từng nhóm"))
        header.sectionClicked.connect(lambda at: self._deeds["sort"](cells.FIELDS[at]))

    def _share_out(self) -> None:
        """Give the columns their widths; where room is short the work itself keeps most."""
        letter, gap = self.fontMetrics().averageCharWidth(), themes.current().tokens.space["m"]
        wide = sum(width * letter + gap for width in _WIDTHS if width)
        left = self.viewport().width() - wide
        widths = _WIDTHS if left >= _TASK * letter else _NARROW
        if widths == self._widths:
            return
        self._widths = widths
        for number, width in enumerate(widths):
            if width:
                self.horizontalHeader().resizeSection(number, width * letter + gap)

    def restyle(self) -> None:
        """Spread headings over the columns before the cost."""
        self.clearSpans()
        for place in self._lines.headings():
            self.setSpan(place, 0, 1, cells.FIELDS.index("cost"))
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Make each row as high as its longest cell needs; asking Qt for it takes too long."""
        space = themes.current().tokens.space
        metrics, header = self.fontMetrics(), self.verticalHeader()
        line, plain = metrics.lineSpacing(), header.defaultSectionSize()
        widths = [max(self.columnWidth(n) - space["m"], 1) for n in range(len(cells.FIELDS))]
        known: dict[str, float] = {}
        for place, one in enumerate(self._lines.lines):
            most = 1
            if one.row is not None:
                for field, width in zip(cells.FIELDS, widths, strict=True):
                    text, allowed = cells.cell_text(one.row, field), _allowed(field)
                    if text not in known:
                        # Words do not break: a line holds a little less than its width.
                        known[text] = metrics.horizontalAdvance(text) * 1.1
                    long = known[text]
                    most = max(most, min(ceil(long / width), allowed) if long > width else 1)
            height = plain + (most - 1) * line
            if header.sectionSize(place) != height:
                header.resizeSection(place, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The work takes the room that is left: rows fit it again."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._share_out()
            self._fit.start()

    def is_typing(self) -> bool:
        """Say whether a cell is being typed in."""
        return self.state() == QAbstractItemView.State.EditingState

    def commit(self) -> None:
        """Keep what is being typed in a cell."""
        editor = self.indexWidget(self.currentIndex()) if self.is_typing() else None
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, _HINT.NoHint)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes down as in Excel, back to the column where Tab began; what was refused
        stays in its cell, to be mended.
        """
        index, refused = self.currentIndex(), self._lines.refused
        self._lines.refused = False
        super().closeEditor(editor, _HINT.NoHint)
        self.left.emit()
        if refused and hint in _ONWARD and isinstance(editor, QLineEdit):
            self._go_on(index, editor.text())
        elif hint is _HINT.EditNextItem or hint is _HINT.EditPreviousItem:
            if self._tabbed is None:
                self._tabbed = index.column()
            self._aside(1 if hint is _HINT.EditNextItem else -1)
        elif hint is _HINT.SubmitModelCache:
            self._down(index)

    def _go_on(self, index: QModelIndex, text: str) -> None:
        """Type on in a cell, with what was typed."""
        self.edit(index)
        editor = self.indexWidget(index)
        if isinstance(editor, QLineEdit):
            editor.setText(text)
            self.typed.emit(index, text)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What a Vietnamese keyboard sends whole opens the cell with it: no letter is lost."""
        index, said = self.currentIndex(), "" if self.is_typing() else event.commitString()
        if said and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._go_on(index, said)
        else:
            super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of Excel."""
        if self.is_typing():
            # The line that is typed in lets Enter through; `closeEditor` answers it.
            event.ignore()
            return
        if self._command(event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._down(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._aside(1 if event.key() == Qt.Key.Key_Tab else -1)
        else:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._tabbed = None
            super().keyPressEvent(event)

    def _command(self, event: QKeyEvent) -> bool:
        matching = {
            QKeySequence.StandardKey.Paste: "paste", QKeySequence.StandardKey.Copy: "copy",
        }  # fmt: skip
        name = next((deed for keys, deed in matching.items() if event.matches(keys)), "")
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Delete:
            name = "delete"
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            name = "up" if event.key() == Qt.Key.Key_Up else "down"
        elif control and event.key() == Qt.Key.Key_D:
            name = "fill"
        elif is_today_key(event):
            self._type_today()
            return True
        if name:
            self._deeds[name]()
        return bool(name)

    def _type_today(self) -> None:
        """Ctrl+; writes today's date in the column of dates; other columns stay as they are."""
        index = self.currentIndex()
        free = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        if free and cells.FIELDS[index.column()] == "due":
            self.model().setData(index, short_date(today_in_vietnam()))

    def _down(self, index: QModelIndex) -> None:
        column = index.column() if self._tabbed is None else self._tabbed
        self._tabbed = None
        place = index.row() + 1
        while place < len(self._lines.lines) and self._lines.lines[place].group is not None:
            place += 1
        self.setCurrentIndex(self._lines.index(min(place, len(self._lines.lines) - 1), column))

    def _aside(self, by: int) -> None:
        index, width = self.currentIndex(), len(cells.FIELDS)
        flat = index.row() * width + index.column() + by
        while 0 <= flat < len(self._lines.lines) * width:
            place, column = divmod(flat, width)
            if self._lines.lines[place].group is None:
                self.setCurrentIndex(self._lines.index(place, column))
                return
            flat += by * (width - column if by > 0 else column + 1)


def _allowed(field: str) -> int:
    return _MOST_LINES.get(field, _OTHER_LINES)
