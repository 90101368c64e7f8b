"""Two that want the same thing at once: one makes it, the other waits."""

import os
import threading
from pathlib import Path

import pytest

from tests.support.once import (
    folder_of_process,
    lasting_folder,
    made_once,
    remove_folders,
)


def test_it_is_made_once_and_all_find_it_whole(tmp_path: Path) -> None:
    made: list[Path] = []
    found: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def make(folder: Path) -> None:
        made.append(folder)
        folder.mkdir()
        begun.set()
        go_on.wait(60)
        (folder / "a").write_text("whole")

    def look() -> None:
        found.append((made_once(tmp_path / "thing", make) / "a").read_text())

    both = [threading.Thread(target=look) for _ in range(2)]
    both[0].start()
    assert begun.wait(60)
    both[1].start()
    go_on.set()
    for one in both:
        one.join(60)
    assert found == ["whole", "whole"]
    assert len(made) == 1


def test_who_waits_for_what_cannot_be_made_is_told(tmp_path: Path) -> None:
    def fail(_folder: Path) -> None:
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        made_once(tmp_path / "thing", fail)
    with pytest.raises(AssertionError, match="could not be made"):
        made_once(tmp_path / "thing", fail)


def test_what_lasts_is_found_again_or_goes_with_the_process(tmp_path: Path) -> None:
    folder = lasting_folder(tmp_path / "a" / "kept")
    (folder / "one").touch()
    assert (lasting_folder(tmp_path / "a" / "kept") / "one").exists()
    (tmp_path / "in the way").touch()
    other = lasting_folder(tmp_path / "in the way" / "kept")
    assert other.is_dir()
    assert not other.is_relative_to(tmp_path)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_folder_goes_with_the_process_that_made_it_and_no_other() -> None:
    folder = folder_of_process("kept")
    child = os.fork()
    if child == 0:
        own = folder_of_process("forked")
        remove_folders()
        os._exit(0 if folder.is_dir() and not own.exists() else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert folder.is_dir()
