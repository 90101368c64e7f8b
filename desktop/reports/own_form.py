"""A province's own form: which cell takes which figure, and what those figures are.

The mapping is data, made once by clicking cells or written as JSON:

{"sheet": "Biểu 01",
 "cells": {"C7": "A03", "D7": "A03 lũy kế", "Phụ lục!B2": "A03N @P-A-01", "A3": "{period}"},
 "units": [{"sheet": "Biểu 02", "first": 8, "last": 60, "name": "B",
            "columns": {"C": "A01", "D": "A03", "E": "ownership"}}]}

A figure is a code ("A03", of one ownership type "A03;LH=FDI"), then what of it (nothing: the
period's own; lũy kế, kỳ trước, cùng kỳ, kế hoạch), then whose. A text holds {period}, {unit},
{parent}, {from}, {to}, {due}, {year} or {coverage}: how many reported. Rows of units are found by
the names standing in the name column, of base unions and of units above them, which show their
tree's total; where that column is empty, the base unions' names are written in.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Final

import msgspec

from desktop.formats.xlsx_patch import Value
from desktop.formats.xlsx_scan import column_name, split_reference
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import split_code
from desktop.models.figures.kinds import target_code
from desktop.models.figures.sums.bands import of_band
from desktop.models.figures.sums.rollup import Rollup, cumulate, roll_up
from desktop.models.figures.sums.total import Total, ratio
from desktop.models.packs.ownership_kinds import BANDS, band_name
from desktop.models.packs.pack_types import Indicator, Scheme
from desktop.models.packs.periods import Period, previous, same_last_year
from desktop.models.plans.year_targets import targets_that_count
from desktop.models.store.reader import Reader
from desktop.models.text import fold, one_line, short_date
from desktop.models.units.units import Unit
from desktop.reports import frame
from desktop.reports.own_form_small import Place, SmallCells
from desktop.reports.own_form_standing import Standing
from desktop.reports.unit_columns import NO_WHOLE, NOT_APPLICABLE, attribute_text
from desktop.reports.unit_figures import UnitFigures

CURRENT: Final = "kỳ này"
_WORDS: Final = {
    "": CURRENT, "ky nay": CURRENT, "current": CURRENT,
    "luy ke": "lũy kế", "cumulative": "lũy kế",
    "ky truoc": "kỳ trước", "previous": "kỳ trước",
    "cung ky": "cùng kỳ", "cung ky nam truoc": "cùng kỳ", "last_year": "cùng kỳ",
    "ke hoach": "kế hoạch", "chi tieu": "kế hoạch", "plan": "kế hoạch",
}  # fmt: skip
_SOURCE: Final = re.compile(r"(?P<code>[A-Za-z][\w;=-]*)(?P<what>[^@]*)(?:@\s*(?P<unit>\S+)\s*)?")
_PLACE: Final = re.compile(r"\{(\w+)\}")
_COVERAGE: Final = "coverage"
_TYPE: Final = "LH="
_EARLIER: Final[Mapping[str, Callable[[Period, Iterable[Scheme]], Period]]] = {
    "cùng kỳ": same_last_year, "kỳ trước": previous,
}  # fmt: skip
_ATTRIBUTES: Final = frozenset(
    {"name", "area", "sector", "ownership", "commune", "address", "founded", "country",
     "company_form", "code", "number"}
)  # fmt: skip


class UnitRows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows of a sheet, one per base union: `columns` letter → code or attribute."""

    first: int
    last: int
    name: str
    columns: dict[str, str]
    sheet: str = ""


class FormMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which cells of a form take what; `sheet` is meant where a cell names none."""

    sheet: str = ""
    cells: dict[str, str] = {}
    units: tuple[UnitRows, ...] = ()


@dataclass(slots=True)
class Filled:
    """What goes where: sheet → cell → value; `empty` lists cells nobody reported anything for.

    `unmatched` are names of the form that are no unit's, `doubtful` those that are left alone
    though a unit may be meant, `left_out` units with no row in it. `tentative` says by sheet what
    of its figures is not firm; `marked` are the sheets where the mapping gave that a place.
    `hidden` are the cells of a sheet that tell no number, for the sake of one or two people.
    """

    cells: dict[str, dict[str, Value]] = field(default_factory=dict)
    empty: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    tentative: dict[str, tuple[str, ...]] = field(default_factory=dict)
    marked: set[str] = field(default_factory=set)
    hidden: dict[str, list[str]] = field(default_factory=dict)

    def put(self, sheet: str, place: str, value: Value) -> None:
        self.cells.setdefault(sheet, {})[place] = value
        if value is None:
            self.empty.append(f"{sheet}!{place}")


Names = Callable[[str], Mapping[str, str]]
"""Sheet name → cell → the text that stands there."""
Meant = tuple[str, str]
"""The id of the unit a name stands for, "" for none; and where one may be meant, which and why."""
Find = Callable[[Rollup], Callable[[str], Meant]]
"""The register of a roll-up's day → a name in the form → whom it stands for."""


