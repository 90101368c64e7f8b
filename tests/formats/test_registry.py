"""A file is written whole or not at all; what hinders it is told in a sentence."""

import errno
import os
from pathlib import Path

import pytest

from desktop.formats import registry
from desktop.formats.registry import WRITERS, render, write, write_bytes
from desktop.models.errors import Refusal
from tests.formats import samples


def code_of(path: Path) -> str:
    with pytest.raises(Refusal) as refused:
        write(samples.members_report(2), path)
    assert refused.value.message.endswith(".")
    assert refused.value.next_step
    return refused.value.code


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_every_suffix_writes_a_file_and_nothing_else(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"Biểu số liệu tháng 10{suffix.upper()}"
    write(samples.members_report(2), path, meta={"unit": "x"})
    assert path.stat().st_size > 100
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_rewriting_replaces_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    write(samples.plan(), path)
    assert path.read_bytes() == render(samples.plan(), ".pdf")


def test_an_unknown_suffix_is_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path / "a.odt") == "E_SUFFIX"
    assert code_of(tmp_path / "a") == "E_SUFFIX"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path / "không có" / "a.pdf") == "E_NO_FOLDER"


def test_a_folder_in_the_files_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    assert code_of(tmp_path / "a.pdf") == "E_FILE_NAME"


def test_a_name_too_long_is_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path / ("ă" * 300 + ".pdf")) == "E_FILE_NAME"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lock", ["~$a.xlsx", ".~lock.a.xlsx#"])
def test_a_workbook_open_elsewhere_is_left_alone(lock: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    (tmp_path / lock).touch()
    assert code_of(path) == "E_FILE_OPEN"
    assert path.read_bytes() == b"old"


def test_a_file_that_may_only_be_read_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o444)
    # The superuser may write everything, so what the system answers is set here.
    monkeypatch.setattr(registry.os, "access", lambda asked, mode: asked != path)
    assert code_of(path) == "E_READ_ONLY"
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "E_DISK_FULL"), (errno.EROFS, "E_READ_ONLY"), (errno.EIO, "E_WRITE")],
)
def test_a_failing_disk_leaves_the_old_file_and_no_rest(
    number: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(registry.os, "fsync", fail)
    assert code_of(path) == code
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.pdf"]


def test_a_program_that_lets_go_in_time_only_delays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, tries, move = tmp_path / "a.bin", [], os.replace

    def held_twice(source: Path, target: Path) -> None:
        tries.append(source)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "held")
        move(source, target)

    monkeypatch.setattr(registry.os, "replace", held_twice)
    write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert len(tries) == 3


def test_a_program_that_never_lets_go_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    class Held(PermissionError):
        winerror = 32

    def held(source: Path, target: Path) -> None:
        raise Held(errno.EACCES, "held")

    monkeypatch.setattr(registry.os, "replace", held)
    with pytest.raises(Refusal) as refused:
        write_bytes(path, b"new")
    assert refused.value.code == "E_FILE_OPEN"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.bin"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_really_full_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf.part").symlink_to("/dev/full")
    assert code_of(tmp_path / "a.pdf") == "E_DISK_FULL"
    assert list(tmp_path.iterdir()) == []
