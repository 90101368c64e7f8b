"""One upper paper drafted by every kind of unit: what is ours, in whose words, what numbers."""

import re
from dataclasses import replace

import pytest

from desktop.documents.addressing import bodies_named
from desktop.documents.coverage import coverage
from desktop.documents.from_template import draft_from_template
from desktop.documents.office_facts import OfficeFacts, Share
from desktop.documents.own_words import lunar_year, other_year, own_words
from desktop.documents.plan_compiler import compile_plan
from desktop.documents.wording import PARTS, ways, written
from desktop.intake.documents import read_pasted
from desktop.models.outline.outline import Outline, OutlineRow
from desktop.models.outline.rich_text import plain, runs_of
from desktop.models.outline.targets import format_target
from desktop.models.packs.packs import load_packs
from desktop.models.plans.plan_draft import PlanDraft
from desktop.tasks.papers.handed import duties_of
from desktop.tasks.papers.plan_from_reading import plan_of_reading

PACKS = load_packs()
PAPER = """\
TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM
LIÊN ĐOÀN LAO ĐỘNG TỈNH AN PHÚ
Số: 118/KH-LĐLĐ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Phú, ngày 12 tháng 11 năm 2026

KẾ HOẠCH
Phát triển đoàn viên trên địa bàn tỉnh An Phú năm 2027

Ban Thường vụ Liên đoàn Lao động tỉnh xây dựng kế hoạch như sau:

I. MỤC ĐÍCH
1. Nâng cao nhận thức của các cấp công đoàn.

II. CHỈ TIÊU
1. Toàn tỉnh kết nạp mới 12.000 đoàn viên.
2. Mỗi công đoàn xã, phường thành lập ít nhất 02 công đoàn cơ sở.

III. NHIỆM VỤ
1. Công tác chỉ đạo
1.1. LĐLĐ tỉnh chỉ đạo các công đoàn xã, phường, đặc khu rà soát doanh nghiệp trên địa bàn tỉnh.
1.2. Các cấp công đoàn đẩy mạnh tuyên truyền trong năm 2027.
1.3. Tham mưu UBND tỉnh ban hành cơ chế phối hợp.
2. Tổ chức vận động
2.1. Công đoàn xã, phường, đặc khu phân công cán bộ bám cơ sở, xong trước ngày 31/3/2027.
2.2. Công đoàn ngành Giáo dục tổ chức hội nghị chuyên đề.
2.3. Công đoàn cơ sở vận động người lao động gia nhập công đoàn.

IV. TỔ CHỨC THỰC HIỆN
1. Ban Tổ chức - Kiểm tra: chủ trì tham mưu nội dung 1.1, 1.3 Mục III.
2. Công đoàn phường: chủ trì triển khai nội dung 1.1, 1.2, 2.1 Mục III.
3. Chỉ tiêu giao các đơn vị:
- Công đoàn phường Bình Minh: 450 đoàn viên;
- Công đoàn phường Long Hải: 300 đoàn viên.

Nơi nhận:
- Các công đoàn xã, phường;
- Lưu: VT.

TM. BAN THƯỜNG VỤ
CHỦ TỊCH

Lê Văn An
"""
UPPER = plan_of_reading(read_pasted(PAPER), PACKS)
PARENT = UPPER.outline()
ABOVE = "Liên đoàn Lao động tỉnh An Phú"
WARD = OfficeFacts("Công đoàn phường Bình Minh", "upper", "CDP", "CĐP", ABOVE)
OTHER_WARD = replace(WARD, name="Công đoàn phường Tân Lập")
COMMUNE = OfficeFacts("Công đoàn xã Đông Sơn", "upper", "CDX", "CĐX", ABOVE)
TEACHERS = OfficeFacts("Công đoàn ngành Giáo dục tỉnh An Phú", "upper", "CNDP", "CĐN", ABOVE)
HEALTH = replace(TEACHERS, name="Công đoàn ngành Y tế tỉnh An Phú")
ZONES = OfficeFacts("Công đoàn các khu công nghiệp tỉnh An Phú", "upper", "KCN", "CĐKCN", ABOVE)
DISTRICT = OfficeFacts("Liên đoàn Lao động huyện Hòa Sơn", "upper", "LDH", "LĐLĐ", ABOVE)
BASE = OfficeFacts(
    "CĐCS Công ty May An Phú", "base", "CDCS", "CĐCS", "Công đoàn phường Bình Minh",
    collective="Ban Chấp hành",
)  # fmt: skip
KINDS = (WARD, OTHER_WARD, COMMUNE, TEACHERS, HEALTH, ZONES, DISTRICT, BASE)


