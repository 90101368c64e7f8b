"""An older copy of an office put back by hand, and two copies in use, are known when opened."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from desktop.models.clock import VIETNAM
from desktop.models.store.backup import backup, restore
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.offices import last_seen
from tests.models.offices import commune

NOW = datetime(2026, 11, 21, 17, 0, tzinfo=VIETNAM)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office that was closed."""
    store, _units = commune(tmp_path / "sổ", 1)
    store.close()
    return store.folder


def write(folder: Path, text: str) -> None:
    with Store.open(folder) as store, store.step("Ghi chú") as step:
        step.put("note", "n", "text", text)


def closed(folder: Path) -> None:
    with Reader.open_reader(folder) as reader:
        last_seen.note(reader, NOW)


def doubt(folder: Path) -> str:
    with Reader.open_reader(folder) as reader:
        return last_seen.doubt(reader)


def test_an_office_that_goes_on_is_not_doubted(folder: Path) -> None:
    assert doubt(folder) == "", "never seen before"
    closed(folder)
    write(folder, "thêm")
    assert doubt(folder) == ""


def test_an_older_copy_put_back_by_hand_is_told(folder: Path, tmp_path: Path) -> None:
    old = shutil.copytree(folder, tmp_path / "bản cũ")
    write(folder, "việc của hôm nay")
    closed(folder)
    shutil.rmtree(folder)
    old.rename(folder)
    told = doubt(folder)
    assert "là bản cũ" in told
    assert "đến ngày 21/11/2026" in told


def test_two_folders_of_one_office_are_told(folder: Path, tmp_path: Path) -> None:
    closed(folder)
    twin = shutil.copytree(folder, tmp_path / "bản nữa")
    assert f"còn một bản nữa ở {folder}" in doubt(twin)
    shutil.rmtree(folder)
    assert doubt(twin) == "", "moved, not doubled"


def test_a_restored_office_is_another_one(folder: Path, tmp_path: Path) -> None:
    with Reader.open_reader(folder) as reader:
        backup(reader, tmp_path / "sao.zip")
    write(folder, "sau khi sao lưu")
    closed(folder)
    restore(tmp_path / "sao.zip", tmp_path / "khôi phục")
    assert doubt(tmp_path / "khôi phục") == ""


def test_a_note_that_cannot_be_kept_or_read_only_loses_the_warning(folder: Path) -> None:
    file = last_seen.place()
    file.mkdir(parents=True)
    closed(folder)
    assert doubt(folder) == ""
    file.rmdir()
    file.write_text("{", encoding="utf-8")
    assert doubt(folder) == ""
    closed(folder)
    assert list(last_seen._all()) != []
