"""Corrections of rows: text, label, level, kind, splitting, joining, leaving out."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from desktop.intake.reading import Block, Field, Span, Target
from desktop.intake.review.rows import AUTHORED, HEAD_ZONES, Hand, Row, State, words
from desktop.intake.source import Run
from desktop.intake.structure.labels import parse
from desktop.models.text import nfc


def accept(state: State, rows: Iterable[str]) -> State:
    """Agree with rows and the facts read from them."""
    return each(state, rows, lambda row: replace(row, seen=True))


def set_text(state: State, row_id: str, text: str) -> State:
    """Correct the text of a row of the running text."""
    row = state.row(row_id)
    clean = squeezed(text)
    if row.in_head or clean == row.block.text:
        return state
    changed = each(state, [row_id], lambda one: _edited(one, text=clean, runs=(Run(clean),)))
    (entry, *others) = state.listed_in(row, "legal_basis") or (None,)
    if entry is not None and not others:
        known = state.lists["legal_basis"]
        basis = tuple(replace(one, value=clean) if one is entry else one for one in known)
        return replace(changed, lists={**state.lists, "legal_basis": basis})
    return changed


def set_label(state: State, rows: Iterable[str], label: str) -> State:
    """Correct the label of rows; an empty one makes them paragraphs."""
    clean = squeezed(label)

    def labelled(row: Row) -> Row:
        if row.in_head or row.block.label == clean:
            return row
        return _edited(row, kind="item" if clean else "paragraph", label=clean)

    return each(state, rows, labelled)


def shift(state: State, rows: Iterable[str], step: int) -> State:
    """Move items and what stands under them a level in (1) or out (-1).

    Nothing moves when one of them would pass the edge or skip a level.
    """
    wanted = _branches(state, rows)
    before = -1
    inside = False
    for row in state.rows:
        if row.id in wanted and not inside:
            depth = row.block.depth
            if (step < 0 and depth == 0) or (step > 0 and depth > before):
                return state
        inside = row.id in wanted
        if row.is_item and not row.dropped:
            before = row.block.depth
    return each(
        state,
        wanted,
        lambda row: _edited(row, depth=max(row.block.depth + step, 0)) if row.is_item else row,
    )


def set_kind(state: State, rows: Iterable[str], kind: str) -> State:
    """Take rows for something else: "item", "text", "heading", "basis", "recipient" or
    "rejected". A label that leaves its place stays in the text, and is found there again.
    """
    for row_id in list(rows):
        row = state.row(row_id)
        if state.kind(row) != kind:
            state = _unlisted(state, row)
            state = each(state, [row_id], _made(state, row_id, kind))
            state = _listed(state, state.row(row_id), kind)
    return state


def drop(state: State, rows: Iterable[str]) -> State:
    """Leave rows out of what is accepted; they stay in sight."""
    return set_kind(state, rows, "rejected")


def bring_back(state: State, rows: Iterable[str]) -> State:
    """Take rows in again that were left out; others get back the words cut from them."""
    for row_id in list(rows):
        row = state.row(row_id)
        if row.dropped:
            state = each(state, [row_id], _returned)
        elif row.in_head:
            state = _set_apart(state, row)
        elif lost := cut_words(row):
            text = f"{row.block.text} {' '.join(lost)}".strip()
            state = set_text(state, row_id, text)
    return state


def split(state: State, row_id: str, at: int) -> State:
    """Cut a row in two before a character; nothing happens where one half would be empty."""
    row = state.row(row_id)
    head, tail = row.block.text[:at].strip(), row.block.text[at:].strip()
    if not head or not tail or row.in_head:
        return state
    label, rest = _own_label(tail, row.block)
    span = _lines(state.source, row.block.span, tail)
    second_words, first_words = _shared(row.words, f"{label if rest != tail else ''} {rest}")
    second = Row(
        f"s{state.made + 1}",
        replace(
            row.block, text=rest, label=label, runs=(Run(rest),), confidence=AUTHORED, span=span
        ),
        words=second_words,
        origins=row.origins,
        seen=True,
        targets=_within(row.targets, rest),
    )
    first = replace(
        _edited(row, text=head, runs=(Run(head),)),
        words=first_words,
        targets=tuple(t for t in row.targets if t not in second.targets),
    )
    place = state.place(row_id)
    rows = (*state.rows[:place], first, second, *state.rows[place + 1 :])
    hands = tuple(
        replace(one, row=second.id)
        if one.row == row_id and one.read.unit in rest and one.read.unit not in head
        else one
        for one in state.hands
    )
    return replace(state, rows=rows, hands=hands, made=state.made + 1, _places={})


def merge(state: State, rows: Iterable[str]) -> State:
    """Join rows to the first of them, a single one to the row above.

    Rows left out (a page number inside a sentence) are stepped over.
    """
    wanted = [state.rows[place] for place in sorted({state.place(row_id) for row_id in rows})]
    wanted = [row for row in wanted if not row.dropped] or wanted
    if len(wanted) == 1:
        above = [row for row in state.rows[: state.place(wanted[0].id)] if not row.dropped]
        wanted = [*above[-1:], wanted[0]]
    if len(wanted) < 2 or any(row.in_head for row in wanted):
        return state
    first, others = wanted[0], wanted[1:]
    text = " ".join(part for part in (first.block.text, *(row.printed for row in others)) if part)
    lines = [row.block.span for row in wanted]
    span = Span(min(s.first for s in lines), max(s.last for s in lines))
    joined = replace(
        _edited(first, text=text, runs=(Run(text),), span=span),
        words=tuple(word for row in wanted for word in row.words),
        origins=tuple(dict.fromkeys(origin for row in wanted for origin in row.origins)),
        targets=tuple(target for row in wanted for target in row.targets),
        dropped=False,
    )
    if first.dropped:
        joined = _returned(joined)
    gone = {row.id for row in others}
    kept = tuple(joined if row.id == first.id else row for row in state.rows if row.id not in gone)
    hands = tuple(_handed_over(one, gone, first.id) for one in state.hands)
    return replace(state, rows=kept, hands=hands, _places={})


def cut_words(row: Row) -> tuple[str, ...]:
    """Return the words of the source that a row's text no longer holds, in order."""
    there = words(row.printed)
    if there == row.words:
        return ()
    left = Counter(row.words)
    left.subtract(there)
    found: list[str] = []
    for word in reversed(row.words):
        if left[word] > 0:
            left[word] -= 1
            found.append(word)
    return tuple(reversed(found))


