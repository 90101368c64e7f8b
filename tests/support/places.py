"""The same block of code run as if in other countries and time zones."""

import locale
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Answer = TypeVar("Answer")

LOCALES = ("en_US", "vi_VN", "de_DE")
TIME_ZONES = ("Asia/Ho_Chi_Minh", "America/New_York")


@dataclass(frozen=True, slots=True)
class Everywhere:
    """Runs blocks under each locale (en-US, vi-VN, de-DE) and each of two time zones.

    `compiled` holds the C library's locales, made for this test run; None where the system
    cannot make them, and then only Qt and the environment variables change place.
    """

    compiled: Path | None

    def answers(self, block: Callable[[], Answer]) -> dict[str, Answer]:
        """Return what the block answers in each place, keyed like `de_DE America/New_York`."""
        results = {}
        for name in LOCALES:
            for zone in TIME_ZONES:
                with self._at(name, zone):
                    results[f"{name} {zone}"] = block()
        return results

    def same(self, block: Callable[[], Answer]) -> Answer:
        """Return the block's answer, which must be equal in every place."""
        results = self.answers(block)
        first = next(iter(results.values()))
        different = {place: answer for place, answer in results.items() if answer != first}
        assert not different, f"expected {first!r} everywhere, but: {different!r}"
        return first

    @contextmanager
    def _at(self, name: str, zone: str) -> Iterator[None]:
        wanted = {"LANG": f"{name}.UTF-8", "LC_ALL": f"{name}.UTF-8", "LANGUAGE": name, "TZ": zone}
        if self.compiled is not None:
            wanted["LOCPATH"] = str(self.compiled)
        before = {variable: os.environ.get(variable) for variable in wanted}
        here = locale.setlocale(locale.LC_ALL)
        qt_before = _qt_default()
        os.environ.update(wanted)
        try:
            if hasattr(time, "tzset"):
                time.tzset()
            if self.compiled is not None:
                locale.setlocale(locale.LC_ALL, f"{name}.UTF-8")
            _set_qt_default(name)
            yield
        finally:
            locale.setlocale(locale.LC_ALL, here)
            for variable, value in before.items():
                os.environ.pop(variable, None)
                if value is not None:
                    os.environ[variable] = value
            if hasattr(time, "tzset"):
                time.tzset()
            _set_qt_default(qt_before)


def compile_locales(folder: Path) -> None:
    """Compile the C library's locales into a new folder, where their sources are there."""
    folder.mkdir()
    if shutil.which("localedef") is None or not Path("/usr/share/i18n/locales/de_DE").exists():
        return
    for name in LOCALES:
        command = ["localedef", "-i", name, "-f", "UTF-8", str(folder / f"{name}.UTF-8")]
        subprocess.run(command, check=False, capture_output=True)


def compiled(folder: Path) -> Path | None:
    """Return the folder when every locale stands in it, None otherwise."""
    return folder if all((folder / f"{name}.UTF-8").is_dir() for name in LOCALES) else None


def _qt_default() -> str | None:
    if "PySide6.QtCore" not in sys.modules:
        return None
    from PySide6.QtCore import QLocale

    return QLocale().name()


def _set_qt_default(name: str | None) -> None:
    if name is None or "PySide6.QtCore" not in sys.modules:
        return
    from PySide6.QtCore import QLocale

    QLocale.setDefault(QLocale(name))
