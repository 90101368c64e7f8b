"""What a plan still lacks before it is issued, each finding with the place to put it right."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from desktop.documents import own_words
from desktop.documents.coverage import coverage
from desktop.documents.duties import Duties, is_task_section
from desktop.documents.given_targets import is_each
from desktop.documents.office_facts import OfficeFacts
from desktop.documents.open_places import open_places
from desktop.documents.plan_compiler import deadline
from desktop.i18n import _
from desktop.models.outline import outline_labels as labels
from desktop.models.outline.outline import Outline, OutlineRow
from desktop.models.outline.targets import PERCENT, Target, format_target, number_of
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.work_row import WorkRow
from desktop.models.text import nfc, short_date

FindingKind = Literal[
    "duty_missing", "target_missing", "target_open", "target_below", "due_late", "due_missing",
    "owner_missing", "target_differs", "empty", "open", "upper_words", "other_year",
]  # fmt: skip
_PLANNING: Final = frozenset({"", "KH", "CTr", "PA", "ĐA", "DA", "QH"})
"""Types of papers that set work out: a report, letter or decision names no doers by item."""
_YEAR: Final = re.compile(r"\b(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: `part` is where it stands (item, head, row, parent), `id` there."""

    kind: FindingKind
    part: Literal["item", "head", "row", "parent"]
    id: str
    where: str
    text: str

    def to_json(self) -> dict[str, str]:
        """Return the finding for the headless verb."""
        return {
            "kind": self.kind, "part": self.part, "id": self.id, "where": self.where,
            "text": self.text,
        }  # fmt: skip


def kind_name(kind: FindingKind) -> str:
    """Return what a kind of finding is called in a list."""
    names: dict[FindingKind, str] = {
        "duty_missing": _("Thiếu nhiệm vụ cấp trên giao"),
        "target_missing": _("Thiếu chỉ tiêu"),
        "target_open": _("Chỉ tiêu chưa có số"),
        "target_below": _("Chỉ tiêu thấp hơn cấp trên"),
        "target_differs": _("Chỉ tiêu khác lời văn"),
        "due_late": _("Thời hạn sau cấp trên"),
        "due_missing": _("Chưa có thời hạn"),
        "owner_missing": _("Chưa có người thực hiện"),
        "empty": _("Mục chưa có nội dung"),
        "open": _("Còn chỗ để trống"),
        "upper_words": _("Còn lời của cấp trên"),
        "other_year": _("Năm khác năm kế hoạch"),
    }
    return names[kind]


def check_plan(
    head: PlanHead,
    own: Outline,
    rows: Iterable[WorkRow],
    facts: OfficeFacts,
    parent: Outline | None = None,
    duties: Duties | None = None,
) -> list[Finding]:
    """Return every finding in reading order, those about the upper paper's duties first.

    Who does an item and until when is asked of plans alone, and not where their work
    programme tells it; of what answers an upper paper always.
    """
    rows = list(rows)
    asked = head.doc_type in _PLANNING and not rows
    found: list[Finding] = []
    if parent is not None and duties is not None:
        found += _missing(parent, own, duties)
    for row in own:
        answered = row.item.answers or ""
        above = parent.row(answered) if parent is not None and answered in parent else None
        found += _of_item(head, own, row, facts, above, asked=asked)
    found += [
        Finding("open", place.part, place.id, place.where, place.text)
        for place in open_places(head, own, rows)
    ]
    return found


