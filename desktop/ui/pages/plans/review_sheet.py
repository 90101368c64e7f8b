"""A reading being checked: what each line became, corrected step by step. No toolkit here.

Nothing is lost: a row that is dropped stays in sight, and every change can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from desktop.intake.reading import Assignment, Block, Field, Reading, Span, Target
from desktop.intake.source import Run
from desktop.models.text import nfc

SURE: Final = 0.9
FIELDS: Final = (
    "parent", "issuer", "number", "place", "date", "doc_type", "subject",
    "signer.authority", "signer.title", "signer.name",
)  # fmt: skip
LISTS: Final = ("legal_basis", "addressees", "recipients")
_WANTED: Final = frozenset({"issuer", "number", "date", "doc_type", "subject"})
_SHOWN: Final = frozenset({"opening", "body", "appendix", "furniture"})
_AUTHORED: Final = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """One block under review; `seen` says that a person agreed, `dropped` that it is left out."""

    id: str
    block: Block
    seen: bool = False
    dropped: bool = False
    targets: tuple[Target, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at it."""
        return self.block.confidence < SURE and not self.seen and not self.dropped

    @property
    def is_item(self) -> bool:
        """Whether it has a label."""
        return self.block.kind == "item"


@dataclass(frozen=True, slots=True)
class State:
    """Everything under review at one moment."""

    rows: tuple[Row, ...]
    fields: Mapping[str, Field]
    lists: Mapping[str, tuple[Field, ...]]
    seen: frozenset[str] = frozenset()


