"""Checks of the activities that cells were taken from."""

from collections.abc import Iterator, Mapping

from desktop.i18n import _
from desktop.models.activities.activities import Activity
from desktop.models.figures.cells import number_of, split_code
from desktop.models.figures.checks.facts import Facts, Found, check, is_home
from desktop.models.figures.taken import given_now, given_to, is_of, shares_of
from desktop.models.packs.pack_types import Rule
from desktop.models.text import short_date


def sources(facts: Facts) -> Iterator[tuple[str, Activity]]:
    """Yield (code, activity) of the cells taken from activities."""
    if facts.around.activities is None:
        return
    for code, raw in facts.values.items():
        ids = raw.get("activities") if isinstance(raw, dict) else None
        for one in ids if isinstance(ids, list) else ():
            activity = facts.around.activities.get().get(str(one))
            if activity is not None:
                yield code, activity


@check("dates_in_window")
def _dates(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V27: an activity counts in a period that holds one of its days."""
    for code, activity in sources(facts):
        if activity.end < facts.period.data_from or activity.start > facts.period.data_to:
            told = _("“{title}” ngày {day}: sửa ngày của hoạt động, hoặc lấy lại số từ hoạt động.")
            more = told.format(title=activity.title, day=short_date(activity.start))
            yield Found((code,), {"name": activity.title}, more=more)


@check("joint_activity")
def _joint(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V30: held with others and led by another, it is the lead unit that counts it."""
    lead_counts = rule.params.get("counts", "lead") == "lead"
    for code, activity in sources(facts):
        ours = is_of(activity, facts.unit)
        joint = bool(activity.partners) or not ours
        if joint and not (lead_counts and ours and activity.lead):
            yield Found((code,), {"name": activity.title})


@check("source_changed")
def _changed(facts: Facts, rule: Rule) -> Iterator[Found]:
    """H09: an activity that a cell was taken from was changed or deleted since (model.md,
    Figures): the number stays, and is told before it is locked."""
    if facts.around.activities is None:
        return
    for code, raw in facts.values.items():
        if not is_home(facts, code) or not any(True for _pair in shares_of(raw)):
            continue
        known = facts.around.activities.get()

        def now(one: str, code: str = code, known: Mapping[str, Activity] = known) -> int:
            if one not in known:
                return 0
            gives = given_to(facts.packs, known[one], facts.unit, facts.period)
            return gives.get(code, 0)

        given = given_now(raw, now)
        if given is not None:
            name = facts.packs.indicators[split_code(code)[0]].name
            yield Found((code,), {"name": name, "a": number_of(raw) or 0, "b": given})