def drafted(facts: OfficeFacts, year: int = 2027) -> tuple[PlanDraft, Outline]:
    own = compile_plan(UPPER.head, PARENT, PACKS, year, facts, duties_of(PARENT, facts))
    return own, own.outline()


def answered(own: Outline) -> set[str]:
    return {PARENT.path(row.item.answers) for row in own if row.item.answers}


def answer(own: Outline, path: str) -> OutlineRow:
    return next(r for r in own if r.item.answers and PARENT.path(r.item.answers) == path)


@pytest.mark.parametrize(
    ("facts", "ours"),
    [
        (WARD, {"II.1", "II.2", "III.1.1", "III.1.2", "III.2.1", "III.2.3"}),
        (COMMUNE, {"II.1", "II.2", "III.1.1", "III.1.2", "III.2.1", "III.2.3"}),
        (TEACHERS, {"II.1", "III.1.2", "III.2.2", "III.2.3"}),
        (HEALTH, {"II.1", "III.1.2", "III.2.3"}),
        (ZONES, {"II.1", "III.1.2", "III.2.3"}),
        (BASE, {"II.1", "III.1.2", "III.2.3"}),
    ],
    ids=lambda value: value.name if isinstance(value, OfficeFacts) else "",
)
def test_only_what_is_addressed_to_our_kind_becomes_ours(
    facts: OfficeFacts, ours: set[str]
) -> None:
    own, outline = drafted(facts)
    assert answered(outline) == ours
    left = {line.partition(":")[0] for line in own.head.left_out}
    assert {"III.1.3", "IV.1"} <= left
    assert not left & ours
    assert coverage(PARENT, outline, duties_of(PARENT, facts)).missing == ()


@pytest.mark.parametrize("facts", KINDS, ids=lambda one: one.name)
def test_a_line_that_hands_out_items_is_no_item_of_ours(facts: OfficeFacts) -> None:
    _own, outline = drafted(facts)
    assert not any("nội dung 1.1" in row.item.plain for row in outline)


@pytest.mark.parametrize("facts", KINDS, ids=lambda one: one.name)
def test_no_words_of_the_province_are_left(facts: OfficeFacts) -> None:
    own, outline = drafted(facts)
    said = [row.item.plain for row in outline] + [own.head.subject]
    assert not any(re.search(r"LĐLĐ tỉnh chỉ đạo|[Tt]oàn tỉnh|địa bàn tỉnh", one) for one in said)
    assert not any("xã, phường" in one for one in said)
    assert own.head.opening[0].startswith(
        "Thực hiện Kế hoạch số 118/KH-LĐLĐ ngày 12/11/2026 của Liên đoàn Lao động tỉnh An Phú về"
        " phát triển đoàn viên trên địa bàn tỉnh An Phú năm 2027, "
    )


def test_a_paper_that_knows_only_districts_speaks_to_those_after_them() -> None:
    text = PAPER.replace("Công đoàn phường:", "LĐLĐ các huyện, thị xã:").replace(
        "công đoàn xã, phường, đặc khu", "LĐLĐ các huyện, thị xã"
    )
    text = text.replace("Công đoàn xã, phường, đặc khu", "LĐLĐ các huyện, thị xã").replace(
        "Mỗi công đoàn xã, phường", "Mỗi LĐLĐ huyện"
    )
    text = re.sub(r"- Công đoàn phường.*\n", "", text)
    parent = plan_of_reading(read_pasted(text), PACKS).outline()
    for facts in (COMMUNE, WARD, DISTRICT):
        ours = {parent.path(one) for one in duties_of(parent, facts).ours}
        assert {"II.2", "III.1.1", "III.2.1"} <= ours, facts.name
    assert "III.2.1" not in {parent.path(one) for one in duties_of(parent, HEALTH).ours}


def test_a_number_set_for_us_by_name_is_ours_with_its_basis() -> None:
    _own, outline = drafted(WARD)
    row = answer(outline, "II.1")
    (target,) = row.item.targets
    assert (target.value, target.unit) == (450, "đoàn viên")
    assert "118/KH-LĐLĐ" in target.basis
    assert "12.000" in target.basis
    assert "450 đoàn viên" in row.item.plain


def test_the_whole_provinces_number_is_split_or_left_open() -> None:
    _own, outline = drafted(OTHER_WARD)
    (target,) = answer(outline, "II.1").item.targets
    assert target.value is None
    _own, outline = drafted(replace(OTHER_WARD, share=Share(1_250, 60_000, "đoàn viên")))
    (target,) = answer(outline, "II.1").item.targets
    assert target.value == 250
    assert "1.250/60.000" in target.basis
    assert "12.000 đoàn viên" in target.basis


