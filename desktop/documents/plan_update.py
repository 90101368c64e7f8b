"""A new version of the upper paper against our plan: what changed there, and what ours may do.

Three sides are compared item by item: the paper as it was, as it is, and ours. What of ours
was left as it had been drafted may follow the paper; what was worked on is kept, and the new
wording is offered beside it. Nothing of ours goes away unless it is asked to.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from desktop.documents.cited_anew import cited_anew
from desktop.documents.duties import Duties
from desktop.documents.growing_plan import GrowingPlan
from desktop.documents.plan_match import Match, match
from desktop.i18n import _
from desktop.models.outline import outline_labels as labels
from desktop.models.outline import rich_text, targets
from desktop.models.outline.outline import Outline, item_values
from desktop.models.outline.outline_places import Assignment, places_among
from desktop.models.plans.plan_draft import DraftItem, flatten
from desktop.models.plans.plan_head import PlanHead

Action = Literal["keep", "take", "both"]
ACTIONS: Final[tuple[Action, ...]] = ("keep", "take", "both")
ChangeKind = Literal[
    "moved", "reworded", "split", "joined", "new", "removed", "now_ours", "not_ours", "cited"
]
Heads = tuple[PlanHead, PlanHead]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the paper: its outline, what of it is ours, and how we would draft it.

    `draft(item id)` returns the own item that one of its items becomes, None where none does.
    """

    outline: Outline
    duties: Duties
    draft: Callable[[str], DraftItem | None]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: items of the old and new version, ours that carry them out, what is proposed.

    "cited" speaks of an item of ours alone, whose words name the old version by its number.

    `edited` says that ours was worked on since it was drafted; `drafted` is who and when it
    had been given then. `actions` are those that mean
    something here; `action` is the one proposed.
    """

    kind: ChangeKind
    old: tuple[str, ...]
    new: tuple[str, ...]
    ours: tuple[str, ...]
    old_text: str
    new_text: str
    our_text: str
    where: str
    action: Action
    actions: tuple[Action, ...]
    edited: bool = False
    drafted: tuple[str, str] | None = None

    @property
    def key(self) -> str:
        """What names the change: the first item it speaks of."""
        return (self.new or self.old or self.ours)[0]


@dataclass(frozen=True, slots=True)
class Update:
    """All changes of a new version, and old item → new item for everything that stayed."""

    changes: tuple[Change, ...]
    links: Mapping[str, str] = field(default_factory=dict)
    matches: tuple[Match, ...] = ()
    heads: Heads | None = None


def compare(old: Version, new: Version, own: Outline, heads: Heads | None = None) -> Update:
    """Return what a new version of the paper changes for our plan; `heads` are the papers'."""
    work = _Comparing(old, new, own)
    matches = match(old.outline, new.outline)
    changes = [one for found in matches if (one := work.change(found)) is not None]
    links = {o: found.new[0] for found in matches if found.new for o in found.old}
    changes += _cited(own, heads) if heads else ()
    return Update(tuple(changes), links, tuple(matches), heads)


def apply(
    update: Update,
    new: Version,
    own: Outline,
    chosen: Mapping[str, Action],
    new_id: Callable[[], str],
    *,
    dropped_note: str,
) -> list[Assignment]:
    """Return the assignments that bring our plan to the new version.

    `chosen` maps a change's key to what to do; the rest do what is proposed. Links of all
    items follow the paper, whatever is chosen.
    """
    work = _Applying(new, own, new_id, dropped_note)
    work.relink(update)
    for change in update.changes:
        work.do(change, chosen.get(change.key, change.action))
    if update.heads:
        for change in update.changes:
            if change.kind == "cited" and chosen.get(change.key, change.action) == "take":
                work.cite_anew(change.ours[0], update.heads)
    return work.values


