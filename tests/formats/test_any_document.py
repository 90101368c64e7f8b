"""Whatever a document holds, every format writes it, and no text is lost."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.formats.cleaning import clean
from desktop.formats.document import (
    Addressees,
    AppendixTitle,
    Block,
    Closing,
    Document,
    FormHead,
    Item,
    Letterhead,
    PaperKind,
    Paragraph,
    Recipients,
    Run,
    SectionBreak,
    Signature,
    Title,
)
from desktop.formats.layout import shipped_layout
from desktop.formats.registry import render
from desktop.formats.table import CellKind, Column, Figure, Role, Row, Table
from tests.formats.reading import opened_docx, pdf_pages

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĐỂỘỰ ằẫếỗợữỵ123.,-/()\n\t\u0301<>&=\"'"
texts = st.text(max_size=60) | st.text(VIETNAMESE, max_size=200)
run_lists = st.lists(st.builds(Run, texts, st.booleans(), st.booleans()), max_size=4).map(tuple)
styles = st.sampled_from(sorted(shipped_layout().styles)) | texts
kinds = st.sampled_from(CellKind)
cells = (
    st.none()
    | texts
    | st.integers(-(10**20), 10**20)
    | st.builds(
        Figure,
        st.none() | st.integers(-(10**6), 10**6) | st.fractions(-1000, 1000),
        st.none() | kinds,
        st.none() | st.integers(0, 4),
        st.booleans(),
    )
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables with groups of any depth, spanning rows and totals."""
    groups = st.lists(st.sampled_from(["Tăng", "Giảm", ""]), max_size=2).map(tuple)
    column = st.builds(
        Column, texts, st.floats(0, 50), kinds, st.none(), groups, st.integers(0, 3), texts
    )
    columns = tuple(draw(st.lists(column, min_size=1, max_size=6)))
    width = len(columns)
    full = st.tuples(*[cells] * width)
    row = st.one_of(
        st.builds(Row, full, st.sampled_from([Role.BODY, Role.TOTAL, Role.SUBTOTAL])),
        st.builds(Row, st.tuples(texts), st.sampled_from([Role.GROUP, Role.NOTE])),
        st.builds(
            lambda text, span: Row(
                (text, *[None] * (width - 1)), Role.TOTAL, label_span=min(span, width)
            ),
            texts,
            st.integers(1, 3),
        ),
    )
    return Table(
        columns,
        tuple(draw(st.lists(row, max_size=6))),
        draw(texts),
        draw(texts),
        draw(st.sampled_from([(), tuple("x" * width)])),
        draw(texts),
    )


signatures = st.builds(Signature, st.lists(texts, max_size=3).map(tuple), texts, texts, texts)
recipients = st.builds(Recipients, st.lists(texts, max_size=5).map(tuple))
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(
        Letterhead,
        texts,
        texts,
        st.none() | st.integers(1, 9999),
        texts,
        texts,
        dispatch_subject=texts,
    ),
    st.builds(FormHead, texts, texts, texts, texts, st.tuples(texts), st.tuples(texts)),
    st.builds(Title, texts, texts),
    st.builds(Addressees, st.lists(texts, min_size=1, max_size=3).map(tuple)),
    st.builds(Paragraph, run_lists, styles),
    st.builds(Item, texts, run_lists, st.integers(0, 12), styles),
    tables(),
    st.builds(
        Closing, st.lists(signatures | recipients | st.none(), min_size=1, max_size=3).map(tuple)
    ),
    st.builds(SectionBreak, st.booleans(), st.booleans()),
    st.builds(AppendixTitle, texts, texts, texts),
)
documents = st.builds(
    Document,
    st.sampled_from(PaperKind),
    st.lists(blocks, max_size=8).map(tuple),
    texts,
    texts,
    st.booleans(),
)


@given(documents, tables())
@settings(max_examples=60, deadline=None)
def test_every_format_writes_any_document(document: Document, table: Table) -> None:
    for suffix in (".pdf", ".docx", ".txt"):
        assert render(document, suffix)
    with_table = Document(document.kind, (*document.blocks, table), document.title)
    assert render(with_table, ".xlsx", meta={"a": document.title})


@given(st.lists(st.text(VIETNAMESE, max_size=300), min_size=1, max_size=8))
@settings(max_examples=30, deadline=None)
def test_no_letter_of_the_body_is_lost(paragraphs: list[str]) -> None:
    document = Document(PaperKind.NAMED, tuple(Paragraph((Run(text),)) for text in paragraphs), "x")
    letters = sorted("".join("".join(clean(text).split()) for text in paragraphs))
    word = "".join(p.text for p in opened_docx(document).paragraphs)
    assert sorted("".join(word.split())) == letters


@given(st.lists(st.text("aăđếộự b", min_size=1, max_size=400), min_size=1, max_size=8))
@settings(max_examples=30, deadline=None)
def test_the_pdf_prints_every_letter_in_order(paragraphs: list[str]) -> None:
    document = Document(PaperKind.FORM, tuple(Paragraph((Run(text),)) for text in paragraphs), "x")
    printed = "".join("".join(page.split()) for page in pdf_pages(render(document, ".pdf")))
    assert printed == "".join("".join(text.split()) for text in paragraphs)


def test_ratios_and_decimals_of_any_size_print() -> None:
    table = Table(
        (Column("a", 1, CellKind.PERCENT, decimals=2),),
        tuple(Row((value,)) for value in (Fraction(10**30, 7), Decimal("1e-30"), 10**40)),
    )
    document = Document(PaperKind.FORM, (table,), "x")
    for suffix in (".pdf", ".docx", ".xlsx", ".txt"):
        assert render(document, suffix)


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
def test_a_column_of_next_to_no_width_fills_the_page_like_any_other(suffix: str) -> None:
    table = Table((Column("Số", 5e-324),), (Row((1,)),))
    assert render(Document(PaperKind.FORM, (table,), "Bảng"), suffix)
