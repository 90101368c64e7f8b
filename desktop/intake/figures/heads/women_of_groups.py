"""Women told in a group of their own: “Đoàn viên > 2025 | 2026 | Trong đó nữ > 2025 | 2026”."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.models.text import fold


def women_of_groups(header: Header, reader: HeadingReader, codes: frozenset[str]) -> None:
    """Take columns of times below “trong đó nữ” for the women of the group right before them.

    Both tell the very same times in the same order; one of another time stays so.
    """
    for wholes, women in pairwise(_groups(header)):
        if not _are_women(women, reader) or _leaves(wholes) != _leaves(women):
            continue
        if not all(reader.sense(text).span is not None for text in _leaves(women)):
            continue
        for whole, column in zip(wholes, women, strict=True):
            kind, _colon, code = whole.role.partition(":")
            if kind not in ("code", "aside", "time", "double") or code not in reader.words.codes:
                continue
            if (own := f"{code}N") in reader.words.codes:
                kind = "aside" if own not in codes else kind
                header.columns[column.at] = replace(column, role=f"{kind}:{own}")


def _groups(header: Header) -> Iterator[list[Column]]:
    """Yield the columns side by side below one heading."""
    for _path, columns in groupby(header.columns, lambda column: column.path[:-1]):
        yield list(columns)


def _leaves(columns: Sequence[Column]) -> list[str]:
    return [fold(column.path[-1]) if column.path else "" for column in columns]


def _are_women(columns: Sequence[Column], reader: HeadingReader) -> bool:
    """Whether the heading over columns says no more than “nữ”, and none of them is of anything."""
    path = columns[0].path
    sense = reader.sense(path[-2]) if len(path) > 1 else None
    if sense is None or sense.concepts != {"women"} or sense.left or sense.codes or sense.span:
        return False
    return all(column.role in ("", "other", "women") for column in columns)
