"""Whom parts of an upper paper speak to: bodies by group, and by name where it names one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from desktop.documents.office_facts import OfficeFacts
from desktop.documents.own_words import leading_bodies
from desktop.models.outline import outline_labels as labels
from desktop.models.outline.outline import Outline, OutlineRow
from desktop.models.text import CAPITALS, SMALLS, fold, nfc

NATIONAL, PROVINCE, OUTSIDE, BASE, UPPER = "national", "province", "outside", "base", "upper"
BELOW: Final = "below"
"""Base unions under the bodies that are named with it, to which those hand their work on."""
DISTRICT, INDUSTRY, ZONE, COMMUNE = "district", "industry", "zone", "commune"
COMMUNE_PARTS: Final = ("xã", "phường", "đặc khu", "liên xã")

Named = frozenset[str]
"""Bodies a text names: a group ("base"), a part of one ("commune/phường"), or one body by its
name ("commune/phường=hoa khanh"). Empty means everybody."""

_UNION: Final = r"(?:công đoàn|\bcđ)"
_LIST: Final = r"(?:xã|phường|đặc khu)(?:(?:,| và|, và|/)? ?(?:xã|phường|đặc khu))*"
_PATTERNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (NATIONAL, re.compile(r"tổng liên đoàn|\btlđ\b|\btổng lđlđ")),
    (
        PROVINCE,
        re.compile(
            r"(?<!tổng )(?:liên đoàn lao động|lđlđ) (?:tỉnh|thành phố)(?! thuộc)|"
            r"các ban (?:lđlđ|chuyên đề|tham mưu)|văn phòng (?:lđlđ|liên đoàn)|ủy ban kiểm tra|"
            r"\bban (?:tài chính|tổ chức|tuyên giáo|tuyên truyền|chính sách|csplđ|cspl|nữ công|"
            r"công tác|quan hệ|xây dựng)|(?:các )?(?:ban|phòng|văn phòng)\b[^,;:]*"
            r"(?:lđlđ|liên đoàn lao động) (?:tỉnh|thành phố)"
        ),
    ),
    (
        DISTRICT,
        re.compile(
            r"(?:liên đoàn lao động|lđlđ)(?: các)? (?:huyện|thị xã|quận|thành phố thuộc)"
            r"(?:, (?:huyện|thị xã|quận|thành phố))*"
        ),
    ),
    (COMMUNE, re.compile(rf"{_UNION}(?: cấp| các| liên)? (?P<parts>{_LIST})(?!\w)")),
    (INDUSTRY, re.compile(rf"{_UNION}(?: các)? (?:ngành|viên chức|khối|tổng công ty)")),
    (ZONE, re.compile(rf"{_UNION}(?: các)? (?:khu (?:công nghiệp|kinh tế|chế xuất)|kcn|kkt)")),
    (UPPER, re.compile(rf"(?:{_UNION} )?cấp trên (?:trực tiếp|cơ sở)|{_UNION} cấp trên(?! và)")),
    (BASE, re.compile(r"công đoàn cơ sở|\bcđcs\b|nghiệp đoàn|các cơ sở\b")),
)
_NOT_BASE: Final = re.compile(r"(?:trực tiếp|cấp trên)(?: của)? (?:công đoàn )?cơ sở")
_DEPARTMENT: Final = re.compile(r"(?:các )?(?:ban|phòng|văn phòng|bộ phận)\b(?! thường| chấp)")
_OUTSIDE: Final = re.compile(
    r"(?:các )?(?:sở|ubnd|ủy ban nhân dân|hội đồng nhân dân|bảo hiểm xã hội|hiệp hội|doanh nghiệp|"
    r"người sử dụng lao động|cơ quan báo|liên minh)\b"
)
EVERYONE: Final = re.compile(
    r"(?:các|mỗi|từng) cấp (?:công đoàn|cđ\b)|các đơn vị|(?:công đoàn|\bcđ) các cấp|"
    r"cán bộ công đoàn các|toàn hệ thống công đoàn|(?:công đoàn|\bcđ) trực thuộc|"
    r"(?:các|mọi|mỗi) tổ chức công đoàn"
)
_BEFORE: Final = re.compile(
    r"^(?:(?:mỗi|từng|đối với|đề nghị|yêu cầu|giao|trách nhiệm(?: của)?|ban thường vụ|"
    r"ban chấp hành|các|thường trực|cơ quan)\s+|[-–•*]\s*)+"
)
_SHARE: Final = re.compile(
    r"^\W*(?:(?:phấn đấu|đến[^,;:%]{0,24}|có|ít nhất|tối thiểu|trên|từ|đạt|h[ằà]ng năm),?\s+)*"
    r"\d[\d.,]*\s?%\s+(?:trở lên\s+)?(?:(?:tổng )?số\s+)?",
    re.IGNORECASE,
)
ORGANISATION: Final = re.compile(
    r"tổ chức thực hiện|tổ chức triển khai|phân công|trách nhiệm thực hiện"
)
PURPOSE: Final = re.compile(r"mục đích|yêu cầu|mục tiêu chung|quan điểm")
CONTEXT: Final = re.compile(r"tình hình|đặc điểm|sự cần thiết|thực trạng|kết quả")
_ABOVE_ONLY: Final = re.compile(
    r"tham mưu[^.;]{0,60}(?:ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân) tỉnh|"
    r"tham mưu[^.;]{0,60}(?:tỉnh ủy|thành ủy|ubnd thành phố)"
)
_DIRECTS: Final = re.compile(r"chỉ đạo|hướng dẫn|yêu cầu|đề nghị|giao cho|phối hợp với|cùng với")
_HANDS_ON: Final = re.compile(
    r"(?:chỉ đạo|hướng dẫn|yêu cầu|đề nghị|giao|vận động|đôn đốc)(?: (?:các|mỗi|cho))*\s+"
    r"(?:công đoàn cơ sở|cđcs\b|nghiệp đoàn)|(?:công đoàn|đơn vị) trực thuộc",
)
_CLAUSE: Final = re.compile(r"(?<=[;.])\s+")
_OF_PROVINCE: Final = re.compile(
    rf"(?:Các |Mỗi )?(?:(?:[Bb]an|[Pp]hòng|[Tt]rung tâm|[Nn]hà)(?= (?:[{CAPITALS}]|của\b|thuộc\b|"
    r"chuyên\b|tham mưu\b|LĐLĐ))|Văn phòng|[Cc]ơ quan|Ủy ban [Kk]iểm tra)"
    r"(?:(?! (?:phối hợp|chủ trì|theo|với|cho)\b)[^,;:.]){0,60}?"
    r" (?:LĐLĐ|[Ll]iên đoàn [Ll]ao động) (?:tỉnh|thành phố)"
    rf"(?: [{CAPITALS}]\w*)*(?= (?!và |thuộc )[{SMALLS}])"
)
"""A department of the province's federation, called so, at the beginning of a sentence."""
_ALSO_DO: Final = re.compile(
    r",\s+(?:còn |và |các )?(?=(?:công đoàn|CĐCS|nghiệp đoàn|LĐLĐ|liên đoàn lao động)\b)"
    r"(?=[^;.:]{4,70}? (?:cử|tham gia|phối hợp|tổ chức|triển khai|chủ động|đăng ký|lựa chọn|"
    r"báo cáo|gửi|lập|rà soát|chịu trách nhiệm|thực hiện)\b)",
    re.IGNORECASE,
)
"""Before a later clause in which another body acts ("…, công đoàn các xã cử 01 đội tham gia")."""
_HEADING: Final = 160
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "TLD": (NATIONAL,), "LDT": (PROVINCE,), "NTW": (PROVINCE, INDUSTRY), "LDH": (DISTRICT,),
    "CNDP": (INDUSTRY,), "KCN": (ZONE,), "CDX": ("commune/xã",), "CDP": ("commune/phường",),
    "CDDK": ("commune/đặc khu",), "LXP": ("commune/liên xã",), "CDCS": (BASE,), "NDCS": (BASE,),
}  # fmt: skip
_UPPERS: Final = (DISTRICT, COMMUNE, INDUSTRY, ZONE, UPPER)
_TYPE_WORDS: Final = frozenset(
    (
        *("cong", "doan", "cd", "lien", "lao", "dong", "ldld", "nganh", "xa", "phuong", "dac"),
        *("khu", "huyen", "thi", "tinh", "thanh", "pho", "cac", "co", "so", "cdcs", "p", "x"),
    )
)


