"""Automatic numbering is given only where a word processor writes the very same label."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.formats.document import Item, runs
from desktop.formats.labels import (
    MAX_LEVEL,
    Numbered,
    Plan,
    label_text,
    pattern_of,
    plan_numbering,
)

LABELS = [
    "I.",
    "II.",
    "III.",
    "1.",
    "2.",
    "3.",
    "1.1.",
    "1.2.",
    "2.1.",
    "a)",
    "b)",
    "đ)",
    "-",
    "+",
    "Điều 1.",
    "Điều 2.",
    "A.",
    "B.",
    "10.",
    "1.1.1.",
    "Phần thứ nhất",
    "x",
    "0.",
]


def items_of(*pairs: tuple[str, int]) -> list[tuple[int, Item]]:
    return [(n, Item(label, runs("x"), level, "clause")) for n, (label, level) in enumerate(pairs)]


def written(items: list[tuple[int, Item]], plan: Plan) -> dict[int, str]:
    """Play a word processor: count each automatic item and write its label."""
    kinds = {slot: kind for kind, slot in plan.slots.items()}
    counters = [0] * (MAX_LEVEL + 1)
    labels: dict[int, str] = {}
    for place, _item in items:
        numbered = plan.items.get(place)
        if numbered is None:
            continue
        if numbered.bullet:
            labels[place] = numbered.bullet
            continue
        slot = numbered.slot
        counters[slot] += 1
        for later in range(slot + 1, MAX_LEVEL + 1):
            if later not in plan.counting_through:
                counters[later] = 0
        labels[place] = label_text(kinds[slot], slot, counters)
    return labels


@given(st.lists(st.tuples(st.sampled_from(LABELS), st.integers(0, 4)), max_size=30))
def test_every_automatic_label_equals_the_documents(pairs: list[tuple[str, int]]) -> None:
    items = items_of(*pairs)
    plan = plan_numbering(items)
    for place, label in written(items, plan).items():
        assert label == items[place][1].label


def test_a_plans_outline_is_numbered_throughout() -> None:
    items = items_of(
        ("I.", 0),
        ("1.", 1),
        ("1.1.", 2),
        ("1.2.", 2),
        ("2.", 1),
        ("2.1.", 2),
        ("-", 3),
        ("II.", 0),
        ("1.", 1),
        ("a)", 2),
        ("b)", 2),
    )
    plan = plan_numbering(items)
    assert set(plan.items) == set(range(11))
    assert plan.items[6] == Numbered(3, "-")


def test_articles_count_through_the_chapters() -> None:
    items = items_of(("Điều 1.", 1), ("1.", 2), ("2.", 2), ("x", 0), ("Điều 2.", 1), ("1.", 2))
    plan = plan_numbering(items)
    assert plan.counting_through == {1}
    assert set(plan.items) == {0, 1, 2, 4, 5}


def test_vietnamese_points_past_d_stay_typed() -> None:
    items = items_of(*((label, 0) for label in ("a)", "b)", "c)", "d)", "đ)", "e)")))
    assert plan_numbering(items).items == {}


def test_patterns_tell_prefix_kind_depth_and_suffix() -> None:
    pattern = pattern_of("Điều 12.")
    assert pattern is not None
    assert (pattern.prefix, pattern.kind, pattern.depth, pattern.suffix) == (
        "Điều ",
        "decimal",
        1,
        ".",
    )
    assert pattern_of("đ)") is None
