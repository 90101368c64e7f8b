"""One indicator has one target of a year, the same on every screen and in every report."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.models.agenda.tracked import read_tracked
from desktop.models.figures.sums.rollup import roll_up
from desktop.models.outline.rich_text import runs_of
from desktop.models.outline.targets import Target
from desktop.models.plans import plans
from desktop.models.plans.plan_draft import DraftItem, PlanDraft
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.plan_life import withdraw_plan
from desktop.models.plans.unit_targets import GIVEN, KIND, set_unit_targets
from desktop.models.plans.year_targets import targets_that_count, year_targets
from desktop.models.store.store import Store
from desktop.reports.f4 import results
from desktop.tasks.figures.target_lines import list_targets
from tests.reports.building import OCTOBER, province

TODAY = date(2026, 11, 3)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    with province(tmp_path) as store:
        yield store


def paper(store: Store, number: int, *, stage: str = "", issued: bool = True) -> str:
    """Keep a plan of the year that wants a number of new members."""
    target = Target(value=Decimal(number), unit="đoàn viên", indicator="C40", stage=stage)
    item = DraftItem(runs_of("Kết nạp đoàn viên mới"), targets=(target,))
    plan = plans.save_draft(store, PlanDraft(PlanHead(title="Kế hoạch", year=2026), (item,)))
    if issued:
        plans.set_plan_field(store, plan, "number", str(number))
        plans.set_plan_field(store, plan, "state", "issued")
    return plan


def wanted(store: Store) -> Decimal | None:
    """What the year is measured by."""
    found = targets_that_count(store, 2026, store.own_unit).get("C40")
    return found.value if found is not None else None


def test_an_issued_paper_counts_before_a_draft_and_the_newest_of_them(office: Store) -> None:
    assert wanted(office) is None
    paper(office, 50, issued=False)
    assert wanted(office) == 50
    assert year_targets(office, 2026, office.own_unit)["C40"].draft
    first = paper(office, 60)
    assert wanted(office) == 60
    assert not year_targets(office, 2026, office.own_unit)["C40"].draft
    second = paper(office, 70)
    assert wanted(office) == 70
    withdraw_plan(office, second, TODAY)
    assert wanted(office) == 60
    with office.step("Thay thế") as step:
        step.put("plan", first, "replaced_by", second)
    assert wanted(office) == 50


@pytest.mark.parametrize("stage", ["đến năm 2030", "nhiệm kỳ 2025-2030", "giai đoạn tới"])
def test_what_a_term_is_to_reach_is_no_target_of_the_year(office: Store, stage: str) -> None:
    paper(office, 900, stage=stage)
    assert wanted(office) is None
    assert "C40" not in {one["indicator"] for one in listed(office)}


def listed(store: Store) -> list[dict[str, object]]:
    """The board's own lines."""
    found = list_targets(store, 2026, store.own_unit, TODAY)["targets"]
    own = next(one["unit"] for one in found) if found else None
    return [one for one in found if one["unit"] == own]


def test_board_report_and_first_page_tell_one_target_of_an_indicator(office: Store) -> None:
    paper(office, 60)
    for set_now, count in ((None, 60), ("own", 65), ("given", 80)):
        target = Target(value=Decimal(count), unit="đoàn viên")
        if set_now == "own":
            set_unit_targets(office, 2026, {office.own_unit: {"C40": target}})
        elif set_now == "given":
            with office.step("Cấp trên giao") as step:
                value = {"comparator": "=", "value": "80", "indicator": "C40"}
                step.put(KIND, f"2026|{office.own_unit}", GIVEN + "C40", value)
        (line,) = [one for one in listed(office) if one["indicator"] == "C40"]
        form = office.packs.forms["F4"]
        (row,) = [one for one in results(office, form, roll_up(office, OCTOBER))
                  if one.indicator.code == "C40"]  # fmt: skip
        followed = [one for one in read_tracked(office, TODAY) if one.wanted
                    and one.subject["indicator"] == "C40"]  # fmt: skip
        assert line["value"] == count
        assert row.target is not None
        assert row.target.value == count
        assert [str(count) in one.wanted for one in followed] == [True]
