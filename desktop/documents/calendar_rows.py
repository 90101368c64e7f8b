"""What comes back every year, as rows of a work programme."""

import calendar
from datetime import date

from desktop.models.packs.packs import Packs
from desktop.models.plans.work_row import WorkRow
from desktop.models.text import short_date


def calendar_rows(packs: Packs, year: int | None) -> list[WorkRow]:
    """Return the entries of the packs' calendar for a year, in its order.

    A day is written with the year; an entry without a day is work of its month. 29 February
    falls on the 28th in a common year.
    """
    return [
        WorkRow(
            task=entry.title,
            month=entry.month,
            due=_day(year, entry.month, entry.day),
            category=entry.category,
            note=entry.note,
            group=group_name(packs, entry.category),
        )
        for entry in sorted(packs.calendar, key=lambda one: (one.month, one.day or 32))
    ]


def _day(year: int | None, month: int, day: int | None) -> str:
    if day is None:
        return ""
    if year is None:
        return short_date(date(2024, month, day)).rpartition("/")[0]
    return short_date(date(year, month, min(day, calendar.monthrange(year, month)[1])))


def group_name(packs: Packs, code: str) -> str:
    """Return the task group that work of an activity category belongs to, "" for none."""
    known = packs.activity_categories.get(code)
    return known.name.partition(" (")[0] if known is not None else ""
