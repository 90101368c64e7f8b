"""A province's own form: its cells named by clicking, once, then filled period after period."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTableView, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.text import fold, with_counts
from desktop.ui import theme as themes
from desktop.ui.dialogs.base import Dialog
from desktop.ui.messages import MessageKind
from desktop.ui.pages.reports.named_so_far import NamedSoFar
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import Choice, KeyWatch, TextField
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, row, space
from desktop.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from desktop.intake.figures.sheets.grid import Grid
    from desktop.models.packs.packs import Packs
    from desktop.tasks.figures.form_words import Moves
    from desktop.tasks.figures.own_forms import FilledForm, MappingDraft
    from desktop.ui.pages.reports.drawn import Asked
    from desktop.ui.pages.reports.reports_page import ReportsPage

Index = QModelIndex | QPersistentModelIndex
FORMS = _("Biểu Excel (*.xlsx *.xlsm)")
MOST_ROWS, MOST_COLUMNS = 400, 60
LEAST_LETTERS, MOST_LETTERS = 12, 26
"""How wide a column is drawn: as its longest words, within these; longer ones are broken."""
WIDE = 36
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
GROUND = int(Qt.ItemDataRole.BackgroundRole)
INK = int(Qt.ItemDataRole.ForegroundRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)


class SheetPicture(QAbstractTableModel):
    """The texts of a sheet; a cell that takes something shows what, in the colour of choices."""

    def __init__(self, grid: Grid, draft: MappingDraft) -> None:
        super().__init__()
        self._grid, self._draft = grid, draft
        last = max(grid.lines, default=1)
        self._at = {line: place for place, line in enumerate(grid.lines)}
        self._rows = min(max(last + 20, 40), MOST_ROWS)
        self._columns = min(max(grid.width + 4, 12), MOST_COLUMNS)

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows shown: those of the sheet and some empty ones."""
        return 0 if parent is not None and parent.isValid() else self._rows

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns shown."""
        return 0 if parent is not None and parent.isValid() else self._columns

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """Letters above, numbers beside, as in Excel."""
        if role != DISPLAY:
            return None
        return letters(section) if orientation is Qt.Orientation.Horizontal else str(section + 1)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """What stands in a cell, or what it takes."""
        if role not in (DISPLAY, GROUND, INK, TOOLTIP):
            return None
        source = self._draft.source_at(self._grid.name, place(index.row(), index.column()))
        if role in (GROUND, INK):
            token = "surface.sunken" if role == GROUND else "brand"
            return themes.current().colour(token) if source else None
        text = self.text(index.row(), index.column())
        if role == TOOLTIP:
            return "\n".join(filter(None, (text, source and f"« {source} »"))) or None
        return f"« {source} »" if source else text

    def text(self, at: int, column_at: int) -> str:
        """Return what the sheet itself says in a cell."""
        from desktop.intake.figures.sheets.grid import shown

        line = self._at.get(at + 1)
        cells = self._grid.rows[line] if line is not None else []
        return shown(cells[column_at]) if column_at < len(cells) else ""

    def told(self) -> None:
        """Show anew what cells take."""
        first, last = self.index(0, 0), self.index(self._rows - 1, self._columns - 1)
        self.dataChanged.emit(first, last)


class NameCells(Dialog):
    """Click a cell, choose what it takes; then fill the form and save it."""

    def __init__(
        self, page: ReportsPage, path: Path, grids: list[Grid], known: Moves | None, asked: Asked,
    ) -> None:  # fmt: skip
        from desktop.tasks.figures.own_forms import MappingDraft

        self._page, self._path, self._asked = page, path, asked
        seen = [grid for grid in grids if not grid.hidden] or grids
        self._grids = {grid.name: grid for grid in seen}
        first = next(iter(self._grids))
        self.draft = MappingDraft.of(known.mapping if known is not None else None, first)
        self._past: list[tuple[dict[Any, str], dict[Any, dict[str, str]]]] = []
        self._out: Path | None = None
        self._waiting = NamedSoFar(page.desk.half_typed, self.draft, path)
        self.went_on = PlainLabel(
            _("Đang chỉ dở từ lần trước; chưa điền vào biểu."), tone="attention", wrap=True
        )
        self._go_on(first)
        self.sheets = Choice([(name, name) for name in self._grids], name=_("Trang tính"))
        self.sheets.chosen.connect(lambda _name: self._show_sheet())
        self.table = QTableView()
        self.table.setAccessibleName(_("Tờ biểu"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setMinimumHeight(space("xxl") * 5)
        self.where = PlainLabel("", tone="strong")
        self.search = SearchField(_("Tìm chỉ tiêu theo tên hoặc mã"))
        self.search.setMinimumWidth(space("xxl") * 7)
        self.search.searched.connect(lambda _text: self._offer())
        self.source = Choice(name=_("Ô này lấy"))
        self.what = Choice(
            [(_("kỳ này"), ""), (_("lũy kế từ đầu năm"), " lũy kế"),
             (_("kỳ trước"), " kỳ trước"),
             (_("cùng kỳ năm trước"), " cùng kỳ"), (_("kế hoạch năm"), " kế hoạch")],
            name=_("Số của"),
        )  # fmt: skip
        self.source.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.source.setMinimumContentsLength(36)
        self.whose = Choice(self._units(page, asked), name=_("Số của đơn vị"))
        self.kind = Choice(self._kinds(page), name=_("Loại hình"))
        for box in (self.whose, self.kind):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(26)
        self.last = TextField(hint=_("dòng cuối"))
        self.last.setMaximumWidth(space("xxl") * 3)
        self.packs: Packs = page.desk.read.packs
        super().__init__(
            page.window(),
            _("Điền biểu {name}").format(name=path.name),
            _("Bấm vào một ô rồi chọn số liệu cho ô; đặt nhầm thì bấm Bỏ hoặc Ctrl+Z. Cách điền "
              "được ghi nhớ cho kỳ sau; hình, nút bấm, công thức của tệp giữ nguyên."),
            self._body(),
            deed_text=_("Điền và lưu"),
            deed=self._fill,
        )  # fmt: skip
        self.resize(WIDE * space("xxl"), self.sizeHint().height() + 5 * space("xxl"))
        self._keys()
        self._offer()
        self._show_sheet()
        self._tell()
        if known is not None and not known.none:
            self.error.setText(
                _("Biểu đã đổi từ lần chỉ ô trước: {told}. Xem lại các ô rồi bấm Điền và lưu.")
                .format(told=known.told())
            )  # fmt: skip
            self.error.show()

    def _body(self) -> QWidget:
        body = QWidget()
        put = button(_("Đặt cho ô"), self.put_cell, look="primary")
        down = button(_("Đặt cho cột, mỗi đơn vị một dòng, đến dòng"), self.put_column)
        body.setLayout(column(
            row(PlainLabel(_("Trang:")), self.sheets, None),
            self.table,
            self.went_on,
            row(self.where, self.search, self.source, self.what, None),
            row(PlainLabel(_("của")), self.whose, PlainLabel(_("loại hình")), self.kind, None),
            row(put, down, self.last, button(_("Bỏ"), self.clear), None),
            gap="s",
        ))  # fmt: skip
        return body

    def _keys(self) -> None:
        """Enter does what stands beside the field, never the whole form; Ctrl+Z takes back."""
        enter = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter))
        gone = (int(Qt.Key.Key_Delete), int(Qt.Key.Key_Backspace))
        deeds = (
            (self.search, enter, self._offer), (self.last, enter, self.put_column),
            (self.table, enter, self.put_cell), (self.table, gone, self.clear),
        )  # fmt: skip
        for box, keys, run in deeds:
            KeyWatch(box, lambda key, keys=keys, run=run: key in keys and (run(), True)[1])
        QShortcut(QKeySequence.StandardKey.Undo, self, self.take_back)

    # showing

    def _show_sheet(self) -> None:
        self.picture = SheetPicture(self._grids[str(self.sheets.value())], self.draft)
        self.table.setModel(self.picture)
        self.table.clearSpans()
        merged: set[tuple[int, int]] = set()
        for (top, left), (bottom, right) in self._grids[str(self.sheets.value())].spans[:2000]:
            if bottom < self.picture.rowCount() and right < self.picture.columnCount():
                self.table.setSpan(top, left, bottom - top + 1, right - left + 1)
                merged.add((top, left))
        self._fit(merged)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_place())
        self.table.setCurrentIndex(self.picture.index(0, 0))

    def _fit(self, merged: set[tuple[int, int]]) -> None:
        """Show each cell's words whole: columns as wide as theirs, rows as high as they break.

        A line that stands alone in its row is a title or a note: it does not widen its column.
        """
        measure, picture, table = self.table.fontMetrics(), self.picture, self.table
        rows, columns = range(picture.rowCount()), range(picture.columnCount())
        texts = {(at, to): text for at in rows for to in columns if (text := picture.text(at, to))}
        filled = Counter(at for at, _to in texts)
        letter, line = measure.averageCharWidth(), table.verticalHeader().defaultSectionSize()
        lines = dict.fromkeys(rows, 1)
        for to in columns:
            here = {at: text for (at, one), text in texts.items()
                    if one == to and filled[at] > 1 and (at, to) not in merged}  # fmt: skip
            widest = max(here, key=lambda at: measure.horizontalAdvance(here[at]), default=0)
            needed = table.sizeHintForIndex(picture.index(widest, to)).width() if here else 0
            edge = needed - measure.horizontalAdvance(here.get(widest, ""))
            width = min(max(needed, LEAST_LETTERS * letter), MOST_LETTERS * letter)
            table.setColumnWidth(to, width + 1)  # the line between columns is of the column
            if needed <= width:
                continue
            room, wrapped = QRect(0, 0, width - edge, 10_000), int(Qt.TextFlag.TextWordWrap)
            for at, text in here.items():
                high = measure.boundingRect(room, wrapped, text).height()
                lines[at] = max(lines[at], round(high / measure.lineSpacing()))
        for at, many in lines.items():
            table.setRowHeight(at, line + (many - 1) * measure.lineSpacing())

    def _show_place(self) -> None:
        sheet, cell = self.here()
        source = self.draft.source_at(sheet, cell)
        self.where.setText(
            _("Ô {cell}: {source}").format(cell=cell, source=source or _("chưa lấy gì"))
        )

    def _offer(self) -> None:
        """Offer the figures whose name or code holds what is sought, and the texts."""
        needle = fold(self.search.text().strip())
        texts = [
            (_("Tên đơn vị"), "{unit}"), (_("Tên kỳ báo cáo"), "{period}"),
            (_("Đơn vị cấp trên"), "{parent}"), (_("Từ ngày"), "{from}"),
            (_("Đến ngày"), "{to}"), (_("Năm"), "{year}"),
            (_("Bao nhiêu đơn vị đã báo cáo"), "{coverage}"),
        ]  # fmt: skip
        figures = [
            (f"{i.code} – {i.name}", i.code)
            for i in self.packs.indicators.values()
            if not needle or needle in fold(f"{i.code} {i.name}")
        ]
        found = [one for one in texts if not needle or needle in fold(one[0])]
        self.source.set_options([*figures, *found])

    def here(self) -> tuple[str, str]:
        """Return the sheet and the cell that is chosen; of merged ones the one that holds."""
        index, sheet = self.table.currentIndex(), str(self.sheets.value())
        at, column_at = max(index.row(), 0), max(index.column(), 0)
        for (top, left), (bottom, right) in self._grids[sheet].spans:
            if top <= at <= bottom and left <= column_at <= right:
                at, column_at = top, left
        return sheet, place(at, column_at)

    def _chosen(self) -> str:
        source = str(self.source.value() or "")
        if source.startswith("{"):
            return source
        kind, whose = str(self.kind.value() or ""), str(self.whose.value() or "")
        return (source + (f";LH={kind}" if kind else "") + str(self.what.value() or "")
                + (f" @{whose}" if whose else ""))  # fmt: skip

    @staticmethod
    def _units(page: ReportsPage, asked: Asked) -> list[tuple[str, str]]:
        """Return the units whose figures a cell may take, those the form is filled for first."""
        from desktop.models.units.units import tree_on

        tree = tree_on(page.desk.read, asked.period.data_to)
        top = tree.by_code(asked.unit).id if asked.unit else page.desk.read.own_unit
        below = (one for one in tree.walk(top) if one.id != top and tree.role(one) != "part")
        return [(_("đơn vị lập biểu"), ""), *((one.name, one.code) for one in below)]

    @staticmethod
    def _kinds(page: ReportsPage) -> list[tuple[str, str]]:
        from desktop.models.packs.ownership_kinds import BANDS

        types = ((one.short, one.code) for one in page.desk.read.packs.ownerships.values())
        return [(_("mọi loại hình"), ""), *((BANDS[one], one) for one in BANDS), *types]

    # naming

    def put_cell(self) -> None:
        """Let the cell take what is chosen; one that cannot be filled says so at once."""
        from desktop.tasks.figures.own_forms import check_cell

        if not self.source.value():
            return
        try:
            check_cell(self._path, *self.here())
        except Refusal as refusal:
            self.error.setText(str(refusal))
            self.error.show()
            return
        self._remember()
        self.draft.set_cell(*self.here(), self._chosen())
        self._tell()

    def put_column(self) -> None:
        """Let the column from here down take each union's own figure."""
        from desktop.tasks.figures.own_forms import name_column

        sheet, cell = self.here()
        source = str(self.source.value() or "")
        last = self.last.typed()
        try:
            if not last.isdigit() or source.startswith("{") or not source:
                raise Refusal(
                    _("Cột theo đơn vị cần một chỉ tiêu và dòng cuối."),
                    next_step=_("Chọn chỉ tiêu, ghi số dòng cuối của bảng."), code="E_MAPPING",
                )  # fmt: skip
            names = name_column(
                self._page.desk.read, self._grids[sheet], self._asked.period.data_to
            )
            self._remember()
            self.draft.set_column(sheet, cell, int(last), names, source)
        except Refusal as refusal:
            self.error.setText(str(refusal))
            self.error.show()
            return
        self._tell()

    def clear(self) -> None:
        """Let the cell take nothing."""
        self._remember()
        self.draft.clear(*self.here())
        self._tell()

    def _go_on(self, first: str) -> None:
        """Start with the cells named before that were not filled; Ctrl+Z gives those up."""
        from desktop.tasks.figures.own_forms import MappingDraft

        waited = self._waiting.mapping()
        self.went_on.setVisible(waited is not None)
        if waited is not None:
            self._remember()
            self.draft = MappingDraft.of(waited, first)

    def _remember(self) -> None:
        """Keep what is named so far, to be had back by Ctrl+Z."""
        columns = {key: dict(one) for key, one in self.draft.columns.items()}
        self._past.append((dict(self.draft.cells), columns))

    def take_back(self) -> None:
        """Undo the last naming or clearing that changed something."""
        now = (self.draft.cells, self.draft.columns)
        while self._past:
            cells, columns = self._past.pop()
            if (cells, columns) != now:
                self.draft.cells, self.draft.columns = cells, columns
                break
        self._tell()

    def _tell(self) -> None:
        self.error.hide()
        self.picture.told()
        self._show_place()
        self.deed_button.setEnabled(bool(self.draft.cells or self.draft.columns))
        self._waiting.note(self.draft)

    # filling

    def perform(self) -> None:
        """Ask where the filled form goes; nowhere leaves everything as it is."""
        name = f"{self._path.stem} {self._asked.period.id}{self._path.suffix.lower()}"
        self._out = self._page.desk.choose_target(_("Lưu biểu đã điền"), name, FORMS)
        if self._out is not None:
            super().perform()

    def _fill(self) -> None:
        page, asked, path, mapping = self._page, self._asked, self._path, self.draft.mapping()
        out, waiting = self._out, self._waiting
        if out is None:
            return

        def work(store: Any, *_rest: Any) -> FilledForm:
            from desktop.tasks.figures.own_forms import fill_form, remember_mapping

            remember_mapping(store, path, mapping)  # first: a refusal loses none of the clicks
            return fill_form(
                store, path, mapping, asked.period.id, out, unit=asked.unit,
                known_on=asked.known_on,
            )  # fmt: skip

        def filled(done: FilledForm) -> None:
            waiting.forget()
            told(page, done)

        page.desk.job(_("Điền biểu {name}").format(name=path.name), work, filled, writes=True)