def each(state: State, rows: Iterable[str], change: Callable[[Row], Row]) -> State:
    """Return the state with some rows changed."""
    wanted = set(rows)
    changed = tuple(change(row) if row.id in wanted else row for row in state.rows)
    return replace(state, rows=changed, _places={})


def squeezed(text: str) -> str:
    """Return typed text composed, spaces collapsed."""
    return " ".join(nfc(text).split())


def _edited(row: Row, **changes: Any) -> Row:
    return replace(row, block=replace(row.block, confidence=AUTHORED, **changes), seen=True)


def _returned(row: Row) -> Row:
    """Return a row as taken in: what stood outside the text becomes a paragraph of it."""
    block = row.block
    kind = "paragraph" if block.kind == "furniture" else block.kind
    zone = "body" if block.zone == "furniture" else block.zone
    return replace(row, dropped=False, seen=True, block=replace(block, kind=kind, zone=zone))


def _made(state: State, row_id: str, kind: str) -> Callable[[Row], Row]:
    if kind == "rejected":
        return lambda row: replace(row, dropped=True, seen=True)
    if kind == "item":
        return lambda row: _as_item(row, _depth_at(state, row_id))
    zones = {"basis": "opening", "recipient": "recipients"}

    def made(row: Row) -> Row:
        text = row.printed
        outside = HEAD_ZONES | {"furniture", "opening"}
        zone = zones.get(kind, "body" if row.block.zone in outside else row.block.zone)
        changed = _edited(
            row, kind="paragraph", label="", text=text, runs=(Run(text),),
            heading=kind == "heading", zone=zone,
        )  # fmt: skip
        return replace(changed, dropped=False)

    return made


def _as_item(row: Row, depth: int) -> Row:
    block = row.block
    label, text = block.label, block.text
    if not label:
        label, text = _own_label(text, replace(block, kind="item", label="-"))
    zone = "appendix" if block.zone == "appendix" else "body"
    changed = _edited(row, kind="item", label=label, text=text, zone=zone, depth=depth)
    if text != block.text:
        changed = replace(changed, block=replace(changed.block, runs=(Run(text),)))
    return replace(changed, dropped=False)


