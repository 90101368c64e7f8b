"""F6 equals plain sums over the raw revisions of the journal, on random histories."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop.formats.table import Role, Table
from desktop.models.errors import Refusal
from desktop.models.figures.returns.returns import lock
from desktop.reports import f6
from tests.models.figures.sums.late import LateStory
from tests.models.figures.sums.story import Story
from tests.models.independent import Totals
from tests.models.offices import enter
from tests.models.raw_journal import CATALOGUE, Journal, span
from tests.reports.looking import cells, tables

CARE = {code: one for code, one in CATALOGUE.items() if one["group"] == "E" and one["type"] == "F"}
PERIODS = ("2026-01", "2026-03", "2026-05", "2026-Q1", "2026-H1")


class _Care:
    """Beside the rest, what each month was done for members: typed, locked, corrected."""

    def _beside(self: Any, month: str) -> None:
        super()._beside(month)  # type: ignore[misc]
        for unit in self.by.sample(self.living(span(month)[1]), 3):
            for _time in range(self.by.choice((1, 1, 2))):
                chosen = self.by.sample(sorted(CARE), 9)
                values = {code: self.by.randint(0, 9_000) for code in chosen}
                try:
                    enter(self.writer(unit, month), month, unit, reason="đếm lại", **values)
                    if self.by.random() < 0.7:
                        lock(self.writer(unit, month), "F4", month, [unit], reason="đã đếm")
                except Refusal:
                    continue  # shut meanwhile


class _Here(_Care, Story):
    pass


class _Late(_Care, LateStory):
    pass


def wrong_rows(table: Table, sums: dict[str, Any]) -> list[str]:
    """Compare every row of the sheet, and its foot, with plain sums by code."""
    found = []
    foot = {"union_money": 0, "social_money": 0}
    for code, one in CARE.items():
        if one.get("measure") in foot:
            foot[one["measure"]] += sums.get(code, 0)
    beside = {"union_money": {}, "social_money": {}, "persons": {}}  # type: dict[str, dict[str, str]]
    for code, one in CARE.items():
        if one.get("measure") in beside:
            beside[one["measure"]][one.get("line", code)] = code
    for row in table.rows:
        if row.role is Role.NOTE:
            continue
        told = cells(table, row)
        if row.role is Role.TOTAL:
            wanted = foot | {"total_money": sum(foot.values())}
        elif row.role is Role.BODY and row.code in CARE:
            one = CARE[row.code]
            money = {m: sums.get(beside[m].get(row.code, "")) for m in foot}
            known = [value for value in money.values() if value is not None]
            wanted = {**money, "total_money": sum(known) if known else None}
            if one.get("money"):
                wanted = {"current": None, "total_money": sums.get(row.code)}
            else:
                wanted["current"] = sums.get(row.code)
            if row.code in beside["persons"]:
                wanted["persons"] = sums.get(beside["persons"][row.code])
        else:
            continue
        found += [
            f"{row.code or 'cộng'} {name}: {told[name]} ≠ {value}"
            for name, value in wanted.items()
            if (told[name] or 0) != (value or 0)
        ]
    shown = {row.code for row in table.rows}
    lines = {
        one.get("line") or one.get("part_of") or code for code, one in CARE.items() if code in sums
    }
    return found + [f"{code} thiếu dòng" for code in sorted(lines - shown)]


@pytest.mark.parametrize("seed", [0, 1])
def test_every_row_and_the_foot_are_plain_sums(tmp_path: Path, seed: int) -> None:
    story = _Late(tmp_path, seed) if seed % 2 else _Here(tmp_path / "so", seed)
    with closing(story), story.store as store:
        story.tell()
        journal = Journal(store.folder)
        wrong, spent = [], 0
        for period in PERIODS:
            for unit in (store.own_unit, *story.communes):
                code = journal.at(unit, "code", span(period)[1])
                (table,) = tables(f6.build(store, period, code))
                sums = Totals(journal, period, unit).values
                spent += sum(sums.get(c, 0) for c, one in CARE.items() if one.get("money"))
                wrong += [f"{period} {code}: {one}" for one in wrong_rows(table, sums)]
        assert spent, "a history without money proves nothing"
        assert not wrong, "\n".join(wrong[:20])
