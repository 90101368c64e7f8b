"""Starting an own plan from a kept paper."""

from datetime import date
from pathlib import Path

from desktop.intake.documents import read_pasted
from desktop.models.plans import plans
from desktop.models.plans.plan_head import OWN, PARENT, TEMPLATE
from desktop.models.store.office import create_office
from desktop.models.units.units import found_unit
from desktop.tasks.papers.draft import plan_from_reading
from desktop.tasks.papers.own_plan import own_plan_from, planned_year

PAPER = """LIÊN ĐOÀN LAO ĐỘNG TỈNH HẢI VÂN
Số: 41/KH-LĐLĐ
Hải Vân, ngày 20 tháng 10 năm 2025
KẾ HOẠCH
Thi đua năm 2026
I. NHIỆM VỤ
1. Công đoàn xã, phường phát động thi đua.
2. Công đoàn cơ sở đăng ký sáng kiến.
"""


def test_autumn_plans_the_next_year() -> None:
    assert planned_year(date(2026, 8, 31)) == 2026
    assert planned_year(date(2026, 9, 1)) == 2027


def test_an_own_template_becomes_our_paper_and_an_upper_one_a_compiled_plan(
    tmp_path: Path,
) -> None:
    with create_office(tmp_path / "sổ") as store:
        found_unit(
            store, name="Công đoàn phường Thử", kind="CDP", parent=None, since=date(2025, 7, 1),
            unit=store.meta("unit"), code="P-01",
        )  # fmt: skip
        reading = read_pasted(PAPER)
        today = date(2026, 3, 2)
        copy = own_plan_from(store, plan_from_reading(store, reading, TEMPLATE), today)
        head = plans.read_plan(store, copy)
        assert (head.role, head.year, head.number, head.date) == (OWN, 2026, "", "")
        assert head.issuer == "Công đoàn phường Thử"
        assert next(iter(plans.read_outline(store, copy))).item.plain == "NHIỆM VỤ"
        assert all(row.item.answers is None for row in plans.read_outline(store, copy))

        upper = plan_from_reading(store, reading, PARENT)
        compiled = own_plan_from(store, upper, today)
        assert plans.read_plan(store, compiled).source_plan == upper
        answered = {row.item.answers for row in plans.read_outline(store, compiled)} - {None}
        assert answered <= {row.id for row in plans.read_outline(store, upper)}
        assert len(answered) == 2
