"""What can be done to activities from the page: each one verb, one step, undone with Ctrl+Z."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop.i18n import _
from desktop.models.activities import activities
from desktop.models.activities.evidence import keep_file
from desktop.models.errors import Refusal
from desktop.models.plans import plans
from desktop.models.store.keys import plan_of
from desktop.ui.messages import MessageKind
from desktop.ui.pages.activities.picker import pick_item

if TYPE_CHECKING:
    from desktop.models.activities.activities import Activity
    from desktop.models.store.store import Store
    from desktop.ui.desk import Desk

COPIES: Final = "minh-chung-"
_LEFT_SECONDS: Final = 24 * 60 * 60
OnRefusal = Callable[[Refusal], object]


class ActivityVerbs:
    """Runs verbs through the desk; `current` tells which activity is chosen."""

    def __init__(self, desk: Desk, current: Callable[[], Activity | None]) -> None:
        self.desk, self._current = desk, current
        self._copies: Path | None = None

    def feeds(self, category: str) -> Sequence[str]:
        """Return the indicators that activities of a category usually add to."""
        known = self.desk.read.packs.activity_categories.get(category)
        return known.feeds if known is not None else ()

    def add(
        self, activity: Activity, on_done: Callable[[str], object], on_refusal: OnRefusal
    ) -> None:
        """Log an activity; `on_done` gets its id."""
        self.desk.do(
            lambda store: activities.add_activity(store, activity, *_known(store)),
            on_done,
            on_refusal=on_refusal,
        )

    def update(
        self, activity_id: str, changes: dict[str, Any], on_refusal: OnRefusal | None = None
    ) -> None:
        """Change fields of an activity."""
        self.desk.do(
            lambda store: activities.update_activity(store, activity_id, changes, *_known(store)),
            on_refusal=on_refusal,
        )

    def delete_current(self) -> None:
        """Take the chosen activity off the list; the message brings it back."""
        activity = self._current()
        if activity is None:
            return
        key, title = activity.id, activity.title
        self.desk.do(
            lambda store: activities.delete_activity(store, key),
            lambda _change: self.desk.message(
                _("Đã xóa “{title}”.").format(title=title),
                kind=MessageKind.DONE,
                action_text=_("Lấy lại"),
                action=lambda: self.desk.do(lambda store: activities.restore_activity(store, key)),
            ),
        )

    def add_evidence(self, activity_id: str, files: list[Path]) -> None:
        """Copy files into the office and tie them to an activity, in one step."""

        def tie(store: Store) -> object:
            kept = [keep_file(store.folder, file) for file in files]
            known = activities.read_activity(store, activity_id).evidence
            there = {name for name, _title in known}
            new = {name: title for name, title in kept if name not in there}
            changes = {"evidence": (*known, *new.items())}
            return activities.update_activity(store, activity_id, changes, *_known(store))

        self.desk.do(tie)

    def evidence_copy(self, digest: str, title: str) -> Path | None:
        """Return a copy of a kept file under its own name, for other programs to open.

        Evidence may name people: the copies go when the program ends, and what a program that
        was cut off left goes when the next copy is made, a day later or more.
        """
        source = self.desk.read.folder / "blobs" / digest
        if self._copies is None:
            forget_copies()
            self._copies = Path(tempfile.mkdtemp(prefix=COPIES))
            atexit.register(shutil.rmtree, self._copies, ignore_errors=True)
        place = self._copies / digest[:16]
        place.mkdir(exist_ok=True)
        target = place / Path(title).name
        if target.is_file():
            return target  # another program may have it open
        try:
            shutil.copyfile(source, target)
        except OSError:
            self.desk.refused(
                Refusal(
                    _("Tệp “{title}” không còn trong sổ.").format(title=title),
                    next_step=_("Lấy lại từ bản sao lưu, hoặc thêm tệp lần nữa."),
                )
            )
            return None
        return target

    def pick_item(self) -> str:
        """Ask for an item of an own plan; "" when none was chosen or there is none."""
        if not plans.list_plans(self.desk.read):
            self.desk.message(
                _("Chưa có kế hoạch nào để gắn."),
                action_text=_("Lập kế hoạch"),
                action=lambda: self.desk.go("plans"),
            )
            return ""
        return pick_item(self.desk.window, self.desk.read)

    def opener_of(self, item: str) -> Callable[[], object]:
        """Return what opens an item's plan."""
        return lambda: self.desk.go("plans", plan_of(item))


def forget_copies() -> None:
    """Remove copies of evidence that a program left which did not end by itself."""
    for left in Path(tempfile.gettempdir()).glob(f"{COPIES}*"):
        with suppress(OSError):
            if left.is_dir() and time.time() - left.stat().st_mtime > _LEFT_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def _known(store: Store) -> tuple[Any, Any]:
    return store.packs.activity_categories, store.packs.indicators
