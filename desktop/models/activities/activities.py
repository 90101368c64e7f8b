"""Activities: what the office did, kept as one record each, found again by day and words.

Fields are those of the activity record in the field's figures: what, of which kind, when,
where, who led and helped, how many people, what it cost and gave, which plan items and
figures it serves, and the papers that prove it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from typing import Any, Final

from desktop.i18n import _
from desktop.models.activities.activity_checks import check, check_flows
from desktop.models.activities.records import ACTIVITY, Record, records
from desktop.models.clock import uuid7
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import fold, nfc


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity.

    `start` and `end` are its first and last day. Counts are persons, `attendances` counts
    each time somebody came; None was not told, 0 is none. Money is whole đồng of the union
    and from others (xã hội hóa). `lead` and `partners` are unit ids or words. `plan_items`
    are ids of the items it carries out, `figures` indicator code → value, `declined` the
    indicators it shall not fill of itself, `evidence` the SHA-256 names of files in `blobs/`,
    each with its file name. `office` is the unit whose
    office wrote it: it alone changes it.
    """

    title: str
    category: str
    start: date
    end: date
    id: str = ""
    place: str = ""
    area: str = ""
    lead: str = ""
    partners: tuple[str, ...] = ()
    people: int | None = None
    women: int | None = None
    attendances: int | None = None
    union_money: int | None = None
    social_money: int | None = None
    result: str = ""
    plan_items: tuple[str, ...] = ()
    figures: Mapping[str, int] = field(default_factory=dict)
    declined: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    deleted: bool = False
    office: str = field(default="", compare=False)

    @property
    def host(self) -> str:
        """Whose it is: who led it, the office that wrote it where nobody is named."""
        return self.lead or self.office

    @property
    def money(self) -> int:
        """All money spent, in đồng."""
        return (self.union_money or 0) + (self.social_money or 0)


