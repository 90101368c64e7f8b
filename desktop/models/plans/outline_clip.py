"""Items on the clipboard: whole for this program, as HTML and as lines for any other."""

from collections.abc import Iterable
from dataclasses import replace
from html import escape
from typing import Any, Final

import msgspec

from desktop.models.outline import outline_edits as edits
from desktop.models.outline.outline import Outline, OutlineRow, PlanItem, item_values, read_item
from desktop.models.outline.rich_text import Runs
from desktop.models.plans.plan_draft import DraftItem, flatten, trees

ITEMS_MIME: Final = "application/x-socongdoan-items"
_STEP_PT: Final = 28
_HEAD: Final = '<html><head><meta charset="utf-8"></head><body>'
_FACE: Final = "font-family:'Times New Roman',serif;font-size:14pt;margin:0 0 6pt 0"


def copied_rows(outline: Outline, item_ids: Iterable[str]) -> list[OutlineRow]:
    """Return the rows that copying takes: the chosen ones with all under them."""
    tops = edits.top_rows(outline, item_ids)
    return [row for top in tops for row in outline.branch(top.id)]


def as_html(outline: Outline, item_ids: Iterable[str]) -> str:
    """Return items as paragraphs with their labels, bold and italic kept."""
    rows = copied_rows(outline, item_ids)
    top = min((row.depth for row in rows), default=0)
    paragraphs = [
        f'<p style="{_FACE};margin-left:{(row.depth - top) * _STEP_PT}pt">'
        f"{escape(row.label)}{' ' if row.label else ''}{runs_as_html(row.item.text)}</p>"
        for row in rows
    ]
    return _HEAD + "\n".join(paragraphs) + "</body></html>"


def runs_as_html(text: Runs) -> str:
    """Return a text with its marks as HTML without a paragraph around it."""
    found = []
    for words, flags in text:
        written = escape(words, quote=False)
        written = f"<i>{written}</i>" if "i" in flags else written
        found.append(f"<b>{written}</b>" if "b" in flags else written)
    return "".join(found)


def to_clip(outline: Outline, item_ids: Iterable[str]) -> bytes:
    """Return the chosen branches with all their fields, for pasting in this program."""
    tops = edits.top_rows(outline, item_ids)
    rows = {row.id: row for row in tops}
    found = [tree for parent in {row.parent for row in tops} for tree in trees(outline, parent)]
    kept = sorted((t for t in found if t.id in rows), key=lambda tree: outline.at(tree.id))
    return msgspec.json.encode([_value(tree) for tree in kept])


def from_clip(data: bytes) -> tuple[DraftItem, ...]:
    """Return the branches of `to_clip` without ids; what cannot be read gives none."""
    try:
        found = msgspec.json.decode(data)
    except msgspec.DecodeError:
        return ()
    return tuple(_tree(one) for one in found) if isinstance(found, list) else ()


def _value(tree: DraftItem) -> dict[str, Any]:
    (item,) = flatten([replace(tree, children=())], lambda: "")
    values = item_values(item)
    del values["pos"]
    return {**values, "children": [_value(child) for child in tree.children]}


def _tree(value: Any) -> DraftItem:
    fields = value if isinstance(value, dict) else {}
    children = fields.get("children")
    known = {name: one for name, one in fields.items() if name not in ("children", "pos")}
    item = read_item("", known)
    return DraftItem(
        **{name: getattr(item, name) for name in _SHARED},
        children=tuple(_tree(one) for one in children) if isinstance(children, list) else (),
    )


_SHARED: Final = tuple(
    name
    for name in PlanItem.__struct_fields__
    if name in DraftItem.__dataclass_fields__ and name not in ("id", "children")
)
