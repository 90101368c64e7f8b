"""A form that is not to be believed is named: forged, foreign, replaced or withdrawn."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from desktop.intake.issued_form import recognise
from desktop.models.store.history import undo
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit
from desktop.tasks.figures.issued_forms import issue_form, issue_forms
from desktop.tasks.figures.issued_home import open_form, take_form
from tests.reports.building import SINCE, by_code, province, union
from tests.tasks.figures.filled_form import NOVEMBER, Filled, given, held, home, refusal


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    store = province(tmp_path)
    yield store
    store.close()


@pytest.mark.parametrize(
    ("key", "value"),
    [("period", "2026-12"), ("unit", "x"), ("form", "F3"), ("row:P-A-01", '["x","","CĐCS"]'),
     ("signature", "AAAA"), ("key", "????"), ("issued_at", "2030-01-01T00:00:00")],
)  # fmt: skip
def test_an_edited_identity_is_named(office: Store, tmp_path: Path, key: str, value: str) -> None:
    form = given(office, tmp_path).put("P-A-01", A03=50)
    form.meta(key).value = value
    assert refusal(office, form.save()).code == "E_FORM_FORGED"


def test_a_line_missing_in_the_identity_is_named(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path).put("P-A-01", A03=50)
    form.meta("period").value = None
    assert refusal(office, form.save()).code == "E_FORM_FORGED"


def test_another_period_written_over_the_form_is_named(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path).put("P-A-01", A03=50)
    for row in form.sheet.iter_rows(max_row=6):
        for cell in row:
            if "Tháng 11" in str(cell.value):
                cell.value = "Kỳ báo cáo: Tháng 12/2026"
    assert refusal(office, form.save()).code == "E_FORM_FORGED"


def test_a_form_without_its_identity_is_named(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path)
    del form.book["_meta"]
    assert refusal(office, form.save()).code == "E_FORM_IDENTITY"


def test_another_offices_form_is_named(office: Store, tmp_path: Path) -> None:
    other = create_office(tmp_path / "sổ khác")
    found_unit(other, name="Công đoàn phường Tam Long", kind="CDP", parent=None, since=SINCE,
               unit=other.own_unit, code="TL")  # fmt: skip
    union(other, "TL-01", "CĐCS Trường THCS Tam Long", other.own_unit)
    path = issue_form(other, "F1", NOVEMBER, "", tmp_path / "của họ.xlsx").path
    other.close()
    told = refusal(office, path)
    assert told.code == "E_FORM_FOREIGN"
    assert "Công đoàn phường Tam Long" in told.message


def test_a_form_signed_with_a_strange_key_is_named(office: Store, tmp_path: Path) -> None:
    from desktop.intake.issued_identity import signed_bytes
    from desktop.sync.keys import KeyPair
    from desktop.sync.trust import encode_key

    form = given(office, tmp_path)
    pair = KeyPair.generate()
    form.meta("key").value = encode_key(pair.public)
    entries = {
        row[0].value: row[1].value or "" for row in form.book["_meta"].iter_rows() if row[0].value
    }
    form.meta("signature").value = encode_key(pair.sign(signed_bytes(entries)))
    assert refusal(office, form.save()).code in ("E_FORM_FORGED", "E_FORM_WITHDRAWN")


def test_a_form_given_again_unchanged_may_still_come_home(office: Store, tmp_path: Path) -> None:
    first = issue_form(office, "F1", NOVEMBER, "P-A-01", tmp_path / "cũ.xlsx").path
    issue_forms(office, "F1", NOVEMBER, tmp_path / "mỗi đơn vị một tệp")
    filled = Filled(first).put("A01", value=60).put("A03", value=50)
    take_form(office, home(office, filled))
    assert held(office, "P-A-01") == {"A01": 60, "A03": 50}


def test_a_form_replaced_by_one_of_other_rows_is_named(office: Store, tmp_path: Path) -> None:
    first = issue_form(office, "F1", NOVEMBER, "P-A", tmp_path / "cũ.xlsx").path
    union(office, "P-A-09", "CĐCS Trường THPT Đông Hà", by_code(office, "P-A"))
    later = issue_form(office, "F1", NOVEMBER, "P-A", tmp_path / "mới.xlsx").path
    told = refusal(office, first)
    assert (told.code, "thay bằng biểu giao sau" in told.message) == ("E_FORM_OUTDATED", True)
    assert not open_form(office, later).entries


def test_a_form_whose_later_copy_came_home_is_named(office: Store, tmp_path: Path) -> None:
    first = given(office, tmp_path, "F1", "P-A-01").put("A03", value=50).save()
    path = issue_form(office, "F1", NOVEMBER, "P-A-01", tmp_path / "mới.xlsx").path
    later = Filled(path).put("A03", value=49)
    take_form(office, home(office, later))
    told = refusal(office, first)
    assert (told.code, "đã gửi về" in told.message) == ("E_FORM_OUTDATED", True)
    undo(office)
    assert open_form(office, first).changed


def test_a_form_replaced_before_shapes_were_kept_is_named(office: Store, tmp_path: Path) -> None:
    first = issue_form(office, "F1", NOVEMBER, "P-A", tmp_path / "cũ.xlsx").path
    issue_form(office, "F1", NOVEMBER, "P-A", tmp_path / "mới.xlsx")
    given_out = office.records("issued_form")
    later = max(given_out, key=lambda key: str(given_out[key]["at"]))
    with office.step("Sổ của bản cũ") as step:
        step.put("issued_form", later, "shape", None)
    assert refusal(office, first).code == "E_FORM_OUTDATED"


def test_a_form_without_its_hidden_column_or_row_says_so(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F1", "P-A-01").put("A03", value=50)
    tokens = next(c for line in form.sheet.iter_rows() for c in line if c.value == "row:A03")
    form.sheet.delete_cols(tokens.column)
    told = refusal(office, form.save())
    assert (told.code, told.message) == (
        "E_FORM_CODES",
        "Cột mã ẩn của biểu đã bị xóa nên không biết số nào của dòng nào.",
    )
    form = given(office, tmp_path, "F1", "P-A-01").put("A03", value=50)
    tokens = next(c for line in form.sheet.iter_rows() for c in line if c.value == "col:name")
    form.sheet.delete_rows(tokens.row)
    told = refusal(office, form.save())
    assert (told.code, "Dòng mã ẩn" in told.message) == ("E_FORM_CODES", True)


def test_a_period_line_taken_out_is_told_as_gone(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path).put("P-A-01", A03=50)
    form.sheet.delete_rows(form.places()[0]["period"])
    told = refusal(office, form.save())
    assert (told.code, "đã bị xóa" in told.message) == ("E_FORM_FORGED", True)


def test_a_form_of_an_older_version_is_named(
    office: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msgspec.structs import replace

    path = given(office, tmp_path).save()
    forms = dict(office.packs.forms)
    newer = {**forms, "F1": replace(forms["F1"], version="2027.1")}
    monkeypatch.setattr(office, "_packs", type(office.packs)(**{
        name: newer if name == "forms" else getattr(office.packs, name)
        for name in office.packs.__struct_fields__
    }))  # fmt: skip
    told = refusal(office, path)
    assert (told.code, "2027.1" in told.message) == ("E_FORM_OUTDATED", True)


def test_a_form_whose_giving_was_undone_is_named(office: Store, tmp_path: Path) -> None:
    path = given(office, tmp_path).save()
    undo(office)
    assert refusal(office, path).code == "E_FORM_WITHDRAWN"


def test_any_other_workbook_is_no_issued_form(office: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "CĐCS"  # type: ignore[index]
    path = tmp_path / "khác.xlsx"
    book.save(path)
    assert recognise(path, office.packs) is None
    assert refusal(office, path).code == "E_NOT_ISSUED"


def _write_unit(form: Filled, name: str) -> None:
    form.sheet.cell(form.places()[0]["period"], 1).value = name


def test_another_units_name_written_over_the_form_is_named(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F1", "P-A-01").put("A03", value=50)
    own = form.sheet.cell(form.places()[0]["period"], 1).value
    _write_unit(form, "CĐCS Trường THCS Tam Long")
    told = refusal(office, form.save())
    assert told.code == "E_FORM_FORGED"
    assert "Tam Long" in told.message
    assert form.meta("unit_name").value in told.message
    _write_unit(form, f"  {str(own).lower()} ")
    assert home(office, form).entries


def test_a_former_name_on_the_form_is_its_own(office: Store, tmp_path: Path) -> None:
    form = given(office, tmp_path, "F1", "P-A-01").put("A03", value=50)
    with office.step("Tên cũ") as step:
        step.put("unit", by_code(office, "P-A-01"), "name@2020-01-01", "CĐCS Trường cũ Đông Hà")
    _write_unit(form, "CĐCS TRƯỜNG CŨ ĐÔNG HÀ")
    assert home(office, form).entries


def test_a_form_withdrawn_in_an_enrolled_office_is_named(
    office: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.tasks.figures.issued_home._is_ours", lambda *_any: True)
    path = given(office, tmp_path).save()
    undo(office)
    assert refusal(office, path).code == "E_FORM_WITHDRAWN"


def test_a_row_whose_hidden_code_was_emptied_is_refused_by_its_cell(
    office: Store, tmp_path: Path
) -> None:
    form = given(office, tmp_path, "F1", "P-A-01").put("A01", value=370)
    place = form.cell("A01", "value").coordinate
    rows, _columns = form.places()
    for cell in form.sheet[rows["A01"]]:
        if cell.value == "row:A01":
            cell.value = None
    came = home(office, form)
    assert [(one.place, one.source) for one in came.refused] == [(place, "370")]
    assert "Mã ẩn" in came.refused[0].why
    assert not any("còn trống" in remark for remark in came.remarks)
    assert not came.entries
