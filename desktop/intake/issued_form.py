"""The issued form that comes home: which unit and period it was made for, its figures by code.

Hidden cells carry tokens: "row:…" in one column, "col:…" in one row. Whatever was moved,
sorted or inserted, a figure is the cell where a row's token and a column's token meet, and it
is taken only when the name beside the row is still the name of that token. A hidden sheet
`_meta` tells for whom the form was made; its lines are signed by the office that issued it.
"""

import hashlib
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import msgspec

from desktop.i18n import _
from desktop.intake.figures.books import read_grids
from desktop.intake.figures.grid import Cell, Grid, is_empty, letter, shown
from desktop.intake.figures.numbers import CountReader
from desktop.intake.figures.old_letters import in_unicode
from desktop.intake.figures.vocabulary import Vocabulary, vocabulary
from desktop.intake.issued_identity import COLUMN, FORMAT, ROW, Identity
from desktop.intake.sources import files
from desktop.models.errors import Refusal
from desktop.models.figures.cell_words import meaning
from desktop.models.figures.cells import NOT_APPLICABLE, Entry
from desktop.models.packs.packs import Packs
from desktop.models.text import fold, nfc, one_line

META: Final = "_meta"
PERIOD: Final = "period"
"""Row token beside the line of the head that names the period."""
NAME, VALUE, NOTE = "name", "value", "note"
"""Column tokens: names of the rows, the one entry column of a form by indicators, remarks."""
PATH: Final = " / "
"""Between the titles of a column, outermost first."""
_MOST_TOKENS: Final = 200_000
_ATTRIBUTE: Final = "@"
_MARKS: Final = ("so-cong-doan-form/", ROW + PERIOD)
_WAYS: Final = ("utf-8", "utf-16-le")
_TEXTS: Final = ("sharedStrings.xml", "content.xml")
_MOST_LOOKED_AT: Final = 60_000_000  # bytes of all parts, unpacked


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
    figure the row is for, "" in a row for the whole unit.
    """

    unit: str
    name: str
    line: int
    cells: tuple[IssuedCell, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)
    remark: IssuedCell | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stray:
    """A row or cell with something in it that no code belongs to."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class IssuedForm:
    """An issued form as it came back. `entries` are the hidden lines as found, signed or not.

    `period_shown` is the line of the head that names the period, None where it is gone.
    `head_shown` are the lines at the left of the head, outermost first: the last is the unit's.
    `missing` are the names of rows that are no longer there.
    """

    identity: Identity
    entries: Mapping[str, str]
    signature: str
    rows: tuple[IssuedRow, ...]
    strays: tuple[Stray, ...]
    missing: tuple[str, ...]
    period_shown: str | None
    head_shown: tuple[str, ...]
    source: str
    sha256: str


def looks_issued(path: Path) -> bool:
    """Tell, without reading any sheet, whether a file carries the marks of an issued form.

    Never raises: what cannot be opened is told by whoever reads it.
    """
    try:
        first = files.check(path)
        if files.kind(first) != "zip":
            data = path.read_bytes()
            return any(mark.encode(way) in data for mark in _MARKS for way in _WAYS)
        with zipfile.ZipFile(path) as archive:
            parts = [i for i in archive.infolist() if i.filename.endswith(".xml")]
            room = _MOST_LOOKED_AT
            for part in sorted(parts, key=lambda i: (not i.filename.endswith(_TEXTS), i.file_size)):
                room -= part.file_size
                if room < 0:
                    return False
                data = archive.read(part)
                if any(mark.encode() in data for mark in _MARKS):
                    return True
            return False
    except (Refusal, OSError, zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError,
            NotImplementedError):  # fmt: skip
        return False


def recognise(path: Path, packs: Packs) -> IssuedForm | None:
    """Return the issued form a file is, None for any other workbook or table.

    Raises Refusal for what cannot be read at all, and for a form whose hidden identity is
    gone or cannot be made out. Whether the identity is to be believed is not judged here.
    """
    grids = read_grids(path)
    return recognise_in(grids, packs, nfc(path.name), path)


