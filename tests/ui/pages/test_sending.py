"""Sending in the real window: a channel set and tried, a bundle on its way, what goes wrong."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton

from desktop.models.store.store import Store
from desktop.sync import queue, watch
from desktop.sync.channels import channel as channels
from desktop.sync.channels.channel import Channel
from desktop.tasks.exchange.exchange_view import BundleRow
from desktop.ui.app import office_at
from desktop.ui.courier import left_at_once
from desktop.ui.jobs import Cancelled
from desktop.ui.machine_state import MachineState
from desktop.ui.page import PageEntry
from desktop.ui.pages.exchange.exchange_page import ExchangePage
from desktop.ui.pages.settings.channels import Channels
from desktop.ui.shell import Shell
from tests.support import servers
from tests.support.certificates import Authority
from tests.ui.pages.offices import front, make_connected, window

pytestmark = pytest.mark.usefixtures("app")


class Ways:
    """The offices' folders, where bundles are put, and where they are sent."""

    def __init__(self, folder: Path) -> None:
        self.province, self.commune = folder / "tỉnh", folder / "xã"
        self.files, self.shared = folder / "Gói gửi đi", folder / "Thư mục chung"
        self.files.mkdir()
        self.shared.mkdir()
        self.state = MachineState(None)
        self.state.set("exchange.folder", str(self.files))


@pytest.fixture
def ways(tmp_path: Path) -> Ways:
    """Two offices enrolled with each other, October locked at the commune."""
    found = Ways(tmp_path)
    make_connected(found.province, found.commune, found.files)
    return found


def use_folder(ways: Ways, *, auto: bool = True) -> None:
    """Let the commune send into the shared folder."""
    with Store.open(ways.commune) as store:
        channels.choose(store, Channel(kind="folder", address=str(ways.shared), auto=auto))


def send(shell: Shell) -> ExchangePage:
    """Press "Tạo gói gửi lên"."""
    page = front(shell)
    assert isinstance(page, ExchangePage)
    page.sending.send_up()
    shell.settle()
    return page


def messages(shell: Shell) -> str:
    return " ".join(strip.message.text for strip in shell.messages.strips())


def made(page: ExchangePage) -> BundleRow:
    """Return the one bundle that was made here."""
    (row,) = (row for row in page.bundles.table.rows() if row.out)
    assert isinstance(row, BundleRow)
    return row


def settled(shell: Shell) -> None:
    """Wait until nothing is on its way."""
    for _turn in range(6):
        shell.settle()


def test_a_bundle_made_is_sent_at_once_where_that_is_wished(ways: Ways) -> None:
    use_folder(ways)
    with window(ways.commune, ways.state, "exchange") as shell:
        page = send(shell)
        settled(shell)
        (arrived,) = ways.shared.iterdir()
        assert arrived.suffix == ".zip"
        assert "Đã gửi CDX_" in messages(shell)
        row = made(page)
        assert row.reached == 2
        assert page.bundle_panel.send_button.text() == "Gửi lại qua thư mục chung"
        assert "thư mục chung" in page.sending.told_by(row.id)[1]


def test_what_could_not_be_sent_says_why_and_is_tried_again_by_hand(ways: Ways) -> None:
    use_folder(ways)
    ways.shared.rmdir()
    with window(ways.commune, ways.state, "exchange") as shell:
        page = send(shell)
        settled(shell)
        assert "Không có thư mục" in messages(shell)
        row = made(page)
        assert row.reached == 1
        model = page.bundles.table.model()
        assert model.index(0, 3).data() == "gửi chưa được"
        panel = page.bundle_panel
        assert panel.send_button.text() == "Gửi ngay"
        ways.shared.mkdir()
        panel.send_button.click()
        settled(shell)
        assert len(list(ways.shared.iterdir())) == 1
        assert made(page).reached == 2
        assert "Không có thư mục" not in messages(shell), "what was put right is told no more"


