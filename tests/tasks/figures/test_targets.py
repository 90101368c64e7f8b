"""Targets of a plan that may become the year's own."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from desktop.intake.documents import read_pasted
from desktop.models.outline.targets import Target
from desktop.models.plans import plans
from desktop.models.plans.plan_head import OWN
from desktop.models.plans.unit_targets import unit_targets
from desktop.models.store.office import create_office
from desktop.models.units.units import found_unit
from desktop.tasks.figures.targets import offers, write_offers
from desktop.tasks.papers.draft import plan_from_reading

PAPER = """CÔNG ĐOÀN PHƯỜNG THỬ
KẾ HOẠCH
Phát triển đoàn viên năm 2026
I. CHỈ TIÊU
1. Tỷ lệ đoàn viên đến năm 2030.
2. Tỷ lệ đoàn viên năm nay.
3. Tỷ lệ ký thỏa ước cả nhiệm kỳ.
"""


def _share(value: int, code: str, stage: str) -> Target:
    return Target(">=", Decimal(value), unit="%", indicator=code, stage=stage)


def test_what_a_later_year_is_to_reach_is_not_taken_for_this_years(tmp_path: Path) -> None:
    with create_office(tmp_path / "sổ") as store:
        found_unit(
            store, name="Công đoàn phường Thử", kind="CDP", parent=None, since=date(2025, 7, 1),
            unit=store.meta("unit"), code="P-01",
        )  # fmt: skip
        plan = plan_from_reading(store, read_pasted(PAPER), OWN)
        plans.set_plan_field(store, plan, "year", 2026)
        rows = [row.id for row in plans.read_outline(store, plan)][-3:]
        stages = (("A04", "đến năm 2030"), ("A04", "năm 2026"), ("D03", "nhiệm kỳ 2025-2030"))
        for row, (code, stage) in zip(rows, stages, strict=True):
            target = [_share(80, code, stage)]
            plans.set_item_field(store, plan, [row], "target", target)
        found = {one.code: one for one in offers(store, plan)}
        assert (found["A04"].item, found["A04"].of_year) == (rows[1], True)
        assert not found["D03"].of_year
        write_offers(store, plan)
        assert set(unit_targets(store, 2026, store.own_unit)) == {"A04"}
