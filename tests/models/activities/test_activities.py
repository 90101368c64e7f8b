"""Activities: kept, checked, found again."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.models.activities import activities
from desktop.models.activities.activities import Activity, Filter
from desktop.models.activities.evidence import keep_file
from desktop.models.errors import Refusal
from desktop.models.packs.packs import load_packs
from desktop.models.store import history
from tests.models.planning import office

PACKS = load_packs()
CATEGORIES, CODES = PACKS.activity_categories, PACKS.indicators
VISIT = Activity(
    "Thăm hỏi công nhân ốm", "CL", date(2026, 5, 15), date(2026, 5, 15), place="Công ty May",
    people=12, women=6, union_money=6_000_000, figures={"E08": 12}, plan_items=("p.1",),
    evidence=(("ab" * 32, "ảnh.jpg"),), partners=("Ban Nữ công",), result="Đã trao quà.",
)  # fmt: skip


def test_an_activity_reads_back_as_it_was_logged(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        key = activities.add_activity(store, VISIT, CATEGORIES, CODES)
        assert activities.read_activity(store, key) == replace(VISIT, id=key)
        assert len(history.steps(store)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "  "},
        {"category": "ZZ"},
        {"end": date(2026, 5, 14)},
        {"start": date(202, 5, 15)},
        {"women": 13},
        {"people": -1, "women": None},
        {"union_money": -5},
        {"social_money": 2**60},
        {"figures": {"E99": 1}},
        {"figures": {"E08": -1}},
    ],
)
def test_what_cannot_be_is_refused_with_a_way_on(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with office(tmp_path) as store:
        with pytest.raises(Refusal) as refused:
            activities.add_activity(store, replace(VISIT, **wrong), CATEGORIES, CODES)
        assert refused.value.message.endswith(".")
        assert refused.value.next_step.endswith(".")
        assert store.rows("SELECT count(*) FROM op") == [(0,)]


def test_a_change_writes_only_what_differs(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        key = activities.add_activity(store, VISIT, CATEGORIES, CODES)
        change = activities.update_activity(store, key, {"people": 14, "place": ""}, CATEGORIES)
        assert sorted(c.field for c in change.changes) == ["people", "place"]
        assert activities.read_activity(store, key).place == ""
        with pytest.raises(Refusal):
            activities.update_activity(store, key, {"people": 3}, CATEGORIES)


def test_a_deleted_activity_is_out_of_sight_and_comes_back(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        key = activities.add_activity(store, VISIT, CATEGORIES, CODES)
        activities.delete_activity(store, key)
        assert activities.list_activities(store) == []
        assert [a.id for a in activities.deleted_activities(store)] == [key]
        with pytest.raises(Refusal):
            activities.delete_activity(store, key)
        activities.restore_activity(store, key)
        assert [a.id for a in activities.list_activities(store)] == [key]


def test_activities_are_found_by_words_without_tones_days_and_links(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        visit = activities.add_activity(store, VISIT, CATEGORIES, CODES)
        sport = activities.add_activity(
            store,
            Activity("Hội thao", "VHTT", date(2026, 5, 30), date(2026, 6, 2), place="Sân vận động"),
            CATEGORIES,
        )

        def found(**wanted: Any) -> list[str]:
            return [a.id for a in activities.list_activities(store, Filter(**wanted))]

        assert found() == [sport, visit]
        assert found(words="tham hoi may") == [visit]
        assert found(words="nu cong") == [visit]
        assert found(words="bóng đá") == []
        assert found(since=date(2026, 6, 1)) == [sport]
        assert found(until=date(2026, 5, 29)) == [visit]
        assert found(categories=frozenset({"VHTT"})) == [sport]
        assert found(plan_item="p.1") == [visit]


def test_weeks_begin_on_monday(tmp_path: Path) -> None:
    assert activities.week_of(date(2026, 5, 17)) == date(2026, 5, 11)
    late = replace(VISIT, start=date(2026, 5, 18), end=date(2026, 5, 18))
    assert activities.by_week([late, VISIT]) == [
        (date(2026, 5, 18), [late]),
        (date(2026, 5, 11), [VISIT]),
    ]


def test_evidence_is_kept_once_under_the_hash_of_what_it_holds(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        photo = tmp_path / "ảnh trao quà.jpg"
        photo.write_bytes(b"picture" * 1000)
        name, title = keep_file(store.folder, photo)
        assert name == hashlib.sha256(photo.read_bytes()).hexdigest()
        assert title == "ảnh trao quà.jpg"
        assert (store.folder / "blobs" / name).read_bytes() == photo.read_bytes()
        assert keep_file(store.folder, photo) == (name, title)
        assert [p.name for p in (store.folder / "blobs").iterdir()] == [name]


def test_evidence_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        for source in (tmp_path / "không có.jpg", tmp_path):
            with pytest.raises(Refusal):
                keep_file(store.folder, source)
        assert list((store.folder / "blobs").iterdir()) == []


def test_records_of_other_versions_are_shown_as_far_as_they_can_be(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        with store.step("x") as step:
            step.put_fields("activity", "a", {"title": "Họp", "start": "2026-05-01", "people": "x"})
            step.put_fields("activity", "b", {"title": "Không có ngày"})
        (shown,) = activities.list_activities(store)
        assert (shown.title, shown.people, shown.end) == ("Họp", None, date(2026, 5, 1))


BARE = Activity("Hội thao", "VHTT", date(2026, 5, 20), date(2026, 5, 20))


def test_a_unit_is_found_by_its_name_whether_it_led_or_helped(tmp_path: Path) -> None:
    may, school = "0199a1b2-0000-7000-8000-00000000000a", "0199a1b2-0000-7000-8000-00000000000b"
    names = {may: "CĐCS Công ty May", school: "CĐCS Trường Tiểu học"}
    with office(tmp_path) as store:
        made = (
            replace(BARE, lead=may),
            replace(BARE, title="Tập huấn", partners=(may, "Đoàn Thanh niên")),
            replace(BARE, title="Đối thoại", lead=school),
        )
        led, helped, other = (activities.add_activity(store, a, CATEGORIES) for a in made)

        def found(**wanted: Any) -> set[str]:
            return {a.id for a in activities.list_activities(store, Filter(**wanted), names)}

        assert found(unit=may) == {led, helped}
        assert found(unit=school) == {other}
        assert found(words="cong ty may") == {led, helped}
        assert found(words="may tap") == {helped}
        assert found(words="0199a1b2") == set()  # nobody searches for an id


def test_what_is_still_to_be_written_is_a_filter(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        bare = activities.add_activity(store, BARE, CATEGORIES)
        told = activities.add_activity(store, replace(VISIT, people=0, women=0), CATEGORIES, CODES)
        for field in activities.LACKING:
            found = [a.id for a in activities.list_activities(store, Filter(lacking=field))]
            assert found == [bare], field
        assert {a.id for a in activities.list_activities(store, Filter())} == {bare, told}
