"""Own sentences that cite the replaced version of the upper paper, by the new one's number."""

import re
from datetime import date

from desktop.models.outline import rich_text
from desktop.models.outline.rich_text import Runs
from desktop.models.plans.plan_head import PlanHead
from desktop.models.text import short_date


def cited_anew(text: Runs, was: PlanHead, now: PlanHead) -> Runs | None:
    """Return a text that cites the new version where it cited the old; None if it does not.

    The day goes along where the old one's stands after its number. Looks of letters stay.
    """
    old, new = was.full_number, now.full_number
    if not old or not new or (old, was.date) == (new, now.date):
        return None
    places = [*_pattern(old, was.day).finditer(rich_text.plain(text))]
    for found in reversed(places):
        # The day first: what stands before it keeps its place.
        if found["day"] and now.day:
            start, end = found.span("day")
            text = rich_text.replace(text, start, end, _as_written(found["day"], now.day))
        text = rich_text.replace(text, *found.span("number"), new)
    return text if places else None


def _pattern(number: str, day: date | None) -> re.Pattern[str]:
    after = ""
    if day is not None:
        d, m, y = rf"0?{day.day}", rf"0?{day.month}", str(day.year)
        written = rf"{d}\s*[/.-]\s*{m}\s*[/.-]\s*{y}|{d}\s+tháng\s+{m}\s+năm\s+{y}"
        after = rf"(?:,?\s+ngày\s+(?P<day>{written})(?!\d))?"
    else:
        after = r"(?P<day>(?!))?"
    return re.compile(rf"(?<![\w/-])(?P<number>{re.escape(number)})(?![\w/-]){after}", re.I)


def _as_written(old: str, day: date) -> str:
    """Return a day in words where the old one was in words."""
    if "tháng" in old.lower():
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        return f"{day.day:02d} tháng {month} năm {day.year}"
    return short_date(day)
