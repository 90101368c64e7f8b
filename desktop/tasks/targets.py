"""The year's targets of units: from a plan into the register, split among those below, listed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.documents.citing import short_cite
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline.targets import Comparator, Target, format_target, number_of, to_value
from desktop.models.plans import plans
from desktop.models.plans.unit_targets import (
    Way,
    remainder,
    set_unit_targets,
    split,
    split_targets,
    unit_targets,
)
from desktop.models.register.unit_register import members_of
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import nfc
from desktop.models.units.units import Unit, tree_on

_NAMED = frozenset({"indicator", "unit"})
_TERMS = ("nhiệm kỳ", "giai đoạn")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan's target that can be the year's: the item it stands at, and what is set now.

    `of_year` is false for what another year or a whole term is to reach.
    """

    item: str
    where: str
    code: str
    target: Target
    now: Target | None
    of_year: bool = True

    @property
    def differs(self) -> bool:
        """Tell whether the register says something else."""
        return self.now is None or (self.now.value, self.now.comparator) != (
            self.target.value,
            self.target.comparator,
        )


def offers(reader: Reader, plan_id: str) -> list[Offer]:
    """Return the plan's targets that are mapped to an indicator and have a number."""
    head, outline = plans.read_plan(reader, plan_id), plans.read_outline(reader, plan_id)
    kept = unit_targets(reader, head.year, reader.own_unit) if head.year else {}
    found: dict[str, Offer] = {}
    for row in outline:
        for one in row.item.targets:
            if one.indicator in reader.packs.indicators and one.value is not None:
                code = str(one.indicator)
                where, of_year = outline.path(row.id), _is_of_year(one.stage, head.year)
                offer = Offer(row.id, where, code, one, kept.get(code), of_year)
                if code not in found or (of_year and not found[code].of_year):
                    found[code] = offer
    return list(found.values())


def _is_of_year(stage: str, year: int | None) -> bool:
    """Tell whether a target's stage is the year itself, or is not said."""
    bare = nfc(stage).casefold()
    if any(word in bare for word in _TERMS):
        return False
    years = _YEAR.findall(bare)
    return not years or years == [str(year)]


def write_offers(store: Store, plan_id: str, codes: Sequence[str] | None = None) -> ChangeSet:
    """Make targets of a plan the year's own; `codes` None takes the year's that differ.

    The plan is named as their basis.
    """
    head = plans.read_plan(store, plan_id)
    if head.year is None:
        raise Refusal(
            _("Kế hoạch chưa ghi năm."), next_step=_("Điền năm của kế hoạch."), code="E_YEAR"
        )
    known = offers(store, plan_id)
    chosen = [
        one
        for one in known
        if (one.differs and one.of_year if codes is None else one.code in codes)
    ]
    if not chosen:
        raise Refusal(
            _("Kế hoạch không có chỉ tiêu nào cần ghi thêm."),
            next_step=_("Gắn chỉ tiêu của mục với số liệu, điền số, rồi ghi lại."),
            code="E_NO_TARGET",
        )  # fmt: skip
    basis = short_cite(head, store.packs)
    wanted = {one.code: replace(one.target, basis=one.target.basis or basis) for one in chosen}
    return set_unit_targets(store, head.year, {store.own_unit: wanted})


def list_targets(reader: Reader, year: int, unit: str, today: date) -> dict[str, Any]:
    """Return {"year", "targets": [{"unit", "code", "indicator", "target", …}]} under a unit."""
    tree = tree_on(reader, _day(year, today))
    found = []
    for one in tree.walk(unit):
        for code, target in unit_targets(reader, year, one.id).items():
            indicator = reader.packs.indicators.get(code)
            found.append(
                {
                    "unit": one.code,
                    "name": one.name,
                    "indicator": code,
                    "title": indicator.name if indicator else code,
                    "target": format_target(target),
                    "measure": target.unit,
                    **{k: v for k, v in (to_value(target) or {}).items() if k not in _NAMED},
                }
            )
    return {"year": year, "targets": found}


