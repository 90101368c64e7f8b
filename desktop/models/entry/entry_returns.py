"""What an entry row tells of its return: its state, its revisions, what came after them."""

from collections.abc import Iterator, Sequence

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_problems import Problem
from desktop.models.entry.entry_row import EntryRow
from desktop.models.entry.entry_words import STATES
from desktop.models.figures.checks.facts import Finding
from desktop.models.figures.returns.earlier import opening_changed
from desktop.models.figures.returns.supplements import supplement, value_words
from desktop.models.figures.returns.words_said import Said, said_words
from desktop.models.figures.revisions import short_name, title_of
from desktop.models.text import vi_number, with_counts

MOST_CHANGES = 6


def state_words(row: EntryRow) -> str:
    """Return what stands beside the unit's name: its state and what asks for a look."""
    told = [STATES[row.state]] if row.state not in ("none", "entering") else []
    if row.asked:
        told = [f"{told[0]}: {row.asked}"]
    if row.rev > 1:
        told.append(short_name(row.rev))
    if row.shut:
        told.append(_("đã khóa sổ"))
    if flags(row):
        told.append(_("đầu kỳ đã đổi sau khi chốt"))
    return ", ".join(told)


def waits_for_mending(row: EntryRow) -> bool:
    """Tell whether a return was sent back to whoever types here, and nothing of it was changed."""
    return row.sent_back and not (row.changed or row.elsewhere)


def asked_words(row: EntryRow) -> str:
    """Return why a return was sent back, "" where none was."""
    if not row.asked and not row.sent_back:
        return ""
    reason = row.asked or _("không ghi lý do")
    return _("Cấp trên trả lại: {reason}").format(reason=reason)


def sent_back_stops(sheet: EntrySheet) -> list[Problem]:
    """Return a place to look at for each return that waits to be mended: no rule speaks of it."""
    return [
        Problem(n, 0, row.unit.name, Finding(row.unit.id, "", "W", (), asked_words(row)), "", True)
        for n, row in enumerate(sheet.rows)
        if waits_for_mending(row)
    ]


def flags(row: EntryRow) -> list[str]:
    """Return a line per opening stock that changed after the return was locked with it."""
    if not row.revisions or row.elsewhere:
        return []
    equations = row.sheet.packs.equations
    return [
        _("{name}: đầu kỳ khi chốt {was}, nay là {now}").format(
            name=equations[one.equation].name, was=vi_number(one.was), now=vi_number(one.now)
        )
        for one in opening_changed(row.revisions[-1], row.openings)
        if one.equation in equations
    ]


def return_lines(row: EntryRow, said: Sequence[Said] = ()) -> Iterator[str]:
    """Yield the life of a row's return, newest revision first: what each one changed, and all that
    was `said` of it, oldest first.
    """
    yield from flags(row)
    if row.asked:
        yield asked_words(row)
    if row.shut:
        yield _("Không sửa được: {why}.").format(why=row.shut)
    packs, listed = row.sheet.packs, list(row.revisions)
    for one in reversed(listed):
        reason = f": {one.reason}" if one.reason and one.rev > 1 else ""
        yield title_of(one.rev) + reason
        changes = supplement(packs, listed, one.rev)
        for change in changes[:MOST_CHANGES]:
            yield f"• {change.name}: {value_words(change.was)} → {value_words(change.now)}"
        if len(changes) > MOST_CHANGES:
            yield with_counts(_("và {n} số khác"), n=len(changes) - MOST_CHANGES)
        yield from (f"– {said_words(word)}" for word in said if word.rev == one.rev)
