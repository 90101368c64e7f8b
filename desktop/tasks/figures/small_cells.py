"""Counts of one or two people in sensitive columns, shown as "< 3" when a sheet leaves.

A single minority member of a small union is a person everybody there can name. Totals stay.
"""

from dataclasses import replace
from typing import Final, Literal, get_args

from desktop.formats.document import Document
from desktop.formats.table import Table
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.reports.small_counts import hidden_in

When = Literal["sheets", "all", "off"]
WHENS: Final[tuple[str, ...]] = get_args(When)
_PLACE: Final = ("setting", "privacy", "small_cells")


def when_hidden(reader: Reader) -> str:
    """Return when they are hidden: in the sheets that go with bundles, in every file, never."""
    kept = reader.get(*_PLACE)
    return kept if kept in WHENS else "sheets"


def choose_when(store: Store, when: str) -> ChangeSet:
    """Choose when they are hidden. Refuses anything else."""
    if when not in WHENS:
        raise Refusal(
            _("“{text}” không dùng được ở đây.").format(text=when[:20]),
            next_step=_("Chọn một trong: {list}.").format(list=", ".join(WHENS)), code="E_FACT",
        )  # fmt: skip
    with store.step(_("Chọn cách che số rất nhỏ")) as step:
        step.put(*_PLACE, when)
    return step.change


def hide_small(document: Document) -> Document:
    """Return the document with counts of one or two people of a unit written "< 3".

    Where they could be worked out from a sum and what it adds up, another number of the same sum
    is left out, or the sum itself where there is none; a note below the table says so.
    """
    blocks = tuple(hidden_in(b) if isinstance(b, Table) else b for b in document.blocks)
    return replace(document, blocks=blocks)


def as_chosen(reader: Reader, document: Document) -> Document:
    """Return a document as it is looked at, printed and saved by what the office has chosen."""
    return hide_small(document) if when_hidden(reader) == "all" else document
