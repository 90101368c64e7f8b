"""What a list of indicators in rows says of its own movements: stocks around them, and their sums.

A slip of one union tells “Đoàn viên đầu kỳ”, what came and went, and “Đoàn viên cuối kỳ”. They
must agree; where they do not, nobody can tell which of the rows is wrong.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal

from desktop.i18n import _
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.result import ReadRow, Status
from desktop.intake.figures.sheets.grid import Cell
from desktop.intake.figures.wording.heading_words import tells_part
from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.vocabulary import words_of
from desktop.models.packs.pack_types import Equation
from desktop.models.packs.packs import Packs
from desktop.models.text import vi_number

_Told = Literal["opening", "closing", "increase", "decrease"]
_OF_MEMBERS: Final = frozenset({"member", "this_time", "total"})
_OTHERS: Final = frozenset({"women", "men", "workers", "worker", "union", "unit"})

_THERE_ARE: Final = re.compile(r"^(.*\w)(?: tong so)? (?:co|con|con lai|hien co|la)$")
"""“Tháng trước có”, “Tháng này còn”."""


class RowBalances:
    """The stocks and sums a list tells of each unit's members (persons)."""

    def __init__(self, headings: HeadingReader, packs: Packs) -> None:
        self._headings = headings
        self._counts = CountReader(headings.words)
        self._equation = packs.equations.get("members")
        self._packs = packs
        self._partly: set[str] = set()
        self._told: dict[tuple[str, _Told], set[int]] = {}

    def side(self, label: str) -> bool:
        """Whether a label stands over rows of members who came, or of those who went."""
        kind = self._kind(label, self._equation) if self._equation is not None else None
        return kind in ("increase", "decrease")

    def note(self, unit: str, label: str, cell: Cell) -> bool:
        """Keep the figure of a row that is a stock or a sum of movements; others are none.

        Returns whether it is a sum: it is no indicator of its own.
        """
        if self._equation is None:
            return False
        if tells_part(label) and "women" not in self._headings.sense(label).concepts:
            self._partly.add(unit)
            return False
        kind = self._kind(label, self._equation)
        count = self._counts.read(cell) if kind else None
        if kind and count is not None and count.value is not None:
            self._told.setdefault((unit, kind), set()).add(count.value)
        return kind in ("increase", "decrease")

    def checked(self, rows: Sequence[ReadRow]) -> Iterator[ReadRow]:
        """Yield the rows, those of movements that disagree with the stocks or sums warned of it.

        Where a movement could not be read nothing is compared: its own row says so.
        """
        equation = self._equation
        differing = {unit: said for unit in {one for one, _kind in self._told}
                     if equation and (said := self._differs(unit, rows, equation))}  # fmt: skip
        for row in rows:
            said = differing.get(row.unit_id, ())
            if not said or row.status == "refused" or not self._moves(row):
                yield row
                continue
            status: Status = "warned"
            yield replace(row, status=status, reasons=(*row.reasons, *said))

    def stock(self, label: str) -> _Told | None:
        """Return which stock of members a row tells that is no indicator: “Tháng trước có”."""
        role = self._headings.role((label,))[0]
        if role in ("opening", "closing"):
            return "opening" if role == "opening" else "closing"
        if self._is_day_before(label):
            return "opening"
        if not (said := _THERE_ARE.search(" ".join(words_of(label)))):
            return None
        sense = self._headings.sense(said[1])
        if sense.left or sense.codes or len(sense.concepts) > 1:
            return None
        if sense.concepts == {"other_time"}:
            return "opening"
        return "closing" if sense.time == "this" and sense.relation in ("same", "") else None

    def _is_day_before(self, label: str) -> bool:
        """Whether a row tells the members of the day before the period: “có đến 30/9”."""
        sense = self._headings.sense(label)
        members = "member" in sense.concepts and sense.concepts <= _OF_MEMBERS
        plain = members and not (sense.left or sense.codes)
        return plain and self._headings.is_day_before(sense)

    def proved(self, rows: Sequence[ReadRow]) -> bool:
        """Whether every unit tells how many came in all, and its rows come to that: each counts
        others than the rest."""
        equation = self._equation
        units = {row.unit_id for row in rows if self._moves(row)}
        return equation is not None and bool(units) and all(
            self._one(unit, "increase") == sum(
                cell.value or 0 for row in rows if row.unit_id == unit and row.status != "refused"
                for cell in row.cells if cell.code in equation.increases)
            for unit in units
        )  # fmt: skip

    def _kind(self, label: str, equation: Equation) -> _Told | None:
        sense = self._headings.sense(label)
        if sense.concepts & _OTHERS:
            return None
        if (stock := self.stock(label)) is not None:
            return stock
        _role, _colon, code = self._headings.role((label,))[0].partition(":")
        if code in equation.stocks:
            return "closing"
        summed = self._packs.indicators[code].sum_of if code in self._packs.indicators else ()
        if summed in (equation.increases, equation.decreases):
            return "increase" if summed == equation.increases else "decrease"
        moved = sense.concepts & {"increase", "decrease"}
        if code or sense.codes or sense.left or len(moved) != 1:
            return None
        return "increase" if "increase" in moved else "decrease"

    def _moves(self, row: ReadRow) -> bool:
        moved = (*self._equation.increases, *self._equation.decreases) if self._equation else ()
        return any(cell.code in moved for cell in row.cells)

    def _differs(self, unit: str, rows: Sequence[ReadRow], equation: Equation) -> tuple[str, ...]:
        own = [row for row in rows if row.unit_id == unit]
        if any(row.status == "refused" or not all(cell.taken for cell in row.cells) for row in own):
            return ()
        values = [(cell.code, cell.value or 0) for row in own for cell in row.cells]
        came = sum(value for code, value in values if code in equation.increases)
        went = sum(value for code, value in values if code in equation.decreases)
        said = []
        sides: tuple[tuple[_Told, int, str], ...] = (
            ("increase", came, _("Tổng tăng")), ("decrease", went, _("Tổng giảm")))  # fmt: skip
        for kind, made, words in sides:
            stated = self._one(unit, kind)
            if stated is not None and (
                made > stated or (made < stated and unit not in self._partly)
            ):
                said.append(_("{words} ghi {told}, cộng các dòng được {made}.").format(
                    words=words, told=vi_number(stated), made=vi_number(made)))  # fmt: skip
        opening, closing = self._one(unit, "opening"), self._one(unit, "closing")
        made = (opening or 0) + came - went
        if opening is not None and closing is not None and made != closing and (
            unit not in self._partly
        ):  # fmt: skip
            said.append(_("Đầu kỳ + tăng − giảm là {made}, cuối kỳ ghi {told}.").format(
                made=vi_number(made), told=vi_number(closing)))  # fmt: skip
        return tuple(said)

    def _one(self, unit: str, kind: _Told) -> int | None:
        told = self._told.get((unit, kind), set())
        return next(iter(told)) if len(told) == 1 else None