def test_what_each_unit_owes_holds_for_us() -> None:
    _own, outline = drafted(COMMUNE)
    row = answer(outline, "II.2")
    assert [format_target(one).split(" (")[0] for one in row.item.targets] == ["từ 02 CĐCS trở lên"]
    assert row.item.plain.startswith("Công đoàn xã Đông Sơn thành lập ít nhất 02")


def test_a_table_of_quotas_is_read_by_its_header() -> None:
    rows = (
        "TT | Đơn vị | Đoàn viên kết nạp mới | CĐCS thành lập mới\n\n"
        "1 | Phường Bình Minh | 450 | 3\n\n2 | Phường Long Hải | 300 | 2\n\n"
    )
    text = PAPER.replace("- Công đoàn phường Bình Minh: 450 đoàn viên;\n", rows)
    upper = plan_of_reading(read_pasted(text), PACKS)
    facts = replace(WARD)
    outline = upper.outline()
    own = compile_plan(upper.head, outline, PACKS, 2027, facts, duties_of(outline, facts))
    numbers = {
        (one.unit.split()[0], one.value) for item in own.outline() for one in item.item.targets
    }
    assert ("đoàn", 450) in numbers
    assert ("CĐCS", 3) in numbers
    assert not any("|" in row.item.plain for row in own.outline())


def test_another_year_is_written_but_cited_papers_keep_theirs() -> None:
    _own, outline = drafted(WARD, 2028)
    assert "trong năm 2028" in answer(outline, "III.1.2").item.plain
    assert lunar_year(2027) == "Đinh Mùi"
    assert other_year("Tổ chức hội thi năm 2026", 2027) == "2026"
    assert other_year("Thực hiện Kế hoạch số 5/KH năm 2026 của tỉnh", 2027) == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Công đoàn cấp trên trực tiếp cơ sở", {"upper"}),
        ("Công đoàn xã, phường", {"commune/xã", "commune/phường"}),
        ("Công đoàn phường Hòa Khánh", {"commune/phường=hoa khanh"}),
        ("Liên đoàn Lao động các huyện, thị xã, thành phố", {"district"}),
        ("Các cấp công đoàn", set()),
        ("Sở Nội vụ", {"outside"}),
        ("Văn phòng", {"province"}),
    ],
)
def test_bodies_are_told_apart(text: str, named: set[str]) -> None:
    assert bodies_named(text, leading=True) == named


@pytest.mark.parametrize("facts", KINDS, ids=lambda one: one.name)
def test_the_orienting_letter_goes_to_those_really_below(facts: OfficeFacts) -> None:
    template = PACKS.template("dinh-huong-chuong-trinh")
    own = draft_from_template(template, PACKS, 2027, facts)
    assert own.head.addressees
    assert not any("xã, phường" in name for name in own.head.addressees)
    told = "tổ công đoàn" if facts.role == "base" else "công đoàn cơ sở"
    assert told in own.head.addressees[0]
    province = replace(facts, role="province", kind="LDT", below=("Các công đoàn xã, phường",))
    assert draft_from_template(template, PACKS, 2027, province).head.addressees == (
        "Các công đoàn xã, phường",
    )


@pytest.mark.parametrize("template", sorted(PACKS.template_files))
def test_a_base_union_gives_no_orders_to_base_unions(template: str) -> None:
    own = draft_from_template(PACKS.template(template), PACKS, 2027, BASE)
    said = [row.item.plain for row in own.outline()]
    said += [*own.head.opening, *own.head.closing, *own.head.addressees, *own.head.recipients]
    assert not any(re.search(r"(?:[Cc]ác|^100%) công đoàn cơ sở", one) for one in said)
    assert not any("Ban Thường vụ CĐCS" in one for one in said)
    assert len(own.items) > 1


@pytest.mark.parametrize("template", sorted(PACKS.template_files))
def test_a_template_speaks_for_the_collective_the_office_has(template: str) -> None:
    def said(collective: str) -> list[str]:
        facts = replace(WARD, collective=collective)
        own = draft_from_template(PACKS.template(template), PACKS, 2027, facts)
        assert own.head.authority == facts.authority or "TM. BAN CHẤP HÀNH" in own.head.authority
        items = [row.item.plain for row in own.outline()]
        return [*items, *own.head.opening, *own.head.closing, *(row.lead for row in own.rows)]

    assert not any("Ban Thường vụ" in one for one in said("Ban Chấp hành"))
    # what the whole committee adopts is its own with either
    both = [one for one in said("Ban Thường vụ") if "Ban Thường vụ" in one]
    assert both or PACKS.template(template).authority == "TM. BAN CHẤP HÀNH"


