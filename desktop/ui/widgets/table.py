"""A list of things in columns: sorted in its model, copied to Excel, places kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import compress, islice
from math import ceil
from operator import is_not
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QMetaMethod,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from desktop.models.text import for_spreadsheet, sort_key
from desktop.ui import icons
from desktop.ui import theme as themes
from desktop.ui.machine_state import MachineState
from desktop.ui.widgets.focus_mark import mark_row

Index = QModelIndex | QPersistentModelIndex

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
INK = int(Qt.ItemDataRole.ForegroundRole)
PICTURE = int(Qt.ItemDataRole.DecorationRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

MOST_MEASURED = 40  # of a column that grows so many of the longest texts: any of them is widest

MOST_RUNS = 20  # more of them are told as one: a view looks at each by itself
STRETCH_LETTERS = 18
"""What a column that takes the room left over keeps when others have to give way."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title and how a row's object is shown in it.

    `width` is in letters; 0 takes the room that is left. `order` gives what to sort by (the text
    in Vietnamese order otherwise); `tone` a colour token such as "ink.muted" or "blocked";
    `icon` the name of an icon, "" for none. `middle`: names that differ at their end, such as those
    of schools, are cut in the middle where there is no room; the whole is then the tooltip.
    `least` are the letters it gives way to in a narrow window, 0 for none; a `whole` one is never
    cut: it grows to what stands in it. So does one of numbers (`right`) that does not give way:
    a number with its end cut is another number.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 16
    right: bool = False
    order: Callable[[Any], Any] | None = None
    tone: Callable[[Any], str] | None = None
    icon: Callable[[Any], str] | None = None
    tooltip: Callable[[Any], str] | None = None
    middle: bool = False
    least: int = 0
    whole: bool = False

    @property
    def grows(self) -> bool:
        """Tell whether the column is as wide as the widest thing in it, however little room."""
        return self.whole or (self.right and bool(self.width) and not self.least)

    def tip(self, row: Any) -> str | None:
        """Return what is told of a cell beside its text."""
        told = self.tooltip or (self.text if self.middle else None)
        return told(row) if told is not None else None


