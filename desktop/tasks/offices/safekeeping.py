"""Backups that make themselves: once a day and at closing, only when something changed.

They lie in the office's `backups/`, thinned by age, and are copied to a second place (a USB
stick, another disk) when one was chosen and is there.
"""

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader

if TYPE_CHECKING:
    from desktop.models.store.store import Store

DAYS, WEEKS, MONTHS = 7, 4, 12
_NAME: Final = re.compile(r"so-(\d{4}-\d{2}-\d{2})-(\d{2})(\d{2})\.zip")
_FORMAT: Final = "%Y-%m-%d-%H%M"
_LAST: Final = "last.json"
_SECOND: Final = "backup.second"


class Kept(msgspec.Struct, frozen=True):
    """A backup that the program made by itself, and when (local time)."""

    file: Path
    at: datetime


def kept_backups(folder: Path) -> list[Kept]:
    """Return the automatic backups of an office's folder, the newest first."""
    found = []
    for file in (folder / "backups").glob("so-*.zip"):
        named = _NAME.fullmatch(file.name)
        if named:
            day, hour, minute = named.groups()
            found.append(Kept(file, datetime.fromisoformat(f"{day}T{hour}:{minute}")))
    return sorted(found, key=lambda one: one.at, reverse=True)


def changed_since_backup(reader: Reader) -> bool:
    """Tell whether a step was made since the newest automatic backup."""
    if not kept_backups(reader.folder):
        return True
    try:
        last = msgspec.json.decode((reader.folder / "backups" / _LAST).read_bytes())
        return bool(last["step"] != _newest_step(reader))
    except (OSError, ValueError, KeyError, TypeError):
        return True


def is_due(reader: Reader, now: datetime) -> bool:
    """Tell whether the day's first backup is still to be made."""
    kept = kept_backups(reader.folder)
    made_today = bool(kept) and kept[0].at.date() == now.date()
    return not made_today and changed_since_backup(reader)


def keep(reader: Reader, now: datetime) -> Path:
    """Back up now, prove the file readable, thin the older ones; return the file.

    Raises Refusal when the place is full or cannot be written; older backups then stay. A
    second place that is not there is left out without a word: sticks come and go.
    """
    from desktop.models.store.backup import backup

    step = _newest_step(reader)
    file = reader.folder / "backups" / f"so-{now:{_FORMAT}}.zip"
    try:
        file.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise Refusal(
            _("Không tạo được thư mục {folder}.").format(folder=file.parent),
            next_step=_("Kiểm tra quyền ghi vào thư mục sổ."), code="E_WRITE",
        ) from error  # fmt: skip
    backup(reader, file)
    _prove(file)
    last = {"step": step, "file": file.name}
    (file.parent / _LAST).write_bytes(msgspec.json.encode(last))
    thin(reader.folder)
    place = second_place(reader)
    if place is not None and place.is_dir():
        copy_to(file, place)
    return file


def thin(folder: Path) -> None:
    """Keep the newest of each of the last 7 days, 4 weeks and 12 months that have one."""
    kept = kept_backups(folder)
    wanted: set[Path] = set()
    for most, group in ((DAYS, "%Y-%m-%d"), (WEEKS, "%G-%V"), (MONTHS, "%Y-%m")):
        newest: dict[str, Path] = {}
        for one in kept:
            newest.setdefault(one.at.strftime(group), one.file)
        wanted |= set(list(newest.values())[:most])
    for one in kept:
        if one.file not in wanted:
            one.file.unlink(missing_ok=True)


def second_place(reader: Reader) -> Path | None:
    """Return the folder that backups are copied to as well; None when none was chosen."""
    chosen = reader.machine(_SECOND)
    return Path(chosen) if isinstance(chosen, str) and chosen else None


def choose_second_place(store: "Store", folder: Path | None) -> None:
    """Copy backups to this folder from now on; None stops that.

    Raises Refusal for the office's own folder: a copy there is lost together with it.
    """
    if folder is not None and folder.resolve().is_relative_to(store.folder):
        raise Refusal(
            _("Nơi này nằm ngay trong thư mục của sổ."),
            next_step=_("Chọn USB hoặc một ổ đĩa khác."), code="E_PLACE",
        )  # fmt: skip
    store.remember(_SECOND, str(folder) if folder is not None else None)


def copy_to(file: Path, place: Path) -> Path:
    """Copy a backup into a folder, whole or not at all; return the copy."""
    import shutil

    target = place / file.name
    part = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(file, part)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refusal(
            _("Không chép được bản sao lưu sang {place}.").format(place=place),
            next_step=_("Bản trong máy vẫn còn. Kiểm tra USB rồi sao lưu lại."), code="E_WRITE",
        ) from error  # fmt: skip
    return target


def _prove(file: Path) -> None:
    """Read the whole archive back."""
    import zipfile

    try:
        with zipfile.ZipFile(file) as archive:
            bad = archive.testzip()
    except (OSError, zipfile.BadZipFile):
        bad = file.name
    if bad is not None:
        file.unlink(missing_ok=True)
        raise Refusal(
            _("Bản sao lưu vừa tạo không đọc lại được."),
            next_step=_("Kiểm tra ổ đĩa, rồi sao lưu sang nơi khác."), code="E_CORRUPT",
        )  # fmt: skip


def _newest_step(reader: Reader) -> int:
    return int(reader.rows("SELECT coalesce(max(seq), 0) FROM step")[0][0])
