"""What a heading counts in when it names nothing else: "Số cuộc", "Lượt người", "Số ĐV"."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from desktop.intake.figures.wording.scales import scales_in
from desktop.intake.figures.wording.vocabulary import is_of_money, words_of
from desktop.models.packs.pack_types import Indicator

Counted = Literal[
    "",
    "events",
    "turns",
    "persons",
    "workers",
    "members",
    "unions",
    "firms",
    "places",
    "houses",
    "copies",
    "gifts",
    "news",
    "letters",
    "number",
]

_WORDS: Final[Mapping[tuple[str, ...], Counted]] = {
    ("buoi",): "events", ("cuoc",): "events", ("lan",): "events",
    ("vu",): "events", ("hoi", "nghi"): "events",
    ("dot",): "events", ("hd",): "events", ("hoat", "dong"): "events",
    ("luot",): "turns", ("luot", "nguoi"): "turns", ("luot", "ng"): "turns",
    ("luot", "dv"): "turns", ("luot", "doan", "vien"): "turns", ("luot", "nld"): "turns",
    ("nguoi",): "persons", ("ng",): "persons",
    ("dv",): "members", ("doan", "vien"): "members", ("dvcd",): "members",
    ("cdcs",): "unions", ("nd",): "unions", ("ndcs",): "unions", ("nghiep", "doan"): "unions",
    ("ld",): "workers", ("lao", "dong"): "workers", ("nld",): "workers", ("cn",): "workers",
    ("cnld",): "workers", ("cong", "nhan"): "workers", ("luot", "dv", "nld"): "turns",
    ("dn",): "firms", ("cty",): "firms", ("cong", "ty"): "firms",
    ("doanh", "nghiep"): "firms", ("truong",): "places",
    ("don", "vi"): "places", ("co", "quan", "don", "vi"): "places",
    ("nha",): "houses", ("can",): "houses", ("can", "nha"): "houses", ("ban",): "copies",
    ("suat",): "gifts", ("phan",): "gifts", ("suat", "qua"): "gifts", ("phan", "qua"): "gifts",
    ("tin",): "news", ("bai",): "news", ("tin", "bai"): "news", ("don", "thu"): "letters",
    ("luong",): "number", ("sl",): "number",
}  # fmt: skip
_UNITS: Final[Mapping[str, Counted]] = {
    "buổi": "events", "cuộc": "events", "hoạt động": "events", "vụ": "events", "lượt": "turns",
    "người": "persons", "CĐCS": "unions", "NĐ": "unions", "DN": "firms", "đơn vị": "places",
    "nhà": "houses", "bản": "copies", "suất": "gifts", "tin": "news", "đơn": "letters",
}  # fmt: skip
_SAID: Final[Mapping[Counted, tuple[str, ...]]] = {
    "events": ("buoi", "cuoc", "hoat dong"), "turns": ("luot nguoi", "luot"),
    "persons": ("nguoi", "luot nguoi"), "firms": ("dn", "don vi"), "places": ("don vi",),
    "houses": ("nha",), "copies": ("ban",), "gifts": ("suat",), "news": ("tin", "tin bai"),
    "letters": ("don thu", "don"), "number": ("",),
}  # fmt: skip
_OPENING: Final = frozenset({"so", "tong"})
_CLOSING: Final = frozenset(
    {"du", "nghe", "an", "tham", "gia", "to", "chuc", "khi", "thanh", "lap"}
)
_PERSONS: Final = frozenset({"persons", "turns", "members", "workers"})
_PLACES: Final = frozenset({"firms", "places", "unions"})
"""“Số đơn vị” are the firms or the unions where those are what is counted; DN are no unions."""
_BEHIND: Final = re.compile(r"(.*\w.*?)(?:\s+[-–—]\s*|\s*[:;]\s*)([^-–—:;]+)")
BRACKETS: Final = re.compile(r"\(([^()]*)\)")
"""What stands in brackets, not in two of them."""
COUNTED_APART: Final = ("A", "B", "C")
"""What members, unions and their movements are counted by is told in full."""
_OF_MONEY: Final = re.compile(r"(?:tổng )?(?:số )?(?:tiền|kinh phí|kp)", re.IGNORECASE)
_BY_THE_WAY: Final = ("N", "R", "B")
"""Endings of women, of ratios and of averages: never what a measure alone asks for."""


def measure_alone(words: Sequence[str]) -> Counted:
    """Return what words count in that say no more than that, "" for any others."""
    found = list(words)
    while len(found) > 1 and found[0] in _OPENING:
        found = found[1:]
    while len(found) > 1 and found[-1] in _CLOSING and tuple(found) not in _WORDS:
        found = found[:-1]
    return _WORDS.get(tuple(found), "")


def said_for(counted: Counted) -> tuple[str, ...]:
    """Return the words of the indicators' names that say such a measure."""
    return _SAID.get(counted, ())


