"""Which indicator the words of a row or of a column mean: its names, or the one most like them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.intake.figures.heads.counted_in import (
    BRACKETS,
    COUNTED_APART,
    Counted,
    measure_alone,
    of_family,
    said_for,
    suits,
)
from desktop.intake.figures.heads.headings import is_code_heading
from desktop.intake.figures.wording.scales import scales_in
from desktop.intake.figures.wording.shared_words import SharedWords
from desktop.intake.figures.wording.times import without_feasts
from desktop.intake.figures.wording.vocabulary import (
    Vocabulary,
    is_measured_otherwise,
    is_of_money,
    words_of,
)
from desktop.models.packs.packs import Packs
from desktop.models.phrases import longest_matches
from desktop.models.text import fold

_LEFT_OUT: Final = re.compile(
    r"(?:khong|chua|ko) (?:ke|tinh|gom|bao gom)(?: ca)? (?:cac )?(.+)|(?:ngoai )?tru (.+)"
)
_OPENING: Final = ("tong", "so", "trong", "do")
_RATIO: Final = re.compile(
    r"(?<!\b2)(?<!\b2\s)(?<!\b100)(?<!\b100\s)%|\btỷ lệ\b|\btỉ lệ\b", re.IGNORECASE
)
"""No ratio is what a name holds: “KPCĐ 2%”, “khối 100% NSNN”."""
_PERSONS: Final = frozenset({"nguoi", "luot"})
_RECEIVING: Final = {"người", "tập thể"}
_OF_PERSONS: Final = frozenset({"L", "P"})
"""How codes end of those who took part in what another indicator counts."""
_FILLING: Final = frozenset({"ghi", "nhap", "dien", "danh", "theo", "bang"})
_MOVED: Final = frozenset({"chuyenden", "chuyendi", "chuyen", "noikhac"})
_WHERE: Final = frozenset({"trongtinh", "ngoaitinh"})
_SPENT: Final = frozenset({"kinhphi", "chi", "thu", "no", "gia", "tri", "luong", "phi", "du"})
COUNTED: Final = (("nguoi",), ("luot", "nguoi"), ("luot",))
_OF_SPENDING: Final = frozenset({"chi", "da", "ho", "tro", "dong", "tong", "tu", "nguon"})
_FUNDS: Final = frozenset({"kinhphi", "congdoan", "xahoihoa"})
_LIKE, _LIKE_MANY, _MANY = 0.6, 0.5, 3
_AHEAD: Final = 0.1
_MEASURED: Final = 0.1
_LEAST: Final = 0.5
_SOME: Final = 0.3
_HELD: Final = 0.35
_NOT: Final = frozenset({"chua", "khong"})
_MONEY_BEFORE: Final = re.compile(
    r"(?:tổng )?(?:số )?(?:tiền|kinh phí|kp|chi)(?: công đoàn| cđ)?(?: chi)?(?: cho| hỗ trợ)?\s+",
    re.IGNORECASE,
)
_ASKED: Final = 5_000
"""How many rows are understood by words like a name's: no list of indicators holds as many."""


@dataclass(frozen=True, slots=True)
class Meant:
    """An indicator's code, "" for none; `sure` where the words are one of its names."""

    code: str = ""
    sure: bool = True


NOTHING: Final = Meant()


def is_ratio(text: str) -> bool:
    """Tell whether words ask for a ratio, which is no name of what is counted."""
    return bool(_RATIO.search(text))


