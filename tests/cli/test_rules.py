"""The rules on the command line: what they say, what would mend it, why a warning stands."""

from desktop.models.store.reader import Reader
from tests.cli.running import PERIOD, Pair, ask, refused, run

LOCK = ("return", "lock", "--form", "F1", "--period", PERIOD)


def _check(pair: Pair, *more: str) -> dict:
    return ask(pair.commune, "figures", "check", "--period", PERIOD, *more)


def test_check_tells_errors_warnings_and_repairs(pair: Pair) -> None:
    pair.month("P-A-01")
    pair.figures("P-A-01", A03=400)
    told = _check(pair, "--form", "F1")
    assert {row["unit"] for row in told["findings"]} == {"P-A-01"}
    rules = {row["rule"]: row["severity"] for row in told["findings"]}
    assert rules["V04"] == "E"
    assert rules["V08"] == "W"
    best = told["repairs"][0]
    assert best["changes"] == [{"unit": "P-A-01", "indicator": "A03", "value": 40}]
    assert best["kind"] == "added_zero"


def test_women_above_the_whole_are_mended_on_any_form(pair: Pair) -> None:
    pair.month("P-A-01")
    pair.figures("P-A-01", A01=42, A01N=240)
    told = _check(pair, "--form", "F1")
    assert "V02" in {row["rule"] for row in told["findings"]}
    best = told["repairs"][0]
    assert best["changes"] == [{"unit": "P-A-01", "indicator": "A01N", "value": 24}]
    pair.figures("P-A", E13=40, E13N=41)
    told = _check(pair, "--form", "F4")
    assert [row["codes"] for row in told["findings"] if row["rule"] == "V02"] == [["E13N", "E13"]]
    meant = [{"unit": "P-A", "indicator": "E13N", "value": 14}]
    assert meant in [one["changes"] for one in told["repairs"]]


def test_a_doubted_stock_is_suggested_what_was_meant(pair: Pair) -> None:
    pair.month("P-A-01")
    held = ask(pair.commune, "figures", "get", "--unit", "P-A-01", "--period", PERIOD)
    pair.figures("P-A-01", A01=held["A01"] * 10)
    told = _check(pair, "--form", "F1")
    assert "V09" in {row["rule"] for row in told["findings"]}
    best = told["repairs"][0]
    assert best["suggested"]
    assert best["changes"] == [{"unit": "P-A-01", "indicator": "A01", "value": held["A01"]}]
    assert "Tỷ lệ đoàn viên bất thường" in best["message"]


def test_a_first_opening_of_women_that_is_missing_stops_no_repair(pair: Pair) -> None:
    pair.figures("P-A-01", C00=50, A01=60, A01N=25, A03=57, A03N=20)
    told = _check(pair, "--form", "F3")
    assert {(row["rule"], row["severity"]) for row in told["findings"]} >= {
        ("V04", "E"), ("V37", "I"),
    }  # fmt: skip
    assert told["repairs"]


def test_an_offices_own_members_are_judged_listed_and_asked_for(pair: Pair) -> None:
    pair.month("P-A-01")
    pair.figures("P-A", C00=5, C00N=2, A01=9, A01N=12, A03=7, A03N=9)
    told = _check(pair, "--unit", "P-A")
    assert {row["unit"] for row in told["findings"]} == {"P-A"}
    assert {"V02", "V04"} <= {row["rule"] for row in told["findings"]}
    locked = ask(pair.commune, *LOCK)
    assert locked["locked"] == ["P-A-01"]
    assert {"V02", "V04"} <= {one["rule"] for one in locked["blocked"] if one["unit"] == "P-A"}
    listed = ask(pair.commune, "return", "status", "--period", PERIOD, "--form", "F1")["returns"]
    assert listed[0] == {
        "unit": "P-A", "form": "F1", "period": PERIOD, "rev": 0, "state": "entering",
        "on_time": None,
    }  # fmt: skip


def test_check_of_sound_figures_says_so(pair: Pair) -> None:
    pair.month("P-A-01")
    told = _check(pair)
    assert [row for row in told["findings"] if row["severity"] != "I"] == []
    assert told["repairs"] == []


def test_a_dry_run_locks_nothing_and_shows_the_quality_card(pair: Pair) -> None:
    pair.month("P-A-01")
    pair.month("P-A-02")
    pair.figures("P-A-02", A03N=41)
    told = ask(pair.commune, *LOCK, "--dry-run")
    assert told["locked"] == ["P-A-01"]
    assert {row["rule"] for row in told["blocked"]} >= {"V00", "V02"}
    card = told["quality"]
    assert card["completeness"]["units"] == 3
    assert card["completeness"]["entered"] == 2
    assert card["timeliness"]["due"] == "2026-11-05"
    assert card["consistency"]["errors"] >= 1
    assert card["look_at"][0]["unit"] == "P-A-03"
    assert {row["unit"] for row in card["look_at"]} >= {"P-A-02", "P-A-03"}
    status = ask(pair.commune, "return", "status", "--period", PERIOD, "--form", "F1")
    assert {row["state"] for row in status["returns"]} == {"entering", "none"}
    spoken = run("--store", pair.commune, *LOCK, "--dry-run")
    assert spoken.code == 0
    assert "Đã nhập 2/3 đơn vị" in spoken.out


