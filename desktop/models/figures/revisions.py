"""Revisions: the locked returns of units as the journal keeps them, and the verdicts on them."""

from collections.abc import Container, Mapping
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.last_words import last_words
from desktop.models.packs.pack_types import Form
from desktop.models.store.keys import prefix_range, return_key, split_cell_key, split_return_key
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.text import lowered


class Revision(msgspec.Struct, frozen=True):
    """One locked revision: immutable values by code, as the journal keeps them.

    `changes` tells of each figure that a supplementary return changed (was, is, reason, role,
    at, from); `opening` is the opening stock by equation that the unit locked it with, and
    `explained` the reasons of the rules' warnings.
    """

    unit: str
    form: str
    period: str
    rev: int
    op: str
    values: Mapping[str, Any]
    reason: str
    changes: Mapping[str, Mapping[str, Any]] = msgspec.field(default_factory=dict)
    opening: Mapping[str, int] = msgspec.field(default_factory=dict)
    explained: Mapping[str, str] = msgspec.field(default_factory=dict)


def entry_form(reader: Reader, form_id: str) -> Form:
    """Return a form. Raises Refusal when no pack defines it."""
    form = reader.packs.forms.get(form_id)
    if form is None:
        raise Refusal(
            _("Không có biểu “{form}”.").format(form=form_id),
            next_step=_("Các biểu: {forms}.").format(forms=", ".join(reader.packs.forms)),
        )
    return form


def form_codes(reader: Reader, form_id: str) -> frozenset[str]:
    """Return the indicators whose home is this form: what its returns hold."""
    return frozenset(i.code for i in reader.packs.indicators.values() if i.home == form_id)


def units_with(reader: Reader, period: str, form: str) -> frozenset[str]:
    """Return the units that hold anything of a form in a period: typed, or locked."""
    # One remembered value for all periods: those of other things are not pushed out.
    known: dict[tuple[str, str], frozenset[str]] = reader.remembered_of(
        ("cell", "submit"), "units with", dict
    )
    if (period, form) not in known:
        known[period, form] = _units_with(reader, period, form)
    return known[period, form]


def _units_with(reader: Reader, period: str, form: str) -> frozenset[str]:
    codes = sorted(form_codes(reader, form))
    marks = ", ".join("?" * len(codes))
    typed = reader.rows(
        "SELECT DISTINCT key FROM leaf WHERE kind = 'cell' AND key >= ? AND key < ?"
        " AND winner = 1 AND value <> 'null'"
        f" AND substr(field, 1, instr(field || ';', ';') - 1) IN ({marks})",
        (*prefix_range(f"{period}|"), *codes),
    )
    locked = reader.rows(
        "SELECT DISTINCT key FROM leaf WHERE kind = 'submit' AND key >= ? AND key < ?"
        " AND winner = 1 AND value <> 'null'",
        prefix_range(f"{period}|{form}|"),
    )
    return frozenset(split_cell_key(key)[0] for (key,) in typed) | frozenset(
        split_return_key(key)[0] for (key,) in locked
    )


def revisions(
    reader: Reader, period: str, form: str = "", units: Container[str] | None = None
) -> dict[tuple[str, str], list[Revision]]:
    """Return (unit, form) → revisions, oldest first, of a period; of some `units` alone, if told.

    Of the others nothing is decoded.
    """
    found: dict[tuple[str, str], list[Revision]] = {}
    prefix = f"{period}|{form}|" if form else f"{period}|"
    low, high = prefix, prefix[:-1] + chr(ord("|") + 1)
    for key, field, value, op in reader.rows(
        "SELECT key, field, value, op FROM leaf WHERE kind = 'submit' AND key >= ? AND key < ?"
        " AND winner = 1 AND value <> 'null'",
        (low, high),
    ):
        if units is not None and key.rpartition("|")[2] not in units:
            continue
        revision = read_revision(key, field, value, op)
        found.setdefault((revision.unit, revision.form), []).append(revision)
    for listed in found.values():
        listed.sort(key=lambda r: r.rev)
    return found


def revisions_of(reader: Reader, unit: str, form: str, period: str) -> list[Revision]:
    """Return the revisions of one return, oldest first."""
    rows = reader.rows(
        "SELECT key, field, value, op FROM leaf WHERE kind = 'submit' AND key = ?"
        " AND winner = 1 AND value <> 'null'",
        (return_key(unit, form, period),),
    )
    return sorted((read_revision(*row) for row in rows), key=lambda one: one.rev)


def read_revision(key: str, field: str, value: str, op: str) -> Revision:
    """Return the revision a submit register holds."""
    unit, form, period = split_return_key(key)
    body = load(value)
    return Revision(
        unit, form, period, int(field), op, body.get("values", {}), body.get("reason", ""),
        _table(body.get("changes")), _table(body.get("opening")), _table(body.get("reasons")),
    )  # fmt: skip


def _table(value: Any) -> dict[str, Any]:
    """Return what another office wrote as a table, empty where it wrote something else."""
    return value if isinstance(value, dict) else {}


def reviews(reader: Reader, period: str) -> dict[tuple[str, str], list[tuple[str, int, Any]]]:
    """Return (unit, form) → (hlc, revision, verdict) of a period, oldest first.

    Of each revision the word that tells where it stands.
    """
    found: dict[tuple[str, str], list[tuple[str, int, Any]]] = {}
    for one in last_words(reader, f"{period}|", f"{period}}}"):
        unit, form, _period = split_return_key(one.key)
        found.setdefault((unit, form), []).append((one.hlc, one.rev, one.said))
    for listed in found.values():
        listed.sort(key=lambda one: one[0])
    return found


def is_closed_for_typing(reader: Reader, unit: str, form: str, period: str) -> bool:
    """Tell whether a return is locked and not sent back: typing needs a reason then."""
    return unit in closed_units(reader, form, period)


def closed_units(reader: Reader, form: str, period: str) -> frozenset[str]:
    """Return the units whose return of a form is locked and was not sent back."""
    verdicts = reviews(reader, period)
    closed = set()
    for key, listed in revisions(reader, period, form).items():
        said = [v for _hlc, rev, v in verdicts.get(key, []) if rev == listed[-1].rev]
        if not (said and said[-1].get("state") == "returned"):
            closed.add(key[0])
    return frozenset(closed)


def title_of(rev: int) -> str:
    """Return what a revision is called: the first one, or a supplementary return."""
    return _("Báo cáo lần đầu") if rev <= 1 else _("Báo cáo bổ sung lần {n}").format(n=rev - 1)


def name_of(rev: int) -> str:
    """Return what a revision is called within a sentence."""
    return lowered(title_of(rev))


def name_told(field: str, *, short: bool = False) -> str:
    """Return what the revision in a register's field is called; what is no number as it is."""
    named = short_name if short else name_of
    return named(int(field)) if field.isdecimal() else field


def short_name(rev: int) -> str:
    """Return what a revision is called where there is little room."""
    return _("lần đầu") if rev <= 1 else _("bổ sung lần {n}").format(n=rev - 1)
