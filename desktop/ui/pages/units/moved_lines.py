"""What an event would move, in a table: unit, indicator in words, number."""

from __future__ import annotations

from collections.abc import Callable

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.packs import Packs
from desktop.models.register.doubts import doubts
from desktop.models.register.later import late_sentence, lost_sentence, still_late
from desktop.models.register.moved_words import MovedLine
from desktop.models.register.orders import Order
from desktop.models.register.outcomes import BulkOutcome, Outcome
from desktop.models.text import vi_number
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.table import Column, ListTable

OnOutcome = Callable[[Outcome], object]
OnRefusal = Callable[[Refusal], object]
Ask = Callable[[Order, OnOutcome, OnRefusal], object]
"""Previews an order off the main thread."""


def preview_sentence(packs: Packs, done: Outcome | BulkOutcome) -> str:
    """Return what else to know before an event is written: what to agree to, what was locked."""
    return " ".join(filter(None, (doubts(packs, done), _late(packs, done))))


def outcome_sentence(packs: Packs, done: Outcome) -> str:
    """Return what else to know of a written event: what lost its meaning, what was locked."""
    return " ".join(filter(None, (lost_sentence(packs, done.lost), _late(packs, done))))


def _late(packs: Packs, done: Outcome | BulkOutcome) -> str:
    return late_sentence(packs, still_late(done.late, done.lost))


def _number(line: MovedLine) -> str:
    return "" if line.number is None else vi_number(line.number)


def moved_table() -> ListTable:
    """Return the table of moved lines."""
    table = ListTable(
        (
            Column(_("Đơn vị"), lambda one: one.unit, 36, tooltip=lambda one: one.unit),
            Column(_("Mã"), lambda one: one.bare_code, 7, tone=lambda _one: "ink.muted"),
            Column(_("Biến động"), lambda one: one.what, 0, tooltip=lambda one: one.what),
            Column(_("Số"), _number, 8, right=True),
        ),
        key=lambda one: (one.unit, one.code, one.what), name=_("Số liệu chuyển theo sự kiện"),
        sortable=False,
    )  # fmt: skip
    table.setMinimumHeight(space("xxl") * 4)
    return table
