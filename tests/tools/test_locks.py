"""The committed locks: hashed, in step with each other and with pyproject.toml."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import environment
from tools.environment import DEVELOPMENT_LOCK, RUNTIME_LOCK

REPO = Path(__file__).resolve().parents[2]


def locked(name: str) -> dict[str, list[str]]:
    """Return each package of a committed lock with its lines."""
    text = (REPO / name).read_text(encoding="utf-8")
    entries = re.split(r"(?m)^(?=[a-z0-9])", text)
    return {
        canonicalize_name(entry.partition("==")[0]): entry.split("\n") for entry in entries if entry
    }


@pytest.mark.parametrize("lock", [RUNTIME_LOCK, DEVELOPMENT_LOCK])
def test_every_locked_package_has_a_version_and_a_hash(lock: str) -> None:
    for name, lines in locked(lock).items():
        assert re.match(r"[a-z0-9.-]+==\S+ ", lines[0]), name
        assert any("--hash=sha256:" in line for line in lines), name


def test_both_locks_agree_on_what_they_share() -> None:
    runtime, development = locked(RUNTIME_LOCK), locked(DEVELOPMENT_LOCK)
    for name in runtime.keys() & development.keys():
        assert runtime[name][0] == development[name][0]


@pytest.mark.parametrize("lock", [RUNTIME_LOCK, DEVELOPMENT_LOCK])
def test_the_lock_holds_what_the_project_asks_for(lock: str) -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
    asked = (
        project["project"]["dependencies"]
        if lock == RUNTIME_LOCK
        else project["dependency-groups"]["dev"]
    )
    entries = locked(lock)
    for text in asked:
        requirement = Requirement(text)
        first = entries[canonicalize_name(requirement.name)][0]
        version = first.split("==")[1].split()[0]
        assert requirement.specifier.contains(version), first


def test_pip_is_found_in_the_real_lock() -> None:
    text = (REPO / RUNTIME_LOCK).read_text(encoding="utf-8")
    version, hashes = environment.locked_release(text, "pip")
    assert re.fullmatch(r"\d+(\.\d+)+", version)
    assert len(hashes) == 2, "one wheel, one source archive"