FIELDS: Final = tuple(f.name for f in fields(Activity) if f.name not in ("id", "office"))
LACKING: Final = ("plan_items", "people", "result", "evidence")
"""What a record is gone back to for, before a report: not linked, nobody counted, no outcome
told, no paper kept."""
_NOT_TOLD: Final = ("", (), None)
_COUNTS: Final = ("people", "women", "attendances", "union_money", "social_money")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which activities to show; what is left out does not limit.

    `words` are searched without tone marks in title, place, result, lead and partners, units
    by their names; every word must occur. An activity counts when any of its days lies in the
    span. `unit` led it or helped; where nobody is named, its office led it. `lacking` is one of
    LACKING: what is still to be written.
    """

    words: str = ""
    since: date | None = None
    until: date | None = None
    categories: frozenset[str] = frozenset()
    plan_item: str = ""
    unit: str = ""
    lacking: str = ""

    def takes(self, activity: Activity, units: Mapping[str, str] | None = None) -> bool:
        """Tell whether the activity is to be shown; `units` are names by unit id."""
        return (
            (self.since is None or activity.end >= self.since)
            and (self.until is None or activity.start <= self.until)
            and (not self.categories or activity.category in self.categories)
            and (not self.plan_item or self.plan_item in activity.plan_items)
            and (not self.unit or self.unit in (activity.host, *activity.partners))
            and (not self.lacking or getattr(activity, self.lacking) in _NOT_TOLD)
            and self._speaks(activity, units or {})
        )

    def _speaks(self, activity: Activity, units: Mapping[str, str]) -> bool:
        words = fold(self.words).split()
        text = _searched(activity, units) if words else ""
        return all(word in text for word in words)


def add_activity(
    store: Store, activity: Activity, categories: Iterable[str], codes: Iterable[str] = ()
) -> str:
    """Log an activity and return its id.

    `categories` and `codes` are the pack's activity categories and indicators. Refuses an
    empty title, days in the wrong order, more women than people, negative counts or money,
    an unknown category or indicator, and a figure that is no flow.
    """
    clean = check(activity, categories, codes)
    check_flows(store.packs.indicators, clean.figures)
    key = uuid7(store.clock)
    with store.step(_("Ghi hoạt động: {title}").format(title=clean.title[:80])) as step:
        step.put_fields(ACTIVITY, key, activity_values(clean))
    return key


def update_activity(
    store: Store,
    activity_id: str,
    changes: Mapping[str, Any],
    categories: Iterable[str],
    codes: Iterable[str] = (),
) -> ChangeSet:
    """Change fields of an activity, named as in `Activity`; checked as a whole.

    Refuses an activity of another office.
    """
    known = set(FIELDS) - {"deleted"}
    if not changes.keys() <= known:
        raise ValueError(f"not fields of an activity: {sorted(changes.keys() - known)}")
    old = own_activity(store, activity_id)
    clean = check(replace(old, **changes), categories, codes)
    check_flows(store.packs.indicators, clean.figures.keys() - old.figures.keys())
    before, after = activity_values(old), activity_values(clean)
    with store.step(_("Sửa hoạt động")) as step:
        for name in sorted(before.keys() | after.keys()):
            if before.get(name) != after.get(name):
                step.put(ACTIVITY, activity_id, name, after.get(name))
    return step.change


def delete_activity(store: Store, activity_id: str) -> ChangeSet:
    """Take an activity off the list; `restore_activity` brings it back.

    Refuses an activity of another office.
    """
    own_activity(store, activity_id)
    with store.step(_("Xóa hoạt động")) as step:
        step.put(ACTIVITY, activity_id, "deleted", True)
    return step.change


def restore_activity(store: Store, activity_id: str) -> ChangeSet:
    """Bring a deleted activity back. Refuses one of another office, and one that is not there."""
    found = activity_or_none(store, activity_id)
    if found is None or not found.deleted:
        raise _not_there()
    if not is_own(store, found):
        raise not_ours(store, found)
    with store.step(_("Lấy lại hoạt động đã xóa")) as step:
        step.put(ACTIVITY, activity_id, "deleted", None)
    return step.change


def read_activity(reader: Reader, activity_id: str) -> Activity:
    """Return one activity; refuses an id that is not there."""
    found = activity_or_none(reader, activity_id)
    if found is None or found.deleted:
        raise _not_there()
    return found


def _not_there() -> Refusal:
    return Refusal(
        _("Không có hoạt động này trong sổ."),
        next_step=_("Chọn một hoạt động trong danh sách."), code="E_ACTIVITY",
    )  # fmt: skip


def own_activity(reader: Reader, activity_id: str) -> Activity:
    """Return an activity this office may change; refuses one of another office, or not there."""
    found = read_activity(reader, activity_id)
    if not is_own(reader, found):
        raise not_ours(reader, found)
    return found


def is_own(reader: Reader, activity: Activity) -> bool:
    """Tell whether this office wrote an activity, and so may change it."""
    return activity.office == reader.own_unit


def not_ours(reader: Reader, activity: Activity) -> Refusal:
    """Return the refusal to change an activity of another office: whose it is, and what to do."""
    named = {
        field: name for field, name in reader.fields("unit", activity.office).items()
        if field.partition("@")[0] == "name"
    }  # fmt: skip
    office = str(named[max(named)]) if named else _("đơn vị khác")
    return Refusal(
        _("Hoạt động này do {office} ghi; ở đây chỉ xem được.").format(office=office),
        next_step=_("Muốn sửa hay xóa thì báo đơn vị đó làm, rồi nhận gói mới của đơn vị."),
        code="E_ACTIVITY",
    )


def activity_or_none(reader: Reader, activity_id: str) -> Activity | None:
    """Return one activity, a deleted one too; None for one that is not in these books."""
    record = records(reader, activity_id).get(activity_id) if activity_id else None
    return _activity(reader, activity_id, record) if record is not None else None


def list_activities(
    reader: Reader, wanted: Filter | None = None, units: Mapping[str, str] | None = None
) -> list[Activity]:
    """Return the activities that are shown, the newest first; `units` are names by unit id."""
    shown = wanted or Filter()
    found = [
        activity
        for key, record in records(reader).items()
        if (activity := _activity(reader, key, record))
        and not activity.deleted
        and shown.takes(activity, units)
    ]
    return sorted(found, key=lambda a: (a.start, a.end, a.id), reverse=True)


def deleted_activities(reader: Reader) -> list[Activity]:
    """Return the activities that can be brought back, the newest first."""
    found = [_activity(reader, key, record) for key, record in records(reader).items()]
    mine = (a for a in found if a and a.deleted and is_own(reader, a))
    return sorted(mine, key=lambda a: a.start, reverse=True)


def week_of(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(day.weekday())


def by_week(activities: Iterable[Activity]) -> list[tuple[date, list[Activity]]]:
    """Group activities by the week they begin in, keeping their order."""
    groups: dict[date, list[Activity]] = {}
    for activity in activities:
        groups.setdefault(week_of(activity.start), []).append(activity)
    return list(groups.items())


def activity_values(activity: Activity) -> dict[str, Any]:
    """Return the registers an activity is stored in; what was not told is left out."""
    found: dict[str, Any] = {
        "title": nfc(activity.title),
        "category": activity.category,
        "start": activity.start.isoformat(),
        "end": activity.end.isoformat(),
    }
    for name in ("place", "area", "lead", "result"):
        if getattr(activity, name):
            found[name] = nfc(getattr(activity, name))
    for name in _COUNTS:
        if getattr(activity, name) is not None:
            found[name] = getattr(activity, name)
    if activity.partners:
        found["partners"] = [nfc(name) for name in activity.partners]
    if activity.plan_items:
        found["plan_items"] = list(activity.plan_items)
    if activity.figures:
        found["figures"] = dict(activity.figures)
    if activity.declined:
        found["declined"] = sorted(set(activity.declined))
    if activity.evidence:
        found["evidence"] = [[name, nfc(title)] for name, title in activity.evidence]
    return found


def _activity(reader: Reader, key: str, found: Record) -> Activity | None:
    """Return the activity of a record, None for one that holds no day or title to show.

    A unit that an office named by an id of its own is told by the register's.
    """
    record = found.fields
    start, end = _day(record.get("start")), _day(record.get("end"))
    title = record.get("title")
    if not isinstance(title, str) or (start or end) is None:
        return None
    first = start or end
    assert first is not None
    figures = record.get("figures")
    return Activity(
        id=key,
        title=title,
        category=_text(record.get("category")),
        start=first,
        end=max(end or first, first),
        place=_text(record.get("place")),
        area=_text(record.get("area")),
        lead=_unit(reader, record.get("lead")),
        result=_text(record.get("result")),
        partners=tuple(_unit(reader, one) for one in _texts(record.get("partners"))),
        plan_items=_texts(record.get("plan_items")),
        figures={str(k): v for k, v in figures.items() if _whole(v) is not None}
        if isinstance(figures, dict)
        else {},
        evidence=tuple(
            (str(pair[0]), str(pair[1]))
            for pair in _list(record.get("evidence"))
            if isinstance(pair, list) and len(pair) == 2
        ),
        declined=_texts(record.get("declined")),
        deleted=record.get("deleted") is True,
        office=found.office,
        **{name: _whole(record.get(name)) for name in _COUNTS},
    )


def _searched(activity: Activity, units: Mapping[str, str]) -> str:
    who = (units.get(one, one) for one in (activity.lead, *activity.partners))
    return fold(" ".join((activity.title, activity.place, activity.area, activity.result, *who)))


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _unit(reader: Reader, value: Any) -> str:
    return reader.unit(value) if isinstance(value, str) and value else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(text) for text in _list(value))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
