"""Answers to the open lines of a list of new parents: what the names most likely mean, together.

A list of bare place names leaves most lines open, each with one unit or parent that is like it.
Such proposals are taken all at once, by a person or on the command line; what one line is told
of a parent's name holds for every line with that name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from desktop.i18n import _
from desktop.models.register.parent_lines import ParentLine, answered
from desktop.models.store.reader import Reader
from desktop.models.text import fold

Answers = Mapping[int, tuple[str, str]]
"""Line number → (unit, parent) as chosen; "" for what stays as read."""


def proposals(lines: Sequence[ParentLine]) -> dict[int, tuple[str, str]]:
    """Return the answers of the open lines that leave one choice for all that is open."""
    found = {}
    for line in lines:
        unit = line.unit or _only(line.unit_choices)
        parent = line.parent or _only(line.parent_choices)
        if line.state == "asked" and unit and parent:
            found[line.number] = (unit, parent)
    return found


def _only(choices: Sequence[tuple[str, str]]) -> str:
    return choices[0][1] if len(choices) == 1 else ""


def spread_parent(lines: Sequence[ParentLine], told: ParentLine, parent: str) -> Answers:
    """Return the answers that give a parent to every open line that names it as `told` does."""
    return {
        line.number: ("", parent)
        for line in lines
        if line.state == "asked" and not line.parent
        and fold(line.parent_name) == fold(told.parent_name)
    }  # fmt: skip


def answer_all(
    reader: Reader, lines: Sequence[ParentLine], day: date, answers: Answers
) -> list[ParentLine]:
    """Return the lines after what was chosen; a unit that two lines then name is moved once."""
    made = []
    seen = {line.unit: line.number for line in lines if line.state == "ready"}
    for line in lines:
        unit, parent = answers.get(line.number, ("", ""))
        if unit or parent:
            line = answered(reader, line, day, unit=unit, parent=parent)
            first = seen.setdefault(line.unit, line.number) if line.unit else line.number
            if line.state == "ready" and first != line.number:
                note = _("Đã có ở dòng {n}.").format(n=first)
                line = replace(line, state="refused", note=note)
        made.append(line)
    return made
