"""The tables of the import preview, and the words in them."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from desktop.i18n import _
from desktop.intake.figures.form_codes import form_codes, home_codes
from desktop.intake.figures.result import TOGETHER, ControlTotal, FiguresReading, ReadRow
from desktop.models.entry.entry import EntrySheet
from desktop.models.errors import Refusal
from desktop.models.packs.periods import parse_period
from desktop.models.text import lowered, vi_number, with_counts
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.drop_area import DropArea
from desktop.ui.widgets.fields import NumberField
from desktop.ui.widgets.layout import column, row, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent

    from desktop.models.packs.packs import Packs
    from desktop.ui.pages.figures.import_looks import Looks

MOST_TOTALS = 3
"""How many totals that differ are told above the rows; all stand among the totals."""
_CODE = re.compile(r"^E_[A-Z_]+: ")


class OtherTime(QCheckBox):
    """The yes a file of another time asks for, as the command line asks for --yes."""

    def __init__(self, period: str) -> None:
        super().__init__(_("Vẫn nhận vào {period}").format(period=lowered(period)))
        self._said = ""

    def ask(self, reading: FiguresReading) -> None:
        """Be there where the file is of another time; a yes holds for what was said then."""
        self.setChecked(self.isChecked() and reading.elsewhen == self._said)
        self.setVisible(bool(reading.elsewhen))
        self._said = reading.elsewhen

    def require(self, reading: FiguresReading) -> None:
        """Raise Refusal where the yes is missing."""
        if reading.elsewhen and not self.isChecked():
            raise Refusal(
                reading.elsewhen,
                next_step=_("Đúng là tệp cần nhận thì đánh dấu vào ô “{box}”.").format(
                    box=self.text()),
            )  # fmt: skip


class DropTarget(QWidget):
    """A surface a file can be dropped on: `take(path)` gets the first one.

    `resized()` follows each change of its room.
    """

    resized = Signal()

    def __init__(self, take: Callable[[Path], object]) -> None:
        super().__init__()
        self._take = take
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may come in."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the file over."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self._take(paths[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that there is another room to share out."""
        super().resizeEvent(event)
        self.resized.emit()


def first_part(
    take: Callable[[Path], object], choose: Callable[[], object], paste: Callable[[], object]
) -> QWidget:
    """What stands there before a file is read: where to drop one, to choose it or to paste."""
    drop = DropArea(
        _("Thả tệp Excel, CSV của đơn vị vào đây."),
        lambda paths: take(paths[0]), _("Chọn tệp"), choose,
    )  # fmt: skip
    copied = button(_("Dán bảng đã sao chép (Ctrl+V)"), paste)
    made = QWidget()
    made.setLayout(column(drop, row(None, copied, None), gap="s"))
    return made


def rows_table(looks: Callable[[], Looks]) -> ListTable:
    """Every row of data with its reading; `looks` tells how much of a look each asks for."""
    made = ListTable(
        (
            Column(_("Dòng"), lambda r: r.place, 12, right=True, least=6,
                   tooltip=lambda r: r.place),
            Column(_("Tên trong tệp"), lambda r: r.unit, 34, middle=True, least=24),
            Column(_("Kết quả"), lambda r: looks().shown(r)[0], 20,
                   tone=lambda r: looks().shown(r)[1], icon=lambda r: looks().shown(r)[2]),
            Column(_("Các số"), _values, 24, tooltip=_values, least=12),
            Column(_("Vì sao"), lambda r: looks().why(r), 0, tooltip=lambda r: looks().why(r),
                   tone=lambda r: looks().tone(r)),
        ),
        key=lambda r: r.key, name=_("Cách đọc từng dòng"), sortable=False,
    )  # fmt: skip
    return _giving_way(made, 5)


def cells_table(sheet: EntrySheet) -> ListTable:
    """The cells of the chosen row: what stood there, what it was read as."""
    titles = {
        one.code: " – ".join((*one.group, one.title))
        for one in sheet.columns
        if one.kind != "computed"
    }
    indicators = sheet.facts.packs.indicators
    note = partial(_cell_note, sheet.facts.packs)
    made = ListTable(
        (
            Column(_("Ô"), lambda c: c.place, 7),
            Column(_("Chỉ tiêu"), lambda c: titles.get(c.code) or indicators[c.code].name, 54,
                   middle=True, least=36),
            Column(_("Trong tệp"), lambda c: c.source, 16, right=True),
            Column(_("Đọc là"), lambda c: "" if c.value is None else vi_number(c.value), 14,
                   right=True, tone=lambda c: "ink.normal" if c.taken else "ink.muted"),
            Column(_("Điều cần xem"), note, 0, tone=_cell_tone, tooltip=note),
        ),
        key=lambda c: (c.code, c.place), name=_("Các ô của dòng"), sortable=False,
    )  # fmt: skip
    made.setFixedHeight(space("xxl") * 3 + space("m"))
    return made


