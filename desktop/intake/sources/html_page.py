"""An HTML page taken apart: text blocks with looks, and the containers they stand in."""

import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

from desktop.intake.source import Cell, Run, trim
from desktop.intake.sources import files
from desktop.intake.sources.html_lists import WordLists
from desktop.intake.sources.html_looks import Look, Sheet, declarations
from desktop.intake.sources.old_runs import OldRun, converted
from desktop.intake.structure.labels import to_roman

_EMPTY_TAGS = "br hr img input meta link col area base embed source track wbr param"
_UNSEEN_TAGS = "script style head noscript template svg math object iframe canvas video audio map"
_FLOW_TAGS = (
    "p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 table tbody thead tfoot tr td th caption section "
    "article main header footer nav aside blockquote pre form fieldset address center figure "
    "figcaption body html details summary hr option select button label"
)
_VOID = frozenset(_EMPTY_TAGS.split())
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
_FLOW = frozenset(_FLOW_TAGS.split())
_CLOSES = {  # a tag that begins ends an open one of these, up to the container named last
    "p": (("p",), ("td", "th", "div", "li", "table", "body")),
    "li": (("li",), ("ul", "ol")),
    "tr": (("tr",), ("table",)),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "option": (("option",), ("select",)),
}
_SPACE = re.compile(r"[ \t\n\r\f]+")
_MAX_DEPTH = 2_000
# What is open is looked through with every tag and text; a page of any real shape stays far below.
_MAX_LOOKS = 40_000_000
_MAX_RUNS = 100_000
_MAX_ATTRIBUTES = 20_000
_MARKS = (  # how each begins, and where the last one of the page ends
    ("<", re.compile(r">")),
    ("<!--", re.compile(r"--!?\s*>")),
    ("<![", re.compile(r"\]\s*>")),
    ("<![CDATA[", re.compile(r"\]\s*\]\s*>")),
)
_LAYOUT = 2_500  # characters; a cell that holds more is a part of the page, not of a table


@dataclass(slots=True)
class Box:
    """A container of the page: its tag, its names, how much text and link text it holds."""

    tag: str
    names: str
    parent: "Box | None"
    text: int = 0
    linked: int = 0
    links: int = 0


@dataclass(slots=True)
class TextBlock:
    """One paragraph or line of the page."""

    runs: tuple[Run, ...]
    box: Box
    heading: int = 0
    centred: bool = False
    cell: Cell | None = None
    label: str | None = None
    linked: bool = False
    first: bool = True
    gap: bool = False


@dataclass(slots=True)
class _Open:
    tag: str
    look: Look
    box: Box
    href: bool = False
    count: int = 0
    style: str = ""
    row: int = -1
    column: int = -1
    table: int = -1


def without_loose_ends(text: str) -> str:
    """Return a page whose marks that end nowhere are text: their end is looked for each time."""
    for mark, ending in _MARKS:
        last = 0
        for found in ending.finditer(text):
            last = found.end()
        if text.find(mark, last) >= 0:
            text = text[:last] + text[last:].replace(mark, "&lt;" + mark[1:])
    return text


