"""Unit events as the register keeps them: what happened on a day, to whom, by which decision."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from desktop.i18n import _
from desktop.models.clock import uuid7
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store

KINDS = ("found", "dissolve", "end", "merge", "split", "rename", "reparent", "ownership")
MORE_KINDS = ("area", "suspend", "resume")
SUSPENDED, ACTIVE = "suspended", "active"
"""The status of a union that has paused its work, counted and noted beside (B09), or resumed it."""

EVENTS: Mapping[str, str] = {
    "found": _("Thành lập"),
    "dissolve": _("Giải thể"),
    "end": _("Kết thúc hoạt động (khối 100% lương ngân sách)"),
    "merge": _("Sáp nhập"),
    "split": _("Chia tách"),
    "rename": _("Đổi tên"),
    "reparent": _("Chuyển cấp quản lý"),
    "ownership": _("Đổi loại hình"),
    "area": _("Đổi địa bàn"),
    "suspend": _("Tạm dừng hoạt động"),
    "resume": _("Hoạt động trở lại"),
}


class UnitEvent(msgspec.Struct, frozen=True):
    """One event as the register keeps it.

    `units` are those it happened to, `to` the units that received (merge, split, reparent);
    `note` is the receiver of older records, or the new ownership type. `members` and `women`
    were told with a founding or a split, None where nobody told them. `late` names the
    periods that were locked before the event was written.
    """

    id: str
    kind: str
    day: date
    units: tuple[str, ...]
    decision: str
    note: str
    to: tuple[str, ...] = ()
    members: int | None = None
    women: int | None = None
    late: tuple[str, ...] = ()

    @property
    def concerned(self) -> tuple[str, ...]:
        """Everybody the event speaks of, once each."""
        return tuple(dict.fromkeys((*self.units, *self.to)))


def all_events(reader: Reader) -> tuple[UnitEvent, ...]:
    """Return every event, oldest first; those of one day as they were written."""
    return reader.remembered_of(("event", "unit"), "unit events", lambda: _read(reader))


def events_of(reader: Reader, unit: str = "") -> list[UnitEvent]:
    """Return the events (that concern one unit), oldest first."""
    return [event for event in all_events(reader) if not unit or unit in event.concerned]


def _read(reader: Reader) -> tuple[UnitEvent, ...]:
    found = []
    for key, fields in reader.records("event").items():
        units = tuple(reader.unit(str(u)) for u in fields.get("units") or ())
        kind, note = str(fields.get("kind") or ""), str(fields.get("note") or "")
        to = tuple(reader.unit(str(u)) for u in fields.get("to") or ())
        if not to and note and kind in ("merge", "reparent"):
            to = (reader.unit(note),)
        found.append(
            UnitEvent(
                key, kind, _day(fields.get("date")), units, str(fields.get("decision") or ""),
                note, to, _number(fields.get("members")), _number(fields.get("women")),
                tuple(str(period) for period in fields.get("late") or ()),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda event: (event.day, event.id)))


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return date.min


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def record_event(
    store: Store,
    kind: str,
    day: date,
    units: Sequence[str],
    *,
    decision: str = "",
    note: str = "",
    to: Sequence[str] = (),
    members: int | None = None,
    women: int | None = None,
) -> str:
    """Write an event and return its id; the caller changes the attributes in the same step."""
    event = uuid7(store.clock)
    fields: dict[str, object] = {"kind": kind, "date": day.isoformat(), "units": list(units)}
    more = {"decision": decision, "note": note, "to": list(to)}
    fields |= {name: value for name, value in more.items() if value}
    counts = {"members": members, "women": women}
    fields |= {name: value for name, value in counts.items() if value is not None}
    with store.step(_("Ghi sự kiện tổ chức")) as step:
        step.put_fields("event", event, fields)
    return event
