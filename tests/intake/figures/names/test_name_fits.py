"""Shortened names matched with a register as a careful clerk does: the one unit meant, or asked."""

import random
from collections.abc import Sequence

import pytest

from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.packs.packs import load_packs
from desktop.models.text import fold

WORDS = vocabulary(load_packs())
NAMES = (
    "Trường Mầm non Mường Lạn", "Trường Mầm non Mường Cai", "Trường Tiểu học Mường Lạn",
    "Trường Trung học cơ sở Mường Lạn", "Trường TH và THCS Kỳ Sơn", "Trường THPT Nguyễn Ngọc Thăng",
    "Trường PTDTNT THCS Ea Kar", "Trường Cao đẳng Sư phạm Cao Bằng", "Trường THPT Lục Khu",
    "Trạm Y tế xã Mường Lạn", "Hạt Kiểm lâm Tân Kỳ", "Ban Quản lý rừng phòng hộ Sốp Cộp",
    "Trung tâm Dịch vụ công ích Phú Quý", "Trung tâm Y tế khu vực Hàm Thuận Bắc",
    "Trung tâm Y tế khu vực Hàm Thuận Nam", "Bệnh viện II Lâm Đồng",
    "Quỹ Tín dụng nhân dân Hải Hưng", "Doanh nghiệp tư nhân Xăng dầu Thành Đạt",
    "Công ty TNHH MTV Thủy điện Nậm Sọi", "Công ty TNHH Giày Amara Việt Nam",
    "Công ty Cổ phần In Số 7", "Công ty TNHH Ô tô Toyota Lý Thường Kiệt",
    "Công ty TNHH Goertek Vina", "Công ty TNHH Goertek Technology Vina",
    "Công ty TNHH Canon Việt Nam - Chi nhánh Quế Võ",
    "Công ty TNHH Canon Việt Nam - Chi nhánh Tiên Sơn",
    "Công ty TNHH Samsung Electronics Việt Nam", "Công ty TNHH Kwang Jin Vina",
    "Công ty TNHH Dreamtech Việt Nam", "Công ty Cổ phần Thực phẩm Việt Sin",
    "Công ty TNHH Gỗ Minh Phát", "Công ty TNHH Gỗ Minh Phát 2", "Công ty Cổ phần Minh Phát",
    "Công ty TNHH May Hải Anh", "Công ty TNHH Thương mại Hải Anh", "Công ty TNHH MTV Cà phê 716",
    "Công ty Cổ phần Mía đường 333", "Công ty Cổ phần 333", "Nghiệp đoàn Nghề cá Long Hải",
    "Hợp tác xã Dịch vụ nông nghiệp Hải Bắc", "Ngân hàng Nông nghiệp và PTNT chi nhánh Tân Kỳ",
    "Trường Tiểu học An Phú Đông", "Trường Tiểu học Hoa Mai Vàng", "Trường Mầm non Sơn Ca",
    "Công ty TNHH MTV Cao su Trường Sơn", "Trường Tiểu học Kim Đồng", "Trường THCS Lê Lợi 2",
)  # fmt: skip
BOOK = NameBook([Known(name, f"CĐCS {name}", area="xã Tân Hào") for name in NAMES], WORDS)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("trường mầm non m.cai", "Trường Mầm non Mường Cai"),
        ("Tiểu  học Mg Lạn", "Trường Tiểu học Mường Lạn"),
        ("CĐ trường cấp II Mường Lạn", "Trường Trung học cơ sở Mường Lạn"),
        ("Mường Cai (mầm non)", "Trường Mầm non Mường Cai"),
        ("TH - THCS K.Sơn", "Trường TH và THCS Kỳ Sơn"),
        ("THPT NN Thăng", "Trường THPT Nguyễn Ngọc Thăng"),
        ("DTNT Ea Kar", "Trường PTDTNT THCS Ea Kar"),
        ("CĐSP", "Trường Cao đẳng Sư phạm Cao Bằng"), ("Lục Khu", "Trường THPT Lục Khu"),
        ("TYT xã", "Trạm Y tế xã Mường Lạn"), ("CĐ Kiểm lâm", "Hạt Kiểm lâm Tân Kỳ"),
        ("BQL rừng PH Sốp Cộp", "Ban Quản lý rừng phòng hộ Sốp Cộp"),
        ("TT DVCI", "Trung tâm Dịch vụ công ích Phú Quý"),
        ("TTYTKV HTN", "Trung tâm Y tế khu vực Hàm Thuận Nam"),
        ("BV 2 Lâm Đồng", "Bệnh viện II Lâm Đồng"), ("Quỹ TDND", "Quỹ Tín dụng nhân dân Hải Hưng"),
        ("DN xăng dầu Thành Đạt", "Doanh nghiệp tư nhân Xăng dầu Thành Đạt"),
        ("Cty TNHH MTV TĐ Nậm Sọi", "Công ty TNHH MTV Thủy điện Nậm Sọi"),
        ("Cty giày Amarra VN", "Công ty TNHH Giày Amara Việt Nam"),
        ("Cty CP In số Bảy", "Công ty Cổ phần In Số 7"),
        ("Toyota LTK", "Công ty TNHH Ô tô Toyota Lý Thường Kiệt"),
        ("Goertek Vina", "Công ty TNHH Goertek Vina"),
        ("Goertek Tech", "Công ty TNHH Goertek Technology Vina"),
        ("Canon VN - CN Q.Võ", "Công ty TNHH Canon Việt Nam - Chi nhánh Quế Võ"),
        ("SEV", "Công ty TNHH Samsung Electronics Việt Nam"),
        ("KWANGJIN VINA CO., LTD", "Công ty TNHH Kwang Jin Vina"),
        ("DREAM TECH", "Công ty TNHH Dreamtech Việt Nam"),
        ("Việt-Sin Food", "Công ty Cổ phần Thực phẩm Việt Sin"),
        ("Gỗ Minh Phát", "Công ty TNHH Gỗ Minh Phát"),
        ("Cty CF 716", "Công ty TNHH MTV Cà phê 716"),
        ("NĐNC Long Hải", "Nghiệp đoàn Nghề cá Long Hải"),
        ("HTX DVNN H.Bắc", "Hợp tác xã Dịch vụ nông nghiệp Hải Bắc"),
        ("Agribank T.Kỳ", "Ngân hàng Nông nghiệp và PTNT chi nhánh Tân Kỳ"),
        ("Chị Lan (MN Sơn Ca)", "Trường Mầm non Sơn Ca"),
    ],
)  # fmt: skip
def test_the_one_unit_a_clerk_would_take_is_read_and_looked_at(name: str, unit: str) -> None:
    found = BOOK.find(name)
    assert (found.unit.id if found.unit else "", found.sure) == (unit, False)


