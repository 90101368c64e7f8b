"""What a unit writes beside its figures comes home with them: a comment, or a warning's reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.entry.entry_words import set_note
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.store.history import undo
from desktop.models.store.keys import cell_key
from desktop.models.store.store import Store
from desktop.tasks.figures.issued_home import open_form, take_form
from desktop.tasks.figures.issued_notes import LONGEST
from desktop.tasks.figures.within_office import LOCKED
from tests.reports.building import by_code, locked, province
from tests.tasks.figures.filled_form import NOVEMBER, Filled, given, held, home

FELL = "Hai tổ nghỉ việc theo đề án sắp xếp"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    store = province(tmp_path)
    yield store
    store.close()


def comments(store: Store, code: str = "P-A-01") -> dict[str, str]:
    return dict(store.fields("note", cell_key(by_code(store, code), NOVEMBER)))


def reasons(store: Store, code: str = "P-A-01") -> dict[str, str]:
    return dict(store.fields("reason", cell_key(by_code(store, code), NOVEMBER)))


def alone(store: Store, folder: Path, members: int, note: object = FELL) -> Filled:
    """The form of one school whose members were 50."""
    form = given(store, folder, "F1", "P-A-01")
    form.put("A01", value=60).put("A01N", value=30).put("A03N", value=29)
    return form.put("A03", value=members, note=note)


def test_a_note_is_the_comment_of_its_cell(office: Store, tmp_path: Path) -> None:
    found = home(office, alone(office, tmp_path, 50))
    (row,) = found.reading.rows
    assert (row.status, row.reasons) == (
        "warned", (f"Ghi chú G16 “{FELL}” giữ ở ô “Tổng số đoàn viên”.",)
    )  # fmt: skip
    assert found.summary().endswith("0 ô không nhận; 1 ghi chú.")
    take_form(office, found)
    assert (comments(office), reasons(office)) == ({"A03": FELL}, {})


def test_a_note_where_a_rule_asks_why_is_the_reason(office: Store, tmp_path: Path) -> None:
    moved = {(by_code(office, "P-A-01"), "C24"): Entry(13)}
    set_cells(office, NOVEMBER, moved)
    found = home(office, alone(office, tmp_path, 35))
    (row,) = found.reading.rows
    assert row.reasons[0].startswith("V10: ")
    assert row.reasons[1] == f"Ghi chú G16 “{FELL}” lấy làm lý do (V10)."
    take_form(office, found)
    assert (comments(office), reasons(office)) == ({}, {"V10": FELL})
    done = lock(office, "F1", NOVEMBER, ["P-A-01"])
    assert (len(done.locked), done.blocked) == (1, ())  # nothing is asked any more


def test_a_note_beside_another_figure_explains_nothing(office: Store, tmp_path: Path) -> None:
    form = alone(office, tmp_path, 35, note=None).put("A03N", note="đã đối chiếu danh sách")
    take_form(office, home(office, form))
    assert (comments(office), reasons(office)) == ({"A03N": "đã đối chiếu danh sách"}, {})


def test_the_note_beside_the_foremost_figure_of_a_warning_explains_it(
    office: Store, tmp_path: Path
) -> None:
    form = given(office, tmp_path, "F1", "P-A-01").put("A01", value=100, note="có 8 người thử việc")
    take_form(office, home(office, form.put("A03", value=45, note=FELL)))
    assert (comments(office), reasons(office)) == ({"A01": "có 8 người thử việc"}, {"V09": FELL})


def test_a_note_in_the_form_of_several_units_is_of_the_units_row(
    office: Store, tmp_path: Path
) -> None:
    form = given(office, tmp_path)
    form.put("P-A-01", A01=60, A03=35, A03N=29, note=FELL)
    form.put("P-A-03", A01=21, A03=20, note="đã đối chiếu")
    take_form(office, home(office, form))
    assert (comments(office), reasons(office)) == ({}, {"V10": FELL})
    assert (comments(office, "P-A-03"), reasons(office, "P-A-03")) == ({"A01": "đã đối chiếu"}, {})


def test_notes_are_undone_with_the_figures(office: Store, tmp_path: Path) -> None:
    form = alone(office, tmp_path, 35).put("A01", note="gồm 8 người thử việc")
    take_form(office, home(office, form))
    assert (len(comments(office)), len(reasons(office))) == (1, 1)
    undo(office)
    assert (comments(office), reasons(office), held(office, "P-A-01")) == ({}, {}, {})


def test_a_note_without_a_figure_lands_alone(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F1", "P-A-01").put("A03", note="chờ đối chiếu với bảo hiểm")
    found = home(office, form)
    assert (found.entries, found.remarks) == ({}, ())
    assert take_form(office, found).changes
    assert comments(office) == {"A03": "chờ đối chiếu với bảo hiểm"}


def test_a_note_beside_an_unread_cell_is_not_lost(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F1", "P-A-01").put("A03", value="khoảng 50", note=FELL)
    found = home(office, form)
    assert [cell.source for cell in found.refused] == ["khoảng 50"]
    take_form(office, found)
    assert comments(office) == {"A03": FELL}


@pytest.mark.parametrize("members", [50, 35])
def test_the_same_notes_again_change_nothing(office: Store, tmp_path: Path, members: int) -> None:
    form = alone(office, tmp_path, members)
    take_form(office, home(office, form))
    again = home(office, form)
    assert (again.brings_nothing, [note.new for note in again.notes]) == (True, [False])
    assert "đã có trong sổ" in " ".join(again.reading.rows[0].reasons)
    assert not take_form(office, again).changes


def test_what_the_office_wrote_itself_stays(office: Store, tmp_path: Path) -> None:
    unit = by_code(office, "P-A-01")
    set_note(office, unit, NOVEMBER, "A03", "đã gọi điện hỏi")
    with office.step("Ghi lý do cho cảnh báo") as step:
        step.put("reason", cell_key(unit, NOVEMBER), "V10", "giảm theo quyết định 12")
    take_form(office, home(office, alone(office, tmp_path, 35)))
    assert comments(office) == {"A03": f"đã gọi điện hỏi\n{FELL}"}
    assert reasons(office) == {"V10": "giảm theo quyết định 12"}
    assert home(office, alone(office, tmp_path, 35)).brings_nothing


@pytest.mark.parametrize("note", ["-", "…", "   ", None])
def test_a_dash_is_no_note(office: Store, tmp_path: Path, note: object) -> None:
    assert home(office, alone(office, tmp_path, 50, note)).notes == ()


def test_notes_that_cannot_be_kept_are_told(office: Store, tmp_path: Path) -> None:
    long = home(office, alone(office, tmp_path, 50, "a" * (LONGEST + 1)))
    assert [cell.place for cell in long.refused] == ["G16"]
    assert "dài quá 1.000 chữ" in long.refused[0].why
    form = given(office, tmp_path).put("P-A-01", A03=50, note=FELL)
    form.cell("P-A-01", "name").value = "CĐCS khác"
    renamed = home(office, form)
    assert renamed.notes == ()
    assert {cell.source for cell in renamed.refused} == {"50", FELL}


def test_a_closed_return_takes_a_note_only_with_a_reason(office: Store, tmp_path: Path) -> None:
    take_form(office, home(office, alone(office, tmp_path, 48, note=None)))
    locked(office, NOVEMBER, "P-A-01")
    form = given(office, tmp_path, "F1", "P-A-01").put("A03", note=FELL)
    assert [cell.why for cell in home(office, form).refused] == [LOCKED]
    take_form(office, open_form(office, form.path, reason="rà soát"), reason="rà soát")
    assert comments(office) == {"A03": FELL}
