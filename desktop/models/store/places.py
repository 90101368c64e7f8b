"""Where an office may live on disk, and the lock that keeps it to one process."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from desktop.i18n import _
from desktop.models.clock import VIETNAM
from desktop.models.errors import Refusal

SUBFOLDERS = ("blobs", "bundles/in", "bundles/out", "keys", "backups")
_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "mega sync")
_REMOTE_FILESYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ncpfs", "vfat", "exfat"}
)


def default_folder() -> Path:
    """Return where offices are kept: SOCONGDOAN_HOME, or the platform's data folder."""
    chosen = os.environ.get("SOCONGDOAN_HOME")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("socongdoan", appauthor=False)


def check_place(folder: Path) -> None:
    """Refuse network, removable and cloud-synced folders (exchange.md, section 3.4)."""
    reason = ""
    if any(mark in part.casefold() for part in folder.parts for mark in _SYNCED):
        reason = _("thư mục được đồng bộ lên mạng")
    elif sys.platform == "win32":
        reason = _windows_reason(folder)
    elif _filesystem_of(folder) in _REMOTE_FILESYSTEMS:
        reason = _("ổ mạng hoặc ổ tháo rời")
    if reason:
        raise Refusal(
            _("Không mở được sổ ở {folder} vì đó là {reason}.").format(
                folder=folder, reason=reason
            ),
            next_step=_("Hãy đặt sổ trên ổ cứng của máy này, rồi sao lưu ra USB khi cần."),
            code="E_PLACE",
        )


def _windows_reason(folder: Path) -> str:
    if str(folder).startswith("\\\\"):
        return _("ổ mạng")
    import ctypes

    kind = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)  # type: ignore[attr-defined,unused-ignore]
    return {2: _("ổ tháo rời"), 4: _("ổ mạng")}.get(kind, "")


def _filesystem_of(folder: Path) -> str:
    """Return the file system's name of a Linux folder, "" where it cannot be told."""
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    existing = next((p for p in (folder, *folder.parents) if p.exists()), folder).resolve()
    within, best, kind = f"{existing}/", "", ""
    for line in lines:
        _device, mount, name, *_rest = line.split(" ")
        mount = mount.replace("\\040", " ")
        if len(mount) >= len(best) and within.startswith(mount.rstrip("/") + "/"):
            best, kind = mount, name
    return kind


def refuse_own_files(folder: Path, out: Path) -> None:
    """Refuse to write something else over an office's own file."""
    place = out.resolve()
    if place.parent == folder.resolve() and place.name.casefold().startswith("office."):
        raise Refusal(
            _("{file} là tệp của chính sổ này.").format(file=out),
            next_step=_("Chọn tên tệp khác."), code="E_WRITE",
        )  # fmt: skip


@contextmanager
def office_lock(folder: Path) -> Iterator[None]:
    """Hold `office.lock` for this process; refuse when another process holds it."""
    path = folder / "office.lock"
    try:
        handle = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise Refusal(
            _("Không ghi được vào thư mục sổ {folder}.").format(folder=folder),
            next_step=_("Kiểm tra quyền ghi và chỗ trống của ổ đĩa."), code="E_READ_ONLY",
        ) from error  # fmt: skip
    with handle:
        if not _try_lock(handle):
            raise Refusal(
                _("Sổ này đang mở ở một cửa sổ khác{holder}.").format(holder=_holder(path)),
                next_step=_("Đóng cửa sổ kia rồi mở lại."), code="E_LOCKED",
            )  # fmt: skip
        handle.seek(0)
        handle.truncate()
        handle.write(msgspec.json.encode(_self()).decode())
        handle.flush()
        try:
            yield
        finally:
            _unlock(handle)


def _self() -> dict[str, str | int]:
    """Return who opens the office, for whoever finds it open."""
    names = (os.environ.get(name) for name in ("LOGNAME", "USER", "USERNAME"))
    user = next(filter(None, names), "")
    since = datetime.now(VIETNAM).strftime("%H:%M %d/%m/%Y")
    return {"pid": os.getpid(), "user": user, "host": _host(), "since": since}


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def _holder(path: Path) -> str:
    try:
        told = msgspec.json.decode(path.read_bytes())
        words = _(" (người dùng {user}, máy {host}, mở lúc {since})")
        if told["user"] in ("", "?"):  # an account without a name, or one an older version noted
            words = _(" (máy {host}, mở lúc {since})")
        return words.format(**told)
    except (OSError, ValueError, KeyError, TypeError):
        return ""


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: IO[str]) -> bool:
        handle.seek(1 << 20)  # a byte no reader looks at, so that the holder stays readable
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: IO[str]) -> None:
        handle.seek(1 << 20)
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: IO[str]) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(handle: IO[str]) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


def make_folders(folder: Path) -> None:
    """Make the folders of an office; raises Refusal when that is not allowed."""
    try:
        for name in SUBFOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(
            _("Không tạo được thư mục {folder}.").format(folder=folder),
            next_step=_("Chọn một thư mục khác mà anh/chị có quyền ghi."), code="E_READ_ONLY",
        ) from error  # fmt: skip
