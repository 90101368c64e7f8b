"""One person's data, wherever the office keeps it: found, corrected, deleted, handed over.

Contacts, signers and addressees in the office's own registers, and the member list while it is
open. What is done is logged without any name. Papers that were issued keep their signer: they
are documents, and are told as such.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from desktop.formats.registry import write_bytes
from desktop.i18n import _
from desktop.models.agenda.change_words import ChangeWords
from desktop.models.errors import Refusal
from desktop.models.store.ops import member as op_member
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import fold, one_line
from desktop.models.units.persons import NAME as PERSON_NAME
from desktop.models.units.persons import PERSON
from desktop.models.units.scope import Scope
from desktop.tasks.members import book
from desktop.tasks.members.person import FIELDS, Member, field_names
from desktop.tasks.members.vault import Vault, locked

NAMED: Final = frozenset(
    {"chair_name", "chair_phone", "signer_name", "signer", "drafter", PERSON_NAME}
)
"""Fields that hold nothing but a person's name or phone: these can be changed here."""
KEPT_KINDS: Final = frozenset({"issued_plan", "cell", "submit", "event", "enrol", "reading_part"})
RETENTION_MONTHS: Final = 24
_LOG: Final = "people.log"
_LOG_LENGTH: Final = 500
_SETTING: Final = ("setting", "privacy")
SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class Place:
    """One place that names a person.

    `where` is said in words, `about` what tells this person from others of the same name, `unit`
    the union the person is kept for ("" the office's own). `can_change` tells that the whole
    field is the person's name or phone; elsewhere the name stands within a text, which is mended
    where it is written.
    """

    kind: str
    key: str
    field: str
    value: str
    where: str
    can_change: bool
    about: str = ""
    unit: str = ""


def find(reader: Reader, name: str, vault: Vault | None = None) -> list[Place]:
    """Return every place that names a person, those that can be changed here first.

    All words must be there, whole and in their order, with or without tones. Refuses too short
    a name.
    """
    needle = _plain(name)
    if len(needle) < SHORTEST:
        raise Refusal(
            _("Tên cần tìm quá ngắn."), next_step=_("Gõ ít nhất hai chữ của tên."), code="E_NAME"
        )
    scope = Scope.of(reader)
    words = ChangeWords(reader, scope)
    found = []
    for kind in _kinds(reader):
        for key, field, value in reader.registers(kind):
            for text in _texts(value):
                if _names(text, needle):
                    place = _place(words, scope, kind, key, field, text)
                    found.append(place)
                    break
    found.sort(key=lambda one: (not one.can_change, one.kind, one.where))
    return [*found, *_in_list(vault, scope, reader.own_unit, needle)]


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _names(text: str, needle: str) -> bool:
    """Tell whether a text holds these words, whole: "Lan" is not in "Lâm Lanh"."""
    found = re.search(rf"(?<!\w){re.escape(needle)}(?!\w)", _plain(text))
    return found is not None


def _kinds(reader: Reader) -> list[str]:
    return [kind for (kind,) in reader.rows("SELECT DISTINCT kind FROM leaf ORDER BY kind")]


def _place(words: ChangeWords, scope: Scope, kind: str, key: str, field: str, text: str) -> Place:
    base, _at, since = field.partition("@")
    free = base in NAMED and kind not in KEPT_KINDS
    unit = ""
    if kind == "contact":
        unit = scope.resolve(key)
        told = {"chair_name": _("Họ tên chủ tịch"), "chair_phone": _("Điện thoại chủ tịch")}
        where = f"{told.get(base, base)} · {scope.label(unit)}"
        where += f" · {_('từ')} {since[8:]}/{since[5:7]}/{since[:4]}" if since else ""
    elif kind == "setting" and base == "signer_name":
        where = _("Người ký in trên văn bản, trong Cài đặt")
    elif kind == PERSON:
        where = _("Người nhập số liệu, mã {id}").format(id=key)
    else:
        where = words.subject(kind, key, field)
    return Place(kind, key, field, text, where, free, unit=unit)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)