def units_below(reader: Reader, year: int, today: date) -> list[tuple[Unit, int]]:
    """Return the units directly under ours that have figures of their own, with their members."""
    day = _day(year, today)
    tree = tree_on(reader, day)
    members = members_of(reader, today)
    return [
        (one, sum(members.get(inner.id, 0) for inner in tree.walk(one.id)))
        for one in tree.children(reader.own_unit)
        if tree.role(one) != "part"
    ]


def split_year(
    store: Store,
    year: int,
    code: str,
    way: Way,
    today: date,
    *,
    target: Target | None = None,
    manual: Mapping[str, int] | None = None,
    exact: bool = True,
) -> dict[str, Any]:
    """Split our target of an indicator among the units under us; returns the parts.

    Without `target` it is the one set for our own year. `manual` are parts by unit id.
    `exact` refuses parts that do not add up to the target.
    """
    whole = target or unit_targets(store, year, store.own_unit).get(code)
    below = units_below(store, year, today)
    if whole is None or whole.value is None or whole.value != int(whole.value):
        raise Refusal(
            _("Năm {year} chưa có chỉ tiêu {code} là số nguyên để phân bổ.").format(
                year=year, code=code
            ),
            next_step=_("Ghi chỉ tiêu của đơn vị trước."), code="E_TARGET",
        )  # fmt: skip
    if not below:
        raise Refusal(
            _("Chưa có đơn vị trực thuộc nào để phân bổ."),
            next_step=_("Thêm đơn vị trực thuộc trong trang Đơn vị."), code="E_NO_UNIT",
        )  # fmt: skip
    if not {one.id for one, _members in below}.issuperset(manual or ()):
        raise Refusal(
            _("Có phần phân bổ cho đơn vị không trực thuộc đơn vị mình."),
            next_step=_("Xem mã các đơn vị trực thuộc ở trang Đơn vị."), code="E_UNIT",
        )  # fmt: skip
    total = int(whole.value)
    if whole.unit == "%":
        parts: dict[str, int] = {one.id: total for one, _members in below}
    elif way == "manual":
        parts = dict(manual or {})
    else:
        parts = split(total, {one.id: members for one, members in below}, way)
    left = Decimal(0) if whole.unit == "%" else remainder(total, parts)
    if left and exact:
        raise Refusal(
            _("Tổng phân bổ {sum} không khớp chỉ tiêu {total}.").format(
                sum=sum(parts.values()), total=total
            ),
            next_step=_("Sửa lại phần của từng đơn vị, hoặc chấp nhận chênh lệch."),
            code="E_SUM",
        )  # fmt: skip
    split_targets(store, year, replace(whole, indicator=code), dict(parts))
    return {
        "year": year,
        "indicator": code,
        "total": total,
        "left": int(left),
        "parts": [
            {"unit": one.code, "name": one.name, "members": members, "value": parts[one.id]}
            for one, members in below
            if one.id in parts
        ],
    }


def target_of_text(text: str, unit: str = "") -> Target:
    """Return the target of "85", ">=85", "<=3", "85%", "1.200"."""
    import re

    found = re.fullmatch(r"\s*(>=|<=|>|<|=)?\s*([\d.]+(?:,\d+)?)\s*(%?)\s*", text)
    number = found[2] if found else ""
    grouped = re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", number)
    plain = number.replace(".", "") if grouped else number
    value = number_of(plain.replace(",", "."))
    if found is None or value is None:
        raise Refusal(
            _("“{text}” không phải một chỉ tiêu.").format(text=text[:30]),
            next_step=_("Ghi như 120, >=85%, <=3."), code="E_TARGET",
        )  # fmt: skip
    comparator: Comparator = found[1] or ">="  # type: ignore[assignment]
    return Target(comparator, value, unit=found[3] or unit)


def _day(year: int, today: date) -> date:
    """Return a day of the year on which its units are looked at: today where it lies in it."""
    if year == today.year:
        return today
    return date(year, 1, 1) if year > today.year else date(year, 12, 31)