class _CutInTheMiddle(QStyledItemDelegate):
    """Draws both ends of a text that has no room."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Cut where the view itself would cut the end."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle


def cut_names(view: QAbstractItemView, columns: Sequence[Column]) -> None:
    """Let a view cut the columns of names in the middle."""
    cut = _CutInTheMiddle(view)
    for number, column in enumerate(columns):
        if column.middle:
            view.setItemDelegateForColumn(number, cut)


class RowsModel(QAbstractTableModel):
    """Objects as rows."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: list[Any] = []
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Sequence[Any], key: Callable[[Any], Hashable] = id) -> None:
        """Show other rows, in the order chosen before.

        Where rows came, went or tell something else now, the view hears of just those: a long
        list of which one line changes is not drawn anew each time.
        """
        before, after = self.rows, self._ordered(rows)
        most = min(len(before), len(after))
        first = _alike(before, after, most, key)
        last = _alike(before, after, most - first, key, from_end=True)
        gone = len(before) - first - last
        if gone > len(before) // 2 or not before:
            self.beginResetModel()
            self.rows = after
            self.endResetModel()
            return
        tail = len(after) - last
        others = list(_differing(before, after, 0, 0, first))
        others += _differing(before, after, first + gone, tail, last)
        self._replace(first, gone, after[first:tail])
        self.rows = after
        self._changed(others)

    def _changed(self, places: Sequence[int]) -> None:
        """Tell, run by run, of rows that tell something else than those that stood there."""
        ends = [n for n, place in enumerate(places, 1) if place + 1 not in places[n : n + 1]]
        ends = ends if len(ends) <= MOST_RUNS else [len(places)]
        right = len(self.columns) - 1
        for begun, end in zip([0, *ends], ends, strict=False):
            self.dataChanged.emit(self.index(places[begun], 0), self.index(places[end - 1], right))

    def _replace(self, first: int, gone: int, came: Sequence[Any]) -> None:
        if gone:
            self.beginRemoveRows(QModelIndex(), first, first + gone - 1)
            del self.rows[first : first + gone]
            self.endRemoveRows()
        if came:
            self.beginInsertRows(QModelIndex(), first, first + len(came) - 1)
            self.rows[first:first] = came
            self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == DISPLAY:
            return self.columns[section].title
        if role == ALIGN:
            return RIGHT if self.columns[section].right else LEFT
        return None

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return one cell's text, side, ink, icon or tooltip."""
        column = self.columns[index.column()]
        if role == DISPLAY:
            return column.text(self.rows[index.row()])
        if role == ALIGN:
            return RIGHT if column.right else LEFT
        if role == INK and column.tone is not None:
            return themes.current().colour(column.tone(self.rows[index.row()]))
        if role == PICTURE and column.icon is not None:
            return self._icon(column, self.rows[index.row()])
        if role == TOOLTIP:
            return column.tip(self.rows[index.row()])
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column; -1 leaves the order they were given in."""
        self._sorted = (column, order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        before, self.rows = self.rows, self._ordered(self.rows)
        places = {id(row): place for place, row in enumerate(self.rows)}
        for old in self.persistentIndexList():
            new = self.index(places[id(before[old.row()])], old.column())
            self.changePersistentIndex(old, new)
        self.layoutChanged.emit()

    def _ordered(self, rows: Sequence[Any]) -> list[Any]:
        if self._sorted is None:
            return list(rows)
        column = self.columns[self._sorted[0]]
        order = column.order or (lambda row: sort_key(column.text(row)))
        return sorted(rows, key=order, reverse=self._sorted[1] is Qt.SortOrder.DescendingOrder)

    def _icon(self, column: Column, row: Any) -> Any:
        assert column.icon is not None
        name = column.icon(row)
        ink = column.tone(row) if column.tone is not None else "ink.muted"
        return icons.icon(name, ink, 16) if name else None


def _differing(
    before: Sequence[Any], after: Sequence[Any], was: int, now: int, most: int
) -> Iterable[int]:
    """Yield the places, from `now` on, of so many rows that are other objects than from `was`."""
    pairs = islice(before, was, None), islice(after, now, None)
    return compress(range(now, now + most), map(is_not, *pairs))


def _alike(
    one: Sequence[Any],
    other: Sequence[Any],
    most: int,
    key: Callable[[Any], Hashable],
    *,
    from_end: bool = False,
) -> int:
    """Return how many things at the beginning (or end) of both are the same rows, `most` at most.

    What is the very same thing is passed over without a word of Python for each.
    """
    way: Callable[[Sequence[Any]], Iterable[Any]] = reversed if from_end else iter
    for passed in compress(range(most), map(is_not, way(one), way(other))):
        place = -1 - passed if from_end else passed
        if key(one[place]) != key(other[place]):
            return passed
    return most


class ListTable(QTableView):
    """The list of a page. `chosen(object)` follows the selection, `opened(object)` Enter or a
    double click; a row is known again after `set_rows` by its `key`.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        key: Callable[[Any], Hashable] = id,
        name: str = "",
        state: MachineState | None = None,
        many: bool = False,
        sortable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key, self._name, self._state = key, name, state
        self._wanted: list[int] = []
        self._giving = False
        self._measured: dict[int, int] = {}
        self._measured_as: tuple[bool, str] | None = None
        self.rows_model = RowsModel(columns)
        self.setModel(self.rows_model)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if many else modes.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self._lay_out(columns, sortable)
        cut_names(self, columns)
        self.selectionModel().currentRowChanged.connect(self._selected)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        themes.current().changed.connect(self.viewport().update)

    def whole_height(self) -> int:
        """Return how tall the list is with every row in sight, in pixels."""
        across = self.horizontalScrollBar().sizeHint().height()
        return self.horizontalHeader().sizeHint().height() + self.verticalHeader().length() + across

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; selection and scroll stay where they were."""
        kept = {self._key(row) for row in self.selected()}
        current = self.current()
        current_key = self._key(current) if current is not None else None
        place = self.verticalScrollBar().value()
        selection = self.selectionModel()
        selection.blockSignals(True)
        self.rows_model.set_rows(rows, self._key)
        self._measured = {}
        self._choose_again(current_key, kept)
        selection.blockSignals(False)
        self.verticalScrollBar().setValue(place)
        self._give_way()
        if current is not None and self.current() is None:
            self.chosen.emit(None)

    def _choose_again(self, current_key: Hashable, kept: set[Hashable]) -> None:
        """Choose the rows of these keys where the view lost them, and nothing in their place."""
        now = self.current()
        same = (self._key(now) if now is not None else None) == current_key
        if same and {self._key(row) for row in self.selected()} == kept:
            return
        self.selectionModel().clear()
        for number, row in enumerate(self.rows_model.rows):
            key = self._key(row)
            if key == current_key:
                self._select(number, QItemSelectionModel.SelectionFlag.NoUpdate)
            if key in kept:
                self._select(number, QItemSelectionModel.SelectionFlag.Select)

    def put_away(self, columns: Iterable[int]) -> None:
        """Show all columns but these; the others share their room with the next rows."""
        away = set(columns)
        for number in range(len(self.rows_model.columns)):
            self.setColumnHidden(number, number in away)

    def rows(self) -> list[Any]:
        """Return the rows in the order shown."""
        return list(self.rows_model.rows)

    def current(self) -> Any:
        """Return the row the cursor is in; None when there is none."""
        index = self.currentIndex()
        return self.rows_model.rows[index.row()] if index.isValid() else None

    def selected(self) -> list[Any]:
        """Return the selected rows from top to bottom."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.rows_model.rows[place] for place in places]

    def go_to(self, key: Hashable) -> bool:
        """Select the row of that key and bring it into sight; False when it is not there."""
        for number, row in enumerate(self.rows_model.rows):
            if self._key(row) == key:
                self._select(number, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                self.scrollTo(self.rows_model.index(number, 0))
                return True
        return False

    def copy(self) -> None:
        """Put the selected rows (all when none is) on the clipboard, as Excel takes them."""
        QGuiApplication.clipboard().setText(self.tsv(self.selected() or self.rows()))

    def tsv(self, rows: Sequence[Any]) -> str:
        """Return titles and rows with tabs between cells."""
        columns = self.rows_model.columns
        lines = [[column.title for column in columns]]
        lines += [[column.text(row) for column in columns] for row in rows]
        return "\n".join("\t".join(map(for_spreadsheet, line)) for line in lines)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the first row when the keyboard comes: the toolkit chooses it and marks nothing."""
        before = self.currentIndex().isValid()
        super().focusInEvent(event)
        now, single = self.currentIndex(), QAbstractItemView.SelectionMode.SingleSelection
        if not before and now.isValid() and self.selectionMode() == single:
            self._select(now.row(), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._give_way()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and where the keyboard is."""
        super().paintEvent(event)
        mark_row(self)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole of a text that is cut, where nothing else is told of its cell."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            if index.isValid() and not index.data(TOOLTIP) and self._is_cut(index):
                QToolTip.showText(event.globalPos(), str(index.data(DISPLAY)), self)
                return True
        return super().viewportEvent(event)

    def _is_cut(self, index: Index) -> bool:
        return self.sizeHintForIndex(index).width() > self.columnWidth(index.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies rows, Enter opens; where nothing opens Enter is the dialog's.

        Home and End go to the first and last row: a row is what is chosen here.
        """
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.rows_model.rows:
            last = len(self.rows_model.rows) - 1 if event.key() == Qt.Key.Key_End else 0
            self._select(last, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.isSignalConnected(QMetaMethod.fromSignal(self.opened)):
                self._open(self.currentIndex().row())
            else:
                event.ignore()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, columns: Sequence[Column], sortable: bool) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        letter = self.fontMetrics().averageCharWidth()
        tokens = themes.current().tokens
        self.verticalHeader().setDefaultSectionSize(tokens.type["normal"] + 2 * tokens.space["s"])
        known = self._state.get(f"columns:{self._name}", []) if self._state else []
        for number, column in enumerate(columns):
            width = (column.width or 24) * letter + 2 * tokens.space["s"]
            if len(known) == len(columns) and isinstance(known[number], int):
                width = known[number]
            header.resizeSection(number, width)
            self._wanted.append(width)
            if column.width == 0:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        if sortable:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            header.setSortIndicatorClearable(True)
            self.setSortingEnabled(True)
        header.sectionResized.connect(self._remember)

    def _remember(self, number: int, _before: int, width: int) -> None:
        """Keep the widths a person chose; those given way to are of this window only."""
        if self._giving or not width:  # a column that is put away keeps the width it had
            return
        if self.rows_model.columns[number].width:
            self._wanted[number] = width
        if self._state is not None:
            self._state.set(f"columns:{self._name}", list(self._wanted))

    def _give_way(self) -> None:
        """Narrow the columns that may be, each by its part, until all stand in the window."""
        columns, header = self.rows_model.columns, self.horizontalHeader()
        if not any(column.least or column.grows for column in columns):
            return
        letter, edge = self.fontMetrics().averageCharWidth(), 2 * themes.current().tokens.space["s"]
        widths = list(self._wanted)
        for number, column in enumerate(columns):
            if self.isColumnHidden(number):
                widths[number] = 0
            elif column.grows:
                widths[number] = max(widths[number], self._widest(number))
        rest = sum(STRETCH_LETTERS * letter + edge for column in columns if not column.width)
        over = rest + sum(w for column, w in zip(columns, widths, strict=True) if column.width)
        over -= self.viewport().width()
        spare = [max(width - column.least * letter - edge, 0) if column.least else 0
                 for column, width in zip(columns, widths, strict=True)]  # fmt: skip
        part = min(max(over, 0) / max(sum(spare), 1), 1)
        self._giving = True
        for number, column in enumerate(columns):
            if (column.least or column.grows) and not self.isColumnHidden(number):
                header.resizeSection(number, widths[number] - ceil(spare[number] * part))
        self._giving = False

    def _widest(self, number: int) -> int:
        """Return how wide the widest thing in a column is, measured once for the rows shown."""
        as_shown = (self.isVisible(), self.font().key())
        if self._measured_as != as_shown:
            self._measured, self._measured_as = {}, as_shown
        if number not in self._measured:
            text, rows = self.rows_model.columns[number].text, self.rows_model.rows
            long = nlargest(MOST_MEASURED, range(len(rows)), key=lambda at: len(text(rows[at])))
            hints = [self.sizeHintForIndex(self.rows_model.index(at, number)) for at in long]
            self._measured[number] = max((hint.width() for hint in hints), default=0) + 1
        return self._measured[number]

    def _select(self, number: int, how: QItemSelectionModel.SelectionFlag) -> None:
        flags = how | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.rows_model.index(number, 0), flags)

    def _selected(self) -> None:
        self.chosen.emit(self.current())

    def _open(self, number: int) -> None:
        if 0 <= number < len(self.rows_model.rows):
            self.opened.emit(self.rows_model.rows[number])
