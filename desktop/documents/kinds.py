"""Kinds of paper by the name or code they go under."""

from desktop.models.pack_types import DocumentType
from desktop.models.packs import Packs
from desktop.models.text import fold


def document_type(packs: Packs, name: str) -> DocumentType:
    """Return the document type of a code ("KH"), an abbreviation ("CTr") or a name.

    A name that no pack lists is taken as a named type without an abbreviation.
    """
    found = packs.document_types.get(name)
    if found is not None:
        return found
    wanted = fold(name)
    for known in packs.document_types.values():
        if wanted in (fold(known.name), fold(known.abbreviation) or None):
            return known
    return DocumentType(code="X", name=name or "Văn bản", abbreviation="")
