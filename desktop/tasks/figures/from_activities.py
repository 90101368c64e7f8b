"""Taking a unit's flows from its activities, as the window's sheet does with one key."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from desktop.i18n import _
from desktop.models.activities.activity_checks import not_a_flow
from desktop.models.entry.entry_activities import Proposal, told
from desktop.models.entry.entry_columns import entry_columns
from desktop.models.errors import Refusal
from desktop.models.figures.cells import CLEARED, cells, number_of
from desktop.models.figures.checks.surroundings import activities_of
from desktop.models.figures.figures import set_cells
from desktop.models.figures.taken import given_now, given_to
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import cell_key
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import vi_number
from desktop.models.units.units import Tree, Unit, tree_on


@dataclass(frozen=True, slots=True)
class Differs:
    """A cell that says another number than the activities: `taken` from them once, then one of
    those was changed or deleted since; else typed, cleared or not applicable (`held` None).

    `now` is what the activities come to; `gone` tells that none gives it any more.
    """

    held: int | None
    now: int
    taken: bool
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """What a unit's cells can be taken from: code → proposal; and filled cells that differ.

    `emptied` are cells asked for that were taken once, and that no activity gives any more.
    """

    unit: Unit
    period: Period
    proposals: dict[str, Proposal]
    differs: dict[str, Differs]
    emptied: tuple[str, ...] = ()


def offer(reader: Reader, period_id: str, unit: str, codes: Collection[str] = ()) -> Offer:
    """Return what activities propose: for the `codes` named, else for every cell never entered.

    Raises Refusal for an unknown period or unit, and for a code no activity tells of, saying why.
    """
    period = parse_period(period_id, reader.packs.schemes)
    tree = tree_on(reader, period.data_to)
    found = tree.by_code(unit or reader.own_unit)
    typed = _typed(reader, tree, period)
    proposed = told(reader, period, [found], typed).of(found.id)
    differs = differing(reader, period, found, proposed)
    gone = tuple(code for code in codes if code in differs and differs[code].gone)
    for code in codes:
        if code not in proposed and code not in gone:
            raise _why_not(reader.packs, code, typed)
    held = cells(reader, found.id, period.id)
    wanted = [code for code in proposed if (code in codes if codes else code not in held)]
    left = {code: one for code, one in differs.items() if code not in (*wanted, *gone)}
    return Offer(found, period, {code: proposed[code] for code in wanted}, left, gone)


def _why_not(packs: Packs, code: str, typed: Collection[str]) -> Refusal:
    """Return why a figure is not taken from activities, with what to do instead."""
    indicator = packs.indicators.get(code)
    if indicator is None:
        return Refusal(
            _("Không có chỉ tiêu mã “{code}”.").format(code=code[:20]),
            next_step=_("Xem mã chỉ tiêu ở trang Mẫu."), code="E_INDICATOR",
        )  # fmt: skip
    wrong = not_a_flow(indicator)
    message, after = (wrong.message, wrong.next_step) if wrong is not None else (
        _("Không có hoạt động nào của kỳ này cho số “{code}”.").format(code=code),
        _("Ghi số liệu của hoạt động trước, hoặc nhập số."),
    ) if code in typed else (
        _("“{code}” không lấy từ hoạt động ở kỳ này, vì kỳ này không hỏi số đó.").format(code=code),
        _("Lấy ở kỳ mà biểu mẫu hỏi chỉ tiêu đó."),
    )  # fmt: skip
    return Refusal(message, next_step=after, code="E_INDICATOR")


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
            now_is = offer.value if offer else given
            gone = proposed is not None and offer is None
            found[code] = Differs(number_of(raw), now_is, taken=True, gone=gone)
        elif offer is not None and number_of(raw) != offer.value:
            found[code] = Differs(number_of(raw), offer.value, taken=False)
    return dict(sorted(found.items()))


def differs_words(code: str, one: Differs) -> str:
    """Say what a cell says and what its activities give now, with what to do."""
    words = _(
        "{code}: đang ghi {a}; hoạt động cộng được {b}. Muốn lấy số này thì chạy lại với mã {code}."
    )
    if one.held is None:
        words = _(
            "{code}: đang để trống hoặc không phát sinh; hoạt động cộng được {b}."
            " Muốn lấy số này thì chạy lại với mã {code}."
        )
    if one.gone:
        words = _(
            "{code}: ghi {a} lấy từ hoạt động, nay không còn hoạt động nào cho số này."
            " Để trống (figures from-activities … {code}) hoặc ghi số đúng (figures set)."
        )
    elif one.taken:
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
    values |= {(one.unit.id, code): CLEARED for code in one.emptied}
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
