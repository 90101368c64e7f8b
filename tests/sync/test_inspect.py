"""A bundle is explained to a person without being taken in."""

import re
from pathlib import Path

import msgspec
import pytest

from desktop.sync.enrol import request
from desktop.sync.inspect import explain, inspect_bundle
from tests.sync.building import (
    OFFICE_UNIT,
    PROVINCE_UNIT,
    entries_of,
    make,
    plain_parts,
    rezip,
    trust,
)
from tests.sync.offices import office


def test_a_genuine_bundle_is_told_with_its_counts(tmp_path: Path) -> None:
    totals = {"2026-10": {"A03": 15230}}
    written = make(tmp_path, counts={"ops": 5, "blobs": 1}, totals=totals)
    told = inspect_bundle(written.path, trust, [PROVINCE_UNIT])
    assert told["id"] == written.id
    assert told["kind"] == "baocao"
    assert told["origin"]["code"] == "P-LeChan"
    assert told["counts"] == {"ops": 5, "blobs": 1}
    assert told["totals"] == totals
    assert told["valid"]
    assert told["problems"] == []
    assert told["ops_by_stream"] == {"office": 5}
    lines = explain(told).splitlines()
    assert "CĐ phường Lê Chân" in lines[2]
    assert lines[-2:] == ["  5 thay đổi", "  1 tệp đính kèm"]
    assert re.fullmatch(r"Ngày tạo: \d\d/\d\d/\d{4} \d\d:\d\d", lines[3])


def test_an_unknown_sender_is_told_as_a_claim_only(tmp_path: Path) -> None:
    told = inspect_bundle(make(tmp_path).path, lambda key_id: None)
    assert told["origin"]["name"] == "CĐ phường Lê Chân"
    assert not told["valid"]
    assert "ops_by_stream" not in told
    assert "chưa được cấp phép" in told["problems"][0]
    assert "chưa xác thực" in explain(told)


def test_a_bundle_for_somebody_else_is_explained_and_not_valid(tmp_path: Path) -> None:
    told = inspect_bundle(make(tmp_path).path, trust, [OFFICE_UNIT])
    assert told["verified"]
    assert not told["valid"]
    assert told["code"] == "E_AUDIENCE"


def test_a_damaged_bundle_is_not_called_rightly_signed(tmp_path: Path) -> None:
    path = make(tmp_path, counts={"ops": 5, "blobs": 1}).path
    entries = [(name, data.replace(b'"v":101', b'"v":109')) for name, data in entries_of(path)]
    told = inspect_bundle(rezip(path, entries), trust, [PROVINCE_UNIT])
    assert (told["verified"], told["damaged"], told["code"]) == (False, True, "E_HASH")
    said = explain(told)
    assert "chữ ký đúng" not in said
    assert "Xác thực: không đạt" in said
    assert "Gói bị hỏng" in said


def test_a_bundle_whose_signature_was_taken_out_is_told_so(tmp_path: Path) -> None:
    path = make(tmp_path).path
    entries = [(name, data) for name, data in entries_of(path) if name != "manifest.sig"]
    told = inspect_bundle(rezip(path, entries), trust)
    assert told["code"] == "E_NO_SIGNATURE"
    assert "lấy mất chữ ký" in told["problems"][0]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "records/../x", "C:x"])
def test_names_that_lead_elsewhere_are_told_whoever_signed(tmp_path: Path, name: str) -> None:
    path = make(tmp_path).path
    hostile = rezip(path, [*entries_of(path), (name, b"x")])
    for key_for in (trust, lambda _key: None):
        told = inspect_bundle(hostile, key_for)
        assert (told["valid"], told["verified"], told["code"]) == (False, False, "E_UNSAFE")
        (problem,) = told["problems"]  # no word of enrolling whoever made it
        assert "cấu trúc bất thường" in problem
        assert "chữ ký đúng" not in explain(told)


def test_a_file_of_another_kind_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "thư.pdf"
    path.write_bytes(b"%PDF-1.7" + bytes(50))
    told = inspect_bundle(path, trust)
    assert told["code"] == "E_NOT_BUNDLE"
    assert explain(told)


def test_hostile_claims_are_shown_harmless(tmp_path: Path) -> None:
    path = make(tmp_path, plain_parts(b"")).path
    entries = dict(entries_of(path))
    raw = msgspec.json.decode(entries["manifest.json"])
    raw |= {"counts": {"ops": 10**400, "x": "y"}, "totals": [1], "kind": 7, "files": 3}
    rezip(path, list((entries | {"manifest.json": msgspec.json.encode(raw)}).items()))
    told = inspect_bundle(path, trust)
    assert told["counts"] == {}
    assert told["totals"] == {}
    assert not told["valid"]
    assert explain(told)


def test_a_request_for_enrolment_is_explained_with_its_fingerprint(tmp_path: Path) -> None:
    store = office(tmp_path, "xa", 3, OFFICE_UNIT)
    digits = request(store, tmp_path / "dangky.json")
    store.close()
    told = inspect_bundle(tmp_path / "dangky.json", trust)
    assert (told["kind"], told["fingerprint"], told["valid"]) == ("dangky", digits, False)
    assert told["origin"]["unit"] == OFFICE_UNIT
    assert explain(told)
    (tmp_path / "dangky.json").write_bytes(b"{}")
    assert inspect_bundle(tmp_path / "dangky.json", trust)["code"] == "E_REQUEST"
