"""The issued form that comes home: which unit and period it was made for, its figures by code.

Hidden cells carry tokens: "row:…" in one column, "col:…" in one row. Whatever was moved,
sorted or inserted, a figure is the cell where a row's token and a column's token meet, and it
is taken only when the name beside the row is still the name of that token. A hidden sheet
`_meta` tells for whom the form was made; its lines are signed by the office that issued it.
"""

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from desktop.i18n import _
from desktop.intake.figures.sheets.books import read_grids
from desktop.intake.figures.sheets.grid import Grid, is_empty, shown
from desktop.intake.figures.sheets.old_letters import in_unicode
from desktop.intake.figures.wording.vocabulary import Vocabulary, vocabulary
from desktop.intake.issued_copies import settle_copies
from desktop.intake.issued_identity import COLUMN, FORMAT, ROW, Identity
from desktop.intake.issued_order import with_names
from desktop.intake.issued_remarks import comments_of, lines_below, own_lines
from desktop.intake.issued_rows import PERIOD, IssuedRow, SheetReader, Stray, tokens_of
from desktop.intake.sources import files
from desktop.models.errors import Refusal
from desktop.models.packs.packs import Packs
from desktop.models.text import nfc, one_line

META: Final = "_meta"
_MARKS: Final = ("so-cong-doan-form/", ROW + PERIOD)
_WAYS: Final = ("utf-8", "utf-16-le")
_TEXTS: Final = ("sharedStrings.xml", "content.xml")
_MOST_LOOKED_AT: Final = 60_000_000  # bytes of all parts, unpacked


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
    strays += comments_of(path, {grid.name for grid in sheets}) if path is not None else []
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


def _check_codes(grids: Iterable[Grid]) -> None:
    """Refuse a form whose hidden column or hidden row was deleted: no figure has a code then."""
    found = [tokens_of(grid) for grid in grids]
    if not any(tokens.rows for tokens in found):
        told = _("Cột mã ẩn của biểu đã bị xóa nên không biết số nào của dòng nào.")
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
    told: list[tuple[str, IssuedRow]] = []
    strays: list[Stray] = []
    found = [tokens_of(grid) for grid in grids]
    there = {token for tokens in found for token in tokens.rows.values()}
    own = own_lines(packs, identity)
    for number, (grid, tokens) in enumerate(zip(grids, found, strict=True)):
        reader = SheetReader(grid, tokens, identity, words, packs, copied=number > 0)
        robbed = reader.without_token(there)
        strays += reader.strays(robbed, own)
        strays += lines_below(grid, tokens, words, own)
        told += [(token, row) for row, token in robbed.values()]
        for at, token in sorted(tokens.rows.items()):
            if token == PERIOD:
                continue
            known = identity.rows.get(token)
            if known is None:
                strays.append(Stray(grid.lines[at], token[:60], _("Mã dòng không có trong biểu.")))
                continue
            told.append((token, reader.row(at, token, known)))
    seen = {token for token, _row in told}
    missing = tuple(name for token, (_u, _c, name) in identity.rows.items() if token not in seen)
    rows = settle_copies(told)
    if len(grids) == 1:
        rows = with_names(rows, {unit: name for unit, code, name in identity.rows.values()
                                 if not code})  # fmt: skip
    return rows, strays, missing
