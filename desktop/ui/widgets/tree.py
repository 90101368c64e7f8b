"""Things below things, in columns: units, outlines of templates."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView

from desktop.models.text import for_spreadsheet
from desktop.ui import icons
from desktop.ui import theme as themes
from desktop.ui.widgets.table import (
    ALIGN,
    DISPLAY,
    INK,
    LEFT,
    PICTURE,
    RIGHT,
    TOOLTIP,
    Column,
    Index,
    cut_names,
)

_FLAG = QItemSelectionModel.SelectionFlag


@dataclass(slots=True)
class Node:
    """A thing and what is below it."""

    value: Any
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None
    place: int = 0


def link_up(nodes: Sequence[Node], parent: Node | None = None) -> None:
    """Write each node's parent and place."""
    for place, node in enumerate(nodes):
        node.parent, node.place = parent, place
        link_up(node.children, node)


class TreeModel(QAbstractItemModel):
    """Nodes under the toolkit's eyes."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.roots: list[Node] = []

    def set_roots(self, roots: Sequence[Node]) -> None:
        """Show other things."""
        link_up(roots)
        self.beginResetModel()
        self.roots = list(roots)
        self.endResetModel()

    def node(self, index: Index) -> Node | None:
        """Return the node of an index; None for the root."""
        return index.internalPointer() if index.isValid() else None

    def index_of(self, node: Node) -> QModelIndex:
        """Return the index of a node's first column."""
        return self.createIndex(node.place, 0, node)

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        """Return an index for the toolkit."""
        above = self.node(parent) if parent is not None else None
        children = above.children if above is not None else self.roots
        if 0 <= row < len(children):
            return self.createIndex(row, column, children[row])
        return QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """Return the index above."""
        node = self.node(index)
        if node is None or node.parent is None:
            return QModelIndex()
        return self.index_of(node.parent)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many children there are."""
        if parent is not None and parent.column() > 0:
            return 0
        above = self.node(parent) if parent is not None else None
        return len(above.children if above is not None else self.roots)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many columns there are."""
        return len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Return a column's title."""
        if orientation is Qt.Orientation.Horizontal and role == DISPLAY:
            return self.columns[section].title
        if orientation is Qt.Orientation.Horizontal and role == ALIGN:
            return RIGHT if self.columns[section].right else LEFT
        return None

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return one cell's text, side, ink, icon or tooltip."""
        column, node = self.columns[index.column()], self.node(index)
        if node is None:
            return None
        if role == DISPLAY:
            return column.text(node.value)
        if role == ALIGN:
            return RIGHT if column.right else LEFT
        if role == INK and column.tone is not None:
            return themes.current().colour(column.tone(node.value))
        if role == PICTURE and column.icon is not None and column.icon(node.value):
            return icons.icon(column.icon(node.value), "ink.muted", 16)
        if role == TOOLTIP:
            return column.tip(node.value)
        return None


class TreeTable(QTreeView):
    """A tree of things. `chosen(object)` follows the cursor, `opened(object)` Enter or a double
    click; what was open and chosen stays after `set_roots`, known by `key`.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        key: Callable[[Any], Hashable] = id,
        name: str = "",
    ) -> None:
        super().__init__()
        self._key = key
        self.tree_model = TreeModel(columns)
        self.setModel(self.tree_model)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setIndentation(themes.current().tokens.space["xl"])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        cut_names(self, columns)
        letter = self.fontMetrics().averageCharWidth()
        self.header().setStretchLastSection(False)
        for number, column in enumerate(columns):
            if column.width:
                self.header().resizeSection(number, letter * column.width)
            else:
                self.header().setSectionResizeMode(number, self.header().ResizeMode.Stretch)
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.current()))
        self.doubleClicked.connect(lambda _index: self._open())

    def set_roots(self, roots: Sequence[Node], *, open_levels: int = 1) -> None:
        """Show other things; the first time, `open_levels` levels stand open."""
        known = self._all(self.tree_model.roots)
        first = not known
        opened = {self._key(n.value) for n in known if self.isExpanded(self.tree_model.index_of(n))}
        current = self.current()
        current_key = self._key(current) if current is not None else None
        place = self.verticalScrollBar().value()
        self.tree_model.set_roots(roots)
        if first:
            self.expandToDepth(open_levels - 1)
        for node in self._all(self.tree_model.roots):
            if self._key(node.value) in opened:
                self.setExpanded(self.tree_model.index_of(node), True)
        if current_key is not None:
            self.go_to(current_key)
        self.verticalScrollBar().setValue(place)

    def current(self) -> Any:
        """Return the thing the cursor is on; None when there is none."""
        node = self.tree_model.node(self.currentIndex())
        return node.value if node is not None else None

    def go_to(self, key: Hashable) -> bool:
        """Open the way to a thing and put the cursor on it; False when it is not there."""
        for node in self._all(self.tree_model.roots):
            if self._key(node.value) == key:
                whole = _FLAG.ClearAndSelect | _FLAG.Rows  # never what a key held down would add
                self.selectionModel().setCurrentIndex(self.tree_model.index_of(node), whole)
                return True
        return False

    def tsv(self) -> str:
        """Return all things with tabs between cells, deeper ones indented."""
        columns = self.tree_model.columns
        lines = ["\t".join(column.title for column in columns)]
        for node in self._all(self.tree_model.roots):
            cells = [for_spreadsheet(column.text(node.value)) for column in columns]
            lines.append("  " * _depth(node) + "\t".join(cells))
        return "\n".join(lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the tree, Enter opens."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.tsv())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def _all(self, nodes: Sequence[Node]) -> list[Node]:
        found = []
        for node in nodes:
            found += [node, *self._all(node.children)]
        return found

    def _open(self) -> None:
        if self.current() is not None:
            self.opened.emit(self.current())


def _depth(node: Node) -> int:
    return 0 if node.parent is None else _depth(node.parent) + 1