class IndicatorNames:
    """The indicators of the packs by their names, other names, and the words these share."""

    def __init__(self, words: Vocabulary, packs: Packs) -> None:
        self._words = words
        self._packs = packs
        self._labels = _labels(words, packs)
        self._likely: dict[tuple[str, str], Meant] = {}
        self._found: dict[tuple[str, str, str], Meant] = {}
        self._named = [(code, frozenset(self.written_out(name))) for name, code in
                       self._labels.items()]  # fmt: skip
        self._spelled = {(code, *sorted(set(self.written_out(name))))
                         for name, code in self._labels.items()}  # fmt: skip
        self._first = {equation.baseline for equation in packs.equations.values()}
        self._shared = SharedWords(self._named, len(packs.indicators))

    def find(self, label: str, measure: str = "", above: str = "") -> Meant:
        """Return what a row is about by its words, those of its measure and the row it is part of.

        Names are tried first; of other words the indicator that shares most of them, where none
        comes near it and it is counted in what the row says.
        """
        asked = (label, measure, above)
        if asked not in self._found:
            if len(self._found) >= _ASKED:
                return self.named(label, measure, above)
            self._found[asked] = self._find(label, measure, above)
        return self._found[asked]

    def _find(self, label: str, measure: str, above: str) -> Meant:
        found = self.like(label, measure, above)
        texts = (f"{above} {label}", label) if above else (label,)
        found = found if found.code else self.spent_on(label)
        return found if found.code else self.holding_all(
            [(text, measure) for text in texts], frozenset(self._packs.indicators))  # fmt: skip

    def like(self, label: str, measure: str = "", above: str = "") -> Meant:
        found = self.named(label, measure, above)
        for text in (f"{above} {label}", label) if above else (label,):
            found = found if found.code else self.likely(text, measure)
        return found

    def named(self, label: str, measure: str = "", above: str = "") -> Meant:
        """Return the indicator one of whose names a row says; none for any other words."""
        plain = BRACKETS.sub(" ", label)
        whole = f"{above} {label}" if above else ""
        for text in filter(None, (label, plain if self._is_aside(label) else "", whole)):
            if code := self._named_so(text, measure):
                return Meant(code)
        return Meant(self._at_a_feast(label, measure))

    def _at_a_feast(self, label: str, measure: str) -> str:
        """Return the indicator of the feasts themselves that a row names with one of them:
        “Hoạt động nữ công 20/10”; "" for what is only done at one."""
        kept = without_feasts(label)
        code = self._named_so(kept, measure) if kept != " ".join(label.split()) else ""
        name = self._packs.indicators[code].name if code else ""
        return code if without_feasts(name) != name else ""

    def _named_so(self, text: str, measure: str) -> str:
        words = without_number(words_of(text))
        opened = bare(words)
        found = self._labels.get(tuple(words)) or self._labels.get(tuple(opened))
        if found:
            return found
        code = self._labels.get(tuple(opened[1:])) if len(opened) > 2 else None
        if code and words_of(self._packs.indicators[code].unit) == opened[:1]:
            return code  # "số cuộc đối thoại": a name behind what it is counted in
        return self._labels.get((*words_of(measure), *opened), "") if measure else ""

    def _is_aside(self, label: str) -> bool:
        """Whether brackets only tell a measure: “Đối thoại định kỳ (cuộc)”, “… (triệu đồng)”."""
        told = BRACKETS.findall(label)
        code = self._named_so(BRACKETS.sub(" ", label), "") if told else ""
        return bool(code) and all(
            tuple(bare(words_of(one))) == self._words.measures[code]
            or self._counts_apart(one, code)
            or any(scale.suits(self._packs.indicators[code]) for scale in scales_in(one))
            for one in told
        )

    def _counts_apart(self, aside: str, code: str) -> bool:
        """Whether brackets leave out what is counted apart anyway: “(không kể nghiệp đoàn)” of the
        base unions."""
        left_out = _LEFT_OUT.fullmatch(fold(aside).strip())
        words = (left_out[1] or left_out[2]) if left_out is not None else ""
        told = frozenset(self.spelled(words))
        sisters = (frozenset(self.spelled(indicator.name)) for one, indicator
                   in self._packs.indicators.items() if one != code and one[:2] == code[:2]
                   and indicator.type == self._packs.indicators[code].type)  # fmt: skip
        own = frozenset(self.spelled(self._packs.indicators[code].name))
        return bool(told) and not told <= own and any(told <= name and not own <= name
                                                      for name in sisters)  # fmt: skip

    def alike(self, text: str, codes: frozenset[str]) -> bool:
        """Tell whether a text shares telling words with the name of one of some indicators."""
        told = frozenset(self.spelled(text))
        if is_ratio(text):
            return False
        return any(
            self._shared.share(told, name) >= _SOME for code, name in self._named if code in codes
        )

    def spent_on(self, leaf: str) -> Meant:
        """Return the money of what stands behind it: “Tiền thăm ốm đau”, “KP thăm hỏi (đ)”."""
        money = _MONEY_BEFORE.match(leaf)
        if money is None:
            return NOTHING
        spent = self.of_money(money[0], self.find(leaf[money.end() :]).code)
        return Meant(spent.code, sure=False) if spent.code else NOTHING

    def holding_all(self, ways: Iterable[tuple[str, str]], codes: frozenset[str]) -> Meant:
        """Return the one indicator whose name says all a heading does: “Thẻ ĐV”, “Sáng kiến”.

        Never for sure. What was done goes before what it cost.
        """
        for text, measure in ways:
            told = frozenset(self.spelled(BRACKETS.sub(" ", text)))
            numbers = [word for word in told if word.isdigit()]
            telling = told - set(numbers if len(numbers) == 1 else ())  # "8/3", but not "thứ 6"
            if (
                told & _MOVED
                or not self._shared.tells(telling)
                or max(map(len, told), default=0) < 3
            ):
                continue
            counted = measure_alone(words_of(measure))
            found = {code for code, name in self._shared.names_with(told)
                     if code in codes and code[0] not in COUNTED_APART and told <= name
                     and self._shared.share(told, name) >= _HELD and self._fits(code, told, measure)
                     and (code[3:] not in _OF_PERSONS or told & _PERSONS or counted)
                     and suits(counted, self._packs.indicators[code])}  # fmt: skip
            if not is_of_money(measure) and told.isdisjoint(_SPENT):
                found = {one for one in found if not self._packs.indicators[one].money} or found
            if len(found) == 1:
                return Meant(found.pop(), sure=False)
        return NOTHING

    def of_measure(self, counted: Counted, above: str) -> Meant:
        """Return what a measure alone counts of the heading above it: its own name, or a figure
        of the indicator that one names."""
        for said in said_for(counted):
            for one in (self.named(above, said), self.named(f"{said} {above}"),
                        self.likely(f"{said} {above}", said)):  # fmt: skip
                if one.code and one.sure and suits(counted, self._packs.indicators[one.code]):
                    return one
        if counted == "number":
            return NOTHING
        base = self.like(above)
        if not base.code:
            return NOTHING
        code = of_family(counted, base.code, self._packs.indicators)
        # "Số LĐ" may be all who work there.
        return Meant(code, base.sure and counted != "workers") if code else NOTHING

    def of_money(self, leaf: str, base: str) -> Meant:
        """Return what “Số tiền”, “Nguồn xã hội hóa” are behind an indicator's name."""
        words = set(self.spelled(BRACKETS.sub(" ", leaf))) - _OF_SPENDING
        if not base or not words <= _FUNDS:
            return NOTHING
        if "xahoihoa" in words:
            return Meant(f"{base}X") if f"{base}X" in self._packs.indicators else NOTHING
        if "kinhphi" not in words or f"{base}D" not in self._packs.indicators:
            return NOTHING
        return Meant(f"{base}D", sure="congdoan" in words)

    def is_money_alone(self, leaf: str) -> bool:
        """Tell whether words name money and where it is from, and nothing it was spent on."""
        words = set(self.spelled(BRACKETS.sub(" ", leaf)))
        spent = words - _OF_SPENDING
        return bool(spent) and spent <= _FUNDS and bool(words & {"kinhphi", "nguon"})

    def likely(self, text: str, measure: str = "") -> Meant:
        """Return the indicator whose name shares most words with a text, never for sure."""
        asked = (text, measure)
        if asked not in self._likely:
            self._likely[asked] = self._most_like(text, measure)
        return self._likely[asked]

    def _most_like(self, text: str, measure: str) -> Meant:
        asides = [one for one in BRACKETS.findall(text) if not self._is_guidance(one)]
        plain = BRACKETS.sub(" ", text)
        words = sorted(set(self.spelled(" ".join((plain, *asides)))))
        if _WHERE & set(words):
            words = [word for word in words if word != "noikhac"]  # the province tells where
        told = frozenset(words)
        if not told or is_ratio(plain) or "%" in measure:
            return NOTHING
        # "Tai nạn lao động (vụ)" is "Vụ tai nạn lao động".
        counted = sorted({*words, *self.spelled(measure)})
        best: dict[str, float] = {}
        same: set[str] = set()
        half = _LEAST * self._shared.weight(told)  # of all there is in either, it is less yet
        for code, name in self._shared.names_with(told):
            if self._shared.weight(told & name) < half:
                continue
            share = self._shared.share(told, name)
            if share < _LEAST:
                continue
            less = [
                word for word in words if word not in words_of(self._packs.indicators[code].unit)
            ]
            if {(code, *words), (code, *counted), (code, *less)} & self._spelled and self._fits(
                code, told, measure
            ):  # fmt: skip
                same.add(code)
            if measure and (
                words_of(self._packs.indicators[code].unit) == words_of(measure)
            ):  # fmt: skip
                share += _MEASURED
            if share > best.get(code, 0.0) and self._fits(code, told, measure):
                best[code] = share
        ranked = sorted(best.items(), key=lambda one: -one[1])
        few = self._shared.known(words) < _MANY or (ranked and ranked[0][0][0] in COUNTED_APART)
        if not ranked or ranked[0][1] < (_LIKE if few else _LIKE_MANY):
            return NOTHING
        if len(same) == 1:
            code = same.pop()  # one word is no name unless it stands so among them
            return Meant(code, sure=len(told) > 1) if not self._is_wide(code, told) else NOTHING
        if told & _MOVED and not told & _WHERE:
            return NOTHING  # within the province or not: nobody can tell
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _AHEAD:
            return NOTHING
        if self.is_shared(ranked[0][0], told) or self._names_two(ranked[0][0], told):
            return NOTHING  # "Bằng khen": whose, nobody can tell
        money = self._packs.indicators[ranked[0][0]].money
        if money and told.isdisjoint(_SPENT) and not is_of_money(measure):
            return NOTHING  # "Chăm lo": what was done, or what it cost
        return Meant(ranked[0][0], sure=False)

    def is_shared(self, code: str, told: frozenset[str], near: bool = False) -> bool:
        """Whether another indicator of a group holds all that is told, and is counted alike.

        “Khen thưởng” may be persons or teams, “ĐV ưu tú” those proposed or admitted. One with
        the very name and more words (“… nữ”) is told by those. `near` asks only its sisters.
        """
        if code[0] in COUNTED_APART:
            return False
        own = self._packs.indicators[code]
        name = frozenset(self.spelled(own.name))
        said = told - frozenset(self.spelled(own.unit))  # "Bản cam kết thi đua"
        for one, indicator in self._packs.indicators.items():
            other = frozenset(self.spelled(indicator.name))
            if one == code or one[0] != code[0] or not said <= other or name < other:
                continue
            alike = indicator.unit == own.unit or {indicator.unit, own.unit} == _RECEIVING
            if alike and (one[:3] == code[:3] or not near) and self._fits(one, told, ""):
                return True
        return False

    def _is_wide(self, code: str, told: frozenset[str]) -> bool:
        """Whether one word is in several names of what is counted alike: “Số TƯLĐTT đã ký”."""
        unit = self._packs.indicators[code].unit
        alike = {one for one, name in self._named if one[0] == code[0] and told <= name
                 and self._packs.indicators[one].unit == unit}  # fmt: skip
        return len(told) == 1 and len(alike) > 1

    def _names_two(self, code: str, told: frozenset[str]) -> bool:
        """Whether words say what tells an indicator from a sister, and what tells that one:
        “KT tài chính đồng cấp, cấp dưới”."""
        own = frozenset(self.spelled(self._packs.indicators[code].name))
        for one, indicator in self._packs.indicators.items():
            if one[:3] != code[:3] or one == code or indicator.computed or (
                indicator.unit != self._packs.indicators[code].unit
            ):  # fmt: skip
                continue
            other = frozenset(self.spelled(indicator.name))
            if own - other and other - own and own ^ other <= told:
                return True
        return False

    def _is_guidance(self, aside: str) -> bool:
        """Whether words in brackets tell no indicators apart: a measure, how a cell is filled."""
        words = tuple(words_of(aside))
        if "%" in aside or not _FILLING.isdisjoint(words[:2]) or scales_in(f"({aside})"):
            return True
        return words in {*self._words.measures.values(), *COUNTED}

    def _fits(self, code: str, told: frozenset[str], measure: str) -> bool:
        indicator = self._packs.indicators[code]
        if indicator.computed or indicator.type == "R" or code.removesuffix("N") in self._first:
            return False  # a first stock is told in full
        if told & _NOT and _NOT.isdisjoint(words_of(indicator.name)):
            return False  # "Sáng kiến chưa công nhận"
        own = words_of(f"{indicator.unit} {indicator.name}")
        if "kinhphi" in told and not indicator.money and "kinhphi" not in self.written_out(own):
            return False
        if told & _PERSONS and _PERSONS.isdisjoint(own):
            return False
        return not (measure and is_measured_otherwise(self._words, code, measure))

    def spelled(self, text: str) -> Iterator[str]:
        """Yield the words of a text that tell indicators apart, short ones written out."""
        return self.written_out(without_number(words_of(text)))

    def written_out(self, words: Sequence[str]) -> Iterator[str]:
        """Yield words in the form names are compared in."""
        short = self._words.row_short
        for piece, said in longest_matches(words, short, self._words.row_short_starts):
            for word in said if said is not None else piece:
                if word not in self._words.row_neutral:
                    yield word


