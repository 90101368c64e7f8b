"""A file that still tells merged unions apart, by the command line: added up only when asked."""

from pathlib import Path

from tests.cli.running import PERIOD, Pair, ask, refused, run

HEAD = "Tên CĐCS,Tổng CNVCLĐ,Tổng số đoàn viên,Đoàn viên nữ\n"


def file(folder: Path, pair: Pair, *codes_and_numbers: tuple[str, int, int, int]) -> Path:
    listed = {one["code"]: one["name"] for one in ask(pair.commune, "units", "list",
                                                      "--on", "2026-01-01")["units"]}  # fmt: skip
    path = folder / "Số liệu tháng 10.csv"
    lines = [f"{listed[code]},{a},{b},{c}\n" for code, a, b, c in codes_and_numbers]
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    return path


def merged(pair: Pair) -> None:
    ask(pair.commune, "units", "event", "merge", "--date", "2026-09-01", "--unit", "P-A-02",
        "--into", "P-A-01")  # fmt: skip


def imported(pair: Pair, path: Path, *more: str) -> dict:
    return ask(pair.commune, "figures", "import", path, "--form", "F1", "--period", PERIOD, *more)


def test_rows_of_merged_unions_are_added_only_with_the_option(pair: Pair, tmp_path: Path) -> None:
    merged(pair)
    path = file(tmp_path, pair, ("P-A-01", 50, 40, 20), ("P-A-02", 30, 25, 10),
                ("P-A-03", 12, 10, 4))  # fmt: skip
    plain = imported(pair, path, "--dry-run")
    assert [row["status"] for row in plain["rows"]] == ["accepted", "refused", "accepted"]
    assert "added" not in plain
    told = imported(pair, path, "--dry-run", "--add-merged")
    assert told["added"] == [{"unit_code": "P-A-01", "source_rows": [2, 3]}]
    assert told["rows"][0]["values"] == {"A01": 80, "A03": 65, "A03N": 30}
    assert [row["source_row"] for row in told["ignored_rows"]] == [1, 3]
    assert ask(pair.commune, "figures", "get", "--unit", "P-A-01", "--period", PERIOD) == {}
    done = run("--store", pair.commune, "figures", "import", path, "--form", "F1", "--period",
               PERIOD, "--add-merged")  # fmt: skip
    assert "Đã cộng các dòng 2, 3 vào P-A-01." in done.out
    held = ask(pair.commune, "figures", "get", "--unit", "P-A-01", "--period", PERIOD)
    assert held == {"A01": 80, "A03": 65, "A03N": 30}


def test_half_of_a_sum_stays_refused(pair: Pair, tmp_path: Path) -> None:
    merged(pair)
    path = file(tmp_path, pair, ("P-A-02", 30, 25, 10), ("P-A-03", 12, 10, 4))
    told = imported(pair, path, "--dry-run", "--add-merged")
    assert told["added"] == []
    assert [row["status"] for row in told["rows"]] == ["refused", "accepted"]
    assert "đã sáp nhập vào" in told["rows"][0]["reasons"][0]


def test_two_rows_of_one_union_are_no_sum(pair: Pair, tmp_path: Path) -> None:
    path = file(tmp_path, pair, ("P-A-01", 50, 40, 20), ("P-A-03", 12, 10, 4))
    text = path.read_text(encoding="utf-8")
    first = text.splitlines()[1].replace("50,40", "51,41")
    path.write_text(text + first + "\n", encoding="utf-8")
    told = imported(pair, path, "--dry-run", "--add-merged")
    assert told["added"] == []
    assert [row["status"] for row in told["rows"]].count("refused") == 2
    assert refused("--store", pair.commune, "figures", "import", tmp_path / "không có.csv",
                   "--form", "F1", "--period", PERIOD, "--add-merged")  # fmt: skip
