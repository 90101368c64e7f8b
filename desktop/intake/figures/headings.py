"""What a heading over a column says: whom it counts, of which time, or which text it holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from desktop.intake.figures.vocabulary import YEAR_WORD, Vocabulary, longest_matches, words_of
from desktop.models.packs.periods import Period
from desktop.models.text import fold, nfc

TEXT_ROLES: Final = (
    "number", "phone", "person", "address", "note", "measure", "company", "kind", "sector",
    "founded", "country", "code", "area", "unit",
)  # fmt: skip
_SUBJECTS: Final = {"worker": "A01", "member": "A03"}
_OTHER: Final = frozenset({"other_time", "plan", "ratio", "change", "scale", "average"})
_MOVEMENTS: Final = ("B", "C")
Time = Literal["", "this", "other"]

_DATE: Final = re.compile(r"\b(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})\b")
_WORDY_DATE: Final = re.compile(r"\b(?:ngay\s*)?(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})\b")
_MONTH_YEAR: Final = re.compile(
    r"\b(?:thang\s*|t)?(\d{1,2})\s*(?:[/.-]|nam)\s*(\d{4})\b"
)  # fmt: skip
_QUARTER: Final = re.compile(r"\bquy\s*(iv|i{1,3}|[1-4])\b(?:\s*(?:[/.-]|nam)?\s*(\d{4}))?")
_DAY_MONTH: Final = re.compile(r"\b(\d{1,2})\s*/\s*(\d{1,2})\b")
_MONTH: Final = re.compile(r"\b(?:thang\s*|t)(\d{1,2})\b")
_YEAR: Final = re.compile(r"\b(?:nam\s*)?(20[0-4]\d|19[89]\d)\b")
_MONTHS: Final = re.compile(r"(?<!thang )\b(\d{1,2}) thang\b(?! \d)")
_YEARS: Final = re.compile(r"\b(?:nam hoc|nhiem ky|giai doan)?\s*20\d\d\s*[-–—]\s*20\d\d\b")
_QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class Sense:
    """What the words of a heading say; `left` are words nobody knows here.

    `wider` says that it names a longer time around the period and not the period itself.
    """

    concepts: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    time: Time = ""
    wider: bool = False

    @property
    def subjects(self) -> list[str]:
        """The stock codes of who is counted: A01 workers, A03 members."""
        return [code for concept, code in _SUBJECTS.items() if concept in self.concepts]

    @property
    def known(self) -> bool:
        """Whether it says something, and nothing that is not understood."""
        return not self.left and bool(self.concepts or self.codes)


class HeadingReader:
    """Reads headings for one period."""

    def __init__(self, words: Vocabulary, period: Period) -> None:
        self._words = words
        self._period = period
        self._known: dict[str, Sense] = {}

    def sense(self, text: str) -> Sense:
        """Return what a heading, or a path of headings joined by spaces, says."""
        if text not in self._known:
            if len(self._known) > 50_000:
                self._known.clear()
            self._known[text] = self._sense(text)
        return self._known[text]

    def _sense(self, text: str) -> Sense:
        if len(text) > 400:
            return Sense(left=("…",))
        bare, time = self._without_time(text)
        concepts: set[str] = set()
        codes: list[str] = []
        left: list[str] = []
        for words, said in longest_matches(words_of(bare), self._words.phrases,
                                           self._words.starts):  # fmt: skip
            if said is None:
                if words[0] not in self._words.neutral and not words[0].isdigit():
                    left.append(words[0])
                continue
            for one in said:
                if one.startswith("code:"):
                    codes.append(one[5:])
                else:
                    concepts.add(one)
        left = self._without_neutral_phrases(left)
        if "scale" in concepts and concepts <= {"scale"}:
            left.append("…")
        if "other_time" in concepts:
            time = "other"
        elif "this_time" in concepts and not time:
            time = "this"
        wider = not concepts & {"this_time", "other_time"} and self._is_wider(text)
        return Sense(frozenset(concepts), tuple(codes), tuple(left), time, wider)

    def _is_wider(self, text: str) -> bool:
        """Tell whether a heading names a quarter, a year or some months around the period."""
        days = (self._period.data_to - self._period.data_from).days
        said = _same_length(nfc(text).lower())
        spans = [90 for _found in _QUARTER.finditer(said)] if "quý" in nfc(text).lower() else []
        spans += [28 * int(found[1]) for found in _MONTHS.finditer(said)]
        spans += [365 for _found in _YEAR.finditer(_YEARS.sub(" ", _QUARTER.sub(" ", said)))]
        narrow = any(pattern.search(said) for pattern in (_DATE, _WORDY_DATE, _MONTH, _DAY_MONTH,
                                                          _MONTH_YEAR))  # fmt: skip
        return not narrow and any(span > days + 31 for span in spans)

    def _without_neutral_phrases(self, left: list[str]) -> list[str]:
        found = list(left)
        for phrase in self._words.neutral_phrases:
            for at in range(len(found) - len(phrase) + 1):
                if tuple(found[at : at + len(phrase)]) == phrase:
                    del found[at : at + len(phrase)]
                    break
        return found

    def _without_time(self, text: str) -> tuple[str, Time]:
        """Return the text without its dates, and whether they are of the period."""
        if not any(c.isdigit() for c in text) and "quý" not in text.lower():
            return text, ""
        lowered = nfc(text).lower()
        toneless = _same_length(lowered)
        for found in _YEARS.finditer(toneless):  # a school year, a term: no time of figures
            blank = " " * (found.end() - found.start())
            toneless = toneless[: found.start()] + blank + toneless[found.end() :]
            lowered = lowered[: found.start()] + blank + lowered[found.end() :]
        said: list[Time] = []
        for pattern, read in (
            (_WORDY_DATE, self._day), (_DATE, self._day), (_QUARTER, self._quarter),
            (_MONTH_YEAR, self._month_year), (_DAY_MONTH, self._day_month),
            (_MONTH, self._month), (_YEAR, self._year),
        ):  # fmt: skip
            for found in pattern.finditer(toneless):
                time = read(found)
                if time:
                    said.append(time)
                    blank = " " * (found.end() - found.start())
                    toneless = toneless[: found.start()] + blank + toneless[found.end() :]
                    lowered = lowered[: found.start()] + blank + lowered[found.end() :]
        if not said:
            return lowered, ""
        return lowered, "other" if "other" in said else "this"

    def _day(self, found: re.Match[str]) -> Time:
        try:
            day = date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            return ""
        return self._time(day)

    def _time(self, day: date) -> Time:
        near = self._period.data_from <= day <= self._period.data_to + timedelta(days=20)
        return "this" if near else "other"

    def _month_year(self, found: re.Match[str]) -> Time:
        month, year = int(found[1]), int(found[2])
        if not (1 <= month <= 12 and 1990 <= year <= 2100):
            return ""
        return self._window(date(year, month, 1), date(year, month, 28))

    def _window(self, first: date, last: date) -> Time:
        inside = first <= self._period.data_to and self._period.data_from <= last
        return "this" if inside else "other"

    def _day_month(self, found: re.Match[str]) -> Time:
        try:
            return self._time(date(self._period.data_to.year, int(found[2]), int(found[1])))
        except ValueError:
            return ""

    def _quarter(self, found: re.Match[str]) -> Time:
        number = int(_QUARTERS.get(found[1], 0) or found[1])
        year = int(found[2]) if found[2] else self._period.calendar_year
        return self._window(date(year, number * 3 - 2, 1), date(year, number * 3, 28))

    def _month(self, found: re.Match[str]) -> Time:
        month = int(found[1])
        if not 1 <= month <= 12:
            return ""
        year = self._period.data_to.year
        return self._window(date(year, month, 1), date(year, month, 28))

    def _year(self, found: re.Match[str]) -> Time:
        return "this" if int(found[1]) == self._period.calendar_year else "other"

    def role(self, path: Sequence[str]) -> tuple[str, Sense]:
        """Return a column's role and what its headings say together.

        Roles: one of TEXT_ROLES, "code:X", "men:X", "opening", "closing", "other" (a figure
        that is not of this form or time), "moved" (movements of an unknown kind), "women",
        "men", "total" (of what the columns before it count), "".
        """
        leaf = self.sense(path[-1]) if path else Sense()
        whole = self.sense(" ".join(path))
        if not path:
            return "", whole
        text_role = _text_role(leaf)
        if text_role:
            return text_role, whole
        if (len(path) > 1 and not (leaf.codes or leaf.subjects)
                and _text_role(whole) and not whole.left):  # fmt: skip
            return _text_role(whole), whole
        if "opening" in whole.concepts and not (whole.left or whole.codes):
            return _stock_of("opening", whole), whole
        if whole.concepts & _OTHER or whole.time == "other":
            return ("other", whole) if not whole.left or whole.codes or whole.subjects else (
                "", whole)  # fmt: skip
        if whole.left:
            return _other_of_group(leaf, whole, self._words) or _movement(leaf, whole), whole
        if not whole.codes and "moved" in whole.concepts:
            return "moved", whole
        role = _figure(leaf, whole, self._words)
        if whole.wider and role.startswith("code:") and role[5] in _MOVEMENTS:
            return "moved", whole  # of more than the period: no figure of it, and to be told
        return role, whole


def _movement(leaf: Sense, whole: Sense) -> str:
    """Return "moved" for a heading under increases or decreases that is not understood."""
    return "moved" if leaf.left and whole.concepts & {"moved", "increase", "decrease"} else ""


def _other_of_group(leaf: Sense, whole: Sense, words: Vocabulary) -> str:
    """Return what "khác" stands for under increases and decreases, "" for other headings."""
    if whole.left != ("khac",) or leaf.left != ("khac",) or leaf.codes:
        return ""
    for concept, code in words.other_under.items():
        if concept in whole.concepts and isinstance(code, str):
            women = "women" in whole.concepts and code + "N" in words.codes
            return f"code:{code}N" if women else f"code:{code}"
    return ""


def _figure(leaf: Sense, whole: Sense, words: Vocabulary) -> str:
    women, men = "women" in whole.concepts, "men" in whole.concepts
    if women and men:
        # "Nam" under "Nữ" is no heading anybody writes; both in one cell is no count of one.
        return ""
    codes = leaf.codes or whole.codes
    if codes:
        if len(set(codes)) > 1:
            return "other"  # two things at once are no figure of either
        code = codes[-1]
        if whole.concepts & {"increase", "decrease"} and code[0] not in _MOVEMENTS:
            return "other"  # "tổng số đoàn viên tăng" is no stock
        if men:
            return f"men:{code}"
        return f"code:{code}N" if women and code + "N" in words.codes else f"code:{code}"
    if "increase" in whole.concepts or "decrease" in whole.concepts:
        return "other"
    subjects = leaf.subjects or whole.subjects
    if subjects and whole.concepts & {"part_of_units", "area", "kind"}:
        return "other"  # "đoàn viên doanh nghiệp" are some of the members
    if len(subjects) == 1:
        if men:
            return f"men:{subjects[0]}"
        return f"code:{subjects[0]}{'N' if women else ''}"
    if len(subjects) > 1:
        return "other"
    if women or men:
        return "women" if women else "men"
    if "total" in whole.concepts:
        return "total"
    return _stock_of("closing", whole) if "closing" in whole.concepts else ""


def _stock_of(role: str, whole: Sense) -> str:
    """Return "opening" or "closing" for the stock a movement begins or ends with."""
    other = whole.concepts & {"women", "men", "ratio", "plan", "scale", "worker"}
    return "other" if other else role


def _text_role(sense: Sense) -> str:
    """Return the role of a column of words, "" when the heading speaks of figures."""
    if sense.codes or "ratio" in sense.concepts:
        return ""
    if sense.left and not sense.concepts & {"note", "phone", "person", "address", "founded"}:
        return ""
    for role in TEXT_ROLES:
        if role in sense.concepts:
            figure = sense.concepts & {"worker", "member", "women", "men", "plan", "other_time"}
            if role in ("unit", "area", "kind", "code") and figure:
                return ""
            if role == "unit" and "total" in sense.concepts:
                return ""
            return role
    return ""


def is_code_heading(text: str, codes: frozenset[str]) -> str:
    """Return the indicator code a heading consists of, "" when it is none."""
    bare = text.strip("()[] .:").upper().replace(" ", "")
    return bare if bare in codes else ""


def period_words(text: str) -> list[str]:
    """Return the words of a title, for telling the time it speaks of."""
    return [word for word in words_of(text) if word != YEAR_WORD]


def _same_length(text: str) -> str:
    """Return the text without marks, character for character."""
    return "".join((fold(c) or " ")[0] if not c.isspace() else " " for c in text)
