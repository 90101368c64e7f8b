"""What a row of a list of indicators tells: by a code in it, the rows above, or its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop.intake.figures.heads.counted_in import (
    BRACKETS,
    COUNTED_APART,
    counted_otherwise,
    measure_alone,
    measure_beside,
)
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_columns import of_the_party
from desktop.intake.figures.heads.indicator_names import (
    NOTHING,
    IndicatorNames,
    Meant,
    bare,
    heading_code,
    without_number,
)
from desktop.intake.figures.heads.kinds_of_workers import tells_all_kinds
from desktop.intake.figures.sheets.grid import Cell
from desktop.intake.figures.wording.vocabulary import Vocabulary, measures_clash, words_of
from desktop.models.packs.packs import Packs

_ALL: Final = "A01"
_OF_UNITS: Final = ("code:A", "code:B", "code:C")


@dataclass(frozen=True, slots=True)
class Place:
    """What stands around a row: `before` is the indicator of the row right above, `above` the
    group's title where the row is a part of it, `side` the line “Đoàn viên giảm” it stands below;
    "" for none.
    """

    before: str = ""
    above: str = ""
    side: str = ""


class RowMeanings:
    """Understands the rows of a list as indicators of the pack, whatever the form."""

    def __init__(
        self, words: Vocabulary, headings: HeadingReader, names: IndicatorNames, packs: Packs
    ) -> None:
        self._words, self._headings, self._names = words, headings, names
        self._packs = packs

    def meant(self, label: str, row: Sequence[Cell], measure: str, place: Place) -> Meant:
        """Return the indicator of a row: by a code in it, the row above, or its words."""
        if code := heading_code(row, self._words.codes):
            return Meant(code)
        found = self._named(label, measure, place)
        if found.code and measures_clash(self._words, found.code, measure):
            other = self._names.likely(label, measure)  # "Thành lập mới CĐCS" counted in CĐCS
            clash = measures_clash(self._words, other.code, measure)
            found = found if clash or not other.code else other
        name, told = measure_beside(label)
        if found.code[:1] in COUNTED_APART or not told:
            return found
        if not found.code:  # "Tai nạn lao động (vụ)": as over a column
            code = self._headings.meant((label,), frozenset(self._packs.indicators))[0]
            return Meant(code, sure=False) if code and code[0] not in COUNTED_APART else NOTHING
        stem = (self._names.named(name).code or found.code)[:3]
        if found.code[:3] != stem and not found.sure:
            return NOTHING  # "Đơn thư - số tiền" is no "thu KPCĐ"
        measures = self._words.measures
        if not counted_otherwise(told, measures[found.code]):
            return found
        # "Tết Sum vầy (người)" are not the occasions
        code = self._headings.meant((name, told), frozenset(self._packs.indicators))[0]
        fits = code[:3] == stem and not counted_otherwise(told, measures[code])
        return Meant(code, sure=False) if fits else NOTHING

    def _named(self, label: str, measure: str, place: Place) -> Meant:
        """Return the indicator the words of a row name, whatever they say it is counted in."""
        before, above = place.before, place.above
        if code := self._under(label, before):
            return Meant(code)
        if self._headings.sense(label).concepts == {"women"}:
            return Meant(before + "N") if before + "N" in self._words.codes else NOTHING
        of_group = above and bool(measure_alone(words_of(label)) or of_the_party(above))
        if of_group:  # "Bữa cơm CĐ: - Số CĐCS", "Xây dựng Đảng: - Kết nạp": as over a column
            code, sure = self._headings.meant((above, label), frozenset(self._packs.indicators))
            if code and code[0] not in COUNTED_APART:
                return Meant(code, sure)
        if (found := self._names.named(label, measure, above)).code:
            return found
        if (found := self._names.of_money(label, before.rstrip("DXP"))).code:
            return found
        if above and self._names.is_money_alone(label):  # of that group, or of none
            group = self._names.like(above)
            spent = self._names.of_money(label, group.code.rstrip("DXP"))
            return Meant(spent.code, spent.sure and group.sure) if spent.code else NOTHING
        # "Tổng số CNVCLĐ", "Chuyển đi > trong tỉnh": as over a column
        for over in dict.fromkeys((above, place.side) if of_group else ("", above, place.side)):
            role = self._headings.role((over, label) if over else (label,))[0]
            if role.startswith(_OF_UNITS):
                return Meant(role[5:])
        found = self._names.find(label, measure, above)
        if found.code or above or not tells_all_kinds(label):
            return found
        return Meant(_ALL, sure=False)

    def _under(self, label: str, before: str) -> str:
        """Return the code of a row the one right above explains: “đã giải quyết”."""
        under = self._words.rows_under.get(before, {})
        told = (" ".join(bare(without_number(words_of(text))))
                for text in (label, BRACKETS.sub(" ", label)))  # fmt: skip
        return next((under[text] for text in told if text in under), "")
