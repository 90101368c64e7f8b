"""Returns on the command line and through real bundles, up and down."""

import zipfile
from pathlib import Path

import pytest

from tests.cli.running import PERIOD, Pair, ask, refused, run, wrong

CELL = ("--unit", "P-A-01", "--period", PERIOD)
RETURN = ("--form", "F1", *CELL)


def up(pair: Pair, name: str) -> None:
    ask(pair.province, "bundle", "import", pair.send(name), "--yes")


def down(pair: Pair, name: str) -> None:
    told = ask(
        pair.province, "bundle", "export", "--to", "P-A", "--out", pair.folder / name, "--yes"
    )
    ask(pair.commune, "bundle", "import", told["path"], "--yes")


def state(office: Path, unit: str = "P-A-01") -> tuple[str, int]:
    told = ask(office, "return", "status", "--period", PERIOD, "--form", "F1")["returns"]
    (one,) = [row for row in told if row["unit"] == unit]
    return one["state"], one["rev"]


def sent(pair: Pair) -> None:
    pair.month("P-A-01")
    pair.lock()
    up(pair, "gói 1")


def test_a_return_goes_up_is_sent_back_corrected_and_accepted(pair: Pair) -> None:
    assert state(pair.commune) == ("none", 0)
    pair.month("P-A-01")
    assert state(pair.commune) == ("entering", 0)
    pair.lock()
    assert state(pair.commune) == ("locked", 1)
    up(pair, "gói 1")
    assert state(pair.province) == ("received", 1)
    assert "--reason" in refused_usage(pair)
    ask(pair.province, "return", "send-back", *RETURN, "--reason", "Sai số nữ")
    assert state(pair.province) == ("returned", 1)
    down(pair, "về 1")
    assert state(pair.commune) == ("returned", 1)
    told = ask(pair.commune, "return", "history", *RETURN)["revisions"][0]["said"]
    assert [(s["state"], s["reason"]) for s in told] == [("returned", "Sai số nữ")]
    assert told[0]["office"] == "LĐLĐ tỉnh Thử"
    ask(pair.province, "return", "accept", *RETURN)
    ask(pair.province, "return", "send-back", *RETURN, "--reason", "Xem lại số nữ")
    down(pair, "về 1b")
    told = ask(pair.commune, "return", "history", *RETURN)["revisions"][0]["said"]
    assert [(s["state"], s["reason"]) for s in told] == [
        ("returned", "Sai số nữ"), ("accepted", ""), ("returned", "Xem lại số nữ"),
    ]  # fmt: skip
    ask(pair.commune, "figures", "set", *CELL, "A01N=23")
    pair.lock("F1")
    up(pair, "gói 2")
    assert state(pair.province) == ("received", 2)
    ask(pair.province, "return", "accept", *RETURN)
    down(pair, "về 2")
    assert state(pair.commune) == ("accepted", 2)
    history = ask(pair.commune, "return", "history", *RETURN)
    (change,) = history["revisions"][1]["changes"]
    assert (change["indicator"], change["was"], change["is"]) == ("A01N", 22, 23)
    assert change["reason"] == "Kỳ đầu"


def test_an_offices_own_members_go_up_and_are_accepted_like_a_unions(pair: Pair) -> None:
    pair.figures("P-A", C00=5, C00N=2, A01=9, A01N=4, A03=5, A03N=2)
    for form in ("F1", "F3"):
        lock = ("return", "lock", "--form", form, "--period", PERIOD)
        assert ask(pair.commune, *lock, "--unit", "P-A")["locked"] == ["P-A"]
    up(pair, "gói")
    at = ("--period", PERIOD, "--unit", "P-A")
    for office in (pair.commune, pair.province):
        assert ask(office, "totals", *at)["A03"]["value"] == 5
    told = ask(pair.province, "return", "accept", "--form", "F1", *at)["returns"]
    assert [(one["unit"], one["form"], one["state"]) for one in told] == [("P-A", "F1", "accepted")]
    back = ("return", "send-back", "--form", "F3", *at, "--reason", "xem lại")
    assert [one["state"] for one in ask(pair.province, *back)["returns"]] == ["returned"]
    assert "chưa nộp F2" in refused(
        "--store", pair.province, "return", "accept", "--form", "F2", "--period", "2026-H1",
        "--unit", "P-A",
    )  # fmt: skip


