"""Formats that a word processor of this machine opens for us: .doc, .rtf, .odt to .docx.

LibreOffice is asked first; on Windows, Word itself through its automation. Neither sees the
person's own settings, runs macros or gets more time than a document may take. How long it takes
to start, which on a slow disk is most of it, says nothing of the document and is counted apart.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop.i18n import _
from desktop.intake.source import Source
from desktop.intake.sources import files
from desktop.intake.sources.read_docx import read_docx
from desktop.models.errors import Refusal

Stopped = Callable[[], bool]
"""Whether the person gave up waiting; asked several times a second."""
# On a machine that starts the other program within the usual time: until the file is converted,
# and until it is read too, at about a second and a half a megabyte of text.
_SECONDS = 8.5
_SECONDS_IN_ALL = 9.5
_USUAL_START = 2.5
# One that needs longer to start is slow with the document too, by as much, within reason.
_MOST_SLOWNESS = 4.0
_SECONDS_TO_START = 60.0
_SECONDS_A_BYTE = 1.5e-6
_TEXT = "word/document.xml"
_ASKED_EVERY = 0.1
# A file of so many bytes that was found sound may take longer.
_LARGE = 2_000_000
_SECONDS_OF_LARGE = 40
_PLACES = (
    "/usr/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
# What is converted before the document: once its result is there, the program has started.
_FIRST = "san-sang"
_FIRST_TEXT = rb"{\rtf1 .\par}"
# Paths travel in the environment, so that no name can become a command. A password that is
# given makes a locked file fail instead of asking; 3 forbids all macros; 16 is .docx.
_WORD_SCRIPT = """
$ErrorActionPreference = 'Stop'
$word = New-Object -ComObject Word.Application
try {
  $word.Visible = $false
  $word.DisplayAlerts = 0
  $word.AutomationSecurity = 3
  New-Item -ItemType File -Path $env:SCD_READY | Out-Null
  $document = $word.Documents.Open($env:SCD_SOURCE, $false, $true, $false, '?', '?', $true, '?')
  $document.SaveAs2($env:SCD_RESULT, 16)
  $document.Close(0)
} finally { $word.Quit(0) }
"""


def never() -> bool:
    """Nobody gives up."""
    return False


def read_converted(
    path: Path, suffix: str, data: bytes | None = None, stopped: Stopped = never
) -> Source:
    """Read a file through a word processor; `suffix` says what it holds (".doc"), `data` is
    given in place of the file's own bytes.

    Raises `Refusal` when there is none on this machine, it cannot open the file or it was
    `stopped`; the other program ends at once.
    """
    with tempfile.TemporaryDirectory(prefix="van-ban-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        source = folder / f"van-ban{suffix}"
        # The original is never opened by another program.
        source.write_bytes(path.read_bytes() if data is None else data)
        result = folder / "ra" / "van-ban.docx"
        result.parent.mkdir()
        clock = _Clock(result.with_stem(_FIRST), large=_is_large(folder))
        _convert(source, result, folder, clock, stopped)
        if not result.is_file():
            raise files.broken() if clock.ready.is_file() else _not_started()
        if clock.is_late(_to_read(result)):
            raise _too_long()
        return read_docx(result, kind=suffix.removeprefix("."))


def office_program() -> Path | None:
    """Return LibreOffice's command, or None."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return Path(found)
    roots = [os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)")]
    places = [Path(root, "LibreOffice", "program", "soffice.exe") for root in roots if root]
    return next((place for place in [*places, *map(Path, _PLACES)] if place.is_file()), None)


def missing(suffix: str) -> Refusal:
    """The refusal of a format for which this machine has no program."""
    return Refusal(
        _("Máy này chưa có chương trình mở tệp {suffix}.").format(suffix=suffix),
        next_step=_(
            "Cài LibreOffice rồi mở lại, hoặc mở tệp bằng Word và lưu thành .docx hay PDF."
        ),
        code="E_NO_OFFICE",
    )


