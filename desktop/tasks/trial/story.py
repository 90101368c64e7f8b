"""The whole month of a union, done once on the sample: from the upper paper to the receipt."""

import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.i18n import _
from desktop.intake.documents import SUFFIXES
from desktop.models.clock import VIETNAM, SteppingClock, SystemClock
from desktop.models.errors import Refusal
from desktop.models.packs.periods import Period, period_containing
from desktop.models.store.store import Store
from desktop.models.text import vi_number
from desktop.tasks.sample.sample import make_sample
from desktop.tasks.trial import story_month, story_papers, story_travel

OFFICES = {"province": "province", "commune": "commune-1", "base": "grassroots-1"}
CORPUS = "SOCONGDOAN_CORPUS"
"""Names a folder of documents that the story reads besides its own."""
Say = Callable[[str], None]


@dataclass
class Story:
    """What the chapters share: the open offices, the month, where results go, what was told."""

    folder: Path
    say: Say
    today: date
    offices: dict[str, Store]
    month: Period
    files: list[Path] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def commune(self) -> Store:
        """The office whose month it is."""
        return self.offices["commune"]

    @property
    def province(self) -> Store:
        """The office above."""
        return self.offices["province"]

    @property
    def base(self) -> Store:
        """The base union that has an office of its own."""
        return self.offices["base"]

    def out(self, name: str) -> Path:
        """Return where a result goes and remember it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.files.append(path)
        return path

    def tell(self, line: str) -> None:
        """Say one line of the story."""
        self.say(line)


def tell_story(
    folder: Path, say: Say, *, seed: int = 1, today: date | None = None
) -> dict[str, Any]:
    """Do a month's work on a new sample in `folder` and return what came of it.

    {"folder", "month", "files": [paths], "offices": {name: path}, and each chapter's facts}.
    Raises Refusal when the folder is already used.
    """
    today = today or SystemClock().now().date()
    folder = _new_folder(folder)
    last_month = today.replace(day=1) - timedelta(days=1)
    say(_("Tạo tỉnh mẫu: một tỉnh, ba công đoàn xã, phường, mỗi nơi 36 công đoàn cơ sở."))
    made = make_sample(folder / "so", seed=seed, today=last_month)
    with ExitStack() as closing:
        offices = {
            name: _open(Path(made["offices"][folder_name]), today, seed, number, closing)
            for number, (name, folder_name) in enumerate(OFFICES.items())
        }
        packs = offices["commune"].packs
        month = period_containing(last_month, packs.scheme("THANG", last_month))
        story = Story(folder, say, today, offices, month)
        story_papers.read_and_draft(story)
        story_papers.read_corpus(story, corpus())
        story_papers.log_activity(story)
        story_month.base_union_reports(story)
        story_month.enter(story)
        story_month.lock_returns(story)
        story_month.print_reports(story)
        story_travel.send_up(story)
        story_travel.province_takes(story)
        story_travel.receipt_comes(story)
    say(_("Xong. {n} tệp ở {folder}").format(n=vi_number(len(story.files)), folder=folder))
    return {
        "folder": str(folder), "month": month.id, "offices": made["offices"],
        "files": [str(path) for path in story.files], **story.facts,
    }  # fmt: skip


def corpus() -> list[Path]:
    """Return the documents of the folder that SOCONGDOAN_CORPUS names, if any."""
    named = os.environ.get(CORPUS, "")
    if not named:
        return []
    return _documents(Path(named).iterdir()) if Path(named).is_dir() else []


def _documents(paths: Iterable[Path]) -> list[Path]:
    return sorted(p for p in paths if p.suffix.lower() in SUFFIXES and p.is_file())


def _open(folder: Path, today: date, seed: int, number: int, closing: ExitStack) -> Store:
    moment = datetime(today.year, today.month, today.day, 8, tzinfo=VIETNAM)
    store = Store.open(folder, clock=SteppingClock(moment, seed=(seed << 16) + 7000 + number))
    closing.callback(store.close)
    return store


def _new_folder(folder: Path) -> Path:
    folder = Path(folder).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        used = any(folder.iterdir())
    except OSError as error:
        raise Refusal(
            _("Không tạo được thư mục {folder}.").format(folder=folder),
            next_step=_("Chọn thư mục khác."), code="E_READ_ONLY",
        ) from error  # fmt: skip
    if used:
        raise Refusal(
            _("Thư mục {folder} đã có tệp.").format(folder=folder),
            next_step=_("Chọn một thư mục mới."), code="E_EXISTS",
        )  # fmt: skip
    return folder
