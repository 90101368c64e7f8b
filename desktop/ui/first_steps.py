"""What each choice of the first screen leads to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.tasks import moment
from desktop.tasks.offices import found_office, sample_here
from desktop.ui.first_forms import Asked, OfficeForm, RequestDone, Working
from desktop.ui.first_start import FirstChoices, FirstStart
from desktop.ui.jobs import Cancelled, Job, JobRunner

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from desktop.ui.program import Program

STEPS_OF_SAMPLE = 6


class FirstWindow(FirstStart):
    """The first screen with its forms and work behind it."""

    def __init__(self, program: Program) -> None:
        self._program = program
        super().__init__(
            FirstChoices(self._create, self._receive, self._sample),
            sample_there=sample_here.sample_office() is not None,
        )
        self._runner = JobRunner(None, lambda: None, lambda _none: None, self)  # type: ignore[arg-type]
        self._job: Job | None = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is being made."""
        self._runner.stop()
        super().closeEvent(event)

    def _create(self) -> None:
        self.bring(
            OfficeForm(
                _("Lập sổ của đơn vị tôi"),
                _("Chỉ cần tên và loại đơn vị; những điều khác bổ sung sau trong Cài đặt."),
                _("Lập sổ"),
                lambda asked: self._open(self._make(asked)),
                self.back,
            )
        )

    def _receive(self) -> None:
        self.bring(
            OfficeForm(
                _("Nhận cấp phép từ cấp trên"),
                _("Ghi tên đơn vị như cấp trên vẫn gọi. Chương trình ghi ra một tệp đăng ký."),
                _("Lập sổ và ghi tệp đăng ký…"),
                self._make_and_ask,
                self.back,
            )
        )

    def _make(self, asked: Asked) -> Path:
        folder = self._program.default
        found_office.found_office(
            folder,
            asked.name,
            asked.kind,
            above=asked.above,
            place=asked.place,
            above_code=asked.above_code,
        )
        return folder

    def _make_and_ask(self, asked: Asked) -> None:
        if not asked.name:
            raise Refusal(_("Chưa ghi tên đơn vị."), next_step=_("Ghi tên đầy đủ của công đoàn."))
        suggested = found_office.request_name(asked.name, moment.today())
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Ghi tệp đăng ký"), suggested, _("Tệp đăng ký (*.json)")
        )
        if not chosen:
            return
        folder = self._make(asked)
        try:
            digits = found_office.write_request(folder, Path(chosen))
        except Refusal as refusal:
            self._open(folder)
            self._program.tell(refusal)
            return
        self.bring(RequestDone(chosen, digits, lambda: self._open(folder)))

    def _sample(self) -> None:
        known = sample_here.sample_office()
        if known is not None:
            self._open(known)
            return
        panel = Working(_("Đang lập sổ mẫu"), STEPS_OF_SAMPLE, self._stop)
        self.bring(panel)
        self._job = self._runner.start(_("Lập sổ mẫu"), make_sample, self._sample_done)
        job = self._job
        job.progressed.connect(lambda: panel.show_progress(job.done, job.text))

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _sample_done(self, outcome: Any) -> None:
        self._job = None
        match outcome.error:
            case None:
                self._open(outcome.value)
            case Refusal() as refusal:
                self.back()
                self.told(refusal)
            case error:
                self.back()
                raise error

    def _open(self, folder: Path) -> None:
        self._program.open_office(folder)


def make_sample(_store: Any, progress: Any, cancelled: Any) -> Path:
    """A job: make the sample, telling each part; stops between parts."""
    done = 0

    def tell(text: str) -> None:
        nonlocal done
        if cancelled():
            raise Cancelled
        progress(done, STEPS_OF_SAMPLE, text)
        done += 1

    return sample_here.make_sample_here(moment.today(), tell)


def first_window(program: Program) -> FirstStart:
    """Return the first screen of the program."""
    return FirstWindow(program)
