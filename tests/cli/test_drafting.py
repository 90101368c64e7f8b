"""Drafting headless: from a kept paper, its check and matrix, a new version, targets below."""

from pathlib import Path

import pytest

from tests.cli.conftest import Pair
from tests.cli.running import ask, refused, run, wrong
from tests.documents.papers import PARENT


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch tỉnh.txt"
    path.write_text(PARENT, encoding="utf-8")
    return path


def test_a_kept_paper_is_drafted_from_by_its_id_and_number(pair: Pair, paper: Path) -> None:
    kept = ask(pair.commune, "plan", "take", paper)["plan"]
    for name in (kept, kept[-8:], "41/KH-LĐLĐ"):
        told = ask(pair.commune, "draft", "--from", name)
        assert told["coverage"] == {"parent": 6, "covered": 6, "missing": []}
        assert told["left_out"][0]["label"] == "III.1 (-1)"
    listed = ask(pair.commune, "plan", "list")
    assert [one["id"] for one in listed["parents"]] == [kept]


def test_check_and_matrix_of_a_plan(pair: Pair, paper: Path, tmp_path: Path) -> None:
    plan = ask(pair.commune, "draft", "--from", paper, "--save")["plan"]
    told = ask(pair.commune, "plan", "check", plan)
    assert {one["kind"] for one in told["findings"]} >= {"target_open"}
    outs = [tmp_path / f"đối chiếu{suffix}" for suffix in (".pdf", ".docx", ".xlsx")]
    options = [part for out in outs for part in ("--out", str(out))]
    matrix = ask(pair.commune, "plan", "coverage", plan, *options)
    states = [one["state"] for one in matrix["lines"]]
    assert (states.count("covered"), states.count("left_out")) == (6, 2)
    assert all(out.stat().st_size > 1000 for out in outs)


def test_a_new_version_is_told_first_then_taken_as_one_step(
    pair: Pair, paper: Path, tmp_path: Path
) -> None:
    plan = ask(pair.commune, "draft", "--from", paper, "--save")["plan"]
    new = tmp_path / "bản mới.txt"
    text = PARENT.replace("bữa ăn ca tại doanh nghiệp", "bữa ăn ca, nhà trọ tại doanh nghiệp")
    text = text.replace(
        "2. Phát triển tổ chức", "1.3. Mở tủ sách công nhân.\n\n2. Phát triển tổ chức"
    )
    new.write_text(text, encoding="utf-8")
    update = ("plan", "update", plan, "--parent")
    planned = ask(pair.commune, *update, new, "--dry-run")
    assert [(one["kind"], one["action"]) for one in planned["changes"]] == [
        ("reworded", "take"), ("new", "take"),
    ]  # fmt: skip
    assert not planned["applied"]
    before = ask(pair.commune, "plan", "show", plan)["items"]
    assert ask(pair.commune, *update, paper)["applied"] is False
    told = ask(pair.commune, *update, new, "--choose", "1=keep")
    assert told["applied"]
    after = ask(pair.commune, "plan", "show", plan)["items"]
    assert len(after) == len(before) + 1
    assert any(one["text"].startswith("Mở tủ sách") for one in after)
    assert not any("nhà trọ" in one["text"] for one in after)
    ask(pair.commune, "undo")
    assert ask(pair.commune, "plan", "show", plan)["items"] == before
    assert "cấp trên" in refused("--store", pair.commune, *update, plan)


def test_a_way_of_writing_is_remembered(pair: Pair, paper: Path) -> None:
    ask(pair.commune, "wordings", "set", "opening=2")
    chosen = [
        one["id"] for one in ask(pair.commune, "wordings", "list")["wordings"]
        if one["part"] == "opening" and one["chosen"]
    ]  # fmt: skip
    assert chosen == ["2"]


@pytest.mark.parametrize("text", ["D03>=70", "D03≥70%", "D03 >= 70 %", "D03=>=70%", "D03= >=70"])
def test_a_target_may_be_written_with_its_sign_alone(pair: Pair, text: str) -> None:
    ask(pair.commune, "targets", "set", "--year", 2026, text)
    (one,) = ask(pair.commune, "targets", "list", "--year", 2026)["targets"]
    assert (one["indicator"], one["target"]) == ("D03", "từ 70% trở lên")


