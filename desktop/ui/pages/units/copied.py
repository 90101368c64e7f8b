"""A list that was copied elsewhere, offered where lists are pasted."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit


def fill_copied(field: QPlainTextEdit) -> None:
    """Put the copied list into a field, chosen whole: what is pasted next takes its place.

    A word or a sentence copied for something else is no list.
    """
    text = QGuiApplication.clipboard().text().strip("\r\n")
    if "\t" in text or "\n" in text:
        field.setPlainText(text)
        field.selectAll()