def columns_table(sheet: EntrySheet) -> ListTable:
    """The columns with what each was taken for."""
    known = {value: text for text, value in roles(sheet)}
    made = ListTable(
        (
            Column(_("Cột"), lambda c: c.place, 6),
            Column(_("Tiêu đề trong tệp"), lambda c: c.heading, 40, middle=True),
            Column(_("Hiểu là"), lambda c: c.meaning or known.get(c.role or "", c.role or ""), 40,
                   tone=lambda c: "ink.normal" if c.role or c.meaning else "ink.muted"),
            Column(_("Điều cần xem"), lambda c: c.note, 0, tooltip=lambda c: c.note),
        ),
        key=lambda c: c.letter, name=_("Cách hiểu từng cột"), sortable=False,
    )  # fmt: skip
    return _giving_way(made, 5)


def ignored_table() -> ListTable:
    """Totals compared with the rows, and rows left out with their reasons."""
    made = ListTable(
        (
            Column(_("Dòng"), lambda one: one.place, 12, right=True,
                   tooltip=lambda one: one.place),
            Column(_("Nội dung"), _ignored, 50, tooltip=_ignored),
            Column(_("Vì sao"), _ignored_why, 0, tone=_ignored_tone, icon=_ignored_icon,
                   tooltip=_ignored_why),
        ),
        key=lambda one: (one.place, getattr(one, "indicator", "")),
        name=_("Dòng bỏ qua và dòng cộng"), sortable=False,
    )  # fmt: skip
    return _giving_way(made, 5)


def _giving_way(table: ListTable, least: int) -> ListTable:
    """Let a table take what room is left: on a small screen it scrolls, not the whole dialog."""
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    policy.setVerticalStretch(1)
    table.setSizePolicy(policy)
    table.setMinimumHeight(space("xxl") * least)
    return table


def summary(reading: FiguresReading, looks: Looks) -> str:
    """Return the counts of a file; they add up to its rows."""
    rows, theirs = reading.rows, sum(one.theirs for one in reading.ignored_rows)
    parts = [
        with_counts(_("{n} dòng nhận được"), n=looks.count(rows, "clear")),
        with_counts(_("{n} dòng cần xem"), n=looks.count(rows, "look")),
        with_counts(_("{n} dòng không nhận"), n=looks.count(rows, "refused")),
        with_counts(_("{n} dòng không phải số liệu"), n=len(reading.ignored_rows) - theirs),
    ]
    if theirs:
        parts.insert(3, with_counts(_("{n} dòng của xã, phường khác"), n=theirs))
    if named := looks.count(rows, "named"):
        parts.insert(1, with_counts(_("{n} dòng nhận với tên đọc khác"), n=named))
    if beside := looks.count(rows, "beside"):
        parts.append(with_counts(_("{n} dòng chỉ để đối chiếu"), n=beside))
    totals = reading.control_totals
    if totals:
        fits = sum(1 for one in totals if one.match)
        parts.append(with_counts(_("{a}/{b} số cộng khớp"), a=fits, b=len(totals)))
    told = [f"{reading.source}: {', '.join(parts)}."]
    if landed := reading.told_landings():
        told.append(f"{landed[:1].upper()}{landed[1:]}.")
    if reading.sheet not in reading.sheets and reading.alike:
        told.append(_("Đọc cùng {n} trang.").format(n=len(reading.alike)))
    if reading.unread:
        told.append(_("Trang không đọc: {names}.").format(
            names=", ".join(one.name for one in reading.unread)))  # fmt: skip
    return " ".join(told)


def sheets_to_read(reading: FiguresReading) -> list[tuple[str, str]]:
    """Return what may be read of a workbook: (words, sheet); those of one form together."""
    whole = [(_together(reading), TOGETHER)] if reading.alike else []
    return [*whole, *((name, name) for name in reading.sheets)]


def offer(reading: FiguresReading) -> list[str]:
    """Return the sentence that offers to read the sheets of one form together."""
    if not reading.alike or reading.sheet not in reading.sheets:
        return []
    told = _("Chọn “{words}” ở ô Trang tính để đọc cùng nhau: {names}.")
    return [told.format(words=_together(reading), names=", ".join(sorted(reading.alike)))]


def _together(reading: FiguresReading) -> str:
    return _("Cả {n} trang cùng biểu").format(n=len(reading.alike))


def roles(sheet: EntrySheet) -> list[tuple[str, str]]:
    """Return what a column may be: (words, value); "" for nothing."""
    packs, form = sheet.facts.packs, sheet.form.id
    others = form_codes(packs, form) - home_codes(packs, form)
    figures = [
        (" – ".join((*one.group, one.title)) + f" ({one.code})", one.code)
        for one in sheet.columns
        if one.code and (one.kind in ("typed", "opening")
                         or (one.kind == "shown" and one.code in others))
    ]  # fmt: skip
    return [
        (_("Không lấy"), ""), (_("Tên đơn vị"), "unit"), (_("Loại hình"), "kind"),
        (_("Ghi chú"), "note"), *figures,
    ]  # fmt: skip


