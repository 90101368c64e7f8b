"""Forms from the command line: given out, taken home, the province's own filled."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import PERIOD, Pair, ask, refused, run

F1 = ("--form", "F1", "--period", PERIOD)


def put(path: Path, row: str, column: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    places = {c.value: (c.row, c.column) for line in sheet.iter_rows() for c in line if c.value}
    sheet.cell(places[f"row:{row}"][0], places[f"col:{column}"][1]).value = value
    book.save(path)


def test_a_form_goes_out_and_comes_home(pair: Pair, tmp_path: Path) -> None:
    out = tmp_path / "biểu giao.xlsx"
    told = ask(pair.commune, "figures", "form", *F1, "--unit", "P-A", "--out", out)
    assert told["path"] == str(out)
    put(out, "P-A-01", "A03", 40)
    put(out, "P-A-02", "A03", "chưa rõ")
    seen = ask(pair.commune, "figures", "take", out, "--dry-run")
    assert (seen["step"], seen["accepted_cells"]) == (None, 1)
    assert [cell["indicator"] for cell in seen["refused_cells"]] == ["A03"]
    assert ask(pair.commune, "figures", "get", "--unit", "P-A-01", "--period", PERIOD) == {}
    taken = ask(pair.commune, "figures", "take", out)
    assert taken["step"]
    held = ask(pair.commune, "figures", "get", "--unit", "P-A-01", "--period", PERIOD)
    assert held == {"A03": 40}
    assert ask(pair.commune, "figures", "take", out)["changed_cells"] == 0


def test_a_note_comes_home_by_either_verb(pair: Pair, tmp_path: Path) -> None:
    out = tmp_path / "biểu giao.xlsx"
    ask(pair.commune, "figures", "form", *F1, "--unit", "P-A-01", "--out", out)
    put(out, "A03", "value", "x")
    put(out, "A03", "note", "chưa kết nạp ai")
    seen = ask(pair.commune, "figures", "take", out, "--dry-run")
    (note,) = seen["notes"]
    assert (note["indicator"], note["text"]) == ("A03", "chưa kết nạp ai")
    assert (note["kept_as"], note["new"]) == ("comment", True)
    ask(pair.commune, "figures", "import", out, *F1)
    held = ask(pair.commune, "figures", "get", "--unit", "P-A-01", "--period", PERIOD)
    assert held == {"A03": "na"}
    (note,) = ask(pair.commune, "figures", "take", out)["notes"]
    assert note["new"] is False


def test_several_units_get_a_file_each(pair: Pair, tmp_path: Path) -> None:
    folder = tmp_path / "giao"
    told = ask(pair.commune, "figures", "form", *F1, "--unit", "P-A-01,P-A-03", "--out", folder)
    assert [one["unit"] for one in told["files"]] == ["P-A-01", "P-A-03"]
    assert len(list(folder.iterdir())) == 2
    told = ask(pair.commune, "figures", "form", *F1, "--out", tmp_path / "tất cả")
    assert len(told["files"]) == 3


def test_a_file_that_is_no_workbook_never_becomes_a_folder(pair: Pair, tmp_path: Path) -> None:
    out = tmp_path / "biểu.txt"
    asked = ("figures", "form", *F1, "--unit", "P-A-01", "--out", out)
    told = refused("--store", pair.commune, *asked)
    assert "đuôi .xlsx" in told
    assert not out.exists()


def test_forms_of_several_units_never_become_a_folder_called_a_workbook(
    pair: Pair, tmp_path: Path
) -> None:
    out = tmp_path / "hai.xlsx"
    asked = ("figures", "form", *F1, "--unit", "P-A-01,P-A-03", "--out", out)
    assert "--out là một thư mục" in refused("--store", pair.commune, *asked)
    assert not out.exists()


def test_a_form_of_a_locked_return_says_which_option_takes_it(pair: Pair, tmp_path: Path) -> None:
    out = tmp_path / "f.xlsx"
    ask(pair.commune, "figures", "form", *F1, "--unit", "P-A", "--out", out)
    put(out, "P-A-01", "A03", 41)
    pair.month("P-A-01", 40)
    ask(pair.commune, "return", "lock", *F1, "--unit", "P-A-01", "--reason", "x")
    assert "--reason" in refused("--store", pair.commune, "figures", "take", out)
    assert "--reason" in run("--store", pair.commune, "figures", "take", out, "--dry-run").out
    assert ask(pair.commune, "figures", "take", out, "--reason", "sửa")["changed_cells"] == 1


def test_what_was_added_to_a_form_is_named(pair: Pair, tmp_path: Path) -> None:
    out = tmp_path / "f.xlsx"
    ask(pair.commune, "figures", "form", *F1, "--unit", "P-A", "--out", out)
    put(out, "P-A-01", "A03", 41)
    book = openpyxl.load_workbook(out)
    book.worksheets[0].cell(book.worksheets[0].max_row + 2, 2).value = "Ghi thêm: thiếu 2 tổ"
    book.save(out)
    told = run("--store", pair.commune, "figures", "take", out).out
    assert "“Ghi thêm: thiếu 2 tổ”: Chữ ghi thêm" in told


def test_another_offices_form_is_one_sentence(pair: Pair, tmp_path: Path) -> None:
    out = tmp_path / "f.xlsx"
    ask(pair.commune, "figures", "form", *F1, "--unit", "P-A", "--out", out)
    assert "không phải của đơn vị mình" in refused("--store", pair.province, "figures", "take", out)


def test_what_is_no_form_is_one_sentence(pair: Pair, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(60))
    assert refused("--store", pair.commune, "figures", "take", path)
    assert refused("--store", pair.commune, "figures", "take", tmp_path / "không có.xlsx")


def test_the_provinces_form_is_filled_and_its_mapping_kept(pair: Pair, tmp_path: Path) -> None:
    pair.month("P-A-01", 40)
    template, mapping = tmp_path / "mẫu.xlsx", tmp_path / "cách điền.json"
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Biểu"
    book.save(template)
    mapping.write_text(json.dumps({"cells": {"B2": "A03", "A1": "{period}"}}), encoding="utf-8")
    own = ("report", "--template", template, "--period", PERIOD, "--out")
    assert "Chưa biết cách điền" in refused("--store", pair.commune, *own, tmp_path / "0.xlsx")
    told = ask(pair.commune, *own, tmp_path / "1.xlsx", "--mapping", mapping)
    assert (told["cells"], told["empty"]) == (2, [])
    ask(pair.commune, *own, tmp_path / "2.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "2.xlsx")["Biểu"]
    assert sheet["B2"].value == 40


def test_a_report_needs_a_form_or_a_template(pair: Pair, tmp_path: Path) -> None:
    done = run("--store", pair.commune, "report", "--period", PERIOD, "--out", tmp_path / "x.pdf")
    assert done.code == 2


@pytest.mark.parametrize("form", ["F5", "F6", "F7"])
def test_the_later_reports_are_made(pair: Pair, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"{form}.xlsx"
    assert ask(pair.commune, "report", form, "--period", PERIOD, "--out", out)["path"] == str(out)


def test_the_blank_list_of_members_says_where_the_filled_one_is(pair: Pair, tmp_path: Path) -> None:
    asked = ("report", "F7", "--period", PERIOD, "--out", tmp_path / "F7.xlsx")
    told = ask(pair.commune, *asked)["note"]
    assert "để trống 26 dòng" in told
    assert "members export" in told
    assert told in run("--store", pair.commune, *asked).out
    other = ask(pair.commune, "report", "F1", "--period", PERIOD, "--out", tmp_path / "F1.xlsx")
    assert list(other) == ["path"]


def test_the_list_of_members_is_not_restated(pair: Pair, tmp_path: Path) -> None:
    out = tmp_path / "F7.xlsx"
    said = refused("--store", pair.commune, "report", "F7", "--period", PERIOD, "--out", out,
                   "--as-known-on", "2026-11-05")  # fmt: skip
    assert "F7 không lập lại được" in said
    assert not out.exists()


def test_the_form_of_a_period_to_come_is_made_after_a_yes(pair: Pair, tmp_path: Path) -> None:
    asked = ("report", "F1", "--period", "2099-01", "--out", tmp_path / "F1.pdf")
    done = run("--store", pair.commune, *asked)
    assert done.code != 0
    assert "Tháng 01/2099 chưa bắt đầu (từ ngày 01/01/2099)." in done.err
    assert not (tmp_path / "F1.pdf").exists()
    assert ask(pair.commune, *asked, "--yes")["path"] == str(tmp_path / "F1.pdf")
    workbook = ("consolidate", "--period", "2099-01", "--out", tmp_path / "sổ.xlsx")
    assert run("--store", pair.province, *workbook).code != 0
    assert run("--store", pair.province, *workbook, "--yes").code == 0
