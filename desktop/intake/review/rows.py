"""What is under review at one moment: rows, head fields, lists, what is handed to whom."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from desktop.intake.reading import Assignment, Block, Field, Reading, Span, Target
from desktop.models.plans.reference import slip_words

Kind = Literal["item", "text", "heading", "row", "basis", "recipient", "head", "rejected"]
AUTHORED: Final = 1.0
"""The confidence of what a person wrote."""
HEAD_ZONES: Final = frozenset({"letterhead", "title", "addressees", "recipients", "signature"})
LISTS: Final = ("legal_basis", "addressees", "recipients")
_SLIPS: Final = frozenset({"double_slash", "bad_date", "code", "case", "party"})
"""What is surely wrong with a cited number, not merely left out."""
_WORD: Final = re.compile(r"\d+(?=[^\W\d_][^\W\d_A-Z])|[^\W_]+|%")


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """Return the words and figures of a text; labels and text are cut alike, glued or not."""
    return tuple(_WORD.findall(text))


@dataclass(frozen=True, slots=True)
class Row:
    """One block under review.

    `seen` says that a person agreed, `dropped` that it is left out. `words` are the words of
    the source it answers for, whatever its text was made into; `origins` the blocks of the
    reading that it was made from; `notes` what its text seems to have wrong.
    """

    id: str
    block: Block
    words: tuple[str, ...] = ()
    origins: tuple[int, ...] = ()
    seen: bool = False
    dropped: bool = False
    targets: tuple[Target, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_item(self) -> bool:
        """Whether it has a label."""
        return self.block.kind == "item"

    @property
    def in_head(self) -> bool:
        """Whether it stands outside the running text: letterhead, addressees, signature …"""
        return self.block.zone in HEAD_ZONES

    @property
    def printed(self) -> str:
        """Label and text as one line."""
        return f"{self.block.label} {self.block.text}".strip()


@dataclass(frozen=True, slots=True)
class Hand:
    """Items handed to somebody by a row; `items` are the rows meant."""

    id: str
    row: str
    read: Assignment
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """Everything under review at one moment; `made` counts the rows made by splitting,
    `source` are the lines of the document, `gone` the facts said to be none ("duties:3").
    """

    rows: tuple[Row, ...]
    fields: Mapping[str, Field]
    lists: Mapping[str, tuple[Field, ...]]
    hands: tuple[Hand, ...] = ()
    seen: frozenset[str] = frozenset()
    made: int = 0
    source: tuple[str, ...] = ()
    gone: frozenset[str] = frozenset()
    _places: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def place(self, row_id: str) -> int:
        """Return the place of a row; raises KeyError."""
        if not self._places:
            self._places.update((row.id, place) for place, row in enumerate(self.rows))
        return self._places[row_id]

    def row(self, row_id: str) -> Row:
        """Return a row by its id; raises KeyError."""
        return self.rows[self.place(row_id)]

    def kind(self, row: Row) -> Kind:
        """Return what a row is taken for."""
        block = row.block
        if row.dropped:
            return "rejected"
        if block.zone == "recipients":
            return "recipient"
        if row.in_head:
            return "head"
        if block.kind == "item":
            return "item"
        if block.kind == "row":
            return "row"
        if self.listed_in(row, "legal_basis"):
            return "basis"
        return "heading" if block.heading else "text"

    def listed_in(self, row: Row, name: str) -> list[Field]:
        """Return the entries of a list that were read from a row."""
        span = row.block.span
        return [
            one
            for one in self.lists[name]
            if one.span and span.first <= one.span.first and one.span.last <= span.last
        ]


def begin(reading: Reading) -> State:
    """Return the state a review begins with: the reading as it was proposed."""
    targets: dict[int, list[Target]] = {}
    for target in reading.targets:
        targets.setdefault(target.block, []).append(target)
    notes: dict[int, list[str]] = {}
    for cited in reading.citations:
        for told in slip_words([slip for slip in cited.slips if slip in _SLIPS]):
            notes.setdefault(cited.block, []).append(f"{cited.number or cited.text}: {told}.")
    rows = tuple(
        Row(
            f"b{number}",
            block,
            words=words(f"{block.label} {block.text}"),
            origins=(number,),
            dropped="furniture" in (block.kind, block.zone),
            targets=tuple(targets.get(number, ())),
            notes=tuple(notes.get(number, ())),
        )
        for number, block in enumerate(reading.body)
    )
    hands = tuple(
        Hand(f"h{number}", f"b{one.block}", one, tuple(f"b{item}" for item in one.items))
        for number, one in enumerate(reading.assignments)
    )
    lists = {name: getattr(reading, name) for name in LISTS}
    return State(rows, dict(reading.fields), lists, hands, source=reading.source_lines)


def span_of(rows: Iterable[Row]) -> Span:
    """Return the lines several rows came from."""
    spans = [row.block.span for row in rows]
    return Span(min(s.first for s in spans), max(s.last for s in spans))
