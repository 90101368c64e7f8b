"""The verbs do what the pages do: figures, returns, plans, activities, exchange, keeping."""

import io
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest

from tests.cli.running import BASES, PERIOD, Pair, ask, refused, run, sound_month

CELL = ("--unit", "P-A-01", "--period", PERIOD)


def test_figures_keep_never_entered_cleared_zero_and_not_applicable_apart(pair: Pair) -> None:
    pair.figures("P-A-01", A01="0", A03="1.234", A03N="na", A01N="5")
    pair.figures("P-A-01", A01N="")
    assert ask(pair.commune, "figures", "get", *CELL) == {
        "A01": 0, "A01N": None, "A03": 1234, "A03N": "na",
    }  # fmt: skip
    told = ask(pair.commune, "figures", "get", *CELL, "--states")
    assert {code: cell["state"] for code, cell in told.items()} == {
        "A01": "zero", "A01N": "cleared", "A03": "value", "A03N": "na",
    }  # fmt: skip
    assert told["A03"]["by"] == "office"
    assert told["A03"]["at"].endswith("+07:00")


def test_a_lump_is_typed_by_ownership(pair: Pair) -> None:
    pair.figures("P-A-01", **{"A03;LH=FDI": 3})
    assert ask(pair.commune, "figures", "get", *CELL) == {"A03;LH=FDI": 3}


def test_typing_what_is_there_already_is_no_step(pair: Pair) -> None:
    assert pair.figures("P-A-01", A03=7) != "None"
    told = ask(pair.commune, "figures", "set", *CELL, "A03=7")
    assert told == {"step": None}


def test_stocks_are_estimated_from_the_month_before(pair: Pair) -> None:
    pair.month("P-A-01", 40)
    told = ask(
        pair.commune, "figures", "get", "--unit", "P-A-01", "--period", "2026-11", "--states"
    )
    assert told["A03"] == {"value": 40, "state": "estimated", "by": None, "at": None}
    plain = ask(pair.commune, "figures", "get", "--unit", "P-A-01", "--period", "2026-11")
    assert plain == {}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["A03=-1"], "không phải số nguyên không âm"),
        (["A03=1,5"], "không phải số nguyên không âm"),
        (["A03=9999999999999"], "Số quá lớn: số đếm"),
        (["A99=1"], "Không có chỉ tiêu mã “A99”"),
        (["A04=1"], "chương trình tính"),
        (["A03=3", "A03=4"], "hai lần"),
        (["A03=" + "9" * 5000], "Số quá lớn: số đếm"),
        (["E07D=" + "9" * 16], "Số quá lớn: tiền"),
        (["A03;LH=ZZZ=3"], "Không có loại hình “LH=ZZZ”"),
        (["A03;=3"], "Không có loại hình"),
        (["A03=3", "A01=bốn"], "không phải số nguyên"),
    ],
)
def test_wrong_figures_are_refused_whole(pair: Pair, values: list[str], said: str) -> None:
    before = ask(pair.commune, "digest")
    assert said in refused("--store", pair.commune, "figures", "set", *CELL, *values)
    assert ask(pair.commune, "digest") == before


def test_unknown_units_and_periods_are_refused(pair: Pair) -> None:
    told = ("--store", pair.commune, "figures", "set", "--unit")
    assert "P-Z" in refused(*told, "P-Z", "--period", PERIOD, "A03=1")
    assert "tháng mười" in refused(*told, "P-A-01", "--period", "tháng mười", "A03=1")


def test_lock_tells_what_stands_in_the_way_and_locks_the_rest(pair: Pair) -> None:
    pair.month("P-A-01")
    pair.figures("P-A-02", **{**sound_month(), "A03N": 99})
    told = ask(
        pair.commune, "return", "lock", "--form", "F1", "--period", PERIOD, "--reason", "Kỳ đầu"
    )
    assert told["locked"] == ["P-A-01"]
    assert {row["unit"] for row in told["blocked"]} == {"P-A-02", "P-A-03"}
    assert all(set(row) == {"unit", "rule", "message"} for row in told["blocked"])
    states = ask(pair.commune, "return", "status", "--period", PERIOD, "--form", "F1")["returns"]
    assert {row["unit"]: row["state"] for row in states} == {
        "P-A-01": "locked", "P-A-02": "entering", "P-A-03": "none",
    }  # fmt: skip
    assert set(states[0]) == {"unit", "form", "period", "rev", "state", "on_time"}
    assert "chốt" in refused("--store", pair.commune, "figures", "set", *CELL, "A03=1")
    ask(pair.commune, "figures", "set", *CELL, "--reason", "Đếm lại", "A01=60")


