"""The sealed file of the member list: a key from a passphrase, nothing readable at rest.

`members.sealed` holds the list, encrypted with a random key; `keys/members.key` holds that key,
wrapped with one that argon2id draws from the passphrase. Neither goes into a bundle, the
journal or a backup. Once the key file is destroyed, nobody reads the list again, whoever has
copies of the sealed file.
"""

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.sync.files import write_atomic
from desktop.tasks.members.person import BASIC, OPTIONAL, Member

SEALED: Final = "members.sealed"
KEY: Final = "members.key"
NEW_KEY: Final = "members.key.new"
_FORMAT: Final = "socongdoan-members/1"
_BACKUP: Final = "socongdoan-members-backup/1"
_OPS, _MEM = 3, 64 * 1024 * 1024  # under a second on a 4 GB office PC
_MAX_OPS, _MAX_MEM = 16, 512 * 1024 * 1024
_MAX_FILE: Final = 64 << 20
SHORTEST: Final = 8
LOG_LENGTH: Final = 2_000
IDLE_MINUTES: Final = 10


class Entry(msgspec.Struct, frozen=True):
    """One line of the log of access: when, what was done, to how many; `who` an id or ""."""

    at: str
    deed: str
    count: int = 0
    who: str = ""


class Book(msgspec.Struct, frozen=True):
    """What the sealed file holds."""

    members: tuple[Member, ...] = ()
    optional: tuple[str, ...] = ()
    idle_minutes: int = IDLE_MINUTES
    log: tuple[Entry, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are kept."""
        return (*BASIC, *(name for name in OPTIONAL if name in self.optional))


class _KeyRecord(msgspec.Struct, frozen=True):
    format: str
    salt: str
    ops: int
    mem: int
    wrapped: str


class _Backup(msgspec.Struct, frozen=True):
    format: str
    key: _KeyRecord
    sealed: str


def is_on(folder: Path) -> bool:
    """Tell whether the office keeps a member list."""
    return (folder / "keys" / KEY).is_file()


def create(folder: Path, passphrase: str, now: datetime) -> "Vault":
    """Switch the list on: make a key and an empty list, open. Refuses where one is kept."""
    if is_on(folder):
        raise Refusal(
            _("Danh sách đoàn viên đã bật."), next_step=_("Mở bằng mật khẩu đã đặt."),
            code="E_MEMBERS_ON",
        )  # fmt: skip
    secret = os.urandom(32)
    record = _wrap(secret, passphrase)
    vault = Vault(folder, secret, Book())
    vault.save(vault.book, "on", now)
    _write_key(folder, record)
    return vault


def unlock(folder: Path, passphrase: str, now: datetime) -> "Vault":
    """Open the list. Refuses a wrong passphrase, a list that is not on, a damaged file."""
    vault = _half_changed(folder, passphrase)
    if vault is None:
        secret = _unwrap(_key_record(folder), passphrase)
        vault = _read(folder, secret)
    vault.note("open", now, len(vault.book.members))
    return vault


def _half_changed(folder: Path, passphrase: str) -> "Vault | None":
    """Finish a change of passphrase that a power cut stopped after the list was sealed anew."""
    waiting = folder / "keys" / NEW_KEY
    if not waiting.is_file():
        return None
    try:
        secret = _unwrap(_key_record(folder, NEW_KEY), passphrase)
        vault = _read(folder, secret)
    except Refusal:
        return None
    os.replace(waiting, folder / "keys" / KEY)
    return vault


def destroy(folder: Path) -> None:
    """Make the list unreadable for ever: its key is overwritten, then both files removed."""
    for path in (folder / "keys" / KEY, folder / "keys" / NEW_KEY, folder / SEALED):
        if not path.is_file():
            continue
        try:
            with path.open("r+b") as file:
                file.write(os.urandom(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        except OSError as error:
            raise Refusal(
                _("Chưa xóa được tệp {file}.").format(file=path.name),
                next_step=_("Đóng chương trình khác đang giữ tệp rồi làm lại."), code="E_WRITE",
            ) from error  # fmt: skip


@dataclass(slots=True)
class Vault:
    """The list while it is open; `secret` never leaves this object. Lock it to forget.

    `mark` tells the file as it was read: what another window wrote since is never overwritten.
    """

    folder: Path
    secret: bytes
    book: Book
    mark: bytes = b""

    def __repr__(self) -> str:
        """Say nothing of what is inside, in a log or a crash report."""
        return "Vault(…)"

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be read."""
        return bool(self.secret)

    def lock(self) -> None:
        """Forget the key and the list."""
        self.secret, self.book = b"", Book()

    def save(self, book: Book, deed: str, now: datetime, count: int = 0, who: str = "") -> None:
        """Keep another state of the list, with a line in its log, whole or not at all."""
        if not self.secret:
            raise locked()
        from nacl.secret import SecretBox

        place = self.folder / SEALED
        if self.mark and place.is_file() and _mark(place.read_bytes()) != self.mark:
            raise Refusal(
                _("Danh sách vừa được sửa ở một cửa sổ khác."),
                next_step=_("Khóa rồi mở lại danh sách, xem và làm lại việc này."),
                code="E_MEMBERS_CHANGED",
            )
        entry = Entry(now.isoformat(timespec="seconds"), deed, count, who)
        book = msgspec.structs.replace(book, log=(*book.log, entry)[-LOG_LENGTH:])
        sealed = bytes(SecretBox(self.secret).encrypt(msgspec.msgpack.encode(book)))
        _write(place, sealed)
        self.book, self.mark = book, _mark(sealed)

    def note(self, deed: str, now: datetime, count: int = 0, who: str = "") -> None:
        """Add a line to the log of access alone."""
        self.save(self.book, deed, now, count, who)

    def change_passphrase(self, passphrase: str, now: datetime) -> None:
        """Seal the list anew under a fresh key and another passphrase.

        The old key file is replaced, so the old passphrase opens nothing of what is kept now.
        """
        if not self.secret:
            raise locked()
        fresh = os.urandom(32)
        record = _wrap(fresh, passphrase)
        before = self.secret
        # The new key is kept beside the old one until the list lies under it.
        waiting = self.folder / "keys" / NEW_KEY
        _write(waiting, msgspec.json.encode(record))
        self.secret = fresh
        try:
            self.note("passphrase", now)
        except BaseException:
            self.secret = before
            waiting.unlink(missing_ok=True)
            raise
        os.replace(waiting, self.folder / "keys" / KEY)

    def backup(self, out: Path, now: datetime) -> Path:
        """Write a copy that the same passphrase opens; the only backup there is of the list."""
        if not self.secret:
            raise locked()
        self.note("backup", now, len(self.book.members))
        sealed = base64.b64encode((self.folder / SEALED).read_bytes()).decode()
        copy = _Backup(_BACKUP, _key_record(self.folder), sealed)
        _write(out, msgspec.json.encode(copy))
        return out


def restore(folder: Path, copy: Path, passphrase: str, now: datetime) -> Vault:
    """Take a backup of the list back where none is kept; the passphrase must open it."""
    if is_on(folder):
        raise Refusal(
            _("Sổ này đang có một danh sách đoàn viên."),
            next_step=_("Hủy danh sách đang có trước, nếu muốn thay bằng bản sao."),
            code="E_MEMBERS_ON",
        )  # fmt: skip
    try:
        with copy.open("rb") as file:
            kept = msgspec.json.decode(file.read(_MAX_FILE * 2), type=_Backup)
        if kept.format != _BACKUP:
            raise ValueError(kept.format)
        data = base64.b64decode(kept.sealed, validate=True)
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise Refusal(
            _("{file} không phải bản sao danh sách đoàn viên.").format(file=copy.name),
            next_step=_("Chọn tệp do chương trình sao lưu ra."), code="E_READ",
        ) from error  # fmt: skip
    secret = _unwrap(kept.key, passphrase)
    book = _opened(data, secret)
    vault = Vault(folder, secret, book)
    vault.save(book, "restore", now, len(book.members))
    _write_key(folder, kept.key)
    return vault


def locked() -> Refusal:
    """Return the refusal of what needs an open list."""
    return Refusal(
        _("Danh sách đoàn viên đang khóa."), next_step=_("Mở bằng mật khẩu rồi làm lại."),
        code="E_MEMBERS_LOCKED",
    )  # fmt: skip


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too short to guard anything."""
    if len(passphrase) < SHORTEST:
        raise Refusal(
            _("Mật khẩu cần ít nhất {n} ký tự.").format(n=SHORTEST),
            next_step=_("Dùng một câu dễ nhớ, nhiều từ."), code="E_PASSPHRASE",
        )  # fmt: skip


def _key_record(folder: Path, name: str = KEY) -> _KeyRecord:
    path = folder / "keys" / name
    if not path.is_file():
        raise Refusal(
            _("Sổ này chưa bật danh sách đoàn viên."),
            next_step=_("Bật trong Cài đặt, mục Danh sách đoàn viên."), code="E_MEMBERS_OFF",
        )  # fmt: skip
    try:
        with path.open("rb") as file:
            record = msgspec.json.decode(file.read(4096), type=_KeyRecord)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise _damaged() from error
    if record.format != _FORMAT or record.ops > _MAX_OPS or record.mem > _MAX_MEM:
        raise _damaged()
    return record


def _wrap(secret: bytes, passphrase: str) -> _KeyRecord:
    from nacl.secret import SecretBox

    check_passphrase(passphrase)
    salt = os.urandom(16)
    box = SecretBox(_stretched(passphrase, salt, _OPS, _MEM))
    return _KeyRecord(_FORMAT, _text(salt), _OPS, _MEM, _text(bytes(box.encrypt(secret))))


def _unwrap(record: _KeyRecord, passphrase: str) -> bytes:
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    try:
        salt = base64.b64decode(record.salt, validate=True)
        wrapped = base64.b64decode(record.wrapped, validate=True)
        box = SecretBox(_stretched(passphrase, salt, record.ops, record.mem))
        return bytes(box.decrypt(wrapped))
    except CryptoError as error:
        raise Refusal(
            _("Mật khẩu không mở được danh sách đoàn viên."),
            next_step=_("Gõ lại mật khẩu; xem phím Caps Lock và bộ gõ tiếng Việt."),
            code="E_PASSPHRASE",
        ) from error
    except (ValueError, binascii.Error, TypeError) as error:
        raise _damaged() from error


def _read(folder: Path, secret: bytes) -> Vault:
    try:
        with (folder / SEALED).open("rb") as file:
            data = file.read(_MAX_FILE)
    except OSError as error:
        raise _damaged() from error
    return Vault(folder, secret, _opened(data, secret), _mark(data))


def _opened(data: bytes, secret: bytes) -> Book:
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    try:
        return msgspec.msgpack.decode(SecretBox(secret).decrypt(data), type=Book)
    except (CryptoError, ValueError, msgspec.MsgspecError) as error:
        raise _damaged() from error


def _damaged() -> Refusal:
    return Refusal(
        _("Tệp danh sách đoàn viên bị hỏng hoặc không đúng khóa."),
        next_step=_("Lấy lại từ bản sao danh sách đã sao lưu."), code="E_MEMBERS_DAMAGED",
    )  # fmt: skip


def _mark(sealed: bytes) -> bytes:
    return hashlib.sha256(sealed).digest()


def _write_key(folder: Path, record: _KeyRecord) -> None:
    (folder / "keys").mkdir(exist_ok=True)
    _write(folder / "keys" / KEY, msgspec.json.encode(record))


def _write(path: Path, data: bytes) -> None:
    write_atomic(path, data, private=True)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _stretched(passphrase: str, salt: bytes, ops: int, mem: int) -> bytes:
    from nacl.pwhash import argon2id

    from desktop.models.text import nfc

    return bytes(argon2id.kdf(32, nfc(passphrase).encode(), salt, opslimit=ops, memlimit=mem))
