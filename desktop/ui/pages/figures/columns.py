"""Which columns are in sight and how wide they are: remembered for each form, on this computer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_columns import EntryColumn
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from desktop.ui.pages.figures.surface import FiguresPage

WOMEN = "Trong đó nữ"


class Columns:
    """Hides, shows and measures the columns of the page's grid."""

    def __init__(self, page: FiguresPage) -> None:
        self._page = page
        self._placing = False

    # out of sight

    def hidden(self) -> frozenset[str]:
        """Return the ids and groups put out of sight in the form shown."""
        found = set(self._page.desk.state.get(f"figures:hidden:{self._page.form}", []))
        if not self._page.desk.state.get("figures:women", True):
            found.add(WOMEN)
        return frozenset(str(one) for one in found)

    def out_of_sight(self) -> list[EntryColumn]:
        """Return the columns of the sheet that are not shown."""
        sheet, hidden = self._page.sheet, self.hidden()
        if sheet is None:
            return []
        return [column for column in sheet.columns if {column.block, column.id} & hidden]

    def within(self, first: int, width: int) -> list[EntryColumn]:
        """Return the typed columns out of sight between grid columns that stand side by side."""
        sheet, places = self._page.sheet, self._page.source().places
        if sheet is None or sheet.form.scope != "unit_rows":
            return []
        seen = places[first : first + width]
        if len(seen) < 2:
            return []
        between = set(range(seen[0], seen[-1])) - set(seen)
        return [sheet.columns[n] for n in sorted(between) if sheet.columns[n].kind == "typed"]

    def set_hidden(self, ids: Sequence[str]) -> None:
        """Put these columns out of sight and all others in; the data stay as they are."""
        if not self._page.leaving():
            return
        self._page.desk.state.set(f"figures:hidden:{self._page.form}", sorted(ids))
        self._page.show_again()

    def hide(self, column: int) -> None:
        """Put a column of the grid out of sight; the last one typed in stays."""
        sheet = self._page.sheet
        if sheet is None:
            return
        row, _column = self._page.grid_cell()
        _row, place = self._page.source().figure_at(row, column)
        left = [n for n in self._page.source().places
                if n != place and sheet.columns[n].kind == "typed"]  # fmt: skip
        if not left:
            self._page.desk.message(_("Phải còn ít nhất một cột để nhập."))
            return
        known = self._page.desk.state.get(f"figures:hidden:{self._page.form}", [])
        self.set_hidden([*known, sheet.columns[place].id])

    def hide_current(self) -> None:
        """Put the column of the cursor out of sight."""
        self.hide(self._page.grid_cell()[1])

    def show_all(self) -> None:
        """Bring every column into sight."""
        self._page.desk.state.set("figures:women", True)
        self.set_hidden([])

    def bring(self, place: int) -> None:
        """Bring one column of the sheet into sight: somebody wants to go there."""
        sheet = self._page.sheet
        assert sheet is not None
        column = sheet.columns[place]
        if column.block == WOMEN:
            self._page.desk.state.set("figures:women", True)
        key = f"figures:hidden:{self._page.form}"
        known = self._page.desk.state.get(key, [])
        self._page.desk.state.set(key, [one for one in known if one != column.id])
        self._page.show_again()

    def fold_women(self) -> None:
        """Fold the women's columns away or show them again."""
        if self._page.sheet is not None and self._page.leaving():
            shown = self._page.desk.state.get("figures:women", True)
            self._page.desk.state.set("figures:women", not shown)
            self._page.show_again()

    def has_women(self) -> bool:
        """Whether the form has columns of women to fold away."""
        sheet = self._page.sheet
        return sheet is not None and any(c.block == WOMEN for c in sheet.columns)

    def choose(self) -> None:
        """Ask which columns are to be seen."""
        sheet = self._page.sheet
        if sheet is None or not self._page.leaving():
            return
        dialog = ColumnsDialog(self._page, sheet, self.hidden(), self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, ids: Sequence[str]) -> None:
        self._page.desk.state.set("figures:women", True)
        self.set_hidden(ids)

    def menu(self, at: QPoint) -> None:
        """What can be done with a column, at its title."""
        grid = self._page.grid
        if grid is None:
            return
        column = grid.cells.grouped.logicalIndexAt(at)
        menu = QMenu(grid)
        if column >= 0 and not self._turned():
            menu.addAction(_("Ẩn cột này"), lambda: self.hide(column))
        menu.addAction(_("Chọn cột hiện…"), self.choose)
        if self.out_of_sight():
            menu.addAction(_("Hiện tất cả các cột"), self.show_all)
        if column >= 0 and not self._turned():
            menu.addSeparator()
            menu.addAction(_("Giải thích cột"), lambda: self._page.explain_column(column))
            self._page.filtering.menu(menu, column)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(grid.cells.grouped.mapToGlobal(at))

    def _turned(self) -> bool:
        sheet = self._page.sheet
        return sheet is not None and sheet.form.scope != "unit_rows"

    # widths

    def restore_widths(self) -> None:
        """Give the columns the widths they were drawn to on this computer."""
        grid, source = self._page.grid, self._page.source()
        assert grid is not None
        self._placing = True
        known = self._page.desk.state.get(f"figures:widths:{self._page.form}", {})
        for number in range(len(source.columns)):
            width = known.get(source.width_key(number))
            if isinstance(width, int):
                grid.cells.setColumnWidth(number, width)
        grid.draw_names(self._page.desk.state.get(f"figures:names:{self._page.form}", 0))
        self._placing = False

    def placing(self) -> None:
        """Another source is being taken: widths change by themselves now."""
        self._placing = True

    def resized(self, number: int, _before: int, width: int) -> None:
        """Remember a width somebody drew."""
        source = self._page.source()
        if self._placing or number >= len(source.columns):
            return
        key = f"figures:widths:{self._page.form}"
        known = self._page.desk.state.get(key, {})
        self._page.desk.state.set(key, {**known, source.width_key(number): width})

    def names_drawn(self, width: int) -> None:
        """Remember how wide the names were drawn; 0 forgets it."""
        self._page.desk.state.set(f"figures:names:{self._page.form}", width)


class ColumnsDialog(Dialog):
    """Every column with a tick: those ticked are seen."""

    def __init__(
        self,
        page: FiguresPage,
        sheet: EntrySheet,
        hidden: frozenset[str],
        then: Callable[[Sequence[str]], object],
    ) -> None:
        self._sheet = sheet
        self.list = QListWidget()
        self.list.setAccessibleName(_("Các cột"))
        self.list.setMinimumHeight(space("xxl") * 10)
        for column in sheet.columns:
            item = QListWidgetItem(" – ".join((*column.group, column.title)))
            item.setData(Qt.ItemDataRole.UserRole, column.id)
            seen = not {column.block, column.id} & hidden
            item.setCheckState(Qt.CheckState.Checked if seen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        super().__init__(
            page.window(),
            _("Cột hiện trên bảng"),
            _("Cột ẩn vẫn giữ số liệu, vẫn được kiểm tra, chốt, gửi và xuất ra đầy đủ."),
            self.list,
            deed_text=_("Đặt cột"),
            deed=lambda: then(self.unticked()),
        )

    def unticked(self) -> list[str]:
        """Return the ids of the columns not to be seen."""
        items = [self.list.item(n) for n in range(self.list.count())]
        return [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Unchecked
        ]
