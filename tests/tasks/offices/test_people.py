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
from desktop.tasks.members.book import add, choose_fields, members_of
from desktop.tasks.members.vault import Vault, create
from desktop.tasks.offices import people
from desktop.tasks.offices.one_person import chosen, numbered, surely, told_of
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


def namesakes(office: Store) -> tuple[Vault, list[str]]:
    """Return a list with An, Ân, and a second An, and their ids."""
    vault = create(office.folder, "một câu đủ dài", NOW)
    choose_fields(vault, ["born", "phone", "note"], NOW)
    rows = (
        {"full_name": "Nguyễn Văn An", "born": "12/5/1988", "phone": "0911 222 333"},
        {"full_name": "Nguyễn Văn Ân", "born": "1/2/1990", "note": "em của Nguyễn Văn An"},
        {"full_name": "Nguyễn Văn An", "born": "3/4/1975", "group": "Tổ 2"},
    )
    return vault, [add(vault, row, NOW).id for row in rows]


def test_a_place_tells_namesakes_apart(office: Store) -> None:
    vault, ids = namesakes(office)
    found = people.find(office, "nguyen van an", vault)
    assert [one.key for one in found] == ids
    assert numbered(found)[2] == (
        "3. Danh sách đoàn viên: Nguyễn Văn An (sinh 3/4/1975 · Công đoàn xã Đồi Chè · Tổ 2)"
    )
    (note,) = people.find(office, "em của Nguyễn", vault)
    assert (note.field, note.can_change) == ("note", False)  # it is not that person's own


def test_only_one_persons_places_are_taken_unasked(office: Store) -> None:
    vault, ids = namesakes(office)
    found = people.find(office, "Nguyễn Văn Ân", vault)
    assert len(found) == 3
    assert [one.key for one in surely(office, found, "nguyễn văn ân")] == [ids[1]]
    with pytest.raises(Refusal, match=r"nhiều người: 1\. .*1988.*; 3\. .*1975.*--row"):
        surely(office, found, "Nguyễn Văn An")
    with pytest.raises(Refusal, match="đúng dấu"):
        surely(office, found, "Nguyen Van An")
    assert [one.key for one in chosen(found, [3])] == [ids[2]]
    with pytest.raises(Refusal, match="dòng số 4"):
        chosen(found, [1, 4])
    people.delete(office, chosen(found, [3]), NOW, vault)
    assert [one.id for one in vault.book.members] == ids[:2]


def test_a_name_kept_for_several_unions_may_be_several_persons(office: Store) -> None:
    found = people.find(office, NAME)  # CS-1's chair; who signs for the commune
    with pytest.raises(Refusal) as caught:
        surely(office, found, NAME)
    assert caught.value.code == "E_SEVERAL"
    assert "CĐCS số 1" in str(caught.value)
    signer = [one for one in found if not one.unit]
    assert len(surely(office, signer, NAME)) == 2


def test_a_tone_written_elsewhere_in_the_syllable_is_the_same_name(office: Store) -> None:
    vault = create(office.folder, "một câu đủ dài", NOW)
    for name in ("Lò Thị Hòa", "Lò Thị Hoa"):
        add(vault, {"full_name": name}, NOW)
    found = people.find(office, "Lò Thị Hoà", vault)
    assert [one.value for one in surely(office, found, "Lò Thị Hoà")] == ["Lò Thị Hòa"]


def test_correcting_reaches_the_member_list(office: Store) -> None:
    vault, ids = namesakes(office)
    add(vault, {"full_name": NAME}, NOW)
    found = people.find(office, NAME, vault)
    mine = [one for one in found if one.can_change]
    assert people.correct(office, mine, "Giàng A Phú", NOW, vault) == 4
    assert vault.book.members[-1].full_name == "Giàng A Phú"
    assert [one.value for one in people.find(office, NAME, vault) if one.value == NAME] == []
    phone = people.find(office, "0911 222 333", vault)
    people.correct(office, phone, "0911 222 444", NOW, vault)
    one = members_of(vault, "0911 222 444")[0]
    assert (one.id, one.full_name) == (ids[0], "Nguyễn Văn An")
    with pytest.raises(Refusal, match="đang khóa"):
        people.correct(office, phone, "0", NOW)


def test_a_refused_correction_of_the_list_changes_no_contact(office: Store) -> None:
    vault = create(office.folder, "một câu đủ dài", NOW)
    add(vault, {"full_name": NAME}, NOW)
    found = people.find(office, NAME, vault)
    with pytest.raises(Refusal, match="chưa có họ và tên"):
        people.correct(office, found, "", NOW, vault)
    assert people.find(office, NAME, vault) == found


