"""Whatever is wrong with a file: one sentence and a next step, in time, in little memory."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.intake.documents import SUFFIXES, read_document
from tests.intake.bad_files import BAD, ole, word
from tests.intake.word_files import paragraph
from tests.support.office import Office

SECONDS, MEGABYTES = 10.0, 500
_READ = r"""
import json, os, re, sys
from pathlib import Path
from desktop.intake.documents import read_document
from desktop.models.errors import Refusal

begun = sum(os.times()[:4])  # what it works, not what the machine does beside it
try:
    read_document(Path(sys.argv[1]))
    told = {"code": None}
except Refusal as refusal:
    told = {"code": refusal.code, "message": refusal.message, "next": refusal.next_step}
told["seconds"] = sum(os.times()[:4]) - begun
status = Path("/proc/self/status")  # getrusage would count what the parent took, too
found = re.search(r"VmHWM:\s*(\d+)", status.read_text()) if status.exists() else None
told["megabytes"] = int(found[1]) / 1024 if found else 0
print(json.dumps(told))
"""


def told_of(path: Path) -> dict[str, object]:
    """What a process of its own says of the file, with the time and memory it took."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, timeout=60,
        check=False, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_time_and_left_alone(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name]())
    before = path.read_bytes()
    told = told_of(path)
    message, step = str(told.get("message")), str(told.get("next"))
    assert told["code"], "it was read"
    assert message.endswith(".")
    assert "\n" not in message
    assert step.endswith(".")
    assert float(str(told["seconds"])) < SECONDS
    assert float(str(told["megabytes"])) < MEGABYTES
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("khóa.docx", "E_PASSWORD"),
        ("khóa.doc", "E_PASSWORD"),
        ("khóa.odt", "E_PASSWORD"),
        ("ảnh chụp.pdf", "E_SCAN"),
        ("tiếng Anh.docx", "E_LANGUAGE"),
        ("chỉ bảng.docx", "E_TABLE_ONLY"),
        ("lồng sâu.docx", "E_TOO_DEEP"),
        ("lồng sâu.html", "E_TOO_DEEP"),
        ("lồng sâu.rtf", "E_TOO_DEEP"),
        ("hai nghìn trang.pdf", "E_TOO_LARGE"),
        ("hai nghìn trang.docx", "E_TOO_LARGE"),
        ("cụt.rtf", "E_TRUNCATED"),
        ("cụt.doc", "E_TRUNCATED"),
        ("bảng tính.doc", "E_FORMAT"),
        ("ảnh.pdf", "E_FORMAT"),
    ],
)
def test_the_sentence_fits_what_is_wrong(tmp_path: Path, name: str, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name]())
    assert told_of(path)["code"] == code


def test_refusals_of_other_files_name_every_format_read(tmp_path: Path) -> None:
    path = tmp_path / "bảng tính.doc"
    path.write_bytes(ole("Workbook"))
    step = str(told_of(path)["next"])
    assert all(suffix in step for suffix in SUFFIXES if suffix not in (".htm", ".mht"))


def test_macros_are_read_past(tmp_path: Path) -> None:
    path = tmp_path / "macro.docm"
    path.write_bytes(word(paragraph("I. MỤC ĐÍCH"), word__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0"))
    assert read_document(path).to_json()["outline"] == [[0, "I.", "MỤC ĐÍCH"]]


def test_a_damaged_word_file_of_old_is_refused_by_the_word_processor_too(
    office_tools: Office, tmp_path: Path
) -> None:
    assert office_tools.program.is_file()
    path = tmp_path / "rỗng ruột.doc"
    path.write_bytes(ole("WordDocument"))
    told = told_of(path)
    assert told["code"] in ("E_TRUNCATED", "E_EMPTY", "E_BINARY")
    assert float(str(told["seconds"])) < SECONDS


@pytest.mark.parametrize("line", ["IVXLCDM" * 3_000, "công đoàn " * 2_000, "số: 1/" * 4_000])
def test_endless_lines_before_the_title_are_read_in_time(tmp_path: Path, line: str) -> None:
    path = tmp_path / "dòng dài.txt"
    path.write_text(f"{line}. Mục công đoàn\n" * 20, encoding="utf-8")
    assert float(str(told_of(path)["seconds"])) < SECONDS