def told(page: ReportsPage, done: FilledForm) -> None:
    """Say what was filled, what nobody reported and what is not firm."""
    from desktop.tasks.figures.own_forms import told_of

    text = with_counts(_("Đã điền {n} ô vào {file}."), n=done.cells, file=done.path.name)
    for words, found in (
        (_("{n} ô chưa có số liệu."), done.filled.empty),
        (_("{n} tên trong biểu không có trong sổ đơn vị."), done.filled.unmatched),
        (_("{n} tên trong biểu chưa rõ là đơn vị nào nên chưa điền."), done.filled.doubtful),
        (_("{n} đơn vị không có dòng trong biểu."), done.filled.left_out),
    ):
        if found:
            text += " " + with_counts(words, n=len(found))
    loose = told_of(done)
    kind = MessageKind.ATTENTION if loose else MessageKind.DONE
    page.desk.message(
        " ".join([text, *loose]), kind=kind, action_text=_("Mở tệp"),
        action=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(done.path))),
    )  # fmt: skip


def choose_form(page: ReportsPage) -> None:
    """Ask for the province's form and show it to be named."""
    asked = page.asked()
    path = page.desk.choose_file(_("Biểu của tỉnh"), FORMS) if asked is not None else None
    if asked is None or path is None:
        return

    def read(store: Any, *_rest: Any) -> tuple[list[Grid], Moves | None]:
        from desktop.tasks.figures.own_forms import read_form, remembered_mapping

        return read_form(path)[1], remembered_mapping(store, path)

    def show(found: tuple[list[Grid], Moves | None]) -> None:
        dialog = NameCells(page, path, *found, asked)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    page.desk.job(_("Đọc {file}").format(file=path.name), read, show, awaited=True)


def letters(number: int) -> str:
    """Return the letters of a column counted from 0."""
    name, at = "", number + 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def place(at: int, column_at: int) -> str:
    """Return the name of a cell counted from 0."""
    return f"{letters(column_at)}{at + 1}"
