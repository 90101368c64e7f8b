"""The verbs of `dev`: what each prepares and which command it hands over to."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from tools import environment, system
from tools.console import Stop, make_streams_safe, say
from tools.environment import DEVELOPMENT_LOCK, RUNTIME_LOCK, Environment

REPO = Path(__file__).resolve().parents[1]

HELP = """\
./dev run [THAM SỐ]     mở chương trình (không có màn hình: làm thử trọn việc trên dữ liệu mẫu)
./dev test [THAM SỐ]    chạy toàn bộ kiểm thử / run the tests; arguments go to pytest
./dev lint              ruff, mypy --strict
./dev shots [--out DIR] chụp mọi trang / render every page
./dev bench             đo tốc độ / measure
./dev setup [--office] [--servers]
                        chỉ cài đặt / set up only; for the tests too: --office LibreOffice,
                        --servers web and mail servers
"""

# What each lint run must pass; mypy's files and exclusions stand in pyproject.toml.
LINTERS: tuple[tuple[str, ...], ...] = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
)


def main(arguments: Sequence[str], repo: Path = REPO) -> int:
    """Do one verb; the answer is the exit code (2: no such verb)."""
    make_streams_safe()
    verb, rest = (arguments[0], list(arguments[1:])) if arguments else ("help", [])
    if verb in {"help", "-h", "--help"}:
        print(HELP, end="")
        return 0
    action = VERBS.get(verb)
    if action is None:
        say(f"Không có lệnh “{verb}”.", f"there is no verb {verb!r}")
        print(HELP, end="", file=sys.stderr)
        return 2
    try:
        return action(Environment(repo), rest)
    except Stop as stop:
        say(stop.vietnamese, stop.english)
        return 1
    except KeyboardInterrupt:
        return 130


def run(environment_: Environment, arguments: list[str]) -> int:
    """Start the program; with no arguments and no display, do the main job headless."""
    prepare(environment_, RUNTIME_LOCK)
    if arguments or has_display(os.environ):
        return hand_over(environment_, ["-m", "desktop", *arguments])
    return demonstrate(environment_)


def test(environment_: Environment, arguments: list[str]) -> int:
    """Run the tests without a display; arguments go to pytest."""
    prepare(environment_, RUNTIME_LOCK, DEVELOPMENT_LOCK)
    os.chdir(environment_.repo)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.pop("PYTHONHASHSEED", None)  # an order that holds by luck must show
    in_memory = system.memory_folder()
    if in_memory is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(in_memory))
    return hand_over(environment_, ["-m", "pytest", *arguments])


def shots(environment_: Environment, arguments: list[str]) -> int:
    """Render every page with the sample office to pictures."""
    prepare(environment_, RUNTIME_LOCK)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return hand_over(environment_, ["-m", "desktop.ui.shots", *arguments])


def bench(environment_: Environment, arguments: list[str]) -> int:
    """Measure, beside the bare libraries doing the same."""
    prepare(environment_, RUNTIME_LOCK, DEVELOPMENT_LOCK)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return hand_over(environment_, ["-m", "tests.benchmarks", *arguments])


def lint(environment_: Environment, arguments: list[str]) -> int:
    """Check style and types; every checker runs, one failure fails the whole."""
    _accept_no(arguments)
    prepare(environment_, RUNTIME_LOCK, DEVELOPMENT_LOCK, packages=[])
    codes = [
        subprocess.run(
            [environment_.python, "-m", *linter], cwd=environment_.repo, check=False
        ).returncode
        for linter in LINTERS
    ]
    return 1 if any(codes) else 0


def setup(environment_: Environment, arguments: list[str]) -> int:
    """Prepare everything and start nothing; `--office` adds LibreOffice, `--servers` servers."""
    _accept_no([argument for argument in arguments if argument not in {"--office", "--servers"}])
    packages = system.missing_qt_packages()
    if "--office" in arguments:
        packages += system.missing_office_packages()
    if "--servers" in arguments:
        packages += system.missing_server_packages()
    prepare(environment_, RUNTIME_LOCK, DEVELOPMENT_LOCK, packages=packages)
    say("Đã sẵn sàng.", "Everything is in place")
    return 0


VERBS: Mapping[str, Callable[[Environment, list[str]], int]] = {
    "run": run,
    "test": test,
    "shots": shots,
    "bench": bench,
    "lint": lint,
    "setup": setup,
}


def prepare(environment_: Environment, *locks: str, packages: Sequence[str] | None = None) -> None:
    """Make the locks' packages available, and system packages: Qt's when none are named.

    All system packages come in one go, so that a person types one line at most.
    """
    wanted = system.missing_qt_packages() if packages is None else list(packages)
    if not environment.is_complete(environment_, *locks):
        wanted += system.missing_certificates()
    system.install(wanted)
    environment.ensure(environment_, *locks)


def has_display(variables: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Tell whether a window could be seen: always on Windows and macOS.

    Qt may be pointed at a frame buffer or a remote viewer; `offscreen` and `minimal` are
    not to be seen.
    """
    if not platform.startswith("linux"):
        return True
    if variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"):
        return True
    return variables.get("QT_QPA_PLATFORM", "offscreen") not in {"", "offscreen", "minimal"}


def demonstrate(environment_: Environment) -> int:
    """Do the main job on the sample office in a new folder, and name the folder."""
    folder = demonstration_folder(os.environ, date.today())
    say(
        "Máy không có màn hình: làm thử trọn việc của một tháng trên dữ liệu mẫu.",
        "No display: doing one month's work on the sample office instead",
    )
    command = _command(environment_, ["-m", "desktop", "story", "--out", str(folder)])
    done = subprocess.run(command, env=_variables(environment_), check=False)
    if done.returncode == 0:
        say(f"Kết quả ở thư mục: {folder}", "The folder above holds what was made")
    return done.returncode


def demonstration_folder(variables: Mapping[str, str], today: date) -> Path:
    """Return a folder that does not exist yet, where this platform keeps programs' data."""
    base = variables.get("SOCONGDOAN_HOME")
    home = Path(base) if base else _data_folder(variables) / "socongdoan"
    first = home / f"demo-{today.isoformat()}"
    candidates = (first if n == 1 else first.with_name(f"{first.name}-{n}") for n in range(1, 1000))
    return next(folder for folder in candidates if not folder.exists())


def _data_folder(variables: Mapping[str, str]) -> Path:
    if os.name == "nt" and variables.get("LOCALAPPDATA"):
        return Path(variables["LOCALAPPDATA"])
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(variables.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def hand_over(environment_: Environment, arguments: Sequence[str]) -> int:
    """Become the environment's interpreter, or on Windows wait for it; the exit code is its."""
    command = _command(environment_, arguments)
    variables = _variables(environment_)
    if os.name != "nt":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execve(command[0], command, variables)
    return subprocess.run(command, env=variables, check=False).returncode


def _command(environment_: Environment, arguments: Sequence[str]) -> list[str]:
    # The caller's folder stays current, so that relative file names in ARGS mean what they
    # say; -P keeps modules lying about there from being imported.
    return [str(environment_.python), "-P", *arguments]


def _variables(environment_: Environment) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(environment_.repo)}


def _accept_no(arguments: Sequence[str]) -> None:
    if arguments:
        raise Stop(
            f"Lệnh này không nhận tham số: {' '.join(arguments)}",
            f"unexpected arguments: {' '.join(arguments)}",
        )
