"""Which indicator the headings of a column mean: what they name, and what they count of it."""

import re
from collections.abc import Sequence
from typing import Final

from desktop.intake.figures.heads.counted_in import (
    BRACKETS,
    counted_otherwise,
    measure_alone,
    measure_behind,
    measure_beside,
    of_family,
    suits,
)
from desktop.intake.figures.heads.indicator_names import (
    COUNTED,
    NOTHING,
    IndicatorNames,
    Meant,
    is_ratio,
)
from desktop.intake.figures.wording.vocabulary import Vocabulary, words_of
from desktop.models.packs.packs import Packs

_PARTY: Final = re.compile(r"(?<!\w)đảng(?! viên)", re.IGNORECASE)
"""“Phát triển Đảng > Được kết nạp” are no admissions to the union."""
_GROUPS: Final = "tap the"
"""“Giấy khen > Tập thể” are some of them."""
_CURRENCY: Final = re.compile(
    r"\s*\((?:đồng|dong|vnđ|vnd|đ)\)$|(?<!lao)(?<!hoạt)(?<!hoat)(?<!hợp)(?<!hop)(?<!cộng)(?<!hội)"
    r"(?<!hoi)\s+(?:đồng|dong|vnđ|vnd)$", re.IGNORECASE,
)  # fmt: skip
_MANY: Final = 3


def _turned_away(above: str) -> str:
    """Return how codes begin that cannot stand under a heading: C1 under decreases."""
    words = words_of(above)
    if "giam" in words:
        return "C1" if "tang" not in words else ""
    return "C2" if "tang" in words else ""


def _without_currency(text: str) -> str:
    """Return a heading without đồng at its end, where that is the currency."""
    found = _CURRENCY.search(text)
    return text[: found.start()] if found is not None else text


def of_the_party(text: str) -> bool:
    """Tell whether words speak of the Party: whom it admits are no admissions to the union."""
    return bool(_PARTY.search(text))


