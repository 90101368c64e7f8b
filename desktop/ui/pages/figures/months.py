"""The periods one can open, and how far each of them is. No toolkit here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.i18n import _
from desktop.models.figures.begun import begun_keys
from desktop.models.figures.revisions import units_with
from desktop.models.packs.pack_types import Form, Scheme
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import (
    Period,
    is_free,
    period_containing,
    previous,
    set_periods,
)
from desktop.models.store.keys import split_cell_key, split_return_key
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.models.units.topmost import is_topmost

LISTED = {"month": 24, "quarter": 8, "half": 4, "nine_months": 2, "year": 4, "ad_hoc": 3}
WATCHED = 2
"""The newest periods, in which work goes on: locked only when every unit that owes is. Of older
ones, where units came and went since, what was typed then decides."""


@dataclass(frozen=True, slots=True)
class Month:
    """A period with its state: "none", "entering", "locked", "returned" or "accepted".

    `other` is the office that types it for this one, "" where it is typed here.
    """

    period: Period
    state: str
    other: str = ""

    @property
    def words(self) -> str:
        """The state in words, to stand behind the title."""
        if self.other:
            return _("{office} nhập").format(office=self.other)
        return {
            "entering": _("đang nhập"),
            "locked": _("đã chốt"),
            "returned": _("trả lại để sửa"),
            "accepted": _("đã duyệt"),
        }.get(self.state, "")


def typed_forms(forms: Iterable[Form]) -> list[Form]:
    """Return the forms that are typed here, of any scheme."""
    return [f for f in forms if f.entry and f.scope in ("unit_rows", "indicator_rows")]


def schemes_of(packs: Packs, form: Form, today: date) -> list[Scheme]:
    """Return the kinds of period a form is typed for; of free ones only where some were set."""
    found = [packs.scheme(name, today) for name in form.schemes]
    return [
        scheme for scheme in found if scheme.kind in LISTED and (scheme.own or not is_free(scheme))
    ]


def months(reader: Reader, form: Form, today: date, scheme_id: str = "") -> list[Month]:
    """Return the periods a form is owed in, newest first, with how far each is of that form.

    What was typed for another form says nothing here: members and movements can be locked
    while the results of work are still being written.
    """
    packs = reader.packs
    scheme = packs.scheme(scheme_id or form.schemes[0], today)
    listed = set_periods(scheme) if is_free(scheme) else [period_containing(today, scheme)]
    while not is_free(scheme) and len(listed) < LISTED.get(scheme.kind, 24):
        listed.append(previous(listed[-1], packs.schemes))
    typed: dict[str, set[str]] = {}
    for key in begun_keys(reader):
        unit, period = split_cell_key(key)
        typed.setdefault(period, set()).add(unit)
    locked: dict[str, dict[str, str]] = {}
    for key, state in _verdicts(reader).items():
        unit, of_form, period = split_return_key(key)
        if of_form == form.id:
            locked.setdefault(period, {})[unit] = state
    found_months, scope = [], Scope.of(reader)
    own = reader.own_unit if is_topmost(reader, scope) else ""
    for place, one in enumerate(listed):
        said, begun = locked.get(one.id, {}), typed.get(one.id, set())
        done = said.keys()
        if not begun <= done:
            begun &= units_with(reader, one.id, form.id)
        state = _state(len(begun), _judged(said, own))
        if done and place < WATCHED and not _owing(reader, form, one) <= done:
            state = "entering"
        other = scope.typed_by_other(reader.own_unit, one.data_to)
        found_months.append(Month(one, state, scope.label(other) if other else ""))
    return found_months


def _owing(reader: Reader, form: Form, period: Period) -> frozenset[str]:
    """Return the units that owe the form in a period."""
    from desktop.models.figures.own_members import owing_above
    from desktop.models.figures.returns.owing import owing_units
    from desktop.models.units.units import tree_on

    day = period.data_to
    above = owing_above(reader, form, day, period.id) if form.scope == "unit_rows" else frozenset()

    def read() -> frozenset[str]:
        tree = tree_on(reader, day)
        held = above.intersection(unit.id for unit in tree.scope(reader.own_unit))
        return held.union(unit.id for unit in owing_units(reader, tree, form))

    return reader.remembered_of(("unit", "assign"), ("owing", form.id, day, above), read)


def usual(listed: Sequence[Month]) -> str:
    """Return the period one most likely wants: the last one until it is locked, then this one."""
    if len(listed) > 1 and listed[1].state in ("none", "entering") and not listed[1].other:
        return listed[1].period.id
    return listed[0].period.id if listed else ""


def _judged(said: Mapping[str, str], own: str) -> list[str]:
    """Return what was said of returns; the topmost office's own waits for no word beside others."""
    others = [state for unit, state in said.items() if unit != own]
    held = ["accepted"] if own in said and not said[own] and others else []
    return [*others, *held] if held else list(said.values())


def _state(typed: int, said: Sequence[str]) -> str:
    if said and len(said) >= typed:
        if "returned" in said:
            return "returned"
        return "accepted" if said.count("accepted") == len(said) else "locked"
    return "entering" if typed else "none"


def _verdicts(reader: Reader) -> dict[str, str]:
    """Return each locked return with the last word on its newest revision, "" where none was."""
    newest = {
        str(key): int(rev)
        for key, rev in reader.rows(
            "SELECT key, MAX(CAST(field AS INTEGER)) FROM leaf"
            " WHERE kind = 'submit' AND winner = 1 AND value <> 'null' GROUP BY key"
        )
    }
    said = dict.fromkeys(newest, "")
    for key, field, state in reader.rows(
        "SELECT key, field, json_extract(value, '$.state') FROM leaf"
        " WHERE kind = 'review' AND winner = 1 AND value <> 'null' ORDER BY hlc"
    ):
        if newest.get(str(key)) == int(field):
            said[str(key)] = str(state)
    return said
