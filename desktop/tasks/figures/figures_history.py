"""Rows of a file beside what the office knows of their units: earlier months, events."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.i18n import _
from desktop.intake.figures.form_codes import home_codes
from desktop.intake.figures.result import FiguresReading, ReadRow, Status
from desktop.models.entry.paste_doubts import slipped
from desktop.models.figures.cells import number_of
from desktop.models.figures.checks.estimates import estimated_stocks, stocks_before
from desktop.models.figures.checks.facts import Facts, Finding
from desktop.models.figures.checks.rules import judge_together, judge_unit
from desktop.models.figures.checks.surroundings import surroundings
from desktop.models.figures.opening import openings
from desktop.models.figures.returns.owing import owing_units
from desktop.models.figures.revisions import entry_form
from desktop.models.packs.pack_types import Form
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, vi_number
from desktop.models.units.units import Tree
from desktop.tasks.figures.row_remarks import remarks_told

_PART_OF = "V02"


def beside_history(
    reader: Reader, reading: FiguresReading, tree: Tree, period: Period,
    held: Mapping[str, Mapping[str, Any]], *, seen_alone: bool = True,
) -> FiguresReading:  # fmt: skip
    """Return the reading with rows warned of that break a rule only the office's past shows.

    What a row of a unit shows by itself has been judged with it (`seen_alone`); its movement where
    both its stocks and its flows are there, in the file or entered before. Moves between units
    are judged over all the office types for, with what the file brings. Of a form with one
    row per indicator the rows are judged together, as the one return they make up.
    """
    form = entry_form(reader, reading.form)
    values: dict[str, dict[str, Any]] = {}
    for row in reading.rows:
        if row.unit_id in tree.units and row.status != "refused":
            known = values.setdefault(row.unit_id, dict(held.get(row.unit_id, {})))
            known.update(_landing(row))
    found = findings_beside(reader, tree, form, period, held, values)
    rows = tuple(
        _judged(reader, form, row, tree, period, values, found, seen_alone=seen_alone)
        if row.unit_id in values and row.status != "refused" else row
        for row in reading.rows
    )  # fmt: skip
    slips, begun = _slips(reader, form, reading, period), _begun(reader, reading, period)
    rows = tuple(
        _warned(row, (slips.get(place, ""), _begins_otherwise(row, begun)))
        for place, row in enumerate(rows)
    )
    told = (*reading.notes, unexplained(reader, reading, period, held), remarks_told(reading))
    return replace(reading, rows=rows, notes=tuple(filter(None, told)))


def findings_beside(
    reader: Reader, tree: Tree, form: Form, period: Period, held: Mapping[str, Mapping[str, Any]],
    values: Mapping[str, Mapping[str, Any]],
) -> dict[str, list[Finding]]:  # fmt: skip
    """Return unit → what the rules say of its figures beside all that the office knows.

    `values` are the figures of the units judged as they will be, `held` what is there of all.
    """
    units = [tree.units[unit] for unit in values]
    around = surroundings(reader, tree, form, period, units)
    opened = openings(reader, period, list(values), values)
    carried = estimated_stocks(reader, form, period, list(values), values, opened)
    every = {**held, **values}
    if not any(_moves(reader, one) for one in every.values()):
        opened = {}  # nobody has told the month's movements yet: `unexplained` says so once
    owing = owing_units(reader, tree, form, period.id)
    group = around.group(reader.packs, form.id, period, owing, {**held, **values})
    shared: dict[str, list[Finding]] = {}
    for one in judge_together(group) if values else ():
        if one.codes:  # a name borne twice is no matter of the figures
            shared.setdefault(one.unit, []).append(one)
    found = {}
    for unit in units:
        facts = Facts(
            unit, form.id, period, reader.packs, values[unit.id], opened.get(unit.id, {}),
            carried.get(unit.id, {}), around.of(unit.id),
        )  # fmt: skip
        found[unit.id] = [*judge_unit(facts), *shared.get(unit.id, ())]
    return found


def _warned(row: ReadRow, reasons: Sequence[str]) -> ReadRow:
    told = tuple(filter(None, reasons))
    if row.status == "refused" or not told:
        return row
    return replace(row, status="warned", reasons=(*row.reasons, *told))


def _begun(reader: Reader, reading: FiguresReading, period: Period) -> Mapping[str, int | None]:
    """Return unit → its members when the period began, of the rows that tell an opening stock."""
    units = [row.unit_id for row in reading.rows if row.unit_id and row.opening is not None]
    opened = openings(reader, period, units, {unit: {} for unit in units}) if units else {}
    return {unit: found["members"].value for unit, found in opened.items() if "members" in found}


def _begins_otherwise(row: ReadRow, begun: Mapping[str, int | None]) -> str:
    """Return what to say of a row whose opening stock is not the closing stock before (V05)."""
    known = begun.get(row.unit_id)
    if row.opening is None or known is None or row.opening == known:
        return ""
    return _("V05: Đầu kỳ trong tệp ghi {a}, cuối kỳ trước là {b}.").format(
        a=vi_number(row.opening), b=vi_number(known))  # fmt: skip


def _slips(
    reader: Reader, form: Form, reading: FiguresReading, period: Period
) -> Mapping[int, str]:
    """Return what is to be said of rows, by place, whose stocks are those another row's unit had.

    So rows look that slipped up or down by one beside the names of their units.
    """
    if form.scope != "unit_rows":
        return {}
    before = stocks_before(reader, period)
    home = home_codes(reader.packs, reading.form)
    codes = [one.code for one in reader.packs.indicators.values()
             if one.type == "S" and one.code in home]  # fmt: skip
    told = [(place, row) for place, row in enumerate(reading.rows) if row.unit_id]
    read = [[row.values.get(code) for code in codes] for _place, row in told]
    known = [[number_of(before.get(row.unit_id, {}).get(code)) for code in codes]
             for _place, row in told]  # fmt: skip
    words = _("Giống số kỳ trước của “{unit}” ở dòng kề bên; có thể các số lệch một dòng.")
    return {told[line][0]: words.format(unit=told[other][1].unit)
            for line, other in slipped(read, known).items()}  # fmt: skip


def _judged(
    reader: Reader, form: Form, row: ReadRow, tree: Tree, period: Period,
    values: Mapping[str, Mapping[str, Any]], found: Mapping[str, Sequence[Finding]],
    *, seen_alone: bool,
) -> ReadRow:  # fmt: skip
    landing = _landing(row)
    alone = Facts(tree.units[row.unit_id], form.id, period, reader.packs, values[row.unit_id])
    seen = seen_alone and form.scope != "indicator_rows"
    said = set(judge_unit(alone)) if seen else set()
    said = {one for one in said if one.rule != _PART_OF or _told(one) in row.reasons}
    new = [one for one in found[row.unit_id] if one not in said and asks(one, landing)]
    # "Số “trong đó” lớn hơn tổng số" of a whole that was carried over, and not told here
    gone = {_told(one) for one in said - set(found[row.unit_id]) if one.rule == _PART_OF}
    reasons = tuple(reason for reason in row.reasons if reason not in gone)
    if not new and reasons == row.reasons:
        return row
    status: Status = "warned" if new or reasons or any(c.note for c in row.cells) else "accepted"
    return replace(row, status=status, reasons=(*reasons, *map(_told, new)))


def _told(finding: Finding) -> str:
    return f"{finding.rule}: {finding.message}"


def unexplained(reader: Reader, reading: FiguresReading, period: Period,
                held: Mapping[str, Mapping[str, Any]]) -> str:  # fmt: skip
    """Say how many unions' members differ from their opening while nobody told a movement (V04).

    So it is where F1 comes before F3: each row is right by itself, and none can be locked yet.
    """
    equation = reader.packs.equations.get("members")
    landing = {row.unit_id: _landing(row) for row in reading.rows
               if row.unit_id and row.status != "refused"}  # fmt: skip
    every = {unit: {**held.get(unit, {}), **told} for unit, told in landing.items()}
    if equation is None or any(_moves(reader, one) for one in {**held, **every}.values()):
        return ""
    stock = equation.stocks[0]
    if reader.packs.indicators[stock].home != reading.form:
        return ""
    opened = openings(reader, period, list(every), every)
    differing = [
        unit
        for unit, told in landing.items()
        if stock in told
        and (begun := opened.get(unit, {}).get(equation.id)) is not None
        and begun.value is not None
        and begun.value + begun.moved != told[stock]
    ]
    if not differing:
        return ""
    return _(
        "{n} đơn vị có số đoàn viên khác đầu kỳ mà {period} chưa nhập biến động (V04): nhập "
        "Biểu F3 trước khi chốt."
    ).format(n=vi_number(len(differing)), period=lowered(period.title))


def _landing(row: ReadRow) -> dict[str, int]:
    return {code: value for code, value in row.values.items() if value is not None}


def _moves(reader: Reader, values: Mapping[str, Any]) -> bool:
    """Tell whether a stock of members and a movement of it are known, or a first opening."""
    equation = reader.packs.equations.get("members")
    if equation is None:
        return False
    if equation.baseline in values:
        return True
    flows = (*equation.increases, *equation.decreases)
    return any(code in values for code in equation.stocks) and any(c in values for c in flows)


def asks(one: Finding, landing: Collection[str]) -> bool:
    """Tell whether a finding is about what lands; one of no cell is about the unit as a whole."""
    about = not one.codes or any(code in landing for code in one.codes)
    return one.severity in ("E", "W") and bool(landing) and about
