"""What a set of changes does, one line per thing: an activity, a unit, a return of a month."""

from collections.abc import Iterable, Sequence

import msgspec

from desktop.i18n import _
from desktop.models.agenda.change_words import ChangeWords
from desktop.models.figures.cells import split_code
from desktop.models.figures.revisions import name_told
from desktop.models.figures.standing import is_unverified
from desktop.models.store.fold import Change
from desktop.models.store.keys import split_cell_key, split_return_key
from desktop.models.text import vi_number

Group = tuple[str, ...]
_RETURN = "return"
_FIRST = (_RETURN, "issued_plan", "activity", "unit")
"""What is looked at first among what a bundle changes."""
MOST_INSIDE = 10_000
"""Fields told inside their lines, all lines together; beyond, a line tells only of itself."""


class ChangeLine(msgspec.Struct, frozen=True):
    """One thing that changes, in words; `inside` are its fields when there are several."""

    subject: str
    before: str
    after: str
    note: str = ""
    inside: tuple["ChangeLine", ...] = ()


def change_lines(words: ChangeWords, changes: Iterable[Change], most: int) -> list[ChangeLine]:
    """Return at most that many lines, returns first; a last line tells how many more there are."""
    groups: dict[Group, list[Change]] = {}
    for change in changes:
        groups.setdefault(_group(words, change), []).append(change)
    ordered = sorted(groups.items(), key=lambda one: _place(one[0][0]))
    found, room = [], MOST_INSIDE
    for group, listed in ordered[:most]:
        line = _line(words, group, listed, inside=len(listed) <= room)
        room -= len(line.inside)
        found.append(line)
    left = len(ordered) - len(found)
    if left > 0:
        told = _("… và {n} nội dung khác").format(n=vi_number(left))
        found.append(ChangeLine(told, "", ""))
    return found


def _place(kind: str) -> int:
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)


def _group(words: ChangeWords, change: Change) -> Group:
    if change.kind in ("submit", "review", "vetted"):
        return (_RETURN, *split_return_key(change.key))
    if change.kind in ("cell", "reason"):
        unit, period = split_cell_key(change.key)
        known = words.reader.packs.indicators.get(split_code(change.field)[0])
        return _RETURN, unit, known.home if known else "", period
    if change.kind == "target":
        return change.kind, change.key, change.field  # one target each, under its indicator
    return change.kind, change.key


def _line(
    words: ChangeWords, group: Group, listed: Sequence[Change], *, inside: bool
) -> ChangeLine:
    if len(listed) == 1:
        return _single(words, listed[0], words.subject(*listed[0].register))
    parts = tuple(_parts(words, listed)) if inside else ()
    note = _note(listed)
    before = "–" if all(change.before is None for change in listed) else _("đang có")
    if group[0] == _RETURN:
        _kind, unit, form, period = group
        named = (words.form(form) if form else "", words.unit(unit), words.period(period))
        subject = " · ".join(part for part in named if part)
        return ChangeLine(subject, before, _return_told(words, listed), note, parts)
    told = _thing_told(words, listed)
    return ChangeLine(words.heading(*group[:2]), before, told, note, parts)


def _single(words: ChangeWords, change: Change, subject: str) -> ChangeLine:
    return ChangeLine(
        subject, words.value(change.kind, change.before, change.field),
        words.value(change.kind, _brought(change), change.field), _note([change]),
    )  # fmt: skip


def _note(listed: Iterable[Change]) -> str:
    listed = list(listed)
    told = [_("hai máy ghi khác nhau")] if any(change.conflict for change in listed) else []
    locked = [change for change in listed if change.kind == "submit"]
    if locked and is_unverified(_brought(max(locked, key=lambda change: int(change.field)))):
        told.append(_("chưa xác thực"))
    return ", ".join(told)


def _brought(change: Change) -> object:
    return change.after if change.beaten is None else change.beaten


def _parts(words: ChangeWords, listed: Sequence[Change]) -> Iterable[ChangeLine]:
    for change in listed:
        name = _part_name(words, change)
        if name:
            yield _single(words, change, name)


def _part_name(words: ChangeWords, change: Change) -> str:
    match change.kind:
        case "cell":
            return words.indicator(change.field)
        case "reason":
            return _("Lý do sửa {name}").format(name=words.indicator(change.field))
        case "submit":
            return _("Chốt {what}").format(what=name_told(change.field))
        case "review":
            return _("Ý kiến về {what}").format(what=name_told(change.field))
        case "vetted":
            revision, _at, office = change.field.partition("@")
            told = _("{office} về {what}")
            return told.format(office=words.unit(office), what=name_told(revision))
    name = words.part(change.kind, change.field)
    return name[:1].upper() + name[1:]


def _return_told(words: ChangeWords, listed: Sequence[Change]) -> str:
    """Return "bổ sung lần 1: 14 số đã chốt, đã duyệt, 3 đổi"."""
    told = []
    locked = [change for change in listed if change.kind == "submit"]
    if locked:
        last = max(locked, key=lambda change: int(change.field))
        told.append(f"{name_told(last.field, short=True)}: {words.value('submit', last.after)}")
    said = [change for change in listed if change.kind == "review"]
    if said:
        last = max(said, key=lambda change: int(change.field))
        told.append(words.value("review", last.after))
    cells = [change for change in listed if change.kind == "cell"]
    changed = sum(change.before is not None for change in cells)
    if changed:
        counted = _("{n} đổi") if locked else _("{n} số thay đổi")
        told.append(counted.format(n=vi_number(changed)))
    if len(cells) > changed and not locked:
        told.append(_("{n} số mới").format(n=vi_number(len(cells) - changed)))
    return ", ".join(told)


def _thing_told(words: ChangeWords, listed: Sequence[Change]) -> str:
    if any(change.field == "deleted" and change.after is True for change in listed):
        return _("đã xóa")
    if all(change.before is None for change in listed):
        return _("mới")
    names = dict.fromkeys(words.part(change.kind, change.field) for change in listed)
    told = ", ".join(name for name in names if name)
    return _("sửa {what}").format(what=told) if told else _("thay đổi")
