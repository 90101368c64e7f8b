"""Stacks of short lines and rules: letterheads, titles and signatures are built of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from desktop.formats.faces import printable, style_face, width_pt
from desktop.formats.layout import Layout, TextStyle
from desktop.formats.pdf_text import DESCENT, draw_string
from desktop.formats.table import Align

RULE_ROOM = 6.0
CAPITALS = 0.66  # height of a capital letter, of the type size


@dataclass(frozen=True, slots=True)
class StackLine:
    """One line of text with the space above it, in points."""

    text: str
    style: TextStyle
    size: float
    leading: float
    before: float = 0.0

    @property
    def height(self) -> float:
        return self.before + self.leading

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:
        """Draw the line in a column whose top left corner is (x, y)."""
        name = style_face(self.style)
        wide = line_width(self.text, self.style, self.size)
        room = width - wide
        offset = {Align.CENTER: room / 2, Align.RIGHT: room}.get(self.style.align, 0.0)
        base = y - self.height + DESCENT * self.size
        with inked(canvas, self.style.colour):
            draw_string(canvas, x + offset, base, self.text, name, self.size)


@dataclass(frozen=True, slots=True)
class StackRule:
    """A centred rule of the given length in points."""

    length: float
    weight: float
    height: float = RULE_ROOM

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:
        """Draw the rule in a column whose top left corner is (x, y)."""
        start = x + (width - self.length) / 2
        canvas.setLineWidth(self.weight)
        canvas.line(start, y - 3.0, start + self.length, y - 3.0)


@dataclass(frozen=True, slots=True)
class StackFrame:
    """Words in a single frame of the words' colour, centred in the column; in points."""

    text: str
    style: TextStyle
    frame: tuple[float, float]
    weight: float
    before: float = 0.0

    @property
    def height(self) -> float:
        return self.before + self.frame[1]

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:
        """Draw frame and words in a column whose top left corner is (x, y)."""
        wide, high = self.frame
        start, foot = x + (width - wide) / 2, y - self.height
        size, half = self.style.size_pt, self.weight / 2
        text_x = x + (width - line_width(self.text, self.style)) / 2
        base = foot + (high - CAPITALS * size) / 2
        canvas.setLineWidth(self.weight)
        with inked(canvas, self.style.colour):
            canvas.rect(start + half, foot + half, wide - self.weight, high - self.weight)
            draw_string(canvas, text_x, base, self.text, style_face(self.style), size)


@dataclass(frozen=True, slots=True)
class StackGap:
    """Empty room."""

    height: float

    def draw(self, canvas: Any, x: float, y: float, width: float) -> None:
        """Draw nothing."""


StackPart = StackLine | StackRule | StackFrame | StackGap
Stack = Sequence[StackPart]


@contextmanager
def inked(canvas: Any, colour: str) -> Iterator[None]:
    """Draw text and lines in a colour "RRGGBB"; nothing is black."""
    if colour:
        _set_ink(canvas, colour)
    yield
    if colour:
        _set_ink(canvas, "000000")


def _set_ink(canvas: Any, colour: str) -> None:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    canvas.setFillColorRGB(*parts)
    canvas.setStrokeColorRGB(*parts)


def line_width(text: str, style: TextStyle, size: float | None = None) -> float:
    """Return the width in points of one line of text in the style."""
    size = style.size_pt if size is None else size
    return sum(width_pt(part, name, size) for part, name in printable(text, style_face(style)))


def stack_line(
    text: str, style: TextStyle, layout: Layout, *, size: float | None = None, before: float = 0.0
) -> StackLine:
    """Return a line set single-spaced."""
    size = style.size_pt if size is None else size
    return StackLine(text, style, size, size * layout.body.single_line, before)


def fitting_size(text: str, style: TextStyle, width: float, *, least: float | None = None) -> float:
    """Return the style's size, or the largest smaller one at which the text fits the width."""
    least = style.range_pt[0] if least is None else least
    size = style.size_pt
    while size > least and line_width(text, style, size) > width:
        size = max(least, size - 0.5)
    return size


def stack_height(stack: Stack) -> float:
    """Return the height of the stack in points."""
    return sum(part.height for part in stack)


def draw_stack(canvas: Any, stack: Stack, x: float, y: float, width: float) -> None:
    """Draw the stack downwards from (x, y) in a column of that width."""
    for part in stack:
        part.draw(canvas, x, y, width)
        y -= part.height
