"""The member list out of Excel or a paste: columns by meaning, every row told, names only here.

What a list may not hold (identity numbers, ethnic origin, religion, health, bank accounts) is
never taken, whatever columns the file has; what is not switched on is left out and told.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.text import fold, lowered
from desktop.tasks.members.book import MOST, new_identity
from desktop.tasks.members.person import Member, clean, member_of
from desktop.tasks.members.vault import Vault

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "full_name": ("ho va ten", "ho ten", "ten doan vien", "ho va ten doan vien", "doan vien",
                  "ho va ten dem", "ho ten dem", "ho dem", "ho va dem", "ho lot", "ho va chu lot"),
    "union_post": ("chuc vu cong doan", "chuc vu cd", "chuc vu", "chuc danh"),
    "group": ("to cong doan", "to cd", "to", "cong doan bo phan", "bo phan", "cdbp"),
    "sex": ("gioi tinh", "gt", "gioi", "nam nu", "nam/nu", "nam, nu", "phai"),
    "joined": ("ngay vao cong doan", "ngay vao cd", "ngay ket nap", "ngay gia nhap",
               "nam vao cong doan", "vao cong doan", "ngay vao"),
    "card": ("so the", "so the doan vien", "so the cong doan", "so the cd", "ma the",
             "ma so doan vien", "the doan vien"),
    "born": ("ngay sinh", "nam sinh", "ngay thang nam sinh", "sinh ngay"),
    "came": ("ngay chuyen den", "chuyen den"),
    "left": ("ngay chuyen di", "chuyen di"),
    "dues": ("doan phi", "muc dong doan phi", "doan phi (dong)"),
    "phone": ("so dien thoai", "dien thoai", "sdt", "dt", "di dong"),
    "note": ("ghi chu",),
}  # fmt: skip
_NEVER: Final = (
    "cccd", "cmnd", "can cuoc", "chung minh", "dan toc", "ton giao", "suc khoe", "benh",
    "tai khoan", "ngan hang", "que quan", "noi o", "dia chi", "thuong tru", "hon nhan",
    "dang vien", "ngay vao dang",
)  # fmt: skip
_GIVEN: Final = ("", "ten")
_MARKS: Final = frozenset({"nam", "nu", "x"})
_LEAST_HEADS: Final = 2
_LOOK_DOWN: Final = 30
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the source: the member it makes, or why it is not taken; `known` repeats one.

    Of a row that is taken `why` says which other it may be the same person as. `name` is the
    one a row that is refused stands under, "" where it has none.
    """

    row: int
    member: Member | None
    state: str
    why: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file or paste gives: its rows, the columns taken, left out, and never taken."""

    lines: tuple[Line, ...]
    taken: tuple[str, ...]
    off: tuple[str, ...]
    never: tuple[str, ...]

    def of(self, state: str) -> list[Line]:
        """Return the rows of a state: new, known, refused."""
        return [line for line in self.lines if line.state == state]


def read_file(vault: Vault, path: Path, unit: str = "") -> Intake:
    """Read a workbook or text file. Raises Refusal for one without a column of names."""
    from desktop.tasks.figures.unit_lists import rows_of

    best: Intake | None = None
    for rows in rows_of(path):
        try:
            found = read_rows(vault, rows, unit)
        except Refusal:
            continue
        if best is None or len(found.lines) > len(best.lines):
            best = found
    if best is None:
        raise _no_names()
    return best


def read_text(vault: Vault, text: str, unit: str = "") -> Intake:
    """Read what was pasted from Excel; a bare list of names needs no heading."""
    rows = [line.split("\t") for line in text.replace("\r", "").split("\n")]
    if all(len(row) == 1 for row in rows) and not _heads(rows[0]):
        rows = [["Họ và tên"], *rows]
    return read_rows(vault, rows, unit)


def read_rows(vault: Vault, rows: Sequence[Sequence[str]], unit: str = "") -> Intake:
    """Read rows of texts under the first row that names columns."""
    at, heads = _find_heads(rows)
    fields = vault.book.fields
    columns = {place: name for place, name in heads.items() if name in fields}
    off = tuple(name for name in heads.values() if name not in fields)
    never = tuple(clean(text) for text in rows[at] if _is_never(text))
    known = dict.fromkeys((_same(one) for one in vault.book.members), 0)
    named = dict.fromkeys((_named(one) for one in vault.book.members), 0)
    given = _given_names(rows, at, heads)
    lines: list[Line] = []
    for number, row in enumerate(rows[at + 1 :], at + 2):
        texts = {name: row[place] for place, name in columns.items() if place < len(row)}
        if 0 <= given < len(row):
            texts["full_name"] = f"{texts.get('full_name', '')} {row[given]}"
        line = _line(number, texts, fields, unit, known)
        if line is not None:
            lines.append(_alike(line, named))
        if len(lines) > MOST:
            raise Refusal(
                _("Danh sách dài quá {n} dòng.").format(n=MOST),
                next_step=_("Chia thành nhiều tệp."), code="E_TOO_LARGE",
            )  # fmt: skip
    if sum(line.why == _no_person() for line in lines) * 2 > len(lines):
        raise _no_names()  # a form of figures, too, has a column "Đoàn viên"
    return Intake(tuple(lines), tuple(columns.values()), off, never)


def _no_person() -> str:
    return _("ô họ và tên không phải tên người")


def _line(
    number: int, texts: Mapping[str, str], fields: Sequence[str], unit: str,
    known: dict[tuple[str, ...], int],
) -> Line | None:  # fmt: skip
    if not any(clean(text) for text in texts.values()):
        return None
    name = clean(texts.get("full_name", ""))
    if name and not any(word.isalpha() for word in _WORD.findall(name)):
        return Line(number, None, "refused", _no_person())
    if not name:
        return Line(number, None, "refused", _("không có họ và tên"))
    if fold(name).startswith(("tong cong", "tong so", "cong:")) or fold(name) in ("cong", "tong"):
        return Line(number, None, "refused", _("dòng cộng"))
    try:
        member = member_of(new_identity(), {**texts, "full_name": name}, fields, unit)
    except Refusal as refusal:
        return Line(number, None, "refused", lowered(refusal.message.rstrip(".")), name)
    same = _same(member)
    if same in known:
        at = known[same]
        why = _("trùng dòng {row} của tệp").format(row=at) if at else _("đã có trong danh sách")
        return Line(number, member, "known", why)
    known[same] = number
    return Line(number, member, "new")


def _alike(line: Line, named: dict[tuple[str, str], int]) -> Line:
    """Tell of a row that is taken that somebody of the same name is there already."""
    if line.member is None or line.state != "new":
        return line
    name = _named(line.member)
    at = named.setdefault(name, line.row)
    if at == line.row:
        return line
    why = _("cùng tên với dòng {row}").format(row=at) if at else _("cùng tên với người đã có")
    return Line(line.row, line.member, "new", _("{why} – xem có phải một người").format(why=why))


def _named(one: Member) -> tuple[str, str]:
    return one.unit, fold(one.full_name)


def take(vault: Vault, intake: Intake, now: datetime, *, again: bool = False) -> int:
    """Add the new rows in one go; with `again` also those that repeat someone."""
    states = ("new", "known") if again else ("new",)
    made = tuple(line.member for line in intake.lines if line.member and line.state in states)
    if not made:
        raise Refusal(
            _("Không có dòng nào để thêm."), next_step=_("Xem lý do ở từng dòng."),
            code="E_NOTHING",
        )  # fmt: skip
    book = msgspec.structs.replace(vault.book, members=(*vault.book.members, *made))
    vault.save(book, "import", now, len(made))
    return len(made)


def _same(one: Member) -> tuple[str, ...]:
    """What tells two rows of one person: the card, else the name with what is known besides."""
    if one.card:
        return one.unit, "card", one.card
    return one.unit, fold(one.full_name), one.group, one.born, one.joined


def _find_heads(rows: Sequence[Sequence[str]]) -> tuple[int, dict[int, str]]:
    for at, row in enumerate(rows[:_LOOK_DOWN]):
        heads = _heads(row)
        if "full_name" in heads.values() and (len(heads) >= _LEAST_HEADS or len(row) == 1):
            return at, heads
    raise _no_names()


def _given_names(rows: Sequence[Sequence[str]], at: int, heads: Mapping[int, str]) -> int:
    """Return the column of given names (tên) right behind the one of surnames; -1 without one.

    Lists are sorted by the given name, so that it often has a column of its own, under the same
    merged heading or one that says "Tên"; each of its cells is then one word.
    """
    place = next(column for column, name in heads.items() if name == "full_name") + 1
    head = rows[at][place] if place < len(rows[at]) else ""
    if place in heads or _plain(head) not in _GIVEN:
        return -1
    named = [row for row in rows[at + 1 :] if len(row) >= place and clean(row[place - 1])]
    pairs = [(clean(row[place - 1]), clean(row[place])) for row in named
             if place < len(row) and clean(row[place])]  # fmt: skip
    marks = {fold(given) for _name, given in pairs} <= _MARKS
    if marks or len(pairs) * 2 <= len(named) or not all(given.isalpha() for _n, given in pairs):
        return -1
    again = sum(fold(name).split()[-1:] == [fold(given)] for name, given in pairs)
    return -1 if again * 2 > len(pairs) else place  # a full name, told again for sorting


def _plain(text: str) -> str:
    return " ".join(fold(text).replace(".", " ").replace("\n", " ").split())


def _heads(row: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for place, text in enumerate(row):
        bare = _plain(text)
        for name, words in _WORDS.items():
            if bare in words and name not in found.values() and not _is_never(text):
                found[place] = name
    return found


def _is_never(text: str) -> bool:
    bare = fold(text)
    return any(word in bare for word in _NEVER)


def _no_names() -> Refusal:
    return Refusal(
        _("Không thấy cột họ và tên."),
        next_step=_("Đặt dòng tiêu đề có “Họ và tên” và ít nhất một cột nữa."), code="E_NO_NAMES",
    )  # fmt: skip
