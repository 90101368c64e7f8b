"""Units of the grid are filtered by their names and ordered by a column: nothing else changes."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.figures.cells import Entry, cells
from desktop.models.figures.figures import set_cells
from desktop.models.store.reader import Reader
from desktop.models.text import sort_key
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from tests.support.keyboard import press, type_text
from tests.ui.pages.figures.driving import KEY, at, by_key, figures, grid, in_store, type_cell

Open = Callable[..., tuple[Shell, Reader, list[str]]]
OCTOBER = "2026-10"
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def opened(open_commune: Open, figures_told: tuple[int, ...] = (30, 10, 20, 40)) -> FiguresPage:
    """A month of the stocks, each unit with a figure."""
    shell, _reader, units = open_commune(len(figures_told))
    told = {(u, "A01"): Entry(n) for u, n in zip(units, figures_told, strict=True)}
    in_store(shell, lambda store: set_cells(store, OCTOBER, told))
    page = figures(shell, form="F1")
    grid(page).go_to(*at(page, "A01"))
    return page


def shown(page: FiguresPage) -> list[int]:
    """The sheet's rows in sight, checked with what the two parts of the grid really show."""
    assert page.grid is not None
    QApplication.processEvents()
    view, names = page.grid.cells, page.grid._names
    assert view.model().rowCount() == names.model().rowCount() == page.source().row_count()
    assert view.rowAt(0) == names.rowAt(0)
    return list(page.source().rows)


def filtered(page: FiguresPage, text: str) -> list[int]:
    """Ctrl+Shift+L, a name, Enter; returns the rows in sight."""
    by_key_in(page, KEY.Key_L, CONTROL | SHIFT)
    assert page.filtering.row.wanted.hasFocus()
    page.filtering.row.wanted.clear()
    type_text(page.filtering.row.wanted, text)
    press(page.filtering.row.wanted, KEY.Key_Return)
    return shown(page)


