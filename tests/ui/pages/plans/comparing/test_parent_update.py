"""In the window: what a plan lacks, the matrix on paper, a new parent version, wording, targets."""

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.intake.documents import read_pasted
from desktop.models.outline.targets import Target
from desktop.models.plans import plans, unit_targets
from desktop.models.store import history
from desktop.models.units.units import found_unit
from desktop.tasks.papers.draft import draft, plan_from_reading
from desktop.tasks.papers.office_facts import office_facts
from desktop.ui.jobs import Job
from desktop.ui.pages.plans.editor.editor import CHECKS, CONTENT, COVERAGE
from desktop.ui.pages.plans.plans_page import EDITOR, UPDATE
from desktop.ui.pages.plans.targets.year_dialog import SplitDialog, YearTargetsDialog
from desktop.ui.pages.plans.writing.wording_dialog import WordingDialog
from tests.ui.pages.plans.conftest import PAPER, TODAY, Desk
from tests.ui.test_store_thread import until

NEW = PAPER.replace(
    "d) Vận động đoàn viên tham gia chuyển đổi số trong công việc.",
    "c) Mở lớp tập huấn kỹ năng số cho cán bộ công đoàn.\n"
    "d) Vận động đoàn viên, người lao động tham gia chuyển đổi số trong công việc.",
).replace("41/KH-LĐLĐ", "57/KH-LĐLĐ")

OTHER = """LIÊN ĐOÀN LAO ĐỘNG TỈNH
Số: 63/KH-LĐLĐ

KẾ HOẠCH
Sơ kết giữa nhiệm kỳ công tác kiểm tra tài chính

I. NỘI DUNG
1. Rà soát sổ sách kế toán, đối chiếu công nợ của từng quỹ trước ngày 15/8/2027.
2. Lập biên bản kiểm kê quỹ tiền mặt vào ngày cuối quý, lưu cùng chứng từ gốc.
3. Thu hồi các khoản tạm ứng quá hạn; báo cáo nguyên nhân chưa thu hồi được.
"""


def grab(widget: QWidget, name: str) -> None:
    """Keep a picture where one is asked for."""
    folder = os.environ.get("SOCONGDOAN_PICTURES")
    if folder:
        for _n in range(5):
            QApplication.processEvents()
        widget.grab().save(f"{folder}/{name}.png")


@pytest.fixture
def own(desk: Desk, tmp_path: Path) -> str:
    """An own plan drawn up from the province's paper, open in the editor."""
    path = tmp_path / "kế hoạch tỉnh.txt"
    path.write_text(PAPER, encoding="utf-8")
    made: list[str] = []

    def verb(store: Any) -> str:
        facts = office_facts(store, TODAY)
        found = draft(str(path), store.packs, facts, TODAY, store=store)
        assert found.plan is not None
        return found.plan

    desk.page.desk.do(verb, made.append)
    desk.settle()
    desk.page.open_plan(made[0])
    desk.settle()
    return made[0]


def item(desk: Desk, plan: str, beginning: str) -> str:
    outline = plans.read_outline(desk.reader, plan)
    return next(row.id for row in outline if row.item.plain.startswith(beginning))


def test_what_a_plan_lacks_is_listed_and_opens_its_place(desk: Desk, own: str) -> None:
    editor = desk.page.editor
    mine = item(desk, own, "Vận động đoàn viên")
    desk.page.desk.do(lambda store: plans.set_item_field(store, own, [mine], "owner", None))
    desk.settle()
    editor.show_tab(CHECKS)
    found = {one.kind: one for one in editor.checks.table.rows()}
    assert found["owner_missing"].id == mine
    assert editor.tabs.tabText(editor.tabs.currentIndex()).startswith("Cần xem (")
    grab(desk.shell, "checks")
    editor.checks.table.opened.emit(found["owner_missing"])
    assert editor.tab() == CONTENT
    assert editor.content.view.editor is not None
    assert editor.content.view.editor.item == mine


