"""Paragraph and character styles of a .docx, inheritance followed once per style."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.intake.sources.docx_package import W, attribute, flag

if TYPE_CHECKING:
    from lxml.etree import _Element

Listed = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True)
class Style:
    """What a style sets, itself or by inheritance; None where nothing does.

    `listed` is (list number, level or None, id of the style that joins the list); the number
    is "" while only a level was set, for a list that a style below it joins.
    """

    based_on: str | None = None
    contents: bool = False
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    align: str | None = None
    font: str | None = None
    heading: int | None = None
    listed: Listed | None = None

    def over(self, base: "Style") -> "Style":
        """Return this style with what it leaves open taken from another."""
        return Style(
            self.based_on,
            self.contents or base.contents,
            base.bold if self.bold is None else self.bold,
            base.italic if self.italic is None else self.italic,
            base.hidden if self.hidden is None else self.hidden,
            self.align or base.align,
            self.font or base.font,
            base.heading if self.heading is None else self.heading,
            _joined(self.listed, base.listed),
        )


def _joined(own: Listed | None, base: Listed | None) -> Listed | None:
    """A style may set the level alone and inherit the list it is a level of."""
    if own is None or own[0] or base is None:
        return own or base
    return (base[0], base[1] if own[1] is None else own[1], base[2])


_PLAIN = Style()


class Styles:
    """Looks a style up with everything it inherits."""

    def __init__(self, root: "_Element | None") -> None:
        self._styles: dict[str, Style] = {}
        self._whole: dict[str | None, Style] = {}
        self._default: str | None = None
        self._base = _PLAIN
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        if defaults is not None:
            self._base = replace(_PLAIN, font=font_of(defaults.find(W + "rFonts")))
        for node in root.iterchildren(W + "style"):
            name = node.get(W + "styleId", "")
            self._styles[name] = _style(node, name)
            if node.get(W + "type") == "paragraph" and node.get(W + "default") in ("1", "true"):
                self._default = name

    def paragraph(self, name: str | None) -> Style:
        """Return a paragraph style; the document's default one for None or an unknown name."""
        found = self._whole.get(name)
        if found is None:
            known = name if name in self._styles else self._default
            found = self._whole[name] = self._inherited(known).over(self._base)
        return found

    def character(self, name: str) -> Style:
        """Return a character style; an empty one for an unknown name."""
        key = "character " + name
        found = self._whole.get(key)
        if found is None:
            found = self._whole[key] = self._inherited(name)
        return found

    def _inherited(self, name: str | None) -> Style:
        found = _PLAIN
        for style in self._chain(name):
            found = found.over(style)
        return found

    def _chain(self, name: str | None) -> Iterator[Style]:
        seen: set[str] = set()
        while name and name not in seen and name in self._styles:
            seen.add(name)
            yield self._styles[name]
            name = self._styles[name].based_on


def font_of(node: "_Element | None") -> str | None:
    """Return the font that a w:rFonts sets for accented Latin letters."""
    if node is None:
        return None
    names = (node.get(W + place) for place in ("hAnsi", "ascii", "cs"))
    return next((name for name in names if name), None)


def _style(node: "_Element", name: str) -> Style:
    level = attribute(node, "pPr/numPr/ilvl")
    number = attribute(node, "pPr/numPr/numId")
    outline = attribute(node, "pPr/outlineLvl")
    called = (attribute(node, "name") or "").lower()
    return Style(
        based_on=attribute(node, "basedOn"),
        contents=called.startswith("toc"),
        bold=flag(node, "rPr/b"),
        italic=flag(node, "rPr/i"),
        hidden=flag(node, "rPr/vanish"),
        align=attribute(node, "pPr/jc"),
        font=font_of(node.find(f"{W}rPr/{W}rFonts")),
        heading=heading_of(outline),
        listed=(number or "", whole(level), name) if number or level else None,
    )


def heading_of(outline: str | None) -> int | None:
    """Return the heading level, from 1, of a w:outlineLvl; 0 for body text, None if absent."""
    level = whole(outline)
    if level is None:
        return None
    return level + 1 if level < 9 else 0


def whole(text: str | None) -> int | None:
    """Return a small number not below zero, None for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 7 else None
