"""The totals below a sheet's rows: those of the printed form, also where it counts more than rows.

What moved between two units counted here is taken out, and what whole unions brought that came
from elsewhere within the period is counted as having come (figures.md, 5.3); both are told.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from desktop.i18n import _
from desktop.models.entry.entry_columns import STOCKS, EntryColumn
from desktop.models.entry.entry_formulas import founding
from desktop.models.entry.entry_money import money_text
from desktop.models.entry.entry_row import EntryRow
from desktop.models.figures.cells import TREE_CAUSED
from desktop.models.figures.men_words import short_of_all
from desktop.models.figures.moves import EQUATIONS, Move, born_within, eve, moves_between
from desktop.models.figures.opening import Opening, openings
from desktop.models.figures.returns.owing import tells_movements
from desktop.models.figures.sums.carry import carried_stocks
from desktop.models.figures.sums.leavers import left_within
from desktop.models.figures.sums.parts import months_in
from desktop.models.figures.sums.register_counts import register_movement
from desktop.models.figures.sums.transfers import transfer_pairs
from desktop.models.figures.views import period_views
from desktop.models.packs.pack_types import Equation
from desktop.models.packs.packs import Packs
from desktop.models.store.reader import Reader
from desktop.models.text import percent, vi_number
from desktop.models.units.scope import Scope
from desktop.models.units.units import Tree, tree_on

if TYPE_CHECKING:
    from desktop.models.entry.entry import EntrySheet


class Beside(msgspec.Struct, frozen=True):
    """What counts in the totals beside the rows.

    By code: members of whole unions that came from elsewhere or went there (`tree`), those of new
    unions whose rows open with them and of unions that ended as the period began, so that they
    have no row in it (`begun`), and those who went with a union from one unit counted here to
    another (`inside`). `opened` by equation: what that adds to the openings or takes from them.
    `ended` are the names of those unions, `left` how many left with them.
    """

    tree: Mapping[str, int] = {}
    begun: Mapping[str, int] = {}
    opened: Mapping[str, int] = {}
    inside: Mapping[str, int] = {}
    ended: tuple[str, ...] = ()
    left: int = 0


class SheetTotals:
    """Sums of the columns, kept right row by row while somebody types.

    `estimates` are those of all rows that nobody has confirmed.
    """

    def __init__(self, sheet: "EntrySheet") -> None:
        self._sheet = sheet
        self._sums: list[int] = []
        self._counts: list[int] = []
        self._places: dict[tuple[str, str], int] = {}
        self._texts: dict[int, str] = {}
        self._transferred: dict[str, int] | None = None
        self._lacking: dict[str, bool] = {}
        self.estimates = 0
        self.beside = Beside()

    def add_up(self) -> None:
        """Add all rows up."""
        width, self.estimates = len(self._sheet.columns), 0
        self._sums, self._counts = [0] * width, [0] * width
        for row in self._sheet.rows:
            self.count([None] * width, row.numbers, len(row.estimates))

    def count(
        self, before: Sequence[int | None], after: Sequence[int | None], estimates: int
    ) -> None:
        """Let a row's new numbers replace its old ones; so many more of them are estimates."""
        self._forget()
        self.estimates += estimates
        for place, (was, now) in enumerate(zip(before, after, strict=True)):
            if was != now:
                self._sums[place] += (now or 0) - (was or 0)
                self._counts[place] += (now is not None) - (was is not None)

    def _forget(self) -> None:
        self._texts.clear()
        self._lacking.clear()
        self._transferred = None

    def text(self, place: int) -> str:
        """Return a column's total as shown; ratios are computed from the summed parts."""
        if place not in self._texts:
            self._texts[place] = self._worked_out(place)
        return self._texts[place]

    def _worked_out(self, place: int) -> str:
        column = self._sheet.columns[place]
        if column.formula == "growth":
            return self._growth(column)
        found = self._number(place)
        if found is None:
            return ""
        return money_text(found, self._sheet.facts.scale) if column.money else vi_number(found)

    def _number(self, place: int) -> int | None:
        column = self._sheet.columns[place]
        equation = self._sheet.facts.equations.get(column.id)
        closed = equation if column.formula in ("closing", "difference") else None
        if closed is not None and self._unopened(closed):
            return None  # what one of them closes with is not known
        if column.formula == "difference":
            return self._difference(column)
        added = self._beside(column, equation)
        return self._sums[place] + added if self._counts[place] or added else None

    def _difference(self, column: EntryColumn) -> int | None:
        """Return closing by movement less the stock itself, both of all rows."""
        closing, told = self._at("closing", column.code), self._at("", column.code)
        moved = self._number(closing) if closing is not None else None
        held = self._number(told) if told is not None else None
        return None if moved is None or held is None else moved - held

    def _at(self, formula: str, code: str) -> int | None:
        """Return the place of the column of a formula and figure."""
        if not self._places:
            for n, one in enumerate(self._sheet.columns):
                self._places.setdefault((one.formula, one.code), n)
        return self._places.get((formula, code))

    def _unopened(self, equation: Equation) -> bool:
        """Tell whether a row moved members though nobody ever told its opening."""
        if equation.id not in self._lacking:
            self._lacking[equation.id] = self._any_unopened(equation)
        return self._lacking[equation.id]

    def _any_unopened(self, equation: Equation) -> bool:
        opening = self._at("opening", equation.baseline)
        if opening is not None and self._counts[opening] == len(self._sheet.rows):
            return False  # of a thousand rows none needs to be asked
        return any(row.unopened(equation) for row in self._sheet.rows)

    def _beside(self, column: EntryColumn, equation: Equation | None) -> int:
        """Return what a column's total holds beside its rows."""
        if column.formula == "opening":
            return self.beside.opened.get(equation.id, 0) if equation is not None else 0
        if column.formula == "net":
            return self._net_beside(equation)
        if column.formula in ("", "sum"):
            return self._of_code(column.code)
        return 0  # what came less what went, with the opening beside it, closes with nobody

    def _net_beside(self, equation: Equation | None) -> int:
        if equation is None:
            return 0
        came = sum(self._of_code(code) for code in equation.increases)
        return came - sum(self._of_code(code) for code in equation.decreases)

    def _of_code(self, code: str) -> int:
        indicator = self._sheet.facts.packs.indicators.get(code)
        if indicator is not None and indicator.sum_of:
            added = sum(self._of_code(one) for one in indicator.sum_of)
            return added - sum(self._of_code(one) for one in indicator.minus)
        beside = self.beside
        return (
            beside.tree.get(code, 0) + beside.begun.get(code, 0) - beside.inside.get(code, 0)
            - self.transferred.get(code, 0)
        )  # fmt: skip

    @property
    def transferred(self) -> dict[str, int]:
        """Return code → members whom both sides of a transfer between two rows told of."""
        if self._transferred is None:
            self._transferred = self._told_by_both()
        return self._transferred

    def _told_by_both(self) -> dict[str, int]:
        if len(self._sheet.rows) < 2:
            return {}
        places, found = self._sheet.places, dict[str, int]()
        for pair in transfer_pairs(self._sheet.facts.packs):
            known = [self._sums[places[code]] for code in pair if code in places]
            if len(known) == len(pair) and min(known):
                found |= dict.fromkeys(pair, min(known))
        return found

    def _growth(self, column: EntryColumn) -> str:
        equation = self._sheet.facts.equations.get(column.id)
        if equation is None:
            return ""
        opening, moved = self._at("opening", equation.baseline), self._at("net", column.code)
        if opening is None or moved is None:
            return ""
        start, net = self._number(opening) or 0, self._number(moved) or 0
        return vi_number(percent(net, start, 2), 2) if start else ""

    @property
    def without_women(self) -> str:
        """Say by how much men and women fall short of all, and why; "" where they do not."""
        said = []
        for place, column in enumerate(self._sheet.columns):
            if column.formula != "men":
                continue
            lacking = [n for row in self._sheet.rows if row.numbers[place] is None
                       and row.number(column.code + "N") is None
                       and (n := row.number(column.code))]  # fmt: skip
            if lacking:
                name = self._sheet.facts.packs.indicators[column.code].name
                said.append(short_of_all(name, sum(lacking), len(lacking)))
        return " ".join(said)

    @property
    def cancels(self) -> bool:
        """Whether a total leaves out who moved between two rows."""
        return bool(self.beside.inside or self.transferred)

    @property
    def note(self) -> str:
        """Say what the totals of movements leave out or hold beside the rows, "" for nothing."""
        if not any(column.formula == "closing" for column in self._sheet.columns):
            return ""
        packs, said = self._sheet.facts.packs, []
        inner = self.transferred
        cancelled = sum(inner.get(came, 0) for came, _left in _of_members(packs))
        if cancelled:
            told = _("Dòng tổng cộng không tính {n} người chuyển giữa các đơn vị trong phạm vi.")
            said.append(told.format(n=vi_number(cancelled)))
        if went := self.beside.inside.get("C27", 0):
            told = _(
                "Dòng tổng cộng không tính {n} người đi theo CĐCS sáp nhập, chia tách trong"
                " phạm vi."
            )
            said.append(told.format(n=vi_number(went)))
        for code, told in _WHOLE_UNIONS:
            if number := self.beside.tree.get(code, 0):
                said.append(told.format(n=vi_number(number)))
        if self.beside.ended:
            told = _("Dòng tổng cộng tính cả {n} người của đơn vị thôi hoạt động từ đầu kỳ: {u}.")
            names = "; ".join(self.beside.ended)
            said.append(told.format(n=vi_number(self.beside.left), u=names))
        return " ".join(said)


