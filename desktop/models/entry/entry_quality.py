"""The quality card of what an entry sheet shows, from memory."""

from collections.abc import Generator
from datetime import date
from typing import Any

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_row import EntryRow
from desktop.models.figures.begun import is_begun
from desktop.models.figures.checks.facts import plan
from desktop.models.figures.checks.rules import Finding, judge_together
from desktop.models.figures.returns.quality import (
    QualityCard,
    UnitQuality,
    asked_codes,
    draw_up,
    holds,
)


def sheet_card(sheet: EntrySheet, today: date) -> QualityCard:
    """Return the card of the rows typed here; what to look at the sheet itself shows."""
    drawing = drawing_card(sheet, today)
    while True:
        try:
            next(drawing)
        except StopIteration as drawn:
            card: QualityCard = drawn.value
            return card


def drawing_card(sheet: EntrySheet, today: date) -> Generator[None, None, QualityCard]:
    """Draw the card up in short turns; worth nothing once the sheet was changed meanwhile."""
    packs, rows = sheet.facts.packs, sheet.typed_rows
    asked = asked_codes(packs, sheet.form, sheet.period)
    counted = []
    yield from sheet.around.read_ahead()
    for row in rows:
        counted.append(_counted(sheet, row, asked))
        yield
    group = sheet.around.group(
        packs, sheet.form.id, sheet.period, [row.unit for row in rows],
        {row.unit.id: row.values for row in rows},
    )  # fmt: skip
    known = {row.unit.id for row in rows}
    shared: list[Finding] = []
    chosen = plan(packs, sheet.form.id)
    for rule, _check in (*chosen.together, *chosen.hints_together):
        yield
        shared += [
            one for one in judge_together(group, hints=True, only=(rule.id,))
            if one.severity == "I" and one.unit not in known
        ]  # fmt: skip
    yield
    return draw_up(sheet.form, sheet.period, today, counted, shared, to_look_at=False)


def _counted(sheet: EntrySheet, row: EntryRow, asked: tuple[str, ...]) -> UnitQuality:
    """Return what the card counts of a row, worked out once until anything of it differs."""
    known: UnitQuality | None = row.kept.get("quality")
    if known is None:
        known = row.kept["quality"] = _worked_out(sheet, row, asked)
    return known


def _own(sheet: EntrySheet, row: EntryRow) -> dict[str, Any]:
    return {code: v for code, v in row.values.items() if code.partition(";")[0] in sheet.codes}


def _worked_out(sheet: EntrySheet, row: EntryRow, asked: tuple[str, ...]) -> UnitQuality:
    missing = tuple(code for code in asked if not holds(row.values, code))
    said = (*row.findings, *row.lacking)
    still = tuple(
        one for one in said
        if one.severity == "E" or (one.severity == "W" and not row.explained(one))
    )  # fmt: skip
    return UnitQuality(
        row.unit, row.rev > 0 or row.state == "entering" or is_begun(_own(sheet, row)),
        len(asked) - len(missing), len(asked), len(row.estimates), missing,
        row.rev, row.on_time, row.changed, (*said, *row.hints), still,
        sum(1 for one in row.lacking if one.severity == "E"),
    )  # fmt: skip
