"""How far a quarter, a year is told: who gave which of its months, and up to which month.

Which months are told follows from the figures alone, never from the clock: the same bundles give
the same paper on any day (decision 96).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

import msgspec

from desktop.i18n import _
from desktop.models.packs.periods import Period
from desktop.models.text import lowered, with_counts

_MOST_SAID = 6
_OPEN: Final[Mapping[str, str]] = {
    "missing": _("{who} chưa có số liệu"),
    "live": _("{who} đang nhập, chưa chốt"),
    "returned": _("{who} đã bị trả lại, chờ nộp lại"),
}
_ALONE: Final[Mapping[str, str]] = {
    "missing": _("chưa có số liệu"),
    "live": _("đang nhập, chưa chốt"),
    "returned": _("đã bị trả lại, chờ nộp lại"),
}


class MonthTold(msgspec.Struct, frozen=True):
    """A month of a longer period: of `of` units that owe it, how many locked it (`reported`), are
    still typing it, had it sent back or gave nothing.

    `partly` are those of the last that gave other months; a unit that gave none is told once.
    """

    period: str
    title: str
    of: int
    reported: int
    live: int = 0
    returned: int = 0
    missing: int = 0
    partly: int = 0


class MonthsTold(msgspec.Struct, frozen=True):
    """The months of a longer period; `until` is the place of the last that anybody locked, or
    typed where nobody locked any, `first` of the first that anybody gave.

    `reported` are the units, of `of`, that locked each month between them that they owe; `silent`
    those that gave no month at all. Of a form of `stocks` the last month alone counts.
    """

    first: int
    until: int
    reported: frozenset[str]
    of: int
    silent: frozenset[str]
    months: tuple[MonthTold, ...]
    stocks: bool = False

    @property
    def last(self) -> MonthTold:
        """The month up to which the figures go."""
        return self.months[self.until]

    @property
    def is_to_the_end(self) -> bool:
        """Tell whether the figures go up to the last month of the period."""
        return self.until == len(self.months) - 1

    @property
    def is_whole(self) -> bool:
        """Tell whether everybody locked every month of the period."""
        begun = self.stocks or not self.first
        return begun and self.is_to_the_end and len(self.reported) == self.of

    @property
    def lacking(self) -> int:
        """How many of the months up to `until` some unit gave nothing for."""
        return sum(month.missing > 0 for month in self.months[: self.until + 1])

    def is_asked(self, place: int) -> bool:
        """Tell whether who did not give a month is to be told: nobody is waited for after
        `until`, and nothing will come of months before anybody's first."""
        return (self.until if self.stocks else self.first) <= place <= self.until


class GivenMonths(msgspec.Struct, frozen=True):
    """What units gave of one form, a bit for each month: at all, locked, sent back.

    `stocks`: it holds nothing that adds up over months.
    """

    given: Mapping[str, int]
    locked: Mapping[str, int]
    returned: Mapping[str, int]
    stocks: bool = False


def tell_months(
    months: Sequence[Period],
    gave: GivenMonths,
    owing: Mapping[str, date | None],
    until: int | None = None,
) -> MonthsTold | None:
    """Return how far a period's months are told by units; None where they gave none of them.

    `owing` tells from which day each unit owes the form, None: from the first month it gave.
    `until` is where the months told end, where that is known of others.
    """
    whole = (1 << len(months)) - 1
    given = {unit: gave.given.get(unit, 0) & whole for unit in owing}
    locked = {unit: gave.locked.get(unit, 0) & whole for unit in owing}
    ever = _union(locked) or _union(given)
    if not ever:
        return None
    end = ever.bit_length() - 1 if until is None else until
    asked = {unit: _asked(months, day, given[unit]) for unit, day in owing.items()}
    silent = frozenset(unit for unit, bits in given.items() if not bits)
    known = _union(given)
    first = min((known & -known).bit_length() - 1, end)
    due = (1 << end + 1) - (1 << (end if gave.stocks else first))
    waited = {unit: bits & due for unit, bits in asked.items() if bits & due}
    return MonthsTold(
        first,
        end,
        frozenset(unit for unit, bits in waited.items() if not bits & ~locked[unit]),
        len(waited),
        silent,
        tuple(
            _month(month, 1 << n, asked, given, locked, gave.returned, silent)
            for n, month in enumerate(months)
        ),
        gave.stocks,
    )


def _union(bits: Mapping[str, int]) -> int:
    found = 0
    for one in bits.values():
        found |= one
    return found


def _asked(months: Sequence[Period], since: date | None, given: int) -> int:
    """Return which months a unit owes, a bit each; one that gave none yet owes all of them."""
    if since is not None:
        return sum(1 << n for n, month in enumerate(months) if since <= month.data_to)
    first = given & -given
    return ((1 << len(months)) - 1) & ~(first - 1) if first else (1 << len(months)) - 1


