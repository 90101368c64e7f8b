"""What is pasted into an outline: items by their labels, or words for the line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from desktop.intake.fragment import Piece, read_fragment
from desktop.intake.source import Line, Run
from desktop.intake.sources.clip_html import clip_lines
from desktop.intake.sources.clip_rtf import rtf_lines
from desktop.intake.structure.labels import Label, parse
from desktop.models.outline import outline_labels as labels
from desktop.models.outline.rich_text import Runs, cut, plain, tidy
from desktop.models.plans.plan_draft import DraftItem
from desktop.models.text import seen_lines
from desktop.tasks.papers.plan_from_reading import kept_label, label_style

MOST_CHARACTERS: Final = 2_000_000
_EDGE: Final = " | "
_COUNT: Final = re.compile(r"\(?\d{1,3}[.)]? \| ")
_COUNT_HEAD: Final = re.compile(r"(?:stt|tt|số tt|số thứ tự)\.? \| ", re.IGNORECASE)
_MARKS: Final = {
    (False, False): "", (True, False): "b", (False, True): "i", (True, True): "bi"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pasted:
    """`items` are branches by their labels; `words` the text where it is one paragraph."""

    items: tuple[DraftItem, ...] = ()
    words: Runs = ()
    labelled: bool = False


def read_pasted_items(html: str, text: str, rtf: bytes = b"") -> Pasted:
    """Return what a clipboard holds: its HTML where that has words, else its RTF, its text."""
    lines = clip_lines(html) if html.strip() else []
    if not lines and rtf.lstrip().startswith(b"{\\rtf"):
        lines = rtf_lines(rtf)
    if not lines:
        lines = _plain_lines(text[:MOST_CHARACTERS])
    if not lines:
        return Pasted()
    words = _runs(lines[0].runs) if len(lines) == 1 and lines[0].label is None else ()
    pieces = read_fragment(lines)
    if not any(piece.label for piece in pieces):
        # Without any label every line, and every row of a table, is an item of its own.
        tabled = any(line.cell is not None for line in lines)
        texts = _rows(pieces) if tabled else [_runs(line.runs) for line in lines]
        return Pasted(tuple(DraftItem(text) for text in texts), words)
    return Pasted(_trees(pieces), words, labelled=True)


def _rows(pieces: Sequence[Piece]) -> list[Runs]:
    """Return the texts; a column that only counts the rows gives way to the items' numbers."""
    texts = [_runs(piece.runs) for piece in pieces]
    rows = [plain(text) for text in texts]
    counts = [_COUNT.match(row) for row in rows]
    body = counts[1:] if _COUNT_HEAD.match(rows[0]) else counts
    if not body or not all(body):
        return texts
    return [cut(text, row.index(_EDGE) + len(_EDGE)) for text, row in zip(texts, rows, strict=True)]


def _counted(found: Sequence[Sequence[Label]]) -> list[Label]:
    """Return the labels of lines that are all of one list, counting on; else nothing.

    None of them goes on in the next then, whether it begins with a small letter or not.
    """
    if len(found) < 2 or not all(found):
        return []
    for first in found[0]:
        alike = [next((la for la in line if la.level == first.level), None) for line in found]
        listed = [label for label in alike if label is not None]
        steps = {b.numbers[-1:] == (a.numbers[-1] + 1,) for a, b in pairwise(listed) if a.numbers}
        if len(listed) == len(found) and steps <= {True}:
            return listed
    return []


def _plain_lines(text: str) -> list[Line]:
    rows = [row.strip() for row in seen_lines(text).replace("\t", " ").split("\n")]
    rows = [row for row in rows if row]
    listed = _counted([parse(row) for row in rows])
    if listed:
        return [
            Line(n, (Run(row[label.end :].lstrip()),), label=row[: label.end].strip())
            for n, (row, label) in enumerate(zip(rows, listed, strict=True), 1)
        ]
    return [Line(n, (Run(row),)) for n, row in enumerate(rows, 1)]


def _runs(runs: Sequence[Run]) -> Runs:
    return tidy((run.text, _MARKS[run.bold, run.italic]) for run in runs)


@dataclass(slots=True)
class _Node:
    depth: int
    piece: Piece | None = None
    children: list["_Node"] = field(default_factory=list)

    def item(self) -> DraftItem:
        assert self.piece is not None
        style = label_style(self.piece.label) if self.piece.label else labels.NONE
        children = tuple(child.item() for child in self.children)
        words = self.piece.runs
        if kept := kept_label(self.piece.label):
            words = (replace(words[0], text=kept) if words else Run(kept.strip()), *words)
        return DraftItem(_runs(words), style, children)


def _trees(pieces: Sequence[Piece]) -> tuple[DraftItem, ...]:
    root = _Node(-1)
    stack = [root]
    for piece in pieces:
        if not piece.label:
            stack[-1].children.append(_Node(stack[-1].depth + 1, piece))
            continue
        while stack[-1].depth >= piece.depth:
            stack.pop()
        node = _Node(piece.depth, piece)
        stack[-1].children.append(node)
        stack.append(node)
    return tuple(node.item() for node in root.children)