def _cited(own: Outline, heads: Heads) -> list[Change]:
    """Tell which items of ours name the old version, and how they would name the new one."""
    found: list[Change] = []
    for row in own:
        anew = cited_anew(row.item.text, *heads)
        if anew is not None:
            said = row.item.plain
            change = Change(
                "cited", (), (), (row.id,), said, rich_text.plain(anew), said,
                own.path(row.id), "take", ("take", "keep"),
            )  # fmt: skip
            found.append(change)
    return found


def change_name(kind: ChangeKind) -> str:
    """Return what a change of the upper paper is called."""
    names: dict[ChangeKind, str] = {
        "moved": _("Đổi chỗ, đổi số"),
        "reworded": _("Sửa lời"),
        "split": _("Tách thành nhiều mục"),
        "joined": _("Gộp mục"),
        "new": _("Mục mới"),
        "removed": _("Bỏ mục"),
        "now_ours": _("Nay giao cho đơn vị mình"),
        "not_ours": _("Không còn giao cho đơn vị mình"),
        "cited": _("Viện dẫn bản cũ"),
    }
    return names[kind]


def action_name(kind: ChangeKind, action: Action) -> str:
    """Return what an action does with ours, for a change of this kind."""
    if kind in ("removed", "not_ours"):
        return {"keep": _("Giữ mục của mình"), "take": _("Bỏ mục của mình")}.get(action, "")
    if kind in ("new", "now_ours"):
        return {"keep": _("Không thêm"), "take": _("Thêm vào kế hoạch")}.get(action, "")
    if kind == "cited":
        return {"keep": _("Giữ câu của mình"), "take": _("Sửa số, ngày theo bản mới")}.get(
            action, ""
        )
    names: dict[Action, str] = {
        "keep": _("Giữ của mình"),
        "take": _("Lấy theo bản mới"),
        "both": _("Giữ của mình và thêm bản mới"),
    }
    return names[action]


class _Comparing:
    def __init__(self, old: Version, new: Version, own: Outline) -> None:
        self.old, self.new, self.own = old, new, own
        self._ours: dict[str, list[str]] = {}
        self._carried: dict[str, list[str]] = {}
        for row in own:
            if row.item.answers:
                self._ours.setdefault(row.item.answers, []).append(row.id)
            elif row.item.origin:
                self._carried.setdefault(row.item.origin, []).append(row.id)
        self._was, self._is = set(old.duties.ours), set(new.duties.ours)

    def change(self, found: Match) -> Change | None:
        was, now = self._was & set(found.old), self._is & set(found.new)
        ours = tuple(one for old in found.old for one in self._ours.get(old, ()))
        match found.kind:
            case "same" | "moved" | "reworded":
                if now and not was and not ours:
                    return self._tell("now_ours", found, ours, "take", ("take", "keep"))
                if was and not now and ours:
                    return self._tell("not_ours", found, ours, "keep", ("keep", "take"))
                if found.kind == "same":
                    return None
                if not (was or now or ours):
                    return self._heading(found) if found.kind == "reworded" else None
                if found.kind == "moved":
                    return self._tell("moved", found, ours, "keep", ("keep",))
                return self._reworded(found, ours)
            case "split":
                return self._split(found, ours, bool(now)) if was or now or ours else None
            case "joined":
                return self._tell("joined", found, ours, "keep", ("keep",)) if was or ours else None
            case "new":
                if not now:
                    return None
                return self._tell("new", found, (), "take", ("take", "keep"))
            case _:
                if not was and not ours:
                    return None
                return self._tell("removed", found, ours, "keep", ("keep", "take"))

    def _reworded(self, found: Match, ours: tuple[str, ...]) -> Change:
        if not ours:
            return self._tell("reworded", found, ours, "keep", ("keep", "take"))
        edited = self._edited(found.old[0], ours)
        action: Action = "keep" if edited else "take"
        return self._tell("reworded", found, ours, action, ACTIONS, edited=edited)

    def _heading(self, found: Match) -> Change | None:
        """Tell of a heading or a paragraph that ours has from the paper and that is no duty."""
        ours = tuple(self._carried.get(found.old[0], ()))
        was, now = self.old.draft(found.old[0]), self.new.draft(found.new[0])
        if not ours or was is None or now is None or _plain(was) == _plain(now):
            return None
        edited = self._edited(found.old[0], ours)
        action: Action = "keep" if edited else "take"
        return self._tell("reworded", found, ours, action, ("keep", "take"), edited=edited)

    def _split(self, found: Match, ours: tuple[str, ...], now: bool) -> Change:
        if not now:
            return self._tell("split", found, ours, "keep", ("keep",))
        edited = bool(ours) and self._edited(found.old[0], ours)
        action: Action = "both" if edited else "take"
        return self._tell("split", found, ours, action, ACTIONS, edited=edited)

    def _edited(self, old: str, ours: Sequence[str]) -> bool:
        """Tell whether ours differs from what was drafted from the old wording."""
        drafted = self.old.draft(old)
        if drafted is None:
            return True
        return any(self.own.row(one).item.plain != _plain(drafted) for one in ours)

    def _tell(
        self,
        kind: ChangeKind,
        found: Match,
        ours: tuple[str, ...],
        action: Action,
        actions: tuple[Action, ...],
        *,
        edited: bool = False,
    ) -> Change:
        drafted = self.old.draft(found.old[0]) if ours and found.old else None
        return Change(
            kind=kind,
            old=found.old,
            new=found.new,
            ours=ours,
            old_text=_texts(self.old.outline, found.old),
            new_text=_texts(self.new.outline, found.new),
            our_text=_texts(self.own, ours),
            where=_where(self.old.outline, self.new.outline, found),
            action=action,
            actions=actions,
            edited=edited,
            drafted=(drafted.owner, drafted.due) if drafted else None,
        )