@pytest.mark.parametrize(
    "name",
    [
        # two units are about as near
        "Minh Phát", "Cty Hải Anh", "Cty 333", "Canon", "Goertek", "Mường Lạn", "TTYT KV HT",
        # a part of a proper name, a number, another school, another order
        "TH An Phú", "Tiểu học Hoa Mai", "THCS Lê Lợi", "THCS Kỳ Sơn", "Đồng Kim", "TH Đồng Kim",
        "Tiểu học Kim Đồng 2", "Gỗ Minh Phát 3", "THPT Mường Lạn", "Cty CP Gỗ Minh Phát",
        # more is said than the unit's name holds, or too little
        "Cty 716 Hòa Phát", "Tiểu học", "Y tế", "Doanh nghiệp", "Trường Sơn", "K. Đ.", "TH K.",
        "Trạm Y tế Mường Cai", "Trường Mầm non Hoa Mai",
    ],
)  # fmt: skip
def test_what_may_be_another_unit_is_asked(name: str) -> None:
    assert BOOK.find(name).unit is None


def test_units_about_as_near_are_offered_and_the_kind_told_around_decides() -> None:
    found = BOOK.find("Mường Lạn")
    assert (found.why, len(found.candidates)) == ("two", 4)
    grouped = BOOK.find("Mường Lạn", "II. KHỐI THCS")
    assert (grouped.unit.id if grouped.unit else "", grouped.sure) == (NAMES[3], False)


def test_the_place_behind_a_name_is_sure_only_in_the_names_own_order_and_marks() -> None:
    units = [Known("p", "CĐCS Trường Tiểu học Phú An", area="xã Tân Hào"),
             Known("t", "CĐCS Trường Tiểu học Tân Thanh", area="xã Tân Hào")]  # fmt: skip
    book = NameBook(units, WORDS)
    assert book.find("Trường Tiểu học Phú An xã Tân Hào").sure
    assert book.find("Trường Tiểu học An Phú xã Tân Hào").unit is None
    assert not book.find("Trường Tiểu học Tân Thạnh xã Tân Hào").sure


