"""*Hoạt động*: one typed line becomes a record; each field is kept as soon as it is left."""

import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from desktop.models.activities.activities import (
    Activity,
    add_activity,
    list_activities,
    read_activity,
)
from desktop.models.activities.giving import contributions
from desktop.models.store.store import Store
from desktop.models.text import sort_key
from desktop.models.units.units import tree_on
from desktop.tasks.papers.draft import plan_from_template
from desktop.tasks.papers.office_facts import office_facts
from desktop.ui.app import office_at
from desktop.ui.machine_state import MachineState
from desktop.ui.page import PageEntry
from desktop.ui.pages.activities.filters import OWN
from desktop.ui.pages.activities.page import ActivitiesPage
from desktop.ui.pages.activities.picker import ItemPicker
from desktop.ui.pages.activities.verbs import forget_copies
from desktop.ui.pages.activities.weeks import UNIT
from desktop.ui.pages.activities.words import Week
from desktop.ui.shell import Shell
from tests.cli.running import ask, make_pair
from tests.models.offices import commune
from tests.support.keyboard import press, type_text

ENTRY = PageEntry("activities", "Hoạt động", "activities", "desktop.ui.pages.activities")
OTHER = PageEntry("settings", "Cài đặt", "settings", "desktop.ui.pages.settings")
LINE = "15/5 Thăm hỏi công nhân ốm tại Công ty May, 12 người, 6tr"


class Bench:
    """The window on the page, with what tests ask of it."""

    def __init__(self, folder: Path) -> None:
        self.shell = Shell(office_at(folder, "Thử"), (ENTRY,), MachineState(None))
        self.shell.show()
        self.settle()
        page = self.shell._host.front.page
        assert isinstance(page, ActivitiesPage)
        self.page = page
        self.read = self.shell.desk.read

    def settle(self) -> None:
        self.shell.settle()

    def listed(self) -> list[Activity]:
        return list_activities(self.read)

    def messages(self) -> list[str]:
        return [strip.message.text for strip in self.shell.messages.strips()]


