"""The board itself: units down, months across, a mark in each cell."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView

from desktop.i18n import _
from desktop.models.figures.returns.board import Board, BoardRow
from desktop.models.figures.returns.board_words import cell_words
from desktop.ui import theme as themes
from desktop.ui.pages.exchange import glyphs
from desktop.ui.widgets.focus_mark import mark_cell
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from desktop.models.packs.periods import Period

    Index = QModelIndex | QPersistentModelIndex

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
INK = int(Qt.ItemDataRole.ForegroundRole)
_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
NAME_LETTERS = (26, 44)
MONTH_LETTERS = (7, 12)
"""The least and the greatest width of a unit's name and of a month."""


def last_words(row: BoardRow) -> str:
    """Return when the unit's newest bundle came, or that none ever did; "" without an office."""
    if not row.enrolled:
        return ""
    if not row.last:
        return _(", chưa nhận gói nào")
    return _(", gói gần nhất {day}").format(day="/".join(row.last[:10].split("-")[::-1]))


class BoardModel(QAbstractTableModel):
    """A board under the toolkit's eyes: units are its rows' titles, which never scroll away."""

    def __init__(self) -> None:
        super().__init__()
        self.board = Board((), (), ())

    def set_board(self, board: Board) -> None:
        """Show another board."""
        self.beginResetModel()
        self.board = board
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many units there are."""
        return 0 if parent is not None and parent.isValid() else len(self.board.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many months there are."""
        return 0 if parent is not None and parent.isValid() else len(self.board.months)

    def headerData(self, section: int, way: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Return a month over its year, or a unit's name."""
        if way is Qt.Orientation.Vertical:
            return self._name(self.board.rows[section], role)
        if role == ALIGN:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role != DISPLAY:
            return None
        return _heading(self.board.months[section])

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Return what a mark says."""
        if role not in (TOOLTIP, SPOKEN):
            return None
        row, month = self.board.rows[index.row()], self.board.months[index.column()].title
        return f"{row.unit.name}, {month}: {cell_words(row.cells[index.column()])}"

    def _name(self, row: BoardRow, role: int) -> Any:
        if role == DISPLAY:
            return row.unit.name
        if role == TOOLTIP:
            told = _("có sổ riêng") if row.enrolled else _("chưa kết nối, cơ quan mình nhập thay")
            return f"{row.unit.name} ({row.unit.code}), {told}{last_words(row)}"
        if role == ALIGN:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


def _heading(month: Period) -> str:
    """Return a month over its year; of a longer period its title in as narrow lines."""
    if month.id[5:].isdigit():
        return _("Th {month}\n{year}").format(month=month.part, year=month.calendar_year)
    return fill(month.title.replace(_(" năm "), " "), MONTH_LETTERS[1], break_long_words=False)


class _Marks(QStyledItemDelegate):
    """Draws the mark over the cell's ground, and how much came where only a part did."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground as usual, then the mark."""
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, BoardModel):
            return
        cell = model.board.rows[index.row()].cells[index.column()]
        area = QRectF(option.rect)  # type: ignore[attr-defined]
        if cell.changed or cell.unverified:
            glyphs.draw_changed(painter, area)
        if cell.closed:
            glyphs.draw_closed(painter, area)
        if cell.state != "partial":
            glyphs.draw(painter, area, cell.state)
            return
        left = QRectF(area.left(), area.top(), area.width() * 0.36, area.height())
        glyphs.draw(painter, left, cell.state)
        painter.save()
        painter.setFont(themes.current().font("small"))
        painter.setPen(themes.current().colour("ink.normal"))
        words = area.adjusted(area.width() * 0.36, 0, -2, 0)
        painter.drawText(
            words,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            f"{cell.reported}/{cell.owed}",
        )
        painter.restore()


class BoardTable(QTableView):
    """`picked(unit id, period id)` follows the cursor."""

    picked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.board_model = BoardModel()
        self.setModel(self.board_model)
        self.setAccessibleName(_("Bảng theo dõi đơn vị và tháng"))
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setProperty("look", "names")
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # Long names of neighbours begin alike and differ at their end: both are to be seen.
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        tokens = themes.current().tokens
        self.verticalHeader().setDefaultSectionSize(tokens.type["normal"] + 2 * tokens.space["s"])
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(tokens.space["xxl"])
        self._marks = _Marks(self)
        self.begins_at = ""
        """The month (id) in which the keyboard comes to a board where no cell is chosen yet."""
        self.selectionModel().currentChanged.connect(self._moved)
        themes.current().changed.connect(self.viewport().update)

    def show_board(self, board: Board) -> None:
        """Show another board; the cursor and the place stay."""
        unit, period = self.chosen()
        down = self.verticalScrollBar().value()
        blocked = self.blockSignals(True)
        self.board_model.set_board(board)
        self._lay_out()
        self.go_to(unit, period)
        self.blockSignals(blocked)
        self.verticalScrollBar().setValue(down)

    def chosen(self) -> tuple[str, str]:
        """Return the (unit, period) of the cursor, "" for none."""
        index = self.currentIndex()
        board = self.board_model.board
        if not index.isValid() or index.row() >= len(board.rows):
            return "", ""
        return board.rows[index.row()].unit.id, board.months[index.column()].id

    def go_to(self, unit: str, period: str) -> bool:
        """Put the cursor on a unit's month; False when the board does not show it."""
        board = self.board_model.board
        down = next((n for n, row in enumerate(board.rows) if row.unit.id == unit), -1)
        across = board.column(period)
        if down < 0 or across < 0:
            return False
        self.setCurrentIndex(self.board_model.index(down, across))
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the board, and where the keyboard is."""
        super().paintEvent(event)
        mark_cell(self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin in the month that is asked about: in the oldest one all else would follow there."""
        rows = self.board_model.board.rows
        if rows and not self.currentIndex().isValid() and event.reason() in _BY_KEYS:
            self.go_to(rows[0].unit.id, self.begins_at)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the whole board in words, as Excel takes it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.tsv())
        else:
            super().keyPressEvent(event)

    def tsv(self) -> str:
        """Return the board with tabs between cells, states in words."""
        board = self.board_model.board
        lines = [[_("Đơn vị"), *(one.title for one in board.months)]]
        lines += [[row.unit.name, *(cell_words(c) for c in row.cells)] for row in board.rows]
        return "\n".join("\t".join(line) for line in lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what the months leave; the chosen cell stays in sight."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        months = len(self.board_model.board.months)
        letter = self.fontMetrics().averageCharWidth()
        whole = self.viewport().width() + self.verticalHeader().width()
        least, most = MONTH_LETTERS
        room = (whole - self._names_wanted()) // max(months, 1)
        wide = min(max(room, least * letter), most * letter)
        names = min(max(whole - months * wide, NAME_LETTERS[0] * letter), NAME_LETTERS[1] * letter)
        self.verticalHeader().setFixedWidth(names)
        for column in range(months):
            self.horizontalHeader().resizeSection(column, wide)
            self.setItemDelegateForColumn(column, self._marks)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        else:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().maximum())

    def _names_wanted(self) -> int:
        """Return the width in pixels at which the longest name is whole, within the limits."""
        letter, measure = self.fontMetrics().averageCharWidth(), self.fontMetrics()
        names = [row.unit.name for row in self.board_model.board.rows]
        longest = max(map(measure.horizontalAdvance, names), default=0) + 2 * space("l")
        return min(max(longest, NAME_LETTERS[0] * letter), NAME_LETTERS[1] * letter)

    def _moved(self) -> None:
        unit, period = self.chosen()
        self.picked.emit(unit, period)
