"""Every mutant of merge and sending is caught, and the program as it is by nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sync import hostile_mutants, sending_mutants
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


@pytest.mark.slow
@pytest.mark.parametrize("group", [sending_mutants, hostile_mutants])
def test_every_mutant_is_caught_by_its_own_test(group) -> None:
    done = subprocess.run(
        [sys.executable, "-m", group.__name__], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("") == 0, "the tests do not hold without a mutant"
    assert sorted(found) == sorted(one.mutant.name for one in group.MUTANTS)
    # 1 is a test that failed; anything else was no test at all.
    assert {name: code for name, code in found.items() if code != 1} == {}


ALL = (
    *MUTANTS,
    *(one.mutant for group in (sending_mutants, hostile_mutants) for one in group.MUTANTS),
)


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.name)
def test_a_mutant_changes_one_place_that_is_there(mutant) -> None:
    compile(mutant.text(), str(mutant.path), "exec")