_WHOLE_UNIONS = (
    (
        "C15",
        _("Dòng tổng cộng tính {n} người của CĐCS nhận về vào cột tiếp nhận, không vào đầu kỳ."),
    ),
    ("C27", _("Dòng tổng cộng tính {n} người của CĐCS giao đi vào đầu kỳ và cột bàn giao.")),
)


def _of_members(packs: Packs) -> Iterator[tuple[str, str]]:
    """Yield the transfers of members, women not beside them again."""
    for pair in transfer_pairs(packs):
        if packs.indicators[pair[0]].part_of is None:
            yield pair


def read_counted(reader: Reader, sheet: "EntrySheet", tree: Tree) -> None:
    """Read what the printed form counts of each row beside what was entered, and beside the rows.

    What events moved; where a form tells movements, also the stocks carried of units that told
    none, and who moved here or away with the whole union.
    """
    if sheet.form.scope != "unit_rows":
        return
    period, moving = sheet.period, tells_movements(reader, sheet.form)
    moves = moves_between(reader, period.data_from, period.data_to)
    born = born_within(reader, period.data_from, period.data_to)
    begun: dict[str, int] = {}
    opened: dict[str, int] = {}
    stocks = _carried(reader, sheet, tree) if moving else {}
    for row in sheet.rows:
        unit = row.unit.id
        mine = [move for move in moves if unit in (move.source, move.target)]
        row.events = _events(row, mine, begun, opened) if mine else {}
        row.born, row.gone = moving and unit in born, unit not in tree.units
        row.last = stocks.get(unit, {})
    units = {row.unit.id for row in sheet.rows} | {reader.own_unit}
    came = _by_tree(reader, sheet, tree) if moving else {}
    ended = _without_rows(reader, sheet, tree, units) if moving else {}
    left = 0
    for unit, opening in ended.items():
        for move in moves:
            for code, number in move.codes("out").items() if move.source == unit else ():
                begun[code] = begun.get(code, 0) + number
                left += number if code == move.out else 0
        for name, one in opening.items():
            opened[name] = opened.get(name, 0) + (one.value or 0)
    for name, ending in EQUATIONS:
        moved = came.get("C27" + ending, 0) - came.get("C15" + ending, 0)
        opened[name] = opened.get(name, 0) + moved
    names = tuple(Scope.of(reader).label(unit) for unit in ended)
    inside = _inside(moves, units | ended.keys())
    sheet.totals.beside = Beside(came, begun, opened, inside, names, left)


