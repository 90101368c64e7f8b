"""What stands on an issued form beside its table: its own lines, words added below, comments."""

import html
import re
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from posixpath import join, normpath
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.sheets.grid import Grid, is_empty, shown
from desktop.intake.figures.sheets.xlsx_extras import sheet_parts
from desktop.intake.figures.wording.row_kinds import is_closing, total_kind
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.intake.issued_identity import COLUMN, ROW, Identity
from desktop.intake.issued_rows import PERIOD, Stray, Tokens
from desktop.models.entry.entry_columns import entry_columns, line_title
from desktop.models.errors import Refusal
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import parse_period
from desktop.models.text import fold, nfc, one_line

_REMARKS: Final = ("ghi chu", "luu y", "ghi them", "thuyet minh", "de nghi")
"""Begin a note although such a line may close a sheet of others."""
_NAME: Final = re.compile(r"(?:[^\W\d_]+\.?\s*){2,7}")
_FARTHEST: Final = 60
"""Rows below the table that are looked at."""
_MOST: Final = 20_000_000  # bytes of one part, unpacked
_LINK: Final = re.compile(rb'\bTarget="([^"]*comments[^"]*\.xml)"')
_COMMENT: Final = re.compile(
    rb'<(?:\w+:)?comment\b[^>]*?\bref="([A-Z]+)(\d+)"[^>]*>(.*?)</(?:\w+:)?comment>', re.DOTALL
)
_WORDS: Final = re.compile(rb"<(?:\w+:)?t\b[^>]*>([^<]*)<")


def own_lines(packs: Packs, identity: Identity) -> frozenset[str]:
    """Return the folded names of the lines a form prints and reckons itself: “Đầu kỳ”, “Cuối kỳ”.

    They carry no code, for nothing of them is read.
    """
    form = packs.forms.get(identity.form)
    try:
        period = parse_period(identity.period, packs.schemes)
    except Refusal:
        return frozenset()
    if form is None:
        return frozenset()
    columns = [c for role in ("base", "upper") for c in entry_columns(packs, form, period, role)]
    return frozenset(fold(line_title(packs, c)) for c in columns if c.kind != "typed")


def lines_below(
    grid: Grid, tokens: Tokens, words: Vocabulary, own: Collection[str]
) -> Iterator[Stray]:
    """Yield the words somebody wrote below the table.

    Signatures, names of signers and the form's `own` lines are none.
    """
    inside = [at for at, token in tokens.rows.items() if token != PERIOD]
    if not inside:
        return
    last = max(inside)
    for at in range(last + 1, min(last + _FARTHEST, len(grid.rows))):
        for cell in grid.rows[at]:
            if not isinstance(cell, str) or is_empty(cell) or cell.startswith((ROW, COLUMN)):
                continue
            text = one_line(shown(cell))
            if fold(text) not in own and _is_note(text, words):
                why = _("Chữ ghi thêm dưới bảng không nhận; cần giữ thì ghi vào cột Ghi chú.")
                yield Stray(grid.lines[at], text[:80], why)


def _is_note(text: str, words: Vocabulary) -> bool:
    key = fold(text)
    if key.startswith(_REMARKS):
        return any(sign.isalnum() for sign in key.partition(":")[2] or key)
    if total_kind(text, words) or is_closing(text, words):
        return False
    name = _NAME.fullmatch(text) is not None and all(
        word[:1].isupper() for word in text.split()
    )  # fmt: skip
    return not name and len(key.split()) > 1


def comments_of(path: Path, sheets: Collection[str]) -> list[Stray]:
    """Return the comments somebody put on cells of these sheets; other kinds of files have none."""
    found: list[Stray] = []
    try:
        with zipfile.ZipFile(path) as archive:
            for name, part in sheet_parts(archive).items():
                if nfc(name) in sheets:
                    found += _comments(archive, part)
    except (OSError, zipfile.BadZipFile, KeyError, RuntimeError, EOFError, NotImplementedError):
        return []
    return found


def _comments(archive: zipfile.ZipFile, part: str) -> Iterator[Stray]:
    folder, _slash, name = part.rpartition("/")
    links = f"{folder}/_rels/{name}.rels"
    if links not in archive.namelist():
        return
    for link in _LINK.findall(archive.read(links)):
        target = link.decode()
        place = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
        if archive.getinfo(place).file_size > _MOST:
            continue
        for column, row, body in _COMMENT.findall(archive.read(place)):
            said = "".join(w.decode("utf-8", "replace") for w in _WORDS.findall(body))
            text = one_line(html.unescape(nfc(said)))
            if text:
                cell = f"{column.decode()}{row.decode()}"
                why = _("Lời ghi kèm ô {cell} không nhận; cần giữ thì ghi vào cột Ghi chú.")
                yield Stray(int(row), text[:80], why.format(cell=cell))
