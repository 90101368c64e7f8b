"""The work programme: out to Excel and home again, the calendar, groups."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.documents.work_programme import programme_sheet
from desktop.formats import registry
from desktop.intake.work.work_table import read_work_file
from desktop.models.plans import plans, work_rows
from desktop.models.plans.plan_draft import PlanDraft
from desktop.models.plans.work_merge import merge_rows
from desktop.models.plans.work_row import WorkRow
from desktop.models.plans.work_views import VIEWS, grouped
from desktop.models.store import history
from desktop.tasks.papers import programme
from desktop.tasks.papers.print_plan import print_plan
from tests.models.planning import HEAD, office, sample_items

WORDS = (
    st.text("aăâbcđeêghi KLM=+@.", min_size=3, max_size=24)
    .map(str.strip)
    .filter(lambda text: len(text) > 2 and any(c.isalpha() for c in text))
)
ROWS = st.lists(
    st.builds(
        WorkRow,
        task=WORDS.map(lambda text: f"Việc {text}"),
        month=st.none() | st.integers(1, 12),
        due=st.sampled_from(["", "15/5/2027", "cuối năm", "Hằng tháng"]),
        lead=st.sampled_from(["", "Ban Thường vụ"]),
        partner=st.sampled_from(["", "Các CĐCS"]),
        cost=st.none() | st.integers(1_000, 10**9),
        note=st.sampled_from(["", "=1+1", "theo lịch"]),
        quarter=st.none() | st.integers(1, 4),
        group=st.sampled_from(["", "Tuyên truyền", "Chăm lo đời sống"]),
    ).map(lambda row: row if row.month is None else WorkRow(
        row.task, row.month, row.due, row.lead, row.partner, row.cost, "", row.note,
        group=row.group)),
    min_size=1, max_size=8, unique_by=lambda row: row.task.casefold(),
)  # fmt: skip


@given(rows=ROWS, view=st.sampled_from(VIEWS))
@settings(max_examples=40, deadline=None)
def test_what_went_out_to_excel_comes_home_unchanged(rows: list[WorkRow], view: str) -> None:
    known = [replace(r, id=f"plan-a.{n:012x}", index=f"{n:03d}") for n, r in enumerate(rows, 1)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bang.xlsx"
        registry.write(programme_sheet(msgspec.structs.replace(HEAD, table_view=view), known), path)
        table = read_work_file(path, 2027)
    merge = merge_rows(
        known,
        table.rows,
        columns=programme.columns_of(table),
        guessed=programme.guessed_of(table),
    )
    assert [line.fields for line in merge.lines if line.deed != "same"] == []
    assert len(merge.lines) == len(rows)


@pytest.mark.parametrize(
    ("due", "month", "quarter"),
    [("Quý II/2027", None, 2), ("Tháng 4", 4, None), ("tháng 04", 4, None), ("Quý II", None, 2)],
)
def test_a_time_told_in_words_comes_home_as_it_went(
    due: str, month: int | None, quarter: int | None, tmp_path: Path
) -> None:
    named = "plan-a.000000000001"
    known = [WorkRow("Khám sức khỏe", due=due, month=month, quarter=quarter, id=named)]
    path = tmp_path / "bang.xlsx"
    registry.write(programme_sheet(msgspec.structs.replace(HEAD, table_view="month"), known), path)
    table = read_work_file(path, 2027)
    merge = merge_rows(
        known,
        table.rows,
        columns=programme.columns_of(table),
        guessed=programme.guessed_of(table),
    )
    assert [line.deed for line in merge.lines] == ["same"]


def test_an_edited_workbook_changes_just_what_was_edited(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rows = (WorkRow("Tết Sum vầy", 1, cost=5_000_000), WorkRow("Sơ kết", 6, lead="BTV"))
    with office(tmp_path) as store:
        plan = plans.save_draft(store, PlanDraft(HEAD, sample_items(), rows))
        path = print_plan(store, plan, tmp_path / "bang.xlsx")
        book = load_workbook(path)
        page = book.worksheets[0]
        for line in page.iter_rows():
            for cell in line:
                if cell.value == "Sơ kết":
                    cell.value = "Sơ kết 6 tháng"
                    place = cell.row
        for merged in list(page.merged_cells.ranges):
            page.unmerge_cells(str(merged))
        page.insert_rows(place + 1)
        page.cell(place + 1, 2).value = "Tổng kết giữa năm"
        page.cell(place + 1, 6).value = 900_000
        book.save(path)
        told = programme.read_table(store, plan, path)
        assert (told.merge.count("changed"), told.merge.count("added")) == (1, 1)
        before = work_rows.read_rows(store, plan)
        programme.take_table(store, plan, told.merge)
        after = work_rows.read_rows(store, plan)
        assert [(r.task, r.month, r.cost, r.lead) for r in after] == [
            ("Tết Sum vầy", 1, 5_000_000, ""),
            ("Sơ kết 6 tháng", 6, None, "BTV"),
            ("Tổng kết giữa năm", 6, 900_000, ""),
        ]
        history.undo(store)
        assert work_rows.read_rows(store, plan) == before


def test_rows_missing_from_the_table_stay_unless_asked(tmp_path: Path) -> None:
    there = [WorkRow("Một", 1, id="p.1", index="A"), WorkRow("Hai", 2, id="p.2", index="B")]
    coming = [WorkRow("Một", 1, note="mới")]
    assert [one.deed for one in merge_rows(there, coming).lines] == ["changed", "kept"]
    whole = merge_rows(there, coming, replace_all=True)
    assert [one.deed for one in whole.lines] == ["changed", "removed"]
    assert merge_rows(there, coming, columns=("task",)).lines[0].deed == "same"


def test_the_calendar_of_the_year_is_offered_and_added_in_one_step(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plans.save_draft(store, PlanDraft(HEAD, sample_items()))
        offered = [row for row, there in programme.offered_events(store, plan) if not there]
        wanted = [row for row in offered if "Tết Sum vầy" in row.task or row.due == "28/7/2027"]
        assert {row.month for row in wanted} == {2, 7}
        programme.add_events(store, plan, wanted)
        assert len(work_rows.read_rows(store, plan)) == 2
        again = [row.task for row, there in programme.offered_events(store, plan) if there]
        assert sorted(again) == sorted(row.task for row in wanted)
        history.undo(store)
        assert work_rows.read_rows(store, plan) == []


def test_an_event_that_is_there_in_other_words_is_not_offered_again(tmp_path: Path) -> None:
    with office(tmp_path) as store:
        plan = plans.save_draft(store, PlanDraft(HEAD, sample_items()))
        mine = WorkRow('Tổ chức "Tết Sum vầy - Xuân ơn Đảng" tại các phường', month=1)
        programme.add_events(store, plan, [mine])
        there = [row.task for row, known in programme.offered_events(store, plan) if known]
        assert there == ["Chương trình Tết Sum vầy – Xuân ơn Đảng"]


def test_rows_stand_under_months_quarters_or_groups(tmp_path: Path) -> None:
    rows = [
        WorkRow("a", 4, group="Chăm lo", index="B"), WorkRow("b", None, quarter=2, index="A"),
        WorkRow("c", group="chăm lo", index="C"), WorkRow("d", index="D"), WorkRow("e", 1),
    ]  # fmt: skip

    def shape(view: str) -> list[tuple[str, str]]:
        return [(g.title, "".join(r.task for r in g.rows)) for g in grouped(rows, view)]

    assert shape("month") == [
        ("Tháng 01", "e"), ("Tháng 04", "a"), ("Quý II", "b"), ("Công việc thường xuyên", "cd"),
    ]  # fmt: skip
    assert shape("quarter") == [
        ("Quý I", "e"), ("Quý II", "ab"), ("Công việc thường xuyên", "cd"),
    ]  # fmt: skip
    assert shape("group") == [
        ("Chăm lo", "ac"), ("Nhiệm vụ khác", "eb"), ("Công việc thường xuyên", "d"),
    ]  # fmt: skip


def test_rows_move_within_a_heading_and_over_to_the_next(tmp_path: Path) -> None:
    rows = (WorkRow("a", 1), WorkRow("b", 1), WorkRow("c", 3))
    with office(tmp_path) as store:
        plan = plans.save_draft(store, PlanDraft(HEAD, sample_items(), rows))
        ids = {row.task: row.id for row in work_rows.read_rows(store, plan)}
        work_rows.move_rows(store, plan, [ids["a"]], 1)
        assert [r.task for r in work_rows.read_rows(store, plan)] == ["b", "a", "c"]
        work_rows.move_rows(store, plan, [ids["a"]], 1)
        moved = work_rows.read_rows(store, plan)
        assert [(r.task, r.month) for r in moved] == [("b", 1), ("a", 3), ("c", 3)]
        work_rows.sort_rows(store, plan, "task", reverse=True)
        assert [r.task for r in work_rows.read_rows(store, plan)] == ["b", "c", "a"]


def test_a_cell_changed_here_after_the_table_went_out_is_not_overwritten(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rows = (WorkRow("Tết Sum vầy", 1, lead="BTV"), WorkRow("Sơ kết", 6, lead="BTV", note="cũ"))
    with office(tmp_path) as store:
        plan = plans.save_draft(store, PlanDraft(HEAD, sample_items(), rows))
        path = print_plan(store, plan, tmp_path / "bang.xlsx")
        _first, second = work_rows.read_rows(store, plan)
        book = load_workbook(path)
        for line in book.worksheets[0].iter_rows():
            for cell in line:
                if cell.value == "BTV":
                    cell.value = "UBKT"
        book.save(path)
        work_rows.change_rows(store, plan, {second.id: {"lead": "Văn phòng", "note": "mới"}})
        told = programme.read_table(store, plan, path)
        (both,) = programme.import_json(told)["conflicts"]
        assert (both["field"], both["here"], both["table"]) == ("lead", "Văn phòng", "UBKT")
        programme.take_table(store, plan, told.merge)
        kept = work_rows.read_rows(store, plan)
        assert [(row.lead, row.note) for row in kept] == [("UBKT", ""), ("Văn phòng", "mới")]
        history.undo(store)
        programme.take_table(store, plan, told.merge.taking())
        taken = work_rows.read_rows(store, plan)
        assert [(row.lead, row.note) for row in taken] == [("UBKT", ""), ("UBKT", "mới")]
