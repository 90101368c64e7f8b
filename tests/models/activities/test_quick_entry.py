"""One typed line read as an activity."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.activities.quick_entry import quick_read, reading
from desktop.models.packs.packs import load_packs
from desktop.models.text import fold

TODAY = date(2026, 6, 1)
CATEGORIES = load_packs().activity_categories


def test_a_line_is_read_whole() -> None:
    found = quick_read(
        "15/5 Thăm hỏi công nhân ốm tại Cty May, 12 người, 6 nữ, 6tr", TODAY, CATEGORIES
    )
    assert (found.title, found.start, found.end) == (
        *("Thăm hỏi công nhân ốm", date(2026, 5, 15), date(2026, 5, 15)),
    )
    assert (found.place, found.people, found.women) == ("Cty May", 12, 6)
    assert (found.union_money, found.social_money) == (6_000_000, None)
    assert found.category == "CL"
    assert reading(found, CATEGORIES) == (
        "15/5/2026 · Thăm hỏi công nhân ốm · Chăm lo (Tết, Mái ấm, Bữa cơm Công đoàn, thăm hỏi)"
        " · tại Cty May · 12 người (6 nữ) · 6.000.000 đồng"
    )


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("5/1/2027 Giao ban", date(2027, 1, 5), date(2027, 1, 5)),
        ("28/12 Tổng kết năm", date(2026, 12, 28), date(2026, 12, 28)),
        ("ngày 02/5: họp", date(2026, 5, 2), date(2026, 5, 2)),
        ("10-12/5 Hội thao", date(2026, 5, 10), date(2026, 5, 12)),
        ("28/4 - 2/5 Trực lễ", date(2026, 4, 28), date(2026, 5, 2)),
        ("hôm qua thăm đoàn viên", date(2026, 5, 31), date(2026, 5, 31)),
        ("Giao ban cụm", TODAY, TODAY),
        ("31/2 Giao ban", TODAY, TODAY),
        ("Tọa đàm, 12/5/2026, 30 người", date(2026, 5, 12), date(2026, 5, 12)),
    ],
)
def test_days(line: str, start: date, end: date) -> None:
    found = quick_read(line, TODAY)
    assert (found.start, found.end) == (start, end)


def test_a_day_without_a_year_is_the_nearest() -> None:
    assert quick_read("28/12 Tặng quà", date(2027, 1, 4)).start == date(2026, 12, 28)
    assert quick_read("3/1 Tặng quà", date(2026, 12, 30)).start == date(2027, 1, 3)


@pytest.mark.parametrize(
    ("written", "money"),
    [
        ("6tr", 6_000_000),
        ("6,5 triệu", 6_500_000),
        ("6tr5", 6_500_000),
        ("6.5tr", 6_500_000),
        ("500k", 500_000),
        ("500 nghìn", 500_000),
        ("1.200.000đ", 1_200_000),
        ("1.200.000 đồng", 1_200_000),
        ("2 tỷ", 2_000_000_000),
        ("kinh phí 3 triệu đồng", 3_000_000),
    ],
)
def test_money(written: str, money: int) -> None:
    found = quick_read(f"15/5 Tặng quà, {written}", TODAY)
    assert (found.union_money, found.title) == (money, "Tặng quà")


def test_money_from_others_and_money_each() -> None:
    found = quick_read("15/5 Tặng quà, 20 người, 500k/người, xã hội hóa 3tr", TODAY)
    assert (found.union_money, found.social_money) == (10_000_000, 3_000_000)


def test_members_are_not_money_and_womens_work_is_not_women() -> None:
    found = quick_read("8/3 Tọa đàm nữ công, 12 đoàn viên, 1.250 lượt", TODAY)
    assert (found.people, found.women, found.attendances) == (12, None, 1250)
    assert found.union_money is None
    assert found.title == "Tọa đàm nữ công"


def test_partners_and_result() -> None:
    found = quick_read(
        "15/5 Tuyên truyền BHXH phối hợp với BHXH khu vực tại KCN, kết quả: 3 đơn vị ký cam kết",
        TODAY,
    )
    assert found.partners == ("BHXH khu vực",)
    assert (found.place, found.result) == ("KCN", "3 đơn vị ký cam kết")
    assert found.title == "Tuyên truyền BHXH"


def test_what_is_not_understood_stays_in_the_title() -> None:
    found = quick_read("15/5 Thăm hỏi, tặng quà công nhân, mưa to", TODAY)
    assert found.title == "Thăm hỏi, tặng quà công nhân, mưa to"


@given(st.text(max_size=80))
def test_any_line_is_read_and_pieces_lie_within_it(line: str) -> None:
    found = quick_read(line, TODAY, CATEGORIES)
    assert found.start <= found.end
    assert all(0 <= piece.start <= piece.end <= len(line) * 4 for piece in found.pieces)


@given(
    st.lists(
        st.sampled_from(
            ["15/5", "12", "người", "nữ", "6", "tr", "đ", ",", " ", "tại", "/", "-", ".", "500k",
             "kết quả", "phối hợp với", "quà", "tỷ", "nữ 6", "lượt", "1.000", "đến", "0"]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_any_mixture_of_known_words_is_read(words: list[str]) -> None:
    line = " ".join(words)
    found = quick_read(line, TODAY, CATEGORIES)
    assert found.start <= found.end
    assert "\0" not in found.title
    for count in (found.people, found.women, found.attendances, found.union_money):
        assert count is None or count >= 0


def unmarked(text: str) -> str:
    """Return the text as somebody types it who leaves every mark out."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in parts if not unicodedata.combining(c))


