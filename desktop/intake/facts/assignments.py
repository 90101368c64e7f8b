"""Who is to do what: items handed out by their labels, and duties told in words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.intake.facts.deadlines import Calendar
from desktop.intake.facts.duties import duty_of, may_report
from desktop.intake.facts.item_refs import Group, Index, groups_in, index_of, resolve
from desktop.intake.reading import Assignment, Block, Duty, Role
from desktop.intake.words import plain, squeeze

_BODY = (
    r"(?:cac\s+)?(?:ban(?: to chuc| kiem tra| tuyen giao)?|van phong|uy ban(?: kiem tra)?|"
    r"thuong truc|ldld|lien doan lao dong|cong doan|cdcs|cd\b|so\b|phong|hoi dong|to\b|khoi|cum|"
    r"nghiep doan|don vi|truong|chu tich|dong chi|d/c|chanh van phong|benh vien|chi bo|doan|"
    r"trung tam|bo phan|tong lien doan|cap cong doan|co quan|bch|btv|ubkt|bhxh|bao hiem xa hoi|hoi|"
    r"uy vien|can bo|cong ty|doanh nghiep|(?:tinh|thanh|huyen|quan|xa|phuong) doan|"
    r"mat tran|ubnd|cong an|dang bo|dang uy|chi uy|bao\b)\b"
)
_VERBS = (
    r"(?:chu tri|phoi hop|tham muu|thanh lap|co trach nhiem|chiu trach nhiem|tham dinh|"
    r"don doc|theo doi|huong dan|tong hop|to chuc|xay dung|trien khai|cu the hoa|can cu|"
    r"bo tri|cap nhat|gui|bao cao|thuc hien|giup|phu trach|giam sat|kiem tra|can doi|tuyen truyen|"
    r"chuan bi|phan cong|dam bao|bao dam|quan triet|ban hanh|chi dao|ra soat|lap|"
    r"cu|van dong|de nghi|yeu cau|thong bao|giao)\b"
)
_NAMED = re.compile(
    rf"^\W*(?P<ask>(?:(?:giao|phan cong|de nghi|yeu cau|doi voi)\s+)*)(?P<name>{_BODY})"
)
_VERB = re.compile(rf"\s(?:can |phai |se |tiep tuc )?(?P<verb>{_VERBS})|(?P<end>\s*:(?!\d))|[;.]\s")
_LED = re.compile(r"^\W*([^\W\d_][^:.;]{3,80}):\s*(?=(?:chu tri|phoi hop|phu trach|tham muu)\b)")
# "Đ/c Lưu Ngọc Bích, Phó Chủ tịch: …": the name alone says who.
_OFFICE = re.compile(
    r"(?<=[^\W\d_]),\s*(?:Phó |Ủy viên |Trưởng |Chủ |Chánh |Bí |Kế toán |Thủ )[^,:]{2,60}"
    r"(?:,\s*[^,:]{2,60})*$|\s+là (?:thường trực|đầu mối|cơ quan)\b[^:]*$"
)
_HEADING = re.compile(
    r"^\W*(?:doi voi |trach nhiem (?:cua )?|giao |de nghi )*"
    rf"(?P<name>{_BODY}[^;:]{{0,140}}):?\s*$"
)
_ORGANISING = re.compile(
    r"\b(?:to chuc thuc hien|to chuc trien khai|phan cong|trach nhiem|giao (?:cac|cho)|"
    r"giao nhiem vu|don vi thuc hien)\b"
)
_PIECE = re.compile(r"\.\s+(?=[^\d])|;\s+|,\s+(?=(?:tham gia )?phoi hop\b|chu tri\b)")
_SENTENCE = re.compile(r"\.\s+(?=[^\d])|;\s+")
_TOGETHER = re.compile(r"^\W*(?:va )?(?:tham gia )?phoi hop\b")
# "Ban Tài chính chủ trì nội dung 3, Ủy ban Kiểm tra phối hợp."
_BESIDE = re.compile(rf",\s+({_BODY}[^,;.]{{0,60}}?)\s+(?:cung )?phoi hop\W*$")
# "Văn phòng chủ trì, phối hợp với Ủy ban Kiểm tra tham mưu nội dung 2.2"
_PARTNER = re.compile(
    rf"\bchu tri,? phoi hop (?:voi|cung)\s+({_BODY}[^,;.:]{{0,60}}?)\s+(?:{_VERBS})[^,;.:]*$"
)
_LEADS = re.compile(
    r"\b(?:chu tri|tham muu|phoi hop|phu trach|theo doi|don doc|tham dinh|thuc hien)\b"
)
_MAX_TEXT = 10_000
_SHORT = 160
_SHORTEST = 12
_LONGEST_NAME = 140


@dataclass(frozen=True, slots=True)
class _Told:
    """Who a block speaks to, where its words begin, and whether under an organising heading."""

    unit: str
    start: int
    organising: bool
    section: int | None


def find_assignments(blocks: Sequence[Block]) -> tuple[Assignment, ...]:
    """Return the assignments of all body blocks that cite the paper's items."""
    items = index_of(blocks)
    found: list[Assignment] = []
    for index, told in _told(blocks):
        named: str | None = None
        for block, spoken in _clauses(blocks[index], told):
            for one in _handed(block, index, spoken, items, named):
                named = one.section
                found.append(one)
    return tuple(found)


