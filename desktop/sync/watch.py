"""Watched folders: new bundles that lie there are found, only ever by reading.

Downloads, the folder Zalo saves to, a shared folder, a stick: nothing is written, renamed or
marked there, so a stick with a write lock or a virus scanner beside it makes no difference.
What is listed is a claim until it is read for import; nothing of it is believed here.
"""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.listed import first_few
from desktop.models.store.reader import Reader
from desktop.sync import records
from desktop.sync.layout import MAX_BUNDLE
from desktop.sync.manifest import decode_raw
from desktop.sync.reader import opened, read_sealed

if TYPE_CHECKING:
    from desktop.models.store.store import Store

DEEPEST, MOST_FILES = 2, 20_000
"""Zalo keeps a folder per conversation; deeper than that is somebody's archive."""

_PLACE = "watch"
_DIGITS, _NAMED = 8, 6
_SEALED = re.compile(
    r"CDX_([A-Za-z0-9-]{1,40})_([a-z]{1,20})_(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)_([0-9a-f]{8})"
    r"(?: ?\(\d+\))?\.zip(?: ?\(\d+\))?\.age"
)
_REMOVABLE = 2  # DRIVE_REMOVABLE of GetDriveTypeW
_STICKS = ("/media", "/run/media")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Which folders are looked at; `sticks`: also whatever stick is plugged in."""

    folders: tuple[str, ...] = ()
    sticks: bool = False
    ignored: tuple[str, ...] = ()


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A file that says it is a bundle for this office and was not taken in yet."""

    path: str
    id: str
    kind: str
    name: str
    created: str


class Watcher:
    """Looks again cheaply: a file that did not change since the last look is not read twice."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, int, _Claim | None]] = {}

    def look(self, reader: Reader, folders: Sequence[Path] | None = None) -> list[Found]:
        """Return the new bundles in the watched folders, or in those given; newest first.

        Folders that are not there at the moment are passed over: a stick comes and goes.
        """
        chosen = settings(reader)
        places = watched_places(chosen) if folders is None else list(folders)
        own = {reader.own_unit, reader.meta("unit") or ""}
        ids = {one.id for one in records.taken(reader)}
        ids |= {one[:_DIGITS] for one in ids}  # all that the name of a sealed one tells

        seen: dict[str, tuple[int, int, _Claim | None]] = {}
        found: dict[str, Found] = {}
        for path, told in _files(places):
            key = str(path)
            known = self._seen.get(key)
            same = known is not None and known[:2] == (told.st_size, told.st_mtime_ns)
            claim = known[2] if known is not None and same else _claim(path)
            seen[key] = (told.st_size, told.st_mtime_ns, claim)
            if claim is None or claim.store == reader.store_id or claim.id in chosen.ignored:
                continue
            if claim.audience and not own.intersection(claim.audience):
                continue
            if claim.id not in found and claim.id not in ids:
                found[claim.id] = Found(
                    path=key, id=claim.id, kind=claim.kind, name=claim.name, created=claim.created
                )
        self._seen = seen
        return sorted(found.values(), key=lambda one: (one.created, one.id), reverse=True)


class _Claim(msgspec.Struct, frozen=True):
    """What a file says of itself."""

    id: str
    kind: str
    store: str
    name: str
    audience: tuple[str, ...]
    created: str


def senders(found: Sequence[Found]) -> str:
    """Return whose bundles they are: a few by name, of many only how many more."""
    names = list(dict.fromkeys(one.name for one in found if one.name))
    return first_few(names, _NAMED)


def settings(reader: Reader) -> Settings:
    """Return what is watched on this computer."""
    try:
        return msgspec.convert(reader.machine(_PLACE) or {}, Settings)
    except msgspec.ValidationError:
        return Settings()


def watch(store: "Store", folder: Path) -> Settings:
    """Watch a folder from now on. Refuses E_WATCH where there is none, or it is the office's."""
    place = folder.resolve()
    if not place.is_dir() or place.is_relative_to(store.folder.resolve()):
        raise Refusal(
            _("Không theo dõi được {folder}.").format(folder=folder),
            next_step=_("Chọn thư mục nơi tệp tải về hoặc nhận qua Zalo được lưu."),
            code="E_WATCH",
        )
    before = settings(store)
    folders = (*(one for one in before.folders if one != str(place)), str(place))
    return _keep(store, msgspec.structs.replace(before, folders=folders))


