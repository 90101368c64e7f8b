"""What the program prints it reads again as it was: the same items, depths, labels and texts."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.documents.compose import compose, layout_for
from desktop.formats.document import Document
from desktop.formats.layout import shipped_layout
from desktop.formats.registry import write
from desktop.intake.documents import read_document
from desktop.models.outline.rich_text import tidy
from desktop.models.packs.packs import load_packs
from desktop.models.plans.plan_draft import DraftItem, PlanDraft
from desktop.models.plans.plan_head import PlanHead
from tests.formats.reading import pdf_pages
from tests.support.office import Office

PACKS = load_packs()
WORDS = re.findall(
    r"\w+",
    "công đoàn cơ sở phối hợp tổ chức hội nghị đoàn viên người lao động chăm lo đời sống "
    "tuyên truyền giám sát kết quả thực hiện địa bàn doanh nghiệp nữ công khen thưởng tài chính",
)
ODD = (
    "=1+1", "=SUM(A1:B2)", "<b>đậm</b>", "C:\\tệp\\mới.docx", "/etc/passwd", "&amp;", '"nháy"',
    "“cong”", "https://vidu.vn/tin?a=1&b=2", "50%", "{year}", "%s", "[1]", "A/B\\C", "😀", "№", "²",
)  # fmt: skip
RECIPIENTS = ["LĐLĐ tỉnh (báo cáo)", "Các CĐCS", "Lưu: VT"]
Line = tuple[int, str, str]


@st.composite
def texts(draw: st.DrawFn, least: int, most: int, *, odd: bool) -> str:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=least, max_size=most, unique=True))
    if odd and draw(st.booleans()):
        words.insert(draw(st.integers(1, len(words))), draw(st.sampled_from(ODD)))
    text = " ".join(words)
    return text[0].upper() + text[1:]


@st.composite
def items(draw: st.DrawFn, depth: int, *, odd: bool, most: int = 30) -> DraftItem:
    children: tuple[DraftItem, ...] = ()
    if depth and draw(st.integers(0, 3)):
        below = items(depth - 1, odd=odd, most=most)
        children = tuple(draw(st.lists(below, min_size=1, max_size=3)))
    text = draw(texts(3, 9, odd=odd)) if children else draw(texts(4, most, odd=odd)) + "."
    face = draw(st.sampled_from(["", "", "", "b", "i"]))
    return DraftItem(tidy([(text, face)]), "", children)


@st.composite
def papers(draw: st.DrawFn, *, sets: str = "ABC", odd: bool = True) -> PlanDraft:
    """Plans of up to six levels in every heading set, preset and size, with stamps or without."""
    head = PlanHead(
        doc_type="KH", subject="Chăm lo đoàn viên năm 2027", year=2027, symbol="KH-CĐX",
        number="05", date="2027-01-05", place="Hướng Phùng", issuer="Công đoàn xã Hướng Phùng",
        parent_issuer="Liên đoàn Lao động tỉnh Quảng Trị", signer_title="CHỦ TỊCH",
        signer_name="Hồ Thị Mây", authority=("TM. BAN THƯỜNG VỤ",), recipients=tuple(RECIPIENTS),
        opening=("Thực hiện nghị quyết đại hội, Ban Thường vụ xây dựng kế hoạch như sau:",),
        closing=("Trên đây là kế hoạch của Công đoàn xã, đề nghị các đơn vị thực hiện.",),
        heading_set=draw(st.sampled_from(sets)),
        margin=draw(st.sampled_from(["default", "decree30"])),
        body_size=draw(st.sampled_from([13, 14])),
        urgency=draw(st.sampled_from(["", "HỎA TỐC", "KHẨN"])),
        circulation=draw(st.sampled_from(["", "LƯU HÀNH NỘI BỘ"])),
    )  # fmt: skip
    tops = st.lists(items(draw(st.integers(1, 5)), odd=odd), min_size=2, max_size=4)
    return PlanDraft(head, tuple(draw(tops)))


def printed(draft: PlanDraft) -> tuple[Document, list[Line]]:
    """Return the paper and the outline it prints."""
    document = compose(draft.head, draft.outline(), PACKS, draft.rows)
    found = [(row.depth, row.label, row.item.plain) for row in draft.outline()]
    return document, [_bare(*one) for one in found]


def _bare(depth: int, label: str, text: str) -> Line:
    """Capitals are the style's; the full stop after a label's word is not counted."""
    return depth, label.casefold().rstrip("."), " ".join(text.split()).casefold()


def read(path: Path) -> list[Line]:
    """Return the outline the reader finds in a file, checking head and end on the way."""
    told = read_document(path).to_json()
    assert told["number"] == "05/KH-CĐX"
    assert told["date"] == "2027-01-05"
    assert told["issuer"].casefold() == "công đoàn xã hướng phùng"
    assert told["subject"] == "Chăm lo đoàn viên năm 2027"
    assert [name.rstrip(";.") for name in told["recipients"]] == RECIPIENTS
    assert told["signer"]["name"] == "Hồ Thị Mây"
    return [_bare(*one) for one in told["outline"]]


def written(draft: PlanDraft, path: Path) -> list[Line]:
    document, outline = printed(draft)
    write(document, path, layout=layout_for(draft.head, shipped_layout()))
    return outline


def marked(word: str) -> PlanDraft:
    head = PlanHead(doc_type="KH", subject=f"Việc {word}", symbol="KH-CĐX", issuer=f"CĐCS {word}")
    return PlanDraft(head, (DraftItem(tidy([(f"Việc của {word} năm nay", "")]), "roman"),))


quick = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=(Phase.reuse, Phase.generate),
)


@given(papers())
@quick
def test_word_gives_back_any_plan(tmp_path: Path, draft: PlanDraft) -> None:
    path = tmp_path / "ke-hoach.docx"
    assert written(draft, path) == read(path)


@given(papers(sets="A", odd=False))
@quick
def test_pdf_gives_back_any_plan(tmp_path: Path, draft: PlanDraft) -> None:
    path = tmp_path / "ke-hoach.pdf"
    assert written(draft, path) == read(path)


def test_a_heading_that_fills_its_line_ends_before_the_item_below(tmp_path: Path) -> None:
    """“Người” asks for a word to follow, but capitals go on in capitals."""
    head = replace(marked("x").head, heading_set="A", margin="decree30", body_size=14)
    least = DraftItem(tidy([("Lo doanh sát đời công nghị sống.", "")]), "")
    below = DraftItem(tidy([("Chức lo hội địa", "")]), "", (least,))
    long = DraftItem(tidy([(f"Nghị đời viên phối {'bàn nữ công ' * 9}xã", "")]), "")
    heading = "Động lao tuyên doanh truyền lo chính người"
    tops = [DraftItem(tidy([(heading, "")]), "", (below, long)) for _n in range(3)]
    document, outline = printed(PlanDraft(head, tuple(tops)))
    write(document, tmp_path / "a.pdf", layout=layout_for(head, shipped_layout()))
    found = read_document(tmp_path / "a.pdf").to_json()["outline"]
    read_again = [_bare(d, label, text.rstrip("./")) for d, label, text in found]
    assert read_again == [(d, label, text.rstrip(".")) for d, label, text in outline]


@pytest.mark.parametrize("word", ODD)
def test_names_with_markup_formulas_and_paths_are_printed_as_they_are(
    word: str, tmp_path: Path
) -> None:
    document, _outline = printed(marked(word))
    for suffix in (".docx", ".pdf", ".txt"):
        write(document, tmp_path / f"a{suffix}")
    pdf = " ".join(pdf_pages((tmp_path / "a.pdf").read_bytes())).replace("\ufffe", "-")
    text = (tmp_path / "a.txt").read_text("utf-8")
    assert f"Việc {word}" in pdf
    assert f"VIỆC CỦA {word.upper()} NĂM NAY" in pdf
    assert f"Việc của {word} năm nay" in text
    (item,) = read_document(tmp_path / "a.docx").to_json()["outline"]
    assert item[2].casefold() == f"việc của {word} năm nay./.".casefold()


@given(st.lists(papers(), min_size=3, max_size=3))
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_word_processor_shows_and_keeps_any_plan(
    tmp_path: Path, office_tools: Office, drafts: Sequence[PlanDraft]
) -> None:
    paths = [tmp_path / f"p{number}.docx" for number in range(len(drafts))]
    outlines = [written(draft, path) for draft, path in zip(drafts, paths, strict=True)]
    # One is enough to be opened again by our own reader, which starts the program each time.
    old = office_tools.convert(paths[0], "doc", tmp_path / "cu")
    assert read(old) == outlines[0]
    shown = office_tools.convert_all(paths, "pdf", tmp_path / "ra")
    for draft, theirs_at in zip(drafts, shown, strict=True):
        theirs = pdf_pages(theirs_at.read_bytes())
        document, _ = printed(draft)
        write(document, tmp_path / "ta.pdf", layout=layout_for(draft.head, shipped_layout()))
        ours = pdf_pages((tmp_path / "ta.pdf").read_bytes())
        assert abs(len(ours) - len(theirs)) <= 1
        assert _letters(ours) == _letters(theirs)


def _letters(pages: Sequence[str]) -> list[str]:
    """Return the letters of the pages in any order, without page numbers."""
    text = "".join(pages).replace("\ufffe", "-")
    return sorted(c for c in text if c.isalpha() or c in "<>&=/\\-+{}[]")


LONG_NAMED = PlanHead(
    doc_type="CV", symbol="CĐCS", number="05", date="2027-01-05", place="Thành phố Hồ Chí Minh",
    subject="V/v đăng ký nhu cầu vé xe về quê đón Tết Nguyên đán Đinh Mùi năm 2027 cho "
    "đoàn viên, người lao động",
    issuer="Công đoàn cơ sở Công ty Trách nhiệm hữu hạn một thành viên Cấp thoát nước và "
    "Môi trường đô thị Tân Uyên Bắc",
    parent_issuer="Liên đoàn Lao động Thành phố Hồ Chí Minh",
    addressees=("Liên đoàn Lao động Thành phố Hồ Chí Minh",), recipients=("Như trên", "Lưu: VT"),
    opening=("Ban Chấp hành đề nghị xem xét các việc sau:",),
    authority=("TM. BAN CHẤP HÀNH",), signer_title="CHỦ TỊCH", signer_name="Hồ Thị Mây",
)  # fmt: skip


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
@pytest.mark.parametrize("margin", ["default", "decree30"])
@pytest.mark.parametrize("kind", ["CV", "BC", "TTR"])
def test_long_names_and_those_addressed_come_back_whole(
    kind: str, margin: str, suffix: str, tmp_path: Path
) -> None:
    head = replace(LONG_NAMED, doc_type=kind, margin=margin, body_size=13)
    items = (
        DraftItem(tidy([("Rà soát nhu cầu đi xe của đoàn viên, theo tuyến.", "")]), "arabic"),
        DraftItem(tidy([("Lập danh sách theo mẫu kèm theo.", "")]), "arabic"),
    )
    path = tmp_path / f"a{suffix}"
    written(PlanDraft(head, items), path)
    told = read_document(path).to_json()
    for name, value in (
        ("issuer", head.issuer),
        ("parent", head.parent_issuer),
        ("place", head.place),
        ("subject", head.subject),
    ):
        assert told[name].casefold() == value.casefold()
    assert [name.rstrip(".") for name in told["addressees"]] == list(head.addressees)
    assert len(told["outline"]) == 2
