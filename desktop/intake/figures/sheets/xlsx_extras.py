"""What the library that reads .xlsx leaves out: errors, formulas without a result, percents, links.

Those cells come from it as empty or as plain numbers; here they are found in the sheet's XML.
"""

import html
import re
import zipfile
from collections.abc import Mapping
from typing import Final

from desktop.intake.figures.sheets.grid import (
    Cell,
    CellError,
    Formula,
    Linked,
    Percent,
    Place,
    column_of,
)
from desktop.intake.figures.sheets.xlsx_marks import Marks

NO_MARKS: Final = Marks()
_CELL: Final = re.compile(
    rb'<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)', re.DOTALL
)  # fmt: skip
_REF: Final = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_TYPE: Final = re.compile(rb'\bt="(\w+)"')
_STYLE: Final = re.compile(rb'\bs="(\d+)"')
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE: Final = re.compile(rb"<(?:\w+:)?v\b[^>]*>(.*?)</(?:\w+:)?v>", re.DOTALL)
_MARKED: Final = re.compile(rb'<(?:\w+:)?f\b|\bt="e"')
_BUILT_IN_PERCENT: Final = ("9", "10")


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return sheet name → its part's name in the archive."""
    try:
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        target = found.get("Target", "")
        place = target.lstrip("/") if target.startswith("/") else "xl/" + target
        targets[found.get("Id", "")] = place
    parts = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        found = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        link = next((v for k, v in found.items() if k.endswith(":id")), "")
        parts[html.unescape(found.get("name", ""))] = targets.get(link, "")
    return parts


def percent_styles(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """Return the style numbers that show a number as a percentage."""
    try:
        styles = archive.read("xl/styles.xml")
    except KeyError:
        return frozenset()
    percents = set(_BUILT_IN_PERCENT)
    for tag in re.findall(rb"<(?:\w+:)?numFmt\b[^>]*>", styles):
        found = dict(re.findall(rb'(\w+)="([^"]*)"', tag))
        if b"%" in re.sub(rb"&quot;.*?&quot;", b"", found.get(b"formatCode", b"")):
            percents.add(found.get(b"numFmtId", b"").decode())
    block = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    formats = re.findall(rb"<(?:\w+:)?xf\b[^>]*>", block[0]) if block else []
    found_styles = set()
    for number, tag in enumerate(formats):
        shown_as = re.search(rb'numFmtId="(\d+)"', tag)
        if shown_as and shown_as[1].decode() in percents:
            found_styles.add(str(number).encode())
    return frozenset(found_styles)


def special_cells(
    sheet: bytes, percents: frozenset[bytes], marks: Marks = NO_MARKS
) -> Mapping[Place, Cell]:
    """Return the cells of a sheet's XML that the plain reading would get wrong."""
    wanted = [f's="{style.decode()}"'.encode() for style in percents]
    marked = any(mark in sheet for mark in (b"<f", b":f", b't="e"')) and _MARKED.search(sheet)
    looked_at = marks.are_in(sheet)
    if not marked and not looked_at and not any(mark in sheet for mark in wanted):
        return {}
    found: dict[Place, Cell] = {}
    shared: dict[bytes, tuple[Place, str]] = {}
    for cell in _CELL.finditer(sheet):
        attributes, inner = cell[1], cell[2]
        if inner is None:
            continue
        has_formula = b"<f" in inner or b":f" in inner
        error = b't="e"' in attributes
        style = _STYLE.search(attributes) if percents or looked_at else None
        percent = style is not None and style[1] in percents
        if not (has_formula or error or percent or looked_at):
            continue
        ref = _REF.search(attributes)
        if ref is None:
            continue
        place = (int(ref[2]) - 1, column_of(ref[1].decode()))
        kind = _TYPE.search(attributes)
        kind_of = kind[1] if kind else b"n"
        special = _special(inner, place, kind_of, percent, shared)
        if special is None and looked_at:
            value = _VALUE.search(inner)
            told = value[1] if value else b""
            special = marks.cell(kind_of, inner, told, style[1] if style else b"")
        if special is not None:
            found[place] = special
    return found


def _special(
    inner: bytes, place: Place, kind: bytes, percent: bool, shared: dict[bytes, tuple[Place, str]]
) -> Cell | None:
    value = _VALUE.search(inner)
    result = value[1] if value else b""
    formula = _FORMULA.search(inner)
    text = _text(formula, place, shared) if formula else ""
    if kind == b"e":
        return CellError(result.decode("utf-8", "replace") or "#")
    if formula is not None and not result:
        return None if kind == b"str" and value is not None else Formula(text)
    if formula is not None and re.search(r"\[[^\]]+\]", text):
        try:
            return Linked(float(result)) if kind == b"n" else None
        except ValueError:
            return None
    if percent and kind == b"n" and result:
        try:
            return Percent(float(result))
        except ValueError:
            return CellError(result.decode("utf-8", "replace"))
    return None


def _text(formula: re.Match[bytes], place: Place, shared: dict[bytes, tuple[Place, str]]) -> str:
    text = html.unescape((formula[2] or b"").decode("utf-8", "replace")).strip()
    group = re.search(rb'\bsi="(\d+)"', formula[1])
    if group is None:
        return text
    if text:
        shared[group[1]] = (place, text)
        return text
    first = shared.get(group[1])
    if first is None:
        return "?"
    (row, column), master = first
    return _moved(master, place[0] - row, place[1] - column)


def _moved(formula: str, down: int, right: int) -> str:
    """Return a shared formula as it reads that many rows and columns further."""
    from desktop.intake.figures.sheets.grid import letter

    def move(found: re.Match[str]) -> str:
        column = found[2] if found[1] else letter(max(0, column_of(found[2]) + right))
        row = int(found[4]) if found[3] else int(found[4]) + down
        return f"{found[1]}{column}{found[3]}{row}"

    return re.sub(r"(\$?)\b([A-Z]{1,3})(\$?)(\d{1,7})\b(?!\()", move, formula)
