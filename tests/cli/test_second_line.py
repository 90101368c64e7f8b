"""The second line by the command line: shown with its figures, added nowhere."""

from pathlib import Path

from openpyxl import load_workbook

from tests.cli.running import PERIOD, Pair, ask, refused, run


def test_an_industry_union_sees_its_second_line_and_nobody_adds_it(
    pair: Pair, tmp_path: Path
) -> None:
    for unit, members in (("P-A-01", 40), ("P-A-02", 60)):
        pair.month(unit, members)
    pair.lock()
    ask(pair.province, "bundle", "import", pair.send(), "--yes")
    province = ("--store", pair.province)
    ask(pair.province, "units", "add", "--name", "Công đoàn ngành Y tế", "--kind", "DT",
        "--from", "2026-01-01", "--code", "N-YT")  # fmt: skip
    before = ask(pair.province, "totals", "--period", PERIOD)
    said = run(*province, "units", "second", "--unit", "P-A-01", "--to", "N-YT",
               "--date", "2026-10-01").out  # fmt: skip
    assert said == "Tuyến hai của CĐCS P-A-01: Công đoàn ngành Y tế, từ ngày 01/10/2026.\n"
    shown = ("units", "coordinated", "--unit", "N-YT", "--period")
    (one,) = ask(pair.province, *shown, PERIOD)["units"]
    assert (one["unit"], one["managed_by"], one["by"], one["figures"]["A03"]["value"]) == (
        "P-A-01", "Công đoàn phường A", "Công đoàn ngành Y tế", 40,
    )  # fmt: skip
    lines = run(*province, *shown, PERIOD).out.splitlines()
    assert lines[0] == "P-A-01  CĐCS P-A-01  (Công đoàn phường A)  đoàn viên 40, CNVCLĐ 45"
    assert "không cộng ở đây" in lines[1]
    assert run(*province, *shown, "2026-09").out == "Không có đơn vị tuyến hai.\n"
    assert ask(pair.province, "totals", "--period", PERIOD) == before
    industry = ask(pair.province, "totals", "--period", PERIOD, "--unit", "N-YT")
    assert industry.get("A03", {}).get("value") in (None, 0)
    out = tmp_path / "ngành.xlsx"
    ask(pair.province, "consolidate", "--period", PERIOD, "--unit", "N-YT", "--out", out)
    sheets = {sheet.title: sheet for sheet in load_workbook(out)}
    values = [cell for row in sheets["Tuyến hai"].iter_rows(values_only=True) for cell in row]
    assert values.count(40) == 1  # in its own row, and in no sum
    assert "quản lý của Công đoàn phường A" in refused(
        *province, "units", "second", "--unit", "P-A-01", "--to", "P-A", "--date", "2026-10-01"
    )
    ended = run(*province, "units", "second", "--unit", "P-A-01", "--to", "", "--date",
                "2026-10-01").out  # fmt: skip
    assert ended == "Thôi tuyến hai của CĐCS P-A-01, từ ngày 01/10/2026.\n"
    assert ask(pair.province, *shown, PERIOD)["units"] == []