def test_steps_are_undone_and_redone(pair: Pair) -> None:
    pair.figures("P-A-01", A03=1)
    step = pair.figures("P-A-01", A03=2)
    undone = ask(pair.commune, "undo")["steps"]
    assert [(s["id"], s["undone"]) for s in undone] == [(step, True)]
    assert ask(pair.commune, "figures", "get", *CELL) == {"A03": 1}
    assert ask(pair.commune, "redo")["steps"][0]["undone"] is False
    assert ask(pair.commune, "figures", "get", *CELL) == {"A03": 2}
    newest = ask(pair.commune, "history", "--limit", "2")["steps"]
    assert newest[0]["id"] == step
    assert set(newest[0]) == {"id", "label", "at", "undone"}
    assert "Không có việc nào để làm lại." in refused("--store", pair.commune, "redo")


def test_the_tree_is_told_as_of_a_day(pair: Pair) -> None:
    units = ask(pair.province, "units", "list", "--on", "2026-01-01")["units"]
    by_code = {unit["code"]: unit for unit in units}
    assert set(BASES) < set(by_code)
    unit = by_code["P-A-01"]
    assert set(unit) == {"id", "code", "name", "kind", "ownership", "parent", "from", "to"}
    assert (unit["parent"], unit["from"], unit["to"]) == ("P-A", "2025-07-01", None)
    assert ask(pair.province, "units", "list", "--on", "1999-01-01") == {"units": []}


def test_an_office_is_made_once(tmp_path: Path) -> None:
    folder = tmp_path / "Sổ mới"
    told = ask(folder, "office", "new", "--name", "CĐCS Trường A", "--kind", "CDCS")
    assert set(told) == {"unit", "store"}
    assert "đã có một sổ" in refused(
        "--store", folder, "office", "new", "--name", "Khác", "--kind", "CDCS"
    )
    assert "LOẠI" in refused(
        "--store", tmp_path / "x", "office", "new", "--name", "A", "--kind", "LOẠI"
    )
    assert not (tmp_path / "x" / "office.db").exists()


def test_templates_are_listed_without_an_office(tmp_path: Path) -> None:
    listed = ask(tmp_path, "templates", "list")["templates"]
    assert len(listed) >= 6
    assert all(set(row) == {"id", "title", "version", "issuer"} for row in listed)


def test_a_plan_goes_from_template_to_issued_paper(pair: Pair, tmp_path: Path) -> None:
    outs = [tmp_path / f"Kế hoạch{suffix}" for suffix in (".pdf", ".docx", ".xlsx")]
    options = [part for out in outs for part in ("--out", str(out))]
    told = ask(
        pair.commune, "draft", "--from", "chuong-trinh-cong-tac-nam", "--year", 2027, "--save",
        *options,
    )  # fmt: skip
    assert set(told) == {"plan", "items", "coverage", "left_out", "targets"}
    assert all(out.stat().st_size > 1000 for out in outs)
    (plan,) = ask(pair.commune, "plan", "list")["plans"]
    assert set(plan) == {"id", "title", "year", "state", "number"}
    assert (plan["id"], plan["year"], plan["number"]) == (told["plan"], 2027, None)
    items = ask(pair.commune, "plan", "show", plan["id"])["items"]
    assert len(items) >= told["items"]
    assert set(items[0]) == {"id", "label", "depth", "text", "owner", "due", "target"}
    ask(pair.commune, "plan", "issue", plan["id"], "--number", "5", "--date", "05/01/2027")
    assert ask(pair.commune, "plan", "list")["plans"][0]["number"].startswith("05/")
    out = tmp_path / "bản in.docx"
    assert ask(pair.commune, "plan", "print", plan["id"], "--out", out) == {"path": str(out)}
    assert "đã ban hành" in refused(
        "--store", pair.commune, "plan", "issue", plan["id"], "--number", "6", "--date",
        "2027-01-06",
    )  # fmt: skip


