"""Between the outline and the clipboard: items for this program, HTML and lines for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.i18n import _
from desktop.models.plans import outline_clip
from desktop.tasks.papers.paste import read_pasted_items

if TYPE_CHECKING:
    from desktop.models.outline.rich_text import Runs
    from desktop.models.plans.outline_editor import OutlineEditor
    from desktop.ui.outline.outline_view import OutlineView

_RTF = (
    "text/rtf", "application/rtf", "text/richtext",
    'application/x-qt-windows-mime;value="Rich Text Format"',
)  # fmt: skip


def mime_of(editor: OutlineEditor) -> QMimeData:
    """Return what is chosen: characters with their marks, else items with their labels."""
    data = QMimeData()
    data.setText(editor.copied())
    if words := editor.copied_text():
        data.setHtml(f"<html><body>{outline_clip.runs_as_html(words)}</body></html>")
        return data
    chosen = editor.selected()
    data.setHtml(outline_clip.as_html(editor.outline, chosen))
    data.setData(outline_clip.ITEMS_MIME, outline_clip.to_clip(editor.outline, chosen))
    return data


def put(editor: OutlineEditor) -> None:
    """Copy what is chosen."""
    QGuiApplication.clipboard().setMimeData(mime_of(editor))


def take(view: OutlineView) -> None:
    """Paste: items of this program whole, others by their labels, one paragraph as words.

    Where whole items are chosen a paragraph is an item after them.
    """
    editor = view.editor
    if editor is None or not view.writable:
        return
    data = QGuiApplication.clipboard().mimeData()
    own = bytes(data.data(outline_clip.ITEMS_MIME).data())
    if own and (items := outline_clip.from_clip(own)):
        view.perform(lambda e: e.insert(items, _("Dán mục")))
        return
    html = data.html() if data.hasHtml() else ""
    pasted = read_pasted_items(html, data.text(), b"" if html.strip() else rich_text_of(data))
    chosen = editor.first is not None
    empty = editor.item is None or not (editor.text or chosen)
    if pasted.words and not chosen and not (pasted.labelled and empty):
        _words(view, pasted.words)
    elif pasted.items:
        view.perform(lambda e: e.insert(pasted.items, _("Dán mục")))


def rich_text_of(data: QMimeData) -> bytes:
    """Return the RTF that older word processors put there, under any of its names."""
    kept = next((name for name in _RTF if data.hasFormat(name)), "")
    return bytes(data.data(kept).data()) if kept else b""


def take_plain(view: OutlineView) -> None:
    """Paste the bare words of the clipboard into the line."""
    text = " ".join(QGuiApplication.clipboard().text().split())
    view.insert_text(text)


def _words(view: OutlineView, words: Runs) -> None:
    """Put words in at the caret; without marks of their own they take those around them."""
    if any(flags for _text, flags in words):
        view.insert_runs(words)
    else:
        view.insert_text("".join(text for text, _flags in words))