def test_targets_are_set_listed_and_split(pair: Pair) -> None:
    ask(pair.commune, "targets", "set", "--year", 2026, "C40=7", "K05R=>=90%")
    listed = ask(pair.commune, "targets", "list", "--year", 2026)["targets"]
    assert {(one["indicator"], one["value"]) for one in listed} == {("C40", 7), ("K05R", 90)}
    assert {one["unit"] for one in listed} == {"P-A"}
    told = ask(pair.commune, "targets", "split", "--year", 2026, "C40", "--by", "equal")
    assert sum(one["value"] for one in told["parts"]) == 7
    below = ask(pair.commune, "targets", "list", "--year", 2026, "--unit", "P-A-01")["targets"]
    assert (below[0]["given"]["value"], below[0]["own"]) == (3, None)
    unit = told["parts"][0]["unit"]
    assert "Đã bỏ" in run("--store", pair.commune, "targets", "set", "--year", "2026", "K05R=").out
    assert "để bỏ" in run("--store", pair.commune, "targets", "set", "--year", "2026", "K05R=").out
    few = refused(
        "--store", pair.commune, "targets", "split", "--year", "2026", "C40", "--part", f"{unit}=5"
    )
    assert "không khớp" in few
    split = ("--store", pair.commune, "targets", "split", "--year", "2026", "C40=7")
    assert "không trực thuộc" in refused(*split, "--part", "P-A=7")
    assert "-5" in wrong(*split, "--part", f"{unit}=-5")
    level = ask(pair.commune, "targets", "split", "--year", 2026, "A04=76,5%", "--dry-run")
    assert {one["value"] for one in level["parts"]} == {"76.5"}
    assert (level["total"], level["sum"], level["left"]) == ("76.5", None, 0)


def test_targets_by_formula_are_seen_first_given_at_once_and_taken_back_at_once(
    pair: Pair,
) -> None:
    for unit, members in (("P-A-01", 100), ("P-A-02", 50), ("P-A-03", 31)):
        pair.month(unit, members)
    formula = ("targets", "formula", "--year", 2026, "C40", "--by", "per_member", "--factor", "5%")
    before = ask(pair.commune, "digest")
    seen = ask(pair.commune, *formula, "--dry-run")
    assert [one["value"] for one in seen["parts"]] == [5, 3, 2]  # 2,5 and 1,55 go up
    assert (seen["sum"], seen["step"]) == (10, None)
    assert ask(pair.commune, "digest") == before
    assert ask(pair.commune, *formula)["step"]
    ask(pair.commune, "undo")
    assert ask(pair.commune, "targets", "list", "--year", 2026)["targets"] == []
    ask(pair.commune, "targets", "set", "--year", 2026, "C40=12")
    fitted = ask(pair.commune, *formula, "--fit")
    assert (fitted["sum"], fitted["left"], fitted["total"]) == (12, 0, 12)
    # 12 × 100/181, 50/181 and 31/181, not of the rounded 5, 3 and 2
    assert [one["value"] for one in fitted["parts"]] == [7, 3, 2]
    listed = ask(pair.commune, "targets", "list", "--year", 2026)["targets"]
    own = next(one for one in listed if one["unit"] == "P-A")
    assert (own["done"], own["percent"], own["net_growth"]) == (6, 50, 6)
    assert own["forecast_by"] == "linear"
    assert "hệ số" in refused("--store", pair.commune, *formula[:-1], "năm phần trăm")


