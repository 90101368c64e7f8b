"""Text is shown on its lines and without anything hidden, whoever wrote it."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.activities.activities import Activity, add_activity, read_activity
from desktop.models.clock import uuid7
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.plans import create_plan, read_plan, set_plan_field
from desktop.models.single_line import SINGLE_LINE, clean_value
from desktop.models.store.digest import digest
from desktop.models.store.doctor import examine
from desktop.models.store.ops import make_op
from desktop.models.store.store import Store
from desktop.models.text import one_line, seen_lines
from desktop.models.units.units import tree_on
from tests.models.offices import FOUNDED, commune

DIRTY = "Thăm\u200b hỏi\n\u202ecông\x07 nhân\u2028\tốm\u2066"
CLEAN = "Thăm hỏi công nhân ốm"


@given(st.text())
def test_one_line_holds_nothing_hidden_and_is_stable(text: str) -> None:
    line = one_line(text)
    assert all(c == " " or unicodedata.category(c)[0] not in "CZ" for c in line)
    assert line == line.strip()
    assert one_line(line) == line
    lines = seen_lines(text)
    assert all(c == "\n" or c == " " or unicodedata.category(c)[0] not in "CZ" for c in lines)


@pytest.mark.parametrize("kind", sorted(SINGLE_LINE))
def test_every_single_line_register_is_cleaned_when_written(tmp_path: Path, kind: str) -> None:
    store, _ids = commune(tmp_path)
    with store:
        with store.step("thử") as step:
            for field in SINGLE_LINE[kind]:
                step.put(kind, "k", field, DIRTY)
        assert store.fields(kind, "k") == dict.fromkeys(SINGLE_LINE[kind], CLEAN)


def test_a_title_and_a_plan_are_cleaned_at_the_verb(tmp_path: Path) -> None:
    store, _ids = commune(tmp_path)
    with store:
        category = next(iter(store.packs.activity_categories))
        day = date(2026, 5, 4)
        activity = Activity(
            DIRTY, category, day, day, partners=(DIRTY,), result="một\nhai\u200b"
        )  # fmt: skip
        found = read_activity(store, add_activity(store, activity, store.packs.activity_categories))
        assert (found.title, found.partners, found.result) == (CLEAN, (CLEAN,), "một\nhai")
        plan = create_plan(store, PlanHead(title=DIRTY))
        set_plan_field(store, plan, "symbol", "KH\u200b-LĐLĐ")
        set_plan_field(store, plan, "subject", "Dòng một\nDòng\u202e hai")
        head = read_plan(store, plan)
        assert (head.title, head.symbol) == (CLEAN, "KH-LĐLĐ")
        assert head.subject == "Dòng một\nDòng hai"


def take(store: Store, kind: str, key: str, field: str, value: object) -> bytes:
    """Accept an operation of another office as it wrote it; return its line."""
    op = make_op(
        {
            "base": [], "f": field, "hlc": "f000000000000000", "k": key, "kind": kind, "n": 1,
            "pack": "core@1", "prev": None, "role": "office", "step": uuid7(store.clock),
            "store": uuid7(store.clock), "stream": "office", "v": value, "wall": "2026-01-01",
            "who": "p",
        }
    )  # fmt: skip
    with store.step("nhận") as step:
        (change,) = step.take([op], "b")
        assert change.after == clean_value(kind, field, value)
    return op.raw


def test_what_another_office_wrote_is_shown_clean_and_kept_as_it_came(tmp_path: Path) -> None:
    store, ids = commune(tmp_path)
    with store:
        raw = take(store, "unit", ids[0], f"name@{FOUNDED.isoformat()}", DIRTY)
        assert tree_on(store, FOUNDED).units[ids[0]].name == CLEAN
        assert store.get("unit", ids[0], f"name@{FOUNDED.isoformat()}") == CLEAN
        taken = take(store, "issued_plan", "p", "1", {"head": {"title": DIRTY}, "items": [3]})
        assert store.fields("issued_plan", "p")["1"] == {"head": {"title": CLEAN}, "items": [3]}
        assert {raw, taken} <= {line for (line,) in store.rows("SELECT raw FROM op")}
        before = digest(store)
        assert examine(store) == []
    with Store.open(store.folder) as again:
        assert digest(again) == before
