"""Undoing a bundle and choosing between values by the command line."""

import re
import shutil
from pathlib import Path

from desktop.models.store.store import Store
from tests.cli.running import PERIOD, Pair, ask, refused, run

OTHER = "018e0000-0000-7000-8000-0000000000ff"
GET = ("figures", "get", "--unit", "P-A-01", "--period", PERIOD)


def test_a_bundle_is_undone_and_can_be_taken_again(pair: Pair) -> None:
    pair.figures("P-A-01", A03=40)
    path = pair.send()
    before = ask(pair.province, "digest")
    told = ask(pair.province, "bundle", "import", path)["files"][0]
    seen = ask(pair.province, "bundle", "undo", told["id"], "--dry-run")
    assert ask(pair.province, *GET) == {"A03": 40}
    done = ask(pair.province, "bundle", "undo", told["id"], "--yes")
    assert done == seen
    assert done["recomputed"] >= 1
    assert ask(pair.province, *GET) == {}
    assert ask(pair.province, "digest") == before
    assert ask(pair.province, "doctor")["ok"]
    assert "đã hoàn tác rồi" in refused("--store", pair.province, "bundle", "undo", told["id"])
    assert ask(pair.province, "bundle", "import", path)["files"][0]["status"] == "imported"
    assert ask(pair.province, *GET) == {"A03": 40}


def test_what_cannot_be_undone_is_one_sentence(pair: Pair) -> None:
    assert "Không có gói" in refused("--store", pair.province, "bundle", "undo", "0" * 64)
    assert "Không có gói" in refused("--store", pair.province, "bundle", "undo", "ab")


def test_two_values_are_listed_and_one_is_kept(pair: Pair, tmp_path: Path) -> None:
    copy = tmp_path / "máy hai"
    shutil.copytree(pair.commune, copy)
    for office, number in ((pair.commune, 40), (copy, 41)):
        ask(office, "figures", "set", "--unit", "P-A-01", "--period", PERIOD, f"A03={number}")
        made = ask(office, "bundle", "export", "--out", tmp_path / office.name)
        ask(pair.province, "bundle", "import", made["path"])
    down = ask(pair.province, "bundle", "export", "--out", tmp_path, "--to", "P-A", "--full")
    ask(pair.commune, "bundle", "import", down["path"])
    (found,) = ask(pair.commune, "conflicts", "list")["conflicts"]
    assert set(found) >= {"key", "values"}
    assert sorted(value["value"] for value in found["values"]) == [40, 41]
    assert all({"op", "value", "role", "at"} <= set(value) for value in found["values"])
    said = run("--store", pair.commune, "conflicts", "list").out
    assert "máy này" in said
    assert "office" not in said
    assert re.search(r"\(máy này, \d\d/\d\d/\d{4} \d\d:\d\d\)", said)
    (above,) = ask(pair.province, "conflicts", "list")["conflicts"]
    first = next(value["op"] for value in found["values"] if value["value"] == 40)
    resolve = ("conflicts", "resolve", found["key"], "--op")
    assert "không chọn được" in refused("--store", pair.province, *resolve[:2], above["key"],
                                         "--op", first)  # fmt: skip
    assert ask(pair.commune, *resolve, first)["conflicts"] == 0
    assert ask(pair.commune, "conflicts", "list") == {"conflicts": []}
    assert ask(pair.commune, *GET) == {"A03": 40}
    assert "Không có chỗ" in refused("--store", pair.commune, *resolve, first)


def test_what_does_not_count_is_told_at_both_ends(pair: Pair, tmp_path: Path) -> None:
    assert ask(pair.commune, "rejected", "list") == {"rejected": []}
    with Store.open(pair.commune) as store, store.step("x") as step:
        step.put("cell", f"{PERIOD}|{OTHER}", "A03", 7)
    ask(pair.province, "bundle", "import", pair.send())
    (above,) = ask(pair.province, "rejected", "list")["rejected"]
    assert (above["by"], above["value"], above["ours"]) == ("", 7, False)
    down = ask(pair.province, "bundle", "export", "--out", tmp_path, "--to", "P-A")
    ask(pair.commune, "bundle", "import", down["path"])
    (told,) = ask(pair.commune, "rejected", "list")["rejected"]
    assert (told["op"], told["by"], told["ours"]) == (above["op"], "LĐLĐ tỉnh Thử", True)
    assert "không tính vì" in run("--store", pair.commune, "rejected", "list").out
