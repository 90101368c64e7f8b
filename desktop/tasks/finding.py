"""What Ctrl+K finds in an office: periods, plans, units, activities, by a few letters."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.reader import Reader
from desktop.models.text import fold
from desktop.models.units.unit_search import seek
from desktop.models.units.units import Tree

MOST: Final = 8
_MONTH: Final = re.compile(r"(?:t(?:hang)?\s*)?(\d{1,2})\s*[/\-. ]\s*(\d{4})")
_QUARTER: Final = re.compile(r"q(?:uy)?\s*([1-4])\s*[/\-. ]\s*(\d{4})")
_YEAR: Final = re.compile(r"(?:nam\s*)?(\d{4})")


class Found(msgspec.Struct, frozen=True):
    """Something found: its words, what it is, and the page and argument that open it.

    `how` tells how well a unit is meant (`unit_search`), None of what has all the words in it.
    """

    text: str
    where: str
    icon: str
    page: str
    argument: Any
    how: int | None = None


def find(reader: Reader, typed: str, tree: Callable[[], Tree]) -> list[Found]:
    """Return what the typed words may mean: periods, plans, units of `tree()`, activities."""
    words = fold(typed).split()
    if not words:
        return []
    found = [*_periods(reader, " ".join(words))]
    if len(" ".join(words)) > 1:
        found += [*_plans(reader, words)][:MOST]
        units = tree()
        found += _units(units, typed)
        names = {unit.id: unit.name for unit in units.units.values()}
        found += [*_activities(reader, words, names)][:MOST]
    return found


def _periods(reader: Reader, typed: str) -> Iterator[Found]:
    period = _period(reader, typed)
    if period is not None:
        yield Found(period.title, _("Số liệu"), "figures", "figures", period.id)
        yield Found(period.title, _("Báo cáo"), "reports", "reports", {"period": period.id})


def _period(reader: Reader, typed: str) -> Period | None:
    for pattern, form in ((_MONTH, "{1}-{0:0>2}"), (_QUARTER, "{1}-Q{0}"), (_YEAR, "{0}")):
        said = pattern.fullmatch(typed)
        if said:
            try:
                return parse_period(form.format(*said.groups()), reader.packs.schemes)
            except Refusal:
                return None
    return None


def _plans(reader: Reader, words: list[str]) -> Iterator[Found]:
    from desktop.models.plans import plan_head, plans

    roles = {plan_head.OWN: _("Kế hoạch"), plan_head.PARENT: _("Kế hoạch cấp trên")}
    for head in plans.list_plans(reader, role=None):
        if head.role in roles and _has(f"{head.title} {head.number} {head.year or ''}", words):
            yield Found(head.title or head.subject, roles[head.role], "plans", "plans", head.id)


def _activities(reader: Reader, words: list[str], names: Mapping[str, str]) -> Iterator[Found]:
    from desktop.models.activities.activities import Filter, list_activities

    for one in list_activities(reader, Filter(words=" ".join(words)), names):
        day = f"{one.start:%d/%m/%Y}"
        yield Found(one.title, _("Hoạt động {day}").format(day=day), "activities", "activities",
                    one.id)  # fmt: skip


def _units(tree: Tree, typed: str) -> list[Found]:
    return [
        Found(hit.unit.name, hit.unit.code, "units", "units", hit.unit.id, hit.how)
        for hit in seek(tree, typed)[:MOST]
    ]


def _has(text: str, words: list[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)