def test_a_letter_is_numbered_by_the_office_and_who_drafts_it() -> None:
    template = PACKS.template("dinh-huong-chuong-trinh")
    province = OfficeFacts("Liên đoàn Lao động tỉnh An Phú", "province", "LDT", "LĐLĐ")
    assert draft_from_template(template, PACKS, 2027, province).head.symbol == "LĐLĐ-VP"
    assert draft_from_template(template, PACKS, 2027, WARD).head.symbol == "CĐP"
    chosen = replace(province, dispatch="CV-LĐLĐ")
    assert draft_from_template(template, PACKS, 2027, chosen).head.symbol == "CV-LĐLĐ"


def test_every_way_of_writing_fills_its_places() -> None:
    for part in PARTS:
        assert len(ways()[part]) > 1
        for way in ways()[part]:
            texts = written(
                part, WARD, cited="A", short="B", kind="kế hoạch", year=2027, way=way.id
            )
            assert all("{" not in text for text in texts)


def test_paragraphs_under_a_bare_heading_answer_for_it() -> None:
    text = "I. NHIỆM VỤ\n\n1. Thăm hỏi.\n\nII. TỔ CHỨC THỰC HIỆN\n\n"
    text += "Các đơn vị tổ chức sơ kết hằng quý.\n"
    upper = plan_of_reading(read_pasted(text), PACKS)
    outline = upper.outline()
    duties = duties_of(outline, WARD)
    own = compile_plan(upper.head, outline, PACKS, 2027, WARD, duties).outline()
    assert coverage(outline, own, duties).missing == ()
    assert any(row.item.plain == "Các đơn vị tổ chức sơ kết hằng quý." for row in own)


LETTERS = """LIÊN ĐOÀN LAO ĐỘNG TỈNH AN PHÚ
Số: 21/KH-LĐLĐ

KẾ HOẠCH
Công tác an toàn, vệ sinh lao động năm 2027

I. MỤC ĐÍCH
1. Nâng cao nhận thức về an toàn.

II. NHIỆM VỤ
1. Công đoàn các xã, phường hướng dẫn công đoàn cơ sở tự kiểm tra an toàn.
2. LĐLĐ tỉnh giao chỉ tiêu; công đoàn cơ sở đăng ký thực hiện.
3. Công đoàn phường và các công đoàn trực thuộc tổ chức thăm hỏi nạn nhân.
4. Công đoàn ngành Giáo dục chỉ đạo công đoàn cơ sở tổ chức hội thi.
5. LĐLĐ tỉnh tổ chức lễ phát động cấp tỉnh.

III. TỔ CHỨC THỰC HIỆN
1. LĐLĐ tỉnh
a) Tổng hợp báo cáo Tổng Liên đoàn.
b) Các cấp CĐ bố trí kinh phí thực hiện.
"""


@pytest.mark.parametrize(
    ("facts", "ours"),
    [
        (BASE, {"II.1", "II.2", "II.3", "III.1.b"}),
        (replace(BASE, parent="Công đoàn ngành Giáo dục tỉnh An Phú"), {"II.2", "II.4", "III.1.b"}),
        (WARD, {"II.1", "II.2", "II.3", "III.1.b"}),
        (TEACHERS, {"II.2", "II.4", "III.1.b"}),
        (ZONES, {"II.2", "III.1.b"}),
    ],
    ids=("base", "base-school", "ward", "teachers", "zones"),
)
def test_what_is_handed_on_to_base_unions_or_said_to_all_is_left_to_none(
    facts: OfficeFacts, ours: set[str]
) -> None:
    upper = plan_of_reading(read_pasted(LETTERS), PACKS)
    outline = upper.outline()
    assert {outline.path(one) for one in duties_of(outline, facts).ours} == ours


@pytest.mark.parametrize(
    ("said", "base", "ward"),
    [
        ("Công đoàn xã, phường chỉ đạo công đoàn cơ sở tổ chức hội nghị.",
         "CĐCS Công ty May An Phú tổ chức hội nghị.",
         "Công đoàn phường Bình Minh chỉ đạo công đoàn cơ sở tổ chức hội nghị."),
        ("LĐLĐ tỉnh và các cấp công đoàn tổ chức Tết Sum vầy.",
         "CĐCS Công ty May An Phú và các công đoàn bộ phận, tổ công đoàn tổ chức Tết Sum vầy.",
         "Công đoàn phường Bình Minh và các công đoàn cơ sở, nghiệp đoàn cơ sở trực thuộc tổ "
         "chức Tết Sum vầy."),
    ],
)  # fmt: skip
def test_each_office_names_those_below_it(said: str, base: str, ward: str) -> None:
    for facts, told in ((BASE, base), (WARD, ward)):
        assert plain(own_words(runs_of(said), facts, 2027, 2027)) == told