def test_issuing_tells_where_room_is_still_open_and_undo_says_why_it_cannot(pair: Pair) -> None:
    told = ask(pair.commune, "draft", "--from", "dinh-huong-chuong-trinh", "--save")
    issue = ("plan", "issue", told["plan"], "--number", "7", "--date", "2027-01-05")
    issued = ask(pair.commune, *issue)
    assert any("Kết nạp mới" in text for text in issued["open"])
    why = refused("--store", pair.commune, "undo")
    assert "vì văn bản đã ban hành" in why
    assert "lập bản sửa đổi" in why


def test_a_draft_without_save_leaves_the_office_alone(pair: Pair, tmp_path: Path) -> None:
    out = tmp_path / "x.docx"
    before = ask(pair.commune, "history")
    told = ask(pair.commune, "draft", "--from", "thi-dua-yeu-nuoc", "--out", out)
    assert told["plan"] is None
    assert out.stat().st_size > 1000
    assert ask(pair.commune, "history") == before
    nowhere = tmp_path / "không có sổ"
    assert ask(nowhere, "draft", "--from", "thi-dua-yeu-nuoc")["items"] == told["items"]


def test_activities_are_logged_and_listed(pair: Pair) -> None:
    told = ask(pair.commune, "draft", "--from", "chuong-trinh-cong-tac-nam", "--save")
    item = ask(pair.commune, "plan", "show", told["plan"])["items"][0]["id"]
    key = ask(
        pair.commune, "activity", "add", "--title", "Thăm hỏi công nhân ốm", "--category", "CL",
        "--from", "2026-10-12", "--people", 12, "--women", 8, "--union-money", "6.000.000",
        "--place", "Khu nhà trọ", "--plan-item", item,
    )["id"]  # fmt: skip
    (listed,) = ask(pair.commune, "activity", "list", "--from", "2026-10-01")["activities"]
    assert (listed["id"], listed["people"], listed["plan_items"]) == (key, 12, [item])
    assert listed["union_money"] == 6_000_000
    assert ask(pair.commune, "activity", "list", "--to", "2026-10-01") == {"activities": []}
    found = ask(pair.commune, "activity", "list", "--words", "tham hoi")["activities"]
    assert [row["id"] for row in found] == [key]


def test_what_the_register_counts_is_not_typed_in_silence(pair: Pair) -> None:
    own = ("--unit", "P-A", "--period", PERIOD)
    told = ask(pair.commune, "figures", "set", *own, "A05=50")
    assert "A05 đếm từ sổ đơn vị" in told["notes"][0]
    told = ask(pair.commune, "figures", "set", *own, "B00=77")
    assert "B00 đếm từ sổ đơn vị" in told["notes"][0]
    assert ask(pair.commune, "totals", "--period", PERIOD)["A05"]["value"] == 3
    assert ask(pair.commune, "figures", "set", *own, "F01=1").keys() == {"step"}
    quarter = ("--unit", "P-A", "--period", "2026-Q4")
    told = ask(pair.commune, "figures", "set", *quarter, "F01=9", "D12=2")
    assert [note[:26] for note in told["notes"]] == ["Lưu ý: F01 ghi theo tháng;"]
    assert ask(pair.commune, "figures", "set", *quarter, "F01=").keys() == {"step"}


def test_parts_by_last_years_result_say_up_to_when_it_counts(pair: Pair) -> None:
    ask(pair.commune, "figures", "set", "--unit", "P-A-01", "--period", PERIOD, "C11=4")
    told = ask(
        pair.commune, "targets", "formula", "C40", "--year", 2027, "--by", "last_year",
        "--factor", 2, "--dry-run",
    )  # fmt: skip
    (part,) = [one for one in told["parts"] if one["unit"] == "P-A-01"]
    assert (part["value"], part["last_year_until"]) == (8, "đến hết tháng 10/2026")
    assert told["note"].endswith("Kết quả năm trước mới có đến hết tháng 10/2026.")