@lru_cache(maxsize=8192)
def bodies_named(text: str, *, leading: bool = False) -> Named:
    """Return the bodies a text names; `leading` asks that it begins with one."""
    clean = " ".join(nfc(text).split())
    said = clean.casefold()
    if EVERYONE.search(said):
        return frozenset()
    found = frozenset(_bodies(clean, said))
    if not leading:
        return found
    bare = _BEFORE.sub("", said)
    if any(pattern.match(bare) or pattern.match(said) for _group, pattern in _PATTERNS):
        return found
    if _DEPARTMENT.match(bare):
        return found | {PROVINCE}
    return found | {OUTSIDE} if _OUTSIDE.match(bare) else frozenset()


def addressees(outline: Outline) -> dict[str, Named]:
    """Return, for each item, the bodies it is addressed to; empty means everybody.

    A heading that begins with a body speaks for all under it; under an organisation heading
    so does the beginning of a sentence ("Ban Tài chính: …"). Elsewhere a sentence speaks to
    one body only where that body is its subject and no other is named.
    """
    found: dict[str, Named] = {}
    organising: set[str] = set()
    for row in outline:
        parent = found.get(row.parent or "", frozenset())
        if row.parent in organising or ORGANISATION.search(nfc(row.item.plain).casefold()):
            organising.add(row.id)
        own = _own(row, inside=row.parent in organising)
        found[row.id] = own if own or _begins_with_all(row) else parent
    return found


