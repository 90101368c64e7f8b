"""F2: the summary of base unions, members, officers and inner bodies."""

from datetime import date

from desktop.formats.document import Document
from desktop.models.store.reader import Reader
from desktop.reports.registry import Report
from desktop.reports.unit_list import unit_list


def build(
    reader: Reader,
    period_id: str,
    unit: str = "",
    *,
    known_on: date | None = None,
    personal: bool = False,
) -> Document:
    """Return F2: one row per base union in the tree as of the period's end."""
    return unit_list(reader, "F2", period_id, unit, known_on, personal=personal)


REPORT = Report("F2", build, personal=True)
