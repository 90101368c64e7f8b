"""What this program is: its version, the packs in force, what it is built with."""

from __future__ import annotations

import platform
import sqlite3
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from desktop import __version__
from desktop.i18n import _
from desktop.models.store.places import default_folder
from desktop.ui.pages.settings.section import Section
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import row, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout


class About(Section):
    """Facts to read out when asking for help."""

    id, icon = "about", "info"
    title = _("Giới thiệu")
    sentence = _("Sổ Công đoàn làm việc ngay trên máy này, không cần mạng, không gửi gì đi đâu.")

    def fill(self, box: QVBoxLayout) -> None:
        """Add versions, packs and licences."""
        self.versions = PlainLabel(self._text(), selectable=True, wrap=True)
        box.addWidget(self.versions)
        copy = button(_("Chép để gửi người hỗ trợ"), self._copy, icon="copy")
        box.addLayout(row(copy, None))
        box.addSpacing(space("m"))
        box.addWidget(section_title(_("Bộ biểu mẫu và chỉ tiêu đang dùng")))
        self.packs = ListTable(
            (
                Column(_("Tên"), lambda one: one.title, 0),
                Column(_("Phiên bản"), lambda one: one.version, 14),
                Column(_("Nơi ban hành"), lambda one: one.issuer, 20),
            ),
            key=lambda one: one.ref,
            name=_("Bộ biểu mẫu đang dùng"),
        )
        self.packs.setMinimumHeight(space("xxl") * 4)
        box.addWidget(self.packs)
        box.addWidget(section_title(_("Phông chữ và thư viện")))
        box.addWidget(
            PlainLabel(
                _(
                    "Noto Sans và Tinos theo giấy phép SIL Open Font License 1.1; Qt và PySide6 "
                    "theo LGPL 3. Toàn văn giấy phép nằm cùng chương trình."
                ),
                tone="muted",
                wrap=True,
            )
        )

    def refresh(self) -> None:
        """Show the packs of this office."""
        self.packs.set_rows(self.desk.read.packs.manifests)

    def _text(self) -> str:
        lines = (
            _("Sổ Công đoàn {version}").format(version=__version__),
            _("Dữ liệu của máy này: {folder}").format(folder=default_folder()),
            f"Python {platform.python_version()} · Qt {qVersion()}"
            f" · SQLite {sqlite3.sqlite_version} · {platform.system()} {platform.release()}",
        )
        return "\n".join(lines)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text())
        self.desk.message(_("Đã chép."))
