"""What the rules say of an entry sheet, each at the cell to look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.models.figures.facts import Finding

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


def told(sheet: "EntrySheet") -> Iterator[Problem]:
    """Yield every finding at its cell, in the order of rows."""
    for place, row in enumerate(sheet.rows):
        for finding in row.findings:
            cell = sheet.place_of(row.unit.id, finding.codes[0] if finding.codes else "")
            reason = row.reason(finding) if finding.severity == "W" else ""
            yield Problem(place, cell[1] if cell else 0, row.unit.name, finding, reason)
