"""The virtual environment `.venv`: made, filled from the locks, and known to be complete.

A stamp per lock holds the lock's hash and the Python version; when it matches, nothing is
done. A mark stands while pip writes: found at the next start, it means that the last one
was interrupted, and the environment is built anew.
"""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tools.console import Stop, say

RUNTIME_LOCK = "requirements.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"
_INDEX = "https://pypi.org/simple"


@dataclass(frozen=True, slots=True)
class Environment:
    """The virtual environment of one copy of the repository."""

    repo: Path

    @property
    def folder(self) -> Path:
        """The environment's own folder."""
        return self.repo / ".venv"

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def interruption_mark(self) -> Path:
        """Stands while pip writes into the environment."""
        return self.folder / "installing"

    def stamp(self, lock: str) -> Path:
        """Where the fingerprint of an installed lock is kept."""
        return self.folder / f"{lock}.stamp"


def fingerprint(environment: Environment, lock: str) -> str:
    """Return the hex SHA-256 of a lock's bytes and the environment's Python (major.minor)."""
    digest = hashlib.sha256((environment.repo / lock).read_bytes())
    digest.update(python_version(environment).encode())
    return digest.hexdigest()


def python_version(environment: Environment) -> str:
    """Return `3.11` and the like as `pyvenv.cfg` states it; empty when it does not."""
    try:
        text = (environment.folder / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return ""
    found = re.search(r"^version(?:_info)?\s*=\s*(\d+\.\d+)", text, re.MULTILINE)
    return found.group(1) if found else ""


def is_complete(environment: Environment, *locks: str) -> bool:
    """Tell whether everything the locks name was installed, to the end, for this Python."""
    return (
        environment.python.exists()
        and not environment.interruption_mark.exists()
        and all(_is_stamped(environment, lock) for lock in locks)
    )


def _is_stamped(environment: Environment, lock: str) -> bool:
    try:
        kept = environment.stamp(lock).read_text(encoding="ascii")
    except OSError:
        return False
    return kept == fingerprint(environment, lock)


def ensure(environment: Environment, *locks: str) -> None:
    """Make the environment hold all that the locks name; does nothing when it already does.

    Raises `Stop` when the network is needed and out of reach, or the disk is full.
    """
    if is_complete(environment, *locks):
        return
    with _alone(environment.repo):
        for lock in locks:
            if not is_complete(environment, lock):
                _install(environment, lock)


def _install(environment: Environment, lock: str) -> None:
    if not _is_usable(environment):
        _create(environment)
    say(
        f"Đang cài các thư viện trong {lock}; lần đầu có thể mất vài phút.",
        f"Installing what {lock} names; the first time takes a few minutes",
    )
    environment.interruption_mark.touch()
    if not _has_pip(environment):
        _install_pip(environment)
    done = _pip(
        environment, "--require-hashes", "--only-binary=:all:", "-r", environment.repo / lock
    )
    # pip undoes a failed installation itself; only an interrupted one leaves the mark.
    environment.interruption_mark.unlink()
    if done.returncode:
        raise Stop(
            "Chưa cài được thư viện. Xin kiểm tra mạng và chỗ trống trên đĩa rồi chạy lại.",
            f"pip could not install {lock}; please check the network and the disk, then try again",
        )
    environment.stamp(lock).write_text(fingerprint(environment, lock), encoding="ascii")


def _is_usable(environment: Environment) -> bool:
    if environment.interruption_mark.exists() or not environment.python.exists():
        return False
    return _python(environment, "-c", "import sys", quiet=True).returncode == 0


def _create(environment: Environment) -> None:
    import venv

    say("Đang tạo môi trường .venv …", "Creating .venv")
    try:
        # Without pip: Debian splits `ensurepip` off into a package that may be absent.
        venv.EnvBuilder(clear=True, symlinks=os.name != "nt", with_pip=False).create(
            environment.folder
        )
    except OSError as error:
        raise Stop(
            f"Chưa tạo được thư mục {environment.folder}. Xin kiểm tra quyền ghi và chỗ trống.",
            f"cannot create {environment.folder}: {error}",
        ) from error


def _has_pip(environment: Environment) -> bool:
    return _python(environment, "-m", "pip", "--version", quiet=True).returncode == 0


def _install_pip(environment: Environment) -> None:
    """Install the pip that the runtime lock names: from its wheel, or by `ensurepip`.

    The wheel comes first because it behaves the same on every machine; `ensurepip` helps
    where only a mirror of the package index can be reached.
    """
    try:
        wheel = _fetch_pip(environment)
    except OSError as error:
        if importlib.util.find_spec("ensurepip") is not None:
            done = _python(environment, "-m", "ensurepip", quiet=True)
            if done.returncode == 0:
                return
        raise Stop(
            "Chưa tải được công cụ cài đặt pip. Xin kiểm tra mạng rồi chạy lại.",
            f"cannot fetch pip: {error}",
        ) from error
    done = _python(environment, wheel / "pip", "install", "--quiet", "--no-index", wheel)
    wheel.unlink()
    if done.returncode:
        raise Stop("Chưa cài được pip trong .venv.", "pip could not be installed into .venv")


def _fetch_pip(environment: Environment) -> Path:
    """Download pip's wheel; raises OSError without network, `Stop` when its hash differs."""
    lock = (environment.repo / RUNTIME_LOCK).read_text(encoding="utf-8")
    version, hashes = locked_release(lock, "pip")
    name = f"pip-{version}-py3-none-any.whl"
    index = os.environ.get("PIP_INDEX_URL", _INDEX).rstrip("/") + "/pip/"
    content = _fetch(wheel_address(_fetch(index).decode(), name, index))
    if hashlib.sha256(content).hexdigest() not in hashes:
        raise Stop(
            "Tệp pip tải về không đúng dấu kiểm tra nên không dùng.",
            f"{name} does not match the hash in {RUNTIME_LOCK}; it was not used",
        )
    wheel = environment.folder / name
    wheel.write_bytes(content)
    return wheel


def wheel_address(page: str, name: str, index: str) -> str:
    """Return where a package index's HTML page says that a file lies.

    Raises FileNotFoundError when the page does not name it.
    """
    from urllib.parse import urljoin

    found = re.search(rf'href="([^"]*/{re.escape(name)})(?:#[^"]*)?"', page)
    if found is None:
        raise FileNotFoundError(f"{index} does not offer {name}")
    return urljoin(index, str(found.group(1)))


def _fetch(address: str) -> bytes:
    import urllib.request  # slow to load, and needed once

    request = urllib.request.Request(address, headers={"Accept": "text/html, */*"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        content: bytes = answer.read()
    return content


def locked_release(lock: str, package: str) -> tuple[str, frozenset[str]]:
    """Return the version and the SHA-256 hashes that a lock's text names for a package."""
    entry = re.search(rf"^{re.escape(package)}==(\S+)((?:.*\\\n)*.*)", lock, re.MULTILINE)
    if entry is None:
        raise ValueError(f"{package} is not in the lock")
    return entry.group(1), frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry.group(2)))


def _pip(environment: Environment, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    options = ["--no-input", "--disable-pip-version-check"]
    if not sys.stderr.isatty():
        options.append("--quiet")
    return _python(environment, "-m", "pip", "install", *options, *arguments)


def _python(
    environment: Environment, *arguments: str | Path, quiet: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run the environment's interpreter, deaf to the caller's own Python settings."""
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(
        [environment.python, "-I", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=output or sys.stderr,
        stderr=output,
        check=False,
        close_fds=False,  # see _alone; all other descriptors close by themselves
    )


@contextmanager
def _alone(repo: Path) -> Iterator[None]:
    """Let one set-up at a time work on this copy; a second one waits for the first."""
    folder = repo / "build"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w") as lock:
        _lock(lock)
        # Children hold it too: a pip that outlives a killed `dev` is waited for.
        os.set_inheritable(lock.fileno(), True)
        yield  # closing the file lets go of the lock


def _lock(file: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Đang chờ một lần cài đặt khác xong …", "Waiting for another set-up to finish")
        fcntl.flock(file, fcntl.LOCK_EX)
