"""The months one can open, and how far each of them is. No toolkit here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.i18n import _
from desktop.models.packs.pack_types import Form
from desktop.models.packs.periods import Period, period_containing, previous
from desktop.models.store.keys import split_cell_key, split_return_key
from desktop.models.store.reader import Reader

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Month:
    """A period with its state: "none", "entering", "locked" or "accepted"."""

    period: Period
    state: str

    @property
    def words(self) -> str:
        """The state in words, to stand behind the title."""
        return {
            "entering": _("đang nhập"),
            "locked": _("đã chốt"),
            "accepted": _("đã duyệt"),
        }.get(self.state, "")


def months(reader: Reader, form: Form, today: date) -> list[Month]:
    """Return the periods a form is owed in, newest first, with how far each is."""
    packs = reader.packs
    scheme = packs.scheme(form.schemes[0], today)
    listed = [period_containing(today, scheme)]
    while len(listed) < MONTHS:
        listed.append(previous(listed[-1], packs.schemes))
    typed: dict[str, set[str]] = {}
    for key in _keys(reader, "cell"):
        unit, period = split_cell_key(key)
        typed.setdefault(period, set()).add(unit)
    locked: dict[str, set[str]] = {}
    accepted: dict[str, set[str]] = {}
    for kind, found in (("submit", locked), ("review", accepted)):
        for key in _keys(reader, kind):
            unit, of_form, period = split_return_key(key)
            if of_form == form.id:
                found.setdefault(period, set()).add(unit)
    return [
        Month(one, _state(len(typed.get(one.id, ())), len(locked.get(one.id, ())),
                          len(accepted.get(one.id, ()))))
        for one in listed
    ]  # fmt: skip


def usual(listed: Sequence[Month]) -> str:
    """Return the period one most likely wants: last month until it is locked, then this one."""
    if len(listed) > 1 and listed[1].state in ("none", "entering"):
        return listed[1].period.id
    return listed[0].period.id if listed else ""


def _state(typed: int, locked: int, accepted: int) -> str:
    if locked and locked >= typed:
        return "accepted" if accepted >= locked else "locked"
    return "entering" if typed else "none"


def _keys(reader: Reader, kind: str) -> list[str]:
    rows = reader.rows(
        "SELECT DISTINCT key FROM leaf WHERE kind = ? AND winner = 1 AND value <> 'null'", (kind,)
    )
    return [str(key) for (key,) in rows]
