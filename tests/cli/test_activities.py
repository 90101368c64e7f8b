"""Activities are logged, mended and deleted by verbs as in the window."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.running import Pair, ask, refused, run, wrong

ADD = ("activity", "add", "--title", "Thăm hỏi công nhân ốm", "--category", "CL", "--from",
       "2026-10-12")  # fmt: skip


def listed(pair: Pair) -> dict[str, object]:
    (one,) = ask(pair.commune, "activity", "list")["activities"]
    assert isinstance(one, dict)
    return one


def test_lead_partners_turns_and_evidence_are_told(pair: Pair, tmp_path: Path) -> None:
    photo = tmp_path / "ảnh.jpg"
    photo.write_bytes(b"picture")
    ask(
        pair.commune, *ADD, "--lead", "P-A-01", "--partner", "Ban Nữ công", "--partner",
        "cđcs p-a-02", "--turns", 15, "--people", 12, "--area", "Tổ 4", "--result", "Xong",
        "--union-money", "3.000.000", "--without", "E07D", "--evidence", photo,
    )  # fmt: skip
    one = listed(pair)
    units = {u["code"]: u["id"] for u in ask(pair.commune, "units", "list")["units"]}
    assert (one["lead"], one["lead_name"]) == (units["P-A-01"], "CĐCS P-A-01")
    assert one["partners"] == ["Ban Nữ công", units["P-A-02"]]
    assert one["partner_names"] == ["Ban Nữ công", "CĐCS P-A-02"]
    assert (one["attendances"], one["area"], one["result"]) == (15, "Tổ 4", "Xong")
    assert (one["proposes"], one["declined"]) == ({"E07": 15}, ["E07D"])
    assert one["evidence_titles"] == ["ảnh.jpg"]
    taken = ask(pair.commune, "figures", "from-activities", "--unit", "P-A-01", "--period",
                "2026-10", "--dry-run")["taken"]  # fmt: skip
    assert taken == {"E07": 15}


def test_an_activity_is_mended_field_by_field_and_undone(pair: Pair) -> None:
    key = ask(pair.commune, *ADD, "--people", 12, "--place", "Khu trọ", "--figure", "E08=12")["id"]
    before = listed(pair)
    edit = ("activity", "edit", key)
    done = ask(
        pair.commune, *edit, "--from", "2026-10-20", "--people", 14, "--place", "", "--turns", 20,
        "--lead", "P-A", "--indicator", "E08=", "--indicator", "E07=20",
    )  # fmt: skip
    assert done["step"]
    one = listed(pair)
    assert (one["from"], one["to"]) == ("2026-10-20", "2026-10-20")
    assert (one["people"], one["place"], one["attendances"]) == (14, None, 20)
    assert (one["lead_name"], one["figures"]) == ("Công đoàn phường A", {"E07": 20})
    assert ask(pair.commune, *edit, "--people", 14)["step"] is None
    assert ask(pair.commune, "history")["steps"][0]["id"] == done["step"]
    ask(pair.commune, "undo")
    assert listed(pair) == before
    ask(pair.commune, *edit, "--people", "")
    assert listed(pair)["people"] is None


def test_a_deleted_activity_comes_back(pair: Pair) -> None:
    key = ask(pair.commune, *ADD)["id"]
    told = run("--store", pair.commune, "activity", "delete", key)
    assert "Đã xóa hoạt động “Thăm hỏi công nhân ốm”." in told.out
    assert ask(pair.commune, "activity", "list") == {"activities": []}
    assert "Không có hoạt động này" in refused("--store", pair.commune, "activity", "delete", key)
    ask(pair.commune, "undo")
    assert listed(pair)["id"] == key
    ask(pair.commune, "activity", "delete", key)
    ask(pair.commune, "activity", "restore", key)
    assert listed(pair)["id"] == key
    assert "đã xóa" in refused("--store", pair.commune, "activity", "restore", key)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "Chưa ghi điều cần sửa"),
        (["--women", "13"], "nữ nhiều hơn"),
        (["--to", "2020-01-01"], "sớm hơn ngày bắt đầu"),
        (["--title", " "], "chưa có tên"),
        (["--category", "KHÔNG"], "loại hoạt động"),
        (["--indicator", "XYZ=1"], "chỉ tiêu"),
        (["--without", "XYZ"], "chỉ tiêu"),
        (["--plan-item", "x.y"], "mục kế hoạch"),
        (["--evidence", "không có.jpg"], "minh chứng"),
    ],
)
def test_a_mending_that_cannot_be_is_refused(pair: Pair, options: list[str], said: str) -> None:
    key = ask(pair.commune, *ADD, "--people", 12)["id"]
    before = listed(pair)
    edit = ("activity", "edit", key, *options)
    assert said in refused("--store", pair.commune, *edit)
    assert listed(pair) == before


def test_what_is_no_number_is_wrong_usage(pair: Pair) -> None:
    assert "không phải số nguyên" in wrong("--store", pair.commune, *ADD, "--turns", "nhiều")
    assert "F01=1" in wrong("--store", pair.commune, *ADD, "--indicator", "=3")


def test_the_list_is_written_with_every_field_and_its_sums(pair: Pair, tmp_path: Path) -> None:
    ask(pair.commune, *ADD, "--lead", "P-A-01", "--partner", "Ban Nữ công", "--people", 12,
        "--women", 5, "--turns", 15, "--union-money", 3_000_000, "--result", "Đã trao quà",
        "--indicator", "E08=12")  # fmt: skip
    ask(pair.commune, "activity", "add", "--title", "Giao ban", "--category", "HH", "--from",
        "2026-10-01", "--people", 8)  # fmt: skip
    out = tmp_path / "hoạt động.xlsx"
    asked = ("activity", "list", "--from", "2026-10-01", "--out", out)
    assert ask(pair.commune, *asked)["path"] == str(out)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    cells = [[cell for cell in row if cell is not None] for row in sheet.values]
    (visit,) = [row for row in cells if "Thăm hỏi công nhân ốm" in row]
    assert visit == [
        "2", "12/10/2026", "Thăm hỏi công nhân ốm",
        "Chăm lo (Tết, Mái ấm, Bữa cơm Công đoàn, thăm hỏi)", "CĐCS P-A-01", "Ban Nữ công", 12, 5,
        15, 3_000_000, "Đã trao quà", "Đoàn viên khó khăn được thăm hỏi, tặng quà: 12",
    ]  # fmt: skip
    (sums,) = [row for row in cells if "Tổng cộng" in row]
    assert sums == ["Tổng cộng", 20, 5, 15, 3_000_000]
    for suffix in (".pdf", ".docx"):
        made = out.with_suffix(suffix)
        ask(pair.commune, *asked[:-1], made)
        assert made.stat().st_size > 1000
    told = refused("--store", pair.commune, *asked[:-1], out.with_suffix(".txt2"))
    assert ".xlsx" in told


@pytest.mark.parametrize("deed", ["edit", "delete"])
def test_a_number_taken_from_an_activity_that_changed_is_told(pair: Pair, deed: str) -> None:
    add = ("activity", "add", "--title", "Tuyên truyền", "--category", "TT", "--people", 10)
    key = ask(pair.commune, *add, "--from", "2026-10-03", "--figure", "F01=4")["id"]
    take = ("figures", "from-activities", "--period", "2026-10")
    ask(pair.commune, *take)
    own = ("--unit", "P-A", "--period", "2026-10")
    check = ("figures", "check", "--period", "2026-10", "--form", "F4")
    assert "differs" not in ask(pair.commune, *take, "--dry-run")
    assert not _changed(ask(pair.commune, *check)["findings"])
    ask(pair.commune, "activity", deed, key, *(["--figure", "F01=6"] if deed == "edit" else []))
    now = 6 if deed == "edit" else 0
    assert ask(pair.commune, *take, "--dry-run")["differs"]["F01"] == {
        "value": 4, "now": now, "changed": True,
    }  # fmt: skip
    (finding,) = _changed(ask(pair.commune, *check)["findings"])
    assert (finding["severity"], finding["codes"]) == ("I", ["F01"])
    assert f"nay cộng được {now}" in finding["message"]
    held = ask(pair.commune, "figures", "get", *own, "--states")["F01"]
    assert (held["value"], held["activities_now"]) == (4, now)
    (part,) = ask(pair.commune, "trace", "F01", "--period", "2026-10")["parts"]
    (source,) = part["activities"]
    assert (source["gone"], source["now"]) == (deed == "delete", 6 if deed == "edit" else None)
    locked = ask(pair.commune, "return", "lock", "--form", "F4", "--period", "2026-10")
    assert locked["locked"] == ["P-A"]  # told, never in the way
    assert any("đã sửa hoặc xóa" in one and "P-A" in one for one in locked["notes"])


def _changed(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in findings if one["rule"] == "H09" and one["codes"] == ["F01"]]


def test_a_typed_cell_that_says_something_else_is_told_beside_what_can_be_taken(pair: Pair) -> None:
    add = ("activity", "add", "--title", "Tuyên truyền", "--category", "TT")
    ask(pair.commune, *add, "--from", "2026-10-03", "--figure", "F01=4")
    ask(pair.commune, "figures", "set", "--unit", "P-A", "--period", "2026-10", "F01=9")
    told = ask(pair.commune, "figures", "from-activities", "--period", "2026-10", "--dry-run")
    assert told["taken"] == {}
    assert told["differs"] == {"F01": {"value": 9, "now": 4, "changed": False}}


def test_a_number_none_of_whose_activities_is_left_is_emptied_where_it_is_asked_for(
    pair: Pair,
) -> None:
    add = ("activity", "add", "--title", "Tuyên truyền", "--category", "TT", "--people", 10)
    key = ask(pair.commune, *add, "--from", "2026-10-03", "--figure", "F01=4")["id"]
    take = ("figures", "from-activities", "--period", "2026-10")
    assert ask(pair.commune, *take)["taken"] == {"F01": 4, "F01L": 10}
    traced = run("--store", pair.commune, "trace", "F01", "--period", "2026-10").out
    assert "số lấy từ hoạt động" in traced
    ask(pair.commune, "activity", "delete", key)
    ask(pair.commune, *add, "--from", "2026-10-05", "--figure", "F05=2")
    said = run("--store", pair.commune, *take).out
    assert "F01: ghi 4 lấy từ hoạt động, nay không còn hoạt động nào cho số này." in said
    told = ask(pair.commune, *take, "F01", "F01L", "F05")
    assert (told["emptied"], told["taken"]) == (["F01", "F01L"], {"F05": 2})
    held = ask(pair.commune, "figures", "get", "--unit", "P-A", "--period", "2026-10")
    assert (held["F01"], held["F01L"], held["F05"]) == (None, None, 2)
    # A cell emptied by hand is told when an activity speaks of it again.
    ask(pair.commune, *add, "--from", "2026-10-06", "--figure", "F01=3")
    told = ask(pair.commune, *take, "--dry-run")
    assert told["differs"]["F01"] == {"value": None, "now": 3, "changed": False}
    assert "đang để trống hoặc không phát sinh" in run("--store", pair.commune, *take).out


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("e07", "Không có hoạt động nào của kỳ này"),
        ("ZZ", "Không có chỉ tiêu mã “ZZ”"),
        ("C40", "là số cộng"),
        ("A03", "là số có đến cuối kỳ, không lấy từ hoạt động"),
        ("A04", "là tỷ lệ"),
        ("E07", "Không có hoạt động nào của kỳ này"),
    ],
)
def test_why_a_figure_is_not_taken_from_activities_is_said(
    pair: Pair, code: str, said: str
) -> None:
    store = ("--store", pair.commune)
    assert said in refused(*store, "figures", "from-activities", "--period", "2026-10", code)
    if code in ("C40", "A03", "A04"):
        told = refused(*store, *ADD, "--figure", f"{code}=3")
        assert said.partition(",")[0] in told
        assert "Ghi các chỉ tiêu thành phần" in told or "trang Số liệu" in told
    assert "--figure: “-3”" in wrong(*store, *ADD, "--figure", "E07=-3")
