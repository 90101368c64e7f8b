"""Each kind of paper in its own form, as its golden file reads.

Updating a golden file is a reviewed change: UPDATE_GOLDEN=1 writes them anew.
"""

import os
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from desktop.documents.checker import check
from desktop.documents.compose import compose
from desktop.documents.from_template import draft_from_template
from desktop.documents.kinds import OFFERED, form_remarks, kind_forms, skeleton
from desktop.formats.document import Addressees, Document, PaperKind, Title
from desktop.formats.layout import shipped_layout
from desktop.formats.text import document_text
from desktop.models.packs.packs import load_packs
from desktop.models.plans.plan_draft import PlanDraft
from tests.documents.papers import FACTS

GOLDEN = Path(__file__).parent / "golden"


def drafted(code: str) -> PlanDraft:
    packs = load_packs()
    template = skeleton(packs, code)
    assert template is not None
    return draft_from_template(template, packs, 2027, FACTS)


def paper(code: str) -> Document:
    made = drafted(code)
    head = msgspec.structs.replace(made.head, number="05", date="2027-01-05")
    return compose(head, made.outline(), load_packs())


@pytest.mark.parametrize("code", sorted(kind_forms()))
def test_a_paper_of_each_kind_reads_as_its_golden_file(code: str) -> None:
    text = document_text(paper(code))
    golden = GOLDEN / f"kind-{code.lower()}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", sorted(kind_forms()))
def test_a_new_paper_departs_from_no_rule_of_form(code: str) -> None:
    made = drafted(code)
    assert form_remarks(made.head, made.outline(), load_packs()) == []
    assert check(paper(code), shipped_layout()) == []


def test_the_offered_kinds_all_have_a_form_and_are_found_by_any_name() -> None:
    packs = load_packs()
    assert set(OFFERED) <= set(kind_forms())
    assert {skeleton(packs, name).doc_type for name in ("QĐ", "quyet dinh", "QD")} == {"QD"}
    assert skeleton(packs, "Điện mật") is None


def test_a_letter_has_no_type_word_and_its_own_symbol() -> None:
    document = paper("CV")
    assert document.kind is PaperKind.DISPATCH
    assert not any(isinstance(block, Title) for block in document.blocks)
    assert drafted("CV").head.symbol == "CĐX"
    packs, template = load_packs(), skeleton(load_packs(), "CV")
    assert template is not None
    facts = replace(FACTS, dispatch="CĐX-VP")
    assert draft_from_template(template, packs, 2027, facts).head.symbol == "CĐX-VP"


@pytest.mark.parametrize(("code", "addressed"), [
    ("CV", True), ("TTR", True), ("BC", True), ("KH", False), ("QD", False), ("TB", False),
])  # fmt: skip
def test_only_papers_to_somebody_are_addressed(code: str, addressed: bool) -> None:
    assert any(isinstance(block, Addressees) for block in paper(code).blocks) == addressed
    assert (drafted(code).head.recipients[0] == "Như trên") == addressed


def test_what_a_paper_lacks_of_its_kind_is_told() -> None:
    packs = load_packs()
    made = drafted("TTR")
    bare = msgspec.structs.replace(made.head, addressees=())
    assert form_remarks(bare, made.outline(), packs) == [
        "Tờ trình phải có “Kính gửi”.",
        "Nơi nhận ghi “Như trên” nhưng văn bản không có “Kính gửi”.",
    ]
    decision = msgspec.structs.replace(drafted("QD").head, basis=())
    assert form_remarks(decision, made.outline(), packs) == [
        "Quyết định phải có căn cứ ban hành.", "Nội dung quyết định chia thành các Điều.",
    ]  # fmt: skip


def test_a_small_committee_signs_itself_where_a_template_names_the_standing_one() -> None:
    packs = load_packs()
    facts = replace(FACTS, collective="Ban Chấp hành")
    template = packs.template("thi-dua-yeu-nuoc")
    assert template.authority == "TM. BAN THƯỜNG VỤ"
    assert draft_from_template(template, packs, 2027, FACTS).head.authority == (
        "TM. BAN THƯỜNG VỤ",
    )
    assert draft_from_template(template, packs, 2027, facts).head.authority == (
        "TM. BAN CHẤP HÀNH",
    )
