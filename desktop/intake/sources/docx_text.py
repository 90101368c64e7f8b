"""The text of one Word paragraph: its properties, its runs with looks, the boxes in it."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from desktop.intake.source import Run
from desktop.intake.sources import files
from desktop.intake.sources.docx_package import W
from desktop.intake.sources.docx_styles import Style, Styles, font_of, heading_of, whole
from desktop.intake.sources.old_encodings import Encoding, of_font
from desktop.intake.sources.old_runs import OldRun, converted

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_NESTING = 60
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
FALLBACK = MC + "Fallback"
BOX = W + "txbxContent"
R, P_PR, R_PR, T = W + "r", W + "pPr", W + "rPr", W + "t"
P_STYLE, R_STYLE, VAL = W + "pStyle", W + "rStyle", W + "val"
SKIPPED = frozenset(
    [FALLBACK, P_PR, R_PR]
    + [W + name for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "sectPr")]
)
_OFF = frozenset(("0", "false", "off", "none"))
_SPACES = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_HEX = re.compile(r"[0-9A-Fa-f]{1,6}")
_FIELD, _BREAK, _SYMBOL = W + "fldChar", W + "br", W + "sym"
_PAGE_END = W + "lastRenderedPageBreak"
_SOFT_HYPHEN = W + "softHyphen"
_PLAIN_CHILDREN = frozenset(W + name for name in ("footnoteReference", "endnoteReference",
     "annotationRef", "footnoteRef", "endnoteRef", "separator"))  # fmt: skip


@dataclass(slots=True)
class Properties:
    """What a w:pPr sets itself; None where it leaves it to the style."""

    style: str | None = None
    align: str | None = None
    heading: int | None = None
    number: str | None = None
    level: int | None = None
    mark_deleted: bool = False
    mark_hidden: bool = False


def properties(node: "_Element") -> Properties:
    """Read a w:pPr."""
    found = Properties()
    for child in node:
        tag = child.tag
        if tag == P_STYLE:
            found.style = child.get(VAL)
        elif tag == _JC:
            found.align = child.get(VAL)
        elif tag == _OUTLINE:
            found.heading = heading_of(child.get(VAL))
        elif tag == _NUMBERED:
            for part in child:
                if part.tag == _NUMBER:
                    found.number = part.get(VAL)
                elif part.tag == _LEVEL:
                    found.level = whole(part.get(VAL))
        elif tag == R_PR:
            found.mark_deleted = (
                child.find(W + "del") is not None or child.find(W + "moveFrom") is not None
            )
            hidden = child.find(_VANISH)
            found.mark_hidden = hidden is not None and hidden.get(VAL) not in _OFF
    return found


_JC, _OUTLINE, _NUMBERED = W + "jc", W + "outlineLvl", W + "numPr"
_NUMBER, _LEVEL, _VANISH = W + "numId", W + "ilvl", W + "vanish"
_FLAGS = {W + "b": 0, W + "i": 1, W + "vanish": 2, W + "webHidden": 3}
_FONTS = W + "rFonts"


@dataclass(slots=True)
class Gatherer:
    """Gathers the runs of paragraphs; fields may begin in one and end in another."""

    styles: Styles
    runs: list[OldRun] = field(default_factory=list)
    boxes: "list[_Element]" = field(default_factory=list)
    in_code: list[bool] = field(default_factory=list)
    _before: int = 0
    _within: int = 0

    def page_ends(self) -> tuple[int, int]:
        """Hand out how many pages ended before the text gathered, and within it.

        Word writes where it broke its pages; other programs do not.
        """
        found = self._before, self._within
        self._before = self._within = 0
        return found

    def take(self) -> "tuple[list[Run], list[_Element]]":
        """Hand out what was gathered since the last time."""
        runs, boxes = converted(self.runs), self.boxes
        self.runs, self.boxes = [], []
        # A field without its other half must not hide the rest of the document.
        self.in_code = [code for code in self.in_code if not code]
        return runs, boxes

    def content(self, parent: "_Element", style: Style, deep: int = 0) -> None:
        """Gather all runs below a paragraph, link, field, insertion, content control …"""
        if deep > MAX_NESTING:
            raise files.too_deep()
        for child in parent:
            tag = child.tag
            if tag == R:
                self._run(child, style, deep)
            elif tag in SKIPPED or not isinstance(tag, str):
                continue
            elif tag == BOX:
                self.boxes.append(child)
            elif tag == _FORMULA:
                self._add(child.text or "", style.bold, style.italic, None)
            else:
                self.content(child, style, deep + 1)

    def _run(self, run: "_Element", style: Style, deep: int) -> None:
        bold, italic, font = style.bold, style.italic, style.font
        hidden = style.hidden
        for child in run:
            tag = child.tag
            if tag == T:
                if not hidden and child.text and not (self.in_code and any(self.in_code)):
                    self._add(child.text, bold, italic, font)
            elif tag == R_PR:
                bold, italic, hidden, font = self._look(child, style)
            elif tag == _FIELD:
                self._field(child.get(W + "fldCharType"))
            elif tag == _PAGE_END:
                if any(text.strip() for text, *_look in self.runs):
                    self._within += 1
                else:
                    self._before += 1
            elif tag in SKIPPED or tag in _PLAIN_CHILDREN or not isinstance(tag, str):
                continue
            else:
                text = _special(child, font)
                if text is None:
                    self._drawing(child, style, deep + 1)
                elif text and not hidden and not any(self.in_code):
                    self._add(text, bold, italic, font)

    def _add(self, text: str, bold: bool | None, italic: bool | None, font: str | None) -> None:
        encoding, capitals = _encoding(font)
        self.runs.append((text, bool(bold), bool(italic), encoding, capitals))

    def _look(
        self, node: "_Element", style: Style
    ) -> tuple[bool | None, bool | None, bool | None, str | None]:
        own: list[bool | None] = [None, None, None, None]
        font: str | None = None
        named: Style | None = None
        for child in node:
            tag = child.tag
            place = _FLAGS.get(tag)
            if place is not None:
                own[place] = child.get(VAL) not in _OFF
            elif tag == _FONTS:
                font = font_of(child)
            elif tag == R_STYLE:
                named = self.styles.character(child.get(VAL, ""))
        base = named.over(style) if named is not None else style
        return (
            base.bold if own[0] is None else own[0],
            base.italic if own[1] is None else own[1],
            base.hidden if own[2] is None else own[2],
            font or base.font,
        )

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.in_code.append(True)
        elif kind == "separate" and self.in_code:
            self.in_code[-1] = False
        elif kind == "end" and self.in_code:
            self.in_code.pop()

    def _drawing(self, node: "_Element", style: Style, deep: int) -> None:
        """Find the text boxes in a drawing; of two equal forms only the first counts."""
        if deep > MAX_NESTING:
            raise files.too_deep()
        for child in node:
            tag = child.tag
            if tag == BOX:
                self.boxes.append(child)
            elif tag == R:
                self._run(child, style, deep)
            elif isinstance(tag, str) and tag not in SKIPPED:
                self._drawing(child, style, deep + 1)


def _special(node: "_Element", font: str | None) -> str | None:
    """The text of a run's child that is no w:t; None for drawings and the like."""
    tag = node.tag
    if tag in _SPACES:
        return _SPACES[tag]
    if tag == _BREAK:
        return " " if node.get(W + "type") == "page" else "\n"
    if tag == _SYMBOL:
        said = node.get(W + "char") or ""
        code = int(said, 16) if _HEX.fullmatch(said) else 0
        return "•" if 0xF000 <= code <= 0xF0FF else chr(code) if 31 < code < 0xD800 else ""
    if tag == _SOFT_HYPHEN:
        return "\u00ad" if _encoding(font)[0] == "tcvn3" else ""
    return None if len(node) else ""


@lru_cache(maxsize=512)
def _encoding(font: str | None) -> tuple[Encoding | None, bool]:
    return of_font(font)
