"""Errors nobody foresaw: one sentence for the person, the place in the code for a log.

The log holds type names and code lines only: a message may quote a name or a figure.
"""

import errno
import logging
import secrets
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop import __version__
from desktop.i18n import _

FILES, FILE_SIZE = 9, 1_000_000


def told(error: Exception) -> str:
    """Return the sentence for an unforeseen error, after writing where it arose to the log."""
    known = _known(error)
    number = secrets.token_hex(4)
    path = _log(number, error)
    if known:
        return known
    where = _(" Chi tiết: {path}").format(path=path) if path else ""
    return _(
        "Chương trình gặp lỗi ngoài dự kiến (mã {number}); việc này chưa làm được.{where}"
    ).format(number=number, where=where)


def _known(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("Ổ đĩa đã đầy. Dọn bớt tệp hoặc chọn ổ khác rồi làm lại.")
    if isinstance(error, OSError):
        return _("Không đọc ghi được tệp. Kiểm tra đường dẫn, ổ đĩa và quyền truy cập.")
    if isinstance(error, MemoryError):
        return _("Máy không đủ bộ nhớ cho việc này. Đóng bớt chương trình rồi làm lại.")
    return ""


def _log(number: str, error: Exception) -> Path | None:
    from desktop.models.store.places import default_folder

    path = default_folder() / "logs" / "loi.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=FILE_SIZE, backupCount=FILES, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    record = logging.LogRecord("cli", logging.ERROR, "", 0, trace(number, error), None, None)
    try:
        handler.handle(record)
    finally:
        handler.close()
    return path


def trace(number: str, error: BaseException) -> str:
    """Return number, version, error types and code lines; no value and no message."""
    lines = [f"{number} {__version__}"]
    link: BaseException | None = error
    while link is not None:
        lines.append(f"  {type(link).__module__}.{type(link).__qualname__}")
        frames = traceback.extract_tb(link.__traceback__)
        lines += [f"    {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n".join(lines)
