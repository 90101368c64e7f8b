"""The quality card of what an entry sheet shows, from memory."""

from datetime import date

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_row import EntryRow
from desktop.models.figures.checks.rules import judge_together
from desktop.models.figures.returns.quality import QualityCard, UnitQuality, asked_codes, draw_up


def sheet_card(sheet: EntrySheet, today: date) -> QualityCard:
    """Return the card of the rows typed here."""
    packs, rows = sheet.facts.packs, sheet.typed_rows
    asked = asked_codes(packs, sheet.form, sheet.period)
    group = sheet.around.group(
        packs, sheet.form.id, sheet.period, [row.unit for row in rows],
        {row.unit.id: row.values for row in rows},
    )  # fmt: skip
    known = {row.unit.id for row in rows}
    shared = [
        one for one in judge_together(group, hints=True)
        if one.severity == "I" and one.unit not in known
    ]  # fmt: skip
    counted = [_counted(sheet, row, asked) for row in rows]
    return draw_up(sheet.form, sheet.period, today, counted, shared)


def _counted(sheet: EntrySheet, row: EntryRow, asked: tuple[str, ...]) -> UnitQuality:
    missing = tuple(code for code in asked if code not in row.values)
    said = (*row.findings, *row.lacking)
    still = tuple(
        one for one in said
        if one.severity == "E" or (one.severity == "W" and not row.explained(one))
    )  # fmt: skip
    return UnitQuality(
        row.unit, any(code.partition(";")[0] in sheet.codes for code in row.values),
        len(asked) - len(missing), len(asked), len(row.estimates), missing,
        row.rev, row.on_time, row.changed, (*said, *row.hints), still,
    )  # fmt: skip