def test_a_name_is_corrected_everywhere_in_one_step(office: Store) -> None:
    people.correct(office, people.find(office, NAME), "Giàng A Phú", NOW)
    assert fields(people.find(office, "Giàng A Phú"))[0] == ("contact", "chair_name", True)
    assert len([one for one in people.find(office, NAME) if one.value == NAME]) == 0
    history.undo(office)
    assert len([one for one in people.find(office, NAME) if one.value == NAME]) == 3


def test_a_person_is_deleted_with_the_phone_and_for_good_from_the_list(office: Store) -> None:
    vault = create(office.folder, "một câu đủ dài", NOW)
    add(vault, {"full_name": NAME}, NOW)
    found = people.find(office, NAME, vault)
    assert ("member", "full_name", True) in fields(found)
    people.delete(office, found, NOW, vault)
    left = people.find(office, NAME, vault)
    assert fields(left) == [("outgoing", "subject", False)]
    assert people.find(office, "0900 000 111") == []
    assert members_of(vault) == []
    assert [line["deed"] for line in people.access_log(office)] == ["delete"]


def test_a_persons_data_is_written_for_that_person(office: Store, tmp_path: Path) -> None:
    vault = create(office.folder, "một câu đủ dài", NOW)
    add(vault, {"full_name": NAME, "card": "T-77"}, NOW)
    add(vault, {"full_name": "Giàng A Phú", "card": "T-78"}, NOW)
    places = people.find(office, NAME, vault)
    mine = told_of(office, [one for one in places if not one.unit], NAME)
    out = people.hand_over(office, mine, tmp_path / "phu.txt", NOW, vault)
    assert out.name == "phu - CO THONG TIN CA NHAN.txt"
    text = out.read_text(encoding="utf-8-sig")
    assert "Khen ông" in text
    assert "Số thẻ: T-77" in text
    assert "T-78" not in text
    assert "Họ tên chủ tịch" not in text
    people.hand_over(office, chosen(places, [1]), tmp_path / "phu 2.txt", NOW, vault)
    text = (tmp_path / "phu 2 - CO THONG TIN CA NHAN.txt").read_text(encoding="utf-8-sig")
    assert "Họ tên chủ tịch · CĐCS số 1" in text
    assert "Điện thoại chủ tịch · CĐCS số 1 · từ 01/07/2025: 0900 000 111" in text
    assert "T-77" not in text
    with pytest.raises(Refusal, match="không giữ thông tin"):
        people.hand_over(office, [], tmp_path / "x.txt", NOW)
    log = people.access_log(office)
    assert [line["deed"] for line in log] == ["export", "export"]
    assert NAME not in str(log)


def test_a_text_about_somebody_whose_name_goes_on_is_not_handed_over(office: Store) -> None:
    for number, subject in (("06", f"Khen ông {NAME} Con"), ("07", "Khen ông Giàng A Phú")):
        add_outgoing(office, Outgoing(number=number, symbol="CV", date="2026-05-06",
                                      subject=subject, signer="Người Khác"))  # fmt: skip
    places = [one for one in people.find(office, NAME) if not one.unit]
    mine = told_of(office, places, NAME)
    assert [one.value for one in mine if not one.can_change] == [f"Khen ông {NAME}"]


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
    key = tmp_path / "key.txt"
    key.write_text("một câu đủ dài\n", encoding="utf-8")
    ask(pair.commune, "members", "on", "--key", key, "--yes")
    for name in ("Nguyễn Văn An", "Nguyễn Văn Ân", "Nguyễn Văn An", "Vàng A Sính"):
        ask(pair.commune, "members", "add", "--key", key, f"full_name={name}")
    one = ("Nguyễn Văn An", "--key", key)
    assert "nhiều người" in refused("--store", pair.commune, "people", "delete", *one, "--yes")
    out = tmp_path / "an.txt"
    assert "nhiều người" in refused("--store", pair.commune, "people", "export", *one, "--out", out)
    done = ask(pair.commune, "people", "delete", *one, "--row", "3", "--yes")
    assert (done["deleted"], [row["row"] for row in done["left"]]) == (1, [1, 2])
    done = ask(pair.commune, "people", "delete", *one, "--yes")
    assert [row["value"] for row in done["left"]] == ["Nguyễn Văn Ân"]
    change = ("people", "correct", "Vàng A Sính", "--to", "Vàng A Sinh")
    assert "--key" in refused("--store", pair.commune, *change)
    assert ask(pair.commune, *change, "--key", key)["changed"] == 1
    assert ask(pair.commune, "people", "stale") == {"contacts": []}
