"""The closing block: recipients and signatures side by side, on one page with the text."""

from collections.abc import Callable, Mapping
from typing import Any

from desktop.formats.cleaning import clean
from desktop.formats.document import Closing, Recipients, Signature
from desktop.formats.faces import break_lines, style_face
from desktop.formats.layout import Layout
from desktop.formats.pdf_flow import POINTS_PER_MM, Sheet, Strip
from desktop.formats.pdf_stack import (
    Stack,
    StackGap,
    StackLine,
    StackRule,
    draw_stack,
    stack_height,
    stack_line,
)

Part = Recipients | Signature | None
_DRAFTER_SHARE = 0.9  # the drafter's mark ends a little before the signature begins


def closing_widths(block: Closing, layout: Layout, width: float) -> list[float]:
    """Return the width of each column: recipients 65, signature 100, or equal shares."""
    count = len(block.columns)
    if count == 2 and isinstance(block.columns[0], Recipients):
        pair = layout.pairs.signature_mm
        return [width * share / sum(pair) for share in pair]
    return [width / count] * count


def _recipients(part: Recipients, layout: Layout, width: float) -> list[Any]:
    head, style = layout.style("recipients_title"), layout.style("recipients")
    stack: list[StackLine] = [stack_line(layout.words.recipients, head, layout)]
    for line in part.lines:
        text = f"- {clean(line)}"
        stack += [
            stack_line(piece, style, layout)
            for piece in break_lines(text, style_face(style), style.size_pt, width - 4)
        ]
    if part.drafter:
        mark = layout.style("drafter")
        inner = width * _DRAFTER_SHARE
        shown = break_lines(clean(part.drafter), style_face(mark), mark.size_pt, inner)
        stack += [stack_line(line, mark, layout) for line in shown]
    return list(stack)


def _signature(part: Signature, layout: Layout, width: float) -> list[Any]:
    authority, name = layout.style("authority"), layout.style("signer")
    note = layout.style("form_subtitle")
    stack: list[StackLine | StackGap | StackRule] = []
    for text, style in (
        (part.place_date, layout.style("place_date")),
        *((t, authority) for t in part.authority),
        (part.note, note),
    ):
        if text:
            stack += [
                stack_line(line, style, layout)
                for line in break_lines(clean(text), style_face(style), style.size_pt, width)
            ]
    stack.append(_room(layout))
    if part.name:
        stack += [
            stack_line(line, name, layout)
            for line in break_lines(clean(part.name), style_face(name), name.size_pt, width)
        ]
    return list(stack)


def _room(layout: Layout) -> StackGap:
    return StackGap(layout.pairs.signing_room_mm * POINTS_PER_MM)


def _level_names(stacks: list[list[Any]], layout: Layout) -> list[list[Any]]:
    """Widen the signing room of the shorter signatures so that all names stand level."""
    room = _room(layout)
    above = [stack_height(s[: s.index(room)]) if room in s else 0.0 for s in stacks]
    lowest = max(above, default=0.0)
    return [
        [StackGap(room.height + lowest - high) if part == room else part for part in stack]
        for stack, high in zip(stacks, above, strict=True)
    ]


_STACKS: Mapping[type, Callable[[Any, Layout, float], list[Any]]] = {
    Recipients: _recipients,
    Signature: _signature,
    type(None): lambda part, layout, width: [],
}


def _level_first_lines(stacks: list[list[Any]], block: Closing) -> list[list[Any]]:
    """Lower columns without a date line to the authority line of those that have one."""
    dated = [part.place_date != "" for part in block.columns if isinstance(part, Signature)]
    if not any(dated):
        return stacks
    line = max(
        stack[0].height
        for stack, part in zip(stacks, block.columns, strict=True)
        if isinstance(part, Signature) and part.place_date
    )
    return [
        stack if isinstance(part, Signature) and part.place_date else [StackGap(line), *stack]
        for stack, part in zip(stacks, block.columns, strict=True)
    ]


def closing_strips(block: Closing, sheet: Sheet) -> list[Strip]:
    """Return the closing block as one strip, or line by line when longer than a page."""
    layout = sheet.layout
    widths = closing_widths(block, layout, sheet.width)
    stacks = [
        _STACKS[type(part)](part, layout, width)
        for part, width in zip(block.columns, widths, strict=True)
    ]
    stacks = _level_names(_level_first_lines(stacks, block), layout)
    strips = [_strip(cut, widths) for cut in _cuts(stacks, sheet.height)]
    strips[0].before = layout.pairs.before_signature_pt
    return strips


def _strip(stacks: list[list[Any]], widths: list[float]) -> Strip:
    def draw(canvas: Any, x: float, y: float) -> None:
        for stack, width in zip(stacks, widths, strict=True):
            draw_stack(canvas, stack, x, y, width)
            x += width

    return Strip(max(stack_height(stack) for stack in stacks), draw)


def _cuts(stacks: list[list[Any]], limit: float) -> list[list[list[Any]]]:
    """Return the stacks cut level into pieces no higher than a page."""
    cuts: list[list[list[Any]]] = []
    rest = stacks
    while any(rest):
        piece: list[list[Any]] = []
        left: list[list[Any]] = []
        for stack in rest:
            fits = _fitting(stack, limit)
            piece.append(stack[:fits])
            left.append(stack[fits:])
        cuts.append(piece)
        rest = left
    return cuts or [stacks]


def _fitting(stack: Stack, limit: float) -> int:
    used = 0.0
    for place, part in enumerate(stack):
        used += part.height
        if used > limit and place:
            return place
    return len(stack)
