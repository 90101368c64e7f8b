"""Changes of an outline as values: what each verb assigns, worked out without a store.

Every function takes an outline and returns an `Edit`, or None where there is nothing to do.
An editor applies it to its own outline at once and hands it to the store; the headless verbs
of `plans` do the same. Reading order never changes by surprise: what follows an item on the
page still follows it after splitting, merging or moving it out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.i18n import _
from desktop.models import fractional
from desktop.models.outline import outline_labels as labels
from desktop.models.outline import rich_text
from desktop.models.outline.outline import Outline, OutlineRow, PlanItem, item_values
from desktop.models.outline.outline_places import (
    Assignment,
    fitting_style,
    places_after,
    restyled,
    style_there,
)
from desktop.models.outline.rich_text import Runs


@dataclass(frozen=True, slots=True)
class Edit:
    """What one verb assigns: (item id, field, value), None unsets; and where the caret lands.

    `focus` "" leaves the caret where it is.
    """

    label: str
    values: tuple[Assignment, ...]
    focus: str = ""
    caret: int = 0


def add_after(
    outline: Outline, item_id: str | None, new_id: str, text: Runs = (), *, style: str = ""
) -> Edit:
    """Add an item after another and what is under it, on its level; None adds at the end."""
    row = _row(outline, item_id)
    if row is None:
        last = outline.children(None)[-1:]
        places, repairs = places_after(outline, None, last[0].id if last else None, 1)
        style = style or (last[0].style if last else labels.style_at(outline.heading_set, 0))
    else:
        places, repairs = places_after(outline, _parent(row), row.id, 1)
        style = style or row.style
    item = _item(new_id, places[0], text, style)
    return Edit(_("Thêm mục"), (*repairs, *_new(item)), new_id)


def add_first_child(outline: Outline, item_id: str, new_id: str, text: Runs = ()) -> Edit:
    """Add an item as the first one under another."""
    row = outline.row(item_id)
    children = outline.children(item_id)
    style = children[0].style if children else labels.style_below(outline.heading_set, row.style)
    places, repairs = places_after(outline, item_id, None, 1)
    item = _item(new_id, places[0], text, style)
    return Edit(_("Thêm mục"), (*repairs, *_new(item)), new_id)


def split(outline: Outline, item_id: str, at: int, new_id: str) -> Edit:
    """Cut an item in two at a character; what was under it goes with the second half.

    At the very beginning an empty item is put before it, so that the item itself stays.
    """
    row = outline.row(item_id)
    text = row.item.text
    if at <= 0 and text:
        before = _sibling(outline, row, -1)
        places, repairs = places_after(outline, _parent(row), before.id if before else None, 1)
        item = _item(new_id, places[0], (), row.style)
        return Edit(_("Thêm mục"), (*repairs, *_new(item)), row.id)
    first = rich_text.stripped(rich_text.cut(text, 0, at))
    second = rich_text.stripped(rich_text.cut(text, at))
    places, repairs = places_after(outline, _parent(row), row.id, 1)
    item = _item(new_id, places[0], second, row.style)
    values = [*repairs, *_new(item)]
    if first != text:
        values.insert(0, (row.id, "text", rich_text.to_value(first)))
    keys = fractional.spread(len(outline.children(row.id)))
    for child, key in zip(outline.children(row.id), keys, strict=True):
        values.append((child.id, "pos", [new_id, key]))
    return Edit(_("Tách mục"), tuple(values), new_id)


def merge_with_previous(outline: Outline, item_id: str) -> Edit | None:
    """Join an item to the one above it on the page; its children stay below in their order.

    Owner, deadline, target and links go along where the item above has none.
    """
    at = outline.at(item_id)
    if at == 0:
        return None
    row, above = outline.rows[at], outline.rows[at - 1]
    space = (" ", rich_text.flags_before(above.item.text, above_end := len(above.item.plain)))
    joint = (space,) if row.item.text and above_end else ()
    text = rich_text.join(above.item.text, joint, row.item.text)
    values: list[Assignment] = []
    if text != above.item.text:
        values.append((above.id, "text", rich_text.to_value(text)))
    had, gives = item_values(above.item), item_values(row.item)
    for field in ("owner", "partner", "due", "target", "cost", "answers", "note"):
        if field in gives and field not in had:
            values.append((above.id, field, gives[field]))
    values.append((row.id, "deleted", True))
    children = outline.children(row.id)
    places, repairs = places_after(outline, above.id, None, len(children), without={row.id})
    values += repairs
    for child, place in zip(children, places, strict=True):
        values.append((child.id, "pos", place))
        style = fitting_style(outline, child.style, above.style)
        values += restyled(outline, child, style, above.depth + 1)
    return Edit(_("Gộp mục"), tuple(values), above.id, above_end + (1 if joint else 0))


def indent(outline: Outline, item_ids: Iterable[str]) -> Edit | None:
    """Make the items the last children of the sibling above them."""
    steps = [_by_id(_indent_one, row.id) for row in top_rows(outline, item_ids)]
    return chain(outline, _("Lùi cấp mục"), steps)


def outdent(outline: Outline, item_ids: Iterable[str]) -> Edit | None:
    """Raise the items one level; siblings that followed them stay below, now under them."""
    steps = [_by_id(_outdent_one, row.id) for row in reversed(top_rows(outline, item_ids))]
    return chain(outline, _("Nâng cấp mục"), steps)


def move_up(outline: Outline, item_ids: Iterable[str]) -> Edit | None:
    """Move the items before the sibling above, or to the end of the branch before."""
    steps = [_by_id(_up_one, row.id) for row in top_rows(outline, item_ids)]
    return chain(outline, _("Chuyển mục lên"), steps)


def move_down(outline: Outline, item_ids: Iterable[str]) -> Edit | None:
    """Move the items after the sibling below, or to the start of the branch after."""
    steps = [_by_id(_down_one, row.id) for row in reversed(top_rows(outline, item_ids))]
    return chain(outline, _("Chuyển mục xuống"), steps)


def move(
    outline: Outline, item_ids: Iterable[str], parent: str | None, after: str | None = None
) -> Edit | None:
    """Move items with all under them to a parent (None: outermost), after a child of it.

    None when a parent would come to stand under its own branch.
    """
    rows = top_rows(outline, item_ids)
    chosen = {row.id for row in rows}
    home = [parent, *(row.id for row in outline.ancestors(parent))] if parent else []
    if not rows or chosen.intersection(home):
        return None
    after = _unmoved(outline, parent, after, chosen)
    places, repairs = places_after(outline, parent, after, len(rows), without=chosen)
    depth = outline.row(parent).depth + 1 if parent else 0
    values = list(repairs)
    for row, place in zip(rows, places, strict=True):
        values.append((row.id, "pos", place))
        if row.parent != parent:
            values += restyled(outline, row, style_there(outline, row, parent, after), depth)
    return Edit(_("Chuyển mục"), tuple(values), rows[0].id)


def delete(outline: Outline, item_ids: Iterable[str]) -> Edit | None:
    """Take items out with all under them; they can be brought back."""
    rows = top_rows(outline, item_ids)
    gone = {row.id for top in rows for row in outline.branch(top.id)}
    if not gone:
        return None
    before = [row.id for row in outline.rows[: outline.at(rows[0].id)]]
    after = [row.id for row in outline.rows if row.id not in gone and row.id not in before]
    focus = before[-1] if before else next(iter(after), "")
    values = tuple((row.id, "deleted", True) for row in outline.rows if row.id in gone)
    return Edit(_("Xóa mục"), values, focus, 1 << 30)


def restore(outline: Outline, item_ids: Iterable[str]) -> Edit | None:
    """Bring deleted items back to where they stood."""
    gone = {item.id for item in outline.deleted()}
    values = tuple((item_id, "deleted", None) for item_id in item_ids if item_id in gone)
    return Edit(_("Lấy lại mục đã xóa"), values, values[0][0]) if values else None


def set_text(outline: Outline, item_id: str, text: Runs) -> Edit | None:
    """Replace an item's text."""
    return _set(outline, [item_id], "text", rich_text.to_value(text), _("Sửa nội dung mục"))


