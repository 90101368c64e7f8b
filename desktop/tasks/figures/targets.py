"""The year's targets of an office: from its plan into the register, and read from typed text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from desktop.documents.citing import short_cite
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline.targets import PERCENT, Comparator, Target, check_target, number_of
from desktop.models.packs.pack_types import Indicator
from desktop.models.plans import plans
from desktop.models.plans.unit_targets import set_unit_targets, unit_targets
from desktop.models.plans.year_targets import is_of_year
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import nfc


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
                where, of_year = outline.path(row.id), is_of_year(one.stage, head.year)
                offer = Offer(row.id, where, code, one, kept.get(code), of_year)
                if code not in found or (of_year and not found[code].of_year):
                    found[code] = offer
    return list(found.values())


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


def target_of_text(text: str, indicator: Indicator | None = None) -> Target:
    """Return the target of "85", ">=85", "≤3", "85%", "1.200", "02–05", "từ 2 đến 5".

    A bare number is "=", attained at or above (model.md, Packs); a grade, 1 the best, is at
    most. Without a sign of percent the unit is the indicator's. Raises Refusal for what cannot
    be meant: no number, half a person, more than the whole of which something is a part.
    """
    plain = nfc(text).strip()
    unit = indicator.unit if indicator is not None else ""
    ending = next((one for one in _endings(unit) if plain.casefold().endswith(one)), "")
    if ending:
        plain = plain[: -len(ending)] + (PERCENT if unit == PERCENT else "")
    found = _ONE.fullmatch(plain)
    pair = _BETWEEN.fullmatch(plain)
    value = _typed(found[2] if found else pair[1] if pair else "")
    most = _typed(pair[2]) if pair else None
    if value is None or (pair and most is None):
        raise Refusal(
            _("“{text}” không phải một chỉ tiêu.").format(text=text[:30]),
            next_step=_("Ghi như 120, >=85%, <=3, 2–5."), code="E_TARGET",
        )  # fmt: skip
    share = found[3] if found else pair[3] if pair else ""
    grade = indicator is not None and not indicator.additive and indicator.unit != PERCENT
    comparator: Comparator = "range" if pair else "<=" if grade else "="
    if found and found[1]:
        comparator = _SIGNS.get(found[1], found[1])  # type: ignore[assignment]
    target = check_target(Target(comparator, value, most, unit=share or unit))
    if indicator is not None:
        _check_meant(target, indicator)
    return target


def _endings(unit: str) -> tuple[str, ...]:
    """Return what may stand behind the number: the unit, or what a paper calls such a person."""
    bare = unit.casefold()
    if bare == "người":
        return (bare, "đoàn viên", "lao động")
    return (bare,) if bare else ()


_NUMBER = r"([0-9][0-9.]*(?:,[0-9]+)?)"
_ONE = re.compile(rf"(>=|<=|≥|≤|>|<|=)?\s*{_NUMBER}\s*(%?)\s*")
_BETWEEN = re.compile(rf"(?:từ\s+)?{_NUMBER}\s*%?\s*(?:[-–—]|đến)\s*{_NUMBER}\s*(%?)\s*", re.I)
_SIGNS: Final = {"≥": ">=", "≤": "<="}


def _typed(number: str) -> Decimal | None:
    """Return a number as people write it, None where it is none: "1.200" is 1200, "2,5" 2.5."""
    grouped = re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?", number)
    plain = number.replace(".", "") if grouped else number
    return number_of(plain.replace(",", ".")) if number else None


def _check_meant(target: Target, indicator: Indicator) -> None:
    """Refuse half a person, and more than the whole."""
    numbers = [number for number in (target.value, target.value_max) if number is not None]
    if target.unit != PERCENT and indicator.type != "R" and any(n != int(n) for n in numbers):
        raise Refusal(
            _("Chỉ tiêu “{name}” là số nguyên.").format(name=indicator.name),
            next_step=_("Ghi số không có phần lẻ."), code="E_TARGET",
        )  # fmt: skip
    part = indicator.part_of_whole or (indicator.type != "R" and indicator.part_of is not None)
    if target.unit == PERCENT and part and max(numbers) > _WHOLE:
        raise Refusal(
            _("“{name}” không thể quá 100%.").format(name=indicator.name),
            next_step=_("Ghi lại tỷ lệ."), code="E_TARGET",
        )  # fmt: skip


_WHOLE: Final = 100
