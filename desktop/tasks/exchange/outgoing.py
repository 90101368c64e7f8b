"""Sending by a channel: queue, attempt, outcome; the same for the window and the command line.

An attempt is three parts, so that nothing waits for the network while the store is held:
`begin` (store), `carry_out` (network, no store), `settle` (store).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.sync import queue, records
from desktop.sync.channels import channel as channels
from desktop.sync.channels.channel import Channel
from desktop.sync.channels.parcel import Delivered, Parcel, Progress, nothing
from desktop.sync.channels.trouble import SendRefusal
from desktop.sync.layout import KIND_FULL, KIND_UP
from desktop.sync.queue import Queued
from desktop.sync.records import Made

_SEALED = ".age"


@dataclass(frozen=True, slots=True)
class Errand:
    """One attempt with all it needs."""

    row: Queued
    channel: Channel
    password: str
    parcel: Parcel
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt: exactly one of the two is set."""

    delivered: Delivered | None = None
    refusal: SendRefusal | None = None


def parcel_of(reader: Reader, bundle: Made) -> Parcel:
    """Return the office's own copy of a bundle, else the file where it was written.

    Refuses E_SEND_LOST when neither is there any more.
    """
    name = Path(bundle.file).name
    sealed = name.endswith(_SEALED)  # the open form of a sealed bundle never leaves
    kept = reader.folder / "bundles" / "out" / f"{bundle.id}.zip{_SEALED if sealed else ''}"
    for path in (kept, Path(bundle.file)):
        if path.is_file():
            return Parcel(bundle.id, path, name, path.stat().st_size)
    raise SendRefusal("E_SEND_LOST")


def find_made(reader: Reader, told: str) -> Made:
    """Return the bundle whose id begins as told (8 characters or more). Refuses E_BUNDLE."""
    found = [one for one in records.made(reader) if one.id.startswith(told)]
    if len(found) != 1 or len(told) < 8:
        raise Refusal(
            _("Không có gói “{id}” trong các gói đã tạo.").format(id=told[:64]),
            next_step=_("Xem mã gói bằng lệnh outbox."), code="E_BUNDLE",
        )  # fmt: skip
    return found[0]


def put_in_queue(store: Store, bundle: str, channel: str = "") -> Queued:
    """Queue a bundle for the channel chosen on this computer, or for one that is set.

    Refuses E_NO_CHANNEL where none is, E_BUNDLE for an unknown id, E_SEND_DOWN for a bundle to
    somebody else than the level above, whose inbox or address a server channel is.
    """
    made = find_made(store, bundle)
    chosen = channels.channels(store).get(channel) if channel else channels.chosen(store)
    if chosen is None:
        raise Refusal(
            _("Máy này chưa đặt cách gửi qua mạng."),
            next_step=_("Đặt trong Cài đặt, phần Gửi qua mạng, hoặc gửi bằng USB, Zalo."),
            code="E_NO_CHANNEL",
        )
    if chosen.kind != "folder" and not _goes_there(store, made):
        raise Refusal(
            _("Gói này không gửi cấp trên, mà cách gửi đang đặt chỉ đến nơi nhận của cấp trên."),
            next_step=_("Gửi gói bằng USB, Zalo, hoặc ghi thành thư bằng lệnh outbox letter --to."),
            code="E_SEND_DOWN",
        )  # fmt: skip
    return queue.enqueue(store, made.id, chosen.kind)


def _goes_there(reader: Reader, made: Made) -> bool:
    """Tell whether a bundle is for above; the topmost office's channel leads where it says."""
    scope = Scope.of(reader)
    to = scope.resolve(made.to) if made.to else ""
    topmost = scope.parent(reader.own_unit) is None
    return topmost or not (to == reader.own_unit or scope.is_below(to, reader.own_unit))


def newest_unsent(reader: Reader) -> Made | None:
    """Return the newest bundle for the level above, None when it was sent or there is none."""
    up = [
        one for one in records.made(reader)
        if one.kind in (KIND_UP, KIND_FULL) and reader.unit(one.to) != reader.own_unit
    ]  # fmt: skip
    return up[-1] if up and not (up[-1].sent or up[-1].received) else None


