"""QR sheets in the window: printed at the commune, scanned or opened at the province."""

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.sync.export import make_bundle
from desktop.sync.keys import KeyPair
from desktop.sync.rotation import rotate
from desktop.tasks.exchange.qr_sheet import PrintedSheet, print_sheet
from desktop.ui.machine_state import MachineState
from desktop.ui.pages.exchange.scanning import told_of
from desktop.ui.qr_sheet import show_qr_sheet
from tests.support.camera import aslant, printed, rotated, saved
from tests.ui.pages.exchange.ways import press, texts
from tests.ui.pages.offices import (
    BASES,
    PERIOD,
    clock,
    front,
    make_connected,
    unit_id,
    window,
)

pytestmark = pytest.mark.usefixtures("app")


class Offices:
    """A province above, a commune below with October locked, and a folder for files."""

    def __init__(self, folder: Path) -> None:
        self.province, self.commune, self.files = folder / "tỉnh", folder / "xã", folder / "tệp"
        self.files.mkdir()
        self._clocks = count(6)

    def sheet(self, base: str = BASES[0]) -> PrintedSheet:
        with Store.open(self.commune, clock=clock(next(self._clocks))) as store:
            return print_sheet(store, "F1", PERIOD, base, self.files / f"{base}.pdf")

    def received(self) -> int:
        with Reader.open_reader(self.province) as reader:
            return int(reader.rows("SELECT count(*) FROM op WHERE kind = 'submit'")[0][0])


@pytest.fixture
def offices(tmp_path: Path) -> Offices:
    found = Offices(tmp_path)
    make_connected(found.province, found.commune, found.files)
    return found


def preview_of(shell: Any) -> Any:
    """Wait for the files to be read: pictures are, before anything is asked of the office."""
    view = front(shell).receive
    for _turn in range(20):
        if view.isVisible():
            return view
        QTest.qWait(50)
        shell.settle()
    raise AssertionError("no preview")


def test_a_scanner_types_two_sheets_and_they_are_shown_before_they_count(offices: Offices) -> None:
    one, two = offices.sheet(BASES[0]), offices.sheet(BASES[1])
    with window(offices.province, MachineState(None), "exchange") as shell:
        press(shell, "scan")
        scanning = front(shell).scanning
        sheets = scanning.sheets
        assert sheets.field.hasFocus() or shell.focusWidget() is not None
        QTest.keyClicks(sheets.field, one.digits[:300])
        assert sheets.told.text() == f"Phiếu thứ 1: 300 trên {len(one.digits)} chữ số."
        QTest.keyClicks(sheets.field, one.digits[300:])
        QTest.keyClick(sheets.field, Qt.Key.Key_Return)
        assert sheets.told.text().startswith("Đã quét 1 phiếu.")
        assert scanning.dialog.isVisible()  # Enter of the scanner sends nothing off
        QTest.keyClicks(sheets.field, two.digits)
        QTest.keyClick(sheets.field, Qt.Key.Key_Return)
        assert sheets.told.text().startswith("Đã quét 2 phiếu.")
        scanning.dialog.deed_button.click()
        shell.settle()
        view = preview_of(shell)
        assert [row[2] for row in texts(view.files)] == ["nhập được", "nhập được"]
        assert offices.received() == 0
        shown = [node.value for node in view.differences.tree_model.roots]
        assert [(line.subject[:4].strip(), line.before, line.after) for line in shown[1:]] == [
            ("A01", "–", "50"), ("A01N", "–", "20"), ("A03", "–", "40"), ("A03N", "–", "15"),
        ]  # fmt: skip
        view.take_button.click()
        shell.settle()
        assert [row[2] for row in texts(view.files)] == ["đã nhập", "đã nhập"]
    assert offices.received() == 2


def test_an_empty_field_is_told_and_a_garbled_sheet_is_refused(offices: Offices) -> None:
    sheet = offices.sheet()
    with window(offices.province, MachineState(None), "exchange") as shell:
        press(shell, "scan")
        scanning = front(shell).scanning
        scanning.dialog.deed_button.click()
        assert scanning.dialog.error.text() == "Chưa quét phiếu nào."
        scanning.sheets.field.setPlainText("https://example.vn/qr")
        scanning.dialog.deed_button.click()
        assert scanning.dialog.error.text().startswith("Đây không phải mã của phiếu QR")
        assert scanning.dialog.isVisible()
        scanning.sheets.field.setPlainText(sheet.digits[:400] + sheet.digits[405:])
        scanning.dialog.deed_button.click()
        shell.settle()
        view = preview_of(shell)
        assert texts(view.files)[0][2] == "không nhập được"
        assert "trên" in view.words.text()
        assert not view.take_button.isEnabled()
    assert offices.received() == 0


def test_a_photograph_and_a_pdf_are_dropped_on_the_page(offices: Offices) -> None:
    one, two = offices.sheet(BASES[0]), offices.sheet(BASES[2])
    photo = saved(rotated(aslant(printed(one.path, 150)), 11), offices.files / "ảnh Zalo.jpg", 60)
    empty = offices.files / "phong cảnh.png"
    saved(printed(one.path, 50).crop((0, 0, 100, 60)), empty)
    with window(offices.province, MachineState(None), "exchange") as shell:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in (photo, two.path, empty)])
        page = front(shell)
        surface = page._stack.parentWidget()
        event = QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        surface.dropEvent(event)
        shell.settle()
        view = preview_of(shell)
        rows = texts(view.files)
        assert [row[0] for row in rows] == ["phong cảnh.png", "ảnh Zalo.jpg, mã 1",
                                            f"{BASES[2]}.pdf, mã 1"]  # fmt: skip
        assert [row[2] for row in rows] == ["không nhập được", "nhập được", "nhập được"]
        view.files.go_to(str(empty))
        shell.settle()
        assert "Không thấy mã QR" in view.words.text()
        view.take_button.click()
        shell.settle()
        assert offices.received() == 2