def spoken_to(named: Iterable[Named]) -> Named:
    """Return every group that is addressed anywhere, names left out."""
    return frozenset(one.partition("=")[0] for names in named for one in names)


def concerns(facts: OfficeFacts, named: Named, spoken: Named = frozenset()) -> bool:
    """Tell whether what these bodies must do is ours to do or to hand on to those below.

    `spoken` are all groups the paper addresses: one that knows no commune unions speaks to
    them through the district unions before them, one that names wards and no special zones
    means all of them.
    """
    if not named or facts.role == "national":
        return True
    if facts.role == "province":
        return any(_group(one) != NATIONAL for one in named)
    if facts.role == "base":
        return any(_group(one) == BASE and _means(one, facts) for one in named) or (
            BELOW in named and _are_over(facts, named)
        )
    return any(
        _group(one) == BASE or (_is_ours(one, facts, spoken) and _means(one, facts))
        for one in named
    )


def _are_over(facts: OfficeFacts, named: Named) -> bool:
    """Tell whether the upper bodies named are, by their kind, such as stand over a base union."""
    uppers = {_group(one) for one in named if _group(one) in _UPPERS}
    over = {_group(one) for one in bodies_named(facts.parent)}
    return UPPER in uppers or not over or bool(over & uppers)


def by_name(facts: OfficeFacts, named: Named) -> bool:
    """Tell whether our own kind, or we ourselves, are named; not only those below us."""
    own = PROVINCE if facts.role == "province" else BASE if facts.role == "base" else ""
    return any(
        (_group(one) == own if own else _is_ours(one, facts, frozenset({_plain(one)})))
        and _means(one, facts)
        for one in named
    )


def own_proper(facts: OfficeFacts) -> str:
    """Return what sets our name apart, folded: "hoa khanh" of "Công đoàn phường Hòa Khánh"."""
    return _proper_part(facts.name)


@lru_cache(maxsize=64)
def _proper_part(full_name: str) -> str:
    words = fold(full_name).split()
    while words and words[0] in _TYPE_WORDS:
        words.pop(0)
    name = " ".join(words)
    return re.split(r"\s(?:tinh|thanh pho)\b", name)[0] or name


def only_above(text: str) -> bool:
    """Tell whether a duty can only be a province's: advising the province's own bodies."""
    return bool(_ABOVE_ONLY.search(nfc(text).casefold()))


def _own(row: OutlineRow, *, inside: bool) -> Named:
    text = row.item.plain
    if row.size > 1 and len(text) < _HEADING:
        return bodies_named(text, leading=True)
    head, colon, _rest = text.partition(":")
    if colon and len(head) < _HEADING and (inside or row.style != labels.NONE):
        found = bodies_named(head, leading=True)
        if inside or _one_body(head):
            return found
    if inside:
        return bodies_named(" ".join(text.split()[:9]), leading=True)
    return _subject(text)


def _one_body(head: str) -> bool:
    """Tell whether a head is a name and nothing more ("Công đoàn phường:")."""
    return len(head.split()) <= 14


def _begins_with_all(row: OutlineRow) -> bool:
    """Tell whether an item begins with everybody, whatever heading it stands under."""
    said = nfc(_SHARE.sub("", nfc(row.item.plain))).casefold()
    return bool(EVERYONE.match(_BEFORE.sub("", said)) or EVERYONE.match(said))