def unwatch(store: "Store", folder: Path) -> Settings:
    """Watch a folder no longer; it may be gone by now."""
    before = settings(store)
    gone = {str(folder), str(folder.resolve())}
    folders = tuple(one for one in before.folders if one not in gone)
    return _keep(store, msgspec.structs.replace(before, folders=folders))


def watch_sticks(store: "Store", wanted: bool) -> Settings:
    """Look, or no longer look, at sticks that are plugged in."""
    return _keep(store, msgspec.structs.replace(settings(store), sticks=wanted))


def ignore(store: "Store", bundles: Sequence[str]) -> Settings:
    """List these bundles no more; they can still be chosen by hand."""
    before = settings(store)
    ignored = tuple(dict.fromkeys((*before.ignored, *bundles)))[-500:]
    return _keep(store, msgspec.structs.replace(before, ignored=ignored))


def watched_places(chosen: Settings) -> list[Path]:
    """Return the folders to look at now."""
    return [Path(one) for one in chosen.folders] + (stick_folders() if chosen.sticks else [])


def suggestions(home: Path) -> list[Path]:
    """Return the folders under a home where received files usually lie, those that exist."""
    names = (
        "Downloads", "Tải xuống", "Documents/Zalo Received Files", "Zalo Received Files",
        "OneDrive/Documents/Zalo Received Files", "Documents/ZaloDownload",
    )  # fmt: skip
    return [home / name for name in names if (home / name).is_dir()]


def stick_folders() -> list[Path]:
    """Return where removable disks are to be found now."""
    if sys.platform == "win32":
        return _windows_sticks()
    found = []
    for base in map(Path, _STICKS):
        below = [*_folders(base), *(deep for one in _folders(base) for deep in _folders(one))]
        found += [place for place in below if os.path.ismount(place)]
    return found


def _windows_sticks() -> list[Path]:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    letters = [chr(ord("A") + n) for n in range(26) if kernel.GetLogicalDrives() >> n & 1]
    drives = [f"{letter}:\\" for letter in letters]
    return [Path(drive) for drive in drives if kernel.GetDriveTypeW(drive) == _REMOVABLE]


def _folders(place: Path) -> list[Path]:
    try:
        return [one for one in place.iterdir() if one.is_dir()]
    except OSError:
        return []


def _files(places: Sequence[Path]) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield the .zip files below the places with what the disk says of them, each once."""
    left = MOST_FILES
    waiting = [(place, 0) for place in reversed(places)]
    been: set[str] = set()
    while waiting and left > 0:
        place, depth = waiting.pop()
        if str(place) in been:
            continue
        been.add(str(place))
        try:
            entries = sorted(os.scandir(place), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            left -= 1
            try:
                if entry.is_dir(follow_symlinks=False) and depth < DEEPEST:
                    waiting.append((Path(entry.path), depth + 1))
                elif entry.name.lower().endswith((".zip", ".zip.age")) and entry.is_file(
                    follow_symlinks=False
                ):
                    told = entry.stat()
                    if 0 < told.st_size <= MAX_BUNDLE:
                        yield Path(entry.path), told
            except OSError:
                continue


def _claim(path: Path) -> _Claim | None:
    """Return what a file says of itself; None of other files and of one half written.

    A sealed one says nothing before it is opened: its name is all there is, and the id is the
    eight digits in it.
    """
    if path.name.lower().endswith(".age"):
        named = _SEALED.fullmatch(path.name)
        if named is None:
            return None
        when = f"{named[3]}-{named[4]}-{named[5]}T{named[6]}:{named[7]}"
        return _Claim(named[8], named[2], "", named[1], (), when)
    try:
        with opened(path) as archive:
            sealed = read_sealed(archive)
            raw = decode_raw(sealed.manifest)
    except (Refusal, OSError):
        return None
    origin = raw.get("origin")
    origin = origin if isinstance(origin, dict) else {}
    audience = raw.get("audience")
    return _Claim(
        sealed.id, _text(raw.get("kind")), _text(origin.get("store")), _text(origin.get("name")),
        tuple(_text(one) for one in audience) if isinstance(audience, list) else (),
        _text(raw.get("created")),
    )  # fmt: skip


def _text(value: object) -> str:
    return value[:200] if isinstance(value, str) else ""


def _keep(store: "Store", chosen: Settings) -> Settings:
    store.remember(_PLACE, msgspec.to_builtins(chosen))
    return chosen
