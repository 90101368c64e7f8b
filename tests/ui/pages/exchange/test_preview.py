"""Files taken in through the window: previewed, stopped, taken, told."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from desktop.ui.machine_state import MachineState
from desktop.ui.shell import Shell
from tests.ui.pages.exchange.ways import (
    Ways,
    count_ops,
    send_bundle,
    take_in,
    texts,
)
from tests.ui.pages.offices import (
    front,
    window,
)
from tests.ui.test_store_thread import until

pytestmark = pytest.mark.usefixtures("app")


def test_a_bad_file_blocks_no_other_and_says_its_sentence(connected: Ways) -> None:
    sent = send_bundle(connected)
    cut = connected.files / "đứt.zip"
    cut.write_bytes(sent.read_bytes()[:700])
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        page.receiving.preview([cut, sent])
        shell.settle()
        rows = texts(page.receive.files)
        assert [row[2] for row in rows] == ["không nhập được", "nhập được"]
        assert page.receive.take_button.text() == "Nhập 1 gói"
        words = page.receive.words.text()
        assert "không thay đổi" in words
        assert "gửi lại" in words
        assert page.receive.differences.isHidden()
        page.receive.take_button.click()
        shell.settle()
        assert [row[2] for row in texts(page.receive.files)] == ["không nhập được", "đã nhập"]


def many(ways: Ways, number: int) -> list[Path]:
    """Make bundles of the commune, each with one more activity."""
    from desktop.models.store.store import Store
    from desktop.sync.export import make_bundle
    from tests.ui.pages.offices import clock

    made = []
    for place in range(number):
        with Store.open(ways.commune, clock=clock(10 + place)) as store:
            with store.step("Ghi") as step:
                step.put("setting", "office", f"X-{place}", place)
            made.append(make_bundle(store, ways.files).path)
    return made


def stop_after(monkeypatch: pytest.MonkeyPatch, shell: Shell, number: int) -> None:
    """Cancel the work of the page once so many files are through, as its cross does."""
    from desktop.ui.pages.exchange import work

    read, receiving = work.read_files, front(shell).receiving

    def slow(store: Any, paths: Any, found: Any, **named: Any) -> Any:
        for at in read(store, paths, found, **named):
            if len(found) >= number:
                # The work may be this far before the page has got its job to hold.
                while receiving._job is None:
                    time.sleep(0.001)
                receiving._job.cancel()
            yield at

    monkeypatch.setattr(work, "read_files", slow)


def test_stopped_while_reading_it_shows_what_was_read(
    connected: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = many(connected, 4)
    with window(connected.province, page="exchange") as shell:
        stop_after(monkeypatch, shell, 2)
        page = front(shell)
        page.receiving.preview(files)
        shell.settle()
        assert len(page.receive.files.rows()) == 2
        assert "còn 2 tệp chưa đọc" in page.receive.told.text()
        assert page.receive.take_button.text() == "Nhập 2 gói"
        assert page.receive.unchecked() == []


def test_stopped_while_taking_what_was_taken_is_whole_and_the_rest_waits(
    connected: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = many(connected, 4)
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        page.receiving.preview(files)
        shell.settle()
        with monkeypatch.context() as patched:
            stop_after(patched, shell, 1)
            page.receive.take_button.click()
            shell.settle()
        assert page.receive.told.text().startswith("Đã dừng. Đã nhập trọn 1 trên 4 tệp")
        assert page.receive.take_button.text() == "Nhập 3 gói"
        page.receive.close_button.click()
        shell.settle()
        taken = [row for row in page.bundles.table.rows() if not row.out]
        assert len(taken) == 1  # the page has noticed though the work was stopped
        page.receiving.preview(files)
        shell.settle()
        page.receive.take_button.click()
        shell.settle()
        assert len([row for row in page.bundles.table.rows() if not row.out]) == 4


def by_esc(shell: Shell) -> None:
    QTest.keyClick(front(shell).receive.close_button, Qt.Key.Key_Escape)


def by_the_button(shell: Shell) -> None:
    QTest.mouseClick(front(shell).receive.close_button, Qt.MouseButton.LeftButton)


def by_the_cross(shell: Shell) -> None:
    (strip,) = shell.status.jobs()
    QTest.mouseClick(strip._cross, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("stop", [by_esc, by_the_button, by_the_cross])
@pytest.mark.parametrize("through", [0, 2])
def test_while_files_are_read_it_shows_how_far_and_stops_with_nothing_kept(
    connected: Ways, monkeypatch: pytest.MonkeyPatch, stop: Callable[[Shell], None], through: int
) -> None:
    from desktop.ui import jobs
    from desktop.ui.pages.exchange import work

    files, read, count = many(connected, 4), work.read_files, count_ops(connected.province)

    def slow(store: Any, paths: Any, found: Any, **named: Any) -> Any:
        for at in read(store, paths, found, **named):
            yield at
            while len(found) == through:
                yield at

    monkeypatch.setattr(jobs, "SHOW_AFTER_MS", 0)
    monkeypatch.setattr(work, "read_files", slow)
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        page.receiving.preview(files)
        until(
            lambda: shell.status.jobs() and f"Đã đọc {through} trên 4" in page.receive.told.text()
        )
        assert page.receive.isVisible()
        assert not page.receive.take_button.isEnabled()
        stop(shell)
        shell.settle()
        kept = through and stop is by_the_cross  # what was read may still be taken in
        assert page.receive.isVisible() is bool(kept)
        assert not shell.status.jobs()
    assert count_ops(connected.province) == count


def test_a_preview_is_taken_and_put_away_by_the_keyboard_alone(connected: Ways) -> None:
    files = many(connected, 1)
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        page.receiving.preview(files)
        shell.settle()
        QTest.keyClick(page.receive.files, Qt.Key.Key_Escape)
        assert not page.receive.isVisible()
        page.receiving.preview(files)
        shell.settle()
        QTest.keyClick(page.receive.take_button, Qt.Key.Key_Return)
        QTest.keyClick(page.receive.files, Qt.Key.Key_Escape)  # nothing of it is stopped
        shell.settle()
        assert [row[2] for row in texts(page.receive.files)] == ["đã nhập"]
        QTest.keyClick(page.receive.close_button, Qt.Key.Key_Return)
        assert not page.receive.isVisible()


def test_what_is_being_taken_in_is_not_stopped_by_files_chosen_meanwhile(
    connected: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.ui.pages.exchange import work

    files, read = many(connected, 3), work.read_files
    with window(connected.province, page="exchange") as shell:
        page, told = front(shell), []
        page.receiving.preview(files[:2])
        shell.settle()
        monkeypatch.setattr(shell.desk, "message", lambda text, **_named: told.append(text))
        begun, go_on = threading.Event(), threading.Event()

        def slow(*given: Any, **named: Any) -> Any:
            begun.set()
            go_on.wait()
            return (yield from read(*given, **named))

        with monkeypatch.context() as patched:
            patched.setattr(work, "read_files", slow)
            page.receive.take_button.click()
            begun.wait()
        page.receiving.preview(files[2:])
        assert [text[:23] for text in told] == ["Đang nhập các gói trước"]
        assert page.receive.busy.isHidden()
        go_on.set()
        shell.settle()
        assert page.receive.title.text() == "Kết quả nhập"
        assert [row[2] for row in texts(page.receive.files)] == ["đã nhập", "đã nhập"]
        page.receiving.preview(files[2:])
        shell.settle()
        assert page.receive.take_button.text() == "Nhập 1 gói"


def test_files_are_taken_in_the_order_they_were_handed_in(
    connected: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace as with_

    from desktop.ui.pages.exchange import work

    files, read = many(connected, 3), work._counted

    def doubted(words: Any, result: Any, *, done: bool) -> Any:
        reading = read(words, result, done=done)
        if reading.path == files[2]:
            reading = with_(
                reading, result=structs.replace(reading.result, warnings=("Xem lại gói này.",))
            )
        return reading

    monkeypatch.setattr(work, "_counted", doubted)
    with window(connected.province, page="exchange") as shell:
        page, taken = front(shell), []
        page.receiving.preview(files)
        page.receive._take = taken.extend
        page.receiving.checking.start = lambda: None
        shell.settle()
        assert [one.path for one in page.receive.files.rows()] == [files[2], *files[:2]]
        page.receive.take_button.click()
        assert taken == files


def test_the_window_closes_while_files_are_being_looked_into(connected: Ways) -> None:
    files = many(connected, 3)
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        page.receiving.preview(files)
        while not page.receive.files.rows():
            shell.thread_of_store.finish()
        assert page.receive.unchecked()
        shell.close()
        assert page.receive.unchecked()  # nobody waits for the rest


def test_a_batch_is_preceded_by_one_backup(
    connected: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.sync import evidence, importer

    files, backups = many(connected, 3), []
    monkeypatch.setattr(importer, "BACKUP_ABOVE", 0)
    monkeypatch.setattr(evidence, "backup_before_import", lambda _store: backups.append(1))
    with window(connected.province, page="exchange") as shell:
        take_in(shell, files)
    assert backups == [1]


def test_the_rules_are_asked_after_the_table_is_there(
    connected: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.sync import importer

    sent, judged = send_bundle(connected), []
    real = importer.judged_returns
    monkeypatch.setattr(
        importer, "judged_returns", lambda *given: (judged.append(1), real(*given))[1]
    )
    with window(connected.province, page="exchange") as shell:
        page, seen = front(shell), []
        shown = page.receive.show_preview
        monkeypatch.setattr(
            page.receive, "show_preview", lambda *given: (seen.append(len(judged)), shown(*given))
        )
        page.receiving.preview([sent])
        shell.settle()
        assert (seen, judged) == ([0], [1])
        assert page.receive.busy.isHidden()
        assert page.receive.differences.tree_model.roots


def test_the_preview_changes_nothing_and_names_the_differences(connected: Ways) -> None:
    sent = send_bundle(connected)
    before = count_ops(connected.province)
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        page.receiving.preview([sent])
        shell.settle()
        lines = [node.value for node in page.receive.differences.tree_model.roots]
        line = next(one for one in lines if one.subject.startswith("Biểu F1 · CĐCS Trường số 1"))
        assert line.subject == "Biểu F1 · CĐCS Trường số 1 · tháng 10/2026"
        assert [one.after for one in line.inside if one.subject == "Tổng số đoàn viên"] == ["40"]
        returns = [one for one in lines if one.subject.startswith("Biểu F")]
        assert len(returns) == len({one.subject for one in returns}) == 6
        assert page.receive.files.hasFocus()  # the arrows walk the files, Tab leads on to Nhập
        things = page.receive.files.rows()[0].result.tally
        assert texts(page.receive.files)[0][3] == str(things.total("new"))
        assert page.receive.words.text() == f"Mới: {things.told('new')}."
        assert things.told("new").startswith("6 báo cáo đã chốt, ")
        page.receive.close_button.click()
        assert page.board.isVisible()
    assert count_ops(connected.province) == before


def test_a_bundle_taken_before_is_told_as_known(connected: Ways) -> None:
    sent = send_bundle(connected)
    with window(connected.province, page="exchange") as shell:
        view = take_in(shell, [sent])
        listed = len(view.differences.tree_model.roots)
        assert f"Danh sách dưới đây là lúc xem trước: {listed} chỗ." in view.words.text()
        front(shell).receiving.preview([sent])
        shell.settle()
        assert texts(front(shell).receive.files)[0][2] == "đã nhập trước đây"
        assert not front(shell).receive.take_button.isEnabled()


def test_the_results_keep_the_files_that_could_not_be_taken_in(
    connected: Ways, tmp_path: Path
) -> None:
    sent = send_bundle(connected)
    cut, empty = tmp_path / "Gói cụt.zip", tmp_path / "Gói rỗng.zip"
    cut.write_bytes(sent.read_bytes()[:-40])
    empty.write_bytes(b"")
    with window(connected.province, MachineState(None), "exchange") as shell:
        view = take_in(shell, [cut, sent, empty])
        assert [(name, result) for name, _unit, result, *_counts in texts(view.files)] == [
            (cut.name, "không nhập được"),
            (empty.name, "không nhập được"),  # before what went well: there may be hundreds
            (sent.name, "đã nhập"),
        ]
        assert view.told.text().startswith("Đã nhập 1 trên 3 tệp.")
        assert "Gói bị hỏng" in view.words.text()


def test_files_dropped_anywhere_on_the_page_are_read(connected: Ways) -> None:
    sent = send_bundle(connected)
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        assert page.board.isVisible()
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(sent))])
        surface = page.tabs.parentWidget().parentWidget()
        event = QDropEvent(
            QPointF(50, 200), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        surface.dropEvent(event)
        shell.settle()
        assert texts(page.receive.files)[0][2] == "nhập được"


def test_names_are_not_cut_on_a_small_screen(connected: Ways) -> None:
    sent = send_bundle(connected)
    with window(connected.province, page="exchange") as shell:
        shell.resize(1366, 768)
        page = front(shell)
        page.receiving.preview([sent])
        shell.settle()
        view = page.receive
        letters = view.fontMetrics().horizontalAdvance
        assert view.files.columnWidth(1) >= letters("Công đoàn phường Sông Thanh") + 8
        whole = letters("Biểu F1 tháng 10/2026 · CĐCS Công ty Cổ phần Cấp nước Cẩm Lệ")
        assert view.differences.columnWidth(0) >= whole + 48
