"""Taking a QR sheet: one return counts once, by whatever road it comes and in whatever order."""

from pathlib import Path
from zlib import crc32

import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.revisions import revisions
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.sync import records
from desktop.sync.digits import from_typed, to_digits
from desktop.sync.keys import KeyPair
from desktop.sync.outbox import outbox
from desktop.sync.reader import read_bundle
from desktop.sync.receipts import receipt_for
from desktop.sync.rotation import rotate
from desktop.sync.sheet_export import SealedSheet, remember_sheet, sealed_return
from desktop.sync.sheet_import import import_sheet, import_sheets
from desktop.sync.sheet_waiting import waiting
from desktop.sync.trust import Trust, office_key
from desktop.sync.undo import undo_bundle
from desktop.tasks.exchange.inspecting import inspect
from desktop.tasks.exchange.receive import receive
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    World,
    digest,
    lock,
    put_cells,
    send,
    take,
    world,
)  # fmt: skip

PERIOD = "2026-10"
WORDS_OF_GAP = "Thiếu gói"


@pytest.fixture
def offices(tmp_path: Path):
    found = world(tmp_path)
    yield found
    found.close()


def sheet_of(store: Store, unit: str = BASE) -> SealedSheet:
    """Seal and remember the sheet of a unit's newest return."""
    sealed = sealed_return(store, unit, "F1", PERIOD)
    with store.step("In phiếu QR", barrier="export"):
        remember_sheet(store, sealed, "phieu.pdf")
    return sealed


def locked_base(offices: World) -> SealedSheet:
    put_cells(offices.base, BASE, PERIOD, A01=120, A03=97)
    lock(offices.base, BASE, PERIOD, A01=120, A03=97)
    return sheet_of(offices.base)


def values(store: Store, unit: str = BASE) -> list[dict[str, int]]:
    return [dict(one.values) for one in revisions(store, PERIOD).get((unit, "F1"), [])]


def refusal(store: Store, digits: str) -> Refusal:
    before = digest(store)
    with pytest.raises(Refusal) as told:
        import_sheet(store, digits)
    assert digest(store) == before
    return told.value


def test_a_sheet_counts_at_once(offices: World) -> None:
    sheet = locked_base(offices)
    preview = import_sheet(offices.commune, sheet.digits, dry_run=True)
    assert (preview.status, preview.new, preview.unit) == ("imported", 1, "P-A-01")
    assert values(offices.commune) == []
    done = import_sheet(offices.commune, sheet.digits)
    assert (done.status, done.new, done.warnings) == ("imported", 1, ())
    assert (done.changed, done.unchanged, done.message) == (0, 0, "")
    assert values(offices.commune) == [{"A01": 120, "A03": 97}]
    kept = offices.commune.folder / "bundles" / "in" / f"{sheet.id}.txt"
    assert kept.read_text() == sheet.digits
    assert not [one for one in kept.parent.iterdir() if one.suffix in (".tmp", ".part")]


def test_the_same_sheet_again_changes_nothing(offices: World) -> None:
    sheet = locked_base(offices)
    import_sheet(offices.commune, sheet.digits)
    before = digest(offices.commune)
    again = import_sheet(offices.commune, sheet.digits)
    assert (again.status, again.code, again.unchanged) == ("already", "I_ALREADY", 1)
    assert digest(offices.commune) == before


def test_sheet_and_bundle_give_the_same_office_in_either_order(
    offices: World, tmp_path: Path
) -> None:
    sheet = locked_base(offices)
    bundle = send(offices.base, offices.out)
    first = import_sheet(offices.commune, sheet.digits)
    then = take(offices.commune, bundle)
    assert first.new == 1
    assert (then.status, then.unchanged) == ("imported", 1)
    assert not any(WORDS_OF_GAP in one for one in then.warnings)
    assert values(offices.commune) == [{"A01": 120, "A03": 97}]
    other = world(tmp_path / "again")
    try:
        sheet = locked_base(other)
        take(other.commune, send(other.base, other.out))
        nothing = import_sheet(other.commune, sheet.digits)
        assert (nothing.status, nothing.new, nothing.unchanged) == ("imported", 0, 1)
        assert "đã có trong sổ" in nothing.message
        assert digest(other.commune) == digest(offices.commune)
    finally:
        other.close()


