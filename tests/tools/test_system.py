"""Which system packages are missing, and how they are got."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import system
from tools.console import Stop

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt is for Linux")


@linux
def test_only_packages_of_missing_libraries_are_asked_for() -> None:
    gone = {"libEGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0"}
    packages = system.missing_qt_packages(lambda library: library not in gone)
    assert packages == ["libegl1", "libglib2.0-0"]
    assert system.missing_qt_packages(lambda library: True) == []


@linux
def test_the_probe_tells_a_library_that_is_there_from_one_that_is_not() -> None:
    assert system.loads("libc.so.6")
    assert not system.loads("libnowhere.so.9")


def test_without_administrator_rights_the_one_line_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "administrator_prefix", lambda: None)
    with pytest.raises(Stop) as stop:
        system.install(["libegl1", "libgl1"])
    line = "sudo apt-get update && sudo apt-get install --no-install-recommends libegl1 libgl1"
    assert line in stop.value.vietnamese.splitlines()[-1]


def test_with_administrator_rights_packages_are_installed_without_questions(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    notes = tmp_path / "calls"
    fake = tmp_path / "apt-get"
    fake.write_text(f'#!/bin/sh\necho "$DEBIAN_FRONTEND $*" >> {notes}\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(system, "administrator_prefix", list)
    system.install(["libegl1"])
    update, install = notes.read_text().splitlines()
    assert update.startswith("noninteractive ")
    assert update.endswith(" update")
    assert install.endswith(" install --yes --no-install-recommends libegl1")


def test_nothing_missing_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", _must_not_be_called)
    system.install([])


@linux
def test_office_packages_that_dpkg_lists_are_not_installed_again() -> None:
    there = {"libreoffice-writer", "locales"}
    missing = system.missing_office_packages(lambda package: package in there)
    assert missing == ["libreoffice-calc", "fonts-croscore"]


@linux
def test_server_packages_that_dpkg_lists_are_not_installed_again() -> None:
    missing = system.missing_server_packages(lambda package: package in {"nginx", "rclone"})
    assert missing == ["apache2-bin", "libnginx-mod-http-dav-ext"]


@linux
def test_no_service_is_started_for_a_package(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    script = system._WITHOUT_STARTING.replace("/usr/sbin/policy-rc.d", str(policy))
    ask = ["sh", "-c", script, "sh", "sh", "-c", f"{policy}; echo $?; exit 7"]
    done = subprocess.run(ask, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("101\n", 7)
    assert not policy.exists(), "services may start again afterwards"

    policy.write_text("#!/bin/sh\nexit 0\n")
    policy.chmod(0o755)
    done = subprocess.run(ask, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("0\n", 7), "a machine's own policy stays"
    assert policy.exists()


def _must_not_be_called(*arguments: object, **options: object) -> None:
    raise AssertionError(f"started {arguments}")


def test_tests_write_into_memory_only_where_there_is_plenty(tmp_path: Path) -> None:
    known = tmp_path / "meminfo"
    known.write_text("MemTotal: 24000000 kB\nMemAvailable: 9000000 kB\n")
    room = shutil.disk_usage(tmp_path).free >= system.TEST_ROOM
    assert system.memory_folder(tmp_path, known) == (tmp_path if room else None)
    known.write_text("MemTotal: 24000000 kB\nMemAvailable: 7000000 kB\n")
    assert system.memory_folder(tmp_path, known) is None
    assert system.memory_folder(tmp_path / "gone", known) is None
    assert system.memory_folder(tmp_path, tmp_path / "gone") is None
