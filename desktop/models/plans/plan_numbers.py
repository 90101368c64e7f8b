"""Numbers of papers: one series a year for all kinds or one for each, what is free, what is odd."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plans import plans
from desktop.models.plans.outgoing import Outgoing, list_outgoing
from desktop.models.plans.plan_head import OWN, PlanHead
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import fold, short_date

Series = Literal["one", "type"]
SERIES: Final[tuple[Series, ...]] = ("type", "one")
_KEY: Final = "documents"
_MOST_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number that was used: by which paper, on which day (ISO)."""

    number: int
    symbol: str
    date: str
    title: str
    id: str


def series_of(reader: Reader) -> Series:
    """Return how the office numbers its papers: "type", a series per kind, unless it chose."""
    chosen = reader.fields("setting", _KEY).get("series")
    return "one" if chosen == "one" else "type"


def set_series(store: Store, series: str) -> ChangeSet:
    """Choose one series for all papers or one per kind."""
    if series not in SERIES:
        raise ValueError(f"not a way of numbering: {series}")
    with store.step(_("Chọn cách đánh số văn bản")) as step:
        step.put("setting", _KEY, "series", series if series == "one" else None)
    return step.change


def used_numbers(reader: Reader, year: int, symbol: str) -> list[Numbered]:
    """Return the numbers of the series a symbol belongs to, in a year, ascending.

    Papers issued here and papers typed into the register count alike.
    """
    one = series_of(reader) == "one"
    found = [
        *(_of_plan(head) for head in plans.list_plans(reader) if _counts(head)),
        *(_of_entry(entry) for entry in list_outgoing(reader) if entry.plain_number),
    ]
    return sorted(
        (
            used
            for used in found
            if used.date.startswith(f"{year:04d}-") and (one or _same(used.symbol, symbol))
        ),
        key=lambda used: (used.number, used.date),
    )


def next_free(reader: Reader, year: int, symbol: str) -> int:
    """Return the number after the greatest of the series in that year."""
    return max((used.number for used in used_numbers(reader, year, symbol)), default=0) + 1


def gaps(numbers: Iterable[int]) -> list[int]:
    """Return the numbers from 1 to the greatest that nothing has."""
    listed = set(numbers)
    return [number for number in range(1, max(listed, default=0)) if number not in listed]


def taken_by(reader: Reader, number: int, symbol: str, year: int, own: str = "") -> list[Numbered]:
    """Return the other papers of the series that have a number already."""
    return [
        used
        for used in used_numbers(reader, year, symbol)
        if used.number == number and used.id != own
    ]


def remarks(reader: Reader, number: int, symbol: str, day: date, own: str = "") -> list[str]:
    """Return what is odd about giving a paper this number on this day, a sentence each.

    Numbers left out, a number used before under another symbol, an order that goes against
    the days; none of them forbids it.
    """
    others = [used for used in used_numbers(reader, day.year, symbol) if used.id != own]
    told: list[str] = []
    for used in others:
        if used.number == number:
            told.append(
                _("Số {n} năm {year} đã dùng cho “{title}”.").format(
                    n=f"{number:02d}", year=day.year, title=used.title
                )
            )
    known = {used.number for used in others}
    left = list(range(max((n for n in known if n < number), default=0) + 1, number))
    if left:
        told.append(_("Bỏ trống số {list}.").format(list=_listed(left)))
    iso = day.isoformat()
    before = [used for used in others if used.number < number and used.date > iso]
    after = [used for used in others if used.number > number and used.date < iso]
    for used in (*before[-1:], *after[:1]):
        told.append(
            _("Số {n} lại ký ngày {day}: số và ngày không cùng thứ tự.").format(
                n=f"{used.number:02d}", day=short_date(date.fromisoformat(used.date))
            )
        )
    return told


def year_remarks(reader: Reader, year: int) -> list[str]:
    """Return the gaps and the repeated numbers of a year's register, a sentence each."""
    one = series_of(reader) == "one"
    symbols = sorted(
        {head.symbol for head in plans.list_plans(reader) if _counts(head)}
        | {entry.symbol for entry in list_outgoing(reader)}
    )
    told: list[str] = []
    for symbol in symbols[:1] if one else symbols:
        used = used_numbers(reader, year, symbol)
        where = "" if one else f" ({symbol})"
        numbers = [one_used.number for one_used in used]
        if left := gaps(numbers):
            told.append(_("Bỏ trống số {list}").format(list=_listed(left)) + f"{where}.")
        twice = sorted({n for n in numbers if numbers.count(n) > 1})
        if twice:
            told.append(_("Trùng số {list}").format(list=_listed(twice)) + f"{where}.")
    return told


def as_number(number: int | str) -> str:
    """Return a number as papers carry it, "05"; refuses what is none."""
    text = str(number).strip()
    known = text.isascii() and text.isdigit() and len(text) < 10
    if not known or not 0 < int(text) < 100_000:
        raise Refusal(
            _("Số văn bản “{number}” không hợp lệ.").format(number=text[:20]),
            next_step=_("Ghi một số từ 1 trở lên, không kèm ký hiệu."), code="E_NUMBER",
        )  # fmt: skip
    return f"{int(text):02d}"


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(f"{n:02d}" for n in numbers[:_MOST_NAMED])
    return shown + (" …" if len(numbers) > _MOST_NAMED else "")


def _counts(head: PlanHead) -> bool:
    return head.role == OWN and head.number.isdigit() and bool(head.date)


def _same(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def _of_plan(head: PlanHead) -> Numbered:
    title = head.title or head.subject
    return Numbered(int(head.number), head.symbol, head.date, title, head.id)


def _of_entry(entry: Outgoing) -> Numbered:
    return Numbered(entry.plain_number or 0, entry.symbol, entry.date, entry.subject, entry.id)