def _depth_at(state: State, row_id: str) -> int:
    """Return the level of a new item: that of the nearest item above labelled alike, else
    one below the item above.
    """
    row = state.row(row_id)
    if row.block.label:
        return row.block.depth
    label, _text = _own_label(row.block.text, replace(row.block, kind="item", label="-"))
    level = _level(label)
    above = [r for r in state.rows[: state.place(row_id)] if r.is_item and not r.dropped]
    alike = next((r for r in reversed(above) if _level(r.block.label) == level), None)
    if alike is not None:
        return alike.block.depth
    return above[-1].block.depth + 1 if above else 0


def _level(label: str) -> str:
    found = parse(f"{label} X")
    return found[0].level if found else label


def _unlisted(state: State, row: Row) -> State:
    """Take a row's entries off the lists of bases and recipients."""
    lists = dict(state.lists)
    for name in ("legal_basis", "recipients"):
        gone = state.listed_in(row, name)
        lists[name] = tuple(one for one in lists[name] if one not in gone)
    return replace(state, lists=lists)


def _listed(state: State, row: Row, kind: str) -> State:
    name = {"basis": "legal_basis", "recipient": "recipients"}.get(kind)
    if name is None:
        return state
    entry = Field(row.block.text, row.block.span, AUTHORED)
    first = row.block.span.first
    known = state.lists[name]
    before = sum(1 for one in known if one.span is None or one.span.first < first)
    return replace(state, lists={**state.lists, name: (*known[:before], entry, *known[before:])})


def _set_apart(state: State, row: Row) -> State:
    """Make a paragraph of the words of a head line that no field took over."""
    from desktop.intake.review.kept import unclaimed

    left = unclaimed(state, row)
    if len(left) == len(row.words):
        return set_kind(state, [row.id], "text")
    if not left:
        return state
    text = " ".join(left)
    block = replace(
        row.block, kind="paragraph", zone="body", label="", text=text, runs=(Run(text),),
        heading=False, confidence=AUTHORED,
    )  # fmt: skip
    taken, rest = _shared(row.words, text)
    place = state.place(row.id)
    new = Row(f"s{state.made + 1}", block, words=taken, seen=True)
    rows = (
        *state.rows[:place], replace(row, words=rest), new, *state.rows[place + 1 :]
    )  # fmt: skip
    return replace(state, rows=rows, made=state.made + 1, _places={})


def _shared(all_words: tuple[str, ...], text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words a text holds, from the end on, and the others."""
    wanted = Counter(words(text))
    taken: list[str] = []
    rest: list[str] = []
    for word in reversed(all_words):
        if wanted[word] > 0:
            wanted[word] -= 1
            taken.append(word)
        else:
            rest.append(word)
    return tuple(reversed(taken)), tuple(reversed(rest))


def _branches(state: State, rows: Iterable[str]) -> set[str]:
    """Return the items with everything that stands under them."""
    wanted = set(rows)
    found: set[str] = set()
    under: int | None = None
    for row in state.rows:
        if row.in_head or row.block.zone == "opening":
            continue
        if row.id in wanted:
            found.add(row.id)
            if row.is_item and (under is None or row.block.depth <= under):
                under = row.block.depth
        elif under is not None:
            if row.is_item and row.block.depth <= under:
                under = None
            else:
                found.add(row.id)
    return found


def _own_label(text: str, block: Block) -> tuple[str, str]:
    """Return the label a text brings along, and what follows it."""
    found = parse(text)
    if block.kind != "item" or not found:
        return block.label, text
    end = found[0].end
    rest = text[end:].strip()
    return (text[:end].strip(), rest) if rest else (block.label, text)


def _within(targets: Iterable[Target], text: str) -> tuple[Target, ...]:
    return tuple(t for t in targets if t.value.split(".")[0] in text)


def _handed_over(one: Hand, gone: set[str], to: str) -> Hand:
    items = dict.fromkeys(to if item in gone else item for item in one.items)
    return replace(one, row=to if one.row in gone else one.row, items=tuple(items))


def _lines(source: tuple[str, ...], span: Span, tail: str) -> Span:
    """Return the lines of the source where the second half of a row stands."""
    start = " ".join(tail.split()[:3])
    for number in range(span.first, span.last + 1):
        if start in " ".join(source[number - 1].split()):
            return Span(number, span.last)
    return Span(span.last, span.last)
