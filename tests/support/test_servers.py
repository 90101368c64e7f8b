"""Without the servers the run says so loudly, and fails under CI."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support import servers
from tests.support.servers import REASON

REPO = Path(__file__).resolve().parents[2]
SENDS = "tests/sync/channels/test_webdav.py::test_a_bundle_arrives_whole_and_only_once"


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv is of Linux")
def test_a_server_ends_with_the_tests_that_started_it(tmp_path: Path) -> None:
    """Also when they are killed and cannot stop it themselves."""
    port = servers.free_port()
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom tests.support import servers\n"
        f"serve = [sys.executable, '-m', 'http.server', '{port}', '--bind', '127.0.0.1']\n"
        f"with servers.started(serve, Path({str(tmp_path)!r}), {port}):\n"
        "    print('up', flush=True)\n    time.sleep(60)\n"
    )
    tests = subprocess.Popen([sys.executable, "-c", code], cwd=REPO, stdout=subprocess.PIPE)
    assert tests.stdout is not None
    with tests:
        assert tests.stdout.readline() == b"up\n"
        tests.kill()
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            return
        time.sleep(0.05)
    pytest.fail("the server is still there")


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
