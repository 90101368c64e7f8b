"""An upper paper's sentence in our own words: who acts, on whom, where, and in which year.

Only what the sentence says of its doer is changed; a paper it cites, and to whom we report,
stay as they are.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from desktop.documents.office_facts import OfficeFacts
from desktop.models.outline import rich_text
from desktop.models.outline.rich_text import Runs
from desktop.models.text import CAPITALS, SMALLS

_NAME: Final = rf"(?:\s+(?-i:[{CAPITALS}]\w*))*"
_PROVINCE: Final = (
    rf"(?:(?:Ban Thường vụ|Ban Chấp hành|Thường trực)\s+)?(?:LĐLĐ|Liên đoàn Lao động)\s+"
    rf"(?:tỉnh|thành phố){_NAME}"
)
_UPPER: Final = (
    r"(?:công đoàn|CĐ)\s+(?:cấp trên\s+(?:trực tiếp\s+)?(?:của\s+)?(?:công đoàn\s+)?cơ sở|"
    r"(?:các\s+)?(?:xã|phường|đặc khu)(?:(?:,|\s+và)?\s+(?:xã|phường|đặc khu))*|"
    r"(?:các\s+)?ngành(?:\s+địa phương)?|(?:các\s+)?khu (?:công nghiệp|kinh tế)|"
    r"(?:các\s+)?KCN|Viên chức(?:\s+tỉnh)?)|"
    r"(?:LĐLĐ|Liên đoàn Lao động)\s+(?:các\s+)?(?:huyện|thị xã|quận)"
    r"(?:,\s*(?:huyện|thị xã|quận|thành phố))*"
)
_BASE: Final = r"(?:công đoàn cơ sở|CĐCS|nghiệp đoàn cơ sở|nghiệp đoàn)(?:\s+trực thuộc)?"
_BODY: Final = rf"(?:(?:{_UPPER})|(?:{_BASE})|(?:{_PROVINCE}))"
_BODIES: Final = rf"(?:các\s+)?{_BODY}(?:(?:\s*[,;]\s*|\s+và\s+)(?:các\s+)?{_BODY})*"
_EVERYONE: Final = (
    r"các cấp công đoàn(?:\s+(?:trong|toàn|trên địa bàn)(?:\s+toàn)?\s+(?:tỉnh|thành phố)"
    rf"{_NAME})?"
)
_AT_START: Final = r"(?:^|(?<=[.;:]\s))"
_FLAGS: Final = re.IGNORECASE

_HEAD: Final = re.compile(rf"^(?:{_EVERYONE}|{_BODIES})\s*:\s*", _FLAGS)
_DOER: Final = re.compile(
    rf"{_AT_START}(?:{_EVERYONE}|(?:mỗi\s+)?{_BODIES})(?=\s+(?-i:[{SMALLS}]))", _FLAGS
)
_DIRECTED: Final = re.compile(
    r"\b(?:chỉ đạo|hướng dẫn|yêu cầu|đề nghị|đôn đốc|kiểm tra|giám sát|phát động)\s+"
    rf"(?P<whom>{_EVERYONE}|(?:các\s+)?(?:{_UPPER})(?:(?:\s*[,;]\s*|\s+và\s+)(?:các\s+)?"
    rf"(?:(?:{_UPPER})|(?:{_BASE})))*)",
    _FLAGS,
)
_HANDED_ON: Final = re.compile(
    rf"{_AT_START}{_BODIES}\s+(?:chỉ đạo|hướng dẫn|yêu cầu|đề nghị|vận động|đôn đốc|"
    rf"giao)(?:\s+cho)?\s+(?:các\s+)?{_BASE}(?=\s+(?-i:[{SMALLS}]))",
    _FLAGS,
)
_ALL_BELOW: Final = re.compile(
    rf"(?:(?<=và\s)|(?<=,\s)|(?<=đạo\s)|(?<=dẫn\s)|(?<=cầu\s)|(?<=nghị\s))"
    rf"(?:{_EVERYONE}|công đoàn các cấp|các\s+(?:công đoàn|đơn vị)\s+trực thuộc)"
    rf"(?=\s+(?-i:[{SMALLS}]))",
    _FLAGS,
)
_WHERE: Final = re.compile(
    rf"(?:trên địa bàn|trong phạm vi|trong|của)\s+toàn\s+(?:tỉnh|thành phố){_NAME}|"
    rf"trên địa bàn\s+(?:tỉnh|thành phố){_NAME}|trong\s+(?:tỉnh|thành phố)\b{_NAME}|"
    rf"\btoàn\s+(?:tỉnh|thành phố)\b{_NAME}",
    _FLAGS,
)
# "tại các xã, phường" is all of the province's; what narrows it ("vùng sâu", a name) is kept.
_ENDED: Final = (
    r"(?!(?:,|\s+và)\s+(?:các\s+)?(?:xã|phường|đặc khu|thị trấn|huyện|quận|thành phố|khu|cụm|"
    r"doanh nghiệp|cơ quan|đơn vị|công đoàn|trường|bệnh viện|địa bàn)\b)"
    r"(?=\s*(?:[.,;:)]|$)|\s+(?:và|để|cho|nhằm|theo|về|vào|với|trong|trên|từ|đến|khi|trước|"
    r"thực hiện|tổ chức|kiểm tra|triển khai|tuyên truyền|nắm|chăm lo|phối hợp|rà soát|khảo sát|"
    r"vận động)\b)"
)
_AREAS: Final = re.compile(
    r"(?:(?P<at>\b(?:tại|ở|trên địa bàn|trong phạm vi)\s+)(?:(?:tất cả\s+)?các|\d+)|"
    r"\b(?:tất cả\s+)?các)\s+"
    r"(?:xã|phường|đặc khu)(?:(?:,\s*|\s+và\s+)(?:xã|phường|đặc khu))*\b"
    rf"(?:\s+(?:trong|trên địa bàn)\s+(?:toàn\s+)?(?:tỉnh|thành phố){_NAME})?{_ENDED}",
    _FLAGS,
)
_UNION_OF: Final = re.compile(r"(?:công đoàn|CĐ|LĐLĐ|liên đoàn lao động)\s*$", _FLAGS)
_CITED: Final = re.compile(
    r"(?:kế hoạch|chỉ thị|nghị quyết|quyết định|hướng dẫn|chương trình|công văn|thông báo|kết luận"
    r"|thông tri|nghị định|luật|đề án)\s+(?:số|hành động số)\s*[\w\-]+/?[^.;]*",
    _FLAGS,
)
LEFT: Final = re.compile(
    rf"{_AT_START}{_PROVINCE}(?=\s+(?:tiếp tục|chủ động|chỉ đạo|hướng dẫn|tổ chức|yêu cầu|giao))|"
    rf"{_PROVINCE}\s+(?:tiếp tục\s+|chủ động\s+)?(?:chỉ đạo|hướng dẫn)(?=\s+các)",
    _FLAGS,
)
"""An upper body that still acts in a sentence of ours."""


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    text: str


def own_words(text: Runs, facts: OfficeFacts, source_year: int | None, year: int) -> Runs:
    """Return a task of the upper paper as a task of ours; marks are kept.

    `source_year` is the year the paper speaks of: where we plan another, ours is written.
    """
    head = _HEAD.match(rich_text.plain(text))
    if head and len(head[0]) < len(rich_text.plain(text)):
        text = _capital(rich_text.cut(text, head.end()))
    for rule in (
        *(_handed_on, _doers, _directed, _all_below, _areas, _places),
        _years(source_year, year),
    ):
        changes = list(rule(rich_text.plain(text), facts))
        for change in sorted(changes, key=lambda one: one.start, reverse=True):
            text = rich_text.replace(text, change.start, change.end, change.text)
    return text


def only_bodies(text: str) -> bool:
    """Tell whether a text is a list of bodies and nothing more."""
    return bool(re.fullmatch(rf"\s*{_BODIES}\s*[:.]?\s*", text, _FLAGS))


def leading_bodies(text: str) -> str:
    """Return the bodies a sentence begins with, "" where it begins with something else."""
    found = re.match(rf"(?:mỗi\s+)?{_BODIES}", text.strip(), _FLAGS)
    return found[0] if found else ""


def heading_words(text: str, facts: OfficeFacts, *, below: bool, us: bool) -> str:
    """Return a heading that names bodies: by our own name, by those below us, or both."""
    subordinates = facts.subordinates
    if us and below and facts.role != "base":
        return f"{facts.called} và {subordinates}"
    if us:
        return facts.called
    return subordinates[:1].upper() + subordinates[1:]


def _doers(text: str, facts: OfficeFacts) -> Iterator[_Change]:
    for match in _DOER.finditer(text):
        if _is_cited(text, match.start()):
            continue
        said = match[0].casefold()
        upper = re.search(_UPPER, match[0], _FLAGS) or re.search(_PROVINCE, match[0], _FLAGS)
        base = re.search(_BASE, _without_uppers(match[0]), _FLAGS)
        everyone = "các cấp công đoàn" in said
        if facts.role == "base":
            name = facts.called
        elif everyone or (upper and base):
            name = f"{facts.called} và {facts.subordinates}"
        elif upper:
            name = facts.called
        else:
            continue  # what base unions do is theirs to do
        if re.match(r"ban (?:thường vụ|chấp hành)", said) and not base:
            name = f"{facts.collective} {facts.called}"
        yield _Change(match.start(), match.end(), name)


def _handed_on(text: str, facts: OfficeFacts) -> Iterator[_Change]:
    """What another hands on to base unions, a base union does itself."""
    if facts.role != "base":
        return
    for match in _HANDED_ON.finditer(text):
        if not _is_cited(text, match.start()):
            yield _Change(match.start(), match.end(), facts.called)


def _all_below(text: str, facts: OfficeFacts) -> Iterator[_Change]:
    for match in _ALL_BELOW.finditer(text):
        if not _is_cited(text, match.start()):
            yield _Change(match.start(), match.end(), facts.subordinates)


def _directed(text: str, facts: OfficeFacts) -> Iterator[_Change]:
    for match in _DIRECTED.finditer(text):
        if not _is_cited(text, match.start()):
            yield _Change(match.start("whom"), match.end("whom"), facts.subordinates)


def _places(text: str, facts: OfficeFacts) -> Iterator[_Change]:
    if facts.role in ("national", "province"):
        return
    for match in _WHERE.finditer(text):
        if not _is_cited(text, match.start()):
            yield _placed(text, match, _where(facts))


def _areas(text: str, facts: OfficeFacts) -> Iterator[_Change]:
    """The communes and wards of the province are our own one; a union of theirs stays."""
    if facts.role in ("national", "province"):
        return
    for match in _AREAS.finditer(text):
        if _is_cited(text, match.start()) or _UNION_OF.search(text[: match.start()]):
            continue
        if match["at"]:
            yield _placed(text, match, _where(facts))
        elif facts.area:
            yield _placed(text, match, facts.area)


def _where(facts: OfficeFacts) -> str:
    """Return where an office below the province carries out what it is told."""
    if facts.area:
        return f"trên địa bàn {facts.area}"
    return "tại các công đoàn cơ sở trực thuộc" if facts.role == "upper" else "tại đơn vị"


def _placed(text: str, match: re.Match[str], words: str) -> _Change:
    """Return the words in place of a match, with a capital where a sentence begins."""
    capital = match.start() == 0 or text[: match.start()].endswith((". ", ": "))
    return _Change(match.start(), match.end(), words[:1].upper() + words[1:] if capital else words)


def _years(source: int | None, year: int) -> Callable[[str, OfficeFacts], Iterator[_Change]]:
    def changes(text: str, _facts: OfficeFacts) -> Iterator[_Change]:
        if source is None or source == year:
            return
        for match in re.finditer(_in(source), text):
            if not _is_cited(text, match.start()):
                yield _Change(match.end() - 4, match.end(), str(year))
                lunar = re.search(rf"{lunar_year(source)}\s+$", text[: match.start()])
                if lunar:
                    start = lunar.start()
                    yield _Change(start, start + len(lunar_year(source)), lunar_year(year))

    return changes


def in_year(stage: str, source: int | None, year: int) -> str:
    """Return a target's stage with the plan's year for the paper's; longer stages stay."""
    if source is None:
        return stage
    if stage.strip() == str(source):
        return str(year)
    return re.sub(_in(source), f"năm {year}", stage)


