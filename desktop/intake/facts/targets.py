"""Targets: figures the document sets out to reach, told from results, norms and conditions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice, pairwise

from desktop.intake.facts.quantities import Quantity, figures, quantities
from desktop.intake.facts.stages import Stages, is_past, yearly_word
from desktop.intake.facts.target_filters import parts_of
from desktop.intake.facts.target_flat import flat_targets
from desktop.intake.facts.target_grades import grade_targets
from desktop.intake.facts.target_indicators import indicator_of, with_part
from desktop.intake.facts.target_rules import (
    Mood,
    is_one_more,
    is_stated,
    is_target,
    result_words,
    with_tones,
)
from desktop.intake.facts.target_tables import table_targets
from desktop.intake.facts.target_zero import NOTHING, zero_targets
from desktop.intake.reading import Block, Target
from desktop.intake.words import any_of, plain, squeeze, tables
from desktop.models.figures.kinds import split_target

_LAST_MONTHS = ("11", "12")
# No sentence of a plan is longer; beyond it only time would be lost.
_MAX_TEXT = 20_000

_TASKS = re.compile(
    r"\b(?:nhiem vu|giai phap|to chuc thuc hien|noi dung|bien phap|hoat dong|phan cong)\b"
)
_BREAK = re.compile(r"(?<=[.;])\s+(?=[^\W\d_]|\d|[“\"(+\-])|(?<=:)\s+(?=[-+]\s)")
_WISH = re.compile(r"\b(?:phan dau|(?<!% )(?<!phan tram )chi tieu|(?<!cao )dang ky(?! thuat))\b")
_ASIDE_START = re.compile(
    r"^\W*(?:thanh phan|so luong|doi tuong|tieu chuan|thoi gian|dia diem|co cau|"
    r"ghi chu|luu y|dieu kien|kinh phi|giai thuong|ho so|muc|mien)\b[^:]{0,40}:"
)
_WHOM = re.compile(r"\W*(?:doi tuong|noi dung),? (?:va )?so luong\b")
_HEADING = 200
# No sentence sets more figures, and none is told by words further off; beyond, time is lost.
_MOST_FIGURES = 80
_NEAR = 500
_ALSO = re.compile(r"[^.;:%]{0,48}?(?:,| va)\s*")
# "xã, phường, đặc khu", "cán bộ, công chức, viên chức": a comma inside what is counted.
_KIND = (
    r"(?:xa|phuong|dac khu|thi tran|thi xa|huyen|thanh pho|can bo|cong chuc|vien chuc|cong nhan|"
    r"(?:nguoi )?lao dong|doan vien|cdcs|cong doan co so|nghiep doan|cum|khoi|co quan|don vi|"
    r"doanh nghiep|hop tac xa|truong hoc|benh vien)"
)
_LIST_COMMA = re.compile(rf"\b{_KIND}\s*(,)\s*(?={_KIND}\b)")
_NAME = re.compile(r"\W*([^\W\d_][^:;.]{3,80}?)\s*:(?:[^:.]|\.(?=\d))*$")
_BODY = re.compile(
    r"^(?:cac )?(?:cong doan|cd |cdcs|ldld|lien doan lao dong|cum|khoi|nganh|xa |phuong |dac khu|"
    r"huyen |thi xa|thanh pho|nghiep doan|don vi)"
)
_BASIS = re.compile(
    r"\b(?:tai|theo|thuc hien|can cu|tren co so)\s+(?:chi tieu[^,;.]{0,40}?\s+(?:tai|theo)\s+)?"
    r"((?:quyet dinh|ke hoach|nghi quyet|thong bao|cong van|huong dan|chuong trinh)\s+"
    r"(?:so:?\s*)?\d[\w/\-]*(?:[,\s]+ngay\s+(?:\d{1,2} thang \d{1,2} nam \d{4}|\d[\d/.\-]*\d))?"
    r"(?:\s+cua\s+[^,;.()]{3,60}?(?=\s+ve\b|[,;.()]|$))?)"
)
# "Thực hiện Quyết định số 21/QĐ-LĐLĐ … giao 650 đoàn viên": the paper sets the figure.
_SETS = re.compile(
    r"\b(?:quyet dinh|ke hoach|nghi quyet|thong bao|cong van)\b[^;.]{0,120}\bgiao\b[^;.]*$"
)
_BEHIND = re.compile(r"\d[\d.]*((?:(?!trong đó)[^\d,;.])*)")
_ASSIGNED = re.compile(r"\bgiao\b[^;.]{0,20}\bchi tieu\b|\bchi tieu\b[^;.]{0,20}\bgiao\b")


def find_targets(
    blocks: Sequence[Block], subject: str, doc_type: str = "", day: str = ""
) -> tuple[Target, ...]:
    """Return the targets of the body in order of reading; `day` is the document's date."""
    found: list[Target] = []
    stages = Stages(subject, yearly_word([block.text for block in blocks]))
    year = _year(subject, day)
    report = plain(doc_type).startswith("bao cao")
    parents = _parents(blocks)
    flat, flattened = flat_targets(blocks, stages.subject)
    first = _year(stages.subject or subject, "")
    for index, block in enumerate(blocks):
        if block.zone != "body" or index in flattened or block.kind not in ("item", "paragraph"):
            continue
        if len(block.text) > _MAX_TEXT:
            continue
        chain = _chain(parents, index)
        mood = _mood([blocks[i] for i in chain], report)
        for quantity, clause in _of_block(block, mood):
            if is_past(block.text, quantity, year):
                continue
            above = [*_led_in(blocks, parents, index), *(blocks[i].text for i in chain)]
            stage = stages.of(block.text, quantity, above, goal=mood == "goal")
            found.append(_target(block, index, quantity, clause, stage, mood))
        if mood == "goal":
            above = [blocks[i].text for i in chain]
            stage = stages.of(block.text, NOTHING, above)
            found += zero_targets(block, index, stage)
        if mood in ("goal", "open"):
            above = [blocks[i].text for i in chain]
            found += grade_targets(block, index, stages.of(block.text, NOTHING, above))
    found.extend(flat)
    found.extend(table_targets(blocks, stages.subject, first))
    found.sort(key=lambda target: target.block)
    assigning = _assigning(blocks)
    if assigning:
        found = [one if one.basis or not one.for_unit else replace(one, basis=assigning)
                 for one in found]  # fmt: skip
    return tuple(_as_the_next([_counted(one, blocks, parents) for one in found]))


