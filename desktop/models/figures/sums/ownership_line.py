"""The line of one ownership type: its movement of members, and how firm it is."""

from collections.abc import Iterable, Mapping

import msgspec

from desktop.i18n import _
from desktop.models.figures.sums.total import worst_of
from desktop.models.figures.views import PartState
from desktop.models.packs.ownership_kinds import BANDS
from desktop.models.packs.packs import Packs
from desktop.models.text import with_counts

UNKNOWN = ""
"""The type of units of which nobody said one."""
WHOLE_ALONE = _(
    "Có lệch ở {units}: số cuối kỳ đã ghi theo từng loại hình, còn tăng, giảm chỉ ghi chung. Ghi"
    " tăng, giảm cho từng loại hình thì hết lệch."
)


class OwnershipLine(msgspec.Struct):
    """One type's movement: opening + came − left + turned_to − turned_from = closing.

    `came` and `left` hold indicator → number; `turned_to` and `turned_from` are members of
    unions that changed their type (C13 and C21 with the flag "đổi loại hình"). `off` names by
    unit what the movements of a lump, told by type, do not explain; `whole` are those of them
    whose movements are told of the whole alone. `units` are the base unions
    it is of, `sent` those that locked both their stocks and their movements, `moved` those that
    told any movements; `state` is how firm the least firm of it is; `until` the month up to which
    a longer period is told, "" to its end.
    """

    opening: int = 0
    came: dict[str, int] = msgspec.field(default_factory=dict)
    left: dict[str, int] = msgspec.field(default_factory=dict)
    turned_to: int = 0
    turned_from: int = 0
    closing: int = 0
    off: dict[str, int] = msgspec.field(default_factory=dict)
    whole: set[str] = msgspec.field(default_factory=set)
    units: set[str] = msgspec.field(default_factory=set)
    sent: set[str] = msgspec.field(default_factory=set)
    moved: set[str] = msgspec.field(default_factory=set)
    state: PartState = "accepted"
    until: str = ""

    @property
    def is_firm(self) -> bool:
        """Tell whether nothing of it is waited for or reckoned: else it is "tạm tính"."""
        return self.sent >= self.units and self.state in ("accepted", "submitted")

    @property
    def coverage(self) -> str:
        """Say who reported, of those it is of: "35/36 CĐCS"."""
        return with_counts(_("{n}/{of} CĐCS"), n=len(self.sent), of=len(self.units))

    @property
    def reported_words(self) -> str:
        """Say who reported, and of a longer period up to which month."""
        said = _("{who} đã báo cáo").format(who=self.coverage)
        return (
            _("{said} đủ đến {month}").format(said=said, month=self.until) if self.until else said
        )

    def flow(self, held: Mapping[str, int], turned: int = 0) -> int | None:
        """Return a sum of movements; None where nobody told any, and it is not known to be 0."""
        known = bool(held) or bool(turned) or self.moved >= self.units
        return sum(held.values()) + turned if known else None

    @property
    def expected(self) -> int:
        """The closing stock by movement."""
        came, left = sum(self.came.values()), sum(self.left.values())
        return self.opening + came - left + self.turned_to - self.turned_from


def by_band(packs: Packs, lines: Mapping[str, OwnershipLine]) -> dict[str, OwnershipLine]:
    """Return band → sum of the lines of its types, of the bands any type here belongs to."""
    found = {}
    for band in BANDS:
        mine = [line for one, line in lines.items()
                if one in packs.ownerships and packs.ownerships[one].band == band]  # fmt: skip
        if mine:
            found[band] = sum_of(mine)
    return found


def sum_of(lines: Iterable[OwnershipLine]) -> OwnershipLine:
    """Return several lines as one."""
    total = OwnershipLine()
    for line in lines:
        total.opening += line.opening
        total.closing += line.closing
        total.turned_to += line.turned_to
        total.turned_from += line.turned_from
        total.whole |= line.whole
        total.units |= line.units
        total.sent |= line.sent
        total.moved |= line.moved
        total.until = total.until or line.until
        total.state = worst_of([total.state, line.state])
        for into, held in (
            (total.came, line.came), (total.left, line.left), (total.off, line.off)
        ):  # fmt: skip
            for code, number in held.items():
                into[code] = into.get(code, 0) + number
    return total