def wrong_totals(reading: FiguresReading) -> list[str]:
    """Return what the sheet's own totals say otherwise than its rows, once for the whole file."""
    from desktop.intake.figures.result import TOTALS_DIFFER, at_place

    wrong = [f"{at_place(one)}: {one.told}" for one in reading.control_totals if not one.match]
    more = [_("Còn {n} số cộng nữa không khớp.").format(n=len(wrong) - MOST_TOTALS)]
    doubt = [TOTALS_DIFFER] if any(TOTALS_DIFFER in row.reasons for row in reading.rows) else []
    return [*wrong[:MOST_TOTALS], *(more if len(wrong) > MOST_TOTALS else ()), *doubt]


def unclear_columns(reading: FiguresReading) -> list[str]:
    """Return the sentence that names the columns nobody understands, with where to answer."""
    told = reading.not_understood()
    part = column_tabs(turned=reading.layout == "turned")[1]
    return [f"{told} " + _("Chọn nghĩa ở phần “{part}”.").format(part=part)] if told else []


def column_tabs(*, turned: bool) -> tuple[str, str]:
    """Return what the rows and the columns of a reading are called: as they are in the file,
    where its units stand side by side."""
    across = (_("Các cột đơn vị"), _("Các dòng chỉ tiêu"))
    return across if turned else (_("Các dòng"), _("Các cột"))


def told_above(reading: FiguresReading, looks: Looks) -> str:
    """Return what is to be looked at of the whole file."""
    return " ".join((
        *reading.remarks, *looks.common, *wrong_totals(reading), *unclear_columns(reading),
        *offer(reading),
    ))  # fmt: skip


def told_quietly(reading: FiguresReading, sheet: EntrySheet, looks: Looks) -> str:
    """Return what is worth knowing of the whole file and asks for nothing."""
    told = (*reading.notes, recalled(reading, sheet), looks.columns())
    return " ".join(filter(None, told))


def recalled(reading: FiguresReading, sheet: EntrySheet) -> str:
    """Return which columns are taken as a person said of an earlier file, "" for none."""
    known = {value: text for text, value in roles(sheet)}
    told = [
        _("“{heading}” là {meaning}").format(
            heading=one.heading, meaning=known.get(one.role or "", one.role or ""))
        for one in reading.columns if one.letter in reading.recalled
    ]  # fmt: skip
    return _("Theo lần trước: {columns}.").format(columns="; ".join(told)) if told else ""


def units_for(sheet: EntrySheet, row: ReadRow, name: str) -> list[tuple[str, str]]:
    """Return the units a row may be of: those that look alike first.

    `name` is that of the unit it was read as, which a form with one unit's figures lacks.
    """
    alike = [(one.name, one.id) for one in row.candidates]
    if row.unit_id and row.unit_id not in {
        *(unit for _name, unit in alike), *(one.unit.id for one in sheet.typed_rows)
    }:  # fmt: skip
        alike.insert(0, (name or row.unit, row.unit_id))
    ids = {unit for _name, unit in alike}
    rest = [(r.unit.name, r.unit.id) for r in sheet.typed_rows if r.unit.id not in ids]
    return [(_("Chưa chọn"), ""), *alike, *rest]


def _values(row: ReadRow) -> str:
    told = (f"{code} {vi_number(n)}" for code, n in row.values.items() if n is not None)
    return ", ".join(told)


def without_code(reason: str) -> str:
    """Return a reason without the code programs read."""
    return _CODE.sub("", reason)


def _cell_note(packs: Packs, cell: Any) -> str:
    if cell.note or not cell.home:
        return str(cell.note)
    if cell.into:
        period = lowered(parse_period(cell.into, packs.schemes).title)
        return _("vào biểu {form} {period}").format(form=cell.home, period=period)
    return _("để đối chiếu, nhập ở biểu {form}").format(form=cell.home)


def _cell_tone(cell: Any) -> str:
    return "attention" if cell.note else "ink.muted"


def _ignored(one: Any) -> str:
    if isinstance(one, ControlTotal):
        return one.told.rstrip(".")
    return str(one.text)


def _ignored_why(one: Any) -> str:
    if isinstance(one, ControlTotal):
        return _("khớp") if one.match else _("không khớp")
    return str(one.why)


def _ignored_tone(one: Any) -> str:
    return "attention" if isinstance(one, ControlTotal) and not one.match else "ink.muted"


def _ignored_icon(one: Any) -> str:
    if not isinstance(one, ControlTotal):
        return ""
    return "check" if one.match else "warning"


def go_into(part: QWidget) -> None:
    """Bring the keyboard there; what is typed into a number stands for the one that was there."""
    part.setFocus()
    if isinstance(part, NumberField):
        part.selectAll()
