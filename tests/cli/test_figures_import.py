"""`figures import` in an office: one step, its source kept, refusals row by row, one undo."""

import json
from pathlib import Path

import pytest

from desktop.intake.figures.result import Corrections
from desktop.models.store.store import Store
from desktop.tasks.figures.figures_import import apply, preview
from tests.cli.running import PERIOD, Pair, ask, run
from tests.intake.figures.spread import sheet, write_xlsx

_WHERE = ("--form", "F1", "--period", PERIOD)


@pytest.fixture
def names(pair: Pair) -> list[str]:
    units = ask(pair.commune, "units", "list")["units"]
    return [unit["name"] for unit in units if unit["kind"] == "CDCS"]


def made(folder: Path, *rows: str) -> Path:
    path = folder / "tháng 10 – các đơn vị.xlsx"
    head = "STT|Tên CĐCS|Tổng số CNVCLĐ|Nữ|Tổng số đoàn viên|Nữ|Ghi chú"
    write_xlsx(path, [sheet("\n".join((head, *rows)))])
    return path


def figures(pair: Pair, code: str) -> dict[str, object]:
    return ask(pair.commune, "figures", "get", "--unit", code, "--period", PERIOD)


def test_import_is_one_step_that_one_undo_takes_back(
    pair: Pair, names: list[str], tmp_path: Path
) -> None:
    path = made(tmp_path, f"1|{names[0]}|42|30|40|29|", f"2|{names[1]}|35|20||20|")
    before = ask(pair.commune, "history")["steps"]
    told = ask(pair.commune, "figures", "import", path, *_WHERE)
    assert [row["status"] for row in told["rows"]] == ["accepted", "warned"]
    after = ask(pair.commune, "history")["steps"]
    assert len(after) == len(before) + 1
    assert path.name in after[0]["label"]
    codes = {u["name"]: u["code"] for u in ask(pair.commune, "units", "list")["units"]}
    assert figures(pair, codes[names[0]]) == {"A01": 42, "A01N": 30, "A03": 40, "A03N": 29}
    assert figures(pair, codes[names[1]]) == {"A01": 35, "A01N": 20, "A03N": 20}
    ask(pair.commune, "undo")
    assert figures(pair, codes[names[0]]) == {}


def test_null_never_clears(pair: Pair, names: list[str], tmp_path: Path) -> None:
    codes = {u["name"]: u["code"] for u in ask(pair.commune, "units", "list")["units"]}
    code = codes[names[0]]
    ask(pair.commune, "figures", "set", "--unit", code, "--period", PERIOD, "A01=50", "A03=44")
    ask(pair.commune, "figures", "import", made(tmp_path, f"1|{names[0]}|||45||"), *_WHERE)
    assert figures(pair, code) == {"A01": 50, "A03": 45}


def test_dry_run_writes_nothing(pair: Pair, names: list[str], tmp_path: Path) -> None:
    path = made(tmp_path, f"1|{names[0]}|42|30|40|29|")
    before = ask(pair.commune, "digest")
    told = ask(pair.commune, "figures", "import", path, *_WHERE, "--dry-run")
    assert told["rows"][0]["values"] == {"A01": 42, "A01N": 30, "A03": 40, "A03N": 29}
    assert ask(pair.commune, "digest") == before
    assert told["columns"] == {
        "A": None, "B": "unit", "C": "A01", "D": "A01N", "E": "A03", "F": "A03N", "G": "note",
    }  # fmt: skip


