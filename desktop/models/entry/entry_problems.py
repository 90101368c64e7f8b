"""What the rules say of an entry sheet, each at the cell to look at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.models.figures.checks.facts import Finding, plan
from desktop.models.figures.checks.rules import judge_together

if TYPE_CHECKING:
    from desktop.models.entry.entry import EntrySheet


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding at its cell; `reason` is what was given for a warning."""

    row: int
    column: int
    unit: str
    finding: Finding
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether it still stands in the way of locking."""
        return self.finding.severity == "E" or (self.finding.severity == "W" and not self.reason)


def told(sheet: "EntrySheet", *, hints: bool = False) -> Iterator[Problem]:
    """Yield every finding (and hint) at its cell, in the order of rows."""
    for place, row in enumerate(sheet.rows):
        for finding in (*row.findings, *row.hints) if hints else row.findings:
            cell = sheet.place_of(row.unit.id, finding.codes[0] if finding.codes else "")
            reason = row.reason(finding) if finding.severity == "W" else ""
            yield Problem(place, cell[1] if cell else 0, row.unit.name, finding, reason)


def judge_rows(sheet: "EntrySheet") -> None:
    """Judge the rows typed here as the units of one tree."""
    rows = sheet.typed_rows
    group = sheet.around.group(
        sheet.facts.packs, sheet.form.id, sheet.period, [row.unit for row in rows],
        {row.unit.id: row.values for row in rows},
    )  # fmt: skip
    found: dict[str, list[Finding]] = {}
    for finding in judge_together(group):
        found.setdefault(finding.unit, []).append(finding)
    for row in rows:
        row.share(found.get(row.unit.id, []))


def compares(sheet: "EntrySheet", codes: Iterable[str]) -> bool:
    """Say whether a cell of these is one that rules compare between units."""
    rules = plan(sheet.facts.packs, sheet.form.id).together
    compared = {str(value) for rule, _check in rules for value in rule.params.values()}
    return not compared.isdisjoint(codes)
