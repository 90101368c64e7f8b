"""What an event moves in words: indicator by name, and of each unit what it had and will have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.i18n import _
from desktop.models.packs.packs import Packs
from desktop.models.register.event_effects import Moved, Stock
from desktop.models.text import lowered, vi_number

MERGED = "B05"
"""Unions merged away; the one that a merger makes is taken off them."""
_STOCKS = {"members": _("đoàn viên {before} → {after}"), "unions": _("CĐCS {before} → {after}")}


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One number that an event brings to a unit's figures; a stock before and after has none."""

    unit: str
    code: str
    what: str
    number: int | None

    @property
    def bare_code(self) -> str:
        """The indicator alone; the ownership type stands in words."""
        return self.code.partition(";")[0]


def moved_lines(
    packs: Packs, moved: Moved, names: Mapping[str, str], stocks: Sequence[Stock] = ()
) -> list[MovedLine]:
    """Return a line for each indicator of each unit, then its stocks; `names` by unit code."""
    units = dict.fromkeys((*moved, *(one.unit for one in stocks)))
    return [line for unit in units for line in (
        *(MovedLine(names.get(unit, unit), code, in_words(packs, code, number), number)
          for code, number in moved.get(unit, {}).items()),
        *(MovedLine(names.get(unit, unit), "", stock_words(one), None)
          for one in stocks if one.unit == unit),
    )]  # fmt: skip


def in_words(packs: Packs, code: str, number: int) -> str:
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


def stock_words(stock: Stock) -> str:
    """Return "đoàn viên 403 → 0" of what a unit had before an event and has after it."""
    return _STOCKS[stock.what].format(before=vi_number(stock.before), after=vi_number(stock.after))
