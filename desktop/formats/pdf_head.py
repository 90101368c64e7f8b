"""The head of a page: letterhead, form head, title, addressees, appendix title."""

from collections.abc import Sequence
from typing import Any

from desktop.formats.cleaning import clean
from desktop.formats.document import (
    Addressees,
    AppendixTitle,
    FormHead,
    Letterhead,
    Run,
    Title,
)
from desktop.formats.faces import break_lines, even_lines, style_face
from desktop.formats.head import HeadPlan, HeadText, Stamp, body_name, plan_head
from desktop.formats.layout import Layout, TextStyle
from desktop.formats.pdf_flow import POINTS_PER_MM, Sheet, Strip
from desktop.formats.pdf_stack import (
    Stack,
    StackFrame,
    StackGap,
    StackLine,
    StackPart,
    StackRule,
    draw_stack,
    line_width,
    stack_height,
    stack_line,
)
from desktop.formats.pdf_text import text_strips
from desktop.formats.table import Align


def _lines(text: HeadText, layout: Layout, *, before: float = 0.0) -> list[StackLine]:
    return [
        stack_line(line, text.style, layout, before=0.0 if n else before)
        for n, line in enumerate(text.lines)
    ]


def _rule(length: float, layout: Layout) -> StackRule:
    return StackRule(length, layout.rules.weight_pt)


def stamp_frame(stamp: Stamp, layout: Layout, *, before: float = 0.0) -> StackFrame:
    """Return framed words as a part of a column."""
    size = (stamp.width, stamp.height)
    return StackFrame(stamp.text, stamp.style, size, layout.stamps.frame_pt, before)


def _left_top(plan: HeadPlan, layout: Layout) -> list[StackPart]:
    parent = _lines(plan.parent, layout) if plan.parent else []
    return [*parent, *_lines(plan.issuer, layout), _rule(plan.issuer_rule, layout)]


def _right_top(plan: HeadPlan, layout: Layout) -> list[StackPart]:
    return [
        *_lines(plan.national, layout),
        *_lines(plan.motto, layout),
        _rule(plan.motto_rule, layout),
    ]


def _columns_strip(columns: Sequence[tuple[float, float, Stack]]) -> Strip:
    """Return one strip of stacks, each (x offset, width, stack), level at the top."""

    def draw(canvas: Any, x: float, y: float) -> None:
        for offset, width, stack in columns:
            draw_stack(canvas, stack, x + offset, y, width)

    return Strip(max(stack_height(stack) for _, _, stack in columns), draw)


def letterhead_strips(block: Letterhead, sheet: Sheet) -> list[Strip]:
    """Return the letterhead: names and rules, then number and date on one base line."""
    layout = sheet.layout
    plan = plan_head(block, layout, sheet.width)
    left, right = _left_top(plan, layout), _right_top(plan, layout)
    tops = max(stack_height(left), stack_height(right)) + 4.0
    number, date = _lines(plan.number, layout), _lines(plan.place_date, layout)
    level = max(stack_height(number), stack_height(date))
    left += [StackGap(tops - stack_height(left) + level - stack_height(number)), *number]
    right += [StackGap(tops - stack_height(right) + level - stack_height(date)), *date]
    if plan.dispatch:
        left += _lines(plan.dispatch, layout, before=plan.dispatch.style.before_pt or 0.0)
    above = layout.stamps.above_mm * POINTS_PER_MM
    left += [stamp_frame(each, layout, before=above) for each in plan.stamps]
    strip = _columns_strip(
        [
            (0.0, plan.left_width, left),
            (plan.left_width, plan.right_width, right),
        ]
    )
    strip.glued = True
    return [strip]


def _centred(text: str, style: TextStyle, sheet: Sheet, *, share: float = 0.94) -> list[str]:
    text = clean(text).strip()
    text = text.upper() if style.caps else text
    return even_lines(text, style_face(style), style.size_pt, sheet.width * share)


def _stack_strips(stack: Stack, sheet: Sheet, *, before: float) -> list[Strip]:
    """Return a strip per part of the stack, all kept together with what follows."""
    strips = [_columns_strip([(0.0, sheet.width, [part])]) for part in stack]
    strips[0].before = before
    for strip in strips:
        strip.glued = True
    return strips


def _ruled(lines: Sequence[str], style: TextStyle, layout: Layout) -> list[StackLine | StackRule]:
    stack: list[StackLine | StackRule] = [stack_line(line, style, layout) for line in lines]
    length = line_width(lines[-1], style) * layout.rules.subject
    return [*stack, _rule(length, layout)] if length else stack


