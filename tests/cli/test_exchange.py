"""Bundles by the command line: up, in, accepted, receipt; any order, twice, hostile ones."""

import itertools
import re
import shutil
from pathlib import Path

import pytest

from desktop.models.clock import SystemClock
from desktop.models.store.store import Store
from tests.cli.running import PERIOD, Pair, ask, make_pair, refused, run, sound_month

UNIT = ("--period", PERIOD, "--unit", "P-A-01")


def taken(store: Path, *files: Path) -> list[str]:
    """Import files and return their statuses."""
    told = ask(store, "bundle", "import", *files, "--yes")
    return [row["status"] for row in told["files"]]


def test_a_month_goes_up_and_its_receipt_comes_back(pair: Pair, tmp_path: Path) -> None:
    pair.month("P-A-01")
    pair.lock()
    told = ask(pair.commune, "bundle", "export", "--out", tmp_path / "Gửi tỉnh")
    path = Path(told["path"])
    assert set(told) >= {"path", "id", "sheets", "counts"}
    assert path.is_file()
    assert told["sheets"]
    assert all(Path(sheet).is_file() for sheet in told["sheets"])
    assert told["counts"]["submits"] == 2
    assert ask(pair.commune, "outbox")["bundles"][0]["state"] == "made"
    (sent,) = ask(pair.commune, "bundle", "sent", told["id"][:8], "--channel", "usb")["bundles"]
    assert (sent["id"], sent["state"]) == (told["id"], "sent")
    refused("--store", pair.commune, "bundle", "sent", "ffffffff")
    preview = ask(pair.province, "bundle", "import", path, "--dry-run")["files"][0]
    assert preview["new"] == sum(one["new"] for one in preview["things"]) > 0
    counts = {one["name"]: one["new"] for one in preview["things"] if one["new"]}
    assert counts == {"báo cáo đã chốt": 2, "ô số liệu": len(sound_month(40))}
    said = run("--store", pair.province, "bundle", "import", path, "--dry-run").out
    assert "mới 2 báo cáo đã chốt, " in said
    assert said.endswith("Đây là xem trước, chưa có gì thay đổi.\n")
    assert ask(pair.province, "return", "status", *UNIT, "--form", "F1")["returns"][0][
        "state"
    ] == "none"  # fmt: skip
    row = ask(pair.province, "bundle", "import", path, "--yes")["files"][0]
    assert (row["status"], row["code"], row["id"]) == ("imported", None, told["id"])
    wanted = {"path", "id", "status", "code", "new", "changed", "unchanged", "skipped",
              "pending", "conflicts"}  # fmt: skip
    assert wanted <= set(row)
    for form in ("F1", "F3"):
        (state,) = ask(pair.province, "return", "accept", "--form", form, *UNIT)["returns"]
        assert state["state"] == "accepted"
    back = ask(pair.province, "bundle", "export", "--out", tmp_path / "xuống", "--to", "P-A")
    assert taken(pair.commune, Path(back["path"])) == ["imported"]
    assert ask(pair.commune, "outbox")["bundles"][0]["state"] == "consolidated"
    (state,) = ask(pair.commune, "return", "status", *UNIT, "--form", "F1")["returns"]
    assert state["state"] == "accepted"


def test_lists_for_people_bear_days_and_names(pair: Pair) -> None:
    ask(pair.commune, "activity", "add", "--title", "Hội thao", "--category", "HH", "--from",
        "2026-10-12")  # fmt: skip
    pair.send()
    (line,) = run("--store", pair.commune, "outbox").out.splitlines()
    assert re.fullmatch(r"[0-9a-f]{8}  đã tạo \d\d/\d\d?/\d{4}  gửi \D+", line)
    listed = run("--store", pair.commune, "history").out.splitlines()
    assert re.fullmatch(r"\d\d/\d\d?/\d{4} \d\d:\d\d  Ghi hoạt động: Hội thao", listed[1])
    assert run("--store", pair.commune, "activity", "list").out == "12/10/2026  Hội thao\n"


def test_a_return_sent_back_can_be_corrected(pair: Pair, tmp_path: Path) -> None:
    pair.month("P-A-01")
    pair.lock()
    taken(pair.province, pair.send())
    reason = ("--reason", "Xem lại số nữ")
    (state,) = ask(pair.province, "return", "send-back", "--form", "F1", *UNIT, *reason)["returns"]
    assert state["state"] == "returned"
    down = ask(pair.province, "bundle", "export", "--out", tmp_path / "xuống", "--to", "P-A")
    taken(pair.commune, Path(down["path"]))
    (state,) = ask(pair.commune, "return", "status", *UNIT, "--form", "F1")["returns"]
    assert state["state"] == "returned"
    pair.figures("P-A-01", A01=50)
    pair.lock("F1")
    (state,) = ask(pair.commune, "return", "status", *UNIT, "--form", "F1")["returns"]
    assert (state["rev"], state["state"]) == (2, "locked")


