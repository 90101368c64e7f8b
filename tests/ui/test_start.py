"""Starting: an office, the first screen, or the words why an office cannot open."""

import json
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks import moment
from desktop.tasks.offices import sample_here
from desktop.tasks.offices.found_office import found_office
from desktop.tasks.offices.places import default_office
from desktop.tasks.offices.safekeeping import keep, kept_backups
from desktop.tasks.papers.own_facts import set_facts
from desktop.ui.first_forms import OfficeForm
from desktop.ui.first_start import FirstStart
from desktop.ui.machine_state import MachineState
from desktop.ui.program import Program
from desktop.ui.shell import Shell
from desktop.ui.trouble import Trouble
from tests.models.offices import commune

NAME = "Công đoàn xã Ba Lòng"


@pytest.fixture
def program(app: QApplication) -> Iterator[Callable[[Path], Program]]:
    """Start the program on a folder; its window is closed after the test."""
    started: list[Program] = []

    def start(folder: Path) -> Program:
        made = Program(folder, MachineState(None))
        started.append(made)
        made.start()
        return made

    yield start
    for made in started:
        if made.window is not None:
            made.window.close()
            made.window.deleteLater()
        made.keeper.finish()
        made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shell_of(program: Program) -> Shell:
    assert isinstance(program.window, Shell), program.window
    program.window.settle()
    return program.window


def texts(program: Program) -> list[str]:
    assert isinstance(program.window, Shell)
    return [strip.message.text for strip in program.window.messages.strips()]


def test_an_office_made_on_the_first_screen_opens(program: Callable[[Path], Program]) -> None:
    folder = default_office()
    started = program(folder)
    assert isinstance(started.window, FirstStart)
    started.window.choices[0]._run()
    (form,) = started.window.findChildren(OfficeForm)
    form.name.setText(NAME)
    form.perform()
    assert NAME in shell_of(started).windowTitle()
    with Reader.open_reader(folder) as reader:
        assert reader.own_unit


def test_a_form_without_a_name_says_so_and_stays(program: Callable[[Path], Program]) -> None:
    started = program(default_office())
    assert isinstance(started.window, FirstStart)
    started.window.choices[0]._run()
    (form,) = started.window.findChildren(OfficeForm)
    form.perform()
    assert "Chưa ghi tên đơn vị" in form.problem.text()
    assert not (default_office() / "office.db").exists()


