"""What an import tells besides its counts: gaps, forks, wrong clocks, what waits, newer things."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.standing import MARK, is_unverified
from desktop.models.figures.sums.trace_words import when
from desktop.models.figures.vetted import VETTED
from desktop.models.listed import REPORTS, first_few
from desktop.models.packs.periods import parse_period
from desktop.models.resources import built_on
from desktop.models.store.fold import Change
from desktop.models.store.held import held_ids
from desktop.models.store.keys import split_return_key
from desktop.models.store.ops import Op, member
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import lowered
from desktop.models.units.scope import Scope
from desktop.sync.absorb import Outcome
from desktop.sync.chains import Chain, chain, is_whole, rejected_links
from desktop.sync.manifest import Head
from desktop.sync.messages import message
from desktop.sync.ownership import FIGURE_KINDS, REGISTER_KINDS, Direction, Sender
from desktop.sync.reviews import REVIEW
from desktop.sync.selection import streams_to
from desktop.sync.totals import newest_of_each, standing_returns
from desktop.sync.waiting import Waiting, waiting_words

KNOWN_KINDS = (
    FIGURE_KINDS
    | REGISTER_KINDS
    | {"activity", "resolve", "issued_plan", "own_form", "pack", "period", VETTED}
)
"""Kinds this version understands; others are kept, relayed and listed."""
MOST_RETURNED = 10
MOST_NAMED = 3


def warnings_about(
    store: Store,
    ops: Sequence[Op],
    outcome: Outcome,
    sender: Sender,
    waiting: Sequence[Waiting],
    heads: Sequence[Head] = (),
    *,
    alone: bool = False,
) -> list[str]:
    """Return sentences, worst first; all of them about a bundle that was taken.

    `heads` are the chain ends the bundle claims to complete. `alone`: the operations came out
    of the middle of their chains, as a QR sheet brings them.
    """
    unit = Scope.of(store).label(sender.unit)
    told: list[str] = []
    if outcome.rejected:
        reasons = Counter(one.reason for one in outcome.rejected)
        ((first, _times),) = reasons.most_common(1)
        reason = first if len(reasons) == 1 else _("{reason}, và lý do khác").format(reason=first)
        told.append(_told("W_REJECTED", count=len(outcome.rejected), reason=reason))
    told += [] if alone else _about_chains(store, ops, sender, unit, heads)
    wrong = _clock_ahead(store, outcome.taken)
    if wrong and _is_behind(store, wrong):
        told.append(_told("W_OWN_CLOCK", time=when(wrong), now=when(store.now())))
    elif wrong:
        told.append(_told("W_CLOCK", time=when(wrong)))
    told += waiting_words(waiting)
    told += _about_unsigned(store, outcome.taken, unit)
    newer = sum(op.kind not in KNOWN_KINDS for op in outcome.taken)
    if newer:
        told.append(_told("W_NEWER_OPS", count=newer))
    return told


def _about_unsigned(store: Store, taken: Sequence[Op], sender: str) -> list[str]:
    """Return a sentence where the office below hands on returns that nobody signed for."""
    scope, found = Scope.of(store), []
    for op in newest_of_each(standing_returns(taken)):
        if not isinstance(op.value, dict) or not is_unverified(op.value):
            continue
        unit, form, period = split_return_key(op.key)
        known = store.packs.forms.get(form)
        told = _("{form} {period} của {unit}").format(
            form=known.label if known else form, period=_title(store, period),
            unit=scope.label(scope.resolve(unit)),
        )  # fmt: skip
        claimed = str(op.value[MARK].get("name") or "")
        told += _(" (gói tự ghi là của {name})").format(name=claimed) if claimed else ""
        found.append(told)
    if not found:
        return []
    names = first_few(found, MOST_NAMED, REPORTS, between="; ")
    return [_told("W_UNVERIFIED_INSIDE", count=len(found), unit=sender, names=names)]


def about_copy(store: Store, heads: Sequence[Head], unit: str) -> list[str]:
    """Return a sentence when a receipt names work of this very store that is not here.

    An older copy of the office was put back by hand, or two copies of it are in use. Nothing is
    lost by it: chains are linked by hashes, and a full bundle brings the rest home.
    """
    own = [head for head in heads if head.store == store.store_id]
    if held_ids(store.rows, own) >= {head.id for head in own}:
        return []
    return [_told("W_OLD_COPY", unit=Scope.of(store).label(unit))]


def about_undone(store: Store, numbers: Sequence[int], unit: str) -> list[str]:
    """Return a sentence when an office tells no more of bundles it had said it received."""
    if not numbers:
        return []
    named = ", ".join(str(number) for number in sorted(numbers))
    return [_told("W_UNDONE_ABOVE", unit=Scope.of(store).label(unit), numbers=named)]


def about_returned(store: Store, changes: Sequence[Change]) -> list[str]:
    """Return a sentence for each return of this office that is sent back, with the reason."""
    scope, told = Scope.of(store), []
    for change in changes:
        said = change.after
        if change.kind != REVIEW or not isinstance(said, dict) or said.get("state") != "returned":
            continue
        unit, form, period = split_return_key(change.key)
        known = store.packs.forms.get(form)
        told.append(
            _("Bị trả lại để sửa: {form} {period} của {unit}. Lý do: {reason}").format(
                form=known.label if known else form, period=_title(store, period),
                unit=scope.label(scope.resolve(unit)), reason=said.get("reason") or _("không ghi"),
            )
        )  # fmt: skip
    more = len(told) - MOST_RETURNED
    if more > 0:
        left = _("Còn {n} báo cáo khác bị trả lại; xem ở trang Hôm nay.").format(n=more)
        told = [*told[:MOST_RETURNED], left]
    return told


def _title(reader: Reader, period: str) -> str:
    try:
        return lowered(parse_period(period, reader.packs.schemes).title)
    except Refusal:
        return period


def _about_chains(
    store: Store, ops: Sequence[Op], sender: Sender, unit: str, heads: Sequence[Head]
) -> list[str]:
    gap, forks = False, 0
    whole = streams_to(Scope.of(store), store.own_unit)
    # From above: single lines of the register or relayed verdicts, never a whole chain.
    names = sorted(
        {
            (op.store, op.stream)
            for op in ops
            if op.stream in whole or sender.direction is not Direction.DOWN
        }
    )
    aside = rejected_links(store, names)
    for name, stream in names:
        ends = [head.id for head in heads if (head.store, head.stream) == (name, stream)]
        if is_whole(store, name, stream, ends, aside):
            continue
        found = chain(store, name, stream, aside)
        gap = gap or _is_open(found, heads)
        forks += len(found.heads()) > 1
    told = [_told("W_GAP", unit=unit)] if gap else []
    return told + ([_told("W_FORK", unit=unit, count=forks)] if forks else [])


def _is_open(found: Chain, heads: Sequence[Head]) -> bool:
    """Tell whether something is missing before what the bundle claims to complete.

    What its sender holds out of a chain's middle itself, from a QR sheet, it claims nothing of.
    """
    whole = {link.id for link in found.complete()}
    if not heads:
        return len(whole) < len(found.links)
    mine = (head for head in heads if (head.store, head.stream) == (found.store, found.stream))
    return not all(head.id in whole for head in mine)


def _clock_ahead(store: Store, ops: Sequence[Op]) -> str:
    """Return what a sender's clock showed that was more than a day ahead, "" where none was.

    An operation over a value of such a clock is numbered ahead of its own time as well: the
    clock it was written by may be right again, and only its wall time tells.
    """
    limit = store.clock.now() + timedelta(days=1)
    ahead = f"{int(limit.timestamp() * 1000):012x}"
    for op in reversed(ops):
        if op.hlc[:12] <= ahead:
            continue
        wall = str(member(op.raw, "wall"))
        try:
            right = datetime.fromisoformat(wall) <= limit
        except (ValueError, TypeError):  # no moment, or one without its zone
            right = False
        if not right:
            return wall
    return ""


def _is_behind(store: Store, told: str) -> bool:
    """Tell whether this computer's own clock stands before what it wrote, or before the program.

    `told` is the sender's moment: what was written here after that was by a clock that ran ahead.
    """
    today, built = store.clock.now().date(), built_on()
    last = str(store.rows("SELECT max(at) FROM step")[0][0] or "")[:10]
    behind = (today + timedelta(days=1)).isoformat() < last
    return (behind and last <= told[:10]) or (built is not None and today < built)


def _told(code: str, **fields: object) -> str:
    found = message(code, **fields)
    return f"{found.text} {found.next_step}"
