"""What is done with the member list: add, correct, delete for good, take in, count, print."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import cells
from desktop.models.packs.periods import parse_period
from desktop.models.store.reader import Reader
from desktop.models.text import fold
from desktop.tasks.members.person import (
    BASIC,
    FIELDS,
    MAN,
    OPTIONAL,
    WOMAN,
    Member,
    day_of,
    field_names,
    matches,
    member_of,
)
from desktop.tasks.members.vault import Vault, locked

MOST = 50_000
LONGEST_IDLE = 120


def members_of(vault: Vault, needle: str = "", unit: str | None = None) -> list[Member]:
    """Return the members a search finds, by group and name; of one base union when named."""
    if not vault.is_open:
        raise locked()
    found = [
        one
        for one in vault.book.members
        if (unit is None or one.unit == unit) and (not needle or matches(one, needle))
    ]
    return sorted(found, key=lambda one: (one.unit, one.group, _given_first(one.full_name)))


def _given_first(name: str) -> tuple[str, str]:
    """Order Vietnamese names by the given name, which stands last."""
    words = name.split()
    return (fold(words[-1]) if words else "", fold(name))


def add(vault: Vault, texts: Mapping[str, str], now: datetime, unit: str = "") -> Member:
    """Add a member."""
    made = member_of(new_identity(), texts, vault.book.fields, unit)
    _keep(vault, (*vault.book.members, made), "add", now, 1, made.id)
    return made


def correct(vault: Vault, identity: str, texts: Mapping[str, str], now: datetime) -> Member:
    """Change fields of a member; an empty text takes one away."""
    correct_all(vault, {identity: texts}, now)
    return member(vault, identity)


def correct_all(
    vault: Vault, changes: Mapping[str, Mapping[str, str]], now: datetime
) -> tuple[Member, ...]:
    """Change fields of several members (id → field → text), of all or of none; returns them."""
    kept = vault.book.fields
    new = {}
    for identity, texts in changes.items():
        old = member(vault, identity)
        stood = {name: getattr(old, name) for name in kept}
        new[identity] = member_of(identity, {**stood, **texts}, kept, old.unit)
    listed = tuple(new.get(one.id, one) for one in vault.book.members)
    _keep(vault, listed, "correct", now, len(new), next(iter(new)) if len(new) == 1 else "")
    return tuple(new.values())


def delete(vault: Vault, identities: Iterable[str], now: datetime) -> int:
    """Delete members for good; returns how many there were."""
    gone = set(identities)
    left = tuple(one for one in vault.book.members if one.id not in gone)
    count = len(vault.book.members) - len(left)
    log = tuple(
        msgspec.structs.replace(line, who="") if line.who in gone else line
        for line in vault.book.log
    )
    book = msgspec.structs.replace(vault.book, members=left, log=log)
    vault.save(book, "delete", now, count)
    return count


def member(vault: Vault, identity: str) -> Member:
    """Return the member of an id. Refuses one that is not there."""
    if not vault.is_open:
        raise locked()
    for one in vault.book.members:
        if one.id == identity:
            return one
    raise Refusal(
        _("Danh sách không có đoàn viên này."), next_step=_("Tìm lại trong danh sách."),
        code="E_NO_MEMBER",
    )  # fmt: skip


def choose_fields(vault: Vault, optional: Sequence[str], now: datetime) -> None:
    """Keep these fields besides the basic ones; what is switched off is deleted.

    A basic one may be named too: it is kept anyway.
    """
    optional = [name for name in optional if name not in BASIC]
    unknown = set(optional) - set(OPTIONAL)
    if unknown:
        raise Refusal(
            _("Không có mục “{name}”.").format(name=min(unknown)[:20]),
            next_step=_("Các mục thêm: {names}.").format(names=", ".join(OPTIONAL)),
            code="E_FIELD",
        )  # fmt: skip
    off = [name for name in OPTIONAL if name not in optional]
    blank = dict.fromkeys(off, "")
    listed = tuple(msgspec.structs.replace(one, **blank) for one in vault.book.members)
    book = msgspec.structs.replace(vault.book, members=listed, optional=tuple(optional))
    vault.save(book, "fields", now)


def choose_idle(vault: Vault, minutes: int, now: datetime) -> None:
    """Lock the list by itself after these minutes without work in it (1 to 120)."""
    if not 1 <= minutes <= LONGEST_IDLE:
        raise Refusal(
            _("Danh sách phải tự khóa trong vòng {n} phút.").format(n=LONGEST_IDLE),
            next_step=_("Chọn số phút từ 1 đến {n}.").format(n=LONGEST_IDLE), code="E_IDLE",
        )  # fmt: skip
    vault.save(msgspec.structs.replace(vault.book, idle_minutes=minutes), "idle", now)


def new_identity() -> str:
    return os.urandom(8).hex()


def _keep(
    vault: Vault, members: tuple[Member, ...], deed: str, now: datetime, count: int, who: str = ""
) -> None:
    if len(members) > MOST:
        raise Refusal(
            _("Danh sách quá {n} đoàn viên.").format(n=MOST),
            next_step=_("Chia danh sách cho từng công đoàn cơ sở."), code="E_TOO_LARGE",
        )  # fmt: skip
    vault.save(msgspec.structs.replace(vault.book, members=members), deed, now, count, who)


# counting


@dataclass(frozen=True, slots=True)
class Counted:
    """What the list counts for one base union beside the figures of a period."""

    unit: str
    members: int
    women: int
    unknown_sex: int
    typed_members: int | None
    typed_women: int | None


def count(vault: Vault, reader: Reader, period: str) -> list[Counted]:
    """Count members at a period's end by base union: proposals for A03 and A03N, no more."""
    when = parse_period(period, reader.packs.schemes)
    found = []
    for unit in sorted({one.unit for one in members_of(vault)}):
        there = [one for one in members_of(vault, unit=unit) if _is_there(one, when.data_to)]
        held = cells(reader, unit or reader.own_unit, when.id)
        now = [held[code].value if code in held else None for code in ("A03", "A03N")]
        women = sum(one.sex == WOMAN for one in there)
        unknown = sum(one.sex not in (WOMAN, MAN) for one in there)
        found.append(Counted(unit, len(there), women, unknown, *now))
    return found