def _in(year: int) -> str:
    """Match "năm 2026" alone: not the end of a stage that leads to it, nor its beginning."""
    return rf"(?<!đến )(?<!từ )(?<![-–] )\bnăm {year}\b(?!\s*(?:[-–]|đến))"


def other_year(text: str, year: int | None) -> str:
    """Return a year before the plan's that a sentence plans in, cited papers left aside."""
    if year is None:
        return ""
    for match in re.finditer(r"(?:trong\s+)?\bnăm (20\d\d)\b(?!\s*[-–])", text):
        before = text[: match.start()].rstrip()
        spoken = re.search(r"(?:đến|từ|so với|của|Luật [^.;]{0,40})$", before)
        if int(match[1]) < year and not spoken and not _is_cited(text, match.start()):
            return match[1]
    return ""


def lunar_year(year: int) -> str:
    """Return the lunar name of a year: 2026 is "Bính Ngọ"."""
    stems = ("Canh", "Tân", "Nhâm", "Quý", "Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ")
    branches = (
        *("Thân", "Dậu", "Tuất", "Hợi", "Tý", "Sửu"),
        *("Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi"),
    )
    return f"{stems[year % 10]} {branches[year % 12]}"


def _is_cited(text: str, place: int) -> bool:
    return any(found.start() <= place < found.end() for found in _CITED.finditer(text))


def _without_uppers(text: str) -> str:
    return re.sub(_UPPER, "", text, flags=_FLAGS)


def _capital(text: Runs) -> Runs:
    found = rich_text.plain(text)[:1]
    return rich_text.replace(text, 0, 1, found.upper()) if found else text
