"""What goes on which worksheet: every table with the head, title and closing in force."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.formats.cleaning import clean
from desktop.formats.document import (
    AppendixTitle,
    Closing,
    Document,
    FormHead,
    Letterhead,
    SectionBreak,
    Title,
)
from desktop.formats.layout import Layout
from desktop.formats.table import Table

META = "_meta"
_FORBIDDEN_NAME = re.compile(r"[\[\]:*?/\\]")
_MOST_NAME = 31
Line = tuple[str, str]
"""A text and the layout style it is written in."""


@dataclass(slots=True)
class SheetPlan:
    """A table with what stands above and below it."""

    table: Table
    landscape: bool
    left: list[Line] = field(default_factory=list)
    right: list[Line] = field(default_factory=list)
    titles: list[Line] = field(default_factory=list)
    closing: Closing | None = None


class _Planner:
    """Walks the blocks; every table becomes a sheet with the head and title in force."""

    def __init__(self, document: Document, layout: Layout) -> None:
        self.words = layout.words
        self.landscape = document.landscape
        self.left: list[Line] = []
        self.right: list[Line] = []
        self.titles: list[Line] = []
        self.plans: list[SheetPlan] = []
        actions: Mapping[type, Callable[[Any], None]] = {
            Letterhead: self._letterhead,
            FormHead: self._form,
            Title: self._title,
            AppendixTitle: self._appendix,
            SectionBreak: self._section,
            Table: self._table,
            Closing: self._closing,
        }
        for block in document.blocks:
            action = actions.get(type(block))
            if action is not None:
                action(block)

    def _letterhead(self, block: Letterhead) -> None:
        names = [(block.parent.upper(), "form_parent"), (block.issuer.upper(), "form_issuer")]
        self.left = [*names, (block.number_line, "number")]
        self.right = [
            (self.words.national_name.upper(), "national_name"),
            (self.words.motto, "motto"),
            (block.date_line, "place_date"),
        ]

    def _form(self, block: FormHead) -> None:
        names = [(block.parent.upper(), "form_parent"), (block.issuer.upper(), "form_issuer")]
        self.left = [line for line in names if line[0].strip()]
        self.right = [(block.form, "form_number"), *((note, "form_note") for note in block.notes)]
        self.titles = [
            (block.title.upper(), "form_title"),
            *((line, "form_subtitle") for line in block.subtitle),
        ]

    def _title(self, block: Title) -> None:
        lines = [(block.type_word.upper(), "type_word"), (block.subject, "subject")]
        self.titles = [line for line in lines if line[0]]

    def _appendix(self, block: AppendixTitle) -> None:
        lines = [
            (block.label, "appendix"),
            (block.title.upper(), "appendix_title"),
            (block.reference, "appendix_reference"),
        ]
        self.titles = [line for line in lines if line[0]]

    def _section(self, block: SectionBreak) -> None:
        self.landscape = block.landscape

    def _table(self, block: Table) -> None:
        self.plans.append(SheetPlan(block, self.landscape, self.left, self.right, self.titles))

    def _closing(self, block: Closing) -> None:
        for plan in self.plans:
            plan.closing = plan.closing or block


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Return names a workbook takes: no forbidden characters, 31 long, none twice."""
    taken, names = {META.casefold(), "history"}, []
    for text in wanted:
        base = _FORBIDDEN_NAME.sub(" ", clean(text).replace("\n", " ")).strip(" '") or "Bảng"
        name, number = _cut(base, _MOST_NAME).rstrip(" '"), 1
        while name.casefold() in taken:
            number += 1
            tail = f" ({number})"
            name = _cut(base, _MOST_NAME - len(tail)).rstrip(" '") + tail
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(text: str, most: int) -> str:
    """Return as much of a text as Excel counts `most`: a rare letter or sign may count two."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


def plan_sheets(document: Document, layout: Layout) -> list[SheetPlan]:
    """Return a plan for each table of the document, in order."""
    return _Planner(document, layout).plans
