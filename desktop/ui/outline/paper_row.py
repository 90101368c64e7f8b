"""One paragraph as the paper on the screen shows it, and how an outline's rows become such."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.documents.compose import item_style
from desktop.i18n import _
from desktop.models.outline import outline_labels as labels
from desktop.models.outline.outline import Outline, OutlineRow, PlanItem
from desktop.models.outline.rich_text import Runs
from desktop.models.outline.targets import format_targets
from desktop.models.text import short_date


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paragraph: label in the margin, text with its marks, `depth` steps of indent.

    `style` names a style of the page layout. `aside` is small text in the right margin, `mark`
    the name of an icon in the left one; `edge` the token of a stripe at the left edge ("" none).
    `faded` text is shown as of no account, `struck` with a line through it. `fold` is "open" or
    "closed" where something stands under it, `remarks` how many comments are open.
    """

    id: str
    label: str
    text: Runs
    depth: int = 0
    style: str = "body"
    aside: str = ""
    mark: str = ""
    mark_tone: str = "done"
    edge: str = ""
    faded: bool = False
    struck: bool = False
    fold: str = ""
    remarks: int = 0


def paper_row(
    row: OutlineRow, text: Runs, *, mark: str = "", fold: str = "", remarks: int = 0
) -> PaperRow:
    """Return an outline's row as the paper shows it; `text` may be what is being typed."""
    style = "body" if row.style == labels.NONE else item_style(row)
    aside = aside_of(row.item)
    if fold == "closed":
        aside = " · ".join(one for one in (_("… {n} mục").format(n=row.size - 1), aside) if one)
    return PaperRow(
        row.id, row.label, text, row.depth, style, aside, mark, fold=fold, remarks=remarks
    )


def paper_rows(
    outline: Outline,
    text_of: Callable[[str], Runs] | None = None,
    marks: Callable[[str], str] | None = None,
) -> list[PaperRow]:
    """Return all rows of an outline; `marks` gives an icon's name for an item, "" for none."""
    return [
        paper_row(
            row,
            text_of(row.id) if text_of else row.item.text,
            mark=marks(row.id) if marks else "",
        )
        for row in outline
    ]


def aside_of(item: PlanItem) -> str:
    """Return who does the item, by when and to what target, for the margin."""
    target = format_targets(item.targets)
    parts = (item.owner, due_words(item.due), _("CT: {t}").format(t=target) if target else "")
    return " · ".join(part for part in parts if part)


def due_words(due: str) -> str:
    """Return a deadline as it is read: 05/01/2027 for a date, words as they are."""
    from datetime import date

    try:
        return short_date(date.fromisoformat(due))
    except ValueError:
        return due
