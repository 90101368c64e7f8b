"""Filling cells of somebody's workbook without touching anything else in it.

Sheets are changed in their bytes: a cell is put in the place of the old one, every other byte
stays. All other parts (charts, drawings, buttons, macros, print setup, shared texts) are copied
as they are. Formulas stay; what they came to before is taken out, and the workbook is told to
reckon them anew when it is opened, so that no old total stands beside new figures.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from io import BytesIO
from posixpath import join, normpath
from types import MappingProxyType
from typing import Any, Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from desktop.formats.cleaning import clean
from desktop.formats.xlsx_below import lines_below, print_down_to
from desktop.formats.xlsx_scan import (
    Row,
    column_name,
    no_entities,
    scan,
    split_reference,
)
from desktop.i18n import _
from desktop.models.errors import Refusal

Value = int | Decimal | Fraction | str | None
"""A number, a ratio (Fraction, 1 = 100 %), a text, or None for an empty cell."""
_ENCODING: Final = re.compile(rb"""encoding\s*=\s*["']([^"']+)["']""")
_BEFORE_CALC: Final = ("definedNames", "externalReferences", "functionGroups", "sheets")
_PERCENTS: Final = frozenset({"9", "10"})
_WORKBOOK: Final = "xl/workbook.xml"


def patch_workbook(
    source: bytes,
    cells: Mapping[str, Mapping[str, Value]],
    below: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Return the workbook with cells filled: sheet name → reference ("C7") → value.

    `below` are lines to stand below everything on a sheet, within what is printed of it.
    Raises Refusal for a sheet that is not there, a reference that is none, a cell that holds a
    formula, and a file that is no workbook of this kind.
    """
    with _opened(source) as archive:
        return _patched(archive, cells, below)


@contextmanager
def _opened(source: bytes) -> Iterator[zipfile.ZipFile]:
    """Yield a workbook's parts; whatever is wrong with them is one Refusal."""
    try:
        with zipfile.ZipFile(BytesIO(source)) as archive:
            yield archive
    except (zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, RuntimeError, EOFError,
            expat.ExpatError, UnicodeDecodeError, NotImplementedError):  # fmt: skip
        raise Refusal(
            _("Tệp mẫu không phải sổ Excel .xlsx, .xlsm đọc được."),
            next_step=_("Mở bằng Excel, lưu lại thành .xlsx rồi chọn lại."), code="E_WORKBOOK",
        ) from None  # fmt: skip