def log(store: Store, title: str, day: date, category: str = "HH", **more: object) -> str:
    activity = Activity(title=title, category=category, start=day, end=day, **more)
    return add_activity(store, activity, store.packs.activity_categories)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office with three activities in two weeks."""
    store, _units = commune(tmp_path / "sổ", 1)
    with store:
        log(store, "Giao ban tháng 11", date(2026, 11, 2), people=20, women=8)
        log(store, "Thăm công nhân ốm", date(2026, 11, 4), "CL", union_money=3_000_000)
        log(store, "Hội thao", date(2026, 10, 15), "VHTT", place="Sân vận động")
    return store.folder


@pytest.fixture
def bench(office: Path) -> Iterator[Bench]:
    """The window on that office."""
    made = Bench(office)
    yield made
    made.shell.close()
    made.shell.deleteLater()


def test_a_typed_line_is_read_while_typing_and_kept_on_enter(bench: Bench) -> None:
    entry = bench.page.entry
    type_text(entry.line, LINE)
    assert "12 người" in entry.told.text()
    assert "6.000.000 đồng" in entry.told.text()
    assert "tại Công ty May" in entry.told.text()
    press(entry.line, Qt.Key.Key_Return)
    bench.settle()
    kept = next(one for one in bench.listed() if one.people == 12)
    assert (kept.category, kept.place, kept.union_money) == ("CL", "Công ty May", 6_000_000)
    assert entry.line.text() == ""
    assert bench.page.current() == kept, "the new one is the chosen one"


def test_a_line_of_no_known_kind_asks_for_it_and_keeps_the_words(bench: Bench) -> None:
    entry = bench.page.entry
    type_text(entry.line, "Việc lặt vặt xyz")
    press(entry.line, Qt.Key.Key_Return)
    bench.settle()
    assert "Chưa rõ loại" in entry.told.text()
    assert entry.line.text() == "Việc lặt vặt xyz"
    entry.category.show_value("HH")
    press(entry.line, Qt.Key.Key_Return)
    bench.settle()
    assert any(one.title == "Việc lặt vặt xyz" for one in bench.listed())


def test_the_list_stands_under_weeks_newest_first(bench: Bench) -> None:
    roots = bench.page.weeks.tree_model.roots
    assert [isinstance(node.value, Week) for node in roots] == [True, True]
    assert [len(node.children) for node in roots] == [2, 1]
    assert roots[0].value.title == "Tuần 02/11 – 08/11/2026 · 2 hoạt động"


def test_neither_the_month_nor_the_fields_are_made_before_they_are_shown(bench: Bench) -> None:
    page = bench.page
    assert "month" not in page.__dict__
    assert not page.form.is_made
    page.opened("first")
    assert page.form.is_made
    assert page.form.category.count() > 1
    page.opened("calendar")
    assert page.stack.currentWidget() is page.month


def test_the_page_opens_at_an_activity_with_its_fields_beside_it(office: Path) -> None:
    with office_at(office, "Thử").open_reader() as reader:
        key = list_activities(reader)[-1].id
    shell = Shell(office_at(office, "Thử"), (OTHER, ENTRY), MachineState(None))
    shell.show()
    shell.settle()
    shell.go("activities", key)
    shell.settle()
    page = shell._host.front.page  # type: ignore[union-attr]
    assert isinstance(page, ActivitiesPage)
    assert page.form.isVisible()
    assert page.form.texts["title"].text() == page.current().title  # type: ignore[union-attr]
    shell.close()
    shell.deleteLater()


def test_search_and_filters_narrow_the_list_and_can_be_taken_away(bench: Bench) -> None:
    page = bench.page
    page.filters.search.setText("tham cong nhan")
    page.filters.search.searched.emit("tham cong nhan")
    assert [one.title for one in page._found] == ["Thăm công nhân ốm"]
    page.filters.clear()
    page.filters.category.show_value("VHTT")
    page.filters.category.chosen.emit("VHTT")
    assert [one.title for one in page._found] == ["Hội thao"]
    page.filters.search.setText("không có gì như thế")
    page.filters.search.searched.emit("")
    assert page.stack.currentWidget() is page.none
    page.filters.clear()
    assert len(page._found) == 3


def test_units_and_what_is_lacking_are_chosen_by_keyboard(tmp_path: Path) -> None:
    store, (one, two, *_rest) = commune(tmp_path / "sổ", 3)
    names = {unit.id: unit.name for unit in tree_on(store, date(2026, 11, 1)).units.values()}
    with store:
        log(store, "Hội thao", date(2026, 10, 15), lead=one, result="Xong")
        log(store, "Tập huấn", date(2026, 10, 16), lead=two, partners=(one,))
        log(store, "Đối thoại", date(2026, 10, 17), lead=two, result="Xong")
    bench = Bench(store.folder)
    filters, page = bench.page.filters, bench.page
    assert [filters.unit.itemText(n) for n in range(3)] == ["Mọi đơn vị", *sorted(
        (names[one], names[two]), key=sort_key)]  # fmt: skip
    filters.unit.setFocus()
    type_text(filters.unit, names[one])
    assert {a.title for a in page._found} == {"Hội thao", "Tập huấn"}
    filters.lacking.setFocus()
    while filters.lacking.value() != "result":
        press(filters.lacking, Qt.Key.Key_Down)
    assert [a.title for a in page._found] == ["Tập huấn"]
    press(filters.unit, Qt.Key.Key_Home)
    filters.search.setFocus()
    type_text(filters.search, names[two])
    press(filters.search, Qt.Key.Key_Return)
    assert [a.title for a in page._found] == ["Tập huấn"]
    filters.lacking.show_value("people")
    filters.search.setText("không có gì như thế")
    press(filters.search, Qt.Key.Key_Return)
    assert page.stack.currentWidget() is page.none
    filters.clear()
    assert (len(page._found), filters.all.isVisible()) == (3, False)
    bench.shell.close()


def test_one_unit_alone_is_nothing_to_choose_from(bench: Bench) -> None:
    assert not bench.page.filters.unit.isVisible()


def test_days_of_ones_own_limit_the_list(bench: Bench) -> None:
    page = bench.page
    page.filters.time.show_value(OWN)
    page.filters.time.chosen.emit(OWN)
    assert page.filters.days.isVisible()
    page.filters.since.line.setText("3/11/2026")
    page.filters.since.line.commit()
    assert [one.title for one in page._found] == ["Thăm công nhân ốm"]
    page.filters.clear()
    assert not page.filters.days.isVisible()
    assert len(page._found) == 3


def test_fields_of_the_panel_are_kept_one_by_one_and_undone_in_order(bench: Bench) -> None:
    page = bench.page
    key = bench.listed()[0].id
    page.opened(key)
    page.form.texts["place"].setText("Hội trường xã")
    page.form.texts["place"].commit()
    page.form.numbers["people"].setText("1.250")
    page.form.numbers["people"].commit()
    bench.settle()
    assert read_activity(bench.read, key).place == "Hội trường xã"
    assert read_activity(bench.read, key).people == 1250
    bench.shell.undo()
    bench.settle()
    assert read_activity(bench.read, key).people is None
    assert read_activity(bench.read, key).place == "Hội trường xã"


def test_a_refused_field_says_why_beside_it_and_changes_nothing(bench: Bench) -> None:
    page = bench.page
    key = next(one.id for one in bench.listed() if one.people == 20)
    page.opened(key)
    page.form.numbers["women"].setText("30")
    page.form.numbers["women"].commit()
    bench.settle()
    assert "Số nữ nhiều hơn số người" in page.form._rows["women"].error.text()
    assert read_activity(bench.read, key).women == 8


def test_a_later_first_day_takes_the_last_day_along(bench: Bench) -> None:
    page = bench.page
    key = bench.listed()[0].id
    page.opened(key)
    page.form.start.line.setText("20/11/2026")
    page.form.start.line.commit()
    bench.settle()
    kept = read_activity(bench.read, key)
    assert (kept.start, kept.end) == (date(2026, 11, 20), date(2026, 11, 20))


def test_a_deleted_activity_comes_back_from_the_message(bench: Bench) -> None:
    page = bench.page
    key = bench.listed()[0].id
    page.opened(key)
    page.verbs.delete_current()
    bench.settle()
    assert key not in [one.id for one in bench.listed()]
    (strip,) = bench.shell.messages.strips()
    strip._act()
    bench.settle()
    assert key in [one.id for one in bench.listed()]


def test_the_whole_list_goes_to_excel_with_titles(bench: Bench) -> None:
    bench.page._copy()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 4
    assert lines[0].startswith("Từ ngày\tĐến ngày\tHoạt động")
    assert lines[1].startswith("15/10/2026\t15/10/2026\tHội thao\tVăn hóa, thể thao\tSân vận động")


def test_the_activities_shown_are_written_to_a_file(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "hoạt động.xlsx"
    monkeypatch.setattr(bench.shell.desk, "choose_target", lambda *_asked: out)
    bench.page.filters.search.setText("giao ban")
    bench.page.filters.search.searched.emit("giao ban")
    bench.page.export()
    bench.settle()
    cells = [cell for row in openpyxl.load_workbook(out).worksheets[0].values for cell in row]
    assert "Giao ban tháng 11" in cells
    assert "Hội thao" not in cells
    assert any("Đã ghi hoạt động.xlsx" in text for text in bench.messages())


def test_the_month_shows_each_activity_on_its_days_and_opens_it(bench: Bench) -> None:
    page = bench.page
    page.opened("calendar")
    page.month.show_month(date(2026, 11, 1))
    bench.settle()
    shown = {
        button.accessibleName(): button
        for cell in page.month.days
        for button in cell.findChildren(QPushButton)
    }
    assert set(shown) == {"Giao ban tháng 11", "Thăm công nhân ốm"}
    shown["Thăm công nhân ốm"].click()
    current = page.current()
    assert current is not None
    assert current.title == "Thăm công nhân ốm"
    assert page.form.texts["title"].text() == "Thăm công nhân ốm"


def test_evidence_is_copied_into_the_office_once(bench: Bench, tmp_path: Path) -> None:
    photo = tmp_path / "ảnh thăm hỏi.jpg"
    photo.write_bytes(b"picture")
    key = bench.listed()[0].id
    bench.page.opened(key)
    bench.page.verbs.add_evidence(key, [photo, photo])
    bench.settle()
    ((digest, title),) = read_activity(bench.read, key).evidence
    assert title == "ảnh thăm hỏi.jpg"
    copy = bench.page.verbs.evidence_copy(digest, title)
    assert copy is not None
    assert copy.read_bytes() == b"picture"
    assert copy.name == title
    assert bench.page.verbs.evidence_copy(digest, title) == copy


def test_copies_that_a_cut_off_program_left_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, new = tmp_path / "minh-chung-cu", tmp_path / "minh-chung-moi"
    for folder in (old, new):
        folder.mkdir()
        (folder / "danh sách.jpg").write_bytes(b"names")
    os.utime(old, (0, 0))
    forget_copies()
    assert [one.name for one in tmp_path.iterdir()] == ["minh-chung-moi"]


def test_evidence_that_cannot_be_read_is_refused_in_words(bench: Bench, tmp_path: Path) -> None:
    key = bench.listed()[0].id
    bench.page.verbs.add_evidence(key, [tmp_path / "không có.jpg"])
    bench.settle()
    assert any("Không lấy được tệp minh chứng" in text for text in bench.messages())
    assert read_activity(bench.read, key).evidence == ()


def test_figures_are_added_and_taken_away_by_code(bench: Bench) -> None:
    key = next(one.id for one in bench.listed() if one.category == "CL")
    bench.page.opened(key)
    rows = bench.page.form.figures
    rows.code.show_value("E01")
    rows.number.setText("12")
    rows.number.commit()
    bench.settle()
    assert read_activity(bench.read, key).figures == {"E01": 12}
    rows._remover("E01")()
    bench.settle()
    assert read_activity(bench.read, key).figures == {}


def test_what_an_activity_proposes_is_shown_while_typing_and_can_be_left_out(bench: Bench) -> None:
    entry, form = bench.page.entry, bench.page.form
    type_text(entry.line, LINE)
    assert entry.told.text().splitlines()[1] == (
        "Đề nghị vào số liệu: Thăm hỏi ốm đau, hiếu hỉ, tai nạn, thiên tai: 12; "
        "Thăm hỏi: kinh phí công đoàn: 6.000.000."
    )
    press(entry.line, Qt.Key.Key_Return)
    bench.settle()
    current = bench.page.current()
    assert current is not None
    assert list(form.proposals.ticks) == ["E07", "E07D"]
    form.proposals.ticks["E07D"].click()
    bench.settle()
    kept = read_activity(bench.read, current.id)
    assert kept.declined == ("E07D",)
    assert dict(contributions(bench.read.packs, kept)) == {"E07": 12}
    assert not form.proposals.ticks["E07D"].isChecked()
    form.proposals.ticks["E07D"].click()
    bench.settle()
    assert read_activity(bench.read, current.id).declined == ()
    bench.page.verbs.update(current.id, {"figures": {"E08": 12}})
    bench.settle()
    assert form.proposals.ticks == {}
    assert "ghi số riêng" in form.proposals.told.text()


def test_an_office_without_activities_shows_the_first_step(tmp_path: Path) -> None:
    store, _units = commune(tmp_path / "mới", 0)
    store.close()
    made = Bench(store.folder)
    assert made.page.stack.currentWidget() is made.page.empty
    made.shell.close()
    made.shell.deleteLater()


def test_a_plan_item_is_picked_by_words_and_ties_the_activity(office: Path) -> None:
    with Store.open(office) as store:
        facts = office_facts(store, date(2026, 11, 3))
        plan_from_template(store, next(iter(store.packs.template_files)), 2027, facts)
    made = Bench(office)
    picker = ItemPicker(None, made.read)
    picker.search.setText("hoi nghi")
    picker._show()
    lines = [node.value for node in picker.tree._all(picker.tree.tree_model.roots)]
    item = next(line for line in lines if line.is_item and "hội nghị" in line.text.casefold())
    picker.tree.go_to(item.id)
    picker.perform()
    assert picker.picked == item.id
    key = made.listed()[0].id
    made.page.opened(key)
    made.page.verbs.update(key, {"plan_items": (item.id,)})
    made.settle()
    made.page.opened(("item", item.id))
    assert [one.id for one in made.page._found] == [key]
    picker.deleteLater()
    made.shell.close()
    made.shell.deleteLater()


@pytest.fixture
def above(tmp_path: Path) -> Iterator[Bench]:
    """The window of a province that got an activity of a commune below it."""
    pair = make_pair(tmp_path)
    with Store.open(pair.commune) as store:
        mine = log(store, "Thăm công nhân ốm", date(2026, 10, 5), "CL", people=2)
    ask(pair.province, "bundle", "import", pair.send(), "--yes")
    with Store.open(pair.province) as store:
        log(store, "Giao ban tỉnh", date(2026, 10, 6), people=20)
    made = Bench(pair.province)
    made.page.opened(mine)
    made.settle()
    yield made
    made.shell.close()
    made.shell.deleteLater()


def test_an_activity_of_another_office_is_read_and_says_whose_it_is(above: Bench) -> None:
    form, weeks = above.page.form, above.page.weeks
    assert not form.whose.isHidden()
    assert "chỉ xem được" in form.whose.text()
    assert not any(field.isEnabled() for field in (*form.texts.values(), form.category))
    assert form.remove.isHidden()
    assert "chỉ xem được" in above.page._why_not_delete()
    unit = weeks.tree_model.columns[UNIT]
    assert unit.text(above.page.current()) in form.whose.text()
    above.shell.resize(1366, 768)
    above.shell.desk.show_details(False)
    above.settle()
    assert not weeks.isColumnHidden(UNIT)
    press(weeks, Qt.Key.Key_Delete)
    above.settle()
    assert len(above.listed()) == 2
    own = next(one for one in above.listed() if one.title == "Giao ban tỉnh")
    above.page.opened(own.id)
    above.settle()
    assert form.whose.isHidden()
    assert form.texts["title"].isEnabled()
    assert not form.remove.isHidden()


def test_delete_and_the_right_button_work_on_the_list(bench: Bench) -> None:
    weeks = bench.page.weeks
    assert weeks.isColumnHidden(UNIT)
    bench.page.opened("first")
    bench.settle()
    first = bench.page.current()
    assert first is not None
    menu = bench.page._show_menu(weeks.visualRect(weeks.currentIndex()).center())
    assert menu is not None
    assert [line.text().partition("\t")[0] for line in menu.actions()] == [
        *("Xem, bổ sung", "Xóa hoạt động"),
    ]
    menu.close()
    press(weeks, Qt.Key.Key_Delete)
    bench.settle()
    assert first.id not in {one.id for one in bench.listed()}


def test_long_words_of_a_proposal_never_widen_the_panel(bench: Bench) -> None:
    title = "Hội nghị tuyên truyền nghị quyết, pháp luật"
    made = Activity(title, "TT", date(2026, 11, 6), date(2026, 11, 6), people=1)
    bench.shell.desk.do(lambda store: add_activity(store, made, store.packs.activity_categories))
    bench.settle()
    bench.page.opened(next(one.id for one in bench.listed() if one.title == title))
    bench.settle()
    form = bench.page.form
    fields = max(row.minimumSizeHint().width() for row in form._rows.values())
    assert form.proposals.ticks
    assert form.proposals.minimumSizeHint().width() <= fields
