"""Cells: what one figure can be, how it is typed, and how those of a period are read.

Never entered, value, zero, cleared, not applicable and estimated are different things.
Estimates are never stored: a stock nobody entered is shown as carried until confirmed.
"""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cell_words import meaning
from desktop.models.packs.ownership_kinds import BANDS, band_name
from desktop.models.packs.pack_types import Indicator
from desktop.models.packs.packs import Packs
from desktop.models.store.keys import cell_key, prefix_range, split_cell_key
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, vi_number

CellState = Literal["value", "zero", "cleared", "na", "estimated"]


LARGEST = 10**12
"""An amount of đồng above this is a slip of the keyboard."""
MOST_COUNTED = 10**6
"""A count above this is one: no union has as many people, nor comes as often to anything."""
TREE_CAUSED = frozenset({"C15", "C15N", "C27", "C27N"})
"""Movements of whole unions: computed for the parent from the tree, never typed for a child."""
BY_TREE = _("Chương trình tính từ cây đơn vị khi có đơn vị chuyển đến, chuyển đi.")
"""Why these are not entered."""

_DIGITS = len(str(LARGEST))


class Cell(msgspec.Struct, frozen=True):
    """What is known of one cell; `value` is None when cleared or not applicable.

    `at` is ISO 8601, "" for an estimate; `by` the role that typed it; `source` "typed" or
    "activities".
    """

    value: int | None
    state: CellState
    by: str = ""
    at: str = ""
    source: str = "typed"


class Entry(msgspec.Struct, frozen=True):
    """What somebody enters: a whole number, not applicable, or cleared (both None).

    A number taken from activities names them, with what each of them gave (`shares`).
    """

    value: int | None
    state: Literal["value", "na", "cleared"] = "value"
    activities: tuple[str, ...] = ()
    shares: tuple[int, ...] = ()

    def register(self, reason: str = "") -> Any:
        """Return the value as the journal keeps it."""
        if self.state == "value" and self.activities:
            taken = {"activities": list(self.activities), "shares": list(self.shares)}
            return {"value": self.value, **taken}
        if self.state == "value":
            return self.value
        return {"state": self.state, **({"reason": reason} if reason else {})}


NOT_APPLICABLE = Entry(None, "na")


CLEARED = Entry(None, "cleared")


def cell_of(value: Any, by: str = "", at: str = "") -> Cell:
    """Return the cell a register's value stands for."""
    if isinstance(value, int):
        return Cell(value, "value" if value else "zero", by, at)
    state = value.get("state") if isinstance(value, dict) else None
    if state in ("na", "cleared"):
        return Cell(None, state, by, at)
    number = value.get("value") if isinstance(value, dict) else None
    return Cell(number, "value" if number else "zero", by, at, "activities")


def number_of(value: Any) -> int | None:
    """Return the whole number in a register's value, None where it holds none."""
    if value is None or isinstance(value, int):
        return value
    number = value.get("value") if isinstance(value, dict) else None
    return number if isinstance(number, int) else None


def is_na(value: Any) -> bool:
    """Tell whether a register says that nothing can arise there."""
    return isinstance(value, dict) and value.get("state") == "na"


def split_code(code: str) -> tuple[str, str]:
    """Return (indicator, disaggregation) of a field such as "C11;LH=FDI"."""
    indicator, _sep, part = code.partition(";")
    return indicator, part


def name_with_part(packs: Packs, code: str) -> str:
    """Return an indicator's name with the part of it that is meant: "Tổng số đoàn viên (FDI)"."""
    bare, part = split_code(code)
    indicator = packs.indicators.get(bare)
    name = indicator.name if indicator is not None else bare
    kind = part.removeprefix("LH=")
    known = kind in BANDS or kind in packs.ownerships
    shown = lowered(band_name(packs, kind)) if known else part
    return f"{name} ({shown})" if shown else name


def indicator_of(reader: Reader, code: str) -> Indicator:
    """Return the indicator of a field. Raises Refusal when no pack defines it."""
    indicator = reader.packs.indicators.get(split_code(code)[0])
    if indicator is None:
        raise Refusal(
            _("Không có chỉ tiêu mã “{code}”.").format(code=code),
            next_step=_("Xem mã chỉ tiêu ở trang Mẫu."), code="E_INDICATOR",
        )  # fmt: skip
    return indicator