def title_strips(block: Title, sheet: Sheet) -> list[Strip]:
    """Return type word, subject and the short rule, centred on the page."""
    layout = sheet.layout
    word, subject = layout.style("type_word"), layout.style("subject")
    stack: list[StackLine | StackRule] = []
    if block.type_word:
        stack += [stack_line(line, word, layout) for line in _centred(block.type_word, word, sheet)]
    if block.subject:
        stack += _ruled(_centred(block.subject, subject, sheet), subject, layout)
    if not stack:
        return []
    strips = _stack_strips(stack, sheet, before=word.before_pt or 0.0)
    strips[0].bookmark = (" ".join(f"{block.type_word.upper()} {block.subject}".split()), 0)
    return [*strips, *_stack_strips([StackGap(4.0)], sheet, before=0.0)]


def addressees_strips(block: Addressees, sheet: Sheet) -> list[Strip]:
    """Return "Kính gửi:" with one name beside it, or a list under it, dashes at the colon.

    A name of several lines goes on under its own beginning.
    """
    layout = sheet.layout
    style = layout.style("addressees")
    word = layout.words.addressees
    start = layout.pairs.addressees_mm * POINTS_PER_MM
    if len(block.names) == 1:
        whole = f"{word} {clean(block.names[0])}"
        if line_width(whole, style) <= sheet.width:
            return text_strips((Run(whole),), style, sheet, align=Align.CENTER, keep_with_next=True)
        first = layout.body.indent_mm * POINTS_PER_MM
        return text_strips(
            (Run(whole),), style, sheet, indent=first,
            hanging=first + line_width(f"{word} ", style), keep_with_next=True,
        )  # fmt: skip
    strips = text_strips((Run(word),), style, sheet, indent=start, keep_with_next=True)
    dash = start + line_width(word, style) - line_width(":", style)
    for number, name in enumerate(block.names, start=1):
        text = name.rstrip(" .;") + ("." if number == len(block.names) else ";")
        strips += text_strips(
            (Run(f"- {text}"),), style, sheet, indent=dash, before=0.0, keep_with_next=True,
            hanging=dash + line_width("- ", style),
        )  # fmt: skip
    return strips


def appendix_strips(block: AppendixTitle, sheet: Sheet) -> list[Strip]:
    """Return the heading of an appendix."""
    layout = sheet.layout
    label, title = layout.style("appendix"), layout.style("appendix_title")
    reference = layout.style("appendix_reference")
    stack: list[StackLine | StackRule] = [stack_line(clean(block.label), label, layout)]
    stack += [stack_line(line, title, layout) for line in _centred(block.title, title, sheet)]
    if block.reference:
        stack += _ruled(_centred(block.reference, reference, sheet), reference, layout)
    strips = _stack_strips(stack, sheet, before=0.0)
    strips[0].bookmark = (" ".join(f"{block.label}. {block.title}".split()), 0)
    return [*strips, *_stack_strips([StackGap(6.0)], sheet, before=0.0)]


def form_head_strips(block: FormHead, sheet: Sheet) -> list[Strip]:
    """Return the head of a figures report: names left, form and notes right, then the title."""
    layout = sheet.layout
    left = sheet.width * 0.42
    right = sheet.width * 0.42
    stack: list[StackPart] = []
    if block.parent.strip():
        stack += _lines(body_name(block.parent, layout.style("form_parent"), left, layout), layout)
    issuer = body_name(block.issuer, layout.style("form_issuer"), left, layout)
    stack += _lines(issuer, layout)
    stack.append(_rule(line_width(issuer.lines[-1], issuer.style) * layout.rules.issuer, layout))
    number, note = layout.style("form_number"), layout.style("form_note")
    notes = [
        stack_line(line, number, layout)
        for line in break_lines(clean(block.form), style_face(number), number.size_pt, right)
    ]
    for text in block.notes:
        notes += [
            stack_line(line, note, layout)
            for line in break_lines(clean(text), style_face(note), note.size_pt, right)
        ]
    head = _columns_strip([(0.0, left, stack), (sheet.width - right, right, notes)])
    head.glued = True
    return [head, *_form_title(block, sheet)]


def _form_title(block: FormHead, sheet: Sheet) -> list[Strip]:
    layout = sheet.layout
    title, sub = layout.style("form_title"), layout.style("form_subtitle")
    stack = [stack_line(line, title, layout) for line in _centred(block.title, title, sheet)]
    for text in block.subtitle:
        stack += [stack_line(line, sub, layout) for line in _centred(text, sub, sheet)]
    strips = _stack_strips(stack, sheet, before=title.before_pt or 0.0)
    strips[0].bookmark = (" ".join(clean(block.title).split()), 0)
    return [*strips, *_stack_strips([StackGap(6.0)], sheet, before=0.0)]
