"""Documents as offices send them: Word old and new, PDF, web pages, old letters."""

import html
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop.intake.documents import read_document
from desktop.intake.reading import Reading
from desktop.intake.sources.old_encodings import convert, guess
from desktop.models.text import nfc
from tests.intake.gathering import gold, own_files, reading_of
from tests.intake.scoring import Score
from tests.support.office import Office

LOST = re.compile(
    r"<w:del [^>]*>.*?</w:del>|<w:moveFrom [^>]*>.*?</w:moveFrom>|<mc:Fallback>.*?</mc:Fallback>"
    r"|<w:instrText[^>]*>.*?</w:instrText>|<w:r(?: [^>]*)?>(?:(?!</w:r>).)*<w:vanish\b.*?</w:r>",
    re.S,
)


OF_OLD = (".doc", ".rtf")


def files_that_need_no_office() -> list[Path]:
    return [path for path in own_files() if path.suffix not in OF_OLD]


def words(text: str) -> list[str]:
    """Letters and digits only: spacing and marks may change places."""
    return sorted(re.findall(r"[^\W_]", nfc(text).casefold()))


def kept(reading: Reading) -> list[str]:
    """All text of a reading; labels that list numbering printed are not in the file."""
    return words(
        " ".join(f"{block.label if block.printed else ''} {block.text}" for block in reading.body)
    )


def converted(text: str) -> str:
    """Letters of the fonts of old as they were meant, everything else as it is."""
    fonts = guess(text)
    return convert(text, fonts) if fonts else text


def told(path: Path) -> list[str]:
    """The file's text taken out by other means than the reader's."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            parts = [
                archive.read(name).decode()
                for name in archive.namelist()
                if re.match(r"word/(?:document|header|footer|footnotes|endnotes)\d*\.xml", name)
            ]
        text = " ".join(LOST.sub("", part) for part in parts)
        told_text = html.unescape("\n".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)<", text)))
        return words(converted(told_text))
    if path.suffix == ".pdf":
        import pypdfium2

        document = pypdfium2.PdfDocument(path)
        text = " ".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        return words(text)
    if path.suffix == ".html":
        text = re.sub(r"(?s)<head.*?</head>|<script.*?</script>|<[^>]*>", " ", path.read_text())
        return words(html.unescape(text))
    return words(converted(path.read_bytes().decode("latin-1")))


def check(readings: Mapping[Path, Reading]) -> None:
    """Every format reaches the marks that text files reach."""
    score, formats = Score(), defaultdict(Score)
    for path, reading in readings.items():
        answer = reading.to_json()
        score.add(path.stem, answer, gold(path))
        formats[path.suffix].add(path.stem, answer, gold(path))
    shown = "\n".join(score.misses)
    for suffix, one in formats.items():
        assert one.lists["outline"].f1 >= 0.95, f"{suffix}\n{shown}"
    assert score.lists["outline"].f1 >= 0.97, shown
    assert score.lists["depth"].f1 >= 0.96, shown
    assert score.lists["recipients"].f1 >= 0.97, shown
    assert score.lists["legal_basis"].f1 >= 0.95, shown
    assert score.lists["targets"].f1 >= 0.90, shown
    assert score.header.f1 >= 0.96, shown


def test_files_of_all_formats_are_read_as_a_person_reads_them() -> None:
    check({path: reading_of(path) for path in files_that_need_no_office()})


def test_word_files_of_old_are_read_as_a_person_reads_them(
    office_tools: Office, tmp_path: Path
) -> None:
    # The program opens each by a word processor; here one start of the same opens them all.
    files = [path for path in own_files() if path.suffix in OF_OLD]
    first, *others = files
    copies = office_tools.convert_all(others, "docx", tmp_path)
    check({first: reading_of(first)} | dict(zip(others, map(read_document, copies), strict=True)))


@pytest.mark.parametrize("path", files_that_need_no_office(), ids=lambda path: path.stem)
def test_no_letter_of_a_file_is_dropped(path: Path) -> None:
    reading = reading_of(path)
    assert kept(reading) == told(path)


@pytest.mark.parametrize("path", files_that_need_no_office(), ids=lambda path: path.stem)
def test_what_is_shown_of_a_file_is_what_was_read(path: Path) -> None:
    reading = reading_of(path)
    shown = words(" ".join(reading.source_lines))
    assert shown == words(" ".join(f"{block.label} {block.text}" for block in reading.body))
    for block in reading.body:
        assert 1 <= block.span.first <= block.span.last <= len(reading.source_lines)
