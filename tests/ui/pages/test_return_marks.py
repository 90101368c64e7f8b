"""The board's panel and the sheet tell what a revision changed, what is shut, and open it again."""

from pathlib import Path

import pytest

from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.board_words import cell_words
from desktop.models.figures.returns.closing import close
from desktop.models.figures.returns.return_history import return_history
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.returns.verdicts import accept
from desktop.models.store.store import Store
from desktop.sync.export import make_bundle
from desktop.sync.importer import import_bundle
from desktop.ui.widgets.labels import PlainLabel
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


def travel(below: Path, above: Path, out: Path, seed: int) -> None:
    with Store.open(below, clock=clock(seed)) as lower, Store.open(above, clock=clock(seed)) as up:
        import_bundle(up, make_bundle(lower, out / str(seed)).path)


@pytest.fixture
def corrected(tmp_path: Path) -> tuple[Path, Path]:
    """A province that accepted October, and a commune that corrected it since."""
    province, commune = tmp_path / "tỉnh", tmp_path / "xã"
    make_connected(province, commune, tmp_path)
    travel(commune, province, tmp_path, 6)
    with Store.open(province, clock=clock(7)) as store:
        accept(store, "F1", PERIOD, unit_id(store, BASES[0]))
    with Store.open(commune, clock=clock(8)) as store:
        unit = unit_id(store, BASES[0])
        set_cells(store, PERIOD, {(unit, "A01"): Entry(77)}, reason="Sót một tổ")
        assert lock(store, "F1", PERIOD, [unit], reason="Sót một tổ").locked
    travel(commune, province, tmp_path, 9)
    return province, commune


def test_the_board_marks_a_correction_after_acceptance(corrected: tuple[Path, Path]) -> None:
    with window(corrected[0], page="exchange") as shell:
        page = front(shell)
        page.show_tab("board")
        page.board.table.go_to(page.shown.board.rows[0].unit.id, PERIOD)
        shell.settle()
        cell = page.shown.board.rows[0].cells[page.shown.board.column(PERIOD)]
        assert cell.changed == 1
        panel = page.board_panel
        assert "1 sửa sau khi duyệt" in panel.state.text()
        (one,) = [one for one in panel.returns if one.accepted]
        panel.table.go_to((one.unit, one.form))
        told = panel.detail.text()
        assert "so với báo cáo lần đầu đã duyệt" in told
        assert "→ 77 (Sót một tổ)" in told
        (word,) = told.split("Các lần duyệt và trả lại:\n")[1].splitlines()
        assert word.startswith("• báo cáo lần đầu: đã duyệt, ")
        assert word.endswith(", Liên đoàn Lao động tỉnh Thử")
        assert not panel.paper.isHidden()
        assert panel.open_again.isHidden()


def test_a_closed_month_is_opened_from_the_panel(corrected: tuple[Path, Path]) -> None:
    with Store.open(corrected[0], clock=clock(10)) as store:
        close(store, PERIOD)
    with window(corrected[0], page="exchange") as shell:
        page = front(shell)
        page.show_tab("board")
        page.board.table.go_to(page.shown.board.rows[0].unit.id, PERIOD)
        shell.settle()
        panel = page.board_panel
        one = next(one for one in panel.returns if one.form == "F1" and one.rev)
        assert one.shut
        panel.table.go_to((one.unit, one.form))
        panel.open_again.click()
        panel.back_now.click()
        assert panel.error.text() == (
            "Chưa ghi lý do mở lại. Ghi vì sao cần sửa số liệu của kỳ đã khóa."
        )
        assert panel.reason.hasFocus()
        panel.reason.setPlainText("Thanh tra yêu cầu")
        panel.back_now.click()
        shell.settle()
        now = next(o for o in panel.returns if (o.unit, o.form) == (one.unit, one.form))
        assert (now.state, now.shut, now.reason) == ("returned", "", "Thanh tra yêu cầu")
        others = [o for o in panel.returns if o.unit != one.unit]
        assert all(o.shut for o in others)


def test_the_chosen_month_is_closed_and_opened_from_the_menu(corrected: tuple[Path, Path]) -> None:
    with window(corrected[0], page="exchange") as shell:
        page = front(shell)
        page.show_tab("board")
        page.board.table.go_to(page.shown.board.rows[0].unit.id, PERIOD)
        shell.settle()
        page.reviewing.close()
        shell.settle()
        asked = [label.text() for label in page.reviewing.closing.findChildren(PlainLabel)]
        assert "1 trên 1 đơn vị đã gửi đủ." in asked
        assert "6 báo cáo đã nhận mà chưa duyệt: số tổng giữ các số đang có." in asked
        assert not any(one.shut for one in page.board_panel.returns), "closed without asking"
        page.reviewing.closing.perform()
        shell.settle()
        assert all(one.shut for one in page.board_panel.returns)
        cell = page.shown.board.rows[0].cells[page.shown.board.column(PERIOD)]
        assert cell_words(cell).endswith(", đã khóa sổ")
        assert page.board.dates.text().endswith("Đã khóa sổ.")
        page.reviewing.open_month()
        opening = page.reviewing.opening
        opening.activateWindow()
        opening.cancel_button.setFocus()
        opening.perform()
        assert opening.error.text() == (
            "Chưa ghi lý do mở lại. Ghi vì sao cần sửa số liệu của kỳ đã khóa."
        )
        assert opening.focusWidget() is page.reviewing.why
        page.reviewing.why.setText("Thanh tra yêu cầu")
        page.reviewing.opening.perform()
        shell.settle()
        assert not any(one.shut for one in page.board_panel.returns)


def test_a_history_stands_for_the_corrected_return(corrected: tuple[Path, Path]) -> None:
    with Store.open(corrected[0], clock=clock(11)) as store:
        found = return_history(store, "F1", PERIOD, unit_id(store, BASES[0]))
        assert [one.rev for one in found.revisions] == [1, 2]
        assert found.revisions[1].origin == "Công đoàn xã An Thử"
