"""Which unions a target counts: all of them, one sector, a group of types, one type."""

from desktop.i18n import _
from desktop.models.figures.kinds import part_choices, split_target, target_code
from desktop.models.packs.packs import Packs
from desktop.ui.widgets.fields import Choice


class PartChoice(Choice):
    """Offered for indicators whose figures are told by ownership type."""

    def __init__(self) -> None:
        super().__init__(name=_("Tính cho khu vực, loại hình"))
        self._bare = ""

    def offer(self, packs: Packs, code: str | None) -> bool:
        """Show what a target's code counts; returns whether there is anything to choose."""
        self._bare, kind = split_target(code or "")
        self.set_options(part_choices(packs, self._bare))
        self.show_value(kind)
        return self.count() > 1

    def code(self) -> str:
        """Return the code of the target, with what was chosen."""
        return target_code(self._bare, self.value() or "")