@pytest.mark.parametrize(
    ("names", "name"),
    [
        (("Trường Tiểu học - THCS Gành Dầu", "Nghiệp đoàn Nghề cá Gành Dầu"), "Ganh Dau"),
        (("Công ty TNHH MTV Lâm nghiệp Ea H'leo", "Công ty TNHH MTV Lâm nghiệp Thuần Mẫn"),
         "Cty lâm nghiệp"),
        (("Trường THCS Điện Biên", "Trường Tiểu học Điện Biên 1"), "Điện Biên"),
        (("Công ty TNHH Khai Hoàn", "Doanh nghiệp tư nhân Nước mắm Khải Hoàn"), "Khai Hoan"),
        (("Công ty TNHH Dệt Minh Anh", "Hợp tác xã Hồ tiêu Minh Anh"), "Minh Anh"),
    ],
)  # fmt: skip
def test_what_two_names_leave_out_alike_makes_rivals(names: Sequence[str], name: str) -> None:
    found = NameBook([Known(one, f"CĐCS {one}") for one in names], WORDS).find(name)
    assert (found.unit, found.why, len(found.candidates)) == (None, "two", 2)


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("Doanh nghiệp tư nhân Ngọc trai Ngọc Hiền", "DNTN Ngọc Hiền"),
        ("Công ty Cổ phần Nước mắm Phú Quốc Hưng Thịnh", "NM Hưng Thịnh"),
        ("Trung tâm Y tế Chư Sê", "TTYT huyện Chư Sê"), ("Bệnh viện Mắt Tây Nguyên", "BV Mắt"),
        ("Trường PTDTBT THCS Bản Hồ", "THCS BT Bản Hồ"), ("xã Ea Khal", "UBND xã Ea Khal"),
        ("Công ty TNHH Cáp điện và Hệ thống LS Vina", "LS Vina"),
        ("Trường Mầm non tư thục Khai Tâm", "Lớp MNTT Khai Tâm"),
        ("Công ty Cổ phần Tập đoàn Dabaco Việt Nam", "DABACO GROUP"),
    ],
)  # fmt: skip
def test_a_trade_a_place_and_a_kind_may_be_left_out_or_added(unit: str, name: str) -> None:
    found = NameBook([Known("u", f"CĐCS {unit}", area="Đặc khu Phú Quốc")], WORDS).find(name)
    assert (found.unit is not None, found.sure) == (True, False)


def test_a_sheets_place_leaves_out_units_elsewhere() -> None:
    units = [
        Known(area, "CĐCS Trường Mầm non Kim Đồng", area=area)
        for area in ("xã A Lưới", "xã Hồng Vân")
    ]
    book = NameBook(units, WORDS)
    assert book.find("MN K.Đồng").why == "two"
    found = book.find("MN K.Đồng", "Hồng Vân").unit
    assert found is not None
    assert found.id == "xã Hồng Vân"


# Names that lie close together, and what hands do to them.
_PROPER = (
    "Hòa Bình", "An Hòa", "Hòa An", "An Phú", "An Phú Đông", "Phú An", "Đông Hưng", "Đông Hưng 1",
    "Đông Hưng 2", "Hải Quế", "Hải Thọ", "Tân Thanh", "Tân Thành", "Tân Thạnh", "Nghĩa Đồng",
    "Nghĩa Đông", "Kim Đồng", "Hoa Mai", "Hoa Mai Vàng", "Sơn Ca", "Lê Lợi", "Lê Lai", "Lê Lợi 2",
    "Trần Phú", "Nguyễn Huệ", "Số 1", "Số 2", "Số 11", "Minh Phát", "Minh Phát 2", "Ea Kar",
    "Hàm Thuận Bắc", "Hàm Thuận Nam", "Goertek Vina", "Goertek Technology Vina", "Hanes", "Hanel",
)  # fmt: skip
_KINDS = (
    ("Trường Mầm non", ("MN", "Mầm non", "Trường MN", "mầm non")),
    ("Trường Mầm non tư thục", ("MN tư thục", "MNTT")),
    ("Trường Tiểu học", ("TH", "Trường TH", "cấp 1")),
    ("Trường THCS", ("THCS", "Trường cấp II")), ("Trường TH và THCS", ("TH-THCS", "TH&THCS")),
    ("Trường PTDTBT THCS", ("PTDTBT THCS",)), ("Trạm Y tế", ("TYT", "Trạm YT")),
    ("Trung tâm Y tế", ("TTYT",)), ("Trung tâm Y tế khu vực", ("TTYT KV", "TTYTKV")),
    ("Nghiệp đoàn Nghề cá", ("NĐNC", "NĐ nghề cá")), ("Hợp tác xã Nông nghiệp", ("HTX NN", "HTX")),
    ("Công ty TNHH", ("Cty TNHH", "Cty", "")), ("Công ty Cổ phần", ("CTCP", "Cty CP", "Cty", "")),
    ("Công ty TNHH May", ("Cty May", "May")), ("Công ty TNHH Gỗ", ("Gỗ", "Cty TNHH Gỗ")),
    ("Công ty Cổ phần Điện tử", ("CTCP ĐT", "Cty Đ.tử")), ("Công ty Cổ phần Đầu tư", ("CTCP ĐT",)),
    ("Công ty TNHH Chế biến gỗ", ("Cty CBG", "CB gỗ")), ("Doanh nghiệp tư nhân", ("DNTN", "DN")),
)  # fmt: skip


