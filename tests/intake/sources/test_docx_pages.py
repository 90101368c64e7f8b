"""Paper and margins are read off a Word file in whatever unit they are stated."""

import zipfile
from pathlib import Path

import pytest

from desktop.intake.sources.docx_pages import sheets
from desktop.models.errors import Refusal

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_file(folder: Path, section: str) -> Path:
    """A package with one section and nothing else in it."""
    path = folder / "kế hoạch.docx"
    with zipfile.ZipFile(path, "w") as package:
        body = f"<w:body><w:p/>{section}</w:body>"
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{NAMESPACE}">{body}</w:document>'
        )
    return path


@pytest.mark.parametrize(
    "edges",
    ['w:w="11906" w:h="16838"', 'w:w="595.3pt" w:h="841.9pt"', 'w:w="210mm" w:h="29.7cm"'],
)
def test_a4_is_a4_in_any_unit(tmp_path: Path, edges: str) -> None:
    (sheet,) = sheets(word_file(tmp_path, f"<w:sectPr><w:pgSz {edges}/></w:sectPr>"))
    assert (round(sheet.width), round(sheet.height), sheet.margins) == (210, 297, {})


def test_margins_that_are_stated_are_told_and_others_left_out(tmp_path: Path) -> None:
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1701" w:top="lớn"/></w:sectPr>'
    )
    (sheet,) = sheets(word_file(tmp_path, section))
    assert {side: round(mm) for side, mm in sheet.margins.items()} == {"left": 30}


def test_a_section_without_paper_and_a_file_of_text_have_no_sheets(tmp_path: Path) -> None:
    assert sheets(word_file(tmp_path, "<w:sectPr/>")) == []
    text = tmp_path / "chữ.docx"
    text.write_text("KẾ HOẠCH", "utf-8")
    assert sheets(text) == []


def test_a_package_that_is_cut_is_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path, "<w:sectPr")
    with pytest.raises(Refusal):
        sheets(path)
