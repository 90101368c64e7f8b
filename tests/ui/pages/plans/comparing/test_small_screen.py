"""On a small screen at 125 % nothing of a plan is cut."""

from PySide6.QtWidgets import QApplication

from desktop.documents.checker import Departure
from desktop.ui.pages.plans.editor.editor import CONTENT, COVERAGE, PREVIEW
from tests.ui.pages.plans.comparing.test_parent_update import own
from tests.ui.pages.plans.conftest import Desk

__all__ = ["own"]


def small(desk: Desk) -> None:
    """1366 × 768 at 125 %."""
    desk.shell.resize(1093, 614)
    desk.settle()
    QApplication.processEvents()


def test_the_duty_and_every_button_are_seen_in_the_matrix(desk: Desk, own: str) -> None:
    tab = desk.page.editor.coverage
    desk.page.editor.show_tab(COVERAGE)
    small(desk)
    for part in (tab.which, *tab.out, tab.copy, tab.take):
        assert part.width() >= part.sizeHint().width()
    assert tab.search.geometry().right() < tab.out[0].geometry().left() or (
        tab.search.geometry().bottom() < tab.out[0].geometry().top()
    )
    header = tab.table.horizontalHeader()
    assert header.sectionSize(1) >= tab.fontMetrics().averageCharWidth() * 20
    assert header.length() <= tab.table.viewport().width()
    desk.shell.resize(1900, 900)
    desk.settle()
    QApplication.processEvents()
    assert tab.search.geometry().center().y() == tab.take.geometry().center().y()


def test_the_buttons_above_the_upper_paper_are_whole(desk: Desk, own: str) -> None:
    editor = desk.page.editor
    editor.show_tab(CONTENT)
    editor.content.fold.setChecked(True)
    small(desk)
    for part in (editor.content.parent_pane.take, editor.content.parent_pane.next):
        assert part.isVisible()
        assert part.width() >= part.sizeHint().width()


def test_what_departs_from_the_rules_is_read_to_its_end(desk: Desk, own: str) -> None:
    desk.page.editor.show_tab(PREVIEW)
    small(desk)
    table = desk.page.editor.preview.table
    table.set_rows([Departure("Trích yếu", "Chữ đứng, đậm, dưới tên loại, cỡ 13 đến 14. " * 2)])
    table.show()
    QApplication.processEvents()
    assert table.rowHeight(0) >= 3 * table.fontMetrics().lineSpacing()


def test_the_register_of_papers_does_not_scroll_sideways(desk: Desk) -> None:
    desk.page.opened("register")
    desk.page.register._stack.setCurrentIndex(0)  # the list, as with papers in it
    small(desk)
    table = desk.page.register.table
    header = table.horizontalHeader()
    assert header.length() <= table.viewport().width()
    assert header.sectionSize(3) >= table.fontMetrics().averageCharWidth() * 16
