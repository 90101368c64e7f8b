"""Taking a unit's flows from its activities, as the window's sheet does with one key."""

from collections.abc import Collection
from dataclasses import dataclass

from desktop.i18n import _
from desktop.models.entry.entry_activities import Proposal, told
from desktop.models.entry.entry_columns import entry_columns
from desktop.models.errors import Refusal
from desktop.models.figures.cells import cells
from desktop.models.figures.figures import set_cells
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.units.units import Tree, Unit, tree_on


@dataclass(frozen=True, slots=True)
class Offer:
    """What a unit's cells can be taken from: code → proposal."""

    unit: Unit
    period: Period
    proposals: dict[str, Proposal]


def offer(reader: Reader, period_id: str, unit: str, codes: Collection[str] = ()) -> Offer:
    """Return what activities propose: for the `codes` named, else for every cell never entered.

    Raises Refusal for an unknown period or unit, and for a code no activity tells of.
    """
    period = parse_period(period_id, reader.packs.schemes)
    tree = tree_on(reader, period.data_to)
    found = tree.by_code(unit or reader.own_unit)
    proposed = told(reader, period, [found], _typed(reader, tree, period)).of(found.id)
    for code in codes:
        if code not in proposed:
            raise Refusal(
                _("Không có hoạt động nào của kỳ này cho số “{code}”.").format(code=code[:20]),
                next_step=_("Ghi số liệu của hoạt động trước, hoặc nhập số."), code="E_INDICATOR",
            )  # fmt: skip
    held = cells(reader, found.id, period.id)
    wanted = [code for code in proposed if (code in codes if codes else code not in held)]
    return Offer(found, period, {code: proposed[code] for code in wanted})


def take(store: Store, one: Offer, reason: str = "") -> str | None:
    """Enter what was offered as one step; returns its id, None when nothing changes.

    Raises Refusal for a locked return without a reason.
    """
    values = {(one.unit.id, code): proposal.entry() for code, proposal in one.proposals.items()}
    change = set_cells(store, one.period.id, values, reason=reason) if values else None
    return change.step if change is not None and change.changes else None


def _typed(reader: Reader, tree: Tree, period: Period) -> set[str]:
    """Return the codes that are typed in some form of the period."""
    own = tree.units.get(reader.own_unit)
    role = tree.role(own) if own is not None else ""
    return {
        column.code
        for form in reader.packs.forms.values()
        if form.entry and period.scheme in form.schemes
        for column in entry_columns(reader.packs, form, period, role)
        if column.kind == "typed"
    }
