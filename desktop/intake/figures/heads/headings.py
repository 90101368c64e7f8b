"""What a heading over a column says: whom it counts, of which time, or which text it holds."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

from desktop.intake.figures.heads.counted_in import (
    BRACKETS,
    counted_alike,
    counted_otherwise,
    measure_behind,
)
from desktop.intake.figures.heads.figure_roles import (
    GROUP_WAYS,
    MOVED_WHERE,
    MOVEMENTS,
    figure,
    moved_where,
    movement,
    of_others,
    other_of_group,
    stock_of,
    text_role,
)
from desktop.intake.figures.heads.misprints import as_meant
from desktop.intake.figures.heads.movement_signs import tells_movement
from desktop.intake.figures.wording.heading_words import (
    for_all_reasons,
    of_period_alone,
    spread,
    without_comparison,
    worker_runs,
    written_out,
)
from desktop.intake.figures.wording.scales import Scale, scales_in
from desktop.intake.figures.wording.senses import NOT_OF_PERIOD, OF_MEMBERS, SUBJECTS, Sense, Time
from desktop.intake.figures.wording.times import (
    Span,
    TimeReader,
    narrowest,
    relation,
    windows,
    year_span,
)
from desktop.intake.figures.wording.vocabulary import (
    YEAR_WORD,
    Vocabulary,
    measures_clash,
    words_of,
)
from desktop.models.packs.periods import Period
from desktop.models.phrases import longest_matches
from desktop.models.text import fold, nfc

_EMPTY: Final = re.compile(r"\(\s*\)")
_OF_PERIOD: Final = re.compile(
    r"(?<=\w|\))\s*[(,–-]?\s*(?:\btrong (?:kỳ|tháng|quý)|(?:\btrong )?\b(?:kỳ|tháng|quý) này|\bkỳ)"
    r"(?: báo cáo)?\s*\)?\s*$", re.IGNORECASE,
)  # fmt: skip
_GUIDANCE: Final = re.compile(r"\((?:[^()\s]+\s+){3,}[^()]*\)")
"""Words in brackets that say how a cell is to be filled: “(ghi đầy đủ theo quyết định)”."""
_OTHERS: Final = (("C16",), ("C30",))
_NO_EXAMPLE: Final = NOT_OF_PERIOD | {"since_new_year", "men", "women", "unit"}
_COMING_AND_GOING: Final = frozenset(
    {"change", "member", "of_month", "of_quarter", "of_period", "this_time", "increase", "decrease"}
)
_BEGINNING: Final = "dau"
_PARTING: Final = re.compile(r"[(,;]?\s*(?:trong đó|tr\.?\s?đó|trđ)\b|[(/]", re.IGNORECASE)
_COUNTED: Final = re.compile(r"so\b")
_OF_PERSONS: Final = re.compile(r"(?:tong )?(?:so )?((?:luot )?nguoi)\b")
_LATE: Final = timedelta(days=20)
"""A count made so many days after the period still stands for its end."""


ColumnNames = Callable[[tuple[str, ...], frozenset[str]], tuple[str, bool]]


class HeadingReader:
    """Reads headings for one period; `names` knows indicators by other words than the pack's,
    `alike` whether a text shares some with one of several."""

    def __init__(
        self, words: Vocabulary, period: Period, names: ColumnNames | None = None,
        alike: Callable[[str, frozenset[str]], bool] | None = None,
    ) -> None:  # fmt: skip
        self.words = words
        self._names = names
        self._alike = alike
        self._period = period
        self._times = TimeReader(period)
        self._known: dict[str, Sense] = {}
        self._meant: dict[str, str] = {}

    def sense(self, text: str) -> Sense:
        """Return what a heading, or a path of headings joined by spaces, says."""
        if text not in self._known:
            if len(self._known) > 50_000:
                self._known.clear()
            self._known[text] = self._sense(text)
        return self._known[text]

    def meant(self, path: Sequence[str], codes: frozenset[str]) -> tuple[str, bool]:
        """Return the code of the indicator a column's headings name, and whether for sure.

        Times and words such as "thực hiện" are left out; ("", True) for none.
        """
        if self._names is None:
            return "", True
        bare = tuple(_OF_PERIOD.sub("", spread(text)) for text in path)
        bare = tuple(_EMPTY.sub(" ", self._times.read(text)[0]) for text in bare)
        bare = tuple(" ".join(text.split()) for text in bare)
        bare = tuple(text for text in bare if any(map(str.isalpha, text)))
        return self._names(bare, codes) if bare else ("", True)

    def may_be_asked(self, path: Sequence[str], missing: frozenset[str]) -> bool:
        """Tell whether a heading nobody understands may speak of an indicator that is missing."""
        if self._alike is None or not missing or not path:
            return False
        sense = self.sense(path[-1])
        if "some_workers" in sense.concepts:
            return SUBJECTS["worker"] in missing
        stocks = {code for code in SUBJECTS.values() if {code, f"{code}N"} & missing}
        if stocks and sense.concepts & {"worker", "member", "women", "total"}:
            return True
        return self._alike(path[-1], missing)

    def as_meant(self, text: str) -> str:
        """Return a heading with its mistyped words as they were meant."""
        if text not in self._meant:
            if len(self._meant) > 50_000:
                self._meant.clear()
            self._meant[text] = as_meant(text, self.words)
        return self._meant[text]

    def title(self, text: str) -> Sense:
        """Return what words above a whole table say; of the period and all since, the period."""
        told = without_comparison(of_period_alone(nfc(text)))
        sense = self.sense(told)
        if sense.time != "other":
            return sense
        spans = sorted(self._times.read(spread(told))[1], key=lambda span: span.last)
        if len(spans) > 1 and relation(spans[-1], self._period) == "same":
            # "So sánh cùng kỳ tháng 10/2025 và tháng 10/2026"
            return Sense(time="this", span=spans[-1], relation="same")
        return sense

    def _sense(self, text: str) -> Sense:
        if len(text) > 400:
            return Sense(left=("…",))
        bare, spans = self._times.read(spread(text))
        concepts: set[str] = set()
        codes: list[str] = []
        left: list[str] = []
        told = written_out(words_of(bare), self.words.same, self.words.same_starts)
        pieces = longest_matches(told, self.words.phrases, self.words.starts)
        workers = worker_runs(pieces)
        for at, (words, said) in enumerate(pieces):
            if at in workers:
                said = ("worker",)
            elif said is not None and "worker_part" in said:
                said = tuple(one for one in said if one != "worker_part") or None
            if said is None:
                left += [word for word in words if not word.isdigit()]
                continue
            for one in said:
                if one.startswith("code:"):
                    codes.append(one[5:])
                else:
                    concepts.add(one)
        left = self._without_neutral_phrases(left)  # "tình hình" before "tính" alone
        left = [word for word in left if word not in self.words.neutral]
        left = self._without_neutral_phrases(left)
        if "alike" in concepts or (concepts == {"scale"} and not codes):
            left.append("…")  # "nữ quản lý" are not the women, "ra khỏi Đảng" is no leaving
        spans += self._relative(concepts)
        span = self._told(concepts, spans)
        lies = relation(span, self._period) if span is not None else ""
        if left == [_BEGINNING] and span is not None and span.first == self._period.data_from:
            left, spans, span, lies = [], [], None, ""  # "ĐV đầu tháng 10" of October
            concepts.add("opening")
        time: Time = "" if not spans else "this" if all(map(self._is_near, spans)) else "other"
        if "other_time" in concepts:
            time = "other"
        elif "this_time" in concepts and not time:
            time = "this"
        return Sense(frozenset(concepts), tuple(codes), tuple(left), time, span, lies)

    def _is_near(self, span: Span) -> bool:
        """Whether a time has days of the period, or is one soon after it."""
        soon = span.first == span.last and span.last <= self._period.data_to + _LATE
        return relation(span, self._period) != "other" or (
            soon and span.first >= self._period.data_from
        )

    def _relative(self, concepts: set[str]) -> list[Span]:
        """Return the times told by words alone: trong tháng, quý này, cả năm."""
        found = {"of_month": self._times.of_month, "of_quarter": self._times.of_quarter}
        spans = [meant() for concept, meant in found.items() if concept in concepts]
        if "of_year" in concepts:
            spans.append(year_span(self._period.calendar_year))
        return spans

    def _told(self, concepts: set[str], spans: Sequence[Span]) -> Span | None:
        """Return the time of a heading: the narrowest it names, or all since the year began."""
        if "since_new_year" in concepts:
            return self._times.since_new_year(spans)
        span = narrowest(spans)
        if "of_period" in concepts and (span is None or span.is_year):
            return windows(self._period)[0]  # "trong kỳ, năm 2026"
        return span

    def _without_neutral_phrases(self, left: list[str]) -> list[str]:
        found = list(left)
        for phrase in self.words.neutral_phrases:
            for at in range(len(found) - len(phrase) + 1):
                if tuple(found[at : at + len(phrase)]) == phrase:
                    del found[at : at + len(phrase)]
                    break
        return found

    def timed(self, role: str, sense: Sense) -> str:
        """Return the role of a figure by its time: "time:X" where it is of another than asked.

        A flow is of the period alone when its heading names no time or that very one; a stock
        when it is counted at the period's end.
        """
        if not role.startswith("code:") or sense.span is None:
            return role
        return role if self.is_of_period(role[5:], sense) else "time:" + role[5:]

    def is_of_period(self, code: str, sense: Sense) -> bool:
        """Tell whether an indicator told of a heading's time is the period's."""
        if sense.relation == "same" or sense.span is None:
            return True
        if code in self.words.flows or "since_new_year" in sense.concepts:
            return sense.span.until and sense.time == "this"
        if sense.span.is_year:
            return True  # "đoàn viên năm 2026" only dates the sheet
        end = self._period.data_to
        return max(end.replace(day=1), self._period.data_from) <= sense.span.last <= end + _LATE

    def make_up_period(self, code: str, spans: Sequence[Span]) -> bool:
        """Tell whether the times of several columns of a flow make up the period, once each."""
        ordered = sorted(spans, key=lambda span: span.first)
        joined = all(after.first - before.last == timedelta(1)
                     for before, after in pairwise(ordered))  # fmt: skip
        if len(ordered) < 2 or not joined or code not in self.words.flows:
            return False
        return relation(Span(ordered[0].first, ordered[-1].last), self._period) == "same"

    def is_day_before(self, sense: Sense) -> bool:
        """Tell whether a heading names the very day before the period: “có đến 31/3” of April."""
        span = sense.span
        return span is not None and span.last + timedelta(1) == self._period.data_from

    def is_longer_plan(self, text: str) -> bool:
        """Tell whether a heading names a plan of more than the period: “KH 2026”, “KH năm”."""
        sense = self.sense(text)
        span = sense.span
        if span is None and YEAR_WORD in words_of(text):
            span = year_span(self._period.calendar_year)
        return "plan" in sense.concepts and span is not None and (
            relation(span, self._period) == "wider")  # fmt: skip

    def doubt(self, role: str, sense: Sense) -> bool:
        """Tell whether a flow is told up to a day without the day it begins."""
        until = sense.span is not None and sense.span.until
        return until and role.startswith("code:") and role[5:] in self.words.flows

    def scale(self, path: Sequence[str]) -> Scale | None:
        """Return the measure a column is told in, None where it counts by ones or names none."""
        found = [scale for text in path for scale in scales_in(text)]
        return found[0] if len(set(found)) == 1 else None

    def is_known(self, text: str) -> bool:
        """Tell whether a heading says something, and nothing that is not understood."""
        return self.sense(text).known or self._without_measure(text).known

    def _without_measure(self, text: str) -> Sense:
        """Return what a heading says when "(cuộc)" behind a name is what it is counted in."""
        sense = self.sense(text)
        if not sense.left or "(" not in text:
            return sense
        bare = self.sense(BRACKETS.sub(" ", text))
        told = tuple(word for part in BRACKETS.findall(text) for word in words_of(part))
        if len(set(bare.codes)) != 1:
            return sense
        own = self.words.measures.get(bare.codes[0], ())
        return bare if told == own or counted_alike(told, own) else sense

    def role(self, path: Sequence[str]) -> tuple[str, Sense]:
        """Return a column's role and what its headings say together.

        Roles: one of TEXT_ROLES, "code:X", "men:X", "time:X" (a figure of more or less than
        the period, or one that may be a whole or its women), "both:X" (a whole and its women
        in one cell), "opening", "closing", "other"
        (one not of this form or time), "moved"
        (movements of an unknown kind), "women", "men", "total" (of what the columns before it
        count), "".
        """
        path = [*(of_period_alone(one) for one in path[:-1] if not self._says_nothing(one)),
                *path[-1:]]  # fmt: skip
        if len(path) > 2 and self._is_of_all_movements(path[0]):
            path = path[1:]
        if path and all(map(self._parts_no_movement, path[1:])):
            path = [for_all_reasons(path[0]), *path[1:]]
        leaf = self._without_measure(path[-1]) if path else Sense()
        whole = self._without_measure(" ".join(path))
        if not path:
            return "", whole
        words_held = text_role(self.sense(_GUIDANCE.sub(" ", path[-1]))) or text_role(leaf)
        if words_held:
            return words_held, whole
        if (len(path) > 1 and not (leaf.codes or leaf.subjects)
                and text_role(whole) and not whole.left):  # fmt: skip
            return text_role(whole), whole
        if "opening" in whole.concepts and not (whole.left or whole.codes):
            return stock_of("opening", whole), whole
        known = NOT_OF_PERIOD - {"scale"} if self.scale(path) is not None else NOT_OF_PERIOD
        if leaf.codes and not any("change" in self.sense(one).concepts for one in path):
            known -= {"change"}  # "Giảm > Đi trong tỉnh" is no "giảm đi"
        elif "change" not in leaf.concepts and self._tells_movement(leaf, whole):
            known -= {"change"}  # "Biến động trong kỳ > Nghỉ hưu"
        if whole.concepts & known or whole.time == "other":
            return ("other", whole) if not whole.left or whole.codes or whole.subjects else (
                "", whole)  # fmt: skip
        if not whole.codes and (code := moved_where(path[-1], whole, self.words)):
            return self.timed(f"code:{code}", whole), whole
        if set(whole.left) == {"chua"} and whole.concepts & {"joined", "member"}:
            return "other", whole  # "Số CNLĐ chưa là đoàn viên"
        if whole.left:
            return self._other_with_examples(path) or other_of_group(
                leaf, whole, self.words) or movement(leaf, whole), whole  # fmt: skip
        if not whole.codes and "moved" in whole.concepts:
            return "moved", whole
        role = figure(leaf, whole, self.words)
        if role[5:] in OF_MEMBERS and of_others(leaf, self.sense(" ".join(path[:-1])), role[5:]):
            role = "other"  # "BCH > Đảng viên": party members of the committee
        told = [*BRACKETS.findall(path[-1]), measure_behind(path[-1])[1]]
        if role.startswith("code:") and any(
            measures_clash(self.words, role[5:], one)
            or (role[5] not in "ABC" and counted_otherwise(one, self.words.measures[role[5:]]))
            for one in told
        ):  # fmt: skip
            role = "other"  # "Đối thoại (người)" are not the dialogues
        if role.startswith("code:") and (counted := _OF_PERSONS.match(fold(path[-1]))) and (
            measures_clash(self.words, role[5:], counted[1])
        ):  # fmt: skip
            return "", whole  # "Số người ngừng việc" are not the strikes
        if role.startswith("code:") and (order := self._names_both(path[-1])):
            kind = "both:" if order == "whole" else "time:"
            return kind + role[5:].removesuffix("N"), whole
        return self.timed(role, whole), whole

    def _other_with_examples(self, path: Sequence[str]) -> str:
        """Return what “Giảm khác (nghỉ không lương, đi học…)” stands for: other ones, whatever the
        brackets name that is none of the kinds counted apart."""
        bare = BRACKETS.sub(" ", path[-1]).strip()
        told = BRACKETS.findall(path[-1])
        if not told or any(tells_movement(one, self.words) for one in told):
            return ""
        whole = self.sense(" ".join((*path[:-1], bare)))
        if self.sense(" ".join(told)).concepts & _NO_EXAMPLE or whole.time == "other":
            return ""
        said = self.sense(bare)
        if said.codes in _OTHERS and not (said.left or whole.left) and set(whole.codes) == {
            *said.codes
        }:  # fmt: skip
            return self.timed(figure(said, whole, self.words), whole)
        return other_of_group(said, whole, self.words)

    def _parts_no_movement(self, text: str) -> bool:
        """Whether a heading under “Giảm (các lý do)” tells no reason: a time, women, a total."""
        sense = self.sense(text)
        whole = sense.concepts <= {"total", "women", "men", "member", "of_month", "of_period"}
        return whole and not (sense.left or sense.codes) and bool(sense.concepts or sense.span)

    def _says_nothing(self, text: str) -> bool:
        """Whether a heading over others tells nothing of one: “Lao động, đoàn viên”, “Tổng hợp
        chung”."""
        sense = self.sense(text)
        all_of_them = len(sense.subjects) > 1 and not (sense.left or sense.codes)
        return all_of_them or tuple(words_of(text)) in self.words.neutral_phrases

    def _is_of_all_movements(self, text: str) -> bool:
        """Whether a heading tells only that members come and go in the period: “Biến động trong
        tháng” above “Tăng”, “Giảm”."""
        sense = self.sense(text)
        if sense.left or sense.codes or sense.relation not in ("", "same") or sense.time == "other":
            return False
        return "change" in sense.concepts and sense.concepts <= _COMING_AND_GOING

    def _tells_movement(self, leaf: Sense, whole: Sense) -> bool:
        """Whether headings under “biến động” tell one of its movements, and no stock."""
        if whole.relation not in ("", "same"):
            return False
        if codes := leaf.codes or whole.codes:
            return all(code[0] in MOVEMENTS for code in codes)
        return bool(whole.concepts & {"moved", *MOVED_WHERE}) or (
            whole.left == ("khac",) and bool(whole.concepts & GROUP_WAYS.keys()))  # fmt: skip

    def _names_both(self, text: str) -> str:
        """Return which a heading names first that names a whole and the women of it, "" else:
        “Tổng số CNVCLĐ (trong đó nữ)”."""
        for mark in _PARTING.finditer(text):
            first, second = self.sense(text[: mark.start()]), self.sense(text[mark.end() :])
            whole, part = (first, second) if "women" in second.concepts else (second, first)
            if "women" not in part.concepts or "women" in whole.concepts:
                continue
            order = "whole" if whole is first else "women"
            if "total" in whole.concepts:
                return order
            named = bool(whole.codes or whole.subjects) and whole is first
            if named and (mark[0].strip() != "(" or _COUNTED.match(fold(text))):
                return order
        return ""


def is_code_heading(text: str, codes: frozenset[str]) -> str:
    """Return the indicator code a heading consists of, "" when it is none."""
    bare = text.strip("()[] .:").upper().replace(" ", "")
    return bare if bare in codes else ""


def period_words(text: str) -> list[str]:
    """Return the words of a title, for telling the time it speaks of."""
    return [word for word in words_of(text) if word != YEAR_WORD]
