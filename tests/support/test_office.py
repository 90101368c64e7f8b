"""LibreOffice opens a file; where it is missing, that is said loudly and fails under CI."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.office import REASON, Office

REPO = Path(__file__).resolve().parents[2]
OPENS = "test_libreoffice_opens_a_text_and_prints_it"


def test_libreoffice_opens_a_text_and_prints_it(office_tools: Office, tmp_path: Path) -> None:
    source = tmp_path / "Kế hoạch tháng.txt"
    source.write_text("Chăm lo đời sống đoàn viên\n", encoding="utf-8")
    printed = office_tools.convert(source, "pdf", tmp_path / "out")
    assert printed.read_bytes().startswith(b"%PDF-")


def test_a_file_that_is_not_there_is_an_error(office_tools: Office, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"made no nothing\.pdf"):
        office_tools.convert(tmp_path / "nothing.docx", "pdf", tmp_path)


@pytest.mark.parametrize("ci", ["", "true"])
def test_without_libreoffice_the_run_says_so_and_ci_fails(ci: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", f"{Path(__file__)}::{OPENS}"],
        cwd=REPO,
        env={**os.environ, "PATH": str(tmp_path), "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert REASON in done.stdout
    assert done.returncode == (1 if ci else 0)
    assert ("NOT TESTED" in done.stdout) == (not ci)
