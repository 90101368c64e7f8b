"""The right-hand panel: one cell with its state, a note of one's own, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.entry.column_words import checks_of, column_lines
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_returns import return_lines
from desktop.models.entry.entry_words import STATES, CellVersion, cell_words
from desktop.models.figures.returns.words_said import words_on
from desktop.models.figures.revisions import name_of
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.activity_lines import ActivityLines
from desktop.ui.widgets.fields import KeyWatch, TextArea
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import column, scrolled, space

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

MOST = 30


class CellDetails(QWidget):
    """`noted(unit, period, code, text)` follows a note that was left, changed; `left` its Esc.

    `taking` accepts what activities propose, `opening(id)` goes to one of them. `appeared` asks
    to be told of the cell again: nobody does while the panel is out of sight.
    """

    appeared = Signal()
    noted = Signal(str, str, str, str)
    left = Signal()
    taking = Signal()
    opening = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.unit = PlainLabel("", level="large", tone="strong", wrap=True)
        self.column = PlainLabel("", wrap=True)
        self.value = PlainLabel("", level="display", tone="strong")
        self.words = PlainLabel("", tone="muted", wrap=True)
        self.state = PlainLabel("", wrap=True)
        self.reason = PlainLabel("", tone="attention", wrap=True)
        self._life_title = section_title(_("Các lần chốt của đơn vị"))
        self.life = PlainLabel("", wrap=True)
        self.note = TextArea(lines=3)
        self._noting = ("", "", "")
        self.note.committed.connect(lambda text: self.noted.emit(*self._noting, text))
        self._keys = KeyWatch(self.note, self._leave_note)
        self._note_row = FormRow(
            _("Ghi chú"), self.note, hint=_("Chỉ lưu ở máy này, không gửi đi.")
        )
        self.activities = ActivityLines(self.taking.emit, self.opening.emit)
        self._about_title = section_title(_("Về cột này"))
        self.about = PlainLabel("", tone="muted", wrap=True)
        self._title = section_title(_("Lịch sử của ô"))
        self._history = QVBoxLayout()
        self._history.setSpacing(space("s"))
        inner = column(
            self.unit, self.column, self.value, self.words, self.state, self.reason,
            self.activities, self._note_row, self._about_title, self.about,
            self._title, self._history, self._life_title, self.life, None, gap="s", margin="l",
        )  # fmt: skip
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner))

    def showEvent(self, event: QShowEvent) -> None:
        """Ask which cell the cursor is in by now."""
        super().showEvent(event)
        self.appeared.emit()

    def write_note(self) -> None:
        """Put the keyboard in the note."""
        if self._note_row.isVisibleTo(self):
            self.note.setFocus()

    def show_cell(
        self,
        sheet: EntrySheet,
        row: int,
        place: int,
        history: Sequence[CellVersion],
        reader: Reader,
    ) -> None:
        """Show another cell."""
        line, found = sheet.rows[row], sheet.columns[place]
        self.unit.setText(line.unit.name)
        self.column.setText(" – ".join((*found.group, found.title)))
        self.value.setText(sheet.text(row, place) or _("chưa có số"))
        self.words.setText(cell_words(sheet, row, place))
        state = STATES[line.state]
        lock = f", {name_of(line.rev)}" if line.rev else ""
        self.state.setText(f"{sheet.form.label}: {state}{lock}")
        reason = line.reasons.get(found.code, "")
        self.reason.setText(_("Lý do sửa: {reason}").format(reason=reason) if reason else "")
        self.reason.setVisible(bool(reason))
        typed = bool(found.code) and found.kind in ("typed", "opening")
        self._note_row.setVisible(typed)
        self._show_note(
            (line.unit.id, sheet.period.id, found.code), str(line.comments.get(found.code, ""))
        )
        self.activities.show_lines(reader, line, found)
        said = [*column_lines(sheet, found), *checks_of(sheet, found)]
        self.about.setText("\n".join(said))
        self._about_title.setVisible(bool(said))
        words = (line.unit.id, sheet.form.id, sheet.period.id)
        told = list(return_lines(line, words_on(reader, *words) if line.revisions else ()))
        self.life.setText("\n".join(told))
        self._life_title.setVisible(bool(told))
        self.life.setVisible(bool(told))
        self._show_history(history if typed else ())
        self._title.setVisible(typed)

    def _show_note(self, cell: tuple[str, str, str], text: str) -> None:
        """What is being typed goes to the cell it was typed for; nothing overwrites it there."""
        if cell != self._noting:
            self.note.commit()
        elif self.note.hasFocus():
            return
        self._noting = cell
        self.note.show_text(text)

    def _leave_note(self, key: int) -> bool:
        if key != Qt.Key.Key_Escape:
            return False
        self.note.commit()
        self.left.emit()
        return True

    def _show_history(self, versions: Sequence[CellVersion]) -> None:
        while (item := self._history.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        if not versions:
            self._history.addWidget(PlainLabel(_("Chưa nhập lần nào."), tone="muted"))
        for version in versions[:MOST]:
            self._history.addWidget(PlainLabel(told(version), wrap=True))


def told(version: CellVersion) -> str:
    """Return one writing of a cell as two short lines."""
    day, clock = version.at[:10].split("-"), version.at[11:16]
    when = f"{day[2]}/{day[1]}/{day[0]} {clock}"
    by = f", {version.person}" if version.person else ""
    return f"{version.text}\n{when}, {version.where}{by}" + (
        f"\n{version.step}" if version.step else ""
    )
