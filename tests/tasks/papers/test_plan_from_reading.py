"""A document that was read becomes a plan of the year its title speaks of."""

import pytest

from desktop.intake.documents import read_pasted
from desktop.models.outline import outline_labels as labels
from desktop.models.outline.rich_text import plain
from desktop.models.packs.packs import load_packs
from desktop.tasks.papers.plan_from_reading import kept_label, label_style, plan_of_reading

PAPER = """LIÊN ĐOÀN LAO ĐỘNG TỈNH AN SƠN

Số: 14/KH-LĐLĐ

An Sơn, ngày 06 tháng 9 năm 2026

KẾ HOẠCH
{subject}

I. NỘI DUNG
1. Tặng 300 suất quà.
2. Thăm các gia đình khó khăn.

Nơi nhận:
- Lưu: VT.
"""


@pytest.mark.parametrize(
    ("subject", "year"),
    [
        ("Công tác công đoàn năm 2027", 2027),
        ("CÔNG TÁC CÔNG ĐOÀN NĂM 2027", 2027),
        ("Chăm lo Tết Nguyên đán Đinh Mùi 2027", 2027),
        ("Chăm lo Tết Nguyên đán Đinh Mùi", 2026),
        ("Thực hiện Nghị quyết số 12/2025/NQ-ĐH ngày 22/12/2025", 2026),
        ("Phát triển đoàn viên giai đoạn 2027-2030", 2026),
        ("Phát triển đoàn viên đến năm 2030", 2026),
        ("Phát triển đoàn viên năm 2027, tầm nhìn đến năm 2030", 2027),
    ],
)
def test_the_title_says_of_which_year_it_is(subject: str, year: int) -> None:
    reading = read_pasted(PAPER.format(subject=subject))
    assert plan_of_reading(reading, load_packs()).head.year == year


@pytest.mark.parametrize(
    ("label", "style", "kept"),
    [
        ("Nhóm 1:", labels.ARABIC, "Nhóm 1: "),
        ("Mục tiêu 2.", labels.ARABIC, "Mục tiêu 2. "),
        ("Phần việc 3 -", labels.ARABIC, "Phần việc 3 - "),
        ("Phần thứ hai", labels.PART, ""),
        ("PHẦN A -", labels.PART, ""),
        ("Mục 2.", labels.SECTION, ""),
        ("Điều 5.", labels.ARTICLE, ""),
        ("[2]", labels.ARABIC, ""),
        ("a]", labels.LETTER, ""),
        ("1.1]", labels.DECIMAL, ""),
        ("IV.", labels.ROMAN, ""),
    ],
)
def test_words_that_number_stay_in_the_text_and_signs_do_not(
    label: str, style: str, kept: str
) -> None:
    assert (label_style(label), kept_label(label)) == (style, kept)


def test_what_a_group_is_called_is_kept_in_a_plan() -> None:
    draft = plan_of_reading(
        read_pasted("KẾ HOẠCH\nI. NHIỆM VỤ\n\nNhóm 1: Đời sống\n\na] Thăm hỏi đoàn viên.\n\n"
                    "Nhóm 2: Thi đua\n\na] Phát động đợt thi đua.\n"),
        load_packs(),
    )  # fmt: skip
    texts = [plain(item.text) for item in draft.items[0].children]
    assert texts == ["Nhóm 1: Đời sống", "Nhóm 2: Thi đua"]


@pytest.mark.parametrize(
    ("said", "basis", "opening"),
    [
        (
            ["Căn cứ Luật Công đoàn năm 2024;", "Căn cứ Kế hoạch số 07/KH-LĐLĐ ngày 08/01/2027;",
             "Công đoàn xã Bãi Đá xây dựng kế hoạch như sau:"],
            2, 1,
        ),
        (
            ["Thực hiện Chương trình công tác năm 2027, Ban Thường vụ Liên đoàn Lao động tỉnh "
             "xây dựng kế hoạch như sau:"],
            0, 1,
        ),
        (
            ["Căn cứ Luật Công đoàn năm 2024; căn cứ Quyết định số 15/QĐ-LĐLĐ ngày 06/02/2027;"],
            2, 0,
        ),
    ],
)  # fmt: skip
def test_a_legal_basis_stands_once_in_the_head(said: list[str], basis: int, opening: int) -> None:
    text = PAPER.format(subject="Công tác năm 2027").replace(
        "I. NỘI DUNG", "\n".join([*said, "", "I. NỘI DUNG"])
    )
    head = plan_of_reading(read_pasted(text), load_packs()).head
    assert (len(head.basis), len(head.opening)) == (basis, opening)
    words = " ".join([*head.basis, *head.opening]).lower().replace(";", "")
    assert words == " ".join(said).lower().replace(";", "")
