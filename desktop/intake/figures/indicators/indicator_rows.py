"""Sheets with a row for each indicator (chỉ tiêu) and one column of figures, of a single unit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.counted_in import (
    BRACKETS,
    COUNTED_APART,
    counted_otherwise,
    measure_alone,
    measure_beside,
)
from desktop.intake.figures.heads.heading_paths import is_numbering
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_columns import of_the_party
from desktop.intake.figures.heads.indicator_head import HeadFinder, IndicatorHead
from desktop.intake.figures.heads.indicator_names import (
    NOTHING,
    IndicatorNames,
    Meant,
    bare,
    heading_code,
    without_number,
)
from desktop.intake.figures.heads.movement_signs import sign_of
from desktop.intake.figures.heads.plans_beside import ASSUMED
from desktop.intake.figures.heads.sheet_choice import is_aside, sheet_sense, sheet_time, title_sense
from desktop.intake.figures.indicators.journals import Journal
from desktop.intake.figures.indicators.list_sections import ListSection
from desktop.intake.figures.indicators.row_balances import RowBalances
from desktop.intake.figures.indicators.row_beside import RowBeside
from desktop.intake.figures.indicators.row_cells import men_and_women, worked
from desktop.intake.figures.indicators.told_columns import told_columns
from desktop.intake.figures.indicators.told_twice import of_one_line, told_once
from desktop.intake.figures.indicators.units_across import tells_units_across
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.unit_words import no_unit, unsure_unit
from desktop.intake.figures.names.units_known import Known, Match
from desktop.intake.figures.result import (
    CellReading,
    Corrections,
    IgnoredRow,
    ReadColumn,
    ReadRow,
    Status,
)
from desktop.intake.figures.rows.admissions import (
    Admissions,
    founded,
    may_hold_new,
    members_or_unions,
    names_unions,
)
from desktop.intake.figures.rows.office_rows import is_above, own_part_only
from desktop.intake.figures.rows.row_units import row_units
from desktop.intake.figures.rows.told_against import told_against
from desktop.intake.figures.rows.unit_above import unit_above
from desktop.intake.figures.sheets.formulas import Calculator
from desktop.intake.figures.sheets.grid import Cell, Grid, is_empty, shown
from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.row_kinds import is_closing, total_kind
from desktop.intake.figures.wording.scales import Scale, declared_scales, measure_scale, scales_in
from desktop.intake.figures.wording.senses import Sense, Time
from desktop.intake.figures.wording.vocabulary import Vocabulary, measures_clash, words_of
from desktop.models.figures.kinds import is_part_title
from desktop.models.packs.packs import Packs
from desktop.models.text import fold, one_line

_SCALED: Final = ("trieu", "nghin", "ngan", "ty", "trd", "chuc", "tram", "van", "1000", "1.000")
_OF_UNITS: Final = ("code:A", "code:B", "code:C")
_WITHIN: Final = re.compile(r"^\s*(?:[-–—+•*○]|trong đó|tr\.? ?đó|gồm|[a-eđ][.)]\s)", re.IGNORECASE)
_CONTACTS: Final = frozenset({"phone", "person", "address"})
_PHONE: Final = re.compile(r"[(+]?(?:0|84)\)?(?:[ .()-]*\d){8,10}")
_STRANGE_ROWS: Final = 1_000
_ONE_IN: Final = 50
"""A sheet of that many rows of which fewer than one in so many is an indicator's is no list."""


@dataclass(frozen=True, slots=True)
class IndicatorSheet:
    """What such a sheet came to.

    `time` and `said` are what its title says of the time; `untimed`, that the column of figures
    says nothing of it. `admitted` are rows of admissions that may hold those of new unions, with
    what they are called.
    """

    grid: Grid
    time: Time
    said: Sense
    untimed: bool
    columns: tuple[ReadColumn, ...]
    rows: tuple[ReadRow, ...]
    ignored_rows: tuple[IgnoredRow, ...]
    admitted: Mapping[int, Admissions]


