"""Whole documents: what is read agrees with hand-made answers, and nothing is dropped."""

import html
import re
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.intake.documents import read_document, read_pasted
from desktop.intake.reading import Reading
from desktop.intake.sources.read_text import decode
from tests.intake.gathering import gold, other_documents, own_documents, reading_of
from tests.intake.scoring import Score

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->")


def letters_and_digits(text: str) -> list[str]:
    """What must survive reading: every letter and digit (a page number may change places, and a
    word that a page divides becomes whole).
    """
    return sorted(re.findall(r"[^\W_]", text))


def kept(reading: Reading) -> list[str]:
    """All text of a reading, block after block."""
    return letters_and_digits(" ".join(f"{block.label} {block.text}" for block in reading.body))


def printed(path: Path) -> list[str]:
    """The text of a file without marks of its format."""
    return letters_and_digits(html.unescape(_TAG.sub(" ", decode(path.read_bytes()))))


def test_own_documents_are_read_as_a_person_reads_them() -> None:
    documents = own_documents()
    assert len(documents) >= 50
    score = Score()
    for path in documents:
        score.add(path.stem, reading_of(path).to_json(), gold(path))
    shown = "\n".join(score.misses)
    assert score.lists["outline"].f1 >= 0.97, shown
    assert score.lists["depth"].f1 >= 0.96, shown
    assert score.lists["recipients"].f1 >= 0.97, shown
    assert score.lists["addressees"].f1 >= 0.97, shown
    assert score.lists["legal_basis"].f1 >= 0.95, shown
    assert score.lists["targets"].f1 >= 0.90, shown
    assert score.lists["assignments"].f1 >= 0.95, shown
    assert score.header.f1 >= 0.96, shown


def test_a_wrong_answer_lowers_the_score() -> None:
    path = own_documents()[0]
    answer = gold(path)
    score = Score()
    score.add(path.stem, {**answer, "outline": [], "issuer": "Đơn vị khác"}, answer)
    assert score.header.f1 < 1
    assert score.misses


@pytest.mark.parametrize("path", [*own_documents(), *other_documents()], ids=lambda p: p.stem)
def test_no_letter_of_a_document_is_dropped(path: Path) -> None:
    reading = reading_of(path)
    assert kept(reading) == printed(path)
    assert kept(reading) == letters_and_digits(" ".join(reading.source_lines))


@pytest.mark.parametrize("path", [*own_documents(), *other_documents()], ids=lambda p: p.stem)
def test_every_value_points_into_the_source(path: Path) -> None:
    reading = reading_of(path)
    spans = [block.span for block in reading.body]
    spans += [found.span for found in reading.fields.values() if found.span]
    spans += [target.span for target in reading.targets]
    assert all(1 <= span.first <= span.last <= len(reading.source_lines) for span in spans)
    for target in reading.targets:
        block = reading.body[target.block]
        cell = target.text.split(":")[0]  # of a table: the row's name, then the column's
        assert (cell if block.kind == "row" else target.text[:20]) in block.text
    for assignment in reading.assignments:
        assert all(reading.body[item].kind == "item" for item in assignment.items)


def test_pasted_text_reads_like_the_file(tmp_path: Path) -> None:
    path = own_documents()[0]
    text = path.read_text(encoding="utf-8")
    assert read_pasted(text).to_json() == reading_of(path).to_json()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
def test_the_encoding_of_a_file_does_not_matter(tmp_path: Path, encoding: str) -> None:
    path = next(p for p in own_documents() if p.stem == "slash_labels")
    text = path.read_text(encoding="utf-8")
    copy = tmp_path / "Kế hoạch năm 2027.txt"
    copy.write_bytes(_encoded(text, encoding))
    assert read_document(copy).to_json() == reading_of(path).to_json()


def _encoded(text: str, encoding: str) -> bytes:
    """Encode; windows-1258 writes tone marks as characters of their own."""
    if encoding != "cp1258":
        return text.encode(encoding)
    split = "".join(_letter_and_tone(char) for char in text)
    return split.encode("cp1258")


def _letter_and_tone(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    tones = [part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323"]
    base = "".join(part for part in parts if part not in tones)
    return unicodedata.normalize("NFC", base) + "".join(tones)


@pytest.mark.parametrize("width", [70, 90])
@pytest.mark.parametrize("stem", ["stages", "table_debris", "quota_shapes", "second_part"])
def test_hard_wraps_change_nothing_in_the_outline(stem: str, width: int) -> None:
    path = next(p for p in own_documents() if p.stem == stem)
    rows = path.read_text(encoding="utf-8").split("\n")
    wrapped = "\n".join(row if "|" in row else textwrap.fill(row, width) for row in rows)
    before, after = reading_of(path), read_pasted(wrapped)
    assert [(b.depth, b.label, b.text) for b in after.outline] == [
        (b.depth, b.label, b.text) for b in before.outline
    ]
    assert after.to_json()["targets"] == before.to_json()["targets"]


def _indented(text: str) -> str:
    return "\n".join(f"      {row}" if row.strip() else row for row in text.split("\n"))


def _numbered(text: str) -> str:
    rows = text.split("\n")
    half = len(rows) // 2
    return "\n".join([*rows[:half], "", "2", "", *rows[half:]])


def _glued(text: str) -> str:
    label = r"(?m)^(\s*(?:[IVX]+\.|\d+\.|[a-hđ]\)|-)) (?=[^\W\d])"
    return re.sub(label, r"\1", text)


NOISE: dict[str, Callable[[str], str]] = {
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "hard spaces": lambda text: re.sub(r"(\d\.) ", "\\1\u00a0", text),
    "no blank lines": lambda text: re.sub(r"\n\s*\n+", "\n", text),
    "indented": _indented,
    "page number inside": _numbered,
    "no space after the label": _glued,
    "spaces at line ends": lambda text: "\n".join(f"{row}  " for row in text.split("\n")),
}


@pytest.mark.parametrize("noise", NOISE)
def test_noise_costs_next_to_nothing(noise: str) -> None:
    score = Score()
    for path in own_documents():
        if path.suffix in (".txt", ".md"):
            try:
                text = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a file in an old encoding
            score.add(path.stem, read_pasted(NOISE[noise](text)).to_json(), gold(path))
    for name in ("outline", "depth", "recipients", "addressees", "legal_basis"):
        assert score.lists[name].f1 >= 0.97, (name, score.misses)
    assert score.header.f1 >= 0.98, score.misses
