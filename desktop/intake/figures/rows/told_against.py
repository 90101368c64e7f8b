"""Rows whose own words say that their figures are another time's, another union's, or no report's.

“Chưa báo cáo – tạm lấy số tháng 9”, “gộp cả CĐCS Trường Mầm non Hoa Mai”: taken with those words,
so that nobody takes them for the unit's own figures of the period.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.rows.lines import Line, Section
from desktop.intake.figures.sheets.grid import Cell, Grid
from desktop.models.text import fold, nfc, one_line

_LONGEST: Final = 80
_COMPARED: Final = re.compile(r"\bso (?=với|sánh|cùng|tháng|kỳ|quý|năm|[tq]\.?\d)", re.IGNORECASE)
"""“Tăng 2 so tháng 9” compares; “số tháng 9” does not."""
_MONEY: Final = re.compile(r"\b(?:phi|kinh phi|tien|quy)\b")
_ALONE: Final = re.compile(r"(?:chua|khong)\W*")
"""“Chưa” says no more than its heading asks: “Đã gửi báo cáo”."""
_NO_REPORT: Final = re.compile(
    r"\b(?:chua|khong)(?: (?:thay|co|gui|nop|kip|lam|cung cap|cap nhat))*"
    r" (?:bao cao|bc|so lieu|so)\b(?! (?:phat sinh|bien dong|tang|giam|tai nan|thay doi))"
    r"|\bchua (?:gui|nop|bc|cap nhat)\W*$|\b(?:gui|nop|bc|bao cao)\b[^:]*: (?:chua|khong)\W*$"
)
_TIME: Final = (
    r"((?:thang|ky|quy|nam)(?: bao cao)? (?:truoc|cu)\b"
    r"|(?:thang |t|quy |q|ky thang )\.?(?:0?\d{1,2}(?:[/.-](?:20)?\d{2})?|i{1,3}|iv)\b)"
)
_OF_TIME: Final = re.compile(
    rf"\b(?:so|so lieu|bao cao|bc)(?: (?:lieu|bao cao|bc|cua|cuoi))* {_TIME}"
)
_TAKEN: Final = re.compile(
    r"\b(?:lay|dung|su dung|chep|ghi|giu|theo|nhu)"
    rf"(?: (?:nguyen|tam|lai|theo|bang|tu|so|so lieu|bao cao|bc|cua|nguyen so))* {_TIME}"
)
_PROVISIONAL: Final = re.compile(
    r"\b(?:so|so lieu) (?:cu|tam|tam tinh|uoc|uoc tinh)\b"
    r"|^\W*uoc\W*$|\btam (?:tinh|lay|ghi|nhap|dung)\b|\buoc (?:tinh|luong|chung|khoang)\b"
)
_OF_OTHERS: Final = re.compile(
    r"\b(?:gop|gom|tinh|bao cao|bc|ghi|ke|cong|da)(?: \w+){0,2} (?:chung|ca|luon|vao|voi|gop)"
    r"(?: \w+){0,2} (?:cdcs|nghiep doan|truong|cong ty|cty|tram|mn|thcs|htx|don vi khac)\b"
    r"|\bso(?: lieu)? cua (?:cdcs|don vi|truong|cong ty|cty|tram) (?:khac|ban)\b"
)


def words_of_row(row: Sequence[Cell], section: Section) -> Iterator[str]:
    """Yield the words of a row beside its counts, but for those of columns of money: what is
    “chưa nộp” there are dues."""
    headings = {column.at: column.path[-1] for column in section.header.columns if column.path}
    headed = {column.at: fold(" ".join(column.path)) for column in section.header.columns}
    for at, cell in enumerate(row):
        counted = at in section.readers or at in section.pairs
        if isinstance(cell, str) and not counted and not _MONEY.search(headed.get(at, "")):
            alone = _ALONE.fullmatch(fold(cell).strip())
            yield f"{headings[at]}: {cell}" if alone and at in headings else cell


def words_below(grid: Grid, lines: Sequence[Line]) -> Iterator[str]:
    """Yield the words of the rows below the first of data that are none."""
    first = next((line.at for line in lines if line.kind == "data"), len(grid.rows))
    for line in lines:
        if line.at > first and line.kind in ("closing", "outside", "heading"):
            yield from (cell for cell in grid.rows[line.at] if isinstance(cell, str))


def told_against(texts: Iterable[str], headings: HeadingReader) -> list[str]:
    """Return what is to be said of a row with such words in its cells, each words once."""
    found = dict.fromkeys(one_line(nfc(text)) for text in texts if _is_against(text, headings))
    words = _("Dòng này ghi “{words}”: xem có phải số của chính đơn vị, của kỳ này; "
              "không phải thì bỏ dòng.")  # fmt: skip
    return [words.format(words=_short(text)) for text in found]


def told_below(texts: Iterable[str], headings: HeadingReader) -> list[str]:
    """Return what is to be said of the rows of a table with such words below it, each once; words
    that only name another time may be a comparison's."""
    found = dict.fromkeys(one_line(nfc(text)) for text in texts
                          if _says(_plain(text), headings, (_TAKEN,)))  # fmt: skip
    words = _("Dưới bảng ghi “{words}”: xem dòng nào không phải số của kỳ này.")
    return [words.format(words=_short(text)) for text in found]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


def _plain(text: str) -> str:
    return " ".join(fold(_COMPARED.sub("…", nfc(text))).split())


def _is_against(text: str, headings: HeadingReader) -> bool:
    said = _plain(text)
    return _OF_OTHERS.search(said) is not None or _says(said, headings, (_TAKEN, _OF_TIME))


def _says(said: str, headings: HeadingReader, times: Sequence[re.Pattern[str]]) -> bool:
    """Whether words say that nothing was reported, or that figures are no final ones or those of
    another time."""
    if _NO_REPORT.search(said) or _PROVISIONAL.search(said):
        return True
    return any(_is_other(one[1], headings) for told in times for one in told.finditer(said))


def _is_other(time: str, headings: HeadingReader) -> bool:
    sense = headings.sense(time)
    return sense.time == "other" or "other_time" in sense.concepts