def test_receiving_writes_the_request_and_goes_on_into_the_office(
    program: Callable[[Path], Program], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "đăng ký.json"
    monkeypatch.setattr(
        "desktop.ui.first_steps.QFileDialog.getSaveFileName", lambda *_args: (str(file), "")
    )
    started = program(default_office())
    assert isinstance(started.window, FirstStart)
    started.window.choices[1]._run()
    (form,) = started.window.findChildren(OfficeForm)
    form.name.setText(NAME)
    form.perform()
    assert json.loads(file.read_text(encoding="utf-8"))["request"]["unit"]["name"] == NAME
    enter = [b for b in started.window.findChildren(QPushButton) if b.text() == "Mở sổ"]
    enter[-1].click()
    shell_of(started)


def test_the_sample_is_made_beside_the_window_and_says_that_it_is_one(
    program: Callable[[Path], Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    def quick(folder: Path, _seed: int, _today: object, progress: Callable[[str], None]) -> None:
        progress("Số liệu")
        store, _units = commune(folder / "commune-1", 1)
        store.close()

    monkeypatch.setattr(sample_here, "make_sample", quick)
    started = program(default_office())
    assert isinstance(started.window, FirstStart)
    started.window.choices[2]._run()
    for _round in range(500):
        QCoreApplication.processEvents()
        time.sleep(0.01)
        if isinstance(started.window, Shell):
            break
    shell = shell_of(started)
    assert "(sổ mẫu)" in shell.windowTitle()
    assert any("sổ mẫu" in text for text in texts(started))


def test_a_second_window_says_who_holds_the_office(
    program: Callable[[Path], Program], tmp_path: Path
) -> None:
    store, _units = commune(tmp_path / "sổ", 1)
    with store:
        started = program(store.folder)
        assert isinstance(started.window, Trouble)
        told = started.window.sentence.text()
        assert "đang mở ở một cửa sổ khác" in told
        assert "mở lúc" in told
    started.open_office(store.folder)
    shell_of(started)


def test_a_damaged_office_is_given_back_from_its_newest_backup(
    program: Callable[[Path], Program], tmp_path: Path
) -> None:
    store, _units = commune(tmp_path / "sổ", 1)
    with store:
        set_facts(store, {"place": "Đồi Chè"})
        keep(store, moment.now())
    (store.folder / "office.db").write_bytes(b"broken" * 5000)
    started = program(store.folder)
    assert isinstance(started.window, Trouble)
    first = started.window.ways[0]
    assert isinstance(first, QPushButton)
    assert first.text().startswith("Khôi phục bản sao lưu")
    first.click()
    shell = shell_of(started)
    assert shell.desk.read.get("setting", "plan", "place") == "Đồi Chè"
    assert any("Đã khôi phục" in text for text in texts(started))


def test_an_office_of_a_newer_program_stays_closed(
    program: Callable[[Path], Program], tmp_path: Path
) -> None:
    store, _units = commune(tmp_path / "sổ", 1)
    store.close()
    connection = sqlite3.connect(store.folder / "office.db")
    connection.execute("PRAGMA user_version = 999000")
    connection.close()
    started = program(store.folder)
    assert isinstance(started.window, Trouble)
    assert "phiên bản mới hơn" in started.window.sentence.text()


def test_another_office_opens_in_the_first_ones_place(
    program: Callable[[Path], Program], tmp_path: Path
) -> None:
    for name in ("một", "hai"):
        store, _units = commune(tmp_path / name, 1)
        store.close()
    started = program(tmp_path / "một")
    first = shell_of(started)
    started.open_office(tmp_path / "hai")
    assert shell_of(started).desk.read.folder == tmp_path / "hai"
    assert not first.isVisible()
    with Store.open(tmp_path / "một"):
        pass  # the lock was given up


def test_an_office_that_cannot_be_opened_leaves_the_present_one_open(
    program: Callable[[Path], Program], tmp_path: Path
) -> None:
    store, _units = commune(tmp_path / "một", 1)
    store.close()
    started = program(store.folder)
    shell = shell_of(started)
    started.open_office(tmp_path / "không có")
    assert started.window is shell
    assert any("Không thấy sổ" in text for text in texts(started))


def test_the_days_backup_makes_itself_and_one_more_at_closing(
    program: Callable[[Path], Program], tmp_path: Path
) -> None:
    found_office(tmp_path / "sổ", NAME, "CDX")
    started = program(tmp_path / "sổ")
    shell = shell_of(started)
    assert "Chưa sao lưu" in shell.status.backup.text()
    started.keeper.look()
    shell.settle()
    (kept,) = kept_backups(tmp_path / "sổ")
    shell.settle()
    assert "Sao lưu hôm nay" in shell.status.backup.text()
    kept.file.rename(kept.file.with_name("so-2026-01-05-0800.zip"))
    shell.desk.do(lambda one: set_facts(one, {"place": "Ba Lòng"}))
    shell.settle()
    shell.close()
    started.keeper.finish()
    assert len(kept_backups(tmp_path / "sổ")) == 2


def test_nothing_is_backed_up_when_nothing_changed(
    program: Callable[[Path], Program], tmp_path: Path
) -> None:
    found_office(tmp_path / "sổ", NAME, "CDX")
    with Reader.open_reader(tmp_path / "sổ") as reader:
        first = keep(reader, moment.now())
    started = program(tmp_path / "sổ")
    shell_of(started).close()
    started.keeper.finish()
    assert [one.file for one in kept_backups(tmp_path / "sổ")] == [first]


def test_undo_names_the_step_it_took_back(
    program: Callable[[Path], Program], tmp_path: Path
) -> None:
    found_office(tmp_path / "sổ", NAME, "CDX")
    shell = shell_of(program(tmp_path / "sổ"))
    shell.desk.do(lambda one: set_facts(one, {"place": "Ba Lòng"}))
    shell.settle()
    shell.undo()
    shell.settle()
    assert shell.status.saved.text() == "Hoàn tác: Ghi thông tin in trên văn bản"
    assert shell.desk.read.get("setting", "plan", "place") is None


def test_a_sample_that_was_closed_is_offered_again_on_the_first_screen(
    program: Callable[[Path], Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    def quick(folder: Path, _seed: int, _today: object, _progress: object) -> None:
        store, _units = commune(folder / "commune-1", 1)
        store.close()

    assert isinstance(program(default_office()).window, FirstStart)
    monkeypatch.setattr(sample_here, "make_sample", quick)
    made = sample_here.make_sample_here(date(2026, 11, 12))
    again = program(default_office())
    assert isinstance(again.window, FirstStart)
    assert again.window.choices[2].accessibleName() == "Mở lại sổ mẫu"
    again.window.choices[2]._run()
    assert shell_of(again).desk.read.folder == made.resolve()


def test_an_older_copy_put_back_by_hand_is_told_when_it_opens(
    program: Callable[[Path], Program], tmp_path: Path
) -> None:
    store, _units = commune(tmp_path / "sổ", 1)
    store.close()
    old = shutil.copytree(store.folder, tmp_path / "bản cũ")
    with Store.open(store.folder) as later, later.step("Ghi chú") as step:
        step.put("note", "n", "text", "việc hôm nay")
    first = program(store.folder)
    shell_of(first)
    assert not any("bản cũ" in text for text in texts(first))
    assert first.window is not None
    first.window.close()
    first.keeper.finish()
    shutil.rmtree(store.folder)
    old.rename(store.folder)
    again = program(store.folder)
    shell_of(again)
    assert any("là bản cũ" in text for text in texts(again))
