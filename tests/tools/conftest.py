"""A copy of the repository that is complete, but pretended."""

import sys
from pathlib import Path

import pytest

from tools import environment
from tools.environment import DEVELOPMENT_LOCK, RUNTIME_LOCK, Environment

# Stands in for the environment's interpreter: prints what it was started with.
FAKE_PYTHON = f"""#!{sys.executable}
import json, os, sys
names = ("PYTHONPATH", "PYTHONHASHSEED", "QT_QPA_PLATFORM", "TZ")
print(json.dumps([sys.argv[1:], os.getcwd(), {{name: os.environ.get(name) for name in names}}]))
sys.exit(int(os.environ.get("FAKE_PYTHON_ANSWERS", "0")))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Environment:
    """A copy of the repository with locks and an environment that is complete, but pretended."""
    (tmp_path / RUNTIME_LOCK).write_text("msgspec==0.22.0\n")
    (tmp_path / DEVELOPMENT_LOCK).write_text("pytest==9.2.0\n")
    result = Environment(tmp_path)
    result.python.parent.mkdir(parents=True)
    result.python.write_text(FAKE_PYTHON)
    result.python.chmod(0o755)
    (result.folder / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.2\n")
    for lock in (RUNTIME_LOCK, DEVELOPMENT_LOCK):
        result.stamp(lock).write_text(environment.fingerprint(result, lock))
    return result
