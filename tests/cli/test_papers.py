"""The work programme, a paper's life and the register of documents out, headless."""

from pathlib import Path

import pytest

from tests.cli.running import Pair, refused, run


def made(pair: Pair) -> str:
    drafted = run(
        "--store", pair.commune, "draft", "--from", "chuong-trinh-cong-tac-nam",
        "--year", 2027, "--save", "--json",
    )  # fmt: skip
    return str(drafted.json["plan"])


def test_the_programme_goes_out_to_excel_and_comes_home(pair: Pair, tmp_path: Path) -> None:
    store = ("--store", pair.commune)
    plan = made(pair)
    listed = run(*store, "programme", "list", plan, "--by", "quarter", "--json").json
    assert [group["title"] for group in listed["groups"]] == [
        "Quý I", "Quý II", "Quý III", "Quý IV", "Công việc thường xuyên",
    ]  # fmt: skip
    run(
        *store, "programme", "add", plan, "--task", "Hội thao", "--month", 7, "--cost", "12.000.000"
    )
    out = tmp_path / "bang.xlsx"
    assert run(*store, "programme", "export", plan, "--out", out).code == 0
    again = run(*store, "programme", "import", plan, out, "--json").json
    assert (again["added"], again["changed"], again["removed"]) == (0, 0, 0)
    assert again["same"] == len(listed["rows"]) + 1
    dry = run(*store, "programme", "import", plan, out, "--dry-run", "--json")
    assert dry.json["refused"] == 0
    picked = run(*store, "programme", "calendar", plan, "--pick", 4, "--json").json
    assert len(picked["added"]) == 1
    assert run(*store, "programme", "list", plan, "--json").json["cost"] == 12_000_000


def test_a_table_from_word_or_csv_is_taken_with_its_columns_told(
    pair: Pair, tmp_path: Path
) -> None:
    store = ("--store", pair.commune)
    plan = made(pair)
    rows = len(run(*store, "programme", "list", plan, "--json").json["rows"])
    out = tmp_path / "bang.docx"
    run(*store, "programme", "export", plan, "--out", out)
    again = run(*store, "programme", "import", plan, out, "--json").json
    assert (again["added"], again["changed"], again["same"]) == (0, 0, rows)
    table = tmp_path / "bang.csv"
    table.write_text("Ref,What\n1,Tổ chức hội thao đoàn viên\n", "utf-8")
    told = refused(*store, "programme", "import", plan, table)
    assert "2 – What" in told
    for wrong in ("0=task", "2=viec", "task"):
        assert run(*store, "programme", "import", plan, table, "--column", wrong).code == 2
    columns = ("--column", "2=task", "--column", "1=skip")
    dry = run(*store, "programme", "import", plan, table, *columns, "--dry-run", "--json").json
    assert [(one["column"], one["holds"]) for one in dry["heads"]] == [(1, "skip"), (2, "task")]
    run(*store, "programme", "import", plan, table, *columns)
    listed = run(*store, "programme", "list", plan, "--json").json["rows"]
    assert len(listed) == rows + 1
    assert any(row["task"] == "Tổ chức hội thao đoàn viên" for row in listed)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--month", "13"), 1, "Tháng từ 1 đến 12"),
        (("--month", "0"), 1, "Tháng từ 1 đến 12"),
        (("--month", "năm"), 2, "--month"),
        (("--quarter", "5"), 1, "quý từ 1 đến 4"),
        (("--quarter", "0"), 1, "quý từ 1 đến 4"),
        (("--quarter", "II"), 2, "--quarter"),
        (("--month", "4", "--quarter", "1"), 1, "Tháng 4 không thuộc quý 1"),
    ],
)
def test_a_month_or_quarter_no_year_has_is_refused(
    pair: Pair, options: tuple[str, ...], code: int, said: str
) -> None:
    store = ("--store", pair.commune)
    plan = made(pair)
    before = run(*store, "programme", "list", plan, "--json").json["rows"]
    done = run(*store, "programme", "add", plan, "--task", "Hội thao", *options)
    assert done.code == code
    assert said in done.err
    assert run(*store, "programme", "list", plan, "--json").json["rows"] == before