def test_any_order_and_twice_give_one_digest(pair: Pair, tmp_path: Path) -> None:
    bundles = []
    for number, unit in enumerate(("P-A-01", "P-A-02", "P-A-03")):
        pair.month(unit, 30 + number)
        pair.lock()
        bundles.append(pair.send(f"gói {number}"))
    digests = set()
    for number, order in enumerate(itertools.permutations(bundles)):
        province = tmp_path / f"tỉnh {number}"
        shutil.copytree(pair.province, province)
        taken(province, *order)
        assert set(taken(province, *order, *reversed(order))) == {"already"}
        told = ask(province, "digest")
        digests.add((told["digest"], told["ops"]))
        assert ask(province, "doctor")["ok"] is True
        assert ask(province, "totals", "--period", PERIOD)["A03"]["value"] == 93
    assert len(digests) == 1


def test_both_offices_hold_the_same_figures(pair: Pair) -> None:
    pair.month("P-A-02")
    pair.lock()
    taken(pair.province, pair.send())
    one, other = (
        ask(store, "digest", "--unit", "P-A-02", "--period", PERIOD)
        for store in (pair.commune, pair.province)
    )
    assert one == other


@pytest.fixture
def bundle(pair: Pair) -> Path:
    """A genuine bundle for the province, not yet imported."""
    pair.month("P-A-01")
    pair.lock()
    return pair.send()


def spoil_byte(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 0x20]) + data[middle + 1 :]


