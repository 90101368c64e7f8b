"""One document in every format: the outline stays the same and no letter is lost."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
import pytest

from desktop.intake.documents import read_document
from desktop.intake.reading import Reading
from tests.intake.gathering import own_documents
from tests.intake.scoring import Score
from tests.support.office import Office

STEMS = ("boards", "decision", "month_plan", "quota_shapes", "report", "six_levels",
         "slash_labels", "stages")  # fmt: skip
OPENED_FOR_US = ("doc", "rtf", "odt")
FORMATS = (*OPENED_FOR_US, "html", "pdf")


def letters(reading: Reading) -> list[str]:
    shown = " ".join(f"{block.label} {block.text}" for block in reading.body)
    return sorted(re.findall(r"[^\W_]", shown))


def as_word(path: Path, folder: Path) -> Path:
    """The document as a Word file, a paragraph for each block, as an office would have typed it."""
    made = docx.Document()
    for block in read_document(path).body:
        if block.kind == "furniture":
            continue
        paragraph = made.add_paragraph()
        if block.label:
            paragraph.add_run(f"{block.label} ")
        for run in block.runs:
            added = paragraph.add_run(run.text)
            added.bold, added.italic = run.bold, run.italic
    file = folder / f"{path.stem}.docx"
    made.save(str(file))
    return file


@pytest.fixture(scope="module")
def word_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("word")
    return [as_word(path, folder) for path in own_documents() if path.stem in STEMS]


def pairs(
    office: Office, files: Sequence[Path], suffix: str, folder: Path
) -> Iterator[tuple[str, Reading, Reading]]:
    """Each document as read from Word and from the other format.

    What a word processor opens for us starts it once for a file: the program does that for the
    first, and the others go back to Word together, by the same word processor.
    """
    copies = office.convert_all(files, suffix, folder)
    if suffix in OPENED_FOR_US:
        copies = [copies[0], *office.convert_all(copies[1:], "docx", folder / "lại")]
    for file, copy in zip(files, copies, strict=True):
        yield file.stem, read_document(file), read_document(copy)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_keeps_the_outline_and_all_letters(
    office_tools: Office, word_files: list[Path], tmp_path: Path, suffix: str
) -> None:
    score = Score()
    assert len(word_files) == len(STEMS)
    for stem, word, other in pairs(office_tools, word_files, suffix, tmp_path):
        if not score.lists or suffix not in OPENED_FOR_US:
            assert other.kind == suffix
        assert letters(other) == letters(word), stem
        score.add(stem, other.to_json(), word.to_json())
    shown = "\n".join(score.misses)
    least = 0.97 if suffix == "pdf" else 1.0
    assert score.lists["outline"].f1 >= least, shown
    assert score.lists["depth"].f1 >= least, shown
    assert score.lists["recipients"].f1 >= least, shown
    assert score.lists["targets"].f1 >= 0.95, shown
    assert score.header.f1 >= 0.95, shown
