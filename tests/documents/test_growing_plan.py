"""A plan that values are put into stands as the outline does that is made anew of them."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from desktop.documents.growing_plan import GrowingPlan
from desktop.models.outline.outline import Outline, OutlineRow, PlanItem
from desktop.models.outline.outline_places import Assignment

NAMES = st.sampled_from("abcdefghij")
OTHERS = st.sampled_from(("", "x", "y", "z"))
ITEMS = st.builds(
    PlanItem,
    NAMES,
    parent=st.none() | NAMES,
    index=st.sampled_from(("5", "7", "V")),
    style=st.sampled_from(("", "roman", "dash", "none")),
    answers=st.none() | st.sampled_from(("x", "y")),
    origin=OTHERS,
    deleted=st.booleans(),
)
PLACES = st.tuples(st.none() | NAMES, st.sampled_from("37V")).map(list)
VALUES = st.one_of(
    st.tuples(
        NAMES, st.just("pos"), st.tuples(st.none() | NAMES, st.sampled_from("37V")).map(list)
    ),
    st.tuples(NAMES, st.just("deleted"), st.sampled_from((True, None))),
    st.tuples(NAMES, st.just("answers"), st.none() | st.sampled_from(("x", "y"))),
    st.tuples(NAMES, st.just("origin"), OTHERS),
    st.tuples(NAMES, st.just("style"), st.sampled_from(("roman", "arabic", ""))),
    st.tuples(NAMES, st.just("text"), st.text("ăb ", max_size=3)),
)


@given(st.lists(ITEMS, max_size=10), st.lists(st.lists(VALUES, max_size=4), max_size=6))
def test_it_stands_as_the_outline_made_anew(
    items: list[PlanItem], steps: Sequence[Sequence[Assignment]]
) -> None:
    outline = Outline(items)
    growing = GrowingPlan(outline)
    _assert_same(growing, outline)
    for values in steps:
        outline = outline.with_values(values)
        growing.put(values)
        _assert_same(growing, outline)


def _assert_same(growing: GrowingPlan, outline: Outline) -> None:
    for row in outline:
        place = growing[row.id]
        assert (place.item, place.parent, place.depth, place.stray) == (
            row.item, row.parent, row.depth, row.stray,
        )  # fmt: skip
        assert growing.style(place) == row.style
        assert growing.is_leaf(row.id) == (row.size == 1)
    for name in (None, *"abcdefghij"):
        assert (name is None) or (name in growing) == (name in outline)
        shown = name is None or name in outline
        under = [row.id for row in outline.children(name)] if shown else []
        assert [one.id for one in growing.children(name)] == under
    for other in ("x", "y", "z"):
        made = growing.made_from(other)
        assert (made.id if made else None) == _last(outline, other)
        assert growing.is_answered(other) == any(r.item.answers == other for r in outline)


def _last(outline: Outline, other: str) -> str | None:
    found: list[OutlineRow] = [
        row for row in outline if other in (row.item.answers, row.item.origin)
    ]
    return found[-1].id if found else None
