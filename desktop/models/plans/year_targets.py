"""The targets of a unit's year, told in one place for every screen, report and verb.

What was given stands first, then what the unit set itself, then what its own papers say of
the year: issued before draft, the newest paper before an older one. One target counts of an
indicator; the others are shown beside it and never added.
"""

import re
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from desktop.models.figures.kinds import measured_by
from desktop.models.outline.targets import Target
from desktop.models.plans.plan_head import ISSUED, REPLACED, WITHDRAWN, PlanHead
from desktop.models.plans.plan_reading import list_plans, read_outline
from desktop.models.plans.unit_targets import UnitTarget, both_targets
from desktop.models.store.reader import Reader
from desktop.models.text import nfc

_TERMS: Final = ("nhiệm kỳ", "giai đoạn")
_YEAR: Final = re.compile(r"\d{4}")


def year_targets(reader: Reader, year: int, unit: str) -> dict[str, UnitTarget]:
    """Return indicator → the targets of a unit's year, the one that counts among them.

    Papers are read for our own unit alone: those of others are not ours to interpret.
    """
    found = both_targets(reader, year, unit)
    if unit == reader.own_unit:
        for head, item, code, target in _planned(reader, year):
            known = found.get(code, UnitTarget())
            if known.planned is None:
                draft = head.state != ISSUED
                found[code] = replace(known, planned=target, plan=head.id, item=item, draft=draft)
    return dict(sorted(found.items()))


def targets_that_count(reader: Reader, year: int, unit: str) -> dict[str, Target]:
    """Return indicator → the one target a unit's year is measured by."""
    listed = year_targets(reader, year, unit).items()
    return {code: one.counts for code, one in listed if one.counts is not None}


def _planned(reader: Reader, year: int) -> Iterator[tuple[PlanHead, str, str, Target]]:
    """Yield (paper, item, indicator, target) of the year, the paper that counts first."""
    papers = list_plans(reader, year=year)
    for head in sorted(papers, key=lambda one: (one.state == ISSUED, one.id), reverse=True):
        if head.stage in (WITHDRAWN, REPLACED):
            continue
        for row in read_outline(reader, head.id):
            for target in row.item.targets:
                code = target.indicator or ""
                known = measured_by(reader.packs, code) is not None
                if known and target.value is not None and is_of_year(target.stage, year):
                    yield head, row.item.id, code, target


def is_of_year(stage: str, year: int | None) -> bool:
    """Tell whether a target's stage is the year itself, or is not said."""
    bare = nfc(stage).casefold()
    if any(word in bare for word in _TERMS):
        return False
    years = _YEAR.findall(bare)
    return not years or years == [str(year)]