def recognise_in(
    grids: Sequence[Grid], packs: Packs, source: str, path: Path | None = None
) -> IssuedForm | None:
    """Return the issued form that sheets already read are, None when they are none."""
    entries = _hidden_lines(grids)
    sheets = [in_unicode(g) for g in grids if g.name != META and _has_tokens(g)]
    if entries.get("format") is None:
        if sheets:
            raise Refusal(
                _("Biểu này đã mất trang nhận dạng nên không biết của đơn vị, kỳ nào."),
                next_step=_("Ghi số vào chính tệp đã giao, đừng chép sang tệp khác."),
                code="E_FORM_IDENTITY",
            )
        return None
    if entries["format"] != FORMAT:
        raise Refusal(
            _("Biểu này do phiên bản mới hơn của chương trình lập."),
            next_step=_("Cập nhật chương trình rồi nhận lại."), code="E_FORM_VERSION",
        )  # fmt: skip
    identity = _identity(entries)
    if not sheets:
        raise Refusal(
            _("Biểu này đã mất các mã ẩn nên không đọc lại được."),
            next_step=_("Xin đơn vị ghi số vào chính tệp đã giao."), code="E_FORM_CODES",
        )  # fmt: skip
    _check_codes(sheets)
    rows, strays, missing = _read(sheets, identity, vocabulary(packs), packs)
    sha = hashlib.sha256(path.read_bytes()).hexdigest() if path is not None else ""
    return IssuedForm(
        identity, entries, entries.get("signature", ""), tuple(rows), tuple(strays), missing,
        _period_line(sheets), _head_lines(sheets), source, sha,
    )  # fmt: skip


# the hidden sheet


def _hidden_lines(grids: Iterable[Grid]) -> dict[str, str]:
    for grid in grids:
        if grid.name == META:
            return {
                shown(row[0]): nfc(str(row[1]))
                for row in grid.rows
                if len(row) > 1 and not is_empty(row[0])
            }
    return {}


def _identity(entries: Mapping[str, str]) -> Identity:
    plain: dict[str, Any] = {}
    rows: dict[str, Any] = {}
    columns: dict[str, str] = {}
    try:
        for key, value in entries.items():
            if key.startswith(ROW):
                rows[key.removeprefix(ROW)] = msgspec.json.decode(value)
            elif key.startswith(COLUMN):
                columns[key.removeprefix(COLUMN)] = value
            else:
                plain[key] = value
        return msgspec.convert(plain | {"rows": rows, "columns": columns}, Identity)
    except (msgspec.MsgspecError, RecursionError):
        raise Refusal(
            _("Trang nhận dạng của biểu này đã bị sửa nên không dùng được."),
            next_step=_("Giao lại biểu cho đơn vị, hoặc nhập số bằng cách khác."),
            code="E_FORM_FORGED",
        ) from None


# the sheets


@dataclass(slots=True)
class _Tokens:
    """Where the tokens of a sheet stand: rows by index, columns by index."""

    rows: dict[int, str]
    columns: dict[int, str]
    head: int
    hidden: int


def _tokens(grid: Grid) -> _Tokens:
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
    return _Tokens(found, columns, head, hidden)


def _check_codes(grids: Iterable[Grid]) -> None:
    """Refuse a form whose hidden column or hidden row was deleted: no figure has a code then."""
    found = [_tokens(grid) for grid in grids]
    if not any(tokens.rows for tokens in found):
        told = _("Cột mã ẩn ở bên phải biểu đã bị xóa nên không biết số nào của dòng nào.")
    elif not any(tokens.columns for tokens in found):
        told = _("Dòng mã ẩn dưới đầu bảng đã bị xóa nên không biết số nào của cột nào.")
    else:
        return
    raise Refusal(
        told, code="E_FORM_CODES",
        next_step=_("Xin đơn vị ghi số vào một bản nguyên vẹn của biểu đã giao rồi gửi lại."),
    )  # fmt: skip


def _has_tokens(grid: Grid) -> bool:
    return any(
        isinstance(cell, str) and cell.startswith((COLUMN, ROW))
        for row in grid.rows
        for cell in row
    )


def _period_line(grids: Iterable[Grid]) -> str | None:
    for grid in grids:
        for row in grid.rows:
            if any(isinstance(c, str) and c.strip() == ROW + PERIOD for c in row):
                texts = [shown(c) for c in row if not is_empty(c)]
                return " ".join(t for t in texts if not t.startswith((ROW, COLUMN)))
    return None


def _head_lines(grids: Iterable[Grid]) -> tuple[str, ...]:
    """Return what stands in the first column with anything of the head, down to the period."""
    for grid in grids:
        for at, row in enumerate(grid.rows):
            if not any(isinstance(c, str) and c.strip() == ROW + PERIOD for c in row):
                continue
            head = [[one_line(shown(c)) for c in line] for line in grid.rows[: at + 1]]
            filled = [place for line in head for place, text in enumerate(line) if text]
            first = min(filled)
            return tuple(line[first] for line in head if first < len(line) and line[first])
    return ()


