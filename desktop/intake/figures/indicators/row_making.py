"""A row of a list of indicators with its figure: what is taken, to be looked at, refused."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_head import IndicatorHead
from desktop.intake.figures.heads.indicator_names import Meant
from desktop.intake.figures.heads.movement_signs import sign_of
from desktop.intake.figures.indicators.row_cells import worked
from desktop.intake.figures.names.units_known import Known, Match
from desktop.intake.figures.result import CellReading, ReadRow, Status
from desktop.intake.figures.rows.office_rows import is_above, own_part_only
from desktop.intake.figures.sheets.formulas import Calculator
from desktop.intake.figures.sheets.grid import Cell, is_empty, shown
from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.scales import Scale, measure_scale, scales_in
from desktop.intake.figures.wording.senses import Sense
from desktop.intake.figures.wording.vocabulary import measures_clash
from desktop.models.packs.packs import Packs
from desktop.models.text import fold

_SCALED: Final = ("trieu", "nghin", "ngan", "ty", "trd", "chuc", "tram", "van", "1000", "1.000")


class RowMaker:
    """Makes the rows of one sheet; `declared` are the scales it says it is told in."""

    def __init__(
        self, headings: HeadingReader, packs: Packs, head: IndicatorHead,
        declared: Sequence[Scale], calculator: Calculator,
    ) -> None:  # fmt: skip
        self._headings, self._packs, self._head = headings, packs, head
        self._words = headings.words
        self._declared, self._calculator = declared, calculator
        self._own_told: set[str] = set()  # unions told that their own part counts

    def made(self, number: int, label: str, meant: Meant, whose: Match, cell: Cell,
             measure: str, place: str) -> ReadRow:  # fmt: skip
        """Return a row with its figure, or with why none is taken; `place` is its cell's."""
        code = meant.code
        scale = self._scale(code, label, measure)
        money = bool(code) and self._packs.indicators[code].money
        count = CountReader(
            self._words, money=money, scale=scale, sign=sign_of(code, self._packs)
        ).read(cell)
        refused, warned, unit = [], [], whose.unit
        if unit is None:
            refused.append(whose.said or _("Không rõ đây là số liệu của đơn vị nào."))
        elif whose.said:
            warned.append(whose.said)
        if not code:
            refused.append(_("Không rõ chỉ tiêu “{label}”.").format(label=label[:60]))
        elif not meant.sure:
            warned.append(_("Hiểu “{label}” là chỉ tiêu {code} “{name}”.").format(
                label=label[:60], code=code, name=self._packs.indicators[code].name))  # fmt: skip
        if unit is not None and count.value is not None and self._may_be_a_sum(unit, code):
            warned += [own_part_only(unit)] if unit.id not in self._own_told else []
            self._own_told.add(unit.id)
        if count.note:
            warned.append(f"{place}: {count.note}")
        if scale is None and fold(measure).split(" ")[0] in _SCALED and count.value:
            by_ones = _("đồng") if code and self._packs.indicators[code].money else _("từng đơn vị")
            refused.append(_("Đơn vị tính là {measure}; ghi bằng {ones} rồi nhận lại.").format(
                measure=measure, ones=by_ones))  # fmt: skip
        elif scale is None and code and count.value and measures_clash(self._words, code, measure):
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
            unit.id if unit else "", () if unit else whose.candidates,
            unit.code if unit else "",
        )  # fmt: skip

    def _scale(self, code: str, label: str, measure: str) -> Scale | None:
        """Return what a row is told in: its own measure says it, its name, or the whole sheet."""
        indicator = self._packs.indicators.get(code)
        if indicator is None:
            return None
        if measure:
            return measure_scale(measure, indicator)
        aside = re.findall(r"\(([^()]*)\)", label)
        named = [scale for text in (label, *aside) for scale in scales_in(text)]
        return next((one for one in (*named, *self._declared) if one.suits(indicator)), None)

    def of_parts(self, row: Sequence[Cell], code: str) -> tuple[int, Cell, Sense, str]:
        """Return where the figure stands, what it is, of which time, and what is to be said.

        Months that make up the period are added for a flow; of a stock the last one stands.
        """
        spans = [sense.span for _at, sense in self._head.parts if sense.span is not None]
        cells = [
            worked(row[at] if at < len(row) else "", self._calculator)
            for at, _s in self._head.parts
        ]
        last, sense = self._head.parts[-1]
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

    def in_time(self, row: ReadRow, code: str, sense: Sense) -> ReadRow:
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