def suits(counted: Counted, indicator: Indicator) -> bool:
    """Tell whether an indicator may be counted so; what nobody can compare suits."""
    return _suits(counted, _UNITS.get(indicator.unit, ""))


def _suits(counted: Counted, own: Counted) -> bool:
    if counted in ("", "number"):
        return True
    if counted in _PERSONS:
        return own in ("persons", "turns")
    if counted == "firms":
        return own in ("firms", "places")
    return own in _PLACES if counted == "places" else own == counted


def counted_alike(told: Sequence[str], measure: Sequence[str]) -> bool:
    """Tell whether two measures count the same: “cuộc”, “buổi” and “hoạt động” are all events,
    “lượt” are “lượt người”."""
    counted = measure_alone(told)
    return counted in ("events", "turns") and counted == measure_alone(measure)


def of_family(counted: Counted, base: str, indicators: Mapping[str, Indicator]) -> str:
    """Return the one of an indicator's figures that is counted so, itself before others.

    "F01" by turns is F01L; "B01", unions founded, by members is B01M; "" where several others are.
    """
    stem = base[:3]
    family = {code: one for code, one in indicators.items()
              if code.startswith(stem) and not code.endswith(_BY_THE_WAY)
              and not one.computed}  # fmt: skip
    if counted == "members" and f"{stem}M" in family:
        return f"{stem}M"
    ways: tuple[str, ...] = (counted,)
    if counted in ("persons", "workers"):
        ways = ("persons", "turns")
    elif counted in ("firms", "places"):
        ways = ("firms", "places", "unions")[: 2 if counted == "firms" else 3]
    for wanted in ways:
        found = [code for code, one in family.items() if _UNITS.get(one.unit) == wanted]
        if found:
            return found[0] if len(found) == 1 else base if base in found else ""
    return ""


def measure_behind(heading: str) -> tuple[str, str]:
    """Return a heading and the measure it ends with: “Hội thao - số người”; "" without one."""
    found = _BEHIND.fullmatch(heading)
    if found is None:
        return heading, ""
    told = found[2].strip()
    is_measure = measure_alone(words_of(told)) or _OF_MONEY.fullmatch(told)
    return (found[1].strip(), told) if is_measure else (heading, "")


def measure_beside(name: str) -> tuple[str, str]:
    """Return a name and what stands in its last brackets or, a measure alone, behind it."""
    told = BRACKETS.findall(name)
    return (BRACKETS.sub(" ", name).strip(), told[-1]) if told else measure_behind(name)


def counted_otherwise(told: str, measure: Sequence[str]) -> bool:
    """Tell whether a measure is surely not the one an indicator is counted in, its words folded.

    “Sáng kiến (tr.đ)” and “Quà Tết (đơn vị)” count something else of it; a measure nobody knows
    does not say so.
    """
    is_money = "dong" in measure[:1]
    if (
        is_of_money(told)
        or any(scale.money for scale in scales_in(f"({told})"))
        or _OF_MONEY.fullmatch(told)
    ):
        return not is_money
    counted = measure_alone(words_of(told))
    return bool(counted) and (is_money or not _suits(counted, measure_alone(measure)))
