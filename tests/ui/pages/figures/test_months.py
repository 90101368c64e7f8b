"""How far a month is: locked only when every unit that owes the form is."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.revisions import revisions
from desktop.models.store.keys import return_key
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.ui.pages.figures.months import months, usual
from desktop.ui.shell import Shell
from tests.support.keyboard import press
from tests.ui.pages.figures.driving import column_at, figures, grid

OCTOBER = "2026-10"


def test_a_month_is_being_entered_until_the_last_unit_is_locked(
    open_commune: Callable[..., tuple[Shell, Reader, list[str]]],
) -> None:
    shell, reader, units = open_commune(2)
    page = figures(shell, form="F1")
    form, day = reader.packs.forms["F1"], date(2026, 11, 3)

    def october() -> str:
        return {m.period.id: m.state for m in months(reader, form, day)}[OCTOBER]

    assert october() == "none"
    for code in ("A01", "A01N", "A03", "A03N"):
        grid(page).go_to(0, column_at(page, code))
        page.entering.confirm_chosen()
        shell.settle()
    page.locking.lock_ready()
    shell.settle()
    assert {unit for unit, _form in revisions(reader, OCTOBER, "F1")} == {units[0]}
    assert october() == "entering"
    assert usual(months(reader, form, day)) == OCTOBER
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    assert october() == "locked"
    assert usual(months(reader, form, day)) == "2026-11"


def test_results_of_work_still_written_leave_members_locked(
    open_commune: Callable[..., tuple[Shell, Reader, list[str]]],
) -> None:
    shell, reader, units = open_commune(1)
    page = figures(shell, form="F1")
    own, day = reader.own_unit, date(2026, 11, 3)
    values = {(unit, code): Entry(3) for unit in (own, units[0]) for code in ("D18", "F01")}
    page.desk.do(lambda store: set_cells(store, OCTOBER, values))
    shell.settle()

    def october(form: str) -> str:
        listed = months(reader, reader.packs.forms[form], day)
        return {m.period.id: m.state for m in listed}[OCTOBER]

    assert (october("F1"), october("F3"), october("F4")) == ("none", "none", "entering")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    assert (october("F1"), october("F4")) == ("locked", "entering")
    assert "đã chốt" in page.pickers.months.currentText()


def test_a_return_sent_back_is_not_called_accepted(
    open_commune: Callable[..., tuple[Shell, Reader, list[str]]],
) -> None:
    shell, reader, units = open_commune(1)
    page = figures(shell, form="F1")
    page.entering.confirm_all()
    shell.settle()
    page.locking.lock_ready()
    shell.settle()
    key = return_key(units[0], "F1", OCTOBER)
    said = {
        ("1", "accepted"): "đã duyệt",
        ("1", "returned"): "trả lại để sửa",
        ("1", "reopened"): "đã chốt",
    }
    for (rev, state), words in said.items():

        def say(store: Store, rev: str = rev, state: str = state) -> ChangeSet:
            with store.step("Ý kiến") as step:
                step.put("review", key, rev, {"state": state})
            return step.change

        page.desk.do(say)
        shell.settle()
        form = reader.packs.forms["F1"]
        listed = months(reader, form, date(2026, 11, 3))
        assert {m.period.id: m.words for m in listed}[OCTOBER] == words


def test_a_month_whose_only_paste_is_undone_is_not_being_entered(
    open_commune: Callable[..., tuple[Shell, Reader, list[str]]],
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    view = grid(page)
    view.go_to(0, column_at(page, "A01"))
    QApplication.clipboard().setText("80\n70")
    press(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    shell.settle()
    assert "đang nhập" in page.pickers.months.currentText()
    shell.undo()
    shell.settle()
    assert "đang nhập" not in page.pickers.months.currentText()
    shell.redo()
    shell.settle()
    assert "đang nhập" in page.pickers.months.currentText()
