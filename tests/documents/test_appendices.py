"""Appendices typed beside a plan: told apart, numbered, tables from a spreadsheet kept."""

import pytest
from msgspec.structs import replace

from desktop.documents.appendices import joined_appendices, split_appendices
from desktop.documents.compose import compose, drafter_mark
from desktop.formats.document import AppendixTitle, Item, Paragraph, SectionBreak
from desktop.formats.table import Table
from desktop.models.packs.packs import load_packs
from desktop.models.plans.plan_draft import PlanDraft
from desktop.models.plans.work_row import WorkRow
from tests.models.planning import HEAD, sample_items

PACKS = load_packs()
TABLE = "Danh sách\nSTT\tTên\n1\tCĐCS A\n2\tCĐCS B\tthừa"
TEXT = "Biểu mẫu\nI. PHẦN MỘT\na) Điểm\nMột câu."


def blocks(*appendices: str, rows: tuple[WorkRow, ...] = ()) -> list[object]:
    draft = PlanDraft(replace(HEAD, appendices=appendices), sample_items(), rows)
    found = compose(draft.head, draft.outline(), PACKS, draft.rows).blocks
    start = next((n for n, b in enumerate(found) if isinstance(b, SectionBreak)), len(found))
    return list(found[start:])


def test_one_appendix_has_no_number_and_two_have_roman_ones() -> None:
    (alone,) = [b for b in blocks(TABLE) if isinstance(b, AppendixTitle)]
    assert (alone.label, alone.title) == ("Phụ lục", "Danh sách")
    assert alone.reference.startswith("(Kèm theo Kế hoạch số ")
    several = blocks(TABLE, TEXT, rows=(WorkRow("Thăm hỏi", 1),))
    labels = [b.label for b in several if isinstance(b, AppendixTitle)]
    assert labels == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    assert sum(isinstance(b, SectionBreak) and b.restart for b in several) == 3


def test_lines_with_tabs_are_a_table_that_keeps_every_cell() -> None:
    (table,) = [b for b in blocks(TABLE) if isinstance(b, Table)]
    assert [column.title for column in table.columns] == ["STT", "Tên", ""]
    assert [row.cells for row in table.rows] == [("1", "CĐCS A", None), ("2", "CĐCS B", "thừa")]


def test_labels_are_items_and_the_rest_paragraphs() -> None:
    kinds = [type(b) for b in blocks(TEXT)][2:]
    assert kinds == [Item, Item, Paragraph]


def test_what_is_typed_is_taken_apart_and_put_together_again() -> None:
    typed = "Phụ lục: Một\nA\tB\n1\t2\nPhụ lục II. Hai\nchữ"
    apart = split_appendices(typed)
    assert apart == ["Một\nA\tB\n1\t2", "Hai\nchữ"]
    assert split_appendices(joined_appendices(apart)) == apart
    assert split_appendices("\nKhông có tên\nx") == ["Không có tên\nx"]


@pytest.mark.parametrize(
    ("drafter", "copies", "mark"),
    [("PL", 300, "PL.(300)"), ("PL", None, "PL"), ("", 5, "(5)"), ("", None, "")],
)
def test_the_drafters_mark(drafter: str, copies: int | None, mark: str) -> None:
    assert drafter_mark(replace(HEAD, drafter=drafter, copies=copies)) == mark
