"""What a draft must know of the office that draws it up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from desktop.models.packs import placeholders

Role = Literal["national", "province", "upper", "base"]
ROLES: Final[tuple[Role, ...]] = ("national", "province", "upper", "base")


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The office's names and signer; what is empty is left to be filled in.

    `role` is where its kind stands in the organisation, `symbol` its letters in document
    numbers, `place` where papers are signed, `collective` what signs ("Ban Thường vụ").
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

    @property
    def called(self) -> str:
        """The office's name, or room for it."""
        return self.name or "……"

    @property
    def authority(self) -> tuple[str, ...]:
        """The lines above the signer's title."""
        return (f"TM. {self.collective.upper()}",)

    def values(self, year: int) -> Mapping[str, str]:
        """Return what goes into the placeholders of a template."""
        return placeholders(
            year=year,
            unit=self.called,
            parent=self.parent or "công đoàn cấp trên",
            province=self.province,
            place=self.place or "……",
        )
