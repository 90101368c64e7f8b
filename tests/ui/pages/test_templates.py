"""The page of templates: the library of cited papers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.intake.documents import read_pasted
from desktop.models.plans.references import read_references
from desktop.models.store.office import create_office
from desktop.tasks.papers.upper_papers import plan_from_reading
from desktop.ui.app import office_at
from desktop.ui.machine_state import MachineState
from desktop.ui.page import PageEntry
from desktop.ui.pages.templates.reference_dialog import ReferenceDialog
from desktop.ui.pages.templates.references_tab import ReferencesTab
from desktop.ui.pages.templates.templates_page import LISTS, REFERENCES, TEMPLATES, TemplatesPage
from desktop.ui.shell import Shell

ENTRIES = (PageEntry("templates", "Mẫu", "templates", "desktop.ui.pages.templates"),)
PAPER = """LIÊN ĐOÀN LAO ĐỘNG TỈNH SÔNG HẬU
Số: 12/KH-LĐLĐ
Sông Hậu, ngày 15 tháng 02 năm 2027
KẾ HOẠCH
Chăm lo đoàn viên năm 2027

Thực hiện Kế hoạch số 77//KH-TLĐ ngày 05/01/2027 của Tổng Liên đoàn về Tháng Công nhân; Hướng dẫn
số 45/HD-TLĐ ngày 06/01/2027 về nữ công; Ban Thường vụ LĐLĐ tỉnh xây dựng kế hoạch như sau:

I. NỘI DUNG
1. Tuyên truyền.
2. Chăm lo.
"""


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Shell]:
    with create_office(tmp_path / "sổ") as store:
        plan_from_reading(store, read_pasted(PAPER))
        folder = store.folder
    shell = Shell(office_at(folder, "Công đoàn phường A"), ENTRIES, MachineState(None))
    shell.show()
    shell.settle()
    shell.go("templates", "references")
    shell.settle()
    yield shell
    shell.close()
    shell.deleteLater()


def library(shell: Shell) -> ReferencesTab:
    found = shell.findChild(ReferencesTab)
    assert found is not None
    return found


def test_lists_and_cited_papers_are_made_when_first_looked_at(window: Shell) -> None:
    page = window._host.front.page  # type: ignore[union-attr]
    assert isinstance(page, TemplatesPage)
    assert "lists" not in page.__dict__
    page.tabs.setCurrentIndex(LISTS)
    assert page.stack.currentWidget() is page.__dict__["lists"]
    page.tabs.setCurrentIndex(TEMPLATES)
    assert page.stack.currentWidget() is page.stack.widget(0)
    page.tabs.setCurrentIndex(REFERENCES)
    assert page.stack.currentWidget() is page.references


def test_cited_papers_are_listed_searched_and_copied(window: Shell) -> None:
    tab = library(window)
    assert [one.number for one in tab.table.rows()] == ["45/HD-TLĐ", "77/KH-TLĐ"]
    tab.search.setText("thang cong nhan")
    QTest.keyClick(tab.search, Qt.Key.Key_Return)
    assert [one.number for one in tab.table.rows()] == ["77/KH-TLĐ"]
    assert "gạch chéo" in tab.notes.text()
    tab.copy_first.click()
    copied = QGuiApplication.clipboard().text()
    assert copied == "Kế hoạch số 77/KH-TLĐ ngày 05/01/2027 của Tổng Liên đoàn về Tháng Công nhân"
    tab.copy_later.click()
    assert QGuiApplication.clipboard().text() == "Kế hoạch số 77/KH-TLĐ"


def test_the_dialog_gives_what_was_typed(window: Shell) -> None:
    tab = library(window)
    one = next(one for one in tab.table.rows() if one.number == "77/KH-TLĐ")
    dialog = ReferenceDialog(tab, one)
    dialog.issuer.setText("Tổng Liên đoàn Lao động Việt Nam")
    assert dialog.values() == {
        "number": "77/KH-TLĐ", "date": "2027-01-05", "subject": "Tháng Công nhân",
        "issuer": "Tổng Liên đoàn Lao động Việt Nam",
    }  # fmt: skip
    dialog.deleteLater()


def test_an_office_without_papers_is_told_what_will_be_there(tmp_path: Path) -> None:
    with create_office(tmp_path / "sổ trống") as store:
        folder = store.folder
        assert read_references(store) == []
    shell = Shell(office_at(folder, "Công đoàn phường B"), ENTRIES, MachineState(None))
    shell.show()
    shell.go("templates", "references")
    shell.settle()
    assert not library(shell).search.isVisible()
    shell.close()
    shell.deleteLater()


def test_the_library_opened_at_once_is_made_a_turn_before_it_is_read(window: Shell) -> None:
    window.go("templates", "references")
    hosted = window._host.front
    assert hosted is not None
    page = hosted.page
    assert isinstance(page, TemplatesPage)
    window.settle()
    assert page.tabs.currentIndex() == REFERENCES
    fresh = TemplatesPage(page.desk)
    surface = fresh.build()
    assert fresh.ready(None)
    assert not fresh.ready("references")
    assert fresh.ready("references")
    surface.deleteLater()
