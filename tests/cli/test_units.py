"""Events of units, lists of units and series from the command line."""

from datetime import date
from pathlib import Path

from desktop.models.store.store import Store
from desktop.models.units.units import found_unit
from tests.cli.running import BASES, PERIOD, Pair, ask, refused, run

DAY = "2026-11-10"


def event(store: Path, kind: str, *more: str) -> dict[str, object]:
    """Write an event of November."""
    return ask(store, "units", "event", kind, "--date", DAY, *more)


def test_an_event_tells_what_it_moves_and_one_undo_takes_it_back(pair: Pair) -> None:
    pair.month("P-A-01", 40)
    told = event(pair.commune, "dissolve", "--unit", "P-A-01", "--dry-run")
    assert told["event"] is None
    assert told["moved"] == {"P-A-01": {"C28": 40, "C28N": 20, "B03": 1}}
    done = event(pair.commune, "dissolve", "--unit", "P-A-01", "--decision", "3/QĐ")
    assert done["event"]
    assert done["moved"] == told["moved"]
    month = ("totals", "--period", "2026-11")
    found = ask(pair.commune, *month)
    assert (found["C28"]["value"], found["B03"]["value"], found["A05"]["value"]) == (40, 1, 2)
    ask(pair.commune, "undo")
    assert "C28" not in ask(pair.commune, *month)


def test_an_event_before_later_ones_is_written_with_yes_alone(pair: Pair) -> None:
    event(pair.commune, "rename", "--unit", "P-A-01", "--name", "CĐCS Tên sau")
    start = ("--store", pair.commune, "units", "event", "dissolve", "--date", "2026-11-05",
             "--unit", "P-A-01")  # fmt: skip
    told = refused(*start)
    assert "“Đổi tên” ngày 10/11/2026 đã ghi sẽ không còn tác dụng" in told
    assert "--yes" in told
    lost = [{"unit": "P-A-01", "periods": [], "events": [{"kind": "rename", "date": DAY}]}]
    looked = ask(*start[1:], "--dry-run")
    assert (looked["event"], looked["lost"]) == (None, lost)
    assert ask(*start[1:], "--yes")["lost"] == lost


def test_an_ending_by_policy_of_a_union_it_is_not_meant_for_is_told(pair: Pair) -> None:
    pair.month("P-A-01", 40)
    told = event(pair.commune, "end", "--unit", "P-A-01", "--dry-run")
    assert "đơn vị khác thì chọn “Giải thể”" in str(told["warning"])
    assert "warning" not in event(pair.commune, "dissolve", "--unit", "P-A-01", "--dry-run")
    start = ("--store", pair.commune, "units", "event", "end", "--date", DAY, "--unit", "P-A-01")
    assert "--yes" in refused(*start)
    units = ask(pair.commune, "units", "list", "--on", DAY)["units"]
    assert "P-A-01" in {unit["code"] for unit in units}
    assert event(pair.commune, "end", "--unit", "P-A-01", "--yes")["event"]


def test_a_merger_into_a_new_union_is_previewed_in_words(pair: Pair) -> None:
    pair.month("P-A-01", 40)
    said = run(
        "--store", pair.commune, "units", "event", "merge", "--date", DAY, "--unit", "P-A-01",
        "--unit", "P-A-02", "--name", "CĐCS Mới", "--into", "P-A-09", "--dry-run",
    ).out  # fmt: skip
    assert "CĐCS Mới: " in said
    assert "CĐCS mới sau sáp nhập, trừ vào số giảm (B05) -1" in said.replace("−", "-")
    assert "đoàn viên 40 → 0" in said
    assert "CĐCS 3 → 2" in said


def test_a_founding_under_a_named_parent_takes_the_code_told(pair: Pair) -> None:
    asked = ("--unit", "P-A", "--into", "P-A-08", "--name", "CĐCS Tám", "--members", "9")
    done = event(pair.commune, "found", *asked)
    assert done["moved"] == {"P-A-08": {"C12": 9, "B01": 1, "B01M": 9}}


def test_a_unit_cannot_be_older_than_its_parent_and_the_sentence_names_it(pair: Pair) -> None:
    told = refused("--store", pair.commune, "units", "add", "--name", "CĐCS Tám", "--kind", "CDCS",
                   "--from", "2020-01-01")  # fmt: skip
    assert "có trong sổ từ ngày 01/7/2025" in told


