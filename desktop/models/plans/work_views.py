"""Views of a work programme: its rows under months, quarters or task groups."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from desktop.i18n import _
from desktop.models.outline.outline_labels import roman
from desktop.models.plans.work_row import WorkRow, in_order
from desktop.models.text import fold

View = Literal["month", "quarter", "group"]
VIEWS: Final[tuple[View, ...]] = ("month", "quarter", "group")


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading; `title` is what the heading says."""

    title: str
    rows: tuple[WorkRow, ...]

    @property
    def cost(self) -> int | None:
        """What the rows cost together, None where none has a cost."""
        return total_cost(self.rows)


def all_year() -> str:
    """Return the heading of work without a time."""
    return _("Công việc thường xuyên")


def other_work() -> str:
    """Return the heading of work without a task group."""
    return _("Nhiệm vụ khác")


def view_names() -> dict[View, str]:
    """Return the views and what they are called."""
    return {
        "month": _("Theo tháng"), "quarter": _("Theo quý"), "group": _("Theo nhóm nhiệm vụ"),
    }  # fmt: skip


def group_of(row: WorkRow, view: str) -> str:
    """Return the heading a row stands under."""
    return _TITLES.get(view, _by_month)(row)


def grouped(rows: Iterable[WorkRow], view: str = "month") -> list[RowGroup]:
    """Return the rows under their headings, work without a time or a group last.

    Task groups stand in the order in which their rows were put down; names that differ only
    in case or tone marks are one group.
    """
    listed = in_order(rows)
    title_of = _TITLES.get(view, _by_month)
    found: dict[str, list[WorkRow]] = {}
    titles: dict[str, str] = {}
    for row in listed:
        key = fold(title_of(row))
        titles.setdefault(key, title_of(row))
        found.setdefault(key, []).append(row)
    keys = sorted(found, key=lambda key: _place(found[key], view))
    return [RowGroup(titles[key], tuple(found[key])) for key in keys]


def total_cost(rows: Iterable[WorkRow]) -> int | None:
    """Return the sum of the costs, None where no row has one."""
    costs = [row.cost for row in rows if row.cost is not None]
    return sum(costs) if costs else None


def period_text(row: WorkRow) -> str:
    """Return a row's time of the year: "Tháng 5", "Quý II", "Cả năm"."""
    if row.month is not None:
        return _("Tháng {month}").format(month=row.month)
    if row.quarter is not None:
        return _("Quý {quarter}").format(quarter=roman(row.quarter))
    return _("Cả năm")


def _place(rows: Sequence[WorkRow], view: str) -> tuple[object, ...]:
    if view != "group":
        return (rows[0].when,)
    # Work without a group is last, and last of all what also has no time.
    nameless = not rows[0].group.strip()
    timeless = nameless and rows[0].in_quarter is None
    return nameless, timeless, min((row.index, row.id) for row in rows)


def _by_month(row: WorkRow) -> str:
    if row.month is not None:
        return _("Tháng {month:02d}").format(month=row.month)
    return _by_quarter(row)


def _by_quarter(row: WorkRow) -> str:
    quarter = row.in_quarter
    return _("Quý {quarter}").format(quarter=roman(quarter)) if quarter else all_year()


def _by_group(row: WorkRow) -> str:
    if row.group.strip():
        return " ".join(row.group.split())
    return other_work() if row.in_quarter else all_year()


_TITLES: Final[Mapping[str, Callable[[WorkRow], str]]] = {
    "month": _by_month,
    "quarter": _by_quarter,
    "group": _by_group,
}
