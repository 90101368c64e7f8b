"""Short words and slips in names: read as the one unit that can be meant, or asked."""

import os
import subprocess
import sys
from typing import Final

import pytest

from desktop.intake.figures.names.near_names import distance, is_slip
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.packs.packs import load_packs

NAMES = (
    "Trường Tiểu học Hướng Dương", "Trường Mầm non Hướng Dương", "Trường Mầm non tư thục Hoa Mai",
    "Trường Mầm non thị trấn Diên Sanh", "Hợp tác xã Nông nghiệp Đông Dương",
    "Hợp tác xã Dịch vụ Nông nghiệp Hải Thọ", "Trường Tiểu học Số 1", "Trường Tiểu học Số 2",
    "Trường Tiểu học Số 11", "Trường Tiểu học Hải Quế", "Trường Tiểu học Hải Quy",
    "Trường Tiểu học Hải Thọ", "Công ty TNHH May Quảng Trị", "Công ty TNHH Yazaki Quảng Trị",
    "Công ty TNHH Hanes", "Công ty Cổ phần Vật liệu xây dựng Minh Hưng",
    "Trường THPT Nguyễn Trãi", "Trường Mầm non Hoa Sen", "Khu phố I", "Khu phố II",
    "Trạm Y tế Hải Lăng", "Công ty TNHH Hòa Bình A", "Công ty TNHH Hòa Bình B",
    "Trường Mầm non tư thục Ánh Dương", "Trường Mầm non thị trấn Ánh Dương",
)  # fmt: skip
BOOK = NameBook([Known(name, f"CĐCS {name}") for name in NAMES], vocabulary(load_packs()))


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("MN TT Hoa Mai", "Trường Mầm non tư thục Hoa Mai"),
        ("MN TT Diên Sanh", "Trường Mầm non thị trấn Diên Sanh"),
        ("CTCP VLXD Minh Hưng", "Công ty Cổ phần Vật liệu xây dựng Minh Hưng"),
        ("Tiểu hoc Hướg Dương", "Trường Tiểu học Hướng Dương"),
        ("Tieu hoc Huog Duong", "Trường Tiểu học Hướng Dương"),
        ("Mần non Hướng Dương", "Trường Mầm non Hướng Dương"),
        ("Tểu học Hải Thọ", "Trường Tiểu học Hải Thọ"),
        ("MầmnonHoaSen", "Trường Mầm non Hoa Sen"), ("TrườngTiểu học Hải Thọ",
                                                      "Trường Tiểu học Hải Thọ"),
        ("TH Số1", "Trường Tiểu học Số 1"), ("THPT Nguyeễn Trãi", "Trường THPT Nguyễn Trãi"),
        ("Trạm ytế Hải Lăng", "Trạm Y tế Hải Lăng"),
        ("Công ty TNHH Hòa Bìh A", "Công ty TNHH Hòa Bình A"),
        ("Cty TNHH Yazakki Quảng Trị", "Công ty TNHH Yazaki Quảng Trị"),
    ],
)  # fmt: skip
def test_the_one_unit_that_can_be_meant_is_taken_and_looked_at(name: str, unit: str) -> None:
    found = BOOK.find(name)
    assert (found.unit.id if found.unit else "", found.sure) == (unit, False)
    assert found.why in ("abbreviation", "spelling")


@pytest.mark.parametrize(
    "name",
    [
        "MN TT Ánh Dương", "MN TT Hoa Sen", "Tiểu học Số 12", "Tiểu học Số 111", "Tiểu học Số 1 1",
        "Tiểu học Hải Thế", "Tiểu học Hải Thó Quý", "Công ty TNHH Hanel", "CTCP VLXD Minh Hùng",
        "Khu phố III", "Khu phố Il", "Công ty TNHH Hòa Bìh", "Công ty TNHH Hòa Bình C",
        "Công ty TNHH Mai Quảng Trị", "Hướg Dươg",
        "Tiểu học Hả Ba",
    ],
)  # fmt: skip
def test_another_name_or_one_of_two_units_is_asked(name: str) -> None:
    assert BOOK.find(name).unit is None


@pytest.mark.parametrize("name", ["TH Hải Qui", "Tiểu học Hải Qui", "Trường Tiểu học Hải Quy"])
def test_i_and_y_are_one_where_both_are_written(name: str) -> None:
    found = BOOK.find(name)
    assert (found.unit.id if found.unit else "", found.sure) == ("Trường Tiểu học Hải Quy", True)


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [("huong", "huong", 0), ("huog", "huong", 1), ("houng", "huong", 1), ("hanoi", "huong", 2)],
)
def test_letters_between_two_words(one: str, other: str, letters: int) -> None:
    assert distance(one, other, 1) == letters


@pytest.mark.parametrize(
    ("written", "meant", "slip"),
    [
        ("haenl", "hanel", True), ("forster", "foster", True), ("sport", "sports", True),
        ("electronic", "electronics", True), ("carlsbeg", "carlsberg", True),
        ("fostar", "foster", False), ("samho", "shamo", False), ("canon", "cannon", True),
        ("naito", "natio", True), ("minh", "minhs", True), ("hoa", "hoas", False),
    ],
)  # fmt: skip
def test_letters_swapped_lost_or_an_s_in_a_foreign_name(
    written: str, meant: str, slip: bool
) -> None:
    assert is_slip(written, written, meant) == slip


