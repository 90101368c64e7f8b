"""The rows of an issued form: what stands where the hidden code of a row and a column meet."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.sheets.grid import Cell, Grid, is_empty, is_number, letter, shown
from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.row_kinds import total_kind
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.intake.issued_identity import COLUMN, ROW, Identity
from desktop.models.figures.cell_words import meaning
from desktop.models.figures.cells import NOT_APPLICABLE, Entry
from desktop.models.packs.packs import Packs
from desktop.models.text import fold, one_line

PERIOD: Final = "period"
"""Row token beside the line of the head that names the period."""
NAME, VALUE, NOTE = "name", "value", "note"
"""Column tokens: names of the rows, the one entry column of a form by indicators, remarks."""
PATH: Final = " / "
"""Between the titles of a column, outermost first."""
_MOST_TOKENS: Final = 200_000
_ATTRIBUTE: Final = "@"


@dataclass(frozen=True, slots=True)
class IssuedCell:
    """One entry cell: what stood there and what it was read as (None: empty or refused)."""

    code: str
    place: str
    source: str
    entry: Entry | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """The entry cells of one unit in one row of the sheet; `reasons` refuse all of them.

    `remark` is what was written beside them, None for nothing: its code is that of the one
    figure the row is for, "" in a row for the whole unit. `place` is where it stands, in words.
    `told` is the name that stands there; `named` the (unit, name) it is of where names and codes
    of several rows are each other's. `printed` are the numbers printed beside, by their title
    and from the left.
    """

    unit: str
    name: str
    line: int
    cells: tuple[IssuedCell, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)
    remark: IssuedCell | None = None
    reasons: tuple[str, ...] = ()
    place: str = ""
    told: str = ""
    named: tuple[str, str] = ("", "")
    printed: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stray:
    """A row or cell with something in it that no code belongs to."""

    line: int
    text: str
    why: str


@dataclass(slots=True)
class Tokens:
    """Where the tokens of a sheet stand: rows by index, columns by index."""

    rows: dict[int, str]
    columns: dict[int, str]
    head: int
    hidden: int


def tokens_of(grid: Grid) -> Tokens:
    found: dict[int, str] = {}
    columns: dict[int, str] = {}
    head, hidden = -1, -1
    for at, row in enumerate(grid.rows):
        for place, cell in enumerate(row):
            if not isinstance(cell, str):
                continue
            text = cell.strip()
            if text.startswith(ROW):
                found[at], hidden = text.removeprefix(ROW), place
            elif text.startswith(COLUMN):
                columns[place] = text.removeprefix(COLUMN)
                head = at if head < 0 else head
        if len(found) + len(columns) > _MOST_TOKENS:
            break
    return Tokens(found, columns, head, hidden)


class SheetReader:
    """Reads the cells where tokens of rows and columns meet."""

    def __init__(
        self, grid: Grid, tokens: Tokens, identity: Identity, words: Vocabulary, packs: Packs,
        *, copied: bool = False,
    ) -> None:  # fmt: skip
        self._grid = grid
        self._tokens = tokens
        self._identity = identity
        self._packs = packs
        self._words = words
        self._sheet = _(" ở trang “{sheet}”").format(sheet=grid.name) if copied else ""
        self._readers: dict[tuple[int, bool], CountReader] = {}
        twice = [t for t in tokens.columns.values() if list(tokens.columns.values()).count(t) > 1]
        self._twice = frozenset(twice)
        self._wrong = frozenset(
            token for place, token in tokens.columns.items() if not self._titled(place, token)
        )
        self._doubts = self._all_doubts()
        self._titles = self._printed_titles()

    def _printed_titles(self) -> dict[str, list[int]]:
        """Return title → places of the columns without a token under it, from the left."""
        found: dict[str, set[int]] = {}
        heads = self._grid.rows[max(self._tokens.head - 9, 0) : max(self._tokens.head, 0)]
        for row in heads:
            for place, cell in enumerate(row):
                if place not in self._tokens.columns and isinstance(cell, str) and cell.strip():
                    found.setdefault(fold(one_line(cell)), set()).add(place)
        return {title: sorted(places) for title, places in found.items()}

    def _printed(self, at: int) -> dict[str, tuple[int | None, ...]]:
        return {
            title: tuple(
                int(cell) if is_number(cell := self._cell(at, place)) else None for place in places
            )
            for title, places in self._titles.items()
        }

    def _all_doubts(self) -> dict[str, str]:
        return {t: self._group_doubt(place, t) for place, t in self._tokens.columns.items()}

    def _may_be_swapped(self, column: str) -> bool:
        """Tell whether nothing proves that a code went where its column went.

        A title no other column has proves it; else the numbers printed below the titles, which
        stay in the order they were given in where whole columns were moved.
        """
        titles = [path.rpartition(PATH)[2] for path in self._identity.columns.values()]
        mine = self._identity.columns.get(column, "").rpartition(PATH)[2]
        return titles.count(mine) > 1 and not self._counted_in_order()

    def _counted_in_order(self) -> bool:
        places = {token: place for place, token in self._tokens.columns.items()}
        above = self._tokens.head - 1
        asked = [one for one in self._identity.columns if one in places and one != NAME]
        told = [shown(self._cell(above, places[one])) if above >= 0 else "" for one in asked]
        numbers = [int(text) for text in told if text.isdigit()]
        return len(numbers) == len(told) and numbers == sorted(set(numbers))

    def _titled(self, place: int, token: str) -> bool:
        """Tell whether the title of a column still stands above its token."""
        title = self._identity.columns.get(token, "").rpartition(PATH)[2]
        if not title or token in (NAME, VALUE):
            return True
        return self._title_row(place, title) >= 0

    def _title_row(self, place: int, title: str) -> int:
        """Return the row above the tokens where a column's title stands, -1 for none."""
        for at in range(self._tokens.head - 1, max(self._tokens.head - 9, -1), -1):
            row = self._grid.rows[at]
            if place < len(row) and fold(one_line(title)) == fold(shown(row[place])):
                return at
        return -1

    def _group_doubt(self, place: int, token: str) -> str:
        """Say where the heading over a column's title is another one: codes may be swapped."""
        path = self._identity.columns.get(token, "").split(PATH)
        if len(path) < 2 or token in (NAME, VALUE, NOTE):
            return ""
        at = self._title_row(place, path[-1])
        for group in reversed(path[:-1]):
            at -= 1
            above = self._grid.rows[at] if at >= 0 else []
            texts = [shown(cell) for cell in above[: place + 1] if not is_empty(cell)]
            if not texts or fold(texts[-1]) != fold(group):
                stands = one_line(texts[-1]) if texts else ""
                if self._may_be_swapped(token):
                    said = _("Cột này đứng dưới nhóm “{stands}”, còn mã ẩn là của “{group}”; xin"
                             " đơn vị ghi vào một bản nguyên vẹn của biểu đã giao.")  # fmt: skip
                else:
                    said = _("Cột này được giao dưới nhóm “{group}”; xem lại có đúng cột không.")
                return said.format(group=group, stands=stands)
        return ""

    def row(self, at: int, token: str, known: tuple[str, str, str]) -> IssuedRow:
        unit, code, name = known
        cells, attributes, remark, told = [], {}, None, name
        for place, column in self._tokens.columns.items():
            cell = self._cell(at, place)
            if column == NAME:
                told = shown(cell)
            elif column == NOTE:
                remark = self._remark(at, place, "" if code.startswith(_ATTRIBUTE) else code)
            elif column.startswith(_ATTRIBUTE):
                attributes[column.removeprefix(_ATTRIBUTE)] = shown(cell)
            elif column == VALUE and code.startswith(_ATTRIBUTE):
                attributes[code.removeprefix(_ATTRIBUTE)] = shown(cell)
            elif column in self._identity.columns:
                cells.append(self._figure(at, place, code if column == VALUE else column, column))
        reasons = []
        if not told.strip():
            reasons.append(
                _("Tên ở dòng này đã bị xóa; mã của dòng là của “{name}”, xin đơn vị ghi lại tên.")
                .format(name=name)
            )  # fmt: skip
        elif fold(one_line(told)) != fold(one_line(name)):
            said = _("Tên ở dòng này là “{told}”, còn mã của dòng là của “{name}”.")
            if not code:  # a row of a unit: sorted without its code it cannot be told from others
                said = _("Tên ở dòng này là “{told}”, còn mã của dòng là của “{name}”; bảng đã sắp"
                         " xếp thì sắp lại theo cột STT rồi nhận lại.")  # fmt: skip
            reasons.append(said.format(told=told[:80], name=name))
        line = self._grid.lines[at]
        return IssuedRow(
            unit, name, line, tuple(cells), attributes, remark, tuple(reasons),
            _("dòng {line}").format(line=line) + self._sheet, told, printed=self._printed(at),
        )  # fmt: skip

    def _remark(self, at: int, place: int, code: str) -> IssuedCell | None:
        """Return what was written beside a row; a dash or the like says nothing."""
        text = one_line(shown(self._cell(at, place)))
        if not any(sign.isalnum() for sign in text):
            return None
        return IssuedCell(code, self._where(at, place), text, None, self._misplaced(NOTE))

    def _where(self, at: int, place: int) -> str:
        return f"{letter(place)}{self._grid.lines[at]}{self._sheet}"

    def _misplaced(self, column: str) -> str:
        """Say why no cell of a column is to be believed, "" where they are."""
        if column in self._twice:
            return _("Mã cột {code} có ở hai cột.").format(code=column)
        if column in self._wrong:
            title = self._identity.columns.get(column, "").rpartition(PATH)[2]
            return _("Đầu cột không còn là “{title}”.").format(title=title)
        return self._doubts.get(column, "") if self._may_be_swapped(column) else ""

    def _figure(self, at: int, place: int, code: str, column: str) -> IssuedCell:
        cell = self._cell(at, place)
        where = self._where(at, place)
        source = shown(cell)
        if is_empty(cell):
            return IssuedCell(code, where, "", None)
        if why := self._misplaced(column):
            return IssuedCell(code, where, source, None, why)
        if isinstance(cell, str) and meaning(cell) == "na":
            return IssuedCell(code, where, source, NOT_APPLICABLE)
        count = self._reader(place, code).read(cell)
        if count.sureness == "flagged":
            return IssuedCell(code, where, source, None, count.note)
        entry = Entry(count.value) if count.value is not None else None
        doubts = filter(None, (count.note, self._doubts.get(column, "")))
        return IssuedCell(code, where, source, entry, " ".join(doubts))

    def _reader(self, place: int, code: str) -> CountReader:
        indicator = self._packs.indicators.get(code)
        money = indicator is not None and indicator.money
        made = self._readers.get((place, money))
        if made is None:
            made = CountReader(self._words, money=money)
            self._readers[place, money] = made
        return made

    def _cell(self, at: int, place: int) -> Cell:
        row = self._grid.rows[at]
        return row[place] if place < len(row) else ""

    def without_token(self, there: Collection[str]) -> dict[int, tuple[IssuedRow, str]]:
        """Return the rows that kept their name but lost their hidden code, with that code.

        Nothing of them is taken: a name alone does not say which row it is (decision 15).
        """
        found: dict[int, tuple[IssuedRow, str]] = {}
        name = next((p for p, token in self._tokens.columns.items() if token == NAME), -1)
        inside = [at for at, token in self._tokens.rows.items() if token != PERIOD]
        if name < 0 or not inside:
            return found
        gone = {fold(one_line(k[2])): t for t, k in self._identity.rows.items() if t not in there}
        for at in range(self._tokens.head + 1, min(max(inside) + 6, len(self._grid.rows))):
            label = fold(one_line(shown(self._cell(at, name))))
            if at in self._tokens.rows or label not in gone:
                continue
            token = gone.pop(label)
            why = _("Mã ẩn của dòng này đã bị xóa nên số không nhận; xin đơn vị ghi vào biểu mới.")
            row = self.row(at, token, self._identity.rows[token])
            found[at] = replace(row, reasons=(why,)), token
        return found

    def strays(self, robbed: Collection[int], own: Collection[str]) -> Iterator[Stray]:
        """Yield what somebody added: rows without a code among the coded ones.

        `own` are the folded names of the lines a form reckons itself.
        """
        inside = [at for at, token in self._tokens.rows.items() if token != PERIOD]
        if not inside or self._tokens.head < 0:
            return
        first, last = self._tokens.head + 1, max(inside)
        figures = [
            place for place, token in self._tokens.columns.items()
            if token in self._identity.columns and token not in (NAME, NOTE)
            and not token.startswith(_ATTRIBUTE)
        ]  # fmt: skip
        for at in range(first, min(last + 6, len(self._grid.rows))):
            if at in self._tokens.rows or at in robbed:
                continue
            row = self._grid.rows[at]
            told = [shown(row[p]) for p in figures if p < len(row) and self._is_figure(row[p])]
            label = next((shown(c) for c in row if isinstance(c, str) and not is_empty(c)), "")
            if told and not total_kind(label, self._words) and fold(one_line(label)) not in own:
                yield Stray(
                    self._grid.lines[at], f"{label[:60]}: {', '.join(told[:6])}",
                    _("Dòng thêm vào không có mã nên không nhận."),
                )  # fmt: skip

    def _is_figure(self, cell: Cell) -> bool:
        """Whether a cell holds a figure: no date and no signature below the form."""
        if isinstance(cell, str):
            return CountReader(self._words).read(cell).value is not None
        return not is_empty(cell)