LISTED: Final = ("full_name", "phone", "card", "note")
"""Fields of the member list that a search looks into, the surest first."""


def _in_list(vault: Vault | None, scope: Scope, own: str, needle: str) -> list[Place]:
    if vault is None or not vault.is_open:
        return []
    found = []
    for one in vault.book.members:
        field = next((name for name in LISTED if _names(getattr(one, name), needle)), None)
        if field is not None:
            found.append(_listed(one, field, scope, own))
    return found


def _listed(one: Member, field: str, scope: Scope, own: str) -> Place:
    """Return the place of a member; a note may name somebody else, so it is only shown."""
    names, unit = field_names(), scope.resolve(one.unit)
    where = _("Danh sách đoàn viên")
    if field != "full_name":
        where += f" · {names[field]}"
    told = {"born": _("sinh {text}"), "card": _("thẻ {text}"), "joined": _("vào {text}")}
    facts = [told.get(name, "{text}").format(text=getattr(one, name)) for name in TELLING
             if getattr(one, name)]  # fmt: skip
    facts.insert(bool(one.born), scope.label(unit or own))
    about = " · ".join(facts if field == "full_name" else [one.full_name, *facts])
    return Place("member", one.id, field, getattr(one, field), where, field != "note", about, unit)


TELLING: Final = ("born", "group", "union_post", "sex", "card", "joined", "phone")
"""What tells members of one name apart, in the order shown; the union stands behind the first."""


def correct(
    store: Store, places: Sequence[Place], text: str, now: datetime, vault: Vault | None = None
) -> int:
    """Write another name or phone in these places, the member list's too; "" takes it away.

    The registers change in one step; returns how many places did.
    """
    inside, members = _changeable(places, vault, _("Không có chỗ nào sửa được ở đây."))
    listed = {one.key: {one.field: text} for one in members}
    if not inside:
        _correct_list(vault, listed, now)
    else:
        value = one_line(text) or None
        label = _("Sửa thông tin một người") if value else _("Xóa thông tin một người")
        with store.step(label) as step:
            for one in inside:
                step.put(one.kind, one.key, one.field, value)
            _correct_list(vault, listed, now)  # a refusal here takes the step back as well
    note(store, "correct", len(inside) + len(members), now)
    return len(inside) + len(members)


def _changeable(
    places: Sequence[Place], vault: Vault | None, nothing: str
) -> tuple[list[Place], list[Place]]:
    """Return the places of the registers and of the member list that can be changed.

    Raises Refusal, which `nothing` begins, without any, and where the list is locked.
    """
    chosen = [one for one in places if one.can_change]
    if not chosen:
        raise Refusal(
            nothing,
            next_step=_("Mở danh sách đoàn viên nếu đang khóa; tên trong văn bản thì mở văn bản"
                        " để sửa."), code="E_NOTHING",
        )  # fmt: skip
    members = [one for one in chosen if one.kind == "member"]
    if members and vault is None:
        raise locked()
    return [one for one in chosen if one.kind != "member"], members


def _correct_list(
    vault: Vault | None, changes: Mapping[str, Mapping[str, str]], now: datetime
) -> None:
    if vault is not None and changes:
        book.correct_all(vault, changes, now)


def delete(store: Store, places: Sequence[Place], now: datetime, vault: Vault | None = None) -> int:
    """Delete a person from these places, in the list for good; returns how many were freed.

    With a chair's name the phone kept beside it goes too. The journal of this computer keeps
    what stood in the registers before; it never leaves.
    """
    inside, members = _changeable(places, vault, _("Không có chỗ nào xóa được ở đây."))
    listed = [one.key for one in members]
    if inside:
        with store.step(_("Xóa thông tin một người")) as step:
            for one in [*inside, *_phones_beside(store, inside)]:
                step.put(one.kind, one.key, one.field, None)
    if listed and vault is not None:
        book.delete(vault, listed, now)
    note(store, "delete", len(inside) + len(members), now)
    return len(inside) + len(members)