def begin(store: Store, row: Queued) -> Errand:
    """Note the attempt and gather what it needs. Raises SendRefusal, noted in the queue."""
    from desktop.sync.channels.passwords import password_of

    row = queue.begin(store, row)
    try:
        made = find_made(store, row.bundle)
        channel = channels.channels(store).get(row.channel)
        if channel is None:
            raise SendRefusal("E_SEND_NO_CHANNEL")
        parcel = parcel_of(store, made)
        password = password_of(store, channel)
    except SendRefusal as refusal:
        queue.failed(store, row, refusal, lasting=refusal.lasting)
        raise
    return Errand(row, channel, password, parcel, _subject(store, made), store.clock.now())


def carry_out(errand: Errand, progress: Progress = nothing) -> Outcome:
    """Hand the bundle over; the store is not needed. What `progress` raises passes through."""
    from desktop.sync.channels.delivery import deliver

    try:
        return Outcome(
            deliver(
                errand.channel, errand.password, errand.parcel, progress, errand.subject, errand.at
            )
        )
    except SendRefusal as refusal:
        return Outcome(refusal=refusal)


def settle(store: Store, errand: Errand, outcome: Outcome) -> Queued | None:
    """Note what became of an attempt; a confirmed one makes the bundle "sent"."""
    if outcome.refusal is not None:
        refusal = outcome.refusal
        return queue.failed(store, errand.row, refusal, lasting=refusal.lasting)
    note = outcome.delivered.note if outcome.delivered is not None else ""
    records.mark_sent(store, errand.row.bundle, errand.channel.kind)
    return queue.handed_over(store, errand.row, note)


def send_rows(
    store: Store, rows: list[Queued], progress: Callable[[Queued, int, int], object]
) -> list[Queued]:
    """Try each row now, one after the other; return the rows as they are afterwards."""
    done = []
    for row in rows:
        try:
            errand = begin(store, row)
        except SendRefusal:
            done.append(queue.queued(store)[row.bundle])
            continue
        outcome = carry_out(errand, partial(progress, row))
        done.append(settle(store, errand, outcome) or row)
    return done


def tidy(store: Store) -> None:
    """Drop from the queue what the level above has acknowledged."""
    received = {one.id for one in records.made(store) if one.received}
    queue.forget_received(store, received)


def try_out(reader: Reader, channel: Channel, password: str | None = None) -> Delivered:
    """Try a channel with a few bytes; the kept password is used where none is given."""
    from desktop.sync.channels.delivery import try_out
    from desktop.sync.channels.passwords import password_of

    known = password_of(reader, channel) if password is None else password
    return try_out(channels.check(channel), known)


def write_letter(reader: Reader, bundle: str, out: Path, to: str = "", now: Any = None) -> Path:
    """Write a bundle as a letter to open in the mail program; `out` is a folder or a file.

    Refuses E_SEND_TOO_BIG, E_SEND_LOST, E_DISK_FULL, E_WRITE, and a receiver that is no address.
    """
    from desktop.models.clock import SystemClock
    from desktop.sync.channels.mail import letter
    from desktop.sync.files import write_atomic

    if to:
        channels.refuse_no_address(to, _("Ghi một địa chỉ, như vanphong@donvi.vn."))
    made = find_made(reader, bundle)
    parcel = parcel_of(reader, made)
    known = channels.channels(reader).get("smtp")
    receiver = to or (known.to if known is not None else "")
    text = letter(parcel, _subject(reader, made), now or SystemClock().now(), to=receiver)
    target = out / f"{Path(parcel.name).stem}.eml" if out.is_dir() else out
    write_atomic(target, text)
    return target


def _subject(reader: Reader, made: Made) -> str:
    return _("Gói số {n} của {unit}").format(
        n=made.seq, unit=Scope.of(reader).label(reader.own_unit)
    )