def _as_the_next(found: Sequence[Target]) -> Iterator[Target]:
    """Yield the targets; a share that says only of whom it is counts what the next one counts:
    "80% CĐCS khu vực nhà nước, 70% CĐCS khu vực ngoài nhà nước hoàn thành tốt nhiệm vụ".
    """
    made: list[Target] = []
    for one in reversed(found):
        after = made[-1] if made else None
        alone = one.indicator is None and one.unit == "%" and _says_whom_alone(one)
        if alone and after is not None and after.indicator and after.unit == "%" and (
            (after.block, after.stage) == (one.block, one.stage)
        ):  # fmt: skip
            bare = split_target(after.indicator)[0]
            code = with_part(bare, one.unit, _whom(one))
            one = replace(one, indicator=code, indicator_sure=after.indicator_sure)
        made.append(one)
    return reversed(made)


def _says_whom_alone(target: Target) -> bool:
    """Tell whether the words of a share are its number and whom it is taken of, no more."""
    words = re.sub(r"^\W*(?:và\s+)?\d[\d,.]*\s*%\s*", "", target.text)
    return bool(target.population) and plain(words).strip(" ,;.") == plain(target.population or "")


def _counted(target: Target, blocks: Sequence[Block], parents: Sequence[int | None]) -> Target:
    """Add the indicator a target is counted under, judged by its clause and what is above."""
    if target.indicator:
        return target
    chain = _chain(parents, target.block)
    above = " ".join(blocks[i].text[:_HEADING] for i in chain[:2])
    said = target.text if not target.per else f"mỗi {target.per} {target.text}"
    code, sure = indicator_of(said, target.unit, above)
    code = with_part(code, target.unit, _whom(target)) if code else code
    return replace(target, indicator=code, indicator_sure=sure)


def _whom(target: Target) -> str:
    """Return the words that say of whom a figure is: of a count what stands right behind it."""
    if target.unit == "%":
        return " ".join(filter(None, (target.population, target.denominator)))
    if plain(target.text).startswith("trong do"):
        return target.text
    found = _BEHIND.search(target.text)
    return found[1] if found else ""


def _year(subject: str, day: str) -> int | None:
    """Return the first year that is not past for this document; None: unknown."""
    years = [int(found) for found in re.findall(r"20\d\d", subject)]
    if len(years) == 1 and day[5:7] in _LAST_MONTHS and years[0] == int(day[:4]) + 1:
        return years[0]  # a programme of next year, issued at the end of this
    if day[:4].isdigit():
        return min([int(day[:4]), *years]) if years else int(day[:4])
    return min(years) if years else None


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


def _led_in(blocks: Sequence[Block], parents: Sequence[int | None], index: int) -> Iterator[str]:
    """Yield the paragraph that leads in the list a block stands in: "Trong quý IV/2026 …:"."""
    for place in range(index - 1, parents[index] or 0, -1):
        other = blocks[place]
        if other.kind == "paragraph" and other.owner == parents[index]:
            if other.text.endswith(":"):
                yield other.text
            return


@lru_cache(maxsize=1)
def _headings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = tables()
    return (
        re.compile(r"\b" + any_of(words.goal_headings)),
        re.compile(r"^\W*(?:mot so |nhung |cac )?" + any_of(words.result_headings) + r"\b"),
    )


