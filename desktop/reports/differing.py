"""Where F3's closing by movement is not F1's stock: which of the two forms is not locked."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from desktop.i18n import _
from desktop.models.figures.returns.earlier import changed_openings
from desktop.models.figures.revisions import revisions
from desktop.models.figures.sums.parts import months_in
from desktop.models.figures.sums.trace_events import event_words
from desktop.models.listed import first_few
from desktop.models.text import lowered, vi_number
from desktop.models.units.unit_events import events_of
from desktop.models.units.units import Unit
from desktop.reports.unit_columns import difference, equation_of
from desktop.reports.unit_figures import UnitFigures
from desktop.reports.unit_rows import Entry

FORMS = ("F1", "F3")
_NOT_LOCKED = _("chưa chốt")
_OPEN = ("live", "carried", "missing")
_MOVING = ("merge", "split")
MOST_NAMED = 6


def with_differences(figures: UnitFigures, entry: Entry, stock: str) -> Entry:
    """Return the entry, remarking which form is not locked where the two differ."""
    if not differs(figures, entry, stock):
        return entry
    said = [word for form in FORMS for word in _word(figures, form, entry)]
    return replace(entry, remark="; ".join(filter(None, (entry.remark, *said))))


def differs(figures: UnitFigures, entry: Entry, stock: str) -> bool:
    """Tell whether the row prints a difference that is not 0."""
    return bool(difference(entry.line, stock, figures.packs))


def notes(figures: UnitFigures, entries: Iterable[Entry], stock: str) -> list[str]:
    """Return what stands below the table: who differs, why as far as known, what to do."""
    found = [entry for entry in entries if differs(figures, entry, stock)]
    waiting = {entry.unit.id: _open(figures, entry) for entry in found}
    due = {one.unit for one in figures.rollup.waiting if one.form in FORMS}
    locked = [entry.unit for entry in found if not waiting[entry.unit.id]]
    late = [unit.name for unit in locked if unit.id in due]
    firm = [unit for unit in locked if unit.id not in due]
    opened = _opened_otherwise(figures, firm, stock)
    changed = _changed_since(figures, [unit for unit in firm if unit.id not in opened])
    unlike = [unit.name for unit in firm if unit.id not in (*opened, *changed)]
    said = []
    for forms in (("F1",), ("F3",), FORMS):
        names = [entry.unit.name for entry in found if waiting[entry.unit.id] == forms]
        if names:
            labels = _(" và ").join(_label(figures, form) for form in forms)
            said.append(
                _("Chênh lệch: {units}. {forms} chưa chốt; chốt xong thì đối chiếu lại.")
                .format(units=listed_names(names), forms=labels[0].upper() + labels[1:])
            )  # fmt: skip
    if late:
        said.append(
            _("Chênh lệch: {units}. Báo cáo bổ sung đang chờ duyệt; duyệt xong thì đối chiếu lại.")
            .format(units=listed_names(late))
        )  # fmt: skip
    if opened:
        names = [f"{unit.name} ({opened[unit.id]})" for unit in firm if unit.id in opened]
        said.append(
            _(
                "Chênh lệch: {units}. Số đầu kỳ đã đổi sau khi chốt, vì báo cáo kỳ trước đã"
                " sửa; xem lại biểu của kỳ này rồi chốt lại."
            ).format(units=listed_names(names))
        )
    if changed:
        names = [f"{unit.name} ({changed[unit.id]})" for unit in firm if unit.id in changed]
        said.append(
            _(
                "Chênh lệch: {units}. Sự kiện ghi sau khi chốt, số đã chốt chưa tính; sửa số đoàn"
                " viên ở Biểu F1 rồi chốt lại."
            ).format(units=listed_names(names))
        )
    if unlike:
        said.append(
            _(
                "Chênh lệch: {units}. Hai biểu đã chốt mà chưa khớp; xem lý do ghi khi chốt, hoặc"
                " sửa biểu nhập sai rồi chốt lại."
            ).format(units=listed_names(unlike))
        )
    return said


def _opened_otherwise(figures: UnitFigures, units: Sequence[Unit], stock: str) -> dict[str, str]:
    """Return unit → which opening changed after its month was locked, and how, in words."""
    reader, found = figures.reader, dict[str, list[str]]()
    mine, equation = {unit.id for unit in units}, equation_of(figures.packs, stock).id
    for month in months_in(figures.packs, figures.rollup.period) if mine else ():
        listed = {key: one for key, one in revisions(reader, month.id).items() if key[0] in mine}
        for one in changed_openings(reader, month, listed, counted=True):
            told = _("đầu {month}: {was} → {now}").format(
                month=lowered(month.title), was=vi_number(one.was), now=vi_number(one.now)
            )
            if one.equation == equation and told not in found.setdefault(one.unit, []):
                found[one.unit].append(told)
    return {unit: "; ".join(said) for unit, said in found.items() if said}


def _changed_since(figures: UnitFigures, units: Sequence[Unit]) -> dict[str, str]:
    """Return unit → the events that moved members of it though its month was locked, in words."""
    months = {month.id for month in months_in(figures.packs, figures.rollup.period)}
    found = {}
    for unit in units:
        told = [event_words(event) for event in events_of(figures.reader, unit.id)
                if event.kind in _MOVING and months & set(event.late)]  # fmt: skip
        if told:
            found[unit.id] = "; ".join(told)
    return found


def _open(figures: UnitFigures, entry: Entry) -> tuple[str, ...]:
    return tuple(form for form in FORMS if figures.state(form, entry.unit.id) in _OPEN)


def _word(figures: UnitFigures, form: str, entry: Entry) -> list[str]:
    own = form == "F3" and _NOT_LOCKED in entry.remark
    if own or figures.state(form, entry.unit.id) not in _OPEN:
        return []
    return [f"{_label(figures, form)} {_NOT_LOCKED}"]


def _label(figures: UnitFigures, form: str) -> str:
    return lowered(figures.packs.forms[form].label)


def listed_names(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    return first_few(names, MOST_NAMED)
