"""Where each office of this computer had got to when it was last closed, kept outside its folder.

A copy of the folder that somebody puts back by hand is then known for what it is: older than
what was written here already. Nothing is lost by it, for chains are linked by hashes; but what
is missing must be fetched from above before it is typed twice. Two folders of one office are
found the same way. Losing this file loses only the warning.
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.held import Name, held_ids
from desktop.models.store.reader import Reader

_FILE: Final = "last-seen.json"
_MOST: Final = 50


class Seen(msgspec.Struct, frozen=True):
    """An office as it was closed: its folder, the id of its newest own operation, when (ISO)."""

    folder: str
    head: str
    at: str


def place() -> Path:
    """Return the file; on Windows in the roaming profile, where no office lies."""
    from platformdirs import user_config_path

    return user_config_path("socongdoan", appauthor=False, roaming=True) / _FILE


def note(reader: Reader, now: datetime) -> None:
    """Remember where an office has got to; a place that cannot be written is left out."""
    head = _own_head(reader)
    if not head:
        return
    seen = Seen(str(reader.folder), head, now.isoformat(timespec="minutes"))
    known = {reader.store_id: seen} | {
        store: one for store, one in _all().items() if store != reader.store_id
    }
    file = place()
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(".new")
        new.write_bytes(msgspec.json.encode(dict(list(known.items())[:_MOST])))
        new.replace(file)


def doubt(reader: Reader) -> str:
    """Return a sentence where an office is an older copy, or one of two in use; else ""."""
    seen = _all().get(reader.store_id)
    if seen is None:
        return ""
    day = f"{seen.at[8:10]}/{seen.at[5:7]}/{seen.at[:4]}"
    if not held_ids(reader.rows, [Name(reader.store_id, seen.head)]):
        return _(
            "Sổ đang mở là bản cũ: thiếu những việc đã ghi trên máy này đến ngày {day}. Đừng nhập"
            " lại các việc đó; xin cấp trên gửi gói đầy đủ, hoặc khôi phục từ bản sao lưu mới hơn"
            " trong Cài đặt."
        ).format(day=day)
    other = Path(seen.folder)
    if other != reader.folder and _is_same_office(other, reader.store_id):
        return _(
            "Sổ này còn một bản nữa ở {folder}, mở lần cuối ngày {day}. Chỉ dùng một bản; bản kia"
            " nên cất đi, vì hai bản ghi song song sẽ khác nhau."
        ).format(folder=other, day=day)
    return ""


def _own_head(reader: Reader) -> str:
    rows = reader.rows(
        "SELECT id FROM op WHERE store = ? ORDER BY seq DESC LIMIT 1", (reader.store_id,)
    )
    return str(rows[0][0]) if rows else ""


def _is_same_office(folder: Path, store: str) -> bool:
    if not (folder / "office.db").is_file():
        return False
    try:
        with Reader.open_reader(folder) as other:
            return other.store_id == store
    except Refusal:
        return False


def _all() -> dict[str, Seen]:
    try:
        return msgspec.json.decode(place().read_bytes(), type=dict[str, Seen])
    except (OSError, msgspec.MsgspecError):
        return {}
