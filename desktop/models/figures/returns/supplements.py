"""Supplementary returns: what a later revision changed, why, by whom and from which file.

Revision n+1 of a return is its "báo cáo bổ sung lần n". Its submit op carries a trace of every
figure that changed, so that the level above reads it without asking.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.figures.cells import name_with_part, number_of
from desktop.models.figures.revisions import Revision, reviews, revisions
from desktop.models.packs.packs import Packs
from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.text import vi_number

IMPORTED = "figures_file"
"""The kind under which the office remembers the files it took figures from."""


class Difference(msgspec.Struct, frozen=True):
    """One figure that a revision changed, register values as the journal keeps them.

    `at` is ISO 8601, "" where unknown; `source` the file the figure came from, "" when typed.
    """

    code: str
    name: str
    was: Any
    now: Any
    reason: str = ""
    role: str = ""
    at: str = ""
    source: str = ""

    @property
    def step(self) -> int | None:
        """By how much the number changed; None where either side is no number."""
        was, now = number_of(self.was), number_of(self.now)
        return None if was is None or now is None else now - was


def changed_codes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the codes whose value or state differs, sorted."""
    return sorted(
        code for code in before.keys() | after.keys() if before.get(code) != after.get(code)
    )


def differences(
    packs: Packs, before: Mapping[str, Any], after: Revision, later: Iterable[Revision] = ()
) -> tuple[Difference, ...]:
    """Return what stands differently in a revision than in earlier values, in code order.

    Who changed a figure is read from the revision, or from the newest of `later` (revisions in
    between, oldest first) that traced it.
    """
    told = {code: one for rev in (*later, after) for code, one in rev.changes.items()}
    return tuple(
        Difference(
            code, name_with_part(packs, code), before.get(code), after.values.get(code),
            *(str(told.get(code, {}).get(part, "")) for part in ("reason", "role", "at", "from")),
        )
        for code in changed_codes(before, after.values)
    )  # fmt: skip


def supplement(packs: Packs, listed: list[Revision], rev: int) -> tuple[Difference, ...]:
    """Return what a revision changed against the one before it; nothing for the first."""
    place = next((n for n, one in enumerate(listed) if one.rev == rev), 0)
    if not place:
        return ()
    return differences(packs, listed[place - 1].values, listed[place])


def since_accepted(
    packs: Packs, listed: list[Revision], verdicts: Iterable[tuple[str, int, Any]]
) -> tuple[int, tuple[Difference, ...]]:
    """Return the newest accepted revision (0: none) and what the newest one changed since."""
    accepted = [
        one for one in listed if last_word(verdicts, one.rev).get("state") == "accepted"
    ]  # fmt: skip
    if not accepted:
        return 0, ()
    base = accepted[-1]
    later = [one for one in listed if one.rev > base.rev]
    if not later:
        return base.rev, ()
    return base.rev, differences(packs, base.values, later[-1], later)


def last_word(verdicts: Iterable[tuple[str, int, Any]], rev: int) -> Mapping[str, Any]:
    """Return what was last said of a revision, empty when nothing was."""
    said = [value for _hlc, number, value in verdicts if number == rev]
    return said[-1] if said else {}


def traced(
    reader: Reader, last: Revision, held: Mapping[str, Any], reason: str = "", sent_back: str = ""
) -> dict[str, dict[str, Any]]:
    """Return code → what a submit op tells of each figure changed since a revision.

    The reason is the one given for the figure after that revision, else `reason` for all, else
    that the level above asked for it (`sent_back`), else an older one given for the figure.
    """
    wanted = changed_codes(last.values, held)
    if not wanted:
        return {}
    given = _reasons(reader, last)
    files = _files(reader)
    asked = _("Sửa theo yêu cầu của cấp trên: {reason}").format(reason=sent_back)
    found: dict[str, dict[str, Any]] = {code: {} for code in wanted}
    for code, raw in reader.rows(
        "SELECT leaf.field, op.raw FROM leaf JOIN op ON op.store = leaf.store AND op.id = leaf.op"
        " WHERE leaf.kind = 'cell' AND leaf.key = ? AND leaf.winner = 1",
        (cell_key(last.unit, last.period),),
    ):
        if code in found:
            body = load(raw)
            found[code] = {
                "role": body.get("role", ""), "at": body.get("wall", ""),
                "from": files.get(body.get("step", ""), ""),
            }  # fmt: skip
    for code, told in found.items():
        old, fresh = given.get(code, ("", False))
        told["was"], told["is"] = last.values.get(code), held.get(code)
        told["reason"] = (fresh and old) or reason or (sent_back and asked) or old
    return found


def _reasons(reader: Reader, last: Revision) -> dict[str, tuple[str, bool]]:
    """Return code → (reason, whether it was given after a revision was locked)."""
    since = reader.rows(
        "SELECT hlc FROM leaf WHERE kind = 'submit' AND key = ? AND field = ? AND winner = 1",
        (return_key(last.unit, last.form, last.period), str(last.rev)),
    )
    moment = since[0][0] if since else ""
    return {
        field: (str(load(value)), hlc > moment)
        for field, value, hlc in reader.rows(
            "SELECT field, value, hlc FROM leaf WHERE kind = 'reason' AND key = ?"
            " AND winner = 1 AND value <> 'null'",
            (cell_key(last.unit, last.period),),
        )
    }


def _files(reader: Reader) -> dict[str, str]:
    """Return step → name of the file whose figures it took."""
    return {
        str(one["step"]): str(one.get("name", ""))
        for fields in reader.records(IMPORTED).values()
        for one in fields.values()
        if isinstance(one, dict) and "step" in one
    }


def value_words(value: Any) -> str:
    """Return a register's value as a person reads it."""
    number = number_of(value)
    if number is not None:
        return vi_number(number)
    state = value.get("state") if isinstance(value, dict) else None
    return {"na": _("không phát sinh"), "cleared": _("đã xóa")}.get(state or "", _("chưa nhập"))


def returns_changed(
    reader: Reader, period: str
) -> dict[tuple[str, str], tuple[int, tuple[Difference, ...]]]:
    """Return (unit, form) → (accepted revision, changes since) of returns changed after it."""
    verdicts = reviews(reader, period)
    found = {}
    for key, listed in revisions(reader, period).items():
        if len(listed) > 1 and key in verdicts:
            rev, changes = since_accepted(reader.packs, listed, verdicts[key])
            if changes:
                found[key] = rev, changes
    return found
