"""What a draft must know of the office that draws it up."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

from desktop.models.packs.packs import placeholders

Role = Literal["national", "province", "upper", "base"]
ROLES: Final[tuple[Role, ...]] = ("national", "province", "upper", "base")
_SUBORDINATES: Final[Mapping[Role, str]] = {
    "national": "các công đoàn cấp dưới",
    "province": "các công đoàn cấp trên trực tiếp cơ sở, công đoàn cơ sở trực thuộc",
    "upper": "các công đoàn cơ sở, nghiệp đoàn cơ sở trực thuộc",
    "base": "các công đoàn bộ phận, tổ công đoàn",
}
_BELOW: Final[Mapping[Role, tuple[str, ...]]] = {
    "national": ("Các liên đoàn lao động tỉnh, thành phố", "Các công đoàn ngành Trung ương"),
    "province": (
        "Các công đoàn xã, phường, đặc khu",
        "Công đoàn các khu công nghiệp",
        "Các công đoàn cơ sở trực thuộc",
    ),
    "upper": ("Các công đoàn cơ sở, nghiệp đoàn cơ sở trực thuộc",),
    "base": ("Các công đoàn bộ phận, tổ công đoàn",),
}
_AREA: Final = re.compile(r"\b(?:xã|phường|đặc khu|huyện|thị xã|quận|thành phố)\s+\S.*$", re.I)


@dataclass(frozen=True, slots=True)
class Share:
    """Our part of what stands under the office above, counted in `by` (đoàn viên, đơn vị)."""

    part: int
    whole: int
    by: str

    def of(self, number: int) -> int:
        """Return our part of a number, rounded up: a target is met by at least this."""
        return -int(-Fraction(number * self.part, self.whole) // 1)


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The office's names and signer; what is empty is left to be filled in.

    `role` is where its kind stands in the organisation, `symbol` its letters in document
    numbers, `place` where papers are signed, `collective` what signs ("Ban Thường vụ").
    `dispatch` is the symbol of letters where the office chose one ("CV-LĐLĐ").
    `body_size` in points and `margin`, a preset's name, are what its new papers begin with.
    `below` names the bodies under it as a letter addresses them, `wording` the ways of
    writing it chose (part → id), `share` its part of what the office above leads.
    """

    name: str = ""
    role: Role = "upper"
    kind: str = ""
    symbol: str = ""
    parent: str = ""
    province: str = ""
    place: str = ""
    collective: str = "Ban Thường vụ"
    signer_title: str = "CHỦ TỊCH"
    signer_name: str = ""
    below: tuple[str, ...] = ()
    dispatch: str = ""
    body_size: int = 14
    margin: str = "default"
    wording: Mapping[str, str] = field(default_factory=dict)
    share: Share | None = None

    @property
    def called(self) -> str:
        """The office's name, or room for it."""
        return self.name or "……"

    @property
    def authority(self) -> tuple[str, ...]:
        """The lines above the signer's title."""
        return (f"TM. {self.collective.upper()}",)

    @property
    def letter_symbol(self) -> str:
        """What follows the number of a letter: the office and who drafts it (NĐ 30, Phụ lục I).

        An office with no departments of its own writes its symbol alone.
        """
        if self.dispatch or not self.symbol:
            return self.dispatch
        return f"{self.symbol}-VP" if self.role in ("national", "province") else self.symbol

    @property
    def subordinates(self) -> str:
        """The bodies under the office, as a sentence names them."""
        return _SUBORDINATES[self.role]

    @property
    def addressed_below(self) -> tuple[str, ...]:
        """The bodies under the office, a line each."""
        return self.below or _BELOW[self.role]

    @property
    def area(self) -> str:
        """The area of the office's name, "phường Hòa Khánh"; "" where it has none."""
        found = _AREA.search(self.name)
        return found[0].strip() if found and self.role == "upper" else ""

    def values(self, year: int) -> Mapping[str, str]:
        """Return what goes into the placeholders of a template."""
        return placeholders(
            year=year,
            unit=self.called,
            parent=self.parent or "công đoàn cấp trên",
            province=self.province,
            place=self.place or "……",
            below=self.subordinates,
            collective=self.collective,
        )