def test_a_return_sent_back_with_right_figures_is_answered(pair: Pair) -> None:
    sent(pair)
    ask(pair.province, "return", "send-back", *RETURN, "--reason", "Xem lại số nữ")
    down(pair, "về 1")
    lock = ("return", "lock", *RETURN)
    for more in ([], ["--dry-run"]):
        told = ask(pair.commune, *lock, *more)
        assert told["locked"] == []
        (stop,) = told["blocked"]
        assert "Xem lại số nữ" in stop["message"]
        assert "kèm lý do giữ nguyên số" in stop["message"]
    said = ("--reason", "Đã đếm lại, số đúng")
    assert "Chốt được 1 đơn vị" in run("--store", pair.commune, *lock, *said, "--dry-run").out
    assert "Đã chốt 1 đơn vị" in run("--store", pair.commune, *lock, *said).out
    assert state(pair.commune) == ("locked", 2)
    for more in ([], ["--dry-run"]):
        assert ask(pair.commune, *lock, *said, *more)["unchanged"] == ["P-A-01"]
        told = run("--store", pair.commune, *lock, *said, *more).out
        assert told.startswith("1 đơn vị đã chốt từ trước")
    up(pair, "gói 2")
    assert state(pair.province) == ("received", 2)
    history = ask(pair.province, "return", "history", *RETURN)
    assert (history["revisions"][1]["reason"], history["revisions"][1]["changes"]) == (
        "Đã đếm lại, số đúng",
        [],
    )
    ask(pair.province, "return", "accept", *RETURN)
    down(pair, "về 2")
    assert state(pair.commune) == ("accepted", 2)


def refused_usage(pair: Pair) -> str:
    return wrong("--store", pair.province, "return", "send-back", *RETURN)


def test_a_late_correction_is_marked_above_against_what_was_accepted(pair: Pair) -> None:
    sent(pair)
    ask(pair.province, "return", "accept", *RETURN)
    down(pair, "về 1")
    assert "chốt" in refused("--store", pair.commune, "figures", "set", *CELL, "A01=60")
    ask(pair.commune, "figures", "set", *CELL, "--reason", "Sót một tổ", "A01=60")
    ask(pair.commune, "return", "lock", *RETURN, "--reason", "Sót một tổ")
    up(pair, "gói 2")
    told = ask(pair.province, "return", "status", "--period", PERIOD, "--form", "F1")
    (mark,) = told["marks"]
    assert (mark["mark"], mark["unit"], mark["accepted"], mark["rev"]) == (
        "changed",
        "P-A-01",
        1,
        2,
    )
    (change,) = mark["changes"]
    assert (change["indicator"], change["was"], change["is"]) == ("A01", 45, 60)
    assert (change["reason"], change["role"]) == ("Sót một tổ", "office")
    # Until it is accepted, the total stands as it was accepted.
    total = ask(pair.province, "totals", "--period", PERIOD, "--unit", "P-A-01")["A01"]
    assert (total["value"], total["state"]) == (45, "accepted")


def test_a_correction_tells_the_file_it_came_from(pair: Pair, tmp_path: Path) -> None:
    sent(pair)
    path = tmp_path / "bảng sửa.csv"
    units = ask(pair.commune, "units", "list")["units"]
    name = next(unit["name"] for unit in units if unit["code"] == "P-A-01")
    path.write_text(f"STT,Tên đơn vị,Tổng số lao động\n1,{name},61\n", encoding="utf-8")
    ask(pair.commune, "figures", "import", path, "--form", "F1", "--period", PERIOD,
        "--reason", "Đối chiếu", "--yes")  # fmt: skip
    ask(pair.commune, "return", "lock", *RETURN, "--reason", "Đối chiếu")
    up(pair, "gói 2")
    told = ask(pair.province, "return", "history", *RETURN)["revisions"][1]["changes"]
    assert [(one["indicator"], one["from"]) for one in told] == [("A01", "bảng sửa.csv")]


