"""What each verb of `dev` starts, where, and with which variables."""

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from tools import verbs
from tools.environment import Environment

REPO = Path(__file__).resolve().parents[2]


def start(
    copy: Environment, *arguments: str, cwd: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run `dev`'s main on a copy, as a process of its own because it may hand itself over."""
    code = (
        "import sys, pathlib; from tools.verbs import main; "
        f"sys.exit(main(sys.argv[1:], pathlib.Path({str(copy.repo)!r})))"
    )
    keep = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd or copy.repo,
        env={**keep, "PYTHONPATH": str(REPO), **variables},
    )


def started_with(done: subprocess.CompletedProcess[str]) -> tuple[list[str], str, dict[str, str]]:
    assert done.returncode == 0, done.stderr
    arguments, folder, variables = json.loads(done.stdout)
    return arguments, folder, variables


def test_run_passes_its_arguments_on(copy: Environment) -> None:
    arguments, _, variables = started_with(start(copy, "run", "read", "kế hoạch.docx", "--json"))
    assert arguments == ["-P", "-m", "desktop", "read", "kế hoạch.docx", "--json"]
    assert variables["PYTHONPATH"] == str(copy.repo)


def test_run_keeps_the_callers_folder_so_that_file_names_mean_what_they_say(
    copy: Environment, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "nơi khác"
    elsewhere.mkdir()
    _, folder, _ = started_with(start(copy, "run", "read", "a.txt", cwd=elsewhere))
    assert folder == str(elsewhere)


def test_run_opens_the_window_where_there_is_a_display(copy: Environment) -> None:
    arguments, _, _ = started_with(start(copy, "run", DISPLAY=":0"))
    assert arguments == ["-P", "-m", "desktop"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a display")
def test_run_without_a_display_tells_the_story_and_names_the_folder(copy: Environment) -> None:
    done = start(copy, "run", SOCONGDOAN_HOME=str(copy.repo / "sổ"))
    arguments, _, _ = started_with(done)
    assert arguments[:5] == ["-P", "-m", "desktop", "story", "--out"]
    assert Path(arguments[5]).parent == copy.repo / "sổ"
    assert arguments[5] in done.stderr


def test_the_programs_exit_code_is_the_scripts(copy: Environment) -> None:
    assert start(copy, "run", "doctor", FAKE_PYTHON_ANSWERS="1").returncode == 1
    assert start(copy, "run", FAKE_PYTHON_ANSWERS="3").returncode == 3


def test_test_runs_pytest_offscreen_with_a_random_hash_seed(copy: Environment) -> None:
    done = start(copy, "test", "-k", "undo", DISPLAY=":0", PYTHONHASHSEED="1", TZ="Asia/Tokyo")
    arguments, folder, variables = started_with(done)
    assert arguments == ["-P", "-m", "pytest", "-k", "undo"]
    assert folder == str(copy.repo)
    assert variables["QT_QPA_PLATFORM"] == "offscreen"
    assert variables["PYTHONHASHSEED"] is None
    assert variables["TZ"] == "Asia/Tokyo"


def test_shots_and_bench_start_their_modules(copy: Environment) -> None:
    shots, _, variables = started_with(start(copy, "shots", "--out", "ảnh"))
    assert shots == ["-P", "-m", "desktop.ui.shots", "--out", "ảnh"]
    assert variables["QT_QPA_PLATFORM"] == "offscreen"
    bench, _, _ = started_with(start(copy, "bench"))
    assert bench == ["-P", "-m", "tests.benchmarks"]


def test_lint_runs_every_checker_and_fails_when_one_does(copy: Environment) -> None:
    assert start(copy, "lint").stdout.count("-m") == len(verbs.LINTERS)
    failed = start(copy, "lint", FAKE_PYTHON_ANSWERS="1")
    assert failed.returncode == 1
    assert failed.stdout.count("-m") == len(verbs.LINTERS)


def test_an_unknown_verb_is_wrong_usage(copy: Environment) -> None:
    done = start(copy, "rnu")
    assert done.returncode == 2
    assert "rnu" in done.stderr
    assert "./dev run" in done.stderr


def test_setup_refuses_what_it_does_not_know(copy: Environment) -> None:
    assert start(copy, "setup", "--offcie").returncode == 1


@pytest.mark.parametrize(
    ("variables", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"QT_QPA_PLATFORM": "vnc"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_display_is_recognised(variables: dict[str, str], platform: str, expected: bool) -> None:
    assert verbs.has_display(variables, platform) is expected


def test_each_demonstration_gets_a_folder_of_its_own(tmp_path: Path) -> None:
    variables = {"SOCONGDOAN_HOME": str(tmp_path)}
    first = verbs.demonstration_folder(variables, date(2026, 3, 4))
    assert first == tmp_path / "demo-2026-03-04"
    first.mkdir()
    assert verbs.demonstration_folder(variables, date(2026, 3, 4)).name == "demo-2026-03-04-2"


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="XDG is for Linux")
def test_demonstrations_lie_in_the_platforms_data_folder(tmp_path: Path) -> None:
    folder = verbs.demonstration_folder({"XDG_DATA_HOME": str(tmp_path)}, date(2026, 3, 4))
    assert folder == tmp_path / "socongdoan" / "demo-2026-03-04"


def test_a_second_start_costs_less_than_300_ms(copy: Environment) -> None:
    shutil.copytree(REPO / "tools", copy.repo / "tools", ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy2(REPO / "dev", copy.repo / "dev")
    copy.python.write_text("#!/bin/sh\n")
    times = []
    for _ in range(6):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "dev", "run", "doctor"], cwd=copy.repo, check=True)
        times.append(time.perf_counter() - begin)
    assert min(times) < 0.3