class IndicatorRows:
    """Reads sheets of indicators in rows for one form.

    `own_codes` are the form's, `codes` all that are read from such a sheet.
    """

    def __init__(
        self, words: Vocabulary, headings: HeadingReader, book: NameBook, names: IndicatorNames,
        packs: Packs, own_codes: frozenset[str], codes: frozenset[str], own: str,
        corrections: Corrections, *, of_offices: bool,
    ) -> None:  # fmt: skip
        self._words = words
        self._headings = headings
        self._book, self._packs = book, packs
        self._own_codes, self._codes = own_codes, codes
        self._own = own
        self._corrections = corrections
        self._of_offices, self._names = of_offices, names
        self._own_told: set[str] = set()  # unions of this sheet told that their own part counts

    def read(self, grids: Sequence[Grid], *, guess: bool = False) -> IndicatorSheet | None:
        """Return the sheet most of whose rows are indicators, None without one.

        Of several the first that is shown, of the period and no draft. Only a sheet that tells
        of the form's own indicators counts; where it may be guessed, one without any known
        heading too.
        """
        finder = HeadFinder(self._words, self._headings, self._names)
        found: list[tuple[tuple[bool, ...], IndicatorSheet]] = []
        for grid in grids:
            head = finder.find(grid, guess=guess)
            if head is None or tells_units_across(grid, head, self._book):
                continue
            made = self._sheet(grid, head)
            if made is None or not any(cell.code in self._own_codes for row in made.rows
                                       for cell in row.cells):  # fmt: skip
                continue
            rank = (grid.hidden, made.time == "other", is_aside(grid.name), made.time != "this",
                    made.said.relation in ("part", "wider"))  # fmt: skip
            if not any(rank):
                return made
            found.append((rank, made))
        return min(found, key=lambda one: one[0])[1] if found else None

    def _sheet(self, grid: Grid, head: IndicatorHead) -> IndicatorSheet | None:
        self._own_told.clear()
        whose, told_name = self._unit(grid, head)
        of_rows = row_units(grid, head, self._book, self._says_a_number, self._is_counted)
        calculator = Calculator(grid)
        declared = declared_scales(grid.rows, head.row + 1)
        balances = RowBalances(self._headings, self._packs)
        beside = RowBeside(self._words, self._packs, self._codes, head, declared, calculator)
        rows: list[ReadRow] = []
        ignored: list[IgnoredRow] = []
        admitted: dict[int, Admissions] = {}
        before, above, side, closed, known = "", "", "", False, 0
        section, reader = ListSection(), CountReader(self._words)
        for at, row in enumerate(grid.rows):
            label = shown(row[head.name]) if head.name < len(row) else ""
            told_first = next((shown(c) for c in row if not is_empty(c)), "")
            number, text = grid.lines[at], label or told_first
            cell: Cell = row[head.value] if head.value < len(row) else ""
            if at <= head.row or at < head.first or not text:
                why = _("tiêu đề") if text else _("dòng trống")
                why = _("đầu bảng") if text and head.first <= at else why
                ignored.append(IgnoredRow(number, why, text[:80]))
                continue
            measure = shown(row[head.measure]) if 0 <= head.measure < len(row) else ""
            within = bool(_WITHIN.match(label))
            role = self._headings.role((label,))[0]
            side = label if balances.side(label) else side
            if not head.parts:
                unit = (of_rows[at][1] if at in of_rows else whose).unit
                said = worked(cell, calculator)
                if balances.note(unit.id if unit else "", label, said) and not is_empty(said):
                    ignored.append(IgnoredRow(number, _("dòng cộng"), text[:80]))
                    continue
            if role.startswith("men") or balances.stock(label):
                why = (_("số nam, chỉ để đối chiếu") if role.startswith("men") else
                       _("số đầu kỳ, cuối kỳ do chương trình tính"))  # fmt: skip
                ignored.append(IgnoredRow(number, why, text[:80]))
                continue
            if within and is_part_title(self._packs, label):
                why = _("số riêng một số loại hình, chương trình tự tính")
                ignored.append(IgnoredRow(number, why, text[:80]))
                continue
            meant = self._meant(label, row, before, measure, above if within else "", side)
            if (total := section.total(self._headings.sense(label))) and not meant.code:
                meant = Meant(total)
            if label and not within:
                above = label
            code = meant.code
            told_number = self._says_a_number(cell) or any(
                map(self._says_a_number, beside.money(row))
            )
            if code and not told_number and not (meant.sure and code in self._codes):
                code, meant = "", NOTHING  # a group's name, or words below the table
            count = reader.read(worked(cell, calculator)).value
            if told_number and section.is_part(code, count, within=within):
                ignored.append(
                    IgnoredRow(number, _("số riêng của một phần ở dòng trên"), text[:80])
                )
                before = ""
                continue
            section.go_on(code, count, within=within, told=told_number)
            closed = closed or (not code and is_closing(label or text, self._words))
            contact = role in _CONTACTS or (not code and bool(_PHONE.fullmatch(shown(cell))))
            aside = contact or is_numbering(grid, at)
            if closed or (not code and (not told_number or aside)):
                signed = closed or (contact and told_number)
                why = _("phần ký tên, ghi chú") if signed else _("dòng tên nhóm")
                why = _("đầu bảng") if is_numbering(grid, at) else why
                side = side if balances.side(label) else ""
                ignored.append(IgnoredRow(number, why, text[:80]))
                continue
            summed = of_rows.get(at, ("",))[0] or ("" if label or code else text)
            if summed and total_kind(summed, self._words):
                ignored.append(IgnoredRow(number, _("dòng cộng"), text[:80]))
                continue
            known += bool(code)
            if len(rows) >= _STRANGE_ROWS and known * _ONE_IN < len(rows):
                return None
            before = code  # a row nobody knows parts those around it
            if code and code not in self._codes:
                computed = self._packs.indicators[code].computed
                why = (
                    _("chỉ tiêu do chương trình tính") if computed else _("chỉ tiêu của biểu khác")
                )
                ignored.append(IgnoredRow(number, why, text[:80]))
                continue
            if head.persons and code and f"{code}P" in self._codes and not measure:
                code, meant = f"{code}P", Meant(f"{code}P", sure=False)
            place, sense, told = head.value, head.sense, []
            if code and head.parts:
                place, cell, sense, said = self._of_parts(row, head, code, calculator)
                told += [said] if said else []
            cell = worked(cell, calculator)
            if code and head.men >= 0:
                cell, said = men_and_women(row, head, calculator, reader)
                told += [said] if said else []
            alone = not (measure or within or side)
            if code == "C12" and count and alone and names_unions(label):
                code = "B01" if founded(count) else code
                meant = Meant(code, sure=code == "C12")
                told += [members_or_unions(label)] if code == "C12" else []
            scale = self._scale(code, label, measure, declared)
            if of_rows:
                told_name, whose = self._of_row(number, *of_rows.get(at, ("", Match(None))))
            made = self._row(number, label, meant if code else NOTHING, whose, cell, scale, measure,
                             grid.place(at, place))  # fmt: skip
            made = replace(made, unit=told_name)
            if code:
                made = beside.with_women(made, row, code)
            if code and head.money:
                made = beside.with_money(made, row, code)
            if head.guessed and code:
                told.append(_("Đầu cột số liệu không ghi rõ; xem có phải số của kỳ này."))
            if head.assumed and code in self._words.flows and count:
                told.append(ASSUMED)
            if count is not None:
                told += told_against(beside.words(row), self._headings)
            if told:
                status: Status = "warned" if made.status == "accepted" else made.status
                made = replace(made, status=status, reasons=(*made.reasons, *told))
            if code == "C11" and may_hold_new(f"{above} {label}" if within else label):
                admitted[number] = Admissions(label)
            elif code == "C12" and within and admitted:
                last = max(admitted)
                admitted[last] = replace(admitted[last], holds_new=admitted[last].label == above)
            rows.append(self._corrections.applied_to(self._in_time(made, code, sense)))
        titles = grid.rows[: head.first]
        journal = Journal(grid, head, self._headings)
        if not grid.places:
            rows, others = journal.settled(rows)
            rows = [*map(self._corrections.applied_to, rows)]
            ignored += others
        once = list(balances.checked(tuple(told_once(rows, grid, head, self._packs))))
        if grid.places:
            once, ignored = of_one_line(once, ignored)
        admitted = {} if balances.proved(once) else admitted
        return IndicatorSheet(
            grid,
            sheet_time(grid, title_sense(titles, self._headings).time, self._headings),
            sheet_sense(grid, titles, self._headings),
            head.sense.span is None and not journal.dated,
            told_columns(grid, head, of_rows), tuple(once), tuple(ignored), admitted,
        )  # fmt: skip

    def _meant(self, label: str, row: Sequence[Cell], before: str, measure: str, above: str,
               side: str) -> Meant:  # fmt: skip
        """Return the indicator of a row: by a code in it, the row above, or its words.

        `side` is the line “Đoàn viên giảm” it stands below, "" for none.
        """
        if code := heading_code(row, self._words.codes):
            return Meant(code)
        found = self._named(label, before, measure, above, side)
        if found.code and measures_clash(self._words, found.code, measure):
            other = self._names.likely(label, measure)  # "Thành lập mới CĐCS" counted in CĐCS
            clash = measures_clash(self._words, other.code, measure)
            found = found if clash or not other.code else other
        name, told = measure_beside(label)
        if found.code[:1] in COUNTED_APART or not told:
            return found
        if not found.code:  # "Tai nạn lao động (vụ)": as over a column
            code = self._headings.meant((label,), frozenset(self._packs.indicators))[0]
            return Meant(code, sure=False) if code and code[0] not in COUNTED_APART else NOTHING
        stem = (self._names.named(name).code or found.code)[:3]
        if found.code[:3] != stem and not found.sure:
            return NOTHING  # "Đơn thư - số tiền" is no "thu KPCĐ"
        measures = self._words.measures
        if not counted_otherwise(told, measures[found.code]):
            return found
        # "Tết Sum vầy (người)" are not the occasions
        code = self._headings.meant((name, told), frozenset(self._packs.indicators))[0]
        fits = code[:3] == stem and not counted_otherwise(told, measures[code])
        return Meant(code, sure=False) if fits else NOTHING

    def _named(self, label: str, before: str, measure: str, above: str, side: str) -> Meant:
        """Return the indicator the words of a row name, whatever they say it is counted in."""
        if code := self._under(label, before):
            return Meant(code)
        if self._headings.sense(label).concepts == {"women"}:
            return Meant(before + "N") if before + "N" in self._words.codes else NOTHING
        of_group = above and bool(measure_alone(words_of(label)) or of_the_party(above))
        if of_group:  # "Bữa cơm CĐ: - Số CĐCS", "Xây dựng Đảng: - Kết nạp": as over a column
            code, sure = self._headings.meant((above, label), frozenset(self._packs.indicators))
            if code and code[0] not in COUNTED_APART:
                return Meant(code, sure)
        if (found := self._names.named(label, measure, above)).code:
            return found
        if (found := self._names.of_money(label, before.rstrip("DXP"))).code:
            return found
        # "Tổng số CNVCLĐ", "Chuyển đi > trong tỉnh": as over a column
        for over in dict.fromkeys((above, side) if of_group else ("", above, side)):
            role = self._headings.role((over, label) if over else (label,))[0]
            if role.startswith(_OF_UNITS):
                return Meant(role[5:])
        return self._names.find(label, measure, above)

    def _is_counted(self, text: str) -> bool:
        return self._headings.role((text,))[0].startswith("code:")

    def _says_a_number(self, cell: Cell) -> bool:
        """Whether a cell tells of a count: by digits, or by “không” as a stated nought."""
        if is_empty(cell) or not isinstance(cell, str):
            return not is_empty(cell)
        told = {*self._words.zero, *self._words.unknown}
        return any(c.isdigit() for c in cell) or fold(shown(cell)) in told

    def _row(self, number: int, label: str, meant: Meant, whose: Match, cell: Cell,
             scale: Scale | None, measure: str, place: str) -> ReadRow:  # fmt: skip
        code = meant.code
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

    def _scale(
        self, code: str, label: str, measure: str, declared: Sequence[Scale]
    ) -> Scale | None:
        """Return what a row is told in: its own measure says it, its name, or the whole sheet."""
        indicator = self._packs.indicators.get(code)
        if indicator is None:
            return None
        if measure:
            return measure_scale(measure, indicator)
        aside = re.findall(r"\(([^()]*)\)", label)
        named = [scale for text in (label, *aside) for scale in scales_in(text)]
        return next((one for one in (*named, *declared) if one.suits(indicator)), None)

    def _of_parts(
        self, row: Sequence[Cell], head: IndicatorHead, code: str, calculator: Calculator
    ) -> tuple[int, Cell, Sense, str]:
        """Return where the figure stands, what it is, of which time, and what is to be said.

        Months that make up the period are added for a flow; of a stock the last one stands.
        """
        spans = [sense.span for _at, sense in head.parts if sense.span is not None]
        cells = [worked(row[at] if at < len(row) else "", calculator) for at, _s in head.parts]
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

    def _under(self, label: str, before: str) -> str:
        """Return the code of a row the one right above explains: “đã giải quyết”."""
        under = self._words.rows_under.get(before, {})
        told = (" ".join(bare(without_number(words_of(text))))
                for text in (label, BRACKETS.sub(" ", label)))  # fmt: skip
        return next((under[text] for text in told if text in under), "")

    def _of_row(self, number: int, name: str, match: Match) -> tuple[str, Match]:
        """Return the name beside a row and its unit, with what is to be said of a name."""
        chosen = self._corrections.units.get(number) or self._corrections.names.get(one_line(name))
        known = next((unit for unit in self._book.units if chosen == unit.id), None)
        if known is not None:
            return name, Match(known, sure=True)
        if match.unit is None:
            return name, replace(match, said=no_unit(name, match))
        return name, match if match.sure or match.plain else Match(
            match.unit, said=unsure_unit(match)
        )

    def _unit(self, grid: Grid, head: IndicatorHead) -> tuple[Match, str]:
        """Return the unit named above the table and its name as read; else the own one.

        What base unions are asked is not an upper office's because it names none. A unit
        somebody chose for the sheet's rows, now or for the same name before, goes before.
        """
        found = unit_above(grid, grid.rows[: head.first], self._book)
        own = next((unit for unit in self._book.units if unit.id == self._own), None)
        if found is None:
            if own is None or not (self._of_offices or not is_above(self._packs, own)):
                own = self._book.units[0] if len(self._book.units) == 1 else None
            found = Match(own, sure=True), own.name if own is not None else ""
        match, name = found
        chosen = {*self._corrections.units.values()}
        if not chosen and not match.sure:
            chosen = {self._corrections.names.get(name, "")}
        known = next((unit for unit in self._book.units if chosen == {unit.id}), None)
        return (match if known is None else Match(known, sure=True)), name
