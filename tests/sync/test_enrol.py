"""Enrolment by files: who is believed, what an office is called, whose the figures are."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from desktop.models.store.keys import cell_key
from desktop.models.store.store import Store
from desktop.sync.enrol import accept, grant, read_grant, read_request, request
from desktop.sync.keys import KeyFile, KeyPair
from desktop.sync.messages import BundleRefusal
from tests.sync.offices import (
    BASE_2,
    COMMUNE,
    OTHER,
    PARENTS,
    PROVINCE,
    enrol,
    lock,
    office,
    put_cells,
    send,
    take,
    write_units,
)

PERIOD = "2026-10"
OWN = "019a0000-0000-7000-8000-00000000000f"


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Store]:
    """A province with its register."""
    store = office(tmp_path, "province", 1, PROVINCE)
    write_units(store, PARENTS)
    yield store
    store.close()


@pytest.fixture
def founder(tmp_path: Path) -> Iterator[Store]:
    """An office that began by itself and calls itself as it likes."""
    store = office(tmp_path, "founder", 2, OWN)
    with store.step("Lập sổ") as step:
        step.put_fields("unit", OWN, {"name@2026-11-02": "CĐ phường A", "code@2026-11-02": "~A",
                                      "kind": "CDP", "parent@2026-11-02": None})  # fmt: skip
    put_cells(store, OWN, PERIOD, A03=77)
    yield store
    store.close()


def code_of(call: object, *arguments: object) -> str:
    """Return the code a call is refused with."""
    with pytest.raises(BundleRefusal) as refused:
        call(*arguments)  # type: ignore[operator]
    return refused.value.code


def test_the_request_tells_who_asks(founder: Store, tmp_path: Path) -> None:
    digits = request(founder, tmp_path / "dangky.json")
    asked = read_request(tmp_path / "dangky.json")
    assert asked.fingerprint == digits
    assert (asked.unit.name, asked.unit.code, asked.unit.id) == ("CĐ phường A", "~A", OWN)


def test_a_self_started_office_becomes_the_registers_unit(
    province: Store, founder: Store, tmp_path: Path
) -> None:
    enrol(province, founder, "P-A", tmp_path)
    assert founder.own_unit == COMMUNE
    assert founder.get("unit", COMMUNE, "name@2025-07-01") == "Công đoàn P-A"
    assert founder.get("unit", COMMUNE, "name@2026-11-02") is None
    assert founder.conflicts() == []
    assert founder.get("cell", cell_key(COMMUNE, PERIOD), "A03") == 77
    result = take(province, send(founder, tmp_path))
    assert (result.skipped, result.warnings) == (0, ())
    assert province.get("cell", cell_key(COMMUNE, PERIOD), "A03") == 77
    assert province.get("unit", COMMUNE, "name@2026-11-02") is None
    assert province.conflicts() == []


def test_a_second_self_started_machine_sees_no_disagreement_about_the_unit(
    province: Store, founder: Store, tmp_path: Path
) -> None:
    """The word over the first machine's was itself replaced when the second was enrolled."""
    enrol(province, founder, "P-A", tmp_path)
    take(province, send(founder, tmp_path))
    other = "019a0000-0000-7000-8000-0000000000aa"
    with office(tmp_path, "máy mới", 8, other) as second:
        with second.step("Lập sổ") as step:
            step.put_fields("unit", other, {"name@2026-11-02": "CĐ phường A", "kind": "CDP",
                                            "code@2026-11-02": "~A"})  # fmt: skip
        request(second, tmp_path / "hai.json")
        given = grant(province, tmp_path / "hai.json", "P-A", tmp_path / "h.zip", replaces=True)
        accept(second, given.bundle.path)
        assert second.conflicts() == []
        assert second.get("unit", COMMUNE, "name@2026-11-02") is None


def test_a_later_rename_from_above_makes_no_conflict(
    province: Store, founder: Store, tmp_path: Path
) -> None:
    enrol(province, founder, "P-A", tmp_path)
    with province.step("Đổi tên") as step:
        step.put("unit", COMMUNE, "name@2025-07-01", "Công đoàn phường Mới")
    take(founder, send(province, tmp_path, "P-A"))
    assert founder.get("unit", COMMUNE, "name@2025-07-01") == "Công đoàn phường Mới"
    assert founder.conflicts() == []


def test_accepting_twice_changes_nothing(province: Store, founder: Store, tmp_path: Path) -> None:
    granted = enrol(province, founder, "P-A", tmp_path)
    before = founder.rows("SELECT count(*) FROM op")
    assert accept(founder, granted.path) == read_grant(founder, granted.path).fingerprint
    assert founder.rows("SELECT count(*) FROM op") == before


def test_the_grant_names_its_file_and_shows_both_fingerprints(
    province: Store, founder: Store, tmp_path: Path
) -> None:
    digits = request(founder, tmp_path / "dangky.json")
    granted = grant(province, tmp_path / "dangky.json", "P-A", tmp_path / "capphep.zip")
    assert granted.fingerprint == digits
    assert granted.bundle.path == tmp_path / "capphep.zip"
    seen = read_grant(founder, granted.bundle.path)
    assert not seen.trusted
    assert seen.fingerprint == KeyPair.derived(1, "province").fingerprint
    accept(founder, granted.bundle.path)
    assert read_grant(founder, granted.bundle.path).trusted


