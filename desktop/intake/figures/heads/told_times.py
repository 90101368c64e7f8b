"""What is said of a table whose title or sheet names another time than the period asked for."""

from collections.abc import Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.sheet_choice import other_title
from desktop.intake.figures.sheets.grid import Grid, Row, is_empty, shown
from desktop.intake.figures.wording.senses import Sense, Time
from desktop.models.packs.periods import Period
from desktop.models.text import lowered

_HEADS: Final = 60
_MOST: Final = 60
"""Letters of a title that are told."""


def of_other_time(
    headings: HeadingReader, period: Period, time: Time, said: Sense, untimed: Sequence[str],
    titles: Sequence[Row],
) -> str:  # fmt: skip
    """Say that a table is titled with another period, with a part of it or more than it.

    A sheet may be named “T11” and titled with November of the year before: the title is told,
    whatever the name says. `untimed` are the indicators whose columns name no time of their own,
    `titles` the rows above them.
    """
    wanted = lowered(period.title)
    if title := other_title(titles, headings):
        told = title if len(title) <= _MOST else f"{title[:_MOST].rstrip()}…"
        return _("Bảng ghi “{title}”, không phải {period}; xem lại tệp hoặc kỳ đang nhập.").format(
            title=told, period=wanted
        )
    if time == "other":
        return _("Bảng ghi kỳ khác, không phải {period}; xem lại tệp hoặc kỳ đang nhập.").format(
            period=wanted
        )
    if all(headings.is_of_period(code, said) for code in untimed):
        return ""
    if said.relation == "part":
        return _("Bảng ghi một phần của {period}, không phải cả kỳ.").format(period=wanted)
    return _("Bảng ghi thời gian dài hơn {period}.").format(period=wanted)


def tells_other_time(grids: Sequence[Grid], headings: HeadingReader, codes: frozenset[str]) -> bool:
    """Whether headings speak of the form's figures and of another time, no other of this."""
    texts = {shown(cell) for grid in grids for row in grid.rows[:_HEADS] for cell in row
             if isinstance(cell, str) and 0 < len(cell) < 200}  # fmt: skip
    said = [headings.sense(text) for text in texts if any(map(str.isalpha, text))]
    counted = any(not codes.isdisjoint({*one.codes, *one.subjects}) for one in said)
    heads = (row for grid in grids for row in grid.rows[:_HEADS]
             if sum(not is_empty(cell) for cell in row) > 1)  # fmt: skip
    if any(headings.sense(shown(cell)).time == "this" for row in heads for cell in row
           if isinstance(cell, str) and 0 < len(cell) < 40):  # fmt: skip
        return False
    others = [one for one in said if one.time == "other" and not one.left]
    return counted and any("opening" not in one.concepts for one in others)