class IndicatorColumns:
    """The indicators the headings of columns tell, by the names of indicators."""

    def __init__(self, names: IndicatorNames, words: Vocabulary, packs: Packs) -> None:
        self._names = names
        self._words = words
        self._packs = packs
        self._columns: dict[tuple[tuple[str, ...], frozenset[str]], tuple[str, bool]] = {}

    def column(self, path: tuple[str, ...], codes: frozenset[str]) -> tuple[str, bool]:
        """Return the code of the indicator a column's headings tell, and whether for sure."""
        asked = (path, codes)
        if asked not in self._columns:
            found = self.over_column(path, codes)
            if len(path) > 2 and not (found.code and found.sure):
                # "Chăm lo ĐV > Thăm hỏi > Số lượt": what stands nearest tells what is counted.
                near = self.over_column(path[1:], codes)
                found = near if near.code and near.sure else found
            self._columns[asked] = (found.code, found.sure)
        return self._columns[asked]

    def over_column(self, path: Sequence[str], codes: frozenset[str]) -> Meant:
        """Return the indicator the headings of a column tell, of those in `codes`.

        The last may be a measure alone ("Tai nạn lao động > Số vụ"), or the money of what stands
        above it ("Thăm hỏi > Số tiền"); one that counts in something else is not the indicator.
        """
        bare, measure = measure_behind(path[-1])
        name, told = measure_beside(path[-1])
        found = self._over_column([*path[:-1], bare, measure] if measure else path, codes)
        if not found.code or not told:
            return found
        named = self._names.named(name).code
        if named and named[:3] != found.code[:3] and not found.sure:
            return NOTHING  # "Hội nghị NLĐ (lượt)" are no proposals received
        if not counted_otherwise(told, self._words.measures[found.code]):
            return found
        counted = measure_alone(words_of(told))
        if counted == "events" and "hội nghị" in self._packs.indicators[found.code].name:
            return found  # each holds one: "Hội nghị NLĐ (cuộc)"
        of = found.code if counted else f"{found.code.rstrip('DXPL')}D"
        code = of_family(counted, of, self._packs.indicators) if counted else of
        return Meant(code, sure=False) if code in codes and (found.sure or named) else NOTHING

    def _over_column(self, path: Sequence[str], codes: frozenset[str]) -> Meant:
        texts = [_without_currency(" ".join(text.replace("_", " ").split())) for text in path]
        leaf, above = texts[-1], " ".join(texts[:-1])
        if of_the_party(" ".join(texts)):
            codes = frozenset(code for code in codes if code[0] != "C")
        away = _turned_away(above)
        alone = measure_alone(words_of(BRACKETS.sub(" ", leaf))) if above else ""
        if above and (whole := self._of_all(leaf, above, codes)) is not None:
            return whole
        if alone:
            one = self._names.of_measure(alone, above)
            if one.code in codes and one.code[:2] != away:
                return one
        aside = self._in_brackets(leaf, above)
        if aside.sure and aside.code in codes and aside.code[:2] != away:
            return aside
        measure = " ".join(words_of(leaf)).removeprefix("so ")
        is_measure = bool(above) and tuple(measure.split()) in {
            *self._words.measures.values(), *COUNTED}  # fmt: skip
        told = BRACKETS.findall(leaf)
        ways = [(above, measure)] if is_measure else []
        counted_in = told[-1] if told else ""
        if not counted_in and leaf != " ".join(path[-1].replace("_", " ").split()):
            counted_in = "đồng"
        ways += [(f"{above} {leaf}".strip(), counted_in), (leaf, counted_in)]
        if is_ratio(BRACKETS.sub(" ", leaf)):
            return NOTHING
        names = self._names
        found = [names.named(text, counted) for text, counted in ways if measure != _GROUPS]
        found += [names.likely(text, counted) for text, counted in ways]
        found = [one for one in found if one.code in codes and one.code and one.code[:2] != away
                 and suits(alone, self._packs.indicators[one.code])]  # fmt: skip
        if sure := [one for one in found if one.sure]:
            return sure[0]
        own = frozenset(self._names.spelled(leaf))
        found = [one for one in found
                 if len(own) < _MANY or not names.is_shared(one.code, own, near=True)]  # fmt: skip
        for spent in (names.of_money(leaf, names.like(above).code) if above else NOTHING,
                      names.spent_on(leaf)):  # fmt: skip
            if spent.code in codes:
                return spent
        if aside.code in codes and aside.code[:2] != away:
            return aside
        return found[0] if found else self._names.holding_all(ways, codes)

    def _in_brackets(self, leaf: str, above: str) -> Meant:
        """Return what a measure in brackets counts of the name before it: “HN NLĐ (số DN)”."""
        told = BRACKETS.findall(leaf)
        counted = measure_alone(words_of(told[-1])) if told else ""
        name = BRACKETS.sub(" ", leaf).strip()
        if counted in ("", "number") or not name:
            return NOTHING
        for text in (f"{above} {name}", name) if above else (name,):
            one = self._names.of_measure(counted, text)
            if one.code and (one.sure or text == name):
                return one
        if counted == "events" and (code := self._names.like(name).code):
            held = self._packs.indicators[code]
            if "hội nghị" in held.name and held.unit in ("DN", "đơn vị"):
                return Meant(code, sure=False)  # each holds one: "Hội nghị NLĐ (cuộc)"
        return NOTHING

    def _of_all(self, leaf: str, above: str, codes: frozenset[str]) -> Meant | None:
        """Return all who had to for “Hội nghị CBCCVC > Tổng số đơn vị”; None for other headings."""
        words = words_of(BRACKETS.sub(" ", leaf))
        if words[:1] != ["tong"] or measure_alone(words) not in ("firms", "places"):
            return None
        base = self._names.like(above).code
        whole = f"{base}T"
        if whole not in self._packs.indicators:
            return None
        told = frozenset(self._names.spelled(above))
        fits = whole in codes and told <= frozenset(
            self._names.spelled(self._packs.indicators[whole].name)
        )
        return Meant(whole, sure=False) if fits else NOTHING
