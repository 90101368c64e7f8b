"""Several offices made out of sight and shown whole: a cut-off process leaves none of them."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.office import whole_or_nothing
from desktop.models.store.places import office_lock

_MARK: Final = "dang-lap"
_WHOLE: Final = "whole"
"""A file that says all is made and only has to be moved."""


@contextmanager
def made_aside(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """Give a folder to make the offices in; after the block they stand in `folder`.

    What an earlier process left unfinished is thrown away first. Raises Refusal when the
    folder holds one of the offices or anything else of their names, is a file itself, or
    another process is making them.
    """
    part = _part(folder)
    if not part.exists():
        _refuse_taken(folder, names)
    try:
        with whole_or_nothing(part), _alone(part):
            _finish(part, folder, names)
            _refuse_taken(folder, names)
            _empty(part)
            yield part
            (part / _WHOLE).touch()
            _finish(part, folder, names)
    except Refusal as refusal:
        if refusal.code != "E_LOCKED":
            _leave(part)
        raise
    _leave(part)


def _part(folder: Path) -> Path:
    """Return where to make them: on the same disk as the folder they will stand in."""
    beside = folder.parent / f".{folder.name}.{_MARK}"
    # A folder that is there may be a disk of its own, where nothing can be moved in from beside.
    return folder / f".{_MARK}" if folder.is_dir() and not beside.exists() else beside


def _refuse_taken(folder: Path, names: Sequence[str]) -> None:
    if any((folder / name / "office.db").exists() for name in names):
        raise Refusal(
            _("Thư mục {folder} đã có sổ mẫu.").format(folder=folder),
            next_step=_("Chọn thư mục khác."), code="E_EXISTS",
        )  # fmt: skip
    if folder.exists() and not folder.is_dir():
        raise Refusal(
            _("{folder} là một tệp, không phải thư mục.").format(folder=folder),
            next_step=_("Chọn một thư mục."), code="E_EXISTS",
        )  # fmt: skip
    _refuse_strange(folder, names)


def _refuse_strange(folder: Path, names: Sequence[str]) -> None:
    """What is not an office is somebody's own: it is never put aside for one."""
    for path in (folder / name for name in names):
        if (path / "office.db").exists() or not os.path.lexists(path):
            continue
        if path.is_symlink() or not path.is_dir() or any(path.iterdir()):
            raise Refusal(
                _("Thư mục {folder} đã có “{name}” chứa thứ khác.").format(
                    folder=folder, name=path.name
                ),
                next_step=_("Chọn thư mục khác."), code="E_EXISTS",
            )  # fmt: skip


def _leave(part: Path) -> None:
    _empty(part)
    with suppress(OSError):
        (part / "office.lock").unlink(missing_ok=True)
        part.rmdir()


@contextmanager
def _alone(part: Path) -> Iterator[None]:
    try:
        part.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(
            _("Không tạo được thư mục {folder}.").format(folder=part.parent),
            next_step=_("Chọn một thư mục khác mà anh/chị có quyền ghi."), code="E_READ_ONLY",
        ) from error  # fmt: skip
    with office_lock(part):
        yield


def _finish(part: Path, folder: Path, names: Sequence[str]) -> None:
    """Move what is whole into its place; a process cut off in between goes on here."""
    if not (part / _WHOLE).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    _refuse_strange(folder, names)
    for name in names:
        if (part / name).is_dir() and not (folder / name / "office.db").exists():
            with suppress(FileNotFoundError):
                (folder / name).rmdir()
            os.replace(part / name, folder / name)
    (part / _WHOLE).unlink()


def _empty(part: Path) -> None:
    for path in part.iterdir() if part.is_dir() else ():
        if path.name == "office.lock":
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
