"""Papers without a head of their own as pages, for one side of the sheets or for both."""

from desktop.documents.layout import mirrored
from desktop.formats import registry as formats
from desktop.formats.document import Document
from desktop.models.store.reader import Reader
from desktop.tasks.papers.layout_settings import sheet_layout


def one_side(reader: Reader, document: Document) -> bytes:
    """Return a report, list or register as PDF."""
    return formats.render(document, ".pdf", layout=sheet_layout(reader))


def both_sides(reader: Reader, document: Document) -> bytes:
    """Return it as PDF with the margins swapped on the backs of the sheets."""
    return formats.render(document, ".pdf", layout=mirrored(sheet_layout(reader)))