def read_mapping(data: bytes) -> FormMapping:
    """Return a mapping from its JSON. Raises Refusal, naming the place, for what is none."""
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=FormMapping)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal(
            _("Tệp cách điền không đọc được{where}.").format(where=_where(error)),
            next_step=_("Chỉ các ô một lần ở trang Báo cáo thay cho tệp này."), code="E_MAPPING",
        ) from None  # fmt: skip


def _where(error: Exception) -> str:
    """Return the place of the fault, as " ở $.cells" for the person who wrote the file."""
    found = re.search(r"at `([^`]+)`", str(error))
    return _(" ở {place}").format(place=found[1][:60]) if found else ""


def fill(
    reader: Reader,
    mapping: FormMapping,
    period_id: str,
    unit: str,
    sheets: list[str],
    names: Names,
    find: Find,
    known_on: date | None = None,
    *,
    hide_small: bool = False,
) -> Filled:
    """Return the values of every mapped cell for a period and a unit ("" is our own).

    With `hide_small` no cell tells, or lets work out, a sensitive count of one or two people.
    """
    if not mapping.cells and not mapping.units:
        raise Refusal(
            _("Chưa chỉ ô nào của biểu."),
            next_step=_("Bấm vào từng ô rồi chọn số liệu cho ô."), code="E_MAPPING",
        )  # fmt: skip
    book = _Book(reader, period_id, unit, known_on)
    filled = Filled()
    first = mapping.sheet or sheets[0]
    last: list[tuple[str, str, str]] = []  # texts that tell of all other cells
    for place, source in mapping.cells.items():
        named, _mark, cell = place.rpartition("!")
        split_reference(cell)
        sheet = _sheet(named.strip("'") or first, sheets)
        if "{" + _COVERAGE + "}" in source:
            last.append((sheet, cell.upper(), source))
        else:
            filled.put(sheet, cell.upper(), book.value(source, (sheet, cell.upper())))
    rows_of_units = [(rows, _sheet(rows.sheet or first, sheets)) for rows in mapping.units]
    placed: dict[str, set[str]] = {}
    find_name = find(book.rollup) if rows_of_units else None
    for rows, sheet in rows_of_units:
        if find_name is not None:
            there = _fill_rows(book, rows, sheet, names, find_name, filled)
            placed.setdefault(sheet, set()).update(there)
    for there in placed.values():
        filled.left_out += [name for name in _left_out(book.rollup, there)
                            if name not in filled.left_out]  # fmt: skip
    for (sheet, cell), text in book.small.left_out().items() if hide_small else ():
        filled.put(sheet, cell, text)
        filled.hidden.setdefault(sheet, []).append(cell)
    for sheet, cell, source in last:
        filled.put(sheet, cell, book.value(source, (sheet, cell)) or None)
        filled.marked.add(sheet)
    told = ((sheet, book.standing.tentative(sheet)) for sheet in sheets)
    filled.tentative = {sheet: said for sheet, said in told if said}
    return filled


def _sheet(name: str, sheets: list[str]) -> str:
    found = [one for one in sheets if fold(one) == fold(name)]
    if not found:
        raise Refusal(
            _("Tệp mẫu không có trang “{name}”.").format(name=name[:60]),
            next_step=_("Các trang: {names}.").format(names=", ".join(sheets)[:200]),
            code="E_SHEET",
        )
    return found[0]


