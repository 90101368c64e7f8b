"""From the base union to the province and back: bundles, receipts, words from above."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.activities.evidence import keep_file
from desktop.models.store.backup import verify
from desktop.models.store.history import next_undo
from desktop.models.store.keys import cell_key, return_key
from desktop.sync.export import HumanSheet, make_bundle
from desktop.sync.importer import import_bundle, import_files, preview_bundle
from desktop.sync.messages import BundleRefusal
from desktop.sync.outbox import outbox
from desktop.sync.reader import read_bundle
from desktop.sync.receipts import owed
from desktop.sync.records import mark_sent
from desktop.sync.trust import office_key
from desktop.tasks.exchange.exchange_view import read_exchange
from desktop.ui.pages.exchange.bundles_view import state_of
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    OTHER,
    PROVINCE,
    World,
    digest,
    lock,
    put_cells,
    send,
    take,
    world,
)

PERIOD = "2026-10"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """A small province, everybody enrolled."""
    made = world(tmp_path)
    yield made
    made.close()


def refused(code: str, *arguments: object, **options: object) -> None:
    """Expect make_bundle to refuse with a code."""
    with pytest.raises(BundleRefusal) as info:
        make_bundle(*arguments, **options)  # type: ignore[arg-type]
    assert info.value.code == code


def test_figures_go_up_and_a_receipt_comes_back(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=120)
    lock(w.commune, BASE_2, PERIOD, A03=120)
    made = make_bundle(w.commune, w.out, sheets=[HumanSheet("F1_2026-10.xlsx", b"sheet")])
    assert made.path.name.startswith("CDX_P-A_baocao_")
    assert made.totals == {PERIOD: {"A03": 120}}
    assert [sheet.read_bytes() for sheet in made.sheets] == [b"sheet"]
    assert outbox(w.commune)["bundles"][0]["state"] == "made"
    mark_sent(w.commune, made.id, "usb")
    assert outbox(w.commune)["bundles"][0]["state"] == "sent"

    result = take(w.province, made.path)
    assert (result.status, result.code) == ("imported", None)
    assert (result.skipped, result.conflicts, result.warnings) == (0, 0, ())
    assert w.province.get("cell", cell_key(BASE_2, PERIOD), "A03") == 120
    assert result.returns == ((return_key(BASE_2, "F1", PERIOD), "1"),)
    assert owed(w.province) == {COMMUNE: [made.id]}

    receipt = send(w.province, w.out, "P-A")
    assert owed(w.province) == {}
    assert take(w.commune, receipt).received == (made.id,)
    assert outbox(w.commune)["bundles"][0]["state"] == "received"


def test_consolidated_means_every_return_was_accepted(w: World) -> None:
    lock(w.commune, BASE_2, PERIOD, A03=120)
    take(w.province, send(w.commune, w.out))
    with w.province.step("Duyệt") as step:
        step.put("review", return_key(BASE_2, "F1", PERIOD), "1", {"state": "accepted"})
    take(w.commune, send(w.province, w.out, "P-A"))
    assert outbox(w.commune)["bundles"][0]["state"] == "consolidated"


def test_the_word_of_a_higher_office_does_not_move_the_day_a_bundle_was_added_up(w: World) -> None:
    key = return_key(BASE_2, "F1", PERIOD)

    def accepted(op: str) -> str:
        with w.province.step("Duyệt") as step:
            step.put("review", key, "1", {"state": "accepted", "op": op})
        take(w.commune, send(w.province, w.out, "P-A"))
        (told,) = [one for one in outbox(w.commune)["bundles"] if one["kind"] == "baocao"]
        assert told["state"] == "consolidated"
        return str(told["since"])

    lock(w.commune, BASE_2, PERIOD, A03=120)
    take(w.province, send(w.commune, w.out))
    first = accepted("a")
    assert accepted("b") == first
    with w.province.step("Trả lại") as step:
        step.put("review", key, "1", {"state": "returned", "reason": "xem lại"})
    take(w.commune, send(w.province, w.out, "P-A"))
    assert accepted("c") > first


def test_a_bundle_overtaken_by_newer_figures_does_not_read_as_added_up(w: World) -> None:
    def shown() -> tuple[str, str | None, int, str]:
        told = next(b for b in outbox(w.commune)["bundles"] if b["id"] == first.id)
        row = next(b for b in read_exchange(w.commune).bundles if b.id == first.id)
        return told["state"], told["overtaken"], row.reached, state_of(row)

    def say(revision: str, state: str) -> None:
        with w.province.step("Ý kiến") as step:
            step.put("review", return_key(BASE_2, "F1", PERIOD), revision, {"state": state})
        take(w.commune, send(w.province, w.out, "P-A"))

    lock(w.commune, BASE_2, PERIOD, A03=120)
    first = make_bundle(w.commune, w.out)
    take(w.province, first.path)
    say("1", "returned")
    assert shown() == ("received", None, 3, "đã tiếp nhận")
    lock(w.commune, BASE_2, PERIOD, 2, A03=121)
    assert shown() == ("consolidated", "unsent", 3, "đã có bản mới hơn, chưa gửi")
    newer = make_bundle(w.commune, w.out)
    mark_sent(w.commune, newer.id, "usb")
    assert shown() == ("consolidated", "sent", 3, "đã có bản mới hơn, đã gửi")
    take(w.province, newer.path)
    say("2", "accepted")
    assert shown() == ("consolidated", None, 4, "đã tổng hợp")


def test_a_base_unions_lines_are_relayed_unchanged(w: World) -> None:
    lock(w.base, BASE, PERIOD, A03=42)
    take(w.commune, send(w.base, w.out))
    take(w.province, send(w.commune, w.out))
    query = "SELECT raw FROM op WHERE kind = 'submit'"
    assert w.province.rows(query) == w.base.rows(query)


def test_the_upper_offices_words_reach_two_levels_down(w: World) -> None:
    with w.province.step("Đổi tên") as step:
        step.put("unit", BASE, "name@2026-12-01", "Công đoàn Trường A")
        step.put("target", f"{BASE}|2027", "A03", 50, stream="down:all")
    take(w.commune, send(w.province, w.out, "P-A"))
    take(w.base, send(w.commune, w.out, "P-A-01"))
    assert w.base.get("unit", BASE, "name@2026-12-01") == "Công đoàn Trường A"
    assert w.base.get("target", f"{BASE}|2027", "A03") == 50
    assert w.base.conflicts() == []


def test_importing_twice_changes_nothing(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=120)
    path = send(w.commune, w.out)
    take(w.province, path)
    before = digest(w.province), w.province.rows("SELECT count(*) FROM op")
    again = take(w.province, path)
    assert (again.status, again.code) == ("already", "I_ALREADY")
    assert again.message
    assert (digest(w.province), w.province.rows("SELECT count(*) FROM op")) == before


def test_a_preview_tells_what_the_import_does_and_changes_nothing(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=120, A04=3)
    take(w.province, send(w.commune, w.out))
    put_cells(w.commune, BASE_2, PERIOD, A03=121, A05=1)
    path = send(w.commune, w.out)
    before, folder = digest(w.province), sorted((w.province.folder / "bundles/in").iterdir())
    seen = preview_bundle(w.province, path)
    assert digest(w.province) == before
    assert sorted((w.province.folder / "bundles/in").iterdir()) == folder
    done = take(w.province, path)
    assert seen == done
    assert (done.new, done.changed) == (1, 1)
    assert {(c.field, c.before, c.after) for c in done.differences} == {
        ("A03", 120, 121), ("A05", None, 1),
    }  # fmt: skip


def test_a_bundle_with_nothing_new_says_so_in_one_sentence(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=120)
    take(w.province, send(w.commune, w.out))
    again = take(w.province, send(w.commune, w.out))  # no receipt yet: everything once more
    assert (again.status, again.new, again.changed) == ("imported", 0, 0)
    assert again.unchanged > 0
    assert again.message == "Gói này không có gì mới: mọi nội dung đã có trong sổ."
    put_cells(w.commune, BASE_2, PERIOD, A03=121)
    assert take(w.province, send(w.commune, w.out)).message == ""
    receipt = take(w.commune, send(w.province, w.out, "P-A"))
    assert receipt.message.startswith("Gói này chỉ báo tin: ")
    assert "đã nhận 3 gói" in receipt.message


def test_a_bundle_carries_only_what_was_not_acknowledged(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=120)
    first = make_bundle(w.commune, w.out)
    take(w.province, first.path)
    again = make_bundle(w.commune, w.out)
    assert again.counts["ops"] == first.counts["ops"]  # no receipt yet: everything once more
    take(w.commune, send(w.province, w.out, "P-A"))
    assert make_bundle(w.commune, w.out).counts["ops"] == 0
    put_cells(w.commune, BASE_2, PERIOD, A03=121)
    assert make_bundle(w.commune, w.out).counts["ops"] == 1
    assert make_bundle(w.commune, w.out, full=True).counts["ops"] > 1


def test_a_lost_bundle_is_healed_by_the_next(w: World) -> None:
    for value in (1, 2, 3):
        put_cells(w.commune, BASE_2, PERIOD, A03=value)
        last = send(w.commune, w.out)
    result = take(w.province, last)
    assert result.warnings == ()
    assert w.province.get("cell", cell_key(BASE_2, PERIOD), "A03") == 3


def test_a_late_older_bundle_changes_nothing(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=1)
    old = send(w.commune, w.out)
    put_cells(w.commune, BASE_2, PERIOD, A03=2)
    take(w.province, send(w.commune, w.out))
    before = digest(w.province)
    result = take(w.province, old)
    assert (result.new, result.changed) == (0, 0)
    assert digest(w.province) == before


def test_the_provinces_verdict_reaches_the_base_union_through_the_commune(w: World) -> None:
    lock(w.base, BASE, PERIOD, A03=42)
    take(w.commune, send(w.base, w.out))
    take(w.province, send(w.commune, w.out))
    key, verdict = return_key(BASE, "F1", PERIOD), {"state": "returned", "reason": "Thiếu A01"}
    with w.province.step("Trả lại") as step:
        step.put("review", key, "1", verdict, stream=f"down:{COMMUNE}")
    take(w.commune, send(w.province, w.out, "P-A"))
    result = take(w.base, send(w.commune, w.out, "P-A-01"))
    assert result.skipped == 0
    assert w.base.get("review", key, "1") == verdict


def test_a_verdict_relayed_out_of_a_longer_chain_is_no_gap(w: World) -> None:
    lock(w.base, BASE, PERIOD, A03=42)
    lock(w.commune, BASE_2, PERIOD, A03=7)
    take(w.commune, send(w.base, w.out))
    take(w.province, send(w.commune, w.out))
    for unit in (BASE_2, BASE):  # the base union is told of the second line only
        with w.province.step("Duyệt") as step:
            key = return_key(unit, "F1", PERIOD)
            step.put("review", key, "1", {"state": "accepted"}, stream=f"down:{COMMUNE}")
    take(w.commune, send(w.province, w.out, "P-A"))
    result = take(w.base, send(w.commune, w.out, "P-A-01"))
    assert w.base.get("review", return_key(BASE, "F1", PERIOD), "1") == {"state": "accepted"}
    assert result.warnings == ()


def test_a_stranger_and_a_sibling_are_refused(w: World, tmp_path: Path) -> None:
    up = send(w.other, w.out)
    take(w.province, send(w.commune, w.out))  # the province hears of the base union's office
    for store, path, code in (
        (w.commune, up, "E_UNKNOWN_SENDER"),
        (w.base, up, "E_UNKNOWN_SENDER"),
        (w.province, send(w.base, w.out), "E_AUDIENCE"),
    ):
        with pytest.raises(BundleRefusal) as info:
            import_bundle(store, path)
        assert info.value.code == code
        assert list((store.folder / "bundles/in").glob("*.tmp")) == []


def test_what_a_cut_off_import_left_is_removed_by_the_next(w: World) -> None:
    folder = w.province.folder / "bundles/in"
    left, beside = folder / "a.tmp", folder / "b.tmp"  # the other may be read by somebody now
    for path, minutes in ((left, 61), (folder / "c.tmp.part", 61), (beside, 59)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        then = time.time() - minutes * 60
        os.utime(path, (then, then))
    put_cells(w.commune, BASE_2, PERIOD, A03=1)
    take(w.province, send(w.commune, w.out))
    assert sorted(folder.glob("*.tmp*")) == [beside]


def test_one_bad_file_never_blocks_the_others(w: World, tmp_path: Path) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=1)
    good = send(w.commune, w.out)
    cut = tmp_path / "cắt.zip"
    cut.write_bytes(good.read_bytes()[:500])
    results = import_files(w.province, [cut, tmp_path / "không có.zip", good, good])
    assert [result.code for result in results] == ["E_TRUNCATED", "E_READ", None, "I_ALREADY"]
    assert [result.status for result in results] == ["refused", "refused", "imported", "already"]
    assert all(result.message and result.next_step for result in results if result.code)
    assert set(results[0].as_json()) >= {
        "path", "id", "status", "code", "new", "changed", "unchanged", "skipped", "pending",
        "conflicts",
    }  # fmt: skip


def test_receivers_that_cannot_be_are_refused(w: World) -> None:
    refused("E_NO_PARENT", w.province, w.out)
    refused("E_NO_UNIT", w.province, w.out, "không có")
    refused("E_NO_UNIT", w.commune, w.out, "P-B")
    refused("E_NOT_MANAGED", w.commune, w.out, "T")
    refused("E_NOT_MANAGED", w.commune, w.out, "P-A")
    refused("E_NOT_ENROLLED", w.commune, w.out, "P-A-02")
    assert not w.out.exists() or list(w.out.iterdir()) == []


def test_a_device_is_refused_before_it_is_read(w: World) -> None:
    (result,) = import_files(w.province, [Path("/dev/zero" if os.name == "posix" else "NUL")])
    assert result.code == "E_READ"
    assert not list((w.province.folder / "bundles" / "in").glob("*.tmp*"))


def test_a_place_that_cannot_be_written_leaves_no_trace(w: World, tmp_path: Path) -> None:
    (tmp_path / "tệp").write_bytes(b"")
    steps = w.commune.rows("SELECT count(*) FROM step")
    refused("E_WRITE", w.commune, tmp_path / "tệp")
    refused("E_WRITE", w.commune, tmp_path / "tệp" / "con")
    assert w.commune.rows("SELECT count(*) FROM step") == steps
    assert [b["kind"] for b in outbox(w.commune)["bundles"]] == ["capphep"]


def test_a_sheet_that_cannot_be_written_takes_the_bundle_with_it(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise BundleRefusal("E_DISK_FULL", megabytes=1)

    monkeypatch.setattr("desktop.sync.export.write_atomic", full)
    refused("E_DISK_FULL", w.commune, w.out, sheets=[HumanSheet("F1.xlsx", b"x")])
    assert not w.out.exists()
    assert [b["kind"] for b in outbox(w.commune)["bundles"]] == ["capphep"]


def test_making_a_bundle_is_a_barrier(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=1)
    make_bundle(w.commune, w.out)
    assert next_undo(w.commune) is None


def test_evidence_files_travel_only_when_asked_and_once(w: World, tmp_path: Path) -> None:
    (tmp_path / "ảnh.jpg").write_bytes(b"picture")
    sha, name = keep_file(w.commune.folder, tmp_path / "ảnh.jpg")
    with w.commune.step("Hoạt động") as step:
        step.put("activity", "018e0000-0000-7000-8000-0000000000aa", "evidence", [[sha, name]])
    plain = make_bundle(w.commune, w.out)
    assert read_bundle(plain.path, lambda key: office_key(w.commune).public).blobs == {}
    path = make_bundle(w.commune, w.out, attachments=True).path
    take(w.province, path)
    assert (w.province.folder / "blobs" / sha).read_bytes() == b"picture"


def test_a_clock_of_the_future_does_not_drag_ours(w: World) -> None:
    w.commune.clock.jump_to(w.commune.clock.now().date().replace(year=2099))  # type: ignore[attr-defined]
    put_cells(w.commune, BASE_2, PERIOD, A03=1)
    result = take(w.province, send(w.commune, w.out))
    (said,) = [warning for warning in result.warnings if "Đồng hồ" in warning]
    assert "(máy ghi 02/11/2099 08:" in said
    with w.province.step("x") as step:
        step.put("unit", OTHER, "name@2026-12-01", "Tên mới")
    (hlc,) = w.province.rows("SELECT hlc FROM leaf WHERE field = 'name@2026-12-01'")[0]
    year = 1970 + int(hlc[:12], 16) / 1000 / 86400 / 365.25
    assert year < 2027


def test_a_late_return_to_an_accepted_one_is_announced(w: World) -> None:
    lock(w.commune, BASE_2, PERIOD, A03=120)
    take(w.province, send(w.commune, w.out))
    with w.province.step("Duyệt") as step:
        step.put("review", return_key(BASE_2, "F1", PERIOD), "1", {"state": "accepted"})
    lock(w.commune, BASE_2, PERIOD, revision=2, A03=125)
    result = take(w.province, send(w.commune, w.out))
    assert result.pending == 1


def test_a_full_bundle_returns_an_office_its_own_work(w: World, tmp_path: Path) -> None:
    put_cells(w.commune, BASE_2, PERIOD, A03=120)
    lock(w.commune, BASE_2, PERIOD, A03=120)
    take(w.province, send(w.commune, w.out))
    from tests.sync.offices import enrol, office

    again = office(tmp_path, "commune-again", 9, COMMUNE)
    enrol(w.province, again, "P-A", tmp_path)
    assert again.get("cell", cell_key(BASE_2, PERIOD), "A03") == 120
    put_cells(again, BASE_2, PERIOD, A03=121)
    assert take(w.province, send(again, w.out)).skipped == 0
    assert w.province.get("cell", cell_key(BASE_2, PERIOD), "A03") == 121
    again.close()


def test_the_province_is_known_to_all_and_keys_differ(w: World) -> None:
    for store in (w.commune, w.base):
        assert store.get("enrol", w.province.store_id, "unit") == PROVINCE
    assert w.base.get("enrol", w.other.store_id, "key") is None


def test_a_verified_backup_comes_before_many_changes_only(w: World) -> None:
    backups = w.province.folder / "backups"
    put_cells(w.commune, BASE_2, PERIOD, A03=1)
    take(w.province, send(w.commune, w.out))
    before = len(list(backups.iterdir()))
    put_cells(w.commune, BASE_2, PERIOD, **{f"X{n:02d}": n for n in range(60)})
    take(w.province, send(w.commune, w.out))
    made = sorted(backups.iterdir())
    assert len(made) == before + 1
    assert verify(made[-1]) == []


def test_an_import_that_cannot_be_backed_up_changes_nothing(w: World) -> None:
    put_cells(w.commune, BASE_2, PERIOD, **{f"X{n:02d}": n for n in range(60)})
    path = send(w.commune, w.out)
    before = digest(w.province)

    def full_disk(store: object) -> None:
        raise BundleRefusal("E_DISK_FULL", megabytes=9)

    with pytest.raises(BundleRefusal, match="9 MB"):
        import_bundle(w.province, path, backup=full_disk)
    assert digest(w.province) == before
    assert list((w.province.folder / "bundles/in").iterdir()) == []
