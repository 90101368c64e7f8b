"""The page: kinds at the left, the printed page in the middle, options at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QCursor, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.periods import Period, parse_period
from desktop.ui import icons
from desktop.ui.messages import MessageKind
from desktop.ui.page import Action, Page
from desktop.ui.pages.reports.drawn import Asked, Drawn, Offer, draw, offer
from desktop.ui.pages.reports.kinds import KindTree
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.layout import column, scrolled, space, splitter

if TYPE_CHECKING:
    from datetime import date

    from desktop.models.store.reader import Reader
    from desktop.models.store.store import Store
    from desktop.tasks.figures.report_notes import ReportKind
    from desktop.ui.desk import Desk
    from desktop.ui.dialogs.trace import Asked as Wanted
    from desktop.ui.widgets.pdf_preview import PdfPreview

LAST = "reports.kind"
DAYS = ("E_DAY", "E_UNIT")
"""Refusals of a day the figures, or the unit asked about, were not known on."""
PAUSE_MS = 150
LONG_MS = 400
"""From here on the page says that another report than the one in sight is being made."""
_SHOWN = frozenset({"cell", "submit", "review", "unit", "assign", "event", "contact", "activity",
                     "period"})  # fmt: skip


class ReportsPage(Page):
    """Draws what is chosen; writes it as Excel, Word, PDF, or a few lines for a message."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.kind: ReportKind | None = None
        self.drawn: Drawn | None = None
        self._asked: Asked | None = None
        self._wanted: Mapping[str, str] = {}
        self._offer: Offer | None = None
        self._reading = self._outdated = self._behind = self._unclear = False

    # building

    def actions(self) -> Sequence[Action]:
        """Return the one button with its ways to export, and printing."""
        return [
            Action(
                "export", _("Xuất"), self.open_menu, "Ctrl+Shift+E", "export",
                tooltip=_("Excel, Word, PDF, hoặc sao chép cho Zalo"),
                enabled=self.can_export, why_not=self.why_not, primary=True,
            ),
            Action(
                "print", _("In"), self.print, "Ctrl+P", "print",
                enabled=self.can_export, why_not=self.why_not,
            ),
            Action(
                "trace", _("Số này ở đâu ra?"), self.trace, "F8", "search",
                tooltip=_("Từng số của báo cáo: đơn vị nào, bản nào, ai nhập, từ gói nào"),
                enabled=self.can_export, why_not=self.why_not,
            ),
            Action(
                "own-form", _("Điền biểu của tỉnh"), self.fill_own_form, icon="table", header=False,
                tooltip=_("Số của ta vào các ô đã chỉ, tệp của tỉnh giữ nguyên"),
                enabled=self.can_export, why_not=self.why_not,
            ),
        ]  # fmt: skip

    def build(self) -> QWidget:
        """Lay out the parts that the page opens with; the rest follows piece by piece."""
        self.kinds = KindTree()
        self.kinds.chosen.connect(self._kind_chosen)
        self.preview: PdfPreview | None = None
        self._nothing: QWidget | None = None
        self._no_day: QWidget | None = None
        self._being_drawn: QWidget | None = None
        self._middle = QStackedWidget()
        self._middle.addWidget(EmptyState("reports", _("Đang đọc các loại báo cáo…")))
        self._pause = QTimer(self._middle)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._long = QTimer(self._middle)
        self._long.setSingleShot(True)
        self._long.setInterval(LONG_MS)
        self._long.timeout.connect(self._show_drawing)
        self._whole = splitter(self.kinds, self._middle, shares=(0, 1))
        self._whole.setSizes([space("xxl") * 8, space("xxl") * 29])
        return self._whole

    def _furnish(self) -> None:
        """Add the options, then read what can be chosen."""
        from desktop.ui.pages.reports.options import Options

        self.options = Options(self.desk.today)
        self.options.changed.connect(self._ask_soon)
        self.menu = self._export_menu()
        beside = scrolled(column(self.options, gap="none"))
        beside.setMinimumWidth(self.options.minimumWidth())
        self._whole.addWidget(beside)
        self._whole.setSizes([space("xxl") * 8, space("xxl") * 20, space("xxl") * 9])
        self._read_offer()

    def _read_offer(self) -> None:
        """Read which reports and periods there are."""
        self._outdated, today = False, self.desk.today()
        self.desk.job(
            _("Đọc các loại báo cáo"), lambda store, *_rest: offer(store, today), self._show_offer
        )

    def _export_menu(self) -> QMenu:
        menu = QMenu(self.options)
        for words, icon, deed in (
            (_("Excel (.xlsx)"), "table", self.to_excel),
            (_("Word (.docx)"), "document", self.to_word),
            (_("PDF (.pdf)"), "export", self.to_pdf),
            (_("Sao chép cho Zalo"), "copy", self.copy_short),
        ):
            menu.addAction(icons.icon(icon), words).triggered.connect(deed)
        return menu

    def window(self) -> QWidget:
        """Return the window dialogs stand in front of."""
        return self._whole.window()

    def fill_own_form(self) -> None:
        """Fill a form of the province's own with the period chosen."""
        from desktop.ui.pages.reports.own_form import choose_form

        choose_form(self)

    # reading

    def touched(self, change: Any) -> bool:
        """Only figures, units and activities are printed here, of the periods there are."""
        kinds = {one.kind for one in change.changes}
        self._outdated = self._outdated or "period" in kinds
        return not kinds.isdisjoint(_SHOWN)

    def opened(self, argument: Any) -> None:
        """Go to a report: {"form", "period", "unit"}, each as wished."""
        if isinstance(argument, Mapping):
            self._wanted = argument
            if self.kind is not None:
                self._go_to_wanted()

    def refresh(self) -> None:
        """Read what can be chosen once, and draw the chosen report again."""
        if self._offer is not None and self._outdated:
            self._read_offer()
        elif self._offer is not None:
            self._ask()
        elif not self._reading:
            self._reading = True
            QTimer.singleShot(0, self._whole, self._furnish)

    def _show_offer(self, found: Offer) -> None:
        self._offer = found
        self.kinds.show_kinds(found.kinds)
        known = self.desk.state.get(LAST, "")
        ids = [kind.id for kind in found.kinds]
        self.kinds.go_to(known if known in ids else ids[0])
        self._go_to_wanted()
        if self.drawn is None:  # nothing is taken away by saying so at once
            self._show_drawing()
        self._ask()

    def _go_to_wanted(self) -> None:
        wanted, self._wanted = self._wanted, {}
        if not wanted:
            return
        schemes = self.desk.read.packs.schemes
        period = parse_period(wanted["period"], schemes) if wanted.get("period") else None
        scheme = period.scheme if period else (self.kind.scheme if self.kind else "")
        form = wanted.get("form") or (self.kind.form if self.kind else "")
        self.kinds.go_to(f"{scheme}|{form}")
        if period is not None:
            self.options.period.show_value(period.id)
        if wanted.get("unit"):
            self.options.unit.show_value(wanted["unit"])
        self._ask()

    def _kind_chosen(self, kind: Any) -> None:
        if kind is None or isinstance(kind, str) or self._offer is None:
            return
        before, self.kind = self.kind, kind
        self.desk.state.set(LAST, kind.id)
        self.options.personal.setVisible(kind.personal)
        if before is None or before.scheme != kind.scheme:
            periods = self._offer.periods[kind.scheme]
            self.options.show_periods(periods, self._offer.usual[kind.scheme])
        self._ask_soon()

    def asked(self) -> Asked | None:
        """Return what is chosen, None before anything is."""
        period = self.options.period.value()
        if self.kind is None or period is None:
            return None
        return Asked(
            self.kind.form, self._period(str(period)), str(self.options.unit.value() or ""),
            self.options.known_on.value(),
            personal=self.kind.personal and self.options.personal.isChecked(),
        )  # fmt: skip

    def _period(self, period: str) -> Period:
        return parse_period(period, self.desk.read.packs.schemes)

    def _ask_soon(self) -> None:
        self._fall_behind()
        self._pause.start()

    def _fall_behind(self) -> None:
        """What is in sight is not what is chosen: it is not printed, written or traced."""
        if not self._behind:
            self._behind = True
            self._long.start()
            self.desk.actions_changed()

    def _catch_up(self) -> None:
        self._behind = False
        self._long.stop()

    def _ask(self) -> None:
        self._pause.stop()
        try:
            asked = self.asked()
        except Refusal:
            self._fall_behind()
            self._long.stop()
            self._unclear = True  # the date field shows its own sentence
            return
        if asked is None:
            return
        self._asked, self._unclear = asked, False
        self._fall_behind()
        if asked.known_on is not None and asked.known_on > self.desk.today():
            self._refused(_to_come(asked.known_on))
            return

        def show(drawn: Drawn) -> None:
            if drawn.asked == self._asked:
                self._show(drawn)

        self.desk.job(
            _("Lập báo cáo"), lambda store, *_rest: draw(store, asked), show,
            on_refusal=lambda told: self._refused(told) if asked == self._asked else None,
        )  # fmt: skip

    def _show(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self._catch_up()
        self.options.known_on.line.mark("")
        self.options.show_units(drawn.units)
        self.options.show_printed(drawn.printed)
        from desktop.ui.widgets.pdf_pointing import Place

        self._paper().set_pdf(drawn.pdf)
        self.pointing.set_places(
            [Place(one.page, (one.left, one.bottom, one.right, one.top))
             for one, _question in drawn.numbers]
        )  # fmt: skip
        self._middle.setCurrentWidget(self._paper())
        self.desk.actions_changed()

    def _paper(self) -> PdfPreview:
        """Return the preview, made when there is the first page to show."""
        from desktop.ui.widgets.pdf_pointing import Pointing
        from desktop.ui.widgets.pdf_preview import PdfPreview

        if self.preview is None:
            self.preview = PdfPreview(printable=False)
            self.pointing = Pointing(self.preview.paper, self.trace_number)
            ask = QAction(_("Số này ở đâu ra?"), self.preview)
            ask.triggered.connect(self.trace)
            self.preview.addAction(ask)
            self.preview.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
            self._middle.addWidget(self.preview)
        return self.preview

    def _no_paper(self) -> QWidget:
        """Return what stands in the middle when nothing can be drawn."""
        if self._nothing is None:
            self._nothing = EmptyState(
                "reports", _("Báo cáo sẽ hiện ở đây như khi in ra."), _("Nhập số liệu"),
                lambda: self.desk.go("figures"), hint=_("Chưa có số liệu nào trong sổ."),
            )  # fmt: skip
            self._middle.addWidget(self._nothing)
        return self._nothing

    def _show_drawing(self) -> None:
        """Say what is being made, in place of the report that was chosen before."""
        if self._being_drawn is None:
            self._being_drawn = EmptyState("reports", _("Đang lập báo cáo…"))
            self._middle.addWidget(self._being_drawn)
        self._middle.setCurrentWidget(self._being_drawn)

    def _unknown_day(self) -> QWidget:
        """Return what stands in the middle when nothing was known on the day."""
        if self._no_day is None:
            self._no_day = EmptyState(
                "reports", _("Không có báo cáo theo ngày này."),
                hint=_("Xem lại ngày ở bên phải, hoặc xóa ngày để lấy số liệu mới nhất."),
            )  # fmt: skip
            self._middle.addWidget(self._no_day)
        return self._no_day

    def _refused(self, refusal: Refusal) -> None:
        """Say why there is no report: below the day where that is the cause."""
        self.drawn = None
        self._catch_up()
        asked = self._asked
        if asked is not None and asked.known_on is not None and refusal.code in DAYS:
            self.options.known_on.line.mark(str(refusal))
            self._middle.setCurrentWidget(self._unknown_day())
        else:
            self._middle.setCurrentWidget(self._no_paper())
            self.desk.refused(refusal)
        self.desk.actions_changed()

    # exporting

    def open_menu(self) -> None:
        """Show the ways to export where the pointer is, or at the top of the page."""
        surface = self._middle.window()
        place = QCursor.pos()
        if not surface.frameGeometry().contains(place):
            place = self.kinds.mapToGlobal(self.kinds.rect().topLeft())
        self.menu.popup(place)

    def can_export(self) -> bool:
        """Say whether there is a report to write."""
        return self.drawn is not None and not self._behind

    def why_not(self) -> str:
        """Say what is missing before a report can be written."""
        if self._unclear:
            return _("Ngày ghi ở bên phải chưa đúng; sửa lại hoặc xóa đi trước.")
        if self._behind:
            return _("Báo cáo vừa chọn đang lập; chờ hiện xong.")
        return _("Chọn một loại báo cáo ở bên trái trước.")

    def trace(self) -> None:
        """Show where the totals of the report come from."""
        from desktop.ui.dialogs.trace import Asked as Wanted

        if self.drawn is not None:
            asked = self.drawn.asked
            self._trace(Wanted(asked.period.id, asked.unit, asked.known_on, form=asked.form))

    def trace_number(self, place: int) -> None:
        """Show where one number of the page comes from."""
        from desktop.ui.dialogs.trace import Asked as Wanted

        if self.drawn is not None and place < len(self.drawn.numbers):
            asked, question = self.drawn.asked, self.drawn.numbers[place][1]
            self._trace(
                Wanted(
                    question.period, question.unit or asked.unit, asked.known_on, question.code,
                    question=question,
                )
            )  # fmt: skip

    def _trace(self, wanted: Wanted) -> None:
        from desktop.ui.dialogs.trace import TraceDialog

        self.traced = TraceDialog(self._middle.window(), self.desk, wanted)
        self.traced.finished.connect(self.traced.deleteLater)
        self.traced.open()

    def to_excel(self) -> None:
        """Write the report as a workbook."""
        self._write(".xlsx", _("Bảng tính Excel (*.xlsx)"))

    def to_word(self) -> None:
        """Write the report as a Word document."""
        self._write(".docx", _("Văn bản Word (*.docx)"))

    def to_pdf(self) -> None:
        """Write the report as PDF."""
        self._write(".pdf", _("Tệp PDF (*.pdf)"))

    def _write(self, suffix: str, filters: str) -> None:
        asked = self._asked
        if asked is None or not self._still_wanted(asked):
            return
        out = self.desk.choose_target(_("Lưu báo cáo"), asked.file_name + suffix, filters)
        if out is None:
            return
        self.desk.job(
            _("Ghi {file}").format(file=out.name), _writer(asked, out),
            lambda path: self._written(asked, path),
        )  # fmt: skip

    def _still_wanted(self, asked: Asked) -> bool:
        """Ask before the form of a period that has not begun is written."""
        if asked.period.data_from <= self.desk.today():
            return True
        from desktop.tasks.figures.reports import not_begun
        from desktop.ui.dialogs.base import confirm

        told, deed = not_begun(asked.period), _("Vẫn lập biểu")
        return confirm(self.desk.window, _("Kỳ chưa bắt đầu"), told, deed, danger=False)

    def _written(self, asked: Asked, path: Path) -> None:
        self._remember(asked)
        self.desk.message(
            _("Đã ghi báo cáo vào {file}.").format(file=path.name), kind=MessageKind.DONE,
            action_text=_("Mở tệp"),
            action=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
        )  # fmt: skip

    def _remember(self, asked: Asked) -> None:
        if asked.known_on is not None:
            return  # a restated report is no new print of today's numbers

        def keep(store: Store) -> None:
            from desktop.tasks.figures.report_notes import remember_printed

            unit = asked.unit or store.own_unit
            remember_printed(store, asked.form, asked.period.id, unit)

        self.desk.do(keep, lambda _none: self._ask())

    def copy_short(self) -> None:
        """Put the main totals on the clipboard as a few lines."""
        asked, today = self._asked, self.desk.today()
        if asked is None:
            return

        def copied(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            told = _("Đã chép {n} dòng số liệu chính. Dán vào Zalo.")
            self.desk.message(told.format(n=text.count("\n") + 1), kind=MessageKind.DONE)

        def told(store: Reader, *_rest: Any) -> str:
            from desktop.tasks.figures.report_notes import short_text

            return short_text(
                store, asked.form, asked.period.id, asked.unit, today=today,
                known_on=asked.known_on,
            )  # fmt: skip

        self.desk.job(_("Chép số liệu chính"), told, copied)

    def print(self) -> None:
        """Print what is shown; on both sides with margins swapped on the backs where chosen."""
        from desktop.ui.pages.reports.drawn import for_both_sides

        drawn = self.drawn
        if drawn is not None:
            self.desk.job(
                _("Dựng trang in"),
                lambda store, *_rest: for_both_sides(store, drawn.asked),
                lambda backs: self._print(drawn, backs),
            )

    def _print(self, drawn: Drawn, backs: bytes) -> None:
        from desktop.ui.widgets.printing import ask_and_print

        paper = self._paper()
        current = paper.paper.current_page()
        if ask_and_print(paper, drawn.pdf, drawn.title, current=current, mirrored=lambda: backs):
            self._remember(drawn.asked)


def _to_come(day: date) -> Refusal:
    return Refusal(
        _("Ngày {day} chưa đến.").format(day=f"{day:%d/%m/%Y}"),
        next_step=_("Ghi ngày đã qua, hoặc để trống."), code="E_DAY",
    )  # fmt: skip


def _writer(asked: Asked, out: Path) -> Callable[..., Path]:
    def write(store: Reader, *_rest: Any) -> Path:
        from desktop.tasks.figures.reports import make_report

        return make_report(
            store, asked.form, asked.period.id, out, asked.unit, asked.known_on, asked.personal
        )

    return write