def _with_one_section(groups: Sequence[Group]) -> None:
    """Give "chủ trì nội dung 1.3; phối hợp nội dung 2.1 Mục II" one section for both."""
    for order in (groups[::-1], groups):
        known: str | None = None
        for group in order:
            if group.top:
                known = group.top
            elif known and not group.clause and all("." in ref for ref in group.refs):
                group.top = known


def _clauses(block: Block, told: _Told) -> Iterator[tuple[Block, _Told]]:
    """Yield the block cut where another body begins to be spoken to: "…; Ban Tài chính phối hợp
    nội dung 1.2", with whom each part speaks to.
    """
    text = block.text[:_MAX_TEXT]
    cuts = [(0, told)]
    for mark in _SENTENCE.finditer(plain(text), told.start):
        rest = text[mark.end() :]
        stop = re.search(r"[.;]\s", rest)
        clause = rest[: stop.start()] if stop else rest
        person = clause.startswith("đồng chí ")
        asked = clause[:1].upper() + clause[1:] if person else clause
        inline = _inline(asked, plain(asked)) if asked[:1].isupper() else None
        if inline and groups_in(plain(clause)):
            cuts.append((mark.end(), replace(told, unit=inline[0], start=inline[1])))
    if len(cuts) == 1:
        yield block, told
        return
    ends = [*(start for start, _one in cuts[1:]), len(text)]
    for (start, one), end in zip(cuts, ends, strict=True):
        yield replace(block, text=text[start:end]), one


def find_duties(blocks: Sequence[Block], dates: Calendar) -> tuple[Duty, ...]:
    """Return what is asked in words of its own, the reports to be sent among it."""
    found: list[Duty] = []
    for index, told in _told(blocks, everywhere=True):
        block = blocks[index]
        bare = plain(block.text[:_MAX_TEXT])
        for start, end in _pieces(bare, told.start, _SENTENCE):
            text = squeeze(block.text[start:end]).strip(" ;")
            ours = told.organising and told.unit
            if len(text) < _SHORTEST or not (ours or may_report(bare[start:end])):
                continue
            if groups_in(bare[start:end]):
                continue
            role: Role = "phối hợp" if _TOGETHER.match(bare[start:end]) else "chủ trì"
            duty = duty_of(told.unit, role, text, index, block.span, dates)
            if duty.report or ours:
                found.append(duty)
    return tuple(found)


def _told(blocks: Sequence[Block], *, everywhere: bool = False) -> Iterator[tuple[int, _Told]]:
    """Yield (block, whom it speaks to); `everywhere` also blocks that name nobody."""
    path = _Path()
    for index, block in enumerate(blocks):
        if block.zone != "body" or block.kind not in ("item", "paragraph"):
            continue
        bare = plain(block.text[:_MAX_TEXT])
        parent, under, name = path.enter(index, block)
        inline = _inline(block.text, bare)
        mine = inline[0] if inline else name
        if block.kind == "item":
            path.organising[index] = under or bool(_ORGANISING.search(bare.split(":")[0][:_SHORT]))
            alone = _alone(block.text, bare)
            path.names[index] = alone or mine
            path.headings[index] = bool(alone)
            if alone:
                continue
        elif not inline and parent is not None and not path.headings.get(parent):
            # A paragraph after the last item closes the paper; it is nobody's duty.
            mine, under = "", False
        elif inline:
            under = False
        if mine or everywhere:
            section = path.outermost() if path.is_organised() else parent
            yield index, _Told(mine, inline[1] if inline else 0, under, section)


