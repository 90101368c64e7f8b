"""What a mutant changes within functions is put into them, and nothing else is."""

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from tests.sync.mutants import Mutant
from tests.sync.mutated import functions_held, swaps_of

TEXT = """
LIMIT = 3


class Book:
    pages = 3

    @property
    def half(self):
        return self.pages / 2

    @staticmethod
    def twice(number, least=0):
        def more():
            return number * 2
        return max(more(), least)


def first(number):
    return number + 1


def asked(limit=LIMIT):
    return limit > 1
"""


@dataclass(frozen=True)
class _Mutant(Mutant):
    place: Path = Path()

    @property
    def path(self) -> Path:
        return self.place


@pytest.fixture
def module(tmp_path: Path) -> ModuleType:
    made = ModuleType("tests.sync.nowhere")
    (tmp_path / "nowhere.py").write_text(TEXT, encoding="utf-8")
    exec(compile(TEXT, str(tmp_path / "nowhere.py"), "exec", dont_inherit=True), made.__dict__)
    return made


def swapped(module: ModuleType, tmp_path: Path, old: str, new: str) -> bool:
    mutant = _Mutant("", module.__name__, old, new, tmp_path / "nowhere.py")
    swaps = swaps_of(mutant, functions_held()[module.__name__])
    for function, code in swaps or ():
        function.__code__ = code
    return swaps is not None


def test_functions_methods_and_what_is_within_them_change(
    module: ModuleType, tmp_path: Path
) -> None:
    assert swapped(module, tmp_path, "number + 1", "number +\\\n 10")
    assert swapped(module, tmp_path, "self.pages / 2", "self.pages / 3")
    assert swapped(module, tmp_path, "number * 2", "number * True")
    assert module.first(1) == 11
    assert module.Book().half == 1
    assert module.Book.twice(4) == 4


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("LIMIT = 3", "LIMIT = 4"),
        ("pages = 3", "pages = 3.0"),
        ("least=0", "least=1"),
        ("limit=LIMIT", "limit=2"),
        ("    @staticmethod\n", ""),
        ("\nclass Book:", "\nfirst = None\n\n\nclass Book:"),
        ("number + 1", "number  + 1"),
    ],
)
def test_what_was_run_when_it_was_loaded_does_not(
    module: ModuleType, tmp_path: Path, old: str, new: str
) -> None:
    assert not swapped(module, tmp_path, old, new)