def test_a_grant_is_for_one_store_and_key(province: Store, founder: Store, tmp_path: Path) -> None:
    request(founder, tmp_path / "dangky.json")
    path = grant(province, tmp_path / "dangky.json", "P-A", tmp_path / "g.zip").bundle.path
    other = office(tmp_path, "other", 3, OTHER)
    before = other.rows("SELECT count(*) FROM op")
    assert code_of(accept, other, path) == "E_GRANT"
    KeyFile(founder.folder / "keys").save(KeyPair.derived(1, "new key"))
    assert code_of(accept, founder, path) == "E_GRANT"
    assert other.rows("SELECT count(*) FROM op") == before
    other.close()


def test_an_ordinary_bundle_is_not_a_grant(province: Store, founder: Store, tmp_path: Path) -> None:
    enrol(province, founder, "P-A", tmp_path)
    assert code_of(accept, founder, send(province, tmp_path, "P-A")) == "E_GRANT"


def test_a_grant_offered_as_a_bundle_is_told_apart(
    province: Store, founder: Store, tmp_path: Path
) -> None:
    request(founder, tmp_path / "dangky.json")
    path = grant(province, tmp_path / "dangky.json", "P-A", tmp_path / "g.zip").bundle.path
    assert code_of(take, founder, path) == "E_GRANT_FILE"
    accept(founder, path)
    assert take(founder, path).status == "already"


def test_only_units_below_can_be_enrolled(province: Store, founder: Store, tmp_path: Path) -> None:
    request(founder, tmp_path / "dangky.json")
    asked = tmp_path / "dangky.json"
    assert code_of(grant, province, asked, "không có", tmp_path) == "E_NO_UNIT"
    assert code_of(grant, founder, asked, "~A", tmp_path) == "E_REQUEST"  # its own request
    commune = office(tmp_path, "commune", 3, COMMUNE)
    enrol(province, commune, "P-A", tmp_path)
    for code in ("T", "P-A"):
        assert code_of(grant, commune, asked, code, tmp_path) == "E_NOT_MANAGED"
    commune.close()
    assert province.get("enrol", founder.store_id, "unit") is None


@pytest.mark.parametrize(
    "spoil",
    [lambda d: b"", lambda d: b"{}", lambda d: d[:-20], lambda d: b"\xef\xbb\xbf" + d,
     lambda d: d.replace(b"~A", b"~B"), lambda d: b"[" * 9000, lambda d: d + b" " * 70_000,
     lambda d: d.replace(b'"signature":"', b'"signature":"A')],
)  # fmt: skip
def test_a_spoilt_request_is_refused(
    province: Store, founder: Store, tmp_path: Path, spoil: object
) -> None:
    path = tmp_path / "dangky.json"
    request(founder, path)
    path.write_bytes(spoil(path.read_bytes()))  # type: ignore[operator]
    assert code_of(grant, province, path, "P-A", tmp_path) == "E_REQUEST"


def test_a_missing_request_is_refused(province: Store, tmp_path: Path) -> None:
    assert code_of(grant, province, tmp_path / "không có", "P-A", tmp_path) == "E_READ"


def test_nobody_enrols_as_somebody_elses_store_or_unit(
    province: Store, founder: Store, tmp_path: Path
) -> None:
    enrol(province, founder, "P-A", tmp_path)
    thief = office(tmp_path, "thief", 7, OTHER)
    path = tmp_path / "dangky.json"
    request(thief, path)
    assert code_of(grant, province, path, "P-A", tmp_path) == "E_REQUEST_OTHER"  # P-B's own id
    thief_pair = KeyPair.derived(1, "thief")
    wanted = msgspec.json.decode(path.read_bytes())["request"] | {"store": founder.store_id}
    wanted["unit"]["id"] = ""
    body = msgspec.json.encode(wanted, order="sorted")
    import base64

    signature = base64.b64encode(thief_pair.sign(b"cd-enrol-request/1\n" + body)).decode()
    path.write_bytes(msgspec.json.encode({"request": wanted, "signature": signature}))
    assert code_of(grant, province, path, "P-A", tmp_path) == "E_OTHER_KEY"
    assert code_of(grant, province, path, "P-B", tmp_path) == "E_REQUEST_OTHER"
    thief.close()


def test_a_request_under_the_wrong_unit_names_whose_it_is(
    province: Store, founder: Store, tmp_path: Path
) -> None:
    enrol(province, founder, "P-A", tmp_path)
    KeyFile(founder.folder / "keys").save(KeyPair.derived(1, "khóa mới"))
    request(founder, tmp_path / "dangky.json")
    with pytest.raises(BundleRefusal) as told:
        grant(province, tmp_path / "dangky.json", "P-B", tmp_path)
    assert "là của Công đoàn P-A, không phải của Công đoàn P-B" in str(told.value)
    assert code_of(grant, province, tmp_path / "dangky.json", "P-A", tmp_path) == "E_OTHER_KEY"


def test_earlier_periods_stay_with_who_locked_them(province: Store, tmp_path: Path) -> None:
    commune = office(tmp_path, "commune", 2, COMMUNE)
    lock(province, BASE_2, "2026-09", A03=5)
    enrol(province, commune, "P-A", tmp_path)
    assert province.get("assign", COMMUNE, "office@2026-10-01") == COMMUNE
    put_cells(commune, BASE_2, "2026-09", A03=6)
    put_cells(commune, BASE_2, "2026-10", A03=7)
    result = take(province, send(commune, tmp_path))
    assert [row[1] for row in result.rejected] == [cell_key(BASE_2, "2026-09")]
    commune.close()


def test_a_day_may_be_given(province: Store, tmp_path: Path) -> None:
    commune = office(tmp_path, "commune", 2, COMMUNE)
    enrol(province, commune, "P-A", tmp_path, since=date(2025, 7, 1))
    assert province.fields("assign", COMMUNE) == {"office@2025-07-01": COMMUNE}
    commune.close()
