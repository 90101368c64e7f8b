""".doc, .rtf and .odt through a word processor, and what is said where there is none."""

import stat
import sys
import time
import zipfile
from pathlib import Path

import pytest

from desktop.intake.documents import read_document
from desktop.intake.sources import word_processor
from desktop.models.errors import Refusal
from tests.intake.gathering import CORPUS
from tests.support.office import Office

DOC = CORPUS / "files" / "old_word_district_plan.doc"


def test_without_a_word_processor_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_processor, "office_program", lambda: None)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(Refusal) as caught:
        read_document(DOC)
    assert caught.value.code == "E_NO_OFFICE"
    assert ".doc" in caught.value.message
    assert "LibreOffice" in caught.value.next_step
    assert ".docx" in caught.value.next_step


STARTED = 'touch "$out/san-sang.docx"'


def fake_office(tmp_path: Path, script: str) -> Path:
    """A stand-in for LibreOffice; its script finds the folder for results as `$out`."""
    program = tmp_path / "soffice"
    place = 'for one in "$@"; do test "$before" = --outdir && out="$one"; before="$one"; done'
    program.write_text(f"#!/bin/sh\n{place}\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
def test_a_word_processor_that_hangs_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "còn sống"
    program = fake_office(tmp_path, f"{STARTED}; (sleep 2; touch '{mark}') & sleep 30")
    monkeypatch.setattr(word_processor, "office_program", lambda: program)
    monkeypatch.setattr(word_processor, "_SECONDS", 0.3)
    monkeypatch.setattr(word_processor, "_USUAL_START", 0.1)
    with pytest.raises(Refusal) as caught:
        read_document(DOC)
    assert caught.value.code == "E_TIME"
    time.sleep(2.2)
    assert not mark.exists()  # its children ended with it


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
def test_a_slow_start_is_not_counted_against_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import docx

    made = docx.Document()
    made.add_paragraph("1. Tổ chức hội nghị người lao động.")
    made.save(str(tmp_path / "ra.docx"))
    result = 'cp "$(dirname "$0")/ra.docx" "$out/van-ban.docx"'
    program = fake_office(tmp_path, f"sleep 1.5; {STARTED}; sleep 0.2; {result}")
    monkeypatch.setattr(word_processor, "office_program", lambda: program)
    monkeypatch.setattr(word_processor, "_SECONDS", 1.2)
    monkeypatch.setattr(word_processor, "_SECONDS_IN_ALL", 1.3)
    monkeypatch.setattr(word_processor, "_USUAL_START", 0.2)
    assert len(read_document(DOC).body) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
@pytest.mark.parametrize("script", ["exit 0", "sleep 30"])
def test_a_word_processor_that_never_starts_does_not_blame_the_file(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_processor, "office_program", lambda: fake_office(tmp_path, script))
    monkeypatch.setattr(word_processor, "_SECONDS_TO_START", 0.5)
    with pytest.raises(Refusal) as caught:
        read_document(DOC)
    assert caught.value.code == "E_OFFICE_START"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
@pytest.mark.parametrize(("paragraphs", "read"), [(40, True), (4_000, False)])
def test_a_slow_conversion_is_read_only_where_time_is_left(
    paragraphs: int, read: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import docx

    made = docx.Document()
    for number in range(paragraphs):
        made.add_paragraph(f"{number + 1}. Công đoàn cơ sở tuyên truyền đến đoàn viên, lao động.")
    made.save(str(tmp_path / "ra.docx"))
    script = f'{STARTED}; sleep 0.5; cp "$(dirname "$0")/ra.docx" "$out/van-ban.docx"'
    monkeypatch.setattr(word_processor, "office_program", lambda: fake_office(tmp_path, script))
    monkeypatch.setattr(word_processor, "_SECONDS_IN_ALL", 5.0)
    monkeypatch.setattr(word_processor, "_SECONDS_A_BYTE", 2e-5)
    if read:
        assert len(read_document(DOC).body) == paragraphs
        return
    with pytest.raises(Refusal) as caught:
        read_document(DOC)
    assert caught.value.code == "E_TIME"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
def test_a_reading_that_is_given_up_ends_the_word_processor_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, mark = tmp_path / "đã mở", tmp_path / "còn sống"
    program = fake_office(tmp_path, f"touch '{begun}'; (sleep 2; touch '{mark}') & sleep 30")
    monkeypatch.setattr(word_processor, "office_program", lambda: program)
    started = time.monotonic()
    with pytest.raises(Refusal) as caught:
        read_document(DOC, begun.exists)
    assert caught.value.code == "E_STOPPED"
    assert time.monotonic() - started < 2
    time.sleep(2.2)
    assert not mark.exists()


def test_a_reading_that_is_given_up_is_not_gone_through(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch.txt"
    path.write_text("KẾ HOẠCH\nI. MỤC ĐÍCH\n1. Tổ chức hội nghị.\n", encoding="utf-8")
    assert read_document(path, lambda: False).outline
    with pytest.raises(Refusal) as caught:
        read_document(path, lambda: True)
    assert caught.value.code == "E_STOPPED"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
def test_a_word_processor_that_makes_nothing_means_a_broken_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_processor, "office_program", lambda: fake_office(tmp_path, STARTED))
    with pytest.raises(Refusal) as caught:
        read_document(DOC)
    assert caught.value.code == "E_TRUNCATED"


def test_word_is_asked_by_paths_in_its_environment_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: dict[str, object] = {}

    def run(command: list[str], environment: dict[str, str], *_folder: object) -> bool:
        seen.update(command=command, environment=environment)
        return False

    monkeypatch.setattr(word_processor, "office_program", lambda: None)
    monkeypatch.setattr(word_processor, "_run", run)
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(Refusal):
        word_processor._convert(
            tmp_path / "a.doc", tmp_path / "a.docx", tmp_path, word_processor._Clock(tmp_path / "r")
        )
    assert str(tmp_path) not in " ".join(map(str, seen["command"]))  # type: ignore[call-overload]
    assert seen["environment"]["SCD_SOURCE"] == str(tmp_path / "a.doc")  # type: ignore[index]


def test_the_person_s_own_settings_are_not_touched(office_tools: Office, own_home: Path) -> None:
    assert office_tools.program.is_file()
    before = sorted(own_home.rglob("*"))
    assert read_document(DOC).value("number") == "17/KH-LĐLĐ"
    assert sorted(own_home.rglob("*")) == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<a><b></a>", "E_TRUNCATED"),
        ('<a xmlns:text="t"><text:s text:c="900000000"/></a>', "E_TOO_LARGE"),
    ],
)
def test_an_odt_is_looked_at_before_another_program_opens_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, code: str
) -> None:
    monkeypatch.setattr(word_processor, "office_program", lambda: pytest.fail("opened"))
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    with pytest.raises(Refusal) as caught:
        read_document(path)
    assert caught.value.code == code