def _phones_beside(reader: Reader, places: Sequence[Place]) -> list[Place]:
    """Return the phones kept beside chairs' names, not those that are places themselves."""
    there = {(one.key, one.field) for one in places}
    found = []
    for one in places:
        field = one.field.replace("chair_name", "chair_phone")
        if one.kind != "contact" or (one.key, field) in there:
            continue
        phone = reader.get("contact", one.key, field)
        if phone:
            where = one.where.replace(_("Họ tên chủ tịch"), _("Điện thoại chủ tịch"))
            found.append(Place("contact", one.key, field, str(phone), where, True, unit=one.unit))
    return found


def hand_over(
    store: Store, places: Sequence[Place], out: Path, now: datetime, vault: Vault | None = None
) -> Path:
    """Write what these places keep of a person, for that person to have; the log tells it."""
    if out.suffix.lower() != ".txt":
        raise Refusal(
            _("Dữ liệu của một người ghi ra tệp văn bản."),
            next_step=_("Đặt tên tệp có đuôi .txt."), code="E_SUFFIX",
        )  # fmt: skip
    if not places:
        raise Refusal(
            _("Sổ không giữ thông tin nào của người này."),
            next_step=_("Kiểm tra lại cách viết tên; mở danh sách đoàn viên nếu đang khóa."),
            code="E_NOTHING",
        )  # fmt: skip
    lines = [_("DỮ LIỆU CÁ NHÂN MÀ ĐƠN VỊ ĐANG GIỮ"), f"{now:%d/%m/%Y %H:%M}", ""]
    for place in [*places, *_phones_beside(store, places)]:
        lines.append(f"- {place.where}: {place.value}")
        if place.kind == "member" and place.field != "note" and vault is not None:
            one, names = book.member(vault, place.key), field_names()
            kept = [name for name in FIELDS if getattr(one, name)]
            lines += [f"    {names[name]}: {getattr(one, name)}" for name in kept]
    target = book.check_name(out)
    write_bytes(target, ("\ufeff" + "\r\n".join(lines) + "\r\n").encode())
    note(store, "export", len(places), now)
    if vault is not None and vault.is_open:
        vault.note("hand-over", now, 1)
    return target


# the log, and what has been kept too long


def note(store: Store, deed: str, count: int, now: datetime) -> None:
    """Remember that personal data was found, shown, changed or handed over; never whose."""
    line = {"at": now.isoformat(timespec="seconds"), "deed": deed, "count": count}
    store.remember(_LOG, [*access_log(store), line][-_LOG_LENGTH:])


def access_log(reader: Reader) -> list[dict[str, Any]]:
    """Return what was done with personal data on this computer, the oldest first."""
    kept = reader.machine(_LOG)
    return list(kept) if isinstance(kept, list) else []


def retention_months(reader: Reader) -> int:
    """Return after how many months an untouched contact is brought up."""
    kept = reader.get(*_SETTING, "retention_months")
    return kept if isinstance(kept, int) and kept > 0 else RETENTION_MONTHS


@dataclass(frozen=True, slots=True)
class Stale:
    """A contact nobody touched for long."""

    place: Place
    since: date


def stale_contacts(reader: Reader, today: date) -> list[Stale]:
    """Return contacts untouched for the months set (24), the oldest first."""
    limit = today - timedelta(days=round(retention_months(reader) * 30.44))
    scope = Scope.of(reader)
    words = ChangeWords(reader, scope)
    rows = reader.rows(
        "SELECT leaf.key, leaf.field, op.raw FROM leaf"
        " JOIN op ON op.store = leaf.store AND op.id = leaf.op"
        " WHERE leaf.kind = 'contact' AND leaf.winner = 1"
    )
    found = []
    for key, field, raw in rows:
        wall = str(op_member(raw, "wall") or "")[:10]
        value = reader.get("contact", key, field)
        if not value or not wall or date.fromisoformat(wall) > limit:
            continue
        place = _place(words, scope, "contact", key, field, str(value))
        found.append(Stale(place, date.fromisoformat(wall)))
    return sorted(found, key=lambda one: (one.since, one.place.where))
