"""Targets: the figure a plan sets out to reach, how it is written, and how far it is reached."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final, Literal, get_args

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.ops import SAFE_INTEGER
from desktop.models.text import nfc, vi_number, vi_ratio

Comparator = Literal["=", ">=", ">", "<=", "<", "range"]
COMPARATORS: Final[tuple[str, ...]] = get_args(Comparator)
PERCENT: Final = "%"
GRADE: Final = "mức"
"""The unit of a grade, 1 the best; GRADES are what they are called, short and in full."""
GRADES: Final = (
    ("HTXS", "hoàn thành xuất sắc nhiệm vụ"),
    ("HTT", "hoàn thành tốt nhiệm vụ"),
    ("HT", "hoàn thành nhiệm vụ"),
    ("KHT", "không hoàn thành nhiệm vụ"),
)


class Target(msgspec.Struct, frozen=True):
    """A figure to reach.

    `value` None is still to be filled in; `value_max` only for a range. `unit` is the word
    after the number ("%", "đoàn viên"), `indicator` the code it is counted under, `stage`
    the year or term it is for, `filter` the part of the whole it speaks of, `basis` the
    paper that set it.
    """

    comparator: Comparator = ">="
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str = ""
    indicator: str | None = None
    stage: str = ""
    filter: str = ""
    basis: str = ""


class Attainment(msgspec.Struct, frozen=True):
    """How far a target is reached: `done` over `wanted`, computed from raw numbers.

    `wanted` None or 0 leaves the share open; `met` None where it cannot be told.
    """

    done: Fraction | None
    wanted: Fraction | None
    met: bool | None

    @property
    def percent(self) -> str:
        """The share as text, "120,44%", or "–"."""
        if self.done is None or not self.wanted:
            return "–"
        share = self.done / self.wanted
        return vi_ratio(share.numerator, share.denominator)


def target_of(value: Any) -> Target | None:
    """Return the target of a stored record, None where there is none or it is unreadable."""
    if not isinstance(value, dict):
        return None
    comparator = value.get("comparator")
    indicator = value.get("indicator")
    texts = {name: _text(value.get(name)) for name in ("unit", "stage", "filter", "basis")}
    return Target(
        comparator=comparator if comparator in COMPARATORS else ">=",
        value=number_of(value.get("value")),
        value_max=number_of(value.get("value_max")),
        indicator=indicator if isinstance(indicator, str) else None,
        **texts,
    )


def to_value(target: Target | None) -> dict[str, Any] | None:
    """Return the record that is stored; only what says something is written."""
    if target is None:
        return None
    found: dict[str, Any] = {"comparator": target.comparator}
    for name in ("value", "value_max"):
        number = getattr(target, name)
        if number is not None:
            found[name] = int(number) if number == int(number) else str(number)
    for name in ("unit", "indicator", "stage", "filter", "basis"):
        if getattr(target, name):
            found[name] = nfc(getattr(target, name))
    return found


def targets_of(value: Any) -> tuple[Target, ...]:
    """Return the targets of a stored register: one record, or a list of several."""
    records = value if isinstance(value, list) else [value]
    return tuple(found for one in records if (found := target_of(one)) is not None)


def stored_targets(targets: Sequence[Target]) -> Any:
    """Return what an item's register holds: None, one record, or a list of several.

    One target is written as it was before an item could have several.
    """
    records = [to_value(target) for target in targets]
    return records if len(records) > 1 else records[0] if records else None


def format_targets(targets: Iterable[Target]) -> str:
    """Write several targets one after the other, "" for none."""
    return "; ".join(format_target(target) for target in targets)


def check_target(target: Target) -> Target:
    """Return the target, or refuse what cannot be meant."""
    if target.comparator == "range" and not (
        target.value is not None
        and target.value_max is not None
        and target.value <= target.value_max
    ):
        raise Refusal(
            _("Chỉ tiêu “từ … đến …” cần hai số, số sau không nhỏ hơn số trước."),
            next_step=_("Điền cả hai số."), code="E_TARGET",
        )  # fmt: skip
    if target.value is not None and target.value < 0:
        raise Refusal(
            _("Chỉ tiêu không thể là số âm."), next_step=_("Điền số từ 0 trở lên."),
            code="E_TARGET",
        )  # fmt: skip
    return target


def format_target(target: Target, *, leading_zero: bool = True) -> str:
    """Write the target as a union paper does: "từ 85% trở lên", "02–05 doanh nghiệp".

    A value still open is written as "…"; counts below ten take a leading zero.
    """
    grade = grade_of(target.value) if target.unit == GRADE else None
    if grade is not None and target.comparator in _GRADED:
        written = _GRADED[target.comparator if target.value != 1 else "="].format(grade[1])
        return f"{written} ({target.stage})" if target.stage else written
    if target.unit == GRADE and target.value is None:
        return _("xếp loại …") + (f" ({target.stage})" if target.stage else "")
    zero = leading_zero and target.unit != PERCENT
    amount = _number(target.value, zero) if target.value is not None else "…"
    if target.comparator == "range" and target.value_max is not None:
        amount = f"{amount}–{_number(target.value_max, zero)}"
    amount += target.unit if target.unit == PERCENT else f" {target.unit}".rstrip()
    written = _PATTERNS[target.comparator].format(amount)
    return f"{written} ({target.stage})" if target.stage else written


def grade_of(value: Decimal | int | Fraction | None) -> tuple[str, str] | None:
    """Return what a grade is called, short and in full; None for what is none."""
    known = value is not None and value == int(value) and 1 <= value <= len(GRADES)
    return GRADES[int(value) - 1] if known and value is not None else None


def written_number(value: Decimal) -> str:
    """Return the number of a target as a sentence writes it: 05, 650, 1.250, 1,5."""
    return _number(value, zero=True)


def attainment(target: Target, numerator: int, denominator: int | None = None) -> Attainment:
    """Return how far the target is reached.

    A percentage needs the whole it is part of; counts are compared as they are. A bare
    number is attained at or above it; "không quá" and "dưới" at or below.
    """
    done: Fraction | None = Fraction(numerator)
    if target.unit == PERCENT:
        done = Fraction(numerator * 100, denominator) if denominator else None
    return compared(target, done)


def compared(target: Target, done: Fraction | None) -> Attainment:
    """Return a number in the target's own unit set against it; of grades 1 is the best."""
    wanted = Fraction(target.value) if target.value is not None else None
    how = "<=" if (target.unit, target.comparator) == (GRADE, "=") else target.comparator
    met = None if done is None or wanted is None else _MET[how](done, wanted)
    return Attainment(done, wanted, met)


def number_of(value: Any) -> Decimal | None:
    """Return a whole number or decimal text as a number, None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) <= SAFE_INTEGER else None


_PATTERNS: Final = {
    "=": "{}",
    ">=": "từ {} trở lên",
    ">": "trên {}",
    "<=": "không quá {}",
    "<": "dưới {}",
    "range": "{}",
}
_GRADED: Final = {"=": "{}", "<=": "{} trở lên"}
_MET: Final = {
    "=": Fraction.__ge__,
    ">=": Fraction.__ge__,
    ">": Fraction.__gt__,
    "<=": Fraction.__le__,
    "<": Fraction.__lt__,
    "range": Fraction.__ge__,
}


def _number(value: Decimal, zero: bool) -> str:
    if value == int(value):
        return f"{int(value):02d}" if zero and 0 < value < 10 else vi_number(int(value))
    return vi_number(value, -int(value.normalize().as_tuple().exponent))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
