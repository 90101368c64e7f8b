"""Formulas without a stored result: sums, the four operations, texts and IF in a workbook."""

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
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|\"(?P<text>(?:[^\"]|\"\")*)\"|(?P<name>[A-Za-z][A-Za-z.]*)(?=\s*\()"
    r"|(?:(?:'(?P<quoted>(?:[^'\[\]]|'')+)'|(?P<sheet>[^\W\d][\w.]*))!)?"
    r"(?P<from>\$?[A-Za-z]{1,3}\$?\d{1,7})(?:\s*:\s*(?P<to>\$?[A-Za-z]{1,3}\$?\d{1,7}))?"
    r"|(?P<sign><=|>=|<>|[-+*/(),;<>=&]))"
)
_PLACE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_MARK: Final = re.compile(r"[ –-]*|\s*\(\d{1,2}\)\s*")
"""What may stand in a range and is no number: a dash, the number of a column under its head."""
_NUMBER: Final = re.compile(r"[^A-Za-zÀ-ỹ]*\d[^A-Za-zÀ-ỹ]*")
"""A number as somebody types it; “khoảng 4” is none, and nobody takes it for a part of a sum."""
_SUMS: Final = {"SUM", "SUBTOTAL"}
_COMPARED: Final = ("<=", ">=", "<>", "<", ">", "=")
_MAY_BE_TEXT: Final = re.compile(
    r"\s*(?:(?:'.+'|\w+)!)?\$?[A-Z]{1,3}\$?\d+\s*|.*(?:[\"&]|IF|TRIM).*", re.IGNORECASE
)
"""A place alone, or what joins and chooses texts; sums are left to whoever counts."""
_DEEPEST: Final = 40
_MOST_CELLS: Final = 200_000


class Unknown(Exception):
    """The formula is beyond what is worked out here."""


class _Blank:
    """What an empty cell holds: 0 among numbers, no text among texts."""


_BLANK: Final = _Blank()
_Value = float | str | bool | _Blank


class Calculator:
    """Works out the formulas of one grid, and of those of its workbook; each at most once."""

    def __init__(self, grid: Grid, beside: dict[str, Calculator] | None = None) -> None:
        self._grid = grid
        self._beside = {} if beside is None else beside
        self._beside.setdefault(grid.name.casefold(), self)
        self._known: dict[str, float | str | None] = {}
        self._spent = 0
        self._index = {line: at for at, line in enumerate(grid.lines)}

    def value(self, formula: Formula) -> float | None:
        """Return the number a formula comes to, None where it cannot be told for sure."""
        found = self.result(formula)
        return None if isinstance(found, str) else found

    def result(self, formula: Formula, depth: int = 0) -> float | str | None:
        """Return the number or the text a formula comes to, None where it cannot be told."""
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

    def cell(self, row: int, column: int, depth: int) -> _Value:
        """Return the number or the text in a cell, which may be empty. Raises Unknown."""
        self._spent += 1
        if depth > _DEEPEST or self._spent > _MOST_CELLS:
            raise Unknown
        cells = self._row(row)
        cell: Cell = cells[column] if column < len(cells) else ""
        if isinstance(cell, Linked):
            cell = cell.value
        if isinstance(cell, Formula):
            found = self.result(cell, depth + 1)
            if found is None:
                raise Unknown
            return found
        if is_empty(cell):
            return _BLANK
        if isinstance(cell, str):
            return cell
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
                value = self.cell(row, column, depth) if column < len(cells) else _BLANK
                if isinstance(value, str):
                    if _NUMBER.fullmatch(value) and not _MARK.fullmatch(value):
                        raise Unknown  # a number kept as text: Excel would leave it out
                    continue
                found += _number(value)
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

    def whole(self) -> float | str:
        value = self._compared()
        if self._at != len(self._tokens):
            raise Unknown
        return value if isinstance(value, str) else _number(value)

    def _sign(self, *wanted: str) -> str:
        if self._at < len(self._tokens) and self._tokens[self._at]["sign"] in wanted:
            self._at += 1
            return self._tokens[self._at - 1]["sign"]
        return ""

    def _compared(self) -> _Value:
        value = self._joined()
        if sign := self._sign(*_COMPARED):
            value = _holds(sign, value, self._joined())
        return value

    def _joined(self) -> _Value:
        value = self._sum()
        while self._sign("&"):
            value = _text(value) + _text(self._sum())
        return value

    def _sum(self) -> _Value:
        value = self._product()
        while sign := self._sign("+", "-"):
            one, other = _number(value), _number(self._product())
            value = one + other if sign == "+" else one - other
        return value

    def _product(self) -> _Value:
        value = self._factor()
        while sign := self._sign("*", "/"):
            one, other = _number(value), _number(self._factor())
            value = one * other if sign == "*" else one / other
        return value

    def _factor(self) -> _Value:
        if self._sign("-"):
            return -_number(self._factor())
        if self._sign("+"):
            return self._factor()
        if self._sign("("):
            value = self._compared()
            self._expect(")")
            return value
        if self._at >= len(self._tokens):
            raise Unknown
        token = self._tokens[self._at]
        self._at += 1
        if token["number"]:
            return float(token["number"])
        if token["text"] is not None:
            return str(token["text"]).replace('""', '"')
        if token["name"]:
            return self._call(token["name"].upper())
        if token["from"] and not token["to"]:
            return self._sheet(token).cell(*_place(token["from"]), self._depth + 1)
        raise Unknown

    def _call(self, name: str) -> _Value:
        self._expect("(")
        if name == "IF":
            return self._choice()
        if name == "TRIM":
            text = " ".join(_text(self._compared()).split())
            self._expect(")")
            return text
        if name not in _SUMS:
            raise Unknown
        if name == "SUBTOTAL":
            if _number(self._sum()) not in (9.0, 109.0):
                raise Unknown
            self._separate()
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
        return _number(self._sum())

    def _choice(self) -> _Value:
        """Return the argument of IF its condition names; the other one is not worked out."""
        held = self._compared()
        if not isinstance(held, bool):
            held = _number(held) != 0
        self._separate()
        if not held:
            self._skip()
            self._separate()
        value = self._compared()
        if held:
            self._separate()
            self._skip()
        self._expect(")")
        return value

    def _skip(self) -> None:
        """Go on to the end of an argument."""
        depth = 0
        while self._at < len(self._tokens):
            sign = self._tokens[self._at]["sign"]
            if not depth and sign in (",", ";", ")"):
                return
            depth += (sign == "(") - (sign == ")")
            self._at += 1

    def _separate(self) -> None:
        if not self._sign(",", ";"):
            raise Unknown

    def _sheet(self, token: re.Match[str]) -> Calculator:
        name = token["sheet"] or (token["quoted"] or "").replace("''", "'")
        return self._calculator.of_sheet(name) if name else self._calculator

    def _expect(self, sign: str) -> None:
        if not self._sign(sign):
            raise Unknown