def _events(
    row: EntryRow, moves: Iterable[Move], begun: dict[str, int], opened: dict[str, int]
) -> dict[str, int]:
    """Return code → members whom events brought or took, unless the row tells of them itself.

    Those whom a new union typed as its first opening stand in its row as such; the form counts
    them as having come.
    """
    found: dict[str, int] = {}
    for move in moves:
        sides = (("out", move.source, move.out_typed), ("into", move.target, move.in_typed))
        for side, unit, typed in sides:
            if typed or unit != row.unit.id:
                continue
            opens = side == "into" and move.baseline
            into = begun if opens else found
            for code, number in move.codes(side).items():
                into[code] = into.get(code, 0) + number
                copy = founding(row.unit) if opens and code == "C12" else ""
                if copy and copy not in row.values:
                    begun[copy] = begun.get(copy, 0) + number
            for name, number in move.numbers.items() if opens else ():
                opened[name] = opened.get(name, 0) - number
    return found


def _carried(reader: Reader, sheet: "EntrySheet", tree: Tree) -> dict[str, dict[str, int]]:
    """Return unit → code → stock of before that a unit did not tell for the period.

    Where its row of stocks is not locked; the row itself reckons who came and left into it.
    """
    views = period_views(reader, sheet.period.id)
    units = [row.unit for row in sheet.rows if row.unit.id in tree.units]
    told = {unit.id: view for unit in units if (view := views.get(unit.id, {}).get(STOCKS))}
    begun = {unit: view.values for unit, view in told.items() if view.state == "live"}
    waiting = [unit for unit in units if unit.id not in told or unit.id in begun]
    found = carried_stocks(
        reader, months_in(reader.packs, sheet.period)[-1],
        [unit.id for unit in waiting if tree.role(unit) == "base"],
        [unit.id for unit in waiting if tree.role(unit) != "base"], begun,
    )  # fmt: skip
    return {
        unit: {code: part.value for code, part in parts.items()} for unit, parts in found.items()
    }