@pytest.mark.parametrize(("written", "unit"), [
    ("BV Y học cổ chuyền", "CĐCS Bệnh viện Y học cổ truyền"),
    ("Xuất ăn công nghiệp Hà Thành", "CĐCS Công ty TNHH Suất ăn công nghiệp Hà Thành"),
    ("THCS Chần Phú", "CĐCS Trường THCS Trần Phú"),
    ("Trường THCS Trần Phúc", ""),
    ("Công ty TNHH Xuân Hà", ""),
])  # fmt: skip
def test_a_first_sound_many_say_like_another_is_looked_at(written: str, unit: str) -> None:
    held = ("CĐCS Bệnh viện Y học cổ truyền", "CĐCS Công ty TNHH Suất ăn công nghiệp Hà Thành",
            "CĐCS Trường THCS Trần Phú", "CĐCS Công ty TNHH Sơn Hà")  # fmt: skip
    found = NameBook([Known(one, one) for one in held], vocabulary(load_packs())).find(written)
    assert (found.unit.name if found.unit is not None else "", found.sure) == (unit, False)


SPOKEN = NameBook([Known(name, f"CĐCS {name}") for name in (
    "Trung tâm Y tế huyện Chi Lăng", "Bệnh viện Phục hồi chức năng", "Trường THCS Nguyễn Tự Tân",
    "Trường THCS Khe Sanh", "Bưu điện huyện Lấp Vò", "Công ty Cổ phần Than Cọc Sáu - TKV",
    "Công ty Than Đèo Nai - TKV", "Công ty Than Cao Sơn - TKV", "Trường Tiểu học Bàn Cờ",
    "Trường Tiểu học Bàng Cờ", "Cục Thi hành án dân sự tỉnh", "Hạt Kiểm lâm Chạm Chu",
    "Công ty TNHH Tenma Việt Nam", "Ngân hàng TMCP Sài Gòn Thương Tín - Chi nhánh Cà Mau",
    "Trường THPT Quế Phong", "Trường Mầm non Gia Lộc", "Trường Mầm non Da Lộc",
)], vocabulary(load_packs()))  # fmt: skip


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("TTYT huyện Chi Năng", "Trung tâm Y tế huyện Chi Lăng"),  # n for l
        ("THCS Nguyễn Tự Tâm", "Trường THCS Nguyễn Tự Tân"),
        ("THCS Khe Xanh", "Trường THCS Khe Sanh"), ("THPT Quế Fong", "Trường THPT Quế Phong"),
        ("Bưu điện Lấp Dò", "Bưu điện huyện Lấp Vò"),
        ("Than Đèo Lai", "Công ty Than Đèo Nai - TKV"),
        ("Hạt KL Cham Chu", "Hạt Kiểm lâm Chạm Chu"),
        ("Cọc 6", "Công ty Cổ phần Than Cọc Sáu - TKV"),  # a number in words
        ("Cao Sơn", "Công ty Than Cao Sơn - TKV"),  # the group and the trade left out
        ("Sacombank Cà Mau", "Ngân hàng TMCP Sài Gòn Thương Tín - Chi nhánh Cà Mau"),
    ],
)  # fmt: skip
def test_a_name_spelled_as_it_is_spoken_is_taken_and_looked_at(name: str, unit: str) -> None:
    found = SPOKEN.find(name)
    assert found.unit is not None
    assert (found.unit.id, found.sure or found.plain) == (unit, False)


@pytest.mark.parametrize(
    "name",
    [
        "Trường Mầm non Ra Lộc",  # of two
        "THCS Nguyễn Tự Trâm",
        "TTYT huyện Chi Lộc",
        "THPT Quế Phương",
        "Than Đèo Nam Lai",
        "Cọc 7",
        "THCS Khê Xanh 2",
        "Sacombank Hà Tiên",
    ],
)
def test_what_sounds_like_none_or_two_is_asked(name: str) -> None:
    assert SPOKEN.find(name).unit is None


@pytest.mark.parametrize(
    ("name", "unit"),
    [("Than Cao Sơn", "Công ty Than Cao Sơn - TKV"), ("Tenma Việt Nam Cty TNHH",
     "Công ty TNHH Tenma Việt Nam"), ("Cục THADS", "Cục Thi hành án dân sự tỉnh"),
     ("Tiểu học Bàng Cờ", "Trường Tiểu học Bàng Cờ")],
)  # fmt: skip
def test_a_group_behind_a_dash_and_a_legal_form_behind_say_nothing(name: str, unit: str) -> None:
    found = SPOKEN.find(name)
    assert found.unit is not None
    assert (found.unit.id, found.sure or found.plain) == (unit, True)


_ASKED: Final = """
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.packs.packs import load_packs
words = "Lập Sơn Thành Phú Hải Tân Minh Quang".split()
names = [f"{one} {other}" for one, other in zip(words[::2], words[1::2], strict=True)]
book = NameBook([Known(name, name) for name in names], vocabulary(load_packs()))
for size in (6, 7):
    print([unit.id for unit in book.find(" ".join(words[:size])).candidates])
"""


def test_near_names_come_in_one_order_in_every_run() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", _ASKED], capture_output=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in (1, 2, 3)
    }  # fmt: skip
    assert len(told) == 1
    assert b"H" in told.pop()
