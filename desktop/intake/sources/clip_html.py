"""HTML of the clipboard, as Word, LibreOffice and browsers put it there: its paragraphs."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from desktop.intake.source import Cell, Line, Run, trim
from desktop.intake.sources.html_page import without_loose_ends
from desktop.models.outline.outline_labels import letter, roman

MAX_CHARACTERS: Final = 3_000_000
_SKIPPED: Final = frozenset({"head", "style", "script", "title", "xml", "template"})
_BREAKS: Final = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "section", "article", "hr"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "pre", "body", "dt", "dd", "td", "th"}
)
_VOID: Final = frozenset({"br", "hr", "img", "meta", "link", "col", "input", "wbr"})
_BOLD: Final = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_ITALIC: Final = frozenset({"i", "em", "cite"})
_WEIGHT: Final = re.compile(r"font-weight\s*:\s*(\w+)", re.IGNORECASE)
_SLANT: Final = re.compile(r"font-style\s*:\s*(\w+)", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_KIND: Final = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_FRAGMENT: Final = re.compile(r"<!--\s*StartFragment\s*-->(.*)<!--\s*EndFragment\s*-->", re.DOTALL)
_SPACES: Final = re.compile(r"[ \t\r\n\f\v\u00a0]+")


def clip_lines(html: str) -> list[Line]:
    """Return the paragraphs with bold and italic; a list's own numbers become labels."""
    found = _FRAGMENT.search(html)
    reader = _Reader()
    reader.feed(without_loose_ends((found[1] if found else html)[:MAX_CHARACTERS]))
    reader.close()
    reader.end_line()
    return reader.lines


@dataclass(slots=True)
class _List:
    kind: str
    count: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    bold: bool
    italic: bool
    hidden: bool


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._runs: list[Run] = []
        self._open: list[_Open] = [_Open("", False, False, False)]
        self._lists: list[_List] = []
        self._label = ""
        self._tables: list[int] = []
        self._table, self._row, self._column = -1, -1, -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _BREAKS:
            self.end_line()
        self._begin(tag, values)
        if tag in _VOID:
            return
        self._open.append(self._look(tag, values))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.end_line()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag == "table" and self._tables:
            self._tables.pop()
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                break

    def handle_data(self, data: str) -> None:
        look = self._open[-1]
        if look.hidden:
            return
        text = _SPACES.sub(" ", data)
        if text.strip() or self._runs:
            self._runs.append(Run(text, look.bold, look.italic))

    def _begin(self, tag: str, values: dict[str, str]) -> None:
        if tag in ("ul", "ol"):
            styled = _KIND.search(values.get("style", ""))
            kind = (styled[1].lower() if styled else "") or values.get("type", "")
            begun = values.get("start", "")
            count = int(begun) - 1 if begun.isdigit() and len(begun) < 5 else 0
            self._lists.append(_List(kind or ("1" if tag == "ol" else "disc"), count))
        elif tag == "li" and self._lists:
            self._label = self._next_label()
        elif tag == "table":
            self._table += 1
            self._tables.append(self._table)
            self._row = -1
        elif tag == "tr":
            self._row, self._column = self._row + 1, -1
        elif tag in ("td", "th"):
            self._column += 1

    def _next_label(self) -> str:
        inner = self._lists[-1]
        inner.count += 1
        outer = self._lists[-2].label if len(self._lists) > 1 else ""
        inner.label = _label(inner.kind, inner.count, outer, len(self._lists))
        return inner.label

    def _look(self, tag: str, values: dict[str, str]) -> _Open:
        above, style = self._open[-1], values.get("style", "")
        bold = above.bold or tag in _BOLD
        italic = above.italic or tag in _ITALIC
        if weight := _WEIGHT.search(style):
            said = weight[1].lower()
            bold = said in ("bold", "bolder") or (said.isdigit() and int(said) >= 600)
        if slant := _SLANT.search(style):
            italic = slant[1].lower() in ("italic", "oblique")
        hidden = above.hidden or tag in _SKIPPED or bool(_HIDDEN.search(style))
        return _Open(tag, bold, italic, hidden)

    def end_line(self) -> None:
        """Close the paragraph being read."""
        runs = trim(_squeezed(self._runs))
        self._runs = []
        if not runs:
            return
        label, self._label = self._label, ""
        cell = Cell(self._tables[-1], self._row, max(self._column, 0)) if self._tables else None
        self.lines.append(
            Line(len(self.lines) + 1, runs, hard=True, label=label or None, cell=cell)
        )


def _label(kind: str, count: int, outer: str, depth: int) -> str:
    """Return what a list item is labelled with; nested numbers go on from their item's."""
    match kind:
        case "1" | "decimal" | "decimal-leading-zero":
            nested = outer[:1].isdigit() and outer.endswith(".")
            return f"{outer}{count}." if nested else f"{count}."
        case "I" | "upper-roman":
            return f"{roman(count)}."
        case "i" | "lower-roman":
            return f"({roman(count).lower()})"
        case "a" | "lower-alpha" | "lower-latin":
            return f"{letter(count)})"
        case "A" | "upper-alpha" | "upper-latin":
            return f"{letter(count).upper()}."
        case "none":
            return ""
        case _:
            return "-" if depth < 2 or not outer.startswith("-") else "+"


def _squeezed(runs: list[Run]) -> list[Run]:
    """Return the runs with single spaces between words, across runs too."""
    found: list[Run] = []
    space = True
    for run in runs:
        text = run.text.lstrip(" ") if space else run.text
        if text:
            space = text.endswith(" ")
            found.append(Run(text, run.bold, run.italic))
    return found
