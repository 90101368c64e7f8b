"""The command line as its own process: UTF-8 in any locale, pipes, interrupts, start-up."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import PERIOD, Pair, run

PLACES = (
    {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"LC_ALL": "C", "LANG": "C"},
    {"LC_ALL": "vi_VN.UTF-8", "LANG": "vi_VN.UTF-8", "TZ": "Asia/Ho_Chi_Minh"},
    {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "America/New_York"},
    {"PYTHONIOENCODING": "latin-1"},
)


def start(
    *arguments: object, env: dict[str, str] | None = None, **more: object
) -> subprocess.Popen:
    command = [sys.executable, "-m", "desktop", *(str(argument) for argument in arguments)]
    return subprocess.Popen(
        command, env=os.environ | (env or {}), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        **more,
    )  # fmt: skip


def finish(*arguments: object, env: dict[str, str] | None = None) -> tuple[int, bytes, bytes]:
    process = start(*arguments, env=env)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def at(place: dict[str, str], locales: Path | None) -> dict[str, str]:
    return place | ({"LOCPATH": str(locales)} if locales else {})


@pytest.mark.parametrize("place", PLACES, ids=lambda p: p.get("LANG", "latin-1"))
def test_answers_are_utf8_and_the_same_everywhere(
    pair: Pair, place: dict[str, str], locales: Path | None
) -> None:
    env = at(place, locales)
    code, out, err = finish("--store", pair.commune, "units", "list", "--json", env=env)
    assert (code, err) == (0, b"")
    here = run("--store", pair.commune, "units", "list", "--json")
    assert json.loads(out.decode("utf-8")) == here.json
    code, out, err = finish("plan", "show", "không có", "--store", pair.commune, env=env)
    assert (code, out) == (1, b"")
    assert "Không có kế hoạch “không có” trong sổ." in err.decode("utf-8")


@pytest.mark.parametrize("place", PLACES, ids=lambda p: p.get("LANG", "latin-1"))
def test_vietnamese_arguments_arrive_whole_everywhere(
    tmp_path: Path, place: dict[str, str], locales: Path | None
) -> None:
    folder, name = tmp_path / "Sổ của tôi", "Công đoàn phường Lê Chân"
    env = at(place, locales)
    code, _out, err = finish(
        "--store", folder, "office", "new", "--name", name, "--kind", "CDP", env=env
    )
    assert (code, err) == (0, b"")
    (unit,) = run("--store", folder, "units", "list", "--json").json["units"]
    assert unit["name"] == name


def test_figures_read_and_totals_do_not_depend_on_the_place(
    pair: Pair, locales: Path | None
) -> None:
    pair.figures("P-A-01", A03="1.234", A01="2 000")
    answers = set()
    for place in PLACES:
        env = at(place, locales)
        code, out, _err = finish(
            "--store", pair.commune, "totals", "--period", PERIOD, "--json", env=env
        )
        assert code == 0
        answers.add(out)
    assert len(answers) == 1
    assert b'"A03": {"value": 1234' in answers.pop()


def test_a_reader_that_goes_away_is_no_error(pair: Pair) -> None:
    process = start("--store", pair.commune, "units", "list")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 0
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_an_answer_that_cannot_be_written_is_told(pair: Pair) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "desktop", "--store", str(pair.commune), "outbox"],
            stdout=full, stderr=subprocess.PIPE, check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1
    assert "đầy" in done.stderr.decode()


@pytest.fixture
def heard() -> Iterator[None]:
    """A child hears interrupts even where the tests themselves run in the background, deaf."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name == "nt", reason="signals differ on Windows")
@pytest.mark.usefixtures("heard")
def test_an_interrupt_ends_quietly(tmp_path: Path) -> None:
    process = start("sample", tmp_path / "mẫu", start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.readline().decode("utf-8").startswith("Số liệu")  # it is at work
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert err.decode().splitlines() == ["Đã dừng theo yêu cầu; việc dở dang không được ghi."]


def test_version_loads_next_to_nothing() -> None:
    code = (
        "import sys; from desktop.__main__ import main; main(['--version']);"
        "print(*sorted(m for m in sys.modules if m.startswith(('argparse', 'sqlite3', 'msgspec'))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[1:] == [""]


def test_listing_units_loads_no_qt(pair: Pair) -> None:
    code = (
        "import sys; from desktop.__main__ import main;"
        f"main(['--store', {str(pair.commune)!r}, 'units', 'list', '--json']);"
        "print(*(m for m in sys.modules if m.startswith(('PySide6', 'openpyxl', 'reportlab'))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[1:] == [""]


def test_the_default_office_lies_in_the_data_folder(pair: Pair, own_home: Path) -> None:
    home = own_home / "socongdoan"
    code, _out, err = finish("outbox")
    assert code == 1
    assert str(home) in err.decode("utf-8")
    shutil.copytree(pair.commune, home / "office")
    code, out, _err = finish("outbox", "--json")
    assert (code, json.loads(out)) == (0, {"bundles": []})


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a display is always there")
def test_a_window_without_a_display_is_refused_in_a_sentence() -> None:
    none = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    code, out, err = finish(env=none)
    assert (code, out) == (1, b"")
    assert err.decode("utf-8").startswith("Máy này không có màn hình")
    assert err.count(b"\n") == 1


def test_programs_that_tests_start_find_their_modules_compiled() -> None:
    code = "import pathlib, desktop.i18n as one; print(pathlib.Path(one.__cached__).is_file())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
