"""Rules for every test: a home of its own, no network, and loud words about what is skipped."""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support import isolation, office, servers
from tests.support.once import lasting_folder, made_once
from tests.support.places import Everywhere, compile_locales, compiled

# In memory where `./dev test` found room: whole offices are made in some of them.
_HOMES = Path(
    tempfile.mkdtemp(prefix="socongdoan-tests-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
)
_numbers = count(1)

# Before any test module is imported: nothing may look at the real home even then.
os.environ.update(isolation.variables(_HOMES / "session"))
os.environ["PYTHONPATH"] = str(Path(__file__).parents[1])  # for `python -m desktop` anywhere
(_HOMES / "session").mkdir()
isolation.guard_network()


def _keep_compiled() -> None:
    """Where nothing is to be compiled beside the sources, keep it with what pytest keeps.

    Else each run compiles all modules and tests anew, in each of its workers (a fifth of a minute
    of each), and each of the programs that tests start.
    """
    if sys.dont_write_bytecode:
        folder = str(lasting_folder(Path(__file__).parents[1] / ".pytest_cache" / "compiled"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # -B says the same
        os.environ["PYTHONPYCACHEPREFIX"] = folder  # of the workers, too, and what they start
        sys.dont_write_bytecode, sys.pycache_prefix = False, folder


_keep_compiled()

# Most of what a run makes lives as long as it: looking through it again and again takes long.
gc.set_threshold(20_000, 20, 50)

# A slow machine is no defect; what CI=true changes (the same examples every time) stays.
settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")


def pytest_unconfigure() -> None:
    """Remove the homes of this process's tests."""
    shutil.rmtree(_HOMES, ignore_errors=True)


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder for each test; every data, config and cache folder lies in it."""
    home = _HOMES / str(next(_numbers))
    home.mkdir()
    for name, value in isolation.variables(home).items():
        monkeypatch.setenv(name, value)
    return home


@pytest.fixture(scope="session")
def office_tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[office.Office]:
    """LibreOffice; a test that asks for it is skipped loudly, or failed under CI, without it."""
    program = office.find_program()
    if program is None:
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(f"under CI no test may be skipped: {office.REASON}", pytrace=False)
        pytest.skip(office.REASON)
    with office.Office(program, tmp_path_factory.mktemp("office-profile")).kept_open() as running:
        yield running


def _of_all_workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def sample_offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sample of seed 3 made on 14/2/2026, for all workers: only to be read."""

    def make(folder: Path) -> None:
        from desktop.tasks.sample.sample import make_sample

        make_sample(folder, 3, date(2026, 2, 14))

    return made_once(_of_all_workers(tmp_path_factory) / "sample", make)


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """The folder of the C library's locales, for all workers; None where none can be made."""
    return compiled(made_once(_of_all_workers(tmp_path_factory) / "locales", compile_locales))


@pytest.fixture(scope="session")
def everywhere(locales: Path | None) -> Everywhere:
    """Runs a block under three locales and two time zones."""
    return Everywhere(locales)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each test that was skipped for want of LibreOffice or of a server."""
    for reason, option in ((office.REASON, "--office"), (servers.REASON, "--servers")):
        skipped = [
            report.nodeid
            for report in terminalreporter.stats.get("skipped", [])
            if reason in str(report.longrepr)
        ]
        if skipped:
            terminalreporter.section("NOT TESTED: " + reason, sep="!", red=True, bold=True)
            for test in skipped:
                terminalreporter.line(f"  {test}")
            terminalreporter.line(f"  ./dev setup {option} installs it; under CI=true this fails.")
