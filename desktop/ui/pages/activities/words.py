"""Activities in words: what lists, the calendar and Excel show of them. No toolkit here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.activities.giving import contributions
from desktop.models.plans import plans
from desktop.models.store.keys import plan_of
from desktop.models.text import sort_key, vi_number

if TYPE_CHECKING:
    from desktop.models.activities.activities import Activity
    from desktop.models.packs.packs import Packs
    from desktop.models.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Week:
    """A heading of the list: the days of a week and how many activities begin in it."""

    monday: date
    count: int

    @property
    def title(self) -> str:
        """The week as a person says it."""
        sunday = self.monday + timedelta(6)
        days = _("Tuần {first} – {last}").format(
            first=f"{self.monday:%d/%m}", last=f"{sunday:%d/%m/%Y}"
        )
        return _("{days} · {n} hoạt động").format(days=days, n=self.count)


@dataclass
class Names:
    """Names for the codes and ids an activity holds, looked up once per refresh."""

    categories: Mapping[str, str]
    units: Mapping[str, str]
    indicators: Mapping[str, str]
    read: Reader
    _outlines: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def category(self, code: str) -> str:
        """Return a category's name."""
        return self.categories.get(code, code)

    def unit(self, text: str) -> str:
        """Return a unit's name; other words are themselves."""
        return self.units.get(text, text)

    def unit_value(self, typed: str) -> str:
        """Return the id of the unit named so, or the words as they are."""
        return next((key for key, name in self.units.items() if name == typed), typed)

    def item(self, item_id: str) -> str:
        """Return a plan item's label and words, "" for one that is gone."""
        plan = plan_of(item_id)
        if plan not in self._outlines:
            outline = plans.read_outline(self.read, plan)
            self._outlines[plan] = {
                row.id: f"{row.label} {row.item.plain}".strip() for row in outline
            }
        return self._outlines[plan].get(item_id, "")


def lacking() -> list[tuple[str, str]]:
    """Return what an activity may be gone back to for, with the field that is then empty."""
    return [
        (_("Chưa gắn kế hoạch"), "plan_items"),
        (_("Chưa ghi số người"), "people"),
        (_("Chưa ghi kết quả"), "result"),
        (_("Chưa có minh chứng"), "evidence"),
    ]


def taking_part(activities: Iterable[Activity], names: Names) -> list[tuple[str, str]]:
    """Return the (name, id or words) of whoever led or helped, in order of names."""
    found = {who for one in activities for who in (one.host, *one.partners) if who}
    return sorted(((names.unit(who), who) for who in found), key=lambda one: sort_key(one[0]))


def span(activity: Activity) -> str:
    """Return the days: "15/05" or "15/05 – 18/05"; the year stands in the week's heading."""
    first = f"{activity.start:%d/%m}"
    return first if activity.end == activity.start else f"{first} – {activity.end:%d/%m}"


def people(activity: Activity) -> str:
    """Return the number of people, with women."""
    if activity.people is None:
        return ""
    told = vi_number(activity.people)
    return _("{n} ({w} nữ)").format(n=told, w=activity.women) if activity.women else told


def money(activity: Activity) -> str:
    """Return what was spent in đồng, "" when nothing was told."""
    told = activity.union_money is not None or activity.social_money is not None
    return vi_number(activity.money) if told else ""


def given_words(code: str, value: int, indicators: Mapping[str, str]) -> str:
    """Return a figure an activity gives: its name and number."""
    return f"{indicators.get(code, code)}: {vi_number(value)}"


def proposal_words(packs: Packs, activity: Activity) -> str:
    """Return which figures logging an activity proposes, "" for none."""
    found = [
        given_words(code, number, {code: packs.indicators[code].name})
        for code, number in contributions(packs, activity)
        if code in packs.indicators
    ]
    return _("Đề nghị vào số liệu: {figures}.").format(figures="; ".join(found)) if found else ""


def summary(activities: Sequence[Activity]) -> str:
    """Return the line under the filters: how many, people and money in all."""
    heads = sum(activity.people or 0 for activity in activities)
    spent = sum(activity.money for activity in activities)
    parts = [_("{n} hoạt động").format(n=vi_number(len(activities)))]
    if heads:
        parts.append(_("{n} lượt người tham gia").format(n=vi_number(heads)))
    if spent:
        parts.append(_("kinh phí {n} đồng").format(n=vi_number(spent)))
    return " · ".join(parts)


def for_excel(activities: Sequence[Activity], names: Names) -> str:
    """Return all fields of the activities with tabs between cells, oldest first."""
    columns: tuple[tuple[str, Callable[[Activity], str]], ...] = (
        (_("Từ ngày"), lambda a: f"{a.start:%d/%m/%Y}"),
        (_("Đến ngày"), lambda a: f"{a.end:%d/%m/%Y}"),
        (_("Hoạt động"), lambda a: a.title),
        (_("Loại"), lambda a: names.category(a.category)),
        (_("Nơi"), lambda a: a.place),
        (_("Địa bàn"), lambda a: a.area),
        (_("Chủ trì"), lambda a: names.unit(a.host)),
        (_("Phối hợp"), lambda a: "; ".join(names.unit(one) for one in a.partners)),
        (_("Số người"), lambda a: _number(a.people)),
        (_("Trong đó nữ"), lambda a: _number(a.women)),
        (_("Lượt người"), lambda a: _number(a.attendances)),
        (_("Kinh phí công đoàn (đồng)"), lambda a: _number(a.union_money)),
        (_("Xã hội hóa (đồng)"), lambda a: _number(a.social_money)),
        (_("Kết quả"), lambda a: a.result),
        (_("Mục trong kế hoạch"), lambda a: "; ".join(filter(None, map(names.item, a.plan_items)))),
        (_("Số liệu"), lambda a: "; ".join(f"{k} = {v}" for k, v in sorted(a.figures.items()))),
        (_("Minh chứng"), lambda a: "; ".join(title for _name, title in a.evidence)),
    )
    lines = [[title for title, _text in columns]]
    oldest = sorted(activities, key=lambda activity: (activity.start, activity.end, activity.id))
    lines += [[text(activity) for _title, text in columns] for activity in oldest]
    flat = ([" ".join(cell.split()) for cell in line] for line in lines)
    return "\n".join("\t".join(line) for line in flat)


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def spans(today: date) -> list[tuple[str, tuple[date | None, date | None]]]:
    """Return the spans of time one may look at, by name."""
    monday = today - timedelta(today.weekday())
    month = today.replace(day=1)
    quarter = month.replace(month=3 * ((today.month - 1) // 3) + 1)
    year = month.replace(month=1)
    before = year.replace(year=year.year - 1)
    return [
        (_("Mọi thời gian"), (None, None)),
        (_("Tuần này"), (monday, monday + timedelta(6))),
        (_("Tháng {n}").format(n=f"{today:%m/%Y}"), (month, _before(_months_on(month, 1)))),
        (_("Quý {n}").format(n=f"{(today.month + 2) // 3}/{today.year}"),
         (quarter, _before(_months_on(quarter, 3)))),
        (_("Năm {n}").format(n=today.year), (year, _before(_months_on(year, 12)))),
        (_("Năm {n}").format(n=before.year), (before, _before(year))),
    ]  # fmt: skip


def _months_on(first: date, months: int) -> date:
    place = first.year * 12 + first.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def _before(day: date) -> date:
    return day - timedelta(1)


month_later = _months_on
