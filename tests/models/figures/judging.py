"""Facts of one unit for the tests of the rules, without an office."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from desktop.models.activities.activities import Activity
from desktop.models.figures.checks.facts import Around, Facts, Group, Happened, Later, Span
from desktop.models.figures.checks.rules import judge_together, judge_unit
from desktop.models.figures.opening import Opening
from desktop.models.packs.packs import Packs, load_packs
from desktop.models.packs.periods import parse_period
from desktop.models.units.units import Unit

PACKS: Packs = load_packs()


def unit(
    name: str = "CĐCS Trường 1", kind: str = "CDCS", *, ownership: str = "NQD",
    since: date = date(2020, 1, 1), key: str = "u1", parent: str = "xã", **attributes: str,
) -> Unit:  # fmt: skip
    """A base union."""
    return Unit(key, key.upper(), name, kind, ownership, parent, since, None, attributes)


def facts(
    form: str,
    values: Mapping[str, Any],
    *,
    of: Unit | None = None,
    period: str = "2026-10",
    openings: Mapping[str, int | None] | None = None,
    accepted: bool = True,
    history: Sequence[Mapping[str, int]] = (),
    events: Sequence[tuple[str, str]] = (),
    known: Mapping[str, int] | None = None,
    spans: Mapping[str, Mapping[str, int]] | None = None,
    first_locked: Mapping[str, Mapping[str, int]] | None = None,
    activities: Sequence[Activity] = (),
    estimates: Mapping[str, int] | None = None,
    whole: bool = False,
) -> Facts:
    """Facts of a unit.

    `openings` are locked closings by equation (None: never told), `spans` by period.
    """
    locked = {name: Opening(locked=n, accepted=accepted) for name, n in (openings or {}).items()}
    other = tuple(
        Span(parse_period(name, PACKS.schemes), held, (first_locked or {}).get(name, {}))
        for name, held in (spans or {}).items()
    )
    return Facts(
        of or unit(), form, parse_period(period, PACKS.schemes), PACKS, values, locked,
        estimates or {},
        Around(
            history, tuple(Happened(*one) for one in events), Later(lambda: known or {}),
            Later(lambda: other), Later(lambda: {one.id: one for one in activities}),
        ),
        whole,
    )  # fmt: skip


def said(rule: str, about: Facts) -> list[str]:
    """The severities with which a rule or hint speaks of one unit."""
    return [one.severity for one in judge_unit(about, hints=True) if one.rule == rule]


def said_together(
    rule: str, form: str, rows: Mapping[Unit, Mapping[str, Any]] | Sequence[tuple[Unit, Any]],
    *, topmost: bool = True,
) -> list[tuple[str, str]]:  # fmt: skip
    """(unit, severity) with which a rule or hint speaks of units together."""
    pairs = list(rows.items()) if isinstance(rows, Mapping) else list(rows)
    group = Group(
        form, parse_period("2026-10", PACKS.schemes), PACKS, [one for one, _v in pairs],
        {one.id: values for one, values in pairs}, topmost, "own",
    )  # fmt: skip
    return [(f.unit, f.severity) for f in judge_together(group, hints=True) if f.rule == rule]
