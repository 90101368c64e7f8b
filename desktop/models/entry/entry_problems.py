"""What the rules say of an entry sheet, each at the cell to look at."""

from collections.abc import Collection, Sequence, Set
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from weakref import ref

from desktop.models.figures.checks.facts import Finding, Group, Together, plan
from desktop.models.figures.checks.rules import judge_together
from desktop.models.packs.pack_types import Rule

if TYPE_CHECKING:
    from desktop.models.entry.entry import EntrySheet
    from desktop.models.entry.entry_row import EntryRow


class Problem(NamedTuple):
    """A finding at its cell; `reason` is what was given for a warning.

    `open` says whether it still stands in the way of locking.
    """

    row: int
    column: int
    unit: str
    finding: Finding
    reason: str
    open: bool


class RowProblems(NamedTuple):
    """What is said of one row: what asks for a look, and what only informs."""

    asking: tuple[Problem, ...]
    informing: tuple[Problem, ...]

    def reworded(self, was: Finding, now: Finding) -> "RowProblems":
        """Return the same where a finding says it in other words."""
        asking, informing = self
        if now.severity == "I":
            return RowProblems(asking, _reworded(informing, was, now))
        return RowProblems(_reworded(asking, was, now), informing)


def _reworded(problems: Sequence[Problem], was: Finding, now: Finding) -> tuple[Problem, ...]:
    return tuple(
        [
            one if one.finding is not was
            else Problem(one.row, one.column, one.unit, now, one.reason, one.open)
            for one in problems
        ]
    )  # fmt: skip


_NOTHING = RowProblems((), ())
_NAMES = {False: "problems", True: "hinted problems"}
WORDED = tuple(_NAMES.values())
"""What is kept of a row that shows the very words of its findings; the quality card counts."""


def told(sheet: "EntrySheet", *, hints: bool = False) -> list[RowProblems]:
    """Return what is said of each row (hints too), its findings from left to right.

    A row that stayed as it was gives the very problems it gave before.
    """
    sheet.comparing.settle()
    name = _NAMES[hints]
    return [
        row.known.get(name) or told_of(sheet, place, hints=hints)
        for place, row in enumerate(sheet.rows)
    ]


def told_of(sheet: "EntrySheet", place: int, *, hints: bool = False) -> RowProblems:
    """Return what is said of one row."""
    row = sheet.rows[place]
    known: RowProblems | None = row.kept.get(_NAMES[hints])
    if known is None:
        known = row.kept[_NAMES[hints]] = _problems(sheet, place, row, hints=hints)
        sheet.comparing.untold[hints].discard(row.unit.id)
    return known


def untold(sheet: "EntrySheet", *, hints: bool = False) -> list[int]:
    """Return the places of the rows of which what is said was not worked out since they changed."""
    sheet.comparing.settle()
    waiting = sheet.comparing.untold
    units = waiting[False] | waiting[True] if hints else waiting[False]
    places = (sheet.place_of(unit) for unit in units)
    return sorted(place[0] for place in places if place is not None)


def _problems(sheet: "EntrySheet", place: int, row: "EntryRow", *, hints: bool) -> RowProblems:
    findings = (*row.findings, *row.hints) if hints else row.findings
    if not findings:
        return _NOTHING
    found = []
    for finding in findings:
        cell = _cell(sheet, row.unit.id, finding.codes)
        reason = row.reason(finding) if finding.severity == "W" else ""
        still = finding.severity == "E" or (finding.severity == "W" and not reason)
        found.append(Problem(place, cell[1] if cell else 0, row.unit.name, finding, reason, still))
    found.sort(key=lambda one: one.column)
    return RowProblems(
        tuple(one for one in found if one.finding.severity != "I"),
        tuple(one for one in found if one.finding.severity == "I"),
    )


def _cell(sheet: "EntrySheet", unit: str, codes: Sequence[str]) -> tuple[int, int] | None:
    """Return the place of the first of some cells that the sheet shows."""
    shown = {column.code for column in sheet.columns} if len(codes) > 1 else frozenset(codes)
    return sheet.place_of(unit, next((code for code in codes if code in shown), ""))


Compared = dict[str, dict[str, list[Finding]]]
"""Rule → unit → what the rule says of it and others together."""


class Comparing:
    """Knows by which rules the rows of a sheet have to be compared anew, and `untold`, by whether
    with hints, the units of whose rows nothing is said yet.

    They are when anything is asked of a row: leaving a cell never waits for a thousand rows.
    `fresh` says that they were since it was last looked at: whoever answers keys pauses then.
    """

    def __init__(self, sheet: "EntrySheet") -> None:
        self._sheet = ref(sheet)  # its rows hold this: no ring
        self.rules: set[str] = set()
        self.group: Group | None = None
        self.fresh = False
        self.untold: dict[bool, set[str]] = {False: set(), True: set()}

    def changed(self, unit: str) -> None:
        """Nothing that was said of a unit's row stands, with hints or without."""
        for units in self.untold.values():
            units.add(unit)

    def again(self, codes: Set[str]) -> None:
        """Let the rows be compared by the rules that look at one of these cells."""
        for code in codes & self._by_code.keys():
            self.rules.update(self._by_code[code])

    @cached_property
    def _by_code(self) -> dict[str, list[str]]:
        """Which rules compare a cell between units."""
        sheet, found = self._sheet(), dict[str, list[str]]()
        for rule, _check in _together(sheet) if sheet is not None else ():
            for code in map(str, rule.params.values()):
                found.setdefault(code, []).append(rule.id)
        return found

    def settle(self) -> None:
        """Compare the rows by what waits for it."""
        if self.rules and (sheet := self._sheet()) is not None:
            rules, self.rules, self.fresh = self.rules, set(), True
            _judge(sheet, rules)


def judge_rows(sheet: "EntrySheet") -> None:
    """Judge the rows typed here as the units of one tree: they were read anew."""
    sheet.compared.clear()
    sheet.comparing.rules.clear()
    for units in sheet.comparing.untold.values():
        units.clear()
        units.update(row.unit.id for row in sheet.rows)
    typed = [row for row in sheet.rows if not row.elsewhere]
    sheet.comparing.group = sheet.around.group(
        sheet.facts.packs, sheet.form.id, sheet.period, [row.unit for row in typed],
        {row.unit.id: row.values for row in typed},
    )  # fmt: skip
    _judge(sheet, [rule.id for rule, _check in _together(sheet)])


def _together(sheet: "EntrySheet") -> Sequence[tuple[Rule, Together]]:
    return plan(sheet.facts.packs, sheet.form.id).together


def _judge(sheet: "EntrySheet", rules: Collection[str]) -> None:
    """Judge by some of the rules; of the others what was said stands."""
    group = sheet.comparing.group
    if not rules or group is None:
        return
    concerned: set[str] = set()
    for rule in rules:
        concerned.update(sheet.compared.pop(rule, ()))
    for finding in judge_together(group, only=rules):
        sheet.compared.setdefault(finding.rule, {}).setdefault(finding.unit, []).append(finding)
    for rule in rules:
        concerned.update(sheet.compared.get(rule, ()))
    order = [rule.id for rule, _check in _together(sheet) if rule.id in sheet.compared]
    said = [sheet.compared[rule] for rule in order]
    for row in sheet.rows:
        if (unit := row.unit.id) in concerned and not row.elsewhere:
            row.share([one for of_rule in said for one in of_rule.get(unit, ())])
