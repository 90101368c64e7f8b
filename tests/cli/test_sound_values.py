"""Values that no paper and no plan can have are refused in one sentence; nothing is kept."""

import pytest

from tests.cli.running import Pair, ask, refused, wrong

PAPER = ("documents", "add", "--subject", "Hội thi", "--date")


@pytest.mark.parametrize(
    "words",
    [
        (*PAPER, "2026-01-05", "--number", "0"),
        (*PAPER, "2026-01-05", "--number", "5/../KH"),
        ("documents", "list", "--type", "ZZZ"),
    ],
)
def test_what_no_paper_has_is_refused(pair: Pair, words: tuple[str, ...]) -> None:
    before = ask(pair.province, "digest")
    refused("--store", pair.province, *words)
    assert ask(pair.province, "digest") == before


def test_a_number_used_twice_is_told_and_kept(pair: Pair) -> None:
    first = ask(pair.province, *PAPER, "2026-01-05", "--number", "905/CV-XYZ")
    again = ask(pair.province, *PAPER, "2026-01-06", "--number", "905/CV-XYZ")
    assert first["remarks"] == []
    assert len(again["remarks"]) == 1
    assert "905" in again["remarks"][0]


@pytest.mark.parametrize("day", ["9999-01-01", "1800-01-01"])
def test_a_day_of_no_time_of_ours_is_wrong(pair: Pair, day: str) -> None:
    assert day[:4] in wrong("--store", pair.province, *PAPER, day, "--number", "5")
    issue = ("plan", "issue", "x", "--number", "1", "--date", day)
    assert day[:4] in wrong("--store", pair.province, *issue)
