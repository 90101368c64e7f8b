"""`figures import`: what a file leaves open is answered on the command line."""

from pathlib import Path

import pytest

from tests.cli.running import PERIOD, Pair, ask, refused, run, wrong
from tests.intake.figures.spread import sheet, write_xlsx

_WHERE = ("--form", "F1", "--period", PERIOD)
HEAD = "STT|Tên CĐCS|Sĩ số|Tổng số đoàn viên|Nữ"


@pytest.fixture
def units(pair: Pair) -> dict[str, str]:
    """Name → code of the base unions."""
    told = ask(pair.commune, "units", "list")["units"]
    return {unit["name"]: unit["code"] for unit in told if unit["kind"] == "CDCS"}


def made(folder: Path, *rows: str, head: str = HEAD, name: str = "Cụm Cảng.xlsx") -> Path:
    path = folder / name
    write_xlsx(path, [sheet("\n".join((head, *rows)))])
    return path


def taken(pair: Pair, path: Path, *more: object) -> dict[str, object]:
    return ask(pair.commune, "figures", "import", path, *_WHERE, *more)


def no(pair: Pair, path: Path, *more: object) -> str:
    return refused("--store", pair.commune, "figures", "import", path, *_WHERE, *more)


def test_a_column_is_told_by_its_heading_or_its_letter(
    pair: Pair, units: dict[str, str], tmp_path: Path
) -> None:
    path = made(tmp_path, f"1|{next(iter(units))}|42|40|29")
    assert taken(pair, path, "--dry-run")["columns"]["C"] is None
    by_words = taken(pair, path, "--dry-run", "--column", "sĩ  số=a01", "--column", "Nữ=-")
    assert by_words["rows"][0]["values"] == {"A01": 42, "A03": 40}
    by_letter = taken(pair, path, "--dry-run", "--column", "c=A01", "--column", "E=-")
    assert by_letter["rows"] == by_words["rows"]


def test_a_name_is_told_by_its_unit_and_remembered_for_the_sender(
    pair: Pair, units: dict[str, str], tmp_path: Path
) -> None:
    name, code = next(iter(units.items()))
    path = made(tmp_path, "1|Đơn vị của anh Ba|42|40|29")
    told = taken(pair, path, "--name", f"đơn vị của anh Ba={code}", "--column", "C=A01")
    assert told["rows"][0]["unit_code"] == code
    assert ask(pair.commune, "figures", "get", "--unit", code, "--period", PERIOD) == {
        "A01": 42, "A03": 40, "A03N": 29,
    }  # fmt: skip
    again = taken(pair, path, "--dry-run")
    assert again["rows"][0]["unit_code"] == code
    assert again["remembered_columns"] == ["C"]
    assert again["rows"][0]["reasons"][0] == f"Theo lần trước, đọc là {name}."


def test_a_row_is_left_out_and_told_and_the_counts_balance(
    pair: Pair, units: dict[str, str], tmp_path: Path
) -> None:
    one, two = list(units)[:2]
    path = made(tmp_path, f"1|{one}|42|40|29", f"2|{two}|35|33|20", "|Cộng|77|73|49")
    told = taken(pair, path, "--dry-run", "--skip-row", "3")
    assert [row["source_row"] for row in told["rows"]] == [2]
    assert {"source_row": 3, "why": "bỏ theo lựa chọn"} in told["ignored_rows"]
    assert all(total["match"] for total in told["control_totals"])
    assert len(told["rows"]) + len(told["ignored_rows"]) == 4
    said = run("--store", pair.commune, "figures", "import", path, *_WHERE, "--skip-row", "3")
    assert "Dòng 3 (2 " + two in said.out
    assert ask(pair.commune, "figures", "get", "--unit", units[two], "--period", PERIOD) == {}