def test_a_sheet_acknowledges_no_more_than_is_held(offices: World) -> None:
    """What lies before it in the chain is still owed: the next bundle must bring it (I5)."""
    sheet = locked_base(offices)
    import_sheet(offices.commune, sheet.digits)
    scope = Scope.of(offices.commune)
    acks = receipt_for(offices.commune, scope, Trust.of(offices.commune, scope), BASE)
    assert sheet.id in acks.bundles
    assert [head for head in acks.heads if head.store == offices.base.store_id] == []
    take(offices.base, send(offices.commune, offices.out, to=BASE))
    (made,) = outbox(offices.base)["bundles"]
    assert (made["id"], made["kind"], made["state"]) == (sheet.id, "phieu", "received")
    result = take(offices.commune, send(offices.base, offices.out))
    assert result.new == 2  # the two figures typed before it was locked
    acks = receipt_for(offices.commune, scope, Trust.of(offices.commune, scope), BASE)
    assert [head.store for head in acks.heads] == [offices.base.store_id]


def test_what_a_sheet_brought_goes_on_to_the_province(offices: World) -> None:
    sheet = locked_base(offices)
    import_sheet(offices.commune, sheet.digits)
    result = take(offices.province, send(offices.commune, offices.out))
    assert result.status == "imported"
    assert values(offices.province) == [{"A01": 120, "A03": 97}]
    assert not any(WORDS_OF_GAP in one for one in result.warnings)
    take(offices.commune, send(offices.base, offices.out))
    take(offices.province, send(offices.commune, offices.out))
    assert values(offices.province) == [{"A01": 120, "A03": 97}]


def test_a_missing_bundle_is_still_told(offices: World) -> None:
    put_cells(offices.base, BASE, PERIOD, A01=1)
    take(offices.commune, send(offices.base, offices.out))
    take(offices.base, send(offices.commune, offices.out, to=BASE))
    put_cells(offices.base, BASE, PERIOD, A01=2)
    bundle = send(offices.base, offices.out)
    offices.commune._db.execute("PRAGMA query_only = OFF")  # as restored from an older copy
    offices.commune._db.execute("DELETE FROM op WHERE store = ?", (offices.base.store_id,))
    assert any(WORDS_OF_GAP in one for one in take(offices.commune, bundle).warnings)


def test_a_commune_types_for_a_union_without_a_computer(offices: World) -> None:
    lock(offices.commune, BASE_2, PERIOD, A01=50, A03=40)
    sheet = sheet_of(offices.commune, BASE_2)
    assert import_sheet(offices.province, sheet.digits).new == 1
    assert values(offices.province, BASE_2) == [{"A01": 50, "A03": 40}]


def test_an_outdated_sheet_is_refused_and_named(offices: World) -> None:
    old = locked_base(offices)
    lock(offices.base, BASE, PERIOD, revision=2, A01=121, A03=97)
    new = sheet_of(offices.base)
    assert new.revision == "2"
    import_sheet(offices.commune, new.digits)
    told = refusal(offices.commune, old.digits)
    assert told.code == "E_QR_OUTDATED"
    assert "Công đoàn P-A-01" in told.message
    assert "bổ sung lần 1" in told.message
    assert "tháng 10/2026" in told.message
    assert values(offices.commune) == [{"A01": 121, "A03": 97}]
    take(offices.commune, send(offices.base, offices.out))
    assert len(values(offices.commune)) == 2
    assert import_sheet(offices.commune, old.digits).new == 0  # known by now: nothing to refuse


def test_a_supplement_by_sheet_follows_the_first(offices: World) -> None:
    first = locked_base(offices)
    import_sheet(offices.commune, first.digits)
    lock(offices.base, BASE, PERIOD, revision=2, A01=121, A03=97)
    import_sheet(offices.commune, sheet_of(offices.base).digits)
    assert values(offices.commune) == [{"A01": 120, "A03": 97}, {"A01": 121, "A03": 97}]