def _mood(chain: Sequence[Block], report: bool) -> Mood:
    """Say what the nearest telling heading above makes of figures."""
    goals, results = _headings()
    for above in chain:
        bare = plain(above.text)
        if len(bare) > 200 and not above.heading:
            continue
        lead = bare[:120]
        if _WHOM.match(lead) and not report:
            continue  # "Đối tượng, số lượng": who, and how many of them are to be reached
        if results.match(lead):
            return "result"
        goal, task = bool(goals.search(lead)), bool(_TASKS.search(lead))
        if "phuong huong" in lead:
            return "task"
        if goal != task:
            return "goal" if goal else "task"
    return "result" if report else "open"


def _of_block(block: Block, mood: Mood) -> Iterator[tuple[Quantity, str]]:
    text = block.text
    bare = with_tones(text, figures(text))
    if _ASIDE_START.match(bare) and not _WISH.search(bare):
        return
    results = result_words()
    bounds = [0, *(match.end() for match in _BREAK.finditer(bare)), len(bare)]
    wished = reported = False
    for start, end in pairwise(bounds):
        sentence = bare[start:end]
        # "Phấn đấu …; 85 % …; 60 % …": the wish reaches over semicolons.
        carried = wished and start > 0 and bare[:start].rstrip().endswith(";")
        counted = [*islice(quantities(text[start:end]), _MOST_FIGURES)]
        wish = _WISH.search(sentence)
        if wish and counted and wish.start() > counted[-1].start:
            wish = None
        wished = bool(wish) or carried
        told = reported and bare[:start].rstrip().endswith(";")
        reported = told or bool((results.search(sentence) or is_stated(sentence)) and not wish)
        last: Quantity | None = None
        for quantity in counted:
            if told and mood != "goal" and quantity.comparator != ">=":
                continue
            wanted = carried or bool(wish and wish.start() < quantity.start)
            follows = bool(last and _ALSO.fullmatch(sentence, last.end, quantity.start))
            near = max(0, quantity.start - _NEAR)
            said, placed = sentence[near : quantity.end + _NEAR], _moved(quantity, -near)
            if is_target(said, placed, mood, wanted) or (
                follows and is_one_more(said, placed, mood)
            ):
                last = quantity
                yield _moved(quantity, start), _clause(text[start:end], quantity, counted)


def _basis(text: str) -> str | None:
    found = _BASIS.search(plain(text))
    return squeeze(text[found.start(1) : found.end(1)]).strip(" ,.;") if found else None


def _assigning(blocks: Sequence[Block]) -> str | None:
    """Return the document that the opening names as having assigned the figures."""
    for block in blocks:
        if block.zone != "opening" and (block.zone != "body" or block.kind == "item"):
            if block.zone == "body":
                return None
            continue
        if _ASSIGNED.search(plain(block.text)):
            return _basis(block.text)
    return None


def _owner(block: Block, quantity: Quantity) -> str | None:
    """Return whose quota stands after the name: "Công đoàn phường An Khánh: 1.250 đoàn viên"."""
    found = _NAME.match(block.text[: quantity.start])
    return squeeze(found[1]) if found and _BODY.match(plain(found[1])) else None


def _moved(quantity: Quantity, by: int) -> Quantity:
    if not by:
        return quantity
    return replace(quantity, start=quantity.start + by, end=quantity.end + by)


def _clause(sentence: str, quantity: Quantity, counted: Sequence[Quantity]) -> str:
    """Return the part of the sentence between commas, or brackets, that hold another figure."""
    others = [other for other in counted if other.start != quantity.start]
    listing = {found.start(1) for found in _LIST_COMMA.finditer(plain(sentence))}
    commas = [at for at, mark in enumerate(sentence) if mark == "," and at not in listing]
    start, end = 0, len(sentence)
    for other in others:
        if other.end <= quantity.start:
            between = [at for at in commas if other.end <= at < quantity.start]
            start = max(start, between[-1] + 1 if between else 0)
        else:
            between = [at for at in commas if quantity.end <= at < other.start]
            end = min(end, between[0] if between else end)
    for bracket in re.finditer(r"\(([^()]*)", sentence):
        first, last = bracket.span(1)
        inside = first <= quantity.start < last
        if any((first <= other.start < last) != inside for other in others):
            if inside:
                start, end = max(start, first), min(end, last)
            elif quantity.end <= first:
                end = min(end, bracket.start())
    return squeeze(sentence[start:end]).strip(" ;.,")


def _target(
    block: Block, index: int, quantity: Quantity, clause: str, stage: str | None, mood: Mood
) -> Target:
    bare = plain(block.text)
    set_there = re.search(r"\b(?:theo|tai)\b", bare) or _SETS.search(bare[: quantity.start])
    cited = _basis(block.text) if set_there else None
    sure = {"goal": 0.9, "open": 0.7, "task": 0.65, "result": 0.5}[mood]
    parts = parts_of(block.text, quantity)
    return Target(
        text=clause, value=quantity.value, value_max=quantity.value_max,
        comparator=quantity.comparator, unit=quantity.unit, stage=stage, basis=cited,
        block=index, span=block.span, confidence=sure if quantity.named else sure - 0.1,
        population=parts.population, denominator=parts.denominator, per=parts.per,
        for_unit=_owner(block, quantity) if mood == "goal" and quantity.unit != "%" else None,
    )  # fmt: skip
