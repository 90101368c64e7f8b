"""LibreOffice as a reader of what the program writes, and what is skipped without it."""

import os
import shutil
import subprocess
from collections.abc import Sequence
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
        command = [
            str(self.program),
            f"-env:UserInstallation={self.profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            suffix,
            "--outdir",
            str(folder),
            *map(str, sources),
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=180, env=_environment()
        )
        results = [folder / f"{source.stem}.{suffix.partition(':')[0]}" for source in sources]
        for result in results:
            said = f"{done.stdout}{done.stderr}"
            assert result.is_file(), f"LibreOffice made no {result.name}: {said}"
        return results


def find_program() -> Path | None:
    """Return LibreOffice's command, or None."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return Path(found) if found else None


def _environment() -> dict[str, str]:
    # LibreOffice brings or finds a Python of its own, which must not see ours.
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
