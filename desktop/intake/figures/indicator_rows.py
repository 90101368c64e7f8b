"""Sheets with a row for each indicator (chỉ tiêu) and one column of figures, of a single unit."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.columns import is_numbering
from desktop.intake.figures.formulas import Calculator
from desktop.intake.figures.grid import Cell, Formula, Grid, is_empty, letter, shown
from desktop.intake.figures.headings import HeadingReader, Sense, Time, is_code_heading
from desktop.intake.figures.numbers import CountReader
from desktop.intake.figures.office_rows import is_above, own_part_only
from desktop.intake.figures.result import CellReading, IgnoredRow, ReadColumn, ReadRow, Status
from desktop.intake.figures.row_kinds import is_closing
from desktop.intake.figures.scales import Scale, declared_scales
from desktop.intake.figures.sheet_choice import sheet_sense, title_sense
from desktop.intake.figures.unit_names import Known, Match, NameBook
from desktop.intake.figures.vocabulary import Vocabulary, measures_clash, words_of
from desktop.models.packs.packs import Packs
from desktop.models.text import fold, one_line

_LOOKED_AT: Final = 80
_SCALED: Final = ("trieu", "nghin", "ngan", "ty", "trd", "chuc", "tram", "van", "1000", "1.000")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_LABEL: Final = re.compile(r"^[^:]{3,25}:\s*")
_BASE_UNION: Final = re.compile(r"(?:cdcs|cong doan co so|nghiep doan)(?: co so)? \w+(?! so lieu)")


@dataclass(frozen=True, slots=True)
class _Head:
    row: int
    name: int
    value: int
    measure: int
    sense: Sense
    parts: tuple[tuple[int, Sense], ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorSheet:
    """What such a sheet came to.

    `time` and `said` are what its title says of the time; `untimed`, that the column of figures
    says nothing of it.
    """

    grid: Grid
    time: Time
    said: Sense
    untimed: bool
    columns: tuple[ReadColumn, ...]
    rows: tuple[ReadRow, ...]
    ignored_rows: tuple[IgnoredRow, ...]


class IndicatorRows:
    """Reads sheets of indicators in rows for one form."""

    def __init__(self, words: Vocabulary, headings: HeadingReader, book: NameBook, packs: Packs,
                 codes: frozenset[str], own: str) -> None:  # fmt: skip
        self._words = words
        self._headings = headings
        self._book = book
        self._packs = packs
        self._codes = codes
        self._own = own
        self._labels = _labels(words, packs)

    def read(self, grids: Sequence[Grid]) -> IndicatorSheet | None:
        """Return the first sheet most of whose rows are indicators, None without one."""
        for grid in sorted(grids, key=lambda grid: grid.hidden):
            head = self._head(grid)
            if head is not None:
                return self._sheet(grid, head)
        return None

    def _head(self, grid: Grid) -> _Head | None:
        for row in range(min(len(grid.rows), _LOOKED_AT)):
            texts = [shown(cell) if isinstance(cell, str) else "" for cell in grid.rows[row]]
            names = [at for at, text in enumerate(texts) if _plain(text) in self._words.row_names]
            values = sorted(
                (at for at, text in enumerate(texts) if self._is_value(text)),
                key=lambda at: self._headings.sense(texts[at]).relation in ("part", "wider"),
            )
            if not names or not values:
                continue
            measures = [at for at, text in enumerate(texts)
                        if self._headings.sense(text).concepts == {"measure"}]  # fmt: skip
            said = [(at, self._headings.sense(texts[at])) for at in values]
            parts = [one for one in said if one[1].relation == "part" and one[1].span is not None]
            parts.sort(key=lambda one: one[1].span.first if one[1].span is not None else date.min)
            whole = said[0][1].relation != "part"
            return _Head(row, names[0], values[0], measures[0] if measures else -1, said[0][1],
                         () if whole else tuple(parts))  # fmt: skip
        return None

    def _is_value(self, text: str) -> bool:
        if not text:
            return False
        sense = self._headings.sense(text)
        if sense.time == "other" or sense.concepts & {"plan", "ratio", "change", "scale"}:
            return False
        return _plain(text) in self._words.row_values or (sense.time == "this" and not sense.left)

    def _sheet(self, grid: Grid, head: _Head) -> IndicatorSheet:
        whose = self._unit(grid, head)
        readers = {money: CountReader(self._words, money=money) for money in (False, True)}
        calculator = Calculator(grid)
        declared = declared_scales(grid.rows, head.row + 1)
        rows: list[ReadRow] = []
        ignored: list[IgnoredRow] = []
        before, closed = "", False
        for at, row in enumerate(grid.rows):
            number, text = grid.lines[at], next((shown(c) for c in row if not is_empty(c)), "")
            label = shown(row[head.name]) if head.name < len(row) else ""
            cell: Cell = row[head.value] if head.value < len(row) else ""
            if at <= head.row or not text:
                why = _("đầu bảng") if at == head.row else _("tiêu đề") if text else _("dòng trống")
                ignored.append(IgnoredRow(number, why, text[:80]))
                continue
            measure = shown(row[head.measure]) if 0 <= head.measure < len(row) else ""
            code = (self._under(label, before) or self._code(label, row, before)
                    or self._counted(label, measure))  # fmt: skip
            closed = closed or (not code and is_closing(label or text, self._words))
            if closed or (not code and (not self._says_a_number(cell) or is_numbering(grid, at))):
                why = _("phần ký tên, ghi chú") if closed else _("dòng tên nhóm")
                ignored.append(IgnoredRow(number, why, text[:80]))
                continue
            before = code  # a row nobody knows parts those around it
            if code and code not in self._codes:
                computed = self._packs.indicators[code].computed
                why = (
                    _("chỉ tiêu do chương trình tính") if computed else _("chỉ tiêu của biểu khác")
                )
                ignored.append(IgnoredRow(number, why, text[:80]))
                continue
            place, sense, told = head.value, head.sense, ""
            if code and head.parts:
                place, cell, sense, told = self._of_parts(row, head, code, calculator)
            cell = _worked(cell, calculator)
            money = bool(code) and self._packs.indicators[code].money
            reader = readers[money]
            measure = self._scaled(code, measure, declared)
            made = self._row(number, label, code, whose, cell, reader, measure,
                             f"{letter(place)}{number}")  # fmt: skip
            if told:
                status: Status = "warned" if made.status == "accepted" else made.status
                made = replace(made, status=status, reasons=(*made.reasons, told))
            rows.append(self._in_time(made, code, sense))
        columns = [
            ReadColumn(letter(at), shown(cell), None, self._said_of(at, head))
            for at, cell in enumerate(grid.rows[head.row]) if not is_empty(cell)
        ]  # fmt: skip
        titles = grid.rows[: head.row]
        return IndicatorSheet(
            grid, title_sense(titles, self._headings).time,
            sheet_sense(grid, titles, self._headings), head.sense.span is None,
            tuple(columns), tuple(_once(rows)), tuple(ignored),
        )  # fmt: skip

    def _says_a_number(self, cell: Cell) -> bool:
        """Whether a cell tells of a count: by digits, or by “không” as a stated nought."""
        if is_empty(cell) or not isinstance(cell, str):
            return not is_empty(cell)
        told = {*self._words.zero, *self._words.unknown}
        return any(c.isdigit() for c in cell) or fold(shown(cell)) in told

    def _row(self, number: int, label: str, code: str, whose: Match, cell: Cell,
             reader: CountReader, measure: str, place: str) -> ReadRow:  # fmt: skip
        count = reader.read(cell)
        refused, warned, unit = [], [], whose.unit
        if unit is None:
            refused.append(whose.said or _("Không rõ đây là số liệu của đơn vị nào."))
        elif whose.said:
            warned.append(whose.said)
        if not code:
            refused.append(_("Không rõ chỉ tiêu “{label}”.").format(label=label[:60]))
        if unit is not None and count.value is not None and self._may_be_a_sum(unit, code):
            warned.append(own_part_only(unit))
        if count.note:
            warned.append(f"{place}: {count.note}")
        if fold(measure).split(" ")[0] in _SCALED and count.value:
            by_ones = _("đồng") if code and self._packs.indicators[code].money else _("từng đơn vị")
            refused.append(_("Đơn vị tính là {measure}; ghi bằng {ones} rồi nhận lại.").format(
                measure=measure, ones=by_ones))  # fmt: skip
        elif code and count.value and measures_clash(self._words, code, measure):
            refused.append(_("Đơn vị tính là {measure}, chỉ tiêu này tính bằng {own}.").format(
                measure=measure, own=self._packs.indicators[code].unit))  # fmt: skip
        taken = count.sureness != "flagged"
        cells: tuple[CellReading, ...] = ()
        if code:
            value = count.value if taken else None
            cells = (CellReading(code, place, shown(cell), value, count.note, taken),)
        status: Status = "refused" if refused else "warned" if warned else "accepted"
        return ReadRow(
            number, unit.name if unit else "", status, cells, (*refused, *warned),
            unit.id if unit else "", unit_code=unit.code if unit else "",
        )  # fmt: skip

    def _scaled(self, code: str, measure: str, declared: Sequence[Scale]) -> str:
        """Return the measure of a row: its own, or the thousands the whole sheet is told in."""
        indicator = self._packs.indicators.get(code)
        told = [one for one in declared if indicator is not None and one.suits(indicator)]
        own = bool(measure) and not any(one.money for one in told)
        return told[0].words if told and not own else measure

    def _said_of(self, at: int, head: _Head) -> str:
        if any(at == part for part, _sense in head.parts):
            return _("Một phần của kỳ, được cộng với các cột cùng chỉ tiêu.")
        return _("Số liệu của kỳ.") if at == head.value else ""

    def _of_parts(
        self, row: Sequence[Cell], head: _Head, code: str, calculator: Calculator
    ) -> tuple[int, Cell, Sense, str]:
        """Return where the figure stands, what it is, of which time, and what is to be said.

        Months that make up the period are added for a flow; of a stock the last one stands.
        """
        spans = [sense.span for _at, sense in head.parts if sense.span is not None]
        cells = [_worked(row[at] if at < len(row) else "", calculator) for at, _s in head.parts]
        last, sense = head.parts[-1]
        if not self._headings.make_up_period(code, spans):
            return last, cells[-1], sense, ""
        reader = CountReader(self._words, money=self._packs.indicators[code].money)
        counts = [reader.read(cell) for cell in cells]
        if any(is_empty(cell) for cell in cells) or any(c.sureness == "flagged" for c in counts):
            if all(is_empty(cell) for cell in cells):
                return last, "", Sense(), ""
            return last, "", Sense(), _("Có tháng để trống hoặc không rõ, chưa cộng được cả kỳ.")
        added = " + ".join(map(shown, cells))
        return last, sum(c.value or 0 for c in counts), Sense(), (
            _("cộng các phần của kỳ: {added}.").format(added=added))  # fmt: skip

    def _in_time(self, row: ReadRow, code: str, sense: Sense) -> ReadRow:
        """Refuse a flow under a heading of more or less than the period; look at an open one."""
        if not code or all(cell.value is None for cell in row.cells):
            return row
        if not self._headings.is_of_period(code, sense):
            said = (_("Cột số liệu chỉ là một phần của kỳ, không được nhận.")
                    if sense.relation == "part" else
                    _("Cột số liệu dài hơn kỳ báo cáo, không được nhận."))  # fmt: skip
            return replace(row, status="refused", reasons=(said, *row.reasons))
        if self._headings.doubt(f"code:{code}", sense):
            said = _("Cột số liệu không ghi từ ngày nào; xem có phải chỉ của kỳ.")
            status: Status = "warned" if row.status == "accepted" else row.status
            return replace(row, status=status, reasons=(*row.reasons, said))
        return row

    def _may_be_a_sum(self, unit: Known, code: str) -> bool:
        """Whether an upper unit's figure of what base unions are asked may be their total."""
        upper = is_above(self._packs, unit)
        return upper and bool(code) and self._packs.indicators[code].asked_of != "upper"

    def _code(self, label: str, row: Sequence[Cell], before: str) -> str:
        for cell in row:
            if isinstance(cell, str) and (code := is_code_heading(cell, self._words.codes)):
                return code
        words = tuple(_without_number(words_of(label)))
        bracket = _BRACKETS.search(label)
        bare = self._code(_BRACKETS.sub(" ", label), (), "") if bracket is not None else ""
        if bracket is not None and bare and (
            tuple(words_of(bracket[1])) == self._words.measures[bare]
        ):  # fmt: skip
            return bare  # "Đối thoại định kỳ (cuộc)"
        found = self._labels.get(words) or self._labels.get(tuple(_bare(words)))
        found = found or self._measured(_bare(words))
        if found:
            return found
        if self._headings.sense(label).concepts == {"women"} and before + "N" in self._words.codes:
            return before + "N"
        return ""

    def _under(self, label: str, before: str) -> str:
        """Return the code of a row only the one right above explains: “đã giải quyết”."""
        under = self._words.rows_under.get(before)
        return under.get(" ".join(_bare(_without_number(words_of(label)))), "") if under else ""

    def _counted(self, label: str, measure: str) -> str:
        """Return the code a label has by what it is counted in: “tư vấn pháp luật” in persons."""
        words = _bare(_without_number(words_of(label)))
        return self._labels.get((*words_of(measure), *words), "") if measure else ""

    def _measured(self, words: Sequence[str]) -> str:
        """Return the code of “số cuộc đối thoại”: a name behind what it is counted in."""
        code = self._labels.get(tuple(words[1:])) if len(words) > 2 else None
        return code if code and fold(self._packs.indicators[code].unit) == words[0] else ""

    def _unit(self, grid: Grid, head: _Head) -> Match:
        """Return the unit a letterhead names last, below the one above it; else the own one.

        A base union that is named but stands in no register is nobody else's.
        """
        own = next((unit for unit in self._book.units if unit.id == self._own), None)
        for row in reversed(grid.rows[: head.row]):
            for cell in row:
                if not isinstance(cell, str) or len(cell) >= 200:
                    continue
                name = _LABEL.sub("", shown(cell))
                found = self._book.find(name)
                if (found.unit is not None and found.sure) or found.said:
                    return found
                if found.unit is None and _BASE_UNION.match(fold(name)):
                    said = _("Đầu biểu ghi “{name}”, không có trong danh sách đơn vị.")
                    return Match(None, said=said.format(name=one_line(name)[:80]))
        if own is not None:
            return Match(own, sure=True)
        return Match(self._book.units[0] if len(self._book.units) == 1 else None, sure=True)


