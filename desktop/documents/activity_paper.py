"""The list of activities as a paper: a landscape table with every field of the record, summed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop.formats.document import Document, FormHead, PaperKind
from desktop.formats.table import Align, Cell, CellKind, Column, Role, Row, Table
from desktop.i18n import _
from desktop.models.activities.activities import Activity
from desktop.models.text import nfc, short_date, vi_number

_COUNTS = ("people", "women", "attendances", "union_money", "social_money")
_BEFORE_COUNTS = 7
_AFTER_COUNTS = 4
_ALWAYS = 4
"""Columns that are never left out: number, days, title, kind."""


@dataclass(frozen=True, slots=True)
class Called:
    """How what an activity names by code or id is called; of an item, its label and words."""

    categories: Mapping[str, str]
    units: Mapping[str, str]
    indicators: Mapping[str, str]
    item: Callable[[str], str]


def activity_paper(
    activities: Sequence[Activity],
    called: Called,
    issuer: str,
    parent: str = "",
    since: date | None = None,
    until: date | None = None,
    *,
    narrow: bool = False,
) -> Document:
    """Return the activities, the oldest first, as a paper of its own with their sums.

    A `narrow` one, for a sheet of paper, has no columns that nothing stands in.
    """
    title = _("Danh sách hoạt động")
    told = [_span(since, until), _("(Tổng số: {n} hoạt động)").format(n=vi_number(len(activities)))]
    head = FormHead(
        parent=parent, issuer=issuer, form="", title=title, subtitle=tuple(filter(None, told))
    )
    return Document(
        kind=PaperKind.FORM,
        blocks=(head, _table(activities, called, narrow=narrow)),
        title=title,
        author=issuer,
        landscape=True,
    )


def _span(since: date | None, until: date | None) -> str:
    if since is None and until is None:
        return ""
    if since is None or until is None:
        one = since or until
        assert one is not None
        words = _("Từ ngày {day}") if until is None else _("Đến ngày {day}")
        return words.format(day=short_date(one))
    return _("Từ {first} đến {last}").format(first=short_date(since), last=short_date(until))


def _table(activities: Sequence[Activity], called: Called, *, narrow: bool) -> Table:
    center, count, money = Align.CENTER, CellKind.COUNT, CellKind.MONEY
    columns = (
        Column(_("STT"), 8, align=center),
        Column(_("Thời gian"), 21, align=center),
        Column(_("Hoạt động"), 46),
        Column(_("Loại"), 27),
        Column(_("Địa điểm, địa bàn"), 27),
        Column(_("Chủ trì"), 28),
        Column(_("Phối hợp"), 26),
        Column(_("Số người"), 12, count),
        Column(_("Nữ"), 10, count),
        Column(_("Lượt"), 12, count),
        Column(_("Công đoàn (đồng)"), 23, money, groups=(_("Kinh phí"),)),
        Column(_("Xã hội hóa (đồng)"), 23, money, groups=(_("Kinh phí"),)),
        Column(_("Kết quả"), 36),
        Column(_("Mục trong kế hoạch"), 27),
        Column(_("Số liệu"), 20),
        Column(_("Minh chứng"), 20),
    )
    oldest = sorted(activities, key=lambda one: (one.start, one.end, one.id))
    rows = [_row(number, one, called) for number, one in enumerate(oldest, 1)]
    places = [
        place for place in range(len(columns))
        if not narrow or place < _ALWAYS or any(row.cells[place] is not None for row in rows)
    ]  # fmt: skip
    if rows:
        sums: list[Cell] = [_sum(activities, name) for name in _COUNTS]
        blank: tuple[Cell, ...] = (None,) * _AFTER_COUNTS
        first: tuple[Cell, ...] = (_("Tổng cộng"), *(None,) * (_BEFORE_COUNTS - 1))
        span = sum(place < _BEFORE_COUNTS for place in places)
        rows.append(Row((*first, *sums, *blank), Role.TOTAL, label_span=span))
    kept = tuple(replace(row, cells=tuple(row.cells[place] for place in places)) for row in rows)
    return Table(columns=tuple(columns[place] for place in places), rows=kept,
                 name=_("Hoạt động"))  # fmt: skip


def _row(number: int, one: Activity, called: Called) -> Row:
    days = short_date(one.start)
    if one.end != one.start:
        days += f" – {short_date(one.end)}"
    units = [called.units.get(who, who) for who in one.partners]
    figures = (f"{called.indicators.get(code, code)}: {vi_number(value)}"
               for code, value in sorted(one.figures.items()))  # fmt: skip
    texts = (
        days, one.title, called.categories.get(one.category, one.category),
        "; ".join(filter(None, (one.place, one.area))), called.units.get(one.host, one.host),
        "; ".join(units),
    )  # fmt: skip
    after = (
        one.result, "; ".join(filter(None, map(called.item, one.plan_items))), "; ".join(figures),
        "; ".join(title for _name, title in one.evidence),
    )  # fmt: skip
    counts = (getattr(one, name) for name in _COUNTS)
    cells = (str(number), *map(_text, texts), *counts, *map(_text, after))
    return Row(cells)


def _text(text: str) -> str | None:
    return nfc(text) or None


def _sum(activities: Sequence[Activity], name: str) -> int | None:
    told = [number for one in activities if (number := getattr(one, name)) is not None]
    return sum(told) if told else None