def set_style(outline: Outline, item_ids: Iterable[str], style: str) -> Edit | None:
    """Number items another way; a style the program does not know is not taken."""
    if style not in labels.RANK:
        return None
    return _set(outline, item_ids, "style", style, _("Đổi kiểu đánh số"))


def toggle(outline: Outline, item_id: str, start: int, end: int, flag: str) -> Edit | None:
    """Make a stretch bold or italic, or plain again."""
    text = rich_text.toggled(outline.items[item_id].text, start, end, flag)
    return _set(outline, [item_id], "text", rich_text.to_value(text), mark_label(flag))


def mark_label(flag: str) -> str:
    """Return the name of the step that marks text."""
    return _("In đậm") if flag == rich_text.BOLD else _("In nghiêng")


def set_field(
    outline: Outline, item_ids: Iterable[str], field: str, value: Any, label: str
) -> Edit | None:
    """Assign one field of items (owner, due, target …); the value is as it is stored."""
    return _set(outline, item_ids, field, value, label)


def chain(
    outline: Outline, label: str, steps: Sequence[Callable[[Outline], Edit | None]]
) -> Edit | None:
    """Run changes one after another as a single edit; None when any of them cannot be done."""
    values: dict[tuple[str, str], Any] = {}
    focus = ""
    for number, step in enumerate(steps, 1):
        edit = step(outline)
        if edit is None:
            return None
        values |= {(item, field): value for item, field, value in edit.values}
        focus = edit.focus
        if number < len(steps):
            outline = outline.with_values(edit.values)
    if not values:
        return None
    return Edit(label, tuple((item, field, v) for (item, field), v in values.items()), focus, -1)


