"""Seeing what a table from Excel, Word or CSV changes before it is taken, its columns told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QScrollArea, QWidget

from desktop.i18n import _
from desktop.intake.work.work_columns import CHOICES
from desktop.intake.work.work_table import Head
from desktop.models.errors import Refusal
from desktop.tasks.papers.programme import TableImport
from desktop.ui.dialogs.base import Dialog
from desktop.ui.pages.plans.programme.table_lines import TableLines, source_words
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from desktop.ui.widgets.layout import column, row, space
from desktop.ui.widgets.table import Column, ListTable

Again = Callable[
    [bool, Mapping[int, str], Callable[[TableImport], object], Callable[[Refusal], object]], object
]
_ACROSS = 4


class TableDialog(Dialog):
    """Every line of a table that was read, what its columns hold, and what taking it in does.

    `again(replace_all, chosen, then, refused)` reads it with other choices, off the main
    thread; `take(told)` writes it.
    """

    def __init__(
        self,
        parent: QWidget | None,
        name: str,
        told: TableImport,
        again: Again,
        take: Callable[[TableImport], object],
    ) -> None:
        self.told = self._found = told
        self._again = again
        self.chosen: dict[int, str] = {}
        self._asked, self._over = 0, False
        self._lines = TableLines(told)
        columns = [
            Column(_("Dòng"), lambda one: str(one.line), 6, right=True),
            Column(_("Kết quả"), lambda one: self._lines.end(one)[0], 11,
                   tone=lambda one: self._lines.end(one)[1]),
            Column(_("Nội dung trong tệp"), source_words, 0, tooltip=source_words),
            Column(_("Lý do, chỗ sửa"), lambda one: self._lines.why(one), 34,
                   tooltip=lambda one: self._lines.why(one)),
        ]  # fmt: skip
        self.table = ListTable(columns, key=lambda one: one.line, name=_("Các dòng đã đọc"))
        self.table.setMinimumSize(space("xxl") * 26, space("xxl") * 7)
        self.found = PlainLabel("", tone="muted", wrap=True)
        self.open_columns = button(_("Sửa cột"), self.show_columns)
        self.columns = ColumnStrip(told.table.heads, self._told_column)
        self.columns.hide()
        self.counts = PlainLabel("", tone="strong", wrap=True)
        self.whole = QCheckBox(_("Bỏ những việc không có trong tệp"))
        self.whole.toggled.connect(lambda _on: self._read())
        self.theirs = QCheckBox("")
        self.theirs.toggled.connect(lambda _on: self._show())
        body = QWidget()
        line = row(self.found, self.open_columns)
        line.setStretch(0, 1)
        body.setLayout(
            column(line, self.columns, self.table, self.counts, self.theirs, self.whole, gap="s")
        )  # fmt: skip
        super().__init__(
            parent, _("Nhận bảng công việc"), name, body,
            deed_text=_("Nhận bảng này"), deed=lambda: take(self.told),
        )  # fmt: skip
        self.setMinimumWidth(self.table.minimumWidth() + 2 * space("xl"))
        self.finished.connect(lambda _result: setattr(self, "_over", True))
        self._show()
        if not told.table.known:
            self.show_columns()

    def show_columns(self) -> None:
        """Show what each column holds, to be corrected."""
        self.columns.show()
        self.open_columns.hide()
        if self.isVisible():  # before, the first size is still to be found
            self.fit()

    def _told_column(self, place: int, holds: str) -> None:
        self.chosen[place] = holds
        for head in self.told.table.heads:  # one column holds the work, one the cost …
            unique = holds not in CHOICES[-2:]
            if unique and head.place != place and self.chosen.get(head.place) == holds:
                del self.chosen[head.place]
        self._read()

    def _read(self) -> None:
        """Read again; what an older choice gives is passed over when it comes."""
        self._asked += 1
        asked = self._asked
        self.deed_button.setEnabled(False)

        def stands() -> bool:
            return asked == self._asked and not self._over

        def then(told: TableImport) -> None:
            if stands():
                self._found = told
                self.error.hide()
                self._show()

        def refused(refusal: Refusal) -> None:
            if stands():
                self.error.setText(refusal.message)
                self.error.show()

        self._again(self.whole.isChecked(), dict(self.chosen), then, refused)

    def _show(self) -> None:
        both = self._found.merge.conflicts
        self.theirs.setVisible(bool(both))
        self.theirs.setText(
            _("{n} ô cả hai bên cùng sửa từ khi ghi tệp: lấy số trong tệp").format(n=both)
        )
        taking = self.theirs.isChecked() and both
        self.told = (
            replace(self._found, merge=self._found.merge.taking()) if taking else self._found
        )
        table, merge = self.told.table, self.told.merge
        self._lines = TableLines(self.told)
        self.table.set_rows(self._lines.in_order(table.lines))
        self.columns.show_heads(table.heads)
        found = "; ".join(dict.fromkeys(t for t in table.columns.values() if t))
        told = _("Cột nhận ra: {list}").format(list=found)
        if not table.known:
            told = _("Tên cột không cho biết cột nào là gì. Chọn ở dưới rồi xem lại các dòng.")
        elif table.others:
            told += _(". Ghi sang Ghi chú: {list}").format(list=", ".join(table.others))
        self.found.setText(told)
        kept = merge.count("kept")
        counts = _("Thêm {added}, sửa {changed}, giữ nguyên {same} việc.").format(
            added=merge.count("added"), changed=merge.count("changed"), same=merge.count("same")
        )
        if kept:
            counts += " " + _("{n} việc không có trong tệp vẫn giữ.").format(n=kept)
        if merge.count("removed"):
            counts += " " + _("Bỏ {n} việc.").format(n=merge.count("removed"))
        self.counts.setText(counts)
        self.whole.setVisible(bool(kept or merge.count("removed")))
        self.deed_button.setEnabled(merge.changes_anything)


class ColumnStrip(QScrollArea):
    """A choice for each column of the source; `told(place, holds)` follows a person's choice."""

    def __init__(self, heads: tuple[Head, ...], told: Callable[[int, str], object]) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Cột nào chứa gì"))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, space("s"), 0)
        grid.setHorizontalSpacing(space("m"))
        grid.setVerticalSpacing(space("xs"))
        self.choices: dict[int, Choice] = {}
        for at, head in enumerate(heads):
            line, across = divmod(at, _ACROSS)
            title = ElidedLabel(head.title, tone="muted")
            title.setToolTip(_("{title}. Ví dụ: {sample}").format(
                title=head.title, sample=head.sample or "–"))  # fmt: skip
            choice = Choice(_options(head), name=_("Cột {title}").format(title=head.title))
            choice.setSizeAdjustPolicy(
                Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(8)
            choice.chosen.connect(lambda holds, place=head.place: told(place, holds))
            self.choices[head.place] = choice
            grid.addWidget(title, line * 2, across)
            grid.addWidget(choice, line * 2 + 1, across)
        for across in range(_ACROSS):
            grid.setColumnStretch(across, 1)
        self.setWidget(inside)
        wanted = inside.sizeHint().height()
        self.setFixedHeight(min(wanted, space("xxl") * 7))
        self.show_heads(heads)

    def show_heads(self, heads: tuple[Head, ...]) -> None:
        """Show what the columns hold now."""
        for head in heads:
            if (choice := self.choices.get(head.place)) is not None:
                choice.show_value(head.holds)


def _options(head: Head) -> list[tuple[str, Any]]:
    names = {
        "task": _("Nội dung công việc"), "month": _("Tháng, quý"), "due": _("Thời gian"),
        "lead": _("Chủ trì"), "partner": _("Phối hợp"), "cost": _("Kinh phí"),
        "note": _("Ghi chú"), "group": _("Nhóm nhiệm vụ"), "number": _("Số thứ tự"),
        "other": _("Ghi thêm vào Ghi chú"), "skip": _("Không nhận cột này"),
    }  # fmt: skip
    found: list[tuple[str, Any]] = [(names[one], one) for one in CHOICES]
    return [(_("Đánh dấu tháng"), "tick"), *found] if head.holds == "tick" else found
