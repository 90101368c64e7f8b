"""Looking into the files of a preview beside the window: the chosen one first, then the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.ui.desk import Desk
    from desktop.ui.pages.exchange.receive_view import Reading, ReceiveView
    from desktop.ui.pages.exchange.work import Opening

MOST_KEPT = 20
"""Of more files than this only the chosen one keeps its lines; the others are read again."""


class Checking:
    """Asks the rules about each file, one short job after the other.

    Between two of them whoever types gets the books, and another choice comes first.
    """

    def __init__(
        self, desk: Desk, view: Callable[[], ReceiveView], how: Callable[[Path], Opening]
    ) -> None:
        self._desk, self._view, self._how = desk, view, how
        self._round = 0
        self._running = self._going = False

    def start(self) -> None:
        """Begin with the files shown now."""
        self._round += 1
        self._running, self._going = False, True
        self.go_on()

    def stop(self) -> None:
        """Look into nothing more; what runs finds nobody waiting."""
        self._round += 1
        self._running = self._going = False

    def go_on(self) -> None:
        """Look into the chosen file, or the next one nobody has judged yet."""
        view = self._view()
        reading = view.current()
        if reading is None or reading.differences is not None:
            reading = next(iter(view.unchecked()), None)
        if reading is None or self._running or not self._going or not self._desk.open:
            return
        self._running = True
        mine, chosen = self._round, reading

        def show(found: Reading) -> None:
            if mine != self._round or job.cancelled:
                return
            self._running = False
            shown = view.current()
            looked_at = shown is not None and shown.result.path == found.result.path
            if not looked_at and len(view.files.rows()) > MOST_KEPT:
                found = replace(found, differences=None if found.differences else ())
            view.show_looked_into(found)
            self.go_on()

        def work(store: object, *_rest: object) -> Reading:
            from desktop.ui.pages.exchange.work import lines_of, look_into

            if chosen.done:
                return lines_of(store, chosen)  # type: ignore[arg-type]
            return look_into(store, chosen, self._how(chosen.path))  # type: ignore[arg-type]

        job = self._desk.job(
            _("Kiểm số liệu của gói"), work, show, writes=not chosen.done, on_cancelled=self.stop
        )
