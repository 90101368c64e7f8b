"""*Cài đặt*: what is chosen takes effect, backups are made and given back, offices changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication

from desktop.models.store import history
from desktop.models.store.store import Store
from desktop.models.units.persons import persons
from desktop.tasks import moment
from desktop.tasks.offices.safekeeping import keep, kept_backups, second_place
from desktop.tasks.papers.layout_settings import office_layout
from desktop.tasks.papers.own_facts import chosen_facts, set_facts
from desktop.ui.app import office_at
from desktop.ui.machine_state import MachineState
from desktop.ui.page import PageEntry
from desktop.ui.pages.settings.backups import Backups
from desktop.ui.pages.settings.display import Display
from desktop.ui.pages.settings.history import History
from desktop.ui.pages.settings.office import OfficeSection
from desktop.ui.pages.settings.page import SettingsPage
from desktop.ui.pages.settings.page_layout import PageLayout
from desktop.ui.pages.settings.papers import Papers
from desktop.ui.shell import Shell
from desktop.ui.theme import Theme, ThemeChoice
from tests.models.offices import commune

ENTRY = PageEntry("settings", "Cài đặt", "settings", "desktop.ui.pages.settings")


class Around:
    """What the program around the office was asked for."""

    def __init__(self) -> None:
        self.display = MachineState(None)
        self.opened: list[Path] = []
        self.restored: list[Path] = []
        self.begun = 0

    def open_office(self, folder: Path) -> None:
        self.opened.append(folder)

    def restore(self, file: Path) -> None:
        self.restored.append(file)

    def begin(self) -> None:
        self.begun += 1


class Bench:
    """The window on the page, with what tests ask of it."""

    def __init__(self, folder: Path) -> None:
        self.around = Around()
        self.shell = Shell(office_at(folder, "Thử", self.around), (ENTRY,), MachineState(None))
        self.shell.show()
        self.shell.settle()
        page = self.shell._host.front.page
        assert isinstance(page, SettingsPage)
        self.page = page
        self.folder = folder
        self.read = self.shell.desk.read

    def section(self, kind: type[Any]) -> Any:
        self.page.opened(kind.id)
        self.shell.settle()
        section = self.page.current()
        assert isinstance(section, kind)
        return section

    def messages(self) -> list[str]:
        return [strip.message.text for strip in self.shell.messages.strips()]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """The window on a commune's office."""
    store, _units = commune(tmp_path / "sổ", 1)
    store.close()
    made = Bench(store.folder)
    yield made
    made.shell.close()
    made.shell.deleteLater()


def test_every_part_builds_and_shows(bench: Bench) -> None:
    for place in range(len(bench.page.sections)):
        bench.page.list.setCurrentRow(place)
        bench.shell.settle()
    assert bench.messages() == []


def test_theme_and_text_size_change_at_once_and_are_remembered(bench: Bench, theme: Theme) -> None:
    display = bench.section(Display)
    display.theme.show_value(ThemeChoice.DARK)
    display.size.show_value(1.25)
    display.size.chosen.emit(1.25)
    assert theme.tokens.dark
    assert theme.tokens.type["normal"] == 16
    assert bench.around.display.get("theme") == "dark"
    assert bench.around.display.get("text_scale") == 1.25


def test_printing_facts_show_the_register_in_grey_and_what_was_chosen(bench: Bench) -> None:
    papers = bench.section(Papers)
    assert papers.fields["place"].text() == ""
    assert papers.fields["place"].placeholderText() == "Đồi Chè"
    papers.fields["signer_name"].setText("Nguyễn Thị Hà")
    papers.fields["signer_name"].commit()
    bench.shell.settle()
    assert chosen_facts(bench.read) == {"signer_name": "Nguyễn Thị Hà"}
    assert papers.head._parts["name"].text() == "Nguyễn Thị Hà"
    assert papers.head._parts["own"].text() == "CÔNG ĐOÀN XÃ ĐỒI CHÈ"
    papers.fields["signer_name"].setText("")
    papers.fields["signer_name"].commit()
    bench.shell.settle()
    assert chosen_facts(bench.read) == {}


def test_new_papers_begin_with_the_size_and_margins_chosen(bench: Bench) -> None:
    papers = bench.section(Papers)
    assert (papers.size.value(), papers.margin.value()) == ("14", "default")
    papers.size.chosen.emit("13")
    papers.margin.chosen.emit("decree30")
    bench.shell.settle()
    assert chosen_facts(bench.read) == {"body_size": "13", "margin": "decree30"}
    assert (papers.size.value(), papers.margin.value()) == ("13", "decree30")


def test_a_number_of_the_printed_page_is_found_changed_and_taken_back(bench: Bench) -> None:
    layout = bench.section(PageLayout)
    layout.search.setText("giãn dòng")
    layout._filter()
    (place,) = layout.table.rows()
    layout.table.go_to(place.place)
    layout._show_field()
    assert layout.field.text() == "1,15"
    layout.field.setText("rộng")
    layout.field.commit()
    bench.shell.settle()
    assert "Ghi như giá trị đang có: 1,15" in layout.line.error.text()
    layout.field.setText("1,3")
    layout.field.commit()
    bench.shell.settle()
    assert office_layout(bench.read).body.line == 1.3
    assert layout.table.rows()[0].value == "1,3"
    layout._reset()
    bench.shell.settle()
    assert office_layout(bench.read).body.line == 1.15


