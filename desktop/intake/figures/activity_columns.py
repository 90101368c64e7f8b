"""Columns of activities of which one names its indicator and others are only like it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop.intake.figures.counted_in import measure_alone
from desktop.intake.figures.header import Column, Header
from desktop.intake.figures.vocabulary import words_of

_WHOLES: Final = ("firms", "places")
_COUNTED_APART: Final = ("A", "B", "C")


def named_before_likely(header: Header) -> None:
    """Leave a code to the one column that names it; those concluded from likeness are asked.

    “Tin bài tuyên truyền” beside “Số đơn vị có tin bài”: two names would be a double.
    """
    by_code: dict[str, list[Column]] = {}
    for column in header.columns:
        if column.code and column.code[0] not in _COUNTED_APART:
            by_code.setdefault(column.code, []).append(column)
    for columns in by_code.values():
        named = [column for column in columns if not column.guess]
        times = {(column.this_time, column.span, column.doubtful) for column in columns}
        if len(columns) < 2 or len(named) != 1 or len(times) > 1:
            continue
        for column in columns:
            if column.guess:
                header.columns[column.at] = replace(column, role="", guess="")


def tells_all(path: Sequence[str]) -> bool:
    """Whether a heading says no more than “Tổng số DN” under what some of them did."""
    words = words_of(path[-1]) if len(path) > 1 else []
    return words[:1] == ["tong"] and measure_alone(words) in _WHOLES