def test_a_founding_is_looked_at_counted_once_and_taken_back(pair: Pair) -> None:
    asked = ("--unit", "P-A-07", "--name", "CĐCS Bảy", "--members", "9", "--women", "4",
             "--decision", "5/QĐ")  # fmt: skip
    seen = event(pair.commune, "found", *asked, "--dry-run")
    assert seen["event"] is None
    assert seen["moved"] == {"P-A-07": {"C12": 9, "C12N": 4, "B01": 1, "B01M": 9}}
    month = ("totals", "--period", "2026-11")
    before = ask(pair.commune, *month)
    done = event(pair.commune, "found", *asked)
    assert done["moved"] == seen["moved"]

    def told() -> list[object]:
        found = ask(pair.commune, *month)
        return [found[code]["value"] for code in ("C12", "C12N", "B01", "B01M", "C40", "C41")]

    assert told() == [9, 4, 1, 9, 9, 9]
    ask(
        pair.commune, "figures", "set", "--unit", "P-A-07", "--period", "2026-11", "C12=9", "C12N=4"
    )
    assert told() == [9, 4, 1, 9, 9, 9]  # typed as well, it is told once
    ask(pair.commune, "undo")
    ask(pair.commune, "undo")
    assert ask(pair.commune, *month) == before


def test_a_decision_is_told_later_and_the_check_says_what_is_missing(pair: Pair) -> None:
    done = event(pair.commune, "found", "--unit", "P-A-07", "--name", "CĐCS Bảy", "--members", "9")
    assert "ghi sau được ở mục Diễn biến" in str(done["warning"])
    check = ("figures", "check", "--period", "2026-11", "--unit", "P-A-07")
    (found,) = ask(pair.commune, *check)["findings"]
    assert (found["rule"], found["form"]) == ("V13", "F3")
    assert found["message"].startswith("CĐCS mới thiếu số quyết định. Ghi ở trang Đơn vị")
    told = ask(pair.commune, "units", "decision", "--unit", "P-A-07", "--decision", "5/QĐ",
               "--members", "11", "--women", "4")  # fmt: skip
    assert told["event"] == done["event"]
    assert ask(pair.commune, *check)["findings"] == []
    month = ask(pair.commune, "totals", "--period", "2026-11")
    assert [month[code]["value"] for code in ("B01M", "C12", "C12N")] == [11, 11, 4]
    start = ("--store", pair.commune, "units", "decision", "--unit", "P-A-01")
    assert "chưa có sự kiện “Sáp nhập”" in refused(*start, "--kind", "merge", "--decision", "1")


def test_a_base_union_founded_and_split_has_the_code_it_was_given(pair: Pair) -> None:
    event(pair.commune, "found", "--unit", "P-A-07", "--name", "CĐCS Bảy", "--members", "9")
    told = event(pair.commune, "split", "--unit", "P-A-01", "--into", "P-A-08", "--name", "Tám")
    assert told["moved"] == {"P-A-08": {"B06": 1}}
    assert "Chưa ghi số đoàn viên tách sang" in str(told["warning"])
    for unit in ("P-A-01", "P-A-08"):
        check = ("figures", "check", "--period", "2026-11", "--unit", unit)
        assert [one["rule"] for one in ask(pair.commune, *check)["findings"]] == ["V13"]
    ask(pair.commune, "units", "decision", "--unit", "P-A-08", "--members", "0")
    assert ask(pair.commune, *check)["findings"] == []
    listed = ask(pair.commune, "units", "list", "--on", DAY)
    codes = {unit["code"] for unit in listed["units"]}
    assert {"P-A-07", "P-A-08"} <= codes


def test_events_out_of_place_are_refused_in_a_sentence(pair: Pair) -> None:
    start = ("--store", pair.commune, "units", "event")
    dated = ("--date", DAY, "--unit")
    assert "chính mình" in refused(*start, "merge", *dated, "P-A-01", "--into", "P-A-01")
    assert "không có mã" in refused(*start, "dissolve", *dated, "P-Z")
    assert "cấp trên" in refused(*start, "rename", *dated, "P-A", "--name", "Khác")
    wrong = run(*start, "explode", *dated, "P-A-01")
    assert wrong.code == 2


