"""A story in which one commune has an office of its own, whose bundles come when they come."""

from datetime import date
from pathlib import Path

from desktop.models.clock import SteppingClock
from desktop.models.errors import Refusal
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import tree_on
from tests.models.figures.sums.story import MONTHS, Story
from tests.models.offices import clock
from tests.models.raw_journal import span
from tests.sync.offices import enrol, send, take

APART = date(2026, 1, 1)
"""From this day on the second commune types for itself."""


class LateStory(Story):
    """The upper office types for one commune and waits for the bundles of the other."""

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder / "tỉnh", seed)
        self.folder = folder
        self.lower = create_office(folder / "xã", clock=clock(date(2025, 12, 2), seed=seed + 700))
        enrol(self.store, self.lower, "X2", folder, since=APART)
        self.waiting: list[Path] = []

    def writer(self, unit: str, month: str) -> Store:
        """Return the commune's own office for what stands under it, else the upper one."""
        day = span(month)[1]
        path = tree_on(self.store, day)
        at: str | None = unit
        while at is not None and at != self.communes[1]:
            at = path.units[at].parent if at in path.units else None
        return self.lower if at is not None and day >= APART else self.store

    def _month(self, month: str, last: date) -> None:
        self._down()
        super()._month(month, last)

    def _down(self) -> None:
        """Send the register's changes and the verdicts down; these always arrive."""
        now = self.store.clock.now().date()
        if isinstance(self.lower.clock, SteppingClock) and self.lower.clock.now().date() < now:
            self.lower.clock.jump_to(now)
        try:
            take(self.lower, send(self.store, self.folder / "xuống", "X2"))
        except Refusal:
            return  # nothing new to send

    def arrive(self) -> None:
        """Make a bundle most times, and take in some of those that wait, in any order."""
        self._down()
        if self.by.random() < 0.8:
            self._made()
        came = [one for one in self.waiting if self.by.random() < 0.6]
        self.by.shuffle(came)
        for one in came:
            self.waiting.remove(one)
            take(self.store, one)
        if len(self.days) == len(MONTHS) and self.by.random() < 0.7:
            self._made()
            take(self.store, self.waiting.pop())

    def _made(self) -> None:
        try:
            self.waiting.append(send(self.lower, self.folder / "lên"))
        except Refusal:
            return  # nothing new to send

    def close(self) -> None:
        """Close both offices."""
        self.lower.close()
        super().close()
