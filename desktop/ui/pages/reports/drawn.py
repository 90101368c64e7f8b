"""Drawing a report up off the main thread: what is asked, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.tasks.report_notes import Printed, report_units, since_printed

if TYPE_CHECKING:
    from datetime import date

    from desktop.models.periods import Period
    from desktop.models.reader import Reader


@dataclass(frozen=True, slots=True)
class Asked:
    """One report as it is chosen; `unit` "" is our own."""

    form: str
    period: Period
    unit: str = ""
    known_on: date | None = None
    personal: bool = False

    @property
    def file_name(self) -> str:
        """A name to suggest, without suffix."""
        return f"{self.form}-{self.period.id}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A report as it will print, with the units it could be of."""

    asked: Asked
    title: str
    pdf: bytes
    units: tuple[tuple[str, str], ...]
    printed: Printed


def draw(reader: Reader, asked: Asked) -> Drawn:
    """Draw a report up and render it as it will print."""
    from desktop.formats import registry as formats
    from desktop.tasks.reports import report_document

    units = tuple(report_units(reader, asked.period))
    unit = asked.unit if asked.unit in [one for _name, one in units] else ""
    document = report_document(
        reader, asked.form, asked.period.id, unit, known_on=asked.known_on, personal=asked.personal
    )
    pdf = formats.render(document, ".pdf")
    printed = since_printed(reader, asked.form, asked.period.id, unit or reader.own_unit)
    return Drawn(asked, document.title, pdf, units, printed)