def test_a_list_in_a_file_moves_units_in_one_step(pair: Pair, tmp_path: Path) -> None:
    event(
        pair.province, "found", "--unit", "LX", "--name", "Công đoàn liên xã", "--unit-kind", "LXP"
    )
    listed = tmp_path / "ds.csv"
    listed.write_text("Đơn vị,Chuyển về\nP-A-01,LX\nP-A-02,liên xã\nP-A-99,LX\n", encoding="utf-8")
    more = ("units", "move", listed, "--date", "2026-11-12")
    told = ask(pair.province, *more, "--dry-run")
    assert [line["state"] for line in told["lines"]] == ["skipped", "ready", "ready", "asked"]
    assert told["events"] == []
    said = run("--store", pair.province, *more, "--dry-run").out
    assert "  chuyển\n" in said
    assert "ready" not in said
    assert (
        "Sẽ chuyển 2 đơn vị.\n"
        "Công đoàn phường A: CĐCS bàn giao đi (B08) 2; CĐCS 3 → 1\n"
        "Công đoàn liên xã: CĐCS tiếp nhận từ đơn vị khác (B07) 2; CĐCS 0 → 2\n"
    ) in said
    ending = run("--store", pair.province, *more, "--dry-run", "--end-emptied").out
    assert "không kết thúc: còn " in ending
    assert len(ask(pair.province, *more)["events"]) == 1
    units = ask(pair.province, "units", "list", "--on", "2026-11-12")["units"]
    assert sorted(u["code"] for u in units if u["parent"] == "LX") == ["P-A-01", "P-A-02"]


def test_a_series_is_told_on_every_map(pair: Pair) -> None:
    pair.month("P-A-01", 40)
    for name in ("then", "today", "same"):
        told = ask(pair.commune, "series", "A03", "--from", "2026-09", "--to", "2026-10",
                   "--map", name)  # fmt: skip
        assert (told["map"], [point["period"] for point in told["points"]]) == (
            name, ["2026-09", "2026-10"],
        )  # fmt: skip
        assert told["points"][1]["value"] == 40


def test_a_change_of_type_is_a_pair_in_the_movement_of_types(pair: Pair) -> None:
    pair.month("P-A-01", 40)
    before = ask(pair.commune, "units", "list")["units"]
    (old,) = {u["ownership"] for u in before if u["code"] == "P-A-01"}
    new = "FDI" if old != "FDI" else "NQD"
    event(pair.commune, "ownership", "--unit", "P-A-01", "--into", new)
    told = ask(pair.commune, "ownership", "--period", "2026-11")["ownerships"]
    assert (told[old]["turned_from"], told[new]["turned_to"]) == (40, 40)
    assert (told[new]["closing"], told[new]["difference"]) == (40, 0)


def test_the_second_line_is_shown_and_never_added(pair: Pair) -> None:
    with Store.open(pair.province) as store:
        since = date(2025, 7, 1)
        found_unit(store, name="Công đoàn ngành Dệt may", kind="CNDP", parent=store.own_unit,
                   since=since, code="N-DM")  # fmt: skip
    pair.month("P-A-01")
    pair.lock()
    ask(pair.province, "bundle", "import", pair.send())
    before = ask(pair.province, "totals", "--period", PERIOD, "--unit", "N-DM")
    told = ask(pair.province, "units", "second", "--unit", "P-A-01", "--to", "N-DM", "--date",
               "2026-01-01")  # fmt: skip
    assert told == {"unit": "P-A-01", "to": "N-DM"}
    (row,) = ask(pair.province, "units", "coordinated", "--period", PERIOD, "--unit", "N-DM")[
        "units"
    ]
    assert (row["unit"], row["managed_by"]) == ("P-A-01", "Công đoàn phường A")
    assert row["figures"]["A03"]["value"] == 40
    assert ask(pair.province, "totals", "--period", PERIOD, "--unit", "N-DM") == before
    assert ask(pair.province, "totals", "--period", PERIOD)["A03"]["value"] == 40
    said = refused("--store", pair.province, "units", "second", "--unit", "P-A-01", "--to", "P-A",
                   "--date", "2026-01-01")  # fmt: skip
    assert "đã thuộc quyền quản lý" in said


