"""The parts of a document: what stands before the body, the body, the end, appendices."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.intake.source import Line
from desktop.intake.structure.cuts import cuts, segments, type_at
from desktop.intake.structure.labels import Label, parse
from desktop.intake.words import any_of, is_caps, plain, starts_lower, tables

_RECEIVERS = re.compile(r"^[\W_]*noi\s*nhan\b\s*[:;.]?")
_AUTHORITY = re.compile(
    r"^[\W_]*(?:t\s?[./]\s?m|tm|k\s?[./]\s?t|kt|t\s?[./]\s?l|tl|tuq|"
    r"t\s?/\s?uq)(?:\s?[./]\s*|\s+)(?=\w)"
)
_BODY = re.compile(
    r"(?:ban (?:chap hanh|thuong vu|to chuc|chi dao)|doan chu tich|uy ban|bch|btv|chu tich|"
    r"cong doan|lien doan|ldld|cdcs|dang uy|thuong truc|hoi dong|giam doc|hieu truong)\b"
)
# "ĐẠI DIỆN LĐLĐ TỈNH", "ĐẠI DIỆN NGƯỜI LAO ĐỘNG": who signs, without "TM.".
_STANDS_FOR = re.compile(r"^[\W_]*dai dien\s+(?:cho\s+)?")
_PARTY = re.compile(r"(?:nguoi (?:lao dong|su dung)|tap the|cac ben|hai ben|ben \w|doanh nghiep)\b")
_APPENDIX = re.compile(
    r"^[\W_]*(?:phu luc|danh sach|bieu so|bieu mau|mau so|mau \d|bang tong hop)\b"
)
_ONLY_APPENDIX = re.compile(r"^[\W_]*phu luc(?:\s+(?:so\s+)?[ivx\d]{1,4})?[\W_]*$")
_HEADING = 120
_LAST_LINES = 40
_BASIS_ITEM = re.compile(r"^(?:can cu|thuc hien|theo|xet)\b")
# "… xây dựng kế hoạch như sau:" is the last line before the body.
_LEADS_IN = re.compile(
    r"\b(?:nhu sau|sau day|sau|cu the|cu the la|ket luan|chi thi|thong nhat|quyet nghi)\s*:\s*$"
)
_PLACED = re.compile(r"^[\W_]*[a-z][a-z .'’-]{1,40},\s*ngay\b")
_SIGN_WORDS = re.compile(r"^(?:nguoi lap|duyet|xac nhan|phe duyet|nguoi viet)\b")


@dataclass(frozen=True, slots=True)
class Zones:
    """The lines of a document, each in exactly one part, order kept."""

    head: tuple[Line, ...]
    body: tuple[Line, ...]
    tail: tuple[Line, ...]
    appendix: tuple[Line, ...]


def divide(lines: Sequence[Line]) -> Zones:
    """Divide a document into its parts."""
    start = _body_start(lines)
    end = _tail_start(lines, start)
    start = min(start, end)
    more = _appendix_start(lines, end)
    return Zones(
        tuple(lines[:start]), tuple(lines[start:end]), tuple(lines[end:more]), tuple(lines[more:])
    )


def is_receivers(text: str) -> bool:
    """Whether the text begins with "Nơi nhận"."""
    return bool(_RECEIVERS.match(plain(text)))


def is_authority(text: str) -> bool:
    """Whether the text is a line like "TM. BAN THƯỜNG VỤ"."""
    bare = plain(text)
    if _speaks_for(text, bare):
        return True
    found = _AUTHORITY.match(bare)
    if not found or len(text) >= 120:
        return False
    if is_caps(text[: found.end() + 12], 0.8):
        return True
    # "TM. Ban Thường vụ", "T/m Ban Thường vụ": a short line of its own.
    mark = text[: found.end()].strip(" *_([")
    return len(text) < 60 and mark[:1].isupper() and bool(_BODY.match(bare, found.end()))


def _speaks_for(text: str, bare: str) -> bool:
    found = _STANDS_FOR.match(bare)
    if not found or len(text) >= 70 or not is_caps(text):
        return False
    return bool(_BODY.match(bare, found.end()) or _PARTY.match(bare, found.end()))


def is_title_words(text: str) -> bool:
    """Whether the text is nothing but a signer's title in small letters ("Phó Chủ tịch")."""
    bare = plain(text).strip(" *_")
    return (
        len(text) < 50
        and text.lstrip(" *_")[:1].isupper()
        and bool(
            re.fullmatch(any_of(tables().titles) + r"(?:\s+(?:thuong truc|cong doan|cdcs))?", bare)
        )
    )


def is_title_line(text: str) -> bool:
    """Whether the text is a signer's title in capitals ("PHÓ CHỦ TỊCH THƯỜNG TRỰC")."""
    bare = plain(text).strip(" *._-:")
    return (
        len(text) < 70
        and is_caps(text)
        and bool(re.match(any_of(tables().titles) + r"\b", bare) or _SIGN_WORDS.match(bare))
    )


def _label(line: Line) -> Label | None:
    if line.label:
        found = parse(f"{line.label} x") or parse(f"{line.label}. x")
        return found[0] if found else Label(line.label, "bullet", (), line.label, 0)
    found = parse(line.text)
    return found[0] if found else None


