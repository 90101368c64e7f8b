"""Beside each figure that breaks a rule stands one that just does not: there the rule is silent.

The same roads as where rules speak, and pasting into the grid, on which both are tried.
"""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_paste import read_paste
from desktop.models.figures.cells import Entry
from desktop.models.store.store import Store
from desktop.models.units.units import tree_on
from tests.models.entering import save
from tests.tasks.figures.test_rules_on_each_road import (
    BUNDLE,
    BY,
    CASES,
    COMMAND,
    DECIDED,
    FEW,
    FILE,
    OWN,
    SOUND,
    TODAY,
    TYPING,
    Case,
    _set,
    read_file,
    template,
)

__all__ = ["template"]
PASTE = "paste"
NOT_PASTED = {"V05"}
"""The opening is no column of the grid once a closing is known, so that it cannot be pasted."""
INSTEAD = {("V13", "F3"): DECIDED, ("V44", "F3"): DECIDED}
"""Whose figures are sound where those of the case's unit cannot be: the same, with a decision."""
NEAR: Mapping[tuple[str, str], Mapping[str, int]] = {
    ("V02", "F1"): {**SOUND, "A01N": 80, "A03N": 80},
    ("V02", "F3"): {"C11": 2, "C11N": 2},
    ("V02", "F4"): {"E13": 4, "E13N": 4},
    ("V04", "F1"): {**SOUND, "A03": 82},
    ("V05", "F3"): {"C00": 80},
    ("V08", "F1"): {**SOUND, "A01": 80},
    ("V09", "F1"): {**SOUND, "A01": 160},
    ("V10", "F1"): {**SOUND, "A01": 120, "A03": 96},
    ("V11", "F1"): {"A01": 9, "A01N": 2, "A03": 5, "A03N": 1},
    ("V12", "F1"): {"A01": 12, "A01N": 2, "A03": 10, "A03N": 1},
    ("V16", "F1"): {"A01": 100, "A01N": 40, "A03": 0, "A03N": 0},
    ("V17", "F4"): {"D01": 12, "D02": 12},
    ("V19", "F4"): {"D02": 6},
    ("V20", "F4"): {"D14": 12, "D14L": 12},
    ("V21", "F3"): {"C11": 6},
    ("V23", "F4"): {"M01": 3, "M02": 3},
    ("V24", "F4"): {"K05": 100_000_000, "K05T": 120_000_000},
    ("V26", "F4"): {"K05": 1000},
    ("V25", "F4"): {"N01": 3, "N01B": 5, "N01T": 8},
    ("V31", "F4"): {"K03": 150},
    ("V13", "F3"): {"C12": 20},
    ("V33", "F3"): {"C16": 0},
    ("V34", "F3"): {"C30": 0},
    ("V44", "F3"): {"C12": 5},
    ("V45", "F3"): {"C28": 0, "C24": 5},
    ("V35", "F4"): {"F01": 3},
    ("V38", "F1"): {**SOUND, "A01N": 30},
    ("V40", "F2"): {"A06M": 0},
    ("V41", "F2"): {"A06M": 30},
    ("V39", "F1"): {"A01": 100, "A01N": 40, "A03": 30},
    ("V36", "F1"): {"A01": 9, "A03": 9},
    ("V37", "F3"): {"C11": 0},
    ("V43", "F3"): {"C11": 0},
    ("V15", "F3"): {"C13": 0},
    ("V03", "F1"): {**SOUND, "A03;GT=NAM": 50},
    ("V07", "F1"): {**SOUND, "A03;LH=FDI": 30, "A03;LH=NQD": 50},
}
"""By rule and form: figures one step from those that break it."""
NEAR_OWN: Mapping[tuple[str, str], Mapping[str, int]] = {
    ("V02", "F1"): {**FEW, "A01N": 9, "A03N": 5},
    ("V04", "F1"): {**FEW, "A03": 6},
    ("V10", "F1"): {**FEW, "A03": 6},
}
"""The same of members the commune's union manages itself."""
BESIDE = [
    (case, (NEAR_OWN if case.unit == OWN else {}).get((case.rule, case.form))
     or NEAR[case.rule, case.form])
    for case in CASES
]  # fmt: skip


def by_paste(folder: Path, case: Case) -> set[str]:
    """The rules the grid tells of once the figures are pasted, each where it belongs."""
    with Store.open(folder) as store:
        sheet = EntrySheet.load(store, case.form, case.period)
        row = next(n for n, one in enumerate(sheet.rows) if one.unit.code == case.unit)
        for code, number in case.values.items():
            place = next(n for n, one in enumerate(sheet.columns)
                         if one.code == code and one.kind == "typed")  # fmt: skip
            read = read_paste(sheet, row, [[str(number)]], [place])
            assert not read.of("refused")
            save(store, sheet, sheet.take(read.assignments))
        found = [one.finding for one in (*sheet.problems(), *sheet.notices())]
        return {one.rule for one in found if one.unit == sheet.rows[row].unit.id}


def by_sound_file(folder: Path, case: Case) -> set[str]:
    """The rules that the reading of a file gives, sound or not."""
    reading = read_file(folder, case)
    assert any(row.unit_id for row in reading.rows)
    return {reason.partition(":")[0] for row in reading.rows for reason in row.reasons}


ROADS = {TYPING: BY[TYPING], PASTE: by_paste, FILE: by_sound_file, BUNDLE: BY[BUNDLE],
         COMMAND: BY[COMMAND]}  # fmt: skip


def office(template: Path, folder: Path, case: Case) -> Path:
    """A copy of the office with what the case needs entered before."""
    shutil.copytree(template, folder)
    for period, values in case.before.items():
        with Store.open(folder) as store:
            unit = tree_on(store, TODAY).by_code(case.unit).id
            _set(store, period, {(unit, code): Entry(n) for code, n in values.items()})
    return folder


@pytest.mark.parametrize(
    ("case", "near"), BESIDE, ids=[f"{case.rule}-{case.form}" for case, _near in BESIDE]
)
def test_a_rule_is_silent_just_beside_what_breaks_it(
    template: Path, tmp_path: Path, case: Case, near: Mapping[str, int]
) -> None:
    case = replace(case, unit=INSTEAD.get((case.rule, case.form), case.unit))
    for road in case.roads:
        folder = office(template, tmp_path / road, case)
        assert case.rule not in ROADS[road](folder, replace(case, values=near)), road
    if TYPING in case.roads and case.rule not in NOT_PASTED:
        folder = office(template, tmp_path / PASTE, case)
        assert case.rule not in by_paste(folder, replace(case, values=near))


PASTED = [case for case in CASES if TYPING in case.roads and case.rule not in NOT_PASTED]


@pytest.mark.parametrize("case", PASTED, ids=[f"{case.rule}-{case.form}" for case in PASTED])
def test_a_rule_speaks_of_what_was_pasted(template: Path, tmp_path: Path, case: Case) -> None:
    assert case.rule in by_paste(office(template, tmp_path / "so", case), case)