def test_a_waiting_bundle_can_be_taken_back(ways: Ways) -> None:
    use_folder(ways)
    ways.shared.rmdir()
    with window(ways.commune, ways.state, "exchange") as shell:
        page = send(shell)
        settled(shell)
        page.bundle_panel.cancel_button.click()
        settled(shell)
        assert queue.queued(shell.desk.read) == {}
        row = made(page)
        assert row.reached == 1
        assert page.bundle_panel.send_button.text().startswith("Gửi qua thư mục")


def test_by_hand_nothing_is_queued_and_the_old_way_is_first(ways: Ways) -> None:
    with window(ways.commune, ways.state, "exchange") as shell:
        page = send(shell)
        settled(shell)
        assert queue.queued(shell.desk.read) == {}
        texts = [one.text() for one in page.bundle_panel.findChildren(QPushButton)]
        assert "Mở thư mục để gửi Zalo" in texts
        assert not any(text.startswith("Gửi qua") for text in texts)


def test_a_letter_is_written_beside_the_bundles(
    ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("desktop.ui.pages.exchange.bundle_panel.open_folder", opened.append)
    with window(ways.commune, ways.state, "exchange") as shell:
        page = send(shell)
        settled(shell)
        page.bundle_panel.letter_button.click()
        settled(shell)
        (letter,) = ways.files.glob("*.eml")
        assert opened == [letter]
        assert "Đã ghi thư" in messages(shell)


def test_what_a_stopped_computer_left_is_sent_by_the_next_look(ways: Ways) -> None:
    use_folder(ways, auto=False)
    with window(ways.commune, ways.state, "exchange") as shell:
        page = send(shell)
        settled(shell)
        row = made(page)
        shell.desk.do(
            lambda store: store.remember(
                f"outbox/{row.id}",
                {"bundle": row.id, "channel": "folder", "state": "sending", "tries": 1,
                 "next_try": "2026-01-01T08:00:00.000+07:00"},
            )
        )  # fmt: skip
        shell.settle()
        shell.desk.courier.look()
        settled(shell)
        assert len(list(ways.shared.iterdir())) == 1
        assert made(page).reached == 2


def test_a_network_that_is_back_ends_the_wait(ways: Ways) -> None:
    use_folder(ways, auto=False)
    online, offline = SimpleNamespace(name="Online"), SimpleNamespace(name="Disconnected")
    with window(ways.commune, ways.state, "exchange") as shell:
        page = send(shell)
        settled(shell)
        bundle = made(page).id

        def wait_with(code: str) -> None:
            row = {"bundle": bundle, "channel": "folder", "tries": 3, "code": code,
                   "next_try": "2099-01-01T08:00:00.000+07:00"}  # fmt: skip
            shell.desk.do(lambda store: store.remember(f"outbox/{bundle}", row))
            shell.settle()

        wait_with("E_SEND_LOGIN")
        shell.desk.courier._network_changed(online)
        settled(shell)
        assert list(ways.shared.iterdir()) == [], "a network does not mend a password"
        wait_with("E_SEND_NO_NETWORK")
        shell.desk.courier._network_changed(offline)
        settled(shell)
        assert list(ways.shared.iterdir()) == []
        shell.desk.courier._network_changed(online)
        settled(shell)
        assert len(list(ways.shared.iterdir())) == 1


def test_waiting_for_the_network_is_left_at_once() -> None:
    dead = threading.Event()
    try:
        begun = time.monotonic()
        with pytest.raises(Cancelled):
            left_at_once(lambda _told: dead.wait(30))(
                None, lambda *_told: None, lambda: time.monotonic() - begun > 0.2
            )
        assert time.monotonic() - begun < 10
    finally:
        dead.set()
    assert left_at_once(lambda told: told(1, 2) or "done")(None, lambda *_t: None, lambda: False)
    with pytest.raises(ZeroDivisionError):
        left_at_once(lambda _told: 1 / 0)(None, lambda *_told: None, lambda: False)


def test_closing_the_window_on_a_dead_line_takes_no_minute(ways: Ways) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with Store.open(ways.commune) as store:
            channels.choose(store, Channel(kind="webdav", address=address, proxy="none"))
        with window(ways.commune, ways.state, "exchange") as shell:
            page = front(shell)
            page.sending.send_up()
            end = time.monotonic() + 20
            while not shell.desk.courier._job and time.monotonic() < end:
                QCoreApplication.processEvents()
                time.sleep(0.01)
            assert shell.desk.courier.carrying
            begun = time.monotonic()
            shell.close()
            assert time.monotonic() - begun < 10
    with Store.open(ways.commune) as store:
        (row,) = queue.queued(store).values()
        assert (row.state, row.tries) in {("sending", 1), ("waiting", 1)}
        assert row.next_try > ""


def test_stopping_by_hand_in_the_status_line_keeps_the_bundle_waiting(ways: Ways) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with Store.open(ways.commune) as store:
            channels.choose(store, Channel(kind="webdav", address=address, proxy="none"))
        with window(ways.commune, ways.state, "exchange") as shell:
            page = front(shell)
            page.sending.send_up()
            end = time.monotonic() + 20
            while not shell.desk.courier._job and time.monotonic() < end:
                QCoreApplication.processEvents()
                time.sleep(0.01)
            shell.desk.courier._job.cancel()
            settled(shell)
            assert shell.desk.courier.carrying == ""
            (row,) = queue.queued(shell.desk.read).values()
            assert row.state == "waiting"
            assert page.bundle_panel.send_button.text() == "Gửi ngay"


def test_new_bundles_in_a_watched_folder_are_offered(ways: Ways) -> None:
    with window(ways.commune, ways.state, "exchange") as shell:
        send(shell)
    (file,) = ways.files.glob("CDX_*.zip")
    with Store.open(ways.province) as store:
        watch.watch(store, ways.shared)
    with window(ways.province, ways.state, "exchange") as shell:
        page = front(shell)
        page.show_tab("bundles")
        settled(shell)
        assert not hasattr(page.bundles, "found_label")
        shutil.copy(file, ways.shared / "CDX (1).zip")
        shell.desk.courier.look()
        settled(shell)
        assert "Có 1 gói mới nhận về: Công đoàn xã An Thử" in messages(shell)
        page.bundles.take_found.click()
        settled(shell)
        assert page.receive.isVisible()
        page.receive.take_button.click()
        settled(shell)
        page.show_receiving(False)
        shell.desk.courier.look()
        settled(shell)
        assert shell.desk.courier.found == ()


def test_many_bundles_of_many_units_are_offered_in_a_few_words_oldest_first(
    ways: Ways, tmp_path: Path
) -> None:
    found = [
        watch.Found(
            path=str(tmp_path / f"{n}.zip"), id=f"{n:08d}", kind="baocao",
            name=f"Công đoàn xã số {n}", created=f"2026-11-{n + 1:02d}T08:00:00+07:00",
        )
        for n in reversed(range(20))
    ]  # fmt: skip
    with window(ways.province, ways.state, "exchange") as shell:
        page, taken = front(shell), []
        page.show_tab("bundles")
        page.bundles.show_found(found, taken.extend, lambda _ids: None)
        assert page.bundles.found_label.text() == (
            "20 gói mới trong thư mục theo dõi: Công đoàn xã số 19, Công đoàn xã số 18, Công đoàn"
            " xã số 17, Công đoàn xã số 16, Công đoàn xã số 15, Công đoàn xã số 14 và 14 đơn vị"
            " khác"
        )
        page.bundles.take_found.click()
        assert [path.stem for path in taken] == [str(n) for n in range(20)]


def test_an_offered_bundle_can_be_ignored(ways: Ways) -> None:
    with window(ways.commune, ways.state, "exchange") as shell:
        send(shell)
    (file,) = ways.files.glob("CDX_*.zip")
    shutil.copy(file, ways.shared / "a.zip")
    with Store.open(ways.province) as store:
        watch.watch(store, ways.shared)
    with window(ways.province, ways.state, "exchange") as shell:
        page = front(shell)
        page.show_tab("bundles")
        settled(shell)
        page.bundles.ignore_found.click()
        settled(shell)
        assert shell.desk.courier.found == ()


# the settings


class Desk:
    """The settings part in a window of its own."""

    def __init__(self, folder: Path) -> None:
        entry = PageEntry("settings", "Cài đặt", "settings", "desktop.ui.pages.settings")
        self.shell = Shell(office_at(folder), (entry,), MachineState(None))
        self.shell.show()
        self.shell.settle()
        front(self.shell).opened(Channels.id)
        self.shell.settle()
        self.part = front(self.shell).current()
        assert isinstance(self.part, Channels)

    def choose(self, kind: str) -> None:
        self.part.kind.show_value(kind)
        self.part.kind.chosen.emit(kind)

    def save(self) -> str:
        self.part.test.click()
        settled(self.shell)
        return self.part.told.text()


@pytest.fixture
def desk(ways: Ways) -> Iterator[Desk]:
    """The commune's settings."""
    opened = Desk(ways.commune)
    yield opened
    opened.shell.close()
    opened.shell.deleteLater()


def test_a_server_is_set_and_tried(desk: Desk, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "chứng chỉ")
    folder = tmp_path / "máy chủ"
    folder.mkdir()
    part = desk.part
    with servers.running("wsgidav", folder, authority.issue("here")) as server:
        desk.choose("webdav")
        assert "https://" in desk.save()
        part.address.setText(server.address())
        part.user.setText(servers.USER)
        part.password.setText(servers.PASSWORD)
        assert "kho mật khẩu" in desk.save()
        assert part.allow.isVisible()
        part.allow.click()
        settled(desk.shell)
        assert "chứng chỉ" in part.told.text(), "saved, and the trial says what is missing"
        assert part.password.text() == ""
        part._authority = authority.pem
        assert "gửi thử được" in desk.save()
        assert (server.inbox / "thu-ket-noi.txt").exists()
    assert "không trả lời" in desk.save()
    desk.choose("hand")
    assert desk.save() == "Đã lưu."
    assert channels.chosen(desk.shell.desk.read) is None


def test_a_shared_folder_is_set_and_tried(desk: Desk, ways: Ways) -> None:
    desk.choose("folder")
    assert "Chưa chọn thư mục" in desk.save()
    desk.part.place.setText(str(ways.shared))
    desk.part.auto.setChecked(False)
    assert "gửi thử được" in desk.save()
    kept = channels.chosen(desk.shell.desk.read)
    assert kept is not None
    assert (kept.kind, kept.auto) == ("folder", False)


def test_a_connection_file_fills_everything_in(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "ket-noi.json"
    file.write_text(
        '{"format":"cd-channel","v":1,"password":"x",'
        '"channel":{"kind":"webdav","address":"https://127.0.0.1:9/gui/","user":"p-a"}}'
    )
    desk.part.take_file(file)
    settled(desk.shell)
    assert desk.part.allow.isVisible()
    desk.part.allow.click()
    settled(desk.shell)
    assert desk.part.address.text() == "https://127.0.0.1:9/gui/"
    assert "không trả lời" in desk.part.told.text()


def test_folders_are_watched_and_left(desk: Desk, ways: Ways) -> None:
    desk.part.watch(ways.shared)
    desk.shell.settle()
    assert [str(one) for one in desk.part.folders.rows()] == [str(ways.shared)]
    desk.part.folders.go_to(str(ways.shared))
    desk.part.unwatch.click()
    desk.shell.settle()
    assert desk.part.folders.rows() == []
    desk.part.sticks.click()
    desk.shell.settle()
    assert watch.settings(desk.shell.desk.read).sticks
