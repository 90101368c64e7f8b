"""Paragraph and character styles of a .docx, inheritance followed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.intake.docx_package import W, attribute, flag

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Style:
    """What a style sets itself; None where it leaves it to the style it is based on."""

    based_on: str | None
    name: str
    bold: bool | None
    italic: bool | None
    align: str | None
    number: str | None
    level: int | None
    heading: int | None


class Styles:
    """Looks properties up along the chain of styles."""

    def __init__(self, root: "_Element | None") -> None:
        self._styles: dict[str, Style] = {}
        self._default = ""
        if root is None:
            return
        for node in root.findall(W + "style"):
            name = node.get(W + "styleId", "")
            self._styles[name] = _style(node)
            if node.get(W + "type") == "paragraph" and node.get(W + "default") in ("1", "true"):
                self._default = name

    def chain(self, name: str | None) -> Iterator[tuple[str, Style]]:
        """Yield (id, style) from the named style to its last ancestor."""
        seen: set[str] = set()
        current = name or self._default
        while current and current not in seen and current in self._styles:
            seen.add(current)
            yield current, self._styles[current]
            current = self._styles[current].based_on or ""

    def bold(self, name: str | None) -> bool:
        """Whether the style prints bold."""
        return next((s.bold for _id, s in self.chain(name) if s.bold is not None), False)

    def italic(self, name: str | None) -> bool:
        """Whether the style prints italic."""
        return next((s.italic for _id, s in self.chain(name) if s.italic is not None), False)

    def align(self, name: str | None) -> str | None:
        """The alignment the style sets."""
        return next((s.align for _id, s in self.chain(name) if s.align is not None), None)

    def heading(self, name: str | None) -> int:
        """The outline level the style sets, from 1; 0 for body text."""
        return next((s.heading for _id, s in self.chain(name) if s.heading is not None), 0)

    def list_of(self, name: str | None) -> tuple[str, int | None, str] | None:
        """Return (list number, level or None, style id) of the nearest style in a list."""
        for style_id, style in self.chain(name):
            if style.number is not None:
                return style.number, style.level, style_id
        return None

    def is_contents(self, name: str | None) -> bool:
        """Whether the style belongs to a table of contents."""
        return any(style.name.startswith(("toc ", "toc")) for _id, style in self.chain(name))


def _style(node: "_Element") -> Style:
    level = attribute(node, "pPr/numPr/ilvl")
    outline = attribute(node, "pPr/outlineLvl")
    return Style(
        based_on=attribute(node, "basedOn"),
        name=(attribute(node, "name") or "").lower(),
        bold=flag(node, "rPr/b"),
        italic=flag(node, "rPr/i"),
        align=attribute(node, "pPr/jc"),
        number=attribute(node, "pPr/numPr/numId"),
        level=int(level) if level and level.isdigit() else None,
        heading=int(outline) + 1 if outline and outline.isdigit() and int(outline) < 9 else None,
    )
