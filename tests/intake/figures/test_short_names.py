"""Names written shorter than the register has them: found where one unit fits, never for sure."""

import pytest

from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.rows.group_names import GroupedNames
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.packs.packs import load_packs

WORDS = vocabulary(load_packs())
UNITS = {
    "c1": "CĐCS Công ty Cổ phần Xây dựng Ánh Dương",
    "c2": "CĐCS Công ty TNHH Chế biến gỗ Hướng Dương",
    "c3": "CĐCS Công ty Cổ phần Cấp nước Cẩm Lệ",
    "c4": "CĐCS Công ty Cổ phần Xây dựng Cẩm Lệ",
    "t1": "CĐCS Trường Tiểu học Hướng Dương",
    "t2": "CĐCS Trường THCS Cẩm Lệ",
    "t3": "CĐCS Trường Mầm non tư thục Kim Đồng",
    "t4": "CĐCS Trường THCS Lê Lợi",
    "t5": "CĐCS Trường Mầm non tư thục Lê Lợi",
    "y1": "CĐCS Trạm Y tế Hòa Bình",
    "n1": "Nghiệp đoàn Xe ôm Việt Hưng",
    "v1": "CĐCS Văn phòng Tổng công ty",
    "h1": "CĐCS Chi cục Hải quan khu vực XIV",
    "s1": "CĐCS Công ty Cổ phần Sách và Thiết bị trường học",
    "x1": "CĐCS Công ty Cổ phần Vicem Xi măng Hoàng Mai",
    "u1": "CĐCS Phân hiệu Trường Đại học Nông Lâm TP. Hồ Chí Minh tại Gia Lai",
    "k1": "CĐCS Viện Sốt rét - Ký sinh trùng - Côn trùng Quy Nhơn",
    "m1": "CĐCS Công ty Cổ phần Môi trường Đô thị - Chi nhánh Sa Đéc",
    "m2": "CĐCS Công ty Cổ phần Môi trường Đô thị",
    "k2": "CĐCS Trung tâm Văn hóa - Điện ảnh",
    "d1": "CĐCS Đoàn Nghệ thuật Cải lương Đồng Nai",
    "p1": "CĐCS Trường Tiểu học Phước Hưng, xã Tuy Phước Bắc",
    "w1": "Công đoàn phường Trấn Biên",
    "z1": "CĐCS Trường Tiểu học Yên Định A",
    "z2": "CĐCS Trường Tiểu học Yên Định B",
    "g1": "CĐCS Công ty Cổ phần Măng gan Cao Bằng",
}
AREAS = {"p1": "Tuy Phước"}
BOOK = NameBook(
    [Known(code, name, area=AREAS.get(code, "")) for code, name in UNITS.items()], WORDS
)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Cty CPXD Ánh Dương", "c1"), ("CTCP X.dựng A.Dương", "c1"),
        ("Cty TNHH CBG Hướng Dương", "c2"),
        ("Cty CB gỗ Hướng Dương", "c2"), ("Hướng Dương (TH)", "t1"), ("THCS C.Lệ", "t2"),
        ("MN TT K.Đồng", "t3"), ("Mẫu giáo tư thục Kim Đồng", "t3"), ("Cấp 2 Lê Lợi", "t4"),
        ("Trường Cẩm Lệ", "t2"), ("CN Cẩm Lệ (cty cấp nước)", "c3"), ("Trạm xá Hòa Bình", "y1"),
        ("Bác Hùng (NĐ xe ôm Việt Hưng)", "n1"), ("8. Cty CPXD Cẩm Lệ", "c4"),
        ("Trường THSC Cẩm Lệ", "t2"),
        ("Cơ quan Văn phòng TCT", "v1"), ("CQ VP Tổng công ty", "v1"), ("CQ TCT", "v1"),
        ("Hải quan KV 14", "h1"), ("Cty Sách + TB trường học", "s1"),
        ("P. Trấn Biên", "w1"), ("Công ty CP Mangan Cao Bằng", "g1"),
        ("TH Phước Hưng - H. Tuy Phước", "p1"), ("TH Phước Hưng, huyện Tuy Phước", "p1"),
        ("Công ty CP Xi măng Vicem Hoàng Mai", "x1"), ("Đoàn cải lương", "d1"),
        ("Phân hiệu ĐH Nông Lâm TP.HCM", "u1"), ("Viện SR-KST-CT QN", "k1"),
        ("TT VH-ĐA", "k2"), ("CN Cty CP MTĐT Sa Đéc", "m1"),
    ],
)  # fmt: skip
def test_a_shorter_name_of_one_unit_is_found(name: str, unit: str) -> None:
    found = BOOK.find(name)
    assert found.unit is not None
    assert (found.unit.id, found.sure) == (unit, False)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("CĐCS Tiểu học Yên Định", "two"),
        ("Trường Lê Lợi", "two"), ("Cty CP Cẩm Lệ", "two"), ("Cấp 1 Lê Lợi", "none"),
        ("Cty TNHH XD Ánh Dương", "none"), ("Trường Dương Hướng", "none"), ("THPT Cẩm Lệ", "none"),
        ("Cty CPXD Ánh Dương 2", "none"), ("Hướng Dương (THPT)", "none"), ("Công ty XD", "two"),
        ("TH Phước Hưng, huyện An Nhơn", "none"), ("Hải quan KV 13", "none"),
        ("Công ty CP Xi măng Vicem Mai Hoàng", "none"),
    ],
)  # fmt: skip
def test_a_name_of_several_or_of_another_is_nobodys(name: str, why: str) -> None:
    found = BOOK.find(name)
    assert (found.unit, found.why) == (None, why)