def test_the_matrix_is_written_to_a_file(
    desk: Desk, own: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.page.editor.show_tab(COVERAGE)
    grab(desk.shell, "coverage")
    for suffix in (".pdf", ".docx", ".xlsx"):
        target = tmp_path / f"đối chiếu{suffix}"
        monkeypatch.setattr(type(desk.page.desk), "choose_target", lambda *_a, t=target: t)
        desk.page.deeds.export_matrix(suffix)
        until(target.is_file)
        desk.settle()
        assert target.stat().st_size > 1000


def test_a_new_version_is_shown_change_by_change_and_taken_as_one_step(
    desk: Desk, own: str, tmp_path: Path
) -> None:
    page = desk.page
    mine = item(desk, own, "Vận động đoàn viên")
    desk.page.desk.do(lambda s: plans.set_item_text(s, own, mine, "Vận động 300 đoàn viên"))
    desk.settle()
    path = tmp_path / "bản mới.txt"
    path.write_text(NEW, encoding="utf-8")
    page.deeds.compare(own, path)
    until(lambda: page.view == UPDATE)
    view = page.deeds.view
    kinds = {one.kind: one for one in view.table.rows()}
    assert set(kinds) >= {"new", "reworded"}
    assert view.actions[kinds["reworded"].key] == "keep"
    view.table.go_to(kinds["reworded"].key)
    grab(desk.shell, "update")
    assert "người lao động" in view.new.toPlainText()
    assert view.ours.toPlainText() == "Vận động 300 đoàn viên"
    assert view.keys.text() == "Ctrl+1 giữ · Ctrl+2 lấy · Ctrl+3 cả hai"
    view.table.go_to(kinds["new"].key)
    assert view.keys.text() == "Ctrl+1 không thêm · Ctrl+2 thêm"
    view.confirm()
    until(lambda: page.view == EDITOR)
    desk.settle()
    outline = plans.read_outline(desk.reader, own)
    assert outline.row(mine).item.plain == "Vận động 300 đoàn viên"
    assert any(row.item.plain.startswith("Mở lớp tập huấn kỹ năng số") for row in outline)
    assert plans.read_plan(desk.reader, own).opening[0].startswith("Thực hiện Kế hoạch số 57/")
    assert page.editor._coverage is not None
    assert page.editor._coverage.missing == ()
    parents = plans.list_plans(desk.reader, role="parent")
    assert len(parents) == 2


def stopping(desk: Desk) -> list[Job]:
    """Stop every job that begins in the window from now on; returns them."""
    jobs: list[Job] = []

    def stop(job: Job) -> None:
        jobs.append(job)
        job.cancel()

    desk.shell._runner.started.connect(stop)
    return jobs


def test_drafting_and_updating_show_how_far_they_are_and_can_be_stopped(
    desk: Desk, own: str, tmp_path: Path
) -> None:
    page = desk.page
    path = tmp_path / "bản mới.txt"
    path.write_text(NEW, encoding="utf-8")
    page.deeds.compare(own, path)
    until(lambda: page.view == UPDATE)
    before = [(head.id, plans.read_outline(desk.reader, head.id).rows)
              for head in plans.list_plans(desk.reader, role=None)]  # fmt: skip
    jobs = stopping(desk)
    page.deeds.view.confirm()
    until(lambda: jobs and not jobs[0].running)
    page.open_plan(plans.read_plan(desk.reader, own).source_plan)
    page.draft_own()
    until(lambda: len(jobs) > 1 and not any(job.running for job in jobs))
    desk.settle()
    told = {job.title: (job.done, job.total) for job in jobs}
    assert told["Cập nhật kế hoạch theo bản mới"] == (1, 6)
    assert told["Soạn kế hoạch của đơn vị"] == (1, 4)
    assert before == [(head.id, plans.read_outline(desk.reader, head.id).rows)
                      for head in plans.list_plans(desk.reader, role=None)]  # fmt: skip


def test_a_paper_quite_unlike_its_parent_asks_before_the_plan_follows_it(
    desk: Desk, own: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.page
    path = tmp_path / "văn bản khác.txt"
    path.write_text(OTHER, encoding="utf-8")
    before = [row.item for row in plans.read_outline(desk.reader, own)]
    page.deeds.compare(own, path)
    until(lambda: page.view == UPDATE)
    view = page.deeds.view
    assert view.unlike.isVisibleTo(view)
    grab(desk.shell, "update-unlike")
    asked: list[str] = []

    def answer(_parent: object, title: str, *_texts: str) -> bool:
        asked.append(title)
        return len(asked) > 1

    monkeypatch.setattr("desktop.ui.pages.plans.deeds.plan.confirm", answer)
    view.confirm()
    desk.settle()
    assert page.view == UPDATE
    assert len(asked) == 1
    assert [row.item for row in plans.read_outline(desk.reader, own)] == before
    view.confirm()
    until(lambda: page.view == EDITOR)
    desk.settle()
    assert len(asked) == 2
    assert [row.item for row in plans.read_outline(desk.reader, own)] != before


def test_a_paper_of_a_known_number_that_says_something_else_is_offered_as_new(
    desk: Desk, own: str
) -> None:
    page = desk.page
    reading = read_pasted(NEW.replace("57/KH-LĐLĐ", "41/KH-LĐLĐ"))
    page.desk.do(lambda store: plan_from_reading(store, reading), lambda p: page.accepted(p, "", 0))  # type: ignore[arg-type]
    desk.settle()
    assert any("bản mới" in text for text in desk.sentences())
    (strip,) = [one for one in desk.shell.messages.strips() if "bản mới" in one.message.text]
    strip._act()
    until(lambda: page.view == UPDATE)
    page.deeds.view.confirm()
    until(lambda: page.view == EDITOR)
    desk.settle()
    assert page.editor.plan == own
    before = [row.id for row in plans.read_outline(desk.reader, own)]
    page.desk.do(history.undo)
    desk.settle()
    assert len(plans.read_outline(desk.reader, own)) < len(before)
    assert len(plans.list_plans(desk.reader, role="parent")) == 2


def test_wording_is_remembered_and_an_untouched_draft_follows(desk: Desk, own: str) -> None:
    desk.run("wording")
    dialog = desk.shell.findChild(WordingDialog)
    assert dialog is not None
    dialog.parts["opening"].show_value("2")
    dialog.parts["purpose"].show_value("3")
    dialog._preview("opening")
    grab(dialog, "wording")
    dialog.perform()
    desk.settle()
    assert desk.reader.get("setting", "plan", "wording_opening") == "2"
    assert plans.read_plan(desk.reader, own).opening[0].startswith("Căn cứ Kế hoạch số 41/")
    outline = plans.read_outline(desk.reader, own)
    purpose = outline.children(outline.rows[0].id)
    assert [row.item.plain.split()[0] for row in purpose] == ["Tổ"]


def test_a_target_becomes_the_years_and_is_split_below(desk: Desk, own: str) -> None:
    mine = item(desk, own, "Có ít nhất")
    target = Target(">=", 101, unit="sáng kiến", indicator="G02")  # type: ignore[arg-type]

    def prepare(store: Any) -> None:
        plans.set_item_field(store, own, [mine], "target", target)
        for n in (1, 2, 3):
            found_unit(
                store, name=f"CĐCS Công ty {n}", kind="CDCS", parent=store.own_unit,
                since=date(2025, 7, 1), code=f"P-01-0{n}", ownership="FDI",
            )  # fmt: skip

    desk.page.desk.do(prepare)
    desk.settle()
    desk.run("year-targets")
    dialog = desk.shell.findChild(YearTargetsDialog)
    assert dialog is not None
    assert "G02" in [one.code for one in dialog.table.rows()]
    grab(dialog, "targets")
    dialog._split_up(next(one for one in dialog.table.rows() if one.code == "G02"))
    splitting = desk.shell.findChild(SplitDialog)
    assert splitting is not None
    assert sorted(splitting.parts().values()) == [33, 34, 34]
    grab(splitting, "split")
    splitting.perform()
    dialog.perform()
    desk.settle()
    kept = unit_targets.unit_targets(desk.reader, 2027, desk.reader.own_unit)
    assert kept["G02"].value == 101
    total = [row for row in desk.reader.registers("target") if row[1].endswith("G02")]
    assert len(total) == 4


def test_an_item_shows_and_takes_several_targets(desk: Desk, own: str) -> None:
    mine = item(desk, own, "Có ít nhất")
    two = (Target(">=", Decimal(101), unit="sáng kiến"), Target(">=", Decimal(9), unit="đề tài"))
    desk.page.desk.do(lambda store: plans.set_item_field(store, own, [mine], "target", two))
    desk.settle()
    desk.page.editor.go_item(mine)
    desk.settle()
    panel = desk.page.editor.panel
    assert [panel.which.itemText(n).split("  ")[0] for n in range(panel.which.count())] == [
        "1/2", "2/2",
    ]  # fmt: skip
    panel._turn_target(1)
    assert panel.unit.text() == "đề tài"
    panel._put_target(value=Decimal(12))
    desk.settle()
    panel._add_target()
    panel._put_target(comparator="=", value=Decimal(3), unit="giải")
    desk.settle()
    grab(desk.shell, "several")
    kept = plans.read_outline(desk.reader, own).row(mine).item
    assert [(one.unit, one.value) for one in kept.targets] == [
        ("sáng kiến", 101), ("đề tài", 12), ("giải", 3),
    ]  # fmt: skip
    panel._put_comparator(None)
    desk.settle()
    assert len(plans.read_outline(desk.reader, own).row(mine).item.targets) == 2


def test_chosen_items_that_answer_different_ones_are_not_called_unlinked(
    desk: Desk, own: str
) -> None:
    desk.page.open_plan(own)
    view = desk.page.editor.content.view
    assert view.editor is not None
    first, second = [row.id for row in view.editor.outline if row.item.answers][:2]
    view.put_caret(first)
    view.editor.pick(second)
    desk.page.editor._show_items()
    assert desk.page.editor.panel.answers.text() == "2 mục đã nối, mỗi mục một chỗ"