def top_rows(outline: Outline, item_ids: Iterable[str]) -> list[OutlineRow]:
    """Return the rows of the items in order, without those under another of them."""
    chosen = {item_id for item_id in item_ids if item_id in outline}
    found: list[OutlineRow] = []
    end = -1
    for at in sorted(outline.at(item_id) for item_id in chosen):
        if at >= end:
            found.append(outline.rows[at])
            end = at + outline.rows[at].size
    return found


def _by_id(
    verb: Callable[[Outline, OutlineRow], Edit | None], item_id: str
) -> Callable[[Outline], Edit | None]:
    return lambda outline: verb(outline, outline.row(item_id))


def _indent_one(outline: Outline, row: OutlineRow) -> Edit | None:
    above = _sibling(outline, row, -1)
    if above is None:
        return None
    last = outline.children(above.id)[-1:]
    return move(outline, [row.id], above.id, last[0].id if last else None)


def _outdent_one(outline: Outline, row: OutlineRow) -> Edit | None:
    if row.parent is None:
        return None
    parent = outline.row(row.parent)
    followers = outline.children(parent.id)
    followers = followers[[r.id for r in followers].index(row.id) + 1 :]
    places, repairs = places_after(outline, _parent(parent), parent.id, 1)
    values = [*repairs, (row.id, "pos", places[0])]
    style = row.style if row.style == labels.NONE else parent.style
    values += restyled(outline, row, style, parent.depth)
    last = outline.children(row.id)[-1:]
    places, repairs = places_after(outline, row.id, last[0].id if last else None, len(followers))
    values += repairs
    for follower, place in zip(followers, places, strict=True):
        values.append((follower.id, "pos", place))
        fitting = fitting_style(outline, follower.style, style)
        values += restyled(outline, follower, fitting, parent.depth + 1)
    return Edit("", tuple(values), row.id)


def _up_one(outline: Outline, row: OutlineRow) -> Edit | None:
    above = _sibling(outline, row, -1)
    if above is not None:
        before = _sibling(outline, above, -1)
        return move(outline, [row.id], _parent(above), before.id if before else None)
    uncle = _sibling(outline, outline.row(row.parent), -1) if row.parent else None
    if uncle is None:
        return None
    last = outline.children(uncle.id)[-1:]
    return move(outline, [row.id], uncle.id, last[0].id if last else None)


def _down_one(outline: Outline, row: OutlineRow) -> Edit | None:
    below = _sibling(outline, row, 1)
    if below is not None:
        return move(outline, [row.id], _parent(below), below.id)
    uncle = _sibling(outline, outline.row(row.parent), 1) if row.parent else None
    return move(outline, [row.id], uncle.id) if uncle is not None else None


def _set(
    outline: Outline, item_ids: Iterable[str], field: str, value: Any, label: str
) -> Edit | None:
    values = [
        (item_id, field, value)
        for item_id in item_ids
        if item_id in outline.items
        and item_values(outline.items[item_id]).get(field) != value
        and (value or field in item_values(outline.items[item_id]))
    ]
    return Edit(label, tuple(values)) if values else None


def _item(item_id: str, place: list[Any], text: Runs, style: str) -> PlanItem:
    parent, index = place
    return PlanItem(item_id, parent=parent, index=index, text=text, style=style)


def _new(item: PlanItem) -> list[Assignment]:
    return [(item.id, field, value) for field, value in item_values(item).items()]


def _row(outline: Outline, item_id: str | None) -> OutlineRow | None:
    return outline.row(item_id) if item_id is not None and item_id in outline else None


def _parent(row: OutlineRow) -> str | None:
    """Return the parent that new siblings of a row are given: strays are shown outermost."""
    return None if row.stray else row.parent


def _sibling(outline: Outline, row: OutlineRow, step: int) -> OutlineRow | None:
    siblings = outline.children(row.parent)
    at = [r.id for r in siblings].index(row.id) + step
    return siblings[at] if 0 <= at < len(siblings) else None


def _unmoved(
    outline: Outline, parent: str | None, after: str | None, moving: set[str]
) -> str | None:
    """Return the nearest sibling at or before `after` that is not itself being moved."""
    siblings = [row.id for row in outline.children(parent)]
    if after not in siblings:
        return after
    earlier = siblings[: siblings.index(after) + 1]
    return next((s for s in reversed(earlier) if s not in moving), None)