def heading_code(row: Iterable[object], codes: frozenset[str]) -> str:
    """Return the code of an indicator that a cell of a row consists of, "" without one."""
    for cell in row:
        if isinstance(cell, str) and (code := is_code_heading(cell, codes)):
            return code
    return ""


def without_number(words: Sequence[str]) -> list[str]:
    """Return a label's words without the number of its row: 1, a, 2.1."""
    found = list(words)
    while len(found) > 1 and (found[0].isdigit() or len(found[0]) == 1):
        found = found[1:]
    return found


def _labels(words: Vocabulary, packs: Packs) -> Mapping[tuple[str, ...], str]:
    """Return the words of each indicator's name and other names → its code."""
    found: dict[tuple[str, ...], str] = {}
    for code, indicator in packs.indicators.items():
        for text in (indicator.name, indicator.name.replace(":", " ")):
            found.setdefault(tuple(bare(words_of(text.replace("–", " ")))), code)
            found.setdefault(tuple(words_of(text.replace("–", " "))), code)
    for phrase, said in words.phrases.items():
        for one in said:
            if one.startswith("code:"):
                found.setdefault(phrase, one[5:])
    found.pop((), None)
    return found


def bare(words: Sequence[str]) -> list[str]:
    """Return a label without the words that open it: tổng số, số, trong đó."""
    found = list(words)
    while len(found) > 1 and found[0] in _OPENING:
        found = found[1:]
    return found