def test_figures_are_taken_from_activities_never_added_to_them(pair: Pair) -> None:
    for day, people in (("2026-10-05", 40), ("2026-10-12", 30)):
        ask(
            pair.commune, "activity", "add", "--title", "Tuyên truyền", "--category", "TT",
            "--from", day, "--people", people, "--figure", "F01=1", "--figure", f"F01L={people}",
        )  # fmt: skip
    take = ("figures", "from-activities", "--period", PERIOD)
    seen = ask(pair.commune, *take, "--dry-run")
    assert (seen["step"], seen["taken"]) == (None, {"F01": 2, "F01L": 70})
    done = ask(pair.commune, *take)
    assert done["step"]
    assert len(done["activities"]["F01"]) == 2
    assert ask(pair.commune, *take)["taken"] == {}
    own = ("--unit", "P-A", "--period", PERIOD)
    assert ask(pair.commune, "figures", "get", *own) == {"F01": 2, "F01L": 70}
    ask(pair.commune, "figures", "set", *own, "F01=5")
    assert ask(pair.commune, *take)["taken"] == {}
    assert ask(pair.commune, "totals", "--period", PERIOD)["F01"]["value"] == 5
    assert ask(pair.commune, *take, "F01")["taken"] == {"F01": 2}
    assert ask(pair.commune, "totals", "--period", PERIOD)["F01"]["value"] == 2
    assert "hoạt động" in refused("--store", pair.commune, *take, "F03")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--category", "KHÔNG"], "loại hoạt động"),
        (["--category", "CL", "--people", "2", "--women", "3"], "nữ nhiều hơn"),
        (["--category", "CL", "--to", "2020-01-01"], "sớm hơn ngày bắt đầu"),
        (["--category", "CL", "--plan-item", "x.y"], "mục kế hoạch"),
        (["--category", "CL", "--figure", "XYZ=1"], "chỉ tiêu"),
    ],
)
def test_an_activity_that_cannot_be_is_refused(pair: Pair, options: list[str], said: str) -> None:
    add = ("activity", "add", "--title", "Họp", "--from", "2026-10-12")
    assert said in refused("--store", pair.commune, *add, *options)
    assert ask(pair.commune, "activity", "list") == {"activities": []}


def test_a_new_office_stands_under_the_parent_it_names(tmp_path: Path) -> None:
    office = tmp_path / "Sổ xã Mây Trắng"
    name = ("--name", "Công đoàn xã Mây Trắng", "--kind", "CDX")
    made = ask(office, "office", "new", *name, "--parent", "HV")
    units = {one["code"]: one["parent"] for one in ask(office, "units", "list")["units"]}
    assert units == {made["unit"]: "HV", "HV": None}
    assert refused("--store", office, "undo") == (
        "Không hoàn tác được “Lập sổ của Công đoàn xã Mây Trắng” vì không có đơn vị thì sổ không"
        " dùng được. Hãy sửa ở trang Đơn vị."
    )
    lock = ("return", "lock", "--form", "F1", "--period", PERIOD)
    assert run("--store", office, *lock).out == "Không có báo cáo nào để chốt.\n"


def test_a_backup_becomes_another_installation(pair: Pair, tmp_path: Path) -> None:
    pair.month("P-A-01")
    copy, again = tmp_path / "bản sao.zip", tmp_path / "khôi phục"
    good = {"ok": True, "findings": []}
    assert ask(pair.commune, "backup", "--out", copy) == good
    assert ask(pair.commune, "verify", copy) == good
    assert ask(pair.commune, "restore", copy, "--out", again) == good
    assert ask(again, "doctor") == good
    assert ask(again, "digest") == ask(pair.commune, "digest")
    assert "đã có một sổ" in refused("restore", copy, "--out", again)


def spoilt(whole: bytes, at: int) -> bytes:
    """The archive with four bytes changed there, or the next ones that change what it says.

    In a run of zeros, packed, other bytes may say the same.
    """
    said = contents(whole)
    for place in range(at, len(whole) - 4):
        changed = bytes(255 - one for one in whole[place : place + 4])
        data = whole[:place] + changed + whole[place + 4 :]
        if contents(data) != said:
            return data
    raise AssertionError("nothing to change")


