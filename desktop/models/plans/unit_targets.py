"""Targets of units for a year: registers (kind `target`, key "year|unit", field = indicator).

What a unit sets itself stands under the indicator, what the level above gave it under
`given:` and the indicator: both are kept side by side and neither takes the other's place.
One target is split among units by weights, or reckoned by a formula; whole parts add up, or
the difference is told.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, get_args

import msgspec
from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.kinds import measured_by, split_target
from desktop.models.listed import first_few
from desktop.models.outline import targets as writing
from desktop.models.outline.targets import PERCENT, Target, target_of
from desktop.models.packs.pack_types import Indicator
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import vi_number
from desktop.models.units.scope import Scope

KIND: Final = "target"
GIVEN: Final = "given:"
Part = Decimal | int | None
"""What one unit gets of a target: a whole number, a level of two decimals, or nothing."""
Way = Literal["members", "equal", "last_year", "base_unions", "manual"]
WAYS: Final[tuple[str, ...]] = get_args(Way)
Formula = Literal["per_member", "per_union", "per_unit", "last_year"]
FORMULAS: Final[tuple[str, ...]] = get_args(Formula)


class UnitTarget(msgspec.Struct, frozen=True):
    """One indicator's target of a unit: given from above, set by itself, said in its paper.

    `plan` and `item` are where the paper says it, `draft` while that paper is not issued.
    """

    given: Target | None = None
    own: Target | None = None
    planned: Target | None = None
    plan: str = ""
    item: str = ""
    draft: bool = False

    @property
    def counts(self) -> Target | None:
        """The one the unit is measured by: what was given, else its own, else its paper's."""
        return self.given or self.own or self.planned


def both_targets(reader: Reader, year: int, unit: str) -> dict[str, UnitTarget]:
    """Return indicator → what a unit was given for a year, beside what it set itself."""
    found: dict[str, UnitTarget] = {}
    for field, value in sorted(reader.fields(KIND, f"{year}|{unit}").items()):
        target = target_of(value if isinstance(value, dict) else {"value": value})
        if target is None or target.value is None:
            continue
        code = field.removeprefix(GIVEN)
        known = found.get(code, UnitTarget())
        is_given = field.startswith(GIVEN)
        found[code] = replace(known, given=target) if is_given else replace(known, own=target)
    return dict(sorted(found.items()))


def unit_targets(reader: Reader, year: int, unit: str) -> dict[str, Target]:
    """Return indicator → the target a unit's year is measured by."""
    listed = both_targets(reader, year, unit).items()
    return {code: one.counts for code, one in listed if one.counts is not None}


def years_of_targets(reader: Reader) -> list[int]:
    """Return the years anybody set a target for, the newest first."""
    keys = reader.records(KIND)
    return sorted({int(k[:4]) for k in keys if k[:4].isdigit()}, reverse=True)


def set_unit_targets(
    store: Store, year: int, wanted: Mapping[str, Mapping[str, Target | None]], label: str = ""
) -> ChangeSet:
    """Set targets of units in one step: unit → indicator → target, None takes one away.

    What is set for a unit under ours is given to it: a target of its own stays beside it.
    Refuses an unknown indicator, a target without a number, and a unit that is not ours or
    under us.
    """
    below = Scope.of(store).subtree(store.own_unit) | {store.own_unit}
    for unit, listed in wanted.items():
        if unit not in below:
            raise Refusal(
                _("Không giao chỉ tiêu cho đơn vị ngoài phạm vi của mình."),
                next_step=_("Chọn đơn vị của mình hoặc đơn vị trực thuộc."), code="E_SCOPE",
            )  # fmt: skip
        for code, target in listed.items():
            _check(store, code, target)
    with store.step(label or _("Ghi chỉ tiêu năm {year}").format(year=year)) as step:
        for unit, listed in wanted.items():
            place = "" if unit == store.own_unit else GIVEN
            for code, target in listed.items():
                value = writing.to_value(replace(target, indicator=code) if target else None)
                step.put(KIND, f"{year}|{unit}", place + code, value)
                if place and target is None:  # one that was set before the two were told apart
                    step.put(KIND, f"{year}|{unit}", code, None)
    return step.change


