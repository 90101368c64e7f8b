"""What a document holds before anything is understood: its lines, where each one stood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from desktop.intake.words import squeeze
from desktop.models.text import nfc

Place = Literal["body", "table", "header", "footer", "box", "note"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one appearance."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of a line in a table: table number, row and column, counted from 0."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text file, or one paragraph of a word-processor file.

    `number` counts from 1 in the source; cells of one table row in a text file share it.
    `hard` says that the line surely begins a paragraph; `gap` that blank space precedes it;
    `heading` is the heading level marked in the file (0: none); `label` is a label that the
    file's list numbering prints before the text (it is not part of `text`); `indent` counts
    the spaces typed before the text; `page` counts from 1 where the source has pages (0: none).
    """

    number: int
    runs: tuple[Run, ...]
    heading: int = 0
    centred: bool = False
    hard: bool = False
    gap: bool = False
    place: Place = "body"
    cell: Cell | None = None
    label: str | None = None
    indent: int = 0
    page: int = 0

    @property
    def text(self) -> str:
        """The text as it stands, inner spacing kept."""
        if len(self.runs) == 1:
            return self.runs[0].text
        return "".join(run.text for run in self.runs)

    @property
    def printed(self) -> str:
        """The text as printed: the list label first, spaces collapsed."""
        return squeeze(f"{self.label or ''} {self.text}")

    @property
    def bold(self) -> bool:
        """Whether all of its letters are bold."""
        seen = [run for run in self.runs if run.text.strip()]
        return bool(seen) and all(run.bold for run in seen)

    @property
    def italic(self) -> bool:
        """Whether all of its letters are italic."""
        seen = [run for run in self.runs if run.text.strip()]
        return bool(seen) and all(run.italic for run in seen)


@dataclass(frozen=True, slots=True)
class Source:
    """All lines of a document in reading order, and the name of the format they came from."""

    lines: tuple[Line, ...]
    kind: str

    def shown(self) -> tuple[str, ...]:
        """The lines as a person is shown them, index 0 for line number 1."""
        last = max((line.number for line in self.lines), default=0)
        rows: list[list[str]] = [[] for _ in range(last)]
        for line in self.lines:
            rows[line.number - 1].append(line.printed)
        return tuple(" | ".join(row) for row in rows)

    def pages(self) -> tuple[int, ...]:
        """The page each line shown begins on, as `shown`; none where the source has no pages."""
        found = [0] * max((line.number for line in self.lines), default=0)
        for line in reversed(self.lines):
            found[line.number - 1] = line.page
        return tuple(found) if any(found) else ()


def trim(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return the runs composed, without outer spaces, neighbours of one look joined."""
    runs = tuple(runs)
    if len(runs) == 1:
        alone = _clean(runs[0].text).strip()
        return (Run(alone, runs[0].bold, runs[0].italic),) if alone else ()
    joined: list[Run] = []
    for (bold, italic), group in groupby(runs, key=lambda run: (run.bold, run.italic)):
        text = _clean("".join(run.text for run in group))
        if text:
            joined.append(Run(text, bold, italic))
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(run for run in joined if run.text)


def soft_lines(runs: Sequence[Run]) -> list[tuple[Run, ...]]:
    """Split a paragraph's runs at soft line breaks; empty lines are left out."""
    if not any("\n" in run.text for run in runs):
        line = trim(runs)
        return [line] if line else []
    found: list[list[Run]] = [[]]
    for run in runs:
        for index, part in enumerate(run.text.split("\n")):
            if index:
                found.append([])
            found[-1].append(Run(part, run.bold, run.italic))
    return [line for line in map(trim, found) if line]


def _clean(text: str) -> str:
    """Compose letters; a hyphen that no line may end at is a hyphen."""
    return nfc(text.replace("\u2011", "-") if "\u2011" in text else text)


def cut(runs: Sequence[Run], start: int) -> tuple[Run, ...]:
    """Return the runs without their first `start` characters."""
    kept: list[Run] = []
    for run in runs:
        if start >= len(run.text):
            start -= len(run.text)
            continue
        kept.append(replace(run, text=run.text[start:]))
        start = 0
    return trim(kept)


def join(parts: Iterable[Sequence[Run]]) -> tuple[Run, ...]:
    """Return several lines' runs as one text, a space between lines."""
    joined: list[Run] = []
    for part in parts:
        if joined and part:
            joined.append(replace(joined[-1], text=" "))
        joined.extend(part)
    return trim(joined)


def text_of(runs: Sequence[Run]) -> str:
    """Return the runs' text with spaces collapsed."""
    if len(runs) == 1:
        return squeeze(runs[0].text)
    return squeeze("".join(run.text for run in runs))
