"""Reports through the real window: preview, options, files, and what changed since."""

import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.models.activities.activities import Activity, add_activity
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.sums.trace_words import part_words
from desktop.reports import answering
from desktop.tasks.figures import report_notes
from desktop.ui.dialogs.trace import shown_in
from desktop.ui.pages.reports import reports_page
from desktop.ui.shell import Shell
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.printing import page_count
from tests.ui.pages.offices import (
    BASES,
    PERIOD,
    connect,
    enter_month,
    front,
    make_commune,
    make_province,
    unit_id,
    window,
)
from tests.ui.test_store_thread import until

DAY = date(2026, 10, 6)
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def commune(tmp_path: Path) -> Path:
    """A commune with October typed and not locked."""
    (tmp_path / "tệp").mkdir()
    make_province(tmp_path / "tỉnh")
    make_commune(tmp_path / "xã")
    connect(tmp_path / "tỉnh", tmp_path / "xã", tmp_path / "tệp")
    enter_month(tmp_path / "xã", locked=False)
    return tmp_path / "xã"


def choose(shell: Shell, kind: str) -> Any:
    """Choose a kind of report at the left and wait until it is drawn."""
    page = front(shell)
    assert page.kinds.go_to(kind), kind
    page._ask()
    shell.settle()
    return page


def save_as(monkeypatch: pytest.MonkeyPatch, shell: Shell, out: Path) -> None:
    """Stand in for the system's window that asks where to save."""
    monkeypatch.setattr(shell.desk, "choose_target", lambda *_args, **_named: out)


def run(page: Any, words: str) -> None:
    """Choose a line of the export menu."""
    next(one for one in page.menu.actions() if words in one.text()).trigger()


def test_the_first_report_is_drawn_for_the_month_that_ended(commune: Path) -> None:
    with window(commune, page="reports") as shell:
        page = front(shell)
        assert page.options.period.value() == PERIOD
        assert page.drawn is not None
        assert page.drawn.pdf.startswith(b"%PDF")
        assert page.options.at.text() == "Chưa xuất báo cáo này lần nào."


def test_the_page_in_the_middle_is_drawn_off_the_main_thread(commune: Path) -> None:
    with window(commune, page="reports") as shell:
        paper = front(shell).preview.paper
        until = time.monotonic() + 10
        while not paper.is_drawn() and time.monotonic() < until:
            QCoreApplication.processEvents()
        assert paper.is_drawn()
        assert paper.page_count() >= 1


def test_other_kinds_bring_their_own_periods(commune: Path) -> None:
    with window(commune, page="reports") as shell:
        page = choose(shell, "NAM|F4")
        assert page.drawn.asked.form == "F4"
        assert page.drawn.asked.period.scheme == "NAM"
        page = choose(shell, "THANG|F3")
        assert page.drawn.asked.period.id == PERIOD


@pytest.mark.parametrize(
    ("words", "suffix", "magic"),
    [("Excel", ".xlsx", b"PK"), ("Word", ".docx", b"PK"), ("PDF", ".pdf", b"%PDF")],
)
def test_each_way_writes_its_file(
    commune: Path, monkeypatch: pytest.MonkeyPatch, words: str, suffix: str, magic: bytes
) -> None:
    out = commune.parent / f"Biểu một{suffix}"
    with window(commune, page="reports") as shell:
        page = choose(shell, "THANG|F1")
        save_as(monkeypatch, shell, out)
        run(page, words)
        shell.settle()
        assert out.read_bytes().startswith(magic)
        assert "Đã ghi báo cáo" in shell.messages.strips()[0].message.text


