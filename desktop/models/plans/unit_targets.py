"""Targets of units for a year: registers (kind `target`, key "year|unit", field = indicator).

An office sets its own and those of the units under it. One target is split among units by
their members, equally, or by hand; the parts are whole and add up, or the difference is told.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal, get_args

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline import targets as writing
from desktop.models.outline.targets import Target, target_of
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import vi_number
from desktop.models.units.scope import Scope

KIND: Final = "target"
Way = Literal["members", "equal", "manual"]
WAYS: Final[tuple[str, ...]] = get_args(Way)


def unit_targets(reader: Reader, year: int, unit: str) -> dict[str, Target]:
    """Return indicator → the target that was set for a unit's year."""
    found: dict[str, Target] = {}
    for code, value in sorted(reader.fields(KIND, f"{year}|{unit}").items()):
        target = target_of(value if isinstance(value, dict) else {"value": value})
        if target is not None and target.value is not None:
            found[code] = target
    return found


def set_unit_targets(
    store: Store, year: int, wanted: Mapping[str, Mapping[str, Target | None]], label: str = ""
) -> ChangeSet:
    """Set targets of units in one step: unit → indicator → target, None takes one away.

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
            for code, target in listed.items():
                value = writing.to_value(replace(target, indicator=code) if target else None)
                step.put(KIND, f"{year}|{unit}", code, value)
    return step.change


def _check(store: Store, code: str, target: Target | None) -> None:
    if code not in store.packs.indicators:
        raise Refusal(
            _("Không có chỉ tiêu số liệu “{code}”.").format(code=code[:20]),
            next_step=_("Xem mã trong danh mục chỉ tiêu, như C40, B01."), code="E_INDICATOR",
        )  # fmt: skip
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


def remainder(total: Decimal | int, parts: Mapping[str, int | None]) -> Decimal:
    """Return what is not handed out yet; below zero where more is than there was."""
    return Decimal(total) - sum(part or 0 for part in parts.values())


def split_targets(
    store: Store, year: int, target: Target, parts: Mapping[str, int | None], basis: str = ""
) -> ChangeSet:
    """Set each unit's part of one target, in one step; None leaves a unit without one.

    A percentage is the same for every unit: its part must be the whole number itself.
    """
    code = target.indicator
    if not code:
        raise Refusal(
            _("Chỉ tiêu này chưa gắn với số liệu nào nên chưa giao được."),
            next_step=_("Chọn “Tính theo chỉ tiêu số liệu” cho chỉ tiêu đó."), code="E_INDICATOR",
        )  # fmt: skip
    wanted: dict[str, dict[str, Target | None]] = {}
    for unit, part in parts.items():
        one = None
        if part is not None:
            one = replace(target, value=Decimal(part), value_max=None, basis=basis or target.basis)
            if one.comparator == "range":
                one = replace(one, comparator=">=")
        wanted[unit] = {code: one}
    label = _("Phân bổ chỉ tiêu {code} năm {year}").format(code=code, year=year)
    return set_unit_targets(store, year, wanted, label)


def remainder_words(total: Decimal | int, parts: Mapping[str, int | None]) -> str:
    """Say how the parts compare to the whole."""
    left = remainder(total, parts)
    if not left:
        return _("Đã phân bổ đủ {total}.").format(total=vi_number(Decimal(total)))
    if left > 0:
        return _("Còn {left} chưa phân bổ.").format(left=vi_number(left))
    return _("Phân bổ vượt {over}.").format(over=vi_number(-left))
