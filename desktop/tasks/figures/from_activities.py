"""Taking a unit's flows from its activities, as the window's sheet does with one key."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from desktop.i18n import _
from desktop.models.entry.entry_activities import Proposal, told
from desktop.models.entry.entry_columns import entry_columns
from desktop.models.errors import Refusal
from desktop.models.figures.cells import cells, number_of
from desktop.models.figures.checks.surroundings import activities_of
from desktop.models.figures.figures import set_cells
from desktop.models.figures.taken import given_now, given_to
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import cell_key
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import vi_number
from desktop.models.units.units import Tree, Unit, tree_on


@dataclass(frozen=True, slots=True)
class Differs:
    """A filled cell that says another number than the activities: `taken` from them once, then
    one of those was changed or deleted since; else typed, `now` what the activities come to."""

    held: int | None
    now: int
    taken: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What a unit's cells can be taken from: code → proposal; and filled cells that differ."""

    unit: Unit
    period: Period
    proposals: dict[str, Proposal]
    differs: dict[str, Differs]


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
    differs = differing(reader, period, found, proposed)
    left = {code: one for code, one in differs.items() if code not in wanted}
    return Offer(found, period, {code: proposed[code] for code in wanted}, left)


def differing(
    reader: Reader, period: Period, unit: Unit, proposed: Mapping[str, Proposal] | None = None
) -> dict[str, Differs]:
    """Return the filled cells of a unit whose activities changed since they were taken from
    them; with what is `proposed` also those that were typed and say something else."""
    packs = reader.packs
    found: dict[str, Differs] = {}
    known = activities_of(reader)
    for code, raw in reader.fields("cell", cell_key(unit.id, period.id)).items():

        def now(one: str, code: str = code) -> int:
            activity = known.get().get(one)
            gives = given_to(packs, activity, unit, period) if activity is not None else {}
            return gives.get(code, 0)

        given = given_now(raw, now)
        offer = (proposed or {}).get(code)
        if given is not None:
            found[code] = Differs(number_of(raw), offer.value if offer else given, taken=True)
        elif offer is not None and number_of(raw) not in (None, offer.value):
            found[code] = Differs(number_of(raw), offer.value, taken=False)
    return dict(sorted(found.items()))


def differs_words(code: str, one: Differs) -> str:
    """Say what a cell says and what its activities give now, with what to do."""
    words = _(
        "{code}: đang ghi {a}; hoạt động cộng được {b}. Muốn lấy số này thì chạy lại với mã {code}."
    )
    if one.taken:
        words = _(
            "{code}: ghi {a} lấy từ hoạt động, hoạt động đã sửa hoặc xóa, nay cộng được {b}."
            " Lấy lại số (figures from-activities … {code}) hoặc ghi số đúng (figures set)."
        )
    return words.format(code=code, a=vi_number(one.held or 0), b=vi_number(one.now))


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