def by_key_in(page: FiguresPage, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    shell = page.window()
    assert isinstance(shell, Shell)
    by_key(shell, key, modifier)


def a01(page: FiguresPage) -> list[int | None]:
    """The units' figures in the store, in the register's order."""
    assert page.sheet is not None
    page.window().settle()  # type: ignore[attr-defined]
    told = [cells(page.desk.read, row.unit.id, OCTOBER).get("A01") for row in page.sheet.rows]
    return [one and one.value for one in told]


def last_name(page: FiguresPage, row: int) -> str:
    assert page.sheet is not None
    return page.sheet.rows[row].unit.name


def test_units_are_filtered_by_name_and_the_totals_stay_those_of_all(open_commune: Open) -> None:
    page = opened(open_commune)
    column = at(page, "A01")[1]
    assert filtered(page, last_name(page, 2).lower()) == [2]
    assert grid(page).cursor_cell()[0] == 0
    source = page.source()
    assert source.text(0, column) == "20"
    assert source.total(column) == "100"
    assert source.total_name() == "Đang lọc 1/4. Tổng cộng"
    assert source.total_note().startswith("Số cộng là của cả 4 đơn vị")
    assert page.filtering.row.told.text() == "Đang lọc 1/4 đơn vị; số cộng vẫn là của cả 4."
    page.filtering.ask()
    press(page.filtering.row.wanted, KEY.Key_Escape)
    assert shown(page) == [0, 1, 2, 3]
    assert not page.filtering.row.isVisible()
    assert source is not page.source()
    assert page.source().total_name() == "Tổng cộng"
    assert page.cursor()[0] == 2  # with its unit


def test_where_no_unit_is_called_so_all_stay_and_it_says_so(open_commune: Open) -> None:
    page = opened(open_commune)
    assert filtered(page, "khongcoaiten") == [0, 1, 2, 3]
    assert page.filtering.row.told.text() == ("Không có đơn vị nào như vậy: đang hiện cả 4 đơn vị.")


def test_a_unit_stays_in_sight_when_it_no_longer_answers(open_commune: Open) -> None:
    page = opened(open_commune, (30, 10, 20))
    in_store(
        page.window(),
        lambda store: set_cells(  # type: ignore[arg-type]
            store,
            OCTOBER,
            {(page.sheet.rows[1].unit.id, "A01"): Entry(None, "cleared")},  # type: ignore[union-attr]
        ),
    )
    assert page.sheet is not None
    page.filtering.choose("", "untold")
    assert shown(page) == [1]
    view = grid(page)
    view.go_to(0, at(page, "A01", 1)[1])
    type_cell(view, "12")
    assert shown(page) == [1]
    assert a01(page) == [30, 12, 20]


def test_deeds_on_cells_never_touch_a_unit_out_of_sight(open_commune: Open) -> None:
    page = opened(open_commune)
    column = at(page, "A01")[1]
    page.filtering._held, page.filtering.words = (), "x"  # two that do not stand side by side
    assert page.sheet is not None
    page.filtering._held = tuple(page.sheet.rows[n].unit.id for n in (0, 2))
    page.filtering._known = frozenset(row.unit.id for row in page.sheet.rows)
    page.show_again()
    view = grid(page)
    view.choose(0, column, 1, column, (0, column))
    press(view, KEY.Key_D, CONTROL)
    assert a01(page) == [30, 10, 30, 40]
    view.go_to(0, column)
    QApplication.clipboard().setText("51\n52")
    press(view, KEY.Key_V, CONTROL)
    assert a01(page) == [51, 10, 52, 40]
    view.choose(0, column, 1, column, (0, column))
    press(view, KEY.Key_Delete)
    assert a01(page) == [None, 10, None, 40]
    view.go_to(0, column)
    press(view, KEY.Key_End, CONTROL)
    assert view.cursor_cell()[0] == 1


def test_undo_shows_the_unit_it_changed_again(open_commune: Open) -> None:
    page = opened(open_commune)
    view = grid(page)
    type_cell(view, "31")
    assert a01(page)[0] == 31
    assert filtered(page, last_name(page, 2)) == [2]
    grid(page)
    by_key_in(page, KEY.Key_Z, CONTROL)
    assert a01(page)[0] == 30
    assert shown(page) == [0, 1, 2, 3]
    assert page.cursor()[0] == 0
    assert not page.filtering.row.isVisible()


def test_a_column_orders_upwards_downwards_and_as_listed(open_commune: Open) -> None:
    page = opened(open_commune)
    assert page.grid is not None
    head, column = page.grid.cells.grouped, at(page, "A01")[1]
    left = Qt.MouseButton.LeftButton
    orders = []
    for _time in range(3):
        place = head.order_mark(column).center()
        QTest.mouseClick(head.viewport(), left, pos=place)
        orders.append(shown(page))
    assert orders == [[1, 2, 0, 3], [3, 0, 2, 1], [0, 1, 2, 3]]
    assert a01(page) == [30, 10, 20, 40]
    QTest.mouseClick(head.viewport(), left, pos=QPoint(place.x(), head.height() // 2))
    assert shown(page) == [0, 1, 2, 3]  # elsewhere a click selects the column, as ever
    assert page.grid.cells.selected_area() == (0, column, 3, column)


def test_ordered_rows_take_what_is_typed_and_stay(open_commune: Open) -> None:
    page = opened(open_commune)
    page.filtering.order(at(page, "A01")[1])
    view = grid(page)
    view.go_to(0, at(page, "A01", 1)[1])
    type_cell(view, "99")
    assert a01(page) == [30, 99, 20, 40]
    assert shown(page) == [1, 2, 0, 3]
    assert page.cursor()[0] == 2
    page.open_sheet("2026-09", "F1")
    assert shown(page) == [0, 1, 2, 3]


def test_names_and_figures_stay_side_by_side_however_the_rows_change(open_commune: Open) -> None:
    page = opened(open_commune, tuple(range(40)))
    assert page.grid is not None
    view = grid(page)
    view.go_to(39, at(page, "A01")[1])
    assert shown(page) == list(range(40))
    assert filtered(page, last_name(page, 7)) != list(range(40))
    page.filtering.leave()
    shown(page)
    page.filtering.order(-1)
    page.filtering.order(-1)
    shown(page)
    view.go_to(39, 0)
    shown(page)


def test_what_is_written_out_of_sight_brings_its_unit_back(open_commune: Open) -> None:
    page = opened(open_commune)
    assert page.sheet is not None
    assert filtered(page, last_name(page, 2)) == [2]
    page.entering.enter({(page.sheet.rows[0].unit.id, "A01"): Entry(77)})
    assert a01(page) == [77, 10, 20, 40]
    assert shown(page) == [0, 1, 2, 3]


def test_deeds_on_all_units_are_on_those_shown_and_say_what_is_left(open_commune: Open) -> None:
    page = opened(open_commune)
    assert page.sheet is not None
    before = page.sheet.estimates_left()
    assert before > 1
    assert filtered(page, last_name(page, 2)) == [2]
    own = len(page.sheet.rows[2].estimates)
    page.entering.confirm_all()
    shell = page.window()
    assert isinstance(shell, Shell)
    shell.settle()
    assert page.sheet.estimates_left() == before - own
    said = [strip.message.text for strip in shell.messages.strips()]
    assert any("Chỉ xác nhận ở các đơn vị đang hiện" in text for text in said)
    assert shown(page) == [2]
    assert page.filtering.shown([row.unit.id for row in page.sheet.rows]) == [
        page.sheet.rows[2].unit.id
    ]


def test_another_period_of_a_form_shows_the_units_chosen_before(open_commune: Open) -> None:
    page = opened(open_commune)
    assert filtered(page, "truong 2") == [1]
    page.open_sheet("2026-11", "F1")
    assert shown(page) == [1]
    row = page.filtering.row
    assert (row.isVisible(), row.wanted.text()) == (True, "truong 2")
    assert "Đang lọc 1/4 đơn vị" in row.told.text()
    page.open_sheet("2026-11", "F3")
    assert shown(page) == [0, 1, 2, 3], "each form has its own choice"
    assert not row.isVisible()
    page.open_sheet(OCTOBER, "F1")
    assert shown(page) == [1]
    page.filtering.leave()
    page.open_sheet("2026-11", "F1")
    assert shown(page) == [0, 1, 2, 3]


def test_the_order_of_a_form_is_kept_where_no_unit_is_chosen_any_more(open_commune: Open) -> None:
    page = opened(open_commune)
    page.filtering.order_by(at(page, "A01")[1], falling=True)
    assert shown(page) == [3, 0, 2, 1]
    page.filtering.choose("", "flagged")  # none is: all are shown
    page.open_sheet("2026-11", "F3")
    page.open_sheet(OCTOBER, "F1")
    assert shown(page) == [3, 0, 2, 1]


def indicators(page: FiguresPage) -> list[str]:
    """The codes in sight of a form with a row per indicator."""
    source, sheet = page.source(), page.sheet
    assert sheet is not None
    return [sheet.columns[place].code for place in source.places]


def test_a_form_with_a_row_per_indicator_is_filtered_by_their_names(open_commune: Open) -> None:
    shell, reader, _units = open_commune(1)
    page = figures(shell, form="F4")
    every = indicators(page)
    by_key_in(page, KEY.Key_L, CONTROL | SHIFT)
    row = page.filtering.row
    assert row.wanted.hasFocus()
    assert row.wanted.placeholderText().startswith("Lọc chỉ tiêu")
    type_text(row.wanted, "tham hoi")
    press(row.wanted, KEY.Key_Return)
    assert indicators(page) == ["E07", "E07D", "E07X"]
    assert not row.wanted.waiting, "what was sought by Enter is not sought again later"
    assert page.grid is not None
    at_cursor = page.grid.cells.currentIndex()
    assert page.source().row_name(at_cursor.row()).startswith("Thăm hỏi ốm đau")  # no title
    assert row.told.text() == f"Đang lọc 3/{len(every)} chỉ tiêu."
    assert [page.source().heading(n) for n in range(page.source().row_count())] == [
        True, False, False, False,
    ]  # fmt: skip
    view = grid(page)
    view.go_to(*at(page, "E07"))
    type_cell(view, "5")
    shell.settle()
    assert cells(reader, reader.own_unit, OCTOBER)["E07"].value == 5
    assert indicators(page) == ["E07", "E07D", "E07X"], "what is typed stays in sight"
    page.filtering.choose("tham hoi", "untold")
    assert indicators(page) == ["E07D", "E07X"]
    grid(page)
    by_key_in(page, KEY.Key_Z, CONTROL)
    shell.settle()
    assert indicators(page) == every, "what was undone is brought into sight"
    assert not row.isVisible()


def test_indicators_are_ordered_under_the_titles_of_their_groups(open_commune: Open) -> None:
    shell, reader, _units = open_commune(1)
    page = figures(shell, form="F4")
    every = indicators(page)
    page.filtering.choose("bao ve", "")
    listed, view = indicators(page), grid(page)
    assert len(listed) > 3
    for code, number in zip(listed[:3], ("2", "9", "4"), strict=True):
        view.go_to(*at(page, code))
        type_cell(view, number)
        shell.settle()
    column = at(page, listed[0])[1]
    page.filtering.order_by(column, falling=True)
    source, sheet = page.source(), page.sheet
    assert sheet is not None
    titles = [source.row_name(n) for n in range(source.row_count()) if source.heading(n)]
    assert len(titles) == len(set(titles)), "each group stands once"
    found: dict[str, list[int | None]] = {}
    for place in source.places:
        found.setdefault(sheet.columns[place].block, []).append(sheet.rows[0].numbers[place])
    for numbers in found.values():
        told = [one for one in numbers if one is not None]
        assert numbers == [*sorted(told, reverse=True), *[None] * (len(numbers) - len(told))]
    view.go_to(*at(page, listed[1]))
    type_cell(view, "1")
    shell.settle()
    assert cells(reader, reader.own_unit, OCTOBER)[listed[1]].value == 1, "of the row it stands in"
    page.filtering.order(-1)
    for block in found:
        names = [sheet.columns[n].title for n in page.source().places
                 if sheet.columns[n].block == block]  # fmt: skip
        assert names == sorted(names, key=sort_key)
    page.filtering.as_listed()
    assert indicators(page) == listed
    page.filtering.clear()
    assert indicators(page) == every


def test_a_figure_out_of_sight_is_gone_to_and_deeds_leave_it_alone(open_commune: Open) -> None:
    shell, _reader, _units = open_commune(1)
    page = figures(shell, form="F4")
    assert page.sheet is not None
    page.filtering.choose("tham hoi", "")
    kept = page.filtering.within(
        {(page.sheet.rows[0].unit.id, code): Entry(1) for code in ("E07", "F01")}
    )
    assert {code for _unit, code in kept} == {"E07"}
    page.go_to(0, page.sheet.places["F01"])
    assert page.source().figure_at(*page.grid_cell())[1] == page.sheet.places["F01"]
    assert not page.filtering.row.isVisible()
