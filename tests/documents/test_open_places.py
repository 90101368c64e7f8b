"""Room a plan still leaves open: every one of it is told."""

from desktop.documents.open_places import around, each_around, open_places
from desktop.models.outline import rich_text
from desktop.models.plans.plan_draft import DraftItem, PlanDraft
from desktop.models.plans.plan_head import PlanHead


def test_each_room_of_an_item_is_a_place_of_its_own() -> None:
    text = "Kết nạp từ … đoàn viên trở lên; thành lập ít nhất … công đoàn cơ sở."
    item = DraftItem(text=rich_text.tidy([(text, "")]))
    head = PlanHead(id="")
    found = open_places(head, PlanDraft(head, (item,)).outline(), ())
    assert [one.text for one in found] == [
        "Kết nạp từ … đoàn viên trở lên;",
        "đoàn viên trở lên; thành lập ít nhất … công đoàn cơ sở.",
    ]


def test_words_without_room_have_none_around() -> None:
    assert each_around("Trước Tết… và sau Tết") == []
    assert around("Trước Tết… và sau Tết") == ""
