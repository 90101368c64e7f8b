"""What two consolidations differ in, from the command line, after real bundles."""

from pathlib import Path

from tests.cli.running import PERIOD, Pair, ask, refused, run, wrong


def test_two_saved_workbooks_name_the_cell_and_the_bundle(pair: Pair, tmp_path: Path) -> None:
    pair.month("P-A-01")
    pair.lock()
    ask(pair.province, "bundle", "import", pair.send())
    first, second = tmp_path / "một.xlsx", tmp_path / "hai.xlsx"
    ask(pair.province, "consolidate", "--period", PERIOD, "--out", first)
    pair.month("P-A-02", members=30)
    pair.lock()
    late = ask(pair.province, "bundle", "import", pair.send("gói 2"))["files"][0]["id"]
    ask(pair.province, "consolidate", "--period", PERIOD, "--out", second)
    told = ask(pair.province, "differences", "--saved", first, "--saved", second)
    cells = {(c["unit"], c["indicator"]): c for c in told["cells"]}
    one = cells["P-A-02", "A03"]
    assert (one["was"], one["now"], one["before"]) == (None, 30, None)
    assert (one["after"]["bundle"], one["after"]["rev"]) == (late, 1)
    assert not [unit for unit, _code in cells if unit == "P-A-01"]
    totals = {t["indicator"]: (t["was"], t["now"]) for t in told["totals"]}
    assert totals["A03"] == (40, 70)
    since = ask(pair.province, "differences", "--saved", first)
    assert since["cells"] == told["cells"]
    out = tmp_path / "khác.xlsx"
    again = ask(pair.province, "differences", "--saved", first, "--out", out)
    assert again["path"] == str(out)
    assert out.read_bytes().startswith(b"PK")
    shown = run("--store", pair.province, "differences", "--saved", first).out
    assert "P-A-02  A03  chưa có → 30; F1, báo cáo lần đầu" in shown
    assert f"gói {late[:8]}" in shown


def test_what_cannot_be_compared_is_said(pair: Pair, tmp_path: Path) -> None:
    assert "--from" in wrong("--store", pair.province, "differences", "--period", PERIOD)
    assert "--period" in wrong("--store", pair.province, "differences", "--from", "2026-11-01")
    said = refused(
        "--store", pair.province, "differences", "--period", PERIOD, "--from", "2000-01-01"
    )
    assert "Khi đó sổ chưa có đơn vị nào" in said
    nothing = tmp_path / "không phải.xlsx"
    ask(pair.commune, "report", "F1", "--period", PERIOD, "--out", nothing)
    said = refused("--store", pair.province, "differences", "--saved", nothing)
    assert "không phải bảng tổng hợp" in said


def test_a_consolidation_of_one_unit_as_known_on_a_day(pair: Pair, tmp_path: Path) -> None:
    pair.month("P-A-01")
    pair.lock()
    ask(pair.province, "bundle", "import", pair.send())
    out = tmp_path / "xã.xlsx"
    told = ask(pair.province, "consolidate", "--period", PERIOD, "--unit", "P-A", "--as-known-on",
               "2099-01-01", "--out", out)  # fmt: skip
    assert set(told["missing"]) == {"P-A-02", "P-A-03"}


def test_the_digits_read_by_phone_agree_only_when_the_returns_do(pair: Pair) -> None:
    pair.month("P-A-01")
    pair.lock()
    asked = ("digest", "--period", PERIOD, "--unit", "P-A")
    nothing = ask(pair.province, *asked)
    assert (nothing["returns"], nothing["ops"]) == (0, 0)
    ask(pair.province, "bundle", "import", pair.send())
    here, there = ask(pair.commune, *asked), ask(pair.province, *asked)
    assert here["phone"] == there["phone"] != nothing["phone"]
    assert here["units"] == there["units"]
    assert here["ops"] > 0  # of all that stands below the unit
    assert here["digest"] == there["digest"] != nothing["digest"]
    pair.month("P-A-02", members=44)
    pair.lock()
    assert ask(pair.commune, *asked)["phone"] != there["phone"]


def test_the_digest_is_one_at_both_levels_whatever_was_said_or_typed_since(pair: Pair) -> None:
    pair.month("P-A-01")
    pair.lock()
    ask(pair.province, "bundle", "import", pair.send())
    asked = ("digest", "--period", PERIOD, "--unit", "P-A")
    sent = ask(pair.commune, *asked)
    assert sent["ops"] == 2, "F1 and F3"
    form = ("--form", "F1", "--period", PERIOD, "--unit", "P-A-01")
    ask(pair.province, "return", "accept", *form)
    pair.month("P-A-02", members=44)  # typed, and not locked
    assert ask(pair.province, *asked) == ask(pair.commune, *asked) == sent
    ask(pair.province, "return", "send-back", *form, "--reason", "Sai")
    assert ask(pair.province, *asked) == sent
    typed = ("figures", "set", "--unit", "P-A-01", "--period", PERIOD, "--reason", "Sai", "A01=50")
    ask(pair.commune, *typed)
    pair.lock("F1")
    assert ask(pair.commune, *asked)["digest"] != sent["digest"]
    ask(pair.province, "bundle", "import", pair.send("gói 2"))
    assert ask(pair.province, *asked) == ask(pair.commune, *asked)
    whole = [ask(office, "digest", "--unit", "P-A")["digest"]
             for office in (pair.province, pair.commune)]  # fmt: skip
    assert whole[0] == whole[1]
