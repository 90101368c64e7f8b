"""All verbs by name, in the order in which help shows them."""

from collections.abc import Mapping

from desktop.cli.verb import Verb
from desktop.cli.verbs import (
    activities,
    boards,
    bundles,
    documents,
    dues,
    enrolment,
    figures,
    figures_import,
    issued,
    keeping,
    members,
    merging,
    offices,
    people,
    periods,
    plans,
    printing,
    programme,
    references,
    register,
    reports,
    returns,
    rules,
    sending,
    sheets,
    steps,
    targets,
    trial,
    units,
    writing,
)

_GROUPS = (
    trial, offices, documents, references, plans, writing, printing, programme, register,
    targets, units, figures, figures_import, dues, periods, issued, members, people,
    returns, boards, rules, activities, reports, enrolment, bundles, sheets, sending, merging,
    steps, keeping,
)  # fmt: skip

UNBUILT: tuple[str, ...] = ()
"""Verbs that have a name and a shape already, and nothing behind them yet."""


def verbs() -> Mapping[str, Verb]:
    """Return name → verb."""
    return {verb.name: verb for group in _GROUPS for verb in group.VERBS}