def test_foreign_sheets_are_refused_and_named(offices: World) -> None:
    sheet = locked_base(offices)
    told = refusal(offices.other, sheet.digits)
    assert told.code in ("E_QR_UNKNOWN", "E_QR_FOREIGN")
    assert "P-A-01" in told.message
    lock(offices.commune, COMMUNE, PERIOD, A01=9)
    downward = refusal(offices.base, sheet_of(offices.commune, COMMUNE).digits)
    assert downward.code == "E_QR_FOREIGN"
    assert "Công đoàn P-A" in downward.message


def test_a_return_that_is_not_its_signers_is_refused(offices: World) -> None:
    """The second base union is the commune's to report: an enrolled office cannot write it."""
    lock(offices.base, BASE_2, PERIOD, A01=999)
    told = refusal(offices.commune, sheet_of(offices.base, BASE_2).digits)
    assert told.code == "E_QR_FOREIGN"
    assert offices.commune.rows("SELECT count(*) FROM rejected") == [(0,)]
    assert values(offices.commune, BASE_2) == []


def test_a_sheet_of_a_revoked_machine_is_refused(offices: World) -> None:
    from desktop.sync.revocation import revoke

    sheet = locked_base(offices)
    with offices.commune.step("Thu hồi khóa", barrier="revoke"):
        revoke(offices.commune, offices.base.store_id)
    told = refusal(offices.commune, sheet.digits)
    assert told.code == "E_REVOKED"
    assert "Công đoàn P-A-01" in told.message


def test_one_bad_sheet_never_blocks_the_others(offices: World) -> None:
    sheet = locked_base(offices)
    results = import_sheets(offices.commune, ["28071", sheet.digits, "abc"], "anh.jpg")
    assert [one.status for one in results] == ["refused", "imported", "refused"]
    assert [one.code for one in results] == ["E_QR_SHORT", None, "E_QR_NONE"]


def test_nothing_can_be_sealed_before_it_is_locked_or_without_a_level_above(
    offices: World,
) -> None:
    with pytest.raises(Refusal) as told:
        sealed_return(offices.base, BASE, "F1", PERIOD)
    assert told.value.code == "E_QR_NOT_LOCKED"
    lock(offices.province, COMMUNE, PERIOD, A01=1)
    with pytest.raises(Refusal) as told:
        sealed_return(offices.province, COMMUNE, "F1", PERIOD)
    assert told.value.code == "E_NO_PARENT"


def test_a_bundle_after_a_sheet_follows_the_bundle_before(offices: World) -> None:
    first = send(offices.base, offices.out)
    locked_base(offices)
    opened = read_bundle(send(offices.base, offices.out), lambda _key: offices_key(offices))
    assert opened.manifest.prev_bundle == read_bundle(
        first, lambda _key: offices_key(offices)
    ).id  # fmt: skip


def offices_key(offices: World) -> bytes:
    return office_key(offices.base).public


def test_a_sheet_is_undone_like_a_bundle_until_it_is_sent_on(offices: World) -> None:
    sheet = locked_base(offices)
    import_sheet(offices.commune, sheet.digits)
    undo_bundle(offices.commune, sheet.id)
    assert values(offices.commune) == []
    again = import_sheet(offices.commune, sheet.digits)
    assert again.new == 1
    sheet_of(offices.commune)  # relayed on paper
    with pytest.raises(Refusal) as told:
        undo_bundle(offices.commune, sheet.id)
    assert told.value.code == "E_SENT_ON"


def test_printing_again_is_the_same_sheet(offices: World) -> None:
    first = locked_base(offices)
    assert sheet_of(offices.base) == first
    assert [one.id for one in records.made(offices.base)] == [first.id]


def sheet_with_a_new_key(offices: World) -> SealedSheet:
    """Lock a return of the base union and print it with a key nobody above has heard of."""
    rotate(offices.base, new=KeyPair.derived(1, "base, next"))
    return locked_base(offices)