def _written(rng: random.Random, short: str, proper: Sequence[str], area: str) -> str:
    """Return a name as some hand writes it: still all that tells the unit apart."""
    words = list(proper)
    slip = rng.random()
    if slip < 0.2 and len(words) > 1 and words[0].isalpha():
        words[0] = f"{words[0][0]}."
    elif slip < 0.3 and len(words) > 1 and all(map(str.isalpha, words)):
        words = ["".join(word[0] for word in words)]
    elif slip < 0.45 and len(words[-1]) > 3:
        at = rng.randrange(1, len(words[-1]) - 1)
        words[-1] = (
            words[-1][:at]
            + words[-1][at + rng.choice((0, 1)) :]
            + words[-1][-1] * rng.choice((0, 1))
        )
    text = f"{short} {' '.join(words)}".strip()
    bracketed = f"{' '.join(words)} ({short})" if short else text
    added = (text, f"{text} (cô Hoa)", f"{text} {area}", bracketed, f"CĐCS {text}", f"7. {text}")
    text = rng.choice((text, *added))
    return rng.choice((text, text, text, fold(text), text.upper(), text.lower()))


@pytest.mark.parametrize("seed", range(12))
def test_a_written_name_is_its_own_unit_or_asked(seed: int) -> None:
    rng = random.Random(seed)
    pairs = [(kind, proper) for kind in _KINDS for proper in _PROPER]
    chosen = rng.sample(pairs, 40)
    area = "xã Tân Hào"
    units = {Known(f"{one[0]} {proper}", f"CĐCS {one[0]} {proper}", area=area): (one, proper)
             for one, proper in chosen}  # fmt: skip
    book, found = NameBook(units, WORDS), 0
    for unit, (kind, proper) in units.items():
        text = _written(rng, rng.choice((kind[0], *kind[1])), proper.split(), area)
        match = book.find(text)
        assert match.unit in (unit, None), (text, match.unit)
        found += match.unit is not None
    assert found > len(units) // 2


@pytest.mark.parametrize("seed", range(6))
def test_a_name_out_of_the_register_is_never_sure(seed: int) -> None:
    rng = random.Random(seed)
    pairs = rng.sample([(kind, proper) for kind in _KINDS for proper in _PROPER], 80)
    names = [f"{kind[0]} {proper}" for kind, proper in pairs]
    book = NameBook([Known(name, name, area="xã Tân Hào") for name in names[:40]], WORDS)
    for kind, proper in pairs[40:]:
        match = book.find(f"{rng.choice((kind[0], *kind[1]))} {proper}".strip(), "xã Tân Hào")
        assert not match.sure
        assert match.unit is None or set(fold(proper).split()) <= set(fold(match.unit.name).split())


def test_parts_of_a_union_go_by_the_department_they_are_of() -> None:
    held = ("Công đoàn bộ phận Khoa Nội tim mạch", "Công đoàn bộ phận Phòng Điều dưỡng")
    book = NameBook([Known(one, one) for one in held], WORDS)
    for name, unit in (("Khoa Nội tim mạch", held[0]), ("CĐBP Phòng Điều dưỡng", held[1])):
        found = book.find(name)
        assert (found.unit is not None and found.unit.id, found.sure) == (unit, True)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("TH HH-ĐKR", "Trường Tiểu học Hải Hòa"), ("TH HH - HL", "Trường Tiểu học Hải Hưng"),
        ("TH Hải Hưng (HL)", "Trường Tiểu học Hải Hưng"),
        ("TH HHòa ĐKR", "Trường Tiểu học Hải Hòa"),
        ("TH HH-HH", "Trường Tiểu học Hướng Hiệp"), ("TH HH", None),
        ("TH Hải Hưng-ĐKR", None), ("TH HH-XYZ", None),
    ],
)  # fmt: skip
def test_letters_behind_a_name_are_those_of_the_one_place_they_tell(
    name: str, unit: str | None
) -> None:
    places = {"Hướng Hiệp": "xã Hướng Hiệp", "Hải Hòa": "xã Đakrông", "Hải Hưng": "xã Hải Lăng"}
    book = NameBook([Known(f"Trường Tiểu học {one}", f"CĐCS Trường Tiểu học {one}", area=area)
                     for one, area in places.items()], WORDS)  # fmt: skip
    found = book.find(name)
    assert (found.unit.id if found.unit is not None else None, found.sure) == (unit, False)
