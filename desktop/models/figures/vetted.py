"""What an office in between has said of a return, as the offices further above see it.

A commune's word on a base union's return travels down as a `review`; upwards the same word goes
as `vetted`, in a register of its own: it binds the commune's totals, and tells the province which
revision the commune stands for. The province's own word, or one from above it, goes before it.
Key: that of the return; field: `<revision>@<unit of the office that says it>`.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.figures.precedence import Verdict, last_word
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import OFFICE, prefix_range, split_return_key
from desktop.models.store.machines import machine_units
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.store.store import Step, Store
from desktop.models.units.scope import Scope

VETTED = "vetted"
_Words = Mapping[str, Any]


class Vetted(msgspec.Struct, frozen=True):
    """The last word of an office (unit id) below this one on a return: of which revision, what.

    `rank` is how high that office stands above the unit, -1 where it does no more.
    """

    office: str
    rev: int
    hlc: str
    said: _Words
    rank: int = -1

    @property
    def verdict(self) -> Verdict:
        """The word as words of several offices are compared."""
        return self.hlc, self.rev, self.said, self.rank

    @property
    def accepted(self) -> bool:
        """Tell whether the revision was accepted there; otherwise it was sent back."""
        return self.said.get("state") == "accepted"

    def sent_back(self, rev: int) -> bool:
        """Tell whether that office sent this very revision back, so that a newer one is to come."""
        return self.rev == rev and not self.accepted

    @property
    def reason(self) -> str:
        """Why it was sent back."""
        return str(self.said.get("reason", ""))


def vetted_field(revision: str, office: str) -> str:
    """Return the field an office's (unit id) word on a revision stands in."""
    return f"{revision}@{office}"


def pass_on(
    step: Step, scope: Scope, own: str, key: str, revision: str, said: _Words, *, seen: str = ""
) -> None:
    """Write this office's word on a return for those above, in the open step.

    The topmost office has nobody to tell. It comes after the word whose clock was `seen`.
    """
    if scope.parent(own) is not None:
        step.put(VETTED, key, vetted_field(revision, own), dict(said), stream=OFFICE, seen=seen)


def pass_on_older(store: Store) -> int:
    """Write, as a step, this office's last words that a program before this one kept to itself.

    That one told only the unit: the office above counted another revision than this one, and
    never heard that it was accepted. Returns how many returns it says so of.
    """
    scope, own = Scope.of(store), store.own_unit
    if scope.parent(own) is None:
        return 0
    machines = machine_units(store)
    last: dict[str, tuple[str, str, Any]] = {}
    for key, field, hlc, name, value in store.rows(
        "SELECT key, field, hlc, store, value FROM leaf"
        " WHERE kind = 'review' AND winner = 1 AND value <> 'null'"
    ):
        said, newer = load(value), key not in last or last[key][0] < hlc
        if newer and machines.get(name) == own and isinstance(said, dict):
            last[key] = (hlc, field, said)
    told = {
        key for key, field in store.rows(
            "SELECT key, field FROM leaf WHERE kind = ? AND winner = 1", (VETTED,)
        ) if store.unit(field.partition("@")[2]) == own
    }  # fmt: skip
    due = {
        key: word for key, word in sorted(last.items())
        if key not in told and scope.is_below(split_return_key(key)[0], own)
    }  # fmt: skip
    if due:
        with store.step(_("Báo cấp trên các báo cáo đã duyệt từ trước"), barrier="review") as step:
            for key, (hlc, revision, said) in due.items():
                pass_on(step, scope, own, key, revision, said, seen=hlc)
    return len(due)


def vetted(
    reader: Reader, period: str, scope: Scope | None = None, *, key: str = ""
) -> dict[tuple[str, str], Vetted]:
    """Return (unit, form) → what the offices below this one said last of a return, of a period.

    The highest one's word, unless one below it has sent the same revision back since. `scope` is
    the present register, for callers that have read it; `key` (of a return) asks for that one
    alone. Offices that manage the unit no more are heard only where none of the present ones has
    spoken.
    """
    found = {}
    for name, said in vetted_words(reader, period, scope, key=key).items():
        best = max(said, key=lambda one: (one.rank, one.hlc))
        on_it = {one.verdict[:1]: one for one in said if one.rev == best.rev}
        last = last_word(one.verdict for one in on_it.values())
        found[name] = on_it[last[:1]] if last is not None else best
    return found


def vetted_words(
    reader: Reader, period: str, scope: Scope | None = None, *, key: str = ""
) -> dict[tuple[str, str], tuple[Vetted, ...]]:
    """Return (unit, form) → the last word of each office below this one that has spoken."""
    known = scope or Scope.of(reader)
    words = _words(reader, known, key or f"{period}|")
    if not words:
        return {}
    day = parse_period(period, reader.packs.schemes).data_to.isoformat()
    found = {}
    for (unit, form), said in words.items():
        place = {office: n for n, office in enumerate(known.path(unit, day))}
        heard = tuple(
            msgspec.structs.replace(one, rank=place.get(one.office, -1))
            for one in said.values()
            if one.office != reader.own_unit
        )
        if heard:
            found[unit, form] = heard
    return found


def _words(reader: Reader, scope: Scope, keys: str) -> dict[tuple[str, str], dict[str, Vetted]]:
    """Return (unit, form) → office → its newest word on any revision, of keys that begin so."""
    found: dict[tuple[str, str], dict[str, Vetted]] = {}
    for key, field, value, hlc in reader.rows(
        "SELECT key, field, value, hlc FROM leaf WHERE kind = ? AND key >= ? AND key < ?"
        " AND winner = 1 AND value <> 'null'",
        (VETTED, *prefix_range(keys)),
    ):
        unit, form, _period = split_return_key(key)
        revision, _at, name = field.partition("@")
        said = load(value)
        if not (revision.isdigit() and isinstance(said, dict)):
            continue
        office = scope.resolve(name)
        known = found.setdefault((unit, form), {})
        if office not in known or known[office].hlc < hlc:
            known[office] = Vetted(office, int(revision), hlc, said)
    return found
