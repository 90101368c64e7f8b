"""The year's targets of an office: from its plan into the register, and read from typed text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.documents.citing import short_cite
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline.targets import Comparator, Target, number_of
from desktop.models.plans import plans
from desktop.models.plans.unit_targets import set_unit_targets, unit_targets
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import nfc

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


def target_of_text(text: str, unit: str = "") -> Target:
    """Return the target of "85", ">=85", "<=3", "85%", "1.200"."""
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
