"""Word files: every paragraph in reading order, with the label its list prints."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.intake.source import Cell, Line, Place, Run, Source, soft_lines
from desktop.intake.sources import files
from desktop.intake.sources.docx_numbering import Numbering
from desktop.intake.sources.docx_package import Package, W
from desktop.intake.sources.docx_styles import Style, Styles
from desktop.intake.sources.docx_text import (
    MAX_NESTING,
    P_PR,
    SKIPPED,
    Gatherer,
    Properties,
    properties,
)
from desktop.intake.structure.cuts import cuts

if TYPE_CHECKING:
    from lxml.etree import _Element

_P, _TBL, _TR, _TC = W + "p", W + "tbl", W + "tr", W + "tc"
_NOTHING = Properties()


def read_docx(path: Path, kind: str = "docx") -> Source:
    """Read a .docx: numbering resolved, tables and text boxes walked, tracked changes
    accepted, headers and notes kept apart. Raises `Refusal` for damaged or unsafe files.
    """
    with Package(path) as package:
        document = package.part("word/document.xml")
        body = document.find(W + "body") if document is not None else None
        if body is None:
            raise files.broken()
        walker = Walker(package.part("word/styles.xml"), package.part("word/numbering.xml"))
        heads = list(_side(package, walker, "word/header", "header"))
        lines = list(walker.blocks(body, "body", None, 0))
        feet = list(_side(package, walker, "word/footer", "footer"))
        notes = list(_side(package, walker, "word/footnotes", "note"))
        notes += _side(package, walker, "word/endnotes", "note")
    if _is_letterhead(heads) and not _is_letterhead(lines[:40]):
        heads = [replace(line, place="body") for line in heads]
    if not walker.broken:  # the file does not say where its pages end
        lines = [replace(line, page=0) for line in lines]
    return Source((*heads, *lines, *feet, *notes), kind)


def _side(package: Package, walker: "Walker", prefix: str, place: Place) -> Iterator[Line]:
    """Lines of headers, footers or notes; a header repeated in several parts comes once."""
    for name in package.names(prefix):
        root = package.part(name) if name.endswith(".xml") else None
        if root is None:
            continue
        parts = [root] if place in ("header", "footer") else list(root)
        for part in parts:
            yield from walker.blocks(part, place, None, 0)


def _is_letterhead(lines: list[Line]) -> bool:
    return any(cut.kind in ("motto", "number") for line in lines for cut in cuts(line.text))


@dataclass(frozen=True, slots=True)
class _Above:
    """The table that was read last: its element, its number and how many rows it has so far."""

    table: "_Element"
    number: int
    rows: int

    def goes_on_in(self, table: "_Element") -> bool:
        """Whether the other touches it and has the same columns: on paper they are one."""
        return table.getprevious() is self.table and _columns(self.table) == _columns(table) != []


@dataclass(slots=True, init=False)
class Walker:
    """Walks the parts of one document; lists and line numbers go on from part to part."""

    styles: Styles
    numbering: Numbering
    gatherer: Gatherer
    seen: set[str]
    carried: list[Run]
    tables: int
    above: "_Above | None"
    gap: bool
    lines: int
    page: int
    broken: bool

    def __init__(self, styles: "_Element | None", numbering: "_Element | None") -> None:
        self.styles = Styles(styles)
        self.numbering = Numbering(numbering)
        self.gatherer = Gatherer(self.styles)
        self.seen = set()
        self.carried = []
        self.tables = self.lines = 0
        self.above, self.gap = None, True
        self.page, self.broken = 1, False

    def blocks(
        self, parent: "_Element", place: Place, cell: Cell | None, nesting: int
    ) -> Iterator[Line]:
        """Yield the lines of all paragraphs below an element."""
        if nesting > MAX_NESTING:
            raise files.too_deep()
        for node in parent:
            tag = node.tag
            if tag == _P:
                yield from self._paragraph(node, place, cell, nesting)
            elif tag == _TBL:
                yield from self._table(node, place, cell, nesting)
            elif isinstance(tag, str) and tag not in SKIPPED:
                yield from self.blocks(node, place, cell, nesting + 1)

    def _table(
        self, table: "_Element", place: Place, outer: Cell | None, nesting: int
    ) -> Iterator[Line]:
        number, first = self.tables, 0
        if (above := self.above) is not None and above.goes_on_in(table):
            number, first = above.number, above.rows
        else:
            self.tables += 1
        where: Place = "table" if place == "body" else place
        index = first - 1
        for index, row in enumerate(inside(table, _TR), first):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            for column, node in enumerate(inside(row, _TC)):
                cell = outer or Cell(number, index, column)
                yield from self.blocks(node, where, cell, nesting + 1)
        self.above = _Above(table, number, index + 1)
        self.gap = True

    def _paragraph(
        self, node: "_Element", place: Place, cell: Cell | None, nesting: int
    ) -> Iterator[Line]:
        first = node[0] if len(node) else None
        own = properties(first) if first is not None and first.tag == P_PR else _NOTHING
        style = self.styles.paragraph(own.style)
        self.gatherer.content(node, style)
        runs, boxes = self.gatherer.take()
        before, within = self.gatherer.page_ends()
        self.page += before
        self.broken = self.broken or bool(before or within)
        if self.carried:
            runs, self.carried = [*self.carried, *runs], []
        if own.mark_deleted:
            self.carried = runs
        else:
            yield from self._lines(runs, own, style, place, cell)
        self.page += within
        for box in boxes:
            yield from self.blocks(box, "box" if place == "body" else place, cell, nesting + 1)

    def _lines(
        self, runs: list[Run], own: Properties, style: Style, place: Place, cell: Cell | None
    ) -> Iterator[Line]:
        lines = soft_lines(runs)
        label = self._label(own, style)  # an empty paragraph of a list takes a number too
        kind: Place = "note" if style.contents else place
        centred = (own.align or style.align) == "center"
        heading = (style.heading or 0) if own.heading is None else own.heading
        for index, part in enumerate(lines):
            if place in ("header", "footer") and self._is_repeated(part, cell):
                continue
            self.lines += 1
            if self.lines > files.MAX_LINES:
                raise files.too_large()
            yield Line(
                self.lines,
                part,
                heading=heading,
                centred=centred,
                hard=index == 0,
                gap=self.gap and index == 0,
                place=kind,
                cell=cell,
                label=label if index == 0 else None,
                page=self.page if place in ("body", "table", "box") else 0,
            )
        self.gap = not lines

    def _is_repeated(self, runs: tuple[Run, ...], cell: Cell | None) -> bool:
        """Whether a header or footer of another section said the same."""
        text = "".join(run.text for run in runs)
        if text in self.seen and cell is None:
            return True
        self.seen.add(text)
        return False

    def _label(self, own: Properties, style: Style) -> str | None:
        number, level = own.number, own.level
        if number is None:
            if style.listed is None or not style.listed[0]:
                return None
            number, inherited, owner = style.listed
            if level is None:
                level = inherited
            if level is None:
                level = self.numbering.level_of_style(number, owner)
        if number == "0":
            return None
        return self.numbering.label(number, level or 0)


def _columns(table: "_Element") -> list[str]:
    """Return the widths of a table's columns, as the file writes them."""
    return [column.get(W + "w", "") for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]


def inside(parent: "_Element", tag: str) -> "Iterator[_Element]":
    """Yield the rows of a table or cells of a row, through content controls and insertions."""
    for node in parent:
        if node.tag == tag:
            yield node
        elif isinstance(node.tag, str) and node.tag not in SKIPPED and node.tag != _TBL:
            yield from inside(node, tag)
