"""Without the servers the run says so loudly, and fails under CI."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.servers import REASON

REPO = Path(__file__).resolve().parents[2]
SENDS = "tests/sync/channels/test_webdav.py::test_a_bundle_arrives_whole_and_only_once"


@pytest.mark.parametrize("ci", ["", "true"])
def test_without_servers_the_run_says_so_and_ci_fails(ci: str, tmp_path: Path) -> None:
    code = (
        "import sys, pytest\nfrom tests.support import servers\n"
        f"servers._SEARCHED = {str(tmp_path)!r}\n"
        f"sys.exit(pytest.main(['-n0', '-k', 'not wsgidav', {SENDS!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=REPO, env={**os.environ, "CI": ci}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert REASON in done.stdout
    assert done.returncode == (1 if ci else 0)
    assert ("NOT TESTED" in done.stdout) == (not ci)