def _worked(cell: Cell, calculator: Calculator) -> Cell:
    """Return what a formula without a result comes to, another cell as it is."""
    value = calculator.value(cell) if isinstance(cell, Formula) else None
    return cell if value is None else value


def _once(rows: Sequence[ReadRow]) -> Iterator[ReadRow]:
    """An indicator told twice with different figures is taken from neither row."""
    told: dict[str, set[int | None]] = {}
    for row in rows:
        for cell in row.cells:
            told.setdefault(cell.code, set()).add(cell.value)
    for row in rows:
        if any(len(told[cell.code]) > 1 for cell in row.cells):
            reason = _("Chỉ tiêu này có hai dòng khác số.")
            yield replace(row, status="refused", reasons=(reason, *row.reasons))
        else:
            yield row


def _labels(words: Vocabulary, packs: Packs) -> Mapping[tuple[str, ...], str]:
    """Return the words of each indicator's name and other names → its code."""
    found: dict[tuple[str, ...], str] = {}
    for code, indicator in packs.indicators.items():
        for text in (indicator.name, indicator.name.replace(":", " ")):
            found.setdefault(tuple(_bare(words_of(text.replace("–", " ")))), code)
            found.setdefault(tuple(words_of(text.replace("–", " "))), code)
    for phrase, said in words.phrases.items():
        for one in said:
            if one.startswith("code:"):
                found.setdefault(phrase, one[5:])
    found.pop((), None)
    return found


def _bare(words: Sequence[str]) -> list[str]:
    """Return a label without the words that open it: tổng số, số, trong đó."""
    found = list(words)
    while len(found) > 1 and found[0] in ("tong", "so", "trong", "do"):
        found = found[1:]
    return found


def _without_number(words: Sequence[str]) -> list[str]:
    found = list(words)
    while len(found) > 1 and (found[0].isdigit() or len(found[0]) == 1):
        found = found[1:]
    return found


def _plain(text: str) -> str:
    return " ".join(words_of(text)) if text else ""