class ReviewSheet:
    """The rows and fields of one reading, with undo."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._numbers = len(reading.body)
        rows = tuple(
            Row(
                f"b{number}",
                block,
                targets=tuple(t for t in reading.targets if t.block == number),
            )
            for number, block in enumerate(reading.body)
        )
        lists = {
            "legal_basis": reading.legal_basis,
            "addressees": reading.addressees,
            "recipients": reading.recipients,
        }
        self._state = State(rows, dict(reading.fields), lists)
        self._past: list[State] = []
        self._future: list[State] = []

    # what there is

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows a person checks: opening, body, appendices, and what fits nowhere."""
        return tuple(row for row in self._state.rows if row.block.zone in _SHOWN)

    def row(self, row_id: str) -> Row:
        """Return a row by its id; raises KeyError."""
        for row in self._state.rows:
            if row.id == row_id:
                return row
        raise KeyError(row_id)

    def field(self, name: str) -> Field | None:
        """Return a field of the head, None when nothing was read for it."""
        return self._state.fields.get(name)

    def listed(self, name: str) -> tuple[Field, ...]:
        """Return one of the lists: legal_basis, addressees, recipients."""
        return self._state.lists[name]

    def doubtful_rows(self) -> list[str]:
        """Return the ids of rows to look at, in order."""
        return [row.id for row in self.rows if row.doubtful]

    def doubtful_fields(self) -> list[str]:
        """Return the fields to look at: unsure ones, and wanted ones that are missing."""
        return [name for name in FIELDS if self.field_doubtful(name)]

    def field_doubtful(self, name: str) -> bool:
        """Say whether a field should be looked at."""
        if name in self._state.seen:
            return False
        found = self.field(name)
        return name in _WANTED if found is None else found.confidence < SURE

    def next_doubtful(self, after: str) -> str:
        """Return the next row to look at after a row, from the start again; "" for none."""
        found = self.doubtful_rows()
        if not found:
            return ""
        ids = [row.id for row in self.rows]
        at = ids.index(after) if after in ids else -1
        return next((one for one in found if ids.index(one) > at), found[0])

    def rows_of_line(self, number: int) -> list[str]:
        """Return the rows that came from a line of the source."""
        return [r.id for r in self.rows if r.block.span.first <= number <= r.block.span.last]

    # corrections

    def accept(self, row_ids: Iterable[str]) -> bool:
        """Agree with rows."""
        return self._each(row_ids, lambda row: replace(row, seen=True))

    def set_text(self, row_id: str, text: str) -> bool:
        """Correct the text of a row."""
        clean = " ".join(nfc(text).split())
        return self._each([row_id], lambda row: _with_text(row, clean))

    def set_label(self, row_ids: Iterable[str], label: str) -> bool:
        """Correct the label of rows; an empty one makes them paragraphs."""
        clean = nfc(label).strip()

        def labelled(row: Row) -> Row:
            kind = "item" if clean else "paragraph"
            return _edited(row, kind=kind, label=clean)

        return self._each(row_ids, labelled)

    def shift(self, row_ids: Iterable[str], step: int) -> bool:
        """Move items and what stands under them a level in (1) or out (-1)."""
        wanted = self._branches(row_ids)
        rows = self._state.rows
        for place, row in enumerate(rows):
            if row.id not in wanted or (place and rows[place - 1].id in wanted):
                continue
            if step < 0 and row.block.depth == 0:
                return False
            if step > 0 and row.block.depth > self._depth_before(place):
                return False
        return self._each(wanted, lambda row: _edited(row, depth=max(row.block.depth + step, 0)))

    def drop(self, row_ids: Iterable[str], *, dropped: bool = True) -> bool:
        """Leave rows out of what is accepted, or take them in again."""

        def changed(row: Row) -> Row:
            kind = "paragraph" if not dropped and row.block.kind == "furniture" else row.block.kind
            zone = "body" if not dropped and row.block.zone == "furniture" else row.block.zone
            block = replace(row.block, kind=kind, zone=zone)
            return replace(row, dropped=dropped, seen=True, block=block)

        return self._each(row_ids, changed)

    def split(self, row_id: str, at: int) -> str:
        """Cut a row in two at a character; returns the new row's id, "" when there is none."""
        row = self.row(row_id)
        head, tail = row.block.text[:at].strip(), row.block.text[at:].strip()
        if not head or not tail:
            return ""
        self._numbers += 1
        new_id = f"b{self._numbers}"
        lines = _lines(self.reading.source_lines, row.block.span, tail)
        label, rest = _own_label(tail, row.block)
        second = replace(
            row.block, text=rest, label=label, runs=(Run(rest),), confidence=_AUTHORED, span=lines
        )
        rows: list[Row] = []
        for one in self._state.rows:
            if one.id == row_id:
                rows.append(replace(_with_text(one, head), targets=_within(row.targets, head)))
                rows.append(Row(new_id, second, seen=True, targets=_within(row.targets, rest)))
            else:
                rows.append(one)
        self._keep(replace(self._state, rows=tuple(rows)))
        return new_id

    def merge(self, row_ids: Iterable[str]) -> str:
        """Join rows to the first of them, a single one to the row above; returns its id."""
        wanted = [row.id for row in self.rows if row.id in set(row_ids)]
        shown = [row.id for row in self.rows]
        if len(wanted) == 1:
            at = shown.index(wanted[0])
            if at == 0:
                return ""
            wanted.insert(0, shown[at - 1])
        if len(wanted) < 2:
            return ""
        parts = [self.row(row_id) for row_id in wanted]
        first = parts[0]
        texts = [first.block.text, *(f"{p.block.label} {p.block.text}".strip() for p in parts[1:])]
        span = Span(first.block.span.first, max(p.block.span.last for p in parts))
        text = " ".join(filter(None, texts))
        block = replace(first.block, text=text, runs=(Run(text),), span=span, confidence=_AUTHORED)
        targets = tuple(t for part in parts for t in part.targets)
        joined = replace(first, block=block, targets=targets, seen=True, dropped=False)
        gone = set(wanted[1:])
        rows = tuple(
            joined if one.id == first.id else one for one in self._state.rows if one.id not in gone
        )
        self._keep(replace(self._state, rows=rows))
        return first.id

    def set_field(self, name: str, value: str) -> bool:
        """Correct a field of the head; an empty value takes it away."""
        clean = " ".join(nfc(value).split())
        fields = dict(self._state.fields)
        before = fields.get(name)
        if clean:
            fields[name] = Field(clean, before.span if before else None, _AUTHORED)
        else:
            fields.pop(name, None)
        seen = self._state.seen | {name}
        return self._keep(replace(self._state, fields=fields, seen=seen))

    def accept_field(self, name: str) -> bool:
        """Agree with a field as it was read."""
        return self._keep(replace(self._state, seen=self._state.seen | {name}))

    def set_list(self, name: str, lines: Iterable[str]) -> bool:
        """Correct one of the lists, line by line."""
        known = {field.value: field for field in self._state.lists[name]}
        clean = [" ".join(nfc(line).split()) for line in lines]
        found = tuple(known.get(text) or Field(text, None, _AUTHORED) for text in clean if text)
        return self._keep(replace(self._state, lists={**self._state.lists, name: found}))

    # taking back

    def undo(self) -> bool:
        """Take back the last correction."""
        if not self._past:
            return False
        self._future.append(self._state)
        self._state = self._past.pop()
        return True

    def redo(self) -> bool:
        """Make the correction taken back again."""
        if not self._future:
            return False
        self._past.append(self._state)
        self._state = self._future.pop()
        return True

    # the outcome

    def result(self) -> Reading:
        """Return the reading as corrected; dropped rows are left out, nothing else is."""
        kept = [row for row in self._state.rows if not row.dropped]
        places = {row.id: place for place, row in enumerate(kept)}
        blocks: list[Block] = []
        owner: int | None = None
        depth = 0
        for place, row in enumerate(kept):
            block = row.block
            if block.kind == "item":
                owner, depth = place, block.depth
                blocks.append(replace(block, owner=place))
            elif block.zone in ("body", "appendix"):
                blocks.append(replace(block, owner=owner, depth=depth))
            else:
                blocks.append(block)
        return replace(
            self.reading,
            fields=dict(self._state.fields),
            legal_basis=self._state.lists["legal_basis"],
            addressees=self._state.lists["addressees"],
            recipients=self._state.lists["recipients"],
            body=tuple(blocks),
            targets=tuple(
                replace(target, block=places[row.id]) for row in kept for target in row.targets
            ),
            assignments=tuple(self._assignments(places)),
        )

    def _assignments(self, places: Mapping[str, int]) -> Iterable[Assignment]:
        for one in self.reading.assignments:
            place = places.get(f"b{one.block}")
            if place is not None:
                items = (places.get(f"b{item}") for item in one.items)
                yield replace(
                    one, block=place, items=tuple(item for item in items if item is not None)
                )

    # inside

    def _each(self, row_ids: Iterable[str], change: Callable[[Row], Row]) -> bool:
        wanted = set(row_ids)
        rows = tuple(change(row) if row.id in wanted else row for row in self._state.rows)
        return self._keep(replace(self._state, rows=rows))

    def _keep(self, state: State) -> bool:
        if state == self._state:
            return False
        self._past.append(self._state)
        self._future.clear()
        self._state = state
        return True

    def _branches(self, row_ids: Iterable[str]) -> set[str]:
        """Return the rows with everything that stands under them."""
        wanted = set(row_ids)
        found: set[str] = set()
        under: int | None = None
        for row in self._state.rows:
            if row.id in wanted:
                found.add(row.id)
                if under is None or row.block.depth <= under:
                    under = row.block.depth
            elif under is not None and row.block.zone == "body":
                if row.is_item and row.block.depth <= under:
                    under = None
                else:
                    found.add(row.id)
        return found

    def _depth_before(self, place: int) -> int:
        before = (row.block for row in reversed(self._state.rows[:place]) if row.is_item)
        return next((block.depth for block in before), -1)


def _edited(row: Row, **changes: object) -> Row:
    block = replace(row.block, confidence=_AUTHORED, **changes)  # type: ignore[arg-type]
    return replace(row, block=block, seen=True)


def _with_text(row: Row, text: str) -> Row:
    if text == row.block.text:
        return row
    return _edited(row, text=text, runs=(Run(text),))


def _own_label(text: str, block: Block) -> tuple[str, str]:
    """Return the label the second half brings along, and what follows it."""
    from desktop.models.outline_insert import read_lines
    from desktop.models.rich_text import plain

    (item,) = read_lines(text) or (None,)
    if item is None or not item.style or block.kind != "item":
        return block.label, text
    rest = plain(item.text)
    return text[: len(text) - len(rest)].strip() or block.label, rest


def _within(targets: Iterable[Target], text: str) -> tuple[Target, ...]:
    return tuple(t for t in targets if t.value.split(".")[0] in text)


def _lines(lines: tuple[str, ...], span: Span, tail: str) -> Span:
    """Return the lines of the source where the second half of a row stands."""
    start = " ".join(tail.split()[:3])
    for number in range(span.first, span.last + 1):
        if start in " ".join(lines[number - 1].split()):
            return Span(number, span.last)
    return Span(span.last, span.last)
