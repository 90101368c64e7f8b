"""Checks of figures against what happened to units: foundings, endings, movements with them."""

from collections.abc import Iterator

from desktop.i18n import _
from desktop.models.figures.cells import split_code
from desktop.models.figures.checks.facts import Facts, Found, check, is_home, texts
from desktop.models.packs.pack_types import Rule
from desktop.models.text import short_date
from desktop.models.units.ceased import ceased_before

_TELL_IT = _(
    "Ghi ở trang Đơn vị: chọn đơn vị này, mục Diễn biến, bấm “Ghi quyết định” ở dòng Thành lập."
)
_SPLIT_BY_HAND = ("C12", "C13", "C15", "C21", "C27")
"""Where members of a split may be typed by hand, on either side (`figures.moves`)."""
_TELL_SPLIT = _(
    "Ghi ở trang Đơn vị: mục Diễn biến, bấm “Ghi số tách sang” ở dòng Chia tách; hoặc nhập số liệu"
    " tháng đầu của CĐCS mới."
)


@check("founding_complete")
def _founding(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V13: a founding has members, and in the register a decision.

    Counts are typed only where no register is kept; elsewhere the event tells of the founding. Of
    a split both sides must be told how many went, by the event or by the new union's figures.
    """
    for pair in texts(rule, "pairs"):
        count, _sep, members = pair.partition(":")
        if (facts.number(count) or 0) > 0 and not facts.number(members):
            next_step = _("Nhập số đoàn viên khi thành lập ({code}).").format(code=members)
            yield Found((members, count), {"what": _("số đoàn viên")}, more=next_step)
    for event in facts.happened("found") if is_base(facts) else ():
        counted = texts(rule, "members")
        brought = any(opening.moved > 0 for opening in facts.openings.values())
        lacking = [] if event.decision.strip() else [_("số quyết định")]
        empty = not brought and not any(facts.number(code) for code in counted)
        if empty:
            lacking.append(_("số đoàn viên"))
        if lacking:
            words = {"what": _(" và ").join(lacking)}
            yield Found(tuple(counted[:1]) if empty else (), words, more=_TELL_IT)
    by_hand = any(facts.number(code) for code in _SPLIT_BY_HAND)
    if is_base(facts) and not by_hand and any(one.open for one in facts.happened("split")):
        yield Found((), {"what": _("số đoàn viên tách sang")}, more=_TELL_SPLIT)


def is_base(facts: Facts) -> bool:
    """Tell whether the unit judged is a base union; those above are founded without members."""
    kind = facts.packs.unit_kinds.get(facts.unit.kind)
    return kind is None or kind.role == "base"


@check("types_after_change")
def _types_after_change(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V42: a union of several types that changed its own still has all under the types of before
    (figures.md, 5.2: out of the old type, into the new)."""
    if not facts.happened("ownership"):
        return
    now = f"LH={facts.unit.ownership}"
    told: dict[str, set[str]] = {}
    for code in facts.values:
        name, part = split_code(code)
        if part.startswith("LH=") and facts.number(code) and is_home(facts, name):
            told.setdefault(name, set()).add(part)
    kind = facts.packs.ownerships.get(facts.unit.ownership)
    for name, parts in told.items():
        if now not in parts and facts.packs.indicators[name].type == "S":
            yield Found((name,), {"name": kind.short if kind is not None else now[3:]})
            return


@check("closing_complete")
def _closing(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V14: unions that ended took their members out of the count, and are closed.

    The unit judged still stands at the period's end: counted as ended it was never closed.
    """
    for pair in texts(rule, "pairs"):
        count, _sep, members = pair.partition(":")
        ended, left = facts.number(count) or 0, facts.number(members) or 0
        stands = is_base(facts) and facts.unit.valid_to is None
        if ended > 0 and (left == 0 or stands):
            yield Found((members, count))


@check("told_of_ended")
def _told_of_ended(facts: Facts, rule: Rule) -> Iterator[Found]:
    """H10: stocks of a union that ended before the last day, which is what asks for them, and
    decreases its end makes, typed beside it (decisions 14, 79). Told once, of the first."""
    day = facts.unit.valid_to
    if day is None or not ceased_before(facts.unit, facts.period.data_to):
        return
    if not facts.happened("dissolve", "end", "merge"):
        return
    indicators = facts.packs.indicators
    stocks = [c for e in facts.packs.equations.values() for c in e.stocks if c in indicators]
    for code in (*stocks, *texts(rule, "decreases")):
        if number := facts.number(code):
            words = {"day": short_date(day), "name": indicators[code].name, "a": number}
            yield Found((code,), words)
            return