class PageParser(HTMLParser):
    """Feeds on HTML; `blocks` are the texts in order.

    Feeding raises `Refusal` for a page that nests or goes on without end.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[TextBlock] = []
        self.generator = ""
        self._looks = 0
        root = Box("html", "", None)
        self._open: list[_Open] = [_Open("html", Look(), root)]
        self._runs: list[OldRun] = []
        self._linked = self._length = 0
        self._unseen = 0
        self._sheet = Sheet()
        self._lists = WordLists()
        self._in_style = False
        self._label: str | None = None
        self._tables = 0
        self._cells: list[_Open] = []
        self._first = True
        self._gap = False
        self._layouts: set[int] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self._look()
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            if given.get("name", "").lower() == "generator":
                self.generator = given.get("content", "")
            return
        if tag == "style":
            self._in_style = True
        if tag in _UNSEEN:
            if tag != "body":
                self._unseen += 1
            return
        if tag == "body":
            self._unseen = 0  # a head that was never closed
        if self._unseen:
            return
        if tag == "br":
            self._break()
            return
        self._close_implied(tag)
        if tag in _FLOW:
            self._flush()
            self._first = True
        if tag in _VOID:
            return
        if len(self._open) > _MAX_DEPTH:
            raise files.too_deep()
        self._push(tag, given)

    def check_for_whole_start_tag(self, i: int) -> int:
        """Return where a tag ends, before its attributes are taken apart."""
        end = super().check_for_whole_start_tag(i)
        if end - i > _MAX_ATTRIBUTES and any(
            self.rawdata.count(mark, i, end) > _MAX_ATTRIBUTES for mark in "= \t"
        ):
            raise files.too_large()
        return int(end)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and all that were left open inside it."""
        self._look()
        if tag == "style":
            self._in_style = False
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
            return
        if self._unseen:
            return
        if tag == "br" or (tag == "p" and not any(one.tag == "p" for one in self._open)):
            self._break()
            return
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                if tag in _FLOW:
                    self._flush()
                    self._first = True
                self._end(place)
                return
            if self._open[place].tag in ("table", "td", "th") and tag not in _FLOW:
                return

    def handle_data(self, data: str) -> None:
        """Take text."""
        self._look()
        if self._in_style:
            self._sheet.add(data)
            self._lists.add(data)
        if self._unseen:
            return
        last = self._open[-1]
        if last.look.hidden:
            return
        if not last.look.kept:
            data = _SPACE.sub(" ", data)
            if not data.strip() and not self._runs:
                return
        elif "\n" in data:
            first, *more = data.split("\n")
            self.handle_data(first)
            for row in more:
                self._break()
                if row:
                    self.handle_data(row)
            return
        if len(self._runs) > _MAX_RUNS:
            raise files.too_large()
        self._runs.append(last.look.run(data.replace("\u00a0", " ")))
        size = len(data.strip())
        self._length += size
        if any(one.href for one in self._open):
            self._linked += size

    def unknown_decl(self, data: str) -> None:
        """Word's conditional marks (<![if !supportLists]>) say nothing."""

    def close(self) -> None:
        """End the page; tables that only lay it out are no tables."""
        super().close()
        self._flush()
        full: Counter[Cell] = Counter()
        for block in self.blocks:
            if block.cell:
                full[block.cell] += sum(len(run.text) for run in block.runs)
        layouts = self._layouts | {cell.table for cell, size in full.items() if size > _LAYOUT}
        for block in self.blocks:
            if block.cell and block.cell.table in layouts:
                block.cell = None

    def _look(self) -> None:
        self._looks += len(self._open)
        if self._looks > _MAX_LOOKS:
            raise files.too_deep()

    def _end(self, place: int) -> None:
        """Close what is open from a place on."""
        ended = {id(one) for one in self._open[place:]}
        while self._cells and id(self._cells[-1]) in ended:
            self._cells.pop()
        del self._open[place:]

    def _close_implied(self, tag: str) -> None:
        closes, until = _CLOSES.get(tag, ((), ()))
        if tag in _FLOW and tag != "p":
            closes, until = (*closes, "p"), (*until, "td", "th", "div", "li", "table", "body")
        if not closes:
            return
        for place in range(len(self._open) - 1, 0, -1):
            open_tag = self._open[place].tag
            if open_tag in closes:
                self._flush()
                self._end(place)
                return
            if open_tag in until:
                return

    def _push(self, tag: str, given: dict[str, str]) -> None:
        parent = self._open[-1]
        classes = given.get("class", "").split()
        styles = declarations(given.get("style", ""))
        look = parent.look.inside(tag, given, {**self._sheet.of(tag, classes), **styles})
        box = parent.box
        if tag in _FLOW:
            names = " ".join((given.get("id", ""), given.get("class", ""), given.get("role", "")))
            box = Box(tag, names.lower(), parent.box)
        one = _Open(tag, look, box, href=tag == "a" and "href" in given)
        if one.href:
            box.links += 1
        if tag == "table":
            self._layouts.update(cell.table for cell in self._cells)
            one.table = self._tables
            self._tables += 1
        elif tag == "tr":
            table = self._nearest("table")
            if table:
                table.row += 1
                table.column = -1
        elif tag in ("td", "th"):
            table = self._nearest("table")
            if table:
                table.column += 1
                one.table, one.row, one.column = table.table, max(table.row, 0), table.column
            self._cells.append(one)
        elif tag in ("ol", "ul"):
            one.style = _list_style(tag, given, styles)
            start = given.get("start", "1")
            one.count = int(start) - 1 if start.lstrip("-").isdecimal() and len(start) < 6 else 0
        elif tag == "li":
            self._item(given, styles)
        self._open.append(one)

    def _item(self, given: dict[str, str], styles: dict[str, str]) -> None:
        owner = self._nearest("ol", "ul")
        if owner is None:
            return
        value = given.get("value", "")
        owner.count = int(value) if value.isdecimal() and len(value) < 6 else owner.count + 1
        own = styles.get("list-style-type") or styles.get("list-style", "")
        listed = self._lists.label(styles.get("mso-list", ""), owner.count)
        self._label = listed or _numbered(owner.count, own or owner.style)

    def _nearest(self, *tags: str) -> _Open | None:
        for one in reversed(self._open):
            if one.tag in tags:
                return one
            if one.tag == "table" and "table" not in tags:
                return None
        return None

    def _break(self) -> None:
        self._gap = self._gap or not self._runs
        self._flush()
        self._first = False

    def _flush(self) -> None:
        runs = trim(converted(self._runs))
        last = self._open[-1]
        if not runs and self._runs:
            self._gap = True
        if runs:
            if len(self.blocks) > files.MAX_LINES:
                raise files.too_large()
            cell = self._cells[-1] if self._cells else None
            self.blocks.append(
                TextBlock(
                    runs,
                    last.box,
                    heading=last.look.heading,
                    centred=last.look.centred,
                    cell=Cell(cell.table, cell.row, cell.column) if cell else None,
                    label=self._label,
                    linked=self._linked * 5 >= self._length * 4 > 0,
                    first=self._first,
                    gap=self._gap,
                )
            )
            box: Box | None = last.box
            while box is not None:
                box.text += self._length
                box.linked += self._linked
                box = box.parent
            self._label = None
            self._gap = False
        self._runs = []
        self._linked = self._length = 0


def _list_style(tag: str, given: dict[str, str], styles: dict[str, str]) -> str:
    named = styles.get("list-style-type") or styles.get("list-style", "").split(" ")[0]
    if named:
        return named
    if tag == "ul":
        return "disc"
    kinds = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman"}
    return {**kinds, "I": "upper-roman"}.get(given.get("type", "1"), "decimal")


def _numbered(count: int, style: str) -> str | None:
    if style == "none":
        return None
    if style in ("disc", "circle", "square") or count < 1:
        return "•"
    if "alpha" in style or "latin" in style:
        letter = "abcdefghijklmnopqrstuvwxyz"[(count - 1) % 26]
        return f"{letter.upper() if style.startswith('upper') else letter}."
    if "roman" in style and count < 400:
        roman = to_roman(count)
        return f"{roman if style.startswith('upper') else roman.lower()}."
    return f"{count}."
