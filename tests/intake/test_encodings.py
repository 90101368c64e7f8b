"""Vietnamese from before Unicode: recognised by the text itself and converted whole."""

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.intake.documents import read_document, read_pasted
from desktop.intake.sources.old_encodings import TCVN3, convert, guess, mended, of_font
from tests.intake.gathering import own_documents
from tests.intake.old_texts import to_tcvn3, to_viqr, to_vni

TEXT_FILES = [path for path in own_documents() if path.suffix in (".txt", ".md")]
VIETNAMESE = st.text(
    alphabet=unicodedata.normalize("NFC", "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệ"
    "íìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ 0123456789.,;:-"),
    max_size=60,
)  # fmt: skip


def test_the_tcvn3_table_is_the_one_glibc_has() -> None:
    program = shutil.which("iconv")
    if program is None:
        pytest.skip("iconv is not installed")
    done = subprocess.run(
        [program, "-f", "TCVN5712-1", "-t", "UTF-8"], input=bytes(TCVN3), capture_output=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip("this iconv does not know TCVN 5712")
    known = unicodedata.normalize("NFC", done.stdout.decode())
    assert known == "".join(TCVN3.values())
    assert len(TCVN3) == 74


@given(VIETNAMESE)
def test_every_letter_comes_back_from_tcvn3(text: str) -> None:
    assert convert(to_tcvn3(text), "tcvn3") == text


@given(VIETNAMESE)
def test_every_letter_comes_back_from_vni(text: str) -> None:
    assert convert(to_vni(text), "vni") == text
    assert convert(to_vni(text.upper()), "vni") == text.upper()


def test_words_typed_in_capitals_come_back_whole() -> None:
    assert convert("LI£N §OµN LAO §éNG TØNH", "tcvn3") == "LIÊN ĐOÀN LAO ĐỘNG TỈNH"
    assert convert("V/v tæ chøc héi nghÞ", "tcvn3") == "V/v tổ chức hội nghị"
    assert convert("kÕ ho¹ch", "tcvn3", capitals=True) == "KẾ HOẠCH"


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        ("ABCDEF+.VnArialH", "tcvn3", True),
        ("VnTime", "tcvn3", False),
        ("VNI-Times", "vni", False),
        ("VNI Helve", "vni", False),
        ("Times New Roman", None, False),
        ("Verdana", None, False),
        (None, None, False),
    ],
)
def test_fonts_tell_the_encoding(font: str | None, encoding: str | None, capitals: bool) -> None:
    assert of_font(font) == (encoding, capitals)


@pytest.mark.parametrize("path", TEXT_FILES, ids=lambda path: path.stem)
def test_unicode_is_left_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert guess(text) is None
    assert mended(text) == text


@pytest.mark.parametrize("path", TEXT_FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_a_text_file_in_an_old_encoding_reads_as_in_unicode(
    tmp_path: Path, path: Path, encoding: str
) -> None:
    convert_to = to_tcvn3 if encoding == "tcvn3" else to_vni
    text = "".join(
        char if len(convert_to(char).encode("cp1252", "ignore")) else "?"
        for char in path.read_text(encoding="utf-8")
    )
    plain, old = tmp_path / f"plain-{path.name}", tmp_path / f"old-{path.name}"
    plain.write_text(text, encoding="utf-8")
    old.write_bytes(convert_to(text).encode("cp1252"))
    assert folded(read_document(old).source_lines) == folded(read_document(plain).source_lines)


def folded(lines: tuple[str, ...]) -> list[str]:
    return [line.casefold() for line in lines]


def test_old_text_within_unicode_files_and_from_the_clipboard() -> None:
    text = "KẾ HOẠCH\nI. Mục đích\n1. Tổ chức hội nghị cho đoàn viên công đoàn cơ sở.\n"
    for old in (to_tcvn3(text), to_vni(text), to_viqr(text)):
        lines = [line for line in read_pasted(old).source_lines if line]
        assert [line.casefold() for line in lines] == text.casefold().split("\n")[:3]


def test_english_and_french_are_not_taken_for_old_vietnamese() -> None:
    assert guess("The trade union's plan: don't forget (it is new). Is it? Yes... add it.") is None
    assert guess("Le syndicat a présenté son plan d'été à l'Hôtel de Ville; où êtes-vous ?") is None


PLAIN = (
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH AN HẢI\nSố: 12/KH-LĐLĐ\n\nKẾ HOẠCH\nHoạt động công đoàn\n\n"
    "I. NHIỆM VỤ\n1. {text}\n2. Các cấp công đoàn thực hiện kế hoạch này.\n"
)
SIGNS = "Ghi <b>đậm</b> ở a &amp; b, x &lt; y, giữ \\_ và <!-- ý --> của <td>ô</td>, **hai sao"


def test_a_plain_text_keeps_tags_signs_and_entities_as_they_were_typed(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAIN.format(text=SIGNS.replace("<td>ô</td>", "<td>")), encoding="utf-8")
    outline = read_document(path).to_json()["outline"]
    assert outline[1][2] == SIGNS.replace("<td>ô</td>", "<td>")


def test_the_same_marks_are_marks_in_a_markdown_file(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.md"
    path.write_text(PLAIN.format(text="Ghi <b>đậm</b> ở a &amp; b."), encoding="utf-8")
    assert read_document(path).to_json()["outline"][1][2] == "Ghi đậm ở a & b."


def test_one_stray_mark_does_not_make_a_plain_text_markdown(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAIN.format(text="Ghi **đậm** ở a &amp; b <i>"), encoding="utf-8")
    assert read_document(path).to_json()["outline"][1][2] == "Ghi **đậm** ở a &amp; b <i>"


def test_figures_set_slanting_twice_are_markdown(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.txt"
    text = PLAIN.format(text="Việc chính.").replace("12/KH", "*12* /KH")
    dated = text.replace("\n\nKẾ HOẠCH", "\n\nAn Hải, ngày *16* tháng 10 năm 2026\n\nKẾ HOẠCH")
    path.write_text(dated, encoding="utf-8")
    reading = read_document(path)
    assert (reading.value("number"), reading.value("date")) == ("12/KH-LĐLĐ", "2026-10-16")
