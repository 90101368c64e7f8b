"""Where a total comes from: unit by unit, down to the revision, the person, the bundle, the file.

"Số này ở đâu ra?" The parts come from the very roll-up that gives the total, so that they add
up to it; for a ratio they make its numerator and denominator.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import split_code
from desktop.models.figures.sums.bands import of_band
from desktop.models.figures.sums.direct import by_manager, directly_under, opening_units
from desktop.models.figures.sums.rollup import Rollup, cumulate, roll_up
from desktop.models.figures.sums.total import Total, ratio, worst_of
from desktop.models.figures.sums.trace_formulas import (
    MEN,
    codes_of,
    formula_parts,
    is_formula,
    title_of,
)
from desktop.models.figures.sums.trace_ownership import TypeParts, columns_of
from desktop.models.figures.sums.trace_parts import Side, Teller, TracePart
from desktop.models.figures.sums.waiting import Waiting, waiting_json
from desktop.models.packs.ownership_kinds import band_name, type_words
from desktop.models.packs.packs import Packs
from desktop.models.store.as_known import as_known
from desktop.models.store.reader import Reader
from desktop.models.units.ceased import top_of
from desktop.models.units.units import Unit


class Trace(msgspec.Struct, frozen=True):
    """A total and everything it is made of; the values of the parts add up to it."""

    unit: str
    name: str
    indicator: str
    title: str
    period: str
    total: Total
    parts: tuple[TracePart, ...]


class Narrow(msgspec.Struct, frozen=True):
    """Which parts of a total are asked about, as a row of a report shows them.

    `units` are the codes of units whose part it is; `under` the code of a managing unit: what
    stands directly under it, not under others below. `only` keeps what moved between two of
    them and is taken out again ("inside"), or who came and left with whole unions ("moved").
    `band` is that of the ownership types asked about ("state", `bands`), or one type ("FDI"), those
    of which nobody said any ("?") or each with its own movement ("all").
    """

    units: tuple[str, ...] = ()
    under: str = ""
    only: str = ""
    band: str = ""


WHOLE = Narrow()


def trace(
    reader: Reader,
    period_id: str,
    unit: str,
    code: str,
    *,
    known_on: date | None = None,
    since_year_began: bool = False,
    narrow: Narrow = WHOLE,
) -> Trace:
    """Return what a unit's total of an indicator is made of.

    `code` may carry an ownership type, ask about what is reckoned from a movement ("opening:A03",
    "closing:A03", "net:A05", "growth:A03", "difference:A03", of an ownership type "turned:A03"),
    about the men ("men:A01") or about
    a sum ("E07K+E07X"); `since_year_began` traces the cumulated figure instead.
    Raises Refusal for a code no pack knows, and where nobody gave any figure of it.
    """
    with as_known(reader, known_on) as then:
        if not is_formula(then.packs, code) and split_code(code)[0] not in then.packs.indicators:
            raise Refusal(
                _("Không có chỉ tiêu mã “{code}”.").format(code=code[:40]),
                next_step=_("Xem mã chỉ tiêu ở trang Mẫu."), code="E_INDICATOR",
            )  # fmt: skip
        rolled = (cumulate if since_year_began else roll_up)(then, period_id, unit)
        return trace_of(then, rolled, code, narrow)


def trace_of(reader: Reader, whole: Rollup, code: str, narrow: Narrow = WHOLE) -> Trace:
    """Return the trace of one total of a roll-up, or of part of it."""
    rolled, top = whole, whole.top
    opened: list[Unit] = []
    if narrow.under or is_formula(reader.packs, code):  # a plain figure needs no openings
        opened = [top] if whole.tree.role(top) == "base" else opening_units(reader, whole)
    if narrow.under:
        rolled, opened = _under(reader, whole, narrow.under, opened)
    if narrow.band:
        _check_band(reader.packs, code, narrow)
        rolled = of_band(rolled, reader.packs, narrow.band)
    told = Teller(reader, rolled)
    typed = columns_of(reader.packs, code) if narrow.band and not narrow.under else None
    if typed is not None:
        parts = tuple(TypeParts(told, whole, typed[0], narrow.band).of(typed[1]))
    else:
        parts = tuple(formula_parts(told, code, opened, moved=narrow.only == "moved"))
    if narrow.units:
        parts = tuple(one for one in parts if one.unit in narrow.units and one.kind != "inside")
    if narrow.only:
        kind = "inside" if narrow.only == "inside" else "register"
        parts = tuple(one for one in parts if one.kind == kind)
    if narrow.units or narrow.only:
        total: Total | None = _total(reader.packs, rolled, code, parts)
    elif typed is not None and not is_formula(reader.packs, code):
        counted = rolled.total_of(reader.packs, code) or _total(reader.packs, rolled, code, parts)
        total = replace(counted, value=int(summed(parts)), internal=0) if parts else None
    elif is_formula(reader.packs, code):
        total = _total(reader.packs, rolled, code, parts) if parts else None
        involved = codes_of(reader.packs, code)
        if total is not None and typed is not None and not involved:
            total = replace(total, reported=0, of=0)  # by unions of other types now, and events
        if total is not None and involved:
            firm = rolled.firmness(reader.packs, involved)
            total = replace(
                total, state=worst_of((total.state, firm.state)), reported=firm.reported,
                of=firm.of, by_offices=firm.by_offices,
            )  # fmt: skip
    else:
        total = rolled.total_of(reader.packs, code)
    if total is None:
        raise Refusal(
            _("Chưa đơn vị nào có số “{name}” trong kỳ này.").format(
                name=title_of(reader.packs, code)
            ),
            next_step=_("Chọn kỳ hoặc chỉ tiêu khác."), code="E_NOTHING",
        )  # fmt: skip
    if whole.waiting:
        total = replace(total, waiting=_awaited(rolled, reader.packs, code, narrow))
    parts = parts or (told.nothing(code),)
    title = _narrowed(title_of(reader.packs, code), narrow, told)
    return Trace(rolled.top.code, rolled.top.name, code, title, rolled.period.id, total, parts)


def _awaited(rolled: Rollup, packs: Packs, code: str, narrow: Narrow) -> tuple[Waiting, ...]:
    """Return what waits and would change the figure; of what moved between units nothing does."""
    if narrow.only:
        return ()
    codes = codes_of(packs, code) if is_formula(packs, code) else [code]
    found = rolled.waiting_for(packs, codes)
    return tuple(one for one in found if not narrow.units or one.code in narrow.units)


def _check_band(packs: Packs, code: str, narrow: Narrow) -> None:
    """Refuse a type nobody knows, and what is reckoned from a movement no type has of its own."""
    band_name(packs, narrow.band)
    reckoned = is_formula(packs, code) and not code.startswith(f"{MEN}:") and ":" in code
    if reckoned and (narrow.under or columns_of(packs, code) is None):
        raise Refusal(
            _("Số này không tra theo khu vực, loại hình được."),
            next_step=_("Xem từng loại hình ở trang Đơn vị, mục Theo loại hình."),
            code="E_INDICATOR",
        )


def _narrowed(title: str, narrow: Narrow, told: Teller) -> str:
    """Return what a figure is called, with which part of it is asked about."""
    if narrow.under:
        said = {
            "": _("{name}, các đơn vị trực thuộc {unit}"),
            "inside": _("{name}, phần cân trừ giữa các đơn vị trực thuộc {unit}"),
            "moved": _("{name}, phần đi cùng nguyên CĐCS của {unit}"),
        }[narrow.only]
        return said.format(name=title, unit=told.rolled.top.name)
    if narrow.band:
        return f"{title}, {type_words(told.reader.packs, narrow.band)}"
    if narrow.units:
        return _("{name}, riêng {unit}").format(name=title, unit=", ".join(
            told.named(unit.id)[1] for unit in told.units_of(narrow.units)
        ))  # fmt: skip
    return title


def _under(
    reader: Reader, whole: Rollup, code: str, opened: list[Unit]
) -> tuple[Rollup, list[Unit]]:
    """Return the roll-up of what stands directly under a unit, and the unions that open it."""
    found = whole.before.find(code) if whole.tree.find(code) is None else None
    found = found or top_of(reader, whole.tree, code, whole.period.data_from)
    was = by_manager(opened, whole.tree).get(found.id, [])
    now = [unit for unit in whole.base if unit.parent == found.id]
    return replace(directly_under(reader, whole, found.id, now, was), top=found), was


def _total(packs: Packs, rolled: Rollup, code: str, parts: Iterable[TracePart]) -> Total:
    """Return what parts come to, 0 where there are none."""
    listed = list(parts)
    state = worst_of(part.state for part in listed)
    known = {part.unit for part in listed}
    counts = sum(unit.code in known for unit in rolled.base), len(rolled.base)
    if not any(part.side for part in listed):
        return Total(int(summed(listed)), state, *counts)
    numerator, denominator = (int(summed(listed, s)) for s in ("numerator", "denominator"))
    indicator = packs.indicators.get(code)
    scale = indicator.scale if indicator is not None else 100
    share = ratio(numerator, denominator, scale)
    return Total(share, state, *counts, numerator, denominator)


def as_json(found: Trace) -> dict[str, Any]:
    """Return a trace in the shape of the command line's contract."""
    total = found.total
    value = float(total.value) if isinstance(total.value, Decimal) else total.value
    told: dict[str, Any] = {
        "value": value, "state": total.state, "reported": total.reported, "of": total.of,
        "unit": found.unit, "name": found.name, "indicator": found.indicator,
        "title": found.title, "period": found.period,
    }  # fmt: skip
    if total.numerator is not None:
        told |= {"numerator": total.numerator, "denominator": total.denominator}
    if total.waiting:
        told["waiting"] = waiting_json(total.waiting)
    told["parts"] = [_part_json(part) for part in found.parts]
    return told


def _part_json(part: TracePart) -> dict[str, Any]:
    needed = ("unit", "name", "indicator", "value", "kind", "state", "period", "op", "bundle",
              "role", "at")  # fmt: skip
    made: dict[str, Any] = msgspec.to_builtins(part)
    made["value"] = float(part.value) if isinstance(part.value, Decimal) else part.value
    return (
        {name: made[name] for name in needed}
        | {
            name: value
            for name, value in made.items()
            if name not in (*needed, "verified") and value
        }
        | ({} if part.verified else {"verified": False})
    )


def summed(parts: Iterable[TracePart], side: Side = "") -> int | Decimal:
    """Return what the parts of a side add up to."""
    return sum(part.value for part in parts if part.side == side)


def sides(found: Trace) -> Mapping[Side, int | Decimal]:
    """Return what each side of a trace adds up to."""
    return {side: summed(found.parts, side) for side in {part.side for part in found.parts}}