@pytest.mark.parametrize(
    ("kind", "name", "unit"),
    [("Cấp 2", "Lê Lợi", "t4"), ("MG tư thục", "Lê Lợi", "t5"), ("Trạm xá", "Hòa Bình", "y1")],
)
def test_an_old_word_for_a_kind_in_the_cell_before(kind: str, name: str, unit: str) -> None:
    found = GroupedNames(BOOK).joined(kind, name, "", BOOK.find(name))
    assert found.unit is not None
    assert (found.unit.id, found.sure) == (unit, False)


FOREIGN = {
    "f1": "CĐCS Công ty TNHH DreamTech Việt Nam",
    "f2": "CĐCS Công ty TNHH Samsung Electronics Việt Nam",
    "f3": "CĐCS Công ty TNHH Goertek Vina",
    "f4": "CĐCS Công ty TNHH Goertek Technology Vina",
    "f5": "CĐCS Công ty TNHH Gỗ Minh Phát",
    "f6": "CĐCS Công ty TNHH Gỗ Minh Phát 2",
    "f7": "CĐCS Bệnh viện II Lâm Đồng",
    "f8": "CĐCS Trạm Y tế xã Mường Lạn",
    "f9": "CĐCS Hạt Kiểm lâm Tân Kỳ",
    "z1": "CĐCS Trường Tiểu học Yên Định A",
    "z2": "CĐCS Trường Tiểu học Yên Định B",
    "g1": "CĐCS Trường Cao đẳng Sư phạm Cao Bằng",
    "g2": "CĐCS Doanh nghiệp tư nhân Xăng dầu Thành Đạt",
    "g3": "CĐCS Công ty Cổ phần In Số 7",
    "g4": "CĐCS Công ty TNHH Hanes",
}
ABROAD = NameBook([Known(code, name) for code, name in FOREIGN.items()], WORDS)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("DREAM TECH", "f1"), ("SEV", "f2"), ("Goertek Vina", "f3"), ("Goertek Tech", "f4"),
        ("Gỗ Minh Phát", "f5"), ("Minh Phát 2", "f6"), ("BV 2 Lâm Đồng", "f7"),
        ("Trạm y tế xã", "f8"), ("TYT Mg. Lạn", "f8"), ("CĐ Kiểm lâm", "f9"), ("CĐSP", "g1"),
        ("DN xăng dầu Thành Đạt", "g2"), ("Cty CP In số Bảy", "g3"), ("HANES CO., LTD", "g4"),
    ],
)  # fmt: skip
def test_short_names_of_offices_and_foreign_companies(name: str, unit: str) -> None:
    found = ABROAD.find(name)
    assert found.unit is not None
    assert (found.unit.id, found.sure) == (unit, False)


@pytest.mark.parametrize(
    "name", ["Cty TNHH Hanel", "BV 3 Lâm Đồng", "Minh Phát 3", "Công ty", "TS"]
)
def test_another_number_or_letter_is_another_unit(name: str) -> None:
    assert ABROAD.find(name).unit is None