def test_the_form_of_a_period_to_come_is_written_after_a_yes(
    commune: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, asked = commune.parent / "Biểu một.pdf", []
    answers = iter([False, True])

    def answer(_window: Any, _title: str, told: str, _deed: str, **_named: Any) -> bool:
        asked.append(told)
        return next(answers)

    monkeypatch.setattr("desktop.ui.dialogs.base.confirm", answer)
    with window(commune, page="reports") as shell:
        page = choose(shell, "THANG|F1")
        save_as(monkeypatch, shell, out)
        monkeypatch.setattr(shell.desk, "today", lambda: date(2026, 9, 30))
        run(page, "PDF")
        shell.settle()
        assert not out.exists()
        run(page, "PDF")
        shell.settle()
        assert out.exists()
        assert asked == ["Tháng 10/2026 chưa bắt đầu (từ ngày 01/10/2026)."] * 2


def test_a_full_folder_name_that_is_not_there_is_one_sentence(
    commune: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window(commune, page="reports") as shell:
        page = choose(shell, "THANG|F1")
        save_as(monkeypatch, shell, commune.parent / "không có" / "a.pdf")
        run(page, "PDF")
        shell.settle()
        assert "Không có thư mục" in shell.messages.strips()[0].message.text


def test_numbers_that_changed_since_the_last_export_are_listed(
    commune: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window(commune, page="reports") as shell:
        page = choose(shell, "THANG|F1")
        save_as(monkeypatch, shell, commune.parent / "a.xlsx")
        run(page, "Excel")
        shell.settle()
        assert "Không có số nào đổi" in page.options.at.text()
        assert page.options.latest.isHidden()
        page.options.known_on.show_date(shell.desk.today())
        page._ask()
        shell.settle()
        assert not page.options.latest.isHidden()  # what changed is told of today's figures
        page.options.known_on.show_date(None)
        shell.desk.do(more_members)
        shell.settle()
        rows = [(one.name, one.before, one.after) for one in page.options.table.rows()]
        assert ("Tổng số đoàn viên", "120", "121") in rows


def more_members(store: Any) -> None:
    """Change one number."""
    set_cells(store, PERIOD, {(unit_id(store, BASES[0]), "A03"): Entry(41)})


def test_the_main_totals_go_to_the_clipboard(commune: Path) -> None:
    with window(commune, page="reports") as shell:
        page = choose(shell, "THANG|F1")
        run(page, "Zalo")
        shell.settle()
        text = QGuiApplication.clipboard().text().splitlines()
        assert text[0] == "Biểu F1, Tháng 10/2026"
        assert "- Tổng số đoàn viên: 120" in text


def test_a_report_is_offered_for_both_sides_with_margins_swapped(
    commune: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[bytes, bytes]] = []

    def ask(_parent: object, data: bytes, _title: str, **more: Any) -> bool:
        made.append((data, more["mirrored"]()))
        return False

    monkeypatch.setattr("desktop.ui.widgets.printing.ask_and_print", ask)
    with window(commune, page="reports") as shell:
        page = choose(shell, "THANG|F1")
        page.print()
        shell.settle()
        ((one, backs),) = made
        assert one == page.drawn.pdf
        assert backs[:5] == b"%PDF-"
        assert page_count(backs) == page_count(one)


def test_a_province_can_print_the_report_of_a_unit_below(commune: Path) -> None:
    with window(commune.parent / "tỉnh", page="reports") as shell:
        page = front(shell)
        names = [page.options.unit.itemText(i) for i in range(page.options.unit.count())]
        assert names == ["Liên đoàn Lao động tỉnh Thử", "Công đoàn xã An Thử"]
        page.options.unit.setCurrentIndex(1)
        page.options.changed.emit()
        page._ask()
        shell.settle()
        assert page.drawn.asked.unit == page.options.unit.value()


def test_another_page_can_ask_for_a_report(commune: Path) -> None:
    with window(commune) as shell:
        shell.go("reports", {"period": PERIOD, "form": "F3"})
        shell.settle()
        assert front(shell).drawn.asked.form == "F3"


def test_form_names_stand_whole_on_two_lines(commune: Path) -> None:
    with window(commune, page="reports") as shell:
        kinds = front(shell).kinds
        long = kinds.currentIndex()
        short = long.parent()
        assert long.data() == "F1 · Danh sách và số liệu công đoàn cơ sở"
        line = kinds.fontMetrics().height()
        assert kinds.visualRect(long).height() >= 2 * line
        assert kinds.visualRect(short).height() < 2 * line


def test_nothing_is_read_while_the_page_opens(
    commune: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers: list[int] = []
    told = report_notes.report_kinds

    def watched(reader: Any) -> Any:
        readers.append(threading.get_ident())
        return told(reader)

    monkeypatch.setattr(report_notes, "report_kinds", watched)
    with window(commune) as shell:
        shell.go("reports")
        assert front(shell).preview is None
        shell.settle()
        assert front(shell).drawn is not None
    assert len(readers) == 1
    assert readers[0] != threading.get_ident()


def test_the_trace_begins_with_what_the_form_shows_also_where_it_only_reads(commune: Path) -> None:
    with window(commune) as shell:
        packs = shell.desk.read.packs
        assert shown_in(packs, "F1", "A01")
        assert shown_in(packs, "F6", "E01D")  # at home in F4
        assert not shown_in(packs, "F6", "A01")
        assert not shown_in(packs, "F5", "A01")


def test_the_trace_shows_what_was_chosen_last_whatever_is_answered_last(
    commune: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, told = threading.Event(), answering.answer

    def slow(store: Any, question: Any, *rest: Any) -> Any:
        if question.code == "A01":
            assert going.wait(5)
        return told(store, question, *rest)

    monkeypatch.setattr(answering, "answer", slow)
    with window(commune, page="reports") as shell:
        page = choose(shell, "THANG|F1")
        page.trace()  # A01 comes first
        until(lambda: bool(page.traced.totals.rows()))
        page.traced.totals.go_to("A03")
        page.traced.ask("A03")
        until(lambda: page.traced.found is not None)
        going.set()
        shell.settle()
        assert page.traced.found.indicator == "A03"


def test_where_a_total_comes_from_is_told_unit_by_unit(commune: Path) -> None:
    with window(commune, page="reports") as shell:
        page = choose(shell, "THANG|F1")
        page.trace()
        shell.settle()
        dialog = page.traced
        codes = [one.code for one in dialog.totals.rows()]
        assert "A03" in codes
        dialog.ask("A03")
        shell.settle()
        assert dialog.found.indicator == "A03"
        assert sum(part.value for part in dialog.parts.rows()) == dialog.found.total.value
        assert dialog.found.title in dialog.told.text()
        told = part_words(dialog.parts.rows()[0])
        assert "số tháng 10/2026" in told
        assert "văn phòng" in told
        assert "office" not in told
        dialog.reject()


def test_a_movement_report_is_asked_about_its_own_figures_first(commune: Path) -> None:
    with window(commune, page="reports") as shell:
        page = choose(shell, "THANG|F3")
        page.trace()
        shell.settle()
        dialog = page.traced
        assert shell.desk.read.packs.indicators[dialog.found.indicator].home == "F3"
        dialog.reject()


def test_a_number_on_the_page_is_clicked_or_entered_by_keys(commune: Path) -> None:
    with window(commune, page="reports") as shell:
        page = choose(shell, "THANG|F1")
        paper = page.preview.paper
        until(lambda: paper.page_count() > 0)
        numbers = page.drawn.numbers
        total = next(n for n, (one, asked) in enumerate(numbers)
                     if asked.code == "A03" and not asked.unit)  # fmt: skip
        place = page.pointing.places[total]
        QTest.mouseClick(
            paper.viewport(), Qt.MouseButton.LeftButton,
            pos=paper.box_in_sight(place.page, place.box).center(),
        )  # fmt: skip
        shell.settle()
        until(lambda: page.traced.found is not None)
        assert page.traced.found.indicator == "A03"
        assert page.pointing.marked == total
        page.traced.reject()
        shell.settle()
        for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Down):
            QTest.keyClick(paper, key)
        marked = page.pointing.marked
        assert marked is not None
        assert numbers[marked][0].row.code == BASES[1]
        QTest.keyClick(paper, Qt.Key.Key_Return)
        shell.settle()
        until(lambda: page.traced.found is not None)
        asked = numbers[marked][1]
        assert page.traced.found.indicator == asked.code
        rows = page.traced.parts.rows()
        assert {part.unit for part in rows} == {BASES[1]}
        assert page.traced.found.total.value == sum(part.value for part in rows)
        page.traced.reject()


def test_an_activity_behind_a_number_is_one_click_away(commune: Path) -> None:
    with window(commune, page="reports") as shell:
        page, kept = choose(shell, "THANG|F4"), []
        code = next(iter(shell.desk.read.packs.activity_categories))

        def take(store: Any) -> Any:
            done = Activity("Hội nghị học tập", code, DAY, DAY, figures={"F01": 2})
            made = add_activity(store, done, [code], ["F01"])
            kept.append(made)
            entry = Entry(2, activities=(made,), shares=(2,))
            return set_cells(store, PERIOD, {(store.own_unit, "F01"): entry})

        shell.desk.do(take)
        shell.settle()
        place = next(n for n, (one, asked) in enumerate(page.drawn.numbers) if asked.code == "F01")
        page.trace_number(place)
        shell.settle()
        until(lambda: page.traced.found is not None)
        (button,) = page.traced.links.findChildren(QPushButton)
        assert "Hội nghị học tập" in button.text()
        button.click()
        shell.settle()
        activities = front(shell)
        assert activities.current().id == kept[0]


def test_a_day_nothing_was_known_on_is_told_below_it_until_another_is_given(commune: Path) -> None:
    with window(commune) as shell:
        shell.go("reports")
        shell.settle()
        page = front(shell)
        until(lambda: page.drawn is not None)
        field = page.options.known_on
        for day, said in ((date(2001, 1, 1), "chưa ghi gì"), (date(2100, 1, 1), "chưa đến")):
            field.show_date(day)
            field.committed.emit(day)
            shell.settle()
            until(lambda said=said: said in field.line.toolTip())
            assert not page.can_export()
            assert not shell.messages.strips()
        field.show_date(None)
        field.committed.emit(None)
        shell.settle()
        until(lambda: page.drawn is not None)
        assert not field.line.toolTip()


def test_what_was_chosen_before_is_neither_printed_nor_written_while_another_is_made(
    commune: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, going, draw = threading.Event(), threading.Event(), reports_page.draw

    def slow(store: Any, asked: Any) -> Any:
        if asked.form == "F3":
            begun.set()
            assert going.wait(5)
        return draw(store, asked)

    monkeypatch.setattr(reports_page, "draw", slow)
    with window(commune, page="reports") as shell:
        page = choose(shell, "THANG|F1")
        assert page.can_export()
        page.kinds.go_to("THANG|F3")
        assert not page.can_export()  # though nothing was asked for yet
        until(lambda: begun.is_set() and page._middle.currentWidget() is page._being_drawn)
        assert "chờ" in page.why_not()
        going.set()
        shell.settle()
        assert page.can_export()
        assert page.drawn.asked.form == "F3"
        assert page._middle.currentWidget() is page.preview
        page.options.known_on.line.setText("32/13")
        page._ask()
        assert not page.can_export()
        assert "chưa đúng" in page.why_not()


def test_the_page_never_stands_empty_while_it_is_read(commune: Path) -> None:
    with window(commune) as shell:
        shell.go("reports")
        page, said = front(shell), []
        until(lambda: bool(said.append(words_in_sight(page))) or page.drawn is not None)
        told = [one for one in dict.fromkeys(said) if one]
        assert told[0] == "Đang đọc các loại báo cáo…"
        assert set(told[1:]) <= {"Đang lập báo cáo…"}
        assert "" not in said[:-1]


def words_in_sight(page: Any) -> str:
    """Return what stands in the middle of the page in words, "" where a report does."""
    if not isinstance(page._middle.currentWidget(), EmptyState):
        return ""
    return str(page._middle.currentWidget().findChildren(PlainLabel)[0].text())