def test_a_reason_given_for_a_warning_travels_with_the_return(pair: Pair) -> None:
    pair.month("P-A-01")
    pair.figures("P-A-01", A01=90, A01N=30)
    one = (*LOCK, "--unit", "P-A-01")
    assert {row["rule"] for row in ask(pair.commune, *one)["blocked"]} == {"V09"}
    explain = ("figures", "explain", "--unit", "P-A-01", "--period", PERIOD)
    ask(pair.commune, *explain, "--rule", "v09", "--reason", "Nhiều lao động thời vụ")
    assert ask(pair.commune, *one) == {"locked": ["P-A-01"], "blocked": []}
    with Reader.open_reader(pair.commune) as reader:
        (body,) = [value for _key, _rev, value in reader.registers("submit", PERIOD + "|F1|")]
    assert body["reasons"] == {"V09": "Nhiều lao động thời vụ"}


def test_only_a_warning_takes_a_reason(pair: Pair) -> None:
    explain = ("figures", "explain", "--unit", "P-A-01", "--period", PERIOD, "--reason", "vì thế")
    assert "V04" in refused("--store", pair.commune, *explain, "--rule", "V04")
    assert "V99" in refused("--store", pair.commune, *explain, "--rule", "V99")


def test_a_finding_names_its_figure_and_the_reason_given(pair: Pair) -> None:
    pair.month("P-A-01")
    pair.figures("P-A-01", A01=90, A01N=30)
    check = ("figures", "check", "--period", PERIOD, "--form", "F1")
    named = "[Tổng số đoàn viên (A03), "
    for verb in (check, LOCK, (*LOCK, "--dry-run")):
        told = run("--store", pair.commune, *verb).out
        (line,) = [line for line in told.splitlines() if "V09" in line]
        assert named in line
    explain = ("figures", "explain", "--unit", "P-A-01", "--period", PERIOD)
    ask(pair.commune, *explain, "--rule", "V09", "--reason", "Nhiều lao động thời vụ")
    told = run("--store", pair.commune, *check).out
    assert "Lý do: Nhiều lao động thời vụ" in told


def test_a_month_typed_and_not_locked_is_to_be_locked_before_the_next_is_judged(
    pair: Pair,
) -> None:
    pair.month("P-A-01", 50)
    pair.lock()
    later = {"2026-11": {"A01": 60, "A01N": 27, "A03": 54, "A03N": 25, "C11": 4},
             "2026-12": {"A01": 60, "A01N": 27, "A03": 56, "A03N": 25, "C11": 2}}  # fmt: skip
    for period, cells in later.items():
        values = [f"{code}={value}" for code, value in cells.items()]
        ask(pair.commune, "figures", "set", "--unit", "P-A-01", "--period", period, *values)
    told = ask(pair.commune, "figures", "check", "--period", "2026-12", "--form", "F1")
    (message,) = [one["message"] for one in told["findings"] if one["rule"] == "V04"]
    assert message.startswith("Chốt biểu F1 tháng 11/2026 trước: đầu kỳ còn lấy 50 của tháng 10")
    assert told["repairs"] == []
    locked = ask(
        pair.commune, "return", "lock", "--form", "F1", "--period", "2026-11", "--unit", "P-A-01",
        "--reason", "đã xem",
    )  # fmt: skip
    assert locked["locked"] == ["P-A-01"]
    told = ask(pair.commune, "figures", "check", "--period", "2026-12", "--form", "F1")
    assert "V04" not in {one["rule"] for one in told["findings"]}


def test_repairs_are_the_same_on_every_form(pair: Pair) -> None:
    pair.month("P-A-01", 60)
    pair.figures("P-A-01", C11=37, C14=20, C22=4, C16=5, A01=120, A03=111)
    for_form = [_check(pair, "--form", form)["repairs"] for form in ("F1", "F3")]
    assert for_form[0] == for_form[1] != []


def test_a_unit_another_office_types_for_is_checked_there(pair: Pair) -> None:
    pair.month("P-A-01")
    pair.figures("P-A-01", A01=20, A01N=20)
    pair.lock("F1")
    ask(pair.province, "bundle", "import", pair.send(), "--yes")
    asked = ("figures", "check", "--period", PERIOD, "--unit", "P-A-01")
    told = refused("--store", pair.province, *asked)
    assert "do Công đoàn phường A nhập và được kiểm tra ở sổ của đơn vị ấy" in told
    assert "Lý do đã ghi khi chốt: V08: Kỳ đầu" in told


def test_what_is_written_beside_a_locked_form_is_judged_at_once(pair: Pair) -> None:
    pair.month("P-A-01")
    ask(pair.commune, *LOCK, "--unit", "P-A-01")
    told = ask(pair.commune, "figures", "set", "--unit", "P-A-01", "--period", PERIOD, "A06M=3")
    (note,) = told["notes"]
    assert note.startswith("Biểu F1 đã chốt, xét lại: Đoàn viên nghiệp đoàn chỉ ghi ở nghiệp đoàn")
