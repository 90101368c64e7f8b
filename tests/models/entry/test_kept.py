"""What an entry sheet keeps of its rows is what a sheet read anew works out, after anything."""

from collections.abc import Collection
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.entry import entry_problems, entry_row
from desktop.models.entry.cell_marks import CellMark
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_lock import give_reason, lock_state, lock_units, looking
from desktop.models.entry.entry_quality import sheet_card
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry
from desktop.models.figures.checks import surroundings
from desktop.models.figures.checks.facts import Facts, Finding, Group
from desktop.models.figures.checks.rules import judge_together, judge_unit
from desktop.models.figures.figures import set_cells
from desktop.models.store.history import redo, undo
from desktop.models.store.store import Store
from tests.models.entering import commune, place, save

SEPTEMBER, OCTOBER, TODAY = "2026-09", "2026-10", date(2026, 11, 2)
CODES = ("A01", "A01N", "A03", "A03N", "C11", "C13", "C13N", "C21", "C24")


def answers(sheet: EntrySheet) -> dict[str, Any]:
    """All that is asked of a sheet after an edit."""
    columns = range(len(sheet.columns))
    return {
        "totals": [sheet.total(n) for n in columns],
        "texts": [row.texts for row in sheet.rows],
        "marks": [row.marks for row in sheet.rows],
        "problems": sheet.problems(),
        "notices": sheet.notices(),
        "lock": lock_state(sheet),
        "card": sheet_card(sheet, TODAY),
    }


def ask(sheet: EntrySheet, what: str, number: int) -> None:
    """Ask for part of it, as a window does: the rows in sight, a few rows looked at ahead."""
    row = sheet.rows[number % len(sheet.rows)] if sheet.rows else None
    match what:
        case "all":
            answers(sheet)
        case "ahead":
            list(islice(looking(sheet, hints=number % 2 == 0), number % 4))
        case "texts" if row is not None:
            assert len(row.texts) == len(sheet.columns)
        case "marks" if row is not None:
            assert len(row.marks) == len(sheet.columns)
        case "problems":
            sheet.problems()


ASKED = ("all", "nothing", "nothing", "ahead", "texts", "marks", "problems")
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(ASKED),
        st.sampled_from(
            ["type", "type", "type", "block", "clear", "na", "confirm", "reason", "lock", "undo",
             "redo"]
        ),
        st.integers(0, 2),
        st.sampled_from(CODES),
        st.integers(0, 130),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(form=st.sampled_from(["F1", "F3"]), deeds=DEEDS)
def test_any_deeds_give_the_answers_of_a_fresh_sheet(
    tmp_path_factory: pytest.TempPathFactory,
    form: str,
    deeds: list[tuple[str, str, int, str, int]],
) -> None:
    store, units = commune(tmp_path_factory.mktemp("kept"), before=SEPTEMBER)
    with store:
        sheet = EntrySheet.load(store, form, OCTOBER)
        for asked, deed, unit, code, number in deeds:
            ask(sheet, asked, number)  # what is kept from here on must not be told again
            _do(store, sheet, deed, units[unit], code, number)
        fresh = answers(EntrySheet.load(store, form, OCTOBER))
        assert answers(sheet) == fresh


def _do(store: Store, sheet: EntrySheet, deed: str, unit: str, code: str, number: int) -> None:
    at = sheet.place_of(unit, code) or (0, 0)
    there = bool(sheet.rows)  # even the founding of the units may have been undone
    typed = there and sheet.may_type(*at) and not sheet.closed_rows([(unit, code)])
    try:
        match deed:
            case "type" if typed:
                save(store, sheet, sheet.edit(*at, str(number)))
            case "block" if not sheet.closed_rows((row.unit.id, code) for row in sheet.rows):
                save(
                    store, sheet, sheet.take({(r.unit.id, code): Entry(number) for r in sheet.rows})
                )
            case "clear" if typed:
                save(store, sheet, sheet.take(sheet.clear([at])))
            case "na" if typed:
                save(store, sheet, sheet.take(sheet.not_applicable([at])))
            case "confirm" if typed:
                save(store, sheet, sheet.take(sheet.confirm_estimates([at])))
            case "reason":
                sheet.apply(
                    store, give_reason(store, OCTOBER, unit, f"V0{number % 9}", "Đúng thế.")
                )
            case "lock":
                made = lock_units(store, sheet.form.id, OCTOBER, lock_state(sheet).ready)
                if made.change is not None:
                    sheet.apply(store, made.change)
            case "undo":
                sheet.apply(store, undo(store))
            case "redo":
                sheet.apply(store, redo(store))
    except Refusal:
        pass  # nothing to undo, nothing ready: the sheet stays as it is