class _Book:
    """The figures a mapping may ask for, each roll-up made once."""

    def __init__(self, reader: Reader, period_id: str, unit: str, known_on: date | None) -> None:
        self._reader = reader
        self._unit = unit
        self._known_on = known_on
        self.figures = UnitFigures.read(reader, period_id, unit, known_on)
        self.period = self.figures.rollup.period
        self.standing = Standing(reader, CURRENT)
        self.small = SmallCells()
        self._rolled = cache(self._made)
        self._totals = cache(self._added)

    @property
    def rollup(self) -> Rollup:
        return self.figures.rollup

    def value(self, source: str, place: Place) -> Value:
        """Return what a cell's source comes to; None where nobody reported anything."""
        if "{" in source:
            return _PLACE.sub(lambda found: self._text(found[1], place[0]), source)
        found = _SOURCE.fullmatch(source.strip())
        what = _WORDS.get(fold(one_line(found["what"]))) if found else None
        if found is None or what is None:
            raise _unknown(source)
        code = found["code"].upper()
        if split_code(code)[0] not in self._reader.packs.indicators:
            raise _unknown(source)
        unit = found["unit"] or self._unit
        if what == "kế hoạch":
            return self._plan(target_code(*_of_kind(code)), unit)
        return self.total(code, what, unit, place)

    def total(self, code: str, what: str, unit: str, place: Place) -> Value:
        """Return what a figure comes to over a unit's tree, of one ownership type if asked."""
        bare, kind = _of_kind(code)
        total = self._totals(what, unit, kind).get(bare if kind else code)
        rolled = self._rolled(what, unit, "")
        if total is not None and rolled is not None:
            whose = "" if unit == self._unit else rolled.top.name
            whole = self._totals(what, unit, "").get(bare, total)
            self.standing.total(place[0], (what, whose), rolled, bare, whole if kind else total)
            mine = self._rolled(what, unit, kind) or rolled
            self.small.total(place, bare, rolled.period.id, mine.parts.get(bare, ()))
        return _told(total, percent=self._reader.packs.indicators[bare].scale == 100)

    def _added(self, what: str, unit: str, kind: str) -> Mapping[str, Total]:
        rolled = self._rolled(what, unit, kind)
        return {} if rolled is None else rolled.totals(self._reader.packs)

    def _made(self, what: str, unit: str, kind: str) -> Rollup | None:
        """Return a roll-up; None for a period the unit was not there in."""
        packs, period = self._reader.packs, self.period
        if kind:
            band_name(packs, kind)
            whole = self._rolled(what, unit, "")
            return None if whole is None else of_band(whole, packs, kind)
        if what == "lũy kế":
            return cumulate(self._reader, period.id, unit, known_on=self._known_on)
        if what in _EARLIER:
            earlier = _EARLIER[what](period, packs.schemes)
            try:
                return roll_up(self._reader, earlier.id, unit, known_on=self._known_on)
            except Refusal:  # the unit was not there then
                return None
        if unit == self._unit:
            return self.rollup
        return roll_up(self._reader, period.id, unit, known_on=self._known_on)

    def _plan(self, code: str, unit: str) -> Value:
        top = self.rollup.top if unit == self._unit else self.rollup.tree.by_code(unit)
        target = targets_that_count(self._reader, self.period.calendar_year, top.id).get(code)
        if target is None or target.value is None:
            return None
        return int(target.value) if target.value == int(target.value) else target.value

    def _text(self, name: str, sheet: str) -> str:
        if name == _COVERAGE:
            return self.standing.said(sheet)
        issuer = frame.issuer_of(self._reader, self.rollup.tree)
        texts = {
            "period": self.period.title,
            "unit": self.rollup.top.name,
            "parent": issuer.parent,
            "from": short_date(self.period.data_from),
            "to": short_date(self.period.data_to),
            "due": short_date(self.period.due),
            "year": str(self.period.calendar_year),
        }
        if name not in texts:
            raise _unknown("{" + name + "}")
        return texts[name]

    def of_unit(self, unit: Unit, number: int, source: str, place: Place) -> Value:
        """Return what a row shows of a base union itself, of an upper unit in total."""
        if source in _ATTRIBUTES:
            own: dict[str, Value] = {
                "number": number, "code": unit.code, "ownership": unit.ownership
            }  # fmt: skip
            return own.get(source) or attribute_text(unit, source, self._reader.packs) or None
        code = source.strip().upper()
        indicator = self._reader.packs.indicators.get(code)
        if indicator is None:
            raise _unknown(source)
        if self.rollup.tree.role(unit) != "base":
            mine = unit.id == self.rollup.top.id
            return self.total(code, CURRENT, self._unit if mine else unit.code, place)
        value = self._own(unit, code, indicator)
        if value is not None:
            row = split_reference(place[1])[0]
            self.standing.own(place[0], self.rollup, unit.id, code, row)
            if isinstance(value, int):
                self.small.own(place, code, self.period.id, {unit.id: value})
        return value

    def _own(self, unit: Unit, code: str, indicator: Indicator) -> Value:
        line = self.figures.line(unit.id)
        if code in line.na:
            return NOT_APPLICABLE
        if indicator.type != "R":
            return line.numbers.get(code)
        parts = [[line.numbers.get(c) for c in side]
                 for side in (indicator.numerator, indicator.denominator)]  # fmt: skip
        if any(all(value is None for value in side) for side in parts):
            return None
        above, below = (sum(value or 0 for value in side) for side in parts)
        return _share(above, below, percent=indicator.scale == 100)


def _of_kind(code: str) -> tuple[str, str]:
    """Return (indicator, sector or ownership type) of a code in capitals; "" of all types."""
    bare, part = split_code(code)
    kind = part.removeprefix(_TYPE) if part.startswith(_TYPE) else ""
    return bare, kind.lower() if kind.lower() in BANDS else kind