def test_a_sheet_is_chosen_by_its_name(pair: Pair, units: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "hai trang.xlsx"
    name = next(iter(units))
    write_xlsx(path, [sheet(f"{HEAD}\n1|{name}|{n}|{n}|9", name=f"Bản {n}") for n in (40, 41)])
    for chosen, members in (("bản 40", 40), ("Bản 41", 41)):
        told = taken(pair, path, "--dry-run", "--sheet", chosen)
        assert [row["values"]["A03"] for row in told["rows"]] == [members]
    assert no(pair, path, "--sheet", "Bản 42") == (
        "Tệp không có trang “Bản 42”. Các trang: “Bản 40”, “Bản 41”."
    )
    assert "Đã chọn một trang" in no(pair, path, "--sheet", "Bản 40", "--all-sheets")
    assert "“Hai”" in no(pair, made(tmp_path, f"1|{name}|4|4|1"), "--sheet", "Hai")


def test_a_row_of_one_of_several_sheets_is_named_with_its_sheet(
    pair: Pair, units: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "hai cụm.xlsx"
    names = list(units)
    write_xlsx(path, [sheet(f"{HEAD}\n1|{names[n]}|40|40|9", name=f"Cụm {n}") for n in (0, 1)])
    assert no(pair, path, "--skip-row", "2") == (
        "Dòng 2 có ở 2 trang. Ghi cả tên trang, như: “Cụm 0: 2”; “Cụm 1: 2”."
    )
    told = taken(pair, path, "--dry-run", "--skip-row", "Cụm 0: 2")
    assert [row["sheet"] for row in told["rows"]] == ["Cụm 1"]


def test_what_fits_nothing_is_refused_with_what_there_is(
    pair: Pair, units: dict[str, str], tmp_path: Path
) -> None:
    name = next(iter(units))
    path = made(tmp_path, f"1|{name}|42|40|29", "2|Tổ xe ôm|3|2|0")
    assert no(pair, path, "--column", "Quân số=A01") == (
        "Không có cột nào tên “Quân số”. Các cột: A “STT”; B “Tên CĐCS”; C “Sĩ số”; "
        "D “Tổng số đoàn viên”; E “Nữ”."
    )
    assert "Cột không thể là “Z99”. Ghi mã chỉ tiêu của biểu (" in no(
        pair, path, "--column", "C=Z99"
    )
    assert no(pair, path, "--name", "Tổ xe lam=P-A-01") == (
        "Không có dòng nào tên “Tổ xe lam” trong bảng. Các tên chưa rõ đơn vị: “Tổ xe ôm” (dòng 3)."
    )
    assert "mã “P-A-0X”" in no(pair, path, "--name", "Tổ xe ôm=P-A-0X")
    assert "trả lời hai lần" in no(
        pair, path, "--name", "Tổ xe ôm=P-A-01", "--name", "Tổ xe ôm=P-A-02"
    )
    assert no(pair, path, "--skip-row", "9") == (
        "Bảng không có dòng 9. Các dòng số liệu: 2 – 3."
    )  # fmt: skip
    assert no(pair, path, "--skip-row", "1").startswith(
        "Dòng 1 không phải dòng số liệu của đơn vị nào (đầu bảng)."
    )
    assert "CHỮ TRONG TỆP=MÃ" in wrong(
        "--store", pair.commune, "figures", "import", path, *_WHERE, "--column", "C"
    )


def test_a_register_given_as_a_file_answers_by_its_ids(tmp_path: Path) -> None:
    register = tmp_path / "units.json"
    register.write_text('[{"id": "u1", "name": "CĐCS Trường Kim Đồng"}]', encoding="utf-8")
    path = made(tmp_path, "1|Tổ xe ôm|3|2|0")
    asked = ("figures", "import", path, *_WHERE, "--units", register)
    told = run(*asked, "--name", "Tổ xe ôm=u1", "--json").json
    assert told["rows"][0]["unit_id"] == "u1"
    assert "không có mã “u2”" in refused(*asked, "--name", "Tổ xe ôm=u2")


def test_an_issued_form_takes_no_such_answers(pair: Pair, tmp_path: Path) -> None:
    ask(
        pair.commune,
        "figures",
        "form",
        "--unit",
        "P-A-01",
        *_WHERE,
        "--out",
        tmp_path / "giao.xlsx",
    )
    said = no(pair, tmp_path / "giao.xlsx", "--skip-row", "9")
    assert said.startswith("Tệp này là biểu chương trình đã giao")


def test_how_to_answer_is_said(pair: Pair, units: dict[str, str], tmp_path: Path) -> None:
    path = made(tmp_path, f"1|{next(iter(units))}|42|40|29", "2|Tổ xe  ôm|3|2|0")
    told = run("--store", pair.commune, "figures", "import", path, *_WHERE, "--dry-run").out
    assert 'thêm: --name "Tổ xe ôm=' in told
    assert 'thêm: --column "C=MÃ"' in told


def test_units_side_by_side_are_told_by_their_columns(
    pair: Pair, units: dict[str, str], tmp_path: Path
) -> None:
    first, second, *_rest = units
    path = made(tmp_path, "Tổng số CNVCLĐ|42|40|99", "Tổng số đoàn viên|40|30|70",
                head=f"Chỉ tiêu|{first}|{second}|Cộng")  # fmt: skip
    told = run("--store", pair.commune, "figures", "import", path, *_WHERE, "--dry-run").out
    assert "Cột D: A01: cột cộng ghi 99, cộng các cột B–C được 82." in told
    for words in ("cột C", "c"):
        by_row = taken(pair, path, "--dry-run", "--column", "dòng 2=-", "--skip-row", words)
        assert by_row["rows"][0]["values"] == {"A03": 40}
        assert [row["source_column"] for row in by_row["rows"]] == ["B"]
