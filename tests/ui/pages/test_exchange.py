"""The whole way of a month through the real window: connect, send, take in, accept, answer."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.models.store.reader import Reader
from desktop.sync.enrol import grant, request
from desktop.ui.machine_state import MachineState
from desktop.ui.shell import Shell
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

pytestmark = pytest.mark.usefixtures("app")


class Ways:
    """The offices' folders and where files lie."""

    def __init__(self, folder: Path) -> None:
        self.province, self.commune = folder / "tỉnh", folder / "xã"
        self.files = folder / "Gói gửi đi"
        self.files.mkdir()


@pytest.fixture
def ways(tmp_path: Path) -> Ways:
    """Two offices that do not know each other yet."""
    found = Ways(tmp_path)
    make_province(found.province)
    make_commune(found.commune)
    return found


@pytest.fixture
def connected(ways: Ways) -> Ways:
    """Two offices enrolled with each other, October locked at the commune."""
    connect(ways.province, ways.commune, ways.files)
    enter_month(ways.commune)
    return ways


def remembering(ways: Ways) -> MachineState:
    """A state that already knows where bundles are put."""
    state = MachineState(None)
    state.set("exchange.folder", str(ways.files))
    return state


def press(shell: Shell, action: str) -> None:
    """Trigger one of the front page's declared actions, as its button does."""
    hosted = shell._host.front
    assert hosted is not None
    made = next(made for declared, made in hosted.declared if declared.id == action)
    assert made.isEnabled(), action
    made.trigger()
    shell.settle()


def answer(monkeypatch: pytest.MonkeyPatch, shell: Shell, **answers: Any) -> None:
    """Stand in for the system's file windows."""
    for name, value in answers.items():
        monkeypatch.setattr(shell.desk, name, lambda *_args, _value=value, **_named: _value)


def send_bundle(ways: Ways) -> Path:
    """Make the commune's bundle through its page; returns the file."""
    with window(ways.commune, remembering(ways), "exchange") as shell:
        press(shell, "send")
        bundle = front(shell).bundles.table.rows()[0]
        return Path(bundle.file)


def take_in(shell: Shell, paths: Sequence[Path]) -> Any:
    """Preview files as if dropped, then take them in; returns the receive view."""
    page = front(shell)
    page.bundles.drop._take(paths)
    shell.settle()
    view = page.receive
    assert view.isVisible()
    view.take_button.click()
    shell.settle()
    return view


def texts(view: Any) -> list[list[str]]:
    """Return the cells of a table as shown."""
    columns = view.rows_model.columns
    return [[column.text(row) for column in columns] for row in view.rows()]


def test_the_whole_way_of_a_month(connected: Ways) -> None:
    sent = send_bundle(connected)
    assert sent.parent == connected.files
    with window(connected.province, remembering(connected), "exchange") as shell:
        page = front(shell)
        cell = page.shown.board.rows[0].cells[page.shown.board.column(PERIOD)]
        assert (cell.state, cell.owed) == ("missing", 6)
        view = take_in(shell, [sent])
        assert texts(view.files)[0][2] == "đã nhập"
        assert not view.take_button.isVisible()
        view.close_button.click()
        unit = page.shown.board.rows[0].unit.id
        page.show_tab("board")
        page.board.table.go_to(unit, PERIOD)
        shell.settle()
        assert [one.state for one in page.board_panel.returns] == ["received"] * 6
        assert page.board_panel.accept_all.text() == "Duyệt tất cả đã nhận (6)"
        page.board_panel.accept_all.click()
        shell.settle()
        cell = page.shown.board.rows[0].cells[page.shown.board.column(PERIOD)]
        assert cell.state == "accepted"
        press(shell, "reply")
        answers = [row for row in page.bundles.table.rows() if row.out]
        assert len(answers) == 2  # the grant and the answer
        reply = Path(answers[0].file)
    with window(connected.commune, remembering(connected), "exchange") as shell:
        before = front(shell).bundles.table.rows()
        assert next(row for row in before if row.out).reached == 1
        take_in(shell, [reply])
        made = next(row for row in front(shell).bundles.table.rows() if row.out)
        assert made.reached == 4
        assert [c[3] for c in texts(front(shell).bundles.table) if "gửi" in c[1]] == ["đã tổng hợp"]


def test_a_bundle_is_named_beside_its_panel_in_a_small_window(connected: Ways) -> None:
    with window(connected.commune, remembering(connected), "exchange") as shell:
        press(shell, "send")
        shell.resize(1092, 582)  # 1366 × 728 at 125 %
        shell.settle()
        table = front(shell).bundles.table
        assert front(shell).bundle_panel.isVisible()
        assert table.columnWidth(1) > table.fontMetrics().horizontalAdvance("Gói số 12 gửi")
        assert table.horizontalScrollBar().maximum() == 0


def test_the_tick_by_hand_marks_a_bundle_sent(connected: Ways) -> None:
    with window(connected.commune, remembering(connected), "exchange") as shell:
        press(shell, "send")
        panel = front(shell).bundle_panel
        assert panel.shown is not None
        assert panel.shown.reached == 1
        panel.sent_button.click()
        shell.settle()
        assert front(shell).bundles.table.rows()[0].reached == 2


