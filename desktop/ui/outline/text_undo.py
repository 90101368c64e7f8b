"""Undo within one item while it is being typed: words, not letters. No toolkit here."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.models.outline.rich_text import Runs

State = tuple[Runs, int]


@dataclass(slots=True)
class TextUndo:
    """States of the text of one item: (text, caret). Forgotten when the item is left."""

    item: str = ""
    _past: list[State] = field(default_factory=list)
    _future: list[State] = field(default_factory=list)
    _run: str = ""

    def note(self, item: str, before: State, kind: str) -> None:
        """Remember the state before a change; changes of one kind in a row count as one.

        A "space" begins a word: it is taken back with the letters after it. A "break" stands
        alone.
        """
        if item != self.item:
            self.forget()
            self.item = item
        if kind != self._run or not self._past:
            self._past.append(before)
        self._run = {"break": "", "space": "type"}.get(kind, kind)
        self._future.clear()

    def forget(self) -> None:
        """The item was left: what was typed is a step of the office now."""
        self.item, self._run = "", ""
        self._past.clear()
        self._future.clear()

    def can_undo(self, item: str | None) -> bool:
        """Say whether something typed in this item can be taken back."""
        return item == self.item and bool(self._past)

    def can_redo(self, item: str | None) -> bool:
        """Say whether something taken back can be typed again."""
        return item == self.item and bool(self._future)

    def undo(self, now: State) -> State:
        """Return the state before the last change."""
        self._future.append(now)
        self._run = ""
        return self._past.pop()

    def redo(self, now: State) -> State:
        """Return the state after the change last taken back."""
        self._past.append(now)
        self._run = ""
        return self._future.pop()
