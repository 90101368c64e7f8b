"""Formulas without a stored result: sums and the four operations in a workbook, else nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from desktop.intake.figures.sheets.grid import (
    Cell,
    Formula,
    Grid,
    Linked,
    column_of,
    is_empty,
    is_number,
)

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z][A-Za-z.]*)(?=\s*\()"
    r"|(?:(?:'(?P<quoted>(?:[^'\[\]]|'')+)'|(?P<sheet>[^\W\d][\w.]*))!)?"
    r"(?P<from>\$?[A-Za-z]{1,3}\$?\d{1,7})(?:\s*:\s*(?P<to>\$?[A-Za-z]{1,3}\$?\d{1,7}))?"
    r"|(?P<sign>[-+*/(),;]))"
)
_PLACE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_MARK: Final = re.compile(r"[ –-]*|\s*\(\d{1,2}\)\s*")
"""What may stand in a range and is no number: a dash, the number of a column under its head."""
_NUMBER: Final = re.compile(r"[^A-Za-zÀ-ỹ]*\d[^A-Za-zÀ-ỹ]*")
"""A number as somebody types it; “khoảng 4” is none, and nobody takes it for a part of a sum."""
_SUMS: Final = {"SUM", "SUBTOTAL"}
_DEEPEST: Final = 40
_MOST_CELLS: Final = 200_000


class Unknown(Exception):
    """The formula is beyond what is worked out here."""


class Calculator:
    """Works out the formulas of one grid, and of those of its workbook; each at most once."""

    def __init__(self, grid: Grid, beside: dict[str, Calculator] | None = None) -> None:
        self._grid = grid
        self._beside = {} if beside is None else beside
        self._beside.setdefault(grid.name.casefold(), self)
        self._known: dict[str, float | None] = {}
        self._spent = 0
        self._index = {line: at for at, line in enumerate(grid.lines)}

    def value(self, formula: Formula, depth: int = 0) -> float | None:
        """Return the result of a formula, None where it cannot be told for sure."""
        text = formula.text
        if text not in self._known:
            self._known[text] = None  # a formula that leads back to itself has no result
            try:
                self._known[text] = _Parser(self, text, depth).whole()
            except (Unknown, ZeroDivisionError, RecursionError):
                self._known[text] = None
        return self._known[text]

    def of_sheet(self, name: str) -> Calculator:
        """Return what works out another sheet of the workbook. Raises Unknown for none."""
        found = self._beside.get(name.casefold())
        if found is None:
            grid = next((one for one in self._grid.book if one.name.casefold() == name.casefold()),
                        None)  # fmt: skip
            if grid is None:
                raise Unknown
            found = Calculator(grid, self._beside)
        return found

    def _row(self, row: int) -> Sequence[Cell]:
        """Return the cells of a row counted from 0, none where the sheet has none."""
        at = self._index.get(row + 1)
        return self._grid.rows[at] if at is not None else ()

    def cell(self, row: int, column: int, depth: int) -> float:
        """Return the number in a cell; an empty one counts 0. Raises Unknown."""
        self._spent += 1
        if depth > _DEEPEST or self._spent > _MOST_CELLS:
            raise Unknown
        cells = self._row(row)
        cell: Cell = cells[column] if column < len(cells) else ""
        if isinstance(cell, Linked):
            cell = cell.value
        if isinstance(cell, Formula):
            found = self.value(cell, depth + 1)
            if found is None:
                raise Unknown
            return found
        if is_empty(cell):
            return 0.0
        if not is_number(cell):
            raise Unknown
        return float(cell)

    def total(self, first: tuple[int, int], last: tuple[int, int], depth: int) -> float:
        """Return the sum of the numbers of a range; text in it counts nothing, as in Excel."""
        found = 0.0
        end = self._grid.lines[-1] if self._grid.lines else 0
        for row in range(first[0], min(last[0], end) + 1):
            cells = self._row(row)
            for column in range(first[1], last[1] + 1):
                if column < len(cells) and isinstance(cells[column], str):
                    if _NUMBER.fullmatch(cells[column]) and not _MARK.fullmatch(cells[column]):
                        raise Unknown  # a number kept as text: Excel would leave it out
                    continue
                found += self.cell(row, column, depth)
        return found


class _Parser:
    def __init__(self, calculator: Calculator, text: str, depth: int) -> None:
        self._calculator = calculator
        self._depth = depth
        self._tokens: list[re.Match[str]] = []
        at = 0
        while at < len(text.rstrip()):
            found = _TOKEN.match(text, at)
            if found is None:
                raise Unknown
            self._tokens.append(found)
            at = found.end()
        self._at = 0

    def whole(self) -> float:
        value = self._sum()
        if self._at != len(self._tokens):
            raise Unknown
        return value

    def _sign(self, *wanted: str) -> str:
        if self._at < len(self._tokens) and self._tokens[self._at]["sign"] in wanted:
            self._at += 1
            return self._tokens[self._at - 1]["sign"]
        return ""

    def _sum(self) -> float:
        value = self._product()
        while sign := self._sign("+", "-"):
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> float:
        value = self._factor()
        while sign := self._sign("*", "/"):
            other = self._factor()
            value = value * other if sign == "*" else value / other
        return value

    def _factor(self) -> float:
        if self._sign("-"):
            return -self._factor()
        if self._sign("+"):
            return self._factor()
        if self._sign("("):
            value = self._sum()
            self._expect(")")
            return value
        if self._at >= len(self._tokens):
            raise Unknown
        token = self._tokens[self._at]
        self._at += 1
        if token["number"]:
            return float(token["number"])
        if token["name"]:
            return self._call(token["name"].upper())
        if token["from"] and not token["to"]:
            return self._sheet(token).cell(*_place(token["from"]), self._depth + 1)
        raise Unknown

    def _call(self, name: str) -> float:
        if name not in _SUMS:
            raise Unknown
        self._expect("(")
        if name == "SUBTOTAL":
            if self._sum() not in (9.0, 109.0):
                raise Unknown
            if not self._sign(",", ";"):
                raise Unknown
        value = self._argument()
        while self._sign(",", ";"):
            value += self._argument()
        self._expect(")")
        return value

    def _argument(self) -> float:
        if self._at < len(self._tokens) and self._tokens[self._at]["to"]:
            token = self._tokens[self._at]
            self._at += 1
            first, last = _place(token["from"]), _place(token["to"])
            return self._sheet(token).total(first, last, self._depth + 1)
        return self._sum()

    def _sheet(self, token: re.Match[str]) -> Calculator:
        name = token["sheet"] or (token["quoted"] or "").replace("''", "'")
        return self._calculator.of_sheet(name) if name else self._calculator

    def _expect(self, sign: str) -> None:
        if not self._sign(sign):
            raise Unknown


def _place(text: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(text)
    if found is None or int(found[2]) < 1:
        raise Unknown
    return int(found[2]) - 1, column_of(found[1])
