"""Forms given to units as workbooks, and the same forms when they come home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.text import with_counts
from desktop.ui.dialogs.base import Dialog
from desktop.ui.messages import MessageKind
from desktop.ui.pages.figures.import_looks import Looks
from desktop.ui.pages.figures.import_parts import rows_table
from desktop.ui.widgets.fields import Choice, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, space

if TYPE_CHECKING:
    from desktop.intake.figures.result import ReadRow
    from desktop.tasks.figures.issued_forms import IssuedFile
    from desktop.tasks.figures.issued_home import Homecoming
    from desktop.ui.pages.figures.surface import FiguresPage

EACH, TOGETHER = "each", "together"
WORKBOOK = _("Bảng tính Excel (*.xlsx)")
WIDE = 30
_NAMED = 4
"""Places told in one sentence."""
_SAID = 6
"""Lines about the row chosen."""


class GiveForms(Dialog):
    """Whom the form goes to: every base union its own file, one of them, or one file for all."""

    def __init__(self, page: FiguresPage) -> None:
        sheet = page.sheet
        assert sheet is not None
        self._page, self._sheet = page, sheet
        base = [row.unit for row in sheet.typed_rows]
        options = [(with_counts(_("Mỗi đơn vị một tệp ({n} tệp)"), n=len(base)), EACH)]
        if sheet.form.scope == "unit_rows":
            options.append((_("Một tệp chung, mỗi đơn vị một dòng"), TOGETHER))
        options += [(unit.name, unit.code or unit.id) for unit in base]
        self.whom = Choice(options, name=_("Giao cho"))
        body = QWidget()
        body.setLayout(column(FormRow(_("Giao cho"), self.whom), gap="s"))
        super().__init__(
            page.window(),
            _("Giao {form} {period} cho cơ sở").format(
                form=sheet.form.label, period=sheet.period.title.lower()
            ),
            _("Đơn vị ghi số vào tệp Excel rồi gửi lại; chương trình đọc lại đúng từng ô, "
              "dù đã sắp xếp hay chèn dòng."),
            body,
            deed_text=_("Chọn nơi lưu"),
            deed=self._give,
        )  # fmt: skip

    def _give(self) -> None:
        whom = str(self.whom.value())
        page, form, period = self._page, self._sheet.form.id, self._sheet.period.id
        if whom == EACH:
            target = page.desk.choose_folder(_("Thư mục để các tệp biểu"))
        else:
            code = "" if whom == TOGETHER else f"-{whom}"
            name = f"{form}-{period}{code}.xlsx"
            target = page.desk.choose_target(_("Giao biểu"), name, WORKBOOK)
        if target is not None:
            give(page, form, period, whom, target)


def give(page: FiguresPage, form: str, period: str, whom: str, target: Path) -> None:
    """Write the forms off the main thread and say where they are."""

    def work(store, _progress, _cancelled):  # type: ignore[no-untyped-def]
        from desktop.tasks.figures.issued_forms import issue_form, issue_forms

        if whom == EACH:
            return issue_forms(store, form, period, target)
        return [issue_form(store, form, period, "" if whom == TOGETHER else whom, target)]

    page.desk.job(_("Giao biểu"), work, lambda made: _given(page, made, target), writes=True)


def _given(page: FiguresPage, made: list[IssuedFile], target: Path) -> None:
    text = (
        with_counts(_("Đã ghi {n} tệp biểu vào {place}."), n=len(made), place=target)
        if len(made) > 1 or target.is_dir()
        else _("Đã ghi {place}.").format(place=target)
    )
    more = _("Gửi tệp cho đơn vị; khi nhận lại, thả tệp vào trang này.")
    page.desk.message(f"{text} {more}", kind=MessageKind.DONE)


class FormCameHome(Dialog):
    """What an issued form brings, unit by unit, before it is taken as one step."""

    def __init__(self, page: FiguresPage, home: Homecoming, path: Path) -> None:
        self._page, self._path, self.home = page, path, home
        self.told = PlainLabel("", wrap=True)
        self.refused = PlainLabel("", tone="attention", wrap=True)
        self.remarks = PlainLabel("", tone="muted", wrap=True)
        self.rows = rows_table(Looks)
        self.why = PlainLabel("", wrap=True)
        self.rows.chosen.connect(self._explain)
        self.reason = TextField(hint=_("ví dụ: đơn vị gửi lại biểu đã sửa"))
        self.reason.committed.connect(lambda _text: self._again())
        self._reason_row = FormRow(_("Lý do nhận vào báo cáo đã chốt"), self.reason)
        body = QWidget()
        body.setLayout(column(
            self.told, self.refused, self.remarks, self._reason_row, self.rows, self.why, gap="s"
        ))  # fmt: skip
        identity = home.form.identity
        super().__init__(
            page.window(),
            _("Nhận {form} {period} của {unit}").format(
                form=identity.form, period=identity.period_title.lower(), unit=identity.unit_name
            ),
            _("Ô trống trong biểu không xóa số đã có. Nhận một lần, hoàn tác được."),
            body,
            deed_text=_("Nhận"),
            deed=self._take,
        )
        self.setMinimumWidth(WIDE * space("xxl"))
        self.show_home(home)

    def show_home(self, home: Homecoming) -> None:
        """Show what would land and what would not."""
        self.home = home
        self.told.setText(home.summary())
        left = _not_taken(home)
        told = "; ".join(one.rstrip(".") for one in left[:_NAMED])
        if len(left) > _NAMED:
            told += with_counts(_("; và {n} chỗ khác"), n=len(left) - _NAMED)
        self.refused.setText(_("Không nhận: {cells}.").format(cells=told))
        self.refused.setVisible(bool(left))
        self.remarks.setText(" ".join(home.remarks))
        self.remarks.setVisible(bool(home.remarks))
        self._reason_row.setVisible(home.locked or bool(self.reason.typed()))
        order = {"refused": 0, "warned": 1, "accepted": 2}
        noted = {note.unit for note in home.notes}
        filled = [
            r for r in home.reading.rows
            if r.unit_id in noted or any(c.source for c in r.cells)
        ]  # fmt: skip
        self.rows.set_rows(sorted(filled, key=lambda r: (order[r.status], r.source_row)))
        self.deed_button.setText(_("Nhận {what}").format(what=_brought(home) or _("0 ô")))
        self.deed_button.setEnabled(not home.brings_nothing)
        if (home.entries or home.notes) and home.brings_nothing and not left:
            self.told.setText(_("Các số trong biểu đều đã có trong sổ."))
        self._explain(self.rows.current())

    def _explain(self, row: ReadRow | None) -> None:
        """Say in full what there is to say of the chosen row: its column has little room."""
        said = row.reasons if row is not None else ()
        left = len(said) - _SAID
        more = [_("và {n} điều khác, rê chuột vào cột “Vì sao” để xem").format(n=left)]
        self.why.setText("\n".join([*said[:_SAID], *(more if left > 0 else [])]))
        self.why.setVisible(bool(said))
        self.fit()

    def _again(self) -> None:
        reason = self.reason.typed()
        from desktop.tasks.figures.issued_home import open_form

        self.follow(self._page.desk.job(
            _("Đọc {file}").format(file=self._path.name),
            lambda store, _progress, _cancelled: open_form(store, self._path, reason=reason),
            self.while_open(self.show_home),
            on_refusal=self.while_open(self._refused),
        ))  # fmt: skip

    def _refused(self, refusal: Refusal) -> None:
        self.error.setText(str(refusal))
        self.error.show()

    def _take(self) -> None:
        from desktop.tasks.figures.issued_home import take_form

        page, home, reason = self._page, self.home, self.reason.typed()
        told = _("Đã nhận {what} của {unit}. Bấm Ctrl+Z để hoàn tác.").format(
            what=_brought(home), unit=home.form.identity.unit_name
        )
        identity = home.form.identity

        def taken(_change: object) -> None:
            page.open_sheet(identity.period, identity.form)
            page.desk.message(told, kind=MessageKind.DONE)

        page.desk.do(lambda store: take_form(store, home, reason=reason), taken)


def _brought(home: Homecoming) -> str:
    """Return how many cells and notes are new: "4 ô, 1 ghi chú", "" for nothing."""
    parts = (
        (len(home.changed), _("{n} ô")), (len(home.new_notes), _("{n} ghi chú")),
    )  # fmt: skip
    return ", ".join(with_counts(words, n=n) for n, words in parts if n)


def _not_taken(home: Homecoming) -> list[str]:
    """Return what does not land, place by place: cells, and rows that somebody added."""
    cells = [
        f"{one.place}: {one.why}" if one.source in one.why
        else f"{one.place}: {one.source} – {one.why}"
        for one in home.refused
    ]  # fmt: skip
    rows = [
        _("dòng {row} “{text}”: {why}").format(row=one.source_row, text=one.text, why=one.why)
        for one in home.reading.ignored_rows
    ]
    return [*cells, *rows]


def ask_whom(page: FiguresPage) -> None:
    """Ask whom the form shown goes to."""
    if page.sheet is not None and page.sheet.typed_rows and page.leaving():
        _open(GiveForms(page))


def came_home(page: FiguresPage, home: Homecoming, path: Path) -> None:
    """Show a form that came home."""
    _open(FormCameHome(page, home, path))


def _open(dialog: Dialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