def contents(archive: bytes) -> list[tuple[str, bytes]] | None:
    """What stands in an archive, None where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            return [(name, opened.read(name)) for name in opened.namelist()]
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError):
        return None


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9, 1.0])
def test_a_backup_with_a_changed_byte_is_found_out(
    pair: Pair, tmp_path: Path, place: float
) -> None:
    copy = tmp_path / "sao.zip"
    ask(pair.commune, "backup", "--out", copy)
    data = copy.read_bytes()
    copy.write_bytes(spoilt(data, int(len(data) * place)) if place < 1 else data[:-500])
    assert "hỏng" in refused("verify", copy)
    assert refused("verify", copy, "--json") == refused("verify", copy)
    refused("restore", copy, "--out", tmp_path / "khôi phục")
    assert not (tmp_path / "khôi phục" / "office.db").exists()


def test_a_backup_whose_tables_are_not_those_of_its_journal_is_told_in_one_sentence(
    pair: Pair, tmp_path: Path
) -> None:
    import hashlib
    import json
    import sqlite3

    pair.month("P-A-01")
    connection = sqlite3.connect(pair.commune / "office.db")
    with connection:
        connection.execute("UPDATE leaf SET value = '999' WHERE kind = 'cell' AND field = 'A03'")
    database = tmp_path / "khac.db"
    connection.execute("VACUUM INTO ?", (str(database),))
    connection.close()
    copy = tmp_path / "sao.zip"
    files = {"office.db": hashlib.sha256(database.read_bytes()).hexdigest()}
    with zipfile.ZipFile(copy, "w") as archive:
        about = {"format": "socongdoan-backup", "v": 1, "files": files}
        archive.writestr("about.json", json.dumps(about))
        archive.write(database, "office.db")
    assert "Chọn bản sao lưu khác." in refused("verify", copy, "--json")


def test_doctor_sees_a_table_that_was_tampered_with(pair: Pair) -> None:
    import sqlite3

    pair.month("P-A-01")
    connection = sqlite3.connect(pair.commune / "office.db")
    with connection:
        connection.execute("UPDATE leaf SET value = '999' WHERE kind = 'cell' AND field = 'A03'")
    connection.close()
    told = run("--store", pair.commune, "doctor", "--json").json
    assert told["ok"] is False
    assert told["findings"]


def test_totals_say_who_reported(pair: Pair) -> None:
    pair.month("P-A-01", 40)
    pair.month("P-A-02", 60)
    pair.figures("P-A-03", A03=10)
    ask(
        pair.commune, "return", "lock", "--form", "F1", "--period", PERIOD, "--unit", "P-A-01",
        "--reason", "Kỳ đầu",
    )  # fmt: skip
    told = ask(pair.commune, "totals", "--period", PERIOD)
    assert told["A03"]["value"] == 110
    assert (told["A03"]["reported"], told["A03"]["of"]) == (1, 3)
    alone = ask(pair.commune, "totals", "--period", PERIOD, "--unit", "P-A-02")
    assert alone["A03"]["value"] == 60
    before = ask(
        pair.commune, "totals", "--period", PERIOD, "--as-known-on", date(2020, 1, 1).isoformat()
    )
    assert "A03" not in before


def test_a_unit_is_added_below_with_a_code_of_its_own(pair: Pair) -> None:
    told = ask(
        pair.commune, "units", "add", "--name", "CĐCS Công ty Mới", "--kind", "CDCS", "--from",
        "2026-09-01", "--ownership", "FDI",
    )  # fmt: skip
    assert told["code"].startswith("~")
    listed = ask(pair.commune, "units", "list", "--on", "2026-09-01")["units"]
    (unit,) = [row for row in listed if row["id"] == told["id"]]
    assert (unit["parent"], unit["ownership"]) == ("P-A", "FDI")
    before = ask(pair.commune, "units", "list", "--on", "2026-08-31")["units"]
    assert told["id"] not in {row["id"] for row in before}
    again = ("--code", "P-A-01", "--name", "B", "--kind", "CDCS", "--from", "2026-09-01")
    assert "P-A-01" in refused("--store", pair.commune, "units", "add", *again)


def test_a_paper_is_kept_once_as_upper_paper(pair: Pair, tmp_path: Path) -> None:
    paper = tmp_path / "văn bản.docx"
    told = ask(pair.province, "draft", "--from", "viec-lam-ben-vung", "--save")
    ask(pair.province, "plan", "issue", told["plan"], "--number", 9, "--date", "2026-10-01")
    ask(pair.province, "plan", "print", told["plan"], "--out", paper)
    first = ask(pair.commune, "plan", "take", paper)["plan"]
    assert ask(pair.commune, "plan", "take", paper)["plan"] == first
    (plan,) = ask(pair.commune, "plan", "list", "--role", "parent")["plans"]
    assert plan["id"] == first
    listed = ask(pair.commune, "plan", "list")
    assert (listed["plans"], [one["id"] for one in listed["parents"]]) == ([], [first])
    assert ask(pair.commune, "draft", "--from", first)["coverage"]["missing"] == []
    drafted = ask(pair.commune, "draft", "--from", paper, "--save")
    assert drafted["coverage"]["covered"] == drafted["coverage"]["parent"] > 0
    assert len(ask(pair.commune, "plan", "list", "--role", "parent")["plans"]) == 1
