"""A year's target dealt out to the units below: split, or by formula; seen before it is given."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as replace_field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.kinds import measured_by, split_target, target_title
from desktop.models.listed import first_few
from desktop.models.outline.targets import PERCENT, Target, format_target
from desktop.models.packs.ownership_kinds import types_of
from desktop.models.packs.pack_types import Indicator
from desktop.models.plans.progress import until_words, year_so_far
from desktop.models.plans.unit_targets import (
    Base,
    Formula,
    Part,
    Way,
    both_targets,
    by_formula,
    dealt_alike,
    dealt_evenly,
    no_last_year,
    not_whole_years,
    remainder,
    split,
    split_targets,
    spread_of,
    spread_words,
    unknown_indicator,
    weights_of,
)
from desktop.models.plans.year_targets import targets_that_count
from desktop.models.register.unit_register import members_of
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import vi_number
from desktop.models.units.units import Unit, tree_on
from desktop.tasks.figures.target_lines import day_within


def units_below(reader: Reader, year: int, today: date) -> list[tuple[Unit, int]]:
    """Return the units directly under ours that have figures of their own, with their members."""
    return [(one, base.members) for one, base in bases_below(reader, year, today)]


def bases_below(
    reader: Reader, year: int, today: date, code: str = "", *, before: bool = True
) -> list[tuple[Unit, Base]]:
    """Return the units directly under ours with what a part is reckoned from.

    Of a target of some ownership types the members and unions are those of the types; with
    `before` also its result of the year before.
    """
    tree = tree_on(reader, day_within(year, today))
    members = members_of(reader, today)
    kind = split_target(code)[1]
    kinds = types_of(reader.packs, kind) if kind else None
    found = []
    for one in tree.children(reader.own_unit):
        if tree.role(one) == "part":
            continue
        unions = [u for u in tree.base_unions(one.id) if kinds is None or u.ownership in kinds]
        counted = tree.walk(one.id) if kinds is None else unions
        count = sum(members.get(inner.id, 0) for inner in counted)
        asked = bool(code) and before
        last, until = _last_year(reader, year - 1, one.id, code) if asked else (None, "")
        found.append((one, Base(count, len(unions), last, until)))
    return found


def _last_year(reader: Reader, year: int, unit: str, code: str) -> tuple[int | None, str]:
    """Return what a unit reached of an indicator in a year, None when unknown, and up to when
    that counts where the year is not told to its end."""
    so_far = year_so_far(reader, unit, year, date(year + 1, 12, 31))
    bare, kind = split_target(code)
    if so_far is not None and kind:
        so_far = so_far.of_kind(kind)
    total = so_far.totals.get(bare) if so_far is not None else None
    if so_far is None or total is None or not isinstance(total.value, int):
        return None, ""
    whole = so_far.elapsed >= 1 and so_far.told.data_to == so_far.period.data_to
    return total.value, "" if whole else until_words(so_far.told)


@dataclass(frozen=True, slots=True)
class Share:
    """A target dealt out: the whole, and each unit's part with what it was reckoned from.

    `left` is what the parts lack of the whole, below zero where they go beyond it; None where
    no whole is set or each unit has the same level (a percentage, an average). `kept` is what
    units without a part here were given before and keep: it counts in the sum. `notes` say what
    is to be known before it is given. `weights` are what the parts were reckoned from, empty where
    somebody set them.
    """

    year: int
    target: Target
    units: tuple[Unit, ...]
    parts: Mapping[str, Part]
    bases: Mapping[str, Base]
    left: int | None
    kept: Mapping[str, Part] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int | str | None:
        """The sum of the parts and of what is kept."""
        both = (*self.parts.values(), *self.kept.values())
        return _plain(sum((Decimal(part or 0) for part in both), Decimal(0)))

    @property
    def alike(self) -> bool:
        """Whether each unit gets the same level, so that the parts have no sum."""
        return self.target.value is not None and self.left is None

    def json(self, step: str | None) -> dict[str, Any]:
        """Return the answer of `targets split` and `targets formula`."""
        spread = {} if self.alike else spread_of(self.target, self.parts, self.weights)
        alike = "" if self.alike else spread_words(self.target)
        known = not_whole_years(self.bases, {one.id: one.name for one in self.units})
        return {
            "year": self.year,
            "indicator": self.target.indicator,
            "measure": self.target.unit,
            "total": _plain(self.target.value),
            "total_max": _plain(self.target.value_max),
            "sum": None if self.alike else self.total,
            "left": self.left or 0,
            "step": step,
            "note": " ".join(filter(None, (*self.notes, alike, known))) or None,
            "parts": [
                {
                    "unit": one.code, "name": one.name, "members": self.bases[one.id].members,
                    "unions": self.bases[one.id].unions,
                    "last_year": self.bases[one.id].last_year,
                    "last_year_until": self.bases[one.id].until or None,
                    "value": _plain(self.parts.get(one.id, self.kept.get(one.id))),
                    "value_max": _upper(self.parts.get(one.id), spread.get(one.id)),
                    "kept": one.id in self.kept,
                }
                for one in self.units
                if one.id in self.parts or one.id in self.kept
            ],
        }  # fmt: skip


def _upper(part: Part, above: int | None) -> int | None:
    return None if part is None or above is None else int(part) + above


def _plain(value: Part) -> int | str | None:
    """Return a number for JSON: whole, or as text where it has decimals ("76.5")."""
    if value is None or value == int(value):
        return None if value is None else int(value)
    return str(value)


def plan_split(
    reader: Reader,
    year: int,
    code: str,
    way: Way,
    today: date,
    *,
    target: Target | None = None,
    manual: Mapping[str, Part] | None = None,
    weights: Mapping[str, int] | None = None,
) -> Share:
    """Reckon how our target of an indicator splits among the units under us; writes nothing.

    Without `target` it is the one our own year is measured by. `manual` are parts by unit id,
    `weights` what they were reckoned from before somebody set them.
    """
    indicator = known_indicator(reader, code)
    whole = target or targets_that_count(reader, year, reader.own_unit).get(code)
    total = _total(whole)
    alike = whole is not None and whole.value is not None and dealt_alike(whole, indicator)
    if whole is None or (total is None and not alike):
        raise Refusal(
            _("Năm {year} chưa có chỉ tiêu {code} là số nguyên để phân bổ.").format(
                year=year, code=code
            ),
            next_step=_("Ghi chỉ tiêu của đơn vị trước."), code="E_TARGET",
        )  # fmt: skip
    whole = replace(whole, indicator=code)
    units, bases = _below(reader, year, today, code, before=way == "last_year")
    if not bases.keys() >= (manual or {}).keys():
        raise Refusal(
            _("Có phần phân bổ cho đơn vị không trực thuộc đơn vị mình."),
            next_step=_("Xem mã các đơn vị trực thuộc ở trang Đơn vị."), code="E_UNIT",
        )  # fmt: skip
    if alike or total is None:
        levels = dict(manual) if way == "manual" and manual else dict.fromkeys(bases, whole.value)
        return Share(year, whole, units, levels, bases, None)
    weighed = weights_of(way, bases) if way != "manual" else dict(weights or {})
    if way == "manual":
        parts: dict[str, Part] = dict(manual or {})
    elif way == "last_year" and all(one.last_year is None for one in bases.values()):
        raise no_last_year()
    else:
        parts = dict(split(total, weighed))
    missing = [one.name for one in units if bases[one.id].last_year is None]
    notes = (
        _other_than_ours(reader, year, whole), dealt_evenly(way, bases),
        without_last_year(missing) if way == "last_year" else "",
    )  # fmt: skip
    return _shared(reader, Share(
        year, whole, units, parts, bases, total, notes=notes, weights=weighed
    ))  # fmt: skip


def _shared(reader: Reader, share: Share) -> Share:
    """Return the share with what units without a part keep of before, and what is left then.

    `left` holds the whole until here, None where none is set.
    """
    kept: dict[str, Part] = {}
    for one in share.units:
        if one.id not in share.parts:
            before = both_targets(reader, share.year, one.id).get(str(share.target.indicator))
            if before is not None and before.given is not None and before.given.unit != PERCENT:
                kept[one.id] = before.given.value
    left = None
    if share.left is not None:
        left = int(remainder(share.left, {**share.parts, **kept}))
    return replace_field(share, kept=kept, left=left)


def _other_than_ours(reader: Reader, year: int, whole: Target) -> str:
    """Say that another sum is dealt out than the one our own year is measured by."""
    own = targets_that_count(reader, year, reader.own_unit).get(str(whole.indicator))
    if own is None or (own.value, own.value_max) == (whole.value, whole.value_max):
        return ""
    return _("Chỉ tiêu năm {year} của đơn vị mình là {own}, đang phân bổ {dealt}.").format(
        year=year, own=format_target(own), dealt=format_target(whole)
    )


def plan_formula(
    reader: Reader,
    year: int,
    code: str,
    formula: Formula,
    factor: Fraction,
    today: date,
    *,
    fit: bool = False,
) -> Share:
    """Reckon each unit's part by a formula; writes nothing.

    `fit` scales what the parts are reckoned from, not their rounded numbers, so that they add up
    to our own target, whole by greatest remainder.
    """
    if factor <= 0:
        raise _no_factor()
    known = known_indicator(reader, code)
    if known.type == "R":
        raise Refusal(
            _("“{name}” là tỷ lệ, không giao theo công thức được.").format(
                name=target_title(reader.packs, code)
            ),
            next_step=_("Phân bổ tỷ lệ: mỗi đơn vị cùng một mức."), code="E_TARGET",
        )  # fmt: skip
    units, bases = _below(reader, year, today, code, before=formula == "last_year")
    reckoned = by_formula(formula, factor, bases)
    parts: dict[str, Part] = {unit: part for unit, part in reckoned.items() if part is not None}
    whole = targets_that_count(reader, year, reader.own_unit).get(code)
    total = _total(whole)
    if fit:
        if total is None:
            raise Refusal(
                _("Năm {year} chưa có chỉ tiêu {code} để chia cho khớp.").format(
                    year=year, code=code
                ),
                next_step=_("Ghi chỉ tiêu của đơn vị trước, hoặc bỏ phần chia cho khớp."),
                code="E_TARGET",
            )  # fmt: skip
        weighed = weights_of(_WAY_OF[formula], bases)
        parts = dict(split(total, {unit: weighed[unit] for unit in parts}))
    base = whole or Target(">=", None, unit=known.unit)
    nameless = [one.name for one in units if one.id not in parts]
    notes = (without_last_year(nameless),)
    share = Share(year, replace(base, indicator=code), units, parts, bases, total, notes=notes)
    return _shared(reader, share)


_WAY_OF: Mapping[Formula, Way] = {
    "per_member": "members", "per_union": "base_unions", "per_unit": "equal",
    "last_year": "last_year",
}  # fmt: skip


def without_last_year(names: Sequence[str]) -> str:
    """Name the units that last year says nothing of: their part is set by hand; "" for none."""
    if not names:
        return ""
    return _("Chưa có kết quả năm trước, cần tự điền: {names}.").format(
        names=first_few(names, _NAMED, between="; ")
    )


_NAMED = 3


def _total(whole: Target | None) -> int | None:
    """Return a target as a whole number, a range's lower end; None where there is none."""
    if whole is None or whole.value is None or whole.value != int(whole.value):
        return None
    return int(whole.value)