def test_a_closed_period_is_opened_from_above(pair: Pair) -> None:
    sent(pair)
    assert ask(pair.province, "return", "close", "--period", PERIOD)["closed"] == ["P-A"]
    down(pair, "về 1")
    no = refused(
        "--store", pair.commune, "figures", "set", *CELL, "--reason", "Sót một tổ", "A01=60"
    )
    assert "khóa sổ" in no
    assert "cấp trên" in no
    # The office below may not open it by itself.
    assert "cấp trên" in refused(
        "--store", pair.commune, "return", "reopen", *RETURN, "--reason", "Tự mở"
    )
    ask(pair.province, "return", "reopen", *RETURN, "--reason", "Thanh tra yêu cầu")
    assert state(pair.province) == ("returned", 1)
    down(pair, "về 2")
    ask(pair.commune, "figures", "set", *CELL, "A01=60")
    assert "khóa sổ" in refused(
        "--store", pair.commune, "figures", "set", "--unit", "P-A-02", "--period", PERIOD, "A01=9"
    )
    ask(pair.commune, "return", "lock", *RETURN, "--reason", "Sót một tổ")
    up(pair, "gói 2")
    assert state(pair.province) == ("received", 2)
    said = ask(pair.province, "return", "history", *RETURN)["revisions"][0]["said"]
    assert [(s["state"], s["reason"]) for s in said] == [("reopened", "Thanh tra yêu cầu")]


def test_closing_tells_who_is_lacking_and_counts_what_stood(pair: Pair) -> None:
    sent(pair)
    close = ("return", "close", "--period", PERIOD)
    seen = ask(pair.province, *close, "--dry-run")
    assert (seen["closed"], seen["dry_run"]) == (["P-A"], True)
    assert ask(pair.province, *close) == {k: v for k, v in seen.items() if k != "dry_run"}
    (lacking,) = seen["lacking"]
    assert lacking["unit"] == "P-A"
    assert 0 < lacking["came"] < lacking["owed"]
    told = refused("--store", pair.province, *close)
    assert told.startswith("Tháng 10/2026 đã khóa sổ cho Công đoàn phường A rồi.")
    assert "chưa hết" in refused("--store", pair.province, "return", "close", "--period", "2099-12")
    ask(pair.commune, "figures", "set", *CELL, "A01=60", "--reason", "Sót một tổ")
    ask(pair.commune, "return", "lock", *RETURN, "--reason", "Sót một tổ")
    pair.month("P-A-02")
    lock = ("return", "lock", "--period", PERIOD, "--unit", "P-A-02", "--reason", "Kỳ đầu")
    ask(pair.commune, *lock, "--form", "F1")
    up(pair, "gói 2")
    late, first = ask(pair.province, "return", "late")["returns"]
    assert (first["unit"], first["rev"], first["counts"]) == ("P-A-02", 1, None)
    out = pair.folder / "tổng hợp.xlsx"
    told = ask(pair.province, "consolidate", "--period", PERIOD, "--out", out)["waiting"]
    assert [(one["unit"], one["forms"]) for one in told] == [("P-A-02", ["F1"])]
    assert (late["unit"], late["rev"], late["why"], late["counts"]) == ("P-A-01", 2, "closed", 1)
    (change,) = late["changes"]
    assert (change["indicator"], change["is"]) == ("A01", 60)
    down(pair, "về 1")
    for place in (pair.commune, pair.province):
        marks = ask(place, "return", "status", "--period", PERIOD)["marks"]
        waits = {"mark": "waits", "unit": "P-A-01", "form": "F1", "rev": 2, "counts": 1}
        assert waits in marks
        assert ask(place, "totals", "--period", PERIOD)["A01"]["value"] != 60
    (month,) = [
        cell for cell in ask(pair.province, "board")["rows"][0]["cells"]
        if cell["period"] == PERIOD
    ]  # fmt: skip
    assert month["closed"] is True


def test_a_whole_month_is_opened_from_above(pair: Pair) -> None:
    sent(pair)
    ask(pair.province, "return", "close", "--period", PERIOD)
    down(pair, "về 1")
    told = ask(pair.province, "return", "reopen-month", "--period", PERIOD, "--reason", "Thanh tra")
    assert told["period"] == PERIOD
    down(pair, "về 2")
    ask(pair.commune, "figures", "set", *CELL, "--reason", "Sót một tổ", "A01=60")


def test_a_month_is_opened_from_above_for_one_unit(pair: Pair) -> None:
    sent(pair)
    ask(pair.province, "return", "close", "--period", PERIOD)
    down(pair, "về 1")
    again = ("return", "reopen-month", "--period", PERIOD, "--reason", "Thanh tra", "--unit")
    assert "không khóa sổ cho đơn vị này" in refused("--store", pair.province, *again, "P-A-02")
    assert ask(pair.province, *again, "P-A")["period"] == PERIOD
    down(pair, "về 2")
    ask(pair.commune, "figures", "set", *CELL, "--reason", "Sót một tổ", "A01=60")