def test_sheets_of_different_units_are_one_step_and_one_undo(
    pair: Pair, names: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "hai cụm.xlsx"
    head = "STT|Tên CĐCS|Tổng số CNVCLĐ|Nữ|Tổng số đoàn viên|Nữ"
    write_xlsx(path, [
        sheet("\n".join((head, f"{n + 1}|{names[n]}|{40 + n}|30|38|29")), name=f"Cụm {n + 1}")
        for n in range(2)
    ])  # fmt: skip
    before = len(ask(pair.commune, "history")["steps"])
    told = ask(pair.commune, "figures", "import", path, *_WHERE)
    assert [(row["sheet"], row["source_row"]) for row in told["rows"]] == [
        ("Cụm 1", 2), ("Cụm 2", 2),
    ]  # fmt: skip
    assert len(ask(pair.commune, "history")["steps"]) == before + 1
    codes = {u["name"]: u["code"] for u in ask(pair.commune, "units", "list")["units"]}
    assert [figures(pair, codes[name])["A01"] for name in names[:2]] == [40, 41]
    ask(pair.commune, "undo")
    assert all("A01" not in figures(pair, codes[name]) for name in names[:2])


def test_sheets_of_the_same_units_are_read_together_when_asked(
    pair: Pair, names: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "hai trang.xlsx"
    head = "STT|Tên CĐCS|Tổng số CNVCLĐ|Nữ|Tổng số đoàn viên|Nữ"
    lines = [f"{n + 1}|{names[n]}|{40 + n}|30|38|29" for n in range(3)]
    write_xlsx(path, [sheet("\n".join((head, *lines[:2])), name="Một"),
                      sheet("\n".join((head, *lines[1:])), name="Hai")])  # fmt: skip
    alone = run("--store", pair.commune, "figures", "import", path, *_WHERE)
    assert "nhiều trang giống nhau" in alone.err
    assert "“Hai”" in alone.err
    told = ask(pair.commune, "figures", "import", path, *_WHERE, "--all-sheets")
    assert [row["status"] for row in told["rows"]] == ["accepted", "warned", "refused", "accepted"]


def test_import_again_is_already_known(pair: Pair, names: list[str], tmp_path: Path) -> None:
    path = made(tmp_path, f"1|{names[0]}|42|30|40|29|")
    ask(pair.commune, "figures", "import", path, *_WHERE)
    steps = ask(pair.commune, "history")["steps"]
    ask(pair.commune, "figures", "import", path, *_WHERE)
    assert ask(pair.commune, "history")["steps"] == steps


def test_unknown_units_are_refused_and_the_rest_is_taken(
    pair: Pair, names: list[str], tmp_path: Path
) -> None:
    path = made(tmp_path, "1|CĐCS Công ty Không Có|9|3|8|3|", f"2|{names[0]}|42|30|40|29|")
    told = ask(pair.commune, "figures", "import", path, *_WHERE)
    assert [row["status"] for row in told["rows"]] == ["refused", "accepted"]
    assert told["rows"][0]["reasons"]


def test_nothing_taken_is_a_refusal(pair: Pair, tmp_path: Path) -> None:
    path = made(tmp_path, "1|CĐCS Công ty Không Có|9|3|8|3|")
    done = run("--store", pair.commune, "figures", "import", path, *_WHERE, "--json")
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1


def test_rows_of_locked_returns_are_refused_without_a_reason(
    pair: Pair, names: list[str], tmp_path: Path
) -> None:
    codes = {u["name"]: u["code"] for u in ask(pair.commune, "units", "list")["units"]}
    path = made(tmp_path, f"1|{names[0]}|42|30|40|29|", f"2|{names[1]}|35|20|35|20|")
    ask(pair.commune, "figures", "import", path, *_WHERE)
    ask(pair.commune, "return", "lock", "--unit", codes[names[0]], *_WHERE)
    path = made(tmp_path, f"1|{names[0]}|43|30|40|29|", f"2|{names[1]}|36|20|35|20|")
    told = ask(pair.commune, "figures", "import", path, *_WHERE)
    assert [row["status"] for row in told["rows"]] == ["refused", "warned"]
    assert told["rows"][0]["reasons"][0] == ("Báo cáo của đơn vị đã chốt; ghi lý do thì nhận được.")
    assert told["rows"][1]["reasons"] == ["A01: đang có 35, nhận thì thành 36."]
    told = ask(pair.commune, "figures", "import", path, *_WHERE, "--reason", "đối chiếu lại")
    assert [row["status"] for row in told["rows"]] == ["warned", "accepted"]


def test_units_from_a_file_need_no_office(tmp_path: Path) -> None:
    units = tmp_path / "units.json"
    units.write_text(json.dumps([
        {"id": "a", "name": "CĐCS Trường THCS Số 2", "kind": "CDCS", "area": "Xã Hải Lăng"},
        {"id": "b", "name": "CĐCS Trường Tiểu học Số 2", "kind": "CDCS", "area": None},
    ]), encoding="utf-8")  # fmt: skip
    path = made(tmp_path, "1|TH số 2|30|20|30|20|", "2|Trường THCS Số 2|42|30|40|29|",
                "|Tổng cộng|72|50|70|49|")  # fmt: skip
    done = run("figures", "import", path, *_WHERE, "--units", units, "--dry-run", "--json")
    assert done.code == 0, done.err
    assert [row["status"] for row in done.json["rows"]] == ["accepted", "accepted"]
    assert done.json["control_totals"][0] == {
        "indicator": "A01", "declared": 72, "computed": 72, "match": True,
    }  # fmt: skip
    assert done.json["ignored_rows"][-1] == {"source_row": 4, "why": "dòng cộng"}


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(99), b"", b"PK\x03\x04rac"])
def test_file_that_is_no_table_ends_in_one_sentence(content: bytes, tmp_path: Path) -> None:
    units = tmp_path / "units.json"
    units.write_text('[{"id": "a", "name": "CĐCS A"}]', encoding="utf-8")
    path = tmp_path / "hỏng.xlsx"
    path.write_bytes(content)
    done = run("figures", "import", path, *_WHERE, "--units", units, "--dry-run", "--json")
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1


