"""Backups, restoring, the doctor and the digest."""

import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.cells import cells
from desktop.models.store import office
from desktop.models.store.backup import backup, restore, verify
from desktop.models.store.digest import digest
from desktop.models.store.doctor import examine
from desktop.models.store.keys import return_key
from desktop.models.store.store import Store
from tests.models.offices import clock, commune, enter


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Path, Path, str, str]:
    """An office with a figure and evidence, closed, and its backup: (office, file, unit, store)."""
    store, (unit, *_rest) = commune(tmp_path / "Sổ gốc")
    with store:
        enter(store, "2026-10", unit, A01=12)
        (store.folder / "blobs" / ("a" * 64)).write_bytes(b"minh chung")
        (store.folder / "keys" / "secret").write_bytes(b"never leaves")
        file = backup(store, tmp_path / "sao lưu.zip")
        return store.folder, file, unit, store.store_id


def test_a_restored_office_holds_everything_under_a_new_store_id(
    saved: tuple[Path, Path, str, str], tmp_path: Path
) -> None:
    _folder, file, unit, old = saved
    assert verify(file) == []
    new = restore(file, tmp_path / "Sổ phục hồi", clock=clock(seed=7))
    with Store.open(tmp_path / "Sổ phục hồi", clock=clock(seed=8)) as store:
        assert store.store_id == new != old
        assert cells(store, unit, "2026-10")["A01"].value == 12
        assert (store.folder / "blobs" / ("a" * 64)).read_bytes() == b"minh chung"
        enter(store, "2026-10", unit, A01=13)
        assert examine(store) == []
        (written,) = store.rows("SELECT store FROM op ORDER BY seq DESC LIMIT 1")[0]
        assert written == new


def test_no_key_is_in_a_backup(saved: tuple[Path, Path, str, str]) -> None:
    with zipfile.ZipFile(saved[1]) as archive:
        assert not [name for name in archive.namelist() if "key" in name or "secret" in name]
        assert b"never leaves" not in b"".join(archive.read(n) for n in archive.namelist())


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_backup_is_refused_and_leaves_nothing(
    saved: tuple[Path, Path, str, str], tmp_path: Path, keep: float
) -> None:
    data = saved[1].read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(Refusal):
        restore(cut, tmp_path / "new" / "office")
    assert not (tmp_path / "new").exists()


def test_a_refused_restore_leaves_what_lay_in_the_folder(
    saved: tuple[Path, Path, str, str], tmp_path: Path
) -> None:
    (tmp_path / "new" / "keys").mkdir(parents=True)
    (tmp_path / "new" / "keys" / "mine").write_bytes(b"kept")
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(saved[1]) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[:-1] + b"!" if name == "office.db" else data)
    with pytest.raises(Refusal, match="hỏng"):
        restore(damaged, tmp_path / "new")
    assert [p.relative_to(tmp_path / "new").as_posix() for p in sorted(
        (tmp_path / "new").rglob("*"))] == ["keys", "keys/mine"]  # fmt: skip


@pytest.mark.parametrize("about", ["[]", '{"format":"socongdoan-backup","files":["office.db"]}'])
def test_a_zip_with_an_odd_description_is_no_backup(tmp_path: Path, about: str) -> None:
    file = tmp_path / "x.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("about.json", about)
    with pytest.raises(Refusal, match="không phải bản sao lưu"):
        restore(file, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x89PNG" + b"x" * 500])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(content)
    with pytest.raises(Refusal):
        verify(file)


def test_a_changed_byte_inside_is_found(saved: tuple[Path, Path, str, str], tmp_path: Path) -> None:
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(saved[1]) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[:-1] + b"!" if name == "office.db" else data)
    assert verify(changed) != []


