"""Below the grid: problems are reached, explained and looked through by keys alone."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.figures.checks.repairs import Repair
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.support.keyboard import press, type_text
from tests.ui.pages.figures.driving import KEY, at, by_key, column_at, figures, grid, type_cell

Open = Callable[..., tuple[Shell, Reader, list[str]]]
CONTROL = Qt.KeyboardModifier.ControlModifier


def warned(open_commune: Open, workers: str = "900") -> tuple[Shell, FiguresPage]:
    """A page whose first row has a warning; or, with fewer workers, something worth a look."""
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    for code, typed in (("A03", "80"), ("A01", workers)):
        view.go_to(*at(page, code))
        type_cell(view, typed)
    shell.settle()
    return shell, page


def test_many_problems_are_counted_by_threes(open_commune: Open) -> None:
    _shell, page = warned(open_commune)
    assert page.sheet is not None
    problem = next(one for one in page.problems() if one.open)
    page.problem_list.show_problems(page.sheet, [problem] * 1841)
    assert page.problem_list.count.text() == "1.841 chỗ cần xem"


def test_a_warning_is_explained_by_its_key_and_typing_goes_on(open_commune: Open) -> None:
    shell, page = warned(open_commune)
    view = grid(page)
    view.go_to(0, 0)
    press(view, KEY.Key_F8, CONTROL)
    assert page.reasons.asking
    type_text(page.reasons.line, "Tiếp nhận lao động thời vụ")
    press(page.reasons.line, KEY.Key_Return)
    shell.settle()
    assert view.hasFocus()
    assert not any(one.open for one in page.problems() if one.row == 0)
    press(view, KEY.Key_F8, CONTROL)
    assert not page.reasons.asking
    assert shell.messages.strips()[0].message.text == "Dòng này không có cảnh báo nào cần lý do."


def test_what_is_worth_a_look_comes_into_sight_and_is_put_away(open_commune: Open) -> None:
    shell, page = warned(open_commune, "130")
    page.quality.draw()
    assert page.quality.look.text().startswith("Điều nên xem (")
    page.show_notices()
    chosen = page.problem_list.table.current()
    assert chosen is not None
    assert chosen.finding.severity == "I"
    assert page.quality.look.text() == "Ẩn điều nên xem"
    page.show_notices()
    shell.settle()
    assert not any(one.finding.severity == "I" for one in page.problem_list.table.rows())


def test_confirming_the_estimates_leaves_the_keys_in_the_grid(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    page.quality.look.setFocus()
    page.entering.confirm_all()
    shell.settle()
    assert page.grid is not None
    assert page.grid.cells.hasFocus()


def test_a_cell_of_a_locked_return_hands_the_keys_to_the_reason(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    view = grid(page)
    view.go_to(*at(page, "A01"))
    type_cell(view, "105")
    shell.settle()
    asked = page.window().focusWidget()
    press(page.reasons.line, KEY.Key_Escape)
    assert asked is page.reasons.line
    assert page.window().focusWidget() is view
    page.mending.mend()
    assert "gõ số đúng vào ô" in shell.messages.strips()[0].message.text


def test_the_list_of_problems_leaves_a_low_window_to_the_grid(open_commune: Open) -> None:
    shell, _reader, units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    for row in range(len(units)):
        view.go_to(*at(page, "A03", row))
        type_cell(view, "85")
    heights = []
    for height in (900, 560):
        shell.resize(1100, height)
        shell.settle()
        QApplication.processEvents()
        heights.append(page.problem_list.table.height())
    assert heights[1] < heights[0]
    assert page.grid is not None
    assert page.grid.height() > page.problem_list.table.height()


def test_problems_open_below_and_f8_goes_to_each(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    column = column_at(page, "A03")
    assert not page.problem_list.isVisible()
    for row in (0, 2):
        view.go_to(row, column)
        type_cell(view, "85")
    shell.settle()
    assert page.problem_list.isVisible()
    assert page.problem_list.count.text() == "2 chỗ cần xem"
    view.go_to(0, 0)
    page.go_to_next_problem()
    assert view.cursor_cell() == (0, column)
    page.go_to_next_problem()
    assert view.cursor_cell() == (2, column)
    for row in (0, 2):
        view.go_to(row, column)
        type_cell(view, "80")
    shell.settle()
    assert not page.problem_list.isVisible()


def test_the_key_for_the_next_place_says_when_none_is_left(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    plain = Qt.KeyboardModifier.NoModifier
    view.go_to(0, 0)
    assert by_key(shell, KEY.Key_F8, plain) == ["Không còn chỗ nào cần xem."]
    view.go_to(2, column_at(page, "A03"))
    type_cell(view, "85")
    shell.settle()
    view.go_to(0, 0)
    shell.messages.clear()
    assert by_key(shell, KEY.Key_F8, plain) == []
    assert view.cursor_cell() == (2, column_at(page, "A03"))


def test_the_keys_say_so_in_the_empty_page_too(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(0)
    page = figures(shell, form="F1")
    assert page._stack.currentIndex() == 1
    shell.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(shell, KEY.Key_L, CONTROL)
    assert shell.messages.strips()[0].message.text == "Chưa có đơn vị nào nhập số liệu ở đây."


def test_a_movement_that_does_not_close_is_mended_with_one_key(open_commune: Open) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    row, column = 1, column_at(page, "A03")
    view.go_to(row, column)
    type_cell(view, "800")
    shell.settle()
    page.go_to_next_problem()
    assert page.problem_list.offers[0].isVisible()
    assert "800 → 80 (thừa số 0)" in page.problem_list.offers[0].text()
    press(view, KEY.Key_Period, CONTROL)
    shell.settle()
    assert page.source().text(row, column) == "80"
    assert not page.problem_list.isVisible()
    assert reader.get("cell", f"{page.period}|{units[row]}", "A03") == 80
    page.mending.mend()
    assert page.source().text(row, column) == "80"


def test_a_number_on_the_wrong_side_is_offered_across_and_the_key_takes_what_is_shown(
    open_commune: Open,
) -> None:
    shell, reader, units = open_commune()
    shell.resize(1600, 900)  # room for the first offer in one line
    for form, code, typed in (("F1", "A03", "73"), ("F3", "C14", "7")):
        page = figures(shell, form=form)
        grid(page).go_to(1, column_at(page, code))
        type_cell(grid(page), typed)
        shell.settle()
    page = figures(shell, form="F1")
    grid(page).go_to(1, column_at(page, "A03"))
    page.go_to_next_problem()
    assert page.sheet is not None
    name = page.sheet.rows[1].unit.short
    assert [offer.text() for offer in page.problem_list.offers] == [
        f"Sửa {name}: Chuyển 7 từ “Chuyển đến ngoài tỉnh, ngành” sang “Chuyển đi ngoài tỉnh, ngành”"
        " (nhầm bên tăng, giảm) (Ctrl+.)",
        "hoặc sang “Chuyển đi trong tỉnh”",
        "hoặc sang “Thôi việc”",
    ]
    press(grid(page), KEY.Key_Period, CONTROL)
    shell.settle()
    key = f"{page.period}|{units[1]}"
    assert [reader.get("cell", key, code) for code in ("A03", "C22")] == [73, 7]
    assert page.source().text(1, column_at(page, "A03")) == "73"
    assert not page.problem_list.isVisible()


def test_a_click_on_a_line_leads_to_its_cell_and_its_column_is_named_first(
    open_commune: Open,
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell)
    view = grid(page)
    view.go_to(*at(page, "C16"))
    type_cell(view, "4")
    shell.settle()
    view.go_to(*at(page, "C11", 2))
    table = page.problem_list.table
    (line,) = [n for n, one in enumerate(table.rows()) if one.finding.rule == "V33"]
    cell = table.visualRect(table.model().index(line, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert view.cursor_cell() == at(page, "C16")
    assert table.tsv(table.rows()).splitlines()[line + 1].split("\t")[2].startswith("Tăng khác –")


def test_long_proposals_never_widen_the_window(open_commune: Open) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    shell.resize(1093, 600)
    view = grid(page)
    for code, typed in (("A03N", "250"), ("A01N", "10")):
        view.go_to(*at(page, code))
        type_cell(view, typed)
    shell.settle()
    repair = Repair((), "swapped", 1, f"“Đoàn viên nữ”: 250 → 156 ({'lấy theo đầu kỳ ' * 9})")
    page.problem_list.show_repairs((repair, repair, repair), "Ctrl+.")
    QApplication.processEvents()
    assert shell.width() == 1093
    assert [offer.isVisible() for offer in page.problem_list.offers] == [True, False, False]
    lead, told = page.problem_list.offers[0].text().splitlines()  # its key and unit stay in sight
    assert lead.endswith("(Ctrl+.):")
    assert told.startswith("“Đoàn viên nữ”: 250 → 156")
    assert told.endswith("…")
    assert page.problem_list.offers[0].sizeHint().width() <= page.problem_list.width()