def test_the_panel_tells_the_sums_to_read_over_the_phone(connected: Ways) -> None:
    with window(connected.commune, remembering(connected), "exchange") as shell:
        press(shell, "send")
        shown = labels(front(shell).bundle_panel)
        assert "Đọc qua điện thoại để đối chiếu" in shown
        assert shown[shown.index("Tổng số đoàn viên") + 1] == str(40 * len(BASES))


def labels(widget: Any) -> list[str]:
    """Return the texts of the labels of a widget that are not put away."""
    from desktop.ui.widgets.labels import PlainLabel

    return [one.text() for one in widget.findChildren(PlainLabel) if not one.isHidden()]


def test_the_folder_is_asked_for_once(connected: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    with window(connected.commune, page="exchange") as shell:
        answer(monkeypatch, shell, choose_folder=connected.files)
        press(shell, "send")
        answer(monkeypatch, shell, choose_folder=None)
        press(shell, "send")
        assert sum(row.out for row in front(shell).bundles.table.rows()) == 2


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

    read = work.read_files

    def slow(store: Any, paths: Any, found: Any, **named: Any) -> Any:
        for at in read(store, paths, found, **named):
            if len(found) >= number:
                front(shell).receiving._job.cancel()
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


def count_ops(folder: Path) -> int:
    """Return how many operations an office holds."""
    with Reader.open_reader(folder) as reader:
        return int(reader.rows("SELECT count(*) FROM op")[0][0])


def test_a_bundle_taken_before_is_told_as_known(connected: Ways) -> None:
    sent = send_bundle(connected)
    with window(connected.province, page="exchange") as shell:
        take_in(shell, [sent])
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


def test_sending_back_asks_for_a_reason_beside_the_button(connected: Ways) -> None:
    sent = send_bundle(connected)
    with window(connected.province, page="exchange") as shell:
        take_in(shell, [sent])
        page = front(shell)
        page.show_tab("board")
        page.board.table.go_to(page.shown.board.rows[0].unit.id, PERIOD)
        shell.settle()
        panel = page.board_panel
        assert not panel.back.isEnabled()
        panel.table.go_to((panel.returns[0].unit, panel.returns[0].form))
        panel.back.click()
        panel.back_now.click()
        assert panel.error.text().startswith("Chưa ghi lý do")
        panel.reason.setPlainText("Kiểm tra số nữ")
        panel.back_now.click()
        shell.settle()
        states = sorted(one.state for one in page.board_panel.returns)
        assert states == ["received"] * 5 + ["returned"]
        cell = page.shown.board.rows[0].cells[page.shown.board.column(PERIOD)]
        assert cell.state == "returned"


def test_the_reminder_names_who_is_missing(connected: Ways) -> None:
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        page.board.show_month(PERIOD)
        page.board.remind.click()
        text = QGuiApplication.clipboard().text()
        assert "1. Công đoàn xã An Thử: chưa gửi" in text
        assert "05/11/2026" in text
        assert "15/11/2026" in text


def test_offices_are_connected_through_the_page(
    ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, given = ways.files / "yeu-cau.json", ways.files / "cap-phep.zip"
    with window(ways.commune, page="exchange") as shell:
        page = front(shell)
        hosted = shell._host.front
        assert hosted is not None
        send = next(made for declared, made in hosted.declared if declared.id == "send")
        assert not send.isEnabled()
        assert "chưa được cấp trên cấp phép" in send.toolTip()
        page.show_tab("links")
        answer(monkeypatch, shell, choose_target=asked)
        page.links.request_button.click()
        shell.settle()
        digits = page.links.own_key.text()
        assert len(digits.split()) == 6
    with window(ways.province, page="exchange") as shell:
        page = front(shell)
        page.show_tab("links")
        answer(monkeypatch, shell, choose_file=asked, choose_target=given)
        page.linking.choose_request()
        shell.settle()
        step = page.links.asked
        assert step.digits.text() == digits
        assert page.links.unit.value() == "X-A"
        assert not step.deed_button.isEnabled()
        step.tick.setChecked(True)
        step.deed_button.click()
        shell.settle()
        assert [office.name for office in page.shown.view.linked] == ["Công đoàn xã An Thử"]
        fingerprint = page.links.own_key.text()
    with window(ways.commune, page="exchange") as shell:
        page = front(shell)
        answer(monkeypatch, shell, choose_file=given)
        page.linking.choose_grant()
        shell.settle()
        assert page.links.grant.digits.text() == fingerprint
        page.links.grant.tick.setChecked(True)
        page.links.grant.deed_button.click()
        shell.settle()
        assert page.shown.view.parent == "Liên đoàn Lao động tỉnh Thử"
        assert page.sending.can_send()


def test_two_values_stand_side_by_side_until_one_is_kept(connected: Ways, tmp_path: Path) -> None:
    split_in_two(connected.commune, tmp_path)
    with window(connected.commune, page="exchange") as shell:
        page = front(shell)
        assert page.tabs.tabText(page._names.index("conflicts")) == "Khác nhau (1)"
        keep = [one for one in page.conflicts.findChildren(QPushButton) if "Giữ" in one.text()]
        assert len(keep) == 2
        values = page.shown.worded[0].values
        keep[1].click()
        shell.settle()
        assert page.shown.worded == ()
        with Reader.open_reader(connected.commune) as reader:
            kept = reader.get("cell", f"{PERIOD}|{unit_id(reader, BASES[0])}", "A10")
        assert str(kept) == values[1]


def split_in_two(folder: Path, tmp_path: Path) -> None:
    """Let a restored copy of the office write another value, and give its line back."""
    from desktop.models.store.ops import read_op
    from desktop.models.store.store import Store
    from tests.ui.pages.offices import clock

    with Store.open(folder, clock=clock(8)) as store:
        key = f"{PERIOD}|{unit_id(store, BASES[0])}"
        with store.step("Máy này") as step:
            step.put("cell", key, "A10", 5)
    with Store.open(folder, clock=clock(9)) as store:
        raw = store.rows("SELECT raw FROM op WHERE field = 'A10'")[0][0]
        with store.step("Máy kia", barrier="import") as step:
            step.take([other_value(read_op(raw))], "gói-thử")


def other_value(op: Any) -> Any:
    """Return the same assignment with another value, written by another store."""
    from desktop.models.store.ops import load, make_op

    body = load(op.raw)
    del body["id"]
    return make_op(body | {"v": 7, "store": "018e0000-0000-7000-8000-00000000ffff", "n": 1,
                           "prev": None})  # fmt: skip


@pytest.fixture(autouse=True)
def no_folder_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never open the computer's file window in a test."""
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda _url: True)


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


def test_a_request_among_the_files_opens_the_connections(ways: Ways) -> None:
    asked = ways.files / "yeu-cau.json"
    with window(ways.commune, page="exchange") as shell:
        shell.desk.do(lambda store: request(store, asked))
        shell.settle()
    with window(ways.province, page="exchange") as shell:
        page = front(shell)
        page.receiving.preview([asked])
        shell.settle()
        assert page.current_tab() == "links"
        assert page.links.asked.isVisible()


def test_a_grant_among_the_bundles_leads_to_the_connections(ways: Ways) -> None:
    asked, given = ways.files / "yeu-cau.json", ways.files / "cap-phep.zip"
    with window(ways.commune, page="exchange") as shell:
        shell.desk.do(lambda store: request(store, asked))
        shell.settle()
    with window(ways.province, page="exchange") as shell:
        shell.desk.do(lambda store: grant(store, asked, "X-A", given))
        shell.settle()
    with window(ways.commune, page="exchange") as shell:
        page = front(shell)
        page.receiving.preview([given])
        shell.settle()
        assert texts(page.receive.files)[0][2] == "không nhập được"
        page.receive.links.click()
        shell.settle()
        assert page.current_tab() == "links"
        assert page.links.grant.isVisible()


def test_the_month_is_added_up_into_a_workbook(
    connected: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, out = send_bundle(connected), connected.files / "Tổng hợp.xlsx"
    with window(connected.province, page="exchange") as shell:
        take_in(shell, [sent])
        answer(monkeypatch, shell, choose_target=out)
        press(shell, "consolidate")
        assert out.read_bytes().startswith(b"PK")
        assert "Đã lập bảng tổng hợp tháng 10/2026" in shell.messages.strips()[0].message.text


def test_the_code_to_compare_has_six_groups_and_follows_the_contents(connected: Ways) -> None:
    sent = send_bundle(connected)
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        page.linking.compare()
        shell.settle()
        before = page.links.digest.text()
        assert [len(group) for group in before.split()] == [5] * 6
        take_in(shell, [sent])
        page.linking.compare()
        shell.settle()
        assert page.links.digest.text() != before


def test_a_bundle_taken_in_is_undone_from_its_panel(
    connected: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def agree(_parent: Any, _title: str, sentence: str, _deed: str) -> bool:
        asked.append(sentence)
        return True

    monkeypatch.setattr("desktop.ui.dialogs.base.confirm", agree)
    sent = send_bundle(connected)
    with window(connected.province, remembering(connected), "exchange") as shell:
        page = front(shell)
        take_in(shell, [sent]).close_button.click()
        (row,) = [one for one in page.bundles.table.rows() if not one.out]
        page.show_bundle(row.id)
        shell.settle()
        page.bundle_panel.undo_button.click()
        shell.settle()
        assert "Sổ sẽ như chưa từng nhận gói này" in asked[0]
        (row,) = [one for one in page.bundles.table.rows() if not one.out]
        assert row.undone
        assert "đã hoàn tác" in [cells[3] for cells in texts(page.bundles.table)]
        assert front(shell).board.table is not None
        view = take_in(shell, [sent])
        assert view._readings[0].result.status == "imported"