def test_form_nobody_types_into_is_refused(tmp_path: Path) -> None:
    units = tmp_path / "units.json"
    units.write_text("[]", encoding="utf-8")
    path = made(tmp_path, "1|A|1|1|1|1|")
    done = run("figures", "import", path, "--form", "F5", "--period", PERIOD, "--units", units)
    assert done.code == 1
    assert "F5" in done.err


def test_members_that_do_not_follow_from_their_movement_are_warned_of(
    pair: Pair, names: list[str], tmp_path: Path
) -> None:
    codes = {u["name"]: u["code"] for u in ask(pair.commune, "units", "list")["units"]}
    for name in names[:2]:
        pair.figures(codes[name], C00=38, C11=2)
    path = made(tmp_path, f"1|{names[0]}|45|30|40|29|", f"2|{names[1]}|45|30|41|29|")
    told = ask(pair.commune, "figures", "import", path, *_WHERE, "--dry-run")
    assert [row["status"] for row in told["rows"]] == ["accepted", "warned"]
    assert told["rows"][1]["reasons"][0].startswith("V04")


def test_file_of_another_month_is_taken_only_with_consent(
    pair: Pair, names: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "tháng 9.xlsx"
    rows = f"SỐ LIỆU THÁNG 9/2026\nTên CĐCS|CNVCLĐ|Đoàn viên\n{names[0]}|42|40"
    write_xlsx(path, [sheet(rows)])
    told = ask(pair.commune, "figures", "import", path, *_WHERE, "--dry-run")
    assert [row["status"] for row in told["rows"]] == ["warned"]
    done = run("--store", pair.commune, "figures", "import", path, *_WHERE, "--json")
    assert (done.code, done.out) == (1, "")
    assert "không phải" in done.err
    ask(pair.commune, "figures", "import", path, *_WHERE, "--yes")


def test_totals_that_differ_are_printed(pair: Pair, names: list[str], tmp_path: Path) -> None:
    path = made(tmp_path, f"1|{names[0]}|42|30|40|29|", "|Tổng cộng|43|30|40|29|")
    told = run("--store", pair.commune, "figures", "import", path, *_WHERE, "--dry-run")
    assert "Dòng 3: A01: dòng cộng ghi 43, cộng dòng 2 được 42." in told.out


def test_several_totals_that_differ_are_printed_once(
    pair: Pair, names: list[str], tmp_path: Path
) -> None:
    path = made(tmp_path, f"1|{names[0]}|42|30|40|29|", "|Tổng cộng|43|31|41|29|")
    told = run("--store", pair.commune, "figures", "import", path, *_WHERE, "--dry-run")
    assert told.out.count("dòng cộng ghi 41") == 1
    assert told.out.count("Nhiều số cộng của bảng không khớp") == 1


def test_what_is_known_of_a_sender_is_used_without_a_window(
    pair: Pair, names: list[str], tmp_path: Path
) -> None:
    first, second = tmp_path / "Cụm 2 tháng 9.xlsx", tmp_path / "gửi lại.xlsx"
    write_xlsx(first, [sheet(f"Tên CĐCS|Sĩ số|Đoàn viên\n{names[0]}|42|40")])
    write_xlsx(second, [sheet(f"Tên CĐCS|Đoàn viên|Sĩ số\n{names[0]}|40|42")])
    told = Corrections(columns={"B": "A01"})
    with Store.open(pair.commune) as store:
        apply(store, preview(store, first, "F1", PERIOD, corrections=told), corrections=told)
    plain = ask(pair.commune, "figures", "import", second, *_WHERE, "--dry-run")
    assert plain["rows"][0]["values"] == {"A03": 40}
    asked = ("figures", "import", second, *_WHERE, "--dry-run", "--sender", "cụm 2")
    known = ask(pair.commune, *asked)
    assert (known["sender"], known["remembered_columns"]) == ("cụm 2", ["C"])
    assert known["rows"][0]["values"] == {"A01": 42, "A03": 40}
    said = run("--store", pair.commune, *asked).out
    assert "Đọc cột theo lần trước (cụm 2): C “Sĩ số” → A01." in said


def test_a_sheet_of_f2_goes_into_f1_too_unless_its_own_form_is_asked_for_alone(
    pair: Pair, names: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "tổng hợp.xlsx"
    head = "STT|Tên CĐCS|Tổng số CNVCLĐ|Tổng số đoàn viên|Nữ|UV BCH"
    write_xlsx(path, [sheet(f"{head}\n1|{names[0]}|42|40|29|5")])
    where = ("--form", "F2", "--period", PERIOD)
    code = next(u["code"] for u in ask(pair.commune, "units", "list")["units"]
                if u["name"] == names[0])  # fmt: skip
    lines = run("--store", pair.commune, "figures", "import", path, *where, "--dry-run").out
    assert "3 ô vào biểu F1 tháng 10/2026, 1 ô vào biểu F2." in lines
    own = ask(pair.commune, "figures", "import", path, *where, "--own-form")
    assert own["own_form_only"] is True
    assert own["rows"][0]["values"]["A03"] == 40  # read, and told to be of F1
    assert figures(pair, code) == {"A10": 5}
    ask(pair.commune, "undo")
    both = ask(pair.commune, "figures", "import", path, *where, "--other-forms")
    assert both["rows"][0]["entered_in"]["A03"] == {"form": "F1", "period": PERIOD}
    assert figures(pair, code) == {"A01": 42, "A03": 40, "A03N": 29, "A10": 5}
    traced = run("--store", pair.commune, "trace", "A03", "--period", PERIOD, "--unit", code).out
    assert f"Nhận số liệu từ tệp {path.name}: biểu F2, F1 tháng 10/2026" in traced
    ask(pair.commune, "undo")
    assert figures(pair, code) == {}


def test_without_an_office_a_sheet_of_f2_tells_where_it_would_go(tmp_path: Path) -> None:
    units = tmp_path / "đơn vị.json"
    units.write_text(json.dumps([{"id": "u1", "name": "CĐCS Trường 1", "kind": "CDCS",
                                  "area": None}]), encoding="utf-8")  # fmt: skip
    path = tmp_path / "danh sách.csv"
    path.write_text("Đơn vị;Tổng CNVCLĐ;Tổng ĐV\nCĐCS Trường 1;42;40\n", encoding="utf-8")
    told = run("figures", "import", path, "--form", "F2", "--period", "2026-H2", "--units", units,
               "--dry-run", "--json").json  # fmt: skip
    assert told["landings"] == [
        {"form": "F1", "period": "2026-11", "cells": 2},
        {"form": "F2", "period": "2026-H2", "cells": 0},
    ]
