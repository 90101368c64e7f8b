"""How a Word file sets its text: size, weight and face of paragraphs, where pages are counted."""

import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.intake.sources.docx_package import Package, W, attribute, flag
from desktop.intake.sources.docx_styles import Styles, font_of, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLAIN_SIZE = 10.0  # what Word takes where nothing is said (ECMA-376, 17.3.2.38)


@dataclass(frozen=True, slots=True)
class Look:
    """One paragraph: its text, the size in points most of its letters have, and its face.

    `bold` tells of most letters too; `font` is "" where the file leaves it to a theme.
    """

    text: str
    size: float
    bold: bool
    font: str
    in_table: bool


@dataclass(frozen=True, slots=True)
class Looks:
    """A file's paragraphs, and whether its page 1 is numbered, whether numbers are at the foot."""

    paragraphs: tuple[Look, ...] = ()
    first_page_numbered: bool = False
    numbers_at_foot: bool = False


def looks(path: Path) -> Looks:
    """Return how a Word file is set; nothing for a file that is not a Word package.

    Raises Refusal for a package that cannot be read.
    """
    if not zipfile.is_zipfile(path):
        return Looks()
    with Package(path) as package:
        root = package.part("word/document.xml")
        if root is None:
            return Looks()
        sheet = package.part("word/styles.xml")
        at_head, at_foot, shown = _numbered(package, root)
    styles, sizes = Styles(sheet), _sizes(sheet)
    found = (_look(node, styles, sizes) for node in root.iter(W + "p"))
    return Looks(tuple(look for look in found if look), shown and (at_head or at_foot), at_foot)


def _look(node: "_Element", styles: Styles, sizes: dict[str, float]) -> Look | None:
    style = attribute(node, "pPr/pStyle")
    paragraph = styles.paragraph(style)
    size = sizes.get(style or "", sizes[""])
    counts: Counter[tuple[float, bool, str]] = Counter()
    text = ""
    for run in node.iter(W + "r"):
        letters = "".join(part.text or "" for part in run.iterchildren(W + "t"))
        if not letters.strip():
            text += letters
            continue
        text += letters
        own = attribute(run, "rPr/rStyle") or ""
        bold = flag(run, "rPr/b")
        stated = _half(attribute(run, "rPr/sz"))
        font = font_of(run.find(f"{W}rPr/{W}rFonts")) or paragraph.font or ""
        look = (
            stated or (sizes.get(own) if own else None) or size,
            bool(paragraph.bold if bold is None else bold),
            font,
        )
        counts[look] += len(letters.strip())
    if not counts:
        return None
    ((most, bold_, font_), _count), *_rest = counts.most_common()
    inside = any(True for _cell in node.iterancestors(W + "tc"))
    return Look(text.strip(), most, bold_, font_, inside)


def _sizes(root: "_Element | None") -> dict[str, float]:
    """Return style → size in points with what it inherits; "" is the default paragraph's."""
    stated: dict[str, float | None] = {}
    above: dict[str, str] = {}
    default, base = "", _PLAIN_SIZE
    if root is not None:
        base = _half(attribute(root, "docDefaults/rPrDefault/rPr/sz")) or base
        for node in root.iterchildren(W + "style"):
            name = node.get(W + "styleId", "")
            stated[name] = _half(attribute(node, "rPr/sz"))
            above[name] = attribute(node, "basedOn") or ""
            if node.get(W + "type") == "paragraph" and node.get(W + "default") in ("1", "true"):
                default = name
            elif node.get(W + "type") == "character" and stated[name] is None:
                del stated[name]
    found: dict[str, float] = {}
    for style in stated:
        name, seen = style, {""}
        while name not in seen and stated.get(name) is None:
            seen.add(name)
            name = above.get(name, "")
        found[style] = stated.get(name) or base
    return {**found, "": found.get(default, base)}


def _half(text: str | None) -> float | None:
    number = whole(text)
    return number / 2 if number else None


def _numbered(package: Package, root: "_Element") -> tuple[bool, bool, bool]:
    """Return whether page numbers are at the head, at the foot, and shown on the first page.

    Asked of the first section: what its usual and its first page's head and foot hold.
    """
    section = next(root.iter(W + "sectPr"), None)
    relations = package.part("word/_rels/document.xml.rels")
    if section is None or relations is None:
        return False, False, False
    targets = {node.get("Id", ""): node.get("Target", "") for node in relations.iterchildren()}
    own_first = flag(section, "titlePg") or False
    head = foot = shown = False
    for node in section:
        if node.tag not in (W + "headerReference", W + "footerReference"):
            continue
        target = targets.get(node.get(_RELATION, ""), "")
        part = package.part("word/" + target.removeprefix("/word/"))
        if part is None or not _counts_pages(part):
            continue
        kind = node.get(W + "type")
        if kind == "default":
            head = head or node.tag == W + "headerReference"
            foot = foot or node.tag == W + "footerReference"
        shown = shown or kind == ("first" if own_first else "default")
    return head, foot, shown


def _counts_pages(part: "_Element") -> bool:
    fields = [node.text or "" for node in part.iter(W + "instrText")]
    fields += [node.get(W + "instr", "") for node in part.iter(W + "fldSimple")]
    return any(field.split()[:1] == ["PAGE"] for field in fields)
