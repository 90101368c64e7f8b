"""One person's data: found wherever it is, corrected, deleted, handed over, and logged."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from desktop.models.clock import VIETNAM
from desktop.models.errors import Refusal
from desktop.models.plans.outgoing import Outgoing, add_outgoing
from desktop.models.store import history
from desktop.models.store.store import Store
from desktop.models.units.units import set_attribute
from desktop.tasks.members.book import add, members_of
from desktop.tasks.members.vault import create
from desktop.tasks.offices import people
from desktop.tasks.papers.own_facts import set_facts
from tests.cli.running import ask, make_pair, refused
from tests.models.offices import FOUNDED, commune

NOW = datetime(2026, 11, 21, 9, tzinfo=VIETNAM)
NAME = "Giàng A Phủ"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    """A commune whose papers and contacts name one person, and one text that does."""
    store, ids = commune(tmp_path / "so", 2)
    set_attribute(store, ids[0], "chair_name", NAME, FOUNDED)
    set_attribute(store, ids[0], "chair_phone", "0900 000 111", FOUNDED)
    set_attribute(store, ids[1], "chair_name", "Người Khác", FOUNDED)
    set_facts(store, {"signer_name": NAME})
    add_outgoing(
        store,
        Outgoing(number="05", symbol="CV-CĐX", date="2026-05-05", subject=f"Khen ông {NAME}",
                 signer=NAME),
    )  # fmt: skip
    yield store
    store.close()


def fields(places: list[people.Place]) -> list[tuple[str, str, bool]]:
    return sorted((one.kind, one.field.partition("@")[0], one.can_change) for one in places)


def test_a_person_is_found_everywhere_with_or_without_tones(office: Store) -> None:
    found = people.find(office, "giang a phu")
    assert fields(found) == [
        ("contact", "chair_name", True), ("outgoing", "signer", True),
        ("outgoing", "subject", False), ("setting", "signer_name", True),
    ]  # fmt: skip
    assert found[0].where == "Họ tên chủ tịch · CĐCS số 1 · từ 01/07/2025"
    assert people.find(office, "Phủ A Giàng") == []
    assert people.find(office, "Giàng A P") == []  # whole words: another name begins alike
    with pytest.raises(Refusal, match="quá ngắn"):
        people.find(office, "a")


def test_only_places_that_hold_just_this_name_are_changed_unasked(office: Store) -> None:
    vault = create(office.folder, "một câu đủ dài", NOW)
    for name in (NAME, f"{NAME} Con", "Thào Thị Mỷ"):
        add(vault, {"full_name": name, "joined": "1/1/2020"}, NOW)
    found = people.find(office, NAME, vault)
    assert [one.value for one in found if one.kind == "member"] == [NAME, f"{NAME} Con"]
    sure = people.exactly(found, "giàng a phủ")
    assert {one.value for one in sure} == {NAME}
    people.delete(office, sure, NOW, vault)
    assert {one.full_name for one in members_of(vault)} == {f"{NAME} Con", "Thào Thị Mỷ"}


def test_a_name_is_corrected_everywhere_in_one_step(office: Store) -> None:
    people.correct(office, people.find(office, NAME), "Giàng A Phú")
    assert fields(people.find(office, "Giàng A Phú"))[0] == ("contact", "chair_name", True)
    assert len([one for one in people.find(office, NAME) if one.value == NAME]) == 0
    history.undo(office)
    assert len([one for one in people.find(office, NAME) if one.value == NAME]) == 3


def test_a_person_is_deleted_with_the_phone_and_for_good_from_the_list(office: Store) -> None:
    vault = create(office.folder, "một câu đủ dài", NOW)
    add(vault, {"full_name": NAME}, NOW)
    found = people.find(office, NAME, vault)
    assert ("member", "", True) in fields(found)
    people.delete(office, found, NOW, vault)
    left = people.find(office, NAME, vault)
    assert fields(left) == [("outgoing", "subject", False)]
    assert people.find(office, "0900 000 111") == []
    assert members_of(vault) == []
    assert [line["deed"] for line in people.access_log(office)] == ["delete"]


def test_a_persons_data_is_written_for_that_person(office: Store, tmp_path: Path) -> None:
    vault = create(office.folder, "một câu đủ dài", NOW)
    add(vault, {"full_name": NAME, "card": "T-77"}, NOW)
    out = people.hand_over(office, NAME, tmp_path / "phu.txt", NOW, vault)
    assert out.name == "phu - CO THONG TIN CA NHAN.txt"
    text = out.read_text(encoding="utf-8-sig")
    assert "Họ tên chủ tịch · CĐCS số 1" in text
    assert "Số thẻ: T-77" in text
    assert "Người Khác" not in text
    with pytest.raises(Refusal, match="không giữ thông tin"):
        people.hand_over(office, "Không Có Ai", tmp_path / "x.txt", NOW)
    log = people.access_log(office)
    assert [line["deed"] for line in log] == ["export"]
    assert NAME not in str(log)


def test_contacts_nobody_touched_for_long_are_brought_up(office: Store) -> None:
    assert people.stale_contacts(office, date(2028, 10, 1)) == []
    found = people.stale_contacts(office, date(2028, 12, 1))
    assert len(found) == 3
    with office.step("Nhắc sớm hơn") as step:
        step.put("setting", "privacy", "retention_months", 6)
    assert len(people.stale_contacts(office, date(2027, 7, 1))) == 3


def test_the_same_from_the_command_line(tmp_path: Path) -> None:
    pair = make_pair(tmp_path)
    with Store.open(pair.commune) as store:
        set_attribute(store, store.own_unit, "chair_name", NAME, date(2025, 7, 1))
    (place,) = ask(pair.commune, "people", "find", "giàng a phủ")["places"]
    assert (place["kind"], place["can_change"]) == ("contact", True)
    assert ask(pair.commune, "people", "correct", NAME, "--to", "Giàng A Phú")["changed"] == 1
    assert "--yes" in refused("--store", pair.commune, "people", "delete", "Giàng A Phú")
    assert ask(pair.commune, "people", "delete", "Giàng A Phú", "--yes")["deleted"] == 1
    log = ask(pair.commune, "people", "log")["log"]
    assert [one["deed"] for one in log] == ["find", "correct", "delete"]
    assert ask(pair.commune, "people", "stale") == {"contacts": []}
