import json
import os
import re
import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTextEdit,
    QToolButton,
)

from desktop.models import resources
from desktop.ui.translate import ToolkitTranslator
from desktop.ui.widgets.date_field import calendar

BUTTONS = QDialogButtonBox.StandardButton
EXPECTED = {
    BUTTONS.Ok: "Đồng ý",
    BUTTONS.Cancel: "Thôi",
    BUTTONS.Yes: "Có",
    BUTTONS.No: "Không",
    BUTTONS.Save: "Lưu",
    BUTTONS.SaveAll: "Lưu tất cả",
    BUTTONS.Open: "Mở",
    BUTTONS.Close: "Đóng",
    BUTTONS.Apply: "Áp dụng",
    BUTTONS.Discard: "Không lưu",
    BUTTONS.Reset: "Đặt lại",
    BUTTONS.RestoreDefaults: "Về mặc định",
    BUTTONS.Help: "Trợ giúp",
    BUTTONS.Abort: "Dừng hẳn",
    BUTTONS.Retry: "Thử lại",
    BUTTONS.Ignore: "Bỏ qua",
}


@pytest.mark.parametrize("button", EXPECTED, ids=lambda one: one.name)
def test_standard_buttons_are_vietnamese(button: BUTTONS) -> None:
    box = QDialogButtonBox(button)
    assert box.button(button).text().replace("&", "") == EXPECTED[button]


def test_message_boxes_are_vietnamese() -> None:
    box = QMessageBox()
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    assert {b.text().replace("&", "") for b in box.buttons()} == {"Có", "Không"}


@pytest.mark.parametrize("kind", [QLineEdit, QTextEdit])
def test_the_context_menu_of_text_is_vietnamese(kind: type) -> None:
    field = kind()
    menu = field.createStandardContextMenu()
    words = [a.text().split("\t")[0].replace("&", "") for a in menu.actions() if a.text()]
    assert {"Hoàn tác", "Làm lại", "Cắt", "Sao chép", "Dán", "Xóa", "Chọn tất cả"} <= set(words)
    menu.deleteLater()


def test_the_toolkits_own_file_dialog_has_no_english_left() -> None:
    dialog = QFileDialog(None, "Mở tệp", "", "Văn bản (*.docx)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    parts = dialog.findChildren(QLabel) + dialog.findChildren(QPushButton)
    texts = {part.text().replace("&", "") for part in parts}
    tips = {part.toolTip() for part in dialog.findChildren(QToolButton)}
    assert {"Tìm trong:", "Tên tệp:", "Loại tệp:", "Mở", "Thôi"} <= texts
    english = re.compile(r"\b(Look|File|Files|Open|Cancel|Go|Create|View|Change|Back)\b")
    assert [text for text in texts | tips if english.search(text)] == []
    dialog.deleteLater()


# Names of paper and keys are names everywhere; the rest of a print dialog is words.
NAMES = {"QPageSize", "QShortcut", "QGuiApplication", "QMimeType"}


def test_nothing_the_print_dialog_says_is_left_untranslated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    left: set[tuple[str, str]] = set()
    looked_up = ToolkitTranslator.translate

    def note(self: ToolkitTranslator, context: str, text: str, *rest: Any) -> str | None:
        found = looked_up(self, context, text, *rest)
        if found is None and context not in NAMES:
            left.add((context, text))
        return found

    monkeypatch.setattr(ToolkitTranslator, "translate", note)
    printer = QPrinter()
    dialog = QPrintDialog(printer)
    dialog.show()
    QApplication.processEvents()
    dialog.close()
    dialog.deleteLater()
    assert left == set()


def test_the_calendar_speaks_vietnamese() -> None:
    month = calendar(date(2026, 11, 21))
    assert month.locale().language() is QLocale.Language.Vietnamese
    names = [month.locale().standaloneMonthName(n) for n in (1, 12)]
    assert names == ["Tháng 1", "Tháng 12"]
    month.deleteLater()


@pytest.mark.parametrize("language", ["en_US.UTF-8", "vi_VN.UTF-8", "de_DE.UTF-8"])
def test_the_systems_language_never_matters(language: str) -> None:
    code = (
        "from desktop.ui.app import make_app;"
        "from PySide6.QtCore import QLocale;"
        "from PySide6.QtWidgets import QDialogButtonBox as B;"
        "app = make_app(['x']);"
        "box = B(B.StandardButton.Save);"
        "print(box.button(B.StandardButton.Save).text(),"
        " QLocale().toString(1234.5))"
    )
    settings = os.environ | {"LANG": language, "LC_ALL": language}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        env=settings,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout.split() == ["Lưu", "1.234,5"]


def test_the_catalogue_keeps_the_placeholders_of_every_text() -> None:
    catalogue = json.loads(resources.path("i18n/toolkit.vi.json").read_text(encoding="utf-8"))
    for context, texts in catalogue.items():
        for source, target in texts.items():
            places = re.findall(r"%\w", source)
            assert sorted(places) == sorted(re.findall(r"%\w", target)), (context, source)
