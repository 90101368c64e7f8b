"""Every mutant of the merge is caught by a story, and the program as it is by none."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sync.mutants import MUTANTS

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_every_mutant_is_caught() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.sync.mutants"], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("") == [], "the stories do not hold without a mutant"
    assert sorted(found) == sorted(one.name for one in MUTANTS)
    assert [name for name, stories in found.items() if not stories] == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_changes_one_place_that_is_there(mutant) -> None:
    compile(mutant.text(), str(mutant.path), "exec")
