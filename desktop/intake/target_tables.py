"""Targets set out in a table: a column of names, one of units, one or more of figures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.intake.quantities import Comparator, canonical_unit, quantities
from desktop.intake.reading import Block, Target
from desktop.intake.stages import stage_in
from desktop.intake.words import plain, squeeze

_UNIT = re.compile(r"^(?:don vi tinh|dvt|dv tinh|don vi)\b")
_NAME = re.compile(r"\b(?:chi tieu|noi dung|nhiem vu|ten)\b")
_VALUE = re.compile(r"\b(?:chi tieu|so luong|ke hoach|nam|giao|dang ky|muc|phan dau|ty le)\b")
_NOT_VALUE = re.compile(r"\b(?:thuc hien|ket qua|ghi chu|cung ky|uoc|so sanh|don vi)\b")
_FIGURE = re.compile(
    r"^(?P<sign>≥|>=|>|≤|<=|<|tren|tu|it nhat|toi thieu|duoi|khong qua)?\s*"
    r"(?P<n>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)\s*(?P<p>%)?\s*(?P<up>tro len)?$"
)
_SIGNS: dict[str, Comparator] = {
    "≥": ">=", ">=": ">=", "tu": ">=", "it nhat": ">=", "toi thieu": ">=", ">": ">", "tren": ">",
    "≤": "<=", "<=": "<=", "khong qua": "<=", "<": "<", "duoi": "<",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Columns:
    name: int
    unit: int
    values: tuple[tuple[int, str | None], ...]


def table_targets(blocks: Sequence[Block], stage: str | None) -> Iterator[Target]:
    """Yield the targets of all tables whose first row names a unit column and figures.

    `stage` holds where a column's heading names no year.
    """
    columns: _Columns | None = None
    for index, block in enumerate(blocks):
        if block.kind == "furniture":
            continue
        if block.kind != "row" or block.zone not in ("body", "appendix"):
            columns = None
            continue
        cells = [squeeze(cell) for cell in block.text.split(" | ")]
        found = _heading(cells)
        if found:
            columns = found
        elif columns and len(cells) > max(columns.name, columns.unit):
            yield from _row(block, index, cells, columns, stage)


def _heading(cells: Sequence[str]) -> _Columns | None:
    bare = [plain(cell) for cell in cells]
    unit = next((place for place, cell in enumerate(bare) if _UNIT.match(cell)), None)
    if unit is None:
        return None
    name = next((place for place in range(unit) if _NAME.search(bare[place])), None)
    values = tuple(
        (place, stage_in(cells[place]))
        for place in range(unit + 1, len(cells))
        if _VALUE.search(bare[place]) and not _NOT_VALUE.search(bare[place])
    )
    return _Columns(name, unit, values) if name is not None and values else None


def _row(
    block: Block, index: int, cells: Sequence[str], columns: _Columns, stage: str | None
) -> Iterator[Target]:
    unit = canonical_unit(cells[columns.unit])
    for place, own in columns.values:
        if place >= len(cells):
            continue
        found = _FIGURE.match(plain(cells[place]))
        if not found or not (unit or found["p"]):
            continue
        comparator = ">=" if found["up"] else _SIGNS.get(found["sign"] or "", "=")
        number = found["n"].replace(".", "").replace(",", ".")
        value = next((q.value for q in quantities(f"{found['n']}%")), number)
        yield Target(
            text=cells[columns.name], value=value, value_max=None, comparator=comparator,
            unit="%" if found["p"] else unit, stage=own or stage, basis=None, block=index,
            span=block.span, confidence=0.8,
        )  # fmt: skip
