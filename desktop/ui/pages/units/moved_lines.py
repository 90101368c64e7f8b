"""What an event would move, as lines of a table: unit, indicator in words, number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import parse_period
from desktop.models.register.bulk_reparent import BulkOutcome
from desktop.models.register.event_effects import Moved
from desktop.models.register.late import Late
from desktop.models.register.later import lost_sentence, still_late
from desktop.models.register.reorganise import Order, Outcome
from desktop.models.text import lowered, vi_number
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.table import Column, ListTable

MERGED = "B05"
"""Unions merged away; the one that a merger makes is taken off them."""
OnOutcome = Callable[[Outcome], object]
OnRefusal = Callable[[Refusal], object]
Ask = Callable[[Order, OnOutcome, OnRefusal], object]
"""Previews an order off the main thread."""


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One number that an event brings to a unit's figures."""

    unit: str
    code: str
    what: str
    number: int

    @property
    def bare_code(self) -> str:
        """The indicator alone; the ownership type stands in words."""
        return self.code.partition(";")[0]


def moved_lines(packs: Packs, moved: Moved, names: Mapping[str, str]) -> list[MovedLine]:
    """Return a line for each indicator of each unit; `names` by unit code."""
    return [
        MovedLine(names.get(unit, unit), code, _in_words(packs, code, number), number)
        for unit, counts in moved.items()
        for code, number in counts.items()
    ]


def _in_words(packs: Packs, code: str, number: int) -> str:
    """Say what moves; a line that is cut still tells the ownership type and that it is women."""
    if code == MERGED and number < 0:
        return _("CĐCS mới sau sáp nhập, trừ vào số giảm")
    bare, _sep, part = code.partition(";LH=")
    indicator = packs.indicators.get(bare)
    if indicator is None:
        return bare
    if part not in packs.ownerships:
        return indicator.name
    short, of = packs.ownerships[part].short, indicator.part_of
    if indicator.women and of in packs.indicators:
        return _("{kind}: nữ {what}").format(
            kind=short, what=lowered(packs.indicators[str(of)].name)
        )
    return f"{short}: {lowered(indicator.name)}"


def late_sentence(packs: Packs, late: tuple[Late, ...]) -> str:
    """Return what to know of returns locked for the event's day or after, "" for none."""
    periods = sorted({one.period for one in late})
    if not periods:
        return ""
    schemes = packs.schemes
    named = [parse_period(one, schemes).title.lower() for one in periods[:4]]
    told = ", ".join(named) + ("…" if len(periods) > 4 else "")
    return _(
        "Đã chốt số liệu {periods}. Số đã chốt giữ nguyên; cần đổi thì lập báo cáo bổ sung có"
        " lý do."
    ).format(periods=told)


def outcome_sentence(packs: Packs, done: Outcome | BulkOutcome) -> str:
    """Return what else to know of an event: what it takes the meaning from, what was locked."""
    late = late_sentence(packs, still_late(done.late, done.lost))
    return " ".join(filter(None, (lost_sentence(packs, done.lost), late)))


def moved_table() -> ListTable:
    """Return the table of moved lines."""
    table = ListTable(
        (
            Column(_("Đơn vị"), lambda one: one.unit, 36, tooltip=lambda one: one.unit),
            Column(_("Mã"), lambda one: one.bare_code, 7, tone=lambda _one: "ink.muted"),
            Column(_("Biến động"), lambda one: one.what, 0, tooltip=lambda one: one.what),
            Column(_("Số"), lambda one: vi_number(one.number), 8, right=True),
        ),
        key=lambda one: (one.unit, one.code), name=_("Số liệu chuyển theo sự kiện"),
        sortable=False,
    )  # fmt: skip
    table.setMinimumHeight(space("xxl") * 4)
    return table
