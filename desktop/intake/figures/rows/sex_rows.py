"""Rows that tell the men and the women of one unit apart: “Nam”, and “Nữ” below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.names.units_known import Match
from desktop.intake.figures.rows.lines import NO_COUNT, Line
from desktop.intake.figures.sheets.grid import Grid, is_empty, shown
from desktop.intake.figures.wording.numbers import Count
from desktop.models.packs.packs import Packs
from desktop.models.text import fold, nfc, vi_number

_WHOLE: Final = ("data", "total", "subtotal")
_SEXES: Final = ({"men"}, {"women"})
_LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two rows of one unit, `whole` the row that is kept: one of them, or the one above.

    `told` is the row that tells the unit's whole: the one above, or “Cộng” below both.
    """

    whole: Line
    men: Line
    women: Line
    column: int
    told: Line | None = None


class SexRows:
    """Finds such rows in a sheet and keeps one of each unit, with the sums of both."""

    def __init__(self, grid: Grid, headings: HeadingReader, packs: Packs) -> None:
        self._grid, self._headings, self._packs = grid, headings, packs

    def join(self, lines: Sequence[Line]) -> None:
        """Give each unit the sum of its men's and its women's row, or check its own row with it.

        A row of one sex alone among such rows is no whole unit: it asks. So do both rows where
        the columns tell women apart as well.
        """
        pairs = list(self._pairs(lines))
        taken = {line.at for pair in pairs for line in (pair.whole, pair.men, pair.women)}
        told = {(id(pair.whole.table), pair.column) for pair in pairs}
        for line in lines if pairs else ():
            alone = line.kind == "data" and line.has_figures and line.at not in taken
            if alone and any((id(line.table), at) in told for at in self._sexes(line)):
                line.ask = _("Dòng này chỉ ghi số của nam hoặc của nữ, không rõ số của cả đơn vị.")
        for pair in pairs:
            self._settle(pair)

    def of_one_union(self, lines: Sequence[Line], whose: tuple[Match, str]) -> bool:
        """Give the union a sheet names above a row “Nam”, a row “Nữ” and perhaps their sum the
        figures of both; return whether that is all the sheet has."""
        data = [line for line in lines if line.kind == "data"]
        totals = [line for line in lines if line.kind == "total" and line.has_figures]
        told = [self._sex(line.name) for line in data]
        others = [line for line in lines if line not in data and self._sex(line.name)]
        if sorted(told) != ["men", "women"] or len(totals) > 1 or others:
            return False
        men, women = data if told[0] == "men" else data[::-1]
        whole = totals[0] if totals else data[0]
        self._settle(_Pair(whole, men, women, -1, totals[0] if totals else None))
        whole.kind, (whole.match, whole.name) = "data", whose
        return True

    def _pairs(self, lines: Sequence[Line]) -> Iterator[_Pair]:
        """Yield the rows of each unit, from the top down."""
        used = -1
        for place in range(len(lines) - 1):
            first, second = lines[place], lines[place + 1]
            if first.at <= used or not _are_next(first, second):
                continue
            one, two = self._sexes(first), self._sexes(second)
            column = next((at for at in one if one[at] != two.get(at, one[at])), -1)
            if column < 0 or not (first.has_figures or second.has_figures):
                continue
            above = lines[place - 1] if place and lines[place - 1].at > used else None
            whole = self._whole(above, first, second, column)
            if whole is not None:
                men, women = (first, second) if one[column] == "men" else (second, first)
                pair = _Pair(whole, men, women, column, None if whole is first else whole)
                used = second.at
                if pair.told is None and self._is_whole_of(pair, lines[place + 2 :]):
                    pair = replace(pair, told=lines[place + 2])
                    used = lines[place + 2].at
                yield pair

    def _whole(self, above: Line | None, first: Line, second: Line, column: int) -> Line | None:
        """Return the row that names the unit of two rows; None where none or two units do."""
        if above is not None and above.kind in _WHOLE and _are_next(above, first) and (
            self._is_named(above) and column not in self._sexes(above)
            and self._goes_on(above, first) and self._goes_on(above, second)
        ):  # fmt: skip
            return above
        if first.kind in _WHOLE and self._is_named(first) and self._goes_on(first, second):
            return first
        return None

    def _is_whole_of(self, pair: _Pair, below: Sequence[Line]) -> bool:
        """Whether the row right below both is the sum of them alone, as most of its figures say.

        The sum of a group of units, or of the table, tells others; below the last unit half of
        them may do so by chance.
        """
        second = max(pair.men, pair.women, key=lambda line: line.at)
        if not below or below[0].section is not second.section or (
            below[0].at != second.at + 1 or below[0].kind not in ("total", "subtotal")
        ):  # fmt: skip
            return False
        sums = {role: self._added(role, pair).value for role in below[0].counts}
        agrees = [sums[role] == count.value for role, count in below[0].counts.items()
                  if count.value and sums[role] is not None]  # fmt: skip
        odd = any(line.has_figures for line in below[1:])
        return 2 * sum(agrees) + odd > len(agrees) > 0

    def _goes_on(self, line: Line, below: Line) -> bool:
        """Whether a row is of the unit of the one above: without a name, or with the same."""
        if not self._is_named(below):
            return True
        if line.match.unit is not None and below.match.unit is not None:
            return line.match.unit.id == below.match.unit.id
        return fold(line.name) == fold(below.name)

    def _is_named(self, line: Line) -> bool:
        if line.match.unit is not None and line.match.sure:
            return True
        return bool(line.name) and not self._sex(line.name)

    def _sexes(self, line: Line) -> dict[int, str]:
        """Return the columns that say “Nam” or “Nữ” in a row, and which."""
        cells = enumerate(self._grid.rows[line.at])
        return {at: sex for at, cell in cells
                if isinstance(cell, str) and (sex := self._sex(shown(cell)))}  # fmt: skip

    def _sex(self, text: str) -> str:
        """Return what a text says and nothing else: men, women, "" for anything else."""
        low = nfc(text).lower()
        if len(text) > _LONGEST or not ("nam" in low or "nữ" in low):
            return ""
        sense = self._headings.sense(text)
        if sense.concepts not in _SEXES or sense.left or sense.codes or sense.span:
            return ""
        return next(iter(sense.concepts))

    def _settle(self, pair: _Pair) -> None:
        whole, parts = pair.whole, sorted((pair.men, pair.women), key=lambda line: line.at)
        if any(role.startswith("men:") or (role.startswith("code:") and role.endswith("N"))
               for role in whole.counts):  # fmt: skip
            if whole in parts:
                for line in parts:
                    line.ask = _("Đơn vị ghi hai dòng Nam, Nữ mà bảng còn có cột nam, nữ; "
                                 "không rõ số nào là của cả đơn vị.")  # fmt: skip
            return
        added = {role: self._added(role, pair) for role in whole.counts}
        whole.parts = tuple(parts)
        whole.women = replace(pair.women, counts=dict(pair.women.counts), name=_("Nữ"))
        told = pair.told.counts if pair.told is not None else {}
        whole.counts = {role: self._checked(role, told.get(role, NO_COUNT), one)
                        for role, one in added.items()}  # fmt: skip
        for line in parts if pair.told is None else (*parts, pair.told):
            if line is not whole:
                line.kind, line.why = "outside", _("số nam, số nữ của đơn vị ghi ở dòng trên")

    def _added(self, role: str, pair: _Pair) -> Count:
        """Return the sum of both rows; a figure that is not told by sex is told once."""
        men, women = (line.counts.get(role, NO_COUNT) for line in (pair.men, pair.women))
        flagged = next((one for one in (men, women) if one.sureness == "flagged"), None)
        if flagged is not None:
            return flagged
        if men.value is None and women.value is None:
            return NO_COUNT
        if not self._is_split(role):
            if men.value is None or women.value is None:
                return men if women.value is None else women
            return Count(None, "flagged", _("hai dòng Nam, Nữ cùng có số, không rõ số nào đúng."))
        if self._is_blank(role, pair.men) or self._is_blank(role, pair.women):
            return Count(None, "flagged", _("dòng Nam hoặc dòng Nữ để trống, chưa cộng được."))
        note = _("cộng dòng Nam và dòng Nữ: {men} + {women}.").format(
            men=vi_number(men.value or 0), women=vi_number(women.value or 0))  # fmt: skip
        return Count((men.value or 0) + (women.value or 0), "doubtful", note)

    def _checked(self, role: str, told: Count, added: Count) -> Count:
        """Return the figure of a unit's own row, compared with the sum of the two below it."""
        if told.value is None and told.sureness != "flagged":
            return added
        if not self._is_split(role) or added.value in (None, told.value) or told.value is None:
            return told
        note = _("dòng của đơn vị ghi {told}, dòng Nam và dòng Nữ cộng được {added}.").format(
            told=vi_number(told.value), added=vi_number(added.value or 0))  # fmt: skip
        return Count(None, "flagged", note)

    def _is_split(self, role: str) -> bool:
        """Whether women are counted apart of what a role counts; of stocks compared they are."""
        kind, _colon, code = role.partition(":")
        return kind != "code" or code + "N" in self._packs.indicators

    def _is_blank(self, role: str, line: Line) -> bool:
        """Whether a row tells nothing of a role; a dash is none."""
        readers = line.section.readers if line.section is not None else {}
        at = next((at for at, (told, _reader) in readers.items() if told == role), -1)
        row = self._grid.rows[line.at]
        known = line.counts.get(role, NO_COUNT).value is not None
        return not known and not (0 <= at < len(row) and not is_empty(row[at]))


