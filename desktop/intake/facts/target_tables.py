"""Targets set out in a table: names, units and figures, or one row of quotas per unit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.intake.facts.quantities import (
    Comparator,
    canonical_unit,
    figures,
    quantities,
    unit_within,
)
from desktop.intake.facts.stages import column_stage, stage_in
from desktop.intake.facts.target_indicators import indicator_of, with_part
from desktop.intake.reading import Block, Span, Target
from desktop.intake.words import plain, squeeze

_UNIT = re.compile(r"^(?:don vi tinh|dvt|d\.?v\.?t|dv tinh|don vi)\b")
_NAME = re.compile(r"\b(?:chi tieu|noi dung|nhiem vu|ten|danh muc|tieu chi)\b")
_OWNER = re.compile(
    r"^(?:ten )?(?:don vi|cac don vi|cong doan|cdcs|dia ban|cum|khoi|ldld|xa|phuong|co so)\b"
)
_VALUE = re.compile(
    r"\b(?:chi tieu|so luong|ke hoach|nam|giao|dang ky|muc|phan dau|ty le|6 thang|ca nam|quy|"
    r"den|giai doan|muc tieu|kh|ct)\b"
)
_NOT_VALUE = re.compile(
    r"\b(?:thuc hien|ket qua|ghi chu|cung ky|(?<!thoa )uoc|so sanh|don vi|hien co|hien tai|"
    r"co den|da co|dau nam|dau ky|tinh den|phu trach|chu tri|thoi gian|kinh phi|stt|tt|thuc te|"
    r"dat duoc|th(?= 20\d\d)|ty le (?:dat|hoan thanh|thuc hien)|so voi)\b"
)
# Beside what was reached, a bare rate compares it with what was planned.
_REACHED = re.compile(r"\b(?:thuc hien|ket qua|dat duoc|th(?= 20\d\d))\b")
_SHORT = 160
_RATE = re.compile(r"^(?:ty le|%)(?:\s*\(?\s*%\s*\)?)?$")
_YEARS = re.compile(r"\b20\d\d\b")
_QUOTA = re.compile(
    r"\b(?:chi tieu|giao|ket nap|thanh lap|phat trien|ke hoach|dang ky|phan dau|thu|gioi thieu|"
    r"muc tieu|so luong|ty le|ho tro|tang|to chuc|thoa uoc|hoi nghi)\b"
)
_ORDINAL = re.compile(r"^(?:s?\.?t\.?t\.?|so tt|so thu tu)$")
_TOTAL = re.compile(
    r"^(?:tong(?: so| cong(?! ty))?(?! cong ty| lien doan)|cong(?! doan| ty)|"
    r"toan (?:tinh|huyen|nganh|thanh pho))\b"
)
_FIGURE = re.compile(
    r"^(?P<sign>≥|>=|>|≤|<=|<|tren|tu|it nhat|toi thieu|duoi|khong qua|khong duoi)?\s*"
    r"(?P<n>\d{1,3}(?:\.\d{3})+|\d+(?:[,.]\d+)?)\s*"
    r"(?:(?:-|–|den)\s*(?P<m>\d{1,3}(?:\.\d{3})+|\d+(?:[,.]\d+)?))?\s*"
    r"(?P<p>%)?\s*(?P<u>(?!tro len)[a-z][a-z ,]{1,24}?)?\s*(?P<up>tro len)?$"
)
_SIGNS: dict[str, Comparator] = {
    "≥": ">=", ">=": ">=", "tu": ">=", "it nhat": ">=", "toi thieu": ">=", ">": ">", "tren": ">",
    "≤": "<=", "<=": "<=", "khong qua": "<=", "<": "<", "duoi": "<", "khong duoi": ">=",
}  # fmt: skip
_AT_LEAST = re.compile(r"\b(?:khong thap hon|khong duoi|it nhat|toi thieu)\b[^.]{0,60}$")
_NOWHERE = Span(1, 1)
_SET = re.compile(r"\b(?:chi tieu|giao|phan bo|ke hoach|muc tieu)\b")

_SHARED_OUT = re.compile(
    r"\b(?:giao|phan bo|phan khai)\b[^.;]{0,40}\b(?:tung|cho|cac)\b|"
    r"\bchi tieu\b[^.;]{0,30}\bcua (?:tung|moi)\b[^.;]{0,20}:"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# A scale of marks: it rates, it sets nothing.
_RATING = re.compile(r"\b(?:so diem|thang diem|muc diem|diem chuan)\b|\d\s*diem\b")


@dataclass(frozen=True, slots=True)
class _Column:
    place: int
    stage: str | None
    unit: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Columns:
    """What a table's heading says; `unit` None: units stand in the heading or the cells."""

    name: int
    unit: int | None
    values: tuple[_Column, ...]
    quotas: bool = False


