"""F6: what was done for members and workers: how much, for how many, with whose money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.formats.document import Document
from desktop.formats.table import Align, Cell, CellKind, Column, Role, Row, Table
from desktop.i18n import _
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.figures.sums.total import Total
from desktop.models.figures.sums.waiting_words import notes as waiting_notes
from desktop.models.packs.pack_types import Form, FormColumn, Indicator
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import is_free
from desktop.models.store.reader import Reader
from desktop.reports.indicator_paper import indicator_paper
from desktop.reports.registry import Report

_ALIGN = {"left": Align.LEFT, "center": Align.CENTER, "right": Align.RIGHT}
_MONEY = ("union_money", "social_money", "total_money")
_PERSONS = "người"


@dataclass(frozen=True, slots=True)
class Care:
    """One line of care: the first measure, then those counted beside it, then its money.

    `union_money` and `social_money` are None for a line that keeps no such sum. A sum kept as
    the line's own figure (support collected) is told as a total and split between no one.
    """

    first: Indicator
    beside: tuple[Indicator, ...]
    persons: str | None
    union_money: str | None
    social_money: str | None


def build(
    reader: Reader,
    period_id: str,
    unit: str = "",
    *,
    known_on: date | None = None,
    personal: bool = False,
) -> Document:
    """Return F6: a row per line of group E, its money side by side, the sums at the foot."""
    return indicator_paper(
        reader, "F6", period_id, unit, known_on,
        lambda form, rollup: care_table(reader, form, rollup),
    )  # fmt: skip


def care_lines(packs: Packs, form: Form, rollup: Rollup) -> list[Care]:
    """Return the lines that the period asks for or that anybody reported."""
    groups = set(form.groups)
    counted = [
        i for i in packs.indicators.values()
        if i.group in groups and i.type != "R" and i.holds_on(rollup.period.data_to)
    ]  # fmt: skip
    scheme = packs.scheme(rollup.period.scheme, rollup.period.data_from)
    lines = []
    for first in counted:
        if first.line is not None or first.part_of is not None:
            continue
        family = [i for i in counted if first.code in (i.code, i.line, i.part_of)]
        # Nobody says what a free period is about: only what somebody entered is told.
        asked = not is_free(scheme) and (not scheme.indicators or first.code in scheme.indicators)
        if not asked and not any(rollup.parts.get(i.code) for i in family):
            continue
        lines.append(_care(first, family))
    return lines


def _care(first: Indicator, family: Sequence[Indicator]) -> Care:
    def measured(name: str) -> str | None:
        return next((i.code for i in family if i.measure == name), None)

    persons = measured("persons")
    if persons is None and first.unit == _PERSONS:
        persons = first.code
    shown = {persons, measured("union_money"), measured("social_money")} - {first.code}
    beside = tuple(i for i in family if i is not first and i.code not in shown)
    return Care(first, beside, persons, measured("union_money"), measured("social_money"))


def care_table(reader: Reader, form: Form, rollup: Rollup) -> Table:
    """Return the table: quantities, persons, union money, socialised money and their sum."""
    totals = rollup.totals(reader.packs)
    columns = tuple(_column(column) for column in form.columns)
    rows: list[Row] = []
    sums = {"union_money": 0, "social_money": 0}
    known = set()
    lines = care_lines(reader.packs, form, rollup)
    for number, care in enumerate(lines, start=1):
        told = _line(care, totals)
        for source in ("union_money", "social_money"):
            if isinstance(told[source], int):
                sums[source] += int(str(told[source]))
                known.add(source)
        rows.append(_row(form.columns, {**told, "row_number": number}, care.first.code))
        for extra in care.beside:
            rows.append(_row(form.columns, _beside(extra, totals), extra.code))
    if not rows:
        rows.append(Row((_("Chưa có số liệu chăm lo trong kỳ."),), Role.NOTE))
    else:
        foot: dict[str, Cell] = {
            "row_number": _("Cộng kinh phí"),
            **{source: sums[source] if source in known else None for source in sums},
            "total_money": sum(sums.values()) if known else None,
        }
        cells = tuple(foot.get(c.source) for c in form.columns)
        rows.append(Row(cells, Role.TOTAL, label_span=3))
        rows += [Row((note,), Role.NOTE) for note in _notes(lines, totals)]
    cared = [one.code for one in reader.packs.indicators.values() if one.group in form.groups]
    waiting = rollup.waiting_for(reader.packs, cared)
    said = waiting_notes(reader.packs, waiting, rollup.period.id)
    rows += [Row((note,), Role.NOTE) for note in said]
    return Table(columns, tuple(rows), marks=_marks(form.columns), name=form.id)


def _line(care: Care, totals: Mapping[str, Total]) -> dict[str, Cell]:
    union, social = _value(totals, care.union_money), _value(totals, care.social_money)
    known = [money for money in (union, social) if money is not None]
    own = _value(totals, care.first.code)
    total = sum(known) if known else None
    if care.first.money:
        total, own = own, None
    return {
        "name": care.first.name.partition(":")[0] if care.union_money else care.first.name,
        "unit": care.first.unit,
        "current": own,
        "persons": _value(totals, care.persons),
        "union_money": union,
        "social_money": social,
        "total_money": total,
    }


def _beside(indicator: Indicator, totals: Mapping[str, Total]) -> dict[str, Cell]:
    value = _value(totals, indicator.code)
    return {
        "name": f"– {indicator.name}",
        "unit": indicator.unit,
        "current": None if indicator.money else value,
        "persons": value if indicator.unit == _PERSONS else None,
        "total_money": value if indicator.money else None,
    }


def _value(totals: Mapping[str, Total], code: str | None) -> int | None:
    total = totals.get(code) if code else None
    return int(total.value) if total is not None and total.value is not None else None


def _notes(lines: Sequence[Care], totals: Mapping[str, Total]) -> list[str]:
    notes = [
        _("Một người có thể được chăm lo nhiều lần nên không cộng số người giữa các nội dung.")
    ]
    if any(care.first.money and _value(totals, care.first.code) for care in lines):
        notes.append(_("Tiền ủng hộ, quyên góp ghi ở cột Cộng, không tính vào dòng cộng kinh phí."))
    return notes


def _column(column: FormColumn) -> Column:
    text = column.kind == "attribute" or column.source == "row_number"
    kind = CellKind.MONEY if column.source in _MONEY else CellKind.COUNT
    return Column(
        column.title, column.width, CellKind.TEXT if text else kind, _ALIGN[column.align],
        column.group, code=column.id,
    )  # fmt: skip


def _row(columns: Sequence[FormColumn], told: Mapping[str, Cell], code: str) -> Row:
    return Row(tuple(told.get(column.source) for column in columns), code=code)


def _marks(columns: Sequence[FormColumn]) -> tuple[str, ...]:
    """Return A, B … for texts, 1, 2 … for numbers, and what the sum is a sum of."""
    letters, marks, numbers = iter("ABCDE"), [], 0
    for column in columns:
        if column.kind == "attribute" or column.source == "row_number":
            marks.append(next(letters))
            continue
        numbers += 1
        marks.append("5 = 3 + 4" if column.source == "total_money" else str(numbers))
    return tuple(marks)


REPORT = Report("F6", build)
