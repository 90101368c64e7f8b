"""Every word of the offices above on a return, in time order: who said it, when and why.

What counts is the last one, and the tables keep that alone; the journal keeps them all.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.figures.vetted import VETTED
from desktop.models.store.keys import prefix_range, return_key, split_return_key
from desktop.models.store.machines import machine_units
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.units.persons import person_names
from desktop.models.units.scope import Scope

_WORDS = "SELECT kind, key, field, store, raw FROM op WHERE kind IN ('review', 'vetted') AND "
_Row = tuple[str, str, str, str, bytes]


class Said(msgspec.Struct, frozen=True):
    """A word on revision `rev` of a return: accepted, returned or reopened; `at` ISO.

    `op` is the version of the revision that was accepted, "" where the word names none. `office`
    is the name of the office that said it; `person` who did it there, "" where no name is known.
    """

    rev: int
    state: str
    reason: str
    at: str
    op: str = ""
    office: str = ""
    person: str = ""


def words_on(reader: Reader, unit: str, form: str, period: str) -> tuple[Said, ...]:
    """Return all that was said of a unit's (id) return, oldest first."""
    names = [
        unit,
        *(own for (own,) in reader.rows("SELECT own FROM alias WHERE unit = ?", (unit,))),
    ]
    keys = [return_key(one, form, period) for one in names]
    marks = ", ".join("?" * len(keys))
    rows = reader.rows(f"{_WORDS} key IN ({marks})", tuple(keys))
    return _told(reader, rows).get((unit, form), ())


def words_in(
    reader: Reader, period: str, units: Collection[str]
) -> dict[tuple[str, str], tuple[Said, ...]]:
    """Return (unit, form) → all that was said of the units' returns of a period, oldest first."""
    rows = reader.rows(f"{_WORDS} key >= ? AND key < ?", prefix_range(f"{period}|"))
    return {key: told for key, told in _told(reader, rows).items() if key[0] in units}


def said_words(one: Said) -> str:
    """Return a word as people read it: what, when, who, why."""
    words = {
        "accepted": _("đã duyệt"), "returned": _("trả lại"), "reopened": _("mở lại"),
    }  # fmt: skip
    moment = f"{datetime.fromisoformat(one.at):%H:%M %d/%m/%Y}" if one.at else ""
    told = ", ".join(part for part in (words.get(one.state, one.state), moment, _who(one)) if part)
    return f"{told}: {one.reason}" if one.reason else told


def _who(one: Said) -> str:
    return f"{one.office} ({one.person})" if one.person else one.office


def _told(reader: Reader, rows: Iterable[_Row]) -> dict[tuple[str, str], tuple[Said, ...]]:
    scope, names, machines = Scope.of(reader), person_names(reader), machine_units(reader)
    found: dict[tuple[str, str], list[tuple[str, Said]]] = {}
    for kind, key, field, store, raw in rows:
        body, (unit, form, _period) = load(raw), split_return_key(key)
        rev, _mark, passed_by = field.partition("@")
        if not (rev.isdigit() and isinstance(body["v"], dict)):
            continue
        office = reader.unit(passed_by) if kind == VETTED else machines.get(store, "")
        if kind == VETTED and office == reader.own_unit:
            continue  # the same word stands there as a review, said downwards
        label = scope.label(office) if office else _("cơ quan khác")
        said = _said(int(rev), body, label, names.get(str(body.get("who")), ""))
        found.setdefault((reader.unit(unit), form), []).append((str(body["hlc"]), said))
    return {
        key: tuple(said for _hlc, said in sorted(listed, key=lambda one: one[0]))
        for key, listed in found.items()
    }


def _said(rev: int, body: Mapping[str, Any], office: str, person: str) -> Said:
    value, wall = body["v"], str(body.get("wall") or "")
    state = "reopened" if value.get("reopened") else str(value.get("state", ""))
    at = datetime.fromisoformat(wall).isoformat(timespec="minutes") if wall else ""
    # A word that turns back names what it leaves standing, which is another revision.
    op = str(value.get("op") or "") if state == "accepted" else ""
    return Said(rev, state, str(value.get("reason", "")), at, op, office, person)
