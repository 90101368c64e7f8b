"""The whole way of a month through the real window: connect, send, take in, accept, answer."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop.models.clock import VIETNAM
from desktop.models.store.reader import Reader
from desktop.sync.enrol import grant, request
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.scroll_area import ScrollArea
from tests.ui.pages.exchange.ways import (
    Ways,
    answer,
    labels,
    press,
    remembering,
    send_bundle,
    take_in,
    texts,
)
from tests.ui.pages.offices import (
    BASES,
    PERIOD,
    front,
    unit_id,
    window,
)

pytestmark = pytest.mark.usefixtures("app")


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


def test_the_folder_is_asked_for_once(connected: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    with window(connected.commune, page="exchange") as shell:
        answer(monkeypatch, shell, choose_folder=connected.files)
        press(shell, "send")
        answer(monkeypatch, shell, choose_folder=None)
        press(shell, "send")
        assert sum(row.out for row in front(shell).bundles.table.rows()) == 2


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
        before = [part.geometry() for part in (panel.accept_some, panel.back)]
        panel.table.go_to((panel.returns[0].unit, panel.returns[0].form))
        shell.settle()
        panel.layout().activate()
        assert panel.detail.isVisible()  # and still nothing moves away under the mouse
        assert [part.geometry() for part in (panel.accept_some, panel.back)] == before
        panel.back.click()
        QTest.keyClick(panel.reason, Qt.Key.Key_Escape)
        assert not panel.reason.isVisible()
        assert panel.table.hasFocus()
        panel.back.click()
        panel.back_now.click()
        assert panel.error.text().startswith("Chưa ghi lý do")
        assert panel.reason.hasFocus()
        panel.reason.setPlainText("Kiểm tra số nữ")
        panel.back_now.setFocus()
        asked = panel.table.current()
        QTest.keyClick(panel.back_now, Qt.Key.Key_Space)
        assert panel.table.hasFocus()
        shell.settle()
        assert panel.table.hasFocus()
        now = panel.table.current()
        assert (now.unit, now.form, now.state) == (asked.unit, asked.form, "returned")
        assert list(panel.table.selected()) == [now]
        states = sorted(one.state for one in page.board_panel.returns)
        assert states == ["received"] * 5 + ["returned"]
        cell = page.shown.board.rows[0].cells[page.shown.board.column(PERIOD)]
        assert cell.state == "returned"


def test_the_panel_of_a_bundle_is_not_shown_beside_other_tabs(connected: Ways) -> None:
    sent = send_bundle(connected)
    with window(connected.province, page="exchange") as shell:
        take_in(shell, [sent]).close_button.click()
        page = front(shell)
        page.show_tab("bundles")
        shell.settle()
        page.bundles.table.go_to(page.bundles.table.rows()[0].id)
        shell.settle()
        page.bundle_panel.undo_button.setFocus()
        assert page.bundle_panel.isVisible()
        page.show_tab("links")
        shell.settle()
        assert not page.bundle_panel.isVisible()
        assert page.tabs.hasFocus()  # not whatever button comes next
        page.show_tab("bundles")
        shell.settle()
        assert page.bundle_panel.isVisible()


def test_the_reminder_names_who_is_missing(connected: Ways) -> None:
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        page.board.show_month(PERIOD)
        page.board.remind.click()
        text = QGuiApplication.clipboard().text()
        assert "1. Công đoàn xã An Thử: chưa gửi" in text
        assert "05/11/2026" in text
        assert "15/11/2026" in text


def test_cell_chooser_and_actions_are_about_one_month(connected: Ways) -> None:
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        commune = unit_id(shell.desk.read, "X-A")

        def named() -> list[str]:
            made = {one.objectName(): one.text() for one in shell._host.front.toolkit_actions}
            acts = ("consolidate", "close-period", "open-period")
            return [*(made[name] for name in acts), page.board.remind.text()]

        def all_about(title: str) -> list[str]:
            return [f"Tổng hợp {title}", f"Khóa sổ {title}", f"Mở lại cả {title}", f"Nhắc {title}"]

        assert named() == all_about("tháng 10/2026")
        page.board.table.go_to(commune, "2026-08")
        shell.settle()
        assert page.board.month.value() == "2026-08"
        assert named() == all_about("tháng 8/2026")
        page.board.show_month("2026-09")
        shell.settle()
        assert page.board.table.chosen() == (commune, "2026-09")
        assert named() == all_about("tháng 9/2026")
        page.board.remind.click()
        assert "tháng 9/2026" in QGuiApplication.clipboard().text().lower()
        page.reviewing.trace()
        told = [one.text() for one in page.reviewing.traced.findChildren(PlainLabel)]
        assert any(one.startswith("Công đoàn xã An Thử, tháng 9/2026.") for one in told)
        page.reviewing.traced.reject()
        page.reviewing.close()
        shell.settle()
        assert page.reviewing.closing.windowTitle() == "Khóa sổ tháng 9/2026 cho 1 đơn vị"
        page.reviewing.closing.reject()


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
        shell.resize(1093, 560)
        page.linking.choose_request()
        shell.settle()
        step = page.links.asked
        assert step.leave_button.visibleRegion().boundingRect() == step.leave_button.rect()
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


def test_differences_are_settled_by_the_keyboard_alone(connected: Ways) -> None:
    split_in_two(connected.commune, ("A10", "A11"))
    key = Qt.Key
    with window(connected.commune, page="exchange") as shell:
        page = front(shell)

        def at() -> QWidget:
            focused = QApplication.focusWidget()
            assert focused is not None
            return focused

        def press_key(*keys: Qt.Key) -> None:
            for one in keys:
                QTest.keyClick(at(), one)
                shell.settle()
                QApplication.processEvents()

        shell.activateWindow()
        page.tabs.setFocus()
        while page.current_tab() != "conflicts":
            press_key(key.Key_Right)
        shown = list(page.shown.worded)
        assert len(shown) == 2
        press_key(key.Key_Tab)
        if isinstance(at(), ScrollArea):
            press_key(key.Key_Tab)
        assert at().accessibleName() == f"Giữ giá trị này: {shown[0].values[0]}"
        press_key(key.Key_Tab, key.Key_Space)  # the second value of the first
        assert [one.subject for one in page.shown.worded] == [shown[1].subject]
        assert at().accessibleName() == f"Giữ giá trị này: {shown[1].values[0]}"
        press_key(key.Key_Return)
        assert page.shown.worded == ()
        assert at() is page.tabs
        with Reader.open_reader(connected.commune) as reader:
            place = f"{PERIOD}|{unit_id(reader, BASES[0])}"
            kept = [str(reader.get("cell", place, code)) for code in ("A10", "A11")]
        assert kept == [shown[0].values[1], shown[1].values[0]]


def test_two_values_stand_side_by_side_until_one_is_kept(connected: Ways) -> None:
    split_in_two(connected.commune)
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


def split_in_two(folder: Path, codes: Sequence[str] = ("A10",)) -> None:
    """Let restored copies of the office write other values, and give their lines back."""
    from desktop.models.store.ops import read_op
    from desktop.models.store.store import Store
    from tests.ui.pages.offices import clock

    with Store.open(folder, clock=clock(8)) as store:
        key = f"{PERIOD}|{unit_id(store, BASES[0])}"
        with store.step("Máy này") as step:
            for code in codes:
                step.put("cell", key, code, 5)
    with Store.open(folder, clock=clock(9)) as store:
        found = [store.rows("SELECT raw FROM op WHERE field = ?", (code,))[0][0] for code in codes]
        with store.step("Máy kia", barrier="import") as step:
            others = [other_value(read_op(raw), place) for place, raw in enumerate(found)]
            step.take(others, "gói-thử")


def other_value(op: Any, place: int = 0) -> Any:
    """Return the same assignment with another value, written by another store."""
    from desktop.models.store.ops import load, make_op

    body = load(op.raw)
    del body["id"]
    store = f"018e0000-0000-7000-8000-0000000{place:x}ffff"
    return make_op(body | {"v": 7, "store": store, "n": 1, "prev": None})


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
        page.bundle_panel.undo_button.click()  # looking takes a second: nobody waits idly
        shell.settle()
        assert len(asked) == 1
        assert "Sổ sẽ như chưa từng nhận gói này" in asked[0]
        (row,) = [one for one in page.bundles.table.rows() if not one.out]
        assert row.undone
        assert "đã hoàn tác" in [cells[3] for cells in texts(page.bundles.table)]
        assert front(shell).board.table is not None
        view = take_in(shell, [sent])
        assert view._readings[0].result.status == "imported"


def test_a_month_of_which_all_came_is_not_called_overdue(connected: Ways) -> None:
    late = datetime(2027, 1, 20, 8, 0, tzinfo=VIETNAM)
    bundle = send_bundle(connected)
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        shell.desk.now = lambda: late
        page.show_tab("board")
        page.refresh()
        shell.settle()
        page.board.show_month(PERIOD)
        assert "(quá 76 ngày)" in page.board.dates.text()
        take_in(shell, [bundle]).close_button.click()
        shell.settle()
        page.board.show_month(PERIOD)
        assert page.board.missing.text() == "1 trên 1 đơn vị đã gửi đủ."
        assert page.board.dates.text().startswith("Hạn nộp 05/11/2026, ngày khóa")


def test_why_a_month_was_not_closed_goes_with_its_board(connected: Ways) -> None:
    with window(connected.province, page="exchange") as shell:
        page = front(shell)
        page.show_tab("board")
        page.board.show_month("2026-11")
        page.reviewing.close()
        shell.settle()
        (strip,) = shell.messages.strips()
        assert "chưa hết" in strip.message.text
        page.refresh()
        shell.settle()
        assert shell.messages.strips() == [strip]
        page.show_tab("links")
        shell.settle()
        assert shell.messages.strips() == []