def _body_start(lines: Sequence[Line]) -> int:
    """Return the index of the first line of the body: its first label.

    Dashes of an address list and of legal bases do not count; dashes count only after a
    sentence of the opening. Without any label the body begins with the opening.
    """
    addressing = False
    opened = False
    titled = False
    for index, line in enumerate(lines):
        if line.place in ("header", "footer"):
            continue
        text = line.text
        bare = plain(text).strip(" *")
        if bare.startswith("kinh gui"):
            addressing = True
            continue
        label = _label(line)
        if label is None or _table_cell(line):
            titled = titled or type_at(text) is not None
            if len(text) > 60 and not is_caps(text) and not line.heading:
                opened = True
                addressing = addressing and not text.rstrip().endswith((":", "."))
            if (opened or titled) and not addressing and _LEADS_IN.search(bare):
                return index + 1
            continue
        rest = plain(text[label.end :]).strip() if not line.label else plain(text)
        if label.is_bullet:
            if addressing or _BASIS_ITEM.match(rest) or not rest or not (opened or index == 0):
                continue
            return index
        if label.weak and label.family != "roman" and not opened:
            continue
        if label.family == "decimal" and addressing and text.rstrip().endswith((";", ",")):
            continue
        if (
            _BASIS_ITEM.match(rest)
            and not opened
            and label.family == "decimal"
            and "can cu" in rest[:8]
        ):
            continue
        return index
    return _opening_start(lines, titled)


def _table_cell(line: Line) -> bool:
    return line.cell is not None and line.label is None


def _opening_start(lines: Sequence[Line], titled: bool) -> int:
    """Without labels, the body is the prose after the title and the list of addressees."""
    seen = not titled
    subject = addressing = False
    for index, line in enumerate(lines):
        text = line.text
        if not seen:
            seen = type_at(text) is not None
            continue
        if plain(text).strip(" *").startswith("kinh gui"):
            addressing = subject = True
            continue
        label = _label(line) if addressing else None
        if addressing and (starts_lower(text) or (label is not None and label.is_bullet)):
            continue  # a name may be as long as a sentence
        # A Word file has no blank lines: there the end of a paragraph parts the text.
        parted = line.gap or line.hard
        if parted and not is_caps(text) and len(text) > 60 and (subject or not titled):
            return index
        if text.strip():
            subject = True
    if titled and not any(line.gap for line in lines[1:]):
        return _prose_start(lines)
    return len(lines)


def _prose_start(lines: Sequence[Line]) -> int:
    """Without blank lines either, the body is the first long line after type and subject."""
    typed = next(i for i, line in enumerate(lines) if type_at(line.text) is not None)
    for index in range(typed + 2, len(lines)):
        if len(lines[index].text) > 60 and not is_caps(lines[index].text):
            return index
    return len(lines)


def _tail_start(lines: Sequence[Line], start: int) -> int:
    for index in range(start, len(lines)):
        text = lines[index].text
        if _speaks_for(text, plain(text)) and index < len(lines) - _LAST_LINES:
            continue
        if is_receivers(text) or is_authority(text) or _has_sign_column(text):
            return _with_date(lines, index, start)
    floor = max(start, len(lines) - 14)
    for index in range(floor, len(lines)):
        if is_title_line(lines[index].text) and parse(lines[index].text) == ():
            return _with_date(lines, index, start)
    return _dated_end(lines, start)


def _dated_end(lines: Sequence[Line], start: int) -> int:
    """A paper that ends with nothing but its place and date."""
    for index in range(len(lines) - 1, start, -1):
        text = lines[index].text
        if lines[index].cell:
            return len(lines)
        if not text.strip() or lines[index].place in ("header", "footer"):
            continue
        found = [cut for part in segments(text) for cut in cuts(part)]
        alone = len(text) <= 100 and not parse(text) and bool(_PLACED.match(plain(text)))
        dated = alone and bool(found) and {cut.kind for cut in found} <= {"date", "rule"}
        return index if dated else len(lines)
    return len(lines)


def _has_sign_column(text: str) -> bool:
    parts = segments(text)
    return len(parts) > 1 and any(is_receivers(part) or is_authority(part) for part in parts)


def _with_date(lines: Sequence[Line], index: int, start: int) -> int:
    """Take a "place, date" line before the signature into the end part."""
    first = index
    for back in range(index - 1, max(start, index - 4) - 1, -1):
        text = lines[back].text
        kinds = {cut.kind for part in segments(text) for cut in cuts(part)}
        if len(text) > 100 or not kinds <= {"date", "number", "rule"}:
            break
        if kinds & {"date", "number"}:
            first = back
    return first


def parts_of_appendix(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """Divide the lines after the end into appendices, each with its own heading and labels."""
    starts = [0, *(i for i, line in enumerate(lines) if i and _opens_appendix(line))]
    ends = [*starts[1:], len(lines)]
    return [tuple(lines[a:b]) for a, b in zip(starts, ends, strict=True) if b > a]


def _opens_appendix(line: Line) -> bool:
    bare = plain(line.text)
    named = _APPENDIX.match(bare) and (line.gap or line.hard or is_caps(line.text))
    return bool(named) and bare.lstrip(" *_").startswith("phu luc") and len(line.text) < _HEADING


def _appendix_start(lines: Sequence[Line], end: int) -> int:
    for index in range(end + 2, len(lines)):
        text = lines[index].text
        named = _APPENDIX.match(plain(text))
        if named and (lines[index].gap or lines[index].hard or is_caps(text)):
            return index
        if _ONLY_APPENDIX.match(plain(text)):
            return index
        if any(cut.kind == "motto" for cut in cuts(text)):
            return _before_letterhead(lines, index, end)
        if type_at(text) and is_caps(text):
            return index
    return len(lines)


def _before_letterhead(lines: Sequence[Line], index: int, end: int) -> int:
    while (
        index - 1 > end + 1
        and is_caps(lines[index - 1].text)
        and not is_title_line(lines[index - 1].text)
        and not is_authority(lines[index - 1].text)
    ):
        index -= 1
    return index
