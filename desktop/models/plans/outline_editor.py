"""The outline editor without a screen: caret, selection, and what each key does.

It works on its own outline and applies every edit there at once; each edit also goes to
`send`, which keeps it in the store. Text being typed belongs to the item until the caret
leaves it: then it becomes one step.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desktop.models.outline import outline_drop, outline_find, rich_text
from desktop.models.outline import outline_edits as edits
from desktop.models.outline.outline import Outline, OutlineRow
from desktop.models.outline.outline_drop import Drop
from desktop.models.outline.outline_edits import Edit
from desktop.models.outline.outline_find import Query
from desktop.models.outline.rich_text import Runs
from desktop.models.outline.target_rooms import filled_sentence, filled_targets
from desktop.models.outline.targets import stored_targets, targets_of
from desktop.models.plans import outline_clip, outline_insert, plans
from desktop.models.plans.plan_draft import DraftItem


class OutlineEditor:
    """Editing state of one plan's outline.

    `item` is the item with the caret (None in an empty outline), `caret` and `anchor` the
    ends of the selected text in it, `first` the other end of a selection of whole items,
    `picked` items chosen one by one instead of those between.
    `in_flight` counts edits that were sent and not yet answered for with `kept`.
    """

    def __init__(
        self, outline: Outline, new_id: Callable[[], str], send: Callable[[Edit], object]
    ) -> None:
        self.outline = outline
        self.item: str | None = outline.rows[0].id if len(outline) else None
        self.caret = 0
        self.anchor = 0
        self.first: str | None = None
        self.picked: frozenset[str] = frozenset()
        self.in_flight = 0
        self._typed: Runs | None = None
        self._new_id = new_id
        self._send = send

    # what is shown

    @property
    def row(self) -> OutlineRow | None:
        """The row with the caret."""
        return self.outline.row(self.item) if self.item is not None else None

    @property
    def text(self) -> Runs:
        """The text of the item with the caret, as typed so far."""
        if self._typed is not None:
            return self._typed
        return self.row.item.text if self.row is not None else ()

    @property
    def unsaved(self) -> bool:
        """Whether text was typed that is not in the outline yet."""
        return (
            self._typed is not None and self.row is not None and (self._typed != self.row.item.text)
        )

    def text_of(self, item_id: str) -> Runs:
        """Return the text to show for an item."""
        return self.text if item_id == self.item else self.outline.row(item_id).item.text

    def selected(self) -> list[str]:
        """Return the selected items in order: the one with the caret, all between, or those
        picked one by one.
        """
        if self.item is None:
            return []
        if self.picked:
            return [row.id for row in self.outline.rows if row.id in self.picked]
        ends = [self.outline.at(self.item)]
        if self.first is not None and self.first in self.outline:
            ends.append(self.outline.at(self.first))
        return [row.id for row in self.outline.rows[min(ends) : max(ends) + 1]]

    def selection(self) -> tuple[int, int]:
        """Return the ends of the selected text in the item with the caret."""
        return min(self.caret, self.anchor), max(self.caret, self.anchor)

    # moving about

    def place(self, item_id: str, caret: int = 0, *, extend: bool = False) -> None:
        """Put the caret; `extend` stretches the selection from where it was."""
        if item_id not in self.outline:
            return
        self.picked = frozenset()
        if item_id != self.item:
            self.commit()
            self.first = (self.first or self.item) if extend else None
            self.item = item_id
            self._typed = None
        elif not extend:
            self.first = None
        self.caret = max(0, min(caret, rich_text.length(self.text)))
        if not extend or self.first is not None:
            self.anchor = self.caret

    def pick(self, item_id: str) -> None:
        """Add an item to the chosen ones, or take it off again (Ctrl+click)."""
        if item_id not in self.outline:
            return
        chosen = frozenset(self.selected() if self.first is not None else [self.item or item_id])
        self.place(item_id)
        self.first = item_id
        toggled = chosen ^ {item_id} if len(chosen | {item_id}) > 1 else chosen
        self.picked = toggled or frozenset({item_id})

    def step(self, by: int, *, extend: bool = False) -> None:
        """Move the caret to the item `by` rows below, at the same place in its text."""
        if self.item is None:
            return
        at = max(0, min(self.outline.at(self.item) + by, len(self.outline) - 1))
        self.place(self.outline.rows[at].id, self.caret, extend=extend)

    def select_all(self) -> None:
        """Select every item."""
        if len(self.outline):
            self.place(self.outline.rows[0].id)
            self.place(self.outline.rows[-1].id, extend=True)

    # typing

    def edited(self, text: Runs, caret: int) -> None:
        """Take over the text of the item with the caret from a text field."""
        self._typed = rich_text.tidy(text)
        self.caret = self.anchor = max(0, min(caret, rich_text.length(self._typed)))

    def type(self, text: str) -> None:
        """Type text in place of the selected one; in an empty outline it makes an item."""
        if self.item is None:
            self._do(edits.add_after(self.outline, None, self._new_id()))
        start, end = self.selection()
        self.edited(rich_text.replace(self.text, start, end, text), start + len(text))

    def commit(self) -> bool:
        """Keep the text typed so far as one step; tells whether there was any."""
        typed, self._typed = self._typed, None
        if typed is None or self.item is None:
            return False
        edit = edits.set_text(self.outline, self.item, typed)
        return edit is not None and self._do(self._with_targets(edit, typed), stay=True)

    # keys

    def enter(self, *, after_branch: bool = False) -> bool:
        """Enter: a new item, the item cut in two, or an empty one raised a level.

        `after_branch` puts the new item after what stands under this one (it is folded).
        """
        self.commit()
        row = self.row
        if row is None:
            return self._do(edits.add_after(self.outline, None, self._new_id()))
        if not row.item.text and row.depth and row.size == 1:
            return self._do(edits.outdent(self.outline, [row.id]), stay=True)
        if self.caret < len(row.item.plain):
            return self._do(edits.split(self.outline, row.id, self.caret, self._new_id()))
        if row.size > 1 and not after_branch:
            return self._do(edits.add_first_child(self.outline, row.id, self._new_id()))
        return self._do(edits.add_after(self.outline, row.id, self._new_id()))

    def tab(self) -> bool:
        """Tab: under the sibling above."""
        return self._on_selected(edits.indent)

    def backtab(self) -> bool:
        """Shift+Tab: up one level."""
        return self._on_selected(edits.outdent)

    def alt_up(self) -> bool:
        """Alt+↑: before the item above."""
        return self._on_selected(edits.move_up)

    def alt_down(self) -> bool:
        """Alt+↓: after the item below."""
        return self._on_selected(edits.move_down)

    def backspace(self) -> bool:
        """Backspace: the selection, the character before, or join to the item above."""
        if self.first is not None:
            return self.delete_selected()
        start, end = self.selection()
        if start != end or start > 0:
            begin = start if start != end else start - 1
            self.edited(rich_text.replace(self.text, begin, end, ()), begin)
            return True
        return self._merge(self.item)

    def delete(self) -> bool:
        """Delete: the selection, the character after, or join the item below to this one."""
        if self.first is not None:
            return self.delete_selected()
        start, end = self.selection()
        if start != end or end < rich_text.length(self.text):
            stop = end if start != end else end + 1
            self.edited(rich_text.replace(self.text, start, stop, ()), start)
            return True
        if self.item is None or self.outline.at(self.item) + 1 >= len(self.outline):
            return False
        return self._merge(self.outline.rows[self.outline.at(self.item) + 1].id)

    def delete_selected(self) -> bool:
        """Take out the selected items with all under them."""
        return self._on_selected(edits.delete, keep_selection=False)

    def mark(self, flag: str) -> bool:
        """Bold (`b`) or italic (`i`): the selected text, else the whole of each item."""
        self.commit()
        start, end = self.selection()
        if self.first is None and start != end and self.item is not None:
            return self._do(
                edits.toggle(self.outline, self.item, start, end, flag), keep_selection=True
            )
        label = edits.mark_label(flag)
        steps = [_marking(item_id, flag) for item_id in self.selected()]
        return self._do(edits.chain(self.outline, label, steps), keep_selection=True)

    def paste(self, text: str) -> bool:
        """Paste: within the line, or as items where there are several lines."""
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) <= 1:
            self.type(lines[0].strip("\r\n") if lines else "")
            return bool(lines)
        return self.insert(outline_insert.read_lines(text))

    def copied_text(self) -> Runs:
        """Return the selected characters, () where whole items are chosen or nothing is."""
        start, end = self.selection()
        return rich_text.cut(self.text, start, end) if self.first is None else ()

    def copied(self) -> str:
        """Return what is copied: the selected text, else the selected items with labels."""
        if words := self.copied_text():
            return rich_text.plain(words)
        self.commit()
        rows = outline_clip.copied_rows(self.outline, self.selected())
        return outline_insert.as_text(self.outline, [row.id for row in rows])

    def insert(self, items: tuple[DraftItem, ...], label: str = "") -> bool:
        """Insert branches at the caret (pasted, or dragged from the upper paper)."""
        self.commit()
        edit = outline_insert.insert(self.outline, self.item, items, self._new_id, label=label)
        return self._do(edit)

    def move_to(self, parent: str | None, after: str | None) -> bool:
        """Move the selected items under a parent, after one of its children (drag)."""
        self.commit()
        return self._do(
            edits.move(self.outline, self.selected(), parent, after), keep_selection=True
        )

    def drop(self, drop: Drop, *, copy: bool = False) -> bool:
        """Drag the selected items, or a copy of them, to a place."""
        self.commit()
        tops = [row.id for row in edits.top_rows(self.outline, self.selected())]
        if copy:
            items = outline_clip.from_clip(outline_clip.to_clip(self.outline, tops))
            return self._do(
                outline_insert.insert_at(self.outline, drop.parent, drop.after, items, self._new_id)
            )
        if not tops or outline_drop.is_home(self.outline, tops, drop):
            return False
        return self.move_to(drop.parent, drop.after)

    def replace_all(self, query: Query, words: str, within: frozenset[str] = frozenset()) -> int:
        """Put words in place of every match as one step; returns how many there were."""
        self.commit()
        edit, count = outline_find.replace_all(self.outline, query, words, within=within)
        self._do(edit, keep_selection=True)
        self.caret = self.anchor = min(self.caret, rich_text.length(self.text))
        return count

    def set_style(self, style: str) -> bool:
        """Number the selected items another way."""
        self.commit()
        return self._do(edits.set_style(self.outline, self.selected(), style), keep_selection=True)

    def set_field(self, field: str, value: Any) -> bool:
        """Set owner, due, target … of the selected items; raises Refusal for a wrong value."""
        self.commit()
        edit = plans.field_edit(self.outline, self.selected(), field, value)
        if edit is not None and field == "target":
            edit = self._with_sentences(edit)
        return self._do(edit, keep_selection=True)

    # the store's answers

    def kept(self) -> None:
        """An edit that was sent is now in the store."""
        self.in_flight = max(0, self.in_flight - 1)

    def refresh(self, outline: Outline, *, force: bool = False) -> bool:
        """Show the store's outline (after undo, or another's change); keeps caret and typing.

        Not while edits are on their way, which the store's outline would not hold yet;
        `force` is for a refused edit, whose effect must go.
        """
        if self.in_flight and not force:
            return False
        place = self.outline.at(self.item) if self.item is not None else 0
        self.outline = outline
        if force:
            self.in_flight = 0
        if self.first is not None and self.first not in outline:
            self.first = None
        self.picked = frozenset(one for one in self.picked if one in outline)
        if self.item is None or self.item not in outline:
            self._typed, self.first, self.picked = None, None, frozenset()
            last = len(outline) - 1
            self.item = outline.rows[min(place, last)].id if last >= 0 else None
        self.caret = min(self.caret, rich_text.length(self.text))
        self.anchor = min(self.anchor, rich_text.length(self.text))
        return True

    def _with_targets(self, edit: Edit, typed: Runs) -> Edit:
        """A number typed in the room left for it is the target's, too."""
        item = self.outline.items[self.item or ""]
        found = filled_targets(item.text, typed, item.targets)
        if found == item.targets:
            return edit
        return replace(edit, values=(*edit.values, (item.id, "target", stored_targets(found))))

    def _with_sentences(self, edit: Edit) -> Edit:
        """A target's number goes in the room its sentence left for it."""
        added: list[tuple[str, str, Any]] = []
        for item_id, _field, value in edit.values:
            item = self.outline.items[item_id]
            text = filled_sentence(item.text, item.targets, targets_of(value))
            if text != item.text:
                added.append((item_id, "text", rich_text.to_value(text)))
        return replace(edit, values=(*edit.values, *added)) if added else edit

    def _merge(self, item_id: str | None) -> bool:
        self.commit()
        if item_id is None or item_id not in self.outline:
            return False
        return self._do(edits.merge_with_previous(self.outline, item_id))

    def _on_selected(
        self, verb: Callable[[Outline, list[str]], Edit | None], *, keep_selection: bool = True
    ) -> bool:
        self.commit()
        return self._do(verb(self.outline, self.selected()), keep_selection=keep_selection)

    def _do(self, edit: Edit | None, *, stay: bool = False, keep_selection: bool = False) -> bool:
        """Apply an edit and send it; the caret goes where it says unless it is to stay."""
        if edit is None:
            return False
        self.outline = self.outline.with_values(edit.values)
        self.in_flight += 1
        self._typed = None
        if not (stay or keep_selection):
            self.first, self.picked = None, frozenset()
            focus = edit.focus if edit.focus in self.outline else self.item
            self.item = focus if focus in self.outline else None
            if self.item is None and len(self.outline):
                self.item = self.outline.rows[0].id
            length = rich_text.length(self.text)
            self.caret = self.anchor = length if edit.caret < 0 else min(edit.caret, length)
        self._send(edit)
        return True


def _marking(item_id: str, flag: str) -> Callable[[Outline], Edit | None]:
    def mark(outline: Outline) -> Edit:
        length = len(outline.items[item_id].plain)
        return edits.toggle(outline, item_id, 0, length, flag) or Edit("", ())

    return mark
