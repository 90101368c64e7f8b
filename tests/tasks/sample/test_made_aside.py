"""Offices that are made stand there whole or not at all, whatever kills the process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.store.digest import digest
from desktop.models.store.doctor import examine
from desktop.models.store.reader import Reader
from desktop.tasks.sample.made_aside import made_aside
from desktop.tasks.sample.sample import make_sample
from tests.tasks.sample.test_sample import MONTHS, NAMES

TODAY = date(2026, 2, 14)
SCRIPT = """
import sys
from datetime import date
from pathlib import Path
from desktop.tasks.sample.sample import make_sample
from tests.tasks.sample.test_sample import MONTHS, NAMES
make_sample(Path(sys.argv[1]), 3, date(2026, 2, 14), lambda text: print(text, flush=True))
"""


def kill_while_making(folder: Path, parts: int) -> None:
    """Begin the sample in a process of its own and kill it after some parts were told."""
    child = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder)], stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout is not None
        for _part in range(parts):
            assert child.stdout.readline()
        time.sleep(0.05)
        child.kill()
    assert child.returncode == -signal.SIGKILL


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_killed_sample_shows_nothing_and_is_made_anew(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = tmp_path / "mẫu"
    kill_while_making(folder, 1)
    assert not list(folder.glob("[!.]*/office.db"))
    folder.mkdir(exist_ok=True)
    (folder / "của tôi.txt").write_text("giữ")
    kill_while_making(folder, 3)
    assert not list(folder.glob("[!.]*/office.db"))
    made = make_sample(folder, 3, TODAY)
    assert {path.name for path in folder.iterdir()} - {"của tôi.txt"} == set(made["offices"])
    assert [p.name for p in tmp_path.iterdir()] == ["mẫu"]
    assert (folder / "của tôi.txt").read_text() == "giữ"
    assert made["offices"] == {name: str(folder / name) for name in NAMES}
    assert made["periods"] == MONTHS
    # Asked for only now: meanwhile the other worker may have made it.
    sample_offices: Path = request.getfixturevalue("sample_offices")
    for name in NAMES:
        with (
            Reader.open_reader(folder / name) as reader,
            Reader.open_reader(sample_offices / name) as undisturbed,
        ):
            assert examine(reader) == []
            # The same seed and day give the same books.
            assert digest(reader) == digest(undisturbed)


def fill(part: Path, names: list[str]) -> None:
    for name in names:
        (part / name).mkdir()
        (part / name / "office.db").write_text(name)


@pytest.mark.parametrize("moved", [0, 1, 2])
def test_a_move_that_was_cut_off_is_finished_by_the_next(tmp_path: Path, moved: int) -> None:
    names = ["a", "b", "c"]
    folder = tmp_path / "mẫu"
    part = tmp_path / ".mẫu.dang-lap"
    part.mkdir()
    fill(part, names)
    (part / "whole").touch()
    folder.mkdir()
    for name in names[:moved]:
        (part / name).rename(folder / name)
    with pytest.raises(Refusal) as refused, made_aside(folder, names):
        raise AssertionError("nothing is left to make")
    assert refused.value.code == "E_EXISTS"
    assert sorted(p.name for p in folder.glob("*/office.db")) == ["office.db"] * 3
    assert not part.exists()


def test_what_fails_leaves_nothing_and_two_at_once_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "xa" / "mẫu"

    def stop_half_way() -> None:
        with made_aside(folder, ["a"]) as part:
            fill(part, ["a"])
            with pytest.raises(Refusal) as refused, made_aside(folder, ["a"]):
                raise AssertionError("another is making them")
            assert refused.value.code == "E_LOCKED"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_half_way()
    assert not folder.parent.exists()


def put_file(path: Path) -> None:
    path.write_text("giữ")


def put_folder(path: Path) -> None:
    path.mkdir()
    (path / "báo cáo.docx").write_text("giữ")


@pytest.mark.parametrize("put", [put_file, put_folder])
@pytest.mark.parametrize("place", ["mẫu/b", "mẫu"])
def test_what_is_somebodys_own_is_kept_and_told_before_any_work(
    tmp_path: Path, put: Callable[[Path], None], place: str
) -> None:
    folder = tmp_path / "mẫu"
    if place != "mẫu":
        folder.mkdir()
    put(tmp_path / place)
    before = sorted(tmp_path.rglob("*"))
    if put is put_folder and place == "mẫu":
        with made_aside(folder, ["a", "b"]) as part:
            fill(part, ["a", "b"])
        assert set(before) < set(tmp_path.rglob("*"))
        return
    with pytest.raises(Refusal) as refused, made_aside(folder, ["a", "b"]):
        raise AssertionError("nothing is made")
    assert refused.value.code == "E_EXISTS"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_came_while_they_were_made_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "mẫu"

    def make() -> None:
        with made_aside(folder, ["a", "b"]) as part:
            fill(part, ["a", "b"])
            folder.mkdir()
            put_folder(folder / "b")

    with pytest.raises(Refusal):
        make()
    assert [path.name for path in folder.rglob("*")] == ["b", "báo cáo.docx"]


def test_an_empty_folder_of_the_name_is_taken(tmp_path: Path) -> None:
    (tmp_path / "mẫu" / "a").mkdir(parents=True)
    with made_aside(tmp_path / "mẫu", ["a"]) as part:
        fill(part, ["a"])
    assert (tmp_path / "mẫu" / "a" / "office.db").read_text() == "a"
