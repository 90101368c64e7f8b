"""Word files: every paragraph in reading order, with the label its list prints."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.intake import files
from desktop.intake.cuts import cuts
from desktop.intake.docx_numbering import Numbering
from desktop.intake.docx_package import Package, W, attribute, flag
from desktop.intake.docx_styles import Styles
from desktop.intake.source import Cell, Line, Place, Run, Source, trim

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_LINES = 60_000
_MAX_NESTING = 60
_SKIP = frozenset(W + name for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr"))
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NO_BLOCKS = _SKIP | {_CHOICE, W + "sectPr"}
_BOX = W + "txbxContent"


def read_docx(path: Path) -> Source:
    """Read a .docx: numbering resolved, tables and text boxes walked, tracked changes
    accepted, headers and notes kept apart. Raises `Refusal` for damaged or unsafe files.
    """
    with Package(path) as package:
        document = package.part("word/document.xml")
        body = document.find(W + "body") if document is not None else None
        if body is None:
            raise files.broken()
        walker = _Walker(
            Styles(package.part("word/styles.xml")), Numbering(package.part("word/numbering.xml"))
        )
        heads = list(_side(package, walker, "word/header", "header"))
        lines = list(walker.blocks(body, "body", None, 0))
        feet = list(_side(package, walker, "word/footer", "footer"))
        notes = list(_side(package, walker, "word/footnotes", "note"))
        notes += _side(package, walker, "word/endnotes", "note")
    if _is_letterhead(heads) and not _is_letterhead(lines[:40]):
        heads = [replace(line, place="body") for line in heads]
    return Source(tuple(_numbered([*heads, *lines, *feet, *notes])), "docx")


def _side(package: Package, walker: "_Walker", prefix: str, place: Place) -> Iterator[Line]:
    """Lines of headers, footers or notes; a text repeated in several parts comes once."""
    seen: set[str] = set()
    for name in package.names(prefix):
        root = package.part(name) if name.endswith(".xml") else None
        if root is None:
            continue
        parts = [root] if place in ("header", "footer") else list(root)
        for part in parts:
            for line in walker.blocks(part, place, None, 0):
                if line.text not in seen or line.cell is not None:
                    seen.add(line.text)
                    yield line


def _is_letterhead(lines: list[Line]) -> bool:
    return any(cut.kind in ("motto", "number") for line in lines for cut in cuts(line.text))


def _numbered(lines: list[Line]) -> Iterator[Line]:
    if len(lines) > _MAX_LINES:
        raise files.too_large()
    for number, line in enumerate(lines, 1):
        yield replace(line, number=number)


@dataclass(slots=True)
class _Walker:
    """Walks the elements of one document; list counters go on from part to part."""

    styles: Styles
    numbering: Numbering
    tables: int = 0
    gap: bool = True
    carried: list[Run] = field(default_factory=list)

    def blocks(
        self, parent: "_Element", place: Place, cell: Cell | None, nesting: int
    ) -> Iterator[Line]:
        """Yield the lines of all paragraphs below an element."""
        if nesting > _MAX_NESTING:
            raise files.too_large()
        for node in parent:
            if node.tag == W + "p":
                yield from self._paragraph(node, place, cell, nesting)
            elif node.tag == W + "tbl":
                yield from self._table(node, place, cell, nesting)
            elif isinstance(node.tag, str) and node.tag not in _NO_BLOCKS:
                yield from self.blocks(node, place, cell, nesting + 1)

    def _table(
        self, table: "_Element", place: Place, outer: Cell | None, nesting: int
    ) -> Iterator[Line]:
        number = self.tables
        self.tables += 1
        rows = (row for row in table.iter(W + "tr") if _nearest(row, W + "tbl") is table)
        for index, row in enumerate(rows):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = [node for node in row.iter(W + "tc") if _nearest(node, W + "tr") is row]
            for column, node in enumerate(cells):
                cell = outer or Cell(number, index, column)
                where: Place = "table" if place == "body" else place
                yield from self.blocks(node, where, cell, nesting + 1)
        self.gap = True

    def _paragraph(
        self, node: "_Element", place: Place, cell: Cell | None, nesting: int
    ) -> Iterator[Line]:
        style = attribute(node, "pPr/pStyle")
        rows = _Rows(self.carried)
        self.carried = []
        boxes: list[_Element] = []
        self._runs(node, style, rows, boxes, 0)
        if node.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self.carried = rows.runs
            return
        lines = [line for line in map(trim, rows.lines()) if line]
        label = self._label(node, style) if lines else None
        kind: Place = "note" if self.styles.is_contents(style) else place
        align = attribute(node, "pPr/jc") or self.styles.align(style)
        for index, runs in enumerate(lines):
            yield Line(
                0,
                runs,
                heading=_heading(node) or self.styles.heading(style),
                centred=align == "center",
                hard=index == 0,
                gap=self.gap and index == 0,
                place=kind,
                cell=cell,
                label=label if index == 0 else None,
            )
        self.gap = not lines
        for box in boxes:
            yield from self.blocks(box, "box" if place == "body" else place, cell, nesting + 1)

    def _label(self, node: "_Element", style: str | None) -> str | None:
        number = attribute(node, "pPr/numPr/numId")
        level = attribute(node, "pPr/numPr/ilvl")
        inherited = self.styles.list_of(style)
        index = int(level) if level and level.isdigit() else None
        if number is None:
            if inherited is None:
                return None
            number, own, style_id = inherited
            if index is None:
                index = own
            if index is None:
                index = self.numbering.level_of_style(number, style_id)
        if number == "0":
            return None
        return self.numbering.label(number, index or 0)

    def _runs(
        self, node: "_Element", style: str | None, rows: "_Rows", boxes: "list[_Element]", deep: int
    ) -> None:
        if deep > _MAX_NESTING:
            raise files.too_large()
        for child in node:
            if child.tag in _SKIP or child.tag == _CHOICE or not isinstance(child.tag, str):
                continue
            if child.tag == W + "r":
                self._run(child, style, rows, boxes)
            elif child.tag == _BOX:
                boxes.append(child)
            else:
                self._runs(child, style, rows, boxes, deep + 1)

    def _run(
        self, run: "_Element", style: str | None, rows: "_Rows", boxes: "list[_Element]"
    ) -> None:
        if flag(run, "rPr/vanish"):
            return
        look = attribute(run, "rPr/rStyle")
        bold, italic = flag(run, "rPr/b"), flag(run, "rPr/i")
        if bold is None:
            bold = self.styles.bold(look) if look else self.styles.bold(style)
        if italic is None:
            italic = self.styles.italic(look) if look else self.styles.italic(style)
        for node in run.iter():
            if _within_box(node, run):
                if node.tag == _BOX and not _in_fallback(node, run):
                    boxes.append(node)
                continue
            rows.add(_text(node), bold, italic)


class _Rows:
    """The runs of a paragraph, split at soft line breaks."""

    def __init__(self, carried: list[Run]) -> None:
        self.runs: list[Run] = list(carried)

    def add(self, text: str, bold: bool, italic: bool) -> None:
        """Append text with its look."""
        if text:
            self.runs.append(Run(text, bold, italic))

    def lines(self) -> list[list[Run]]:
        """Return one list of runs per line."""
        found: list[list[Run]] = [[]]
        for run in self.runs:
            for index, part in enumerate(run.text.split("\n")):
                if index:
                    found.append([])
                found[-1].append(replace(run, text=part))
        return found


def _text(node: "_Element") -> str:
    tag = node.tag
    if tag == W + "t":
        return node.text or ""
    if tag in (W + "tab", W + "ptab"):
        return "\t"
    if tag in (W + "br", W + "cr"):
        return " " if node.get(W + "type") == "page" else "\n"
    if tag == W + "noBreakHyphen":
        return "-"
    if tag == W + "sym":
        code = int(node.get(W + "char") or "0", 16)
        return "•" if 0xF000 <= code <= 0xF0FF else chr(code) if 31 < code < 0x110000 else ""
    return ""


def _within_box(node: "_Element", run: "_Element") -> bool:
    """Whether the node is a text box or lies in one inside the run."""
    while node is not run:
        if node.tag in (_BOX, _CHOICE):
            return True
        parent = node.getparent()
        if parent is None:
            return False
        node = parent
    return False


def _in_fallback(node: "_Element", run: "_Element") -> bool:
    parent = node.getparent()
    while parent is not None and parent is not run:
        if parent.tag in (_CHOICE, _BOX):
            return True
        parent = parent.getparent()
    return False


def _nearest(node: "_Element", tag: str) -> "_Element | None":
    parent = node.getparent()
    while parent is not None and parent.tag != tag:
        parent = parent.getparent()
    return parent


def _heading(node: "_Element") -> int:
    level = attribute(node, "pPr/outlineLvl")
    return int(level) + 1 if level and level.isdigit() and int(level) < 9 else 0
