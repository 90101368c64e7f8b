"""Writing as in a word processor: picking, dragging, folding, clipboard, finding, spelling."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.models.outline.spelling import Speller
from desktop.models.plans.outline_clip import ITEMS_MIME
from desktop.models.plans.plan_draft import draft_item
from desktop.models.plans.snippets import Snippet
from desktop.ui.outline import menu
from desktop.ui.outline.find_bar import FindBar
from desktop.ui.outline.keys_help import as_html, groups
from tests.support.keyboard import press, type_text
from tests.ui.outline.test_outline_view import ALT, CONTROL, KEY, NONE, SHIFT, Sheet
from tests.ui.test_store_thread import until

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def sheet() -> Iterator[Sheet]:
    made = Sheet(
        draft_item("NHIỆM VỤ", "roman",
                   draft_item("Tuyên truyền", "arabic", draft_item("Trong đoàn viên", "letter")),
                   draft_item("Thi đua", "arabic"), draft_item("Chăm lo", "arabic")),
        draft_item("TỔ CHỨC", "roman", draft_item("Đoàn viên thực hiện", "arabic")),
    )  # fmt: skip
    yield made
    made.view.close()
    made.view.deleteLater()


def spot(sheet: Sheet, place: int, *, label: bool = False) -> QPoint:
    """A point in a row: in its text, or on its label."""
    row = sheet.view.rows()[place].id
    laid = sheet.view._laid[place]
    area = sheet.view.row_area(row)
    x = laid.label_left + 3 if label else laid.left + 12
    return QPoint(int(x), area.top() + 10)


def click(sheet: Sheet, point: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(sheet.view.viewport(), Qt.MouseButton.LeftButton, modifiers, point)


def drag(sheet: Sheet, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    port = sheet.view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, NONE, start)
    for point in ((start + end) / 2, end):
        _move(sheet, point)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, modifiers, end)


def _move(sheet: Sheet, point: QPoint) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    left = Qt.MouseButton.LeftButton
    where = QPointF(point)
    sheet.view.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, where, where, left, left, NONE))


def texts(sheet: Sheet) -> list[str]:
    rows = {row.id: row.item.plain for row in sheet.editor.outline}
    return [rows[one] for one in sheet.view.selected()]


# choosing


def test_shift_click_takes_all_between_and_control_click_single_items(sheet: Sheet) -> None:
    click(sheet, spot(sheet, 1, label=True))
    click(sheet, spot(sheet, 3), SHIFT)
    assert texts(sheet) == ["Tuyên truyền", "Trong đoàn viên", "Thi đua"]
    click(sheet, spot(sheet, 5), CONTROL)
    click(sheet, spot(sheet, 2), CONTROL)
    assert texts(sheet) == ["Tuyên truyền", "Thi đua", "TỔ CHỨC"]
    click(sheet, spot(sheet, 3))
    assert texts(sheet) == ["Thi đua"]


def test_shift_arrows_choose_items_and_control_a_twice_all(sheet: Sheet) -> None:
    sheet.at(1, 3)
    sheet.press(KEY.Key_Down, SHIFT)
    sheet.press(KEY.Key_Down, SHIFT)
    assert texts(sheet) == ["Tuyên truyền", "Trong đoàn viên", "Thi đua"]
    sheet.at(1, 3)
    sheet.press(KEY.Key_A, CONTROL)
    assert sheet.editor.selection() == (0, len("Tuyên truyền"))
    sheet.press(KEY.Key_A, CONTROL)
    assert len(texts(sheet)) == 7


# dragging


def test_an_item_dragged_by_its_label_falls_where_the_line_is(sheet: Sheet) -> None:
    view = sheet.view
    end = spot(sheet, 6, label=True)
    drag(sheet, spot(sheet, 3, label=True), QPoint(end.x(), end.y() + 14))
    assert sheet.lines()[-2:] == ["  1. Đoàn viên thực hiện", "  2. Thi đua"]
    assert [edit.label for edit in sheet.sent] == ["Chuyển mục"]
    assert view.selected() == [sheet.editor.outline.rows[-1].id]


def test_the_level_follows_how_far_right_the_mouse_is(sheet: Sheet) -> None:
    inside, below = spot(sheet, 2, label=True), spot(sheet, 3)
    drag(sheet, spot(sheet, 4, label=True), QPoint(inside.x(), below.y() - 4))
    inner = sheet.lines().index("    b) Chăm lo")
    assert sheet.lines()[inner - 1] == "    a) Trong đoàn viên"


def test_control_while_dropping_makes_a_copy(sheet: Sheet) -> None:
    end = spot(sheet, 5, label=True)
    drag(sheet, spot(sheet, 3, label=True), QPoint(end.x(), end.y() - 9), CONTROL)
    assert sum("Thi đua" in line for line in sheet.lines()) == 2


def test_escape_puts_down_what_is_dragged(sheet: Sheet) -> None:
    port = sheet.view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, NONE, spot(sheet, 3, label=True))
    _move(sheet, spot(sheet, 6))
    assert sheet.view._drop is not None
    sheet.press(KEY.Key_Escape)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, NONE, spot(sheet, 6))
    assert sheet.sent == []


@pytest.mark.parametrize("aside", [(4000, 0), (-4000, 0), (0, 4000), (0, -4000)])
def test_let_go_beside_the_paper_nothing_falls(sheet: Sheet, aside: tuple[int, int]) -> None:
    before = sheet.lines()
    drag(sheet, spot(sheet, 1, label=True), spot(sheet, 4) + QPoint(*aside))
    assert sheet.lines() == before
    assert not sheet.sent
    drag(sheet, spot(sheet, 3, label=True), spot(sheet, 1, label=True))
    assert sheet.sent


def test_a_key_while_dragging_puts_down_and_does_nothing_else(sheet: Sheet) -> None:
    before = sheet.lines()
    start, end = spot(sheet, 3, label=True), spot(sheet, 5, label=True)
    QTest.mousePress(sheet.view.viewport(), Qt.MouseButton.LeftButton, NONE, start)
    _move(sheet, end)
    sheet.press(KEY.Key_Control)
    assert sheet.view._drop is not None
    sheet.press(KEY.Key_Delete)
    QTest.mouseRelease(sheet.view.viewport(), Qt.MouseButton.LeftButton, NONE, end)
    assert sheet.lines() == before


def test_what_is_undone_while_dragging_is_put_down(sheet: Sheet) -> None:
    before = sheet.editor.outline
    sheet.at(3)
    sheet.view.perform(lambda e: e.delete_selected())
    sheet.editor.kept()
    now = len(sheet.sent)
    start, end = spot(sheet, 3, label=True), spot(sheet, 1, label=True)
    QTest.mousePress(sheet.view.viewport(), Qt.MouseButton.LeftButton, NONE, start)
    _move(sheet, end)
    sheet.view.refresh(before)
    QTest.mouseRelease(sheet.view.viewport(), Qt.MouseButton.LeftButton, NONE, end)
    assert sheet.editor.outline is before
    assert len(sheet.sent) == now


def test_held_at_the_edge_the_paper_goes_on_scrolling() -> None:
    long = Sheet(*[draft_item(f"Việc thứ {n}", "arabic") for n in range(120)])
    view = long.view
    port, bar = view.viewport(), view.verticalScrollBar()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, NONE, spot(long, 1, label=True))
    _move(long, QPoint(60, port.height() - 2))
    was = bar.value()
    until(lambda: bar.value() > was + 200)
    assert view._drop is not None
    press(view, KEY.Key_Escape)
    rests = bar.value()
    assert not view._scrolling.isActive()
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, NONE, QPoint(60, port.height() - 2))
    assert (bar.value(), long.sent) == (rests, [])
    view.close()
    view.deleteLater()


def test_typing_over_chosen_items_takes_none_of_them_out(sheet: Sheet) -> None:
    sheet.at(3, 1 << 30)
    press(sheet.view, KEY.Key_Down, SHIFT)
    press(sheet.view, KEY.Key_End, SHIFT)
    before = sheet.lines()
    assert len(sheet.view.selected()) == 2
    # "aa" as a keyboard sends it that corrects with backspaces.
    type_text(sheet.view, " a")
    press(sheet.view, KEY.Key_Backspace)
    type_text(sheet.view, "â")
    changed = [line for line in sheet.lines() if line not in before]
    assert changed == [f"{before[4]} â"]
    assert len(sheet.lines()) == len(before)


def test_a_paragraph_pasted_where_items_are_chosen_is_an_item_after_them(sheet: Sheet) -> None:
    QGuiApplication.clipboard().setText("Thăm hỏi nhà trọ")
    click(sheet, spot(sheet, 3, label=True))
    sheet.view.paste()
    assert [line.strip() for line in sheet.lines()[3:5]] == ["2. Thi đua", "3. Thăm hỏi nhà trọ"]


def test_nothing_is_dragged_in_an_issued_plan(sheet: Sheet) -> None:
    sheet.view.show_editor(sheet.editor, writable=False)
    drag(sheet, spot(sheet, 3, label=True), spot(sheet, 6))
    type_text(sheet.view, "x")
    for key in (KEY.Key_X, KEY.Key_V):
        sheet.press(key, CONTROL)
    assert sheet.sent == []


# folding


def test_control_period_folds_and_the_caret_stays_in_sight(sheet: Sheet) -> None:
    sheet.at(2)
    sheet.press(KEY.Key_Period, CONTROL)
    assert [row.label for row in sheet.view.rows()] == ["I.", "1.", "2.", "3.", "II.", "1."]
    assert sheet.view.rows()[1].fold == "closed"
    assert sheet.view.rows()[1].aside == "… 1 mục"
    assert sheet.editor.row is not None
    assert sheet.editor.row.item.plain == "Tuyên truyền"
    sheet.press(KEY.Key_Period, CONTROL)
    assert len(sheet.view.rows()) == 7


def test_the_arrow_in_the_margin_folds_and_going_to_a_hidden_item_unfolds(sheet: Sheet) -> None:
    area = sheet.view.fold_area(
        sheet.view._laid[0], sheet.view.row_area(sheet.view.rows()[0].id).top()
    )
    click(sheet, area.center().toPoint())
    assert len(sheet.view.rows()) == 3
    sheet.view.put_caret(sheet.editor.outline.rows[2].id)
    assert len(sheet.view.rows()) == 7


def test_enter_after_a_folded_branch_begins_an_item_after_it(sheet: Sheet) -> None:
    sheet.at(1, 12)
    sheet.press(KEY.Key_Period, CONTROL)
    sheet.press(KEY.Key_End)
    sheet.press(KEY.Key_Return)
    type_text(sheet.view, "Mới")
    assert sheet.lines()[2:4] == ["    a) Trong đoàn viên", "  2. Mới"]
    assert len(sheet.view.rows()) == 7


def test_everything_is_folded_and_unfolded_at_once(sheet: Sheet) -> None:
    press(sheet.view, KEY.Key_Greater, CONTROL | SHIFT)
    assert [row.label for row in sheet.view.rows()] == ["I.", "II."]
    press(sheet.view, KEY.Key_Period, CONTROL | SHIFT)
    assert len(sheet.view.rows()) == 7


# clipboard


def test_items_are_copied_with_labels_for_word_and_whole_for_this_program(sheet: Sheet) -> None:
    click(sheet, spot(sheet, 1, label=True))
    sheet.press(KEY.Key_C, CONTROL)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "1. Tuyên truyền\n\ta) Trong đoàn viên"
    assert "1. Tuyên truyền</p>" in data.html()
    assert data.hasFormat(ITEMS_MIME)
    sheet.at(6, 99)
    sheet.press(KEY.Key_V, CONTROL)
    assert sheet.lines()[-2:] == ["  2. Tuyên truyền", "    a) Trong đoàn viên"]
    assert [edit.label for edit in sheet.sent] == ["Dán mục"]


def test_an_item_is_cut_and_pasted_in_two_steps(sheet: Sheet) -> None:
    click(sheet, spot(sheet, 3, label=True))
    sheet.press(KEY.Key_X, CONTROL)
    sheet.at(5, 99)
    sheet.press(KEY.Key_V, CONTROL)
    assert sheet.lines()[3:5] == ["  2. Chăm lo", "II. TỔ CHỨC"]
    assert len(sheet.sent) == 2


def test_paragraphs_of_word_are_pasted_by_their_labels_in_one_step(sheet: Sheet) -> None:
    data = QMimeData()
    data.setHtml("<p>1. Một <b>đậm</b></p><p>a) Hai</p><p>2. Ba</p>")
    data.setText("1. Một đậm\na) Hai\n2. Ba")
    QGuiApplication.clipboard().setMimeData(data)
    sheet.at(4, 7)
    sheet.press(KEY.Key_V, CONTROL)
    assert sheet.lines()[4:8] == ["  3. Chăm lo", "  4. Một đậm", "    a) Hai", "  5. Ba"]
    assert sheet.editor.outline.rows[5].item.text == (("Một ", ""), ("đậm", "b"))
    assert len(sheet.sent) == 1


def test_rtf_alone_is_pasted_as_items_too(sheet: Sheet) -> None:
    data = QMimeData()
    data.setData("text/rtf", rb"{\rtf1\uc1 1. M\u7897?t {\b nh\u7845?t}\par a) Hai\par 2. Ba\par}")
    data.setText("1. Mot nhat a) Hai 2. Ba")
    QGuiApplication.clipboard().setMimeData(data)
    sheet.at(4, 7)
    sheet.press(KEY.Key_V, CONTROL)
    assert sheet.lines()[4:8] == ["  3. Chăm lo", "  4. Một nhất", "    a) Hai", "  5. Ba"]
    assert sheet.editor.outline.rows[5].item.text == (("Một ", ""), ("nhất", "b"))
    assert len(sheet.sent) == 1


def test_one_paragraph_is_pasted_into_the_line_with_its_marks(sheet: Sheet) -> None:
    data = QMimeData()
    data.setHtml("<p>sôi <b>nổi</b></p>")
    data.setText("sôi nổi")
    QGuiApplication.clipboard().setMimeData(data)
    sheet.at(3, 7)
    type_text(sheet.view, " ")
    sheet.press(KEY.Key_V, CONTROL)
    assert sheet.editor.text == (("Thi đua sôi ", ""), ("nổi", "b"))
    sheet.press(KEY.Key_Z, CONTROL)
    assert sheet.lines()[3].strip() == "2. Thi đua"
    press(sheet.view, KEY.Key_V, CONTROL | SHIFT)
    assert sheet.editor.text[0][0].endswith("sôi nổi")


# kept at a pause


def test_typing_is_kept_at_a_pause_and_still_taken_back_word_by_word(sheet: Sheet) -> None:
    sheet.view._pause.setInterval(1)
    sheet.at(3, 7)
    type_text(sheet.view, " sôi nổi")
    QTest.qWait(30)
    assert [edit.label for edit in sheet.sent] == ["Sửa nội dung mục"]
    assert sheet.editor.caret == 15
    sheet.press(KEY.Key_Z, CONTROL)
    QTest.qWait(30)
    assert sheet.lines()[3] == "  2. Thi đua sôi"
    assert len(sheet.sent) == 2
    sheet.press(KEY.Key_Z, CONTROL)
    assert sheet.lines()[3] == "  2. Thi đua"


# abbreviations


def test_a_space_spells_out_an_abbreviation_and_undo_gives_it_back(sheet: Sheet) -> None:
    sheet.view.snippets = {"cđcs": Snippet("cđcs", "công đoàn cơ sở")}
    sheet.at(3, 7)
    type_text(sheet.view, " cđcs ")
    assert sheet.lines()[3] == "  2. Thi đua công đoàn cơ sở"
    sheet.press(KEY.Key_Z, CONTROL)
    sheet.press(KEY.Key_Z, CONTROL)
    assert sheet.lines()[3] == "  2. Thi đua cđcs"
    sheet.press(KEY.Key_Tab)
    assert sheet.lines()[3] == "  2. Thi đua công đoàn cơ sở"
    sheet.press(KEY.Key_Tab)
    assert "    b) Thi đua công đoàn cơ sở" in sheet.lines()


# finding


@pytest.fixture
def bar(sheet: Sheet) -> Iterator[FindBar]:
    made = FindBar(sheet.view)
    yield made
    made.close()
    made.deleteLater()


def test_words_are_found_without_tones_and_counted(sheet: Sheet, bar: FindBar) -> None:
    bar.open_bar(replacing=False)
    bar.wanted.setText("doan vien")
    assert (len(bar.matches), bar.count.text()) == (2, "1/2")
    assert sheet.editor.copied() == "đoàn viên"
    bar.step(1)
    assert bar.count.text() == "2/2"
    bar.step(1)
    assert bar.count.text() == "1/2"
    bar.step(-1)
    assert bar.count.text() == "2/2"
    bar.exact.setChecked(True)
    assert bar.count.text() == "Không thấy"
    bar.close_bar()
    assert sheet.view.washed(sheet.editor.outline.rows[2].id) == ()


def test_a_found_place_in_a_folded_branch_is_unfolded(sheet: Sheet, bar: FindBar) -> None:
    sheet.view.fold_all()
    bar.open_bar(replacing=False)
    bar.wanted.setText("đoàn")
    assert len(sheet.view.rows()) > 2


def test_all_places_are_replaced_as_one_step(sheet: Sheet, bar: FindBar) -> None:
    told: list[int] = []
    bar.replaced.connect(told.append)
    bar.open_bar(replacing=True)
    bar.wanted.setText("doan vien")
    bar.words.setText("công nhân")
    bar.replace_all()
    assert told == [2]
    assert len(sheet.sent) == 1
    assert sheet.lines()[2] == "    a) Trong công nhân"
    assert sheet.lines()[6] == "  1. công nhân thực hiện"


def test_one_place_is_replaced_and_the_next_is_shown(sheet: Sheet, bar: FindBar) -> None:
    bar.open_bar(replacing=True)
    bar.wanted.setText("doan vien")
    bar.words.setText("công nhân")
    bar.replace_one()
    assert sheet.lines()[2] == "    a) Trong công nhân"
    assert sheet.editor.copied() == "Đoàn viên"


# spelling


def test_wrong_words_are_named_and_corrected_from_the_menu(sheet: Sheet) -> None:
    sheet.view.check_with(Speller())
    sheet.at(3, 7)
    type_text(sheet.view, " nghành nghề")
    sheet.at(0)
    made = menu.next_mistake(sheet.view)
    assert made is not None
    assert sheet.editor.copied() == "nghành"
    (line,) = [one for one in made.actions() if one.text() == "ngành"]
    line.trigger()
    sheet.view.commit()
    assert sheet.lines()[3] == "  2. Thi đua ngành nghề"
    asked: list[str] = []
    sheet.view.asked.connect(asked.append)
    assert menu.next_mistake(sheet.view) is None
    assert asked == ["spelled"]
    made.close()


def test_the_menu_adds_a_word_to_the_office(sheet: Sheet) -> None:
    sheet.view.check_with(Speller())
    added: list[str] = []
    sheet.view.word_added.connect(added.append)
    sheet.at(3, 7)
    type_text(sheet.view, " Veloce ")
    sheet.view.commit()
    sheet.at(3, 10)
    made = menu.made(sheet.view)
    (line,) = [one for one in made.actions() if "từ của đơn vị" in one.text()]
    line.trigger()
    assert added == ["Veloce"]
    made.close()


def test_only_rows_in_sight_are_checked(sheet: Sheet) -> None:
    seen: list[str] = []

    class Counting(Speller):
        def _mistakes(self, text: str) -> tuple[tuple[int, int], ...]:
            seen.append(text)
            return super()._mistakes(text)

    sheet.view.resize(900, 60)
    sheet.view.check_with(Counting())
    sheet.view.viewport().repaint()
    assert 0 < len(set(seen)) < 7


def test_keys_ask_for_what_the_outline_cannot_do_alone(sheet: Sheet) -> None:
    asked: list[str] = []
    sheet.view.asked.connect(asked.append)
    sheet.press(KEY.Key_F, CONTROL)
    sheet.press(KEY.Key_H, CONTROL)
    press(sheet.view, KEY.Key_M, CONTROL | ALT)
    sheet.press(KEY.Key_F1)
    assert asked == ["find", "replace", "remark", "keys"]


def test_every_line_of_the_keys_is_on_the_page() -> None:
    page = as_html()
    assert all(keys in page for _heading, lines in groups() for keys, _deed in lines)


def test_tab_goes_from_the_words_sought_to_those_in_their_place_and_esc_closes(
    sheet: Sheet, bar: FindBar
) -> None:
    bar.open_bar(replacing=True)
    assert bar.wanted.nextInFocusChain() is bar.words
    assert bar.words.nextInFocusChain() is bar.one
    press(bar.all, KEY.Key_Escape)
    assert bar.isHidden()
