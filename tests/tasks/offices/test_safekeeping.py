"""Backups that make themselves: when, how many are kept, and what they are worth."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.store import backup
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.offices.restoring import restore_in_place
from desktop.tasks.offices.safekeeping import (
    changed_since_backup,
    choose_second_place,
    is_due,
    keep,
    kept_backups,
    second_place,
    thin,
)
from desktop.tasks.offices.standing import backup_standing
from desktop.tasks.papers.own_facts import set_facts
from tests.models.offices import commune

NOW = datetime(2026, 11, 21, 8, 5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A commune's office, closed."""
    store, _units = commune(tmp_path / "sổ")
    store.close()
    return store.folder


def test_a_backup_is_due_once_a_day_and_only_after_a_change(folder: Path) -> None:
    with Store.open(folder) as store:
        assert is_due(store, NOW)
        keep(store, NOW)
        assert not is_due(store, NOW + timedelta(hours=3))
        assert not is_due(store, NOW + timedelta(days=1)), "nothing changed"
        set_facts(store, {"place": "Đồi Chè"})
        assert changed_since_backup(store)
        assert not is_due(store, NOW + timedelta(hours=3)), "one a day"
        assert is_due(store, NOW + timedelta(days=1))


def test_a_kept_backup_is_whole_and_can_be_restored(folder: Path, tmp_path: Path) -> None:
    with Reader.open_reader(folder) as reader:
        file = keep(reader, NOW)
    assert file.name == "so-2026-11-21-0805.zip"
    assert backup.verify(file) == []
    backup.restore(file, tmp_path / "again")


def test_thinning_keeps_days_weeks_and_months(folder: Path) -> None:
    day = datetime(2026, 11, 21, 17, 0)
    for back in range(400):
        for hour in (9, 17):
            at = (day - timedelta(days=back)).replace(hour=hour)
            (folder / "backups" / f"so-{at:%Y-%m-%d-%H%M}.zip").touch()
    thin(folder)
    kept = [one.at for one in kept_backups(folder)]
    assert kept[:7] == [day - timedelta(days=back) for back in range(7)]
    assert len({at.strftime("%Y-%m") for at in kept}) == 12
    assert len(kept) <= 7 + 4 + 12
    assert all(at.hour == 17 for at in kept), "the last of each day"


def test_files_of_others_are_never_thinned(folder: Path) -> None:
    own = folder / "backups" / "truoc-khi-nhap.zip"
    own.touch()
    thin(folder)
    assert own.exists()


def test_a_backup_is_copied_to_the_second_place_when_it_is_there(
    folder: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "USB của chị Hà"
    with Store.open(folder) as store:
        choose_second_place(store, stick)
        assert keep(store, NOW).exists(), "a stick that is not there is no reason to complain"
        stick.mkdir()
        file = keep(store, NOW + timedelta(minutes=1))
        assert (stick / file.name).read_bytes() == file.read_bytes()
        choose_second_place(store, None)
        assert second_place(store) is None


def test_the_office_itself_is_no_second_place(folder: Path) -> None:
    with Store.open(folder) as store, pytest.raises(Refusal) as refused:
        choose_second_place(store, folder / "backups")
    assert refused.value.code == "E_PLACE"


def test_the_standing_names_the_day_and_warns_of_none(folder: Path) -> None:
    with Store.open(folder) as store:
        assert backup_standing(store, NOW).worry
        keep(store, NOW)
        assert backup_standing(store, NOW).text == "Sao lưu hôm nay 08:05"
        later = NOW + timedelta(days=3)
        assert not backup_standing(store, later).worry, "unchanged since"
        set_facts(store, {"place": "Đồi Chè"})
        assert backup_standing(store, later).worry
        assert backup_standing(store, later).text == "Sao lưu 21/11/2026"


def test_restoring_in_place_keeps_the_former_office_beside(folder: Path) -> None:
    with Store.open(folder) as store:
        first = store.store_id
        file = keep(store, NOW)
        set_facts(store, {"place": "Đồi Chè"})
    (folder / "keys" / "key.json").write_text("{}", encoding="utf-8")
    former = restore_in_place(file, folder, NOW)
    assert former is not None
    with Reader.open_reader(former) as reader:
        assert reader.get("setting", "plan", "place") == "Đồi Chè"
    with Reader.open_reader(folder) as reader:
        assert reader.get("setting", "plan", "place") is None
        assert reader.store_id != first
    assert (folder / "keys" / "key.json").exists()
    assert [one.file.name for one in kept_backups(folder)] == [file.name]


def test_a_damaged_backup_leaves_the_office_as_it_was(folder: Path, tmp_path: Path) -> None:
    with Reader.open_reader(folder) as reader:
        file = shutil.copy(keep(reader, NOW), tmp_path / "hỏng.zip")
        store_id = reader.store_id
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)
    before = {path.name for path in folder.parent.iterdir()}
    with pytest.raises(Refusal):
        restore_in_place(file, folder, NOW)
    assert {path.name for path in folder.parent.iterdir()} == before
    with Reader.open_reader(folder) as reader:
        assert reader.store_id == store_id
