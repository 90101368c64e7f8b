"""The toolkit's own modules are compiled once, and a bad file costs no more than that."""

import builtins
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.ui.toolkit_code import compiled_once

SOURCE = b"def answer(number: int = 6):\n    return number * 7\n"


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are really compiled."""
    found: list[str] = []
    compiling = builtins.compile

    def counted(source: object, filename: object, *more: object, **named: object) -> object:
        found.append(str(filename))
        return compiling(source, filename, *more, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "compile", counted)
    return found


def answer_of(file: Path, source: bytes = SOURCE) -> object:
    """Run the source as the toolkit runs a module of its own."""
    names: dict[str, object] = {}
    with compiled_once(file):
        code = compile(source, "toolkit/answer.py", "exec")
    exec(code, names)
    return names["answer"]()  # type: ignore[operator]


def test_what_was_compiled_is_taken_from_the_file(tmp_path: Path, compilations: list[str]) -> None:
    file = tmp_path / "not made yet" / "kept"
    assert answer_of(file) == 42
    assert compilations == ["toolkit/answer.py"]
    assert answer_of(file) == 42
    assert compilations == ["toolkit/answer.py"]
    assert [one.name for one in file.parent.iterdir()] == ["kept"]


def test_another_source_is_compiled_and_kept_in_its_place(
    tmp_path: Path, compilations: list[str]
) -> None:
    answer_of(tmp_path / "kept")
    other = SOURCE.replace(b"7", b"8")
    assert [answer_of(tmp_path / "kept", other) for _time in range(2)] == [48, 48]
    assert len(compilations) == 2


@pytest.mark.parametrize("left", [0, 3, 8, 40, -1])
def test_a_file_cut_off_by_a_power_cut_is_made_again(
    tmp_path: Path, compilations: list[str], left: int
) -> None:
    file = tmp_path / "kept"
    answer_of(file)
    whole = file.read_bytes()
    for damaged in (whole[:left], whole[:left].ljust(len(whole), b"\0")):
        file.write_bytes(damaged)
        assert answer_of(file) == 42
        assert file.read_bytes() == whole
    assert len(compilations) == 3


def test_a_file_of_another_python_is_not_run(tmp_path: Path, compilations: list[str]) -> None:
    file = tmp_path / "kept"
    answer_of(file)
    file.write_bytes(b"\x00\x00\r\n" + file.read_bytes()[4:])
    assert answer_of(file) == 42
    assert len(compilations) == 2


def test_a_place_that_cannot_be_written_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert answer_of(tmp_path / "file" / "kept") == 42


def test_nothing_is_written_where_python_is_told_to_keep_no_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert answer_of(tmp_path / "kept") == 42
    assert not (tmp_path / "kept").exists()


def test_whatever_is_no_whole_module_is_compiled_as_ever(
    tmp_path: Path, compilations: list[str]
) -> None:
    for _time in range(2):
        with compiled_once(tmp_path / "kept"):
            assert eval(compile("6 * 7", "<sum>", "eval")) == 42
            compile("text = 1", "<text>", "exec")
            compile(b"optimized = 1", "<bytes>", "exec", dont_inherit=True, optimize=2)
    assert len(compilations) == 6
    assert builtins.compile.__name__ == "counted"


def test_what_the_compiling_module_has_of_the_future_goes_on_to_the_code(tmp_path: Path) -> None:
    for future, annotation in (("annotations", "int"), ("division", int)) * 2:
        asking = f"from __future__ import {future}\ncode = compile(source, 'answer.py', 'exec')"
        asked, names = {"source": SOURCE}, {}
        with compiled_once(tmp_path / "kept"):
            exec(asking, asked)
        exec(asked["code"], names)
        assert names["answer"].__annotations__ == {"number": annotation}


START = """
import builtins
found, compiling = [], builtins.compile
def counted(source, filename, *more, **named):
    found.append(str(filename))
    return compiling(source, filename, *more, **named)
builtins.compile = counted
import desktop.ui
print(sum("shibokensupport" in name for name in found))
"""


def test_the_second_start_compiles_none_of_the_toolkit(tmp_path: Path) -> None:
    def compiled() -> int:
        done = subprocess.run(
            [sys.executable, "-c", START],
            env=os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""},
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        return int(done.stdout)

    assert compiled() > 0
    assert compiled() == 0