def _told(total: Total | None, *, percent: bool) -> Value:
    if total is None or (total.value is None and total.numerator is None):
        return None
    if total.numerator is not None and total.denominator is not None:
        return _share(total.numerator, total.denominator, percent=percent)
    return total.value


def _share(above: int, below: int, *, percent: bool) -> Value:
    if not below:
        return NO_WHOLE
    return Fraction(above, below) if percent else ratio(above, below, 1)


def _unknown(source: str) -> Refusal:
    return Refusal(
        _("Không có số liệu “{source}” để điền vào biểu.").format(source=source[:60]),
        next_step=_("Ghi như A03, A03 lũy kế, A03 kỳ trước, A03 cùng kỳ, A03 kế hoạch, {period}."),
        code="E_MAPPING",
    )


# rows of units


def _fill_rows(
    book: _Book, rows: UnitRows, sheet: str, names: Names, find: Callable[[str], Meant],
    filled: Filled,
) -> set[str]:  # fmt: skip
    """Fill the rows of units, and return the units that have one."""
    if not 1 <= rows.first <= rows.last <= 1_048_576:
        raise Refusal(
            _("Dòng đầu, dòng cuối của bảng đơn vị không đúng."),
            next_step=_("Ghi first và last theo số dòng trong tệp mẫu."), code="E_MAPPING",
        )  # fmt: skip
    units = list(book.rollup.base)
    texts = names(sheet)
    standing = {
        row: one_line(texts.get(f"{rows.name.upper()}{row}", ""))
        for row in range(rows.first, rows.last + 1)
    }
    if any(standing.values()):
        placed = dict(_matched(book.rollup, standing, sheet, find, filled))
    else:
        if len(units) > rows.last - rows.first + 1:
            raise Refusal(
                _("Biểu có {n} dòng cho đơn vị, cần {m} dòng.").format(
                    n=rows.last - rows.first + 1, m=len(units)),
                next_step=_("Thêm dòng vào tệp mẫu rồi sửa số dòng cuối."), code="E_ROWS",
            )  # fmt: skip
        placed = {rows.first + at: unit for at, unit in enumerate(units)}
        for row, unit in placed.items():
            filled.put(sheet, f"{rows.name.upper()}{row}", unit.name)
    for number, (row, unit) in enumerate(sorted(placed.items()), start=1):
        for column, source in rows.columns.items():
            place = f"{column_name(split_reference(f'{column}1')[1])}{row}"
            filled.put(sheet, place, book.of_unit(unit, number, source, (sheet, place)))
    return {unit.id for unit in placed.values()}


def _matched(
    rollup: Rollup, standing: Mapping[int, str], sheet: str, find: Callable[[str], Meant],
    filled: Filled,
) -> Iterator[tuple[int, Unit]]:  # fmt: skip
    """Find the unit of each name; a name of two units, or of none, is told and left alone."""
    tree = rollup.tree
    within = {u.id: u for u in tree.walk(rollup.top.id) if tree.role(u) != "part"}
    within |= {unit.id: unit for unit in rollup.base}
    taken: dict[str, int] = {}
    for row, text in standing.items():
        if not text:
            continue
        unit, doubt = find(text)
        if unit in within and unit not in taken and not doubt:
            taken[unit] = row
            yield row, within[unit]
            continue
        if unit in taken:
            doubt = _("đơn vị này đã có ở dòng {row}").format(row=taken[unit])
        elif unit and not doubt:
            doubt = _("không thuộc {unit}").format(unit=rollup.top.name)
        told = _("{sheet}, dòng {row}: {text}").format(sheet=sheet, row=row, text=text[:80])
        named = f"{told} ({doubt})" if doubt else told
        into = filled.doubtful if doubt else filled.unmatched
        if named not in into:
            into.append(named)


def _left_out(rollup: Rollup, placed: set[str]) -> Iterator[str]:
    """Yield the names of units that no row of a sheet shows, neither theirs nor one above them.

    Where units above base unions have rows, such a unit without any is named instead of its own.
    """
    base = {unit.id for unit in rollup.base}
    tall = bool(placed - base)

    def under(top: Unit) -> Iterator[str]:
        for unit in rollup.tree.children(top.id):
            if unit.id in placed:
                continue
            below = {one.id for one in rollup.tree.walk(unit.id)}
            if unit.id in base or (tall and below & base and not below & placed):
                yield unit.name
            else:
                yield from under(unit)

    if rollup.top.id not in placed:
        yield from ([rollup.top.name] if rollup.top.id in base else under(rollup.top))