def last_day(due: str, year: int | None) -> date | None:
    """Return the last day a deadline allows: ISO, "31/3/2027", "Quý II", "tháng 5", "Năm 2027"."""
    said = nfc(due).casefold().strip()
    try:
        return date.fromisoformat(said)
    except ValueError:
        pass
    day = re.search(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b", said)
    if day:
        try:
            return date(int(day[3]), int(day[2]), int(day[1]))
        except ValueError:
            return None
    spoken = _YEAR.search(said)
    chosen = int(spoken[1]) if spoken else year
    if chosen is None:
        return None
    quarter = re.search(r"quý\s+(iv|i{1,3}|[1-4])\b", said)
    if quarter:
        names = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
        return _month_end(chosen, 3 * (names.get(quarter[1]) or int(quarter[1])))
    month = re.search(r"tháng\s+(\d{1,2})\b", said)
    if month and 1 <= int(month[1]) <= 12:
        return _month_end(chosen, int(month[1]))
    return date(chosen, 12, 31) if re.search(r"\bnăm\b", said) else None


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _missing(parent: Outline, own: Outline, duties: Duties) -> Iterator[Finding]:
    answered = coverage(parent, own, duties).answered
    for one in duties.ours:
        if one not in answered:
            text = _short(parent.row(one).item.plain)
            where = _("Mục {path} của cấp trên").format(path=parent.path(one))
            yield Finding("duty_missing", "parent", one, where, text)


def _of_item(
    head: PlanHead,
    own: Outline,
    row: OutlineRow,
    facts: OfficeFacts,
    above: OutlineRow | None,
    *,
    asked: bool,
) -> Iterator[Finding]:
    def tell(kind: FindingKind, text: str) -> Finding:
        where = _("Mục {path}").format(path=own.path(row.id))
        return Finding(kind, "item", row.id, where, text)

    item = row.item
    if row.style != labels.NONE and not item.plain.strip():
        yield tell("empty", _("Mục này chưa có nội dung."))
        return
    if (asked or item.answers) and _is_task(own, row):
        if not item.owner and not item.partner:
            yield tell("owner_missing", _short(item.plain))
        if not item.due:
            yield tell("due_missing", _short(item.plain))
    if above is not None:
        yield from (tell(kind, text) for kind, text in _against(head, row, above))
    for target in item.targets:
        if target.value is None:
            yield tell("target_open", _told(target))
        elif written := _differs(target, item.plain):
            told = _("Lời văn: {text}; chỉ tiêu: {target}")
            yield tell("target_differs", told.format(text=written, target=format_target(target)))
    if facts.role in ("upper", "base") and own_words.LEFT.search(item.plain):
        yield tell("upper_words", _short(item.plain))
    other = own_words.other_year(item.plain, head.year)
    if other:
        yield tell(
            "other_year", _("Nói năm {year}: {text}").format(year=other, text=_short(item.plain))
        )


def _against(
    head: PlanHead, row: OutlineRow, above: OutlineRow
) -> Iterator[tuple[FindingKind, str]]:
    """Yield what is less than the upper paper asks."""
    for theirs, mine in _paired(row.item.targets, above.item.targets):
        if mine is None:
            yield "target_missing", _("Cấp trên: {target}").format(target=format_target(theirs))
        elif _below(mine, theirs, above.item.plain):
            yield (
                "target_below",
                _("{mine}; cấp trên: {theirs}").format(
                    mine=format_target(mine), theirs=format_target(theirs)
                ),
            )
    limit = last_day(above.item.due or deadline(above.item.plain), head.year)
    mine_last = last_day(row.item.due, head.year)
    if limit is not None and mine_last is not None and mine_last > limit:
        told = _("{mine}; cấp trên: {theirs}")
        yield "due_late", told.format(mine=short_date(mine_last), theirs=short_date(limit))


def _paired(
    own: Sequence[Target], above: Sequence[Target]
) -> Iterator[tuple[Target, Target | None]]:
    """Yield each target from above with ours: in their order where as many count the same."""
    for theirs in above:
        alike = [one for one in above if _same_count(one, theirs)]
        mine = [one for one in own if _same_count(one, theirs)]
        if len(mine) == len(alike):
            yield theirs, mine[alike.index(theirs)]
        else:
            valued = [one for one in mine if one.value is not None] or mine
            yield theirs, max(valued, key=lambda one: one.value or 0, default=None)


def _same_count(one: Target, other: Target) -> bool:
    if one.indicator and other.indicator:
        return one.indicator == other.indicator
    return nfc(one.unit).casefold() == nfc(other.unit).casefold()


def _below(mine: Target, theirs: Target, text: str) -> bool:
    """Tell whether ours is less than we are asked: shares and what each unit owes hold for us."""
    if mine.value is None or theirs.value is None or theirs.comparator in ("<", "<="):
        return False
    ours_too = theirs.unit == PERCENT or is_each(text)
    return ours_too and mine.value < theirs.value


def _differs(target: Target, text: str) -> str:
    """Return the counts of a target's unit a sentence names, where the target's is none."""
    unit = re.escape(nfc(target.unit).casefold())
    if not unit:
        return ""
    after = r"(?!\w)" if unit[-1].isalnum() else ""
    found = list(re.finditer(rf"(?<![\w.,/])(\d[\d.,]*)\s*{unit}{after}", nfc(text).casefold()))
    numbers = {number_of(one[1].replace(".", "").rstrip(",").replace(",", ".")) for one in found}
    if not numbers or None in numbers or numbers & {target.value, target.value_max}:
        return ""
    return ", ".join(dict.fromkeys(one[0] for one in found))


def _is_task(own: Outline, row: OutlineRow) -> bool:
    """Tell whether an item is work to do: innermost, in a section of tasks, or answering one."""
    if row.style == labels.NONE:
        return False
    inner = any(one.style != labels.NONE for one in own.branch(row.id)[1:])
    if inner:
        return False
    if row.item.answers:
        return True
    written = row.item.origin.startswith("wording:")
    return not written and row.depth > 0 and is_task_section(own, row)


def _told(target: Target) -> str:
    basis = f"; {target.basis}" if target.basis else ""
    return format_target(target) + basis


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:118].rpartition(" ")[0] + "…"