def test_bare_places_of_a_list_are_told_and_taken_as_proposals(pair: Pair, tmp_path: Path) -> None:
    event(pair.province, "found", "--unit", "LX", "--name", "Công đoàn liên xã Đồi Cao",
          "--unit-kind", "LXP")  # fmt: skip
    listed = tmp_path / "ds.csv"
    listed.write_text("Đơn vị,Chuyển về\nP-A-01,Đồi Cao\nP-A-02,Đồi Cao\n", encoding="utf-8")
    more = ("units", "move", listed, "--date", "2026-11-12")
    told = ask(pair.province, *more, "--dry-run")["lines"][1:]
    assert [line["state"] for line in told] == ["asked", "asked"]
    assert all("Đồi Cao" in line["parent_choices"][0] for line in told)
    assert len(ask(pair.province, *more, "--take-proposals")["events"]) == 1
    units = ask(pair.province, "units", "list", "--on", "2026-11-12")["units"]
    assert sorted(u["code"] for u in units if u["parent"] == "LX") == ["P-A-01", "P-A-02"]


def test_a_unit_is_added_where_and_when_its_kind_may_stand(pair: Pair) -> None:
    add = ("--store", pair.province, "units", "add", "--name", "Công đoàn xã Mới", "--kind", "CDX")
    told = refused(*add, "--from", "2025-01-01")
    assert "Không có loại đơn vị" in told or "có trong sổ từ ngày" in told
    assert "không thể trực thuộc Công đoàn phường A" in refused(
        *add, "--from", "2026-01-01", "--parent", "P-A"
    )
    assert ask(*add[1:2], *add[2:], "--from", "2026-01-01")["code"] == "~CDX-1"


def test_a_name_another_unit_beside_it_has_is_asked_about(pair: Pair) -> None:
    add = (pair.commune, "units", "add", "--name", "CĐCS Tám", "--kind", "CDCS", "--from",
           "2026-01-01")  # fmt: skip
    ask(*add)
    told = refused("--store", *add)
    assert "Đã có đơn vị cùng tên CĐCS Tám" in told
    assert "vẫn đúng thì thêm --yes" in told
    assert ask(*add, "--yes")["code"]
    units = ask(pair.commune, "units", "list", "--on", "2026-02-01")["units"]
    assert [one["name"] for one in units].count("CĐCS Tám") == 2


def test_a_union_that_paused_is_told_in_the_list_and_the_forms(pair: Pair) -> None:
    pair.month("P-A-01", 40)
    event(pair.commune, "suspend", "--unit", "P-A-01")
    shown = ask(pair.commune, "units", "list", "--on", "2026-11-30")["units"]
    assert [one["code"] for one in shown if one.get("suspended")] == ["P-A-01"]
    said = run("--store", pair.commune, "units", "list", "--on", "2026-11-30").out
    assert "(tạm dừng hoạt động từ " in said
    before = ask(pair.commune, "units", "list", "--on", PERIOD + "-31")["units"]
    assert not any("suspended" in one for one in before)


def test_numbers_by_ownership_type_say_who_reported(pair: Pair) -> None:
    for unit in BASES:
        pair.month(unit)
    pair.lock()
    told = ask(pair.commune, "ownership", "--period", PERIOD)["ownerships"]["NQD"]
    assert (told["state"], told["reported"], told["of"]) == ("submitted", 3, 3)
    said = run("--store", pair.commune, "ownership", "--period", PERIOD).out
    assert "tạm tính" not in said
    told = ask(pair.commune, "ownership", "--period", "2026-11")
    for line in (told["ownerships"]["NQD"], told["bands"]["non_state"]):
        assert (line["closing"], line["state"], line["reported"], line["of"]) == (
            *(120, "missing", 0, 3),
        )
    said = run("--store", pair.commune, "ownership", "--period", "2026-11").out
    assert "120 → 120 (tạm tính, 0/3 CĐCS đã báo cáo)" in said


def test_the_months_locked_before_an_event_was_written_are_named_in_words(pair: Pair) -> None:
    pair.month("P-A-01", 40)
    pair.lock()
    start = ("--store", pair.commune, "units", "event", "rename", "--date", "2026-10-15",
             "--unit", "P-A-01", "--name", "CĐCS Tên mới")  # fmt: skip
    assert "Đã chốt số liệu tháng 10/2026. Số đã chốt giữ nguyên" in run(*start).out
