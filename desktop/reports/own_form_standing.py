"""How firm the figures put into a province's own form are: what its reader has to know of them.

Our own forms say so in their head (`frame.coverage`). A form of others has no such line: what is
said here goes into a text of its mapping ("{coverage}"), else below everything on the sheet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from desktop.i18n import _
from desktop.models.figures.cells import split_code
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.figures.sums.total import Total
from desktop.models.packs.packs import Packs
from desktop.models.store.reader import Reader
from desktop.models.text import lowered
from desktop.reports import frame

_FIRM: Final = ("accepted", "submitted")
_ROWS: Final[Mapping[str, str]] = {
    "live": _("dòng {rows} lấy số đang nhập, chưa chốt"),
    "carried": _("dòng {rows} lấy số kỳ trước"),
    "returned": _("dòng {rows} lấy số đã bị trả lại, chờ nộp lại"),
}
_TENTATIVE: Final = _("Tạm tính: {said}")
Whole = tuple[str, str]
"""What is added up: "kỳ này" and the like, and whose ("" is the unit the form is filled for)."""


@dataclass(slots=True)
class _Sheet:
    """What was asked of the roll-ups for one sheet; `rows` by the state of their unit."""

    asked: dict[tuple[Whole, str], tuple[Rollup, Total]] = field(default_factory=dict)
    loose: set[tuple[Whole, str]] = field(default_factory=set)
    rows: dict[str, set[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Standing:
    """Every figure put in, by sheet, and how firm it is."""

    reader: Reader
    usual: str
    _sheets: dict[str, _Sheet] = field(default_factory=dict)

    def total(self, sheet: str, whole: Whole, rollup: Rollup, code: str, total: Total) -> None:
        """Note a total; one whose every part is locked needs no word."""
        for form in _homes(self.reader.packs, code):
            held = self._sheets.setdefault(sheet, _Sheet())
            held.asked.setdefault((whole, form), (rollup, total))
            if total.state not in _FIRM or total.missing_months:
                held.asked[whole, form] = (rollup, total)
                held.loose.add((whole, form))

    def own(self, sheet: str, rollup: Rollup, unit: str, code: str, row: int) -> None:
        """Note a base union's own figure in its row."""
        for form in _homes(self.reader.packs, code):
            held, asked = self._sheets.setdefault(sheet, _Sheet()), ((self.usual, ""), form)
            held.asked.setdefault(asked, (rollup, _whole(rollup, form)))
            back = unit in rollup.returned.get(form, ())
            state = "returned" if back else rollup.states.get(form, {}).get(unit, "missing")
            if state in _ROWS:
                held.loose.add(asked)
                held.rows.setdefault(state, set()).add(row)

    def tentative(self, sheet: str, *, joined: bool = False) -> tuple[str, ...]:
        """Say what of a sheet is tentative, each thing for itself; nothing where all is locked.

        `joined`: what is said of several figures is said once, naming them.
        """
        held = self._sheets.get(sheet, _Sheet())
        loose = [asked for asked in held.asked if asked in held.loose]
        lots = [loose] if joined else [[asked] for asked in loose]
        told = [text for lot in lots for text in self._told(held, lot)]
        told += [
            words.format(rows=_ranges(held.rows[state]))
            for state, words in _ROWS.items() if state in held.rows
        ]  # fmt: skip
        if not told:
            return ()
        unsure = {frame.unverified_line(self.reader, r) for r, _total in held.asked.values()}
        return tuple(dict.fromkeys([*told, *sorted(lowered(text) for text in unsure if text)]))

    def said(self, sheet: str) -> str:
        """Return what stands where the mapping asks how complete a sheet's figures are."""
        loose = self.tentative(sheet, joined=True)
        if loose:
            return one_sentence(loose)
        held = self._sheets.get(sheet, _Sheet())
        told = "; ".join(self._told(held, list(held.asked)))
        return told[:1].upper() + told[1:]

    def _told(self, held: _Sheet, wanted: Sequence[tuple[Whole, str]]) -> list[str]:
        """Say how far these are reported; where all of the form is alike, without a name."""
        said: dict[str, list[str]] = {}
        for asked in wanted:
            said.setdefault(self._reported(held, asked), []).append(self._named(asked))
        sheets = self._sheets.values()
        alike = len({self._reported(one, asked) for one in sheets for asked in one.asked}) == 1
        return [
            text if alike or "" in names else _("số {named}: {said}").format(
                named=", ".join(names), said=text
            ) for text, names in said.items()
        ]  # fmt: skip

    def _reported(self, held: _Sheet, asked: tuple[Whole, str]) -> str:
        rollup, total = held.asked[asked]
        said = lowered(frame.coverage(rollup, asked[1]))
        if asked in held.loose and not said.startswith(lowered(_TENTATIVE.format(said=""))):
            said = total.reported_words
        return said.removeprefix(lowered(_TENTATIVE.format(said="")))

    def _named(self, asked: tuple[Whole, str]) -> str:
        """Return the form, the period and the unit, "" where there is but one of each."""
        (what, unit), form = asked
        labels = [
            self.reader.packs.forms[form].label if self._several() else "",
            "" if what == self.usual else what,
            unit and _("của {unit}").format(unit=unit),
        ]
        return " ".join(filter(None, labels))

    def _several(self) -> bool:
        """Tell whether figures of more than one form were put in."""
        return len({form for one in self._sheets.values() for _whole, form in one.asked}) > 1


def one_sentence(told: Iterable[str]) -> str:
    """Return "Tạm tính: …" of everything that is tentative."""
    return _TENTATIVE.format(said="; ".join(dict.fromkeys(told)))


def _homes(packs: Packs, code: str) -> list[str]:
    """Return the forms a figure is told in: a ratio's are those of what it is made of."""
    indicator = packs.indicators.get(split_code(code)[0])
    if indicator is None or indicator.from_register:
        return []
    codes = (*indicator.numerator, *indicator.denominator) if indicator.type == "R" else ()
    homes = (packs.indicators[one].home for one in codes) if codes else (indicator.home,)
    return [form for form in dict.fromkeys(homes) if form in packs.forms]


def _whole(rollup: Rollup, form: str) -> Total:
    reported = rollup.reported.get(form, set())
    return Total(None, "live", len(reported), len(rollup.owing(form)))


def _ranges(rows: Iterable[int]) -> str:
    """Return "4–9, 12" of row numbers."""
    found = []
    for _gap, group in groupby(enumerate(sorted(rows)), lambda one: one[1] - one[0]):
        numbers = [row for _at, row in group]
        found.append(f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else f"{numbers[0]}")
    return ", ".join(found)
