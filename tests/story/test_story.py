"""A month's whole work, headless: what each chapter leaves behind, read back with other eyes."""

import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.cells import period_cells
from desktop.models.figures.checks.estimates import stock_codes
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.units.units import tree_on
from desktop.sync.outbox import outbox
from desktop.tasks.exchange.receive import receive
from desktop.tasks.trial import story as stories
from tests.cli.running import ask, run
from tests.story.conftest import TODAY, Told

MONTH = "2026-10"


def test_every_result_is_a_file_people_can_open(told: Told) -> None:
    files = [Path(name) for name in told.result["files"]]
    assert len(files) == len(set(files)) >= 17
    begins = {".pdf": b"%PDF", ".docx": b"PK", ".xlsx": b"PK", ".zip": b"PK", ".json": b"{"}
    for file in files:
        assert file.is_relative_to(told.folder)
        assert file.read_bytes().startswith(begins[file.suffix]), file.name


def test_it_is_told_in_vietnamese_a_line_each(told: Told) -> None:
    assert len(told.lines) >= 13
    assert all("\n" not in line for line in told.lines)
    assert told.lines[-1].startswith("Xong.")
    assert str(told.folder) in told.lines[-1]


def test_the_province_s_paper_was_understood(told: Told) -> None:
    read = json.loads((told.folder / "1-van-ban-cap-tren" / "doc-duoc.json").read_text("utf-8"))
    assert read["issuer"] == "LIÊN ĐOÀN LAO ĐỘNG TỈNH HẢI VÂN"
    assert read["date"] == TODAY.isoformat()
    assert len(read["outline"]) > 30
    assert read["targets"]
    covered = told.result["plan"]["coverage"]
    assert covered["parent"] == covered["covered"] > 0
    assert covered["missing"] == []


def test_the_plan_is_issued_and_the_activity_hangs_on_an_item_of_it(told: Told) -> None:
    commune = told.office("commune-1")
    plan = told.result["plan"]["plan"]
    found = {row["id"]: row for row in ask(commune, "plan", "list")["plans"]}
    assert found[plan]["state"] == "issued"
    items = {row["id"] for row in ask(commune, "plan", "show", plan)["items"]}
    listed = ask(commune, "activity", "list", "--from", "2026-10-01")["activities"]
    (activity,) = [row for row in listed if row["id"] == told.result["activity"]]
    assert set(activity["plan_items"]) <= items
    assert (activity["people"], activity["women"]) == (12, 8)
    assert activity["union_money"] == 6_000_000


def test_every_stock_was_confirmed_and_the_movement_closes(told: Told) -> None:
    with Reader.open_reader(told.office("commune-1")) as reader:
        values, before = period_cells(reader, MONTH), period_cells(reader, "2026-09")
        codes = stock_codes(reader.packs, reader.packs.forms["F1"])
        units = tree_on(reader, date(2026, 10, 31))
    assert told.result["units"] == 35  # and one that has its own office
    assert len(values) == 36
    for unit, held in values.items():
        assert set(codes) & set(before[unit]) <= set(held)
        assert held["A03"] == before[unit]["A03"] + held["C11"] - held["C24"], units.units[unit]


def test_both_forms_are_locked_accepted_and_known_below(told: Told) -> None:
    rows = ask(told.office("commune-1"), "return", "status", "--period", MONTH)["returns"]
    mine = [row for row in rows if row["unit"] in told.result["locked_F1"]]
    states = {(row["form"], row["state"]) for row in mine if row["form"] in ("F1", "F3")}
    assert states == {("F1", "accepted"), ("F3", "accepted")}


def test_the_bundle_was_received_and_consolidated(told: Told) -> None:
    assert told.result["state"] == "consolidated"
    assert told.result["again"] == "already"
    assert told.result["receipt"]["status"] == "imported"
    with Reader.open_reader(told.office("commune-1")) as reader:
        states = {b["id"]: b["state"] for b in outbox(reader)["bundles"]}
    assert states[told.result["bundle"]["id"]] == "consolidated"


def test_the_bundle_can_be_read_without_the_program(told: Told) -> None:
    path = Path(told.result["bundle"]["path"])
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert "human/DOC_TRUOC.txt" in names
        inside = next(n for n in names if n.endswith(".xlsx"))
        (beside,) = told.result["bundle"]["sheets"]
        assert archive.read(inside) == Path(beside).read_bytes()


def test_members_add_up_in_office_province_and_workbook(told: Told) -> None:
    import openpyxl

    commune, province = told.office("commune-1"), told.office("province")
    code = next(u["code"] for u in ask(commune, "units", "list")["units"] if u["kind"] == "CDP")
    below = ask(commune, "totals", "--period", MONTH, "--unit", code)["A03"]
    above = ask(province, "totals", "--period", MONTH, "--unit", code)["A03"]
    assert below["value"] == above["value"] == told.result["members"]
    assert (above["reported"], above["of"]) == (36, 36)
    book = openpyxl.load_workbook(told.folder / "3-bao-cao" / f"F1-{MONTH}.xlsx", data_only=True)
    numbers = {cell.value for row in book.active.iter_rows() for cell in row}
    assert told.result["members"] in numbers


def test_every_office_is_sound_afterwards(told: Told) -> None:
    for folder in told.result["offices"].values():
        assert ask(Path(folder), "doctor") == {"ok": True, "findings": []}


def is_for_above(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))["kind"] in ("baocao", "saoluu")


def test_all_bundles_in_any_order_and_twice_give_one_digest(told: Told, tmp_path: Path) -> None:
    """The province gets what the commune ever sent once more, backwards: nothing changes."""
    kept = sorted((told.office("commune-1") / "bundles" / "out").glob("*.zip"))
    sent = [path for path in kept if is_for_above(path)]
    assert len(sent) >= 3
    copy = tmp_path / "tỉnh"
    shutil.copytree(told.office("province"), copy)
    before = ask(copy, "digest")
    with Store.open(copy) as store:
        again = receive(store, [*reversed(sent), *sent])
    assert {one.status for one in again} == {"already"}
    assert ask(copy, "digest") == before


def test_a_used_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tệp.txt").write_text("của tôi", encoding="utf-8")
    with pytest.raises(Refusal, match="đã có tệp"):
        stories.tell_story(tmp_path, lambda _line: None, today=TODAY)
    assert run("story", "--out", tmp_path, "--today", TODAY.isoformat()).code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["tệp.txt"]
