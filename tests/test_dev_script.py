"""`dev` itself: it starts both ways and tells an old Python what is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("caller", [["./dev"], [sys.executable, "dev"]])
def test_the_script_itself_starts_both_ways(caller: list[str]) -> None:
    done = subprocess.run(
        [*caller, "help"], cwd=REPO, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0
    assert "./dev test" in done.stdout


def test_an_old_python_is_told_politely_in_both_languages(tmp_path: Path) -> None:
    text = (REPO / "dev").read_text(encoding="utf-8")
    compile(text, "dev", "exec", dont_inherit=True)
    old = "import sys\nsys.version_info = (3, 9, 2, 'final', 0)\n"
    (tmp_path / "dev").write_text(old + text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "dev", "run"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Python 3.9" in done.stderr
    assert "needs Python 3.11" in done.stderr
    assert "Traceback" not in done.stderr
