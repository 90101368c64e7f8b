"""A compiled plan as it reads on paper, line by line.

Updating the golden file is a reviewed change: UPDATE_GOLDEN=1 writes it anew.
"""

import os
from pathlib import Path

from msgspec.structs import replace

from desktop.documents.checker import check
from desktop.documents.compose import compose
from desktop.documents.plan_compiler import compile_plan
from desktop.formats.layout import shipped_layout
from desktop.formats.text import document_text
from desktop.intake.documents import read_pasted
from desktop.models.packs.packs import load_packs
from desktop.tasks.papers.plan_from_reading import plan_of_reading
from tests.documents.papers import FACTS, PARENT

GOLDEN = Path(__file__).parent / "golden" / "plan.txt"


def test_a_compiled_plan_reads_as_its_golden_file() -> None:
    packs = load_packs()
    upper = plan_of_reading(read_pasted(PARENT), packs)
    own = compile_plan(upper.head, upper.outline(), packs, 2027, FACTS)
    head = replace(own.head, number="05", date="2026-12-28")
    document = compose(head, own.outline(), packs)
    text = document_text(document)
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
    assert check(document, shipped_layout()) == []


def test_the_printed_plan_reads_back_as_the_same_outline() -> None:
    packs = load_packs()
    upper = plan_of_reading(read_pasted(PARENT), packs)
    own = compile_plan(upper.head, upper.outline(), packs, 2027, FACTS)
    text = document_text(compose(own.head, own.outline(), packs))
    again = plan_of_reading(read_pasted(text), packs).outline()
    written = [(row.depth, row.label, row.item.plain.casefold()[:40]) for row in own.outline()]
    read = [(row.depth, row.label, row.item.plain.casefold()[:40]) for row in again]
    assert read == written
