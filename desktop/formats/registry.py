"""Which writer makes which file, and how a file reaches its place whole or not at all."""

import errno
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from desktop.formats.document import Document
from desktop.formats.docx import write_docx
from desktop.formats.layout import Layout, shipped_layout
from desktop.formats.pdf import write_pdf
from desktop.formats.text import document_text
from desktop.formats.xlsx import write_xlsx
from desktop.i18n import _
from desktop.models.errors import Refusal

Meta = Mapping[str, object] | None
Render = Callable[[Document, Layout, Meta], bytes]

_ATTEMPTS = 6
_PAUSE_SECONDS = 0.15  # doubled each time: a virus scanner lets go within seconds
_BUSY = frozenset({5, 32, 33})  # Windows: access denied, sharing violation, lock violation


def _pdf(document: Document, layout: Layout, meta: Meta) -> bytes:
    out = BytesIO()
    write_pdf(document, layout, out)
    return out.getvalue()


def _docx(document: Document, layout: Layout, meta: Meta) -> bytes:
    out = BytesIO()
    write_docx(document, layout, out)
    return out.getvalue()


def _xlsx(document: Document, layout: Layout, meta: Meta) -> bytes:
    out = BytesIO()
    write_xlsx(document, layout, out, meta)
    return out.getvalue()


def _txt(document: Document, layout: Layout, meta: Meta) -> bytes:
    return document_text(document).encode()


WRITERS: Mapping[str, Render] = {".pdf": _pdf, ".docx": _docx, ".xlsx": _xlsx, ".txt": _txt}


def render(
    document: Document, suffix: str, *, layout: Layout | None = None, meta: Meta = None
) -> bytes:
    """Return the bytes of the document as ".pdf", ".docx", ".xlsx" or ".txt".

    `layout` None takes the shipped one; `meta` is kept by workbooks only. Raises `Refusal`
    for a suffix that has no writer.
    """
    writer = WRITERS.get(suffix.lower())
    if writer is None:
        raise Refusal(
            _("Không ghi được loại tệp “{suffix}”.").format(suffix=suffix or "?"),
            next_step=_("Hãy chọn tên tệp có đuôi {known}.").format(known=", ".join(WRITERS)),
            code="E_SUFFIX",
        )
    return writer(document, layout or shipped_layout(), meta)


def write(
    document: Document, path: Path, *, layout: Layout | None = None, meta: Meta = None
) -> None:
    """Write the document to a file of the kind its suffix names, whole or not at all.

    Raises `Refusal` when the kind is unknown, the folder is missing or closed, the disk is
    full or another program holds the file; then the old file, if any, is untouched.
    """
    _check_place(path)
    try:
        data = render(document, path.suffix, layout=layout, meta=meta)
    except OSError as error:
        raise _refusal(error, path) from error
    write_bytes(path, data)


def write_bytes(path: Path, data: bytes) -> None:
    """Put the bytes in the file's place in one move; raises `Refusal` as `write` does."""
    _check_place(path)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        _replace(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise _refusal(error, path) from error


def _replace(part: Path, path: Path) -> None:
    """Move the finished file into place; wait a little for a program that holds the old one."""
    for attempt in range(_ATTEMPTS):
        try:
            os.replace(part, path)
            return
        except PermissionError as error:
            if attempt + 1 == _ATTEMPTS or getattr(error, "winerror", 5) not in _BUSY:
                raise
            time.sleep(_PAUSE_SECONDS * 2**attempt if os.name == "nt" else 0)


def _check_place(path: Path) -> None:
    """Refuse what can be seen before any work is done."""
    locks = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    try:
        if not path.parent.is_dir():
            raise _no_folder(path)
        if path.is_dir():
            raise _bad_name(path)
        there = path.exists()
        held = there and any(path.with_name(lock).exists() for lock in locks)
        guarded = there and not os.access(path, os.W_OK)  # a move would replace it all the same
    except OSError as error:
        raise _refusal(error, path) from error
    if held:
        raise _open_elsewhere(path)
    if guarded:
        raise _guarded(path)


def _guarded(path: Path) -> Refusal:
    return Refusal(
        _("Tệp “{name}” chỉ cho đọc nên chưa ghi được.").format(name=path.name),
        next_step=_("Hãy đặt tên khác, hoặc bỏ chế độ chỉ đọc của tệp đó."),
        code="E_READ_ONLY",
    )


def _open_elsewhere(path: Path) -> Refusal:
    return Refusal(
        _("Tệp “{name}” đang mở ở chương trình khác nên chưa ghi được.").format(name=path.name),
        next_step=_("Hãy đóng tệp đó rồi làm lại, hoặc đặt tên khác."),
        code="E_FILE_OPEN",
    )


def _no_space(path: Path) -> Refusal:
    return Refusal(
        _("Ổ đĩa đã đầy nên chưa ghi được tệp “{name}”.").format(name=path.name),
        next_step=_("Hãy xóa bớt tệp hoặc chọn ổ khác rồi làm lại."),
        code="E_DISK_FULL",
    )


def _no_folder(path: Path) -> Refusal:
    told = _("Không có thư mục “{folder}”.")
    if path.parent.is_dir():  # a place of the system's own, where no file can be made
        told = _("Không tạo được tệp trong thư mục “{folder}”.")
    return Refusal(
        told.format(folder=path.parent),
        next_step=_("Hãy chọn thư mục khác."),
        code="E_NO_FOLDER",
    )


def _read_only(path: Path) -> Refusal:
    return Refusal(
        _("Không được phép ghi vào thư mục “{folder}”.").format(folder=path.parent),
        next_step=_("Hãy chọn thư mục khác, ví dụ thư mục Tài liệu."),
        code="E_READ_ONLY",
    )


def _bad_name(path: Path) -> Refusal:
    return Refusal(
        _("Không đặt được tên tệp “{name}”.").format(name=path.name[:80]),
        next_step=_("Hãy đặt tên ngắn hơn, không trùng tên thư mục."),
        code="E_FILE_NAME",
    )


_BY_ERRNO: Mapping[int, Callable[[Path], Refusal]] = {
    errno.ENOSPC: _no_space,
    errno.EDQUOT: _no_space,
    errno.ENOENT: _no_folder,
    errno.ENOTDIR: _no_folder,
    errno.EROFS: _read_only,
    errno.EACCES: _read_only,
    errno.EPERM: _read_only,
    errno.ENAMETOOLONG: _bad_name,
    errno.EISDIR: _bad_name,
    errno.EINVAL: _bad_name,
}


def _refusal(error: OSError, path: Path) -> Refusal:
    """Return what to tell the user about an error of the file system."""
    if getattr(error, "winerror", None) in _BUSY and path.exists():
        return _open_elsewhere(path)
    tell = _BY_ERRNO.get(error.errno or 0)
    if tell is not None:
        return tell(path)
    return Refusal(
        _("Chưa ghi được tệp “{name}”.").format(name=path.name),
        next_step=_("Hãy chọn nơi lưu khác rồi làm lại."),
        code="E_WRITE",
    )
