"""The year's targets of an office: from its plan into the register, and read from typed text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from desktop.documents.citing import short_cite
from desktop.i18n import _
from desktop.intake.facts.target_indicators import measures_of
from desktop.models.errors import Refusal
from desktop.models.figures.cells import most
from desktop.models.figures.kinds import measured_by
from desktop.models.outline.targets import (
    GRADE,
    GRADES,
    PERCENT,
    Comparator,
    Target,
    check_target,
    format_target,
    number_of,
)
from desktop.models.packs.pack_types import Indicator
from desktop.models.plans import plans
from desktop.models.plans.unit_targets import UnitTarget, set_unit_targets, unit_targets
from desktop.models.plans.year_targets import is_of_year
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import nfc, vi_number


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
            code = one.indicator or ""
            if measured_by(reader.packs, code) is not None and one.value is not None:
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


def set_words(
    reader: Reader, unit: str, wanted: Mapping[str, Target | None], before: Mapping[str, UnitTarget]
) -> list[str]:
    """Say what was set and taken away of a unit, what there was not, and what counts all the same.

    `before` is what the unit had.
    """
    own = unit == reader.own_unit
    had = {code for code, one in before.items() if (one.own if own else one.given) is not None}
    gone = [code for code, target in wanted.items() if target is None]
    told = []
    if len(wanted) > len(gone):
        told.append(_("Đã ghi {n} chỉ tiêu.").format(n=len(wanted) - len(gone)))
    if dropped := [code for code in gone if code in had]:
        told.append(_("Đã bỏ chỉ tiêu {codes}.").format(codes=", ".join(dropped)))
    if missing := [code for code in gone if code not in had]:
        told.append(_("Không có chỉ tiêu {codes} để bỏ.").format(codes=", ".join(missing)))
    for code, target in wanted.items():
        given = before[code].given if own and code in before else None
        if given is not None and target is not None:
            told.append(
                _("{code} cấp trên giao {given}: năm tính theo số được giao.").format(
                    code=code, given=format_target(given)
                )
            )
    return told


def target_of_text(text: str, indicator: Indicator | None = None) -> Target:
    """Return the target of "85", ">=85", "≤3", "85%", "1.200", "02–05", "từ 2 đến 5", and of what
    `format_target` writes: "từ 594 đoàn viên trở lên", "trên 90%", "không quá 5 (năm 2027)".

    A bare number is "=", attained at or above (model.md, Packs); a grade is that one or a
    better. Without a sign of percent the unit is the indicator's. Raises Refusal for what cannot
    be meant: no number, half a person, more than the whole of which something is a part.
    """
    plain = nfc(text).strip()
    if not plain:
        raise Refusal(
            _("Chưa ghi số cần đạt."), next_step=_("Ghi như 120, >=85%, <=3, 2–5."),
            code="E_TARGET",
        )  # fmt: skip
    plain, stage = _with_stage(plain)
    if indicator is not None and indicator.unit == GRADE:
        return replace(_grade(plain, indicator), stage=stage)
    unit = indicator.unit if indicator is not None else ""
    said, plain = _compared(plain)
    ending = next((one for one in _endings(indicator) if plain.casefold().endswith(one)), "")
    if ending:
        plain = plain[: -len(ending)] + (PERCENT if unit == PERCENT else "")
    found = _ONE.fullmatch(plain)
    pair = _BETWEEN.fullmatch(plain) if not said else None
    value = _typed(found[2] if found else pair[1] if pair else "")
    most = _typed(pair[2]) if pair else None
    if value is None or (pair and most is None) or (said and found and found[1]):
        raise Refusal(
            _("“{text}” không phải một chỉ tiêu.").format(text=text[:30]),
            next_step=_("Ghi như 120, >=85%, <=3, 2–5, từ 3 trở lên, không quá 5."),
            code="E_TARGET",
        )  # fmt: skip
    share = found[3] if found else pair[3] if pair else ""
    comparator: Comparator = "range" if pair else said or "="
    if found and found[1]:
        comparator = _SIGNS.get(found[1], found[1])  # type: ignore[assignment]
    target = check_target(Target(comparator, value, most, unit=share or unit, stage=stage))
    if indicator is not None:
        _check_meant(target, indicator)
    return target


def _with_stage(text: str) -> tuple[str, str]:
    """Return a target without the words in brackets behind it, and those: what year it is for."""
    found = _STAGE.fullmatch(text)
    return (found[1].strip(), found[2].strip()) if found else (text, "")


def _compared(text: str) -> tuple[Comparator | None, str]:
    """Return how words say a number is compared ("từ … trở lên"), and the number without them."""
    for pattern, comparator in _WORDS:
        found = pattern.fullmatch(text)
        if found is not None:
            return comparator, found[1].strip()
    return None, text


def _grade(text: str, indicator: Indicator) -> Target:
    """Return the target of "HTT", "hoàn thành tốt nhiệm vụ trở lên", "2": that or better."""
    bare = _GRADE_WORDS.sub("", text.casefold()).strip(" <>=≥≤")
    for place, (short, full) in enumerate(GRADES, 1):
        if bare in (short.casefold(), full, full.removesuffix(" nhiệm vụ"), str(place)):
            return Target("<=", Decimal(place), unit=GRADE)
    known = ", ".join(short for short, _full in GRADES)
    raise Refusal(
        _("“{text}” không phải một mức xếp loại của “{name}”.").format(
            text=text[:30], name=indicator.name
        ),
        next_step=_("Ghi một trong các mức {grades}.").format(grades=known), code="E_TARGET",
    )  # fmt: skip


_GRADE_WORDS: Final = re.compile(
    r"^(?:từ\s+)?(?:xếp\s+)?(?:(?:loại|mức|từ)\s+)+|\s+trở lên$|\s+mức$"
)


def _endings(indicator: Indicator | None) -> tuple[str, ...]:
    """Return what may stand behind the number: the unit, or what papers call it of that figure."""
    if indicator is None or not indicator.unit:
        return ()
    known = {indicator.unit.casefold(), *map(str.casefold, measures_of(indicator.code))}
    if indicator.unit == _PERSONS:
        known |= {"đoàn viên", "lao động"}
    if indicator.unit != PERCENT:
        known -= {PERCENT}
    return tuple(sorted(known, key=len, reverse=True))


_PERSONS: Final = "người"
_STAGE = re.compile(r"(.*?)\s*\(([^()]*[^()\s][^()]*)\)\s*")
_SAID: Final[tuple[tuple[str, Comparator], ...]] = (
    (r"(?:từ\s+)?(.+?)\s+trở\s+lên", ">="),
    (r"(?:từ\s+)?(.+?)\s+trở\s+xuống", "<="),
    (r"(?:ít nhất|tối thiểu|không dưới)\s+(.+)", ">="),
    (r"(?:không quá|tối đa|nhiều nhất)\s+(.+)", "<="),
    (r"(?:trên|hơn)\s+(.+)", ">"),
    (r"dưới\s+(.+)", "<"),
)
"""What papers, and our own lists, write for a sign; the first that fits the whole text."""
_WORDS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), comparator) for pattern, comparator in _SAID
)
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
    if target.unit != PERCENT and max(numbers) > _largest(indicator):
        raise Refusal(
            _("Chỉ tiêu “{name}” quá lớn, nhiều nhất {n}.").format(
                name=indicator.name, n=vi_number(_largest(indicator))
            ),
            next_step=_("Xem lại số chữ số đã gõ."), code="E_TARGET",
        )  # fmt: skip
    part = indicator.part_of_whole or indicator.code == _DENSITY
    part = part or (indicator.type != "R" and indicator.part_of is not None)
    whole = _WHOLE if part else _MOST_PERCENT
    if target.unit == PERCENT and max(numbers) > whole:
        raise Refusal(
            _("“{name}” không thể quá {n}%.").format(name=indicator.name, n=vi_number(whole)),
            next_step=_("Ghi lại tỷ lệ."), code="E_TARGET",
        )  # fmt: skip


def _largest(indicator: Indicator) -> int:
    """Return more than any office could be given: of many units together, not of one cell."""
    return _UNITS * most(money=indicator.money)


_UNITS: Final = 10
_WHOLE: Final = 100
_MOST_PERCENT: Final = 1_000
"""What is collected may be more than was due; no target means more than ten times it."""
_DENSITY: Final = "A04"
"""Members may be more than employees for a month (V09), but nobody aims at that."""
