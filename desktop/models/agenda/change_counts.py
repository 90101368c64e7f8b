"""Changes counted as a person counts: activities, figures, plans, units, never their fields."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from desktop.i18n import _
from desktop.models.store.fold import Change
from desktop.models.text import vi_number

Thing = tuple[str, str, str]
"""What it is ("activity", "cell" …, "other"), its key, and its part: a figure has a code."""
_ONE_EACH = frozenset({"cell", "reason", "submit", "review", "vetted", "target", "issued_plan"})
"""Kinds of which every field is a thing of its own: a figure, a revision, a target."""
_SAME = {
    "reason": "cell", "alias": "enrol", "assign": "enrol", "reading_part": "reading",
    "vetted": "review",
}  # fmt: skip
"""Kinds that are told as part of another."""
_BORN = {
    "activity": frozenset({"title"}), "unit": frozenset({"name", "parent"}),
    "item": frozenset({"pos"}), "event": frozenset({"kind"}),
}  # fmt: skip
"""Fields a thing is made with: without them, values that are first now belong to an old one."""


class Counted(msgspec.Struct, frozen=True):
    """How many things of one kind are new, changed, as they were, or not taken."""

    kind: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0

    @property
    def name(self) -> str:
        """What such things are called after a number."""
        return _names().get(self.kind, _("nội dung khác"))


class Tally(msgspec.Struct, frozen=True):
    """All that a bundle holds, counted; a thing of which anything changes is not unchanged."""

    kinds: tuple[Counted, ...] = ()
    conflicts: int = 0

    def total(self, what: str) -> int:
        """Return the number of things "new", "changed", "unchanged" or "skipped"."""
        return sum(getattr(one, what) for one in self.kinds)

    def told(self, what: str) -> str:
        """Return "13 hoạt động, 130 ô số liệu", "" for nothing."""
        found = ((getattr(one, what), one.name) for one in self.kinds)
        return ", ".join(f"{vi_number(n)} {name}" for n, name in found if n)


def tally(
    changes: Sequence[Change],
    others: Iterable[tuple[str, str, str]] = (),
    skipped: Iterable[tuple[str, str, str]] = (),
) -> Tally:
    """Count changes, with the registers of a bundle that change nothing, and those not taken.

    Registers are (kind, key, field), their keys resolved.
    """
    groups: dict[Thing, list[Change]] = {}
    first: dict[Thing, bool] = {}
    conflicts: set[Thing] = set()
    for change in changes:
        kind, key, field = change.kind, change.key, change.field
        # A figure, the most there is of anything, is no more than its register.
        thing = (kind, key, field) if kind == "cell" else thing_of(kind, key, field)
        thing = _said_of_period(thing, change) if kind == "closing" else thing
        if thing[2]:  # one register, or two: nothing to be gathered
            first[thing] = change.before is None and first.get(thing, True)
        else:
            groups.setdefault(thing, []).append(change)
        if change.conflict:
            conflicts.add(thing)
    first |= {thing: _is_new(thing, listed) for thing, listed in groups.items()}
    new = [thing for thing, is_new in first.items() if is_new]
    changed = [thing for thing, is_new in first.items() if not is_new]
    refused = {thing_of(*register) for register in skipped}
    same = {thing_of(*register) for register in set(others)} - first.keys() - refused
    parts = (new, changed, same, refused)
    return Tally(tuple(_by_kind(parts)), len(conflicts))


def thing_of(kind: str, key: str, field: str) -> Thing:
    """Return the thing a register belongs to."""
    told = _SAME.get(kind, kind)
    part = field if kind in _ONE_EACH else ""
    return (told, key, part) if told in _KINDS else ("other", f"{kind}|{key}", part)


def _said_of_period(thing: Thing, change: Change) -> Thing:
    """Return the thing a word that closes a period or opens it again counts as."""
    state = change.after.get("state") if isinstance(change.after, dict) else None
    kind = {"closed": "closed", "open": "opened"}.get(str(state), "closing")
    return (kind, *thing[1:])


def _by_kind(parts: Sequence[Collection[Thing]]) -> Iterator[Counted]:
    counts = [Counter(kind for kind, _key, _part in part) for part in parts]
    for kind in (*_names(), "other"):
        if any(count[kind] for count in counts):
            yield Counted(kind, *(count[kind] for count in counts))


def _is_new(thing: Thing, listed: Sequence[Change]) -> bool:
    if listed[0].before is not None or any(change.before is not None for change in listed):
        return False
    if thing[0] not in _BORN:
        return True
    return {change.field.partition("@")[0] for change in listed} >= _BORN[thing[0]]


def _names() -> dict[str, str]:
    """Return what is counted, in the order it is told, with its name after a number."""
    return {
        "submit": _("báo cáo đã chốt"), "review": _("ý kiến về báo cáo"),
        "closed": _("lượt khóa sổ kỳ"), "opened": _("lượt mở lại kỳ"),
        "closing": _("lượt khóa sổ hoặc mở lại kỳ"),
        "cell": _("ô số liệu"), "activity": _("hoạt động"),
        "issued_plan": _("văn bản đã ban hành"), "plan": _("kế hoạch"),
        "item": _("nhiệm vụ của kế hoạch"), "work_row": _("dòng chương trình công tác"),
        "target": _("chỉ tiêu"), "unit": _("đơn vị"), "period": _("kỳ đột xuất"),
        "event": _("sự kiện tổ chức"),
        "enrol": _("cấp phép"), "pack": _("gói mẫu"), "comment": _("góp ý"),
        "reference": _("văn bản viện dẫn"), "reading": _("văn bản đang soát"),
    }  # fmt: skip


_KINDS = frozenset(_names())
