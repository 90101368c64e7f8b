"""Every sheet of the corpus comes to its truth: figures right, nothing wrong in silence."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, cases, read_case

CASES = list(cases())


@dataclass
class Score:
    """Figures looked at, figures right, and what was wrong with a row nobody was warned of."""

    looked: int = 0
    right: int = 0
    silent: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def score(case: Case, reading: FiguresReading) -> Score:
    found = Score()
    rows = {row.source_row: row for row in reading.rows}
    ignored = {row.source_row for row in reading.ignored_rows}
    for number, truth in case.truth.items():
        row = rows.get(number)
        if not truth.data:
            if row is not None:
                (found.silent if row.status != "refused" else found.wrong).append(
                    f"row {number} is no data: {row.status} {row.values}"
                )
            continue
        if row is None:
            found.silent.append(f"row {number} was left out: {number in ignored}")
            continue
        if truth.flagged and row.status == "accepted":
            found.silent.append(f"row {number} should be flagged: {row.values}")
        for code, wanted in zip(case.codes, truth.figures, strict=True):
            if wanted == "?":
                continue
            found.looked += 1
            got = row.values.get(code)
            if got == wanted and not (row.status == "refused" and not truth.flagged):
                found.right += 1
                continue
            told = f"row {number} {code}: {got} instead of {wanted} ({row.status}; {row.reasons})"
            found.wrong.append(told)
            if row.status == "accepted":
                found.silent.append(told)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_sheet_comes_to_its_truth(case: Case, tmp_path: Path) -> None:
    reading = read_case(case, case.write(tmp_path))
    found = score(case, reading)
    assert not found.silent, "\n".join(found.silent)
    assert not found.wrong, "\n".join(found.wrong)
    columns = {column.letter: column.role for column in reading.columns}
    assert {letter: columns.get(letter) for letter in case.columns} == case.columns
    totals = {one.indicator: (one.declared, one.computed) for one in reading.control_totals}
    assert {code: totals.get(code) for code in case.totals} == case.totals


@pytest.mark.parametrize("kind", ["xls", "ods", "csv"])
def test_sheets_read_alike_in_every_kind_of_file(kind: str, tmp_path: Path) -> None:
    total = Score()
    for case in CASES:
        if case.written != ("xlsx",) or len(case.sheets) > 1 or _needs_xlsx(case, kind):
            continue
        if kind == "csv":
            case.written = ("csv", "utf-8")
        found = score(case, read_case(case, case.write(tmp_path, kind)))
        case.written = ("xlsx",)
        assert not found.silent, (case.name, found.silent)
        total.looked += found.looked
        total.right += found.right
    assert total.looked > 300
    assert total.right >= total.looked * 0.99


def _needs_xlsx(case: Case, kind: str) -> bool:
    """Text keeps no formulas, errors or percentages; .xls keeps every formula's result."""
    cells = {cell for one in case.sheets for row in one.rows for cell in row}
    odd = any(cell.startswith(("=", "#", "p:", "d:")) for cell in cells)
    broken = any("\n" in cell for cell in cells) or any("~" in cell[1:] for cell in cells)
    notation = any(cell[:1].isdigit() and "." in cell for cell in cells)
    linked = any(cell.startswith("=[") for cell in cells)
    return (odd and kind != "ods") or linked or (kind == "csv" and (broken or notation))


def test_corpus_is_large_enough() -> None:
    assert len(CASES) >= 60
