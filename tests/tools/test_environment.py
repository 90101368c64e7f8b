"""The virtual environment: stamped, made from nothing, healed."""

import hashlib
import http.server
import io
import re
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tools import environment
from tools.console import Stop
from tools.environment import DEVELOPMENT_LOCK, RUNTIME_LOCK, Environment

# Stands in for pip: notes each call beside the environment, and installs itself.
FAKE_PIP = """
import os, pathlib, sys, sysconfig, zipfile
prefix = pathlib.Path(sys.prefix)
with (prefix / "calls").open("a") as calls:
    calls.write(" ".join(sys.argv[1:]) + "\\n")
if "--no-index" in sys.argv:
    zipfile.ZipFile(sys.argv[-1]).extractall(sysconfig.get_path("purelib"))
if "--require-hashes" in sys.argv:
    sys.exit(int(os.environ.get("FAKE_PIP_ANSWERS", "0")))
"""


def test_a_complete_environment_is_left_alone(
    copy: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", _must_not_be_called)
    environment.ensure(copy, RUNTIME_LOCK, DEVELOPMENT_LOCK)
    assert not (copy.repo / "build").exists()


def test_a_changed_lock_asks_for_installation_of_that_lock_only(copy: Environment) -> None:
    (copy.repo / DEVELOPMENT_LOCK).write_text("pytest==9.3.0\n")
    assert environment.is_complete(copy, RUNTIME_LOCK)
    assert not environment.is_complete(copy, DEVELOPMENT_LOCK)


def test_another_python_an_interruption_or_a_lost_interpreter_asks_for_installation(
    copy: Environment,
) -> None:
    config = copy.folder / "pyvenv.cfg"
    config.write_text("version_info = 3.13.5\n")
    assert not environment.is_complete(copy, RUNTIME_LOCK)
    config.write_text("version = 3.11.9\n")  # the same minor version runs the same packages
    assert environment.is_complete(copy, RUNTIME_LOCK)
    copy.interruption_mark.touch()
    assert not environment.is_complete(copy, RUNTIME_LOCK)
    copy.interruption_mark.unlink()
    copy.python.unlink()
    assert not environment.is_complete(copy, RUNTIME_LOCK)


# --- a real environment, filled from a package index on loopback -------------------------


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Environment]:
    """A fresh copy whose package index offers one wheel: a pip of our own making."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as wheel:
        wheel.writestr("pip/__init__.py", "")
        wheel.writestr("pip/__main__.py", FAKE_PIP)
    site = tmp_path / "index"
    (site / "pip").mkdir(parents=True)
    (site / "files").mkdir()
    name = "pip-26.3-py3-none-any.whl"
    (site / "files" / name).write_bytes(content.getvalue())
    (site / "pip" / "index.html").write_text(f'<a href="../files/{name}#sha256=0">{name}</a>')
    repo = tmp_path / "bản sao"
    repo.mkdir()
    digest = hashlib.sha256(content.getvalue()).hexdigest()
    (repo / RUNTIME_LOCK).write_text(f"pip==26.3 \\\n    --hash=sha256:{digest}\n    # via x\n")
    with serve(site) as address:
        monkeypatch.setenv("PIP_INDEX_URL", address)
        yield Environment(repo)


def test_an_environment_is_made_without_ensurepip_and_stamped(fresh: Environment) -> None:
    environment.ensure(fresh, RUNTIME_LOCK)
    calls = (fresh.folder / "calls").read_text().splitlines()
    assert re.search(r"^install .*--no-index .*pip-26\.3-py3-none-any\.whl$", calls[0])
    assert "--require-hashes" in calls[-1]
    assert calls[-1].endswith(f"-r {fresh.repo / RUNTIME_LOCK}")
    assert environment.is_complete(fresh, RUNTIME_LOCK)


def test_a_second_start_needs_no_network_and_no_pip(
    fresh: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.ensure(fresh, RUNTIME_LOCK)
    before = (fresh.folder / "calls").read_text()
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    environment.ensure(fresh, RUNTIME_LOCK)
    assert (fresh.folder / "calls").read_text() == before


def test_an_interrupted_installation_is_begun_anew(fresh: Environment) -> None:
    environment.ensure(fresh, RUNTIME_LOCK)
    half_written = fresh.folder / "half-written"
    half_written.touch()
    fresh.interruption_mark.touch()
    environment.ensure(fresh, RUNTIME_LOCK)
    assert not half_written.exists()
    assert environment.is_complete(fresh, RUNTIME_LOCK)


def test_a_failed_installation_keeps_what_was_there_and_is_tried_again(
    fresh: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_PIP_ANSWERS", "1")
    with pytest.raises(Stop):
        environment.ensure(fresh, RUNTIME_LOCK)
    assert not fresh.interruption_mark.exists()
    assert not environment.is_complete(fresh, RUNTIME_LOCK)
    monkeypatch.setenv("FAKE_PIP_ANSWERS", "0")
    environment.ensure(fresh, RUNTIME_LOCK)
    assert environment.is_complete(fresh, RUNTIME_LOCK)
    calls = (fresh.folder / "calls").read_text()
    assert calls.count("--no-index") == 1, "the environment was built twice"


def test_a_pip_with_another_hash_is_never_run(fresh: Environment) -> None:
    lock = fresh.repo / RUNTIME_LOCK
    lock.write_text(re.sub(r"sha256:\w+", "sha256:" + "0" * 64, lock.read_text()))
    with pytest.raises(Stop, match="does not match the hash"):
        environment.ensure(fresh, RUNTIME_LOCK)
    assert not (fresh.folder / "calls").exists()


def test_without_network_the_person_is_told(
    fresh: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Stop, match="cannot fetch pip"):
        environment.ensure(fresh, RUNTIME_LOCK)


def _must_not_be_called(*arguments: object, **options: object) -> None:
    raise AssertionError(f"started {arguments}")


class Silent(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word on stderr."""

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback; gives the address."""
    handler = partial(Silent, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