def test_a_sheet_of_a_new_key_waits_for_the_bundle_that_brings_it(offices: World) -> None:
    sheet = sheet_with_a_new_key(offices)
    before = digest(offices.commune)
    seen = import_sheets(offices.commune, [sheet.digits], dry_run=True)
    assert [one.code for one in seen] == ["E_QR_KEPT"]
    assert waiting(offices.commune) == []
    told = import_sheets(offices.commune, [sheet.digits, sheet.digits])
    assert [one.code for one in told] == ["E_QR_KEPT", "E_QR_KEPT"]
    assert "Công đoàn P-A-01" in told[0].message
    assert [one.code for one in waiting(offices.commune)] == ["P-A-01"]
    assert digest(offices.commune) == before
    bundle = send(offices.base, offices.out)
    first, then = receive(offices.commune, [bundle])
    assert first.status == "imported"
    assert (then.id, then.status) == (sheet.id, "imported")
    assert "giữ từ ngày 02/11/2026" in then.path
    assert values(offices.commune) == [{"A01": 120, "A03": 97}]
    assert waiting(offices.commune) == []


def test_a_sheet_kept_counts_alone_when_the_bundle_brings_only_the_key(offices: World) -> None:
    rotate(offices.base, new=KeyPair.derived(1, "base, next"))
    bundle = send(offices.base, offices.out)
    sheet = locked_base(offices)
    import_sheets(offices.commune, [sheet.digits])
    results = receive(offices.commune, [bundle])
    assert [one.new for one in results][1:] == [1]
    assert values(offices.commune) == [{"A01": 120, "A03": 97}]


def test_a_sheet_kept_is_read_from_the_beginning_when_its_time_comes(offices: World) -> None:
    """A signature that is not the new key's is found out then, and the sheet goes."""
    sheet = sheet_with_a_new_key(offices)
    data = bytearray(from_typed(sheet.digits))
    data[-40] ^= 1
    data[-4:] = crc32(data[:-4]).to_bytes(4)
    forged = to_digits(bytes(data))
    assert [one.code for one in import_sheets(offices.commune, [forged])] == ["E_QR_KEPT"]
    results = receive(offices.commune, [send(offices.base, offices.out)])
    assert [one.code for one in results] == [None, "E_QR_SIGNATURE"]
    assert waiting(offices.commune) == []


def test_only_what_an_enrolled_unit_below_may_have_printed_is_kept(offices: World) -> None:
    sheet = sheet_with_a_new_key(offices)
    assert [one.code for one in import_sheets(offices.other, [sheet.digits])] == ["E_QR_UNKNOWN"]
    assert waiting(offices.other) == []


def test_so_many_sheets_are_kept_and_no_more(offices: World, monkeypatch) -> None:
    monkeypatch.setattr("desktop.sync.sheet_waiting.MOST", 2)
    rotate(offices.base, new=KeyPair.derived(1, "base, next"))
    printed = []
    for rev in (1, 2, 3):
        lock(offices.base, BASE, PERIOD, revision=rev, A01=100 + rev, A03=97)
        printed.append(sheet_of(offices.base).digits)
        import_sheets(offices.commune, printed[-1:])
    assert [one.digits for one in waiting(offices.commune)] == printed[1:]


def test_a_sheet_is_explained_and_not_taken(offices: World, tmp_path: Path) -> None:
    sheet = locked_base(offices)
    file = tmp_path / "phieu.txt"
    file.write_text(sheet.digits, encoding="ascii")
    before = digest(offices.commune)
    told, lines = inspect(file, offices.commune)
    assert (told["id"], told["kind"], told["valid"]) == (sheet.id, "phieu", True)
    assert told["totals"] == {PERIOD: {"A01": 120, "A03": 97}}
    assert told["return"] == {
        "unit": "Công đoàn P-A-01", "form": "F1", "period": PERIOD, "rev": 1,
    }  # fmt: skip
    assert any("Tháng 10/2026" in line for line in lines)
    alone, lines = inspect(file)
    assert (alone["verified"], alone["return"], alone["origin"]["code"]) == (False, None, "P-A-01")
    assert "chưa xác thực" in " ".join(lines)
    file.write_text(sheet.digits + "\n" + sheet_with_a_new_key(offices).digits, encoding="ascii")
    both, _lines = inspect(file, offices.commune)
    assert [one["valid"] for one in both["sheets"]] == [True, False]
    assert digest(offices.commune) == before
