"""Watched folders: new bundles are found by reading alone."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.sync import watch
from desktop.sync.watch import Found, Watcher
from tests.sync.offices import BASE_2, World, lock, put_cells, send, take, world

PERIOD = "2026-10"
_OPENED: list[tuple[str, int]] = []


def _note_opening(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _OPENED and isinstance(arguments[0], str):
        _OPENED.append((arguments[0], int(str(arguments[2] or 0))))


sys.addaudithook(_note_opening)


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    """A small province, everybody enrolled."""
    made = world(tmp_path)
    yield made
    made.close()


@pytest.fixture
def downloads(tmp_path: Path, w: World) -> Path:
    """A watched folder of the province, with other people's files in it."""
    place = tmp_path / "Tải xuống"
    place.mkdir()
    (place / "ảnh.zip").write_bytes(b"PK\x03\x04 not a bundle")
    (place / "đơn.docx").write_bytes(b"PK\x03\x04")
    watch.watch(w.province, place)
    return place


def bundle(w: World, number: int = 120) -> Path:
    """Make a bundle of the commune for the province."""
    put_cells(w.commune, BASE_2, PERIOD, A03=number)
    lock(w.commune, BASE_2, PERIOD, A03=number)
    return send(w.commune, w.out)


def found(w: World) -> list[Found]:
    """Look with fresh eyes."""
    return Watcher().look(w.province)


def test_a_new_bundle_is_found_and_gone_once_taken(w: World, downloads: Path) -> None:
    assert found(w) == []
    file = downloads / "Zalo" / "CĐP Lê Chân" / "CDX (1).zip"
    file.parent.mkdir(parents=True)
    shutil.copy(bundle(w), file)
    (one,) = found(w)
    assert (one.path, one.kind, one.name) == (str(file), "baocao", "Công đoàn P-A")
    assert take(w.province, file).status == "imported"
    assert found(w) == []


def test_the_same_bundle_twice_is_one_and_half_of_one_is_none(w: World, downloads: Path) -> None:
    made = bundle(w)
    content = made.read_bytes()
    growing = downloads / "đang tải.zip"
    growing.write_bytes(content[: len(content) // 2])
    watcher = Watcher()
    assert watcher.look(w.province) == []
    growing.write_bytes(content)
    shutil.copy(made, downloads / "CDX (1).zip")
    assert len(watcher.look(w.province)) == 1


def test_what_is_for_others_or_our_own_is_not_listed(w: World, downloads: Path) -> None:
    shutil.copy(send(w.province, w.out, "P-A"), downloads / "của mình.zip")
    below = send(w.base, w.out)
    shutil.copy(below, downloads / "cho xã.zip")
    assert found(w) == []
    watch.watch(w.commune, downloads)
    assert len(Watcher().look(w.commune)) == 2


def test_ignored_once_is_not_shown_again(w: World, downloads: Path) -> None:
    shutil.copy(bundle(w), downloads / "a.zip")
    (one,) = found(w)
    watch.ignore(w.province, [one.id])
    assert found(w) == []
    shutil.copy(bundle(w, 130), downloads / "b.zip")
    assert len(found(w)) == 1


def test_nothing_is_written_where_bundles_are_looked_for(w: World, downloads: Path) -> None:
    shutil.copy(bundle(w), downloads / "a.zip")
    before = {path: path.stat() for path in (downloads, *downloads.rglob("*"))}
    _OPENED.append(("", 0))
    try:
        assert len(found(w)) == 1
    finally:
        opened, _OPENED[:] = _OPENED[1:], []
    here = [(path, flags) for path, flags in opened if path.startswith(str(downloads))]
    assert here, "the hook saw the reading"
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
    assert [path for path, flags in here if flags & writing] == []
    after = {path: path.stat() for path in (downloads, *downloads.rglob("*"))}
    assert {p: (s.st_mtime_ns, s.st_size, s.st_mode) for p, s in before.items()} == {
        p: (s.st_mtime_ns, s.st_size, s.st_mode) for p, s in after.items()
    }


def test_a_second_look_reads_nothing_again(
    w: World, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(bundle(w), downloads / "a.zip")
    read: list[Path] = []
    real = watch._claim
    monkeypatch.setattr(watch, "_claim", lambda path: read.append(path) or real(path))
    watcher = Watcher()
    assert len(watcher.look(w.province)) == len(watcher.look(w.province)) == 1
    assert len(read) == 2, "the bundle and the other .zip, each once"


def test_depth_links_and_absent_folders(w: World, downloads: Path, tmp_path: Path) -> None:
    made = bundle(w)
    deep = downloads / "1" / "2" / "3"
    deep.mkdir(parents=True)
    shutil.copy(made, deep / "quá sâu.zip")
    elsewhere = tmp_path / "nơi khác"
    elsewhere.mkdir()
    shutil.copy(made, elsewhere / "a.zip")
    (downloads / "liên kết").symlink_to(elsewhere, target_is_directory=True)
    (downloads / "vòng").symlink_to(downloads, target_is_directory=True)
    assert found(w) == []
    assert len(Watcher().look(w.province, [elsewhere, tmp_path / "không có"])) == 1


def test_settings_are_kept_and_bad_folders_refused(w: World, downloads: Path) -> None:
    for bad in (w.province.folder, w.province.folder / "bundles", downloads / "không có"):
        with pytest.raises(Refusal) as info:
            watch.watch(w.province, bad)
        assert info.value.code == "E_WATCH"
    watch.watch(w.province, downloads)
    assert watch.settings(w.province).folders == (str(downloads.resolve()),)
    watch.watch_sticks(w.province, True)
    assert watch.unwatch(w.province, downloads).folders == ()
    assert watch.settings(w.province).sticks
    w.province.remember("watch", {"folders": 3})
    assert watch.settings(w.province) == watch.Settings()


def test_usual_places_are_suggested(tmp_path: Path) -> None:
    (tmp_path / "Downloads").mkdir()
    (tmp_path / "Documents" / "Zalo Received Files").mkdir(parents=True)
    assert [place.name for place in watch.suggestions(tmp_path)] == [
        "Downloads", "Zalo Received Files",
    ]  # fmt: skip


def test_sticks_are_mounted_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stick = tmp_path / "nga" / "USB 8GB"
    stick.mkdir(parents=True)
    monkeypatch.setattr(watch, "_STICKS", (str(tmp_path),))
    assert watch.stick_folders() == []
    monkeypatch.setattr(os.path, "ismount", lambda place: Path(place) == stick)
    assert watch.stick_folders() == [stick]


def test_a_sealed_bundle_is_known_by_its_name(w: World, downloads: Path) -> None:
    made = bundle(w)
    sealed = downloads / f"{made.stem} (2).zip.age"
    sealed.write_bytes(b"age-encryption.org/v1\n")
    (downloads / "khác.zip.age").write_bytes(b"age-encryption.org/v1\n")
    (one,) = found(w)
    assert (one.path, one.name, one.kind) == (str(sealed), "P-A", "baocao")
    take(w.province, made)
    assert found(w) == []
