"""The year's targets in the window: given, set, reached, dealt out, taken back."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace

from desktop.models.outline.rich_text import runs_of
from desktop.models.outline.targets import Target, attainment
from desktop.models.plans import plans
from desktop.models.plans.plan_draft import DraftItem, PlanDraft
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.progress import Progress, days_words
from desktop.models.plans.unit_targets import both_targets, set_unit_targets
from desktop.models.store import history
from desktop.models.units.units import found_unit, tree_on
from desktop.ui.pages.plans.targets.add_target import AddTarget
from desktop.ui.pages.plans.targets.board import TargetsBoard, _forecast, _target
from desktop.ui.pages.plans.targets.year_dialog import SplitDialog
from tests.support.keyboard import type_text
from tests.ui.test_store_thread import until


def board(desk: Any) -> TargetsBoard:
    def prepare(store: Any) -> None:
        for n in (1, 2, 3):
            found_unit(
                store, name=f"CĐCS Công ty {n}", kind="CDCS", parent=store.own_unit,
                since=date(2025, 7, 1), code=f"P-01-0{n}", ownership="FDI",
            )  # fmt: skip
        goal = Target(">=", Decimal(10), unit="đoàn viên")
        set_unit_targets(store, made.year.value(), {store.own_unit: {"C40": goal}})

    made = TargetsBoard(desk.page.desk)
    desk.page.desk.do(prepare)
    desk.settle()
    until(lambda: bool(made.lines))
    return made


def test_on_a_narrow_screen_it_is_still_read_which_target_a_line_is(desk: Any) -> None:
    made = board(desk)
    made.resize(1093, 576)  # 1366 × 768 at 125 %
    made.show()
    desk.settle()
    letter = made.table.fontMetrics().averageCharWidth()
    titles = [one.title for one in made.table.rows_model.columns]
    assert made.table.columnWidth(titles.index("Chỉ tiêu")) >= 18 * letter
    made.close()


def test_a_target_is_seen_dealt_out_by_a_formula_and_taken_back(desk: Any) -> None:
    made = board(desk)
    year = made.year.value()
    assert made.table.tsv(made.table.rows()).splitlines()[1].split("\t")[3:7] == [
        "", "≥ 10", "", "chưa có số",
    ]  # fmt: skip
    made.deal.click()
    until(lambda: made.findChild(SplitDialog) is not None)
    split = made.findChild(SplitDialog)
    assert split is not None
    assert sorted(split.parts().values()) == [3, 3, 4]
    split.way.show_value("formula:per_unit")
    split.factor.show_text("2")
    split._deal()
    assert list(split.parts().values()) == [2, 2, 2]
    split.perform()
    assert "Còn 4" in split.error.text()
    split.perform()
    desk.settle()
    until(lambda: len(made.lines) == 4)
    below = [one.unit.id for one in made.lines if one.unit.id != desk.reader.own_unit]
    assert all(both_targets(desk.reader, year, one)["C40"].given for one in below)
    desk.page.desk.do(history.undo)
    desk.settle()
    until(lambda: len(made.lines) == 1)
    made.reject()


def test_a_target_is_written_and_dropped(desk: Any) -> None:
    made = board(desk)
    made.add.click()
    add = made.findChild(AddTarget)
    assert add is not None
    add.code.show_value("A04")
    add.text.show_text("mười")
    add.perform()
    assert "không phải một chỉ tiêu" in add.error.text()
    add.text.show_text(">=85%")
    add.perform()
    desk.settle()
    until(lambda: len(made.lines) == 2)
    assert made.table.go_to((desk.reader.own_unit, "A04"))
    made.drop.click()
    desk.settle()
    until(lambda: len(made.lines) == 1)
    made.reject()


def test_what_the_plan_says_is_seen_and_dealt_out_and_not_dropped_here(desk: Any) -> None:
    made = board(desk)
    target = Target(">=", Decimal(20), unit="buổi", indicator="F01")
    item = DraftItem(runs_of("Tổ chức hội nghị tuyên truyền"), targets=(target,))
    head = PlanHead(title="Chương trình", year=made.year.value())
    desk.page.desk.do(lambda store: plans.save_draft(store, PlanDraft(head, (item,))))
    desk.settle()
    until(lambda: len(made.lines) == 2)
    assert made.table.go_to((desk.reader.own_unit, "F01"))
    row = made.table.tsv([one for one in made.lines if one.code == "F01"]).splitlines()[1]
    assert row.split("\t")[3:6] == ["", "", "≥ 20"]
    assert not made.drop.isEnabled()
    made.deal.click()
    until(lambda: made.findChild(SplitDialog) is not None)
    split = made.findChild(SplitDialog)
    assert split is not None
    split.perform()
    desk.settle()
    until(lambda: len(made.lines) == 5)
    given = [one.both.given for one in made.lines if one.code == "F01" and one.both.given]
    assert sum(one.value or 0 for one in given) == 20
    made.reject()


def test_a_target_that_is_passed_keeps_its_forecast_and_the_days_are_named() -> None:
    reached = attainment(Target(">=", Decimal(10)), 20, None)
    progress = Progress("C40", Target(">=", Decimal(10)), 20, None, reached, Fraction(24), "season")
    assert reached.met
    line = SimpleNamespace(progress=progress)
    assert _forecast(line) == "24 (240%)"
    told = replace(progress, rhythm="")  # the year is over: nothing is expected any more
    assert _forecast(SimpleNamespace(progress=told)) == ""
    assert days_words(date(2025, 12, 1), date(2026, 10, 31)) == "từ 01/12/2025 đến 31/10/2026"


def test_a_target_is_short_in_its_column() -> None:
    assert _target(Target(">=", Decimal(1500), unit="đoàn viên")) == "≥ 1.500"
    assert _target(Target("<=", Decimal(3))) == "≤ 3"
    assert _target(Target("range", Decimal(2), Decimal(5), unit="%")) == "2–5%"
    assert _target(None) == ""


def test_parts_half_typed_wait_for_the_next_time_and_an_odd_one_is_told(desk: Any) -> None:
    made = board(desk)
    made.deal.click()
    until(lambda: made.findChild(SplitDialog) is not None)
    split = made.findChild(SplitDialog)
    first, second, _third = split.fields.values()
    for field, text in ((first, "3 ng"), (second, "7")):
        field.selectAll()
        type_text(field, text)
        field.commit()
    assert split.left.text() == "“3 ng” không phải là số."
    place = f"split/{made.year.value()}/C40"
    assert sorted(made.desk.half_typed.at(place).values()) == ["3 ng", "7"]
    split.hide()  # as when the program ends: neither handed over nor given up
    made.deal.click()
    until(lambda: len(made.findChildren(SplitDialog)) == 2)
    (again,) = [one for one in made.findChildren(SplitDialog) if one is not split]
    assert [field.text() for field in again.fields.values()][:2] == ["3 ng", "7"]
    again.reject()
    assert not made.desk.half_typed.at(place)
    made.reject()


def test_columns_that_say_nothing_are_put_away_and_come_back(desk: Any) -> None:
    made = board(desk)
    made.show()
    titles = [one.title for one in made.table.rows_model.columns]

    def shown() -> list[str]:
        return [t for n, t in enumerate(titles) if not made.table.isColumnHidden(n)]

    assert "Đơn vị" not in shown()  # all lines are of our own
    assert "Được giao" not in shown()
    assert "Tự đặt" in shown()
    year, below = made.year.value(), made.lines[0].unit.id
    ids = [one.id for one in tree_on(desk.reader, date(2026, 11, 12)).children(below)]
    goal = Target("=", Decimal(3))
    desk.page.desk.do(lambda store: set_unit_targets(store, year, {ids[0]: {"C40": goal}}))
    desk.settle()
    until(lambda: len(made.lines) == 2)
    assert {"Đơn vị", "Được giao"} <= set(shown())
    assert made.table.tsv(made.table.rows()).splitlines()[1].startswith("Đơn vị mình\tC40")
    made.reject()


def test_nothing_is_said_to_be_missing_while_it_is_being_read(desk: Any) -> None:
    made = TargetsBoard(desk.page.desk)
    made.show()
    assert made.empty.isHidden()
    assert made.until.text() == "Đang tính…"
    desk.settle()
    until(lambda: not made.empty.isHidden())
    assert made.until.text() == ""
    made.reject()


def test_only_the_target_that_was_chosen_is_dealt_out(desk: Any) -> None:
    made = board(desk)
    own, year = desk.reader.own_unit, made.year.value()
    assert made.deal.isEnabled()  # there is one alone
    goal = Target(">=", Decimal(2))
    desk.page.desk.do(lambda store: set_unit_targets(store, year, {own: {"B01": goal}}))
    desk.settle()
    until(lambda: len(made.lines) == 2)
    assert not made.deal.isEnabled()
    assert "Chọn một chỉ tiêu" in made.deal.toolTip()
    assert made.table.go_to((own, "C40"))
    assert made.deal.isEnabled()
    assert "Phát triển đoàn viên" in made.deal.toolTip()
    made.reject()


def test_a_sector_is_aimed_at_where_figures_are_told_by_type(desk: Any) -> None:
    made = board(desk)
    made.add.click()
    form = made.findChild(AddTarget)
    assert form is not None
    form.code.show_value("D03")
    form.code.chosen.emit("D03")
    assert form.part_row.isHidden()
    form.code.show_value("N02")
    form.code.chosen.emit("N02")
    assert not form.part_row.isHidden()
    form.part.show_value("non_state")
    form.text.show_text(">=60%")
    form.perform()
    desk.settle()
    until(lambda: len(made.lines) == 2)
    line = next(one for one in made.lines if one.code == "N02;LH=non_state")
    shown = made.table.tsv([line]).splitlines()[1].split("\t")
    assert shown[1] == "N02"
    assert shown[2].startswith("Riêng khu vực ngoài nhà nước: Tỷ lệ CĐCS")
    made.table.go_to((line.unit.id, line.code))
    made.add.click()
    again = made.findChildren(AddTarget)[-1]
    assert again.part.code() == "N02;LH=non_state"
    made.drop.click()
    desk.settle()
    until(lambda: len(made.lines) == 1)
    made.reject()


def test_parts_that_are_not_the_whole_are_said_below_the_table(desk: Any) -> None:
    made = board(desk)
    year, own = made.year.value(), desk.reader.own_unit
    below = [one.id for one in tree_on(desk.reader, date(year, 12, 31)).children(own)][-2:]
    part = {"C40": Target("=", Decimal(4))}
    assert made.ended.text() == ""
    desk.page.desk.do(
        lambda store: set_unit_targets(store, year, dict.fromkeys(below, part))
    )  # fmt: skip
    desk.settle()
    until(lambda: len(made.lines) == 3)
    assert "đã giao cho 2 đơn vị cộng lại 8. Còn 2 chưa phân bổ." in made.ended.text()
    assert not made.ended.isHidden()
    made.reject()
