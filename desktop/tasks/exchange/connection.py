"""The connection file: what an upper office hands out so that nobody types an address.

It holds the address, the account, its password and the private authority; it is as secret as
the password in it and should be deleted once taken.
"""

from pathlib import Path
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plain_file import open_plain
from desktop.models.store.store import Store
from desktop.sync.channels import channel as channels
from desktop.sync.channels.channel import Channel
from desktop.sync.channels.passwords import keep

FORMAT, VERSION = "cd-channel", 1
_MOST = 512 * 1024


class _File(msgspec.Struct):
    format: str
    v: int
    channel: dict[str, Any]
    password: str = ""


def take_connection(store: Store, path: Path, *, in_file: bool = False) -> Channel:
    """Set the channel of a connection file and keep its password; return the channel.

    Refuses E_CHANNEL for any other file, E_READ where it cannot be read, E_NO_KEYRING as
    `keep` does; nothing is set then.
    """
    try:
        with open_plain(path) as file:
            data = file.read(_MOST)
        told = msgspec.json.decode(data, type=_File)
    except OSError as error:
        raise Refusal(
            _("Không đọc được tệp {file}.").format(file=path.name),
            next_step=_("Kiểm tra tệp còn ở đó."), code="E_READ",
        ) from error  # fmt: skip
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise _not_one(path) from error
    if told.format != FORMAT or told.v != VERSION:
        raise _not_one(path)
    channel = channels.from_json(told.channel)
    if channel.user:
        keep(store, channel, told.password, in_file=in_file)
    return channels.choose(store, channel)


def _not_one(path: Path) -> Refusal:
    return Refusal(
        _("{file} không phải tệp kết nối.").format(file=path.name),
        next_step=_("Chọn tệp kết nối (ket-noi-….json) mà cấp trên giao."), code="E_CHANNEL",
    )  # fmt: skip
