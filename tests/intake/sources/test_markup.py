"""Marks of a Markdown text are taken off its lines; a plain text keeps what its author wrote."""

import pytest

from desktop.intake.sources.markup import MarkupReader


def read(raw: str, *, marked: bool = True) -> str:
    return " ".join(line.text for line in MarkupReader(marked=marked).read(raw, 1))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("> Ghi chú: kinh phí 30%", "Ghi chú: kinh phí 30%"),
        (">> Trích văn bản", "Trích văn bản"),
        ("> 85% doanh nghiệp", "> 85% doanh nghiệp"),
        (">= 85% doanh nghiệp", ">= 85% doanh nghiệp"),
        ("- [ ] Việc chưa làm", "- Việc chưa làm"),
        ("- [x] Việc đã làm", "- [x] Việc đã làm"),
        ("- [1] Nguồn", "- [1] Nguồn"),
    ],
)
def test_quotes_and_open_boxes_are_marks(raw: str, text: str) -> None:
    assert read(raw) == text
    assert read(raw, marked=False) == raw