def _read(
    grids: Sequence[Grid], identity: Identity, words: Vocabulary, packs: Packs
) -> tuple[list[IssuedRow], list[Stray], tuple[str, ...]]:
    rows: list[IssuedRow] = []
    strays: list[Stray] = []
    seen: dict[str, int] = {}
    found = [_tokens(grid) for grid in grids]
    there = {token for tokens in found for token in tokens.rows.values()}
    for grid, tokens in zip(grids, found, strict=True):
        reader = _SheetReader(grid, tokens, identity, words, packs)
        robbed = reader.without_token(there)
        strays += reader.strays(robbed)
        for row, token in robbed.values():
            seen.setdefault(token, row.line)
            rows.append(row)
        for at, token in sorted(tokens.rows.items()):
            if token == PERIOD:
                continue
            known = identity.rows.get(token)
            if known is None:
                strays.append(Stray(grid.lines[at], token[:60], _("Mã dòng không có trong biểu.")))
                continue
            row = reader.row(at, token, known)
            if token in seen and row.cells:
                same = _("Dòng này lặp lại mã của dòng {line}.").format(line=seen[token])
                row = replace(row, reasons=(same, *row.reasons))
            seen.setdefault(token, grid.lines[at])
            rows.append(row)
    missing = tuple(name for token, (_u, _c, name) in identity.rows.items() if token not in seen)
    return rows, strays, missing


class _SheetReader:
    """Reads the cells where tokens of rows and columns meet."""

    def __init__(
        self, grid: Grid, tokens: _Tokens, identity: Identity, words: Vocabulary, packs: Packs
    ) -> None:
        self._grid = grid
        self._tokens = tokens
        self._identity = identity
        self._packs = packs
        self._words = words
        self._readers: dict[tuple[int, bool], CountReader] = {}
        twice = [t for t in tokens.columns.values() if list(tokens.columns.values()).count(t) > 1]
        self._twice = frozenset(twice)
        self._wrong = frozenset(
            token for place, token in tokens.columns.items() if not self._titled(place, token)
        )
        self._doubts = self._all_doubts()

    def _all_doubts(self) -> dict[str, str]:
        return {t: self._group_doubt(place, t) for place, t in self._tokens.columns.items()}

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
                said = _("Cột này được giao dưới nhóm “{group}”; xem lại có đúng cột không.")
                return said.format(group=group)
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
        if fold(one_line(told)) != fold(one_line(name)):
            reasons.append(
                _("Tên ở dòng này là “{told}”, còn mã của dòng là của “{name}”.").format(
                    told=told[:80], name=name
                )
            )
        return IssuedRow(
            unit, name, self._grid.lines[at], tuple(cells), attributes, remark, tuple(reasons)
        )

    def _remark(self, at: int, place: int, code: str) -> IssuedCell | None:
        """Return what was written beside a row; a dash or the like says nothing."""
        text = one_line(shown(self._cell(at, place)))
        if not any(sign.isalnum() for sign in text):
            return None
        return IssuedCell(code, self._where(at, place), text, None, self._misplaced(NOTE))

    def _where(self, at: int, place: int) -> str:
        return f"{letter(place)}{self._grid.lines[at]}"

    def _misplaced(self, column: str) -> str:
        """Say why no cell of a column is to be believed, "" where they are."""
        if column in self._twice:
            return _("Mã cột {code} có ở hai cột.").format(code=column)
        if column in self._wrong:
            title = self._identity.columns.get(column, "").rpartition(PATH)[2]
            return _("Đầu cột không còn là “{title}”.").format(title=title)
        return ""

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

    def strays(self, robbed: Collection[int]) -> Iterator[Stray]:
        """Yield what somebody added: rows without a code among the coded ones, columns too."""
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
            if told and not _is_total(label):
                yield Stray(
                    self._grid.lines[at], f"{label[:60]}: {', '.join(told[:6])}",
                    _("Dòng thêm vào không có mã nên không nhận."),
                )  # fmt: skip

    def _is_figure(self, cell: Cell) -> bool:
        """Whether a cell holds a figure: no date and no signature below the form."""
        if isinstance(cell, str):
            return CountReader(self._words).read(cell).value is not None
        return not is_empty(cell)


def _is_total(label: str) -> bool:
    word = fold(one_line(label))
    return word.startswith(("cong", "tong cong", "tong so", "trong do nam"))
