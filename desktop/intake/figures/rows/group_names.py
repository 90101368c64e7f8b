"""Names that go on from what stands above or before them: a kind of unit, a group, a place."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.names.name_keys import without_bullet
from desktop.intake.figures.names.near_names import replaced
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known, Match
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.sheets.grid import Cell, Grid, is_empty, shown
from desktop.models.text import one_line

_GROUP: Final = re.compile(
    r"^(?:(?:các|khối|nhóm|cụm|bậc|ngành|loại hình|hệ thống)\s+)+(?:trường(?=\s+[mt]))?\s*",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"^(?:kcn|kcx|ccn|khu công nghiệp|cụm công nghiệp|xã|phường|thị trấn|địa bàn)\s+(?=\S)", re.I
)
_UNION: Final = re.compile(r"^(?:cđ|công đoàn)\s+(?=\S)", re.IGNORECASE)
_AND: Final = re.compile(r"\s*[,;/]\s*|\s+(?:và|va|-|–)\s+", re.IGNORECASE)
_BELOW_A_NAME: Final = re.compile(
    r"[(\[]?(?:(?:địa chỉ|đc|lô|thôn|xóm|ấp|bản|buôn|làng|khóm|tổ dân phố|tdp|tổ \d+|khu phố"
    r"|kp ?\d*|kcn|kcx|ccn|khu công nghiệp|cụm (?:công nghiệp|cn)|xã|phường|thị trấn|đường"
    r"|quốc lộ|ql|tỉnh lộ)\b|(?:số )?\d+\w?(?:/\d+)*,? (?:đường|phố|quốc lộ|ql|thôn|xóm|ấp)\b"
    r"|(?:số )?\d+\w?(?:/\d+)* [^\W\d_][^,]*, ?(?:p\.|x\.|tt\.?|phường|xã|thị trấn|tp))",
    re.IGNORECASE,
)
_STREET: Final = re.compile(r"(?:số )?\d+\w?(?:/\d+)* [^\W\d_]{2}", re.IGNORECASE)
"""Lines of an address: no “Số 2” or “Tổ May 1”, which may go on with the name."""
_CERTAIN: Final = frozenset({"", "short", "added", "order", "remark"})
_FAR: Final = 60


class GroupedNames:
    """The names of a register's units where a heading or a cell tells part of them."""

    def __init__(self, book: NameBook, grid: Grid | None = None) -> None:
        self._book, self._rows = book, grid.rows if grid is not None else []
        self._spans = dict(grid.spans) if grid is not None else {}
        self._groups: dict[str, NameBook] = {}
        self._openings: dict[str, str] = {}

    def joined(self, kind: str, name: str, area: str, found: Match) -> Match:
        """Return what a name stands for whose kind of unit stands in the cell before it.

        "THCS" before "Vĩnh Thạch" makes one name; where no unit bears it, the name alone is
        nobody's.
        """
        now = replaced(kind, self._book.words)
        begun = [text for text in (kind, now) if (words := self._book.key(text).folded)
                 and self._book.is_kind(words)]  # fmt: skip
        if not begun:
            return self._of_level(kind, name, area, found)
        whole = self._book.find(f"{begun[0]} {name}", area)
        if whole.unit is not None and whole.sure:
            return Match(whole.unit, why="joined", plain=True)
        return whole

    def below(self, line: Line, column: int) -> Match:
        """Return what a row's name stands for whose kind of unit stands further up: in a merged
        cell, which counts as written on each of its rows, or above blank ones, which is told."""
        head = line.section.header.last if line.section is not None else line.at
        rows = range(line.at - 1, max(head, line.at - _FAR), -1)
        row = next((at for at in rows if column < len(self._rows[at])
                    and not is_empty(self._rows[at][column])), -1)  # fmt: skip
        if row < 0:
            return line.match
        kind = shown(self._rows[row][column])
        whole = self.joined(kind, line.name, line.area, line.match)
        if self._spans.get((row, column), (row,))[0] >= line.at:
            return whole
        if whole.unit is None or line.match.unit is not None:
            return line.match
        said = _("Ô trước tên để trống, lấy “{kind}” như dòng trên; đọc là {unit}.")
        return Match(whole.unit, said=said.format(kind=kind, unit=whole.unit.name))

    def _of_level(self, level: str, name: str, area: str, found: Match) -> Match:
        """Return what a name of several units means behind the level above it: “Cơ quan Sở” behind
        “CĐ ngành Y tế” is that of the “Sở Y tế”."""
        if found.unit is not None or found.why != "two" or not any(map(str.isalpha, level)):
            return found
        return self.among(_UNION.sub("", level), name, area) or found

    def headed(self, cell: Cell, heading: str, area: str, found: Match) -> Match:
        """Return what a cell under the heading of its column stands for, `found` by its text."""
        if found.unit is None:
            found = self.above_address(cell, area, heading) or found
        return self.under_heading(heading, shown(cell), area, found)

    def above_address(self, cell: Cell, area: str, heading: str) -> Match | None:
        """Return what the first line of a cell stands for, above an address.

        None for a cell of one line, and where the lines below may be a part of the name: they are
        none where the heading says that addresses stand there too.
        """
        if not isinstance(cell, str) or "\n" not in cell.strip():
            return None
        first, *below = (line.strip() for line in cell.strip().splitlines())
        found = self._book.find(first, area)
        is_street = _STREET.match if "địa chỉ" in heading.lower() else _BELOW_A_NAME.match
        told = all(_BELOW_A_NAME.match(line) or is_street(line) for line in below if line)
        return found if told and found.unit is not None and found.sure else None

    def under_heading(self, heading: str, name: str, area: str, found: Match) -> Match:
        """Return what a name stands for that goes on from its column's heading: “Hải Lâm” under
        “UBND xã”; what was `found` where that is no unit's name, or another's."""
        if heading not in self._openings:
            self._openings[heading] = self.opening(heading)
        opening = self._openings[heading]
        whole = self.beneath(opening, name, area) if opening else None
        if whole is None or not whole.plain or found.unit not in (None, whole.unit):
            return found
        return whole

    def opening(self, text: str) -> str:
        """Return how the names below a heading begin: those of several units do, none is it whole.

        "Trường Tiểu học", or what a group is of: "Khối THPT". "" for other headings.
        """
        bare = _GROUP.sub("", without_bullet(text))
        for told in dict.fromkeys((text, bare, replaced(bare, self._book.words))):
            words = self._book.key(told).folded
            if words and words not in self._book.names and (
                sum(key[: len(words)] == words for key in self._book.names) > 1
            ):  # fmt: skip
                return told
        return ""

    def beneath(self, opening: str, name: str, area: str) -> Match | None:
        """Return the unit of a name that goes on from the heading of its group, None without one:
        "- Sao Mai" under "2. Trường Tiểu học"."""
        whole = self._book.find(f"{opening} {without_bullet(name)}", area)
        likely = whole.unit is not None and (whole.sure or whole.why == "short")
        return Match(whole.unit, why="group", plain=whole.sure) if likely else None

    def among(self, group: str, name: str, area: str) -> Match | None:
        """Return the one unit of a group that a name means, None without one: "Hòn Gai" is another
        under "Khối cơ khí" than under "Khối sàng tuyển", "Xuân Lộc" under "Khối THPT"."""
        found = self._of(group).find(name, area)
        if found.unit is None or (not found.sure and found.why not in _CERTAIN):
            return None
        return Match(found.unit, why="group")

    def units_of(self, group: str) -> Sequence[Known]:
        """Return the units whose names or places hold all words of a group, none for no words."""
        return self._of(group).units if self._words(_GROUP.sub("", group)) else ()

    def is_all(self, ids: Collection[str]) -> bool:
        """Whether some units are the whole register."""
        return len(ids) >= len(self._book.units)

    def _of(self, group: str) -> NameBook:
        """Return the units whose names or places hold all words of a group, or of one of several
        it names: "Khối xã, thị trấn"."""
        if group not in self._groups:
            bare = _GROUP.sub("", without_bullet(group))
            kinds = [set(words) for part in _AND.split(bare) if (words := self._words(part))]
            told = [(unit, self._said(unit)) for unit in self._book.units]
            # A kind that no name says whole is of all that say part of it: "trường học".
            parts = [
                [unit for unit, said in told if words <= said]
                or [unit for unit, said in told if words & said]
                for words in kinds
            ]
            known = {unit.id for part in parts for unit in part}
            units = [unit for unit in self._book.units if unit.id in known]
            self._groups[group] = NameBook(units, self._book.words)
        return self._groups[group]

    def _words(self, text: str) -> Sequence[str]:
        bare = _PLACE.sub("", text.strip())
        return self._book.key(replaced(bare, self._book.words)).folded

    def _said(self, unit: Known) -> set[str]:
        return {*self._book.key(unit.name).folded, *self._book.place(unit)}


def match_again(lines: Sequence[Line], book: NameBook, remembered: Mapping[str, Known]) -> None:
    """Let headings of groups, and names somebody settled, tell which unit is meant."""
    group, grouped = "", GroupedNames(book)
    for line in lines:
        if line.kind in ("heading", "subtotal"):
            group = line.name
        if line.kind != "data":
            continue
        if line.match.unit is None and not line.match.said and group:
            again = book.find(line.name, f"{line.area} {group}".strip())
            if again.unit is None or line.match.why != "two":
                again = grouped.among(group, line.name, line.area) or line.match
            line.match = again
        known = None if line.match.sure else remembered.get(one_line(line.name))
        if known is not None:
            line.match = Match(known, sure=True)
