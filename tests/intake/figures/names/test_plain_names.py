"""Names nobody need look at: written otherwise than in the register, yet no other unit is meant."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.packs.packs import load_packs
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.names.test_name_fits import _KINDS, _PROPER, _written

WORDS = vocabulary(load_packs())
COMMUNE = (
    "Trường Mầm non Hải Thọ", "Trường Mầm non tư thục Hoa Phượng", "Trường Tiểu học Số 1 Hải Thọ",
    "Trường Tiểu học Số 2 Hải Thọ", "Trường Tiểu học Diên Sanh", "Trường THCS Hải Thọ",
    "Trường TH&THCS Hải Lâm", "Trường THPT Nguyễn Bỉnh Khiêm", "Cơ quan Đảng ủy xã Hải Lăng",
    "Trung tâm Phục vụ hành chính công xã Hải Lăng", "Trạm Y tế xã Hải Lăng", "Công an xã Hải Lăng",
    "Công ty TNHH May Phú Gia", "Công ty Cổ phần Thủy sản Phú Gia", "Công ty TNHH Giầy Kim Long",
    "Bệnh viện Đa khoa Triệu Hải", "Bệnh viện Đa khoa Triều Á", "Bệnh viện Mắt",
    "Hợp tác xã Dịch vụ nông nghiệp Kim Long", "Nghiệp đoàn Nghề cá Hải An",
    "Nghiệp đoàn Nghề cá Hải Khê", "Công ty CP Tổng công ty May Đáp Cầu",
    "Công ty TNHH Samkwang Vina", "Công ty CP Vật liệu xây dựng Sông Cầu",
    "Công ty CP Xây dựng Giao thông Hải Lăng", "Công ty CP Tư vấn Xây dựng Giao thông Hải Lăng",
    "Công ty TNHH Carlsberg Việt Nam", "Báo Quảng Trị", "Công ty CP Taxi Vạn Xuân",
)  # fmt: skip
OFFICES = (
    "Sở Lao động - Thương binh và Xã hội", "Sở Kế hoạch và Đầu tư", "Sở Nội vụ", "Sở Tài chính",
    "Sở Nông nghiệp và Phát triển nông thôn", "Kho bạc Nhà nước tỉnh", "Tòa án nhân dân tỉnh",
    "Ngân hàng Nhà nước tỉnh", "Ngân hàng Chính sách xã hội huyện", "Cục Thuế tỉnh",
    "Hội Liên hiệp Phụ nữ tỉnh", "Phòng Giáo dục và Đào tạo", "Khách sạn Phương Đông",
    "Chi cục An toàn vệ sinh thực phẩm", "Công ty CP Dược - Vật tư y tế Thanh Hóa",
    "Trường Cao đẳng Vĩnh Long", "Trường Đại học Cửu Long", "Thị trấn Hồ Xá", "Cơ quan UBND huyện",
)  # fmt: skip


def _book(names: Sequence[str], area: str) -> NameBook:
    return NameBook([Known(name, f"CĐCS {name}", area=area) for name in names], WORDS)


BOOK, PROVINCE = _book(COMMUNE, "Xã Hải Lăng"), _book(OFFICES, "Hồ Xá")


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        # the number stands elsewhere, or is written in Roman letters
        ("Trường Tiểu học Hải Thọ số 1", "Trường Tiểu học Số 1 Hải Thọ"),
        ("TH Hải Thọ II", "Trường Tiểu học Số 2 Hải Thọ"),
        # only the legal form or "Việt Nam" is missing
        ("Cty May Phú Gia", "Công ty TNHH May Phú Gia"),
        ("May Phú Gia", "Công ty TNHH May Phú Gia"),
        ("Samkwang Vina", "Công ty TNHH Samkwang Vina"),
        ("Cty Sam Kwang Vina",
                                                        "Công ty TNHH Samkwang Vina"),
        ("Cty Giày Kim Long", "Công ty TNHH Giầy Kim Long"),
        ("Tổng Cty CP May Đáp Cầu", "Công ty CP Tổng công ty May Đáp Cầu"),
        # short words of kinds and trades
        ("HTX DVNN Kim Long", "Hợp tác xã Dịch vụ nông nghiệp Kim Long"),
        ("BV ĐK Triệu Hải", "Bệnh viện Đa khoa Triệu Hải"),
        ("CTCP VLXD Sông Cầu", "Công ty CP Vật liệu xây dựng Sông Cầu"),
        ("TT PVHCC xã Hải Lăng", "Trung tâm Phục vụ hành chính công xã Hải Lăng"),
        # offices in a register of one place
        ("TYT xã", "Trạm Y tế xã Hải Lăng"), ("Công an xã", "Công an xã Hải Lăng"),
        # marks: no other word can be meant
        ("THPT Nguyễn Bĩnh Khiêm", "Trường THPT Nguyễn Bỉnh Khiêm"),
        ("truong mn hai tho", "Trường Mầm non Hải Thọ"),
    ],
)  # fmt: skip
def test_nobody_need_look(name: str, unit: str) -> None:
    found = BOOK.find(name)
    assert found.unit is not None
    assert (found.unit.id, found.sure or found.plain) == (unit, True)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Sở LĐ-TB&XH", 0), ("Sở LĐTBXH", 0), ("Sở KH&ĐT", 1), ("Sở NN&PTNT", 4), ("KBNN tỉnh", 5),
        ("KBNN", 5), ("TAND tỉnh", 6), ("NHNN tỉnh", 7), ("NHCSXH huyện", 8), ("Cục thuế", 9),
        ("Hội LHPN tỉnh", 10), ("Phòng GD&ĐT", 11), ("KS Phương Đông", 12), ("Chi cục ATVSTP", 13),
        ("CTCP Dược - VTYT Thanh Hóa", 14), ("Trường CĐ Vĩnh Long", 15), ("Trường ĐH Cửu Long", 16),
    ],
)  # fmt: skip
def test_offices_by_their_letters(name: str, unit: int) -> None:
    found = PROVINCE.find(name)
    assert found.unit is not None
    assert (found.unit.id, found.sure or found.plain) == (OFFICES[unit], True)


@pytest.mark.parametrize(
    ("book", "name", "unit"),
    [
        (BOOK, "MN Hoa Phượng", "Trường Mầm non tư thục Hoa Phượng"),  # a part is missing
        (BOOK, "HTX Kim Long", "Hợp tác xã Dịch vụ nông nghiệp Kim Long"),
        (BOOK, "THPT NBK", "Trường THPT Nguyễn Bỉnh Khiêm"),  # letters of a proper name
        (BOOK, "Trường MN Hải Tho", "Trường Mầm non Hải Thọ"),
        (BOOK, "THCS Hải Thơ", "Trường THCS Hải Thọ"),  # a word like others
        (BOOK, "CTCP XDGT Hải Lăng", "Công ty CP Xây dựng Giao thông Hải Lăng"),
        (BOOK, "Cty TNHH Carlsbeg VN", "Công ty TNHH Carlsberg Việt Nam"),  # a slip
        (BOOK, "CĐ Báo QTrị", "Báo Quảng Trị"), (BOOK, "Cty CP Tắc xi Vạn Xuân",
                                                 "Công ty CP Taxi Vạn Xuân"),
        (PROVINCE, "Sở NV", "Sở Nội vụ"),  # Ngoại vụ as well
        (PROVINCE, "PGD NHCSXH huyện", "Ngân hàng Chính sách xã hội huyện"),
        (PROVINCE, "UBND TT Hồ Xá", "Thị trấn Hồ Xá"),  # the level tells it from the district's
    ],
)  # fmt: skip
def test_somebody_should_look(book: NameBook, name: str, unit: str) -> None:
    found = book.find(name)
    assert found.unit is not None
    assert (found.unit.id, found.sure or found.plain) == (unit, False)


@pytest.mark.parametrize("name", ["Bệnh viện Đa khoa", "NĐ nghề cá", "TH Hải Thọ", "Cty Phú Gia"])
def test_what_several_units_share_is_asked(name: str) -> None:
    assert BOOK.find(name).unit is None


def test_a_place_told_by_its_first_letters_tells_two_of_one_name_apart() -> None:
    book = NameBook([Known(area, "CĐCS Trường Mầm non Hoa Hồng", area=area)
                     for area in ("Triệu Thuận", "Ái Tử")], WORDS)  # fmt: skip
    found = book.find("MN Hoa Hồng T.Thuận")
    assert found.unit is not None
    assert (found.unit.id, found.sure or found.plain) == ("Triệu Thuận", False)


@pytest.mark.parametrize("seed", range(8))
def test_a_name_of_another_unit_is_never_quiet(seed: int) -> None:
    rng = random.Random(seed)
    pairs = rng.sample([(kind, proper) for kind in _KINDS for proper in _PROPER], 80)
    names = [f"{kind[0]} {proper}" for kind, proper in pairs]
    book = NameBook([Known(name, name, area="xã Tân Hào") for name in names[:40]], WORDS)
    for (kind, proper), name in zip(pairs, names, strict=True):
        text = _written(rng, rng.choice((kind[0], *kind[1])), proper.split(), "xã Tân Hào")
        found = book.find(text)
        if found.unit is not None and (found.sure or found.plain):
            assert _without_form(found.unit.id) == _without_form(name), text


def _without_form(name: str) -> str:
    for form in ("Công ty TNHH", "Công ty Cổ phần"):
        name = name.replace(form, "Công ty")
    return name


REGISTER = (
    ("t1", "CĐCS Trường Tiểu học Lê Lợi", "Triệu Đại"), ("t2", "CĐCS Trường THCS Lê Lợi", "Ái Tử"),
    ("m1", "CĐCS Trường Mầm non Hoa Hồng", "Triệu Đại"),
    ("m2", "CĐCS Trường Mầm non Hoa Hồng", "Ái Tử"), ("c1", "CĐCS Công ty May Minh Anh", "Ái Tử"),
    ("c2", "CĐCS Công ty Xây dựng Minh Anh", "Ái Tử"),
)  # fmt: skip


def _read(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    path = tmp_path / "số liệu.csv"
    path.write_text(text, encoding="utf-8")
    units = tuple(Known(code, name, area=area) for code, name, area in REGISTER)
    reading = read_case(Case("names", []), path, units)
    return [(row.unit_id, row.status) for row in reading.rows]


def test_th_beside_thcs_is_a_primary_school(tmp_path: Path) -> None:
    head = "STT;Tên CĐCS;Số đoàn viên\n1;Trường TH Lê Lợi;20\n"
    assert _read(tmp_path, head) == [("t1", "warned")]
    assert _read(tmp_path, f"{head}2;Trường THCS Lê Lợi;30\n") == [
        ("t1", "accepted"), ("t2", "accepted"),
    ]  # fmt: skip


def test_a_column_of_places_tells_units_of_one_name_apart(tmp_path: Path) -> None:
    text = ("STT;Tên CĐCS;Nơi đóng quân;Số đoàn viên\n1;MN Hoa Hồng;Triệu Đại;20\n"
            "2;MN Hoa Hồng;Ái Tử;30\n3;THCS Lê Lợi;Ái Tử;10\n")  # fmt: skip
    assert _read(tmp_path, text)[:2] == [("m1", "accepted"), ("m2", "accepted")]


def test_the_one_left_is_meant_where_all_others_have_rows(tmp_path: Path) -> None:
    head = "STT;Tên CĐCS;Số đoàn viên\n1;Cty Minh Anh;20\n"
    assert _read(tmp_path, f"{head}2;THCS Lê Lợi;5\n")[0] == ("", "refused")
    assert _read(tmp_path, f"{head}2;Công ty May Minh Anh;30\n") == [
        ("c2", "warned"), ("c1", "accepted"),
    ]  # fmt: skip


MINE = _book(("Công ty TNHH May An Hưng", "Công ty CP Xây dựng số 6", "Công ty TNHH Hoàng Phát",
              "Nông trường Cao su An Lập", "Nông trường Long Tân", "Công ty Điện tử Đông Hưng 1",
              "Công ty TNHH Foster Bắc Ninh", "Vườn Quốc gia Cát Bà", "Khoa Răng hàm mặt",
              "Trung tâm Kiểm soát bệnh tật", "Văn phòng Công ty Điện lực Quảng Trị",
              "CĐCS thành viên Điện lực Cam Lộ", "Trường THCS Ngô Quyền"), "")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("May An Hưng", "Công ty TNHH May An Hưng"),
        ("Foster Bắc Ninh", "Công ty TNHH Foster Bắc Ninh"),
        ("NT Long Tân", "Nông trường Long Tân"), ("VQG Cát Bà", "Vườn Quốc gia Cát Bà"),
        ("RHM", "Khoa Răng hàm mặt"), ("CDC", "Trung tâm Kiểm soát bệnh tật"),
        ("Điện lực Cam Lộ", "CĐCS thành viên Điện lực Cam Lộ"),
        ("ĐL Cam Lộ", "CĐCS thành viên Điện lực Cam Lộ"),
    ],
)  # fmt: skip
def test_a_firm_by_its_trade_and_name_and_an_office_by_its_letters(name: str, unit: str) -> None:
    found = MINE.find(name)
    assert found.unit is not None
    assert (found.unit.id, found.sure or found.plain) == (unit, True)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("XD số 6", "Công ty CP Xây dựng số 6"),  # a number is no name
        ("Hoàng Phát", "Công ty TNHH Hoàng Phát"),  # as likely a school
        ("NT An Lập", "Nông trường Cao su An Lập"),  # a trade is missing
        ("ĐT Đông Hưng 1", "Công ty Điện tử Đông Hưng 1"),  # đầu tư as well
        ("May An Hưng (c. Mai 0908 123 456)", "Công ty TNHH May An Hưng"),
        ("THCS Ngô Quyền (thầy Hòa)", "Trường THCS Ngô Quyền"),
        ("May An Hưng (KCN VSIP)", "Công ty TNHH May An Hưng"),
        ("THCS Ngô Quyền (Q. Gò Vấp cũ)", "Trường THCS Ngô Quyền"),
    ],
)
def test_less_than_that_is_looked_at(name: str, unit: str) -> None:
    found = MINE.find(name)
    assert found.unit is not None
    assert (found.unit.id, found.sure or found.plain) == (unit, False)


@pytest.mark.parametrize("name", ["PC Quảng Trị", "May An Hưng (CN 2)", "An Hưng (THCS)"])
def test_a_company_is_not_its_office_nor_a_branch_the_whole(name: str) -> None:
    assert MINE.find(name).unit is None


DISTRICT = _book(("Trung tâm Y tế huyện Mường Ảng", "Hạt Kiểm lâm Mường Ảng", "Thư viện Mường Ảng",
                  "Trường THCS thị trấn Mường Ảng", "Trường Tiểu học Ẳng Cang",
                  "Trường THCS Ẳng Cang", "Công ty TNHH Cà phê Hồng Kỳ"), "")  # fmt: skip


def test_the_place_of_a_whole_register_is_told_by_its_names() -> None:
    for name, unit in (("Hạt Kiểm lâm", 1), ("TTYT", 0), ("Thư viện", 2)):
        found = DISTRICT.find(name)
        assert found.unit is not None
        assert (found.unit, found.sure or found.plain) == (DISTRICT.units[unit], True), name
    school = DISTRICT.find("THCS thị trấn")
    assert (school.unit, school.plain) == (DISTRICT.units[3], False)
    assert DISTRICT.find("Cty Cà phê Mường Ảng").unit is None


def test_the_province_behind_its_own_bodies_need_not_be_told() -> None:
    book = NameBook([Known(str(at), name) for at, name in enumerate((
        "CĐCS Bệnh viện Phổi tỉnh Sơn La", "CĐCS Bệnh viện Đa khoa tỉnh Sơn La",
        "CĐCS Bệnh viện Đa khoa Mộc Châu",
    ))], WORDS)  # fmt: skip
    for name, unit in (("BV Phổi tỉnh", "0"), ("BVĐK tỉnh", "1")):
        found = book.find(name)
        assert found.unit is not None
        assert (found.unit.id, found.plain) == (unit, True)
    assert book.find("Trung tâm Y tế tỉnh").unit is None


def test_the_form_of_a_firm_told_in_english_tells_two_of_a_name_apart() -> None:
    book = NameBook([Known("tnhh", "CĐCS Công ty TNHH Hoàng Long"),
                     Known("cp", "CĐCS Công ty Cổ phần Hoàng Long")], WORDS)  # fmt: skip
    found = {name: book.find(name).unit for name in ("Hoàng Long JSC", "Hoàng Long Co., Ltd")}
    assert [unit.id for unit in found.values() if unit is not None] == ["cp", "tnhh"]
    assert book.find("Hoàng Long").unit is None


def test_what_unions_are_called_is_no_word_of_another_unit() -> None:
    book = NameBook([Known("cảng", "CĐCS Công ty Cổ phần Cảng Vũng Rô"),
                     Known("cá", "Nghiệp đoàn Nghề cá Phường 6")], WORDS)  # fmt: skip
    for name in ("Công đoàn cơ sở Cảng Vũng Rô", "Công đoàn Cảng Vũng Rô"):
        found = book.find(name).unit
        assert found is not None
        assert found.id == "cảng"
