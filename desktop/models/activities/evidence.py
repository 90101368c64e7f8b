"""Evidence files: copied into the office once each, named by what they hold."""

import hashlib
import os
from pathlib import Path

from desktop.i18n import _
from desktop.models.errors import Refusal

LARGEST = 50 * 1024 * 1024
_PIECE = 1024 * 1024


def keep_file(folder: Path, source: Path) -> tuple[str, str]:
    """Copy a file to the office's `blobs/` and return (SHA-256 hex, its file name).

    A file kept before is not copied again. Refuses what is not a readable file of at most
    50 MB; nothing is left behind.
    """
    blobs = folder / "blobs"
    part = blobs / f".{os.getpid()}.part"
    try:
        if not source.is_file() or source.stat().st_size > LARGEST:
            raise _refusal(source)
        digest = hashlib.sha256()
        with source.open("rb") as reading, part.open("wb") as writing:
            while piece := reading.read(_PIECE):
                digest.update(piece)
                writing.write(piece)
            writing.flush()
            os.fsync(writing.fileno())
        name = digest.hexdigest()
        if not (blobs / name).exists():
            os.replace(part, blobs / name)
    except OSError as error:
        raise _refusal(source) from error
    finally:
        part.unlink(missing_ok=True)
    return name, source.name


def _refusal(source: Path) -> Refusal:
    return Refusal(
        _("Không lấy được tệp minh chứng “{name}”.").format(name=source.name),
        next_step=_("Chọn một tệp đọc được, không quá 50 MB, và kiểm tra ổ đĩa còn chỗ."),
        code="E_EVIDENCE",
    )
