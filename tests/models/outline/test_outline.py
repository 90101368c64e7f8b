"""The outline: labels, order, and what a merge may leave behind."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.outline import outline_labels as labels
from desktop.models.outline.outline import Outline, PlanItem, item_values, read_item
from desktop.models.outline.rich_text import runs_of
from desktop.models.plans.plan_draft import PlanDraft, draft_item
from tests.models.planning import HEAD, sample_draft, shape


def test_labels_follow_from_styles_and_places() -> None:
    assert shape(sample_draft().outline()) == [
        "I. Mục tiêu",
        "  1. Chỉ tiêu",
        "    1.1. Đoàn viên",
        "    1.2. Cơ sở",
        "  2. Yêu cầu",
        "    a) Sát thực tế;",
        "    b) Tiết kiệm.",
        "II. Nhiệm vụ",
        "  1. Tuyên truyền",
        "    - Thăm hỏi;",
        "    - Đối thoại.",
        "III. Tổ chức thực hiện",
    ]


def test_points_follow_the_vietnamese_alphabet() -> None:
    assert "".join(labels.letter(n) for n in range(1, 24)) == "abcdđeghiklmnopqrstuvxy"
    assert labels.letter(24) == "aa"


def test_an_outer_label_among_siblings_starts_the_inner_ones_again() -> None:
    items = [draft_item(f"{style}", style) for style in ("arabic", "letter", "letter", "arabic")]
    draft = PlanDraft(HEAD, (*items, draft_item("x", "letter"), draft_item("¶", "none")))
    assert [row.label for row in draft.outline()] == ["1.", "a)", "b)", "2.", "a)", ""]


def test_articles_count_through_the_paper() -> None:
    chapter = draft_item(
        "Chương", "chapter", draft_item("Đ", "article"), draft_item("Đ", "article")
    )
    outline = PlanDraft(HEAD, (chapter, chapter)).outline()
    assert [row.label for row in outline if row.style == "article"] == [
        *("Điều 1.", "Điều 2.", "Điều 3.", "Điều 4."),
    ]  # fmt: skip


def test_decimals_under_a_roman_heading_take_its_number() -> None:
    outline = PlanDraft(
        HEAD, (draft_item("x", "roman"), draft_item("y", "roman", draft_item("z", "decimal")))
    ).outline()
    assert outline.rows[-1].label == "2.1."


def test_items_without_a_style_take_that_of_their_depth() -> None:
    nested = draft_item("1", "", draft_item("2", "", draft_item("3", "", draft_item("4"))))
    assert [row.label for row in PlanDraft(HEAD, (nested,)).outline()] == ["I.", "1.", "1.1.", "a)"]


def test_paths_name_an_item_clearly() -> None:
    outline = sample_draft().outline()
    paths = [outline.path(row.id) for row in outline]
    assert paths[:7] == ["I", "I.1", "I.1.1", "I.1.2", "I.2", "I.2.a", "I.2.b"]
    assert paths[9:11] == ["II.1 (-1)", "II.1 (-2)"]


def test_an_item_whose_parent_is_gone_stands_at_the_end() -> None:
    outline = Outline([PlanItem("a", parent="gone", index="A"), PlanItem("b", index="z")])
    assert [row.id for row in outline] == ["b", "a"]
    assert [row.stray for row in outline] == [False, True]


def test_a_ring_of_parents_is_cut_at_its_smallest_id() -> None:
    outline = Outline([PlanItem("b", parent="c"), PlanItem("c", parent="a"),
                       PlanItem("a", parent="b"), PlanItem("d", parent="c")])  # fmt: skip
    assert [(row.id, row.depth) for row in outline] == [("a", 0), ("c", 1), ("b", 2), ("d", 2)]


_ids = st.sampled_from("abcdefgh")


@given(
    st.dictionaries(_ids, st.tuples(st.none() | _ids | st.just("?"), st.text("0az", max_size=2),
                                    st.booleans())), st.randoms()
)  # fmt: skip
def test_every_live_item_is_shown_exactly_once_whatever_the_registers_say(
    records: dict[str, tuple[str | None, str, bool]], chance: object
) -> None:
    items = [
        PlanItem(key, parent=parent, index=index, deleted=deleted)
        for key, (parent, index, deleted) in records.items()
    ]
    outline = Outline(items)
    live = sorted(item.id for item in items if not item.deleted)
    assert sorted(row.id for row in outline) == live
    chance.shuffle(items)  # type: ignore[attr-defined]
    assert Outline(items).rows == outline.rows
    for row in outline:
        assert [r.id for r in outline.branch(row.id)] == [
            r.id for r in outline if row in [r, *outline.ancestors(r.id)]
        ]


def test_a_stored_item_reads_back() -> None:
    item = PlanItem("p.1", parent="p.0", index="V", text=runs_of([["Thăm", "b"], [" hỏi", ""]]),
                    style="dash", owner="Ban Nữ công", due="2027-05-15", cost=6_000_000,
                    answers="q.7")  # fmt: skip
    assert read_item("p.1", item_values(item)) == item


def test_fields_of_a_newer_version_are_passed_over() -> None:
    assert read_item("p.1", {"pos": ["x"], "text": 5, "cost": "6", "colour": 3}) == PlanItem(
        "p.1", text=(("5", ""),)
    )
