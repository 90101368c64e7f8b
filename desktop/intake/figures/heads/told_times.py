"""What is said of a table whose title or sheet names another time than the period asked for."""

from collections.abc import Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.sheet_choice import other_title
from desktop.intake.figures.sheets.grid import Row
from desktop.intake.figures.wording.senses import Sense, Time
from desktop.models.packs.periods import Period
from desktop.models.text import lowered

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