def test_a_month_of_the_quarter_told_with_it_is_taken(pair: Pair) -> None:
    store = ("--store", pair.commune)
    plan = made(pair)
    run(*store, "programme", "add", plan, "--task", "Hội thao", "--month", 4, "--quarter", 2)
    rows = run(*store, "programme", "list", plan, "--json").json["rows"]
    (one,) = [row for row in rows if row["task"] == "Hội thao"]
    assert (one["month"], one["quarter"]) == (4, 2)


def test_a_paper_is_issued_amended_and_listed(pair: Pair, tmp_path: Path) -> None:
    store = ("--store", pair.commune)
    plan = made(pair)
    sent = tmp_path / "gop-y.docx"
    asked = run(*store, "plan", "comment", plan, "--out", sent, "--json").json
    assert asked["state"] == "for_comment"
    assert run(*store, "plan", "returned", plan, sent, "--json").json["points"] == []
    assert "số 9" in refused(*store, "plan", "returned", plan, sent, "--accept", 9)
    issued = run(
        *store, "plan", "issue", plan, "--number", "next", "--date", "2026-12-28",
        "--sign", "kt", "--signer", "Lê An", "--json",
    ).json  # fmt: skip
    assert issued["number"].startswith("01/CTr-")
    wrong = run(*store, "plan", "issue", plan, "--number", 2, "--date", "2026-12-28", "--sign", "x")
    assert (wrong.code, "hình thức ký" in wrong.err) == (1, True)
    new = run(*store, "plan", "amend", plan, "--how", "replace", "--json").json["plan"]
    run(*store, "plan", "issue", new, "--number", 2, "--date", "2027-02-01")
    added = run(
        *store, "documents", "add", "--number", "12/QĐ-CĐX", "--date", "2026-12-30",
        "--subject", "Công nhận Ban Chấp hành", "--type", "quyết định", "--json",
    ).json  # fmt: skip
    assert added["number"] == "12/QĐ-CĐX"
    out = tmp_path / "so.xlsx"
    told = run(*store, "documents", "list", "--year", 2026, "--out", out, "--json").json
    assert [(one["type"], one["state"]) for one in told["documents"]] == [
        ("Chương trình", "replaced"), ("Quyết định", "issued"),
    ]  # fmt: skip
    assert out.stat().st_size > 1000
    found = run(*store, "documents", "list", "--find", "12/qd", "--json").json
    assert len(found["documents"]) == 1
    events = run(*store, "plan", "history", plan, "--json").json["events"]
    assert events[-1]["what"].startswith("Được thay thế bởi 02/CTr-")
    assert run(*store, "documents", "series", "--set", "one", "--json").json == {"series": "one"}


def test_a_paper_of_any_kind_is_drafted_by_its_name(pair: Pair, tmp_path: Path) -> None:
    out = tmp_path / "qd.pdf"
    drafted = run("--store", pair.commune, "draft", "--from", "quyết định", "--out", out, "--json")
    assert drafted.json["items"] == 3
    assert out.read_bytes().startswith(b"%PDF")


def test_what_new_papers_begin_with_is_told_and_chosen(pair: Pair) -> None:
    store = ("--store", pair.commune)
    told = run(*store, "papers", "--json").json
    assert (told["papers"]["body_size"], told["papers"]["margin"], told["own"]) == (
        "14", "default", {},
    )  # fmt: skip
    told = run(*store, "papers", "--set", "body_size=13", "--set", "margin=decree30", "--json").json
    assert told["own"] == {"body_size": "13", "margin": "decree30"}
    shown = run(*store, "plan", "show", made(pair), "--json").json
    assert shown["id"]
    assert "13, 14" in refused(*store, "papers", "--set", "body_size=20")
    for wrong in ("body_size", "chu=13"):
        assert run(*store, "papers", "--set", wrong).code == 2
    told = run(*store, "papers", "--set", "body_size=", "--set", "margin=", "--json").json
    assert told["own"] == {}
