"""How to print: printer, pages, copies, sides. In Vietnamese on every system."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.print_job import MOST_COPIES, PrintJob, of_parity, page_numbers
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.fields import Choice, NumberField, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, row

TO_FILE = ""
"""The "printer" that is a PDF file."""


class PrintDialog(Dialog):
    """Asks how to print a paper of `count` pages; `job()`, `printer()` and `mirrored` tell.

    `current` is the page in sight. `can_mirror` offers margins swapped on the backs.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        count: int,
        *,
        current: int = 1,
        can_mirror: bool = False,
        to_file: bool = True,
        printers: Callable[[], list[str]] = QPrinterInfo.availablePrinterNames,
    ) -> None:
        self._count, self._current = max(count, 1), min(max(current, 1), max(count, 1))
        self._made: PrintJob | None = None
        ways = [(name, name) for name in printers()]
        if to_file:
            ways.append((_("Tệp PDF"), TO_FILE))
        elif not ways:
            raise Refusal(
                _("Máy này chưa có máy in."),
                next_step=_("Cài máy in, hoặc bấm Xuất để ghi ra tệp."), code="E_PRINTER",
            )  # fmt: skip
        self.where = Choice(ways, name=_("Máy in"))
        if usual := QPrinterInfo.defaultPrinterName():
            self.where.show_value(usual)
        self.which = Choice(
            [
                (_("Tất cả"), "all"),
                (_("Trang đang xem ({n})").format(n=self._current), "current"),
                (_("Các trang ghi bên cạnh"), "some"),
            ],
            name=_("Phần in"),
        )
        self.pages = TextField(hint=_("ví dụ 1-3, 5"))
        self.pages.setAccessibleName(_("Các trang in"))
        self.pages.textEdited.connect(lambda _text: self.which.show_value("some"))
        self.parity = Choice(
            [
                (_("Trang lẻ và chẵn"), "all"),
                (_("Chỉ trang lẻ"), "odd"),
                (_("Chỉ trang chẵn"), "even"),
            ],
            name=_("Trang lẻ, chẵn"),
        )
        self.copies = NumberField(1)
        self.copies.setFixedWidth(self.copies.fontMetrics().averageCharWidth() * 10)
        self.copies.setAccessibleName(_("Số bản"))
        self.collate = QCheckBox(_("Xếp theo từng bộ"))
        self.collate.setChecked(True)
        self.sides = Choice(
            [
                (_("Một mặt"), "one"),
                (_("Hai mặt, lật theo cạnh dài"), "long"),
                (_("Hai mặt, lật theo cạnh ngắn"), "short"),
            ],
            name=_("Mặt giấy"),
        )
        self.mirror = QCheckBox(_("Lề đối xứng ở mặt sau"))
        self.mirror.setVisible(can_mirror)
        self.mirror.setEnabled(False)
        self.sides.currentIndexChanged.connect(
            lambda _index: self.mirror.setEnabled(self.sides.value() != "one")
        )
        body = QWidget()
        body.setLayout(
            column(
                FormRow(_("&Máy in"), self.where),
                FormRow(_("&Phần in"), _line(self.which, self.pages)),
                FormRow(_("Trang &lẻ, chẵn"), self.parity),
                FormRow(_("Số &bản"), _line(self.copies, self.collate)),
                FormRow(_("Mặt &giấy"), _line(self.sides, self.mirror)),
                PlainLabel(_("Văn bản có {n} trang.").format(n=self._count), tone="muted"),
                gap="m",
            )
        )
        super().__init__(
            parent, _("In {title}").format(title=title), body=body, deed_text=_("In"),
            deed=self._make,
        )  # fmt: skip

    def printer(self) -> str:
        """Return the chosen printer's name, `TO_FILE` for a PDF file."""
        return str(self.where.value())

    @property
    def mirrored(self) -> bool:
        """Whether left and right margins are to be swapped on the backs."""
        return self.mirror.isVisibleTo(self) and self.mirror.isEnabled() and self.mirror.isChecked()

    def job(self) -> PrintJob:
        """Return what is to be printed; only after the dialog was agreed to."""
        assert self._made is not None
        return self._made

    def _make(self) -> None:
        match self.which.value():
            case "current":
                chosen: tuple[int, ...] = (self._current,)
            case "some":
                chosen = page_numbers(self.pages.typed(), self._count)
            case _:
                chosen = page_numbers("", self._count)
        pages = of_parity(chosen, self.parity.value())
        if not pages:
            raise Refusal(
                _("Không có trang nào để in."), next_step=_("Hãy chọn lại phần in."), code="E_PAGES"
            )
        self._made = PrintJob(pages, self._copies(), self.collate.isChecked(), self.sides.value())

    def _copies(self) -> int:
        copies = int(self.copies.value() or 0)
        if not 1 <= copies <= MOST_COPIES:
            raise Refusal(
                _("Số bản từ 1 đến {most}.").format(most=MOST_COPIES),
                next_step=_("Hãy ghi lại số bản."),
                code="E_COPIES",
            )
        return copies


def _line(*parts: QWidget) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(*parts, None, gap="s"))
    holder.setFocusProxy(parts[0])
    return holder
