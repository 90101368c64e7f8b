"""Where an office may live."""

from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.store import places
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from tests.models.offices import clock


@pytest.mark.parametrize("name", ["OneDrive", "OneDrive - Cong doan", "Dropbox", "Google Drive"])
def test_a_synced_folder_is_refused_with_a_way_out(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        create_office(tmp_path / name / "so", clock=clock())
    assert refused.value.code == "E_PLACE"
    assert refused.value.next_step
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "vfat"])
def test_network_and_removable_disks_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(places, "_filesystem_of", lambda _folder: kind)
    with pytest.raises(Refusal):
        places.check_place(tmp_path)


@pytest.mark.parametrize("kind", ["tmpfs", "overlay", "ext4", ""])
def test_ordinary_memory_and_container_disks_are_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(places, "_filesystem_of", lambda _folder: kind)
    places.check_place(tmp_path)


def test_the_default_folder_follows_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOCONGDOAN_HOME", str(tmp_path / "nhà"))
    assert places.default_folder() == tmp_path / "nhà"


@pytest.mark.parametrize("content", [None, b"", b"not a database at all" * 100])
def test_what_holds_no_office_is_told_in_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "office.db").write_bytes(content)
    with pytest.raises(Refusal) as refused:
        Store.open(tmp_path)
    assert refused.value.code in ("E_NO_OFFICE", "E_CORRUPT")
    if content is not None:
        assert (tmp_path / "office.db").read_bytes() == content


def test_a_newer_major_version_is_refused_politely(tmp_path: Path) -> None:
    store = create_office(tmp_path / "so", clock=clock())
    store.close()
    import sqlite3

    connection = sqlite3.connect(tmp_path / "so" / "office.db", isolation_level=None)
    connection.execute("PRAGMA user_version = 2000")
    connection.close()
    with pytest.raises(Refusal) as refused:
        Store.open(tmp_path / "so")
    assert refused.value.code == "E_NEWER_FORMAT"


def test_paths_with_vietnamese_letters_and_spaces_work(tmp_path: Path) -> None:
    folder = tmp_path / "Sổ Công đoàn % phường #1" / "năm 2026"
    create_office(folder, clock=clock()).close()
    with Store.open(folder) as store:
        assert store.folder == folder
    assert (folder / "office.lock").exists()