def parse_entry(text: str, *, money: bool = True) -> Entry | None:
    """Read what was typed in a cell: a whole number or one of the words of `cell_words`.

    Returns None for an empty text. Raises Refusal for anything else (rule V01), and for a number
    larger than a count may be, or than an amount of `money`. A count may say what it counts.
    """
    if text.isascii() and text.isdigit() and text[0] != "0" and len(text) <= _DIGITS:
        return Entry(check_number(int(text), money=money))  # as nearly all are typed
    from desktop.models.figures.number_words import (  # only where somebody types
        closed_up,
        plain_digits,
        why_none,
        without_word,
    )

    told = plain_digits(text)
    if not told:
        return None
    said = meaning(text)
    if said is not None:
        return NOT_APPLICABLE if said == "na" else Entry(0)
    bare = closed_up(told if money else without_word(told)) or ""
    groups = bare.split(".")
    if len(groups) > 1 and 1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:]):
        bare = "".join(groups)
    if not (bare.isascii() and bare.isdigit()):
        why, instead = why_none(text)
        raise Refusal(why, next_step=instead, code="V01")
    # Thousands of digits are refused before they are computed.
    number = int(bare) if len(bare.lstrip("0")) <= _DIGITS else LARGEST + 1
    return Entry(check_number(number, money=money))


def check_number(value: int, *, money: bool = True) -> int:
    """Return the number when a cell may hold it (V01); raises Refusal otherwise.

    An amount of money may be larger than a count.
    """
    if value < 0:
        raise Refusal(
            _("Giá trị phải là số nguyên không âm."),
            next_step=_("Kiểm tra lại số vừa gõ."), code="V01",
        )  # fmt: skip
    if value > most(money=money):
        raise Refusal(
            too_large(money=money),
            next_step=_("Kiểm tra xem số có thừa chữ số không."), code="V01",
        )  # fmt: skip
    return value


def most(*, money: bool) -> int:
    """Return the largest amount of đồng, or the largest count, that a cell may hold."""
    return LARGEST if money else MOST_COUNTED


def too_large(*, money: bool) -> str:
    """Return what is said of a number above that."""
    if money:
        return _("Số quá lớn: tiền nhiều nhất {n} đồng.").format(n=vi_number(LARGEST))
    return _("Số quá lớn: số đếm nhiều nhất {n}.").format(n=vi_number(MOST_COUNTED))


def cells(reader: Reader, unit: str, period: str) -> dict[str, Cell]:
    """Return the entered cells of one unit in one period, by code."""
    found = {}
    for field, value, *written in reader.rows(
        "SELECT field, value, store, op FROM leaf WHERE kind = 'cell' AND key = ? AND winner = 1"
        " AND value <> 'null'",
        (cell_key(unit, period),),
    ):
        raw = reader.rows("SELECT raw FROM op WHERE store = ? AND id = ?", written)
        body = load(raw[0][0]) if raw else {}
        found[field] = cell_of(load(value), body.get("role", ""), body.get("wall", ""))
    return found


CELLS_AS_TEXT = "'{' || group_concat(json_quote(field) || ':' || value) || '}'"
"""The cells of a unit as one text: taking a thousand apart costs a third of 60,000 values."""


def period_cells(
    reader: Reader, period: str, codes: Sequence[str] = ()
) -> dict[str, dict[str, Any]]:
    """Return unit → code → register value of every entered cell of a period (or of some codes)."""
    few = f" AND field IN ({','.join('?' * len(codes))})" if codes else ""
    rows = reader.rows(
        f"SELECT key, {CELLS_AS_TEXT} FROM leaf"
        " WHERE kind = 'cell' AND key >= ? AND key < ? AND winner = 1 AND value <> 'null'"
        f"{few} GROUP BY key",
        (*prefix_range(period + "|"), *codes),
    )
    return {split_cell_key(key)[0]: load(cells) for key, cells in rows}
