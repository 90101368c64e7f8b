"""The queue: persisted before the first byte, rarer with each failure, kept until the receipt."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.models.errors import Refusal
from desktop.models.store.keys import return_key
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.sync import queue
from desktop.sync.channels import channel as channels
from desktop.sync.channels.channel import Channel
from desktop.sync.channels.trouble import SendRefusal, troubles
from desktop.sync.export import make_bundle
from desktop.sync.outbox import outbox
from desktop.tasks.exchange import outgoing
from tests.sync.offices import BASE_2, COMMUNE, World, clock, lock, put_cells, send, take, world

PERIOD = "2026-10"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """A small province, everybody enrolled."""
    made = world(tmp_path)
    yield made
    made.close()


@pytest.fixture
def inbox(w: World, tmp_path: Path) -> Path:
    """The folder the commune sends into."""
    place = tmp_path / "hộp thư"
    place.mkdir()
    channels.choose(w.commune, Channel(kind="folder", address=str(place)))
    return place


def make(w: World, number: int = 120) -> str:
    """Make a bundle for the province and return its id."""
    put_cells(w.commune, BASE_2, PERIOD, A03=number)
    lock(w.commune, BASE_2, PERIOD, A03=number)
    return make_bundle(w.commune, w.out).id


def attempt(store: Store, row: queue.Queued) -> queue.Queued:
    """Try one row and return it as it is afterwards."""
    (after,) = outgoing.send_rows(store, [row], lambda *_a: None)
    return after


def test_a_bundle_is_sent_once_its_channel_confirms_and_received_with_its_receipt(
    w: World, inbox: Path
) -> None:
    bundle = make(w)
    row = outgoing.put_in_queue(w.commune, bundle[:8])
    assert outbox(w.commune)["bundles"][0]["state"] == "made"
    after = attempt(w.commune, row)
    assert (after.state, after.tries, after.code) == ("sent", 1, "")
    told = outbox(w.commune)["bundles"][0]
    assert (told["state"], told["channel"]) == ("sent", "folder")
    assert told["queue"]["state"] == "sent", "kept until the receipt is in"
    (file,) = inbox.iterdir()
    take(w.province, file)
    take(w.commune, send(w.province, w.out, "P-A"))
    outgoing.tidy(w.commune)
    told = outbox(w.commune)["bundles"][0]
    assert (told["state"], told["queue"]) == ("received", None)
    assert [(s["state"], s["by"]) for s in told["steps"]] == [
        ("made", "office"), ("sent", "office"), ("received", w.province.own_unit),
    ]  # fmt: skip
    assert (w.commune.folder / "bundles" / "out" / f"{bundle}.zip").is_file()


def test_a_row_stays_until_the_receipt_of_its_own_bundle_is_in(w: World, inbox: Path) -> None:
    first, second = make(w), make(w, 121)
    for bundle in (first, second):
        attempt(w.commune, outgoing.put_in_queue(w.commune, bundle))
    outgoing.tidy(w.commune)
    assert list(queue.queued(w.commune)) == [first, second], "a folder's yes is no receipt"
    take(w.province, Path(outgoing.find_made(w.commune, first).file))
    take(w.commune, send(w.province, w.out, "P-A"))
    outgoing.tidy(w.commune)
    assert list(queue.queued(w.commune)) == [second]
    told = {one["id"]: one["state"] for one in outbox(w.commune)["bundles"]}
    assert (told[first], told[second]) == ("received", "sent")


def test_a_bundle_is_consolidated_when_the_last_of_its_returns_is_settled(
    w: World, inbox: Path
) -> None:
    lock(w.commune, COMMUNE, PERIOD, A03=3)
    take(w.province, Path(outgoing.find_made(w.commune, make(w)).file))
    for unit, state in ((BASE_2, "received"), (COMMUNE, "consolidated")):
        with w.province.step("Duyệt") as step:
            step.put("review", return_key(unit, "F1", PERIOD), "1", {"state": "accepted"})
        take(w.commune, send(w.province, w.out, "P-A"))
        assert outbox(w.commune)["bundles"][0]["state"] == state


def test_what_arrived_by_another_road_is_no_longer_tried(w: World, inbox: Path) -> None:
    inbox.rmdir()
    bundle = make(w)
    attempt(w.commune, outgoing.put_in_queue(w.commune, bundle))
    take(w.province, Path(outgoing.find_made(w.commune, bundle).file))  # by stick
    take(w.commune, send(w.province, w.out, "P-A"))
    outgoing.tidy(w.commune)
    assert queue.queued(w.commune) == {}
    assert outbox(w.commune)["bundles"][0]["state"] == "received"


def test_waits_double_from_a_minute_to_six_hours_with_some_chance(w: World, inbox: Path) -> None:
    inbox.rmdir()
    row = outgoing.put_in_queue(w.commune, make(w))
    waits = []
    for _n in range(12):
        row = queue.begin(w.commune, row)
        before = w.commune.clock.now()
        row = (
            queue.failed(w.commune, row, SendRefusal("E_SEND_GONE", host="x"), lasting=False) or row
        )
        waits.append((datetime.fromisoformat(row.next_try) - before).total_seconds() / 60)
    assert 0.8 <= waits[0] <= 1.21
    for earlier, later in pairwise(waits[:9]):
        assert 2 * 0.8 / 1.2 <= later / earlier <= 2 * 1.2 / 0.8
    assert all(6 * 60 * 0.8 <= wait <= 6 * 60 * 1.21 for wait in waits[9:])
    assert len({round(wait / 2 ** min(n, 9), 3) for n, wait in enumerate(waits[:9])}) > 5


def test_what_a_person_must_put_right_waits_long_and_says_why(w: World, inbox: Path) -> None:
    inbox.rmdir()
    row = outgoing.put_in_queue(w.commune, make(w))
    after = attempt(w.commune, row)
    assert (after.state, after.code) == ("waiting", "E_SEND_NOT_THERE")
    assert "Không có thư mục" in after.message
    wait = datetime.fromisoformat(after.next_try) - w.commune.clock.now()
    assert wait > timedelta(hours=4)
    assert queue.due(w.commune, w.commune.clock.now()) == []
    inbox.mkdir()
    assert attempt(w.commune, after).state == "sent", "send now does not wait"


def test_a_computer_that_stopped_while_sending_tries_again(w: World, inbox: Path) -> None:
    row = outgoing.put_in_queue(w.commune, make(w))
    outgoing.begin(w.commune, row)  # and then the power goes
    folder = w.commune.folder
    w.commune.close()
    w.commune = Store.open(folder, clock=clock(99))
    (row,) = queue.queued(w.commune).values()
    assert (row.state, row.tries) == ("sending", 1)
    assert queue.due(w.commune, w.commune.clock.now()) != [] or row.next_try > w.commune.now()
    later = w.commune.clock.now() + timedelta(minutes=5)
    (waiting,) = queue.due(w.commune, later)
    assert attempt(w.commune, waiting).state == "sent"
    assert len(list(inbox.iterdir())) == 1


def test_a_clock_that_ran_ahead_once_does_not_stop_sending(w: World, inbox: Path) -> None:
    row = outgoing.put_in_queue(w.commune, make(w))
    now = w.commune.clock.now()
    for ahead, wanted in ((timedelta(hours=5), 0), (timedelta(days=3650), 1)):
        later = (now + ahead).isoformat(timespec="milliseconds")
        w.commune.remember(f"outbox/{row.bundle}", {"bundle": row.bundle, "channel": "folder",
                                                   "next_try": later})  # fmt: skip
        assert len(queue.due(w.commune, now)) == wanted
        assert len(queue.due(w.commune, now.astimezone(UTC))) == wanted, "whatever the time zone"


def test_cancelled_stays_cancelled_even_when_an_attempt_fails_later(w: World, inbox: Path) -> None:
    bundle = make(w)
    errand = outgoing.begin(w.commune, outgoing.put_in_queue(w.commune, bundle))
    queue.take_out(w.commune, bundle)
    inbox.rmdir()
    assert outgoing.settle(w.commune, errand, outgoing.carry_out(errand)) is None
    assert queue.queued(w.commune) == {}
    with pytest.raises(Refusal) as info:
        queue.take_out(w.commune, bundle)
    assert info.value.code == "E_NOT_QUEUED"
    assert outbox(w.commune)["bundles"][0]["state"] == "made"


def test_an_attempt_that_got_through_counts_although_it_was_cancelled(
    w: World, inbox: Path
) -> None:
    bundle = make(w)
    errand = outgoing.begin(w.commune, outgoing.put_in_queue(w.commune, bundle))
    outcome = outgoing.carry_out(errand)
    queue.take_out(w.commune, bundle)
    outgoing.settle(w.commune, errand, outcome)
    assert outbox(w.commune)["bundles"][0]["state"] == "sent"


def test_without_a_channel_or_a_copy_it_is_said(w: World, inbox: Path) -> None:
    bundle = make(w)
    channels.use_none(w.commune)
    with pytest.raises(Refusal) as info:
        outgoing.put_in_queue(w.commune, bundle)
    assert info.value.code == "E_NO_CHANNEL"
    row = outgoing.put_in_queue(w.commune, bundle, "folder")
    made = outgoing.find_made(w.commune, bundle)
    Path(made.file).unlink()
    assert attempt(w.commune, row).state == "sent", "the office's own copy is sent"
    (w.commune.folder / "bundles" / "out" / f"{bundle}.zip").unlink()
    with pytest.raises(SendRefusal) as lost:
        outgoing.begin(w.commune, outgoing.put_in_queue(w.commune, bundle, "folder"))
    assert lost.value.code == "E_SEND_LOST"
    (row,) = queue.queued(w.commune).values()
    assert row.code == "E_SEND_LOST"


def test_the_queue_is_no_part_of_the_offices_truth(w: World, inbox: Path) -> None:
    bundle = make(w)
    before = w.commune.rows("SELECT count(*) FROM op")
    inbox.rmdir()
    attempt(w.commune, outgoing.put_in_queue(w.commune, bundle))
    assert w.commune.rows("SELECT count(*) FROM op") == before
    with Reader.open_reader(w.commune.folder) as reader:
        assert list(queue.queued(reader)) == [bundle]


def test_a_row_of_another_version_is_passed_over(w: World, inbox: Path) -> None:
    w.commune.remember("outbox/" + "f" * 64, {"bundle": 3})
    assert queue.queued(w.commune) == {}


def test_only_bundles_up_are_sent_unasked(w: World, inbox: Path) -> None:
    assert outgoing.newest_unsent(w.commune) is None
    bundle = make(w)
    found = outgoing.newest_unsent(w.commune)
    assert found is not None
    assert found.id == bundle
    assert found.to != COMMUNE
    attempt(w.commune, outgoing.put_in_queue(w.commune, bundle))
    assert outgoing.newest_unsent(w.commune) is None


def test_every_trouble_says_what_is_wrong_and_what_to_do() -> None:
    fields = dict.fromkeys(
        ("host", "status", "percent", "address", "now", "user", "place", "size", "there", "name",
         "to", "sender"), "x",
    )  # fmt: skip
    for code in troubles():
        refusal = SendRefusal(code, **fields)
        assert refusal.message.endswith((".", ")."))
        assert refusal.next_step.endswith("."), code
        assert "{" not in str(refusal), code


def test_of_a_sealed_bundle_only_the_sealed_form_leaves(w: World, inbox: Path) -> None:
    made = outgoing.find_made(w.commune, make(w))
    sealed = replace(made, file=made.file + ".age")
    with pytest.raises(SendRefusal) as info:
        outgoing.parcel_of(w.commune, sealed)
    assert info.value.code == "E_SEND_LOST"
    kept = w.commune.folder / "bundles" / "out" / f"{made.id}.zip.age"
    kept.write_bytes(b"age-encryption.org/v1\n")
    assert outgoing.parcel_of(w.commune, sealed).path == kept


def test_a_bundle_downwards_never_goes_to_the_inbox_above(w: World, inbox: Path) -> None:
    reply = make_bundle(w.commune, w.out, "P-A-01").id
    above = Channel(kind="webdav", address="https://localhost:1/gui/p-a/", user="p-a")
    channels.choose(w.commune, above)
    with pytest.raises(Refusal) as info:
        outgoing.put_in_queue(w.commune, reply)
    assert info.value.code == "E_SEND_DOWN"
    assert queue.queued(w.commune) == {}
    assert outgoing.put_in_queue(w.commune, make(w)).channel == "webdav"
    assert outgoing.put_in_queue(w.commune, reply, "folder").channel == "folder"
