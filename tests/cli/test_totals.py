"""What totals, series and the history of a return say in text, for people to read."""

import re

from tests.cli.running import PERIOD, Pair, ask, run


def said(pair: Pair, *words: str) -> str:
    return run("--store", pair.commune, *words).out


def test_numbers_are_written_the_vietnamese_way(pair: Pair) -> None:
    pair.figures("P-A-01", A01=15_000, A03=11_495)
    assert "A03  11.495  0/3  " in said(pair, "totals", "--period", PERIOD)
    assert "A04  76,63  0/3  " in said(pair, "totals", "--period", PERIOD)
    assert "A03  11.495  –  11.495  –  " in said(pair, "totals", "--period", PERIOD, "--compare")
    carried = "(3 CĐCS; tạm tính, 0/3 đơn vị đã báo cáo)"
    assert said(pair, "series", "A03", "--from", PERIOD) == f"{PERIOD}: 11.495 {carried}\n"
    assert said(pair, "series", "A04", "--from", PERIOD) == f"{PERIOD}: 76,63 {carried}\n"


def test_a_part_of_a_figure_is_named_as_such(pair: Pair) -> None:
    pair.figures("P-A-01", A03=40, **{"A03;LH=FDI": 15})
    lines = said(pair, "totals", "--period", PERIOD).splitlines()
    (part,) = [one for one in lines if one.startswith("A03;LH=FDI ")]
    (whole,) = [one for one in lines if one.startswith("A03 ")]
    name = whole.split("  ")[-1].removesuffix(" (tạm tính)")
    assert part.endswith(f"{name} (DN vốn nước ngoài) (tạm tính)")


def test_no_totals_are_told_as_such(pair: Pair) -> None:
    found = said(pair, "totals", "--period", "2026", "--as-known-on", "2020-01-01")
    assert found == (
        "Đến hết ngày 01/01/2020 sổ này chưa có số liệu nào của kỳ 2026. Chọn ngày muộn hơn.\n"
    )
    assert ask(pair.commune, "totals", "--period", "2026", "--as-known-on", "2020-01-01") == {}


def test_the_history_of_a_return_tells_its_moments_as_people_write_them(pair: Pair) -> None:
    pair.month("P-A-01")
    pair.lock("F1")
    told = said(pair, "return", "history", "--form", "F1", "--period", PERIOD, "--unit", "P-A-01")
    assert re.search(r" \d\d:\d\d \d\d/\d\d/\d{4} ", told), told
    assert not re.search(r"\d{4}-\d\d-\d\dT", told), told


def test_the_history_of_a_return_tells_why_its_warnings_stand(pair: Pair) -> None:
    pair.month("P-A-01")
    why = ("--unit", "P-A-01", "--period", PERIOD, "--rule", "V09", "--reason", "Mới thành lập")
    said(pair, "figures", "explain", *why)
    said(pair, "figures", "set", "--unit", "P-A-01", "--period", PERIOD, "A01=5000")
    pair.lock("F1")
    asked = ("return", "history", "--form", "F1", "--period", PERIOD, "--unit", "P-A-01")
    assert "   Lý do của cảnh báo V09: Mới thành lập\n" in said(pair, *asked)
    (told,) = ask(pair.commune, *asked)["revisions"]
    assert told["explained"] == {"V09": "Mới thành lập"}


def test_a_flow_of_a_longer_period_says_which_months_it_lacks(pair: Pair) -> None:
    pair.month("P-A-01")
    told = said(pair, "totals", "--period", "2026-Q4")
    (line,) = [one for one in told.splitlines() if one.startswith("C11  ")]
    assert "  0/3  " in line
    assert line.endswith(" (tạm tính, đến tháng 10/2026)")
    assert told.splitlines()[-1] == (
        "Số phát sinh: 0/3 CĐCS đã báo cáo đủ đến tháng 10/2026; tháng 10/2026: 01 CĐCS đang"
        " nhập, chưa chốt; 02 CĐCS chưa có số liệu tháng nào;"
        " chưa có số liệu tháng 11/2026, tháng 12/2026"
    )
