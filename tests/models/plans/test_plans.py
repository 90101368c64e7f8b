"""Plans kept in an office: verbs, undo, issuing."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from desktop.models.errors import Refusal
from desktop.models.outline import outline_edits
from desktop.models.outline.targets import Target, format_target
from desktop.models.plans import plan_head, plan_issue, plan_life, plans
from desktop.models.store import history
from tests.models.outline.test_outline_edits import VERBS, moves
from tests.models.planning import HEAD, office, sample_draft, shape


def test_a_saved_draft_reads_back_as_it_was(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plans.save_draft(store, sample_draft())
        assert shape(plans.read_outline(store, plan)) == shape(sample_draft().outline())
        head = plans.read_plan(store, plan)
        assert (head.title, head.year, head.issuer) == (HEAD.title, 2027, HEAD.issuer)
        assert [found.id for found in plans.list_plans(store)] == [plan]
        assert len(history.steps(store)) == 1


def test_an_op_sets_one_field_of_one_item(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plans.save_draft(store, sample_draft())
        item = plans.read_outline(store, plan).rows[2].id
        change = plans.set_item_text(store, plan, item, "Kết nạp đoàn viên")
        assert [c.register for c in change.changes] == [("item", item, "text")]
        change = plans.set_item_field(store, plan, [item], "owner", "Ban Thường vụ")
        assert [c.register for c in change.changes] == [("item", item, "owner")]


def test_targets_costs_and_deadlines_are_kept_and_taken_away(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plans.save_draft(store, sample_draft())
        item = plans.read_outline(store, plan).rows[2].id
        plans.set_item_field(store, plan, [item], "target", Target("=", unit="đoàn viên"))
        plans.set_item_field(store, plan, [item], "cost", 6_000_000)
        plans.set_item_field(store, plan, [item], "due", "2027-06-30")
        kept = plans.read_outline(store, plan).row(item).item
        assert kept.target is not None
        assert (format_target(kept.target), kept.cost, kept.due) == (
            *("… đoàn viên", 6_000_000, "2027-06-30"),
        )  # fmt: skip
        plans.set_item_field(store, plan, [item], "cost", None)
        assert plans.read_outline(store, plan).row(item).item.cost is None
        with pytest.raises(Refusal):
            plans.set_item_field(store, plan, [item], "cost", -1)


def test_what_cannot_be_done_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plans.save_draft(store, sample_draft())
        first = plans.read_outline(store, plan).rows[0].id
        before = len(history.steps(store))
        for verb in (plans.indent_item, plans.outdent_item, plans.move_item_up):
            with pytest.raises(Refusal):
                verb(store, plan, first)
        with pytest.raises(Refusal):
            plans.set_item_text(store, plan, "nowhere", "x")
        with pytest.raises(Refusal):
            plans.read_plan(store, "nowhere")
        with pytest.raises(Refusal):
            plans.set_plan_field(store, plan, "date", "31/12/2026")
        with pytest.raises(Refusal):
            plans.set_plan_field(store, plan, "colour", "red")
        assert len(history.steps(store)) == before


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves)
def test_undoing_every_verb_restores_the_start_and_redoing_the_end(
    tmp_path_factory: pytest.TempPathFactory, sequence: list[tuple[str, list[int]]]
) -> None:
    with office(tmp_path_factory.mktemp("office")) as store:
        plan = plans.save_draft(store, sample_draft())
        start = plans.read_outline(store, plan)
        done = 0
        for n, (name, places) in enumerate(sequence):
            outline = plans.read_outline(store, plan)
            ids = [outline.rows[p % len(outline)].id for p in places] if len(outline) else []
            edit = VERBS[name](outline, ids, n)
            if edit is None:
                continue
            mine = {item: item if "." in item else f"{plan}.{item}" for item, _f, _v in edit.values}
            values = tuple((mine[i], f, _own(v, mine)) for i, f, v in edit.values)
            done += bool(
                plans.write_edit(store, plan, outline_edits.Edit(edit.label, values)).changes
            )
        end = plans.read_outline(store, plan)
        for _ in range(done):
            history.undo(store)
        assert plans.read_outline(store, plan).rows == start.rows
        for _ in range(done):
            history.redo(store)
        assert plans.read_outline(store, plan).rows == end.rows


def _own(value: object, mine: dict[str, str]) -> object:
    if isinstance(value, list) and value and value[0] in mine:
        return [mine[value[0]], *value[1:]]
    return value


def test_issuing_numbers_the_plan_and_sends_one_snapshot_up(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plans.save_draft(store, sample_draft())
        item = plans.read_outline(store, plan).rows[2].id
        plans.set_item_field(store, plan, [item], "note", "việc riêng")
        change = plan_issue.issue_plan(store, plan, 5, date(2027, 1, 5))
        assert plans.read_plan(store, plan).full_number == "05/KH-CĐX"
        sent = store.rows("SELECT kind, key, field FROM op WHERE stream = 'office'")
        assert sent == [("issued_plan", plan, "1")]
        snapshot = plan_issue.revisions(store, plan)[1]
        assert [row["label"] for row in snapshot["items"]][:3] == ["I.", "1.", "1.1."]
        assert "note" not in snapshot["items"][2]
        assert change.keys("issued_plan") == {plan}


def test_the_comments_asked_for_before_issuing_are_over_in_the_next_revision(
    tmp_path: Path,
) -> None:
    with office(tmp_path) as store:
        plan = plans.save_draft(store, sample_draft())
        plan_life.send_for_comment(store, plan, date(2027, 1, 2))
        assert plans.read_plan(store, plan).stage == plan_head.ASKED
        plan_issue.issue_plan(store, plan, "05", date(2027, 1, 5))
        plan_issue.amend_plan(store, plan)
        assert plans.read_plan(store, plan).stage == plan_head.DRAFT


def test_an_issued_plan_is_not_edited_nor_undone_but_amended(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plans.save_draft(store, sample_draft())
        plan_issue.issue_plan(store, plan, "05", date(2027, 1, 5))
        item = plans.read_outline(store, plan).rows[0].id
        for attempt in (
            lambda: plans.set_item_text(store, plan, item, "x"),
            lambda: plans.set_plan_field(store, plan, "subject", "x"),
            lambda: plan_issue.issue_plan(store, plan, 6, date(2027, 1, 6)),
            lambda: plans.delete_plan(store, plan),
            lambda: history.undo(store),
        ):
            with pytest.raises(Refusal):
                attempt()
        plan_issue.amend_plan(store, plan)
        plans.set_item_text(store, plan, item, "Mục tiêu chung")
        plan_issue.issue_plan(store, plan, 5, date(2027, 2, 5))
        assert sorted(plan_issue.revisions(store, plan)) == [1, 2]


def test_a_number_is_used_once_a_year(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        first, second = (plans.save_draft(store, sample_draft()) for _ in range(2))
        plan_issue.issue_plan(store, first, 5, date(2027, 1, 5))
        for number in (5, 0, "x", "5/KH"):
            with pytest.raises(Refusal):
                plan_issue.issue_plan(store, second, number, date(2027, 3, 1))
        assert plan_issue.next_number(store, 2027) == 6
        plan_issue.issue_plan(store, second, 5, date(2028, 3, 1))


def test_a_deleted_plan_comes_back(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plans.save_draft(store, sample_draft())
        plans.delete_plan(store, plan)
        assert plans.list_plans(store) == []
        plans.restore_plan(store, plan)
        assert [head.id for head in plans.list_plans(store)] == [plan]