@pytest.mark.parametrize(
    ("parts", "code", "said"),
    [
        (("P-A-01",), 2, "như P-A-01=20"),
        (("=3",), 2, "như P-A-01=20"),
        (("P-A-01=",), 2, "không phải số nguyên"),
        (("P-A-01=x",), 2, "không phải số nguyên"),
        (("P-A-01=3", "P-A-01=4"), 1, "hai lần"),
        (("P-A-01=3", "KHONG=4"), 1, "Không có đơn vị mã “KHONG”"),
        (("P-A-01=3",), 1, "không khớp chỉ tiêu 7"),
    ],
)
def test_parts_that_cannot_be_are_refused_and_nothing_is_split(
    pair: Pair, parts: tuple[str, ...], code: int, said: str
) -> None:
    before = ask(pair.commune, "digest")
    options = [word for part in parts for word in ("--part", part)]
    done = run("--store", pair.commune, "targets", "split", "--year", "2026", "C40=7", *options)
    assert done.code == code
    assert said in done.err
    assert ask(pair.commune, "digest") == before


def test_numbers_no_office_has_are_refused_and_nothing_is_written(pair: Pair, paper: Path) -> None:
    plan = ask(pair.commune, "draft", "--from", paper, "--save")["plan"]
    before = ask(pair.commune, "digest")
    for number in ("9" * 12, "9" * 30, "9" * 5_000):
        issue = ("plan", "issue", plan, "--number", number, "--date", "2026-06-01")
        assert "không hợp lệ" in refused("--store", pair.commune, *issue)
        target = ("targets", "set", "--year", "2026", f"C40={number}000000")
        assert "không phải" in refused("--store", pair.commune, *target)
    assert ask(pair.commune, "digest") == before
    assert ask(pair.commune, "doctor")["ok"]


def test_our_part_of_the_provinces_number_is_proposed(pair: Pair, paper: Path) -> None:
    told = ask(pair.commune, "draft", "--from", paper, "--share", "1.250/25.000 đoàn viên")
    (number,) = [one for one in told["targets"] if "900" in one["basis"]]
    assert number["value"] == 45
    assert "1.250/25.000" in number["basis"]


def test_a_quite_different_paper_is_taken_as_a_new_version_only_when_sure(
    pair: Pair, tmp_path: Path
) -> None:
    head = "KẾ HOẠCH\nHoạt động công đoàn năm 2026\n\nI. NHIỆM VỤ\n"
    first = "".join(f"{n}. Thăm hỏi đoàn viên khó khăn dịp {n}.\n" for n in range(1, 9))
    other = "".join(f"{n}. Kiểm tra sổ sách quỹ lần {n}.\n" for n in range(1, 9))
    for name, text in (("a.txt", first), ("b.txt", other)):
        (tmp_path / name).write_text(head + text, encoding="utf-8")
    plan = ask(pair.province, "draft", "--from", tmp_path / "a.txt", "--save")["plan"]
    update = ("plan", "update", plan, "--parent", tmp_path / "b.txt")
    before = ask(pair.province, "digest")
    assert "--yes" in refused("--store", pair.province, *update)
    assert ask(pair.province, "digest") == before
    assert ask(pair.province, *update, "--yes")["changes"]


def test_targets_name_the_days_they_are_counted_over(pair: Pair) -> None:
    ask(pair.commune, "targets", "set", "--year", 2026, "C40=7")
    ask(pair.commune, "figures", "set", "--unit", "P-A-01", "--period", "2025-12", "C11=2")
    ask(pair.commune, "figures", "set", "--unit", "P-A-01", "--period", "2026-01", "C11=1")
    told = ask(pair.commune, "targets", "list", "--year", 2026)
    assert (told["data_from"], told["data_to"]) == ("2025-12-01", "2026-01-31")
    assert told["targets"][0]["done"] == 3


def test_dues_and_fund_are_reckoned_by_the_rates_of_a_day(pair: Pair) -> None:
    asked = ("--salary", "60.000.000", "--payroll", "100000000", "--on", "2026-06-30")
    told = ask(pair.commune, "dues", *asked)
    assert told["dues"] == {"amount": 234_000, "reckoned": 300_000, "rate": "0.5", "capped": True}
    assert told["fund"] == {"due": 2_000_000, "kept": 1_500_000, "passed_on": 500_000}
    said = run("--store", pair.commune, "dues", *asked).out
    assert "234.000 đồng (0,5% của 60.000.000 đồng là 300.000 đồng, lấy mức cao nhất)" in said
    assert "Chưa ghi tiền lương" in refused("--store", pair.commune, "dues")