class _Path:
    """The items above the block at hand, whom they name and whether they organise the work."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self.organising: dict[int, bool] = {}
        self.headings: dict[int, bool] = {}
        self._above: list[tuple[int, int]] = []

    def enter(self, index: int, block: Block) -> tuple[int | None, bool, str]:
        """Return (item above, whether it organises, whom it names) for a block; note items."""
        if block.kind == "item":
            while self._above and self._above[-1][1] >= block.depth:
                self._above.pop()
        parent = self._above[-1][0] if self._above else None
        if block.kind == "item":
            self._above.append((index, block.depth))
        if parent is None:
            return None, False, ""
        return parent, self.organising.get(parent, False), self.names.get(parent, "")

    def outermost(self) -> int | None:
        """The item at the top of the path."""
        return self._above[0][0] if self._above else None

    def is_organised(self) -> bool:
        """Whether the item at the top organises the work."""
        return bool(self._above) and self.organising.get(self._above[0][0], False)


def _alone(text: str, bare: str) -> str:
    """Return the body that a heading consists of: "1. Văn phòng LĐLĐ tỉnh"; "" for others."""
    found = _HEADING.match(bare) if len(bare) < _SHORT else None
    if not found or not text[found.start("name")].isupper():
        return ""
    verbs = [m for m in _VERB.finditer(bare, found.start("name") + 1) if m["verb"]]
    if any(text[verb.start("verb")].islower() for verb in verbs):
        return ""
    return squeeze(text[found.start("name") : found.end("name")]).strip(" :.,")


def _inline(text: str, bare: str) -> tuple[str, int] | None:
    """Return (name, where the duty begins) of a block that begins with whom it speaks to."""
    found = _NAMED.match(bare)
    if not found or not (found["ask"] or text[found.start("name")].isupper()):
        return _whoever(text, bare)
    for stop in _VERB.finditer(bare, found.end(), found.end() + _LONGEST_NAME):
        if stop["end"] is None and stop["verb"] is None:
            return None
        # "Ban Tài chính - Kiểm tra": a verb in capitals belongs to the name.
        if stop["verb"] and not text[stop.start("verb")].islower():
            continue
        if stop["verb"] == "giao" and text[stop.start("verb") : stop.end("verb")] == "giáo":
            continue  # "Ban Tổ chức - Tuyên giáo"
        name = squeeze(text[found.start("name") : stop.start()]).strip(" ,-–")
        name = _OFFICE.sub("", name)
        return name, stop.end() if stop["end"] else stop.start() + 1
    return None


def _whoever(text: str, bare: str) -> tuple[str, int] | None:
    """Return any name that a colon and a word of leading follow: "Mạng lưới …: chủ trì …"."""
    found = _LED.match(bare)
    if not found or not text[found.start(1)].isupper():
        return None
    return squeeze(text[found.start(1) : found.end(1)]).strip(), found.end()


def _handed(
    block: Block, index: int, told: _Told, items: Index, named: str | None
) -> Iterator[Assignment]:
    """Yield what a block hands out; `named` is the section that an earlier clause named."""
    bare = plain(block.text[:_MAX_TEXT])
    places = _pieces(bare, told.start, _SENTENCE)
    cited = [groups_in(bare[start:end]) for start, end in places]
    _with_one_section([group for groups in cited for group in groups])
    for (start, end), groups in zip(places, cited, strict=True):
        sentence = bare[start:end]
        pieces = _roles(sentence)
        for given in groups:
            carried = named if not given.section and "." in given.refs[0] else None
            top, _dot, clause = (carried or "").partition(".")
            group = replace(given, top=top, clause=clause or None) if carried else given
            meant = resolve(group, items, told.section)
            if not _is_sure(group, meant, sentence, told):
                continue
            role = next(one for first, last, one in pieces if first <= group.at < last)
            made = Assignment(told.unit, group.refs, group.section, role, index, block.span, meant)
            yield made
            partner = _PARTNER.search(sentence[: group.at])
            if partner and block.text[start + partner.start(1)].isupper():
                name = squeeze(block.text[start + partner.start(1) : start + partner.end(1)])
                yield replace(made, unit=name, role="phối hợp")
            if group is groups[-1] and (beside := _BESIDE.search(sentence)):
                name = squeeze(block.text[start + beside.start(1) : start + beside.end(1)])
                if name[:1].isupper():
                    yield replace(made, unit=name, role="phối hợp")


def _is_sure(group: Group, meant: Sequence[int], sentence: str, told: _Told) -> bool:
    """Labels with a section or of several numbers cite items; a lone number must be found."""
    if group.section or any("." in ref for ref in group.refs):
        return True
    cites = told.organising or bool(_LEADS.search(sentence[: group.at]))
    return cites and len(meant) >= len(group.refs)


def _roles(sentence: str) -> list[tuple[int, int, Role]]:
    """Return (from, to, role) over the sentence: "…, phối hợp nội dung 2" begins a new one."""
    found: list[tuple[int, int, Role]] = []
    for start, end in _pieces(sentence, 0, _PIECE):
        role: Role = "phối hợp" if _TOGETHER.match(sentence[start:end]) else "chủ trì"
        # "chủ trì, phối hợp với … thực hiện": whoever leads may ask others in.
        if role == "phối hợp" and found and sentence[:start].rstrip(", ").endswith("chu tri"):
            role = "chủ trì"
        found.append((start, end, role))
    return found


def _pieces(bare: str, start: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    cuts = [start, *(m.end() for m in pattern.finditer(bare) if m.end() > start)]
    return [
        (first, last) for first, last in zip(cuts, [*cuts[1:], len(bare)], strict=True)
        if last > first
    ]  # fmt: skip
