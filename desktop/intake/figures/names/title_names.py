"""The name of a union among the other words of a title: “CĐCS Trường THCS Số 1 – Sổ theo dõi”."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Match
from desktop.models.text import fold, one_line

_BASE: Final = frozenset({"CDCS", "NDCS"})
_TO: Final = re.compile(
    r"(?<!\w)(?:kính\s+)?g[uử]i(?!\w)(?!\s+(?:số liệu|báo cáo|bc|biểu|bảng|danh sách)).*",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN: Final = re.compile(
    r"\s[-–—]+\s|\s+/\s+|\n|\s{3,}|;\s|(?:(?<=\w{3})|(?<=\d))\.\s+|\s\(|\)"
)
_TIME: Final = re.compile(
    r"[\s,(–-]*(?:trong\s+|kỳ\s+|(?:tính\s+)?đến\s+(?:ngày\s+|hết\s+)?)?"
    r"(?<!\w)(?:(?:tháng|quý|năm|kỳ|ngày)\s*[:.]?\s*(?:\d|[IVX]+\b)|T\s?\d{1,2}\b).*$", re.I | re.S
)  # fmt: skip
_BEGINS: Final = re.compile(
    r"(?<!\w)(?:của|tại|do)\s+(?=\S)|:\s+(?=\S)"
    r"|(?<!\w)(?=(?:CĐCS|công đoàn cơ sở|nghiệp đoàn|công đoàn trường|công đoàn công ty)(?!\w))",
    re.I,
)
"""What a name stands behind, or begins with, amid a title."""
_AS_FOLLOWS: Final = re.compile(r"(?:\s+(?:như sau|gửi|ạ))?\s*[:.]?\s*$", re.IGNORECASE)
_CITED: Final = re.compile(
    r"\b(?:cong van|ke hoach|huong dan|quyet dinh|nghi quyet|thong bao|can cu|theo(?! doi)|de nghi"
    r"|yeu cau|chi dao|ban hanh|quy dinh)\b"
)
"""“Thực hiện công văn số 12 của …” names who asked, not who tells."""
_UNION: Final = re.compile(r"(?:cdcs|cong doan co so|nghiep doan)(?: co so)? \w+ \w+")


def names_in_title(text: str, book: NameBook) -> Mapping[str, tuple[Match, str]]:
    """Return the base unions a title surely names among other words, by id, with their names as
    written.

    None where it also names a union that stands in no register; an office above its union is not
    meant by it. Whom a title says it is sent to is left out.
    """
    found: dict[str, tuple[Match, str]] = {}
    for piece in _pieces(text):
        named = next((one for name in _names(piece) if (one := _sure(name, book))), None)
        if named is not None and named[0].unit is not None:
            found.setdefault(named[0].unit.id, named)
        elif _UNION.match(fold(piece)):
            return {}
    return {key: one for key, one in found.items() if one[0].unit and one[0].unit.kind in _BASE}


def _pieces(text: str) -> list[str]:
    told = _TO.sub("", text)
    return [piece.strip() for piece in _BETWEEN.split(told) if piece.strip()]


def _names(piece: str) -> Iterator[str]:
    """Yield what may be the name in a piece: all of it, or from a word on that names begin with or
    stand behind, each also without its time."""
    begun = [piece[one.end() :] for one in _BEGINS.finditer(piece)
             if not _CITED.search(fold(piece[: one.start()]))]  # fmt: skip
    for told in (piece, *begun):
        for name in dict.fromkeys((told, _TIME.sub("", told))):
            if bare := _AS_FOLLOWS.sub("", name).strip(" ,:.–-"):
                yield bare


def _sure(name: str, book: NameBook) -> tuple[Match, str] | None:
    match = book.find(name)
    sure = match.unit is not None and (match.sure or match.plain)
    return (Match(match.unit, sure=True), one_line(name)) if sure else None
