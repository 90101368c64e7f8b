"""Backups: one .zip with a checked copy of the database and the evidence, never a key.

The copy is made by SQLite itself (VACUUM INTO); copying a live file would corrupt it.
"""

import hashlib
import json
import lzma
import os
import shutil
import sqlite3
import stat
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from desktop.i18n import _
from desktop.models.clock import Clock, SystemClock, uuid7
from desktop.models.errors import Refusal
from desktop.models.store.doctor import examine
from desktop.models.store.office import claimed, refuse_taken, whole_or_nothing
from desktop.models.store.places import check_place, refuse_own_files
from desktop.models.store.reader import Reader, known_errors
from desktop.models.store.store import Store

_FORMAT = "socongdoan-backup"
_LEVEL = 3
"""Of compression: twice as quick as the usual 6, for a file a tenth larger."""
_LARGEST = 8 << 30
_CHUNK = 1 << 20
_STALE = 24 * 3600
_UNREADABLE = (
    *(OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(ValueError, KeyError, TypeError, RuntimeError),  # RuntimeError: encrypted
)


def backup(reader: Reader, out: Path) -> Path:
    """Write a backup to `out` and prove it readable before it takes the place of another.

    Raises Refusal when the place cannot be written or is full; then nothing is left behind.
    """
    out = Path(out)
    refuse_own_files(reader.folder, out)
    part = out.with_name(out.name + ".part")
    # An office that can only be read any more needs its backup most.
    beside = reader.folder if os.access(reader.folder, os.W_OK) else out.parent
    _sweep(reader.folder)
    try:
        with tempfile.TemporaryDirectory(dir=beside, prefix=".backup-") as work:
            copy = Path(work) / "office.db"
            with known_errors(reader.folder):
                _copy(reader.folder / "office.db", copy)
            _check_copy(copy)
            _write_zip(part, copy, reader.folder / "blobs", reader)
        os.replace(part, out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refusal(
            _("Không ghi được bản sao lưu vào {file}.").format(file=out),
            next_step=_("Kiểm tra chỗ trống và quyền ghi, hoặc chọn nơi khác."), code="E_WRITE",
        ) from error  # fmt: skip
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return out


def _sweep(folder: Path) -> None:
    """Remove what backups cut short by a power failure left behind more than a day ago."""
    for old in (*folder.glob(".backup-*"), *(folder / "backups").glob("*.part")):
        with suppress(OSError):
            if old.stat().st_mtime > time.time() - _STALE:
                continue
            if old.is_dir():
                shutil.rmtree(old)
            else:
                old.unlink()


def _copy(database: Path, copy: Path) -> None:
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("VACUUM INTO ?", (str(copy),))
    finally:
        connection.close()


def _check_copy(copy: Path) -> None:
    connection = sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)
    try:
        (said,) = connection.execute("PRAGMA quick_check").fetchone()
    finally:
        connection.close()
    if said != "ok":
        raise Refusal(
            _("Bản sao lưu vừa tạo không đọc lại được."),
            next_step=_("Chạy Kiểm tra sổ, rồi sao lưu ra ổ khác."), code="E_CORRUPT",
        )  # fmt: skip


def _write_zip(part: Path, copy: Path, blobs: Path, reader: Reader) -> None:
    files = {"office.db": copy}
    files |= {f"blobs/{path.name}": path for path in sorted(blobs.glob("*")) if path.is_file()}
    about = {
        "format": _FORMAT, "v": 1, "store": reader.store_id, "unit": reader.own_unit,
        "files": {name: _hash(path) for name, path in files.items()},
    }  # fmt: skip
    with part.open("wb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            archive.writestr("about.json", json.dumps(about, sort_keys=True, indent=1))
            for name, path in files.items():
                archive.write(path, name)
        raw.flush()
        os.fsync(raw.fileno())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(file: Path) -> list[str]:
    """Return what is wrong with a backup, a sentence each; reads all of it.

    Raises Refusal when the file is no backup at all.
    """
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "office"
        try:
            _unpack(file, folder)
        except Refusal as refusal:
            if refusal.code == "E_HASH":
                return [refusal.message]
            raise
        with Reader.open_reader(folder) as reader:
            return examine(reader)


def restore(file: Path, folder: Path, *, clock: Clock | None = None) -> str:
    """Unpack a backup as a new office folder and return its new store id.

    A restored office is another installation: with its old id, what both write next would
    be two histories under one name. Raises Refusal when the folder holds an office already
    or the backup is damaged; then nothing is left behind.
    """
    folder = Path(folder).resolve()
    check_place(folder)
    refuse_taken(folder)
    _about(file)
    with whole_or_nothing(folder):
        with claimed(folder), _work_folder(folder) as work:
            _unpack(file, work)
            store_id = _renew(work / "office.db", clock or SystemClock())
            for blob in (work / "blobs").glob("*"):
                os.replace(blob, folder / "blobs" / blob.name)
            os.replace(work / "office.db", folder / "office.db")
        Store.open(folder).close()
    return store_id


@contextmanager
def _work_folder(folder: Path) -> Iterator[Path]:
    work = Path(tempfile.mkdtemp(dir=folder, prefix=".restore-"))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _renew(database: Path, clock: Clock) -> str:
    store_id = uuid7(clock)
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('store', ?)", (store_id,))
        connection.execute(
            "INSERT OR REPLACE INTO meta VALUES ('restored', ?)", (clock.now().isoformat(),)
        )
    finally:
        connection.close()
    return store_id


def _unpack(file: Path, folder: Path) -> None:
    damaged = Refusal(
        _("Bản sao lưu {file} bị hỏng hoặc chép chưa xong.").format(file=Path(file).name),
        next_step=_("Chọn bản sao lưu khác."), code="E_HASH",
    )  # fmt: skip
    about = _about(file)
    (folder / "blobs").mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(file) as archive:
            for name, wanted in about["files"].items():
                place = _place(folder, name)
                if place is None or archive.getinfo(name).file_size > _LARGEST:
                    raise damaged
                with archive.open(name) as source, place.open("wb") as target:
                    shutil.copyfileobj(source, target, _CHUNK)
                if _hash(place) != wanted:
                    raise damaged
    except _UNREADABLE as error:
        if isinstance(error, OSError) and error.errno == 28:
            raise Refusal(
                _("Ổ đĩa không đủ chỗ để mở bản sao lưu."), next_step=_("Chọn ổ khác."),
                code="E_DISK_FULL",
            ) from error  # fmt: skip
        raise damaged from error


def _place(folder: Path, name: str) -> Path | None:
    """Return where a listed file goes; nothing is unpacked under a path of the archive's."""
    if name == "office.db":
        return folder / "office.db"
    kind, _sep, digest = name.partition("/")
    if kind == "blobs" and len(digest) == 64 and set(digest) <= set("0123456789abcdef"):
        return folder / "blobs" / digest
    return None


def _about(file: Path) -> dict[str, Any]:
    try:
        # A device or a pipe would be read without end.
        if not stat.S_ISREG(Path(file).stat().st_mode):
            raise FileNotFoundError(file)
        with zipfile.ZipFile(file) as archive:
            about = json.loads(archive.read("about.json"))
        files = about["files"]
        if about["format"] != _FORMAT or not isinstance(files, dict) or "office.db" not in files:
            raise ValueError("not a backup")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Refusal(
            _("Không có tệp {file}.").format(file=file),
            next_step=_("Kiểm tra lại tên tệp và thư mục."), code="E_READ",
        ) from error  # fmt: skip
    except PermissionError as error:
        raise Refusal(
            _("Không có quyền đọc tệp {file}.").format(file=file),
            next_step=_("Chép tệp về thư mục của mình rồi làm lại."), code="E_READ",
        ) from error  # fmt: skip
    except _UNREADABLE as error:
        raise Refusal(
            _("{file} không phải bản sao lưu của chương trình, hoặc đã hỏng.").format(
                file=Path(file).name
            ),
            next_step=_("Chọn tệp sao lưu có đuôi .zip do chương trình tạo."), code="E_READ",
        ) from error  # fmt: skip
    found: dict[str, Any] = about
    return found
