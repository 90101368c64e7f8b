"""Women above the whole, in the window: what is offered, and the key that takes it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from desktop.models.figures.returns.returns import lock
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.ui.pages.figures import mending
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.models.offices import enter
from tests.support.keyboard import press, type_text
from tests.ui.pages.figures.driving import KEY, at, column_at, figures, grid, in_store, type_cell

Open = Callable[..., tuple[Shell, Reader, list[str]]]


def test_women_above_the_whole_are_mended_with_one_key(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    for code, typed in (("A01", "90"), ("A01N", "270")):
        view.go_to(*at(page, code))
        type_cell(view, typed)
    shell.settle()
    page.go_to_next_problem()
    assert page.problem_list.offers[0].isVisible()
    assert "270 → 27 (thừa số 0)" in page.problem_list.offers[0].text()
    press(view, KEY.Key_Period, Qt.KeyboardModifier.ControlModifier)
    shell.settle()
    row, _column = at(page, "A01N")
    assert page.source().text(row, column_at(page, "A01N")) == "27"
    assert reader.get("cell", f"{page.period}|{units[row]}", "A01N") == 27


def test_workers_with_a_zero_too_many_are_suggested_their_number_with_the_reason(
    open_commune: Open,
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    for code, typed in (("A01", "840"), ("A03", "80")):
        view.go_to(*at(page, code))
        type_cell(view, typed)
    shell.settle()
    page.go_to_next_problem()
    said = page.problem_list.offers[0].text()
    assert "840 → 84 (thừa số 0; kỳ trước 100)" in said
    view.go_to(*at(page, "A01"))
    press(view, KEY.Key_Period, Qt.KeyboardModifier.ControlModifier)
    shell.settle()
    assert reader.get("cell", f"{page.period}|{units[0]}", "A01") == 84
    press(view, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    shell.settle()
    assert reader.get("cell", f"{page.period}|{units[0]}", "A01") == 840


def two_faulty(open_commune: Open) -> tuple[Shell, Reader, list[str], FiguresPage]:
    """Two rows with a lost or added zero, none of them chosen in the list below."""
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    for row, typed in ((0, "800"), (2, "8")):
        grid(page).go_to(*at(page, "A03", row))
        type_cell(grid(page), typed)
        shell.settle()
    return shell, reader, units, page


def test_the_repair_offered_is_of_the_row_the_cursor_is_in_and_says_whose_it_is(
    open_commune: Open,
) -> None:
    shell, reader, units, page = two_faulty(open_commune)
    assert page.sheet is not None
    view, names = grid(page), [row.unit.short for row in page.sheet.rows]
    page.problem_list.table.clearSelection()
    told = []
    for row in (0, 2):
        view.go_to(*at(page, "A03", row))
        shell.settle()
        told.append(page.problem_list.offers[0].text())
    assert [one.split(":")[0] for one in told] == [f"Sửa {names[0]}", f"Sửa {names[2]}"]
    assert "800 → 80" in told[0]
    assert "8 → 80" in told[1]
    press(view, KEY.Key_Period, Qt.KeyboardModifier.ControlModifier)
    shell.settle()
    held = [reader.get("cell", f"{page.period}|{units[n]}", "A03") for n in (0, 2)]
    assert held == [800, 80]
    assert shell.messages.strips()[0].message.text.startswith(f"Đã sửa {names[2]}: ")


def test_after_the_next_place_the_cursor_goes_on_and_the_offer_with_it(open_commune: Open) -> None:
    shell, reader, units, page = two_faulty(open_commune)
    view = grid(page)
    view.go_to(2, 0)
    page.go_to_next_problem()
    chosen = page.problem_list.table.current()
    assert chosen is not None
    other = 2 - chosen.row
    view.go_to(*at(page, "A03", other))
    shell.settle()
    assert page.problem_list.mended_unit == page.sheet.rows[other].unit.short  # type: ignore[union-attr]
    view.go_to(*at(page, "A03", 1))
    shell.settle()
    assert page.problem_list.mended_unit == chosen.unit
    page.problem_list.table.setFocus()
    page.mending.look()
    assert page.problem_list.mended_unit == chosen.unit
    assert reader.get("cell", f"{page.period}|{units[0]}", "A03") == 800


def test_the_key_does_nothing_that_could_not_be_read_before(open_commune: Open) -> None:
    shell, reader, units, page = two_faulty(open_commune)
    view = grid(page)
    view.go_to(*at(page, "A03", 0))
    shell.settle()
    view.go_to(*at(page, "A03", 2))
    page.mending.mend()  # before the bar could follow
    assert reader.get("cell", f"{page.period}|{units[0]}", "A03") == 800
    assert reader.get("cell", f"{page.period}|{units[2]}", "A03") == 8
    assert "bấm Ctrl+. lần nữa" in shell.messages.strips()[0].message.text
    page.mending.mend()
    shell.settle()
    assert reader.get("cell", f"{page.period}|{units[2]}", "A03") == 80


def test_a_locked_month_follows_a_correction_of_the_one_before_with_a_reason(
    open_commune: Open,
) -> None:
    shell, reader, units = open_commune()
    unit = units[0]

    def one_more(store: Store) -> None:
        enter(store, "2026-09", unit, A03=81, C16=1, reason="Sót một người")
        assert lock(store, "F1", "2026-09", [unit]).locked

    page = figures(shell, form="F1")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    in_store(shell, one_more)
    page = figures(shell, "2026-10", "F1")
    view = grid(page)
    view.go_to(*at(page, "A03"))
    shell.settle()
    told = page.problem_list.table
    assert "Cuối kỳ tháng 9/2026 đã sửa ngày" in told.tsv(told.rows())
    assert "80 → 81 (cuối kỳ tháng 9/2026 đã sửa" in page.problem_list.offers[0].text()
    shell.messages.clear()
    press(view, KEY.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert page.reasons.asking
    assert shell.messages.strips() == []
    type_text(page.reasons.line, "Theo số tháng 9 đã sửa")
    press(page.reasons.line, KEY.Key_Return)
    shell.settle()
    assert reader.get("cell", f"2026-10|{units[0]}", "A03") == 81


def test_repairs_wait_for_the_keys_to_rest_and_none_of_another_row_stays_meanwhile(
    open_commune: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    _shell, _reader, _units, page = two_faulty(open_commune)
    monkeypatch.setattr(mending, "REST_MS", 60_000)
    rows: list[int] = []
    tried = mending.proposals
    monkeypatch.setattr(
        mending, "proposals", lambda *given: (rows.append(given[2]), tried(*given))[1]
    )
    view = grid(page)
    for row in (0, 2, 0, 2):
        view.go_to(*at(page, "A03", row))
        page.show_cursor()
    assert rows == []
    assert not page.problem_list.repairs
    page.mending._late.timeout.emit()
    assert rows == [2]
    assert "8 → 80" in page.problem_list.offers[0].text()


def test_a_repair_clicked_after_the_figures_changed_is_not_taken_unread(
    open_commune: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, reader, units, page = two_faulty(open_commune)
    grid(page).go_to(*at(page, "A03", 0))
    shell.settle()
    (offered,) = page.problem_list.repairs[:1]
    monkeypatch.setattr(mending, "REST_MS", 60_000)
    grid(page).go_to(*at(page, "A03", 0))
    type_cell(grid(page), "900")
    shell.settle()
    grid(page).go_to(*at(page, "A03", 0))
    page.mending.choose(offered)
    shell.settle()
    assert reader.get("cell", f"{page.period}|{units[0]}", "A03") == 900
