"""Packs are layered by their rules, and a wrong one is refused by name."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from desktop.models.errors import Refusal
from desktop.models.packs.packs import (
    load_packs,
    shipped_folder,
)
from tests.models.packs.shipped import packs


def write_pack(folder: Path, level: str, **files: list[dict[str, Any]]) -> Path:
    folder.mkdir(parents=True)
    manifest = {"id": folder.name, "version": "1", "issuer": "LĐLĐ", "title": "Gói", "level": level}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for name, records in files.items():
        text = json.dumps({"records": records}, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return folder


def indicator(code: str, **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": "Số trạm dừng nghỉ",
        "english": "rest stops",
        "unit": "trạm",
        "type": "S",
        "frequency": "Q",
        "home": "F4",
        "group": "E",
        **more,
    }


def test_a_province_may_rename_and_add(tmp_path: Path) -> None:
    renamed = indicator("A03", name="Số đoàn viên", home="F1", group="A", unit="người")
    folder = write_pack(tmp_path / "tinh", "province", indicators=[renamed, indicator("E90")])
    found = load_packs([shipped_folder(), folder])
    assert found.ref == "core@2026.11+tinh@1"
    assert found.indicators["A03"].name == "Số đoàn viên"
    assert found.origins["indicators", "A03"] == "tinh@1"
    assert list(found.indicators)[:5] == list(packs().indicators)[:5]
    assert list(found.indicators)[-1] == "E90"


def test_an_office_may_only_add_its_own_codes(tmp_path: Path) -> None:
    own = write_pack(tmp_path / "a", "office", indicators=[indicator("X-TRAM")])
    assert "X-TRAM" in load_packs([shipped_folder(), own]).indicators
    for number, code in enumerate(["A03", "E90"]):
        folder = write_pack(tmp_path / f"b{number}", "office", indicators=[indicator(code)])
        with pytest.raises(Refusal) as refusal:
            load_packs([shipped_folder(), folder])
        assert code in refusal.value.message
    again = write_pack(tmp_path / "c", "office", indicators=[indicator("X-TRAM")])
    with pytest.raises(Refusal):
        load_packs([shipped_folder(), own, again])


def test_an_office_may_add_a_day_to_the_calendar(tmp_path: Path) -> None:
    day = {"month": 8, "day": 15, "title": "Ngày truyền thống của xã", "category": "TT"}
    folder = write_pack(tmp_path / "xa", "office", calendar=[day])
    assert load_packs([shipped_folder(), folder]).calendar[-1].title == day["title"]


def test_layers_come_in_order(tmp_path: Path) -> None:
    office = write_pack(tmp_path / "xa", "office")
    province = write_pack(tmp_path / "tinh", "province")
    with pytest.raises(Refusal):
        load_packs([shipped_folder(), office, province])


def test_a_code_that_refers_to_nothing_is_refused(tmp_path: Path) -> None:
    lost = indicator("X-TRAM", part_of="Z99")
    folder = write_pack(tmp_path / "xa", "office", indicators=[lost])
    with pytest.raises(Refusal, match="Z99"):
        load_packs([shipped_folder(), folder])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"records": [{"code": "X-A"}]}', "$.records[0]"),
        ('{"records": [{"code": "X A", "name": "n"}]}', "$.records[0].code"),
        ('{"records": [{"code": "X-A", "name": "n", "colour": 1}]}', "colour"),
        ('{"records": [{"code": "X-A", "name": 5}]}', "$.records[0].name"),
        ('{"records": [{"code": "X-A", "name": "n"}, {"code": "X-A", "name": "m"}]}', "X-A"),
        ('{"records": [', ""),
        ("", ""),
        ("[" * 100_000, ""),
        ("null", ""),
    ],
)
def test_a_file_that_is_wrong_is_refused_naming_file_and_place(
    tmp_path: Path, text: str, place: str
) -> None:
    folder = write_pack(tmp_path / "xa", "office")
    (folder / "sectors.json").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        load_packs([shipped_folder(), folder])
    assert refusal.value.code == "E_PACK"
    assert "xa/sectors.json" in refusal.value.message
    assert place in refusal.value.message


def test_a_folder_without_a_manifest_and_a_binary_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        load_packs([tmp_path])
    folder = write_pack(tmp_path / "xa", "office")
    (folder / "sectors.json").write_bytes(b"\xff\xfe\x00PK\x03\x04")
    with pytest.raises(Refusal):
        load_packs([shipped_folder(), folder])


def test_names_are_composed_when_read(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Trạm y tế")
    folder = write_pack(tmp_path / "xa", "office", sectors=[{"code": "X-YT", "name": name}])
    assert load_packs([shipped_folder(), folder]).sectors["X-YT"].name == "Trạm y tế"


def test_a_template_must_be_named_as_its_file(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "xa", "office")
    (folder / "templates").mkdir()
    shipped = packs().template_files["nghi-quyet-02"].read_text(encoding="utf-8")
    (folder / "templates" / "X-khac.json").write_text(shipped, encoding="utf-8")
    found = load_packs([shipped_folder(), folder])
    assert "X-khac" in found.template_files
    with pytest.raises(Refusal):
        found.template("X-khac")
