"""Which figure is a target: told from results, norms, caps, dues and conditions."""

import re
from functools import lru_cache
from typing import Literal

from desktop.intake.quantities import Quantity
from desktop.intake.words import any_of, tables

Mood = Literal["goal", "task", "result", "open"]

_OWNERS = (
    r"(?:doanh nghiep|cong ty|don vi|co quan|cdcs|cong doan co so|cong doan|noi|dn|"
    r"truong|khu vuc|to chuc|hop tac xa|nghiep doan|khoi|cum|to cong doan)"
)
_CONDITION = re.compile(
    _OWNERS
    + (
        r"[^;.:]{0,90}?\b(?:co|su dung|quy mo|voi)\s*(?:so\s+)?(?:tu|duoi|tren|it nhat|"
        r"toi thieu|khoang|hon|den)?\s*(?:du\s*)?$"
    )
)
_SIZE = re.compile(_OWNERS + r"[^;.:,]{0,40}?\s(?:tu|duoi|tren)\s*$")
_PEOPLE = frozenset(
    ("người lao động", "lao động", "đoàn viên", "người", "CNLĐ", "CNVCLĐ", "cán bộ", "đảng viên")
)
_MONEY = frozenset(("triệu đồng", "tỷ đồng"))
_EACH = re.compile(
    r"\bmoi\s+(?:[a-z]+\s+){0,6}(?:co|phai co|dat)?[^,;]{0,20}(?:it nhat|toi thieu|tu|co)?\s*$"
)
_NORM_LEAD = re.compile(
    r"(?:su dung|trich|nop|de lai|phan phoi|muc|dong|thue|giam|giam gia|lai suat|huong|"
    r"bang|phi|thu|chi|ho tro|cap|dong gop|von|gop|chiem|tra|thuong|ty le)\s*(?:du|"
    r"toi da|muc|them|lai)?\s*$"
)
_SPENDING = re.compile(r"^\W*(?:muc |ty le )?chi\b")
_DUES = re.compile(r"(?:kinh phi(?: cong doan)?|doan phi(?: cong doan)?|trich nop)\s*$")
_NO_COUNT_LEAD = re.compile(
    r"(?:\bdieu|\bkhoan|\bmuc|\bnam|\bthang|\bngay|\bquy|\bso|\bkhoa|\bthu|\bphu luc|"
    r"\bgiai|\bhang|\btrong|\bnhom|\bmau|\blan thu|\bkhoi|\bcum|\bto so|\bluc|\bsau|"
    r"\btruoc|\bcu|\bmoi (?:don vi )?cu|\bcac|\btuoi|\bvong|\bqua)\s*$"
)
_PRICE = re.compile(
    r"^\s*(?:dong|d\b|vnd|/\s*(?:nguoi|suat|phan|ho|gia dinh|thang|ngay))|^\s*(?:trieu|"
    r"nghin|ngan)?\s*dong\s*/"
)
_RISE = re.compile(r"\b(?:tang|giam)\s*(?:them|tu|it nhat|binh quan)?\s*$")


def is_target(sentence: str, quantity: Quantity, mood: Mood, wished: bool) -> bool:
    """Judge one figure of a tone-less sentence.

    `mood` is what the headings above make of figures; `wished` says that the sentence
    speaks of an aim before the figure.
    """
    before = sentence[: quantity.start]
    after = sentence[quantity.end :]
    goal = wished or bool(goal_words().search(before))
    if result_words().search(before) and not wished and mood != "goal":
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
    rise = _RISE.search(before)
    if rise:
        # "Giảm 10% …" at the head of a clause is an order, elsewhere a report.
        return goal or mood == "goal" or not before[: rise.start()].strip(" -+*")
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
    if quantity.unit in _PEOPLE and not each and _is_size(before, wished):
        return False
    if _NO_COUNT_LEAD.search(before) or _PRICE.match(after):
        return False
    if quantity.unit in _MONEY and not _is_sum(before, after, wished or mood == "goal"):
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


def _is_size(before: str, wished: bool) -> bool:
    """Whether persons are counted to say which enterprises are meant."""
    return bool(_CONDITION.search(before[-130:])) or (
        bool(_SIZE.search(before[-80:])) and not wished
    )


def _is_sum(before: str, after: str, goal: bool) -> bool:
    """Whether an amount is to be raised, not a rate per person or house."""
    each = re.search(r"\bmoi\s+\w+(?:\s+\w+)?\s*$", before)
    return goal and not each and "/" not in after[:12]


def _loose_verb(before: str) -> bool:
    words = tables()
    return bool(
        re.search(r"\b" + any_of(words.target_verbs + words.loose_verbs) + r"\b", before[-90:])
    )


@lru_cache(maxsize=1)
def goal_words() -> re.Pattern[str]:
    """Words before a figure that make it an aim."""
    return re.compile(r"\b" + any_of(tables().goal_words) + r"\b")


@lru_cache(maxsize=1)
def result_words() -> re.Pattern[str]:
    """Words before a figure that make it a result."""
    return re.compile(r"\b" + any_of(tables().result_words) + r"\b")
