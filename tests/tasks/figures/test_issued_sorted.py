"""An issued form whose rows were sorted without their hidden codes: what is printed tells how."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from desktop.models.errors import Refusal
from desktop.models.store.store import Store
from desktop.tasks.figures.issued_home import take_form
from tests.reports.building import province
from tests.tasks.figures.filled_form import Filled, given, held, home

ONE, OTHER = "P-A-01", "P-A-02"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    store = province(tmp_path)
    yield store
    store.close()


def sort(form: Filled) -> None:
    """Exchange two rows from the first column to the last that is in sight, as sorting does."""
    rows, _columns = form.places()
    hidden = [c for c, shape in form.sheet.column_dimensions.items() if shape.hidden]
    last = max(n for n in range(1, form.sheet.max_column + 1)
               if get_column_letter(n) not in hidden)  # fmt: skip
    for place in range(1, last + 1):
        one, other = form.sheet.cell(rows[ONE], place), form.sheet.cell(rows[OTHER], place)
        one.value, other.value = other.value, one.value


def exchange(form: Filled, *, names_alone: bool) -> None:
    """Exchange two rows without their hidden codes, or only their names."""
    rows, columns = form.places()
    first, second = rows[ONE], rows[OTHER]
    places = [columns["name"]] if names_alone else range(1, form.sheet.max_column + 1)
    for place in places:
        one, other = form.sheet.cell(first, place), form.sheet.cell(second, place)
        if str(one.value).startswith("row:"):
            continue
        one.value, other.value = other.value, one.value


def filled(office: Store, folder: Path, form: str = "F3") -> Filled:
    made = given(office, folder, form)
    codes = {"F3": "C11", "F1": "A01"}
    return made.put(ONE, **{codes[form]: 3}).put(OTHER, **{codes[form]: 4})


def test_rows_sorted_whole_go_by_their_names(office: Store, tmp_path: Path) -> None:
    form = filled(office, tmp_path)
    exchange(form, names_alone=False)
    found = home(office, form)
    assert not found.refused
    assert found.remarks[0].startswith("Các dòng đã được sắp xếp lại mà mã ẩn đứng nguyên: 2 dòng")
    take_form(office, found)
    assert (held(office, ONE), held(office, OTHER)) == ({"C11": 3}, {"C11": 4})


def test_names_sorted_alone_leave_the_figures_with_their_codes(
    office: Store, tmp_path: Path
) -> None:
    form = filled(office, tmp_path)
    exchange(form, names_alone=True)
    found = home(office, form)
    assert found.remarks[0].startswith("Tên ở 2 dòng đã đổi chỗ, số thì không: đọc theo mã ẩn")
    take_form(office, found)
    assert (held(office, ONE), held(office, OTHER)) == ({"C11": 3}, {"C11": 4})


@pytest.mark.parametrize("form", ["F1", "F3"])
def test_rows_sorted_in_a_spreadsheet_take_their_hidden_codes_along(
    office: Store, tmp_path: Path, form: str
) -> None:
    made = filled(office, tmp_path, form)
    code = {"F3": "C11", "F1": "A01"}[form]
    before = made.places()[0]
    sort(made)
    assert made.places()[0] == before | {ONE: before[OTHER], OTHER: before[ONE]}
    found = home(office, made)
    assert not found.refused
    assert not found.remarks
    take_form(office, found)
    assert (held(office, ONE)[code], held(office, OTHER)[code]) == (3, 4)


@pytest.mark.parametrize("names_alone", [True, False])
def test_where_nothing_printed_tells_it_is_refused_in_one_sentence(
    office: Store, tmp_path: Path, names_alone: bool
) -> None:
    form = filled(office, tmp_path, "F1")
    exchange(form, names_alone=names_alone)
    with pytest.raises(Refusal, match="Ở 2 dòng, tên đơn vị đã đổi chỗ") as refused:
        home(office, form)
    assert refused.value.next_step == "Xin đơn vị sắp lại bảng theo cột STT rồi gửi lại."


def test_what_is_printed_in_one_row_against_another_proves_nothing(
    office: Store, tmp_path: Path
) -> None:
    form = filled(office, tmp_path)
    exchange(form, names_alone=False)
    rows, columns = form.places()
    printed = [c for c in form.sheet[rows[ONE]] if isinstance(c.value, int)
               and c.column not in columns.values() and c.column > 2]  # fmt: skip
    printed[0].value += 1
    with pytest.raises(Refusal, match="không rõ số đi theo tên hay theo mã"):
        home(office, form)


def test_a_name_of_no_other_row_is_no_exchange(office: Store, tmp_path: Path) -> None:
    form = filled(office, tmp_path)
    form.put(ONE, name="CĐCS Trường Lạ")
    found = home(office, form)
    assert [cell.source for cell in found.refused] == ["3"]
    assert "còn mã của dòng là của" in found.refused[0].why