def shown_sheet(shell: Any) -> Any:
    """Show the sheet of the first base union and return the window it stands in."""
    shown: list[Any] = []
    unit = unit_id(shell.desk.read, BASES[0])
    show_qr_sheet(shell.desk, "F1", PERIOD, unit, BASES[0], on_shown=shown.append)
    shell.settle()
    return shown[0]


def sheets_made(shell: Any) -> list[Any]:
    """Return the sheets the office knows it gave out."""
    front(shell).show_tab("bundles")
    shell.settle()
    return [one for one in front(shell).bundles.table.rows() if one.out]


def test_a_sheet_that_was_only_looked_at_is_not_sent(offices: Offices) -> None:
    with window(offices.commune, MachineState(None), "exchange") as shell:
        dialog = shown_sheet(shell)
        assert dialog.title.startswith("Phiếu QR ")
        dialog.reject()
        shell.settle()
        assert sheets_made(shell) == []


def test_the_sheet_is_saved_from_the_window(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window(offices.commune, MachineState(None), "exchange") as shell:
        out = offices.files / "phiếu.pdf"
        monkeypatch.setattr(shell.desk, "choose_target", lambda *_args, **_named: out)
        dialog = shown_sheet(shell)
        dialog.save()
        shell.settle()
        assert out.read_bytes().startswith(b"%PDF")
        assert dialog.told.text().startswith("Đã lập phiếu QR phiếu.pdf.")
        dialog.reject()
        (made,) = sheets_made(shell)
        assert (made.file, made.reached) == (str(out), 1)


def test_a_sheet_that_was_printed_counts_as_made_and_lies_in_the_office(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.widgets.printing.ask_and_print", lambda *_args, **_named: True)
    with window(offices.commune, MachineState(None), "exchange") as shell:
        dialog = shown_sheet(shell)
        dialog.print()
        shell.settle()
        dialog.reject()
        (made,) = sheets_made(shell)
        assert Path(made.file).read_bytes() == dialog._pdf
        assert Path(made.file).is_relative_to(offices.commune)


def test_the_count_says_what_is_known() -> None:
    assert told_of("") == "Chưa quét phiếu nào."
    assert told_of("280") == "Phiếu thứ 1: đang nhận."
    assert told_of("280710017") == "Phiếu thứ 1: 9 trên 17 chữ số."
    assert told_of("28071001712345678") == "Đã quét 1 phiếu. Quét tiếp, hoặc bấm Xem trước."


def changed_key(offices: Offices) -> None:
    """Give the commune's machine another key."""
    with Store.open(offices.commune, clock=clock(next(offices._clocks))) as store:
        rotate(store, new=KeyPair.derived(1, "xã, khóa sau"))


def bundle_of(offices: Offices) -> Path:
    """Return a bundle the commune makes now."""
    with Store.open(offices.commune, clock=clock(next(offices._clocks))) as store:
        return make_bundle(store, offices.files).path


def offered(shell: Any, *paths: Path) -> list[str]:
    """Preview files and return what the table says of each."""
    front(shell).receiving.preview(paths)
    shell.settle()
    return [row[2] for row in texts(preview_of(shell).files)]


def taken(shell: Any) -> list[str]:
    """Take what is shown; return what became of each."""
    view = front(shell).receive
    view.take_button.click()
    shell.settle()
    found = [row[2] for row in texts(view.files)]
    view.close_button.click()
    shell.settle()
    return found


def test_a_sheet_printed_before_the_key_was_changed_is_taken_in_any_order(
    offices: Offices,
) -> None:
    one, two, three = (offices.sheet(base) for base in BASES)
    changed_key(offices)
    photo = saved(rotated(aslant(printed(two.path, 150)), 8), offices.files / "ảnh.jpg", 60)
    with window(offices.province, MachineState(None), "exchange") as shell:
        assert offered(shell, one.path, photo) == ["nhập được", "nhập được"]
        assert taken(shell) == ["đã nhập", "đã nhập"]
        assert offices.received() == 2
        assert offered(shell, bundle_of(offices)) == ["nhập được"]
        assert taken(shell) == ["đã nhập"]
        brought = offices.received()
        assert offered(shell, three.path, one.path) == ["nhập được", "đã nhập trước đây"]
        assert "đã có" in front(shell).receive.words.text()
        assert taken(shell) == ["đã nhập", "đã nhập trước đây"]
    assert offices.received() == brought


def test_a_picture_of_a_sheet_with_a_new_key_waits_in_the_window(offices: Offices) -> None:
    changed_key(offices)
    one, two = offices.sheet(BASES[0]), offices.sheet(BASES[1])
    photo = saved(rotated(aslant(printed(one.path, 150)), 8), offices.files / "ảnh.jpg", 60)
    with window(offices.province, MachineState(None), "exchange") as shell:
        assert offered(shell, photo) == ["giữ lại, chờ khóa"]
        assert front(shell).receive.take_button.text() == "Giữ lại 1 phiếu"
        assert taken(shell) == ["đã giữ lại, chờ khóa"]
        press(shell, "scan")
        scanning = front(shell).scanning
        QTest.keyClicks(scanning.sheets.field, two.digits)
        scanning.dialog.deed_button.click()
        shell.settle()
        preview_of(shell)
        assert taken(shell) == ["đã giữ lại, chờ khóa"]
        assert offices.received() == 0
        assert offered(shell, bundle_of(offices)) == ["nhập được"]
        assert taken(shell) == ["đã nhập", "đã nhập", "đã nhập"]  # the bundle, and what waited
        assert offered(shell, photo) == ["đã nhập trước đây"]
