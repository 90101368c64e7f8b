"""Papers that a document cites: kind, number, date, issuer, subject, and slips in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from desktop.intake.facts.quantities import figures
from desktop.intake.reading import Block, Citation
from desktop.intake.words import any_of, plain, squeeze, tables

_STATE_TYPES = {
    "Hiến pháp": (), "Bộ luật": (), "Luật": (), "Pháp lệnh": ("PL",), "Nghị định": ("NĐ",),
    "Thông tư liên tịch": ("TTLT",), "Thông tư": ("TT",), "Điều lệ": (),
    "Quy chế phối hợp": ("QCPH",),
}  # fmt: skip
_SHORT_FORMS = {
    "nq": "Nghị quyết", "qd": "Quyết định", "kh": "Kế hoạch", "hd": "Hướng dẫn",
    "ctr": "Chương trình", "cv": "Công văn", "tb": "Thông báo", "nd": "Nghị định",
}  # fmt: skip
_NUMBER = (
    r"(?P<number>\d{1,5}\s?[a-z]?\s*(?:-\s*[a-z]{1,6}\s*/\s*[a-z]{1,8}(?:-[a-z]+)*|"
    r"(?:/+\s*(?:19|20)\d\d\s*)?/+\s*[a-z]{1,6}[a-z\d]*(?:\s?[-–&]\s?[a-z\d&]+)*"
    r"(?:/(?:(?:19|20)\d\d|tw|tu|hu|du))?))(?![a-z\d])"
)
_DATE = (
    r"(?:\s*,?\s*(?:ban hanh\s+|ky\s+)?ngay\s+(?P<d>\d{1,2})\s*(?:/|\.|-|\s+thang\s+)\s*"
    r"(?P<m>\d{1,2})\s*(?:/|\.|-|\s+nam\s+)\s*(?P<y>(?:19|20)\d\d|\d\d(?!\d)))?"
)
_NEXT = r"(?:ke hoach|quyet dinh|cong van|nghi quyet|huong dan|chuong trinh|chi thi)"
_ISSUER_END = re.compile(
    r"\s+(?:ve|v/v|giao|quy dinh|ban hanh|huong dan|phe duyet|thuc hien|trien khai|khoa|lan thu|"
    rf"to chuc|tong ket|danh gia|sua doi|khi|nham|de|va (?={_NEXT})|giai doan|cong bo|phat dong|"
    r"xep loai|thanh lap)\b|[,;:.()“”\"]|$"
)
_SUBJECT = re.compile(
    r"^\s*,?\s*(?:(?:ve(?: viec)?|v/v)\s+|(?=“)|(?=(?:giao|quy dinh|ban hanh|huong dan|"
    r"phe duyet|to chuc|tong ket|danh gia|phat dong|xep loai)\b))"
)
_SUBJECT_END = re.compile(
    r"[;()]|\.(?=\s|$)|"
    r"(?P<comma>,)?\s+(?:(?:ban (?:thuong vu|chap hanh)|thuong truc|doan chu tich|ldld|"
    r"lien doan lao dong|cong doan|bch|btv|hai co quan|dang uy|cdcs)\b"
    r"(?(comma)[^;.]{0,90}?|[^;.,]{0,60}?)\b(?:xay dung|ban hanh|huong dan|"
    r"trien khai|de nghi|giao|ke hoach|to chuc|quyet dinh|thong bao|de ra|ky ket|bao cao|nhu sau)"
    r"\b)|(?:,| va)\s+(?=(?:bo )?luat [a-z ]{3,40}(?:so \d|nam \d|\d))|"
    rf"\s+va (?={_NEXT} so)|,\s+(?={_NEXT} so)|,\s+(?:de nghi|yeu cau|cu the)\b|$"
)
_LAW = re.compile(
    r"(?<![a-z])(?P<type>bo luat|luat|dieu le|hien phap|phap lenh)\s+"
    r"(?P<name>[^,;.()\d“”]{2,60}?)"
    r"(?:\s+(?:khoa\s+[ivx]+|(?:nam\s+|so\s+)?(?P<number>\d{1,3}/\d{4}/[a-z]{2,6}\d*)|"
    r"nam\s+(?P<year>(?:19|20)\d\d)|(?P<y>(?:19|20)\d\d)))?"
    r"(?=\s*(?:[,;.)]|$|\b(?:va|ngay|quy dinh|cua|ve|khoa)\b))(?P<term>\s+khoa\s+[ivx]+)?"
)
_PARTY = re.compile(r"^(\d+)/([A-ZĐ]+[a-z]*)/(TW|TU|HU|ĐU)$")
_MAX_TEXT = 6_000
_LONGEST = 220


@dataclass(frozen=True, slots=True)
class _Type:
    pattern: re.Pattern[str]
    names: dict[str, str]
    codes: dict[str, tuple[str, ...]]


def find_citations(blocks: Sequence[Block], own_number: str = "") -> tuple[Citation, ...]:
    """Return the papers that the opening and the body cite, in order; not the paper itself."""
    own = re.sub(r"\s", "", own_number).casefold()
    found = [
        one
        for index, block in enumerate(blocks)
        if block.zone in ("opening", "body", "title") and block.kind != "furniture"
        for one in citations_in(block.text[:_MAX_TEXT], index)
    ]
    return tuple(one for one in found if not own or one.number.casefold() != own)


def citations_in(text: str, block: int) -> Iterator[Citation]:
    """Yield the papers a text cites, in order."""
    bare = figures(text)
    numbered = [_numbered(text, bare, match, block) for match in _types().pattern.finditer(bare)]
    laws = [_law(text, match, block) for match in _LAW.finditer(bare) if _is_named(text, match)]
    taken = [(one.start, one.end) for one in numbered]
    laws = [one for one in laws if not any(a < one.end and one.start < b for a, b in taken)]
    yield from sorted([*numbered, *laws], key=lambda one: one.start)


@lru_cache(maxsize=1)
def _types() -> _Type:
    codes = {kind.name: kind.codes for kind in tables().document_types} | _STATE_TYPES
    names = {plain(name): name for name in codes} | _SHORT_FORMS
    # "Công văn số" and "Kế hoạch số": a number must follow the kind.
    pattern = re.compile(
        rf"(?<![a-z])(?P<type>{any_of(tuple(names))})"
        r"(?:\s+(?:cua|lien nganh|phoi hop)\b[a-z ]{0,40}?)??"
        rf"\s*,?\s*(?:so\s*:?\s*)?{_NUMBER}{_DATE}"
    )
    return _Type(pattern, names, codes)


def _numbered(text: str, bare: str, match: re.Match[str], block: int) -> Citation:
    kinds = _types()
    kind = kinds.names[match["type"]]
    printed = text[match.start("number") : match.end("number")]
    number = normal_number(printed)
    end = match.end()
    issuer, end = _issuer(text, bare, end)
    subject, end = _subject(text, bare, end)
    day, bad = _day(match)
    slips = [*number_slips(printed, kind), *(["bad_date"] if bad else [] if day else ["date"])]
    if not issuer and not _by_symbol(number):
        slips.append("issuer")
    return Citation(
        kind, number, day, issuer or _by_symbol(number), subject,
        squeeze(text[match.start() : end]),
        tuple(slips), block, match.start(), end,
    )  # fmt: skip


def _issuer(text: str, bare: str, start: int) -> tuple[str, int]:
    found = re.match(r"\s*,?\s*(?:cua|do)\s+(?:lien nganh\s+)?", bare[start:])
    if not found:
        return "", start
    begin = start + found.end()
    stops = (
        stop.start() for stop in _ISSUER_END.finditer(bare, begin)
        # "Công đoàn Giáo dục": in capitals the word belongs to the name.
        if not text[stop.start() : stop.end()].strip()[:1].isupper()
    )  # fmt: skip
    end = next(stops, len(text))
    name = squeeze(text[begin:end]).strip(" ,-–")
    return (name, end) if 2 <= len(name) <= 120 else ("", start)


def _subject(text: str, bare: str, start: int) -> tuple[str, int]:
    lead = _SUBJECT.match(bare[start:])
    if not lead:
        return "", start
    begin = start + lead.end()
    if text[begin : begin + 1] == "“":
        close = text.find("”", begin)
        if close > 0:
            return squeeze(text[begin : close + 1]), close + 1
    stop = _SUBJECT_END.search(bare, begin)
    end = min(stop.start() if stop else len(text), begin + _LONGEST)
    return squeeze(text[begin:end]).strip(" ,;.–-"), end


def _law(text: str, match: re.Match[str], block: int) -> Citation:
    name = squeeze(text[match.start("name") : match.end("name")])
    year = match["year"] or match["y"]
    term = re.search(r"\bkhoa\s+[ivx]+", match[0])
    parts = [name]
    if year:
        parts.append(f"năm {year}")
    if term:
        printed = squeeze(text[match.start() + term.start() : match.start() + term.end()])
        parts.append(printed)
    number = text[match.start("number") : match.end("number")] if match["number"] else ""
    kind = squeeze(text[match.start("type") : match.end("type")])
    return Citation(
        kind[:1].upper() + kind[1:].lower(), number, "", "", " ".join(parts),
        squeeze(match_text(text, match)), (), block, match.start(), match.end(),
    )  # fmt: skip


def match_text(text: str, match: re.Match[str]) -> str:
    """Return what a match on the tone-less text covers in the text."""
    return text[match.start() : match.end()]


def _is_named(text: str, match: re.Match[str]) -> bool:
    """A law is named with a capital; "theo luật" and "pháp luật" name none."""
    name = text[match.start("name") : match.end("name")]
    return text[match.start("type")].isupper() and name[:1].isupper()


def _day(match: re.Match[str]) -> tuple[str, bool]:
    if not match["y"]:
        return "", False
    year = int(match["y"])  # "5/1/26" is short for 2026
    try:
        return date(year if year > 99 else 2000 + year, int(match["m"]), int(match["d"])
                    ).isoformat(), False  # fmt: skip
    except ValueError:
        return "", True


def normal_number(printed: str) -> str:
    """Return a number and symbol without slips of the pen: "77//KH - LĐLĐ" is "77/KH-LĐLĐ"."""
    number = re.sub(r"\s*(/|-|–|&)\s*", lambda found: found[1].replace("–", "-"), printed.strip())
    number = re.sub(r"/{2,}", "/", number).replace(" ", "")
    number = _PARTY.sub(r"\1-\2/\3", number)
    number = re.sub(r"(?i)(?<=/)ctr(?=-|$)", "CTr", number)
    return re.sub(r"(?i)(?<=/)ttr(?=-|$)", "TTr", number)


def number_slips(printed: str, kind: str) -> list[str]:
    """Return codes of what is wrong in a number and symbol as printed."""
    found: list[str] = []
    if _PARTY.match(printed.replace(" ", "")):
        found.append("party")
    if "//" in printed.replace(" ", ""):
        found.append("double_slash")
    if re.search(r"\s[/-]|[/-]\s", printed):
        found.append("spaces")
    number = normal_number(printed)
    state = bool(re.search(r"(?i)/(?:(?:NĐ|TT|TTLT|PL)(?=-)|QH\d+|QĐ-TTg|NQ-CP|UBTVQH)", number))
    if re.search(r"/(?:19|20)\d\d(?:/|$)", number) and not state:
        found.append("year")
    if re.search(r"/(?:Ctr|CTR|TTR|Ttr|Kh|kh|Qđ|qđ)(?=-|$)", printed.replace(" ", "")):
        found.append("case")
    code = re.search(r"/(?:(?:19|20)\d\d/)?([^\W\d_]+)-", number)
    codes = _types().codes
    others = {one.casefold() for name, all_ in codes.items() for one in all_ if name != kind}
    kin = [name for name in codes if kind.startswith(name)]
    own = {one.casefold() for name in kin for one in codes[name]}
    if code and own and code[1].casefold() in others - own:
        found.append("code")
    if re.match(r"[1-9](?!\d)", number) and not state:
        found.append("zero")
    return found


def _by_symbol(number: str) -> str:
    """Return the issuer that a symbol names alone: Government, National Assembly, the TLĐ."""
    symbol = number.casefold()
    bodies = (
        (r"(?:nđ|nq)-cp$", "Chính phủ"), (r"-ttg$", "Thủ tướng Chính phủ"), (r"qh\d+$", "Quốc hội"),
        (r"(?:/|-)tlđ(?:-|$)", "Tổng Liên đoàn Lao động Việt Nam"),
    )  # fmt: skip
    return next((name for pattern, name in bodies if re.search(pattern, symbol)), "")