@dataclass(slots=True)
class _Clock:
    """How long another program may take; `ready` is the file that it makes once it has started."""

    ready: Path
    large: bool = False
    began: float = field(default_factory=time.monotonic)
    start: float | None = None

    def is_over(self) -> bool:
        """Whether the time is over to start, or after that to convert."""
        passed = time.monotonic() - self.began
        if self.start is None and self.ready.is_file():
            self.start = passed
        if self.start is None:
            return passed > _SECONDS_TO_START
        return passed > self._allowed(_SECONDS_OF_LARGE if self.large else _SECONDS)

    def is_late(self, more: float) -> bool:
        """Whether `more` seconds, of reading what was converted, are too many."""
        if self.large:
            return False
        return time.monotonic() - self.began + more > self._allowed(_SECONDS_IN_ALL)

    def _allowed(self, seconds: float) -> float:
        """Return what `seconds` are on this machine, by how long it took to start."""
        start = self.start or 0.0
        slowness = min(max(start / _USUAL_START, 1.0), _MOST_SLOWNESS)
        return max(seconds, start + (seconds - _USUAL_START) * slowness)


def _convert(
    source: Path, result: Path, folder: Path, clock: _Clock, stopped: Stopped = never
) -> None:
    office = office_program()
    if office is not None:
        first = folder / f"{_FIRST}.rtf"
        first.write_bytes(_FIRST_TEXT)
        profile = (folder / "ho-so").as_uri()
        command = [str(office), f"-env:UserInstallation={profile}", "--headless", "--norestore",
                   "--nolockcheck", "--nodefault", "--convert-to", "docx:MS Word 2007 XML",
                   "--outdir", str(result.parent), str(first), str(source)]  # fmt: skip
        _run(command, _environment(_own_home(folder)), folder, clock, stopped)
    elif sys.platform == "win32":
        command = ["powershell", "-NoProfile", "-NonInteractive", "-Command", _WORD_SCRIPT]
        paths = {"SCD_SOURCE": str(source), "SCD_RESULT": str(result),
                 "SCD_READY": str(clock.ready)}  # fmt: skip
        ended_well = _run(command, _environment(paths), folder, clock, stopped)
        if not ended_well and not result.is_file():
            raise missing(source.suffix)
    else:
        raise missing(source.suffix)


def _run(
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    clock: _Clock,
    stopped: Stopped = never,
) -> bool:
    """Run within the time allowed; whether it ended well. All its children end with it."""
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, creationflags=hidden,
        )  # fmt: skip
    except OSError:
        raise missing(folder.suffix or ".doc") from None
    try:
        return _waited(process, clock, stopped) == 0
    finally:
        _end(process)


def _waited(process: "subprocess.Popen[bytes]", clock: _Clock, stopped: Stopped) -> int:
    """Return how the other program ended; refuse when it takes too long or is not waited for."""
    while not clock.is_over():
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=_ASKED_EVERY)
        if stopped():
            raise files.stopped()
    raise _too_long() if clock.start is not None else _not_started()


def _too_long() -> Refusal:
    return Refusal(
        _("Mở tệp này quá lâu nên đã dừng lại."),
        next_step=_("Mở lại lần nữa; vẫn vậy thì mở bằng Word rồi lưu thành .docx."),
        code="E_TIME",
    )


def _not_started() -> Refusal:
    return Refusal(
        _("LibreOffice hoặc Word trên máy này chưa khởi động được để mở tệp."),
        next_step=_("Mở chương trình đó một lần rồi đóng lại, sau đó mở tệp này lần nữa."),
        code="E_OFFICE_START",
    )


def _is_large(folder: Path) -> bool:
    return any(path.stat().st_size > _LARGE for path in folder.glob("van-ban.*"))


def _to_read(result: Path) -> float:
    """Return the seconds that reading a converted file will take, by the size of its text."""
    try:
        with zipfile.ZipFile(result) as package:
            return package.getinfo(_TEXT).file_size * _SECONDS_A_BYTE
    except (KeyError, OSError, zipfile.BadZipFile):
        return 0.0  # reading it tells what is wrong


def _end(process: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(
                ["taskkill", "/F", "/T", "/PID", str(process.pid)],
                check=False, capture_output=True,
            )  # fmt: skip
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _own_home(folder: Path) -> dict[str, str]:
    """Settings and caches that LibreOffice and its desktop libraries would put elsewhere."""
    if sys.platform == "win32":
        return {}
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
    home = folder / "nha"
    home.mkdir(mode=0o700, exist_ok=True)
    return dict.fromkeys(names, str(home))


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    # LibreOffice brings or finds a Python of its own, which must not see ours.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, **more}