def unknown_indicator(code: str) -> Refusal:
    """Return the refusal of a code that no pack defines, or not by ownership type."""
    bare, kind = split_target(code)
    if kind:
        return Refusal(
            _("Không có chỉ tiêu “{code}” tính riêng cho “{kind}”.").format(
                code=bare[:20], kind=kind[:20]
            ),
            next_step=_("Ghi như N02;LH=non_state, C40;LH=FDI: chỉ tiêu có số theo loại hình."),
            code="E_INDICATOR",
        )  # fmt: skip
    return Refusal(
        _("Không có chỉ tiêu số liệu “{code}”.").format(code=code[:20]),
        next_step=_("Xem mã trong danh mục chỉ tiêu, như C40, B01."), code="E_INDICATOR",
    )  # fmt: skip


def _check(store: Store, code: str, target: Target | None) -> None:
    if measured_by(store.packs, code) is None:
        raise unknown_indicator(code)
    if target is None:
        return
    writing.check_target(target)
    if target.value is None:
        raise Refusal(
            _("Chỉ tiêu {code} chưa có số.").format(code=code), next_step=_("Điền số rồi ghi."),
            code="E_TARGET",
        )  # fmt: skip


def split(total: int, weights: Mapping[str, int], way: Way = "members") -> dict[str, int]:
    """Return unit → its part of a whole number; the parts add up to it.

    By members each gets its share, the left-over ones going to the greatest remainders; where
    nobody has members, and for `equal`, all weigh the same.
    """
    even = way == "equal" or not any(weights.values())
    shares = dict.fromkeys(weights, 1) if even else dict(weights)
    whole = sum(shares.values())
    if not whole:
        return {}
    parts = {unit: total * weight // whole for unit, weight in shares.items()}
    order = sorted(shares, key=lambda unit: (-(total * shares[unit] % whole), unit))
    for unit in order[: total - sum(parts.values())]:
        parts[unit] += 1
    return parts


class Base(msgspec.Struct, frozen=True):
    """What a unit's part is reckoned from: its members, base unions, and last year's result.

    `last_year` is None where nothing is known of last year; `until` says up to when it counts
    ("đến hết tháng 10/2026") where that year is not told to its end, as when targets are dealt
    out in December.
    """

    members: int = 0
    unions: int = 0
    last_year: int | None = None
    until: str = ""


def not_whole_years(bases: Mapping[str, Base], names: Mapping[str, str]) -> str:
    """Say up to when last year's results count where a year is not told to its end; "" for none.

    `names` are the units' by id; they are named only where they differ.
    """
    known = {unit: one.until for unit, one in bases.items() if one.last_year is not None}
    whens = sorted({until for until in known.values() if until})
    if not whens:
        return ""
    if len(set(known.values())) == 1:
        return _("Kết quả năm trước mới có {until}.").format(until=whens[0])
    parts = []
    for when in whens:
        named = [names[unit] for unit, until in known.items() if until == when]
        parts.append(f"{when}: {first_few(named, 3)}")
    return _("Kết quả năm trước chưa đủ năm ({parts}).").format(parts="; ".join(parts))


def dealt_alike(target: Target, indicator: Indicator | None) -> bool:
    """Say whether each unit below gets the very level itself: a share, an average, a grade.

    Such levels are no sum of the units' own; everything else is split up.
    """
    if target.unit == PERCENT:
        return True
    return indicator is not None and (indicator.type == "R" or not indicator.additive)


def weights_of(way: Way, bases: Mapping[str, Base]) -> dict[str, int]:
    """Return what each unit weighs when a whole is split in a way; never below zero.

    By last year's results, a unit without any is left out: nothing is known of its share.
    """
    if way == "equal":
        return dict.fromkeys(bases, 1)
    if way == "last_year" and any(one.last_year is not None for one in bases.values()):
        bases = {unit: one for unit, one in bases.items() if one.last_year is not None}
    chosen: Mapping[str, Callable[[Base], int]] = {
        "members": lambda one: one.members,
        "base_unions": lambda one: one.unions,
        "last_year": lambda one: one.last_year or 0,
    }
    return {unit: max(0, chosen[way](one)) for unit, one in bases.items()}


def by_formula(
    formula: Formula, factor: Fraction, bases: Mapping[str, Base]
) -> dict[str, int | None]:
    """Return unit → its part by a formula, a half going up; None where its base is not known.

    `factor` times the unit's members, its base unions, one, or last year's result. Refuses what
    gives nobody anything: a base no unit has, a factor too small.
    """
    chosen: Mapping[str, Callable[[Base], int | None]] = {
        "per_member": lambda one: one.members,
        "per_union": lambda one: one.unions,
        "per_unit": lambda _one: 1,
        "last_year": lambda one: one.last_year,
    }
    found: dict[str, int | None] = {}
    for unit, one in bases.items():
        base = chosen[formula](one)
        exact = None if base is None else factor * max(0, base)
        found[unit] = None if exact is None else (exact + Fraction(1, 2)).__floor__()
    if bases and all(part is None for part in found.values()):
        raise no_last_year()
    if bases and not any(found.values()):
        raise Refusal(
            _("Công thức này cho mọi đơn vị số 0."),
            next_step=_("Chọn cách tính khác, hoặc ghi hệ số lớn hơn."), code="E_TARGET",
        )  # fmt: skip
    return found


def no_last_year() -> Refusal:
    """Return the refusal of a way that needs last year's results where no unit has any."""
    return Refusal(
        _("Chưa đơn vị nào có kết quả năm trước để tính theo."),
        next_step=_("Chọn cách khác, như theo số đoàn viên hoặc chia đều."), code="E_TARGET",
    )  # fmt: skip


def dealt_evenly(way: Way, bases: Mapping[str, Base]) -> str:
    """Say that all weigh the same because none has what the way weighs by; "" otherwise."""
    if way in ("equal", "manual") or not bases or any(weights_of(way, bases).values()):
        return ""
    lacking = {
        "members": _("Chưa đơn vị nào có số đoàn viên, nên chia đều."),
        "base_unions": _("Chưa đơn vị nào có công đoàn cơ sở, nên chia đều."),
        "last_year": _("Kết quả năm trước của mọi đơn vị là 0, nên chia đều."),
    }
    return lacking[way]


def remainder(total: Decimal | int, parts: Mapping[str, Part]) -> Decimal:
    """Return what is not handed out yet; below zero where more is than there was."""
    return Decimal(total) - sum(part or 0 for part in parts.values())


def split_targets(
    store: Store, year: int, target: Target, parts: Mapping[str, Part], basis: str = "",
    weights: Mapping[str, int] | None = None,
) -> ChangeSet:  # fmt: skip
    """Set each unit's part of one target, in one step; None leaves a unit without one.

    A percentage is the same for every unit: its part must be the level itself. Of a range the
    parts are its lower end; what lies up to the upper one is dealt out with them (`spread_of`).
    """
    code = target.indicator
    if not code:
        raise Refusal(
            _("Chỉ tiêu này chưa gắn với số liệu nào nên chưa giao được."),
            next_step=_("Chọn “Tính theo chỉ tiêu số liệu” cho chỉ tiêu đó."), code="E_INDICATOR",
        )  # fmt: skip
    spread = spread_of(target, parts, weights)
    wanted: dict[str, dict[str, Target | None]] = {}
    for unit, part in parts.items():
        one = None
        if part is not None:
            one = replace(target, value=Decimal(part), value_max=None, basis=basis or target.basis)
            if one.comparator == "range":
                above = spread.get(unit)
                most = None if above is None else Decimal(part) + above
                one = replace(one, comparator=">=" if most is None else "range", value_max=most)
        wanted[unit] = {code: one}
    label = _("Phân bổ chỉ tiêu {code} năm {year}").format(code=code, year=year)
    return set_unit_targets(store, year, wanted, label)


def spread_of(
    target: Target, parts: Mapping[str, Part], weights: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Return unit → how far the upper end of its range lies above its part; {} of no range.

    By the parts where each has one, else by the `weights` they were reckoned from, else alike; a
    level that is the same for all has none.
    """
    least, most = target.value, target.value_max
    if target.comparator != "range" or least is None or most is None or target.unit == PERCENT:
        return {}
    given = {unit: int(part) for unit, part in parts.items() if part is not None}
    if all(given.values()):
        return split(int(most - least), given)
    weighed = {unit: (weights or {}).get(unit, 0) for unit in given}
    return split(int(most - least), weighed)


def spread_words(target: Target) -> str:
    """Say of a range that its upper end is dealt out with the parts; "" of anything else."""
    if target.comparator != "range" or target.value_max is None or target.unit == PERCENT:
        return ""
    return _("Các phần là số dưới của khoảng; số trên ({most}) được chia kèm theo.").format(
        most=vi_number(target.value_max)
    )


def remainder_words(total: Decimal | int, parts: Mapping[str, Part]) -> str:
    """Say how the parts compare to the whole."""
    left = remainder(total, parts)
    if not left:
        return _("Đã phân bổ đủ {total}.").format(total=vi_number(Decimal(total)))
    if left > 0:
        return _("Còn {left} chưa phân bổ.").format(left=vi_number(left))
    return _("Phân bổ vượt {over}.").format(over=vi_number(-left))
