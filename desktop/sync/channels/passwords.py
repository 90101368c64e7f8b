"""Passwords of channels: in the system's keyring; on request in a private file of the office.

Never in settings, logs or backups: backups leave OFFICE/keys/ out.
"""

import base64
from contextlib import suppress
from pathlib import Path

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.sync.channels.channel import Channel
from desktop.sync.channels.trouble import SendRefusal
from desktop.sync.files import write_atomic

SERVICE = "socongdoan"
FILE_NAME = "gui.json"
_MOST = 64 * 1024


def password_of(reader: Reader, channel: Channel) -> str:
    """Return the password of a channel, "" where none is needed.

    Refuses E_SEND_NO_PASSWORD where one is needed and none is kept on this computer.
    """
    if channel.kind == "folder" or not channel.user:
        return ""
    name = _name(reader, channel)
    found = _from_keyring(name)
    if found is None:
        found = _from_file(reader.folder).get(name)
    if found is None:
        raise SendRefusal("E_SEND_NO_PASSWORD", user=channel.user)
    return found


def keep(reader: Reader, channel: Channel, password: str, *, in_file: bool = False) -> None:
    """Keep a channel's password for this Windows or Linux user.

    Refuses E_NO_KEYRING where the system offers no keyring, unless `in_file` allows a file only
    this user can read.
    """
    name = _name(reader, channel)
    kept = _into_keyring(name, password)
    if not kept and not in_file:
        raise Refusal(
            _("Máy này không có kho mật khẩu để giữ mật khẩu gửi."),
            next_step=_("Cho phép giữ trong tệp riêng của sổ (chỉ người dùng này đọc được)."),
            code="E_NO_KEYRING",
        )
    entries = _from_file(reader.folder)
    entries.pop(name, None)
    if not kept:
        entries[name] = password
    _write_file(reader.folder, entries)


def forget(reader: Reader, channel: Channel) -> None:
    """Remove a channel's password from wherever it is kept."""
    import keyring
    import keyring.errors

    name = _name(reader, channel)
    with suppress(keyring.errors.KeyringError):
        keyring.delete_password(SERVICE, name)
    entries = _from_file(reader.folder)
    if entries.pop(name, None) is not None:
        _write_file(reader.folder, entries)


def _name(reader: Reader, channel: Channel) -> str:
    """Offices and accounts on one computer do not share a password."""
    return f"{reader.store_id}:{channel.kind}:{channel.user}@{channel.host}"


def _from_keyring(name: str) -> str | None:
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(SERVICE, name)
    except keyring.errors.KeyringError:
        return None


def _into_keyring(name: str, password: str) -> bool:
    import keyring
    import keyring.errors

    try:
        keyring.set_password(SERVICE, name, password)
    except keyring.errors.KeyringError:
        return False
    return True


def _from_file(office: Path) -> dict[str, str]:
    try:
        data = (office / "keys" / FILE_NAME).read_bytes()[:_MOST]
        entries = msgspec.json.decode(data, type=dict[str, str])
        return {name: base64.b64decode(text).decode() for name, text in entries.items()}
    except (OSError, msgspec.MsgspecError, ValueError):
        return {}


def _write_file(office: Path, entries: dict[str, str]) -> None:
    path = office / "keys" / FILE_NAME
    if not entries:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Encoded only against a glance over the shoulder; what protects it is who may read it.
    told = {name: base64.b64encode(text.encode()).decode() for name, text in entries.items()}
    write_atomic(path, msgspec.json.encode(told), private=True)
