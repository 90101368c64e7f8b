"""Lists of base unions with their figures at a period's end, for any form of that shape."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from desktop.formats.document import Document
from desktop.formats.table import Role, Row, Table, counted_marks
from desktop.i18n import _
from desktop.models.figures.men_words import short_of_all
from desktop.models.figures.revisions import entry_form
from desktop.models.figures.sums.bands import bands_of, of_band
from desktop.models.figures.sums.waiting_words import notes as waiting_notes
from desktop.models.packs.ownership_kinds import BANDS
from desktop.models.packs.pack_types import Form, FormColumn
from desktop.models.store.reader import Reader
from desktop.models.text import lowered
from desktop.reports import frame
from desktop.reports.outside_bands import outside
from desktop.reports.unit_columns import NOT_APPLICABLE, codes_shown, form_columns, printed
from desktop.reports.unit_figures import MEN, Line, UnitFigures
from desktop.reports.unit_rows import (
    BAND,
    Section,
    asking_under,
    entries_of,
    group_title,
    groups_of,
    label_span,
    printed_rows,
    sum_row,
)


def unit_list(
    reader: Reader,
    form_id: str,
    period_id: str,
    unit: str,
    known_on: date | None,
    *,
    personal: bool,
) -> Document:
    """Return a form with one row per base union of the tree as of the period's end."""
    form = entry_form(reader, form_id)
    figures = UnitFigures.read(reader, period_id, unit, known_on)
    period = figures.rollup.period
    issuer = frame.issuer_of(reader, figures.rollup.tree)
    subtitle = (
        frame.as_of(period),
        frame.to_come(reader, period),
        frame.scope_line(issuer, figures.rollup.top, known_on),
        *_firmness(figures, _home(figures, form)),
        frame.unverified_line(reader, figures.rollup),
    )
    warning = (_("Có thông tin cá nhân, chỉ dùng nội bộ"),) if personal else ()
    blocks = (
        frame.form_head(issuer, form, period, subtitle, *warning),
        list_table(figures, form, personal=personal),
        frame.closing(issuer, period),
    )
    return frame.form_document(issuer, form, period, blocks)


def _firmness(figures: UnitFigures, home: str) -> list[str]:
    """Return how many reported; of two forms when the stocks of members come from another."""
    rollup = figures.rollup
    if home == "F1":
        return [frame.coverage(rollup, home)]
    label, other = (lowered(figures.packs.forms[form].label) for form in (home, "F1"))
    said, stocks = (lowered(frame.coverage(rollup, form)) for form in (home, "F1"))
    return [
        _("Số của {form} – {said}").format(form=label, said=said),
        _("Số lấy từ {form} – {said}").format(form=other, said=stocks),
    ]


def list_table(figures: UnitFigures, form: Form, *, personal: bool = False) -> Table:
    """Return the table of a list form: groups by managing unit, subtotals, the total."""
    columns = form_columns(form, figures.rollup.period.scheme, personal=personal)
    shown = {column.source.rpartition(":")[2] for column in columns}
    home, packs = _home(figures, form), figures.packs
    waiting = figures.rollup.waiting_for(packs, codes_shown(columns, packs))
    sections = [
        Section(
            group_title(figures, group),
            tuple(entries_of(figures, group, home, waiting=waiting)),
            partial(figures.total, group.rollup),
            asks=asking_under(group),
        )
        for group in groups_of(figures, shown)
    ]
    rows = printed_rows(figures, sections, columns, figures.total(figures.rollup))
    bands = _bands(figures, columns)
    rows += _band_rows(figures, columns, bands)
    made = tuple(printed(column, figures.packs) for column in columns)
    notes = (
        *outside(figures, bands),
        *_legend(figures, columns),
        *_without_women(figures, columns),
        *_remarks(rows),
        *waiting_notes(packs, waiting, figures.rollup.period.id),
    )
    return Table(
        made,
        (*rows, *(Row((note,), Role.NOTE) for note in notes)),
        marks=counted_marks(len(made), texts=_texts(columns)),
        name=form.id,
    )


def _band_rows(
    figures: UnitFigures, columns: list[FormColumn], bands: Mapping[str, Line]
) -> list[Row]:
    """Return what the state and the non-state sector come to."""
    rows = []
    for band, line in bands.items():
        label = _("Trong đó: {band}").format(band=lowered(BANDS[band]))
        row = sum_row(figures, columns, line, label, Role.SUBTOTAL, label_span(columns))
        rows.append(replace(row, asks=f"{BAND}{band}"))
    return rows


def _bands(figures: UnitFigures, columns: list[FormColumn]) -> dict[str, Line]:
    """Return the sectors by name, where a table shows types and there is more than one."""
    if not any(column.source == "ownership" for column in columns):
        return {}
    bands = bands_of(figures.rollup, figures.packs)
    whole, packs = figures.rollup, figures.packs
    return {band: figures.total(of_band(whole, packs, band)) for band in bands if len(bands) > 1}


def _home(figures: UnitFigures, form: Form) -> str:
    """Return the form whose returns fill most of the columns: F1 holds the stocks."""
    period = figures.rollup.period
    return form.id if form.entry and period.scheme in form.schemes else "F1"


def _texts(columns: list[FormColumn]) -> int:
    """Return how many leading columns are marked by letters."""
    texts = 0
    for column in columns:
        if column.kind != "attribute" and column.source != "row_number":
            break
        texts += 1
    return texts


def _legend(figures: UnitFigures, columns: list[FormColumn]) -> list[str]:
    """Spell out the ownership codes that the table uses."""
    if not any(column.source == "ownership" for column in columns):
        return []
    used = {u.ownership for u in figures.rollup.base}
    known = [o for o in figures.packs.ownerships.values() if o.code in used]
    listed = "; ".join(f"{o.code}: {o.short}" for o in known)
    return [_("Loại hình: {list}.").format(list=listed)] if listed else []


def _without_women(figures: UnitFigures, columns: list[FormColumn]) -> list[str]:
    """Say by how much the men and women printed fall short of all, and why."""
    shown, said = {column.source for column in columns}, []
    for whole in sorted(source.removeprefix(MEN) for source in shown if source.startswith(MEN)):
        lacking = [
            held[whole]
            for unit in figures.rollup.counted
            if (held := figures.values.get(unit, {})).get(whole) and MEN + whole not in held
        ]
        if lacking and whole + "N" in shown:
            name = figures.packs.indicators[whole].name
            said.append(short_of_all(name, sum(lacking), len(lacking)))
    return said


def _remarks(rows: list[Row]) -> list[str]:
    """Explain the mark for figures that do not apply, where it is used."""
    if any(NOT_APPLICABLE in row.cells for row in rows):
        return [_("Dấu “x”: không phát sinh. Ô trống: chưa có số liệu.")]
    return []
