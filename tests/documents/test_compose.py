"""The paper of a plan: its parts, in the order and wording of the layout rules."""

import pytest
from msgspec.structs import replace

from desktop.documents.checker import check
from desktop.documents.compose import compose, item_style, layout_for, recipient_lines
from desktop.documents.from_template import draft_from_template
from desktop.formats.document import (
    Addressees,
    AppendixTitle,
    Closing,
    Document,
    Item,
    Letterhead,
    PaperKind,
    Paragraph,
    SectionBreak,
    Title,
    plain,
)
from desktop.formats.layout import shipped_layout
from desktop.formats.table import Role, Table
from desktop.formats.text import document_text
from desktop.models.packs.packs import load_packs
from desktop.models.plans.plan_draft import PlanDraft, draft_item
from desktop.models.plans.work_row import WorkRow
from tests.documents.papers import FACTS
from tests.models.planning import HEAD, sample_items

PACKS = load_packs()
PLAN = replace(
    HEAD,
    opening=("Thực hiện nghị quyết đại hội, Ban Thường vụ xây dựng kế hoạch như sau:",),
    basis=("Luật Công đoàn", "Nghị quyết đại hội;"),
    closing=("Đề nghị các công đoàn cơ sở thực hiện.",),
    recipients=("LĐLĐ tỉnh (báo cáo);", "- Các CĐCS", "Lưu: VT."),
    authority=("TM. BAN THƯỜNG VỤ",),
    signer_title="CHỦ TỊCH",
    signer_name="Hồ Thị Mây",
)


def paper(draft: PlanDraft) -> Document:
    return compose(draft.head, draft.outline(), PACKS, draft.rows)


def test_a_plan_reads_from_letterhead_to_signature() -> None:
    document = paper(PlanDraft(PLAN, sample_items()))
    kinds = [type(block) for block in document.blocks]
    assert kinds[:5] == [Letterhead, Title, Paragraph, Paragraph, Paragraph]
    assert kinds[-1] is Closing
    text = document_text(document)
    for piece in (
        "Căn cứ Luật Công đoàn;",
        "Căn cứ Nghị quyết đại hội.",
        "I. MỤC TIÊU",
        "1.1. Đoàn viên",
        "a) Sát thực tế;",
        "- Thăm hỏi;",
        "Đề nghị các công đoàn cơ sở thực hiện./.",
        "- LĐLĐ tỉnh (báo cáo);",
        "- Lưu: VT.",
        "TM. BAN THƯỜNG VỤ",
        "Hồ Thị Mây",
    ):
        assert piece.casefold() in text.casefold()
    assert text.count("./.") == 1


def test_number_and_day_are_blank_until_issue() -> None:
    head = paper(PlanDraft(PLAN, sample_items())).blocks[0]
    assert isinstance(head, Letterhead)
    assert (head.number, head.day, head.year) == (None, None, None)
    issued = paper(PlanDraft(replace(PLAN, number="05", date="2027-01-05"), sample_items()))
    head = issued.blocks[0]
    assert isinstance(head, Letterhead)
    assert head.number_line == "Số: 05/KH-CĐX"
    assert head.date_line == "Hướng Phùng, ngày 05 tháng 01 năm 2027"


def test_the_end_mark_replaces_the_last_full_stop_wherever_the_text_ends() -> None:
    for head, items in (
        (replace(PLAN, closing=()), (draft_item("Việc cuối cùng;", "dash"),)),
        (replace(PLAN, closing=()), ()),
        (replace(PLAN, closing=("Hết./.",)), ()),
    ):
        blocks = paper(PlanDraft(head, items)).blocks
        last = [block for block in blocks if isinstance(block, Paragraph | Item)][-1]
        assert plain(last.content).endswith("./.")
        assert not plain(last.content).endswith(("././.", ";./.", "../."))


def test_a_letter_has_addressees_and_its_subject_under_the_number() -> None:
    head = replace(PLAN, doc_type="CV", subject="V/v định hướng", addressees=("Các CĐCS;",))
    document = paper(PlanDraft(head, sample_items()))
    assert document.kind is PaperKind.DISPATCH
    letterhead, addressees = document.blocks[0], document.blocks[1]
    assert isinstance(letterhead, Letterhead)
    assert letterhead.dispatch_subject == "định hướng"
    assert addressees == Addressees(("Các CĐCS",))
    assert not any(isinstance(block, Title) for block in document.blocks)


def test_the_work_programme_is_a_landscape_appendix_with_sums() -> None:
    rows = (
        WorkRow("Thăm hỏi", 1, "20/01/2027", "Ban Thường vụ", cost=6_000_000),
        WorkRow("Tặng quà", 1, cost=4_000_000),
        WorkRow("Giao ban"),
    )
    document = paper(PlanDraft(PLAN, sample_items(), rows))
    start = document.blocks.index(SectionBreak(landscape=True))
    title, table = document.blocks[start + 1], document.blocks[start + 2]
    assert isinstance(title, AppendixTitle)
    assert title.reference.startswith("(Kèm theo Kế hoạch số ")
    assert isinstance(table, Table)
    assert [row.cells[0] for row in table.rows] == [
        *("Tháng 01", "1", "2", "Cộng", "Công việc thường xuyên", "3", "Tổng cộng"),
    ]
    total = table.rows[-1]
    assert (total.role, total.cells[5]) == (Role.TOTAL, 10_000_000)


def test_headings_are_told_from_sentences() -> None:
    outline = PlanDraft(
        PLAN,
        (
            draft_item("Nhiệm vụ", "roman", draft_item("Chỉ tiêu:", "arabic", draft_item("x"))),
            draft_item("Câu dài có dấu chấm.", "arabic", draft_item("x", "dash")),
            draft_item("Một việc.", "arabic"),
        ),
    ).outline()
    styles = [item_style(row) for row in outline]
    assert styles == ["roman", "clause_title", "clause", "clause", "dash", "clause"]


def test_recipients_end_in_a_full_stop_and_the_others_in_semicolons() -> None:
    assert recipient_lines(["- LĐLĐ tỉnh;", "", "Lưu: VT"]) == ("LĐLĐ tỉnh;", "Lưu: VT.")


def test_margins_and_body_size_follow_the_plan() -> None:
    layout = layout_for(replace(PLAN, margin="decree30", body_size=13), shipped_layout())
    assert layout.page.margin_mm.left == 35
    assert {layout.style(name).size_pt for name in ("body", "clause", "basis")} == {13}
    assert layout.style("appendix").size_pt == 14


@pytest.mark.parametrize("template", sorted(PACKS.template_files))
def test_every_shipped_template_makes_a_paper_without_departures(template: str) -> None:
    draft = draft_from_template(PACKS.template(template), PACKS, 2027, FACTS)
    head = replace(draft.head, number="05", date="2027-01-05")
    document = compose(head, draft.outline(), PACKS, draft.rows)
    text = document_text(document)
    assert "{" not in text
    assert FACTS.name in text
    assert text.count("./.") == 1
    assert check(document, layout_for(head, shipped_layout())) == []


def test_markup_and_formulas_in_texts_print_as_they_are() -> None:
    nasty = "=SUM(A1) <b>đậm</b> C:\\tệp & {year}"
    document = paper(PlanDraft(replace(PLAN, subject=nasty), (draft_item(nasty, "dash"),)))
    assert document_text(document).count(nasty) == 2