HOSTILE = {
    "a byte changed": spoil_byte,
    "truncated": lambda data: data[: len(data) * 2 // 3],
    "only the beginning": lambda data: data[:100],
    "empty": lambda _data: b"",
    "noise renamed": lambda _data: bytes(range(256)) * 40,
    "text renamed": lambda _data: "Báo cáo tháng 10".encode(),
    "junk before": lambda data: b"MZ" + data,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_damaged_bundle_is_refused_with_a_sentence(pair: Pair, bundle: Path, name: str) -> None:
    before = ask(pair.province, "digest"), ask(pair.province, "history")
    spoilt = bundle.with_name("CDX_hỏng.zip")
    spoilt.write_bytes(HOSTILE[name](bundle.read_bytes()))
    done = run("--store", pair.province, "bundle", "import", spoilt, "--yes", "--json")
    assert done.code == 1
    assert done.err.count("\n") == 1
    (row,) = done.json["files"]
    assert row["status"] == "refused"
    assert row["code"].startswith("E_")
    assert (ask(pair.province, "digest"), ask(pair.province, "history")) == before
    assert not list((pair.province / "bundles" / "in").glob("*.tmp"))


def test_a_refused_file_does_not_hold_up_the_others(pair: Pair, bundle: Path) -> None:
    spoilt = bundle.with_name("CDX_hỏng.zip")
    spoilt.write_bytes(b"PK\x03\x04")
    gone = bundle.with_name("CDX_mất.zip")
    told = ask(pair.province, "bundle", "import", spoilt, bundle, gone, "--yes")
    assert [row["status"] for row in told["files"]] == ["refused", "imported", "refused"]


def test_a_stranger_s_bundle_is_refused_everywhere(pair: Pair, tmp_path: Path) -> None:
    (tmp_path / "nơi khác").mkdir()
    other = make_pair(tmp_path / "nơi khác")
    other.month("P-A-01")
    other.lock()
    foreign = other.send()
    done = run("--store", pair.province, "bundle", "import", foreign, "--json")
    assert done.code == 1
    assert done.json["files"][0]["code"] == "E_UNKNOWN_SENDER"
    told = run("--store", pair.province, "bundle", "inspect", foreign, "--json")
    assert told.code == 0
    assert told.json["valid"] is False
    assert told.json["problems"]


def test_a_bundle_for_somebody_else_is_refused(pair: Pair, bundle: Path) -> None:
    done = run("--store", pair.commune, "bundle", "import", bundle, "--json")
    assert done.code == 1
    assert done.json["files"][0]["code"] == "E_AUDIENCE"


def test_inspect_explains_and_imports_nothing(pair: Pair, bundle: Path) -> None:
    before = ask(pair.province, "history")
    told = ask(pair.province, "bundle", "inspect", bundle)
    assert {"id", "kind", "origin", "counts", "totals", "valid", "problems"} <= set(told)
    assert (told["valid"], told["problems"], told["kind"]) == (True, [], "baocao")
    assert told["totals"][PERIOD]["A03"] == 40
    assert ask(pair.province, "history") == before
    refused("--store", pair.province, "bundle", "inspect", __file__)


def test_an_office_without_a_parent_has_nowhere_to_send(tmp_path: Path) -> None:
    ask(tmp_path / "sổ", "office", "new", "--name", "CĐCS A", "--kind", "CDCS")
    said = refused("--store", tmp_path / "sổ", "bundle", "export", "--out", tmp_path / "gói")
    assert "chưa được cấp trên cấp phép" in said
    assert not list(tmp_path.glob("gói/*"))


def test_an_office_in_use_elsewhere_is_not_written_to(pair: Pair) -> None:
    with Store.open(pair.commune, clock=SystemClock()):
        said = refused("--store", pair.commune, "figures", "set", *UNIT, "A03=1")
        assert "đang mở" in said
        assert ask(pair.commune, "figures", "get", *UNIT) == {}


def test_the_upper_workbook_names_who_is_missing(pair: Pair, tmp_path: Path) -> None:
    pair.month("P-A-01")
    pair.lock()
    taken(pair.province, pair.send())
    out = tmp_path / "Tổng hợp tháng 10.xlsx"
    told = ask(pair.province, "consolidate", "--period", PERIOD, "--out", out)
    assert told["path"] == str(out)
    assert out.read_bytes().startswith(b"PK")
    assert set(told["missing"]) == {"P-A-02", "P-A-03"}
    assert [one["forms"] for one in told["lacking"]] == [["F1", "F3"]] * 2
    lines = run("--store", pair.province, "consolidate", "--period", PERIOD, "--out", out).out
    assert "  P-A-02  CĐCS P-A-02: F1, F3\n" in lines


def test_the_sheet_beside_a_bundle_is_told_from_the_bundle(pair: Pair, tmp_path: Path) -> None:
    pair.month("P-A-01")
    pair.lock()
    made = Path(str(pair.send()))
    (sheet,) = made.parent.glob("*_so-lieu-*.xlsx")
    alone = tmp_path / "bảng.xlsx"
    alone.write_bytes(sheet.read_bytes())
    for file, code, words in (
        (sheet, "E_WORKBOOK_BESIDE", f"Nhập gói {made.name} nằm cạnh tệp này."),
        (alone, "E_WORKBOOK", "Nhập tệp gói CDX_….zip đi cùng bảng này"),
    ):
        done = run("--store", pair.province, "bundle", "import", file, "--json")
        assert done.json["files"][0]["code"] == code
        assert words in done.err
        assert words in run("--store", pair.province, "bundle", "inspect", file).err


def test_the_topmost_office_is_told_what_it_can_make_instead(pair: Pair, tmp_path: Path) -> None:
    export = ("--store", pair.province, "bundle", "export", "--out", tmp_path / "gói")
    for more in ((), ("--unsigned",)):
        told = refused(*export, *more)
        assert "không có cấp trên" in told
        assert "--to" in told
        assert "--save" in told


def test_kinds_of_offices_are_told_with_their_names(tmp_path: Path) -> None:
    told = refused("--store", tmp_path / "s", "office", "new", "--name", "A", "--kind", "XA")
    assert "CDX (Công đoàn xã)" in told


@pytest.mark.parametrize("report", ["F1", "F2", "F3", "F4"])
def test_reports_are_written_by_suffix(pair: Pair, tmp_path: Path, report: str) -> None:
    pair.month("P-A-01")
    for suffix, magic in ((".xlsx", b"PK"), (".pdf", b"%PDF"), (".docx", b"PK")):
        out = tmp_path / f"Báo cáo {report}{suffix}"
        told = ask(pair.commune, "report", report, "--period", PERIOD, "--out", out)
        assert told == {"path": str(out)}
        assert out.read_bytes().startswith(magic)
    said = refused(
        "--store", pair.commune, "report", report, "--period", PERIOD, "--out", tmp_path / "x.odt"
    )
    assert ".pdf" in said


def test_a_report_for_both_sides_swaps_the_margins_of_the_backs(pair: Pair, tmp_path: Path) -> None:
    pair.month("P-A-01")
    for more in ((), ("--mirrored",)):
        out = tmp_path / f"b{len(more)}.docx"
        ask(pair.commune, "report", "F1", "--period", PERIOD, "--out", out, *more)
        assert ("mirrorMargins" in settings_of(out)) == bool(more)


def settings_of(out: Path) -> str:
    """Return the settings of a Word file."""
    import zipfile

    with zipfile.ZipFile(out) as archive:
        return archive.read("word/settings.xml").decode()


def test_figures_are_exported_as_a_workbook(pair: Pair, tmp_path: Path) -> None:
    pair.month("P-A-01")
    out = tmp_path / "F1 tháng 10.xlsx"
    told = ask(pair.commune, "figures", "export", "--form", "F1", "--period", PERIOD, "--out", out)
    assert told == {"path": str(out)}
    assert out.read_bytes().startswith(b"PK")


def test_a_total_of_the_province_is_traced_to_the_bundle_it_came_in(pair: Pair) -> None:
    pair.month("P-A-02")
    pair.lock()
    bundle = pair.send()
    taken(pair.province, bundle)
    total = ask(pair.province, "totals", "--period", PERIOD)["A03"]
    told = ask(pair.province, "trace", "--period", PERIOD, "--unit", "P-A-02", "A03")
    assert told["value"] == total["value"] == sum(part["value"] for part in told["parts"])
    (part,) = told["parts"]
    assert (part["unit"], part["form"], part["rev"]) == ("P-A-02", "F1", 1)
    known = ask(pair.province, "bundle", "inspect", bundle)["id"]
    assert part["bundle"] == known
    assert all(part[name] for name in ("op", "role", "at"))
    own = ask(pair.commune, "trace", "--period", PERIOD, "--unit", "P-A-02", "A03")["parts"]
    assert [(p["value"], p["bundle"]) for p in own] == [(part["value"], None)]
