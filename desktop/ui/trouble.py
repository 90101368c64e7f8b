"""An office that cannot be opened: why, and the ways out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.tasks import moment
from desktop.tasks.offices import offices
from desktop.tasks.offices.safekeeping import Kept, kept_backups
from desktop.ui.first_start import in_the_middle
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.labels import IconLabel, PlainLabel
from desktop.ui.widgets.layout import row, space

if TYPE_CHECKING:
    from desktop.ui.program import Program

MENDED_BY_BACKUP = ("E_CORRUPT", "E_IO")


class Trouble(QWidget):
    """The sentence, what to do, and buttons that do it."""

    def __init__(self, program: Program, folder: Path, refusal: Refusal) -> None:
        super().__init__()
        self._program, self._folder = program, folder
        self.setWindowTitle(_("Sổ Công đoàn"))
        self.setProperty("look", "first")
        self.sentence = PlainLabel(
            refusal.message, level="title", tone="strong", wrap=True, selectable=True
        )
        inside = QVBoxLayout()
        inside.setSpacing(space("m"))
        inside.addStretch(2)
        inside.addLayout(row(IconLabel("warning", "attention", 40), None))
        inside.addWidget(self.sentence)
        inside.addWidget(PlainLabel(refusal.next_step, tone="normal", wrap=True))
        self.ways = self._ways(refusal)
        for way in self.ways:
            inside.addLayout(row(way, None))
        self._add_others(inside)
        inside.addStretch(3)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(in_the_middle(inside))

    def _ways(self, refusal: Refusal) -> list[QWidget]:
        again = button(_("Mở lại"), lambda: self._program.open_office(self._folder))
        if refusal.code not in MENDED_BY_BACKUP:
            again.setProperty("look", "primary")
            return [again]
        ways: list[QWidget] = []
        kept = kept_backups(self._folder)
        if kept:
            text = _("Khôi phục bản sao lưu {moment}").format(moment=written(kept[0]))
            ways.append(button(text, lambda: self._restore(kept[0].file), look="primary"))
        return [*ways, button(_("Chọn bản sao lưu khác…"), self._choose), again]

    def _add_others(self, inside: QVBoxLayout) -> None:
        here = self._folder.resolve()
        known = offices.known_offices(moment.today())
        others = [one for one in known if one.folder != here and not one.problem]
        inside.addSpacing(space("l"))
        if others:
            inside.addWidget(PlainLabel(_("Hoặc mở sổ khác:"), tone="muted"))
        for one in others:
            name = _("{name} (sổ mẫu)").format(name=one.name) if one.sample else one.name
            inside.addLayout(
                row(link(name, lambda to=one.folder: self._program.open_office(to)), None)
            )

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Chọn bản sao lưu"), str(self._folder / "backups"), _("Bản sao lưu (*.zip)")
        )
        if chosen:
            self._restore(Path(chosen))

    def _restore(self, file: Path) -> None:
        self._program.restore_into(file, self._folder)


def written(kept: Kept) -> str:
    """Return when a backup was made, as it is written in Vietnam."""
    return f"{kept.at:%H:%M} {kept.at:%d/%m/%Y}"