def test_a_sheet_is_read_without_judging_or_reading_the_months_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        judged: list[str] = []

        def judge(facts: Facts) -> list[Finding]:
            judged.append(facts.unit.id)
            return judge_unit(facts)

        monkeypatch.setattr(entry_row, "judge_unit", judge)
        monkeypatch.setattr(surroundings, "_packed", pytest.fail)
        sheet = EntrySheet.load(store, "F3", OCTOBER)
        row, column = place(sheet, units[1], "C11")
        sheet.edit(row, column, "3")
        assert sheet.text(row, column) == "3"
        assert sheet.total(column)
        assert not judged
        monkeypatch.undo()
        monkeypatch.setattr(entry_row, "judge_unit", judge)
        assert sheet.mark(row, column) & CellMark.SAVING
        assert judged == [units[1]]
        sheet.problems()
        sheet.problems()
        assert sorted(judged) == sorted(row.unit.id for row in sheet.typed_rows)


def test_the_months_before_are_read_once_each_ahead_of_what_asks_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _units = commune(tmp_path, before=SEPTEMBER)
    with store:
        given = {"A01": Entry(90), "C11": Entry(1)}
        for month in ("2026-06", "2026-08", SEPTEMBER):
            cells = {(unit, code): one for unit in _units for code, one in given.items()}
            set_cells(store, month, cells, reason="đo")
        sheet = EntrySheet.load(store, "F3", OCTOBER)
        assert len(list(sheet.around.read_ahead(3))) == 3
        assert len(list(sheet.around.read_ahead())) == 1  # the oldest of which anything is known
        monkeypatch.setattr(surroundings, "_packed", pytest.fail)
        assert answers(sheet)["card"].notices >= 0


def test_a_block_taken_over_asks_for_each_unit_once_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        sheet = EntrySheet.load(store, "F3", OCTOBER)
        codes = [one.code for one in sheet.columns if one.kind == "typed"]
        block = {(unit, code): Entry(0) for unit in units for code in codes}
        change = set_cells(store, OCTOBER, block)
        asked: list[str] = []

        def unit_of(unit: str) -> str:
            asked.append(unit)
            return unit

        monkeypatch.setattr(store, "unit", unit_of)
        assert sheet.apply(store, change)
        assert len(asked) <= len(units)


def test_leaving_a_cell_compares_no_other_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        sheet = EntrySheet.load(store, "F3", OCTOBER)
        compared: list[Group] = []

        def compare(group: Group, *, only: Collection[str]) -> list[Finding]:
            compared.append(group)
            return judge_together(group, only=only)

        monkeypatch.setattr(entry_problems, "judge_together", compare)
        for unit, number in zip(units, ("2", "3", "4"), strict=True):
            sheet.edit(*place(sheet, unit, "C13"), number)
        assert not compared
        assert [one.finding.rule for one in sheet.problems()] == ["V15"] * 3
        assert len(compared) == 1


def test_a_difference_told_in_other_words_leaves_what_else_is_kept_of_the_other_rows(
    tmp_path: Path,
) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        sheet = EntrySheet.load(store, "F3", OCTOBER)
        for unit in units[:2]:
            save(store, sheet, sheet.edit(*place(sheet, unit, "C13"), "2"))
        answers(sheet)
        looks = sheet.rows[0].marks
        save(store, sheet, sheet.edit(*place(sheet, units[1], "C13"), "3"))
        assert {one.finding.message for one in sheet.problems()} == {"Lệch điều chuyển nội bộ +5."}
        assert sheet.rows[0].marks is looks


