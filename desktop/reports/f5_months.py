"""F5 over a longer period: units down, months across, how far each month's returns have come."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from desktop.formats.table import Align, Cell, Column, Role, Row, Table, counted_marks
from desktop.i18n import _
from desktop.models.figures.returns.returns import ReturnStatus
from desktop.models.figures.returns.ways import ReturnState
from desktop.models.packs.periods import Period, months_of
from desktop.models.store.reader import Reader
from desktop.models.units.units import Unit
from desktop.reports.f5_groups import Groups
from desktop.reports.return_states import OPEN_STATES, is_lacking, state_name, written_on

_ORDER: tuple[ReturnState, ...] = (
    "none", "entering", "returned", "locked", "sent", "received", "accepted",
)  # fmt: skip


def month_matrix(
    reader: Reader,
    period: Period,
    owed_of: Mapping[str, list[ReturnStatus]],
    today: date,
    grouped: Callable[[Iterable[Unit]], Groups],
) -> Table | None:
    """Return the matrix of a period's months; None for a period that holds fewer than two.

    `owed_of` gives month id → what is owed in it, `grouped` puts units under their managers. A
    cell tells the least advanced of a unit's returns of the month and the day the last one was
    locked; it is blank where the unit owed nothing.
    """
    months = [m for m in months_of(period, reader.packs.schemes) if m.id in owed_of]
    if len(months) < 2:
        return None
    known: dict[str, Unit] = {}
    cells: dict[tuple[str, str], str] = {}
    for month in months:
        days = written_on(reader, month.id)
        by_unit: dict[str, list[ReturnStatus]] = {}
        for status in owed_of[month.id]:
            known[status.unit.id] = status.unit
            by_unit.setdefault(status.unit.id, []).append(status)
        for unit, found in by_unit.items():
            cells[unit, month.id] = _told(found, days, month, today)
    columns = (
        Column(_("STT"), 5, align=Align.CENTER),
        Column(_("Tên đơn vị"), 30),
        *(Column(_month(m), 11, align=Align.CENTER, groups=(_("Tháng"),), code=m.id)
          for m in months),
    )  # fmt: skip
    rows, number = list[Row](), 0
    for title, units in grouped(known.values()):
        rows += [Row((title,), Role.GROUP)] if title else []
        for one in units:
            number += 1
            shown = (_cell(cells, one.id, month) for month in months)
            rows.append(Row((number, one.name, *shown)))
    note = _(
        "Mỗi ô ghi tình trạng chậm nhất trong các biểu của tháng và ngày chốt sau cùng;"
        " ô trống: đơn vị không phải nộp tháng đó."
    )
    return Table(
        columns, (*rows, Row((note,), Role.NOTE)), caption=_("THEO TỪNG THÁNG"),
        marks=counted_marks(len(columns), texts=2), name=_("F5 theo tháng"),
    )  # fmt: skip


def _cell(cells: Mapping[tuple[str, str], str], unit: str, month: Period) -> Cell:
    return cells.get((unit, month.id))


def _month(month: Period) -> str:
    return f"{month.data_to.month:02d}/{month.data_to.year}"


def _told(
    found: list[ReturnStatus],
    days: Mapping[tuple[str, str, int], date],
    month: Period,
    today: date,
) -> str:
    worst = min((status.state for status in found), key=_ORDER.index)
    said = state_name(worst)
    if worst in OPEN_STATES:
        late = today > month.due and any(map(is_lacking, found))
        return _("{state}, quá hạn").format(state=said) if late else said
    locked = [days.get((s.unit.id, s.form, s.rev)) for s in found]
    last = max((day for day in locked if day is not None), default=None)
    late = any(status.on_time is False for status in found)
    parts = [said, f"{last:%d/%m}" if last else "", _("nộp muộn") if late else ""]
    return " ".join(part for part in parts if part)
