"""Rows of a work programme made from a plan's items."""

import pytest

from desktop.documents.work_programme import rows_of_items
from desktop.models.outline import rich_text
from desktop.models.plans.plan_draft import DraftItem, PlanDraft
from desktop.models.plans.plan_head import PlanHead


@pytest.mark.parametrize(
    ("due", "month", "quarter", "written"),
    [
        ("2027-03-08", 3, None, "08/3/2027"),
        ("Tháng 3/2027", 3, None, "Tháng 3/2027"),
        ("Quý II", None, 2, "Quý II"),
        ("quý iv năm 2027", None, 4, "quý iv năm 2027"),
        ("Năm 2027", None, None, "Năm 2027"),
        ("Tháng 13", None, None, "Tháng 13"),
    ],
)
def test_a_deadline_in_words_finds_its_month_or_quarter(
    due: str, month: int | None, quarter: int | None, written: str
) -> None:
    item = DraftItem(text=rich_text.tidy([("Hội thao", "")]), due=due)
    (made,) = rows_of_items(PlanDraft(PlanHead(id=""), (item,)).outline())
    assert (made.month, made.quarter, made.due) == (month, quarter, written)
