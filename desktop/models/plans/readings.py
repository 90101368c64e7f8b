"""Readings not yet accepted: what was read and the corrections made so far, kept at once.

A reading's head is one record; its content and each correction are parts whose keys begin
with its id, so that they are one range. Everything stays in the office.
"""

from dataclasses import dataclass
from typing import Any, Final

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import one_line

READING, PART = "reading", "reading_part"
_TEXT: Final = "text"


@dataclass(frozen=True, slots=True)
class KeptReading:
    """A reading that waits: `name` of the file, `title` of the paper, when it was read
    (ISO 8601), how many items were found, how many places were still to be looked at, and
    where the file lay ("" for what was pasted).
    """

    id: str
    name: str
    title: str
    at: str
    items: int
    doubts: int | None = None
    path: str = ""


def list_readings(reader: Reader) -> list[KeptReading]:
    """Return the readings that wait, the oldest first."""
    found = [
        KeptReading(
            key,
            str(fields.get("name", "")),
            str(fields.get("title", "")),
            str(fields.get("at", "")),
            int(fields.get("items") or 0),
            fields.get("doubts"),
            str(fields.get("path", "")),
        )
        for key, fields in reader.records(READING).items()
        if not fields.get("done") and fields.get("at")
    ]
    return sorted(found, key=lambda one: (one.at, one.id))


def keep_reading(store: Store, name: str, title: str, items: int, text: str, path: str = "") -> str:
    """Keep what was read, `text` as its reader wrote it down; returns the reading's id."""
    key = f"{store.clock.random_bits(48):012x}"
    with store.step(_("Đọc {name}").format(name=one_line(name) or _("văn bản"))) as step:
        head = {"name": one_line(name), "title": one_line(title), "at": store.now()}
        step.put_fields(READING, key, {**head, "items": items})
        step.put(PART, f"{key}.0", _TEXT, text)
        if path:
            step.put(READING, key, "path", path)
    return key


def keep_correction(
    store: Store, reading_id: str, number: int, correction: Any, doubts: int
) -> ChangeSet:
    """Keep the correction with this number (from 1), and how many doubts it leaves."""
    _require(store, reading_id)
    with store.step(_("Soát văn bản đã đọc")) as step:
        step.put(PART, _part(reading_id, number), "made", correction)
        step.put(READING, reading_id, "doubts", doubts)
    return step.change


def read_parts(reader: Reader, reading_id: str) -> tuple[str, list[Any]]:
    """Return what was read, as it was written down, and the corrections in order.

    Refuses a reading that is not waiting any more.
    """
    _require(reader, reading_id)
    parts = reader.records(PART, f"{reading_id}.")
    made: list[Any] = []
    while (part := parts.get(_part(reading_id, len(made) + 1))) and "made" in part:
        made.append(part["made"])
    return str(parts.get(f"{reading_id}.0", {}).get(_TEXT, "")), made


def drop_reading(store: Store, reading_id: str) -> ChangeSet:
    """Take a reading off the waiting ones; undoing the step brings it back."""
    _require(store, reading_id)
    return _done(store, reading_id, _("Bỏ bản đang soát"))


def finish_reading(store: Store, reading_id: str) -> ChangeSet:
    """Say that a reading was accepted; joins the step that accepts it."""
    return _done(store, reading_id, _("Nhận văn bản đã soát"))


def number_of(key: str) -> int:
    """Return the number of the correction a part's key stands for, 0 for the text."""
    return int(key.rpartition(".")[2] or 0)


def _done(store: Store, reading_id: str, label: str) -> ChangeSet:
    with store.step(label) as step:
        step.put(READING, reading_id, "done", True)
        step.put(PART, f"{reading_id}.0", _TEXT, None)
    return step.change


def _part(reading_id: str, number: int) -> str:
    return f"{reading_id}.{number:06d}"


def _require(reader: Reader, reading_id: str) -> None:
    fields = reader.fields(READING, reading_id) if reading_id else {}
    if not fields.get("at") or fields.get("done"):
        raise Refusal(
            _("Bản đang soát này không còn nữa."),
            next_step=_("Đọc lại văn bản."), code="E_READING",
        )  # fmt: skip
