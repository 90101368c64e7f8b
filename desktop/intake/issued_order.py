"""Rows of an issued form whose names changed places while their hidden codes stayed, or the other
way round: each name among them is the name of another one's code."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.intake.issued_rows import IssuedRow
from desktop.models.text import fold, one_line


def with_names(rows: Sequence[IssuedRow], known: Mapping[str, str]) -> list[IssuedRow]:
    """Return the rows; those that exchanged names bear whose name each has.

    `known` is unit → name as printed. Names that stand nowhere among the codes, or twice, tell of
    no exchange: a name was mistyped or copied there.
    """
    moved = [row for row in rows if row.unit in known and _plain(row.told) != _plain(row.name)]
    of = {_plain(row.name): (row.unit, row.name) for row in moved}
    there = sorted(_plain(row.told) for row in moved)
    if len(of) < len(moved) or there != sorted(of):
        return list(rows)
    lines = {row.line for row in moved}
    return [replace(row, named=of[_plain(row.told)]) if row.line in lines else row for row in rows]


def _plain(name: str) -> str:
    return fold(one_line(name))
