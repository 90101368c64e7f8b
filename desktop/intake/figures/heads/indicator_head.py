"""The head of a sheet with a row for each indicator: which columns name, measure and count it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.columns import holds_numbers
from desktop.intake.figures.heads.heading_paths import heading_paths, is_numbering
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_names import IndicatorNames
from desktop.intake.figures.heads.kinds_of_workers import tells_all_kinds
from desktop.intake.figures.heads.plans_beside import is_assumed, names_period
from desktop.intake.figures.sheets.grid import Formula, Grid, is_empty, is_number, shown
from desktop.intake.figures.wording.scales import Scale, scales_in
from desktop.intake.figures.wording.senses import Sense
from desktop.intake.figures.wording.vocabulary import Vocabulary, words_of
from desktop.models.text import fold

_LOOKED_AT: Final = 80
_SAMPLE: Final = 200
_NOT_OF_PERIOD: Final = frozenset(
    {"plan", "ratio", "change", "average", "number", "note", "measure", "unit", "phone", "person"}
)
_NAMES: Final = (
    ("chi", "tieu"), ("noi", "dung"), ("tieu", "chi"), ("hang", "muc"), ("dau", "viec"),
    ("hoat", "dong"), ("cong", "viec"),
)  # fmt: skip
_MONEY: Final = frozenset({"kinhphi", "thanhtien"})
_PERSONS: Final = (("so", "nguoi"), ("nguoi",), ("luot", "nguoi"), ("so", "luot", "nguoi"))
_MEASURES: Final = frozenset({"vu", "luot nguoi", "hoi nghi", "sang kien", "dot", "doan", "giai"})
_NO_WHOLE: Final = frozenset({"plan", "ratio", "change", "scale", "men", "women"})
_BESIDE: Final = frozenset({"note", "measure", "number", "ratio"})
_MEN: Final = frozenset({"men"})
_WOMEN: Final = frozenset({"women"})
_OF_SEXES: Final = (_MEN, _WOMEN, frozenset({"total"}))
_BEFORE: Final = frozenset({"other_time"})
_MOVED: Final = frozenset({"increase", "decrease"})
_BALANCE: Final = _MOVED | {"opening", "closing"}
_STOCK: Final = frozenset({"closing", "this_time"})
_OF_WHOLE: Final = (_WOMEN, frozenset({"total"}))
_FEWEST: Final = 2
_ABOVE: Final = 3
_OF_REASONS: Final = re.compile(r"(?:ly do|li do|nguyen nhan|ghi chu|dien giai) ?(?:tang|giam)?\b")
_OF_LETTERS: Final = re.compile(
    r"^(?:so|thang|nam|nien|quy|ky|ma(?: so)?(?: don vi)?|bieu(?: so)?|mau(?: so)?|ngay)\b"
    r"(?! (?:truoc|nay)).{0,8}$|\b(?:dien thoai|sdt|dt|fax|ma so|email|hop thu)\b"
)
"""“Số: | 12”, “Năm | 2026”, “Mã đơn vị | 101”."""
SENTENCE: Final = re.compile(
    r"\b(?:tang|giam|ket nap|den|di|nghi|huu|them|bot)\w*(?: them| moi)?:? "
    r"0*\d{1,3}\b(?!\s*[/.-]\s*\d)"
    r"|\b\d{1,3} (?:dv|doan vien|nguoi|d/c|dong chi|ng)\b"
)
"""“Tăng 3 (kết nạp mới)”, “kết nạp 02 đ/c”: no name of an indicator."""


@dataclass(frozen=True, slots=True)
class MoneyColumn:
    """A column of money beside the counts: `part` is what stands behind an indicator's code.

    "D" is the union's money, "X" what others gave, "" the sum of both. `sure` where the heading
    says whose it is, or another column tells the rest.
    """

    at: int
    part: str
    sure: bool
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class IndicatorHead:
    """Rows [first, row] of the grid as a head, and the columns that are read under it.

    A head nobody wrote ends before the row it begins with.

    `parts` are columns of months that make up the period, `money` those of what was spent,
    `women` is the column of the women among the counted, -1 without one;
    `men` that of the men, whose counts are to be added to the women's where it is the `value`;
    `persons` says that the counts are of people; `guessed`, that no heading names the figures;
    `assumed`, that a result without a time stands beside a plan of the year.
    """

    first: int
    row: int
    name: int
    value: int
    measure: int
    sense: Sense
    parts: tuple[tuple[int, Sense], ...] = ()
    money: tuple[MoneyColumn, ...] = ()
    women: int = -1
    persons: bool = False
    guessed: bool = False
    men: int = -1
    assumed: bool = False

    def meaning(self, at: int) -> str:
        """Return what a column is read for, in words; "" for one that is not."""
        if at in (self.value, *(part for part, _sense in self.parts)):
            return _("Số liệu của kỳ")
        told = {
            self.name: _("Tên chỉ tiêu"), self.measure: _("Đơn vị tính"), self.women: _("Nữ"),
            self.men: _("Nam, để đối chiếu"), **{one.at: _("Kinh phí") for one in self.money},
        }  # fmt: skip
        return told.get(at, "")


class HeadFinder:
    """Finds the head of sheets of indicators."""

    def __init__(self, words: Vocabulary, headings: HeadingReader, names: IndicatorNames) -> None:
        self._words, self._headings, self._names = words, headings, names

    def find(self, grid: Grid, *, guess: bool = False) -> IndicatorHead | None:
        """Return the head of a grid, None without one; where it may be guessed, by its rows."""
        for row in range(min(len(grid.rows), _LOOKED_AT)):
            for last in self._lasts(grid, row):
                found = self._at(grid, row, last)
                if found is not None:
                    return found
        return self._by_rows(grid) if guess else None

    def _lasts(self, grid: Grid, row: int) -> Iterator[int]:
        """Yield the rows a head that begins here may end at, the longer head first."""
        below = row + 1
        if below < len(grid.rows) and not holds_numbers(grid, below) and not is_numbering(
            grid, below
        ):  # fmt: skip
            yield below
        yield row

    def _at(self, grid: Grid, row: int, last: int) -> IndicatorHead | None:
        paths = heading_paths(grid, row, last)
        named = [at for at, path in enumerate(paths) if path and self._is_name(path[-1])]
        named = (named or self._before_times(grid, paths, last) or self._told(grid, paths, last)
                 or self._before_stocks(grid, paths, last))  # fmt: skip
        if not named or (last > row and not self._goes_on(grid, named[0], last)):
            return None
        name = self._below_groups(grid, paths, named[0], last)
        said = {at: self._headings.sense(" ".join(path)) for at, path in enumerate(paths) if path}
        money = self._money(paths, said)
        values = [at for at, path in enumerate(paths)
                  if path and at != name and self._is_value(path, said[at])
                  and all(at != one.at for one in money)]  # fmt: skip
        values = values or self._stocks(said)[1:]
        sexes = self._sexes(said, name)
        # "Tổng số | Trong đó nữ", "Nam | Nữ | Tổng": the whole that its women stand beside
        values = values or [at for at, sense in said.items() if at > name
                            and sense.concepts == {"total"} and not sense.left
                            and (sexes or self._stands_by_sexes(said, at))]  # fmt: skip
        of_men = not values and len(sexes) == 2
        values = values or [*sexes[:1]] * of_men
        if len(values) > len({paths[at] for at in values}):
            return None  # "Tổng | Nữ | Tổng | Nữ": of which time, or of whom, nobody can tell
        values.sort(key=lambda at: said[at].relation in ("part", "wider"))
        guessed = False
        if not values and last == row:
            values = self._only_figures(grid, paths, said, name, last)
            guessed = bool(values)
        if not values and money and last == row:
            values = [money[0].at]  # a table of money alone
            money = ()
        if not values:
            return None
        measures = [
            at
            for at, sense in said.items()
            if at != name
            and (
                sense.concepts == {"measure"}
                or (sense.concepts == {"unit"} and self._holds_measures(grid, at, last + 1))
            )
        ]
        timed = [(at, said[at]) for at in values]
        parts = [one for one in timed if one[1].relation == "part" and one[1].span is not None]
        parts.sort(key=lambda one: one[1].span.first if one[1].span is not None else date.min)
        whole = timed[0][1].relation != "part"
        persons = tuple(words_of(paths[values[0]][-1])) in _PERSONS
        return IndicatorHead(
            row, last, name, values[0], measures[0] if measures else -1, timed[0][1],
            () if whole else tuple(parts), money,
            sexes[-1] if sexes else self._women_of(paths, said, values[0]), persons, guessed,
            sexes[0] if len(sexes) == 2 else -1,
            self._assumed(paths, values[0], name),
        )  # fmt: skip

    def _below_groups(
        self, grid: Grid, paths: Sequence[Sequence[str]], name: int, last: int
    ) -> int:
        """Return the column of indicators right of their groups, under one heading with those:
        “Nội dung” over “Tăng | Kết nạp”."""
        right = name + 1
        alone = right < len(paths) and (not paths[right] or paths[right] == paths[name])
        if not alone or self._holds_indicators(grid, name, last):
            return name
        return right if self._holds_indicators(grid, right, last) else name

    def _assumed(self, paths: Sequence[Sequence[str]], value: int, name: int) -> bool:
        """Whether a column of figures may as well hold all of the year whose plan stands beside."""
        told = [" ".join(path) for path in paths]
        if names_period(told[value]) or self._headings.sense(told[value]).span is not None:
            return False
        return is_assumed(list(filter(None, told[name + 1 :])), self._headings)

    def _before_times(self, grid: Grid, paths: Sequence[Sequence[str]], last: int) -> list[int]:
        """Return the column of indicators before columns of months, whatever stands above it.

        Nothing but times may be told right of it: “… | T8 | T9 | T10”.
        """
        said = {at: self._headings.sense(path[-1]) for at, path in enumerate(paths) if path}
        timed = [at for at, sense in said.items() if sense.span is not None and not sense.left]
        if len(timed) < _FEWEST or any(at > timed[0] and at not in timed for at in said):
            return []
        return next(([at] for at in range(timed[0]) if self._holds_indicators(grid, at, last)), [])

    def _before_stocks(
        self, grid: Grid, paths: Sequence[Sequence[str]], last: int
    ) -> list[int]:  # fmt: skip
        """Return the column of indicators before “Đầu tháng | Tăng | Giảm | Hiện có”."""
        said = {at: self._headings.sense(path[-1]) for at, path in enumerate(paths) if path}
        first = next(iter(self._stocks(said)), 0)
        return next(([at] for at in range(first) if self._holds_indicators(grid, at, last)), [])

    def _stocks(self, said: dict[int, Sense]) -> list[int]:
        """Return the columns of the stock before movements and of the one behind them, where both
        and the movements are told of nobody in particular; else none."""
        plain = {at: one.concepts for at, one in said.items() if not one.left and not one.codes}
        opening = [at for at, told in plain.items() if "opening" in told or told == _BEFORE]
        moved = [at for at, told in plain.items() if len(told & _MOVED) == 1]
        closing = [at for at, told in plain.items() if told & _STOCK and "opening" not in told]
        ways = set().union(*(plain[at] & _MOVED for at in moved))
        ordered = len(opening) == len(closing) == 1 and ways == _MOVED and (
            opening[0] < min(moved) and max(moved) < closing[0])  # fmt: skip
        return [opening[0], closing[0]] if ordered else []

    def _told(self, grid: Grid, paths: Sequence[Sequence[str]], last: int) -> list[int]:
        """Return the column of indicators before one of figures headed as such, whatever stands
        above the indicators: “Loại biến động | Số người”, “Diễn giải | Số lượng”."""
        values = [at for at, path in enumerate(paths) if path and self._counts(path)]
        if not values or holds_numbers(grid, last):
            return []
        return next(([at] for at in range(values[0]) if self._holds_indicators(grid, at, last)), [])

    def _counts(self, path: Sequence[str]) -> bool:
        words = words_of(path[-1])
        told = " ".join(words) in self._words.row_values or tuple(words) in _PERSONS
        return told or self._headings.sense(path[-1]).concepts in _OF_SEXES

    def _holds_indicators(self, grid: Grid, at: int, last: int) -> bool:
        """Whether most words of a column below a head are names of indicators; stocks and sums of
        movements among them (“Đoàn viên tăng”, “Có đến cuối tháng trước”) are no other thing."""
        rows = grid.rows[last + 1 : last + 1 + _SAMPLE]
        texts = [shown(row[at]) for row in rows if at < len(row) and isinstance(row[at], str)]
        texts = [text for text in texts if self._headings.sense(text).concepts != _WOMEN]
        known = sum(map(self._is_indicator, filter(None, texts)))
        others = sum(not self._is_indicator(text) and not self._is_balance(text) for text in texts)
        return known >= _FEWEST and known > others

    def _is_balance(self, text: str) -> bool:
        sense = self._headings.sense(text)
        return bool(sense.concepts & _BALANCE) and not (sense.left or sense.codes)

    def _holds_measures(self, grid: Grid, at: int, first: int) -> bool:
        """Whether most cells of a column headed “Đơn vị” tell what is counted: vụ, cuộc, người."""
        cells = [shown(row[at]) for row in grid.rows[first : first + _SAMPLE] if at < len(row)]
        told = [fold(text) for text in cells if text]
        known = [text for text in told if text in self._words.units or text in _MEASURES]
        return len(known) >= _FEWEST and len(known) * 2 > len(told)

    def _women(self, said: dict[int, Sense], value: int) -> int:
        """Return the column that tells the women of the counts, -1 without one: right of them, or
        left of them beside the men."""
        for at in (value + 1, value + 2):
            if self._says_women(said.get(at)):
                return at
        for at, men in ((value - 1, value - 2), (value - 2, value - 1)):
            if self._says_women(said.get(at)) and said.get(men, Sense()).concepts == {"men"}:
                return at
        return -1

    def _sexes(self, said: dict[int, Sense], name: int) -> list[int]:
        """Return the columns of men and of women, the men's left out where there is none, in a
        head that tells nothing beside them but their sum: “Nam | Nữ | Tổng”."""
        beside = {at: one for at, one in said.items()
                  if at > name and not one.concepts & _BESIDE}  # fmt: skip
        at = {one.concepts: place for place, one in beside.items()}
        if len(at) < max(_FEWEST, len(beside)) or _WOMEN not in at or any(
            one.left or one.codes or one.span or one.concepts not in _OF_SEXES
            for one in beside.values()
        ):  # fmt: skip
            return []
        return [at[one] for one in (_MEN, _WOMEN) if one in at]

    def _says_women(self, sense: Sense | None) -> bool:
        return sense is not None and sense.concepts <= {"women", "this_time", "of_period"} and (
            "women" in sense.concepts and sense.time != "other" and not sense.left
        )  # fmt: skip

    def _stands_by_sexes(self, said: dict[int, Sense], at: int) -> bool:
        """Whether the women stand right behind a whole, or men and women right beside it."""
        women = self._women(said, at)
        between = said.get(at + 1, Sense()).concepts
        return women >= 0 and (women <= at + 1 or between == {"men"})

    def _women_of(
        self, paths: Sequence[tuple[str, ...]], said: dict[int, Sense], value: int
    ) -> int:
        """Return the column of the women among the counts, right of them or under one heading with
        them: “Tháng 10 > Nam | Nữ | Tổng”."""
        if (right := self._women(said, value)) >= 0 or len(paths[value]) < _FEWEST:
            return right
        found = [at for at, path in enumerate(paths) if path[:-1] == paths[value][:-1]
                 and self._headings.sense(path[-1]).concepts == _WOMEN]  # fmt: skip
        return found[0] if len(found) == 1 else -1

    def _goes_on(self, grid: Grid, name: int, last: int) -> bool:
        """Whether a second row belongs to the head: it says nothing under the names."""
        row = grid.rows[last]
        filled = [at for at, cell in enumerate(row) if not is_empty(cell)]
        return bool(filled) and name not in filled and min(filled) > name

    def _is_name(self, text: str) -> bool:
        words = words_of(text)
        if " ".join(words) in self._words.row_names:
            return True
        sense = self._headings.sense(text)
        if sense.span is not None or sense.codes or len(words) > 6 or "giao" in words:
            return False
        return any(tuple(words[at : at + 2]) in _NAMES for at in range(min(len(words), 3)))

    def _is_value(self, path: Sequence[str], sense: Sense) -> bool:
        if sense.time == "other" or sense.concepts & _NO_WHOLE:
            return False
        if any(" ".join(words_of(one)) in self._words.row_values for one in (path[-1], path[0])):
            return True
        if tuple(words_of(path[-1])) in _PERSONS:
            return True
        return sense.time == "this" and not sense.left

    def _money(self, paths: Sequence[Sequence[str]], said: dict[int, Sense]
               ) -> tuple[MoneyColumn, ...]:  # fmt: skip
        """Return the columns of money: of the union, of others, of both."""
        found: list[tuple[int, str, bool, Scale | None]] = []
        for at, sense in said.items():
            text = " ".join(paths[at])
            words = set(self._names.spelled(text))
            others = bool(words & {"xahoihoa", "ngoai"})
            if sense.time == "other" or sense.concepts & {"plan", "ratio", "change"}:
                continue
            scales = [scale for scale in scales_in(text) if scale.money]
            if not (words & _MONEY or (others and len(words) < 4) or scales) or (
                sense.relation in ("part", "wider")
            ):  # fmt: skip
                continue
            both = sense.concepts & {"total"} and not words & {"congdoan"} and not others
            part = "X" if others else "" if both and len(said) > 4 else "D"
            found.append((at, part, others or "congdoan" in words, scales[0] if scales else None))
        several = {part for _at, part, _sure, _scale in found} >= {"D", "X"}
        return tuple(MoneyColumn(at, part, sure or several, scale)
                     for at, part, sure, scale in found)  # fmt: skip

    def _only_figures(self, grid: Grid, paths: Sequence[Sequence[str]], said: dict[int, Sense],
                      name: int, last: int) -> list[int]:  # fmt: skip
        """Return the one column of numbers right of the names whose heading rules none out."""
        found = []
        for at in range(name + 1, max(grid.width, len(paths))):
            sense = said.get(at, Sense())
            if sense.concepts & _NOT_OF_PERIOD or sense.time == "other" or sense.span is not None:
                continue
            if _numbers(grid, at, last + 1) >= _FEWEST:
                found.append(at)
        return found if len(found) == 1 else []

    def _by_rows(self, grid: Grid) -> IndicatorHead | None:
        """Return the head of a sheet whose rows alone tell: names of indicators before numbers."""
        beside = False
        for name in range(min(grid.width, 6)):
            rows = [at for at, row in enumerate(grid.rows[:_SAMPLE])
                    if name < len(row) and isinstance(row[name], str)
                    and self._is_indicator(shown(row[name]))]  # fmt: skip
            if len(rows) < _FEWEST or rows[-1] - rows[0] > 4 * len(rows):
                continue
            if self._are_reasons(grid, rows[0], name):
                continue
            rows = self._with_parts(grid, rows, name)
            values = [at for at in range(name + 1, grid.width)
                      if sum(_is_figure(grid, row, at) for row in rows) >= _FEWEST]  # fmt: skip
            women = values.pop() if self._are_women(grid, rows, values) else -1
            if beside:
                return None  # the list before would be lost without a word
            beside = len(values) > 1 and values[0] == name + 1
            if len(values) == 1 and not self._counts_something_else(grid, rows, values[0]):
                value = values[0]
                # "CÔNG ĐOÀN CƠ SỞ" above the name of the union is no indicator
                first = next(
                    row
                    for at, row in enumerate(rows)
                    if _is_figure(grid, row, value) or row + 1 in rows[at + 1 : at + 2]
                )
                first = self._with_strangers(grid, first, name, value)
                return IndicatorHead(first, first - 1, name, value, -1, Sense(), women=women,
                                     guessed=True)  # fmt: skip
        return None

    def _with_parts(self, grid: Grid, rows: Sequence[int], name: int) -> list[int]:
        """Return the rows of indicators and those right below one that say no more than “Tổng số”
        or “Nữ”: “1. Lao động:”, “- Tổng số:”, “- Nữ:”."""
        found: list[int] = []
        for at in range(rows[0], min(len(grid.rows), _SAMPLE)):
            text = shown(grid.rows[at][name]) if name < len(grid.rows[at]) else ""
            sense = self._headings.sense(text) if text else Sense()
            part = sense.concepts in _OF_WHOLE and not (sense.left or sense.codes or sense.span)
            if at in rows or (part and found and found[-1] == at - 1):
                found.append(at)
        return found

    def _with_strangers(self, grid: Grid, first: int, name: int, value: int) -> int:
        """Return the topmost row right above the first indicator that has words before a figure
        too: what nobody knows is asked about, and “Đoàn viên đầu kỳ” is told."""
        while first and _is_figure(grid, first - 1, value) and self._may_be_counted(
            shown(grid.rows[first - 1][name])
        ):  # fmt: skip
            first -= 1
        return first

    def _may_be_counted(self, text: str) -> bool:
        """Whether words may name what is counted: no time, no number of a letter or telephone."""
        words = words_of(text)
        if not any(map(str.isalpha, text)) or _OF_LETTERS.search(" ".join(words)):
            return False
        sense = self._headings.sense(text)
        return len(words) > 1 or sense.known

    def _are_reasons(self, grid: Grid, first: int, name: int) -> bool:
        """Whether the words of a column are headed “Lý do tăng”: no number behind is of them."""
        above = [shown(row[name]) for row in grid.rows[max(first - _ABOVE, 0) : first]
                 if name < len(row) and isinstance(row[name], str)]  # fmt: skip
        return any(_OF_REASONS.match(fold(text)) for text in above)

    def _counts_something_else(self, grid: Grid, rows: Sequence[int], value: int) -> bool:
        """Whether what stands above the figures says that they are members, or what there is now,
        beside movements told in words (“Tăng 3 (kết nạp mới) | Hiện có”), or of another time."""
        texts = [shown(row[value]) for row in grid.rows[: rows[0]] if value < len(row)]
        above = next((text for text in reversed(texts) if any(map(str.isalpha, text))), "")
        sense = self._headings.sense(above)
        if sense.time == "other":
            return True
        if sense.codes or not (
            sense.subjects or sense.concepts & {"this_time", "closing", "opening", "unit"}
        ):  # fmt: skip
            return False
        return not sense.left

    def _are_women(self, grid: Grid, rows: Sequence[int], values: Sequence[int]) -> bool:
        """Whether the second of two columns of figures has “trong đó nữ” before each of them."""
        if len(values) != 2:
            return False
        told = [shown(grid.rows[row][values[1] - 1]) for row in rows
                if _is_figure(grid, row, values[1])]  # fmt: skip
        said = [self._headings.sense(text) for text in told]
        return all(one.concepts == {"women"} and not (one.left or one.span) for one in said)

    def _is_indicator(self, text: str) -> bool:
        if self._headings.sense(text).concepts == {"unit"}:
            return False  # "Đơn vị:" names whose figures they are
        if SENTENCE.search(fold(text)):
            return False  # the figure stands in the words
        found = self._names.find(text)
        if (found.sure and found.code) or tells_all_kinds(text):
            return True
        return self._headings.role((text,))[0].startswith("code:")


def _numbers(grid: Grid, at: int, first: int) -> int:
    return sum(_is_figure(grid, row, at) for row in range(first, min(len(grid.rows), _SAMPLE)))


def _is_figure(grid: Grid, row: int, at: int) -> bool:
    cell = grid.rows[row][at] if at < len(grid.rows[row]) else ""
    if is_number(cell) or isinstance(cell, Formula):
        return True
    return isinstance(cell, str) and cell.strip()[:1].isdigit()