def only_total(lines: Sequence[Line], whose: tuple[Match, str]) -> bool:
    """Give the union a sheet surely names above its one row of figures, “Tổng số”, perhaps with
    the men's and the women's below; return whether that is all the sheet has."""
    if any(line.kind == "data" and line.has_figures for line in lines):
        return False
    totals = [line for line in lines if line.kind in ("total", "subtotal") and line.has_figures]
    if len(totals) != 1 or not whose[0].sure:
        return False
    match, name = whose
    if not totals[0].parts:
        said = _("Bảng chỉ có dòng cộng; hiểu là số của đơn vị ghi ở trên.")
        match = Match(match.unit, said=said)
    totals[0].kind, totals[0].match, totals[0].name = "data", match, name
    return True


def added_cells(grid: Grid, line: Line, at: int) -> tuple[str, str]:
    """Return the place and text of a row's cell, those of both rows where it is their sum."""
    row = grid.rows[line.at]
    own = at < len(row) and not is_empty(row[at]) and line not in line.parts
    rows = (line,) if own or not line.parts else line.parts
    told = [shown(grid.rows[one.at][at]) if at < len(grid.rows[one.at]) else "" for one in rows]
    return "+".join(grid.place(one.at, at) for one in rows), " + ".join(filter(None, told))


def _are_next(line: Line, below: Line) -> bool:
    """Whether two rows stand below each other; one of dashes alone was taken for a heading."""
    same = below.section is line.section is not None and below.at == line.at + 1
    return same and line.kind in (*_WHOLE, "heading") and (
        below.kind in ("data", "heading", line.kind)
    )  # fmt: skip