def recognised(line: str) -> tuple[object, ...]:
    found = quick_read(line, TODAY, CATEGORIES)
    return (
        found.start, found.end, found.told, found.category, fold(found.place),
        tuple(map(fold, found.partners)), found.people, found.women, found.attendances,
        found.union_money, found.social_money, fold(found.result), fold(found.title),
    )  # fmt: skip


def test_a_line_without_marks_is_read_whole() -> None:
    found = quick_read("Tham nhan vien om 12/11 300k, 15 nguoi tai Cty May", TODAY, CATEGORIES)
    assert (found.start, found.union_money) == (date(2026, 11, 12), 300_000)
    assert (found.people, found.place, found.category) == (15, "Cty May", "CL")
    found = quick_read("15 nguoi, 6 nu, xa hoi hoa 2 trieu, phoi hop voi BHXH", TODAY)
    assert (found.people, found.women, found.social_money) == (15, 6, 2_000_000)
    assert found.partners == ("BHXH",)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Thăm hỏi công nhân bị tai nạn lao động", ""),
        ("Tham hoi cong nhan bi tai nan lao dong", ""),
        ("Tham hoi gia dinh bi tai nan tai KCN Song Thanh", "KCN Song Thanh"),
        ("Tap huan tai chinh cong doan tai nha van hoa", "nha van hoa"),
        ("Hop mat lai xe cong ty van tai", ""),
        ("Giao huu bong da tai san van dong xa", "san van dong xa"),
        ("Tặng tài liệu cho công nhân", ""),
    ],
)
def test_only_the_word_at_names_a_place(line: str, place: str) -> None:
    found = quick_read(line, TODAY)
    assert found.place == place
    title = fold(found.title).split()
    assert [word for word in fold(line).split() if word not in title] == (
        ["tai", *fold(place).split()] if place and "tai" not in title
        else [word for word in fold(place).split() if word not in title]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Trao quà, chị Lan 300k", "chị Lan"),
        ("Tặng quà, xã hội hóa Công ty Hoa Sen 3tr", "xã hội hóa Công ty Hoa Sen"),
        ("Tham 2 ngan hang tren dia ban", "2 ngan hang"),
        ("Trao quà, 300k, 500k", "500k"),
        ("Thu quỹ 15/5 đợt 1", "Thu quỹ 15/5 đợt 1"),
    ],
)
def test_no_word_of_the_line_is_lost(line: str, words: str) -> None:
    assert words in quick_read(line, TODAY).title


_PARTS = {
    "day": ["", "15/5 ", "ngày 02/5: ", "10-12/5 ", "hôm qua ", "sáng thứ hai ngày 4/5 "],
    "what": [
        "Thăm hỏi công nhân ốm", "Tập huấn nghiệp vụ công tác tài chính", "Hội nghị người lao động",
        "Đối thoại định kỳ", "Tuyên truyền an toàn, vệ sinh lao động", "Tặng quà Tết",
        "Kiểm tra, giám sát", "Hội thao văn hóa, thể thao", "Giao ban cụm thi đua",
        "Tọa đàm nữ công", "Thăm đoàn viên bị tai nạn lao động", "Phát triển đoàn viên",
    ],
    "place": ["", " tại Công ty May Đồi Chè", " tại nhà văn hóa xã", " tại sân vận động"],
    "people": ["", ", 15 người", ", 1.250 lượt người", ", 30 đoàn viên tham dự", ", 8 cán bộ"],
    "women": ["", ", 6 nữ", ", trong đó 5 là nữ", ", nữ: 4"],
    "money": [
        "", ", 300k", ", 6,5 triệu", ", kinh phí 3 triệu đồng", ", 1.200.000đ", ", 2 tỷ",
        ", 500 nghìn", ", 500k/người", ", xã hội hóa 2tr", ", công đoàn chi 3tr5",
    ],
    "partners": ["", ", phối hợp với Hội Phụ nữ", ", phối hợp cùng chính quyền"],
    "result": ["", ", kết quả: đạt yêu cầu"],
}  # fmt: skip


@given(st.tuples(*(st.sampled_from(choices) for choices in _PARTS.values())))
def test_a_line_says_the_same_with_marks_and_without(parts: tuple[str, ...]) -> None:
    line = "".join(parts)
    assert recognised(unmarked(line)) == recognised(line)
