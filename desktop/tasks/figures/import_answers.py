"""What somebody answers about a file in words: its sheet, columns, names, rows to leave out.

The window points at what it shows; the command line names it. Each answer is looked for in what
was read, so that a wrong one is refused with what there is to choose from.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.result import (
    TOGETHER,
    Corrections,
    FiguresReading,
    IgnoredRow,
    ReadColumn,
    ReadRow,
    RowKey,
)
from desktop.intake.figures.sheets.grid import letter
from desktop.models.errors import Refusal
from desktop.models.text import fold, one_line

NOTHING: Final = "-"
"""Said of a column that is left out."""
_MEANINGS: Final = {
    "unit": "unit", "don vi": "unit", "ten don vi": "unit", "kind": "kind", "loai hinh": "kind",
    "note": "note", "ghi chu": "note",
}  # fmt: skip
_MOST: Final = 12
"""So many of what there is are told."""
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers as given: `columns` (heading or letter, code, or "-"), `names` (name as written,
    unit's code), `rows` as printed: "12", or "Cụm 2: 12" where several sheets are read; `own`
    whether the form chosen alone takes its figures."""

    sheet: str = ""
    together: bool = False
    columns: Sequence[tuple[str, str]] = ()
    names: Sequence[tuple[str, str]] = ()
    rows: Sequence[str] = ()
    own: bool | None = None

    @property
    def any(self) -> bool:
        """Whether anything was answered about how the file is read."""
        told = (self.sheet, self.together, self.columns, self.names, self.rows)
        return any(map(bool, told)) or self.own is not None


def corrections_of(
    answers: Answers,
    read: Callable[[Corrections], FiguresReading],
    codes: Collection[str],
    unit_of: Callable[[str], str],
) -> Corrections:
    """Return the answers as corrections of the file that `read` reads.

    `codes` are the indicators a column may be, `unit_of` returns the id of a code's unit. Raises
    Refusal for the first answer that fits nothing in the file.
    """
    if answers.sheet and answers.together:
        raise Refusal(
            _("Đã chọn một trang thì không đọc cùng cả các trang."),
            next_step=_("Bỏ --sheet hoặc --all-sheets."), code="E_ANSWER",
        )  # fmt: skip
    told = Corrections(sheet=TOGETHER if answers.together else answers.sheet, own=answers.own)
    if not (answers.columns or answers.names or answers.rows):
        return told
    reading = read(told)
    if answers.columns:
        told = replace(told, columns=_columns(reading, answers.columns, codes))
        reading = read(told)
    units = _units(reading, answers.names, unit_of)
    return replace(told, units=units, skip=_rows(reading, answers.rows))


def _columns(
    reading: FiguresReading, answers: Iterable[tuple[str, str]], codes: Collection[str]
) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for words, meaning in answers:
        letter = _letter(reading.columns, words)
        role = _role(meaning, codes)
        if found.setdefault(letter, role) != role:
            raise _twice(words)
    return found


def _letter(columns: Sequence[ReadColumn], words: str) -> str:
    """Return the letter of the column meant, by its heading or its own letter."""
    named = [one.letter for one in columns if one.heading and _same(one.heading, words)]
    own = [one.letter for one in columns if _same(one.place, words)]
    found = list(dict.fromkeys((*named, *own)))
    if len(found) == 1:
        return found[0]
    if found:
        places = [one.place for one in columns if one.letter in found]
        step = _("Ghi chữ của cột: {letters}.").format(letters=_list(places))
        if len(set(places)) < len(places):  # a list laid out anew: a column of it is several
            heads = [f"“{one_line(one.heading)[:40]}”" for one in columns if one.letter in found]
            step = _("Ghi tiêu đề: {headings}.").format(headings=_list(heads))
        raise Refusal(
            _("Có {n} cột hợp với “{words}”.").format(n=len(found), words=words[:60]),
            next_step=step, code="E_ANSWER",
        )  # fmt: skip
    known = [f"{one.place} “{one_line(one.heading)[:40]}”" for one in columns if one.heading]
    raise Refusal(
        _("Không có cột nào tên “{words}”.").format(words=words[:60]),
        next_step=_("Các cột: {columns}.").format(columns=_list(known)), code="E_ANSWER",
    )  # fmt: skip


