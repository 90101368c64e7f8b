"""The bundles waiting to be handed over by a channel: tries, next try, last failure.

Machine state, persisted before the first byte: a computer that loses power while sending tries
again when it is back. A row stays until the receipt is in; the bundle's copy is never deleted.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from desktop.i18n import _
from desktop.models.clock import VIETNAM
from desktop.models.errors import Refusal
from desktop.models.figures.sums.trace_words import when
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.sync.records import made_one

if TYPE_CHECKING:
    from desktop.models.store.store import Store

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
WAITING, SENDING, HANDED_OVER = "waiting", "sending", "sent"

_PLACE = "outbox/"
_JITTER_BITS = 10


class Queued(msgspec.Struct, frozen=True, kw_only=True):
    """One bundle by one channel: `state` is waiting, sending or sent.

    `next_try` is an ISO moment, "" once sent; `tries` counts attempts begun; `code` and
    `message` are of the last failure, `note` of the last success.
    """

    bundle: str
    channel: str
    state: str = WAITING
    queued: str = ""
    tries: int = 0
    next_try: str = ""
    code: str = ""
    message: str = ""
    note: str = ""


def queued(reader: Reader) -> dict[str, Queued]:
    """Return bundle id → its row, the one queued first before others."""
    rows = reader.rows(
        "SELECT value FROM machine WHERE name >= ? AND name < ?", (_PLACE, _PLACE + "~")
    )
    found = sorted(_read(rows), key=lambda one: (one.queued, one.bundle))
    return {one.bundle: one for one in found}


def _read(rows: list[tuple[str]]) -> Iterator[Queued]:
    for (value,) in rows:
        try:
            yield msgspec.convert(load(value), Queued)
        except msgspec.ValidationError:
            continue  # written by another version: the bundle is queued again by hand


def enqueue(store: "Store", bundle: str, channel: str) -> Queued:
    """Queue a bundle to be tried at once; one that waits already is only moved to the front."""
    before = queued(store).get(bundle)
    known = before is not None and before.state != HANDED_OVER and before.channel == channel
    now = store.now()
    kept = before if before is not None and known else Queued(
        bundle=bundle, channel=channel, queued=now
    )  # fmt: skip
    return _put(store, msgspec.structs.replace(kept, state=WAITING, next_try=now))


def due(reader: Reader, now: datetime) -> list[Queued]:
    """Return what is to be tried now, first queued first.

    One that says "sending" and whose next try has come was broken off by a crash. One that
    waits longer than the longest wait was noted by a clock that ran ahead.
    """
    return [
        one
        for one in queued(reader).values()
        if one.state != HANDED_OVER and not now < _next(one) <= now + 2 * LONGEST_WAIT
    ]


def _next(one: Queued) -> datetime:
    try:
        return datetime.fromisoformat(one.next_try)
    except ValueError:
        return datetime.min.replace(tzinfo=VIETNAM)


def begin(store: "Store", one: Queued) -> Queued:
    """Note an attempt before its first byte; until it ends, the next one is a wait away."""
    tries = one.tries + 1
    return _put(
        store,
        msgspec.structs.replace(
            one, state=SENDING, tries=tries, next_try=_moment(store, _wait(store, tries))
        ),
    )


def failed(store: "Store", one: Queued, refusal: Refusal, *, lasting: bool) -> Queued | None:
    """Note why an attempt failed; what a person must put right is tried again rarely.

    None, and nothing is noted, when the bundle was taken out of the queue meanwhile.
    """
    if one.bundle not in queued(store):
        return None
    wait = LONGEST_WAIT if lasting else _wait(store, one.tries)
    return _put(
        store,
        msgspec.structs.replace(
            one, state=WAITING, next_try=_moment(store, wait), code=refusal.code,
            message=str(refusal),
        ),
    )  # fmt: skip


def stopped(store: "Store", one: Queued) -> Queued | None:
    """Note that a person stopped an attempt; it waits for "send now" or its next turn."""
    if one.bundle not in queued(store):
        return None
    return _put(store, msgspec.structs.replace(one, state=WAITING))


def handed_over(store: "Store", one: Queued, note: str = "") -> Queued:
    """Note that the channel confirmed."""
    return _put(
        store,
        msgspec.structs.replace(
            one, state=HANDED_OVER, next_try="", code="", message="", note=note
        ),
    )


def take_out(store: "Store", bundle: str) -> None:
    """Take a bundle out of the queue; the bundle itself stays. Refuses E_NOT_QUEUED.

    What was handed over cannot be called back.
    """
    row, made = queued(store).get(bundle), made_one(store, bundle)
    gone = made.sent or made.received if made is not None else None
    over = row.state == HANDED_OVER if row is not None else bool(gone)
    if made is not None and over:
        raise Refusal(
            _("Gói số {n} đã gửi đi{at}, không thôi gửi được nữa.").format(
                n=made.seq, at=_(" lúc {at}").format(at=when(gone)) if gone else ""
            ),
            next_step=_("Nếu gói chưa đến nơi thì gửi lại tệp gói; gói sau gồm cả gói này."),
            code="E_NOT_QUEUED",
        )
    if row is None:
        raise Refusal(
            _("Gói này không nằm trong hàng chờ gửi."), next_step=_("Xem lại các gói đã tạo."),
            code="E_NOT_QUEUED",
        )  # fmt: skip
    store.remember(_PLACE + bundle, None)


def forget_received(store: "Store", received: set[str]) -> None:
    """Drop the rows of bundles whose receipt came, however they got there."""
    for bundle in queued(store).keys() & received:
        store.remember(_PLACE + bundle, None)


def _wait(store: "Store", tries: int) -> timedelta:
    """Return 1, 2, 4 … minutes up to six hours, a fifth more or less by chance.

    Chance keeps a hundred offices from knocking at the same second after an outage.
    """
    doublings = min(max(tries - 1, 0), 20)
    usual = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    chance = store.clock.random_bits(_JITTER_BITS) / (1 << _JITTER_BITS)
    return usual * (0.8 + 0.4 * chance)


def _moment(store: "Store", wait: timedelta) -> str:
    return (store.clock.now() + wait).isoformat(timespec="milliseconds")


def _put(store: "Store", one: Queued) -> Queued:
    store.remember(_PLACE + one.bundle, msgspec.to_builtins(one))
    return one