def _by_tree(reader: Reader, sheet: "EntrySheet", tree: Tree) -> dict[str, int]:
    """Return code → members of the unions that moved here or away within the period."""
    own = tree.units.get(reader.own_unit)
    if own is None or tree.role(own) != "upper" or sheet.beyond:
        return {}
    before = tree_on(reader, eve(sheet.period.data_from))
    ended = left_within(reader, sheet.period, own)
    counts = register_movement(reader, sheet.period, before, tree, own, ended).counts
    return {code: counts[code] for code in TREE_CAUSED if counts.get(code)}


def _without_rows(
    reader: Reader, sheet: "EntrySheet", tree: Tree, shown: Container[str]
) -> dict[str, dict[str, Opening]]:
    """Return unit → openings of the unions that ended as the period began, on its first day."""
    own = tree.units.get(reader.own_unit)
    if own is None or tree.role(own) == "base" or sheet.beyond:
        return {}
    period = sheet.period
    before = tree_on(reader, eve(period.data_from))
    gone = left_within(reader, period, own)
    listed = [u.id for u in gone if u.id not in shown and before.role(u) == "base"]
    return openings(reader, period, listed, {}) if listed else {}


def _inside(moves: Iterable[Move], units: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for move in moves:
        if move.out == "C27" and {move.source, move.target} <= units:
            for code, number in (*move.codes("out").items(), *move.codes("into").items()):
                found[code] = found.get(code, 0) + number
    return found