def test_restoring_over_an_office_is_refused(saved: tuple[Path, Path, str, str]) -> None:
    with pytest.raises(Refusal, match="đã có"):
        restore(saved[1], saved[0])


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE leaf SET value = '99' WHERE kind = 'cell'",
        "DELETE FROM leaf WHERE kind = 'unit' AND field LIKE 'name%'",
        "UPDATE op SET raw = CAST(replace(raw, '12', '13') AS BLOB) WHERE kind = 'cell'",
        "DELETE FROM op WHERE seq = (SELECT max(seq) - 1 FROM op)",
    ],
)
def test_the_doctor_finds_what_does_not_follow_from_the_journal(
    saved: tuple[Path, Path, str, str], damage: str
) -> None:
    connection = sqlite3.connect(saved[0] / "office.db", isolation_level=None)
    connection.execute(damage)
    connection.close()
    with Store.open(saved[0]) as store:
        assert examine(store) != []


def lock(store: Store, period: str, unit: str, **values: int) -> None:
    with store.step("Chốt") as step:
        step.put("submit", return_key(unit, "F1", period), "1", {"values": values})


def test_the_digest_leaves_out_local_matters_and_sees_every_figure(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        before = digest(store)
        with store.step("Ghi chú") as step:
            step.put("note", "n", "text", "riêng")
        assert digest(store) == before
        enter(store, "2026-10", unit, A01=1)
        after = digest(store)
        assert after["digest"] != before["digest"]
        assert after["ops"] == before["ops"] + 1
        lock(store, "2026-10", unit, A01=1)
        part = digest(store, unit=unit, period="2026-10")
        assert part["ops"] == 1
        lock(store, "2026-09", unit, A01=1)
        enter(store, "2026-10", unit, reason="Sửa", A01=2)
        assert digest(store, unit=unit, period="2026-10") == part
        assert digest(store, period="2026-09")["ops"] == 1
        assert digest(store, unit=unit)["ops"] == 2


def test_a_backup_never_takes_the_place_of_the_office_s_own_file(
    saved: tuple[Path, Path, str, str],
) -> None:
    folder, _file, unit, _store = saved
    with Store.open(folder) as store:
        with pytest.raises(Refusal, match="chính sổ này"):
            backup(store, folder / "blobs" / ".." / "office.db")
        assert cells(store, unit, "2026-10")["A01"].value == 12


def test_a_backup_that_is_not_there_is_named(tmp_path: Path) -> None:
    for place in (tmp_path / "nowhere.zip", tmp_path, Path(os.devnull)):
        with pytest.raises(Refusal, match="Không có tệp"):
            verify(place)


def test_an_office_that_cannot_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise Refusal("Ổ đĩa chứa sổ đã đầy.")

    monkeypatch.setattr(office, "write_empty_database", full)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thư.txt").write_text("giữ", encoding="utf-8")
    for folder in (tmp_path / "new" / "office", tmp_path / "mine"):
        with pytest.raises(Refusal):
            office.create_office(folder, clock=clock())
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thư.txt"]


def test_offices_made_in_one_folder_at_once_leave_one_whole_office(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    make = "import sys; from pathlib import Path"
    make += "; from desktop.models.store.office import create_office"
    make += "; create_office(Path(sys.argv[1])).close()"
    command = [sys.executable, "-c", make, str(folder)]
    started = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _turn in range(4)]
    for process in started:
        process.wait()
    with Store.open(folder) as store:
        assert examine(store) == []


def test_what_a_cut_off_backup_left_is_swept_a_day_later(
    saved: tuple[Path, Path, str, str], tmp_path: Path
) -> None:
    folder = saved[0]
    (folder / ".backup-old").mkdir()
    left = [folder / ".backup-old", folder / "backups" / "a.zip.part"]
    fresh = folder / "backups" / "b.zip.part"
    for path in (left[1], fresh):
        path.write_bytes(b"x")
    for path in left:
        os.utime(path, (1_700_000_000, 1_700_000_000))
    with Store.open(folder) as store:
        backup(store, tmp_path / "again.zip")
    assert not any(path.exists() for path in left)
    assert fresh.exists()