class _Applying:
    """Builds the assignments one change after the other on the outline as it becomes."""

    def __init__(
        self, new: Version, own: Outline, new_id: Callable[[], str], dropped_note: str
    ) -> None:
        self._new, self._new_id, self._note = new, new_id, dropped_note
        self._outline, self._own = own, GrowingPlan(own)
        self.values: list[Assignment] = []

    def relink(self, update: Update) -> None:
        """Let every item of ours name the new version's item in place of the old one."""
        links = update.links
        for row in self._outline:
            item = row.item
            if item.answers and links.get(item.answers, item.answers) != item.answers:
                self._put([(item.id, "answers", links[item.answers])])
            if links.get(item.origin, item.origin) != item.origin:
                self._put([(item.id, "origin", links[item.origin])])

    def do(self, change: Change, action: Action) -> None:
        match change.kind:
            case "new" | "now_ours" if action != "keep":
                self._add(change.new)
            case "removed" | "not_ours":
                self._leave(change, action)
            case "reworded" if action == "take":
                self._rewrite(change) if change.ours else self._add(change.new)
            case "reworded" if action == "both":
                self._add(change.new, again=True)
            case "split":
                self._split(change, action)
            case _:
                pass

    def cite_anew(self, one: str, heads: Heads) -> None:
        """Let the words of an item, as they are by now, cite the new version."""
        anew = cited_anew(self._own[one].item.text, *heads) if one in self._own else None
        if anew is not None:
            self._put([(one, "text", rich_text.to_value(anew))])

    def _split(self, change: Change, action: Action) -> None:
        if action == "keep":
            return
        if action == "take" and change.ours:
            self._rewrite(change)
        rest = [one for one in change.new if not self._own.is_answered(one)]
        self._add(rest)

    def _leave(self, change: Change, action: Action) -> None:
        for one in change.ours:
            if action == "take" and self._own.is_leaf(one):
                self._put([(one, "deleted", True)])
                continue
            note = " ".join(part for part in (self._own[one].item.note, self._note) if part)
            values: list[Assignment] = [(one, "note", note)]
            if change.kind == "removed":
                values.append((one, "answers", None))
            self._put(values)

    def _rewrite(self, change: Change) -> None:
        """Write the new draft over the first of ours; what was set there by hand stays.

        Who and when follow the new version where they still are as they had been drafted.
        """
        built = self._new.draft(change.new[0])
        if built is None:
            return
        one = change.ours[0]
        item = self._own[one].item
        values: list[Assignment] = [(one, "text", rich_text.to_value(built.text))]
        if change.drafted:
            for name, was in zip(("owner", "due"), change.drafted, strict=True):
                if getattr(item, name) == was != getattr(built, name):
                    values.append((one, name, getattr(built, name)))
        if built.targets and built.targets != item.targets:
            values.append(
                (one, "target", targets.stored_targets(_kept(item.targets, built.targets)))
            )
        self._put(values)

    def _add(self, wanted: Iterable[str], *, again: bool = False) -> None:
        for one in wanted:
            if self._own.is_answered(one) and not again:
                continue
            self._ensure(self._new.outline.row(one).parent)
            built = self._new.draft(one)
            if built is not None:
                self._insert(one, built)

    def _ensure(self, heading: str | None) -> None:
        """Make sure that ours has the headings a new item stands under in the paper."""
        if heading is None or self._own.made_from(heading) is not None:
            return
        self._ensure(self._new.outline.row(heading).parent)
        built = self._new.draft(heading)
        if built is not None:
            self._insert(heading, replace(built, children=()))

    def _insert(self, new: str, built: DraftItem) -> None:
        parent, after, style = self._landing(new)
        if built.style != labels.NONE:
            built = replace(built, style=style)
        places, repairs = places_among(self._siblings(parent), parent, after, 1)
        flat = flatten([built], self._new_id, parent, [places[0][1]])
        values: list[Assignment] = list(repairs)
        for item in flat:
            values += [(item.id, name, value) for name, value in item_values(item).items()]
        self._put(values)

    def _landing(self, new: str) -> tuple[str | None, str | None, str]:
        """Return (parent, sibling before, style) for an item of ours that answers a new one."""
        outline = self._new.outline
        row = outline.row(new)
        siblings = [one.id for one in outline.children(row.parent)]
        before = siblings[: siblings.index(new) + 1]
        for near in [*reversed(before), *siblings[len(before) :]]:
            found = self._own.made_from(near)
            if found is not None and not found.stray:
                return found.parent, found.id, self._own.style(found)
        above = self._own.made_from(row.parent)
        if above is not None:
            style = labels.style_below(self._own.heading_set, self._own.style(above))
            last = self._own.children(above.id)
            return above.id, last[-1].id if last else None, style
        tops = [one for one in self._own.children(None) if not one.stray]
        tasks = tops[-2:-1] or tops[-1:]
        if not tasks:
            return None, None, labels.style_at(self._own.heading_set, 0)
        last = self._own.children(tasks[0].id)
        style = self._own.style(last[-1]) if last else labels.ARABIC
        return tasks[0].id, last[-1].id if last else None, style

    def _siblings(self, parent: str | None) -> list[tuple[str, str]]:
        beside = self._own.children(parent)
        return [(one.id, one.item.index) for one in beside if not one.stray]

    def _put(self, values: Sequence[Assignment]) -> None:
        self.values += values
        self._own.put(values)


def _kept(
    mine: Sequence[targets.Target], built: Sequence[targets.Target]
) -> tuple[targets.Target, ...]:
    """Return the new targets; a number already given of the same thing stays ours."""
    given = {one.unit: one for one in mine if one.value is not None}
    return tuple(given.get(one.unit, one) if one.value is None else one for one in built)


def _plain(item: DraftItem) -> str:
    return rich_text.plain(item.text)


def _texts(outline: Outline, ids: Iterable[str]) -> str:
    return "\n".join(outline.row(one).item.plain for one in ids if one in outline)


def _where(old: Outline, new: Outline, found: Match) -> str:
    was = ", ".join(old.path(one) for one in found.old)
    now = ", ".join(new.path(one) for one in found.new)
    return was if was == now else " → ".join(part for part in (was, now) if part)
