"""Targets: figures the document sets out to reach, told from results, norms and conditions."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from desktop.intake.quantities import Quantity, quantities
from desktop.intake.reading import Block, Target
from desktop.intake.stages import Stages
from desktop.intake.target_tables import table_targets
from desktop.intake.words import any_of, plain, squeeze, tables

# No sentence of a plan is longer; beyond it only time would be lost.
_MAX_TEXT = 20_000
Mood = Literal["goal", "task", "result", "open"]

_TASKS = re.compile(
    r"\b(?:nhiem vu|giai phap|to chuc thuc hien|noi dung|bien phap|hoat dong|phan cong)\b"
)
_BREAK = re.compile(r"(?<=[.;])\s+(?=[^\W\d_]|\d|[“\"(+\-])|(?<=:)\s+(?=[-+]\s)")
_OWNERS = r"(?:doanh nghiep|cong ty|don vi|co quan|cdcs|cong doan co so|cong doan|noi|dn|truong|khu vuc|to chuc|hop tac xa|nghiep doan|khoi|cum|to cong doan)"
_CONDITION = re.compile(
    _OWNERS
    + r"[^;.:]{0,90}?\b(?:co|su dung|quy mo|voi)\s*(?:so\s+)?(?:tu|duoi|tren|it nhat|toi thieu|khoang|hon|den)?\s*(?:du\s*)?$"
)
_SIZE = re.compile(_OWNERS + r"[^;.:,]{0,40}?\s(?:tu|duoi|tren)\s*$")
_PEOPLE = frozenset(
    ("người lao động", "lao động", "đoàn viên", "người", "CNLĐ", "CNVCLĐ", "cán bộ", "đảng viên")
)
_EACH = re.compile(
    r"\bmoi\s+(?:[a-z]+\s+){0,6}(?:co|phai co|dat)?[^,;]{0,20}(?:it nhat|toi thieu|tu|co)?\s*$"
)
_WISH = re.compile(r"\b(?:phan dau|chi tieu|dang ky)\b")
_NORM_LEAD = re.compile(
    r"(?:su dung|trich|nop|de lai|phan phoi|muc|dong|thue|giam|giam gia|lai suat|huong|bang|phi|thu|chi|ho tro|cap|dong gop|von|gop|chiem|tra|thuong|ty le)\s*(?:du|toi da|muc|them|lai)?\s*$"
)
_SPENDING = re.compile(r"^\W*(?:muc |ty le )?chi\b")
_DUES = re.compile(r"(?:kinh phi(?: cong doan)?|doan phi(?: cong doan)?|trich nop)\s*$")
_NO_COUNT_LEAD = re.compile(
    r"(?:\bdieu|\bkhoan|\bmuc|\bnam|\bthang|\bngay|\bquy|\bso|\bkhoa|\bthu|\bphu luc|\bgiai|\bhang|\btrong|\bnhom|\bmau|\blan thu|\bkhoi|\bcum|\bto so|\bluc|\bsau|\btruoc|\bcu|\bmoi (?:don vi )?cu|\bcac|\btuoi|\bvong|\bqua)\s*$"
)
_PRICE = re.compile(
    r"^\s*(?:dong|d\b|vnd|/\s*(?:nguoi|suat|phan|ho|gia dinh|thang|ngay))|^\s*(?:trieu|nghin|ngan)?\s*dong\s*/"
)
_ASIDE_START = re.compile(
    r"^\W*(?:thanh phan|so luong|doi tuong|tieu chuan|thoi gian|dia diem|co cau|dieu kien|kinh phi|giai thuong|ho so|muc|mien)\b[^:]{0,40}:"
)
_RISE = re.compile(r"\b(?:tang|giam)\s*(?:them|tu|it nhat|binh quan)?\s*$")
_BASIS = re.compile(
    r"\b(?:tai|theo)\s+((?:chi tieu[^,;.]{0,40}?\s+(?:tai|theo)\s+)?(?:quyet dinh|ke hoach|nghi quyet|thong bao|cong van|huong dan|chuong trinh)\s+(?:so:?\s*)?\d[\w/\-]*(?:[,\s]+ngay\s+[\d/.\-]+)?(?:\s+cua\s+[^,;.()]{3,60})?)"
)


def find_targets(blocks: Sequence[Block], subject: str, doc_type: str = "") -> tuple[Target, ...]:
    """Return the targets of the body in order of reading."""
    found: list[Target] = []
    stages = Stages(subject)
    report = plain(doc_type).startswith("bao cao")
    parents = _parents(blocks)
    for index, block in enumerate(blocks):
        if block.zone != "body" or block.kind not in ("item", "paragraph"):
            continue
        if len(block.text) > _MAX_TEXT:
            continue
        chain = _chain(parents, index)
        mood = _mood([blocks[i] for i in chain], report)
        for target in _of_block(block, index, mood):
            stage = stages.of(block.text, target[0], [blocks[i].text for i in chain])
            found.append(_target(block, index, target[0], target[1], stage, mood))
    found.extend(table_targets(blocks, stages.subject))
    return tuple(sorted(found, key=lambda target: target.block))


def _parents(blocks: Sequence[Block]) -> list[int | None]:
    """Return for each block the index of the item above it, None at the top."""
    parents: list[int | None] = []
    open_items: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind != "item" or block.zone != "body":
            parents.append(block.owner)
            continue
        while open_items and blocks[open_items[-1]].depth >= block.depth:
            open_items.pop()
        parents.append(open_items[-1] if open_items else None)
        open_items.append(index)
    return parents


def _chain(parents: Sequence[int | None], index: int) -> list[int]:
    """Return the indexes of the items above a block, nearest first."""
    chain: list[int] = []
    above = parents[index]
    while above is not None:
        chain.append(above)
        above = parents[above]
    return chain


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = tables()
    return (
        re.compile(r"\b" + any_of(words.goal_headings)),
        re.compile(r"^\W*(?:mot so |nhung |cac )?" + any_of(words.result_headings) + r"\b"),
        re.compile(r"\b" + any_of(words.goal_words) + r"\b"),
        re.compile(r"\b" + any_of(words.result_words) + r"\b"),
    )


def _mood(chain: Sequence[Block], report: bool) -> Mood:
    """Say what the nearest telling heading above makes of figures."""
    goals, results, _goal_words, _result_words = _patterns()
    for above in chain:
        bare = plain(above.text)
        if len(bare) > 200 and not above.heading:
            continue
        lead = bare[:120]
        if results.match(lead):
            return "result"
        goal, task = bool(goals.search(lead)), bool(_TASKS.search(lead))
        if "phuong huong" in lead:
            return "task"
        if goal != task:
            return "goal" if goal else "task"
    return "result" if report else "open"


def _of_block(block: Block, index: int, mood: Mood) -> Iterator[tuple[Quantity, str]]:
    text = block.text
    bare = plain(text)
    if _ASIDE_START.match(bare) and not _WISH.search(bare):
        return
    results = _patterns()[3]
    bounds = [0, *(match.end() for match in _BREAK.finditer(bare)), len(bare)]
    wished = reported = False
    for start, end in zip(bounds, bounds[1:], strict=False):
        sentence = bare[start:end]
        # "Phấn đấu …; 85 % …; 60 % …": the wish reaches over semicolons.
        carried = wished and start > 0 and bare[:start].rstrip().endswith(";")
        figures = list(quantities(text[start:end]))
        wish = _WISH.search(sentence)
        if wish and figures and wish.start() > figures[-1].start:
            wish = None
        wished = bool(wish) or carried
        told = reported and bare[:start].rstrip().endswith(";")
        reported = bool(results.search(sentence) and not wish) or told
        for quantity in figures:
            if told and mood != "goal":
                continue
            wanted = carried or bool(wish and wish.start() < quantity.start)
            if _is_target(sentence, quantity, mood, wanted):
                yield _moved(quantity, start), _clause(text[start:end], quantity)


def _moved(quantity: Quantity, by: int) -> Quantity:
    return Quantity(
        quantity.value, quantity.value_max, quantity.comparator, quantity.unit,
        quantity.start + by, quantity.end + by,
    )  # fmt: skip


def _clause(sentence: str, quantity: Quantity) -> str:
    """Return the part of the sentence between commas that hold another figure."""
    others = [other for other in quantities(sentence) if other.start != quantity.start]
    start, end = 0, len(sentence)
    for other in others:
        if other.end <= quantity.start:
            comma = sentence.rfind(",", other.end, quantity.start)
            start = max(start, comma + 1)
        else:
            comma = sentence.find(",", quantity.end, other.start)
            end = min(end, comma if comma > 0 else end)
    return squeeze(sentence[start:end]).strip(" ;.,")


def _is_target(sentence: str, quantity: Quantity, mood: Mood, wished: bool) -> bool:
    _goals, _results, goal_words, result_words = _patterns()
    before = sentence[: quantity.start]
    after = sentence[quantity.end :]
    goal = wished or bool(goal_words.search(before))
    if result_words.search(before) and not wished and mood != "goal":
        return False
    if mood == "result" and not wished:
        return False
    if quantity.comparator == "<=" and not (mood == "goal" or wished):
        return False
    if quantity.unit == "%":
        return _is_share(before, after, mood, goal)
    return _is_count(before, after, quantity, mood, wished)


def _is_share(before: str, after: str, mood: Mood, goal: bool) -> bool:
    if _DUES.search(before) or (_SPENDING.match(before) and not goal):
        return False
    if re.match(r"\s*(?:so voi )?(?:chi tieu|ke hoach|cung ky)\b", after) and not goal:
        return False
    if _RISE.search(before):
        return goal or mood == "goal"
    lead = _NORM_LEAD.search(before)
    if lead and not re.search(r"(?:dat|duoc)\s*(?:muc|ty le)?\s*$", before):
        return ("ty le" in lead[0] and goal) or ("chiem" in lead[0] and (goal or mood == "goal"))
    if re.search(r"\bso voi (?:cung ky|nam|thang|quy)", after[:60]) and not goal:
        return False
    return not re.match(
        r"\s*(?:tong )?(?:gia tri|kinh phi|luong|muc luong|chi phi|don gia)\b", after
    )


def _is_count(before: str, after: str, quantity: Quantity, mood: Mood, wished: bool) -> bool:
    least = quantity.comparator in (">=", "range") or bool(
        re.search(r"(?:it nhat|toi thieu|tren)\s*$", before)
    )
    each = bool(_EACH.search(before[-70:]))
    if quantity.unit in _PEOPLE and not each:
        if _CONDITION.search(before[-130:]) or (_SIZE.search(before[-80:]) and not wished):
            return False
    if _NO_COUNT_LEAD.search(before) or _PRICE.match(after):
        return False
    if quantity.unit in ("triệu đồng", "tỷ đồng"):
        if not (wished or mood == "goal") or "/" in after[:12]:
            return False
    if re.search(any_of(tables().norm_words) + r"\b", before[-60:]) and not wished:
        return False
    if wished or mood == "goal":
        return bool(least or each or wished or _loose_verb(before))
    crowd = quantity.unit in ("người", "đồng chí", "lao động", "lần", "người lao động")
    verb = re.search(r"\b" + any_of(tables().target_verbs) + r"\s+(?:\w+\s+){0,3}$", before)
    if verb and not crowd:
        return True
    lowest = bool(re.search(r"(?:it nhat|toi thieu)\s*$", before)) or (least and each)
    return lowest and _loose_verb(before)


def _loose_verb(before: str) -> bool:
    words = tables()
    return bool(
        re.search(r"\b" + any_of(words.target_verbs + words.loose_verbs) + r"\b", before[-90:])
    )


def _target(
    block: Block, index: int, quantity: Quantity, clause: str, stage: str | None, mood: Mood
) -> Target:
    basis = _BASIS.search(plain(block.text))
    cited = block.text[basis.start(1) : basis.end(1)].strip(" ,") if basis else None
    sure = {"goal": 0.9, "open": 0.7, "task": 0.65, "result": 0.5}[mood]
    return Target(
        text=clause, value=quantity.value, value_max=quantity.value_max,
        comparator=quantity.comparator, unit=quantity.unit, stage=stage, basis=cited,
        block=index, span=block.span, confidence=sure,
    )  # fmt: skip
