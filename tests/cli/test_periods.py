"""Ad-hoc periods on the command line: set, listed, used by every other verb, taken back."""

from tests.cli.running import Pair, ask, refused, run

STORM = "2026-X-bao-so-10"
DAYS = ("--from", "2026-10-01", "--to", "07/10/2026", "--due", "2026-10-09")


def test_a_period_is_set_by_its_name_and_used(pair: Pair) -> None:
    told = ask(pair.commune, "period", "set", "--name", "Bão số 10", *DAYS)
    assert (told["id"], told["name"], told["closing"]) == (STORM, "Bão số 10", "2026-10-24")
    assert told["step"]
    assert ask(pair.commune, "period", "list")["periods"] == [
        {name: told[name] for name in told if name != "step"}
    ]
    ask(pair.commune, "figures", "set", "--unit", "P-A", "--period", STORM, "E07=4")
    assert ask(pair.commune, "return", "lock", "--form", "F4", "--period", STORM)["locked"] == [
        "P-A"
    ]
    (row,) = ask(pair.commune, "return", "status", "--period", STORM)["returns"]
    assert row["form"] == "F4"
    assert ask(pair.commune, "totals", "--period", STORM)["E07"]["value"] == 4
    for form in ("F4", "F6"):
        out = pair.commune / f"{form}.xlsx"
        ask(pair.commune, "report", form, "--period", STORM, "--out", out)
        assert out.exists()
    out = pair.commune / "F4.txt"
    ask(pair.commune, "report", "F4", "--period", STORM, "--out", out)
    assert "Bão số 10" in out.read_text("utf-8").replace("BÃO SỐ 10", "Bão số 10")


def test_its_days_change_and_go_again(pair: Pair) -> None:
    ask(pair.commune, "period", "set", "--name", "Bão số 10", *DAYS)
    later = ask(pair.commune, "period", "set", "--period", STORM, *DAYS[:4], "--due", "2026-10-12")
    assert (later["due"], later["name"]) == ("2026-10-12", "Bão số 10")
    again = ask(pair.commune, "period", "set", "--name", "Bão số 10", *DAYS)
    assert again["id"] == STORM + "-2"
    ask(pair.commune, "period", "remove", STORM + "-2")
    ask(pair.commune, "undo")
    assert len(ask(pair.commune, "period", "list")["periods"]) == 2
    ask(pair.commune, "figures", "set", "--unit", "P-A", "--period", STORM, "E07=4")
    told = refused("--store", pair.commune, "period", "remove", STORM)
    assert "đã có số liệu" in told


def test_what_cannot_be_a_period_is_told(pair: Pair) -> None:
    store = ("--store", pair.commune, "period", "set")
    mixed = ("--from", "2026-10-08", "--to", "2026-10-07", "--due", "2026-10-09")
    far = ("--from", "2062-10-01", "--to", "2062-10-07", "--due", "2062-10-09")
    assert "theo thứ tự" in refused(*store, "--name", "Bão", *mixed)
    assert "cách xa năm" in refused(*store, "--period", STORM, "--name", "Bão", *far)
    assert "Chưa có tên" in refused(*store, *DAYS)
    assert "chưa có tên" in refused(*store, "--name", "!!!", *DAYS)
    assert "để trống" in refused(*store, "--period", STORM, *DAYS)
    assert "không phải kỳ đột xuất" in refused(*store, "--period", "2026-10", *DAYS)
    assert "Không có kỳ báo cáo" in refused(*store, "--period", "bão", *DAYS)
    assert "chưa được đặt" in refused("--store", pair.commune, "period", "remove", STORM)
    assert run(*store, "--name", "Bão", "--from", "hôm qua").code == 2


def test_the_fast_report_of_tet_takes_the_days_of_its_year(pair: Pair) -> None:
    days = ("--from", "2027-01-20", "--to", "2027-02-20", "--due", "2027-02-22")
    told = ask(pair.commune, "period", "set", "--period", "2027-X-tet", *days)
    assert (told["scheme"], told["name"]) == ("TET_NHANH", "Báo cáo nhanh Tết năm 2027")
    ask(pair.commune, "figures", "set", "--unit", "P-A", "--period", "2027-X-tet", "E02=40")
    assert ask(pair.commune, "return", "lock", "--form", "F4", "--period", "2027-X-tet")["locked"]