def give(store: Store, share: Share) -> ChangeSet:
    """Give each unit its part, in one step: None takes it away, a unit not named keeps it."""
    return split_targets(store, share.year, share.target, share.parts, weights=share.weights)


def _below(
    reader: Reader, year: int, today: date, code: str, *, before: bool
) -> tuple[tuple[Unit, ...], dict[str, Base]]:
    below = bases_below(reader, year, today, code, before=before)
    if not below:
        raise Refusal(
            _("Chưa có đơn vị trực thuộc nào để phân bổ."),
            next_step=_("Thêm đơn vị trực thuộc trong trang Đơn vị."), code="E_NO_UNIT",
        )  # fmt: skip
    return tuple(one for one, _base in below), {one.id: base for one, base in below}


def known_indicator(reader: Reader, code: str) -> Indicator:
    """Return an indicator of the packs. Raises Refusal for a code they do not know."""
    found = measured_by(reader.packs, code)
    if found is None:
        raise unknown_indicator(code)
    return found


def split_year(
    store: Store,
    year: int,
    code: str,
    way: Way,
    today: date,
    *,
    target: Target | None = None,
    manual: Mapping[str, Part] | None = None,
    weights: Mapping[str, int] | None = None,
    exact: bool = True,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Split our target among the units under us in one step; returns the parts.

    `exact` refuses parts that do not add up to the target; `dry_run` only reckons.
    """
    share = plan_split(store, year, code, way, today, target=target, manual=manual, weights=weights)
    if share.left and exact:
        raise Refusal(
            _("Tổng phân bổ {sum} không khớp chỉ tiêu {total}.").format(
                sum=vi_number(Decimal(share.total or 0)), total=vi_number(share.target.value or 0)
            ) + (" " + kept_words(share) if share.kept else ""),
            next_step=_("Sửa phần của từng đơn vị, hoặc thêm --inexact để giao như vậy."),
            code="E_SUM",
        )  # fmt: skip
    return share.json(None if dry_run else give(store, share).step)


def kept_words(share: Share) -> str:
    """Say what units without a part here keep of before; "" for none."""
    named = [
        f"{one.code} {vi_number(Decimal(share.kept[one.id] or 0))}"
        for one in share.units if one.id in share.kept
    ]  # fmt: skip
    if not named:
        return ""
    return _("Tính cả số đã giao trước, giữ nguyên: {names}.").format(
        names=first_few(named, _NAMED)
    )


def _no_factor() -> Refusal:
    return Refusal(
        _("Hệ số của công thức phải lớn hơn 0."), next_step=_("Ghi như 2, 0,05, 5%, 110%."),
        code="E_TARGET",
    )  # fmt: skip


def factor_of_text(text: str) -> Fraction:
    """Return the factor of "2", "0,05", "5%", "1.1"."""
    found = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*(%?)\s*", text)
    if found is None:
        raise Refusal(
            _("“{text}” không phải một hệ số.").format(text=text[:30]),
            next_step=_("Ghi như 2, 0,05, 5%, 110%."), code="E_TARGET",
        )  # fmt: skip
    value = Fraction(found[1].replace(",", "."))
    if not value:
        raise _no_factor()
    return value / 100 if found[2] else value
