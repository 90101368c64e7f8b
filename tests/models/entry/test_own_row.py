"""The row of members a unit above base unions manages itself, in the entry sheet of its office."""

from pathlib import Path

import pytest

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_paste import read_paste
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.sums.rollup import totals
from desktop.models.store.store import Store
from desktop.models.text import vi_number
from tests.models.entering import column, commune, place, save

SEPTEMBER, OCTOBER = "2026-09", "2026-10"
OWN = {"A01": 9, "A01N": 4, "A03": 5, "A03N": 2}


def opened(folder: Path, period: str = SEPTEMBER) -> tuple[Store, EntrySheet, list[str]]:
    """A commune of three unions with members of its own since a period, and October's sheet."""
    store, units = commune(folder, 3, before=SEPTEMBER)
    with store.step("Đoàn viên trực tiếp"):
        set_cells(store, period, {(store.own_unit, code): Entry(n) for code, n in OWN.items()})
    return store, EntrySheet.load(store, "F1", OCTOBER), units


@pytest.mark.parametrize("period", [SEPTEMBER, OCTOBER])
@pytest.mark.parametrize("code", ["A01", "A01N", "A03", "A03N"])
def test_the_total_of_the_sheet_is_the_one_of_the_office(
    tmp_path: Path, period: str, code: str
) -> None:
    store, sheet, units = opened(tmp_path, period)
    with store:
        assert [row.unit.id for row in sheet.rows] == [store.own_unit, *units]
        total = totals(store, OCTOBER)[code].value
        assert isinstance(total, int)
        assert sheet.total(column(sheet, code)) == vi_number(total)
        assert "trực tiếp quản lý" in sheet.row_note(0)
        assert sheet.row_note(1) == ""


def test_its_row_is_judged_while_it_is_typed(tmp_path: Path) -> None:
    store, sheet, _units = opened(tmp_path)
    with store:
        save(store, sheet, sheet.edit(*place(sheet, store.own_unit, "A03N"), "6"))
        assert {one.finding.rule for one in sheet.problems()} >= {"V02"}
        save(store, sheet, sheet.edit(*place(sheet, store.own_unit, "A03N"), "3"))
        assert [one for one in sheet.problems() if one.finding.rule == "V02"] == []


def test_it_has_no_row_until_it_is_asked_for_or_comes_from_elsewhere(tmp_path: Path) -> None:
    store, units = commune(tmp_path, 2, before=SEPTEMBER)
    with store:
        sheet = EntrySheet.load(store, "F1", OCTOBER)
        own = store.own_unit
        assert [row.unit.id for row in sheet.rows] == units
        beside = EntrySheet.load(store, "F1", OCTOBER)
        sheet.guests.add(own)
        sheet.reload(store)
        assert [row.unit.id for row in sheet.rows] == [own, *units]
        cells = sheet.edit(*place(sheet, own, "A03"), "5")
        change = set_cells(store, OCTOBER, cells)
        assert beside.apply(store, change)
        assert [row.unit.id for row in beside.rows] == [own, *units]


def test_a_pasted_line_of_the_office_is_its_own_part_and_never_the_sum(tmp_path: Path) -> None:
    store, sheet, _units = opened(tmp_path)
    with store:
        targets = [column(sheet, code) for code in OWN]
        names = [row.unit.name for row in sheet.rows]
        unions = [["100", "40", "80", "30"], ["101", "41", "81", "31"], ["102", "42", "82", "32"]]

        shown = [[f"Trực tiếp: {names[0]}", "9", "4", "6", "2"]]
        found = read_paste(sheet, 2, shown, targets)
        assert {unit for unit, _code in found.assignments} == {store.own_unit}

        def read(own: list[str]) -> dict[str, str]:
            block = [[name, *line] for name, line in zip(names, [own, *unions], strict=True)]
            found = read_paste(sheet, 0, block, targets)
            return {one.note: one.outcome for one in found.cells if one.line == 1 and one.note}

        assert read(["9", "4", "5", "2"]) == {}
        assert set(read(["303", "123", "243", "93"]).values()) == {"refused"}
        larger = read(["310", "123", "250", "93"])
        assert set(larger.values()) == {"doubtful"}
        assert any("không ghi tổng của cấp dưới" in note for note in larger)