def _role(meaning: str, codes: Collection[str]) -> str | None:
    text = meaning.strip()
    if text == NOTHING:
        return None
    role = _MEANINGS.get(fold(text)) or next((c for c in codes if c.upper() == text.upper()), "")
    if role:
        return role
    raise Refusal(
        _("Cột không thể là “{meaning}”.").format(meaning=text[:30]),
        next_step=_("Ghi mã chỉ tiêu của biểu ({codes}), “đơn vị”, “ghi chú”, hoặc “-” để không "
                    "lấy cột.").format(codes=_list(sorted(codes), 60)), code="E_ANSWER",
    )  # fmt: skip


def _units(
    reading: FiguresReading, answers: Iterable[tuple[str, str]], unit_of: Callable[[str], str]
) -> dict[RowKey, str]:
    """Return the rows of the names answered, each with its unit."""
    found: dict[RowKey, str] = {}
    for name, code in answers:
        rows = [row for row in reading.rows if row.unit and _same(row.unit, name)]
        if not rows:
            raise _no_name(reading, name)
        unit = unit_of(code.strip())
        for row in rows:
            if found.setdefault(row.key, unit) != unit:
                raise _twice(name)
    return found


def _no_name(reading: FiguresReading, name: str) -> Refusal:
    asked = [row for row in reading.rows if not row.unit_id] or reading.rows
    rows = [f"“{one_line(row.unit)}” ({_('dòng {row}').format(row=row.place)})"
            for row in asked if row.unit]  # fmt: skip
    told = (_("Các tên chưa rõ đơn vị: {names}.") if any(not r.unit_id for r in reading.rows)
            else _("Các tên trong bảng: {names}."))  # fmt: skip
    return Refusal(
        _("Không có dòng nào tên “{name}” trong bảng.").format(name=name[:60]),
        next_step=told.format(names=_list(rows)), code="E_ANSWER",
    )  # fmt: skip


def _rows(reading: FiguresReading, answers: Iterable[str]) -> frozenset[RowKey]:
    return frozenset(_row(reading, words) for words in answers)


def _row(reading: FiguresReading, words: str) -> RowKey:
    """Return the row of data meant by a number as printed, with its sheet where it needs one."""
    found = [row for row in reading.rows if _is_place(row, words)]
    if len(found) == 1:
        return found[0].key
    if found:
        raise Refusal(
            _("Dòng {row} có ở {n} trang.").format(row=words[:30], n=len(found)),
            next_step=_("Ghi cả tên trang, như: {rows}.").format(
                rows=_list([f"“{row.place}”" for row in found])), code="E_ANSWER",
        )  # fmt: skip
    left = next((row for row in reading.ignored_rows if _is_place(row, words)), None)
    if left is not None:
        raise Refusal(
            _("Dòng {row} không phải dòng số liệu của đơn vị nào ({why}).").format(
                row=left.place, why=left.why),
            next_step=_("Không cần bỏ dòng này."), code="E_ANSWER",
        )  # fmt: skip
    places = [row.place for row in reading.rows]
    ends = _list([places[0], places[-1]], join=" – ") if places else "–"
    raise Refusal(
        _("Bảng không có dòng {row}.").format(row=words[:30]),
        next_step=_("Các dòng số liệu: {rows}.").format(rows=ends), code="E_ANSWER",
    )  # fmt: skip


def _is_place(row: ReadRow | IgnoredRow, words: str) -> bool:
    at = letter(row.source_row - 1) if row.turned else str(row.source_row)
    return words.strip().upper() == at or _same(row.place, words)


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same words, however they are spaced or capitalised."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(one_line(text).lower())) or text.strip()


def _twice(words: str) -> Refusal:
    return Refusal(
        _("“{words}” được trả lời hai lần, khác nhau.").format(words=words[:60]),
        next_step=_("Ghi mỗi câu trả lời một lần."), code="E_ANSWER",
    )  # fmt: skip


def _list(found: Sequence[str], most: int = _MOST, join: str = "; ") -> str:
    more = [_("và {n} nữa").format(n=len(found) - most)] if len(found) > most else []
    return join.join((*found[:most], *more))


def unit_by(units: Mapping[str, str]) -> Callable[[str], str]:
    """Return what tells the id of a unit from its code or id, of a register given as a file."""

    def unit_of(code: str) -> str:
        if code not in units:
            raise Refusal(
                _("Danh sách đơn vị không có mã “{code}”.").format(code=code[:30]),
                next_step=_("Ghi mã hoặc id có trong tệp danh sách."), code="E_UNIT",
            )  # fmt: skip
        return units[code]

    return unit_of
