"""No mutant of a bundle is taken as something else, and none crashes the reader."""

from pathlib import Path

from tests.sync.fuzz import run, run_signed


def test_two_thousand_mutants_are_refused_or_identical(tmp_path: Path) -> None:
    ends = run(2_000, 20261121, tmp_path)
    assert ends.total() == 2_000
    assert ends["identical"] < 100
    assert {"E_TRUNCATED", "E_UNSAFE", "E_SIGNATURE", "E_HASH"} <= set(ends)


def test_a_thousand_signed_mutants_are_judged_alike_by_two_readers(tmp_path: Path) -> None:
    ends = run_signed(1_000, 20261121, tmp_path)
    assert ends.total() == 1_000
    assert ends["taken"] > 100
    assert {"E_CONTENT", "E_UNSAFE"} <= set(ends)
