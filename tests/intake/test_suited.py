"""What is no Vietnamese document is told so; what is one, however plain, is read."""

import pytest

from desktop.intake.documents import read_pasted
from desktop.models.errors import Refusal

ENGLISH = """PLAN

1. Purpose
To improve the welfare of all members and to strengthen the organisation in all companies of
the province during the coming year, with attention to women and young workers.
2. Tasks
Recruit one hundred new members by the end of June.
"""


_NAMES = "| STT | Họ tên | Năm sinh |\n|---|---|---|\n" + "".join(
    f"| {n} | {name} | {1970 + n} |\n"
    for n, name in enumerate(
        ("Đặng Thùy Trâm", "Bùi Quốc Khánh", "Hồ Mỹ Duyên", "Lương Thế Hiển", "Mạc Phi Hùng",
         "Quách Gia Bảo", "Tôn Nữ Diễm", "Ung Văn Sáu", "Vương Tuyết Lê", "Khổng Minh Triết"), 1,
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "E_LANGUAGE"),
        (
            "Le syndicat de la province organise cette année une campagne pour améliorer les "
            "conditions de travail des ouvrières et des ouvriers dans toutes les entreprises.",
            "E_LANGUAGE",
        ),
        ("Dear all, please find the yearly report of our union.\nSee you on Monday.", "E_LANGUAGE"),
        ("工会工作计划\n\n一、总体要求\n1. 组织职工代表大会\n2. 维护职工合法权益", "E_LANGUAGE"),
        ("План работы\n1. Провести собрание профсоюза", "E_LANGUAGE"),
        (_NAMES, "E_TABLE_ONLY"),
        ("| STT | Đơn vị |\n|---|---|\n| 1 | CĐCS A |\n| 2 | CĐCS B |\n", "E_TABLE_ONLY"),
    ],
)  # fmt: skip
def test_other_things_are_refused_in_one_sentence(text: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_pasted(text)
    assert caught.value.code == code
    assert caught.value.message.count(".") == 1


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức hội thi",
        "Ke hoach cham lo Tet cho doan vien nam 2027\nPhuong An Khanh",
        "KE HOACH\nTo chuc hoi thi cho doan vien va nguoi lao dong nam 2026\n\n1. Muc dich\n"
        "Dong vien doan vien trong cac cong doan co so thi dua, thuc hien nhiem vu duoc giao.",
        "| STT | Nội dung |\n|---|---|\n| 1 | Tập huấn |\n\nKế hoạch được thực hiện trong tháng 5.",
    ],
)  # fmt: skip
def test_short_toneless_and_mixed_texts_are_read(text: str) -> None:
    assert read_pasted(text).body
