"""An activity counts once: for whoever led it, else for the office that wrote it; it alone changes
it, whoever else reads it."""

from pathlib import Path
from typing import Any

import pytest

from desktop.models.store.store import Store
from tests.cli.running import PERIOD, Pair, ask, refused, run

VISIT = ("activity", "add", "--title", "Thăm hỏi đoàn viên ốm", "--category", "CL", "--from",
         "2026-10-05", "--people", 2)  # fmt: skip
FROM = ("figures", "from-activities", "--period", PERIOD)


def import_at(store: Path, path: Path) -> dict[str, Any]:
    (row,) = ask(store, "bundle", "import", path, "--yes")["files"]
    return dict(row)


@pytest.fixture
def visited(pair: Pair) -> str:
    """A visit of the commune without a lead, its figure taken, locked and imported above."""
    key = str(ask(pair.commune, *VISIT)["id"])
    assert ask(pair.commune, *FROM)["taken"] == {"E07": 2}
    pair.lock("F4")
    assert import_at(pair.province, pair.send())["status"] == "imported"
    return key


def test_an_activity_without_a_lead_is_of_the_office_that_wrote_it(
    pair: Pair, visited: str
) -> None:
    assert ask(pair.province, *FROM, "--dry-run")["taken"] == {}
    refused("--store", pair.province, *FROM, "E07")
    below = ask(pair.province, *FROM, "--unit", "P-A", "--dry-run")
    assert (below["taken"], "differs" in below) == ({}, False)
    traced = ask(pair.province, "trace", "--period", PERIOD, "--unit", "P-A", "E07")
    (part,) = (part for part in traced["parts"] if part["value"])
    told = run("--store", pair.province, "trace", "--period", PERIOD, "E07").out
    assert part["value"] == 2
    assert "nay 0" not in told
    assert "hoạt động ngày 05/10/2026: Thăm hỏi đoàn viên ốm" in told
    (listed,) = ask(pair.province, "activity", "list", "--unit", "P-A")["activities"]
    assert (listed["id"], listed["own"], listed["office_name"], listed["lead"]) == (
        *(visited, False, "Công đoàn phường A", None),
    )
    assert "– Công đoàn phường A" in run("--store", pair.province, "activity", "list").out
    (at_home,) = ask(pair.commune, "activity", "list")["activities"]
    assert at_home["own"] is True


def test_only_the_office_that_wrote_an_activity_changes_it(pair: Pair, visited: str) -> None:
    for verb in (("edit", visited, "--people", 5), ("delete", visited)):
        said = refused("--store", pair.province, "activity", *verb)
        assert "Công đoàn phường A" in said
        assert "chỉ xem được" in said
        assert "báo đơn vị đó" in said
    ask(pair.commune, "activity", "edit", visited, "--people", 3)
    import_at(pair.province, pair.send("gói 2"))
    (listed,) = ask(pair.province, "activity", "list")["activities"]
    assert listed["people"] == 3


def test_what_an_office_above_once_wrote_over_an_activity_counts_no_more(
    pair: Pair, visited: str
) -> None:
    """Earlier versions let the level above change and delete it in its own books."""
    with Store.open(pair.province) as store, store.step("Như bản cũ") as step:
        step.put("activity", visited, "deleted", True)
        step.put("activity", visited, "people", 9)
        step.put("activity", visited, "place", "Chỗ khác")
    (listed,) = ask(pair.province, "activity", "list")["activities"]
    assert (listed["people"], listed["place"]) == (2, None)
    ask(pair.commune, "activity", "edit", visited, "--people", 4)
    assert import_at(pair.province, pair.send("gói 2"))["skipped"] == 0
    (listed,) = ask(pair.province, "activity", "list")["activities"]
    assert listed["people"] == 4


def test_an_activity_led_by_a_unit_named_before_enrolment_is_found_by_the_registers_id(
    pair: Pair,
) -> None:
    with Store.open(pair.commune) as store:
        own = store.meta("unit")
    key = ask(pair.commune, *VISIT)["id"]
    with Store.open(pair.commune) as store, store.step("Trước khi cấp phép") as step:
        step.put("activity", key, "lead", own)
    assert ask(pair.commune, *FROM, "--dry-run")["taken"] == {"E07": 2}