def _is_there(one: Member, day: date) -> bool:
    """Tell whether a member was in the union on a day; a day that cannot be read counts."""
    came = day_of(one.came) or day_of(one.joined)
    left = day_of(one.left, last=True)
    return (came is None or came <= day) and (left is None or left > day)


def listed_in(
    vault: Vault, reader: Reader, period: str, unit: str | None = None
) -> tuple[list[Member], int]:
    """Return the members of a period: there at its end, or gone within it, and how many went."""
    when = parse_period(period, reader.packs.schemes)
    eve = when.data_from - timedelta(1)
    stay, gone = [], 0
    for one in members_of(vault, unit=unit):
        left = day_of(one.left, last=True)
        went = left is not None and eve < left <= when.data_to
        if _is_there(one, when.data_to) or went:
            stay.append(one)
            gone += went
    return stay, gone


# out of the program


def as_json(one: Member, fields: Sequence[str] = FIELDS) -> dict[str, Any]:
    """Return one member's data, under the names people call it by, for the person to have."""
    names = field_names()
    return {names[name]: getattr(one, name) for name in fields if getattr(one, name)}


def file_name(title: str, suffix: str) -> str:
    """Return a file's name that says what is inside."""
    return f"{title} - CO THONG TIN CA NHAN{suffix}"


def check_name(out: Path) -> Path:
    """Return the file's name made to say that it holds personal data."""
    if "thong tin ca nhan" in fold(out.stem).replace("-", " ").replace("_", " "):
        return out
    return out.with_name(file_name(out.stem, out.suffix))
