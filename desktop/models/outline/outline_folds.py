"""Folding: which branches of an outline are shown closed. Nothing of it is stored or printed."""

from collections.abc import Iterable

from desktop.models.outline.outline import Outline, OutlineRow


class Folds:
    """The folded items of one outline, for as long as the program runs."""

    def __init__(self) -> None:
        self.ids: set[str] = set()

    def shown(self, outline: Outline) -> list[OutlineRow]:
        """Return the rows that are not under a folded one."""
        if not self.ids:
            return list(outline.rows)
        found, place = [], 0
        while place < len(outline.rows):
            row = outline.rows[place]
            found.append(row)
            place += row.size if row.id in self.ids else 1
        return found

    def state(self, row: OutlineRow) -> str:
        """Return "closed", "open" or, for a row with nothing under it, ""."""
        if row.size == 1:
            return ""
        return "closed" if row.id in self.ids else "open"

    def toggle(self, outline: Outline, item_ids: Iterable[str]) -> bool:
        """Fold the items, or unfold them where all are folded; without children their parents."""
        tops = {self._with_children(outline, one) for one in item_ids if one in outline}
        tops.discard("")
        if not tops:
            return False
        if tops <= self.ids:
            self.ids -= tops
        else:
            self.ids |= tops
        return True

    def fold_to(self, outline: Outline, depth: int | None) -> None:
        """Fold everything below a depth; None unfolds all."""
        self.ids.clear()
        if depth is not None:
            self.ids |= {row.id for row in outline if row.size > 1 and row.depth >= depth}

    def reveal(self, outline: Outline, item_id: str) -> bool:
        """Unfold what hides an item; tells whether anything did."""
        if item_id not in outline:
            return False
        hiding = {row.id for row in outline.ancestors(item_id)} & self.ids
        self.ids -= hiding
        return bool(hiding)

    def shown_for(self, outline: Outline, item_id: str) -> str:
        """Return the item itself, or the outermost folded one that hides it."""
        hiding = [row.id for row in outline.ancestors(item_id) if row.id in self.ids]
        return hiding[-1] if hiding else item_id

    def _with_children(self, outline: Outline, item_id: str) -> str:
        row = outline.row(item_id)
        return row.id if row.size > 1 else row.parent or ""
