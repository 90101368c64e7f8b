"""“Vào CĐ | Ra CĐ”: who came and who went, not the members there are."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop.intake.figures.heads.header import Header
from desktop.intake.figures.wording.vocabulary import words_of

_IN: Final = "vao"
_OUT: Final = (("ra",), ("roi",), ("ra", "khoi"), ("roi", "khoi"), ("xin", "ra"))


def in_and_out(header: Header, stock: str, role: str) -> None:
    """Take “Vào CĐ” for no stock where “Ra CĐ” stands beside it: for which reason they came or
    went nobody can tell. `stock` is the role it was given, `role` what both get."""
    for column in header.columns:
        if column.role != stock or not column.path:
            continue
        opposite = _opposites(words_of(column.path[-1]))
        for other in header.columns[max(column.at - 1, 0) : column.at + 2]:
            if other.path[:-1] == column.path[:-1] and other.path and (
                tuple(words_of(other.path[-1])) in opposite
            ):  # fmt: skip
                header.columns[column.at] = replace(column, role=role)
                header.columns[other.at] = replace(other, role=other.role or role)


def _opposites(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Return the words with each way out in the place of the way in; none without it."""
    if words.count(_IN) != 1:
        return set()
    at = words.index(_IN)
    return {(*words[:at], *out, *words[at + 1 :]) for out in _OUT}