def _patched(
    archive: zipfile.ZipFile, cells: Mapping[str, Mapping[str, Value]], below: Mapping[str, str]
) -> bytes:
    parts = sheet_parts(archive)
    percents = _percent_styles(archive)
    changed: dict[str, bytes] = {}
    workbook = archive.read(_WORKBOOK)
    for name in {**cells, **below}:
        values = cells.get(name, {})
        part = parts.get(name)
        if part is None:
            raise Refusal(
                _("Tệp mẫu không có trang “{name}”.").format(name=name[:60]),
                next_step=_("Các trang: {names}.").format(names=", ".join(parts)[:200]),
                code="E_SHEET",
            )
        sheet = _SheetPatch(archive.read(part), name, percents)
        lines: dict[tuple[int, int], str] = {}
        if name in below:
            lines = lines_below(archive, part, sheet.sheet, values, below[name])
            workbook = print_down_to(workbook, name, max(row for row, _column in lines))
        changed[part] = sheet.patched(values, lines)
    for part in parts.values():
        if part not in changed and _looks_elsewhere(archive, part):
            changed[part] = _SheetPatch(archive.read(part), part, percents).patched({})
    if any(_has_formulas(archive, part) for part in parts.values()):
        workbook = _recalculating(workbook)
    if workbook != archive.read(_WORKBOOK):
        changed[_WORKBOOK] = workbook
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for info in archive.infolist():
            data = changed.get(info.filename)
            made.writestr(info, archive.read(info) if data is None else data,
                          compress_type=info.compress_type)  # fmt: skip
    return out.getvalue()


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the worksheets' names and the parts that hold them, in the workbook's order."""
    links = {
        found.get("Id", ""): found.get("Target", "")
        for found in _elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    parts = {}
    for found in _elements(archive.read(_WORKBOOK), "sheet"):
        link = next((v for k, v in found.items() if k.rpartition(":")[2] == "id"), "")
        target = links.get(link, "")
        place = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if "worksheets/" in place:
            parts[found.get("name", "")] = place
    return parts


def has_formulas(source: bytes) -> bool:
    """Tell whether any sheet of a workbook reckons something itself."""
    with _opened(source) as archive:
        return any(_has_formulas(archive, part) for part in sheet_parts(archive).values())


def _elements(xml: bytes, wanted: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(dict(attributes))

    _parse(xml, start, None)
    return found


def _parse(xml: bytes, start: Any, end: Any) -> Any:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = no_entities
    parser.Parse(xml, True)
    return parser


def _has_formulas(archive: zipfile.ZipFile, part: str) -> bool:
    return re.search(rb"<(?:\w+:)?f[\s>/]", archive.read(part)) is not None


def _looks_elsewhere(archive: zipfile.ZipFile, part: str) -> bool:
    """Tell whether a sheet's formulas speak of other sheets or of names, and so may be stale."""
    formulas = re.findall(rb"<(?:\w+:)?f\b[^>]*>([^<]+)<", archive.read(part))
    names = [n.get("name", "").encode() for n in _elements(archive.read(_WORKBOOK), "definedName")]
    return any(b"!" in one or any(name in one for name in names if name) for one in formulas)


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Return the cell styles that show a number as a percentage."""
    try:
        styles = archive.read("xl/styles.xml")
    except KeyError:
        return frozenset()
    formats = set(_PERCENTS)
    xfs: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        bare = name.rpartition(":")[2]
        if bare == "numFmt" and "%" in re.sub('"[^"]*"', "", attributes.get("formatCode", "")):
            formats.add(attributes.get("numFmtId", ""))
        if bare == "xf" and inside and inside[-1] == "cellXfs":
            xfs.append(attributes.get("numFmtId", "0"))
        inside.append(bare)

    _parse(styles, start, lambda _name: inside.pop())
    return frozenset(number for number, code in enumerate(xfs) if code in formats)


def _recalculating(workbook: bytes) -> bytes:
    """Return the workbook part with the order to reckon every formula when it is opened."""
    found = re.search(rb"<((?:\w+:)?)calcPr\b([^>]*?)(/?)>", workbook)
    if found:
        kept = re.sub(rb'\s*fullCalcOnLoad="[^"]*"', b"", found[2])
        tag = b"<" + found[1] + b"calcPr" + kept.rstrip() + b' fullCalcOnLoad="1"' + found[3] + b">"
        return workbook[: found.start()] + tag + workbook[found.end() :]
    for name in _BEFORE_CALC:
        ends = list(re.finditer(rb"</((?:\w+:)?)" + name.encode() + rb"\s*>", workbook))
        if ends:
            tag = b"<" + ends[-1][1] + b'calcPr fullCalcOnLoad="1"/>'
            return workbook[: ends[-1].end()] + tag + workbook[ends[-1].end() :]
    return workbook


class _SheetPatch:
    """The bytes of one sheet and where its cells stand."""

    def __init__(self, xml: bytes, name: str, percents: frozenset[int]) -> None:
        declared = _ENCODING.search(xml[:200])
        if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or (
            declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")
        ):
            raise UnicodeDecodeError("utf-8", xml[:4], 0, 1, "another encoding")
        self._xml = xml
        self._name = name
        self._percents = percents
        self.sheet = scan(xml)

    def patched(
        self, values: Mapping[str, Value],
        below: Mapping[tuple[int, int], str] = MappingProxyType({}),
    ) -> bytes:  # fmt: skip
        """Return the sheet's bytes with the cells put in, and texts of no style of their own."""
        self._plain = frozenset(row for row, _column in below)
        placed: dict[int, dict[int, Value]] = {row: {at: text} for (row, at), text in below.items()}
        for reference, value in values.items():
            row, column = self._anchor(*split_reference(reference))
            placed.setdefault(row, {})[column] = value
        edits: list[tuple[int, int, bytes]] = []
        for number in sorted(placed):
            edits += self._row(number, placed[number])
        edits += self._old_results()
        start, inner, end = self.sheet.data
        if inner == end and edits:  # <sheetData/> opens for its first rows
            tag = f"{self.sheet.prefix}sheetData"
            rows = b"".join(text for _start, _end, text in edits)
            edits = [(start, end, f"<{tag}>".encode() + rows + f"</{tag}>".encode())]
        # Places are sorted, so that what goes in at one place keeps its order.
        pieces, at = [], 0
        for start, end, text in sorted(edits, key=lambda one: one[:2]):
            pieces += [self._xml[at:start], text]
            at = end
        return b"".join([*pieces, self._xml[at:]])

    def _old_results(self) -> list[tuple[int, int, bytes]]:
        """Take out what formulas came to before: no reader is to show it as today's figure."""
        return [
            (*cell.result, b"")
            for row in self.sheet.rows.values()
            for cell in row.cells.values()
            if cell.formula and cell.result[1]
        ]

    def _anchor(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell that shows: of merged cells the first."""
        for top, left, bottom, right in self.sheet.merged:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return row, column

    def _row(self, number: int, values: Mapping[int, Value]) -> list[tuple[int, int, bytes]]:
        row = self.sheet.rows.get(number)
        if row is None:
            return [self._new_row(number, values)]
        edits: list[tuple[int, int, bytes]] = []
        added: dict[int, list[bytes]] = {}
        for column in sorted(values):
            old = row.cells.get(column)
            if old is not None:
                if old.formula:
                    raise Refusal(
                        _("Ô {cell} ở trang “{sheet}” có công thức nên không ghi đè.").format(
                            cell=f"{column_name(column)}{number}", sheet=self._name[:60]),
                        next_step=_("Chọn ô khác, hoặc xóa công thức ở tệp mẫu."),
                        code="E_FORMULA",
                    )  # fmt: skip
                style = old.attributes.get("s", "")
                edits.append(
                    (old.start, old.end, self._cell(number, column, style, values[column]))
                )
                continue
            text = self._cell(number, column, self._style(row, column), values[column])
            after = [c for c in row.cells if c > column]
            place = row.cells[min(after)].start if after else row.inner
            added.setdefault(place, []).append(text)
        tail = b""
        for place, texts in added.items():
            if place == row.inner and row.inner == row.end:  # <row …/> opens for its first cells
                tail = b"".join(texts)
            else:
                edits.append((place, place, b"".join(texts)))
        if tail:
            opened = self._xml[row.start : row.end].rstrip()[:-2].rstrip() + b">"
            closed = f"</{self.sheet.prefix}row>".encode()
            edits.append((row.start, row.end, opened + tail + closed))
        return edits

    def _new_row(self, number: int, values: Mapping[int, Value]) -> tuple[int, int, bytes]:
        plain = number in self._plain
        cells = b"".join(
            self._cell(number, column, "" if plain else self._style(None, column), values[column])
            for column in sorted(values)
        )
        name = f"{self.sheet.prefix}row"
        text = f'<{name} r="{number}">'.encode() + cells + f"</{name}>".encode()
        after = [row.start for n, row in self.sheet.rows.items() if n > number]
        place = min(after, default=self.sheet.data[1])
        return place, place, text

    def _style(self, row: Row | None, column: int) -> str:
        """Return the style an empty place has: its row's, else its column's."""
        if row is not None and row.attributes.get("customFormat") in ("1", "true"):
            return row.attributes.get("s", "")
        return next((s for a, b, s in self.sheet.columns if a <= column <= b), "")

    def _cell(self, row: int, column: int, style: str, value: Value) -> bytes:
        tag = f"{self.sheet.prefix}c"
        head = f'<{tag} r="{column_name(column)}{row}"' + (
            f" s={quoteattr(style)}" if style else ""
        )
        if value is None:
            return f"{head}/>".encode()
        p = self.sheet.prefix
        if isinstance(value, str):
            text = escape(clean(value)[:32_767])
            inner = f'<{p}is><{p}t xml:space="preserve">{text}</{p}t></{p}is>'
            return f'{head} t="inlineStr">{inner}</{tag}>'.encode()
        percent = style.isdigit() and int(style) in self._percents
        return f"{head}><{p}v>{_number(value, percent=percent)}</{p}v></{tag}>".encode()


def _number(value: int | Decimal | Fraction, *, percent: bool) -> str:
    """Return a number as the file keeps it; a ratio is in hundreds unless its cell shows %."""
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        if percent:
            return repr(float(value))
        return format((exact * 100).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize(), "f")
    return format(value, "f") if isinstance(value, Decimal) else str(value)
