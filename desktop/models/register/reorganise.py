"""Reorganisation: one dated event of one kind, checked, previewed, written as one step.

The day given is the first on which the new state holds. What an event moves is worked out
from the figures (`figures.moves`), so nothing but the event and the tree is written.
"""

from dataclasses import replace

from desktop.models.register import event_rules as rules
from desktop.models.register.doubts import check_agreed, said_already
from desktop.models.register.event_effects import effects, stocks
from desktop.models.register.event_planning import check
from desktop.models.register.event_writing import write
from desktop.models.register.late import locked_since
from desktop.models.register.later import lost_by
from desktop.models.register.orders import Order, Plan
from desktop.models.register.outcomes import Outcome
from desktop.models.register.told_members import lacking_of
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store


def preview(reader: Reader, order: Order) -> Outcome:
    """Tell what an event would do, writing nothing. Raises Refusal as `carry_out` does."""
    return told_of(reader, check(reader, order))


def carry_out(store: Store, order: Order, *, sure: bool = False) -> Outcome:
    """Write an event as one undoable step.

    Raises Refusal, with nothing changed, when a unit is not in the register or not ours to
    change that day, does not stand then, or the event makes no sense; and, until somebody is
    `sure`, when it leaves a doubt (`doubts`).
    """
    plan = check(store, order)
    told = told_of(store, plan)
    check_agreed(store.packs, told, sure=sure)
    return replace(told, event=write(store, plan, told.late))


def told_of(reader: Reader, plan: Plan) -> Outcome:
    """Tell what a checked event would do."""
    late = locked_since(reader, plan)
    odd = rules.odd_ending(reader, plan.order.kind, plan.units)
    lost, lacks = lost_by(reader, plan, late), lacking_of(reader, plan.order)
    again, moved = said_already(reader, plan), effects(reader, plan)
    return Outcome(None, moved, late, odd, lost, lacks, again, stocks(reader, plan, moved))
