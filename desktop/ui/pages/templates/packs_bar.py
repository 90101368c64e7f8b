"""Which packs are in force: title, version and issuer of each."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.packs.pack_types import Manifest
from desktop.models.packs.packs import Packs
from desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from desktop.ui.widgets.layout import space


class PacksBar(QWidget):
    """One line; the notes of the packs are its tooltip."""

    def __init__(self, packs: Packs) -> None:
        super().__init__()
        told = "; ".join(_told(one) for one in packs.manifests)
        notes = "\n".join(f"{_told(one)}\n{one.note}".strip() for one in packs.manifests)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("s"))
        box.addWidget(PlainLabel(_("Gói mẫu:"), tone="muted"))
        self.packs = ElidedLabel(told)
        box.addWidget(self.packs)
        self.setToolTip(notes)


def _told(one: Manifest) -> str:
    return _("{title} · phiên bản {version} · {issuer}").format(
        title=one.title, version=one.version, issuer=one.issuer
    )
