"""What a unit is to reach in a year, by indicator: from its plans, and as set from above."""

from desktop.models.outline.targets import Target
from desktop.models.plans.plan_head import ISSUED
from desktop.models.plans.plans import list_plans, read_outline
from desktop.models.plans.unit_targets import unit_targets
from desktop.models.store.reader import Reader
from desktop.models.units.units import Unit


def year_targets(reader: Reader, year: int, unit: Unit) -> dict[str, Target]:
    """Return indicator → target of a unit's year.

    A target set from above comes first, then an issued plan of ours, then a draft; of several
    papers the newest. Other units' plans are not ours to read.
    """
    found: dict[str, Target] = {}
    if unit.id == reader.own_unit:
        plans = sorted(list_plans(reader, year=year), key=lambda p: (p.state == ISSUED, p.id))
        for plan in plans:
            for row in read_outline(reader, plan.id):
                for target in row.item.targets:
                    if target.indicator and target.value is not None:
                        found[target.indicator] = target
    return found | unit_targets(reader, year, unit.id)
