"""The quality card in words."""

from datetime import date

from desktop.models.figures.returns.quality import QualityCard


def test_the_card_of_many_units_counts_by_threes() -> None:
    card = QualityCard(
        form="F1", period="2026-10", due=date(2026, 11, 5), closing=date(2026, 11, 10),
        days_left=-3, units=1000, entered=730, cells_asked=60000, cells_filled=43210,
        estimated=1500, locked=700, locked_on_time=600, changed_since=0, errors=1,
        warnings_open=1064, warnings_explained=0, notices=2000, balanced=5, look_at=(),
    )  # fmt: skip
    assert card.brief() == (
        "730/1.000 đơn vị, 1.500 tạm tính", "nộp 05/11 (quá 3 ngày), chốt 700/1.000",
        "1 lỗi, 1.064 cảnh báo chưa có lý do",
    )  # fmt: skip
    assert card.lines()[0] == "Đã nhập 730/1.000 đơn vị, 43.210/60.000 ô, 1.500 tạm tính."


def test_a_day_that_is_past_counts_no_days_where_everything_is_locked() -> None:
    card = QualityCard(
        form="F1", period="2026-06", due=date(2026, 7, 5), closing=date(2026, 7, 10),
        days_left=-141, units=35, entered=35, cells_asked=140, cells_filled=140,
        estimated=0, locked=35, locked_on_time=34, changed_since=0, errors=0,
        warnings_open=0, warnings_explained=1, notices=0, balanced=35, look_at=(),
    )  # fmt: skip
    assert card.brief()[1] == "nộp 05/07 (đã qua), chốt 35/35"
    assert card.timely_words() == "Nộp 05/07/2026 (đã qua), khóa 10/07, đã chốt 35/35, 1 chậm."
