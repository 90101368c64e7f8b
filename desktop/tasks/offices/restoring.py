"""Putting a backup in the place of an office; the former folder is kept beside it."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store import backup
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.sync.trust import is_ungranted

_OWN = ("keys", "packs", "bundles")
"""What a backup does not hold: the office's key, its packs, the bundles kept as evidence."""


def restore_in_place(file: Path, folder: Path, now: datetime) -> Path | None:
    """Replace the office in `folder`, which nobody has open, by the backup.

    Returns where the former folder now lies, None when there was none. Raises Refusal when
    the backup is damaged or the folder is in use; then the office is as it was.
    """
    folder = folder.resolve()
    new = _free(folder, ".moi")
    try:
        backup.restore(file, new)
        _bring_own(folder, new)
        former = _set_aside(folder, now) if folder.exists() else None
        os.replace(new, folder)
    except OSError as error:
        raise Refusal(
            _("Chưa đưa được bản sao lưu vào {folder}.").format(folder=folder),
            next_step=_("Đóng các cửa sổ đang mở thư mục đó rồi làm lại."), code="E_WRITE",
        ) from error  # fmt: skip
    finally:
        shutil.rmtree(new, ignore_errors=True)
    if former is not None and (former / "backups").is_dir():
        _move_backups(former / "backups", folder / "backups")
    return former


def left_to_do(reader: Reader) -> str:
    """Return what a restored office has to do before it can send again, "" for nothing."""
    if not is_ungranted(reader):
        return ""
    if Scope.of(reader).parent(reader.own_unit) is None:
        return _("Các đơn vị chưa biết khóa của máy này: xem Gửi – nhận, phần Kết nối.")
    return _("Xin cấp trên cấp phép lại rồi mới gửi được gói: xem Gửi – nhận, phần Kết nối.")


def _bring_own(folder: Path, new: Path) -> None:
    for name in _OWN:
        if (folder / name).is_dir():
            shutil.copytree(folder / name, new / name, dirs_exist_ok=True)


def _set_aside(folder: Path, now: datetime) -> Path:
    former = _free(folder, f"-cu-{now:%Y-%m-%d-%H%M}")
    os.replace(folder, former)
    return former


def _move_backups(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for file in source.glob("*.zip"):
        shutil.move(str(file), str(target / file.name))


def _free(folder: Path, suffix: str) -> Path:
    first = folder.with_name(folder.name + suffix)
    names = (first if n == 1 else first.with_name(f"{first.name}-{n}") for n in range(1, 1000))
    return next(name for name in names if not name.exists())
