"""Who sends a file of figures, as far as it tells: what is decided once is remembered for them.

The union that reports stands in the letterhead. A bare table tells it by its file's name, without
days and numbers, or by the folder it lies in.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.result import FiguresReading
from desktop.intake.figures.sheets.grid import Pasted
from desktop.models.store.reader import Reader
from desktop.models.text import fold, nfc, one_line
from desktop.models.units.units import Tree, Unit

_REPORTS: Final = re.compile(r"(?:ten )?don vi(?: bao cao| gui| lap(?: bieu)?)?\s*: *(?=\S)")
_BODY: Final = re.compile(
    r"(?:bch |ban chap hanh )?(?:cd|cdcs|cdbp|cong doan|ldld|lien doan lao dong|nghiep doan|cum"
    r"|truong|cong ty|cty|benh vien|trung tam|tram y te|hop tac xa|htx|xi nghiep)\b[ .]*\w"
)
_PAPER: Final = re.compile(
    r"[\s–—:,.(-]*\b(?:(?:xin )?báo cáo|số liệu|tổng hợp|thống kê|danh sách|biến động|tình hình"
    r"|theo dõi|(?:trong )?tháng \d|quý (?:\d|[iv]+\b)|năm \d{4}|t\d{1,2}[/.]\d{4}).*",
    re.IGNORECASE,
)
"""Where the name of who reports ends and what they report, or of when, begins."""
_NO_NAME: Final = re.compile(r"cong doan (?:viet nam|co so)$|cum (?:tu|so)\b")
_WORD: Final = re.compile(r"[^\W_]+")
_PAPERS: Final = """
bao cao bc bieu mau bang so lieu sl tong hop thang ngay quy q nam ky dau cuoi giua nhap xuat file
tep gui ban moi cu sau truoc nay chinh thuc sua lai copy final new data sheet book scan lan va cua
thong ke danh sach cac don vi toan xlsx
"""
_PLAIN: Final = frozenset(_PAPERS.split())
_NOBODY: Final = frozenset(
    ("", "cong doan", "cdcs", "cd", "doan vien", "cong doan co so", "cnvcld")
)
"""What is left of a file's name that tells no sender, behind the words that never do."""
_NUMBERED: Final = frozenset(("so", "cum", "to", "khu", "doi", "khoi"))
"""“THCS số 2”, “Cụm 3”: behind these a number belongs to the name."""
_ANYONES: Final = frozenset((
    "downloads", "download", "tai xuong", "tai ve", "desktop", "man hinh nen", "documents",
    "my documents", "tai lieu", "zalo received files", "received files", "onedrive", "temp", "tmp",
    "users", "home", "public", "usb",
))  # fmt: skip
"""Folders where files of anybody end up."""
_UP: Final = 3


def sender_of(reader: Reader, tree: Tree, source: Path | Pasted, reading: FiguresReading) -> str:
    """Return who sends such a file, in words a person knows; "" where nothing tells.

    The office's own name, or one above it, on a form others fill in tells nothing.
    """
    ours = {_plain(unit.name) for unit in _upward(tree, reader.own_unit)}
    for text in reversed(_titles(reading)):
        if (name := _body(text)) and not _all_of(_plain(name), ours):
            return name
    return "" if isinstance(source, Pasted) else _of_place(source)


def sender_key(sender: str) -> str:
    """Return the same for a sender however the name is written."""
    return _plain(sender)


def told_sender(sender: str) -> str:
    """Return whom a file's mappings are remembered for, in a person's words."""
    return sender or _("các bảng có cùng đầu cột")


def _titles(reading: FiguresReading) -> list[str]:
    """Return what stands above the table that was read, from the top down."""
    rows = [one for one in reading.ignored_rows if not reading.rows
            or (one.sheet == reading.rows[0].sheet
                and one.source_row < reading.rows[0].source_row)]  # fmt: skip
    rows.sort(key=lambda one: one.source_row)
    head = next((at for at, one in enumerate(rows) if one.why == _("đầu bảng")), len(rows))
    return [one_line(one.text) for one in rows[:head] if one.text]


def _body(text: str) -> str:
    """Return the union or the like that a line of a letterhead names, "" for another line."""
    key = fold(text)
    if len(key) == len(text) and (label := _REPORTS.match(key)):
        return text[label.end() :].strip(" .…_")
    if not _BODY.match(key) or _NO_NAME.match(key):
        return ""
    paper = _PAPER.search(text)
    name = text[: paper.start()] if paper is not None else text
    return (name if _BODY.match(fold(name)) else text).strip(" .…_")


def _plain(name: str) -> str:
    words = " ".join(_WORD.findall(fold(name)))
    words = words.replace("cong doan co so", "cdcs").replace("cong doan", "cd")
    return words.replace("lien doan lao dong", "ldld")


def _all_of(name: str, ours: Iterable[str]) -> bool:
    """Whether a line says nothing but names of ours, one behind the other."""
    for one in sorted(ours, key=len, reverse=True):
        name = name.replace(one, " ", 1)
    return not name.strip()


def _upward(tree: Tree, unit_id: str) -> Iterator[Unit]:
    unit, seen = tree.units.get(unit_id), set[str]()
    while unit is not None and unit.id not in seen:
        seen.add(unit.id)
        yield unit
        unit = tree.units.get(unit.parent or "")


def _of_place(path: Path) -> str:
    """Return what a file's name tells, or the nearest folder's that tells something."""
    places = [path.stem, *(folder.name for folder in list(path.absolute().parents)[:_UP])]
    for place in places:
        if fold(place) in _ANYONES:
            break
        if told := _name(_WORD.findall(nfc(place))):
            return told
    return ""


def _name(words: Sequence[str]) -> str:
    """Return the words of a name that are no day, number or kind of paper."""
    kept: list[str] = []
    for at, word in enumerate(words):
        if any(map(str.isdigit, word)):
            before = fold(words[at - 1]) if at else ""
            named = before != "so" or (at > 1 and fold(words[at - 2]) not in _PLAIN)
            if word.isdigit() and before in _NUMBERED and named:
                kept += [words[at - 1], word] if before in _PLAIN else [word]
        elif fold(word) not in _PLAIN:
            kept.append(word)
    name = " ".join(kept)
    return "" if len(name) == 1 or fold(name) in _NOBODY else name