def test_a_backup_made_now_is_listed_checked_and_told(bench: Bench) -> None:
    backups = bench.section(Backups)
    assert "Chưa có" in backups.state.text()
    backups.back_up()
    bench.shell.settle()
    (kept,) = backups.list.rows()
    assert kept.file.exists()
    assert any("Đã sao lưu" in text for text in bench.messages())
    backups.list.go_to(kept.file)
    backups._verify()
    bench.shell.settle()
    assert any("lành lặn" in text for text in bench.messages())
    assert "Sao lưu hôm nay" in bench.shell.status.backup.text()


def test_a_damaged_backup_is_told(bench: Bench) -> None:
    file = keep(bench.read, moment.now())
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)
    backups = bench.section(Backups)
    backups.list.go_to(file)
    backups._verify()
    bench.shell.settle()
    assert any("hỏng" in text for text in bench.messages())


def test_checking_the_office_says_that_all_is_well(bench: Bench) -> None:
    bench.page._check()
    bench.shell.settle()
    assert any("Sổ lành lặn" in text for text in bench.messages())


def test_restoring_asks_first_and_hands_the_file_over(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = keep(bench.read, moment.now())
    asked: list[str] = []

    def agree(_parent: object, _title: str, sentence: str, _deed: str) -> bool:
        asked.append(sentence)
        return True

    monkeypatch.setattr("desktop.ui.pages.settings.backups.confirm", agree)
    backups = bench.section(Backups)
    backups.list.go_to(file)
    backups._restore_chosen()
    bench.shell.settle()
    QCoreApplication.processEvents()
    assert bench.around.restored == [file]
    assert "không bị xóa" in asked[0]


def test_the_second_place_is_chosen_and_left(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()
    backups = bench.section(Backups)
    monkeypatch.setattr(bench.shell.desk, "choose_folder", lambda _title: stick)
    backups._ask_place()
    bench.shell.settle()
    assert str(stick) in backups.second.text()
    backups.back_up()
    bench.shell.settle()
    assert [path.name for path in stick.iterdir()] == [kept_backups(bench.folder)[0].file.name]
    backups.forget.click()
    bench.shell.settle()
    assert second_place(bench.read) is None


def test_the_office_says_who_it_is_and_changes_for_another(bench: Bench, tmp_path: Path) -> None:
    from desktop.tasks.offices.offices import remember

    other, _units = commune(tmp_path / "khác", 0)
    other.close()
    remember(tmp_path / "khác")
    section = bench.section(OfficeSection)
    assert section.facts["unit"].text() == "Công đoàn xã Đồi Chè"
    assert section.facts["code"].text() == "DC"
    section.list.go_to((tmp_path / "khác").resolve())
    section.enter.click()
    assert bench.around.opened == [(tmp_path / "khác").resolve()]
    section._begin()
    assert bench.around.begun == 1


def test_the_history_tells_what_was_taken_back(bench: Bench) -> None:
    section = bench.section(History)
    bench.shell.desk.do(lambda store: set_facts(store, {"place": "Ba Lòng"}))
    bench.shell.settle()
    newest = section.list.rows()[0]
    assert newest.label == "Ghi thông tin in trên văn bản"
    assert newest.state == ""
    section.undo.click()
    bench.shell.settle()
    assert section.list.rows()[0].state == "Đã hoàn tác"
    assert any("Hoàn tác: Ghi thông tin" in text for text in bench.messages())
    assert history.next_redo(bench.read) is not None
    section.redo.click()
    bench.shell.settle()
    assert section.list.rows()[0].state == ""


def test_the_lists_of_the_settings_fit_a_small_screen(bench: Bench) -> None:
    """1366 × 768 at 125 %: nothing is read by scrolling sideways."""
    bench.shell.resize(1093, 614)
    listed = bench.section(History).list
    bench.shell.settle()
    room = listed.viewport().width()
    assert not listed.horizontalScrollBar().isVisible()
    assert listed.columnWidth(1) >= room // 4  # what was done is what is looked for


def test_the_history_is_searched_without_tone_marks(tmp_path: Path) -> None:
    store, _units = commune(tmp_path / "sổ", 1)
    with store:
        set_facts(store, {"place": "Ba Lòng"})
    made = Bench(store.folder)
    section = made.section(History)
    section.search.setText("thong tin in")
    section.search.searched.emit("")
    assert {one.label for one in section.list.rows()} == {"Ghi thông tin in trên văn bản"}
    made.shell.close()
    made.shell.deleteLater()


def test_an_office_restored_by_hand_opens(tmp_path: Path) -> None:
    """A restored office has no key and a new number, and still shows who it is."""
    from desktop.models.store.backup import restore

    store, _units = commune(tmp_path / "sổ", 1)
    with store:
        file = keep(store, moment.now())
    restore(file, tmp_path / "mới")
    with Store.open(tmp_path / "mới"):
        pass
    made = Bench(tmp_path / "mới")
    assert made.section(OfficeSection).facts["unit"].text() == "Công đoàn xã Đồi Chè"
    made.shell.close()
    made.shell.deleteLater()


def test_who_enters_is_told_in_the_settings_and_may_be_another(bench: Bench) -> None:
    section = bench.section(OfficeSection)
    first = persons(bench.shell.desk.read)[0].id
    assert first in section.person_hint.text()
    assert not section.correct.isVisible()
    for name, press in (
        ("Nguyễn Thị Lan", section.another), ("Nguyễn Thị Lân", section.correct),
        ("Lò Văn Hùng", section.another),
    ):  # fmt: skip
        section.person.setText(name)
        press.click()
        bench.shell.settle()
        assert section.person.text() == name
    now, before = persons(bench.shell.desk.read)
    assert (now.name, before.name, before.id) == ("Lò Văn Hùng", "Nguyễn Thị Lân", first)
    assert now.id in section.person_hint.text()
