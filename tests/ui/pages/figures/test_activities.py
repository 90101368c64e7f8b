"""A flow is typed or taken from activities, never their sum."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QPushButton

from desktop.models.activities.activities import (
    Activity,
    add_activity,
    delete_activity,
    update_activity,
)
from desktop.models.figures.cells import cells
from desktop.models.figures.sums.trace import trace
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.ui.grid.source import Mark
from desktop.ui.shell import Shell
from tests.support.keyboard import type_text
from tests.ui.pages.figures.driving import at, figures, grid, in_store, type_cell

Open = Callable[..., tuple[Shell, Reader, list[str]]]


def talk(day: int, number: int, people: int | None = None, lead: str = "") -> Activity:
    when = date(2026, 10, day)
    return Activity("Tuyên truyền", "TT", when, when, attendances=people, lead=lead,
                    figures={"F01": number})  # fmt: skip


def logged(shell: Shell, activity: Activity) -> str:
    def add(store: Store) -> str:
        return add_activity(store, activity, store.packs.activity_categories,
                            store.packs.indicators)  # fmt: skip

    return str(in_store(shell, add))


def test_the_proposal_stands_beside_the_cell_and_one_key_takes_it(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    first, second = logged(shell, talk(5, 2, 40)), logged(shell, talk(20, 1, 15))
    page = figures(shell, form="F4")
    view = grid(page)
    meetings, visits = at(page, "F01"), at(page, "F01L")
    source = page.source()
    assert (source.text(*meetings), source.hint(*meetings)) == ("", "[3]")
    assert source.hint(*visits) == "[55]"
    assert cells(reader, reader.own_unit, "2026-10") == {}
    view.go_to(*meetings)
    page.entering.confirm_chosen()
    shell.settle()
    held = cells(reader, reader.own_unit, "2026-10")
    assert (held["F01"].value, held["F01"].source) == (3, "activities")
    raw = reader.get("cell", f"2026-10|{reader.own_unit}", "F01")
    assert raw["activities"] == [first, second]
    assert source.hint(*meetings) == ""


def test_a_typed_number_replaces_what_was_taken_and_is_never_added(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    logged(shell, talk(5, 2))
    page = figures(shell, form="F4")
    view = grid(page)
    cell = at(page, "F01")
    view.go_to(*cell)
    page.entering.confirm_chosen()
    shell.settle()
    view.go_to(*cell)
    type_cell(view, "9")
    shell.settle()
    assert cells(reader, reader.own_unit, "2026-10")["F01"].value == 9
    assert page.source().text(*cell) == "9"
    assert page.source().hint(*cell) == "[2]"


def test_a_later_change_of_an_activity_marks_the_cell(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    one = logged(shell, talk(5, 2))
    page = figures(shell, form="F4")
    view = grid(page)
    cell = at(page, "F01")
    view.go_to(*cell)
    page.entering.confirm_chosen()
    shell.settle()
    assert not page.source().mark(*cell) & Mark.MOVED_ON

    def change(store: Store) -> object:
        return update_activity(store, one, {"figures": {"F01": 5}},
                               store.packs.activity_categories, store.packs.indicators)  # fmt: skip

    in_store(shell, change)
    assert page.source().mark(*cell) & Mark.MOVED_ON
    assert page.source().text(*cell) == "2"
    assert "hoạt động đã đổi" in page.source().note(*cell).casefold()
    assert page.sheet is not None
    assert "H09" in {one.finding.rule for one in page.sheet.notices()}  # seen before locking
    page.entering.confirm_chosen()
    shell.settle()
    assert page.source().text(*cell) == "5"
    assert not page.source().mark(*cell) & Mark.MOVED_ON
    assert "H09" not in {one.finding.rule for one in page.sheet.notices()}


def test_an_activity_counts_for_the_unit_that_led_it_in_the_month_of_its_last_day(
    open_commune: Open,
) -> None:
    shell, _reader, units = open_commune()
    days = (date(2026, 9, 29), date(2026, 10, 2))
    logged(shell, Activity("Kết nạp", "PTDV", *days, lead=units[1], figures={"C11": 4}))
    page = figures(shell)
    assert page.source().hint(*at(page, "C11", 1)) == "[4]"
    assert page.source().hint(*at(page, "C11", 0)) == ""
    page = figures(shell, "2026-09")
    assert page.source().hint(*at(page, "C11", 1)) == ""


def test_the_activities_of_a_cell_are_listed_in_the_panel(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    logged(shell, talk(5, 2))
    page = figures(shell, form="F4")
    grid(page).go_to(*at(page, "F01"))
    page.explain_column()
    assert page.panel.activities.lines == ["Hoạt động cộng được 2", "05/10/2026: Tuyên truyền (2)"]


def test_what_is_being_typed_stands_against_the_proposal(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    logged(shell, talk(5, 2))
    page = figures(shell, form="F4")
    view = grid(page)
    view.go_to(*at(page, "F01"))
    type_text(view, "9")
    page.entering.confirm_chosen()
    shell.settle()
    assert cells(reader, reader.own_unit, "2026-10")["F01"].value == 9
    assert not view.typing


def test_the_kind_and_the_people_of_an_activity_alone_are_offered(open_commune: Open) -> None:
    shell, reader, _units = open_commune()
    for day, people in ((5, 12), (20, 3)):
        when = date(2026, 10, day)
        logged(shell, Activity("Thăm hỏi công nhân ốm", "CL", when, when, people=people,
                               union_money=people * 500_000))  # fmt: skip
    page = figures(shell, form="F4")
    visits, money = at(page, "E07"), at(page, "E07D")
    assert page.source().hint(*visits) == "[15]"
    assert page.source().hint(*money) == "[7.500.000]"
    grid(page).go_to(*visits)
    page.explain_column()
    assert page.panel.activities.lines == [
        "Hoạt động cộng được 15", "05/10/2026: Thăm hỏi công nhân ốm (12)",
        "20/10/2026: Thăm hỏi công nhân ốm (3)",
    ]  # fmt: skip
    page.entering.confirm_chosen()
    shell.settle()
    assert cells(reader, reader.own_unit, "2026-10")["E07"].value == 15
    (part,) = trace(reader, "2026-10", "", "E07").parts
    assert [one.title for one in part.activities] == ["Thăm hỏi công nhân ốm"] * 2


def test_a_cell_whose_activities_are_all_gone_is_emptied_with_the_same_key(
    open_commune: Open,
) -> None:
    shell, reader, _units = open_commune()
    key = logged(shell, talk(5, 2))
    page = figures(shell, form="F4")
    grid(page).go_to(*at(page, "F01"))
    page.entering.confirm_chosen()
    shell.settle()
    in_store(shell, lambda store: delete_activity(store, key))
    page.explain_column()
    shell.settle()
    shown = page.panel.activities
    assert shown.lines == ["Lấy từ hoạt động: 2", "05/10/2026: Tuyên truyền (2) – đã xóa"]
    words = "Để trống số này (Ctrl+Enter)"
    (button,) = (
        one for one in shown.findChildren(QPushButton)
        if one.text() == words and not one.isHidden()
    )  # fmt: skip
    button.click()
    shell.settle()
    held = cells(reader, reader.own_unit, "2026-10")["F01"]
    assert (held.value, held.state) == (None, "cleared")