@dataclass(frozen=True, slots=True)
class _Table:
    stage: str | None
    comparator: Comparator


def table_targets(
    blocks: Sequence[Block], stage: str | None, year: int | None = None
) -> Iterator[Target]:
    """Yield the targets of all tables whose first row names what is counted and figures.

    `stage` holds where a column's heading names no year; columns of years before `year` are
    not read.
    """
    columns: _Columns | None = None
    head: list[str] = []
    begun = False
    table = _Table(stage, "=")
    for index, block in enumerate(blocks):
        if block.kind == "furniture":
            continue
        if block.kind != "row" or block.zone not in ("body", "appendix"):
            columns, head = None, []
            continue
        cells = [squeeze(cell) for cell in block.text.strip("| ").split("|")]
        if block.text.startswith("|"):
            cells = [squeeze(cell) for cell in block.text.split("|")]
        if not any(cells) or re.fullmatch(r"[|\s:\-–]*", block.text):
            continue
        lead = lead_of(blocks, index) if not head else ""
        merged = _merged(head, cells) if head and columns and not begun else None
        found = _from_year(_heading(merged or cells, lead), merged or cells, year)
        if found:
            columns, head, begun = found, merged or cells, False
            if lead:
                table = _Table(_stage_above(blocks, index) or stage, least(lead))
        elif columns:
            begun = True
            yield from _row(block, index, cells, columns, table)


def lead_of(blocks: Sequence[Block], index: int) -> str:
    """Return what is said before the table, tone-less: the text above and its heading."""
    above = [b for b in blocks[max(0, index - 4) : index] if b.kind in ("item", "paragraph")]
    return " ".join(plain(block.text)[-300:] for block in above[-2:]) or " "


def _stage_above(blocks: Sequence[Block], index: int) -> str | None:
    """Return the stage that the item right above a table names: "… giao trong năm 2005:"."""
    above = next((b for b in reversed(blocks[max(0, index - 3) : index]) if b.kind == "item"), None)
    return stage_in(above.text) if above and len(above.text) < _SHORT else None


def least(lead: str) -> Comparator:
    """Return what bare figures mean after these words: "không thấp hơn mức dưới đây" is ≥."""
    return ">=" if _AT_LEAST.search(lead) else "="


def _merged(head: Sequence[str], cells: Sequence[str]) -> list[str] | None:
    """Return the heading with a second row under the column it divides, None for a row."""
    filled = [place for place, cell in enumerate(cells) if cell]
    if not filled or filled[0] == 0 or any(_FIGURE.match(plain(cells[n])) for n in filled):
        return None
    first = filled[0]
    if first >= len(head) or filled != list(range(first, first + len(filled))):
        return None
    parts = [f"{head[first]} {cells[n]}" for n in filled]
    if len(cells) <= len(head) and all(n < len(head) and not head[n] for n in filled[1:]):
        return [*head[:first], *parts, *head[first + len(parts) :]]
    return [*head[:first], *parts, *head[first + 1 :]]


def _heading(cells: Sequence[str], lead: str) -> _Columns | None:
    bare = [plain(cell) for cell in cells]
    if any(_FIGURE.match(cell) for cell in bare):
        return None
    if any(_RATING.search(cell) for cell in bare):
        return None
    unit = next((place for place, cell in enumerate(bare) if _UNIT.match(cell)), None)
    name = next((place for place, cell in enumerate(bare) if _NAME.search(cell)), None)
    if unit is not None and name is not None and name < unit:
        values = _values(cells, bare, unit + 1)
        return _Columns(name, unit, values) if values else None
    owner = next((place for place, cell in enumerate(bare) if _OWNER.match(cell)), None)
    if owner is not None and owner <= 2:
        wanted = "set" if _SET.search(lead) else ""
        if _SHARED_OUT.search(lead):
            wanted = "shared out"
        quotas = _quotas(cells, bare, owner + 1, wanted)
        return _Columns(owner, None, quotas, quotas=True) if quotas else None
    if name is not None and (name == 0 or _ORDINAL.match(bare[0])):
        values = _values(cells, bare, name + 1)
        return _Columns(name, None, values) if values else None
    return None


