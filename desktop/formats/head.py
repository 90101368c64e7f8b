"""The letterhead worked out once for every writer: sizes, breaks and rule lengths."""

from dataclasses import dataclass

import msgspec

from desktop.formats.cleaning import clean
from desktop.formats.document import Letterhead
from desktop.formats.faces import break_name, even_lines, style_face
from desktop.formats.layout import Layout, TextStyle
from desktop.formats.pdf_stack import fitting_size, line_width

POINTS_PER_MM = 72 / 25.4
_LEAST_LEFT = 0.31
_SPARE = 3.0  # points a line of the head leaves free: word processors measure a little wider


@dataclass(frozen=True, slots=True)
class HeadText:
    """A text of the letterhead in lines, with its style at the size that fits."""

    lines: tuple[str, ...]
    style: TextStyle


@dataclass(frozen=True, slots=True)
class Stamp:
    """Framed words with their style; the frame's sizes in points."""

    text: str
    style: TextStyle
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class HeadPlan:
    """Both columns of a letterhead; widths and rule lengths in points.

    `stamps` stand in the left column under the number, the degree of secrecy first.
    """

    left_width: float
    right_width: float
    parent: HeadText | None
    issuer: HeadText
    issuer_rule: float
    national: HeadText
    motto: HeadText
    motto_rule: float
    number: HeadText
    place_date: HeadText
    dispatch: HeadText | None
    stamps: tuple[Stamp, ...] = ()


def sized(style: TextStyle, size: float) -> TextStyle:
    """Return the style at another size."""
    return msgspec.structs.replace(style, size_pt=size)


def _one_line(text: str, style: TextStyle, width: float, least: float | None = None) -> HeadText:
    return HeadText((text,), sized(style, fitting_size(text, style, width - _SPARE, least=least)))


def body_name(text: str, style: TextStyle, width: float, layout: Layout) -> HeadText:
    """Return the name of a body in capitals, broken as a clerk breaks it."""
    text = clean(text).strip()
    text = text.upper() if style.caps else text
    words = layout.words
    return HeadText(
        tuple(break_name(text, style, width, words.break_before, words.keep_together)), style
    )


def _national(layout: Layout, width: float) -> tuple[HeadText, HeadText]:
    """Return Quốc hiệu and Tiêu ngữ; the first never wraps, both shrink together."""
    name, motto = layout.style("national_name"), layout.style("motto")
    text = layout.words.national_name.upper() if name.caps else layout.words.national_name
    size = fitting_size(text, name, width - _SPARE, least=8.0)
    if size < name.size_pt:
        motto = sized(motto, max(size + 1, motto.range_pt[0]))
    return HeadText((text,), sized(name, size)), HeadText((layout.words.motto,), motto)


def _dispatch(block: Letterhead, layout: Layout, width: float) -> HeadText | None:
    if not block.dispatch_subject:
        return None
    style = layout.style("dispatch_subject")
    text = clean(f"{layout.words.dispatch_subject} {block.dispatch_subject}")
    return HeadText(tuple(even_lines(text, style_face(style), style.size_pt, width)), style)


def stamp(text: str, name: str, layout: Layout) -> Stamp:
    """Return framed words in the style of that name, in the frame the layout gives them."""
    style = layout.style(name)
    text = clean(text).strip()
    text = text.upper() if style.caps else text
    wide, high = layout.stamps.size_mm(text, line_width(text, style) / POINTS_PER_MM)
    return Stamp(text, style, wide * POINTS_PER_MM, high * POINTS_PER_MM)


def _stamps(block: Letterhead, layout: Layout) -> tuple[Stamp, ...]:
    asked = (("secrecy", block.secrecy), ("urgency", block.urgency))
    return tuple(stamp(text, name, layout) for name, text in asked if text.strip())


def _left_width(block: Letterhead, layout: Layout, width: float) -> float:
    """Return the left column's width: the layout's share, less where a long place needs more.

    Place and date stay at a size the rules allow as long as the left column keeps the room
    its number takes and `_LEAST_LEFT` of the width.
    """
    pair = layout.pairs.dispatch_header_mm if block.dispatch_subject else layout.pairs.header_mm
    share = width * pair[0] / sum(pair)
    date, number = layout.style("place_date"), layout.style("number")
    needed = line_width(clean(block.date_line), date, min(date.range_pt[0], date.size_pt)) + _SPARE
    kept = max(width * _LEAST_LEFT, line_width(clean(block.number_line), number) + _SPARE)
    return min(share, max(width - needed, kept))


def plan_head(block: Letterhead, layout: Layout, width_pt: float) -> HeadPlan:
    """Return the letterhead for a text block of that width."""
    left = _left_width(block, layout, width_pt)
    right = width_pt - left
    national, motto = _national(layout, right)
    issuer = body_name(block.issuer, layout.style("issuer"), left, layout)
    parent = body_name(block.parent, layout.style("parent"), left, layout)
    number = _one_line(clean(block.number_line), layout.style("number"), left, 9.0)
    place = _one_line(clean(block.date_line), layout.style("place_date"), right, 10.0)
    return HeadPlan(
        left_width=left,
        right_width=right,
        parent=parent if block.parent.strip() else None,
        issuer=issuer,
        issuer_rule=line_width(issuer.lines[-1], issuer.style) * layout.rules.issuer,
        national=national,
        motto=motto,
        motto_rule=line_width(motto.lines[0], motto.style) * layout.rules.motto,
        number=number,
        place_date=place,
        dispatch=_dispatch(block, layout, left),
        stamps=_stamps(block, layout),
    )