def _month(
    month: Period,
    bit: int,
    asked: Mapping[str, int],
    given: Mapping[str, int],
    locked: Mapping[str, int],
    returned: Mapping[str, int],
    silent: frozenset[str],
) -> MonthTold:
    units = [unit for unit, bits in asked.items() if bits & bit]
    told = [unit for unit in units if given[unit] & bit]
    open_ones = [unit for unit in told if not locked[unit] & bit]
    back = sum(bool(returned.get(unit, 0) & bit) for unit in open_ones)
    gone = [unit for unit in units if not given[unit] & bit]
    return MonthTold(
        month.id, lowered(month.title), len(units), len(told) - len(open_ones),
        len(open_ones) - back, back, len(gone), sum(unit not in silent for unit in gone),
    )  # fmt: skip


def reported_words(told: MonthsTold, *, by_offices: bool = False) -> str:
    """Say who reported: "36/36 CĐCS đã báo cáo đủ đến tháng 10/2026"."""
    who = _("{n}/{of} đơn vị") if by_offices else _("{n}/{of} CĐCS")
    said = with_counts(who, n=len(told.reported), of=told.of)
    if told.is_whole:
        return _("{who} đã báo cáo").format(who=said)
    if told.stocks:
        return _("{who} đã báo cáo đến {month}").format(who=said, month=told.last.title)
    if told.first and told.months[told.first] == told.last:
        return _("{who} đã báo cáo đủ {month}").format(who=said, month=told.last.title)
    if told.first:
        words = _("{who} đã báo cáo đủ từ {first} đến {last}")
        first = told.months[told.first].title
        return words.format(who=said, first=first, last=told.last.title)
    if told.is_to_the_end:
        return _("{who} đã báo cáo đủ các tháng").format(who=said)
    return _("{who} đã báo cáo đủ đến {month}").format(who=said, month=told.last.title)


def lacking_words(told: MonthsTold, *, by_offices: bool = False, carried: int = 0) -> list[str]:
    """Say month by month who did not give it, who did not lock it, and who gave none at all.

    `carried` of those that gave none have figures of before the period.
    """
    who = _("{n} đơn vị") if by_offices else _("{n} CĐCS")
    said = _by_month(told, _OPEN, who)
    silent = len(told.silent)
    if silent - carried > 0:
        words = _("{who} chưa có số liệu tháng nào")
        said.append(words.format(who=who.format(n=f"{silent - carried:02d}")))
    if carried:
        said.append(_("{who} lấy số kỳ trước").format(who=who.format(n=f"{carried:02d}")))
    return [*said, *_to_come(told)]


def _to_come(told: MonthsTold) -> list[str]:
    """Name the months after the last one told that nobody gave."""
    names = [month.title for month in told.months[told.until + 1 :] if month.missing == month.of]
    if len(names) > 2:
        names = [_("từ {first} đến {last}").format(first=names[0], last=names[-1])]
    return [_("chưa có số liệu {months}").format(months=", ".join(names))] if names else []


def alone_words(told: MonthsTold) -> list[str]:
    """Say of one unit month by month what it did not give or lock: "tháng 9/2026 chưa chốt"."""
    return _by_month(told, _ALONE, "")


def _by_month(told: MonthsTold, words: Mapping[str, str], who: str) -> list[str]:
    lines = [
        (month, ", ".join(_open_words(month, words, who, asked=told.is_asked(n))))
        for n, month in enumerate(told.months)
    ]
    found = []
    for text, months in groupby(lines, lambda line: line[1]):
        if text:
            found.append(_span([month for month, _text in months]).format(said=text))
    more = len(found) - _MOST_SAID
    if more <= 0:
        return found
    return [*found[:_MOST_SAID], _("và {n} chỗ nữa ở các tháng sau").format(n=more)]


def _open_words(
    month: MonthTold, words: Mapping[str, str], who: str, *, asked: bool
) -> Iterator[str]:
    """Yield what is open in a month; who gave nothing only where it is `asked`."""
    counts = {"missing": month.partly if asked else 0, "live": month.live,
              "returned": month.returned}  # fmt: skip
    for state, count in counts.items():
        if count:
            yield words[state].format(who=who.format(n=f"{count:02d}"))


def _span(months: Sequence[MonthTold]) -> str:
    first, last = months[0].title, months[-1].title
    if len(months) == 1:
        return _("{month}: {said}").replace("{month}", first)
    span = _("từ {first} đến {last}: {said}")
    return span.replace("{first}", first).replace("{last}", last)


def as_json(told: MonthsTold) -> dict[str, Any]:
    """Return the months in the shape of the command line's contract."""
    return {
        "until": told.last.period, "reported_until": len(told.reported), "of_until": told.of,
        "months": [
            {"period": month.period, "of": month.of, "reported": month.reported,
             "live": month.live, "returned": month.returned, "missing": month.missing}
            for month in told.months
        ],
    }  # fmt: skip
