"""Whatever is wrong with a file is told in one sentence with a next step, quickly."""

import os
import random
import time
import zipfile
from pathlib import Path

import pytest

from desktop.intake.documents import read_document, read_pasted
from desktop.models.errors import Refusal

TEXT = "KẾ HOẠCH\n\nTổ chức hội thi\n\nI. MỤC ĐÍCH\n\n1. Động viên đoàn viên.\n"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def refused(path: Path) -> Refusal:
    """Read the file, which must be refused well within ten seconds and left as it was."""
    before = path.read_bytes() if path.is_file() and os.access(path, os.R_OK) else b""
    started = time.monotonic()
    with pytest.raises(Refusal) as caught:
        read_document(path)
    assert time.monotonic() - started < 10
    refusal = caught.value
    assert refusal.message.endswith(".")
    assert "\n" not in refusal.message
    assert refusal.next_step.endswith(".")
    assert refusal.code.startswith("E_")
    if path.is_file() and before:
        assert path.read_bytes() == before
    return refusal


def word_file(path: Path, document: str, **parts: str) -> Path:
    """Write the smallest .docx whose document part is given."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return path


def body(inner: str, before: str = "") -> str:
    content = f"<w:document {NAMESPACE}><w:body>{inner}</w:body></w:document>"
    return f"<?xml version='1.0'?>{before}{content}"


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "không có.txt").code == "E_MISSING"


def test_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "E_FOLDER"


@pytest.mark.parametrize("suffix", [".txt", ".md", ".docx", ".pdf"])
def test_an_empty_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"trống{suffix}"
    path.touch()
    assert refused(path).code == "E_EMPTY"


@pytest.mark.parametrize("content", [b"   \n\n\t\n", b"\xef\xbb\xbf", b"1 2 3\n---\n***\n"])
def test_a_text_without_a_letter(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "trống.txt"
    path.write_bytes(content)
    assert refused(path).code == "E_EMPTY"


def test_permission_denied_by_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kín.txt"
    path.write_text(TEXT, encoding="utf-8")

    def deny(self: Path, *args: object, **kwargs: object) -> object:
        raise PermissionError(13, "denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", deny)
        with pytest.raises(Refusal) as caught:
            read_document(path)
    assert caught.value.code == "E_PERMISSION"


@pytest.mark.parametrize("suffix", [".txt", ".md", ".docx", ".pdf"])
def test_random_bytes_under_any_name(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"lạ{suffix}"
    path.write_bytes(random.Random(1).randbytes(20_000))
    assert refused(path).code in ("E_BINARY", "E_ENCODING")


def test_a_picture_named_text(tmp_path: Path) -> None:
    path = tmp_path / "ảnh.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert refused(path).code == "E_FORMAT"


def test_an_old_word_file_says_how_to_go_on(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))
    assert ".docx" in refused(path).next_step


def test_an_old_word_file_renamed_to_docx(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))
    assert refused(path).code == "E_TRUNCATED"


def test_a_word_file_renamed_to_text_is_read_for_what_it_is(tmp_path: Path) -> None:
    path = word_file(tmp_path / "kế hoạch.txt", body(paragraph("KẾ HOẠCH") + paragraph("I. MỘT")))
    assert read_document(path).kind == "docx"


def test_a_text_file_renamed_to_docx_is_read_for_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch.docx"
    path.write_text(TEXT, encoding="utf-8")
    assert read_document(path).kind == "text"


def test_a_workbook_is_not_a_document(tmp_path: Path) -> None:
    path = tmp_path / "bảng.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refused(path).code == "E_FORMAT"


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_word_file(tmp_path: Path, keep: float) -> None:
    path = word_file(tmp_path / "cụt.docx", body(paragraph("I. MỘT") * 500))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    assert refused(path).code == "E_TRUNCATED"


def test_a_cut_text_in_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "cụt.txt"
    path.write_bytes((TEXT + "Việt").encode()[:-2])
    assert refused(path).code == "E_TRUNCATED"


def test_a_cut_text_in_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "cụt.txt"
    path.write_bytes(TEXT.encode("utf-16")[:-1])
    assert refused(path).code == "E_TRUNCATED"


def test_a_text_in_an_unknown_encoding(tmp_path: Path) -> None:
    path = tmp_path / "mã lạ.txt"
    path.write_bytes("план работы профсоюза на месяц\n".encode("cp1251") * 30)
    assert refused(path).code == "E_ENCODING"


def test_fifty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "nặng.txt"
    path.write_bytes(b"doan vien cong doan\n" * 2_621_440)
    assert refused(path).code == "E_TOO_LARGE"


def test_a_line_of_several_megabytes_is_read_in_time(tmp_path: Path) -> None:
    path = tmp_path / "dài.txt"
    path.write_text("công đoàn " * 200_000, encoding="utf-8")
    started = time.monotonic()
    assert len(read_document(path).body) == 1
    assert time.monotonic() - started < 10


def test_a_word_file_that_unpacks_without_end(tmp_path: Path) -> None:
    path = tmp_path / "bom.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body(paragraph("a" * 30_000_000)))
    assert refused(path).code == "E_TOO_LARGE"


def test_a_word_file_with_growing_entities(tmp_path: Path) -> None:
    rows = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};&e{n - 1};">' for n in range(1, 40))
    bomb = f'<!DOCTYPE w [<!ENTITY e0 "lol">{rows}]>'
    path = word_file(tmp_path / "bom.docx", body(paragraph("&e39;"), bomb))
    assert refused(path).code == "E_TRUNCATED"


def test_a_word_file_with_an_outer_entity_reads_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "riêng.txt"
    secret.write_text("điều riêng tư", encoding="utf-8")
    outer = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    path = word_file(tmp_path / "đọc trộm.docx", body(paragraph("&x;"), outer))
    assert refused(path).code == "E_TRUNCATED"


def test_a_word_file_nested_too_deep(tmp_path: Path) -> None:
    cell = "<w:tbl><w:tr><w:tc>" * 120 + paragraph("sâu") + "</w:tc></w:tr></w:tbl>" * 120
    path = word_file(tmp_path / "sâu.docx", body(cell))
    assert refused(path).code == "E_TOO_DEEP"


def test_a_word_file_with_a_password_flag(tmp_path: Path) -> None:
    path = word_file(tmp_path / "khóa.docx", body(paragraph("I. MỘT")))
    data = bytearray(path.read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    data[6] |= 1
    path.write_bytes(bytes(data))
    assert refused(path).code == "E_PASSWORD"


def test_a_word_file_without_text(tmp_path: Path) -> None:
    path = word_file(tmp_path / "trắng.docx", body("<w:p/>"))
    assert refused(path).code == "E_EMPTY"


def test_a_document_with_macros_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "macro.docm"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", body(paragraph("I. MỘT")))
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    assert read_document(path).to_json()["outline"] == [[0, "I.", "MỘT"]]


def test_names_with_vietnamese_letters_and_spaces(tmp_path: Path) -> None:
    folder = tmp_path / "Thư mục của Công đoàn"
    folder.mkdir()
    path = folder / "Kế hoạch số 5 (bản cuối).txt"
    path.write_text(TEXT, encoding="utf-8")
    assert read_document(path).value("subject") == "Tổ chức hội thi"


@pytest.mark.parametrize("text", ["", "  \n ", "12 34"])
def test_pasting_nothing(text: str) -> None:
    with pytest.raises(Refusal):
        read_pasted(text)


def test_markup_formulas_and_paths_in_names_stay_as_they_are() -> None:
    reading = read_pasted("KẾ HOẠCH\n\n1. =SUM(A1) <script>x</script> ../../etc/passwd & Co\n")
    assert reading.outline[0].text == "=SUM(A1) <script>x</script> ../../etc/passwd & Co"
