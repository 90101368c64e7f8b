"""The history of an office as a person reads it: when, what, by whom, taken back or not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop.i18n import _
from desktop.models.store.reader import Reader
from desktop.models.text import vi_number
from desktop.models.units.persons import person_names

_ROLES: Final = {"office": _("Văn phòng này"), "import": _("Gói nhận về")}


@dataclass(frozen=True, slots=True)
class Past:
    """One step; `at` is ISO, `ops` how many values it wrote."""

    id: str
    at: str
    label: str
    who: str
    ops: int
    undone: bool
    barrier: bool

    @property
    def when(self) -> str:
        """The moment as it is written in Vietnam."""
        return f"{datetime.fromisoformat(self.at):%d/%m/%Y %H:%M}"

    @property
    def size(self) -> str:
        """How many values were written, in words."""
        return vi_number(self.ops)

    @property
    def state(self) -> str:
        """What became of it."""
        if self.undone:
            return _("Đã hoàn tác")
        return _("Không hoàn tác được nữa") if self.barrier else ""

    @property
    def told(self) -> str:
        """All its words, for searching."""
        return f"{self.when} {self.label} {self.who} {self.state}"


def read_past(reader: Reader, most: int = 200) -> list[Past]:
    """Return the newest steps first; undos themselves are not listed, their effect is."""
    names = person_names(reader)
    return [
        Past(
            step,
            at,
            label,
            names.get(who) or _ROLES.get(role, role),
            ops,
            state != "done",
            bool(barrier),
        )
        for step, at, label, role, who, ops, state, barrier in reader.rows(
            "SELECT id, at, label, role, who,"
            " (SELECT count(*) FROM op WHERE op.step = step.id AND op.bundle IS NULL), state,"
            " barrier FROM step WHERE state IN ('done', 'undone', 'dead')"
            " ORDER BY seq DESC LIMIT ?",
            (most,),
        )
    ]
