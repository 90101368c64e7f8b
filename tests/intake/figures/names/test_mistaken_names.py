"""Names with one mistake in them, and names that go on from their group, as whole sheets tell."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop.intake.figures.names.mistaken_names import is_one_slip, likely_units
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.rows.group_names import GroupedNames
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.packs.packs import load_packs
from tests.intake.figures.gathering import Case, read_case

WORDS = vocabulary(load_packs())
REGISTER = (
    "CĐCS Trường THPT Tông Lệnh", "CĐCS Trường THPT Bình Thuận", "CĐCS Trường Tiểu học Lê Lai",
    "CĐCS Trường Mầm non Hải Minh", "CĐCS Công ty TNHH Sữa Tiên Sơn", "CĐCS Sở Tài chính",
    "CĐCS Công ty TNHH Điện Stanley Việt Nam", "CĐCS Công ty TNHH Nitto Denko Việt Nam",
    "CĐCS Bảo hiểm xã hội tỉnh Sơn La", "CĐCS Sở Dân tộc và Tôn giáo", "CĐCS Bệnh viện C Sơn La",
    "CĐCS Quỹ Đầu tư phát triển tỉnh", "CĐCS Trường Tiểu học A Giao Tiến",
    "CĐCS Trường Tiểu học B Giao Tiến", "CĐCS Khoa Toán học", "CĐCS Trung tâm Ngoại ngữ",
    "CĐCS Khoa Ngoại ngữ", "CĐCS Trường THPT Thảo Nguyên", "Tổ công đoàn Nhà ăn",
    "CĐCS Công ty TNHH Kính nổi Bá Hiến", "CĐCS Trường Mầm non Ngô Đồng",
    "CĐCS Bệnh viện Phụ sản Trung ương", "CĐCS Trường Mầm non 20 Tháng 10",
    "CĐCS Trường Tiểu học Thị trấn Trà Cú A", "CĐCS Trường Tiểu học Thị trấn Trà Cú B",
)  # fmt: skip


def _book(names: Sequence[str]) -> NameBook:
    return NameBook([Known(name, name) for name in names], WORDS)


BOOK = _book(REGISTER)


def _likely(name: str) -> list[str]:
    found = BOOK.find(name)
    assert found.unit is None, found
    return [unit.name.removeprefix("CĐCS ") for unit in likely_units(
        name, "", found.candidates, BOOK)]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("THPT Tông Lạnh", "Trường THPT Tông Lệnh"),
        ("Cty TNHH Điện Stanlay VN", "Công ty TNHH Điện Stanley Việt Nam"),
        ("Nito Denko", "Công ty TNHH Nitto Denko Việt Nam"),
        ("Nhà máy sữa Tiên Sơn", "Công ty TNHH Sữa Tiên Sơn"),
        ("NM (Cty) sữa Tiên Sơn", "Công ty TNHH Sữa Tiên Sơn"),
        ("Sở Tài chính tỉnh Sơn La", "Sở Tài chính"),  # the province others are of
        ("Ban Dân tộc (nay là Sở Dân tộc và Tôn giáo)", "Sở Dân tộc và Tôn giáo"),
        ("VFG (Cty Kính nổi Bá Hiến)", "Công ty TNHH Kính nổi Bá Hiến"),
        ("Trường THPT Thảo Nguyên - Mộc Châu", "Trường THPT Thảo Nguyên"),
        ("Trường THPT Thảo Nguyên, H. Mộc Châu", "Trường THPT Thảo Nguyên"),
        ("Quỹ ĐTPT", "Quỹ Đầu tư phát triển tỉnh"),
        ("Khoa Toán", "Khoa Toán học"),
        ("MN TT Ngô Đồng", "Trường Mầm non Ngô Đồng"),
        ("Tiểu học TT A", "Trường Tiểu học Thị trấn Trà Cú A"),
    ],
)
def test_a_name_with_one_mistake_is_likely_one_units(name: str, unit: str) -> None:
    assert _likely(name) == [unit]


@pytest.mark.parametrize("name", [
    "Tiểu học Lê Lợi", "Mầm non Hải Ninh", "THPT Bình Thuận 2", "Công ty Sữa Bình Thuận",
    "Sở Tài chính tỉnh Cao Bằng", "Trường THPT Thảo Nguyên - cơ sở 2", "Khoa Hóa", "BV C cơ sở 2",
    "Tiểu học TT C", "KS Novotel Nha Trang", "Nông trường số 3",
])  # fmt: skip
def test_another_name_is_nobodys(name: str) -> None:
    assert _likely(name) == []


@pytest.mark.parametrize(
    ("told", "held", "slip"),
    [
        ("Lạnh", "Lệnh", True), ("Kêu", "Kiêu", True), ("kí", "khí", True), ("Lạc", "Lặc", True),
        ("từng", "Tầng", True), ("Địn", "Định", True), ("Chuẩn", "Chẩn", True),
        ("Stanlay", "Stanley", True), ("Rythm", "Rhythm", True), ("Mau", "Mao", True),
        ("Lợi", "Lai", False), ("Ninh", "Minh", False), ("Hùng", "Hưng", False),
        ("An", "Ân", False), ("Thành", "Thanh", False), ("2", "3", False), ("LG", "LS", False),
    ],
)  # fmt: skip
def test_a_slip_is_one_of_the_hand_or_the_ear(told: str, held: str, *, slip: bool) -> None:
    assert is_one_slip(told, held) is slip
    assert is_one_slip(held, told) is slip


def test_short_words_and_days_stand_for_one_thing() -> None:
    for name, unit in (
        ("BV Phụ sản TW", "CĐCS Bệnh viện Phụ sản Trung ương"),
        ("MN 20/10", "CĐCS Trường Mầm non 20 Tháng 10"),
        ("Mầm non 20-10", "CĐCS Trường Mầm non 20 Tháng 10"),
    ):
        found = BOOK.find(name)
        assert found.unit is not None
        assert (found.unit.name, found.sure) == (unit, True)
    assert BOOK.find("MN 8/3").unit is None


def test_a_letter_stands_before_the_name_or_behind_it() -> None:
    found = BOOK.find("Tiểu học Giao Tiến A")
    assert found.unit is not None
    assert (found.unit.name, found.sure) == ("CĐCS Trường Tiểu học A Giao Tiến", True)


def test_a_part_by_the_name_another_bears_as_well_is_looked_at() -> None:
    found = BOOK.find("Ngoại ngữ")
    assert (found.sure, found.plain) == (False, False)
    team = BOOK.find("Tổ nhà ăn")
    assert team.unit is not None
    assert (team.unit.name, team.plain) == ("Tổ công đoàn Nhà ăn", True)


SHEET = ("CĐCS Trường THPT Tông Lệnh", "CĐCS Trường THPT Chu Văn An", "CĐCS Trường THPT Mai Sơn",
         "CĐCS Trường THPT Nga Thanh", "CĐCS Trường THPT Nga Thành", "CĐCS Công ty Cơ khí Hòn Gai",
         "CĐCS Công ty Than Hòn Gai", "CĐCS Chi nhánh Canon Tiên Sơn",
         "CĐCS Chi nhánh Canon Quế Võ")  # fmt: skip


def _read(tmp_path: Path, *rows: str) -> list[tuple[str, str]]:
    path = tmp_path / "số liệu.csv"
    path.write_text("\n".join(["STT;Tên CĐCS;Số đoàn viên", *rows]), encoding="utf-8")
    units = tuple(Known(name, name) for name in SHEET)
    reading = read_case(Case("names", []), path, units)
    return [(row.unit_id.removeprefix("CĐCS "), row.status) for row in reading.rows]


def test_a_mistake_is_undone_only_where_no_other_row_is_the_units(tmp_path: Path) -> None:
    first = "1;THPT Tông Lạnh;20"
    assert _read(tmp_path, first, "2;THPT Mai Sơn;30") == [
        ("Trường THPT Tông Lệnh", "warned"), ("Trường THPT Mai Sơn", "accepted"),
    ]  # fmt: skip
    assert _read(tmp_path, first, "2;THPT Tông Lệnh;30")[0] == ("", "refused")
    assert _read(tmp_path, first, "2;THPT Tông Lềnh;9", "3;THPT Tông Lanh;8") == [
        ("", "refused"), ("Trường THPT Tông Lệnh", "warned"), ("", "refused"),
    ]  # fmt: skip


def test_names_that_only_missing_marks_tell_apart_are_asked(tmp_path: Path) -> None:
    assert _read(tmp_path, "1;Truong THPT Nga Thanh;20")[0] == ("", "refused")
    bare = _read(tmp_path, "1;THPT Nga Thanh;20", "2;Truong THPT Chu Van An;30")
    assert bare == [("", "refused"), ("Trường THPT Chu Văn An", "accepted")]
    marked = _read(tmp_path, "1;THPT Nga Thanh;20", "2;THPT Mai Sơn;30")
    assert marked[0] == ("Trường THPT Nga Thanh", "accepted")


@pytest.mark.parametrize(
    ("group", "name", "unit"),
    [
        ("Khối cơ khí", "Hòn Gai", "Công ty Cơ khí Hòn Gai"),
        ("II. Khối than, điện", "Hòn Gai", "Công ty Than Hòn Gai"),
        ("KCN TIÊN SƠN", "Canon", "Chi nhánh Canon Tiên Sơn"),
    ],
)
def test_a_name_is_looked_for_among_its_group(
    tmp_path: Path, group: str, name: str, unit: str
) -> None:
    rows = _read(tmp_path, f";{group};", f"1;{name};20", "2;THPT Mai Sơn;30")
    assert rows[0] == (unit, "warned")
    assert _read(tmp_path, f"1;{name};20", "2;THPT Mai Sơn;30")[0] == ("", "refused")


def test_a_group_without_such_a_unit_tells_nothing() -> None:
    grouped = GroupedNames(_book(SHEET))
    assert grouped.among("Khối trường học", "Hòn Gai", "") is None
    assert grouped.among("Khối than", "Hòn Gai 2", "") is None


def test_the_row_of_a_unit_is_doubted_where_another_tells_its_kind_alone(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        "TT,Đơn vị,Lao động,Đoàn viên\n1,THPT,50,45\n2,Trường THPT Trần Thị Tâm,60,50\n"
        "3,Công ty TNHH May Quảng Trị,70,65\n", encoding="utf-8",
    )  # fmt: skip
    reading = read_case(Case("", [], form="F1"), path)
    assert [row.status for row in reading.rows] == ["refused", "warned", "accepted"]
    assert reading.rows[1].reasons == (
        "Dòng khác chỉ ghi “THPT” có thể cũng là đơn vị này.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Trường Trung học phổ thông Nguyễn Bỉnh K", "CĐCS Trường THPT Nguyễn Bỉnh Khiêm"),
        ("T.H.P.T Bình Thuận", "CĐCS Trường THPT Bình Thuận"),
        ("TrườngMầm nonHải Minh", "CĐCS Trường Mầm non Hải Minh"),
        ("Cô Hà, MN Hải Minh", "CĐCS Trường Mầm non Hải Minh"),
        ("Cty Sữa Tiên Sơn - lô C1", "CĐCS Công ty TNHH Sữa Tiên Sơn"),
        ("MN Số l Gia Lâm", "CĐCS Trường Mầm non Số 1 Gia Lâm"),
        ("THPT 3O tháng 4", "CĐCS Trường THPT 30 tháng 4"),
    ],
)
def test_what_a_keyboard_and_a_narrow_column_do_to_names(name: str, unit: str) -> None:
    units = (*REGISTER, "CĐCS Trường Mầm non Số 1 Gia Lâm",
             "CĐCS Trường THPT 30 tháng 4", "CĐCS Trường THPT Nguyễn Bỉnh Khiêm")  # fmt: skip
    book = NameBook([Known(str(at), one) for at, one in enumerate(units)], WORDS)
    found = book.find(name)
    likely = [found.unit] if found.unit else likely_units(name, "", found.candidates, book)
    assert [one.name for one in likely if one is not None] == [unit]


def test_a_name_that_ends_with_the_first_word_of_a_town_breaks_nothing() -> None:
    names = ("Công đoàn Công ty TNHH Gỗ Tân Thành Phát", "Công đoàn Công ty CP Gỗ Tân Thành")
    book = NameBook([Known(name, name, area="KCN Phú Tài") for name in names], WORDS)
    found = book.find("Gỗ Tân Thành JSC").unit
    assert found == Known(names[1], names[1], area="KCN Phú Tài")
