"""A number set for a target fills the room in its sentence, and the other way round."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from desktop.models.outline.rich_text import Runs, plain
from desktop.models.outline.target_rooms import filled_sentence, filled_targets
from desktop.models.outline.targets import Target

TEXT: Runs = (
    ("Kết nạp mới từ … đoàn viên trở lên; thành lập ít nhất ", ""),
    ("…", "b"),
    (" CĐCS.", ""),
)
OPEN = (Target(unit="đoàn viên"), Target(unit="CĐCS"))


def number(target: Target, value: str) -> Target:
    return replace(target, value=Decimal(value))


def test_each_number_fills_its_own_room() -> None:
    second = (OPEN[0], number(OPEN[1], "5"))
    filled = plain(filled_sentence(TEXT, OPEN, second))
    assert filled == "Kết nạp mới từ … đoàn viên trở lên; thành lập ít nhất 05 CĐCS."
    both = (number(OPEN[0], "1250"), number(OPEN[1], "5"))
    marked = filled_sentence(TEXT, OPEN, both)
    assert plain(marked).startswith("Kết nạp mới từ 1.250 đoàn viên")
    assert ("05", "b") in marked


@pytest.mark.parametrize(
    "text",
    ["Kết nạp mới 60 đoàn viên.", "Từ … đoàn viên, … CĐCS, trước ngày …", "Hỗ trợ … đoàn viên"],
)
def test_a_sentence_without_a_room_for_each_stays(text: str) -> None:
    runs: Runs = ((text, ""),)
    assert filled_sentence(runs, OPEN, (number(OPEN[0], "60"), OPEN[1])) == runs


def test_a_number_typed_in_the_room_is_the_targets() -> None:
    typed: Runs = (("Kết nạp mới từ 1.250 đoàn viên trở lên; thành lập ít nhất … CĐCS.", ""),)
    first, second = filled_targets(TEXT, typed, OPEN)
    assert (first.value, second.value) == (Decimal(1250), None)
    reworded: Runs = (("Kết nạp từ 60 đoàn viên trở lên; thành lập ít nhất … CĐCS.", ""),)
    assert filled_targets(TEXT, reworded, OPEN) == OPEN


def test_what_was_filled_is_not_asked_for_again() -> None:
    known = (number(OPEN[0], "60"), OPEN[1])
    text: Runs = (("Kết nạp từ 60 đoàn viên; thành lập … CĐCS.", ""),)
    done = filled_sentence(text, known, (known[0], number(OPEN[1], "2")))
    assert plain(done) == "Kết nạp từ 60 đoàn viên; thành lập 02 CĐCS."
    assert filled_sentence(done, (known[0], number(OPEN[1], "2")), known) == done