def _from_year(columns: _Columns | None, cells: Sequence[str], year: int | None) -> _Columns | None:
    """Leave out the columns of earlier years, where a column of a later one stands beside."""
    if columns is None or year is None:
        return columns
    last = {one.place: max(_years(cells[one.place]), default=year) for one in columns.values}
    if all(last[one.place] < year for one in columns.values):
        return None if any(_REACHED.search(plain(cell)) for cell in cells) else columns
    kept = [one for one in columns.values if last[one.place] >= year]
    return replace(columns, values=tuple(kept))


def _years(heading: str) -> list[int]:
    return [int(found) for found in _YEARS.findall(heading)]


def _values(cells: Sequence[str], bare: Sequence[str], start: int) -> tuple[_Column, ...]:
    reached = any(_REACHED.search(cell) for cell in bare)
    return tuple(
        _Column(place, column_stage(cells[place]))
        for place in range(start, len(cells))
        if _VALUE.search(bare[place]) and not _NOT_VALUE.search(bare[place])
        and not (reached and _RATE.match(bare[place]))
    )  # fmt: skip


def _quotas(
    cells: Sequence[str], bare: Sequence[str], start: int, wanted: str
) -> tuple[_Column, ...]:
    found = tuple(
        _Column(place, column_stage(cells[place]), unit_within(cells[place]), cells[place])
        for place in range(start, len(cells))
        if unit_within(cells[place])
        and not _NOT_VALUE.search(_IN_BRACKETS.sub("", bare[place]))  # "(đơn vị)" is the unit
    )
    aims = re.compile(r"\b(?:chi tieu|giao|dang ky|phan dau)\b")
    set_out = bool(wanted) or any(aims.search(cell) for cell in bare)
    told = wanted == "shared out" or any(_QUOTA.search(plain(one.title)) for one in found)
    return found if set_out and told else ()


def _row(
    block: Block, index: int, cells: Sequence[str], columns: _Columns, table: _Table
) -> Iterator[Target]:
    if columns.name >= len(cells):
        return
    name = cells[columns.name]
    total = columns.quotas and any(_TOTAL.match(plain(cell)) for cell in cells[: columns.name + 1])
    if not name or total:
        return
    for column in columns.values:
        if column.place >= len(cells):
            continue
        unit = column.unit or _unit_of(cells, columns, name)
        made = _cell(cells[column.place], unit, table)
        if made and not (columns.quotas and made.value == "0"):
            said = f"{name}: {column.title}" if columns.quotas else name
            code, sure = indicator_of(said, made.unit)
            code = with_part(code, made.unit, name) if code and not columns.quotas else code
            yield replace(
                made,
                text=name, indicator=code, indicator_sure=sure,
                for_unit=name if columns.quotas else None,
                stage=column.stage or table.stage, block=index, span=block.span,
            )  # fmt: skip


def _unit_of(cells: Sequence[str], columns: _Columns, name: str) -> str:
    if columns.unit is None:
        return unit_within(name) or ""
    return canonical_unit(cells[columns.unit]) if columns.unit < len(cells) else ""


def _cell(text: str, unit: str, table: _Table) -> Target | None:
    """Return what a cell sets, the place still to be filled in; None when it sets nothing."""
    found = _FIGURE.match(figures(text))
    if not found:
        return None
    own = "%" if found["p"] else canonical_unit(found["u"]) if found["u"] else unit
    if not own:
        return None
    low, high = _value(found["n"]), _value(found["m"]) if found["m"] else None
    sign = ">=" if found["up"] else _SIGNS.get(found["sign"] or "", table.comparator)
    return Target(
        text="", value=low, value_max=high, comparator="range" if high else sign, unit=own,
        stage=None, basis=None, block=0, span=_NOWHERE, confidence=0.8,
    )  # fmt: skip


def _value(written: str) -> str:
    found = next(iter(quantities(f"{written}%")), None)
    return found.value if found else written.replace(".", "").replace(",", ".")
