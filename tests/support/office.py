"""LibreOffice as a reader of what the program writes, and what is skipped without it."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REASON = "LibreOffice is not installed (./dev setup --office)"


@dataclass(frozen=True, slots=True)
class Office:
    """An installed LibreOffice with a profile of its own."""

    program: Path
    profile: Path

    def convert(self, source: Path, suffix: str, folder: Path) -> Path:
        """Convert a file (`suffix` such as "pdf") into `folder`; returns the new file.

        Raises AssertionError with LibreOffice's own words when nothing comes out.
        """
        return self.convert_all([source], suffix, folder)[0]

    def convert_all(self, sources: Sequence[Path], suffix: str, folder: Path) -> list[Path]:
        """Convert several files in one go, as `convert` does."""
        folder.mkdir(parents=True, exist_ok=True)
        command = self._command("--convert-to", suffix, "--outdir", folder, *sources)
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=180, env=_environment()
        )
        results = [folder / f"{source.stem}.{suffix.partition(':')[0]}" for source in sources]
        for result in results:
            said = f"{done.stdout}{done.stderr}{self._said()}"
            assert result.is_file(), f"LibreOffice made no {result.name}: {said}"
        return results

    @contextmanager
    def kept_open(self) -> Iterator["Office"]:
        """Keep one LibreOffice running that the others of this profile hand their files to.

        Starting takes far longer than converting. A text that stays open keeps it from ending
        with its first conversion; should it end all the same, each conversion starts its own.
        """
        text = self.profile.with_name(f"{self.profile.name}-open") / "open.txt"
        text.parent.mkdir()
        text.write_text("Để ngỏ\n", encoding="utf-8")
        with (text.parent / "said").open("wb") as said:
            running = subprocess.Popen(
                self._command(text), stdout=said, stderr=said, env=_environment(),
                start_new_session=True,
            )  # fmt: skip
        try:
            _wait_for(text.with_name(f".~lock.{text.name}#"), running)
            yield self
        finally:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()

    def _command(self, *arguments: str | Path) -> list[str]:
        profile = f"-env:UserInstallation={self.profile.as_uri()}"
        return [str(self.program), profile, "--headless", "--norestore", *map(str, arguments)]

    def _said(self) -> str:
        said = self.profile.with_name(f"{self.profile.name}-open") / "said"
        return said.read_text(encoding="utf-8", errors="replace") if said.is_file() else ""


def find_program() -> Path | None:
    """Return LibreOffice's command, or None."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return Path(found) if found else None


def _wait_for(lock: Path, running: subprocess.Popen[bytes]) -> None:
    """Wait until the text is open: LibreOffice then writes a file of its lock beside it."""
    end = time.monotonic() + 120
    while not lock.exists():
        assert running.poll() is None, "LibreOffice ended at once"
        assert time.monotonic() < end, "LibreOffice does not open a text"
        time.sleep(0.05)


def _environment() -> dict[str, str]:
    # LibreOffice brings or finds a Python of its own, which must not see ours.
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