def test_looking_ahead_works_each_row_out_once(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        sheet = EntrySheet.load(store, "F3", OCTOBER)
        assert list(looking(sheet)) == [*range(len(sheet.rows))]
        assert not list(looking(sheet))
        assert list(looking(sheet, hints=True)) == [*range(len(sheet.rows))]
        row, column = place(sheet, units[1], "C11")
        save(store, sheet, sheet.edit(row, column, "3"))
        assert list(looking(sheet, hints=True)) == [row]


def test_an_edit_leaves_what_was_said_of_other_rows(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        sheet = EntrySheet.load(store, "F3", OCTOBER)
        for unit in units[:2]:
            save(store, sheet, sheet.edit(*place(sheet, unit, "C11N"), "70"))
        before = {id(one): one for one in sheet.problems()}
        save(store, sheet, sheet.edit(*place(sheet, units[1], "C11"), "3"))
        of_first = [one for one in sheet.problems() if one.row == 0]
        assert of_first
        assert all(id(one) in before for one in of_first)


def test_a_reason_given_works_out_its_own_row_alone(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        sheet = EntrySheet.load(store, "F3", OCTOBER)
        for unit in units[:2]:
            save(store, sheet, sheet.edit(*place(sheet, unit, "C13"), "2"))
        first, second = sheet.problems()
        assert first.finding.rule == second.finding.rule == "V15"
        sheet.apply(store, give_reason(store, OCTOBER, units[0], "V15", "Chuyển từ tỉnh khác."))
        explained, same = sheet.problems()
        assert explained.reason == "Chuyển từ tỉnh khác."
        assert same is second


def test_a_transfer_typed_in_one_row_is_told_at_all_it_concerns(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        sheet = EntrySheet.load(store, "F3", OCTOBER)
        for unit, number in zip(units, ("2", "3", "0"), strict=True):
            save(store, sheet, sheet.edit(*place(sheet, unit, "C13"), number))
        told = [one for one in sheet.problems() if one.finding.rule == "V15"]
        assert [one.row for one in told] == [0, 1]
        assert {one.finding.message for one in told} == {"Lệch điều chuyển nội bộ +5."}
        save(store, sheet, sheet.edit(*place(sheet, units[2], "C21"), "5"))
        assert not [one for one in sheet.problems() if one.finding.rule == "V15"]


def test_only_what_changes_rows_makes_another_edition(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        sheet = EntrySheet.load(store, "F1", OCTOBER)
        edition = sheet.edition
        typed = sheet.edit(*place(sheet, units[0], "A01"), "99")
        assert sheet.edition != edition
        edition = sheet.edition
        save(store, sheet, typed)  # stored is what was shown
        assert sheet.edition == edition
        sheet.apply(store, give_reason(store, OCTOBER, units[0], "V01", "Đúng thế."))
        assert sheet.edition != edition
        assert EntrySheet.load(store, "F1", OCTOBER).edition != sheet.edition


def test_a_difference_told_in_other_words_has_no_other_row_looked_at(tmp_path: Path) -> None:
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        sheet = EntrySheet.load(store, "F3", OCTOBER)
        for unit in units[:2]:
            save(store, sheet, sheet.edit(*place(sheet, unit, "C13"), "2"))
        answers(sheet)
        row, column = place(sheet, units[1], "C13")
        save(store, sheet, sheet.edit(row, column, "3"))
        assert list(looking(sheet, hints=True)) == [row]
        assert answers(sheet) == answers(EntrySheet.load(store, "F3", OCTOBER))


def test_what_a_difference_informs_of_is_told_in_its_new_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "_is_topmost", lambda *_: False)
    store, units = commune(tmp_path, before=SEPTEMBER)
    with store:
        sheet = EntrySheet.load(store, "F3", OCTOBER)
        for number in ("2", "3"):
            save(store, sheet, sheet.edit(*place(sheet, units[1], "C13"), number))
            told = {one.finding.message for one in sheet.notices() if one.finding.rule == "V15"}
            assert told == {f"Lệch điều chuyển nội bộ +{number}."}
        assert not [one for one in sheet.problems() if one.finding.rule == "V15"]


def test_estimates_are_counted_as_they_are_confirmed(tmp_path: Path) -> None:
    store, _units = commune(tmp_path, before=SEPTEMBER)
    with store:
        sheet = EntrySheet.load(store, "F1", OCTOBER)
        left = sum(len(row.estimates) for row in sheet.rows)
        assert left
        assert (sheet.estimates_left(), sheet.any_estimates) == (left, True)
        first = dict(islice(sheet.confirm_estimates().items(), 1))
        save(store, sheet, sheet.take(first))
        assert sheet.estimates_left() == sum(len(row.estimates) for row in sheet.rows) < left
        save(store, sheet, sheet.take(sheet.confirm_estimates()))
        assert (sheet.estimates_left(), sheet.any_estimates) == (0, False)