def _number(value: _Value) -> float:
    """Return a value as a number: nothing is 0, a text or a condition is none."""
    if isinstance(value, _Blank):
        return 0.0
    if isinstance(value, str | bool):
        raise Unknown
    return value


def _text(value: _Value) -> str:
    """Return a value as a text; a number in parts is written in ways of its own."""
    if isinstance(value, str):
        return value
    if isinstance(value, _Blank):
        return ""
    if isinstance(value, bool) or not value.is_integer():
        raise Unknown
    return str(int(value))


def _holds(sign: str, one: _Value, other: _Value) -> bool:
    """Whether two values compare as a sign says; texts are only the same or not, and a number is
    compared with no text but "": another may be a number kept as text."""
    if isinstance(one, str) or isinstance(other, str):
        numbers = [value for value in (one, other) if not isinstance(value, str | _Blank)]
        if sign not in ("=", "<>") or (numbers and "" not in (one, other)):
            raise Unknown
        same = not numbers and _text(one).casefold() == _text(other).casefold()
        return same if sign == "=" else not same
    left, right = _number(one), _number(other)
    return {"<": left < right, ">": left > right, "=": left == right,
            "<=": left <= right, ">=": left >= right, "<>": left != right}[sign]  # fmt: skip


def with_texts(grids: Sequence[Grid]) -> None:
    """Put the texts that formulas without a stored result come to where these stand: a unit named
    by “='Chi tiết'!A3” is named. What comes to a number stays, for whoever counts."""
    beside: dict[str, Calculator] = {}
    for grid in grids:
        if not any(isinstance(cell, Formula) for cell in grid.special.values()):
            continue
        calculator = beside.get(grid.name.casefold()) or Calculator(grid, beside)
        for row in grid.rows:
            for at, cell in enumerate(row):
                if isinstance(cell, Formula) and _MAY_BE_TEXT.fullmatch(cell.text):
                    found = calculator.result(cell)
                    row[at] = found if isinstance(found, str) else cell


def _place(text: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(text)
    if found is None or int(found[2]) < 1:
        raise Unknown
    return int(found[2]) - 1, column_of(found[1])
