"""Vietnamese for the texts the toolkit itself shows: buttons, menus, file and print dialogs."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator

from desktop.models import resources


class ToolkitTranslator(QTranslator):
    """Looks a text up by its context first, then by the text alone; unknown ones stay."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        read = msgspec.json.decode(resources.path("i18n/toolkit.vi.json").read_bytes())
        self._anywhere: dict[str, str] = read.pop("*")
        self._contexts: dict[str, dict[str, str]] = read

    def isEmpty(self) -> bool:
        """It is not."""
        return False

    def translate(
        self,
        context: bytes | str,
        sourceText: bytes | str,
        disambiguation: bytes | str | None = None,
        n: int = -1,
    ) -> str | None:
        """Return the Vietnamese text, or None for the toolkit's own."""
        text = _plain(sourceText)
        own = self._contexts.get(_plain(context), {})
        bare = text.replace("&", "")
        for catalogue in (own, self._anywhere):
            if text in catalogue or bare in catalogue:
                return catalogue.get(text) or catalogue[bare]
        return None


def _plain(text: bytes | str) -> str:
    return text.decode() if isinstance(text, bytes) else text


def install(app: QCoreApplication) -> None:
    """Make the toolkit speak Vietnamese, whatever the system's language and formats are."""
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    app.installTranslator(ToolkitTranslator(app))
