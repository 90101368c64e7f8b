"""Activities in the shapes of the headless contract."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.activities.activities import Filter
from desktop.models.activities.quick_entry import quick_read
from desktop.models.errors import Refusal
from desktop.tasks.activity_verbs import add_activity, list_activities
from tests.models.planning import office


def test_a_typed_line_is_logged_and_listed(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        line = "15/5 Thăm hỏi công nhân ốm tại Cty May, 12 người, 6 nữ, 6tr"
        found = quick_read(line, date(2026, 6, 1), store.packs.activity_categories)
        key = add_activity(store, found.activity())["id"]
        may = Filter(since=date(2026, 5, 1), until=date(2026, 5, 31))
        (shown,) = list_activities(store, may)["activities"]
        assert (shown["id"], shown["from"], shown["people"], shown["women"]) == (
            *(key, "2026-05-15", 12, 6),
        )
        assert (shown["union_money"], shown["social_money"]) == (6_000_000, None)
        assert list_activities(store, Filter(since=date(2026, 6, 1))) == {"activities": []}


def test_a_line_without_a_category_is_refused(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        found = quick_read("15/5 Việc khác hẳn", date(2026, 6, 1), store.packs.activity_categories)
        assert found.category == ""
        with pytest.raises(Refusal):
            add_activity(store, found.activity())
