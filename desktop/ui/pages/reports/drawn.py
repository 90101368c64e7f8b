"""Reading and drawing reports off the main thread: what is asked, and what comes back.

What reads is imported where it is used: on the thread that reads, not while the page opens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from desktop.formats.pdf_flow import PlacedNumber
    from desktop.models.packs.periods import Period
    from desktop.models.store.reader import Reader
    from desktop.reports.asking import Question
    from desktop.tasks.figures.report_notes import Printed, ReportKind


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen: kinds, and by scheme the periods and the id of the usual one."""

    kinds: tuple[ReportKind, ...]
    periods: Mapping[str, tuple[Period, ...]]
    usual: Mapping[str, str]


def offer(reader: Reader, today: date) -> Offer:
    """Read what can be chosen."""
    from desktop.tasks.figures.report_notes import report_kinds, report_periods, usual_period

    kinds = tuple(report_kinds(reader))
    periods = {
        scheme: tuple(report_periods(reader, scheme, today))
        for scheme in dict.fromkeys(kind.scheme for kind in kinds)
    }
    usual = {scheme: usual_period(reader, all_, today).id for scheme, all_ in periods.items()}
    return Offer(kinds, periods, usual)


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
    """A report as it will print, the units it could be of, and what its numbers ask about."""

    asked: Asked
    title: str
    pdf: bytes
    units: tuple[tuple[str, str], ...]
    printed: Printed
    numbers: tuple[tuple[PlacedNumber, Question], ...] = ()


def for_both_sides(reader: Reader, asked: Asked) -> bytes:
    """Return the report as it prints on both sides of the sheets, margins swapped on the backs."""
    from desktop.tasks.figures.reports import report_document
    from desktop.tasks.papers.pages import both_sides

    document = report_document(
        reader, asked.form, asked.period.id, asked.unit, known_on=asked.known_on,
        personal=asked.personal,
    )  # fmt: skip
    return both_sides(reader, document)


def draw(reader: Reader, asked: Asked) -> Drawn:
    """Draw a report up and render it as it will print."""
    with reader.asking_once():
        return _draw(reader, asked)


def _draw(reader: Reader, asked: Asked) -> Drawn:
    from desktop.tasks.figures.report_notes import report_units, since_printed
    from desktop.tasks.figures.reports import placed_report
    from desktop.tasks.papers.layout_settings import sheet_layout

    units = tuple(report_units(reader, asked.period))
    unit = asked.unit if asked.unit in [one for _name, one in units] else ""
    placed = placed_report(
        reader, asked.form, asked.period.id, unit, sheet_layout(reader),
        known_on=asked.known_on, personal=asked.personal,
    )  # fmt: skip
    printed = since_printed(reader, asked.form, asked.period.id, unit or reader.own_unit)
    return Drawn(asked, placed.title, placed.pdf, units, printed, placed.numbers)
