"""Which reports there are: every module of this package that declares a `REPORT`."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, wraps
from typing import Protocol

from desktop import reports
from desktop.formats.document import Document
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.as_known import as_known
from desktop.models.store.reader import Reader


class Build(Protocol):
    """Draws a report up.

    `unit` is a code or id, "" the office's own; `known_on` restates the figures as this
    office knew them at the end of that day; `personal` adds names and phones. Raises Refusal
    for a period or unit that is not there.
    """

    def __call__(
        self,
        reader: Reader,
        period_id: str,
        unit: str = "",
        *,
        known_on: date | None = None,
        personal: bool = False,
    ) -> Document: ...


@dataclass(frozen=True, slots=True)
class Report:
    """A report and how it is drawn up.

    `personal` says that it has personal columns; `note` is what whoever makes it must know, in
    one sentence.
    """

    id: str
    build: Build
    personal: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "build", _restated(self.build))


def _restated(build: Build) -> Build:
    """Return the report drawn up from the office as it was known on the day asked for."""

    @wraps(build)
    def drawn(
        reader: Reader, period_id: str, unit: str = "", *, known_on: date | None = None,
        personal: bool = False,
    ) -> Document:  # fmt: skip
        with as_known(reader, known_on) as then:
            return build(then, period_id, unit, known_on=known_on, personal=personal)

    return drawn


@cache
def all_reports() -> Mapping[str, Report]:
    """Return every report by its id, in the order of the ids."""
    found: dict[str, Report] = {}
    for module in pkgutil.iter_modules(reports.__path__, f"{reports.__name__}."):
        report = getattr(importlib.import_module(module.name), "REPORT", None)
        if isinstance(report, Report):
            found[report.id] = report
    return dict(sorted(found.items()))


def find_report(report_id: str) -> Report:
    """Return a report by its id, in any case. Raises Refusal when there is none."""
    found = all_reports().get(report_id.upper())
    if found is None:
        raise Refusal(
            _("Không có báo cáo “{id}”.").format(id=report_id[:40]),
            next_step=_("Các báo cáo: {ids}.").format(ids=", ".join(all_reports())),
            code="E_REPORT",
        )
    return found


def title_of(reader: Reader, report_id: str) -> str:
    """Return what a report is called, "Biểu F1 – Danh sách …"."""
    form = reader.packs.forms.get(report_id)
    return f"{form.label} – {form.title}" if form else report_id