def test_it_is_said_what_locking_did_not_do(pair: Pair) -> None:
    sent(pair)
    lock = ("return", "lock", "--form", "F1", "--period", PERIOD, "--unit", "P-A-01")
    told = run("--store", pair.commune, *lock).out
    assert told.startswith("1 đơn vị đã chốt từ trước")
    assert "Đã chốt 1" not in told
    assert ask(pair.commune, *lock)["unchanged"] == ["P-A-01"]


def test_a_correction_not_locked_again_is_told(pair: Pair, tmp_path: Path) -> None:
    sent(pair)
    ask(pair.commune, "figures", "set", *CELL, "A01=60", "--reason", "Sót một tổ")
    status = run("--store", pair.commune, "return", "status", "--period", PERIOD, "--form", "F1")
    (line,) = [line for line in status.out.splitlines() if line.startswith("P-A-01")]
    assert line.endswith("đã sửa sau khi chốt, chưa chốt lại")
    assert "1 báo cáo đã sửa sau khi chốt, chưa chốt lại" in status.out
    export = ("bundle", "export", "--out", tmp_path / "gói")
    made = run("--store", pair.commune, *export).out
    assert "1 báo cáo đã sửa sau khi chốt, chưa chốt lại: F1 tháng 10/2026 của CĐCS P-A-01" in made
    left = ask(pair.commune, *export)["not_locked_again"]
    assert left == [{"unit": "P-A-01", "form": "F1", "period": PERIOD}]
    ask(pair.commune, "return", "lock", *RETURN, "--reason", "Sót một tổ")
    assert "not_locked_again" not in ask(pair.commune, *export)


def test_why_a_return_came_back_is_told_before_and_after_taking_it_in(pair: Pair) -> None:
    sent(pair)
    ask(pair.province, "return", "send-back", *RETURN, "--reason", "Sai số nữ")
    told = ask(
        pair.province, "bundle", "export", "--to", "P-A", "--out", pair.folder / "về", "--yes"
    )
    assert "_chidao_" in told["path"]
    assert "-den-P-A_" in told["path"]
    for more in (["--dry-run"], []):
        (one,) = ask(pair.commune, "bundle", "import", told["path"], *more)["files"]
        (words,) = [line for line in one["warnings"] if line.startswith("Bị trả lại để sửa")]
        assert words.endswith("Lý do: Sai số nữ")
    status = ask(pair.commune, "return", "status", "--period", PERIOD, "--form", "F1")["returns"]
    (row,) = [row for row in status if row["unit"] == "P-A-01"]
    assert row["reason"] == "Sai số nữ"
    seen = run("--store", pair.commune, "return", "status", "--period", PERIOD).out
    assert "Lý do: Sai số nữ" in seen


@pytest.mark.parametrize("suffix", [".xlsx", ".pdf", ".docx", ".txt"])
def test_a_supplement_is_printed(pair: Pair, suffix: str) -> None:
    pair.month("P-A-01")
    pair.lock("F1")
    out = pair.folder / f"bổ sung{suffix}"
    print_it = ("return", "supplement", *RETURN, "--out", out)
    assert "bổ sung" in refused("--store", pair.commune, *print_it)
    ask(pair.commune, "figures", "set", *CELL, "--reason", "Sót một tổ", "A01=60")
    ask(pair.commune, "return", "lock", *RETURN, "--reason", "Trường báo thiếu")
    assert ask(pair.commune, *print_it)["path"] == str(out)
    told = text_of(out)
    for words in (
        "BÁO CÁO BỔ SUNG LẦN 1",
        "Giải trình: Trường báo thiếu",
        "Sót một tổ",
        "60",
        "A01",
    ):
        assert words in told, (words, told[:2000])


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        import pypdfium2

        pages = pypdfium2.PdfDocument(path)
        text = "\n".join(page.get_textpage().get_text_range() for page in pages)
        return " ".join(text.split())
    if path.suffix == ".txt":
        return " ".join(path.read_text(encoding="utf-8").split())
    with zipfile.ZipFile(path) as parts:
        names = [n for n in parts.namelist() if n.endswith(".xml")]
        return "\n".join(parts.read(name).decode("utf-8") for name in names)
