from hypothesis import given
from hypothesis import strategies as st

from desktop.models.units.unit_search import CODE, ITSELF
from desktop.ui.commands import MOST_SHOWN, Command, matching


def commands(*texts: str) -> list[Command]:
    return [Command(text, lambda: None, where="Số liệu") for text in texts]


def found(typed: str, *texts: str) -> list[str]:
    return [command.text for command in matching(commands(*texts), typed)]


def test_tone_marks_and_case_do_not_matter() -> None:
    texts = ("Đơn vị", "Kế hoạch năm", "Kết nạp")
    assert found("don vi", *texts) == ["Đơn vị"]
    assert found("KE HOACH", *texts) == ["Kế hoạch năm"]
    assert found("kế", *texts) == ["Kế hoạch năm", "Kết nạp"]


def test_the_beginning_counts_more_than_the_middle() -> None:
    assert found("khoa", "Mở khóa", "Khóa số liệu", "Tài khoản") == [
        "Khóa số liệu",
        "Mở khóa",
        "Tài khoản",
    ]


def test_words_are_found_in_any_order_and_in_the_place() -> None:
    assert found("lieu nhap", "Nhập tháng") == ["Nhập tháng"]
    assert found("nhap xuat", "Nhập tháng") == []


def test_a_unit_that_was_sought_is_shown_by_how_well_it_is_meant() -> None:
    known = commands("Đơn vị", "Nhập phường")
    known.append(Command("CĐCS Trường Lê Lợi", lambda: None, "X-DoiChe-01", how=CODE))
    known.append(Command("Công đoàn xã Đồi Chè", lambda: None, "X-DoiChe", how=ITSELF))
    assert [one.text for one in matching(known, "phường Đồi Chè")] == [
        "Công đoàn xã Đồi Chè",
        "CĐCS Trường Lê Lợi",
    ]


@given(st.text(), st.lists(st.text(max_size=8), max_size=30))
def test_never_more_than_can_be_shown(typed: str, texts: list[str]) -> None:
    assert len(found(typed, *texts)) <= MOST_SHOWN