def _subject(text: str) -> Named:
    """Return the bodies a sentence is about: those its clauses begin with, and those they
    hand the work on to ("Công đoàn phường hướng dẫn công đoàn cơ sở tự kiểm tra").
    """
    first, *later = _CLAUSE.split(nfc(text))
    subject = _begun_with(first)
    if not subject:
        return subject
    if _are_above(subject):
        later = [*later, *_ALSO_DO.split(nfc(text))[1:]]
    for clause in later:
        subject |= _begun_with(clause)
    handed = any(_group(one) in _UPPERS for one in subject) and BASE not in subject
    return subject | {BELOW} if handed and _HANDS_ON.search(nfc(text).casefold()) else subject


def _begun_with(text: str) -> Named:
    """Return the body that alone is spoken of in a sentence it begins, or a share of them:
    "100% công đoàn xã, phường …" is for those unions.
    """
    said = _SHARE.sub("", nfc(text))
    said = said[:1].upper() + said[1:]
    head = leading_bodies(said)
    name = " ".join(_name_words(said[len(head) :])) if head else ""
    subject = bodies_named(f"{head} {name}".strip(), leading=True) if head else frozenset()
    if not head and _OF_PROVINCE.match(said):
        subject = frozenset({PROVINCE})
    if subject and _are_above(subject):
        if _DIRECTS.search(text.casefold()):
            named = bodies_named(text)
            return named - subject or (subject if named else named)
        return frozenset() if EVERYONE.search(nfc(text).casefold()) else subject
    return subject


def _are_above(named: Named) -> bool:
    return all(_group(one) in (PROVINCE, NATIONAL) for one in named)


def _bodies(clean: str, said: str) -> Iterator[str]:
    same = len(clean) == len(said)
    for group, pattern in _PATTERNS:
        for match in pattern.finditer(said):
            if group == BASE and _within_upper(said, match):
                continue
            parts = match.groupdict().get("parts")
            generic = bool(re.search(r"cấp|các|liên", match[0])) or "," in (parts or "")
            names = [group] if not parts else [f"{group}/{part}" for part in _parts(match[0])]
            proper = _proper(clean[match.end() :]) if same and not generic else ""
            yield from (f"{name}={proper}" if proper else name for name in names)


def _within_upper(said: str, match: re.Match[str]) -> bool:
    """Tell whether "công đoàn cơ sở" only ends "cấp trên trực tiếp (công đoàn) cơ sở"."""
    return any(
        found.start() < match.end() and match.start() < found.end()
        for found in _NOT_BASE.finditer(said)
    )


def _parts(text: str) -> list[str]:
    if "cấp xã" in text:
        return [*COMMUNE_PARTS]
    found = [part for part in COMMUNE_PARTS if re.search(rf"\b{part}\b", text)]
    return ["liên xã"] if "liên xã" in found else found


def _proper(rest: str) -> str:
    """Return the names that follow a body's type: "Hòa Khánh, Liên Chiểu", folded."""
    return fold(" ".join(_name_words(rest)).strip(" ,;:.()"))


def _name_words(rest: str) -> list[str]:
    """Return the words of names a text goes on with; "Giáo dục" has a small one."""
    names: list[str] = []
    for word in rest.split():
        bare = word.strip(",;:.()")
        capital = bool(bare) and (bare[0].isupper() or bare[0].isdigit())
        second = bool(bare and names) and names[-1][0].isupper() and names[-1][-1].isalnum()
        if not capital and not second:
            break
        names.append(word)
        if word[-1] in ";:.":
            break
    return names


def _group(one: str) -> str:
    return one.partition("=")[0].partition("/")[0]


def _plain(one: str) -> str:
    return one.partition("=")[0]


def _means(one: str, facts: OfficeFacts) -> bool:
    """Tell whether a body named by its own name is we."""
    proper = one.partition("=")[2]
    own = own_proper(facts)
    if not proper or not own or _group(one) in (PROVINCE, NATIONAL):
        return True
    return bool(re.search(rf"(?<!\w){re.escape(own)}(?!\w)", proper))


def _is_ours(one: str, facts: OfficeFacts, spoken: Named) -> bool:
    """Tell whether a group is that of an upper office such as ours."""
    group, named = _group(one), _plain(one)
    own = _KINDS.get(facts.kind)
    if group == UPPER:
        return True
    if own is None:
        return group in _UPPERS
    if named in own or group in own or (group == COMMUNE and named == COMMUNE and _commune(own)):
        return True
    if not _commune(own):
        return False
    if group == DISTRICT:
        return not any(_group(other) == COMMUNE for other in spoken)
    return group == COMMUNE and not any(part in spoken for part in own)


def _commune(own: Iterable[str]) -> bool:
    return any(part.startswith(COMMUNE) for part in own)
